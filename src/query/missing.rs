use serde::Serialize;

use super::{RegionLedger, ScorecardAgreement, UnconnectedRow, lacking::near_levels};
use crate::{
    graph::{Network, PlaceId, Tie, TieGraph},
    model::{Claim, Date, Level, PartnershipKind},
};

/// Something that is missing in the cooperation with a region or country, or in what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MissingRow {
    /// What is missing, in the order of this list: a reason of [`UnconnectedRow`](super::UnconnectedRow), `no-curator`,
    /// `no-contact`, `no-recent-contact`, `no-agreement`, `city-level-only`, `region-level-only`, `untied-places`,
    /// `undated-ties`, `one-sided-ties`, `undated-agreements` or `agreements-without-document`.
    pub missing: String,
    /// The number of them; for a country, the number of regions. `None` if the region lacks the thing as a whole.
    pub number: Option<usize>,
    /// Which ones they are, the basis for the absence, or the date of the last contact.
    pub which: Option<String>,
}

/// The kinds of data that a data set has at all. If it has none of a kind, nothing of that kind is reported as missing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    curators: bool,
    contacts: bool,
    agreements: bool,
    dates: bool,
    /// The date of the data set.
    date: Option<Date>,
}

impl Kept {
    pub(super) fn of(network: &Network) -> Self {
        Self {
            curators: network.curators().next().is_some(),
            contacts: network.contacts().next().is_some(),
            agreements: network.partnerships_of_kind(PartnershipKind::Agreement).next().is_some(),
            dates: {
                let dataset = network.dataset();
                let since = |(row, _)| dataset.partnership_at(row).record_without_ends().since;
                network.partnerships().any(|partnership| since(partnership).is_some())
            },
            date: network.dataset().metadata().date,
        }
    }
}

/// A contact that is more months old than this isn't recent.
const RECENT: u32 = 12;

/// The data for the gaps of a region's scorecard.
pub(super) struct Gaps<'a, 'n> {
    pub(super) untied: Option<&'a UnconnectedRow>,
    pub(super) ledger: &'a RegionLedger<'n>,
    pub(super) agreements: &'a [ScorecardAgreement],
    /// The ties that count.
    pub(super) ties: &'a TieGraph<'n>,
    /// The region's places.
    pub(super) places: &'a [PlaceId],
    /// Whether a place is one of them, or a part of one.
    pub(super) is_near: &'a dyn Fn(PlaceId) -> bool,
}

impl Gaps<'_, '_> {
    /// The gaps. A contact is recent if it took place within twelve months before the date asked about, or without one,
    /// before the date of the data set. O(ties and places of the region).
    pub(super) fn rows(&self, kept: Kept) -> Vec<MissingRow> {
        let whole =
            |missing: &str, which: Option<String>| MissingRow { missing: missing.to_owned(), number: None, which };
        let mut rows: Vec<MissingRow> =
            self.untied.iter().map(|row| whole(&row.reason, Some(row.basis.clone()))).collect();
        if kept.curators && self.ledger.curators.is_empty() {
            rows.push(whole("no-curator", None));
        }
        if kept.contacts {
            let last = self.ledger.contacts.iter().filter_map(|contact| contact.record.until.or(contact.record.date));
            let is_recent = |date: Date| {
                let asked = self.ties.as_of().or(kept.date);
                let over = date.last_day().months_later(RECENT);
                asked.is_none_or(|asked| over.is_none_or(|over| asked.last_day() <= over))
            };
            match last.max_by_key(|date| date.last_day()) {
                None if self.ledger.contacts.is_empty() => rows.push(whole("no-contact", None)),
                Some(last) if !is_recent(last) => {
                    rows.push(whole("no-recent-contact", Some(self.ties.network().words().date(last))))
                }
                _ => {}
            }
        }
        if kept.agreements && !self.agreements.iter().any(|row| row.is_in_force) {
            rows.push(whole("no-agreement", None));
        }
        let levels = near_levels(self.ties, self.places, None);
        match (levels.region, levels.city) {
            (false, true) => rows.push(whole("city-level-only", None)),
            (true, false) => rows.push(whole("region-level-only", None)),
            _ => {}
        }
        let several = |missing: &str, names: Vec<String>| {
            let which = Some(names.join("; "));
            (!names.is_empty()).then(|| MissingRow { missing: missing.to_owned(), number: Some(names.len()), which })
        };
        let document = |row: &ScorecardAgreement| row.document.clone().unwrap_or_else(|| between(&row.of, &row.with));
        let in_force = || self.agreements.iter().filter(|row| row.is_in_force);
        let undated = in_force().filter(|row| row.signed.is_none()).map(document).collect();
        let without_document = in_force().filter(|row| row.document.is_none()).map(document).collect();
        rows.extend(several("untied-places", self.untied_places()));
        if kept.dates {
            rows.extend(several("undated-ties", self.ties_where(|tie| self.is_undated(tie).then(String::new))));
        }
        rows.extend(several("one-sided-ties", self.ties_where(|tie| self.claimant(tie))));
        rows.extend(several("undated-agreements", undated));
        rows.extend(several("agreements-without-document", without_document));
        rows
    }

    /// The towns of the region without a tie that counts, by name.
    fn untied_places(&self) -> Vec<String> {
        let network = self.ties.network();
        let untied = self.places.iter().map(|&place| network.place(place));
        let untied = untied.filter(|place| place.level() == Level::City && self.ties.degree(place.number()) == 0);
        let mut names: Vec<String> = untied.map(|place| place.shown_name().to_owned()).collect();
        names.sort();
        names
    }

    /// The ties for which `remark` returns a text, in the order of their ends, with that text.
    fn ties_where(&self, remark: impl Fn(&Tie) -> Option<String>) -> Vec<String> {
        let found = self.ties.ties().filter_map(|(_, tie)| {
            let ends = if (self.is_near)(tie.a) { [tie.a, tie.b] } else { [tie.b, tie.a] };
            let [near, far] = ends.map(|end| self.ties.place(end).shown_name());
            remark(&tie).map(|remark| between(near, far) + &remark)
        });
        found.collect()
    }

    fn is_undated(&self, tie: &Tie) -> bool {
        self.ties.partnerships(tie).all(|(record, _)| record.since.is_none())
    }

    /// ` (Minsk)` if Minsk alone claims all partnerships of the tie.
    fn claimant(&self, tie: &Tie) -> Option<String> {
        let [a, b] = [tie.a, tie.b].map(|end| self.ties.place(end));
        let mut claimants = self.ties.partnerships(tie).map(|(record, _)| {
            let [near, far] = match record.claimed_by {
                Claim::Both => return None,
                Claim::A => [record.a, record.b],
                Claim::B => [record.b, record.a],
            };
            // A row may state its ends in either order, and by name.
            Some(match far {
                far if far == a.id() => b.shown_name().to_owned(),
                far if far == b.id() => a.shown_name().to_owned(),
                _ => near.to_owned(),
            })
        });
        let first = claimants.next().flatten()?;
        claimants.all(|claimant| claimant.as_deref() == Some(&first)).then(|| format!(" ({first})"))
    }
}

fn between(near: &str, far: &str) -> String {
    format!("{near} – {far}")
}
