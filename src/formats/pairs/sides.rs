//! The two sides of rows; each side says which place it is and where it lies.

use std::{cmp::Ordering, hash::BuildHasher, ops::Range};

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use super::columns::PairColumns;
use crate::{
    formats::delimited::records::Cells,
    geodesy::{HOMONYM_KM, distance_km},
    model::Position,
};

/// A memo of the sides that were parsed, with the number of rows that have each.
///
/// In most tables the columns of a place are side by side, and a place with many partners has the same words in many
/// rows. So they are parsed only once.
pub(super) struct Sides<'t> {
    /// The columns of each side, if they are side by side.
    columns: [Option<Range<usize>>; 2],
    /// Whether the second side's columns are in the same order as the first's, so that equal words mean the same.
    alike: bool,
    understood: Vec<Understood<'t>>,
    /// The sides by their words. The second list is for the second side, if its columns differ from those of the first.
    by_words: [HashTable<u32>; 2],
    /// The number of the last entry of each side, since rows are often sorted by a side.
    last: [Option<u32>; 2],
    hasher: DefaultHashBuilder,
}

/// What one side of a row says.
struct Understood<'t> {
    words: Option<&'t str>,
    place: u32,
    rows: u32,
    /// The first row with these words.
    line: u32,
    /// The position, or [`Position::NOWHERE`].
    position: Position,
}

/// The words of a row's side as they stand in the text.
#[derive(Clone, Copy)]
pub(super) struct Words<'t> {
    text: &'t str,
    side: usize,
}

impl<'t> Sides<'t> {
    /// For a table of about `rows` rows.
    pub(super) fn new(columns: &PairColumns, rows: usize) -> Self {
        let alike = columns.are_sides_alike();
        Self {
            columns: [0, 1].map(|side| columns.run(side)),
            alike,
            // About half of the sides are repeated from earlier rows.
            understood: Vec::with_capacity(rows),
            by_words: [rows, if alike { 0 } else { rows }].map(HashTable::with_capacity),
            last: [None; 2],
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// The words of a record's side; `None` if other columns are among them, or quotes.
    pub(super) fn words(&self, record: Cells<'t, '_>, side: usize) -> Option<Words<'t>> {
        match record {
            Cells::Plain(cells) => Some(Words { text: cells.run(self.columns[side].clone()?)?, side }),
            Cells::Quoted(_) => None,
        }
    }

    /// The place of words that were parsed before; counts one more row for them.
    pub(super) fn again(&mut self, words: Words<'t>) -> Option<u32> {
        let is_same = |&at: &u32| self.understood[at as usize].words == Some(words.text);
        let last = self.last[words.side].filter(is_same);
        let at = last
            .or_else(|| self.by_words[self.table_of(words)].find(self.hasher.hash_one(words.text), is_same).copied())?;
        self.last[words.side] = Some(at);
        let understood = &mut self.understood[at as usize];
        understood.rows = understood.rows.saturating_add(1);
        Some(understood.place)
    }

    /// Adds what a row's side says. Without `words` it isn't found again.
    pub(super) fn insert(&mut self, words: Option<Words<'t>>, place: u32, position: Option<Position>, line: u32) {
        let at = u32::try_from(self.understood.len()).expect("a table has fewer than 2^32 sides of rows");
        let position = position.unwrap_or(Position::NOWHERE);
        self.understood.push(Understood { words: words.map(|words| words.text), place, rows: 1, line, position });
        if let Some(words) = words {
            let (understood, hasher) = (&self.understood, &self.hasher);
            let rehash = |&at: &u32| understood[at as usize].words.map_or(0, |words| hasher.hash_one(words));
            let table = self.table_of(words);
            self.by_words[table].insert_unique(hasher.hash_one(words.text), at, rehash);
            self.last[words.side] = Some(at);
        }
    }

    fn table_of(&self, words: Words<'_>) -> usize {
        if self.alike { 0 } else { words.side }
    }

    /// What the sides said, without the memo.
    pub(super) fn said(self) -> Said<'t> {
        Said(self.understood)
    }
}

