//! Places of one region whose names may be two spellings of one: `Mytishchi` and `Mytischi`.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

use super::{Code, ProblemRow, place_rows, places::is_part};
use crate::{
    geodesy::distance_km,
    graph::romanize,
    model::{CountryCode, Dataset, PlaceRecord, PlaceRow},
};

/// Two places further apart than this aren't one place under two spellings, in kilometres. Positions of one place
/// differ by less; of pairs of real places one letter apart (Radeberg, Radeburg) some are nearer than 25.
const NEAR_KM: f64 = 15.0;

/// A name of fewer letters has too many neighbours one letter away.
const LONG: usize = 7;

/// A name of more is prose, or a mistake; comparing it letter by letter would take the square of its length.
const LONGEST: usize = 100;

/// How many names of one key are compared with each other.
const COMPARED: usize = 8;

pub(super) fn check(dataset: &Dataset, problems: &mut Vec<ProblemRow>) {
    let mut groups: HashMap<(Option<CountryCode>, Option<&str>), Vec<Named<'_>>> = HashMap::new();
    for row in place_rows(dataset) {
        let place = dataset.place(row);
        groups.entry((place.country, place.region)).or_default().push(Named::new(row, place));
    }
    // The order of the groups leaves no trace: problems are sorted in the end.
    for group in groups.values() {
        let mut pairs = candidates(group);
        pairs.sort_unstable();
        pairs.dedup();
        let mut reported = None;
        for (later, earlier) in pairs {
            let (x, y) = (&group[earlier], &group[later]);
            if reported != Some(later)
                && let Some(how) = likeness(x, y)
            {
                reported = Some(later);
                problems.push(problem(dataset, x, y, how));
            }
        }
    }
}

fn problem(dataset: &Dataset, x: &Named<'_>, y: &Named<'_>, how: &str) -> ProblemRow {
    let message = format!(
        "`{}` ({}) may be `{}` ({}, line {}): {how}",
        y.place.name,
        y.place.id,
        x.place.name,
        x.place.id,
        dataset.locate_place(x.row).1
    );
    let hint = "make them one place and the other name an alias, or let the names say what they differ in";
    ProblemRow::new(Code::SimilarNames, dataset.locate_place(y.row), Some("name"), message, hint)
}

struct Named<'d> {
    row: PlaceRow,
    place: PlaceRecord<'d>,
    /// The name in small Latin letters and digits.
    key: String,
    /// The consonants of the key.
    skeleton: String,
    aliases: Vec<String>,
}

impl<'d> Named<'d> {
    fn new(row: PlaceRow, place: PlaceRecord<'d>) -> Self {
        let key = romanize(place.name);
        let mut aliases: Vec<String> = place.aliases.iter().map(|alias| romanize(alias)).collect();
        aliases.retain(|alias| !alias.is_empty());
        aliases.sort_unstable();
        aliases.dedup();
        let skeleton = skeleton(&key);
        Self { row, place, key, skeleton, aliases }
    }
}

/// What stands for a run of vowels in a skeleton.
const VOWEL: char = '*';

/// With fewer consonants names that sound alike are too many.
const CONSONANTS: usize = 3;

/// With more letters changed two ways of romanizing one name are rare, and names that only sound alike are not.
const CHANGES: usize = 2;

/// What ways of romanizing agree on: `Baranavichy` and `Baranovichi` are both `b*r*n*v*c*`. y and j are vowels, and an
/// h that isn't the first letter goes.
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

/// Pairs that share a key: the name, its skeleton, an alias, or the name less a letter. (later, earlier), by number.
///
/// Two names one letter apart share what is left when each loses a letter (symmetric deletion, as in SymSpell), so
/// that no pair is missed and not all are compared.
fn candidates(group: &[Named<'_>]) -> Vec<(usize, usize)> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut keys: Vec<(u64, usize)> = Vec::new();
    for (number, named) in group.iter().enumerate().filter(|(_, named)| !named.key.is_empty()) {
        keys.push((hasher.hash_one(&named.key), number));
        keys.push((hasher.hash_one(&named.skeleton), number));
        keys.extend(named.aliases.iter().map(|alias| (hasher.hash_one(alias), number)));
        if (LONG..=LONGEST).contains(&named.key.len()) {
            let less = |at: usize| {
                let mut shorter = named.key.clone();
                shorter.remove(at);
                (hasher.hash_one(&shorter), number)
            };
            keys.extend(named.key.char_indices().map(|(at, _)| less(at)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    let mut pairs = Vec::new();
    for same in keys.chunk_by(|x, y| x.0 == y.0) {
        for (i, &(_, earlier)) in same.iter().enumerate() {
            pairs.extend(same[i + 1..].iter().take(COMPARED).map(|&(_, later)| (later, earlier)));
        }
    }
    pairs
}

/// In what way two places may be one, where they may.
fn likeness(x: &Named<'_>, y: &Named<'_>) -> Option<&'static str> {
    let far = |km| matches!((x.place.position, y.place.position), (Some(a), Some(b)) if distance_km(a, b) > km);
    let differ = |a: Option<&str>, b: Option<&str>| matches!((a, b), (Some(a), Some(b)) if a != b);
    // A city and the district around it bear one name by right.
    if x.place.id == y.place.id || is_part(&x.place, &y.place) || differ(x.place.kind, y.place.kind) || far(NEAR_KM) {
        return None;
    }
    let is_alias = |a: &Named<'_>, b: &Named<'_>| b.aliases.binary_search(&a.key).is_ok();
    if x.key == y.key {
        Some("the names are the same but for case, accents, blanks or alphabet")
    } else if is_alias(x, y) || is_alias(y, x) {
        Some("one name is an alias of the other")
    } else if is_one_letter_apart(&x.key, &y.key) {
        Some("the names are one letter apart")
    } else if x.skeleton == y.skeleton
        && x.skeleton.chars().filter(|&c| c != VOWEL).count() >= CONSONANTS
        && x.key.len() <= LONGEST
        && strsim::osa_distance(&x.key, &y.key) <= CHANGES
    {
        Some("the names differ in vowels and h at most")
    } else {
        None
    }
}

/// Whether one letter, added, left out or changed, makes two long names one. Names with different numbers aren't.
fn is_one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < LONG || long.len() > LONGEST || long.len() - short.len() > 1 {
        return false;
    }
    let same_start = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    let same_end = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    let differs_in_digit =
        long[same_start..].iter().take(1).chain(short[same_start..].iter().take(1)).any(|c| c.is_ascii_digit());
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
