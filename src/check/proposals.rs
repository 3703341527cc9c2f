//! Proposes edits of Wikidata (claims to add, end or remove) from the claims of both sides of partnerships.

use serde::Serialize;

use super::partnerships::{End, Ends};
use crate::{
    formats::{ItemId, STATEMENT_NOTE},
    graph::{Network, PlaceId},
    model::{Claim, Date, PartnershipKind, PartnershipRow, Status},
};

/// An edit of Wikidata that is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProposalRow {
    /// `add` a claim, `end` one, or `remove` one that repeats another.
    pub action: &'static str,
    /// The item that is edited (`Q65`).
    pub item: String,
    /// Its name.
    pub item_name: String,
    /// The item that the claim names.
    pub twin: String,
    /// Its name.
    pub twin_name: String,
    /// When the partnership began, for a claim to add.
    pub since: Option<Date>,
    /// When it ended, for a claim to end.
    pub until: Option<Date>,
    /// Sources, as given in the other side's row.
    pub source: Option<String>,
    /// The id of the statement to remove.
    pub statement: Option<String>,
    /// The reason, in a sentence.
    pub reason: String,
    /// The file of the row on which it is based.
    pub file: String,
    /// Its line.
    pub line: u32,
}

/// Proposals, and the number of claims without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    /// Additions, then ends, then removals; each sorted by the numbers of the two items.
    pub rows: Vec<ProposalRow>,
    /// One-sided claims with a side that has no item in the data.
    pub without_item: usize,
    /// One-sided claims that have ended, are suspended or are only proposed; these aren't added.
    pub not_in_force: usize,
    /// One-sided claims whose other side is only an id. The data doesn't say what that side claims, so nothing is
    /// added.
    pub undescribed: usize,
}

/// The edits of Wikidata that the claims of a data set suggest.
///
/// - If only one side claims a sister-city partnership in force, the claim is added to the other side, with its
///   beginning and sources.
/// - If one side says that it ended, at a known date, the claim of the other side is ended, provided that the other
///   side claims it once and its claim began before that date.
/// - If one side has two claims and one of them says nothing that the other doesn't, it is removed.
///
/// Only regions, and places whose item the data set names, have proposals. Takes O(partnerships) time, apart from
/// sorting.
pub fn proposals(network: &Network) -> Proposals {
    let (ends, mut found) = (Ends::new(network), Proposals::default());
    let item = |place: PlaceId| network.place(place).wikidata().and_then(ItemId::parse);
    let placed: Vec<(PartnershipRow, [PlaceId; 2])> = network.partnerships().collect();
    for same in placed.chunk_by(|x, y| x.1 == y.1) {
        let pair = same[0].1;
        let mut rows: Vec<Row<'_>> = same.iter().filter_map(|(row, _)| Row::of(network, &ends, *row, pair)).collect();
        rows.sort_by_key(|row| (row.line, row.row.0));
        Judged { network, items: pair.map(item), pair, rows }.propose(&mut found);
    }
    let number = |id: &str| ItemId::parse(id).map(|item| item.0);
    let order = |row: &ProposalRow| {
        let action = ACTIONS.iter().position(|action| *action == row.action);
        (action, number(&row.item), number(&row.twin), row.statement.clone())
    };
    found.rows.sort_by_cached_key(order);
    found
}

const ADD: &str = "add";
const END: &str = "end";
const REMOVE: &str = "remove";
/// The actions, in the order of proposals.
const ACTIONS: [&str; 3] = [ADD, END, REMOVE];

/// A row, reduced to what matters for claims.
struct Row<'n> {
    row: PartnershipRow,
    line: u32,
    /// Whether each of the two places claims it.
    claims: [bool; 2],
    since: Option<Date>,
    until: Option<Date>,
    status: Status,
    source: Option<&'n str>,
    /// The id of the first place's statement, or of the claiming place's, if the note has it.
    statement: Option<&'n str>,
}

impl<'n> Row<'n> {
    /// `None` if the property isn't meant for the kind.
    fn of(network: &'n Network, ends: &Ends<'n>, row: PartnershipRow, pair: [PlaceId; 2]) -> Option<Self> {
        let dataset = network.dataset();
        let record = dataset.partnership(row);
        if record.kind != PartnershipKind::SisterCity {
            return None;
        }
        let is_low_in_a = ends.a(row, pair.map(End::Place)) == End::Place(pair[0]);
        let claims = match (record.claimed_by, is_low_in_a) {
            (Claim::Both, _) => [true, true],
            (Claim::A, true) | (Claim::B, false) => [true, false],
            (Claim::A, false) | (Claim::B, true) => [false, true],
        };
        Some(Self {
            row,
            line: dataset.locate_partnership(row).1,
            claims,
            since: record.since,
            until: record.until,
            status: dataset.standing(row).status(),
            source: record.source,
            statement: record.note.and_then(|note| note.strip_prefix(STATEMENT_NOTE)),
        })
    }

    fn is_in_force(&self) -> bool {
        matches!(self.status, Status::Active | Status::Dormant | Status::Unknown)
    }

