//! Boroughs and other parts of towns, which aren't towns of their own.

use rstar::{RTree, primitives::GeomWithData};

use super::towns::{Gazetteer, Town};
use crate::geodesy::{chord, distance_km, unit_vector};

/// How many people live on a square kilometre of a large town: tells how far it reaches.
pub const PEOPLE_PER_KM2: f64 = 3000.0;

/// A part has at most so many of the inhabitants of its town, as a share.
pub const PART_SHARE: f64 = 0.5;

/// Smaller towns have no parts that stand in a gazetteer.
const LARGE: u64 = 100_000;

impl Gazetteer {
    /// Whether a town is part of a larger one.
    ///
    /// Where the file has feature codes, GeoNames says so (`PPLX`). Elsewhere, as in the built-in gazetteer, a town is taken for
    /// a part if it lies within the reach of one that has at least twice its inhabitants and 100,000: a disc on which these live at
    /// [`PEOPLE_PER_KM2`]. Of the boroughs of a list 78 % are found so, and 6 % of its towns are taken for parts
    /// (`docs/gazetteer.md`). The first call takes O(towns log towns).
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

/// How far a town of so many inhabitants reaches from its middle, in kilometres.
fn reach(population: u64) -> f64 {
    (population as f64 / PEOPLE_PER_KM2 / std::f64::consts::PI).sqrt()
}
