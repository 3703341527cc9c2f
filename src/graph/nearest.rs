//! Suggestions for a text that means nothing: the nearest names.

use std::cmp::Reverse;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::{
    country_text::suggest_countries,
    finding::{Finding, FindingKind},
    likeness::{Likeness, differ, looks_like, most_edits},
    names::Names,
    network::{Network, Place},
    subject::{Candidate, Subject, split_area},
};
use crate::model::{CountryCode, Level, fold};

/// How many comparisons of a text with a name are made for a list of findings; this takes some seconds. Where a hundred
/// thousand names are unknown, misspellings aren't the cause.
const MOST_COMPARED: usize = 1 << 32;

/// The most letters of a text for which names are suggested, which is the number of bits in a word.
const LONGEST: usize = 64;

/// How many subjects are suggested at most.
const SUGGESTED: usize = 3;

/// A text to compare with names, and the country in which a place is sought.
struct Asked {
    folded: String,
    country: Option<CountryCode>,
}

impl Asked {
    /// `None` for a text that is near no name: it has no letter, or is longer than names are.
    fn new(names: &Names<'_>, text: &str, country: Option<CountryCode>) -> Option<Self> {
        let (name, area) = split_area(text).map_or((text, None), |(name, area)| (name, Some(area)));
        let folded = fold(name);
        let country = country.or_else(|| names.country_of_area(area?));
        (1..=LONGEST).contains(&folded.chars().count()).then_some(Self { folded, country })
    }
}

/// A near name: its distance and subject. The order is that of suggestions: nearest first, then cities before regions
/// before countries.
type Near = (usize, Reverse<Level>, Subject);

impl Names<'_> {
    /// Up to three subjects with the names nearest to `text`, nearest first, cities before regions before countries.
    /// The distance is optimal string alignment, where swapping two neighbours is one edit. A name must look like the
    /// text and be at most five edits away, and at most a third of the text's letters. If one of the subjects lies in
    /// `country`, or in the area that the text ends with, only such subjects are suggested. Otherwise, if one lies in
    /// the focus of the data set, and is hardly farther than the nearest of all, only those in the focus are suggested.
    ///
    /// Takes O(names) time.
    pub(super) fn suggest(&self, text: &str, levels: &[Level], country: Option<CountryCode>) -> Vec<Candidate> {
        let Some(asked) = Asked::new(self, text, country) else { return Vec::new() };
        let likeness = Likeness::to(asked.folded);
        let mut near: Vec<Near> = Vec::new();
        self.each_folded(levels, |name, subject| {
            if let Some(distance) = likeness.of(name) {
                near.push((distance, Reverse(subject.level()), subject));
            }
        });
        self.first_of(near, asked.country)
    }

    /// The first of some near subjects, each once: those of the country asked for, otherwise those of the focus.
    fn first_of(&self, mut near: Vec<Near>, country: Option<CountryCode>) -> Vec<Candidate> {
        if let Some(country) = country
            && near.iter().any(|&(.., subject)| self.country_of(subject) == Some(country))
        {
            near.retain(|&(.., subject)| self.country_of(subject) == Some(country));
        } else if let Some(nearest) = near.iter().map(|&(distance, ..)| distance).min() {
            // A name that is twice as far as the nearest isn't meant.
            near.retain(|&(distance, ..)| distance < 2 * nearest.max(1));
            let in_focus = |&(.., subject): &Near| self.is_in_focus(subject);
            if near.iter().any(|near| near.0 <= nearest + 1 && in_focus(near)) {
                near.retain(in_focus);
            }
        }
        near.sort_unstable_by_key(|&(distance, level, subject)| (distance, level, self.key(subject)));
        let mut nearest: Vec<Subject> = Vec::new();
        for (_, _, subject) in near {
            if nearest.len() < SUGGESTED && !nearest.contains(&subject) {
                nearest.push(subject);
            }
        }
        nearest.into_iter().map(|subject| self.candidate(subject)).collect()
    }
}

impl Place<'_> {
    /// The number of edits between `text` and the name or another name of the place, if they look alike.
    pub(crate) fn likeness(self, text: &str) -> Option<usize> {
        let asked = Likeness::to(fold(text));
        let others = self.other_names();
        let names = std::iter::once(self.name()).chain(others.iter().map(AsRef::as_ref));
        names.filter_map(|name| asked.of(&fold(name))).min()
    }
}

