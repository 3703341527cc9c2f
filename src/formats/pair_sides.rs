//! The sides of rows, each of which says who a place is and where it lies.

use std::{cmp::Ordering, hash::BuildHasher, ops::Range};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{delimited::Cells, pair_columns::PairColumns};
use crate::model::Position;

/// The sides of rows as they were understood, each with how many rows have it.
///
/// In most tables a place's columns stand side by side, and a place of many partners has the same words in many rows:
/// they are taken apart once.
pub(super) struct Sides<'t> {
    /// The columns of each side, where they stand side by side.
    columns: [Option<Range<usize>>; 2],
    /// Whether the second side's columns are in the same order as the first's, so that the same words say the same.
    alike: bool,
    understood: Vec<Understood<'t>>,
    /// By their words, where they have any.
    by_words: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// What one side of a row says.
struct Understood<'t> {
    words: Option<Words<'t>>,
    place: u32,
    rows: u32,
    position: Option<Position>,
}

/// The words of one side as they stand in the text, and which side it is where that matters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Words<'t>(&'t str, bool);

impl<'t> Sides<'t> {
    pub(super) fn new(columns: &PairColumns) -> Self {
        Self {
            columns: [0, 1].map(|side| columns.run(side)),
            alike: columns.are_sides_alike(),
            understood: Vec::new(),
            by_words: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// The words of a row's side; `None` where other columns stand among them, or quotes.
    pub(super) fn words(&self, record: Cells<'t, '_>, side: usize) -> Option<Words<'t>> {
        match record {
            Cells::Plain(cells) => Some(Words(cells.run(self.columns[side].clone()?)?, side == 1 && !self.alike)),
            Cells::Quoted(_) => None,
        }
    }

    /// The place of words that were understood, which one more row has.
    pub(super) fn again(&mut self, words: Words<'t>) -> Option<u32> {
        let is_same = |&at: &u32| self.understood[at as usize].words == Some(words);
        let &at = self.by_words.find(self.hasher.hash_one(words), is_same)?;
        let understood = &mut self.understood[at as usize];
        understood.rows = understood.rows.saturating_add(1);
        Some(understood.place)
    }

    /// Adds what a row's side says; without `words` it is not found again.
    pub(super) fn insert(&mut self, words: Option<Words<'t>>, place: u32, position: Option<Position>) {
        let at = u32::try_from(self.understood.len()).expect("a table has fewer than 2^32 sides of rows");
        self.understood.push(Understood { words, place, rows: 1, position });
        if let Some(words) = words {
            let (understood, hasher) = (&self.understood, &self.hasher);
            self.by_words.insert_unique(hasher.hash_one(words), at, |&at| {
                understood[at as usize].words.map_or(0, |words| hasher.hash_one(words))
            });
        }
    }

    /// The position of each of so many places that most rows give; of equal counts the southernmost, then the
    /// westernmost.
    pub(super) fn positions(mut self, places: usize) -> Vec<Option<Position>> {
        let order = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        let place = |a: &Position, b: &Position| order(a.lat(), b.lat()).then(order(a.lon(), b.lon()));
        // Where no place has two, they are in this order.
        self.understood.sort_by(|a, b| {
            let positions = || Some(place(a.position.as_ref()?, b.position.as_ref()?));
            a.place
                .cmp(&b.place)
                .then_with(|| positions().unwrap_or_else(|| a.position.is_some().cmp(&b.position.is_some())))
        });
        let mut positions = vec![None; places];
        for of_place in self.understood.chunk_by(|a, b| a.place == b.place) {
            let mut most = 0;
            for same in of_place.chunk_by(|a, b| a.position == b.position).filter(|same| same[0].position.is_some()) {
                let rows: u64 = same.iter().map(|understood| u64::from(understood.rows)).sum();
                if rows > most {
                    most = rows;
                    positions[of_place[0].place as usize] = same[0].position;
                }
            }
        }
        positions
    }
}
