//! Ids for the places of a pair table.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use super::pair_places::Places;

/// The ids of places: their stems. Of several places with one stem, those after the first by name and country get a
/// number, so that the order of rows leaves no trace.
pub(super) struct Ids<'p> {
    places: &'p Places,
    /// Those with a number, by place.
    numbered: HashMap<usize, String>,
}

impl<'p> Ids<'p> {
    pub(super) fn of(places: &'p Places) -> Self {
        Self { places, numbered: numbered(places) }
    }

    /// The id of the place of a number.
    pub(super) fn get(&self, at: usize) -> &str {
        // Mostly empty.
        let numbered = if self.numbered.is_empty() { None } else { self.numbered.get(&at) };
        numbered.map_or_else(|| self.places.stem(at), String::as_str)
    }
}

/// The ids that aren't their stems.
fn numbered(places: &Places) -> HashMap<usize, String> {
    // Only stems that several places have, and what they may become with a number, can meet an id of another place.
    let ends_in_digit = |stem: &str| stem.ends_with(|c: char| c.is_ascii_digit());
    let mut is_contested: Vec<bool> = (0..places.len()).map(|at| ends_in_digit(places.stem(at))).collect();
    let hasher = DefaultHashBuilder::default();
    let mut first: HashTable<u32> = HashTable::with_capacity(places.len());
    for (number, at) in (0..).zip(0..places.len()) {
        let (stem, stem_of) = (places.stem(at), |&number: &u32| places.stem(number as usize));
        let hash = hasher.hash_one(stem);
        match first.find(hash, |other| stem_of(other) == stem) {
            Some(&other) => (is_contested[other as usize], is_contested[at]) = (true, true),
            None => drop(first.insert_unique(hash, number, |other| hasher.hash_one(stem_of(other)))),
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
        let stem = places.stem(at);
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

/// `Biała Podlaska`, `Poland` as `biala-podlaska-poland`; `place` where no letter or digit is left. Written to `buffer`.
pub(super) fn slug<'b>(texts: [&str; 2], buffer: &'b mut Vec<u8>) -> &'b str {
    let in_slug = |byte: u8| IN_SLUG[usize::from(byte)];
    buffer.clear();
    buffer.push(APART);
    for text in texts {
        if text.is_ascii() {
            buffer.extend(text.bytes().map(in_slug));
        } else {
            buffer.extend(text.chars().flat_map(|c| any_ascii::any_ascii_char(c).bytes()).map(in_slug));
        }
        buffer.push(APART);
    }
    buffer.dedup_by(|byte, before| *byte == NOTHING || (*byte == APART && *before == APART));
    // One stands before all words now, and one behind each.
    let words = buffer.get(1..buffer.len() - 1).filter(|words| !words.is_empty());
    str::from_utf8(words.unwrap_or(b"place")).expect("a slug is ASCII")
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_slug_is_its_words_with_one_hyphen_between_them(
            pairs in prop::collection::vec(("[a-cZ9 '`,.\u{df}\u{416}-]{0,12}", "[a-cZ9 '-]{0,6}"), 1..4),
        ) {
            // One after the other in one buffer: nothing of a longer slug may be left in the next.
            let mut buffer = Vec::new();
            for (name, country) in pairs {
                let plain = any_ascii::any_ascii(&format!("{name} {country}")).replace(['\'', '`'], "");
                let words: Vec<&str> =
                    plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
                let expected = if words.is_empty() { "place".to_owned() } else { words.join("-").to_lowercase() };
                prop_assert_eq!(slug([&name, &country], &mut buffer), expected);
            }
        }
    }
}
