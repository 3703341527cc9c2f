//! Ids for the places of a pair table.

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};

use super::pair_places::{Places, Seen};

/// The ids that names give, one after the other.
pub(super) struct Stems {
    texts: String,
    /// Where each ends; of a place with an id of its own it is empty.
    ends: Vec<usize>,
}

impl Stems {
    pub(super) fn of(places: &Places) -> Self {
        let (mut texts, mut ends) = (Vec::with_capacity(32 * places.len()), Vec::with_capacity(places.len()));
        for place in places.iter() {
            if place.id.is_empty() {
                push_slug([place.name, place.country], &mut texts);
            }
            ends.push(texts.len());
        }
        Self { texts: String::from_utf8(texts).expect("a slug is ASCII"), ends }
    }

    fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.texts[start..self.ends[at]]
    }

    /// The ids of places: their own, or name and country in small Latin letters (`mogilev-belarus`). Of several places
    /// with one such id, those after the first by name and country get a number, so that the order of rows leaves no
    /// trace.
    pub(super) fn ids<'a>(&'a self, places: &'a Places) -> Vec<Cow<'a, str>> {
        let seen: Vec<Seen<'a>> = places.iter().collect();
        let mut taken: HashSet<Cow<'a, str>> =
            seen.iter().map(|place| place.id).filter(|id| !id.is_empty()).map(Cow::Borrowed).collect();
        let mut of_stem: HashMap<&str, usize> = HashMap::with_capacity(seen.len());
        let unnamed = || (0..seen.len()).filter(|&at| seen[at].id.is_empty());
        unnamed().for_each(|at| *of_stem.entry(self.get(at)).or_default() += 1);
        // Only these may meet an id that another place has or gets: a number is given to a stem that several have.
        let is_contested =
            |stem: &str| of_stem[stem] > 1 || taken.contains(stem) || stem.ends_with(|c: char| c.is_ascii_digit());
        let mut contested: Vec<usize> = unnamed().filter(|&at| is_contested(self.get(at))).collect();
        contested.sort_by_key(|&at| (seen[at].name, seen[at].country));
        let own = |(at, place): (usize, &Seen<'a>)| if place.id.is_empty() { self.get(at) } else { place.id };
        let mut ids: Vec<Cow<'a, str>> = seen.iter().enumerate().map(own).map(Cow::Borrowed).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for at in contested {
            let stem = self.get(at);
            let count = counts.entry(stem).or_default();
            ids[at] = loop {
                *count += 1;
                let id = if *count == 1 { Cow::Borrowed(stem) } else { Cow::Owned(format!("{stem}-{count}")) };
                if taken.insert(id.clone()) {
                    break id;
                }
            };
        }
        ids
    }
}

/// `Biała Podlaska`, `Poland` as `biala-podlaska-poland`; `place` where no letter or digit is left.
fn push_slug(texts: [&str; 2], slugs: &mut Vec<u8>) {
    let start = slugs.len();
    let mut push = |byte: u8| {
        if byte.is_ascii_alphanumeric() {
            slugs.push(byte.to_ascii_lowercase());
        } else if !matches!(byte, b'\'' | b'`') && slugs.len() > start && slugs.last() != Some(&b'-') {
            slugs.push(b'-');
        }
    };
    for text in texts {
        if text.is_ascii() {
            text.bytes().for_each(&mut push);
        } else {
            any_ascii::any_ascii(text).bytes().for_each(&mut push);
        }
        push(b' ');
    }
    while slugs.len() > start && slugs.last() == Some(&b'-') {
        slugs.pop();
    }
    if slugs.len() == start {
        slugs.extend(b"place");
    }
}
