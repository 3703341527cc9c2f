//! The places of a pair table, gathered from the rows that name them.

use std::{cmp::Ordering, hash::BuildHasher, ops::Range};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{delimited::Cells, pair_columns::PairColumns};
use crate::model::Position;

/// What a place is known by: its id, or else its name and country as written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<'t> {
    id: &'t str,
    name: &'t str,
    country: &'t str,
}

impl<'t> Key<'t> {
    fn of(id: &'t str, name: &'t str, country: &'t str) -> Self {
        if id.is_empty() { Self { id, name, country } } else { Self { id, name: "", country: "" } }
    }
}

/// A place with all that its rows say of it; what only one row says is kept.
pub(super) struct Seen<'p> {
    pub(super) id: &'p str,
    pub(super) name: &'p str,
    pub(super) country: &'p str,
    pub(super) region: &'p str,
    pub(super) population: Option<u64>,
    /// The first that names it.
    pub(super) line: u32,
}

/// The places, numbered in the order met.
#[derive(Default)]
pub(super) struct Places {
    /// Ids, names and countries, one after the other.
    texts: String,
    stored: Vec<Stored>,
    by_key: HashTable<u32>,
    hasher: DefaultHashBuilder,
    positions: Vec<Sighting>,
}

struct Stored {
    /// Where its id begins, where its name, where its country, and where that ends.
    bounds: [usize; 4],
    region: String,
    population: Option<u64>,
    line: u32,
}

/// A position that rows give for a place.
struct Sighting {
    place: u32,
    position: Position,
    rows: usize,
}

/// What one side of a row says of its place beside the place's key.
#[derive(Clone, Copy, Default)]
pub(super) struct Said<'r> {
    pub(super) region: &'r str,
    pub(super) position: Option<Position>,
    pub(super) population: Option<u64>,
}

/// A side that has been understood: the same words again say the same.
#[derive(Clone, Copy)]
pub(super) struct Understood {
    pub(super) place: u32,
    /// Its number in `Places::positions`.
    position: Option<u32>,
}

impl Places {
    pub(super) fn len(&self) -> usize {
        self.stored.len()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Seen<'_>> {
        self.stored.iter().map(|stored| {
            let Stored { bounds: [id, name, country, end], ref region, population, line } = *stored;
            let [id, name, country] = [id..name, name..country, country..end].map(|range| &self.texts[range]);
            Seen { id, name, country, region, population, line }
        })
    }

    fn key(texts: &str, [id, name, country, end]: [usize; 4]) -> Key<'_> {
        Key::of(&texts[id..name], &texts[name..country], &texts[country..end])
    }

    /// The number of the place that a row names by `id`, or by `name` and `country`.
    pub(super) fn place(&mut self, id: &str, name: &str, country: &str, line: u32) -> u32 {
        let key = Key::of(id, name, country);
        let hash = self.hasher.hash_one(key);
        let (texts, stored) = (&self.texts, &self.stored);
        let is_it = |&number: &u32| Self::key(texts, stored[number as usize].bounds) == key;
        if let Some(&number) = self.by_key.find(hash, is_it) {
            return number;
        }
        let number = numbered(self.stored.len());
        let mut bounds = [self.texts.len(); 4];
        for (at, text) in [id, name, country].into_iter().enumerate() {
            self.texts.push_str(text);
            bounds[at + 1] = self.texts.len();
        }
        self.stored.push(Stored { bounds, region: String::new(), population: None, line });
        let (texts, stored, hasher) = (&self.texts, &self.stored, &self.hasher);
        self.by_key.insert_unique(hash, number, |&number| {
            hasher.hash_one(Self::key(texts, stored[number as usize].bounds))
        });
        number
    }

    /// Adds what a row says of a place.
    pub(super) fn learn(&mut self, place: u32, said: Said<'_>) -> Understood {
        let stored = &mut self.stored[place as usize];
        if stored.region.is_empty() {
            said.region.clone_into(&mut stored.region);
        }
        stored.population = stored.population.max(said.population);
        let position = said.position.map(|position| {
            self.positions.push(Sighting { place, position, rows: 1 });
            numbered(self.positions.len() - 1)
        });
        Understood { place, position }
    }

    /// Counts a row that says what another has said.
    pub(super) fn learn_again(&mut self, known: Understood) {
        known.position.into_iter().for_each(|position| self.positions[position as usize].rows += 1);
    }

    /// The position of each place that most rows give; of equal counts the southernmost, then the westernmost.
    pub(super) fn positions(&self) -> Vec<Option<Position>> {
        let order = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
        let place = |a: &Position, b: &Position| order(a.lat(), b.lat()).then(order(a.lon(), b.lon()));
        let mut sightings: Vec<&Sighting> = self.positions.iter().collect();
        sightings.sort_by(|a, b| a.place.cmp(&b.place).then_with(|| place(&a.position, &b.position)));
        let mut most: Vec<Option<(usize, Position)>> = vec![None; self.len()];
        for same in sightings.chunk_by(|a, b| a.place == b.place && a.position == b.position) {
            let rows = same.iter().map(|sighting| sighting.rows).sum();
            let most = &mut most[same[0].place as usize];
            if most.is_none_or(|(others, _)| rows > others) {
                *most = Some((rows, same[0].position));
            }
        }
        most.into_iter().map(|most| most.map(|(_, position)| position)).collect()
    }
}

fn numbered(index: usize) -> u32 {
    u32::try_from(index).expect("a table has fewer than 2^32 places")
}

/// The sides of rows that were understood, by their words as they stand in the text.
///
/// In most tables a place's columns stand side by side, and a place of many partners has the same words in many rows: it
/// is taken apart once.
pub(super) struct Repeats<'t> {
    /// The columns of each side, where they stand side by side.
    columns: [Option<Range<usize>>; 2],
    /// Whether the second side's columns are in the same order as the first's, so that the same words say the same.
    alike: bool,
    table: HashTable<(Words<'t>, Understood)>,
    hasher: DefaultHashBuilder,
}

/// The words of one side, and which it is where that matters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Words<'t>(&'t str, usize);

impl<'t> Repeats<'t> {
    /// For a text of so many bytes.
    pub(super) fn new(columns: &PairColumns, bytes: usize) -> Self {
        Self {
            columns: [0, 1].map(|side| columns.run(side)),
            alike: columns.are_sides_alike(),
            // A row of two places takes sixty bytes or so, and half of the places are named before.
            table: HashTable::with_capacity(bytes / 64),
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// The words of a row's side; `None` where they can't be told from others'.
    pub(super) fn words(&self, record: Cells<'t, '_>, side: usize) -> Option<Words<'t>> {
        match record {
            Cells::Plain(cells) => {
                Some(Words(cells.run(self.columns[side].clone()?)?, if self.alike { 0 } else { side }))
            }
            Cells::Quoted(_) => None,
        }
    }

    pub(super) fn find(&self, words: Words<'t>) -> Option<Understood> {
        self.table.find(self.hasher.hash_one(words), |(known, _)| *known == words).map(|&(_, understood)| understood)
    }

    pub(super) fn insert(&mut self, words: Words<'t>, understood: Understood) {
        let hasher = &self.hasher;
        self.table.insert_unique(hasher.hash_one(words), (words, understood), |(words, _)| hasher.hash_one(words));
    }
}