/// What the sides of rows said about their places.
#[derive(Default)]
pub(in crate::formats) struct Said<'t>(Vec<Understood<'t>>);

impl Said<'_> {
    /// Replaces the number of each place by that in `numbers`.
    pub(super) fn renumber(&mut self, numbers: &[u32]) {
        self.0.iter_mut().for_each(|side| side.place = numbers[side.place as usize]);
    }

    /// The distinct positions of every place that has several, by place; the positions are sorted from south to north,
    /// then from west to east.
    pub(in crate::formats) fn several(parts: &[Self], places: usize) -> Vec<(usize, Vec<Position>)> {
        let (_, several) = Self::sorted(parts, places);
        let positions = |of_place: &[(usize, Position, u32)]| {
            let mut positions: Vec<Position> = of_place.iter().map(|&(_, position, _)| position).collect();
            positions.dedup();
            (of_place[0].0, positions)
        };
        several.chunk_by(|a, b| a.0 == b.0).map(positions).collect()
    }

    /// The places with a row whose position is too far from that of the first row for one place. Each has the lines of
    /// both rows and the distance in kilometres.
    pub(in crate::formats) fn apart(parts: &[Self], places: usize) -> Vec<(usize, [u32; 2], f64)> {
        let (first, several) = Self::sorted(parts, places);
        let has_several: HashSet<usize> = several.iter().map(|&(place, ..)| place).collect();
        let (mut first_line, mut apart) = (HashMap::new(), HashMap::new());
        for side in parts.iter().flat_map(|part| &part.0).filter(|side| has_several.contains(&(side.place as usize))) {
            let (place, Some(position)) = (side.place as usize, side.position.known()) else { continue };
            let line = *first_line.entry(place).or_insert(side.line);
            let km = distance_km(first[place], position);
            if km > HOMONYM_KM {
                apart.entry(place).or_insert((place, [line, side.line], km));
            }
        }
        let mut apart: Vec<_> = apart.into_values().collect();
        apart.sort_by_key(|&(_, lines, _)| lines);
        apart
    }

    /// The position that most rows give for each place, or [`Position::NOWHERE`] if none gives one. If counts are
    /// equal, the southernmost is chosen, then the westernmost.
    pub(in crate::formats) fn positions(parts: &[Self], places: usize) -> Vec<Position> {
        let (mut first, several) = Self::sorted(parts, places);
        for of_place in several.chunk_by(|a, b| a.0 == b.0) {
            let mut most = 0;
            for same in of_place.chunk_by(|a, b| a.1 == b.1) {
                let rows: u64 = same.iter().map(|&(_, _, rows)| u64::from(rows)).sum();
                if rows > most {
                    most = rows;
                    first[same[0].0] = same[0].1;
                }
            }
        }
        first
    }

    /// The first position of each place. Also, for places with several positions, the place, each position, and the
    /// number of rows that give it, sorted by place, then from south to north and from west to east.
    fn sorted(parts: &[Self], places: usize) -> (Vec<Position>, Vec<(usize, Position, u32)>) {
        // For most places all rows give the same position, so only the first is stored for each.
        let mut first: Vec<Position> = vec![Position::NOWHERE; places];
        let mut has_several = vec![false; places];
        let sides = || parts.iter().flat_map(|part| &part.0);
        let said = || sides().filter_map(|side| Some((side.place as usize, side.position.known()?, side.rows)));
        for (place, position, _) in said() {
            has_several[place] |= first[place].known().is_some_and(|other| other != position);
            first[place] = first[place].known().unwrap_or(position);
        }
        let order = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        let mut several: Vec<(usize, Position, u32)> = said().filter(|&(place, ..)| has_several[place]).collect();
        several.sort_by(|(x, a, _), (y, b, _)| x.cmp(y).then(order(a.lat(), b.lat())).then(order(a.lon(), b.lon())));
        (first, several)
    }
}
