//! The ends of partnerships: the place that each text of an end means, and the rows resolved by it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use rayon::prelude::*;

use super::{
    finding::{Finding, FindingKind},
    halves::halves,
    id::{Origin, PlaceId},
    resolved_rows::ResolvedRows,
    subject::NameError,
};
use crate::model::{Dataset, PartnershipRow, TextId};

/// The meaning of every text that is an end but not the id of a city, or the reason why it has none.
pub(super) struct Ends(BTreeMap<TextId, Result<Origin, NameError>>);

impl Ends {
    /// `is_city` says of each text whether it is the id of a city. `mean` gives the meaning of any other text; it is
    /// called once for each.
    pub(super) fn resolve(
        dataset: &Dataset,
        is_city: impl Iterator<Item = bool>,
        mean: impl Fn(&str) -> Result<Origin, NameError>,
    ) -> Self {
        let is_city: Vec<bool> = is_city.collect();
        // The ends in some rows that aren't cities, each once.
        let others = |rows: Range<u32>| {
            let (mut is_settled, mut others) = (is_city.clone(), Vec::new());
            for (a, b) in dataset.partnerships_in(rows).map(|partnership| partnership.ends()) {
                for end in [a, b] {
                    if !is_settled[end.index()] {
                        is_settled[end.index()] = true;
                        others.push(end);
                    }
                }
            }
            others
        };
        let count = rows(dataset);
        let middle = count / 2;
        let (front, back) = halves(count as usize, || others(0..middle), || others(middle..count));
        let others: BTreeSet<TextId> = front.into_iter().chain(back).collect();
        Self(others.into_iter().map(|end| (end, mean(dataset.text(end)))).collect())
    }

    /// The texts that have a meaning, with it.
    pub(super) fn understood(&self) -> impl Iterator<Item = (TextId, Origin)> {
        self.0.iter().filter_map(|(&text, meant)| Some((text, *meant.as_ref().ok()?)))
    }

    fn error(&self, text: TextId) -> Option<FindingKind> {
        Some(match self.0.get(&text)?.as_ref().err()?.clone() {
            NameError::Unknown { text, suggestions, .. } => FindingKind::UnknownEnd { text, suggestions },
            NameError::Ambiguous { text, candidates } => FindingKind::AmbiguousEnd { text, candidates },
        })
    }
}

/// The rows of partnerships, resolved.
pub(super) struct Partnerships {
    /// The rows of consecutive ranges. Rows with an error and self loops are refused.
    pub(super) resolved: Vec<ResolvedRows>,
    /// Partnerships of a place with itself, in the order read.
    pub(super) loops: Vec<(PlaceId, PartnershipRow)>,
    pub(super) findings: Vec<Finding>,
}

impl Partnerships {
    /// Resolves all rows in parallel. `place_of_text` gives the place that each text means, or [`PlaceId::NOWHERE`];
    /// `id` gives the id of a place.
    pub(super) fn resolve<'d>(
        dataset: &'d Dataset,
        ends: &Ends,
        place_of_text: &[PlaceId],
        places: usize,
        id: impl Fn(PlaceId) -> &'d str + Sync,
    ) -> Self {
        let resolve = |rows: Range<u32>| {
            let mut resolved = ResolvedRows::new(rows.len(), places);
            let mut unusual = Unusual::default();
            for (row, partnership) in rows.clone().map(PartnershipRow).zip(dataset.partnerships_in(rows)) {
                let (a, b) = partnership.ends();
                let (place_a, place_b) = (place_of_text[a.index()], place_of_text[b.index()]);
                let (low, high) = (place_a.min(place_b), place_a.max(place_b));
                if low == high || high == PlaceId::NOWHERE || partnership.ends_before_it_begins() {
                    unusual.find(row, dataset, ends, place_of_text, &id);
                    resolved.refuse(row);
                } else {
                    resolved.push(low, high, row);
                }
            }
            (resolved, unusual)
        };
        let count = rows(dataset);
        let parts = if (count as usize) < MANY { 1 } else { PARTS };
        let bound = |part: u32| u32::try_from(u64::from(part) * u64::from(count) / u64::from(parts)).unwrap_or(count);
        let parts: Vec<(ResolvedRows, Unusual)> =
            (0..parts).into_par_iter().map(|part| resolve(bound(part)..bound(part + 1))).collect();
        let (resolved, unusual): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let loops = unusual.iter().flat_map(|unusual| unusual.loops.iter().copied()).collect();
        Self { resolved, loops, findings: unusual.into_iter().flat_map(|unusual| unusual.findings).collect() }
    }
}

/// There are more parts than threads, since one thread may be slower than another; but every part has tables of its
/// own, so that many more would cost memory.
const PARTS: u32 = 4;

/// From this many rows on, several threads pay.
const MANY: usize = 1 << 14;

/// The number of partnership rows.
fn rows(dataset: &Dataset) -> u32 {
    dataset.partnership_rows().end
}

/// The findings about rows that are refused, and the self loops.
#[derive(Default)]
struct Unusual {
    findings: Vec<Finding>,
    loops: Vec<(PlaceId, PartnershipRow)>,
}

impl Unusual {
    fn find<'d>(
        &mut self,
        row: PartnershipRow,
        dataset: &'d Dataset,
        ends: &Ends,
        place_of_text: &[PlaceId],
        id: impl Fn(PlaceId) -> &'d str,
    ) {
        let (file, line) = dataset.locate_partnership(row);
        let mut found = |column: Option<&'static str>, kind: FindingKind| {
            self.findings.push(Finding { file: file.to_owned(), line, column: column.or(kind.column()), kind });
        };
        let (a, b) = dataset.ends(row);
        let mut are_named = true;
        for (text, column) in [(a, "a"), (b, "b")] {
            if let Some(error) = ends.error(text) {
                found(Some(column), error);
                are_named = false;
            }
        }
        let standing = dataset.standing(row);
        if let (Some(since), Some(until)) = (standing.since, standing.until)
            && standing.ends_before_it_begins()
        {
            let [a, b] = [a, b].map(|text| dataset.text(text).to_owned());
            found(None, FindingKind::EndBeforeStart { a, b, since, until });
        }
        let place = place_of_text[a.index()];
        if place != PlaceId::NOWHERE && place == place_of_text[b.index()] {
            found(None, FindingKind::SelfLoop(id(place).to_owned()));
            self.loops.push((place, row));
        } else if a == b && are_named && !dataset.text(a).is_empty() {
            // The row names a place twice, so no column is at fault.
            found(None, FindingKind::SelfLoop(dataset.text(a).to_owned()));
        }
    }
}
