use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    ledger_scope::LedgerScope,
    tally::{TallyRow, nested},
};
use crate::{
    graph::{Network, PlaceId, Scope, TieGraph},
    metrics::{Counted, Recorded, party_levels},
    model::{Date, Level, PartnershipRecord, Status, vocabulary},
};

/// An agreement between two parties.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AgreementRow {
    /// The levels of the two parties, the higher one first: `country-region`, `region-city`, ...
    pub level: String,
    /// The party of the higher level; if both have one level, the one with the smaller id.
    pub a: String,
    /// Its name.
    pub a_name: String,
    /// The other party.
    pub b: String,
    /// Its name.
    pub b_name: String,
    /// When it was signed.
    pub signed: Option<String>,
    /// Its last day, month or year.
    pub expires: Option<String>,
    /// Its status, at the date asked about.
    pub status: String,
    /// Title or number of the document.
    pub document: Option<String>,
    /// The fields of cooperation, in the order given, joined by `|`.
    pub fields: Option<String>,
    /// Where the row comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// Filters for agreements, beside those of the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreementQuestion {
    /// Only agreements in force that end within this time.
    pub expiring: Option<Expiry>,
    /// Only agreements that lack each of these.
    pub without: Vec<Lacking>,
}

/// The time within which an agreement must expire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// On or before this day. An end that isn't precise counts by its last possible day.
    By(Date),
    /// At any time.
    EverAfter,
}

impl Expiry {
    /// Within a number of calendar months after a date, counted by [`Date::months_later`].
    pub fn within(months: u32, date: Date) -> Self {
        date.months_later(months).map_or(Self::EverAfter, Self::By)
    }

    fn admits(self, until: Option<Date>) -> bool {
        until.is_some_and(|until| match self {
            Self::By(day) => until.last_day() <= day,
            Self::EverAfter => true,
        })
    }
}

vocabulary! {
    /// What an agreement may lack.
    Lacking, "part of an agreement", {
        /// The date of its signing
        Date = "date",
        /// The title or number of its document
        Document = "document",
    }
}

impl Lacking {
    fn is_true_of(self, record: &PartnershipRecord<'_>) -> bool {
        match self {
            Lacking::Date => record.since.is_none(),
            Lacking::Document => record.document.is_none(),
        }
    }
}

/// The agreements of a graph that admits only agreements. They are sorted by the levels of the parties (higher ones
/// first) and by their ids; if `question` asks which expire, by the last day that their end may mean.
pub fn agreements(graph: &TieGraph<'_>, question: &AgreementQuestion) -> Vec<AgreementRow> {
    let mut rows: Vec<(Option<Date>, [Level; 2], AgreementRow)> = Vec::new();
    for (ends, record, status) in each(graph) {
        let expires = question.expiring.is_none_or(|expiry| status.in_force() && expiry.admits(record.until));
        if expires && question.without.iter().all(|lacking| lacking.is_true_of(&record)) {
            let until = record.until.filter(|_| question.expiring.is_some()).map(Date::last_day);
            rows.push((until, levels(graph.network(), ends), row(graph, ends, &record, status)));
        }
    }
    rows.sort();
    rows.into_iter().map(|(_, _, row)| row).collect()
}

/// Each agreement of a graph with its parties, the one of the higher level first.
fn each<'g, 'n>(
    graph: &'g TieGraph<'n>,
) -> impl Iterator<Item = ([PlaceId; 2], PartnershipRecord<'n>, Status)> + use<'g, 'n> {
    let network = graph.network();
    graph.ties().flat_map(move |(_, tie)| {
        let mut ends = [tie.a, tie.b];
        ends.sort_by_key(|&end| (network.party_level(network.subject_of(end)), end));
        let partnerships: Vec<_> = graph.partnerships(&tie).collect();
        partnerships.into_iter().map(move |(record, status)| (ends, record, status))
    })
}

fn levels(network: &Network, ends: [PlaceId; 2]) -> [Level; 2] {
    ends.map(|end| network.party_level(network.subject_of(end)))
}

fn row(graph: &TieGraph<'_>, ends: [PlaceId; 2], record: &PartnershipRecord<'_>, status: Status) -> AgreementRow {
    let [a, b] = ends.map(|end| graph.place(end));
    AgreementRow {
        level: party_levels(graph.network(), ends),
        a: a.id().to_owned(),
        a_name: a.shown_name().to_owned(),
        b: b.id().to_owned(),
        b_name: b.shown_name().to_owned(),
        signed: record.since.map(|date| date.to_string()),
        expires: record.until.map(|date| date.to_string()),
        status: status.to_string(),
        document: record.document.map(str::to_owned),
        fields: (!record.fields.is_empty()).then(|| record.fields.join("|")),
        source: record.source.map(str::to_owned),
        note: record.note.map(str::to_owned),
    }
}

