//! The numbers of places, which are in the order of their ids.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    cities::{Cities, Seat},
    ends::Ends,
    id::{Node, Origin, PlaceId},
};
use crate::{
    model::{CountryCode, Dataset, PlaceRow},
    register::{RegionId, Register},
};

/// From this many places on, threads pay.
const MANY: usize = 1 << 12;

/// The places in the order of their ids.
pub(super) struct Numbering {
    origins: Vec<Origin>,
    /// The place of each row; [`PlaceId::NOWHERE`] for a refused row.
    pub(super) place_of_row: Vec<PlaceId>,
    pub(super) place_of_region: HashMap<RegionId, PlaceId>,
    pub(super) place_of_country: HashMap<CountryCode, PlaceId>,
}

impl Numbering {
    /// `by_id` has the cities in the order of their ids, each with the first letters of its id.
    pub(super) fn new(
        by_id: &[(u64, PlaceRow)],
        dataset: &Dataset,
        register: &Register,
        cities: &Cities,
        ends: &Ends,
    ) -> Self {
        let mut areas: Vec<Origin> =
            ends.understood().map(|(_, origin)| origin).filter(|end| !matches!(end, Origin::City(_))).collect();
        areas.sort_by(|a, b| a.id(dataset, register).cmp(b.id(dataset, register)));
        // A region may be an end by its code in one row and by its name in another.
        areas.dedup();
        // Areas are few. Each is inserted before the cities with larger ids.
        let (mut origins, mut rest) = (Vec::with_capacity(by_id.len() + areas.len()), by_id);
        let city = |&(_, row): &(u64, PlaceRow)| Origin::City(row);
        for area in areas {
            let id = area.id(dataset, register);
            let letters = first_letters(id);
            let is_before = |&(of_city, row): &(u64, PlaceRow)| {
                of_city < letters || of_city == letters && dataset.text(dataset.place_id(row)) < id
            };
            let (before, after) = rest.split_at(rest.partition_point(is_before));
            origins.extend(before.iter().map(city).chain([area]));
            rest = after;
        }
        origins.extend(rest.iter().map(city));
        let mut numbering = Self {
            origins,
            place_of_row: vec![PlaceId::NOWHERE; dataset.places().len()],
            place_of_region: HashMap::new(),
            place_of_country: HashMap::new(),
        };
        for (number, origin) in (0..).map(PlaceId).zip(&numbering.origins) {
            match *origin {
                Origin::City(row) => numbering.place_of_row[row.0 as usize] = number,
                Origin::Region(id) => drop(numbering.place_of_region.insert(id, number)),
                Origin::Country(code) => drop(numbering.place_of_country.insert(code, number)),
            }
        }
        for (&region, &row) in &cities.of_region {
            let number = numbering.place_of_row[row.0 as usize].known();
            numbering.place_of_region.extend(number.map(|number| (region, number)));
        }
        numbering
    }

    fn number(&self, origin: Origin) -> Option<PlaceId> {
        match origin {
            Origin::City(row) => self.place_of_row[row.0 as usize].known(),
            Origin::Region(id) => self.place_of_region.get(&id).copied(),
            Origin::Country(code) => self.place_of_country.get(&code).copied(),
        }
    }

    /// The place that each text means as an end of a partnership; [`PlaceId::NOWHERE`] for texts that mean none.
    pub(super) fn places_of_texts(&self, cities: &Cities, ends: &Ends) -> Vec<PlaceId> {
        let place = |row: PlaceRow| self.place_of_row[row.0 as usize];
        let mut places: Vec<PlaceId> =
            cities.of_text.par_iter().with_min_len(MANY).map(|row| row.map_or(PlaceId::NOWHERE, place)).collect();
        for (text, origin) in ends.understood() {
            places[text.index()] = self.number(origin).unwrap_or(PlaceId::NOWHERE);
        }
        places
    }

    pub(super) fn id<'a>(&'a self, place: PlaceId, dataset: &'a Dataset, register: &'a Register) -> &'a str {
        self.origins[place.index()].id(dataset, register)
    }

    pub(super) fn nodes(&self, register: &Register, cities: &Cities) -> Vec<Node> {
        let node = |&origin: &Origin| match origin {
            Origin::City(row) => {
                let Seat { country, region, part_of } = cities.seats[row.0 as usize];
                let part_of = part_of.map_or(PlaceId::NOWHERE, |whole| self.place_of_row[whole.0 as usize]);
                Node { origin, country, region, part_of }
            }
            Origin::Region(id) => {
                Node { origin, country: Some(register.region(id).country), region: Some(id), part_of: PlaceId::NOWHERE }
            }
            Origin::Country(code) => Node { origin, country: Some(code), region: None, part_of: PlaceId::NOWHERE },
        };
        self.origins.par_iter().with_min_len(MANY).map(node).collect()
    }
}

/// The rows of cities in the order of their ids, each with the first letters of its id, which decide most comparisons.
pub(super) fn by_id(dataset: &Dataset) -> Vec<(u64, PlaceRow)> {
    let id = |row: PlaceRow| dataset.text(dataset.place_id(row));
    let rows = (0..).map(PlaceRow).take(dataset.places().len());
    let mut by_id: Vec<_> = rows.map(|row| (first_letters(id(row)), row)).collect();
    by_id.sort_unstable();
    for same in by_id.chunk_by_mut(|x, y| x.0 == y.0).filter(|same| same.len() > 1) {
        same.sort_unstable_by(|(_, x), (_, y)| id(*x).cmp(id(*y)));
    }
    by_id
}

/// The first eight bytes of a text as a number. Numbers compare like the texts, as far as eight bytes tell.
fn first_letters(text: &str) -> u64 {
    let letters = text.as_bytes().first_chunk::<8>();
    // A text of fewer than eight bytes is read from its end, and each byte pushes the later ones down.
    letters.map_or_else(
        || text.bytes().rev().fold(0, |letters, byte| letters >> 8 | u64::from(byte) << 56),
        |letters| u64::from_be_bytes(*letters),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_letters_order_texts_as_their_bytes_do() {
        let texts = ["", "0", "1", "10", "100000000", "2", "minsk-by", "minsk-by-2", "minsl", "Ж", "Жа"];
        let mut sorted = texts;
        sorted.sort_unstable_by_key(|text| text.as_bytes());
        assert!(sorted.is_sorted_by_key(|text| first_letters(text)));
        assert_eq!(first_letters("minsk-by"), first_letters("minsk-by-2"));
        let short: Vec<u64> = sorted.iter().filter(|text| text.len() < 8).map(|text| first_letters(text)).collect();
        assert!(short.is_sorted_by(|a, b| a < b), "{short:?}");
    }
}
