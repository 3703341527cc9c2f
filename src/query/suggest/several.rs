//! Suggestions for several places, such as those of a region. For each place, only the candidates that can matter are
//! examined.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{
    Asker, NEAR_WEIGHT, SIZE_WEIGHT, Scored, SuggestRow, Suggestions,
    adamic_adar::{Weights, weight},
    area_ties::{CountryTies, RegionTies},
    row::to_thousandth,
};
use crate::{
    graph::{AreaSet, Place, PlaceId},
    model::Area,
};

/// The number of candidates without a common partner that are examined for each place of a region.
const STRANGERS: usize = 200;
/// The most rows for each place of a region.
const ROWS_A_PLACE: usize = 3;
/// The partners of a partner with more partners than this don't become candidates for a place of a region.
const HUB: usize = 100;
/// More than the rounding errors of a score that is summed in another order.
const ROUNDING: f64 = 1e-6;
/// The number of places that are examined first, those with the highest possible scores; the number then grows.
const FIRST_ASKED: usize = 64;
/// The number of parts in which the places of a region are examined. It is larger than the number of threads, since one
/// may be slower than another.
const PARTS: usize = 16;

impl Suggestions<'_, '_> {
    /// The best untied pairs of one of `places` and another place. The search ends once no remaining place can improve
    /// on the rows found, so that few places are examined if few rows are asked for.
    pub(super) fn of_places(&self, places: &[PlaceId], to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let mut places: Vec<PlaceId> = places.iter().copied().filter(|&place| self.graph.includes(place)).collect();
        let (Some(&first), Some(last)) = (places.first(), top.checked_sub(1)) else { return Vec::new() };
        let question = Question::new(self, &places, to);
        let country_ties = CountryTies::of(self.graph, self.graph.place(first).country());
        let strangers = self.strangers(first, &question, &country_ties);
        let asked = self.by_most(&mut places, &question, &country_ties);
        let scratch = || (RegionTies::none(self.graph, &self.areas, &self.places), Weights::none(self.graph));
        let of_some = |(region_ties, weights): &mut (RegionTies, Weights), some: &[PlaceId], least: f64| {
            let mut found = Vec::new();
            for &place in some {
                region_ties.count(self.areas.of(place));
                weights.add_partners_of(place, self.graph, HUB);
                let asker = self.asker_of(place, region_ties, &country_ties);
                found.extend(self.best_of_place(&asker, weights, &strangers, &question, least));
                weights.clear();
            }
            found
        };
        // Places are numbered by id.
        let key = |scored: &Scored| (scored.from, scored.other);
        let mut found: Vec<Scored> = Vec::new();
        let (mut rest, mut count) = (&asked[..], FIRST_ASKED);
        loop {
            let least = found.get(last).map_or(0.0, |last| to_thousandth(last.score));
            rest = &rest[..rest.partition_point(|&(most, _)| reaches(most, least))];
            let (some, others) = rest.split_at(count.min(rest.len()));
            if some.is_empty() {
                break;
            }
            let mut some: Vec<PlaceId> = some.iter().map(|&(_, place)| place).collect();
            // Places of one area share what is counted for the area, so they are put together.
            some.sort_unstable_by_key(|&place| (self.areas.of(place), place));
            let parts =
                some.par_chunks(some.len().div_ceil(PARTS)).map_init(scratch, |s, some| of_some(s, some, least));
            found.append(&mut parts.collect::<Vec<_>>().concat());
            found.sort_by(|a, b| {
                to_thousandth(b.score).total_cmp(&to_thousandth(a.score)).then_with(|| key(a).cmp(&key(b)))
            });
            found.truncate(top);
            (rest, count) = (others, 4 * count);
        }
        found.iter().map(|scored| self.row(scored)).collect()
    }

    /// Several places, each with an upper bound of its scores, the highest first. O(places + their ties + n log n) for
    /// n of them.
    fn by_most(&self, places: &mut [PlaceId], question: &Question, country_ties: &CountryTies) -> Vec<(f64, PlaceId)> {
        // The most that ties with the country add, for each area of the suggested place and overall.
        let (mut by_area, mut anywhere) = (vec![0.0_f64; self.areas.count()], 0.0_f64);
        for other in self.graph.places().map(|other| other.number()).filter(|&other| question.admits(other)) {
            let score = country_ties.scores[other.index()];
            anywhere = anywhere.max(score);
            if let Some(area) = self.areas.of(other) {
                let most = &mut by_area[area as usize];
                *most = most.max(score);
            }
        }
        places.sort_by_key(|&place| self.areas.of(place));
        let mut region_ties = RegionTies::none(self.graph, &self.areas, &self.places);
        let mut asked = Vec::with_capacity(places.len());
        for of_area in places.chunk_by(|&a, &b| self.areas.of(a) == self.areas.of(b)) {
            region_ties.count(self.areas.of(of_area[0]));
            let met = region_ties.met.iter().map(|&met| region_ties.scores[met as usize] + by_area[met as usize]);
            let of_areas = met.fold(anywhere, f64::max);
            asked.extend(of_area.iter().map(|&place| {
                let of_partners: f64 = self.graph.partners(place).map(|partner| weight(self.graph, partner)).sum();
                (of_partners + of_areas + SIZE_WEIGHT + NEAR_WEIGHT, place)
            }));
        }
        asked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        asked
    }

