//! What an answer was made with.

use std::fmt;

use serde::Serialize;

use crate::{graph::Scope, model::Dataset};

/// What an answer was made with: program, data and filters. Who has the same has the same answer.
///
/// ```
/// # use sistergraph::{graph::Scope, model::Dataset, query::MadeWith};
/// let made_with = MadeWith::new(&Dataset::default(), &Scope::default());
/// assert!(made_with.to_string().ends_with("; data: without a title; filters: none"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MadeWith {
    /// The program and its version.
    pub program: String,
    /// The title of the data set, or else its name.
    pub data: Option<String>,
    /// The date as of which its lists hold.
    pub date: Option<String>,
    /// The filters in force, in words; `none` without any.
    pub filters: String,
}

impl MadeWith {
    /// By this version of the program.
    pub fn new(dataset: &Dataset, filters: &Scope) -> Self {
        let metadata = dataset.metadata();
        Self {
            program: concat!("sistergraph ", env!("CARGO_PKG_VERSION")).to_owned(),
            data: metadata.title.clone().or_else(|| metadata.name.clone()),
            date: metadata.date.map(|date| date.to_string()),
            filters: filters.to_string(),
        }
    }
}

/// In a line: `sistergraph 0.1.0; data: Partnerships of places in Belarus, 2026-02; filters: none`.
impl fmt::Display for MadeWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, data, date, filters } = self;
        write!(f, "{program}; data: {}", data.as_deref().unwrap_or("without a title"))?;
        date.iter().try_for_each(|date| write!(f, ", {date}"))?;
        write!(f, "; filters: {filters}")
    }
}
