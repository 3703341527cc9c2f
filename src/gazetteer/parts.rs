//! Recognises boroughs and other parts of towns, which aren't towns of their own.

use rstar::{RTree, primitives::GeomWithData};

use super::towns::{Gazetteer, Town};
use crate::geodesy::{chord, distance_km, unit_vector};

/// The population of a square kilometre of a large town, from which its extent is estimated.
pub const PEOPLE_PER_KM2: f64 = 3000.0;

/// A part has at most this share of its town's population.
pub const PART_SHARE: f64 = 0.5;

/// Towns with fewer inhabitants have no parts in a gazetteer.
const LARGE: u64 = 100_000;

impl Gazetteer {
    /// Whether a town is part of a larger one.
    ///
    /// If the file has feature codes, GeoNames says so (`PPLX`). Otherwise, as in the built-in gazetteer, a town is
    /// taken for a part if it lies within the reach of another one that has at least twice its inhabitants, and at
    /// least 100,000. The reach is the radius of a disc in which these people would live at [`PEOPLE_PER_KM2`]. In a
    /// test list, this finds 78 % of the boroughs, and takes 6 % of the towns for parts (`docs/gazetteer.md`). The
    /// first call takes O(towns log towns) time.
    pub fn is_part(&self, town: Town<'_>) -> bool {
        self.parts.get_or_init(|| self.find_parts())[town.id().0 as usize]
    }

    fn find_parts(&self) -> Vec<bool> {
        let towns: Vec<Town<'_>> = self.towns().collect();
        let large = towns.iter().enumerate().filter(|(_, town)| town.population() >= Some(LARGE));
        let tree =
            RTree::bulk_load(large.map(|(at, town)| GeomWithData::new(unit_vector(town.position()), at)).collect());
        let widest = chord(reach(towns.iter().filter_map(|town| town.population()).max().unwrap_or_default()));
        let is_in = |town: &Town<'_>, whole: &Town<'_>| {
            let (few, many) = (town.population().unwrap_or_default(), whole.population().unwrap_or_default());
            town.id() != whole.id()
                && few as f64 <= PART_SHARE * many as f64
                && distance_km(town.position(), whole.position()) <= reach(many)
        };
        towns
            .iter()
            .map(|town| match town.stored().is_section {
                Some(is_section) => is_section,
                None => {
                    let mut near = tree.locate_within_distance(unit_vector(town.position()), widest * widest);
                    near.any(|large| is_in(town, &towns[large.data]))
                }
            })
            .collect()
    }
}

/// The reach of a town with this population, from its middle, in kilometres.
fn reach(population: u64) -> f64 {
    (population as f64 / PEOPLE_PER_KM2 / std::f64::consts::PI).sqrt()
}
