mod adamic_adar;
mod area_ties;
mod row;

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;

use self::{
    adamic_adar::{Weights, weight},
    area_ties::{COUNTRY_WEIGHT, CountryTies, REGION_WEIGHT, RegionTies},
    row::to_thousandth,
};
use crate::{
    geodesy::distance_km,
    graph::{AreaSet, Areas, Grouping, Place, PlaceId, TieGraph},
    model::{Area, CountryCode, Level},
};

pub use row::SuggestRow;

/// What equal size adds.
const SIZE_WEIGHT: f64 = 0.5;
/// What nearness adds, at no distance at all.
const NEAR_WEIGHT: f64 = 0.3;
/// The distance at which nearness counts half.
const NEAR_KM: f64 = 1000.0;

/// How many candidates without a common partner are looked at for each place of a region.
const STRANGERS: usize = 200;
/// How many rows each place of a region has at most.
const ROWS_A_PLACE: usize = 3;
/// Of a partner with more partners than these not each is a candidate for a place of a region.
const HUB: usize = 100;
/// More than roundings make of a score that is summed up in another order.
const ROUNDING: f64 = 1e-6;
/// So many of several places are looked at first, those that most can be said for, and then ever more.
const FIRST_ASKED: usize = 64;
/// In how many parts the places of a region are looked at: more than there are threads, since one may be slower than another.
const PARTS: usize = 16;

/// The untied places that most evidence speaks for, the best first, equal ones by id; at most `top`.
///
/// The score is the sum of
/// - Adamic and Adar's weight of the common partners, the sum of 1 / ln(degree) over them ("Friends and neighbors on the
///   Web", Social Networks 25, 2003): a partner that few have says more than a hub;
/// - 0.4 x ln(1 + ties between the two regions), a place of unknown region standing for its country;
/// - 0.2 x ln(1 + ties of the place suggested with the country of the first);
/// - 0.5 x the smaller population over the larger, where both are known;
/// - 0.3 / (1 + km / 1000), where both positions are known.
///
/// Candidates are places of the graph at the level of the place asked about: in `to` where given, else in other
/// countries than its own; neither its parts nor the city it is a part of. Of several places (those of a region) each has at most three rows; where there is none,
/// `region` stands for them and only ties between regions and countries speak.
///
/// O(places + ties) for one place. For several, O(places + ties) and for each of them the partners of its partners and two
/// hundred others; a partner that has more than a hundred
/// partners brings no candidate then, only weight to those that there are. The places that most can be said for come first,
/// and those are not looked at of which no row can be among the first `top`.
pub fn suggest(
    graph: &TieGraph<'_>,
    places: &[PlaceId],
    region: Option<&Area>,
    to: Option<&Area>,
    top: usize,
) -> Vec<SuggestRow> {
    let suggestions = Suggestions::new(graph);
    match (places, region) {
        (&[place], None) => suggestions.of_place(place, to, top),
        ([], Some(area)) => suggestions.of_empty_region(area, to, top),
        (places, _) => suggestions.of_places(places, to, top),
    }
}

/// A graph prepared for suggestions.
pub struct Suggestions<'g, 'n> {
    graph: &'g TieGraph<'n>,
    areas: Areas,
    /// By area: its places.
    places: Vec<Vec<PlaceId>>,
}

/// What is the same for all candidates of a place, or of a region without one.
struct Asker<'s> {
    place: Option<PlaceId>,
    country: Option<CountryCode>,
    level: Level,
    region_ties: &'s RegionTies<'s>,
    country_ties: &'s CountryTies,
}

/// A candidate of an asker.
#[derive(Clone, Copy)]
struct Scored {
    score: f64,
    from: Option<PlaceId>,
    other: PlaceId,
    adamic_adar: f64,
    region_ties: usize,
    country_ties: usize,
}

impl Scored {
    /// The best first, equal ones by id.
    fn order(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.other.cmp(&other.other))
    }
}

impl<'g, 'n> Suggestions<'g, 'n> {
    /// O(places + ties).
    pub fn new(graph: &'g TieGraph<'n>) -> Self {
        let areas = Areas::new(graph, Grouping::Region);
        let places = areas.places();
        Self { graph, areas, places }
    }