impl Network {
    /// Adds suggestions to findings about unknown names, as [`Names::find`] makes them. Building a network leaves them
    /// out, since few findings are shown.
    ///
    /// Each distinct text is looked up once, in order of appearance, until as many names have been compared as takes
    /// some seconds: O(distinct texts x names), at most 2^32 comparisons.
    pub fn suggest_names(&self, findings: &mut [Finding]) {
        self.suggest_countries(findings.iter_mut());
        let suggested = self.suggested_names(findings);
        for (finding, suggested) in findings.iter_mut().zip(suggested) {
            if let FindingKind::UnknownEnd { suggestions, .. }
            | FindingKind::UnknownPlace { suggestions, .. }
            | FindingKind::UnknownRegion { suggestions, .. } = &mut finding.kind
            {
                *suggestions = suggested;
            }
        }
    }

    /// Adds suggestions only to findings about words for countries.
    pub fn suggest_countries<'f>(&self, findings: impl Iterator<Item = &'f mut Finding>) {
        suggest_countries(findings, self.register());
    }

    /// The suggestions for each finding.
    fn suggested_names(&self, findings: &[Finding]) -> Vec<Vec<Candidate>> {
        let mut seen = HashSet::new();
        let mut texts: Vec<Unknown<'_>> = findings.iter().filter_map(|finding| unknown(&finding.kind)).collect();
        texts.retain(|&text| seen.insert(text));
        let mut suggestions = suggestions(&self.names(), &texts);
        for (&(_, level, country), suggested) in texts.iter().zip(&mut suggestions) {
            // A region of another country isn't meant, so such a finding gets no suggestion.
            if let (Some(Level::Region), Some(country)) = (level, country) {
                let register = self.register();
                let is_there =
                    |id: &str| register.find_region(id).is_some_and(|id| register.region(id).country == country);
                suggested.retain(|candidate| is_there(&candidate.id));
            }
        }
        let of_text: HashMap<Unknown<'_>, Vec<Candidate>> = texts.into_iter().zip(suggestions).collect();
        let of_finding = |finding: &Finding| of_text.get(&unknown(&finding.kind)?).cloned();
        findings.iter().map(|finding| of_finding(finding).unwrap_or_default()).collect()
    }
}

/// A text that means nothing; the level that its place must have, if there is only one; and the country that it must
/// lie in, if there is one.
type Unknown<'f> = (&'f str, Option<Level>, Option<CountryCode>);

fn unknown(kind: &FindingKind) -> Option<Unknown<'_>> {
    match kind {
        FindingKind::UnknownEnd { text, .. } => Some((text, None, None)),
        FindingKind::UnknownPlace { text, level, .. } => Some((text, *level, None)),
        FindingKind::UnknownRegion { region, country, .. } => Some((region, Some(Level::Region), *country)),
        _ => None,
    }
}

/// The suggestions for each text, up to the limit on comparisons.
fn suggestions(names: &Names<'_>, texts: &[Unknown<'_>]) -> Vec<Vec<Candidate>> {
    if texts.len() <= FEW {
        let levels = |level: Option<Level>| level.map_or(Level::ALL.to_vec(), |level| vec![level]);
        return texts.iter().map(|&(text, level, country)| names.suggest(text, &levels(level), country)).collect();
    }
    let folded = FoldedNames::of(names);
    let looked_for = &texts[..texts.len().min(MOST_COMPARED / folded.names.len().max(1))];
    let near = |&(text, level, country): &Unknown<'_>| {
        Asked::new(names, text, country)
            .map_or_else(Vec::new, |asked| names.first_of(folded.near(&asked, level), asked.country))
    };
    looked_for.par_iter().map(near).collect()
}

/// For up to this many texts, each look-up folds all names; for more, the names are folded once.
const FEW: usize = 20;

/// All names, folded, to compare many texts with.
struct FoldedNames {
    /// Every letter that occurs, with its number.
    letters: HashMap<char, u32>,
    /// The letters of all names, one name after another, as numbers.
    spelt: Vec<u32>,
    /// The names, sorted by length.
    names: Vec<FoldedName>,
}

struct FoldedName {
    /// The index of its first letter in `spelt`, and the number of its letters.
    start: usize,
    length: usize,
    /// A set of the name's letters in 64 bits. Different letters may share a bit.
    has: u64,
    subject: Subject,
}

