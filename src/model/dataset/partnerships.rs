//! The partnerships of a data set.

use std::{hint::black_box, ops::Range};

use super::{Dataset, PartnershipRow, PlaceRow, TextId, count};
use crate::model::{
    BriefPartnership, Claim, ClaimBatch, Date, PartnershipBatch, PartnershipKind, PartnershipRecord, Standing, Status,
    kind_counts::KindCounts,
    lines::Lines,
    place_texts::keep_list,
    stored::{Details, StoredPartnership},
    terms::{Stated, Terms},
};

impl Dataset {
    /// Adds a partnership read at `line`.
    pub fn push_partnership(&mut self, record: &PartnershipRecord<'_>, line: u32) {
        let ends = [record.a, record.b].map(|end| self.texts.intern(end));
        self.push_between(ends, record, line);
    }

    /// Adds a partnership between two places of this data set, read at `line`; the ends in `record` are ignored.
    pub(crate) fn push_partnership_of(&mut self, places: [PlaceRow; 2], record: &PartnershipRecord<'_>, line: u32) {
        self.push_between(places.map(|row| self.place_id(row)), record, line);
    }

    fn push_between(&mut self, ends: [TextId; 2], record: &PartnershipRecord<'_>, line: u32) {
        let stored = self.keep_partnership(ends, record);
        self.count(&stored);
        self.partnerships.push(stored);
        self.partnership_lines.push(line);
    }

    /// Replaces the partnership of `row`, which keeps its line.
    pub(crate) fn set_partnership(&mut self, row: PartnershipRow, record: &PartnershipRecord<'_>) {
        let ends = [record.a, record.b].map(|end| self.texts.intern(end));
        let stored = self.keep_partnership(ends, record);
        self.count(&stored);
        let before = std::mem::replace(self.partnerships.get_mut(row.0), stored);
        self.discount(&before);
    }

    /// Removes the partnerships of `rows`, which are in ascending order, and renumbers the others. The lines no longer
    /// fit until [`restart_lines`](Self::restart_lines) is called.
    pub(crate) fn remove_partnerships(&mut self, rows: &[PartnershipRow]) {
        for row in rows {
            self.discount(&self.partnerships.get(row.0).clone());
        }
        let mut rows = rows.iter().map(|row| row.0).peekable();
        self.partnerships.retain(|row| rows.next_if_eq(&row).is_none());
    }

    fn keep_partnership(&mut self, [a, b]: [TextId; 2], record: &PartnershipRecord<'_>) -> StoredPartnership {
        let PartnershipRecord { kind, status, since, claimed_by, .. } = *record;
        let details = Details {
            kind,
            status,
            claimed_by,
            until: record.until,
            suspended: record.suspended,
            fields: keep_list(&record.fields, &mut self.lists, |text| self.texts.intern(text)),
            document: record.document.map(|text| self.texts.keep(text)),
            source: record.source.map(|text| self.texts.keep(text)),
            note: record.note.map(|text| self.texts.keep(text)),
        };
        let terms = if details.is_brief() {
            Terms::brief(kind, status, claimed_by)
        } else {
            self.details.push(details);
            Terms::detailed(self.details.len() - 1)
        };
        StoredPartnership { a, b, since, terms }
    }

