//! Towns of a gazetteer that could be tied, though the data doesn't have them.

use super::{
    NEAR_KM, NEAR_WEIGHT, SIZE_WEIGHT, SuggestRow, Suggestions,
    area_ties::{REGION_WEIGHT, RegionTies},
    row::to_thousandth,
};
use crate::{
    gazetteer::{Gazetteer, Town},
    geodesy::distance_km,
    graph::PlaceId,
    model::Area,
    query::untied_towns::TownsOfPlaces,
    said,
};

/// Smaller towns are seldom looked for, and very many.
pub const SUGGESTED_TOWN: u64 = 5_000;

impl Suggestions<'_, '_> {
    /// The towns of a gazetteer that no place of the data set is and that most evidence speaks for, the best first, equal ones by
    /// GeoNames id; at most `top`. The ids of the rows are `geonames:` and GeoNames' id.
    ///
    /// Their scores are those of [`suggest`](super::suggest()) without what only ties of the town itself tell: ties between the regions,
    /// size, and nearness. Candidates have [`SUGGESTED_TOWN`] inhabitants, are no part of another town, and lie in `to` where given, else
    /// in other countries than the place's own. O(places log names + towns).
    pub fn towns_for(&self, place: PlaceId, gazetteer: &Gazetteer, to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let (graph, asked) = (self.graph, self.graph.place(place));
        let known = TownsOfPlaces::new(graph.network(), gazetteer);
        let mut region_ties = RegionTies::none(graph, &self.areas, &self.places);
        region_ties.count(self.areas.of(place));
        let ties_of = |town: Town<'_>| {
            let code = town.region()?;
            let is_region = |(area, _): &(Area, _)| matches!(area, Area::Region(own) if own == code);
            let at = self.areas.areas().iter().position(is_region)?;
            Some(region_ties.counts[at])
        };
        let lies_in = |town: Town<'_>| match to {
            Some(Area::Country(code)) => town.country() == *code,
            Some(Area::Region(code)) => town.region() == Some(code),
            None => asked.country() != Some(town.country()),
        };
        let is_candidate = |town: &Town<'_>| {
            town.population() >= Some(SUGGESTED_TOWN)
                && lies_in(*town)
                && !known.place_of.contains_key(&town.id())
                && !gazetteer.is_part(*town)
        };
        let mut rows: Vec<SuggestRow> = gazetteer
            .towns()
            .filter(is_candidate)
            .map(|town| {
                let km = asked.position().map(|position| distance_km(position, town.position()));
                let sizes = asked.population().zip(town.population()).filter(|(a, b)| a.max(b) > &0);
                let size_ratio = sizes.map(|(a, b)| a.min(b) as f64 / a.max(b) as f64);
                let region_ties = ties_of(town).unwrap_or(0);
                let score = REGION_WEIGHT * (region_ties as f64).ln_1p()
                    + SIZE_WEIGHT * size_ratio.unwrap_or(0.0)
                    + km.map_or(0.0, |km| NEAR_WEIGHT / (1.0 + km / NEAR_KM));
                SuggestRow {
                    id: format!("geonames:{}", town.geonames()),
                    name: town.name().to_owned(),
                    region: town.region().map(str::to_owned),
                    country: Some(town.country().to_string()),
                    score: to_thousandth(score),
                    from: Some(asked.id().to_owned()),
                    region_ties,
                    size_ratio: size_ratio.map(to_thousandth),
                    distance_km: km.map(|km| (km * 10.0).round() / 10.0),
                    ..SuggestRow::default()
                }
            })
            .collect();
        rows.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| a.id.len().cmp(&b.id.len())).then(a.id.cmp(&b.id))
        });
        rows.truncate(top);
        let words = graph.network().words();
        for row in &mut rows {
            row.reasons = [said!(words, TownNotInData), row.in_words(&[], words)].join("; ");
        }
        rows
    }
}
