//! Finds rows of the ledger that repeat others.

use std::{collections::HashMap, hash::Hash};

use super::{
    Code, ProblemRow,
    names::{Candidates, LONG, LONGEST, sound_alike},
};
use crate::{
    graph::{ContactRow, Curator, Network, TotalRow},
    model::{CuratorRecord, Date, Rows, TotalRecord, reconcile, romanize},
};

/// Takes O(rows of the ledger) time.
pub(super) fn check(network: &Network, problems: &mut Vec<ProblemRow>) {
    let ledger = network.dataset().ledger();
    // Contacts with different ids are different, and a year may have many that look the same.
    let is_of_a_day = |date: Date| date.first_day() == date.last_day();
    // Places are compared by what they mean, whatever they are called.
    let contacts = ledger.contacts.iter().enumerate().map(|(at, row)| {
        let named = network.contact(ContactRow(at)).map(|it| [it.from, it.to]);
        let mut row = (row.id.is_none() && row.date.is_some_and(is_of_a_day)).then(|| row.clone())?;
        if named.is_some() {
            (row.from, row.to) = (None, None);
        }
        Some((row, named))
    });
    again(&ledger.contacts, contacts, "two contacts of one day need a title or a note that tells them apart", problems);
    let totals = ledger.totals.iter().enumerate().map(|(at, row)| {
        let named = network.total(TotalRow(at)).map(|it| [it.from, it.to]);
        let mut row = TotalRecord { id: None, source: None, note: None, ..row.clone() };
        if named.is_some() {
            (row.from, row.to) = (None, None);
        }
        Some((row, named))
    });
    again(&ledger.totals, totals, "delete one of the two rows", problems);
    let places: HashMap<usize, _> = network.participants().map(|it| (it.row, (it.event, it.place))).collect();
    let rows = (0..ledger.participants.len()).map(|row| places.get(&row).copied());
    again(&ledger.participants, rows, "a place takes part once: put the people of both rows into one", problems);
    let figures: HashMap<usize, _> =
        network.indicators().map(|it| (it.row, (it.place, it.record.name.as_str(), it.record.year))).collect();
    let rows = (0..ledger.indicators.len()).map(|row| figures.get(&row).copied());
    again(&ledger.indicators, rows, "a place has one figure of a name in a year; the last row counts", problems);
    check_curators(network, problems);
    check_officials(&ledger.curators, problems);
}

/// Reports each row that has the same key as an earlier one.
fn again<T, K: Hash + Eq>(
    rows: &Rows<T>,
    keys: impl Iterator<Item = Option<K>>,
    hint: &'static str,
    problems: &mut Vec<ProblemRow>,
) {
    let mut first: HashMap<K, u32> = HashMap::new();
    for (row, key) in keys.enumerate() {
        let Some(key) = key else { continue };
        let (file, line) = rows.locate(row);
        match first.get(&key) {
            Some(earlier) => {
                let message = format!("the row says what line {earlier} says");
                problems.push(ProblemRow::new(Code::DoubledEntry, (file, line), None, message, hint));
            }
            None => drop(first.insert(key, line)),
        }
    }
}

/// The number of entries of one official and office for one region that are compared with later ones.
const KEPT: usize = 64;

/// Reports the same official or office for the same region at the same time, whatever the region is called.
fn check_curators(network: &Network, problems: &mut Vec<ProblemRow>) {
    let rows = &network.dataset().ledger().curators;
    let mut earlier: HashMap<_, Vec<Curator<'_>>> = HashMap::new();
    for curator in network.curators() {
        let same = earlier.entry((curator.region, &curator.record.official, &curator.record.office)).or_default();
        if let Some(other) = same.iter().find(|other| overlap(other.record, curator.record)) {
            let message = format!("the row says what line {} says", rows.locate(other.row).1);
            let hint = "delete one of the two rows, or give each its time";
            problems.push(ProblemRow::new(Code::DoubledEntry, rows.locate(curator.row), None, message, hint));
        }
        if same.len() < KEPT {
            same.push(curator);
        }
    }
}

/// Reports curators without a name or office, and officials whose names are spellings of one: they differ in case,
/// accents, blanks, punctuation, alphabet, romanization or the order of words, or by a small mistake.
fn check_officials(rows: &Rows<CuratorRecord>, problems: &mut Vec<ProblemRow>) {
    // Each distinct name with the line of its first row, and the rows with their names.
    let (mut numbers, mut names, mut officials) = (HashMap::new(), Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        let place = rows.locate(at);
        if !row.names_somebody() {
            let message = format!("nobody is named who looks after `{}`", row.region);
            let hint = "name the official or the office, or delete the row";
            problems.push(ProblemRow::new(Code::NobodyNamed, place, None, message, hint));
        }
        let Some(name) = row.official.as_deref().filter(|_| row.names_somebody()) else { continue };
        let words = words(name, reconcile);
        if !words.is_empty() {
            let number = *numbers.entry(words).or_insert(names.len());
            if number == names.len() {
                names.push((name, place.1));
            }
            officials.push((number, name, place));
        }
    }
    // A mistake may separate two letters that stand for one sound, so both keys are tried.
    let [by_sounds, by_letters] = [reconcile, romanize].map(|spell| earlier_spellings(&names, spell));
    for (number, name, place) in officials {
        let (other, line) = names[by_sounds[number].or(by_letters[number]).unwrap_or(number)];
        if other != name {
            let message = format!("`{name}` may be the official of line {line}, `{other}`");
            let hint = "write the name alike where it is one person";
            problems.push(ProblemRow::new(Code::SimilarOfficials, place, Some("official"), message, hint));
        }
    }
}

/// The words of a name in small Latin letters, sorted so that their order doesn't matter; initials come first.
fn words(name: &str, spell: fn(&str) -> String) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).map(spell).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.collect();
    words.sort_unstable_by(|x, y| (x.len() > 1, x).cmp(&(y.len() > 1, y)));
    words
}

/// For each name, an earlier one of which it may be another spelling.
fn earlier_spellings(names: &[(&str, u32)], spell: fn(&str) -> String) -> Vec<Option<usize>> {
    let names: Vec<Vec<String>> = names.iter().map(|(name, _)| words(name, spell)).collect();
    let keys: Vec<String> = names.iter().map(|words| words.join(" ")).collect();
    let candidates = Candidates::new(keys.iter().map(|key| (key.as_str(), [].as_slice())));
    let mut before = Vec::new();
    let mut earlier = |number: usize| {
        candidates.before(number, &mut before);
        let name = &names[number];
        let is_alike =
            |other: &Vec<String>| other.len() == name.len() && other.iter().zip(name).all(|(x, y)| may_be(x, y));
        before.iter().map(|&other| other as usize).find(|&other| is_alike(&names[other]))
    };
    (0..names.len()).map(&mut earlier).collect()
}

/// Whether a word may be another spelling of the other: a long word may have one letter added, left out, changed or
/// swapped with the next, or other vowels. Initials must be equal.
fn may_be(x: &str, y: &str) -> bool {
    let has_slip = || {
        (LONG..=LONGEST).contains(&x.len()) && (LONG..=LONGEST).contains(&y.len()) && strsim::osa_distance(x, y) == 1
    };
    x == y || has_slip() || sound_alike(x, y)
}

fn overlap(a: &CuratorRecord, b: &CuratorRecord) -> bool {
    let ends_before = |x: &CuratorRecord, y: &CuratorRecord| {
        x.until.zip(y.from).is_some_and(|(until, from): (Date, Date)| until.last_day() < from.first_day())
    };
    !ends_before(a, b) && !ends_before(b, a)
}
