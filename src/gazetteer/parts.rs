//! Recognises boroughs and other parts of towns, which aren't towns of their own.

use rstar::{RTree, primitives::GeomWithData};

use super::{
    forms::part_and_whole,
    towns::{Gazetteer, Standing, Town},
};
use crate::{
    geodesy::{chord, distance_km, unit_vector},
    model::{CountryCode, Position, fold},
};

/// The population of a square kilometre of a large town, from which its extent is estimated.
pub const PEOPLE_PER_KM2: f64 = 3000.0;

/// A part has at most this share of its town's population.
pub const PART_SHARE: f64 = 0.5;

/// A little-known part has at most this share of its town's population, since GeoNames gives some quarters the population
/// of the whole town.
const LITTLE_KNOWN_SHARE: f64 = 1.25;

/// A part counts as little known if its town has at least this many times as many names.
const NAMES: usize = 5;

/// A part with the name of its town and a further word lies within this many times the reach of the town.
const NAMED_REACH: f64 = 2.0;

/// Towns with fewer inhabitants have no parts in a gazetteer.
const LARGE: u64 = 100_000;

/// The greatest distance between a part and the middle of the town in its name, in kilometres.
pub(super) const WITHIN_KM: f64 = 60.0;

impl Gazetteer {
    /// Whether a town is part of a larger one.
    ///
    /// If the file has feature codes, GeoNames says so (`PPLX`). Otherwise, as in the built-in gazetteer, a town is
    /// taken for a part of another one that has at least 100,000 inhabitants. The reach of the larger one is the radius
    /// of a disc in which its inhabitants would live at [`PEOPLE_PER_KM2`]. The town is a part if
    ///
    /// - it lies on that disc and has at most half the inhabitants ([`PART_SHARE`]);
    /// - it lies there, has at most a quarter more inhabitants, and at most a fifth of the names;
    /// - it lies within twice that reach, has no more inhabitants, and one of its names is the name of the other and a
    ///   further word (`Hamburg-Bergedorf`).
    ///
    /// In a test list, this finds 79 % of the boroughs, and takes 6 % of the towns for parts (`docs/gazetteer.md`). The
    /// first call takes O(towns log towns) time.
    pub fn is_part(&self, town: Town<'_>) -> bool {
        matches!(self.standing(town), Standing::Part(_))
    }

    /// The town that a part belongs to, by the rules of [`is_part`](Self::is_part); the largest of several. `None` for
    /// a town that isn't a part, and for a part by its feature code that no large town reaches.
    pub fn whole_of<'g>(&'g self, town: Town<'_>) -> Option<Town<'g>> {
        match self.standing(town) {
            Standing::Part(Some(whole)) => Some(self.town(whole)),
            _ => None,
        }
    }

    /// The town that the name of a place gives as its whole: Seoul in `Gangseo (Seoul)` and `Seoul – Gangseo`. The town
    /// lies in the country, and within 60 km of the place if `position` is given; the largest of several. O(log names).
    pub fn whole_in_name(&self, name: &str, country: CountryCode, position: Option<Position>) -> Option<Town<'_>> {
        // The words behind a comma name a region rather than a town.
        let (_, whole) = part_and_whole(name).filter(|_| !name.contains(','))?;
        let is_near = |town: &Town<'_>| position.is_none_or(|at| distance_km(at, town.position()) <= WITHIN_KM);
        let key = fold(whole);
        let towns = self.towns_of_key(&key).filter(|town| town.country() == country && is_near(town));
        towns.max_by_key(|town| (town.population(), std::cmp::Reverse(town.id())))
    }

    fn standing(&self, town: Town<'_>) -> Standing {
        self.parts.get_or_init(|| self.find_parts())[town.id().0 as usize]
    }

    fn find_parts(&self) -> Vec<Standing> {
        let towns: Vec<Town<'_>> = self.towns().collect();
        let large = towns.iter().enumerate().filter(|(_, town)| town.population() >= Some(LARGE));
        let tree =
            RTree::bulk_load(large.map(|(at, town)| GeomWithData::new(unit_vector(town.position()), at)).collect());
        let most = towns.iter().filter_map(|town| town.population()).max().unwrap_or_default();
        let widest = chord(NAMED_REACH * reach(most));
        let whole = |town: &Town<'_>| {
            let near = tree.locate_within_distance(unit_vector(town.position()), widest * widest);
            let wholes = near.map(|large| towns[large.data]).filter(|whole| is_part_of(*town, *whole));
            wholes.max_by_key(|whole| (whole.population(), std::cmp::Reverse(whole.id()))).map(|whole| whole.id())
        };
        let standing = |town: &Town<'_>| match (town.stored().is_section, whole(town)) {
            (Some(true), whole) => Standing::Part(whole),
            (None, whole @ Some(_)) => Standing::Part(whole),
            (Some(false), _) | (None, None) => Standing::Town,
        };
        towns.iter().map(standing).collect()
    }
}

/// Whether a town is part of a large one.
fn is_part_of(town: Town<'_>, whole: Town<'_>) -> bool {
    let km = distance_km(town.position(), whole.position());
    let [few, many] = [town, whole].map(|town| town.population().unwrap_or_default() as f64);
    let reach = reach(whole.population().unwrap_or_default());
    if town.id() == whole.id() || km > NAMED_REACH * reach {
        return false;
    }
    let is_on_disc = km <= reach;
    let is_little_known = || NAMES * town.names().count() <= whole.names().count();
    is_on_disc && few <= PART_SHARE * many
        || is_on_disc && few <= LITTLE_KNOWN_SHARE * many && is_little_known()
        || few <= many && town.names().any(|name| has_further_words(name, whole.name()))
}

/// Whether a name begins with the words of another, and has more: `Hamburg-Bergedorf` and `Hamburg`.
pub(crate) fn has_further_words(name: &str, other: &str) -> bool {
    let mut rest = words(name);
    words(other).next().is_some() && words(other).all(|word| rest.next() == Some(word)) && rest.next().is_some()
}

/// The words of a name, folded.
fn words(name: &str) -> impl Iterator<Item = String> {
    let parts = name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/' | '(' | ')'));
    parts.map(fold).filter(|word| !word.is_empty())
}

/// The reach of a town with this population, from its middle, in kilometres.
fn reach(population: u64) -> f64 {
    (population as f64 / PEOPLE_PER_KM2 / std::f64::consts::PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_further_words_begins_with_the_other() {
        for (name, other, expected) in [
            ("Hamburg-Bergedorf", "Hamburg", true),
            ("Tema New Town", "Tema", true),
            ("Amsterdam-Zuidoost", "AMSTERDAM", true),
            ("Frankfurt (Oder)", "Frankfurt", true),
            ("Hamburg", "Hamburg", false),
            ("Hamburger Hallig", "Hamburg", false),
            ("West Hamburg", "Hamburg", false),
            ("Hamburg", "", false),
            ("", "Hamburg", false),
        ] {
            assert_eq!(has_further_words(name, other), expected, "{name}, {other}");
        }
    }
}
