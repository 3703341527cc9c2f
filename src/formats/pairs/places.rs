//! Collects the places of a pair table from the rows that name them.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::ids::slug;
use crate::model::{Language, NamesByLanguage};

/// What identifies a place: its id, or otherwise its name and country as written, and which of the places with that
/// name it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<'t> {
    id: &'t str,
    name: &'t str,
    country: &'t str,
    part: u32,
}

impl<'t> Key<'t> {
    fn of([id, name, country]: [&'t str; 3], part: u32) -> Self {
        if id.is_empty() { Self { id, name, country, part } } else { Self { id, name: "", country: "", part: 0 } }
    }
}

/// A place and what its rows say about it, without the facts that have to be the same in every row.
pub(super) struct Seen<'p> {
    pub(super) id: &'p str,
    pub(super) name: &'p str,
    pub(super) country: &'p str,
    pub(super) region: &'p str,
    pub(super) population: Option<u64>,
    /// The line of the first row that names it.
    pub(super) line: u32,
}

/// The places, numbered in order of appearance.
#[derive(Default)]
pub(super) struct Places {
    /// The ids, names, countries and slugs of all places, one after the other.
    texts: String,
    stored: Vec<Stored>,
    by_key: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The extras of each place that has any.
    extras: HashMap<u32, Extras>,
    /// The slug of the place that is being added.
    slug: Vec<u8>,
    /// Rows that give the place of an id another country text than the first row did: the place, the line and the text.
    other_countries: Vec<(u32, u32, String)>,
}

#[derive(Clone, Copy)]
struct Stored {
    /// The offset in `texts` at which its texts begin.
    start: usize,
    /// The ends of its id, its name, its country and its slug, counted from `start`.
    ends: [u32; 4],
    line: u32,
    /// The number that tells it from other places with its name and country: see
    /// [`Homonyms`](super::homonyms::Homonyms).
    part: u32,
    /// The hash of its key, so that a table that grows, or is joined to another, doesn't read the texts again.
    hash: u64,
}

/// Facts that few places have.
#[derive(Default)]
pub(super) struct Extras {
    /// The distinct texts for its region, in order of appearance.
    pub(super) regions: Vec<String>,
    /// The smallest and the largest number of inhabitants, each with the first row that gives it.
    pub(super) inhabitants: Option<[(u64, u32); 2]>,
    /// For each language, the name in the first row that has one.
    pub(super) names: NamesByLanguage<'static>,
}

impl Places {
    /// For a table of about `rows` rows. Two with the same hasher can be joined.
    pub(super) fn for_rows(rows: usize, hasher: &DefaultHashBuilder) -> Self {
        Self {
            // About half of the places are named in earlier rows.
            texts: String::with_capacity(64 * rows),
            stored: Vec::with_capacity(rows),
            by_key: HashTable::with_capacity(rows),
            hasher: hasher.clone(),
            ..Self::default()
        }
    }

    pub(super) fn len(&self) -> usize {
        self.stored.len()
    }

