//! The ends of partnerships: places, and other ends, which are known only by their codes.

use std::borrow::Cow;

use crate::{
    model::{CountryCode, Dataset, Level, PartnershipRow, PlaceRow},
    register::Register,
};

/// What the register, or the data set's own regions, say about an end that isn't a place of the data set.
#[derive(Debug)]
pub(in crate::formats) struct Other {
    pub(in crate::formats) id: String,
    pub(in crate::formats) name: String,
    pub(in crate::formats) level: Option<Level>,
    pub(in crate::formats) country: Option<CountryCode>,
}

/// The ends of a data set's partnerships as numbered nodes: first the places by their rows, then the others in order of
/// appearance.
#[derive(Debug)]
pub(super) struct Ends {
    /// For each text, the number of the node whose id it is.
    number_of: Vec<Option<u32>>,
    pub(super) others: Vec<Other>,
}

impl Ends {
    /// Takes O(places + partnerships) time.
    pub(super) fn of(dataset: &Dataset) -> Self {
        // Ends are compared by the numbers of their texts, since reading millions of scattered texts would be slow.
        let mut number_of = vec![None; dataset.text_count()];
        let places = dataset.places().len() as u32;
        for row in 0..places {
            number_of[dataset.place_id(PlaceRow(row)).index()] = Some(row);
        }
        let (mut others, mut register) = (Vec::new(), None);
        for row in dataset.partnership_rows() {
            let (a, b) = dataset.ends(PartnershipRow(row));
            for end in [a, b] {
                let number = &mut number_of[end.index()];
                if number.is_none() {
                    *number = Some(places + others.len() as u32);
                    others.push(described(dataset, register.get_or_insert_with(Register::built_in), dataset.text(end)));
                }
            }
        }
        Self { number_of, others }
    }

    /// The numbers of the ends of a partnership.
    pub(super) fn of_partnership(&self, dataset: &Dataset, row: PartnershipRow) -> [u32; 2] {
        let (a, b) = dataset.ends(row);
        [a, b].map(|end| self.number_of[end.index()].expect("every end of the data set has a number"))
    }
}

/// Describes an id that isn't a place of the data set.
pub(in crate::formats) fn described(dataset: &Dataset, register: &Register, end: &str) -> Other {
    let other =
        |name: Cow<'_, str>, level, country| Other { id: end.to_owned(), name: name.into_owned(), level, country };
    if let Some(own) = dataset.regions().find(|region| *region.code == *end) {
        return other(own.name.as_str().into(), Some(Level::Region), own.country);
    }
    if let Some(region) = register.find_region(end).map(|id| register.region(id)) {
        return other(region.name.as_ref().into(), Some(Level::Region), Some(region.country));
    }
    let country = CountryCode::new(end).and_then(|code| register.country(code));
    match country {
        Some(country) => other(country.name.as_ref().into(), Some(Level::Country), None),
        None => other("".into(), None, None),
    }
}
