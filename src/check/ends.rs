//! Finds ends that were taken for a region or country although a city of the data has a similar name.

use std::collections::HashMap;

use super::{Code, ProblemRow, partnerships_with_ends, place_rows};
use crate::{
    graph::{Names, Network, PlaceId, Subject},
    model::{Level, TextId},
};

/// Takes O(partnerships) time, and for each name of a region or country that is an end, O(its cities).
pub(super) fn check(network: &Network, problems: &mut Vec<ProblemRow>) {
    let dataset = network.dataset();
    let has_areas = network.places().any(|place| place.level() != Level::City);
    if !has_areas {
        return;
    }
    let names = Names::indexed(dataset, network.register());
    let mut cities: HashMap<PlaceId, Vec<PlaceId>> = HashMap::new();
    for city in network.places().filter(|place| place.level() == Level::City) {
        let region = city.region_id().and_then(|region| network.place_of(Subject::Region(region)));
        let country = city.country().and_then(|country| network.place_of(Subject::Country(country)));
        for area in [region, country].into_iter().flatten() {
            cities.entry(area).or_default().push(city.number());
        }
    }
    let mut is_id = vec![false; dataset.text_count()];
    place_rows(dataset).for_each(|row| is_id[dataset.place_id(row).index()] = true);
    // For each text, the region or country that it was taken for, and the city that may be meant.
    let mut meant: HashMap<TextId, Option<[PlaceId; 2]>> = HashMap::new();
    for row in partnerships_with_ends(dataset) {
        let ends = dataset.partnership_at(row).ends();
        for (end, column) in [(ends.0, "a"), (ends.1, "b")] {
            if is_id[end.index()] {
                continue;
            }
            let like = *meant.entry(end).or_insert_with(|| nearly_called(network, &names, &cities, dataset.text(end)));
            let Some([area, city]) = like.map(|places| places.map(|place| network.place(place))) else { continue };
            let message = format!(
                "`{}` is taken for {} ({}), and the city `{}` ({}) has nearly that name",
                dataset.text(end),
                area.name(),
                area.id(),
                city.name(),
                city.id()
            );
            let hint = "give the id of the city, or the code of the region or country";
            let at = dataset.locate_partnership(row);
            problems.push(ProblemRow::new(Code::EndTakenForRegion, at, Some(column), message, hint));
        }
    }
}

/// The region or country that a text means, and the city in it with a similar name.
fn nearly_called(
    network: &Network,
    names: &Names<'_>,
    cities: &HashMap<PlaceId, Vec<PlaceId>>,
    text: &str,
) -> Option<[PlaceId; 2]> {
    if network.find_id(text).is_some() {
        return None;
    }
    let area = network.place_of(names.meaning(text, &[Level::Region, Level::Country]).ok()?.subject)?;
    let of_area = cities.get(&area)?.iter().copied();
    let like = of_area.filter_map(|city| Some((network.place(city).likeness(text)?, city)));
    like.min().map(|(_, city)| [area, city])
}
