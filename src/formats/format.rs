//! The formats of data sets: what each is called, how it is recognised, read and written.

use std::path::Path;

use super::{Error, Reading, Told, foreign, json, pairs};

/// A format that a data set can be in.
///
/// ```
/// use sistergraph::formats::Format;
/// assert_eq!(Format::of_target("twins.json".as_ref()), Some(Format::Json));
/// assert_eq!(Format::of_target("twins".as_ref()), Some(Format::Directory));
/// assert_eq!(Format::of_target("twins.zip".as_ref()), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A directory of CSV files: `cities.csv`, `partnerships.csv` and those that may stand beside them.
    Directory,
    /// One JSON file with the same lists.
    Json,
    /// One table with two places per row, or two ids per line.
    Pairs,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Directory, Self::Json, Self::Pairs];

    /// What messages call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Directory => "a directory of CSV files",
            Self::Json => "one JSON file",
            Self::Pairs => "a table with two places per row",
        }
    }

    /// The extensions of its files, in small letters, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Directory => &[],
            Self::Json => &["json"],
            Self::Pairs => &["csv", "tsv", "txt"],
        }
    }

    /// Its media type; a directory has none.
    pub fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Directory => None,
            Self::Json => Some("application/json"),
            Self::Pairs => Some("text/csv"),
        }
    }

    /// Whether [`write_json`](super::write_json) or [`csv_files`](super::csv_files) writes it. A pair table holds less than
    /// a data set.
    pub fn is_written(self) -> bool {
        self != Self::Pairs
    }

    /// The format to write to a path, told by its extension: letters and digits behind the last dot, but not digits alone.
    /// A path without one is a directory. `None` where the extension is that of no format that can be written.
    pub fn of_target(target: &Path) -> Option<Self> {
        let is_extension = |text: &&str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let extension = target.extension().and_then(|extension| extension.to_str()).filter(is_extension);
        let Some(extension) = extension.filter(|_| !target.is_dir()) else { return Some(Self::Directory) };
        let extension = extension.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.is_written() && format.extensions().contains(&&*extension))
    }

    /// The format of a text that isn't blank, told by its content.
    ///
    /// # Errors
    /// [`Error::Foreign`] where it is that of another program.
    pub(super) fn of_text(file: &str, text: &str) -> Result<Self, Error> {
        if text.trim_start().starts_with(['{', '[']) {
            return Ok(Self::Json);
        }
        foreign::refuse_text(file, text)?;
        Ok(Self::Pairs)
    }

    /// Reads a text in this format.
    pub(super) fn read(self, file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
        match self {
            Self::Json if text.trim_start().starts_with('[') => Err(Error::JsonArray { path: file.to_owned() }),
            // What is no data set of ours may be that of another program.
            Self::Json => json::read(file, text).map_err(|error| foreign::in_json(file, text).unwrap_or(error)),
            // A directory has no text of its own; each of its lists is a table.
            Self::Directory | Self::Pairs => pairs::read(file, text, told),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_extension_of_a_format_that_is_written_leads_to_it() {
        for format in Format::ALL {
            for extension in format.extensions() {
                let found = Format::of_target(Path::new(&format!("x.{}", extension.to_uppercase())));
                assert_eq!(found, format.is_written().then_some(format), "{extension}");
            }
        }
        for other in ["x.zip", "x.geojson", "x.d", "a.b/x.xlsx"] {
            assert_eq!(Format::of_target(Path::new(other)), None, "{other}");
        }
        for directory in ["a.b/x", ".hidden", "twins.2026", "twins.csv-set"] {
            assert_eq!(Format::of_target(Path::new(directory)), Some(Format::Directory), "{directory}");
        }
    }
}
