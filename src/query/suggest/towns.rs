//! Towns of a gazetteer that could be tied, though the data doesn't have them.

use std::collections::HashMap;

use super::{Evidence, SuggestRow, Suggestions, area_ties::RegionTies, size_ratio};
use crate::{
    gazetteer::{Gazetteer, Town},
    geodesy::distance_km,
    graph::PlaceId,
    model::Area,
    query::untied_towns::TownsOfPlaces,
    said,
};

/// The least population of a suggested town: smaller towns are very many, and are seldom looked for.
const LEAST_POPULATION: u64 = 5_000;

impl Suggestions<'_, '_> {
    /// The best untied places and towns for one place, at most `top`; places go before towns with the same score. Towns
    /// are those of a gazetteer that the data doesn't have. Their ids are `geonames:` and the GeoNames id.
    ///
    /// The score of a town is that of [`suggest`](super::suggest()), where a town has no partners and no ties with the
    /// country. Candidates have at least 5,000 inhabitants and aren't parts of other towns. They lie in `to` if it is
    /// given, otherwise in other countries than the place. Takes O(ties + places log names + towns log towns) time.
    pub fn of_place_with_towns(
        &self,
        place: PlaceId,
        gazetteer: &Gazetteer,
        to: Option<&Area>,
        top: usize,
    ) -> Vec<SuggestRow> {
        let mut rows = self.of_place(place, to, top);
        rows.extend(self.towns(place, gazetteer, to, top));
        rows.sort_by(|a, b| b.score.total_cmp(&a.score));
        rows.truncate(top);
        rows
    }

    /// The best towns, equal ones by GeoNames id.
    fn towns(&self, place: PlaceId, gazetteer: &Gazetteer, to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let (graph, asked) = (self.graph, self.graph.place(place));
        let known = TownsOfPlaces::new(graph.network(), gazetteer);
        let mut region_ties = RegionTies::none(graph, &self.areas, &self.places);
        region_ties.count(self.areas.of(place));
        let ties_of_region: HashMap<&str, usize> = (self.areas.areas().iter().zip(&region_ties.counts))
            .filter_map(|((area, _), &ties)| match area {
                Area::Region(code) => Some((code.as_str(), ties)),
                Area::Country(_) => None,
            })
            .collect();
        let lies_in = |town: Town<'_>| match to {
            Some(Area::Country(code)) => town.country() == *code,
            Some(Area::Region(code)) => town.region() == Some(code),
            None => asked.country() != Some(town.country()),
        };
        let is_candidate = |town: &Town<'_>| {
            town.population() >= Some(LEAST_POPULATION)
                && lies_in(*town)
                && !known.place_of.contains_key(&town.id())
                && !gazetteer.is_part(*town)
        };
        let evidence = |town: Town<'_>| Evidence {
            region_ties: town.region().and_then(|code| ties_of_region.get(code)).copied().unwrap_or(0),
            size_ratio: size_ratio(asked.population(), town.population()),
            km: asked.position().map(|position| distance_km(position, town.position())),
            ..Evidence::default()
        };
        let mut best: Vec<(Evidence, Town<'_>)> =
            gazetteer.towns().filter(is_candidate).map(|town| (evidence(town), town)).collect();
        best.sort_by(|(a, of_a), (b, of_b)| {
            b.score().total_cmp(&a.score()).then_with(|| of_a.geonames().cmp(&of_b.geonames()))
        });
        best.truncate(top);
        let words = graph.network().words();
        let row = |(evidence, town): (Evidence, Town<'_>)| {
            let row = SuggestRow {
                id: format!("geonames:{}", town.geonames()),
                name: town.name().to_owned(),
                region: town.region().map(str::to_owned),
                country: Some(town.country().to_string()),
                from: Some(asked.id().to_owned()),
                from_name: Some(asked.shown_name().to_owned()),
                ..evidence.row()
            };
            SuggestRow { reasons: [said!(words, TownNotInData), row.in_words(&[], words)].join("; "), ..row }
        };
        best.into_iter().map(row).collect()
    }
}
