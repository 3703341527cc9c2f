//! The places of a pair table, gathered from the rows that name them.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

/// What a place is known by: its id, or else its name and country as written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<'t> {
    id: &'t str,
    name: &'t str,
    country: &'t str,
}

impl<'t> Key<'t> {
    fn of([id, name, country]: [&'t str; 3]) -> Self {
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
    /// By place.
    extras: HashMap<u32, Extras>,
}

struct Stored {
    /// Where its id, its name and its country end; the id begins where the last place's country ends.
    ends: [usize; 3],
    line: u32,
    /// Of its key: so that neither a table that grows nor one that takes in another reads the texts again.
    hash: u64,
}

/// What few places have.
#[derive(Default)]
struct Extras {
    region: String,
    population: Option<u64>,
}

impl Places {
    /// For a table of about so many rows. Tables with one hasher can be taken in by each other.
    pub(super) fn for_rows(rows: usize, hasher: &DefaultHashBuilder) -> Self {
        Self {
            // Half of the places are named in earlier rows.
            texts: String::with_capacity(32 * rows),
            stored: Vec::with_capacity(rows),
            by_key: HashTable::with_capacity(rows),
            hasher: hasher.clone(),
            extras: HashMap::new(),
        }
    }

    /// Adds the places of later rows, gathered with the same hasher, and calls `added` for each that is new here; the
    /// number here of each.
    pub(super) fn extend(&mut self, later: &Self, mut added: impl FnMut(usize)) -> Vec<u32> {
        let add = |at: usize| {
            let Seen { id, name, country, region, population, line } = later.get(at);
            let before = self.len();
            let place = self.hashed_place(later.stored[at].hash, [id, name, country], line);
            if self.len() > before {
                added(at);
            }
            self.learn(place, region, population);
            place
        };
        (0..later.len()).map(add).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.stored.len()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Seen<'_>> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The place of a number.
    pub(super) fn get(&self, at: usize) -> Seen<'_> {
        let [id, name, country] = self.texts_of(at);
        // Far away, and mostly empty.
        let number = u32::try_from(at).ok().filter(|_| !self.extras.is_empty());
        let (region, population) = number
            .and_then(|number| self.extras.get(&number))
            .map_or(("", None), |extras| (&extras.region, extras.population));
        Seen { id, name, country, region, population, line: self.stored[at].line }
    }

    fn texts_of(&self, at: usize) -> [&str; 3] {
        texts_of(&self.texts, &self.stored, at)
    }

    /// The number of the place that a row names by `id`, or by `name` and `country`.
    pub(super) fn place(&mut self, id: &str, name: &str, country: &str, line: u32) -> u32 {
        let texts = [id, name, country];
        self.hashed_place(self.hasher.hash_one(Key::of(texts)), texts, line)
    }

    /// The same, where the hash of its key is known.
    fn hashed_place(&mut self, hash: u64, place: [&str; 3], line: u32) -> u32 {
        let key = Key::of(place);
        let (texts, stored) = (&self.texts, &self.stored);
        let is_it = |&number: &u32| Key::of(texts_of(texts, stored, number as usize)) == key;
        if let Some(&number) = self.by_key.find(hash, is_it) {
            return number;
        }
        let number = numbered(self.stored.len());
        let ends = place.map(|text| {
            self.texts.push_str(text);
            self.texts.len()
        });
        self.stored.push(Stored { ends, line, hash });
        self.by_key.insert_unique(hash, number, |&number| self.stored[number as usize].hash);
        number
    }

    /// Adds what a row says of a place.
    pub(super) fn learn(&mut self, place: u32, region: &str, population: Option<u64>) {
        if !region.is_empty() || population.is_some() {
            let extras = self.extras.entry(place).or_default();
            if extras.region.is_empty() {
                region.clone_into(&mut extras.region);
            }
            extras.population = extras.population.max(population);
        }
    }
}

fn texts_of<'t>(texts: &'t str, stored: &[Stored], at: usize) -> [&'t str; 3] {
    let start = at.checked_sub(1).map_or(0, |before| stored[before].ends[2]);
    let [id, name, country] = stored[at].ends;
    [start..id, id..name, name..country].map(|range| &texts[range])
}

fn numbered(index: usize) -> u32 {
    u32::try_from(index).expect("a table has fewer than 2^32 places")
}
