//! Finds rows that say the same: what a mended row says, and the first row that says it.

use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{BuildHasher, Hash},
};

use hashbrown::{DefaultHashBuilder, HashTable, hash_table::Entry};

use crate::{
    graph::{Network, PlaceId},
    model::{Claim, PartnershipRecord, PartnershipRow},
};

/// A partnership with its texts mended.
pub(super) struct Mended<'d> {
    pub(super) a: Cow<'d, str>,
    pub(super) b: Cow<'d, str>,
    fields: Vec<String>,
    document: Option<Cow<'d, str>>,
    source: Option<Cow<'d, str>>,
    note: Option<Cow<'d, str>>,
    /// Everything else that it says.
    pub(super) row: PartnershipRecord<'d>,
}

impl<'d> Mended<'d> {
    /// `mend` mends a text of a column.
    pub(super) fn of(
        row: PartnershipRecord<'d>,
        mut mend: impl for<'t> FnMut(&'static str, &'t str) -> Cow<'t, str>,
    ) -> Self {
        let [a, b] = [("a", row.a), ("b", row.b)].map(|(column, text)| mend(column, text));
        let fields = row.fields.iter().map(|field| mend("fields", field).into_owned());
        let fields = fields.filter(|field| !field.is_empty()).collect();
        let [document, source, note] = [("document", row.document), ("source", row.source), ("note", row.note)]
            .map(|(column, text)| text.map(|text| mend(column, text)).filter(|text| !text.is_empty()));
        Self { a, b, fields, document, source, note, row }
    }

    pub(super) fn record(&self) -> PartnershipRecord<'_> {
        PartnershipRecord {
            a: &self.a,
            b: &self.b,
            fields: self.fields.iter().map(|field| Cow::Borrowed(field.as_str())).collect(),
            document: self.document.as_deref(),
            source: self.source.as_deref(),
            note: self.note.as_deref(),
            ..self.row
        }
    }

    /// What it says, apart from its ends and who claims it.
    fn said(&self) -> impl Hash + Eq {
        let PartnershipRecord { kind, status, since, until, suspended, .. } = self.row;
        ((kind, status, since, until, suspended), (&self.fields, &self.document, &self.source, &self.note))
    }
}

/// The two places of each row, if another row ties the same two places.
pub(super) struct Places(HashMap<PartnershipRow, [PlaceId; 2]>);

impl Places {
    pub(super) fn of(network: &Network) -> Self {
        let mut placed = network.partnerships().peekable();
        let mut several = HashMap::new();
        while let Some((first, pair)) = placed.next() {
            while let Some((row, _)) = placed.next_if(|(_, next)| *next == pair) {
                several.extend([(first, pair), (row, pair)]);
            }
        }
        Self(several)
    }

    /// The number of these rows.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = PartnershipRow> {
        self.0.keys().copied()
    }

    pub(super) fn of_row(&self, row: PartnershipRow) -> Option<[PlaceId; 2]> {
        self.0.get(&row).copied()
    }

    /// What a row says, apart from who claims it and which end comes first. Ends that aren't two places are compared as
    /// texts.
    pub(super) fn said(&self, mended: &Mended<'_>, row: PartnershipRow) -> impl Hash + Eq {
        let (a, b) = (&*mended.a, &*mended.b);
        let places = self.of_row(row);
        let texts = places.is_none().then_some(if a <= b { [a, b] } else { [b, a] });
        (places, texts, mended.said())
    }
}

/// Rows indexed by what they say. Few hashes are equal, so few rows are compared.
pub(super) struct Seen {
    hasher: DefaultHashBuilder,
    rows: HashTable<(u64, u32)>,
}

impl Seen {
    /// Reserves room for `rows` rows.
    pub(super) fn of(rows: usize) -> Self {
        Self { hasher: DefaultHashBuilder::default(), rows: HashTable::with_capacity(rows) }
    }

    /// The first row that says the same. If there is none, `row` becomes the first.
    pub(super) fn first(&mut self, said: &impl Hash, row: u32, is_same: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = self.hasher.hash_one(said);
        let is_first = |&(other, first): &(u64, u32)| other == hash && is_same(first);
        match self.rows.entry(hash, is_first, |&(hash, _)| hash) {
            Entry::Occupied(first) => Some(first.get().1),
            Entry::Vacant(none) => {
                none.insert((hash, row));
                None
            }
        }
    }
}

/// Who claims a partnership that two rows state, in terms of the first row's columns.
pub(super) fn union(first: Claim, second: Claim, reversed: bool) -> Claim {
    let second = match (second, reversed) {
        (Claim::A, true) => Claim::B,
        (Claim::B, true) => Claim::A,
        (same, _) => same,
    };
    if first == second { first } else { Claim::Both }
}
