//! The places of a data set.

use std::ops::Range;

use hashbrown::HashMap;

use super::{Dataset, PlaceRow, TextId, count};
use crate::model::{
    BriefPlace, CountryCode, Language, NamesByLanguage, PlaceBatch, PlaceRecord, Position, Sought,
    lines::Lines,
    place_texts::{PlaceTexts, words_at_most},
    stored::{PlaceDetails, StoredNames, StoredPlace, StoredTexts, few},
};

impl Dataset {
    /// Adds a place read at `line` (1 is the first line of its file).
    pub fn push_place(&mut self, record: &PlaceRecord<'_>, line: u32) {
        let Self { texts, lists, place_details: details, names_by_language, details_of_words: of_words, .. } = self;
        self.place_texts.push(PlaceTexts { texts, lists, details, names: names_by_language, of_words }.keep(record));
        self.places.push(stored(record));
        self.names.push(record.name);
        self.place_lines.push(line);
    }

    /// Removes the places.
    pub(crate) fn clear_places(&mut self) {
        self.places.clear();
        self.place_texts.clear();
        self.names.clear();
        self.place_details.clear();
        self.names_by_language.clear();
        self.details_of_words.clear();
        self.place_lines = Lines::default();
    }

    /// Adds `rows` places, each with its line, as [`push_place`](Self::push_place) would. One thread stores their
    /// texts, which takes longest, and another stores the rest. `positions` gives the position of each place, or
    /// [`Position::NOWHERE`] where it isn't known; the positions in the records are ignored.
    pub(crate) fn extend_places<'r>(
        &mut self,
        rows: usize,
        place: impl Fn(usize) -> (PlaceRecord<'r>, u32) + Sync,
        positions: impl FnOnce() -> Vec<Position> + Send,
    ) {
        let Self { texts, lists, place_details: details, names_by_language, details_of_words: of_words, .. } = self;
        let mut keeper = PlaceTexts { texts, lists, details, names: names_by_language, of_words };
        let Self { places, place_texts, names, place_lines, .. } = self;
        let before = place_texts.len();
        let keep_texts = || place_texts.extend((0..rows).map(|at| keeper.keep_all_but_words(&place(at).0)));
        // `distinct` has the words that places use for their countries; `words_of` has the number of the words of each
        // place, counted from one, or 0 for none.
        let (mut distinct, mut words_of) = (Vec::new(), Vec::with_capacity(rows));
        let mut number_of: HashMap<&str, u32> = HashMap::new();
        let keep_the_rest = || {
            for ((record, line), position) in (0..rows).map(&place).zip(positions()) {
                places.push(StoredPlace { position, ..stored(&record) });
                names.push(record.name);
                place_lines.push(line);
                let words = record.country_text.filter(|_| words_at_most(&record));
                let number = |words| {
                    *number_of.entry(words).or_insert_with(|| {
                        distinct.push(words);
                        count(distinct.len())
                    })
                };
                words_of.push(words.map_or(0, number));
            }
        };
        both(rows, keep_texts, keep_the_rest);
        let kept = distinct.into_iter().map(|words| Some(keeper.keep_words(words)));
        let kept: Vec<_> = std::iter::once(None).chain(kept).collect();
        for (texts, words) in place_texts[before..].iter_mut().zip(words_of) {
            texts.details = texts.details.or(kept[words as usize]);
        }
    }

    /// Prepares each place as the data set would store it, and adds it to `batch`: for
    /// [`push_places`](Self::push_places).
    pub(crate) fn known_places(&self, places: &[BriefPlace<'_>], batch: &mut PlaceBatch) {
        for place in places {
            let region = place.region.and_then(|text| self.texts.find(Sought::new(text)));
            batch.push(place, region);
        }
    }

    /// Adds places as [`push_place`](Self::push_place) would: of each batch a range of rows, which were read one per
    /// line, from the given line on. The batches must come from this data set.
    pub(crate) fn push_places(&mut self, runs: &[(&PlaceBatch, Range<usize>, u32)]) {
        let Self { texts, places, place_texts, names, place_lines, .. } = self;
        let take_texts = || {
            for (batch, rows, _) in runs {
                let mut new_regions = batch.new_regions_from(rows.start).peekable();
                for row in rows.clone() {
                    let id = texts.intern_sought(batch.id(row));
                    let new_region = new_regions.next_if(|(of_row, _)| *of_row == row);
                    let region = new_region.map(|(_, region)| texts.intern(region)).or(batch.region(row));
                    place_texts.push(StoredTexts { id, region, details: None });
                }
            }
        };
        let take_the_rest = || {
            for (batch, rows, line) in runs {
                place_lines.push_run(*line, count(rows.len()));
                names.extend(&batch.names, rows.clone());
                places.extend_from_slice(&batch.places[rows.clone()]);
            }
        };
        let count = runs.iter().map(|(_, rows, _)| rows.len()).sum();
        both(count, take_texts, take_the_rest);
    }

    /// The text in which the place of `row` names its country in words; `None` if it has no words for it, or has a
    /// code.
    pub(crate) fn country_in_words(&self, row: PlaceRow) -> Option<TextId> {
        if self.country_of_place(row).is_some() { None } else { self.details_of_place(row)?.country_text }
    }

    /// Whether there is a place whose only details are words for its country, as in most lists from elsewhere.
    pub(crate) fn has_countries_in_words(&self) -> bool {
        !self.details_of_words.is_empty()
    }

    /// Gives the place of `row` a country, or none.
    pub(crate) fn set_country(&mut self, row: PlaceRow, country: Option<CountryCode>) {
        self.places[row.0 as usize].country = country;
    }

    /// Gives the place of `row` a region, by its code.
    pub(crate) fn set_region(&mut self, row: PlaceRow, code: &str) {
        let code = self.texts.intern(code);
        self.place_texts[row.0 as usize].region = Some(code);
    }

    /// Takes the region of the place of `row` away.
    pub(crate) fn clear_region(&mut self, row: PlaceRow) {
        self.place_texts[row.0 as usize].region = None;
    }

    /// Gives the place of `row` another id.
    pub(crate) fn set_id(&mut self, row: PlaceRow, id: &str) {
        let id = self.texts.intern(id);
        self.place_texts[row.0 as usize].id = id;
    }

    /// The places in the order read.
    pub fn places(&self) -> impl ExactSizeIterator<Item = PlaceRecord<'_>> {
        (0..count(self.places.len())).map(|row| self.place(PlaceRow(row)))
    }