    /// The best untied places for one place; see [`suggest`].
    pub fn of_place(&self, place: PlaceId, to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let country = self.graph.place(place).country();
        let (mut region_ties, mut weights) =
            (RegionTies::none(self.graph, &self.areas, &self.places), Weights::none(self.graph));
        region_ties.count(self.areas.of(place));
        let country_ties = CountryTies::of(self.graph, country);
        let asker = self.asker_of(place, &region_ties, &country_ties);
        weights.add_partners_of(place, self.graph, usize::MAX);
        let to = to.map(|to| self.set(to));
        let candidates = self.graph.places().filter(|&other| self.may_tie(&asker, other, to.as_ref()));
        let best = self.best(&asker, candidates.map(|other| other.number()), |other| weights.of(other), top);
        best.into_iter().map(|scored| self.row(&scored)).collect()
    }

    /// The best untied pairs of one of `places` and another. Where rows are found that no place left can better, that is all:
    /// with few rows asked for, few places are looked at.
    fn of_places(&self, places: &[PlaceId], to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
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
            // Those of an area share what is counted of it.
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

    /// Several places, each with the most that a score of it can be, the highest first. O(places + ties of these + n log n) for n
    /// of them.
    fn by_most(&self, places: &mut [PlaceId], question: &Question, country_ties: &CountryTies) -> Vec<(f64, PlaceId)> {
        // What ties with the country add at most, by the area of the place suggested, and anywhere.
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

    /// The best candidates of one of several places whose score rounds to `least` or more: of those with a common partner
    /// and of the strangers.
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
            // What is costly is looked at only where it may matter.
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

    /// Those that the regions alone speak for: the same for every place but for size and distance.
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

    /// The places that a region without one could be tied to.
    fn of_empty_region(&self, region: &Area, to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let register = self.graph.network().register();
        let country = match region {
            Area::Country(country) => Some(*country),
            Area::Region(code) => register.find_region(code).map(|id| register.region(id).country),
        };
        let node = (0..).zip(self.areas.areas()).find(|(_, (area, _))| area == region).map(|(node, _)| node);
        let mut region_ties = RegionTies::none(self.graph, &self.areas, &self.places);
        region_ties.count(node);
        let country_ties = CountryTies::of(self.graph, country);
        let asker =
            Asker { place: None, country, level: Level::City, region_ties: &region_ties, country_ties: &country_ties };
        let (own, to) = (self.set(region), to.map(|to| self.set(to)));
        let candidates = self.graph.places().filter(|&other| {
            let is_tied = self.graph.degree(other.number()) > 0;
            is_tied && self.may_tie(&asker, other, to.as_ref()) && !own.contains(other)
        });
        let best = self.best(&asker, candidates.map(|other| other.number()), |_| 0.0, top);
        best.into_iter().map(|scored| self.row(&scored)).collect()
    }

    fn set(&self, area: &Area) -> AreaSet {
        AreaSet::new(self.graph.network(), std::slice::from_ref(area))
    }

    fn asker_of<'s>(
        &self,
        place: PlaceId,
        region_ties: &'s RegionTies<'s>,
        country_ties: &'s CountryTies,
    ) -> Asker<'s> {
        let asked = self.graph.place(place);
        Asker { place: Some(place), country: asked.country(), level: asked.level(), region_ties, country_ties }
    }

    /// The partners of a place that have too many of their own to look at each.
    fn hubs(&self, place: PlaceId) -> impl Iterator<Item = PlaceId> {
        self.graph.partners(place).filter(|&partner| self.graph.degree(partner) > HUB)
    }

    /// What the hubs, by id, add that are partners of another place as well. O(n log m) for the n of the two that are fewer.
    fn weight_of_hubs(&self, hubs: &[PlaceId], other: PlaceId) -> f64 {
        let weight = |hub: PlaceId| weight(self.graph, hub);
        if hubs.len() <= self.graph.degree(other) {
            hubs.iter().filter(|&&hub| self.graph.is_tied(other, hub)).map(|&hub| weight(hub)).sum()
        } else {
            self.graph.partners(other).filter(|partner| hubs.binary_search(partner).is_ok()).map(weight).sum()
        }
    }

    fn may_tie(&self, asker: &Asker<'_>, candidate: Place<'_>, to: Option<&AreaSet>) -> bool {
        let other = candidate.number();
        let is_asked_for = match to {
            Some(to) => to.contains(candidate),
            None => asker.country.is_none() || candidate.country() != asker.country,
        };
        let fits = candidate.level() == asker.level && is_asked_for;
        let Some(place) = asker.place.filter(|_| fits) else { return fits };
        let parts = candidate.part_of() == Some(place) || self.graph.place(place).part_of() == Some(other);
        other != place && !parts && !self.graph.is_tied(place, other)
    }