    fn is_of_both(&self) -> bool {
        self.claims == [true, true]
    }
}

/// All rows between two places.
struct Judged<'n> {
    network: &'n Network,
    items: [Option<ItemId>; 2],
    pair: [PlaceId; 2],
    rows: Vec<Row<'n>>,
}

impl Judged<'_> {
    fn propose(&self, found: &mut Proposals) {
        let claims = [0, 1].map(|side| self.rows.iter().filter(|row| row.claims[side]).collect::<Vec<_>>());
        let (Some(low), Some(high)) = (self.items[0], self.items[1]) else {
            found.without_item += usize::from(claims[0].is_empty() != claims[1].is_empty());
            return;
        };
        if low == high {
            return;
        }
        for side in [0, 1] {
            let [own, others] = [&claims[side], &claims[1 - side]];
            if own.is_empty() && !others.is_empty() {
                self.add(side, others, found);
            }
            self.end(side, own, others, found);
            self.remove(side, own, found);
        }
    }

    /// Proposes to add to the item of `side` what the other side claims.
    fn add(&self, side: usize, others: &[&Row<'_>], found: &mut Proposals) {
        let in_force: Vec<&&Row<'_>> = others.iter().filter(|row| row.is_in_force()).collect();
        let Some(first) = in_force.first() else {
            found.not_in_force += 1;
            return;
        };
        let place = self.network.place(self.pair[side]);
        if place.wikidata() == Some(place.name()) {
            found.undescribed += 1;
            return;
        }
        // If claims contradict each other about the beginning, no beginning is proposed.
        let mut dates: Vec<Date> = in_force.iter().filter_map(|row| row.since).collect();
        dates.sort_unstable();
        dates.dedup();
        let since = if let [only] = dates[..] { Some(only) } else { None };
        let source = in_force.iter().find_map(|row| row.source);
        let [_, twin] = self.names(side);
        let reason = format!("{twin} claims it; the claim from the other side is missing");
        found.rows.push(ProposalRow {
            since,
            source: source.map(str::to_owned),
            reason,
            ..self.proposal(ADD, side, first)
        });
    }

    /// Proposes to end the claim of `side` that has ended according to the other side.
    fn end(&self, side: usize, own: &[&Row<'_>], others: &[&Row<'_>], found: &mut Proposals) {
        let ended = |row: &&&Row<'_>| row.until.is_some() && !row.is_of_both();
        let (Some(last), [only]) = (others.iter().filter(ended).max_by_key(|row| row.until), own) else { return };
        let are_over = others.iter().all(|row| row.status == Status::Terminated);
        let Some(until) = last.until.filter(|_| are_over && only.is_in_force() && !only.is_of_both()) else { return };
        // A claim that began later is another partnership.
        if only.since.is_some_and(|since| since.last_day() > until.last_day()) {
            return;
        }
        let [_, twin] = self.names(side);
        let reason = format!("{twin} says that it ended in {until}");
        let source = last.source.map(str::to_owned);
        found.rows.push(ProposalRow { until: Some(until), source, reason, ..self.proposal(END, side, last) });
    }

    /// Proposes to remove claims of `side` that say nothing beyond another of its claims.
    fn remove(&self, side: usize, own: &[&Row<'_>], found: &mut Proposals) {
        let mut kept: Vec<&Row<'_>> = own.to_vec();
        // Starting from the last claim, the first of equal ones stays.
        for at in (0..kept.len()).rev() {
            let row = kept[at];
            let says_no_more = |other: &Row<'_>| {
                let is_silent = row.since.is_none() && row.source.is_none();
                let is_same = !other.is_of_both() && row.since == other.since && row.source == other.source;
                (row.until, row.status) == (other.until, other.status) && (is_silent || is_same)
            };
            let is_doubled = (0..kept.len()).any(|other| other != at && says_no_more(kept[other]));
            // In a row of both sides, the note has the statement of one, and the date may be the other's.
            let Some(statement) = row.statement.filter(|_| is_doubled && !row.is_of_both()) else { continue };
            kept.remove(at);
            found.rows.push(ProposalRow {
                statement: Some(statement.to_owned()),
                reason: "the same claim stands there twice, and this one says no more than the other".to_owned(),
                ..self.proposal(REMOVE, side, row)
            });
        }
    }

    /// The names of the place of `side` and of the other.
    fn names(&self, side: usize) -> [&str; 2] {
        [side, 1 - side].map(|side| self.network.place(self.pair[side]).name())
    }

    /// A proposal for the item of `side`, based on a row.
    fn proposal(&self, action: &'static str, side: usize, row: &Row<'_>) -> ProposalRow {
        let id = |side: usize| self.items[side].map(|item| item.to_string()).unwrap_or_default();
        let [item_name, twin_name] = self.names(side).map(str::to_owned);
        let (file, line) = self.network.dataset().locate_partnership(row.row);
        ProposalRow {
            action,
            item: id(side),
            item_name,
            twin: id(1 - side),
            twin_name,
            file: file.to_owned(),
            line,
            ..ProposalRow::default()
        }
    }
}
