//! Places of one name and country that lie too far apart to be one: Saint-Denis near Paris and on Réunion.

use hashbrown::HashMap;

use super::{pair_sides::Said, pair_union::Union};
use crate::{
    geodesy::{HOMONYM_KM, clusters},
    model::Position,
};

/// The names that stand for several places in a table without ids, told apart by positions.
#[derive(Default)]
pub(super) struct Homonyms {
    /// By name and country as written: the positions, each with the number of its place among those of the name, from 1.
    parts: HashMap<(String, String), Vec<(Position, u32)>>,
}

impl Homonyms {
    /// Those of a table that was read without knowing of any.
    pub(super) fn of(places: &Union, said: &[Said<'_>]) -> Self {
        let mut parts = HashMap::new();
        for (place, positions) in Said::several(said, places.len()) {
            let place = places.get(place);
            let cluster_of = clusters(&positions, HOMONYM_KM);
            if place.id.is_empty() && cluster_of.iter().any(|&cluster| cluster > 0) {
                let number = |cluster: usize| u32::try_from(cluster + 1).expect("a table has fewer than 2^32 rows");
                let numbered = positions.into_iter().zip(cluster_of.into_iter().map(number)).collect();
                parts.insert((place.name.to_owned(), place.country.to_owned()), numbered);
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

    /// Which of the places of a name and country lies at a position: 0 for the only one, and for one of which a row
    /// doesn't say where it lies.
    pub(super) fn part(&self, name: &str, country: &str, position: Option<Position>) -> u32 {
        if self.parts.is_empty() {
            return 0;
        }
        let Some(position) = position else { return 0 };
        let parts = self.parts.get(&(name.to_owned(), country.to_owned()));
        let part = parts.and_then(|parts| parts.iter().find(|(at, _)| *at == position));
        part.map_or(0, |&(_, part)| part)
    }
}
