//! Reads texts of Wikidata that fit into memory.

use super::{
    answer,
    entities::{self, EntityError},
    facts::Facts,
    recognised::{Kind, is_cut, kind},
};
use crate::formats::{Reading, error::Error, fault::Fault, grid::Grid, sparql};

/// Reads a text that is known to be of Wikidata.
///
/// # Errors
/// Returns [`Error::CutAnswer`] if the answer breaks off; [`Error::Json`]; [`Error::Service`].
pub(in crate::formats) fn read(file: &str, text: &str) -> Result<Reading, Error> {
    let mut facts = Facts::default();
    let faults = take(file, text, &mut facts)?;
    Ok(Reading { faults, ..facts.into_reading(file) })
}

/// Reads two texts, one of places and one of statements, as one data set; `None` if either isn't from Wikidata.
///
/// # Errors
/// The same as [`read`].
pub(in crate::formats) fn read_both(texts: [(&str, &str); 2]) -> Option<Result<Reading, Error>> {
    if texts.iter().any(|(_, text)| kind(text).is_none()) {
        return None;
    }
    let mut facts = Facts::default();
    let mut faults = Vec::new();
    for (file, text) in texts {
        match take(file, text, &mut facts) {
            Ok(mut found) => faults.append(&mut found),
            Err(error) => return Some(Err(error)),
        }
    }
    Some(Ok(Reading { faults, ..facts.into_reading(texts[0].0) }))
}

/// Collects what a text says. An answer may be a part of what was asked for, so an empty one is valid.
pub(crate) fn take(file: &str, text: &str, facts: &mut Facts) -> Result<Vec<Fault>, Error> {
    let json = |source| match is_cut(text) {
        true => Error::CutAnswer { path: file.to_owned() },
        false => Error::Json { path: file.to_owned(), source },
    };
    match kind(text) {
        Some(Kind::AnswerInJson) => {
            let value: serde_json::Value = serde_json::from_str(text).map_err(json)?;
            let table = value.as_object().and_then(sparql::of_json);
            let what = || "it is no answer of a query, though it begins like one".to_owned();
            let table = table.ok_or_else(|| Error::JsonShape { path: file.to_owned(), what: what() })?;
            if table.len() == 0 {
                return Ok(Vec::new());
            }
            let grid = table.into_grid(file, text.len())?;
            Ok(answer::read(&grid.records()?, facts))
        }
        Some(Kind::AnswerAsTable) if is_cut(text) => Err(Error::CutAnswer { path: file.to_owned() }),
        Some(Kind::AnswerAsTable) if sparql::is_tsv(text) => {
            Ok(answer::read(&sparql::of_tsv(file, text).records()?, facts))
        }
        Some(Kind::AnswerAsTable) => Ok(answer::read(&Grid::of_text(file, text.to_owned()).records()?, facts)),
        Some(Kind::Entities) | None => match entities::read(text, facts) {
            Ok(()) if !facts.has_claims() => {
                let what = "it has no entity with statements of twins (P190)".to_owned();
                Err(Error::JsonShape { path: file.to_owned(), what })
            }
            Ok(()) => Ok(Vec::new()),
            Err(EntityError::Json { line: 1, error }) => Err(json(error)),
            Err(EntityError::Json { line, error }) => {
                Err(Error::Entity { path: file.to_owned(), line: line.into(), source: error })
            }
            Err(EntityError::Refused(says)) => Err(Error::Service { path: file.to_owned(), says }),
        },
    }
}
