mod adamic_adar;
mod area_ties;
mod row;
mod several;
mod towns;

use std::cmp::Ordering;

use self::{
    adamic_adar::Weights,
    area_ties::{COUNTRY_WEIGHT, CountryTies, REGION_WEIGHT, RegionTies},
    row::to_thousandth,
};
use crate::{
    geodesy::distance_km,
    graph::{AreaSet, Areas, Grouping, Place, PlaceId, TieGraph},
    model::{Area, CountryCode, Level},
};

pub use row::SuggestRow;

/// What equal population adds to a score.
const SIZE_WEIGHT: f64 = 0.5;
/// What nearness adds to a score at distance 0.
const NEAR_WEIGHT: f64 = 0.3;
/// The distance at which nearness adds half as much, in kilometres.
const NEAR_KM: f64 = 1000.0;

/// The untied places with most evidence for a tie, the best first, equal ones by id; at most `top`.
///
/// The score is the sum of these terms:
/// - Adamic and Adar's weight of the common partners, which is the sum of 1 / ln(degree) over them ("Friends and
///   neighbors on the Web", Social Networks 25, 2003): a partner that few places have says more than a hub;
/// - 0.4 x ln(1 + ties between the two regions), where a place of unknown region counts for its country;
/// - 0.2 x ln(1 + ties between the suggested place and the first place's country);
/// - 0.5 x the smaller population divided by the larger, if both are known;
/// - 0.3 / (1 + km / 1000), if both positions are known.
///
/// Candidates are places of the graph at the level of the place asked about. They lie in `to` if it is given, otherwise
/// in other countries. The parts of the place, and the city that it is a part of, are excluded. If several places are
/// asked about (those of a region), each has at most three rows. If the region has no place, `region` stands for
/// itself, and only ties between regions and countries count.
///
/// Takes O(places + ties) time for one place. For several places, it takes O(places + ties) and, for each of them, a
/// look at the partners of its partners and at two hundred others. A partner with more than a hundred partners then
/// brings no candidates, and only adds weight to existing ones. The places with the highest possible scores are
/// examined first. A place whose best possible row can't be among the first `top` isn't examined.
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

/// A graph, prepared for suggestions.
pub struct Suggestions<'g, 'n> {
    graph: &'g TieGraph<'n>,
    areas: Areas,
    /// The places of each area.
    places: Vec<Vec<PlaceId>>,
}

/// What is the same for all candidates of a place, or of a region without places.
struct Asker<'s> {
    place: Option<PlaceId>,
    country: Option<CountryCode>,
    level: Level,
    region_ties: &'s RegionTies<'s>,
    country_ties: &'s CountryTies,
}

/// What speaks for a tie with a place or a town.
#[derive(Clone, Copy, Default)]
struct Evidence {
    adamic_adar: f64,
    region_ties: usize,
    country_ties: usize,
    size_ratio: Option<f64>,
    km: Option<f64>,
}

impl Evidence {
    /// The sum of the terms that [`suggest`] lists.
    fn score(&self) -> f64 {
        self.adamic_adar
            + REGION_WEIGHT * (self.region_ties as f64).ln_1p()
            + COUNTRY_WEIGHT * (self.country_ties as f64).ln_1p()
            + SIZE_WEIGHT * self.size_ratio.unwrap_or(0.0)
            + self.km.map_or(0.0, |km| NEAR_WEIGHT / (1.0 + km / NEAR_KM))
    }

    /// A row with the evidence and the score, rounded.
    fn row(&self) -> SuggestRow {
        SuggestRow {
            score: to_thousandth(self.score()),
            adamic_adar: to_thousandth(self.adamic_adar),
            region_ties: self.region_ties,
            country_ties: self.country_ties,
            size_ratio: self.size_ratio.map(to_thousandth),
            distance_km: self.km.map(|km| (km * 10.0).round() / 10.0),
            ..SuggestRow::default()
        }
    }
}

/// The smaller population divided by the larger; `None` if one isn't known, or neither place has inhabitants.
fn size_ratio(a: Option<u64>, b: Option<u64>) -> Option<f64> {
    let (a, b) = (a?, b?);
    (a.max(b) > 0).then(|| a.min(b) as f64 / a.max(b) as f64)
}

/// A candidate for a place, with its score.
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
    /// Takes O(places + ties) time.
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

    /// The places to suggest for a region without places.
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

    /// The number of ties between the two regions, and between the other place and the country.
    fn area_ties(&self, asker: &Asker<'_>, other: PlaceId) -> (usize, usize) {
        let region_ties = self.areas.of(other).map_or(0, |area| asker.region_ties.counts[area as usize]);
        (region_ties, asker.country_ties.counts[other.index()] as usize)
    }

    /// What these ties add to a score.
    fn area_score(&self, asker: &Asker<'_>, other: PlaceId) -> f64 {
        let of_region = self.areas.of(other).map_or(0.0, |area| asker.region_ties.scores[area as usize]);
        of_region + asker.country_ties.scores[other.index()]
    }

    /// The `top` candidates with the highest scores.
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
        let score = self.evidence(asker.place, other, adamic_adar, (region_ties, country_ties)).score();
        Scored { score, from: asker.place, other, adamic_adar, region_ties, country_ties }
    }

    fn evidence(
        &self,
        from: Option<PlaceId>,
        other: PlaceId,
        adamic_adar: f64,
        (region_ties, country_ties): (usize, usize),
    ) -> Evidence {
        let other = self.graph.place(other);
        let from = from.map(|from| self.graph.place(from));
        let km = || Some(distance_km(from?.position()?, other.position()?));
        let size_ratio = from.and_then(|from| size_ratio(from.population(), other.population()));
        Evidence { adamic_adar, region_ties, country_ties, size_ratio, km: km() }
    }

    fn row(&self, scored: &Scored) -> SuggestRow {
        let Scored { from, other, adamic_adar, region_ties, country_ties, .. } = *scored;
        let evidence = self.evidence(from, other, adamic_adar, (region_ties, country_ties));
        let place = self.graph.place(other);
        let mut row = SuggestRow {
            from: from.map(|place| self.graph.place(place).id().to_owned()),
            from_name: from.map(|place| self.graph.place(place).shown_name().to_owned()),
            id: place.id().to_owned(),
            name: place.shown_name().to_owned(),
            region: place.region().map(|region| region.code.to_string()),
            country: place.country().map(|country| country.to_string()),
            ..evidence.row()
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
