//! Places of one name and country that lie too far apart or in different regions: Saint-Denis near Paris and on Réunion,
//! Portland in Maine and in Oregon.

use hashbrown::HashMap;

use super::{pair_sides::Said, pair_union::Union};
use crate::{
    geodesy::{HOMONYM_KM, clusters},
    model::Position,
};

/// The names that stand for several places in a table without ids, told apart by positions, and those without any by their
/// regions as written.
#[derive(Default)]
pub(super) struct Homonyms {
    /// By name and country as written.
    parts: HashMap<(String, String), Parts>,
}

/// What tells the places of one name apart, each with its number among them, from 1.
enum Parts {
    Positions(Vec<(Position, u32)>),
    Regions(Vec<(String, u32)>),
}

impl Homonyms {
    /// Those of a table that was read without knowing of any.
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

    /// How many names stand for several places.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// The first of the names, with its country.
    pub(super) fn first(&self) -> Option<(&str, &str)> {
        self.parts.keys().map(|(name, country)| (name.as_str(), country.as_str())).min()
    }

    /// Which of the places of a name and country lies at a position, or else in a region: 0 for the only one, and for one of
    /// which a row doesn't say where it lies.
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
