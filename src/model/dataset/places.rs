//! The places of a data set.

use std::{num::NonZeroU32, ops::Range};

use super::{Dataset, PlaceRow, TextId, count};
use crate::model::{
    BriefPlace, CountryCode, PlaceBatch, PlaceRecord, Position, Sought,
    stored::{PlaceDetails, StoredPlace, few},
};

/// So many places are worth two threads.
const MANY: usize = 1 << 10;

impl Dataset {
    /// Adds a place read at `line` (1 is the first line of its file).
    pub fn push_place(&mut self, record: &PlaceRecord<'_>, line: u32) {
        let population = record.population.filter(|&population| few(population).is_none());
        let PlaceRecord { kind, country_text, part_of, geonames, wikidata, .. } = *record;
        let words_at_most = kind.or(part_of).or(geonames).or(wikidata).is_none() && record.aliases.is_empty();
        let details = if words_at_most && population.is_none() {
            self.intern(country_text).map(|words| self.keep_words(words))
        } else {
            let details = PlaceDetails {
                kind: self.intern(kind),
                country_text: self.intern(country_text),
                part_of: self.intern(part_of),
                geonames: self.intern(geonames),
                wikidata: self.intern(wikidata),
                aliases: self.intern_list(&record.aliases),
                population,
            };
            Some(self.keep_details(details))
        };
        let id = self.texts.intern(record.id);
        let stored = StoredPlace {
            country: record.country,
            is_region: record.is_region,
            region: self.intern(record.region),
            position: record.position.unwrap_or(Position::NOWHERE),
            population: record.population.and_then(few),
            details,
        };
        self.places.push(stored);
        self.place_ids.push(id);
        self.names.push(record.name);
        self.place_lines.push(line);
    }

    /// Adds to `batch` each place as the data set would keep it: for [`push_places`](Self::push_places).
    pub fn known_places(&self, places: &[BriefPlace<'_>], batch: &mut PlaceBatch) {
        for place in places {
            let region = place.region.and_then(|text| self.texts.find(Sought::new(text)));
            batch.push(place, region);
        }
    }

    /// Adds some of the places of batches, each read from a line on, one place a line, as
    /// [`push_place`](Self::push_place) would. The batches are of this data set.
    pub fn push_places(&mut self, runs: &[(&PlaceBatch, Range<usize>, u32)]) {
        let Self { texts, places, place_ids, names, place_lines, .. } = self;
        let mut take_texts = || {
            let mut of_new_regions = Vec::new();
            for (batch, rows, _) in runs {
                let mut new_regions = batch.new_regions_from(rows.start).peekable();
                for row in rows.clone() {
                    place_ids.push(texts.intern_sought(batch.id(row)));
                    if let Some((_, region)) = new_regions.next_if(|(of_row, _)| *of_row == row) {
                        of_new_regions.push((place_ids.len() - 1, texts.intern(region)));
                    }
                }
            }
            of_new_regions
        };
        let mut take_the_rest = || {
            for (batch, rows, line) in runs {
                place_lines.push_run(*line, count(rows.len()));
                names.extend(&batch.names, rows.clone());
                places.extend_from_slice(&batch.places[rows.clone()]);
            }
        };
        let is_few = runs.iter().map(|(_, rows, _)| rows.len()).sum::<usize>() < MANY;
        let (of_new_regions, ()) =
            if is_few { (take_texts(), take_the_rest()) } else { rayon::join(take_texts, take_the_rest) };
        for (row, region) in of_new_regions {
            self.places[row].region = Some(region);
        }
    }

    /// The number of the words that alone tell the country of the place of `row`; `None` where it has no such words, or
    /// a code.
    pub fn country_in_words(&self, row: PlaceRow) -> Option<TextId> {
        let place = &self.places[row.0 as usize];
        if place.country.is_some() { None } else { self.details_of_place(place)?.country_text }
    }

    /// Gives the place of `row` a country.
    pub fn set_country(&mut self, row: PlaceRow, country: CountryCode) {
        self.places[row.0 as usize].country = Some(country);
    }

    /// Gives the place of `row` a region, by its code.
    pub fn set_region(&mut self, row: PlaceRow, code: &str) {
        let code = self.texts.intern(code);
        self.places[row.0 as usize].region = Some(code);
    }

    /// Gives the place of `row` another id.
    pub fn set_id(&mut self, row: PlaceRow, id: &str) {
        let id = self.texts.intern(id);
        self.place_ids[row.0 as usize] = id;
    }

    /// The places in the order read.
    pub fn places(&self) -> impl ExactSizeIterator<Item = PlaceRecord<'_>> {
        (0..count(self.places.len())).map(|row| self.place(PlaceRow(row)))
    }

