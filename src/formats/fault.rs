//! Faults of single cells and rows.

use std::fmt;

use thiserror::Error;

use super::error::{clip, shown};
use crate::{
    model::{DateError, PositionError, RegionCodeError, UnknownWord, at_row},
    text::count,
};

/// One cell or row that can't be accepted as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// The line on which its row begins, from 1.
    pub line: u32,
    /// The column's name, if a single cell is at fault.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", at_row(&self.file, self.line))?;
        if let Some(column) = &self.column {
            write!(f, "column `{column}`: ")?;
        }
        write!(f, "{}", self.kind)
    }
}

/// What is wrong with a cell or row.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// The header lacks a column that every row needs.
    #[error("the header lacks column `{name}`; found {}", shown(found))]
    MissingColumn {
        /// The column.
        name: &'static str,
        /// The header as it is.
        found: Vec<String>,
    },
    /// The header names a column twice.
    #[error("the header names this column twice")]
    DoubledColumn,
    /// A row with more or fewer cells than the header.
    #[error("the row has {}, the header has {expected}", count(*found, "field"))]
    RaggedRow {
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
    },
    /// A cell has another number of parts than its row names places on that side.
    #[error("has {found} of the {expected} parts that its row names places with")]
    Parts {
        /// The number of parts.
        found: usize,
        /// The number of places.
        expected: usize,
    },
    /// A cell that must name a place says that there is none, or that the row is a total.
    #[error("`{0}` names no place")]
    NoName(String),
    /// A quote is never closed and swallows the rest of the file.
    #[error("a quote opens here and is never closed")]
    UnclosedQuote,
    /// A cell that must not be blank.
    #[error("is blank")]
    Blank,
    /// A cell that should be a number.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// A cell that should be a whole number, 0 or more.
    #[error("`{0}` is not a whole number")]
    NotWhole(String),
    /// A number of people larger than that of all people on earth.
    #[error("`{0}` is more than all people on earth")]
    TooMany(String),
    /// A negative count.
    #[error("`{0}` is negative; a count is 0 or more")]
    Negative(String),
    /// A latitude without its longitude, or the reverse.
    #[error("`lat` and `lon` must be given together")]
    HalfPosition,
    /// A cell that should hold both coordinates.
    #[error(
        "`{0}` is not a position; expected Point(LONGITUDE LATITUDE) such as Point(30.35 53.92), or LATITUDE, LONGITUDE"
    )]
    NotAPoint(String),
    /// A point off the globe.
    #[error("{0}")]
    Position(#[from] PositionError),
    /// A cell that should be a date.
    #[error("{0}")]
    Date(#[from] DateError),
    /// A word that the vocabulary lacks.
    #[error("{0}")]
    Word(#[from] UnknownWord),
    /// A cell that should say yes or no.
    #[error("`{0}` is neither yes nor no")]
    NotYesOrNo(String),
    /// A cell that should be a country code.
    #[error("`{0}` is not a country code; expected two capital letters (ISO 3166-1 alpha-2) such as BY")]
    NotACountryCode(String),
    /// A cell that should be the code of a region; the row is left out.
    #[error("{error}")]
    RegionCode {
        /// Why it isn't a code.
        error: RegionCodeError,
        /// The cell and the region's names, by which other rows may refer to it.
        names: Vec<String>,
    },
    /// A cell in another notation, which is read nevertheless.
    #[error("`{found}` is read as {read}")]
    OtherNotation {
        /// The cell.
        found: String,
        /// Its meaning in our notation.
        read: String,
    },
    /// A cell that the row needs and that can't be read.
    #[error("{0}")]
    Needed(Box<FaultKind>),
    /// A JSON row has a key twice.
    #[error("the row gives this column twice")]
    DoubledKey,
    /// A JSON number that is too large for a double.
    #[error("`{}` is too large a number", clip(.0))]
    TooLarge(String),
    /// A JSON text with an escape for half of a character.
    #[error("`{0}` has half of a surrogate pair, which is no character")]
    HalfCharacter(String),
    /// A JSON row that isn't an object of plain values.
    #[error("expected {expected}")]
    Shape {
        /// What was expected.
        expected: &'static str,
    },
}

impl FaultKind {
    /// The fault of JSON that has half a character.
    pub(super) fn half_character(json: &str) -> Self {
        FaultKind::HalfCharacter(clip(json))
    }

    /// The fault of a cell that is read although it is in another notation.
    pub(super) fn read(found: &str, read: impl fmt::Display) -> Self {
        FaultKind::OtherNotation { found: clip(found), read: read.to_string() }
    }

    /// The same fault, of a cell that its row needs.
    pub(super) fn of_needed(self) -> Self {
        FaultKind::Needed(Box::new(self))
    }

    /// Whether the fault prevents any answer. Otherwise the cell doesn't affect answers and is left blank, or it is
    /// read nevertheless.
    pub fn refuses(&self) -> bool {
        match self {
            FaultKind::MissingColumn { .. }
            | FaultKind::DoubledColumn
            | FaultKind::RaggedRow { .. }
            | FaultKind::UnclosedQuote
            | FaultKind::Blank
            | FaultKind::NoName(_)
            | FaultKind::Parts { .. }
            | FaultKind::NotACountryCode(_)
            | FaultKind::RegionCode { .. }
            | FaultKind::Needed(_)
            | FaultKind::DoubledKey
            | FaultKind::HalfCharacter(_)
            | FaultKind::Shape { .. } => true,
            FaultKind::NotANumber(_)
            | FaultKind::NotWhole(_)
            | FaultKind::TooMany(_)
            | FaultKind::Negative(_)
            | FaultKind::TooLarge(_)
            | FaultKind::HalfPosition
            | FaultKind::NotAPoint(_)
            | FaultKind::Position(_)
            | FaultKind::Date(_)
            | FaultKind::Word(_)
            | FaultKind::NotYesOrNo(_)
            | FaultKind::OtherNotation { .. } => false,
        }
    }

    /// The text of the cell, if the fault is in one cell and has its text.
    pub fn cell(&self) -> Option<String> {
        match self {
            FaultKind::NotANumber(cell)
            | FaultKind::NotWhole(cell)
            | FaultKind::TooMany(cell)
            | FaultKind::Negative(cell)
            | FaultKind::TooLarge(cell)
            | FaultKind::NotAPoint(cell)
            | FaultKind::NotYesOrNo(cell)
            | FaultKind::OtherNotation { found: cell, .. } => Some(cell.clone()),
            FaultKind::Date(DateError { found }) | FaultKind::Word(UnknownWord { found, .. }) => Some(found.clone()),
            FaultKind::Position(PositionError::Latitude(degrees) | PositionError::Longitude(degrees)) => {
                Some(degrees.to_string())
            }
            _ => None,
        }
    }

    /// Whether the cell is read nevertheless.
    pub fn is_read(&self) -> bool {
        matches!(self, FaultKind::OtherNotation { .. })
    }

    /// Whether the fault loses rows, so that references to them can't be judged.
    pub fn loses_rows(&self) -> bool {
        matches!(
            self,
            FaultKind::MissingColumn { .. }
                | FaultKind::DoubledColumn
                | FaultKind::UnclosedQuote
                | FaultKind::HalfCharacter(_)
                | FaultKind::Shape { .. }
                | FaultKind::RegionCode { .. }
        )
    }
}

/// A cell that had blanks around it, which were removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trimmed {
    /// The file's name.
    pub file: String,
    /// The line on which its row begins, from 1.
    pub line: u32,
    /// The column's name.
    pub column: &'static str,
    /// The cell with its blanks.
    pub text: String,
}