    /// Adds to `batch` each partnership of which both ends are texts of the data set already, in stored form. Adds to
    /// `known`, for every partnership, whether that is so. For [`push_partnerships`](Self::push_partnerships).
    pub(crate) fn known_partnerships(
        &self,
        records: &[BriefPartnership<'_>],
        batch: &mut PartnershipBatch,
        known: &mut Vec<bool>,
    ) {
        // All look-ups come first, since the texts are scattered in memory and the cache misses then overlap.
        let ends: Vec<_> =
            records.iter().map(|record| (self.texts.find(record.a), self.texts.find(record.b))).collect();
        for (record, ends) in records.iter().zip(ends) {
            known.push(matches!(ends, (Some(_), Some(_))));
            if let (Some(a), Some(b)) = ends {
                let terms = Terms::brief(record.kind, record.status, record.claimed_by);
                batch.counts.add(record.kind, Standing { stated: record.status, ..Standing::default() }.status());
                batch.rows.push(StoredPartnership { a, b, since: record.since, terms });
            }
        }
    }

    /// Adds some of the partnerships of a batch, as [`push_partnership`](Self::push_partnership) would. They were read
    /// one per line, from `line` on. The batch must come from this data set. It is left empty if all of it was added.
    pub(crate) fn push_partnerships(&mut self, batch: &mut PartnershipBatch, rows: Range<usize>, line: u32) {
        self.partnership_lines.push_run(line, count(rows.len()));
        if rows.len() == batch.rows.len() {
            batch.room = rows.len();
            self.kind_counts.add_all(&batch.counts);
            self.partnerships.append(&mut batch.rows);
        } else {
            for row in &batch.rows[rows] {
                self.count(row);
                self.partnerships.push(row.clone());
            }
        }
    }

    /// Prepares partnerships in stored form. Each is given by its two places of this data set, who claims it, and its
    /// line. `room` is roughly their number. For [`push_claims`](Self::push_claims).
    pub(crate) fn claim_batch(
        &self,
        room: usize,
        claims: impl Iterator<Item = ([PlaceRow; 2], Claim, u32)>,
    ) -> ClaimBatch {
        let PartnershipRecord { kind, status, since, .. } = PartnershipRecord::new("", "");
        let standing = Standing { stated: status, ..Standing::default() }.status();
        let mut batch =
            ClaimBatch { rows: Vec::with_capacity(room), lines: Lines::default(), counts: KindCounts::default() };
        for (places, claimed_by, line) in claims {
            let [a, b] = places.map(|row| self.place_id(row));
            batch.rows.push(StoredPartnership { a, b, since, terms: Terms::brief(kind, status, claimed_by) });
            batch.lines.push(line);
            batch.counts.add(kind, standing);
        }
        batch
    }

    /// Adds the partnerships of a batch of this data set, as [`push_partnership_of`](Self::push_partnership_of) would.
    pub(crate) fn push_claims(&mut self, mut batch: ClaimBatch) {
        self.partnership_lines.append(&batch.lines);
        self.kind_counts.add_all(&batch.counts);
        self.partnerships.append(&mut batch.rows);
    }

    fn count(&mut self, stored: &StoredPartnership) {
        let (kind, standing) = self.kind_and_standing_of(stored.terms, stored.since);
        self.kind_counts.add(kind, standing.status());
    }

    fn discount(&mut self, stored: &StoredPartnership) {
        let (kind, standing) = self.kind_and_standing_of(stored.terms, stored.since);
        self.kind_counts.remove(kind, standing.status());
    }

    /// The row numbers of all partnerships: from 0 up to their count, which fits 32 bits.
    #[inline]
    pub(crate) fn partnership_rows(&self) -> Range<u32> {
        0..self.partnerships.len()
    }

    /// The partnerships in the order read.
    pub fn partnerships(&self) -> impl ExactSizeIterator<Item = PartnershipRecord<'_>> {
        (0..self.partnerships.len()).map(|row| self.partnership(PartnershipRow(row)))
    }