    /// The best candidates for one of several places whose score rounds to `least` or more, among those with a common
    /// partner and the strangers.
    fn best_of_place(
        &self,
        asker: &Asker<'_>,
        weights: &Weights,
        strangers: &[PlaceId],
        question: &Question,
        least: f64,
    ) -> Vec<Scored> {
        let hubs: Vec<PlaceId> = asker.place.into_iter().flat_map(|place| self.hubs(place)).collect();
        let of_hubs: Vec<f64> = hubs.iter().map(|&hub| weight(self.graph, hub)).collect();
        let (most_of_hub, of_hubs) = (of_hubs.iter().fold(0.0, |a: f64, &b| a.max(b)), of_hubs.iter().sum::<f64>());
        let most_of_hubs = |other: PlaceId| of_hubs.min(most_of_hub * self.graph.degree(other) as f64);
        let unmet = strangers.iter().filter(|&&other| weights.of(other) == 0.0);
        let mut best: Vec<Scored> = Vec::with_capacity(ROWS_A_PLACE + 1);
        for &other in weights.met.iter().chain(unmet).filter(|&&other| question.admits(other)) {
            // Costly evidence is computed only if it may matter.
            let of_areas = self.area_score(asker, other);
            let most = weights.of(other) + most_of_hubs(other) + of_areas + SIZE_WEIGHT + NEAR_WEIGHT;
            let is_behind = best.get(ROWS_A_PLACE - 1).is_some_and(|last| most + ROUNDING < last.score);
            if is_behind || !reaches(most, least) || !self.may_tie(asker, self.graph.place(other), question.to.as_ref())
            {
                continue;
            }
            let scored = self.scored(asker, other, weights.of(other) + self.weight_of_hubs(&hubs, other));
            if scored.score > 0.0 {
                best.insert(best.partition_point(|better| Scored::order(better, &scored).is_lt()), scored);
                best.truncate(ROWS_A_PLACE);
            }
        }
        best
    }

    /// The candidates that only the ties of regions speak for. They are the same for every place, apart from population
    /// and distance.
    fn strangers(&self, first: PlaceId, question: &Question, country_ties: &CountryTies) -> Vec<PlaceId> {
        let mut region_ties = RegionTies::none(self.graph, &self.areas, &self.places);
        region_ties.count(self.areas.of(first));
        let asker = self.asker_of(first, &region_ties, country_ties);
        let order = |other: PlaceId| (Reverse(self.area_ties(&asker, other)), Reverse(self.graph.degree(other)), other);
        let others = self.graph.places().map(|other| other.number()).filter(|&other| question.admits(other));
        let mut strangers: Vec<_> = others.map(order).collect();
        if strangers.len() > STRANGERS {
            strangers.select_nth_unstable(STRANGERS);
            strangers.truncate(STRANGERS);
        }
        strangers.into_iter().map(|(.., other)| other).collect()
    }

    /// The partners of a place that have too many partners of their own to examine each.
    fn hubs(&self, place: PlaceId) -> impl Iterator<Item = PlaceId> {
        self.graph.partners(place).filter(|&partner| self.graph.degree(partner) > HUB)
    }

    /// What the hubs (sorted by id) add that are also partners of another place. O(n log m), where n is the smaller
    /// number of the two.
    fn weight_of_hubs(&self, hubs: &[PlaceId], other: PlaceId) -> f64 {
        let weight = |hub: PlaceId| weight(self.graph, hub);
        if hubs.len() <= self.graph.degree(other) {
            hubs.iter().filter(|&&hub| self.graph.is_tied(other, hub)).map(|&hub| weight(hub)).sum()
        } else {
            self.graph.partners(other).filter(|partner| hubs.binary_search(partner).is_ok()).map(weight).sum()
        }
    }
}

/// The places that may be suggested for any of several.
struct Question {
    to: Option<AreaSet>,
    /// Whether each place may be suggested.
    is_asked_for: Vec<bool>,
}

impl Question {
    /// Admits places of the graph, in `to` if it is given, that aren't among those asked about. O(places).
    fn new(suggestions: &Suggestions<'_, '_>, places: &[PlaceId], to: Option<&Area>) -> Self {
        let graph = suggestions.graph;
        let to = to.map(|to| suggestions.set(to));
        let is_in = |place: Place<'_>| to.as_ref().is_none_or(|to| to.contains(place));
        let mut is_asked_for: Vec<bool> =
            graph.network().places().map(|place| graph.includes(place.number()) && is_in(place)).collect();
        places.iter().for_each(|place| is_asked_for[place.index()] = false);
        Self { to, is_asked_for }
    }

    fn admits(&self, other: PlaceId) -> bool {
        self.is_asked_for[other.index()]
    }
}

/// Whether a score of at most `most`, allowing for rounding errors, can be shown as `least` or more.
fn reaches(most: f64, least: f64) -> bool {
    to_thousandth(most + ROUNDING) >= least
}
