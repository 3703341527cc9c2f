//! Compares positions with those of a gazetteer's towns.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Code, ProblemRow, place_rows};
use crate::{
    gazetteer::{Asked, Choice, Decided, Gazetteer, Reason},
    geodesy::{HOMONYM_KM, distance_km},
    graph::Network,
    model::fold,
    text::count,
};

/// Reports places that lie [`HOMONYM_KM`] or more from the only town with their name in their country, since they may
/// have the position of another place. Rows with another problem of position are left out. O(places log names).
pub(super) fn check(network: &Network, gazetteer: &Gazetteer, problems: &mut Vec<ProblemRow>) {
    let dataset = network.dataset();
    let misplaced: HashSet<(String, u32)> = problems
        .iter()
        .filter(|problem| [Code::OutsideCountry, Code::OutsideRegion].iter().any(|code| code.name() == problem.code))
        .map(|problem| (problem.file.clone(), problem.line))
        .collect();
    let judge = |row| {
        let place = dataset.place(row);
        let (position, country) = (place.position?, place.country?);
        let asked = Asked { name: place.name, country: Some(country), ..Asked::default() };
        let Choice::Town(chosen) = gazetteer.choose(&asked) else { return None };
        let km = distance_km(position, chosen.town.position());
        let is_plain = matches!(chosen.reason, Reason::Name | Reason::OtherName) && chosen.decided == Decided::Only;
        // A name that says more than the town's may mean a village nearby.
        let is_called_so = chosen.town.names().any(|name| fold(name) == fold(place.name));
        if km < HOMONYM_KM || !is_plain || !is_called_so {
            return None;
        }
        let (file, line) = dataset.locate_place(row);
        if misplaced.contains(&(file.to_owned(), line)) {
            return None;
        }
        let town = chosen.town;
        let area = town.region().map_or_else(|| country.to_string(), str::to_owned);
        let people = town.population().and_then(|people| usize::try_from(people).ok());
        let people = people.map(|people| format!(", {}", count(people, "inhabitant"))).unwrap_or_default();
        let message = format!(
            "`{}` ({}) at {}, {} lies {km:.0} km from {} ({area}{people}), the only town of the name in {country} that the gazetteer has",
            place.name,
            place.id,
            position.lat(),
            position.lon(),
            town.name(),
        );
        let hint = format!(
            "if that town is meant, its position is {}, {} (GeoNames {})",
            town.position().lat(),
            town.position().lon(),
            town.geonames()
        );
        Some(ProblemRow::new(Code::TownElsewhere, (file, line), Some("lat"), message, hint))
    };
    let rows: Vec<_> = place_rows(dataset).collect();
    problems.par_extend(rows.into_par_iter().filter_map(judge));
}