impl FoldedNames {
    /// Takes O(letters + names log names) time.
    fn of(names: &Names<'_>) -> Self {
        let mut folded = Self { letters: HashMap::new(), spelt: Vec::new(), names: Vec::new() };
        names.each_folded(Level::ALL, |name, subject| {
            let start = folded.spelt.len();
            let mut has = 0;
            for letter in name.chars() {
                let count = u32::try_from(folded.letters.len()).expect("there are fewer letters than 2^32");
                let number = *folded.letters.entry(letter).or_insert(count);
                has |= bit_of(number);
                folded.spelt.push(number);
            }
            folded.names.push(FoldedName { start, length: folded.spelt.len() - start, has, subject });
        });
        folded.names.sort_by_key(|name| name.length);
        folded
    }

    /// The names near to a text.
    fn near(&self, asked: &Asked, level: Option<Level>) -> Vec<Near> {
        let letters: Vec<Option<u32>> = asked.folded.chars().map(|letter| self.letters.get(&letter).copied()).collect();
        let bits = letters.iter().flatten().fold(0, |bits, &letter| bits | bit_of(letter));
        let pattern = Pattern::of(&letters, self.letters.len());
        let most = most_edits(letters.len());
        let length = |bound: usize| self.names.partition_point(|name| name.length < bound);
        let about_as_long = length(letters.len().saturating_sub(most))..length(letters.len() + most + 1);
        // An edit removes and adds at most one letter.
        let may_be_near = |name: &&FoldedName| differ(name.has, bits) <= most;
        let names = self.names[about_as_long].iter().filter(may_be_near);
        let at_level = names.filter(|name| level.is_none_or(|level| name.subject.level() == level));
        // A letter that no name has gets a number that no name's letter has.
        let letters: Vec<u32> = letters.into_iter().map(|letter| letter.unwrap_or(u32::MAX)).collect();
        let near = at_level.filter_map(|name| {
            let spelt = &self.spelt[name.start..name.start + name.length];
            let distance = pattern.distance(spelt);
            let is_near = distance <= most && looks_like(spelt, &letters, distance);
            is_near.then_some((distance, Reverse(name.subject.level()), name.subject))
        });
        near.collect()
    }
}

fn bit_of(letter: u32) -> u64 {
    1 << (letter % u64::BITS)
}

/// A text of at most 64 letters, prepared to be compared with many others.
struct Pattern {
    length: usize,
    /// For each letter, a bit for each position at which the text has it.
    at: Vec<u64>,
}

impl Pattern {
    /// The pattern of a text, given by the numbers of its letters, which are below `count`; `None` stands for a letter
    /// that no name has.
    fn of(letters: &[Option<u32>], count: usize) -> Self {
        let mut at = vec![0; count];
        for (place, letter) in letters.iter().enumerate() {
            letter.iter().for_each(|&letter| at[letter as usize] |= 1 << place);
        }
        Self { length: letters.len(), at }
    }

    /// The optimal string alignment distance. All rows of a column of its table are computed at once in the bits of a
    /// word: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of
    /// Computing 10 (2003).
    fn distance(&self, other: &[u32]) -> usize {
        let Some(last) = self.length.checked_sub(1) else { return other.len() };
        let (mut increases, mut decreases, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut distance = self.length;
        for &letter in other {
            let is_there = self.at[letter as usize];
            let swapped = ((!diagonal & is_there) << 1) & before;
            let carried = (is_there & increases).wrapping_add(increases) ^ increases;
            diagonal = carried | is_there | decreases | swapped;
            let right_up = decreases | !(diagonal | increases);
            let right_down = diagonal & increases;
            distance += (right_up >> last & 1) as usize;
            distance -= (right_down >> last & 1) as usize;
            let right_up = right_up << 1 | 1;
            increases = right_down << 1 | !(diagonal | right_up);
            decreases = right_up & diagonal;
            before = is_there;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn distances_are_those_of_strsim(text in "[a-e]{0,64}", other in "[a-f]{0,70}") {
            let number = |letter: char| u32::from(letter) - u32::from('a');
            // No name contains `e`, which the pattern marks by `None`.
            let letters: Vec<Option<u32>> = text.chars().map(|c| Some(number(c)).filter(|&c| c != 4)).collect();
            let other = other.replace('e', "f");
            let spelt: Vec<u32> = other.chars().map(number).collect();
            prop_assert_eq!(Pattern::of(&letters, 6).distance(&spelt), strsim::osa_distance(&text, &other));
        }
    }
}
