use serde::Serialize;

use super::{Code, Severity};
use crate::model::Hint;

/// A problem: what is wrong or doubtful, where, and what to do next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProblemRow {
    /// The kind of the problem: the name of a [`Code`].
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The file.
    pub file: String,
    /// The line on which the row begins, from 1.
    pub line: u32,
    /// The column, if the problem is in one.
    pub column: Option<String>,
    /// What was found, and what was expected.
    pub message: String,
    /// What to do next.
    pub hint: Option<Hint>,
    /// For a one-sided claim: the id of the place that claims it.
    pub a: Option<String>,
    /// For a one-sided claim: the id of the other place.
    pub b: Option<String>,
    /// For a one-sided claim: the id of the place whose claim is missing, which is `b`.
    pub missing_side: Option<String>,
    /// The Wikidata id of `a`, if the data set has it.
    pub a_wikidata: Option<String>,
    /// The Wikidata id of `b`, if the data set has it.
    pub b_wikidata: Option<String>,
}

impl ProblemRow {
    pub(super) fn new(
        code: Code,
        (file, line): (&str, u32),
        column: Option<&str>,
        message: String,
        hint: impl Into<Hint>,
    ) -> Self {
        Self {
            code: code.name(),
            severity: code.severity().name(),
            file: file.to_owned(),
            line,
            column: column.map(str::to_owned),
            message,
            hint: Some(hint.into()).filter(|hint| !hint.is_blank()),
            ..Self::default()
        }
    }

    /// Whether other commands stop because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error.name()
    }
}
