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
    /// For a table of so many bytes.
    pub(super) fn new(columns: &PairColumns, bytes: usize) -> Self {
        Self {
            columns: [0, 1].map(|side| columns.run(side)),
            alike: columns.are_sides_alike(),
            understood: Vec::new(),
            // A row takes sixty bytes or so, and half of its sides stand in earlier rows.
            by_words: HashTable::with_capacity(bytes / 64),
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

    /// Adds what later rows say; `number` is the number here of a place's number there. Nothing is found again after this.
    pub(super) fn extend(&mut self, later: Self, number: impl Fn(u32) -> u32) {
        let later = later.understood.into_iter();
        self.understood.extend(later.map(|side| Understood { place: number(side.place), ..side }));
    }

    /// The position of each of so many places that most rows give; of equal counts the southernmost, then the
    /// westernmost.
    pub(super) fn positions(self, places: usize) -> Vec<Option<Position>> {
        let mut positions: Vec<Option<Position>> = vec![None; places];
        let mut has_several = vec![false; places];
        let said = self.understood.iter().filter_map(|side| Some((side.place as usize, side.position?, side.rows)));
        for (place, position, _) in said.clone() {
            has_several[place] |= positions[place].is_some_and(|other| other != position);
            positions[place].get_or_insert(position);
        }
        let order = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        let mut several: Vec<(usize, Position, u32)> = said.filter(|&(place, ..)| has_several[place]).collect();
        several.sort_by(|(x, a, _), (y, b, _)| x.cmp(y).then(order(a.lat(), b.lat())).then(order(a.lon(), b.lon())));
        for of_place in several.chunk_by(|a, b| a.0 == b.0) {
            let mut most = 0;
            for same in of_place.chunk_by(|a, b| a.1 == b.1) {
                let rows: u64 = same.iter().map(|&(_, _, rows)| u64::from(rows)).sum();
                if rows > most {
                    most = rows;
                    positions[same[0].0] = Some(same[0].1);
                }
            }
        }
        positions
    }
}
