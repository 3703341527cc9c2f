//! Finds places of one region whose names may be two spellings of one: `Mytishchi` and `Mytischi`.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use rayon::prelude::*;

use super::{Code, ProblemRow, place_rows, places::is_part};
use crate::{
    geodesy::distance_km,
    model::{Dataset, PlaceRow, romanize},
};

/// Places farther apart than this, in kilometres, aren't one place under two spellings. Two positions of one place
/// differ by less. Some pairs of real places with names one letter apart (Radeberg, Radeburg) are within 25 km.
const NEAR_KM: f64 = 15.0;

/// Shorter names have too many neighbours that differ by one letter.
pub(super) const LONG: usize = 7;

/// A longer name is prose or a mistake, and comparing it letter by letter would take time quadratic in its length.
pub(super) const LONGEST: usize = 100;

/// The number of earlier names with the same key that a name is compared with.
const COMPARED: usize = 8;

/// Examines one region after another, as many at a time as there are threads. Takes O(n log n) time for n places of a
/// region, times the letters of a name, and only as much memory as the largest region needs.
pub(super) fn check(dataset: &Dataset, problems: &mut Vec<ProblemRow>) {
    let region = |row| (dataset.country_of_place(row), dataset.region_of_place(row));
    let mut rows: Vec<_> = place_rows(dataset).map(|row| (region(row), row)).collect();
    rows.par_sort_unstable();
    let groups: Vec<_> = rows.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1).collect();
    problems.par_extend(groups.par_iter().flat_map_iter(|group| {
        let names: Vec<Named> = group.iter().map(|&(_, row)| Named::new(dataset, row)).collect();
        alike(dataset, &names)
    }));
}

/// The names of one region that are similar to an earlier one, in their order, each with the first of these.
fn alike(dataset: &Dataset, names: &[Named]) -> Vec<ProblemRow> {
    let keys = names.iter().map(|named| (named.key.as_str(), named.aliases.as_slice()));
    let candidates = Candidates::new(keys);
    let like_earlier = |earlier: &mut Vec<u32>, (later, y): (usize, &Named)| {
        candidates.before(later, earlier);
        let (x, how) = earlier.iter().find_map(|&number| {
            let x = &names[number as usize];
            Some((x, likeness(dataset, x, y)?))
        })?;
        Some(problem(dataset, x, y, how))
    };
    names.par_iter().enumerate().map_init(Vec::new, like_earlier).flatten().collect()
}

fn problem(dataset: &Dataset, x: &Named, y: &Named, how: &str) -> ProblemRow {
    let [x, y] = [x, y].map(|named| (dataset.place(named.row), dataset.locate_place(named.row)));
    let message = format!("`{}` ({}) may be `{}` ({}, line {}): {how}", y.0.name, y.0.id, x.0.name, x.0.id, x.1.1);
    let hint = "make them one place and the other name an alias, or let the names say what they differ in";
    ProblemRow::new(Code::SimilarNames, y.1, Some("name"), message, hint)
}

struct Named {
    row: PlaceRow,
    /// The name in small Latin letters and digits.
    key: String,
    /// Its other names in the same letters, sorted.
    aliases: Vec<String>,
}

impl Named {
    fn new(dataset: &Dataset, row: PlaceRow) -> Self {
        let place = dataset.place(row);
        let mut aliases: Vec<String> = place.other_names().map(romanize).collect();
        aliases.retain(|alias| !alias.is_empty());
        aliases.sort_unstable();
        aliases.dedup();
        Self { row, key: romanize(place.name), aliases }
    }
}

/// Stands for a run of vowels in a skeleton.
const VOWEL: char = '*';

/// With fewer consonants, too many names sound alike.
const CONSONANTS: usize = 3;

/// Beyond this many changed letters, two romanizations of one name are rare, and names that merely sound alike are
/// common.
const CHANGES: usize = 2;

/// The part of a name on which systems of romanization agree: `Baranavichy` and `Baranovichi` both give `b*r*n*v*c*`. y
/// and j count as vowels, and an h is dropped unless it is the first letter.
fn skeleton(key: &str) -> String {
    let mut skeleton = String::with_capacity(key.len());
    for (i, c) in key.chars().enumerate() {
        match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' if skeleton.ends_with(VOWEL) => {}
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' => skeleton.push(VOWEL),
            'h' if i > 0 => {}
            c => skeleton.push(c),
        }
    }
    skeleton
}

/// Finds names that share a key. The keys of a name are the name itself, its skeleton, its aliases, and the name with
/// one letter removed.
///
/// Two names that differ by one letter share a key when each loses a letter (symmetric deletion, as in SymSpell). So no
/// pair is missed, and not all pairs are compared.
pub(super) struct Candidates {
    /// The hashes of keys, each with the number of a name that has the key.
    keys: Vec<(u64, u32)>,
    /// The indices in `keys` of each name's keys, name after name; and the index at which those of each name begin.
    places: Vec<u32>,
    starts: Vec<u32>,
}