    /// The place with a number.
    pub(super) fn get(&self, at: usize) -> Seen<'_> {
        let [id, name, country] = self.texts_of(at);
        // The extras cost a cache miss, and most tables have none.
        let number = u32::try_from(at).ok().filter(|_| !self.extras.is_empty());
        let (region, population) = number
            .and_then(|number| self.extras.get(&number))
            .map_or(("", None), |extras| (extras.region(), extras.inhabitants.map(|[_, (most, _)]| most)));
        Seen { id, name, country, region, population, line: self.stored[at].line }
    }

    /// The beginning of a place's id: its own id, or its name and country in small Latin letters (`mogilev-belarus`).
    pub(super) fn stem(&self, at: usize) -> &str {
        let Stored { start, ends, .. } = self.stored[at];
        let [id, _, country, slug] = ends.map(|end| start + end as usize);
        if id > start { &self.texts[start..id] } else { &self.texts[country..slug] }
    }

    fn texts_of(&self, at: usize) -> [&str; 3] {
        let Stored { start, ends, .. } = self.stored[at];
        let [id, name, country, _] = ends.map(|end| start + end as usize);
        [start..id, id..name, name..country].map(|range| &self.texts[range])
    }

    /// The number of the place that a row names by `[id, name, country]`: by its id, or otherwise by the other two and
    /// `part`.
    pub(super) fn place(&mut self, texts: [&str; 3], part: u32, line: u32) -> u32 {
        let [id, name, country] = texts;
        let hash = self.hasher.hash_one(Key::of(texts, part));
        if let Some(number) = self.find(hash, texts, part) {
            self.compare(number, id, country, line);
            return number;
        }
        let start = self.texts.len();
        let [id_end, name_end, country_end] = texts.map(|text| {
            self.texts.push_str(text);
            number(self.texts.len() - start)
        });
        if id.is_empty() {
            self.texts.push_str(slug([name, country], &mut self.slug));
        }
        let ends = [id_end, name_end, country_end, number(self.texts.len() - start)];
        self.store(Stored { start, ends, line, part, hash })
    }

    /// The names by language of a place.
    pub(super) fn names(&self, at: usize) -> Option<&NamesByLanguage<'static>> {
        let number = u32::try_from(at).ok().filter(|_| !self.extras.is_empty());
        number.and_then(|number| self.extras.get(&number)).map(|extras| &extras.names)
    }

    /// The number in this list of a place in `others`, which must use the same hasher.
    pub(super) fn number_of(&self, others: &Self, at: usize) -> Option<u32> {
        self.find(others.stored[at].hash, others.texts_of(at), others.stored[at].part)
    }

    /// Records that a row gives the place of an id another country than the first row did.
    fn compare(&mut self, place: u32, id: &str, country: &str, line: u32) {
        if !id.is_empty() && !country.is_empty() {
            let [.., first] = self.texts_of(place as usize);
            if first != country && !first.is_empty() {
                self.other_countries.push((place, line, country.to_owned()));
            }
        }
    }

    /// Facts that may differ between rows, by place: the regions, and the smallest and largest number of inhabitants.
    pub(super) fn extras(&self) -> impl Iterator<Item = (u32, &Extras)> {
        self.extras.iter().map(|(&at, extras)| (at, extras))
    }

    /// The rows that contradict the first about the country: the place, the line and the text.
    pub(super) fn other_countries(&self) -> impl Iterator<Item = (u32, u32, &str)> {
        self.other_countries.iter().map(|(place, line, country)| (*place, *line, country.as_str()))
    }

    fn find(&self, hash: u64, place: [&str; 3], part: u32) -> Option<u32> {
        let key = Key::of(place, part);
        let key_of = |number: u32| Key::of(self.texts_of(number as usize), self.stored[number as usize].part);
        self.by_key.find(hash, |&number| key_of(number) == key).copied()
    }

    fn store(&mut self, place: Stored) -> u32 {
        let (number, hash) = (number(self.stored.len()), place.hash);
        self.stored.push(place);
        self.by_key.insert_unique(hash, number, |&number| self.stored[number as usize].hash);
        number
    }

    /// Adds what a row says about a place.
    pub(super) fn learn(&mut self, place: u32, region: &str, population: Option<u64>, line: u32) {
        let inhabitants = population.map(|population| [(population, line); 2]);
        if !region.is_empty() || inhabitants.is_some() {
            self.learn_range(place, [region].into_iter().filter(|region| !region.is_empty()), inhabitants);
        }
    }

    /// Adds a name in a language, unless an earlier row has one in it.
    pub(super) fn learn_name(&mut self, place: u32, language: Language, name: &str) {
        if !name.is_empty() {
            let names = &mut self.extras.entry(place).or_default().names;
            if names.get(language).is_none() {
                names.set(language, name.to_owned());
            }
        }
    }

    /// Adds what several rows say about a place.
    pub(super) fn learn_range<'r>(
        &mut self,
        place: u32,
        regions: impl Iterator<Item = &'r str>,
        inhabitants: Option<[(u64, u32); 2]>,
    ) {
        let extras = self.extras.entry(place).or_default();
        for region in regions {
            if !extras.regions.iter().any(|known| known == region) {
                extras.regions.push(region.to_owned());
            }
        }
        let Some([least, most]) = inhabitants else { return };
        // Of equal numbers the earlier row's counts.
        let later = |(number, line): (u64, u32)| (number, std::cmp::Reverse(line));
        extras.inhabitants = Some(extras.inhabitants.map_or([least, most], |[known_least, known_most]| {
            [known_least.min(least), std::cmp::max_by_key(known_most, most, |&said| later(said))]
        }));
    }
}

impl Extras {
    /// The region in the first row that gives any.
    fn region(&self) -> &str {
        self.regions.first().map_or("", |region| region)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a table has fewer than 2^32 places, and a place's names have fewer bytes")
}