    /// The place of `row`.
    pub fn place(&self, row: PlaceRow) -> PlaceRecord<'_> {
        let stored = &self.places[row.0 as usize];
        let none = PlaceDetails::default();
        let details = self.details_of_place(stored).unwrap_or(&none);
        let text = |text: Option<TextId>| text.map(|text| self.text(text));
        PlaceRecord {
            id: self.text(self.place_id(row)),
            name: self.place_name(row),
            kind: text(details.kind),
            country: stored.country,
            country_text: text(details.country_text),
            region: text(stored.region),
            part_of: text(details.part_of),
            is_region: stored.is_region,
            position: stored.position.known(),
            population: stored.population.map(|few| u64::from(few.get() - 1)).or(details.population),
            geonames: text(details.geonames),
            wikidata: text(details.wikidata),
            aliases: self.list(&details.aliases),
        }
    }

    /// The number of what a place has beside the usual.
    fn keep_details(&mut self, details: PlaceDetails) -> NonZeroU32 {
        self.place_details.push(details);
        NonZeroU32::new(count(self.place_details.len())).expect("one was pushed just now")
    }

    /// The same of a place that has no more than words for its country: all with the same words, as most of a list from
    /// elsewhere, have it in common.
    fn keep_words(&mut self, words: TextId) -> NonZeroU32 {
        if let Some(&kept) = self.details_of_words.get(&words) {
            return kept;
        }
        let kept = self.keep_details(PlaceDetails { country_text: Some(words), ..PlaceDetails::default() });
        self.details_of_words.insert(words, kept);
        kept
    }

    /// The number of the id of the place of `row`.
    #[inline]
    pub fn place_id(&self, row: PlaceRow) -> TextId {
        self.place_ids[row.0 as usize]
    }

    /// The name of the place of `row`.
    pub fn place_name(&self, row: PlaceRow) -> &str {
        self.names.get(row.0 as usize)
    }

    /// The country that the row of a place names by its code.
    #[inline]
    pub fn country_of_place(&self, row: PlaceRow) -> Option<CountryCode> {
        self.places[row.0 as usize].country
    }

    /// The number of the code of the region that the row of a place names.
    #[inline]
    pub fn region_of_place(&self, row: PlaceRow) -> Option<TextId> {
        self.places[row.0 as usize].region
    }

    /// Whether the place of `row` and its region are one place.
    #[inline]
    pub fn is_region(&self, row: PlaceRow) -> bool {
        self.places[row.0 as usize].is_region
    }

    /// The number of the id of the city that the place of `row` is a part of.
    #[inline]
    pub fn part_of(&self, row: PlaceRow) -> Option<TextId> {
        self.details_of_place(&self.places[row.0 as usize])?.part_of
    }

    /// `file:line` of a place's row.
    pub fn locate_place(&self, row: PlaceRow) -> (&str, u32) {
        (&self.files.places, self.place_lines.of(row.0))
    }

    fn details_of_place(&self, stored: &StoredPlace) -> Option<&PlaceDetails> {
        stored.details.map(|at| &self.place_details[at.get() as usize - 1])
    }
}
