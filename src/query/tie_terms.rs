use super::joined;
use crate::model::{Date, PartnershipRecord, Status};

/// The terms of one or several ties: what their partnerships say together.
pub(super) struct TieTerms {
    /// Their kinds, in order and each once.
    pub(super) kind: String,
    /// Their statuses, likewise.
    pub(super) status: String,
    /// When the first of them began.
    pub(super) since: Option<Date>,
    /// The earliest end of those that have one.
    pub(super) until: Option<Date>,
    /// The sources of their rows, in order, each once; `None` if no row states one.
    pub(super) source: Option<String>,
}

impl TieTerms {
    /// O(n log n).
    pub(super) fn by<'r>(partnerships: impl Iterator<Item = (PartnershipRecord<'r>, Status)>) -> Self {
        let (records, statuses): (Vec<_>, Vec<_>) = partnerships.unzip();
        let source = joined(records.iter().filter_map(|record| record.source).collect());
        Self {
            kind: joined(records.iter().map(|record| record.kind).collect()),
            status: joined(statuses),
            since: earliest(records.iter().filter_map(|record| record.since)),
            until: earliest(records.iter().filter_map(|record| record.until)),
            source: Some(source).filter(|source| !source.is_empty()),
        }
    }
}

/// The earliest of several dates, by their first possible day.
fn earliest(dates: impl Iterator<Item = Date>) -> Option<Date> {
    dates.min_by_key(|date| (date.first_day(), date.last_day()))
}
