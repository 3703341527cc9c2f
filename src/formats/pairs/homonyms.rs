//! Places with the same name and country that are different places, because they are too far apart or in different
//! regions: Saint-Denis near Paris and on Réunion, Portland in Maine and in Oregon.

use hashbrown::HashMap;

use super::{sides::Said, union::Union};
use crate::{
    geodesy::{HOMONYM_KM, clusters},
    model::Position,
};

/// The names that stand for several places in a table without ids. These places are told apart by their positions; if
/// none has one, by their regions as written.
#[derive(Default)]
pub(super) struct Homonyms {
    /// The places of each name and country, as written.
    parts: HashMap<(String, String), Parts>,
}

/// What tells the places of one name apart. Each has a number among them, from 1.
enum Parts {
    Positions(Vec<(Position, u32)>),
    Regions(Vec<(String, u32)>),
}

impl Homonyms {
    /// Finds the homonyms of a table that was read as if it had none.
    pub(super) fn of(places: &Union, said: &[Said<'_>]) -> Self {
        let number = |at: usize| u32::try_from(at + 1).expect("a table has fewer than 2^32 rows");
        let mut parts = HashMap::new();
        let mut part = |place: usize, told: Parts| {
            let place = places.get(place);
            if place.id.is_empty() {
                parts.insert((place.name.to_owned(), place.country.to_owned()), told);
            }
        };
        for (place, positions) in Said::several(said, places.len()) {
            let cluster_of = clusters(&positions, HOMONYM_KM);
            if cluster_of.iter().any(|&cluster| cluster > 0) {
                let numbered = positions.into_iter().zip(cluster_of.into_iter().map(number)).collect();
                part(place, Parts::Positions(numbered));
            }
        }
        let mut several = places.several_regions().peekable();
        if several.peek().is_some() {
            let positions = Said::positions(said, places.len());
            for (place, regions) in several.filter(|(place, _)| positions[*place as usize].known().is_none()) {
                let numbered = regions.iter().cloned().zip((0..regions.len()).map(number)).collect();
                part(place as usize, Parts::Regions(numbered));
            }
        }
        Self { parts }
    }

    /// The number of names that stand for several places.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// The first of the names, with its country.
    pub(super) fn first(&self) -> Option<(&str, &str)> {
        self.parts.keys().map(|(name, country)| (name.as_str(), country.as_str())).min()
    }

    /// The number of the place with this name and country that lies at a position or, without positions, in a region. 0
    /// if there is only one such place, or if the row doesn't say which it means.
    pub(super) fn part(&self, [name, country, region]: [&str; 3], position: Option<Position>) -> u32 {
        if self.parts.is_empty() {
            return 0;
        }
        let part = match self.parts.get(&(name.to_owned(), country.to_owned())) {
            Some(Parts::Positions(parts)) => parts.iter().find(|(at, _)| Some(*at) == position).map(|&(_, part)| part),
            Some(Parts::Regions(parts)) => parts.iter().find(|(text, _)| text == region).map(|&(_, part)| part),
            None => None,
        };
        part.unwrap_or_default()
    }
}
