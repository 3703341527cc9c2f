//! Unites the places of the two halves of a pair table.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::places::{Extras, Places, Seen};
use crate::model::NamesByLanguage;

/// The places of two halves, numbered as if they had been read at once: those of the first half, then those that only
/// the second has. No place is moved in memory.
pub(in crate::formats) struct Union {
    first: Places,
    second: Places,
    /// The numbers, in the second half, of the places that the first lacks, in order.
    only_second: Vec<u32>,
    /// Rows that give the place of an id another country text than the first row did: the place, the line and the text.
    other_countries: Vec<(u32, u32, String)>,
}

/// From this many places on, threads pay.
const MANY: usize = 1 << 10;

impl Union {
    /// Unites two halves that use the same hasher. Also returns the new number of each place of the second half.
    pub(super) fn of(mut first: Places, second: Places) -> (Self, Vec<u32>) {
        // Most of the time is spent on cache misses, which threads have in parallel.
        let found = |at: usize| first.number_of(&second, at);
        let found: Vec<Option<u32>> = (0..second.len()).into_par_iter().with_min_len(MANY).map(found).collect();
        let (before, mut only_second) = (first.len(), Vec::new());
        let numbers: Vec<u32> = (0..)
            .zip(found)
            .map(|(at, found)| {
                found.unwrap_or_else(|| {
                    only_second.push(at);
                    u32::try_from(before + only_second.len() - 1).expect("a table has fewer than 2^32 places")
                })
            })
            .collect();
        for (at, Extras { regions, inhabitants, names }) in second.extras() {
            let number = numbers[at as usize];
            if (number as usize) < before {
                first.learn_range(number, regions.iter().map(String::as_str), *inhabitants);
                names.iter().for_each(|(language, name)| first.learn_name(number, language, name));
            }
        }
        let mut union = Self { first, second, only_second, other_countries: Vec::new() };
        union.other_countries = union.compare_countries(&numbers, before);
        (union, numbers)
    }

    /// The contradictions about countries: within either half, and between the second half and the first.
    fn compare_countries(&self, numbers: &[u32], before: usize) -> Vec<(u32, u32, String)> {
        let mut others: Vec<(u32, u32, String)> =
            self.first.other_countries().map(|(place, line, country)| (place, line, country.to_owned())).collect();
        let mut compare = |number: u32, line: u32, country: &str| {
            let first = self.get(number as usize).country;
            if !first.is_empty() && !country.is_empty() && first != country {
                others.push((number, line, country.to_owned()));
            }
        };
        for (at, &number) in numbers.iter().enumerate().filter(|&(_, &number)| (number as usize) < before) {
            let place = self.second.get(at);
            if !place.id.is_empty() {
                compare(number, place.line, place.country);
            }
        }
        for (place, line, country) in self.second.other_countries() {
            compare(numbers[place as usize], line, country);
        }
        others
    }

    /// The rows that contradict the first about the country of a place: the place, the line and the text.
    pub(in crate::formats) fn other_countries(&self) -> impl Iterator<Item = (u32, u32, &str)> {
        self.other_countries.iter().map(|(place, line, country)| (*place, *line, country.as_str()))
    }

    /// The smallest and the largest number of inhabitants of each place that has any, each with its first row.
    pub(in crate::formats) fn inhabitants(&self) -> Vec<(u32, [(u64, u32); 2])> {
        self.extras().filter_map(|(at, extras)| Some((at, extras.inhabitants?))).collect()
    }

    /// The distinct texts for the region of each place that has several, in order of appearance.
    pub(in crate::formats) fn several_regions(&self) -> impl Iterator<Item = (u32, &[String])> {
        self.extras().filter(|(_, extras)| extras.regions.len() > 1).map(|(at, extras)| (at, &extras.regions[..]))
    }

    /// Facts that may differ between rows, by place: see [`Places::extras`].
    fn extras(&self) -> impl Iterator<Item = (u32, &Extras)> {
        let before = self.first.len();
        let number_of: HashMap<u32, u32> = self
            .only_second
            .iter()
            .enumerate()
            .map(|(more, &at)| (at, u32::try_from(before + more).expect("a table has fewer than 2^32 places")))
            .collect();
        let of_second = self.second.extras().filter_map(move |(at, extras)| Some((*number_of.get(&at)?, extras)));
        self.first.extras().chain(of_second)
    }

    pub(in crate::formats) fn len(&self) -> usize {
        self.first.len() + self.only_second.len()
    }

    /// The place with a number.
    pub(in crate::formats) fn get(&self, at: usize) -> Seen<'_> {
        let (half, at) = self.half_of(at);
        half.get(at)
    }

    /// The names by language of a place.
    pub(super) fn names(&self, at: usize) -> Option<&NamesByLanguage<'static>> {
        let (half, at) = self.half_of(at);
        half.names(at)
    }

    /// The beginning of a place's id: see [`Places::stem`].
    pub(super) fn stem(&self, at: usize) -> &str {
        let (half, at) = self.half_of(at);
        half.stem(at)
    }

    /// The half that has the place with a number, and its number there.
    fn half_of(&self, at: usize) -> (&Places, usize) {
        match at.checked_sub(self.first.len()) {
            None => (&self.first, at),
            Some(more) => (&self.second, self.only_second[more] as usize),
        }
    }
}

impl From<Places> for Union {
    fn from(places: Places) -> Self {
        let other_countries =
            places.other_countries().map(|(place, line, text)| (place, line, text.to_owned())).collect();
        Self { first: places, second: Places::default(), only_second: Vec::new(), other_countries }
    }
}
