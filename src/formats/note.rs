//! What readers skipped, and how they understood what was ambiguous.

use std::fmt;

use super::error::clip;
use crate::{geodesy::HOMONYM_KM, model::source_of_rows};

/// Something that a reader skipped or decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A column of no known name.
    UnknownColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// A known column with a similar name.
        similar: Option<&'static str>,
    },
    /// Further unknown columns, if there are too many to name them.
    UnknownColumns {
        /// The file.
        file: String,
        /// How many.
        count: usize,
    },
    /// How the columns of a pair table were understood.
    Recognised {
        /// The file.
        file: String,
        /// The columns of each place; those that have one value for all rows have two equals signs.
        places: [Vec<String>; 2],
        /// What is said of the partnership, and in which column.
        partnership: Vec<(&'static str, String)>,
    },
    /// Names of a pair table that stand for several places, which are told apart by positions, or otherwise by regions
    /// as written.
    Homonyms {
        /// The file.
        file: String,
        /// The number of names.
        names: usize,
        /// The first of them, with its country.
        first: String,
    },
    /// Columns whose names differ from those of our own data sets.
    RecognisedColumns {
        /// The file.
        file: String,
        /// What is said, and in which column.
        columns: Vec<(&'static str, String)>,
    },
    /// How the columns of a table of places were understood.
    RecognisedPlaces {
        /// The file.
        file: String,
        /// What is said of a place, and in which column.
        columns: Vec<(&'static str, String)>,
    },
    /// The reading that was chosen out of several.
    Taken {
        /// The file.
        file: String,
        /// What it was taken for.
        what: String,
    },
    /// A list with a header and nothing below it.
    NoRows {
        /// The file.
        file: String,
    },
    /// The number of fields per row, beyond its two places, in a list without a header.
    UnusedFields {
        /// The file.
        file: String,
        /// The number of fields.
        count: usize,
    },
}

impl Note {
    /// The number of unknown columns that get a note each.
    pub(super) const NOTED: usize = 5;

    /// An unknown key of JSON.
    pub(super) fn unknown_column(file: &str, column: &str) -> Self {
        Note::UnknownColumn { file: file.to_owned(), column: clip(column), similar: None }
    }

    /// The unknown columns of a header, each with the column of `known` that has a similar name. After the first five
    /// they are only counted.
    pub(super) fn unused_columns<'h>(
        file: &str,
        mut columns: impl Iterator<Item = &'h String>,
        known: &[&'static str],
    ) -> Vec<Note> {
        let unknown = |column: &String| Note::UnknownColumn {
            file: file.to_owned(),
            column: clip(column),
            similar: known.iter().copied().find(|known| strsim::jaro_winkler(known, column) > 0.85),
        };
        let mut notes: Vec<Note> = columns.by_ref().take(Self::NOTED).map(unknown).collect();
        let count = columns.count();
        if count > 0 {
            notes.push(Note::UnknownColumns { file: file.to_owned(), count });
        }
        notes
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::UnknownColumn { file, column, similar } => {
                write!(f, "{}: column `{column}` is not used", source_of_rows(file))?;
                similar.map_or(Ok(()), |similar| write!(f, "; is `{similar}` meant?"))
            }
            Note::UnknownColumns { file, count } => {
                write!(f, "{}: {count} more columns are not used", source_of_rows(file))
            }
            Note::Recognised { file, places: [a, b], partnership } => {
                write!(f, "{}: a: {}; b: {}", source_of_rows(file), a.join(", "), b.join(", "))?;
                partnership.iter().try_for_each(|(what, column)| write!(f, "; {what}: {column}"))
            }
            Note::Homonyms { file, names: 1, first } => write!(
                f,
                "{}: `{first}` is several places, more than {HOMONYM_KM} km apart or in different regions",
                source_of_rows(file)
            ),
            Note::Homonyms { file, names, first } => write!(
                f,
                "{}: {names} names are each several places, more than {HOMONYM_KM} km apart or in different regions, such as \
                 `{first}`",
                source_of_rows(file)
            ),
            Note::RecognisedColumns { file, columns } | Note::RecognisedPlaces { file, columns } => {
                let is_table = matches!(self, Note::RecognisedPlaces { .. });
                let what = if is_table { "a place per row: " } else { "" };
                write!(f, "{}: {what}", source_of_rows(file))?;
                let said = |(what, column): &(&str, String)| match *what == column.as_str() {
                    true => column.clone(),
                    false => format!("{what}: {column}"),
                };
                f.write_str(&columns.iter().map(said).collect::<Vec<_>>().join(", "))
            }
            Note::Taken { file, what } => write!(f, "{}: {what}", source_of_rows(file)),
            Note::NoRows { file } => write!(f, "{}: there is no row below the header", source_of_rows(file)),
            Note::UnusedFields { file, count } => {
                write!(f, "{file}: only the first two fields of a row are used, not the other {count}")
            }
        }
    }
}
