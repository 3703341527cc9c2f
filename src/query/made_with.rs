//! The conditions under which an answer was made.

use serde::Serialize;

use crate::{graph::Scope, model::Dataset, said, words::Words};

/// The conditions under which an answer was made: program, data and filters. The same conditions give the same answer.
///
/// ```
/// # use sistergraph::{graph::Scope, model::Dataset, query::MadeWith};
/// # use sistergraph::words::Words;
/// let made_with = MadeWith::new(&Dataset::default(), &Scope::default());
/// let line = made_with.said(&Scope::default(), Words::default());
/// assert!(line.ends_with("; data: without a title; filters: none"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MadeWith {
    /// The program and its version.
    pub program: String,
    /// The title of the data set, or else its name.
    pub data: Option<String>,
    /// The date as of which its lists hold.
    pub date: Option<String>,
    /// The filters in force, in words; `none` if there are none.
    pub filters: String,
}

impl MadeWith {
    /// The conditions for this version of the program.
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

impl MadeWith {
    /// All of this on one line, in the words of a language: `sistergraph 0.1.0; data: Partnerships of places in
    /// Belarus, 2026-02; filters: none`.
    pub fn said(&self, filters: &Scope, words: Words) -> String {
        let data = self.data.clone().unwrap_or_else(|| said!(words, WithoutTitle));
        let date = self.date.as_ref().map(|date| format!(", {}", words.date_text(date))).unwrap_or_default();
        said!(words, MadeWithData, program = &self.program, data = data + &date, filters = filters.said(words))
    }
}