    /// Ties between the regions, and of the other place with the country.
    fn area_ties(&self, asker: &Asker<'_>, other: PlaceId) -> (usize, usize) {
        let region_ties = self.areas.of(other).map_or(0, |area| asker.region_ties.counts[area as usize]);
        (region_ties, asker.country_ties.counts[other.index()] as usize)
    }

    /// What they add to a score.
    fn area_score(&self, asker: &Asker<'_>, other: PlaceId) -> f64 {
        let of_region = self.areas.of(other).map_or(0.0, |area| asker.region_ties.scores[area as usize]);
        of_region + asker.country_ties.scores[other.index()]
    }

    /// The `top` candidates of the highest score.
    fn best(
        &self,
        asker: &Asker<'_>,
        candidates: impl Iterator<Item = PlaceId>,
        adamic_adar: impl Fn(PlaceId) -> f64,
        top: usize,
    ) -> Vec<Scored> {
        let mut scored: Vec<Scored> = candidates.map(|other| self.scored(asker, other, adamic_adar(other))).collect();
        scored.retain(|scored| scored.score > 0.0);
        if scored.len() > top {
            scored.select_nth_unstable_by(top, Scored::order);
            scored.truncate(top);
        }
        scored.sort_by(Scored::order);
        scored
    }

    fn scored(&self, asker: &Asker<'_>, other: PlaceId, adamic_adar: f64) -> Scored {
        let (region_ties, country_ties) = self.area_ties(asker, other);
        let near = self.km(asker.place, other).map_or(0.0, |km| NEAR_WEIGHT / (1.0 + km / NEAR_KM));
        let score = adamic_adar
            + REGION_WEIGHT * (region_ties as f64).ln_1p()
            + COUNTRY_WEIGHT * (country_ties as f64).ln_1p()
            + SIZE_WEIGHT * self.size_ratio(asker.place, other).unwrap_or(0.0)
            + near;
        Scored { score, from: asker.place, other, adamic_adar, region_ties, country_ties }
    }

    fn km(&self, from: Option<PlaceId>, other: PlaceId) -> Option<f64> {
        Some(distance_km(self.graph.place(from?).position()?, self.graph.place(other).position()?))
    }

    fn size_ratio(&self, from: Option<PlaceId>, other: PlaceId) -> Option<f64> {
        let [a, b] = [from?, other].map(|place| self.graph.place(place).population());
        let (a, b) = (a?, b?);
        (a.max(b) > 0).then(|| a.min(b) as f64 / a.max(b) as f64)
    }

    fn row(&self, scored: &Scored) -> SuggestRow {
        let Scored { from, other, .. } = *scored;
        let place = self.graph.place(other);
        let mut row = SuggestRow {
            from: from.map(|place| self.graph.place(place).id().to_owned()),
            id: place.id().to_owned(),
            name: place.shown_name().to_owned(),
            region: place.region().map(|region| region.code.to_string()),
            country: place.country().map(|country| country.to_string()),
            score: to_thousandth(scored.score),
            adamic_adar: to_thousandth(scored.adamic_adar),
            region_ties: scored.region_ties,
            country_ties: scored.country_ties,
            size_ratio: self.size_ratio(from, other).map(to_thousandth),
            distance_km: self.km(from, other).map(|km| (km * 10.0).round() / 10.0),
            ..SuggestRow::default()
        };
        let common: Vec<&str> = from.map_or_else(Vec::new, |from| {
            let partners = self.graph.partners(from);
            partners
                .filter(|&partner| self.graph.is_tied(partner, other))
                .map(|id| self.graph.place(id).shown_name())
                .collect()
        });
        row.common_partners = common.len();
        row.reasons = row.in_words(&common, self.graph.network().words());
        row
    }
}

/// Which places may be suggested for any of several.
struct Question {
    to: Option<AreaSet>,
    /// By place.
    is_asked_for: Vec<bool>,
}

impl Question {
    /// Places of the graph, in `to` where given, that aren't among those asked about. O(places).
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

/// Whether a score that is at most `most`, but for roundings, can be shown as `least` or more.
fn reaches(most: f64, least: f64) -> bool {
    to_thousandth(most + ROUNDING) >= least
}
