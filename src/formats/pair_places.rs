//! The places of a pair table, gathered from the rows that name them.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::pair_ids::slug;

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
    /// Ids, names, countries and slugs, one after the other.
    texts: String,
    stored: Vec<Stored>,
    by_key: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// By place.
    extras: HashMap<u32, Extras>,
    /// Of the place that is being added.
    slug: Vec<u8>,
}

struct Stored {
    /// Where its id, its name, its country and its slug end; the id begins where the last place's slug ends.
    ends: [u32; 4],
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
            texts: String::with_capacity(64 * rows),
            stored: Vec::with_capacity(rows),
            by_key: HashTable::with_capacity(rows),
            hasher: hasher.clone(),
            ..Self::default()
        }
    }

    /// Adds the places of later rows, gathered with the same hasher; the number here of each.
    pub(super) fn extend(&mut self, later: &Self) -> Vec<u32> {
        let numbers: Vec<u32> = (0..later.len()).map(|at| self.take_in(later, at)).collect();
        for (&at, Extras { region, population }) in &later.extras {
            self.learn(numbers[at as usize], region, *population);
        }
        numbers
    }

    /// The number of the place that has the number `at` in `later`.
    fn take_in(&mut self, later: &Self, at: usize) -> u32 {
        let Stored { ends, line, hash } = later.stored[at];
        if let Some(number) = self.find(hash, later.texts_of(at)) {
            return number;
        }
        let (from, to) = (later.start(at), self.texts.len());
        self.texts.push_str(&later.texts[from..ends[3] as usize]);
        self.store(Stored { ends: ends.map(|end| offset(end as usize - from + to)), line, hash })
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

    /// What the id of a place begins with: its own id, or name and country in small Latin letters (`mogilev-belarus`).
    pub(super) fn stem(&self, at: usize) -> &str {
        let (start, [id, _, country, slug]) = (self.start(at), self.stored[at].ends.map(|end| end as usize));
        if id > start { &self.texts[start..id] } else { &self.texts[country..slug] }
    }

    fn texts_of(&self, at: usize) -> [&str; 3] {
        let (start, [id, name, country, _]) = (self.start(at), self.stored[at].ends.map(|end| end as usize));
        [start..id, id..name, name..country].map(|range| &self.texts[range])
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.stored[before].ends[3] as usize)
    }

    /// The number of the place that a row names by `id`, or by `name` and `country`.
    pub(super) fn place(&mut self, id: &str, name: &str, country: &str, line: u32) -> u32 {
        let texts = [id, name, country];
        let hash = self.hasher.hash_one(Key::of(texts));
        if let Some(number) = self.find(hash, texts) {
            return number;
        }
        let [id_end, name_end, country_end] = texts.map(|text| {
            self.texts.push_str(text);
            offset(self.texts.len())
        });
        if id.is_empty() {
            self.texts.push_str(slug([name, country], &mut self.slug));
        }
        self.store(Stored { ends: [id_end, name_end, country_end, offset(self.texts.len())], line, hash })
    }

    fn find(&self, hash: u64, place: [&str; 3]) -> Option<u32> {
        let key = Key::of(place);
        self.by_key.find(hash, |&number| Key::of(self.texts_of(number as usize)) == key).copied()
    }

    fn store(&mut self, place: Stored) -> u32 {
        let (number, hash) = (offset(self.stored.len()), place.hash);
        self.stored.push(place);
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

fn offset(index: usize) -> u32 {
    u32::try_from(index).expect("the places of a table and their names take fewer than 2^32 bytes")
}
