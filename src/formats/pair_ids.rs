//! Ids for the places of a pair table.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use super::pair_places::Places;

/// What the ids of places begin with: their own ids, or name and country in small Latin letters (`mogilev-belarus`).
#[derive(Default)]
pub(super) struct Stems {
    /// One after the other.
    texts: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Stems {
    /// The stems of `places`, with room for those of so many rows.
    pub(super) fn of(places: &Places, rows: usize) -> Self {
        let (mut stems, mut ends) = (Vec::with_capacity(32 * rows), Vec::with_capacity(rows));
        for place in places.iter() {
            if place.id.is_empty() {
                push_slug([place.name, place.country], &mut stems);
            } else {
                stems.extend(place.id.as_bytes());
            }
            ends.push(stems.len());
        }
        Self { texts: String::from_utf8(stems).expect("texts and slugs are UTF-8"), ends }
    }

    pub(super) fn push(&mut self, stem: &str) {
        self.texts.push_str(stem);
        self.ends.push(self.texts.len());
    }

    /// The stem of the place of a number.
    pub(super) fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.texts[start..self.ends[at]]
    }
}

/// The ids of places: their stems. Of several places with one stem, those after the first by name and country get a
/// number, so that the order of rows leaves no trace.
pub(super) struct Ids {
    stems: Stems,
    /// Those with a number, by place.
    numbered: HashMap<usize, String>,
}

impl Ids {
    pub(super) fn of(places: &Places, stems: Stems) -> Self {
        let mut ids = Self { stems, numbered: HashMap::new() };
        ids.numbered = ids.numbered(places);
        ids
    }

    /// The id of the place of a number.
    pub(super) fn get(&self, at: usize) -> &str {
        // Mostly empty.
        let numbered = if self.numbered.is_empty() { None } else { self.numbered.get(&at) };
        numbered.map_or_else(|| self.stem(at), String::as_str)
    }

    fn stem(&self, at: usize) -> &str {
        self.stems.get(at)
    }

    /// The ids that aren't their stems.
    fn numbered(&self, places: &Places) -> HashMap<usize, String> {
        // Only stems that several places have, and what they may become with a number, can meet an id of another place.
        let ends_in_digit = |stem: &str| stem.ends_with(|c: char| c.is_ascii_digit());
        let mut is_contested: Vec<bool> = (0..places.len()).map(|at| ends_in_digit(self.stem(at))).collect();
        let hasher = DefaultHashBuilder::default();
        let mut first: HashTable<usize> = HashTable::with_capacity(places.len());
        for at in 0..places.len() {
            let hash = hasher.hash_one(self.stem(at));
            match first.find(hash, |&other| self.stem(other) == self.stem(at)) {
                Some(&other) => (is_contested[other], is_contested[at]) = (true, true),
                None => drop(first.insert_unique(hash, at, |&other| hasher.hash_one(self.stem(other)))),
            }
        }
        let (mut contested, named): (Vec<usize>, Vec<usize>) =
            (0..places.len()).filter(|&at| is_contested[at]).partition(|&at| places.get(at).id.is_empty());
        if contested.is_empty() {
            return HashMap::new();
        }
        contested.sort_by_key(|&at| (places.get(at).name, places.get(at).country));
        let mut taken: HashSet<String> = named.into_iter().map(|at| places.get(at).id.to_owned()).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut numbered = HashMap::new();
        for at in contested {
            let stem = self.stem(at);
            let count = counts.entry(stem).or_default();
            loop {
                *count += 1;
                let id = if *count == 1 { stem.to_owned() } else { format!("{stem}-{count}") };
                if taken.insert(id.clone()) {
                    if *count > 1 {
                        numbered.insert(at, id);
                    }
                    break;
                }
            }
        }
        numbered
    }
}

/// `Biała Podlaska`, `Poland` as `biala-podlaska-poland`; `place` where no letter or digit is left.
fn push_slug(texts: [&str; 2], slugs: &mut Vec<u8>) {
    let start = slugs.len();
    // Words are parted once, and nothing stands before the first.
    let mut last = APART;
    let mut push = |byte: u8| {
        let byte = IN_SLUG[usize::from(byte)];
        if byte != NOTHING && (byte != APART || last != APART) {
            slugs.push(byte);
            last = byte;
        }
    };
    for text in texts {
        if text.is_ascii() {
            text.bytes().for_each(&mut push);
        } else {
            text.chars().for_each(|c| any_ascii::any_ascii_char(c).bytes().for_each(&mut push));
        }
        push(b' ');
    }
    while slugs.len() > start && slugs.last() == Some(&APART) {
        slugs.pop();
    }
    if slugs.len() == start {
        slugs.extend(b"place");
    }
}

/// What parts the words of a slug.
const APART: u8 = b'-';

const NOTHING: u8 = 0;

/// What each character comes to.
const IN_SLUG: [u8; 256] = {
    let mut table = [APART; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        if c.is_ascii_alphanumeric() {
            table[byte] = c.to_ascii_lowercase();
        } else if matches!(c, b'\'' | b'`') {
            table[byte] = NOTHING;
        }
        byte += 1;
    }
    table
};