    /// The partnership of `row`.
    pub fn partnership(&self, row: PartnershipRow) -> PartnershipRecord<'_> {
        let stored = self.partnerships.get(row.0);
        PartnershipRecord { a: self.text(stored.a), b: self.text(stored.b), ..self.record_without_ends(stored) }
    }

    /// All that a partnership says, with blank ends: looking these up would mean cache misses.
    fn record_without_ends(&self, stored: &StoredPartnership) -> PartnershipRecord<'_> {
        let details = match stored.terms.stated() {
            Stated::Brief(kind, status, claimed_by) => {
                let since = stored.since;
                return PartnershipRecord { kind, status, since, claimed_by, ..PartnershipRecord::new("", "") };
            }
            Stated::Detailed(at) => &self.details[at],
        };
        PartnershipRecord {
            a: "",
            b: "",
            kind: details.kind,
            status: details.status,
            since: stored.since,
            until: details.until,
            suspended: details.suspended,
            claimed_by: details.claimed_by,
            fields: self.list(&details.fields),
            document: details.document.map(|text| self.text(text)),
            source: details.source.map(|text| self.text(text)),
            note: details.note.map(|text| self.text(text)),
        }
    }

    /// A view of the partnership of `row`, which looks up only what it is asked for.
    #[inline]
    pub(crate) fn partnership_at(&self, row: PartnershipRow) -> PartnershipView<'_> {
        PartnershipView { dataset: self, stored: self.partnerships.get(row.0) }
    }

    /// The partnerships of a range of rows, in the order read. This is faster than taking them one by one.
    #[inline]
    pub(crate) fn partnerships_in(&self, rows: Range<u32>) -> impl Iterator<Item = PartnershipView<'_>> {
        self.partnerships.rows(rows).map(|stored| PartnershipView { dataset: self, stored })
    }

    /// Prefetches the texts of the ends of a range of partnerships. A walk that reads them would otherwise wait for one
    /// cache miss after the other. This only affects speed, and pays most for some hundreds of rows at a time.
    #[inline]
    pub(crate) fn fetch_ends(&self, rows: Range<u32>) {
        let ends = self.partnerships_in(rows).flat_map(|partnership| <[TextId; 2]>::from(partnership.ends()));
        let firsts = ends.filter_map(|end| self.text(end).as_bytes().first());
        black_box(firsts.fold(0, |sum, first| sum ^ first));
    }

    /// Prefetches what the partnerships of `rows`, which may be scattered, say. This only affects speed.
    #[inline]
    pub(crate) fn fetch_terms(&self, rows: impl Iterator<Item = PartnershipRow>) {
        black_box(rows.fold(false, |any, row| any ^ self.partnership_at(row).is_brief()));
    }

    /// The number of partnerships of each kind and status, without a date asked about, sorted by kind, then by status.
    /// Combinations that don't occur are left out.
    pub fn kinds_and_statuses(&self) -> impl Iterator<Item = (PartnershipKind, Status, usize)> {
        self.kind_counts.iter()
    }

    /// The numbers of the two ends of the partnership of `row`.
    #[inline]
    pub fn ends(&self, row: PartnershipRow) -> (TextId, TextId) {
        self.partnership_at(row).ends()
    }

    /// What decides whether the partnership of `row` is in force, without building its whole record.
    #[inline]
    pub fn standing(&self, row: PartnershipRow) -> Standing {
        self.partnership_at(row).kind_and_standing().1
    }

    /// The stated end dates of partnerships, in the order read. Rows without one, and rows that are only proposed, are
    /// left out.
    pub fn stated_ends(&self) -> impl Iterator<Item = Date> {
        let begun = self.details.iter().filter(|details| details.status != Some(Status::Proposed));
        begun.filter_map(|details| details.until)
    }

    /// The kind and the standing of the partnership of `row`.
    #[inline]
    pub fn kind_and_standing(&self, row: PartnershipRow) -> (PartnershipKind, Standing) {
        self.partnership_at(row).kind_and_standing()
    }

    #[inline]
    fn kind_and_standing_of(&self, terms: Terms, since: Option<Date>) -> (PartnershipKind, Standing) {
        match terms.stated() {
            Stated::Brief(kind, stated, _) => (kind, Standing { stated, since, until: None, suspended: None }),
            Stated::Detailed(at) => {
                let Details { kind, status, until, suspended, .. } = self.details[at];
                (kind, Standing { stated: status, since, until, suspended })
            }
        }
    }

    /// The kind of the partnership of `row`.
    pub fn kind(&self, row: PartnershipRow) -> PartnershipKind {
        match self.partnerships.get(row.0).terms.stated() {
            Stated::Brief(kind, _, _) => kind,
            Stated::Detailed(at) => self.details[at].kind,
        }
    }

    /// `file:line` of a partnership's row.
    pub fn locate_partnership(&self, row: PartnershipRow) -> (&str, u32) {
        (&self.files.partnerships, self.partnership_lines.of(row.0))
    }
}

/// A partnership of a data set that looks up only what it is asked for, for walks over millions of them.
#[derive(Clone, Copy)]
pub(crate) struct PartnershipView<'d> {
    dataset: &'d Dataset,
    stored: &'d StoredPartnership,
}

impl<'d> PartnershipView<'d> {
    /// All that the partnership says, with blank ends.
    pub(crate) fn record_without_ends(self) -> PartnershipRecord<'d> {
        self.dataset.record_without_ends(self.stored)
    }

    /// Who claims it.
    #[inline]
    pub fn claimed_by(self) -> Claim {
        match self.stored.terms.stated() {
            Stated::Brief(_, _, claimed_by) => claimed_by,
            Stated::Detailed(at) => self.dataset.details[at].claimed_by,
        }
    }

    /// Whether it says no more than its ends, kind, status, claim and beginning.
    #[inline]
    pub(crate) fn is_brief(self) -> bool {
        matches!(self.stored.terms.stated(), Stated::Brief(..))
    }

    /// The numbers of the two ends.
    #[inline]
    pub fn ends(self) -> (TextId, TextId) {
        (self.stored.a, self.stored.b)
    }

    /// The kind, and what decides whether it is in force.
    #[inline]
    pub fn kind_and_standing(self) -> (PartnershipKind, Standing) {
        self.dataset.kind_and_standing_of(self.stored.terms, self.stored.since)
    }

    /// Whether the last day on which it may end comes before the first on which it may begin.
    #[inline]
    pub fn ends_before_it_begins(self) -> bool {
        // A row without details has no end date.
        matches!(self.stored.terms.stated(), Stated::Detailed(_)) && self.kind_and_standing().1.ends_before_it_begins()
    }
}