vocabulary! {
    /// What agreements are summed by; an agreement counts in each of its fields.
    AgreementsBy, "sum of agreements", {
        /// The levels of the two parties
        Level = "level",
        /// Fields of cooperation
        Field = "field",
        /// Statuses
        Status = "status",
    }
}

/// The number of agreements of a level, a field or a status; or a reported total, beside the agreements that it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AgreementSumRow {
    /// The levels of the two parties. For a total that counts several levels, they are joined by `|`.
    pub level: Option<String>,
    /// The field of cooperation; `None` if no field is stated. For a total, all its fields, joined by `|`.
    pub field: Option<String>,
    /// The status.
    pub status: Option<String>,
    /// The number of agreements; for a total, of those that it counts, in force at the end of its year.
    pub items: u64,
    /// The year of the total.
    pub year: Option<String>,
    /// The place on one side of a total.
    pub from: Option<String>,
    /// The place on the other side.
    pub to: Option<String>,
    /// The number reported.
    pub total: Option<u64>,
    /// How the number relates to the true one; without it, the number is exact.
    pub qualifier: Option<String>,
    /// The part of the total that no agreement explains.
    pub unexplained: Option<u64>,
    /// By how much the agreements exceed the total.
    pub exceeds: Option<u64>,
    /// The total that this one is a part of: its id, otherwise what it counts.
    pub of: Option<String>,
    /// Where the total comes from.
    pub source: Option<String>,
}

/// What an agreement is counted under, in the order of the sums.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Level([Level; 2]),
    Field(String),
    NoField,
    Status(Status),
}

/// The numbers of agreements of a graph that admits only agreements. Levels are sorted from the highest down; fields
/// alphabetically, with agreements without a field last; statuses in the order of the vocabulary.
pub fn agreement_sums(graph: &TieGraph<'_>, by: AgreementsBy) -> Vec<AgreementSumRow> {
    let mut sums: BTreeMap<Key, u64> = BTreeMap::new();
    for (ends, record, status) in each(graph) {
        let keys: BTreeSet<Key> = match by {
            AgreementsBy::Level => [Key::Level(levels(graph.network(), ends))].into(),
            AgreementsBy::Status => [Key::Status(status)].into(),
            AgreementsBy::Field if record.fields.is_empty() => [Key::NoField].into(),
            AgreementsBy::Field => record.fields.iter().map(|field| Key::Field(field.to_string())).collect(),
        };
        keys.into_iter().for_each(|key| *sums.entry(key).or_default() += 1);
    }
    let row = |(key, items): (Key, u64)| {
        let mut row = AgreementSumRow { items, ..AgreementSumRow::default() };
        match key {
            Key::Level([high, low]) => row.level = Some(format!("{high}-{low}")),
            Key::Field(field) => row.field = Some(field),
            Key::NoField => {}
            Key::Status(status) => row.status = Some(status.to_string()),
        }
        row
    };
    sums.into_iter().map(row).collect()
}

impl From<&TallyRow> for AgreementSumRow {
    fn from(total: &TallyRow) -> Self {
        Self {
            level: total.level.clone(),
            field: total.fields.clone(),
            status: None,
            items: total.items.unwrap_or(0),
            year: total.year.clone(),
            from: total.from.clone(),
            to: total.to.clone(),
            total: total.total,
            qualifier: total.qualifier.clone(),
            unexplained: total.unexplained,
            exceeds: total.exceeds,
            of: total.of.clone(),
            source: total.source.clone(),
        }
    }
}

/// Reported numbers of agreements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreementTotals {
    /// Each total with the agreements that it counts, in the order read; a part follows its whole.
    pub rows: Vec<TallyRow>,
    /// The number of totals that are left out because they also count agreements outside the question.
    pub wider: usize,
}

/// The totals whose agreements all pass the scope. The scope's `kinds` and `statuses` are ignored, since a total counts
/// agreements in force. If the scope has a level, both parties must be at it. If it has a date, the total's year must
/// be over then.
pub fn agreement_totals(network: &Network, scope: &Scope) -> AgreementTotals {
    let asked = LedgerScope::new(network, scope, None);
    let is_at_level = |levels: &[String]| {
        let admits = |level: &Level| {
            let both = format!("{level}-{level}");
            !levels.is_empty() && levels.iter().all(|level| level.eq_ignore_ascii_case(&both))
        };
        scope.level.as_ref().is_none_or(admits)
    };
    let of_agreements = asked.totals().filter(|total| Counted::of(&total.record.what) == Some(Counted::Agreements));
    let (held, wider): (Vec<_>, Vec<_>) =
        of_agreements.partition(|total| asked.holds(total) && is_at_level(&total.record.levels));
    let recorded = Recorded::new(network);
    let row = |(total, depth)| TallyRow::of_total(network, &recorded, &total, depth);
    let rows = nested(&held).into_iter().map(row).collect();
    AgreementTotals { rows, wider: wider.len() }
}