impl Candidates {
    /// Indexes names in small letters, each with its aliases.
    pub(super) fn new<'k>(names: impl ExactSizeIterator<Item = (&'k str, &'k [String])>) -> Self {
        let mut starts = vec![0_u32; names.len() + 1];
        let mut keys: Vec<(u64, u32)> = Vec::new();
        for (number, (name, aliases)) in (0..).zip(names).filter(|(_, (name, _))| !name.is_empty()) {
            each_key(name, aliases, |key| keys.push((key, number)));
        }
        keys.sort_unstable();
        keys.dedup();
        keys.iter().for_each(|&(_, number)| starts[number as usize + 1] += 1);
        for number in 1..starts.len() {
            starts[number] += starts[number - 1];
        }
        let (mut places, mut next) = (vec![0; keys.len()], starts.clone());
        for (place, &(_, number)) in (0..).zip(&keys) {
            let next = &mut next[number as usize];
            places[*next as usize] = place;
            *next += 1;
        }
        Self { keys, places, starts }
    }

    /// The names to compare with the one of a number: the last few before it that share a key, in order.
    pub(super) fn before(&self, number: usize, earlier: &mut Vec<u32>) {
        earlier.clear();
        for &place in &self.places[self.starts[number] as usize..self.starts[number + 1] as usize] {
            let (before, from) = self.keys.split_at(place as usize);
            let key = from[0].0;
            let same = before.iter().rev().take(COMPARED).take_while(|(other, _)| *other == key);
            earlier.extend(same.map(|&(_, number)| number));
        }
        earlier.sort_unstable();
        earlier.dedup();
    }
}

/// Calls `each` with the hash of every key of a name.
fn each_key(key: &str, aliases: &[String], mut each: impl FnMut(u64)) {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    each(hasher.hash_one(key));
    each(hasher.hash_one(skeleton(key).as_str()));
    aliases.iter().for_each(|alias| each(hasher.hash_one(alias.as_str())));
    if (LONG..=LONGEST).contains(&key.len()) {
        let mut shorter = String::with_capacity(key.len());
        for (at, letter) in key.char_indices() {
            shorter.clear();
            shorter.extend([&key[..at], &key[at + letter.len_utf8()..]]);
            each(hasher.hash_one(shorter.as_str()));
        }
    }
}

/// How two places may be one, if they may.
///
/// Names are compared first, which rules out most pairs. The records of the places are read only for the others.
fn likeness(dataset: &Dataset, x: &Named, y: &Named) -> Option<&'static str> {
    let how = likeness_of_names(x, y)?;
    let (a, b) = (dataset.place(x.row), dataset.place(y.row));
    let far = |km| matches!((a.position, b.position), (Some(a), Some(b)) if distance_km(a, b) > km);
    let differ = |a: Option<&str>, b: Option<&str>| matches!((a, b), (Some(a), Some(b)) if a != b);
    // A city and the district around it often have the same name.
    (a.id != b.id && !is_part(&a, &b) && !differ(a.kind, b.kind) && !far(NEAR_KM)).then_some(how)
}

fn likeness_of_names(x: &Named, y: &Named) -> Option<&'static str> {
    let is_alias = |a: &Named, b: &Named| b.aliases.binary_search(&a.key).is_ok();
    if x.key == y.key {
        Some("the names are the same but for case, accents, blanks or alphabet")
    } else if is_alias(x, y) || is_alias(y, x) {
        Some("one name is an alias of the other")
    } else if is_one_letter_apart(&x.key, &y.key) {
        Some("the names are one letter apart")
    } else if sound_alike(&x.key, &y.key) {
        Some("the names differ in vowels and h at most")
    } else {
        None
    }
}

/// Whether two keys have the same skeleton, enough consonants, and hardly differ otherwise.
pub(super) fn sound_alike(x: &str, y: &str) -> bool {
    let skeletons = [x, y].map(skeleton);
    skeletons[0] == skeletons[1]
        && skeletons[0].chars().filter(|&c| c != VOWEL).count() >= CONSONANTS
        && x.len() <= LONGEST
        && strsim::osa_distance(x, y) <= CHANGES
}

/// Whether two long names become equal if one letter is added, left out or changed. Names with different numbers don't
/// count.
///
/// Both names are in small Latin letters and digits, so that a letter is a byte.
fn is_one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < LONG || long.len() > LONGEST || long.len() - short.len() > 1 {
        return false;
    }
    let same_start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let same_end = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    let differs_in_digit =
        long[same_start..].iter().take(1).chain(short[same_start..].iter().take(1)).any(u8::is_ascii_digit);
    !differs_in_digit && same_start + same_end + 1 >= long.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_makes_two_spellings_and_a_number_two_places() {
        for (a, b) in [("mytishchi", "mytischi"), ("puchavichy", "puchavicy"), ("kaliningrad", "kaliningrod")] {
            assert!(is_one_letter_apart(a, b) && is_one_letter_apart(b, a), "{a} {b}");
        }
        for (a, b) in
            [("district1", "district2"), ("minsk", "pinsk"), ("polotsk", "novopolotsk"), ("district1", "district12")]
        {
            assert!(!is_one_letter_apart(a, b) && !is_one_letter_apart(b, a), "{a} {b}");
        }
    }
}
