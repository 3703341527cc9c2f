//! Ids for the places of a pair table.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use super::pair_places::Places;

/// The ids of places: their own, or name and country in small Latin letters (`mogilev-belarus`). Of several places
/// with one such id, those after the first by name and country get a number, so that the order of rows leaves no
/// trace.
pub(super) struct Ids {
    /// One after the other, without numbers.
    stems: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// Those with a number, by place.
    numbered: HashMap<usize, String>,
}

impl Ids {
    pub(super) fn of(places: &Places) -> Self {
        let (mut stems, mut ends) = (Vec::with_capacity(24 * places.len()), Vec::with_capacity(places.len()));
        for place in places.iter() {
            if place.id.is_empty() {
                push_slug([place.name, place.country], &mut stems);
            } else {
                stems.extend(place.id.as_bytes());
            }
            ends.push(stems.len());
        }
        let stems = String::from_utf8(stems).expect("texts and slugs are UTF-8");
        let mut ids = Self { stems, ends, numbered: HashMap::new() };
        ids.numbered = ids.numbered(places);
        ids
    }

    /// The id of the place of a number.
    pub(super) fn get(&self, at: usize) -> &str {
        self.numbered.get(&at).map_or_else(|| self.stem(at), String::as_str)
    }

    fn stem(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.stems[start..self.ends[at]]
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
    let mut push = |byte: u8| match IN_SLUG[usize::from(byte)] {
        APART if slugs.len() == start || slugs.last() == Some(&APART) => {}
        NOTHING => {}
        byte => slugs.push(byte),
    };
    for text in texts {
        if text.is_ascii() {
            text.bytes().for_each(&mut push);
        } else {
            any_ascii::any_ascii(text).bytes().for_each(&mut push);
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
