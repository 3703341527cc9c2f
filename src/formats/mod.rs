//! Layer 2: bytes to a [`Dataset`] and back.
//!
//! [`read`] opens a directory of CSV files, a single JSON file or a built-in set; [`to_csv`] and [`to_json`] write
//! what reads back as the same data set. Every fault of the input is collected with its file, line and column.

mod built_in;
mod columns;
mod decode;
mod delimited;
mod directory;
mod error;
mod json;
mod package;
mod write;

use std::{io::Read as _, path::Path};

use crate::model::Dataset;

pub use built_in::built_in_names;
pub use error::{Error, Fault, FaultKind, Note};
pub use write::{to_csv, to_json};

/// The built-in data set that is read when none is named.
pub const DEFAULT: &str = "belarus";

/// A data set as read, and what its reader wants said about it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The rows.
    pub dataset: Dataset,
    /// What was passed over, such as columns of unknown name, in the order met.
    pub notes: Vec<Note>,
}

/// Reads what `source` names: a directory, a file, `-` for standard input, or else a built-in set.
///
/// A path wins over a built-in set of the same name.
///
/// # Errors
/// [`Error::Faults`] holds every fault of the rows; the other variants say why there are no rows to judge.
pub fn read(source: &str) -> Result<Reading, Error> {
    let path = Path::new(source);
    if source == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|source| Error::Unreadable { path: "standard input".into(), source })?;
        single_file("standard input", &bytes)
    } else if path.is_dir() {
        directory::read(path)
    } else if path.exists() {
        single_file(source, &load(path)?)
    } else {
        built_in(source)
    }
}

/// Reads the built-in data set called `name`.
///
/// # Errors
/// [`Error::NotFound`] where there is none of that name.
///
/// ```
/// let reading = sistergraph::formats::built_in("belarus").unwrap();
/// assert_eq!(reading.dataset.places().len(), 487);
/// ```
pub fn built_in(name: &str) -> Result<Reading, Error> {
    let files = built_in::find(name).ok_or_else(|| Error::NotFound { path: name.to_owned() })?;
    directory::read_tables(files)
}

/// Reads one file's bytes; `file` is its name in messages.
fn single_file(file: &str, bytes: &[u8]) -> Result<Reading, Error> {
    let text = delimited::text(file, bytes)?;
    match text.trim_start().chars().next() {
        None => Err(Error::Empty { path: file.to_owned() }),
        Some('{') => json::read(file, text),
        Some(_) => Err(Error::NotADataset { path: file.to_owned() }),
    }
}

fn load(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::Unreadable { path: path.display().to_string(), source })
}