    /// The place of `row`.
    pub fn place(&self, row: PlaceRow) -> PlaceRecord<'_> {
        let stored = &self.places[row.0 as usize];
        let none = PlaceDetails::default();
        let details = self.details_of_place(row).unwrap_or(&none);
        let text = |text: Option<TextId>| text.map(|text| self.text(text));
        PlaceRecord {
            id: self.text(self.place_id(row)),
            name: self.place_name(row),
            kind: text(details.kind),
            country: stored.country,
            country_text: text(details.country_text),
            region: text(self.region_of_place(row)),
            part_of: text(details.part_of),
            is_region: stored.is_region,
            position: stored.position.known(),
            population: stored.population.map(|few| u64::from(few.get() - 1)).or(details.population),
            geonames: text(details.geonames),
            wikidata: text(details.wikidata),
            names: self.names_of(details),
            aliases: self.list(&details.aliases),
        }
    }

    /// The number of the id of the place of `row`.
    #[inline]
    pub fn place_id(&self, row: PlaceRow) -> TextId {
        self.place_texts[row.0 as usize].id
    }

    /// The name of the place of `row`.
    pub fn place_name(&self, row: PlaceRow) -> &str {
        self.names.get(row.0 as usize)
    }

    /// The name that the place of `row` has in a language, where the data set gives one.
    pub fn place_name_in(&self, row: PlaceRow, language: Language) -> Option<&str> {
        let names = self.stored_names(self.details_of_place(row)?)?;
        names[language as usize].map(|text| self.text(text))
    }

    /// Where the place of `row` lies.
    #[inline]
    pub fn position_of_place(&self, row: PlaceRow) -> Option<Position> {
        self.places[row.0 as usize].position.known()
    }

    /// The country that the row of a place names by its code.
    #[inline]
    pub(crate) fn country_of_place(&self, row: PlaceRow) -> Option<CountryCode> {
        self.places[row.0 as usize].country
    }

    /// The number of the code of the region that the row of a place names.
    #[inline]
    pub(crate) fn region_of_place(&self, row: PlaceRow) -> Option<TextId> {
        self.place_texts[row.0 as usize].region
    }

    /// Whether the place of `row` and its region are one place.
    #[inline]
    pub fn is_region(&self, row: PlaceRow) -> bool {
        self.places[row.0 as usize].is_region
    }

    /// The number of the id of the city that the place of `row` is a part of.
    #[inline]
    pub fn part_of(&self, row: PlaceRow) -> Option<TextId> {
        self.details_of_place(row)?.part_of
    }

    /// The Wikidata id that the row of a place names.
    pub(crate) fn wikidata_of_place(&self, row: PlaceRow) -> Option<&str> {
        self.details_of_place(row)?.wikidata.map(|text| self.text(text))
    }

    /// The GeoNames id that the row of a place names.
    pub(crate) fn geonames_of_place(&self, row: PlaceRow) -> Option<&str> {
        self.details_of_place(row)?.geonames.map(|text| self.text(text))
    }

    /// `file:line` of a place's row.
    pub fn locate_place(&self, row: PlaceRow) -> (&str, u32) {
        (&self.files.places, self.place_lines.of(row.0))
    }

    fn stored_names(&self, details: &PlaceDetails) -> Option<&StoredNames> {
        details.names.map(|at| &self.names_by_language[at.get() as usize - 1])
    }

    fn names_of(&self, details: &PlaceDetails) -> NamesByLanguage<'_> {
        let stored = self.stored_names(details).into_iter().flatten();
        let names = Language::ALL.iter().zip(stored);
        names.filter_map(|(&language, text)| Some((language, self.text((*text)?)))).collect()
    }

    fn details_of_place(&self, row: PlaceRow) -> Option<&PlaceDetails> {
        self.place_texts[row.0 as usize].details.map(|at| &self.place_details[at.get() as usize - 1])
    }
}

/// Runs both closures, in parallel if there are enough places.
fn both(places: usize, a: impl FnOnce() + Send, b: impl FnOnce() + Send) {
    if places < MANY {
        a();
        b();
    } else {
        rayon::join(a, b);
    }
}

/// From this many places on, a second thread pays.
const MANY: usize = 1 << 10;

/// The stored form of a place, without its texts.
fn stored(record: &PlaceRecord<'_>) -> StoredPlace {
    StoredPlace {
        country: record.country,
        is_region: record.is_region,
        position: record.position.unwrap_or(Position::NOWHERE),
        population: record.population.and_then(few),
    }
}
