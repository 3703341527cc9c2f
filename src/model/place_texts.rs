use std::{borrow::Cow, num::NonZeroU32};

use hashbrown::HashMap;

use super::{
    NamesByLanguage, PlaceRecord, TextId,
    stored::{PlaceDetails, Run, StoredNames, StoredTexts, few},
    texts::Texts,
};

/// The part of a data set that stores the texts of places. It is separate so that one thread can store these while
/// another stores the rest.
pub(super) struct PlaceTexts<'d> {
    pub(super) texts: &'d mut Texts,
    pub(super) lists: &'d mut Vec<TextId>,
    pub(super) details: &'d mut Vec<PlaceDetails>,
    pub(super) names: &'d mut Vec<StoredNames>,
    /// The details that consist only of words for a country, by these words.
    pub(super) of_words: &'d mut HashMap<TextId, NonZeroU32>,
}

impl PlaceTexts<'_> {
    pub(super) fn keep(&mut self, record: &PlaceRecord<'_>) -> StoredTexts {
        let words = words_at_most(record).then_some(record.country_text).flatten();
        let words = words.map(|words| self.keep_words(words));
        let texts = self.keep_all_but_words(record);
        StoredTexts { details: words.or(texts.details), ..texts }
    }

    /// Stores the texts of a place. If its only details are [words for its country](words_at_most), they are left out,
    /// and the caller has to [keep](Self::keep_words) them.
    pub(super) fn keep_all_but_words(&mut self, record: &PlaceRecord<'_>) -> StoredTexts {
        let details = (!words_at_most(record)).then(|| {
            let details = PlaceDetails {
                kind: self.intern(record.kind),
                country_text: self.intern(record.country_text),
                part_of: self.intern(record.part_of),
                geonames: self.intern(record.geonames),
                wikidata: self.intern(record.wikidata),
                names: self.keep_names(&record.names),
                aliases: keep_list(&record.aliases, self.lists, |alias| self.texts.keep(alias)),
                population: large_population(record),
            };
            self.keep_details(details)
        });
        StoredTexts { id: self.texts.intern(record.id), region: self.intern(record.region), details }
    }

    fn intern(&mut self, text: Option<&str>) -> Option<TextId> {
        text.map(|text| self.texts.intern(text))
    }

    fn keep_names(&mut self, names: &NamesByLanguage<'_>) -> Option<NonZeroU32> {
        if names.is_empty() {
            return None;
        }
        let mut stored = StoredNames::default();
        names.iter().for_each(|(language, name)| stored[language as usize] = Some(self.texts.intern(name)));
        self.names.push(stored);
        Some(number(self.names.len()))
    }

    /// Stores the details of a place, and returns their number.
    fn keep_details(&mut self, details: PlaceDetails) -> NonZeroU32 {
        self.details.push(details);
        number(self.details.len())
    }

    /// The number of details that consist only of these words for a country. All places with the same words share them,
    /// since most places of a list from elsewhere have no other details.
    pub(super) fn keep_words(&mut self, words: &str) -> NonZeroU32 {
        let words = self.texts.intern(words);
        if let Some(&kept) = self.of_words.get(&words) {
            return kept;
        }
        let kept = self.keep_details(PlaceDetails { country_text: Some(words), ..PlaceDetails::default() });
        self.of_words.insert(words, kept);
        kept
    }
}

/// The number of the last element of a list of this length, counted from one.
fn number(len: usize) -> NonZeroU32 {
    let number = u32::try_from(len).ok().and_then(NonZeroU32::new);
    number.expect("a data set has fewer than 2^32 rows in a list")
}

/// Whether a place has no details other than words for its country.
pub(super) fn words_at_most(record: &PlaceRecord<'_>) -> bool {
    let PlaceRecord { kind, part_of, geonames, wikidata, .. } = *record;
    kind.or(part_of).or(geonames).or(wikidata).is_none()
        && record.names.is_empty()
        && record.aliases.is_empty()
        && large_population(record).is_none()
}

/// The population, if it doesn't fit the row.
fn large_population(record: &PlaceRecord<'_>) -> Option<u64> {
    record.population.filter(|&population| few(population).is_none())
}

/// Stores a list of texts; `keep` stores each text.
pub(super) fn keep_list(list: &[Cow<'_, str>], lists: &mut Vec<TextId>, mut keep: impl FnMut(&str) -> TextId) -> Run {
    let count = |len: usize| u32::try_from(len).expect("a data set has fewer than 2^32 texts in lists");
    if list.is_empty() {
        return 0..0;
    }
    let start = count(lists.len());
    lists.extend(list.iter().map(|text| keep(text)));
    start..count(lists.len())
}
