use std::{cmp::Reverse, collections::HashMap};

use serde::Serialize;

use crate::{
    geodesy::distance_km,
    graph::{Grouping, PlaceId, Quotient, TieGraph},
    model::{Area, CountryCode, Level},
};

/// What a tie between the two regions (its logarithm) adds to a score.
const REGION_WEIGHT: f64 = 0.4;
/// What a tie of the other place to the one's country (its logarithm) adds.
const COUNTRY_WEIGHT: f64 = 0.2;
/// What equal size adds.
const SIZE_WEIGHT: f64 = 0.5;
/// What nearness adds, at no distance at all.
const NEAR_WEIGHT: f64 = 0.3;
/// The distance at which nearness counts half.
const NEAR_KM: f64 = 1000.0;

/// From this ratio on, two sizes are called similar.
const SIMILAR: f64 = 0.5;
/// How many common partners are named.
const NAMED: usize = 3;
/// How many candidates without a common partner are looked at for each place of a region.
const STRANGERS: usize = 200;
/// How many rows each place of a region has at most.
const ROWS_A_PLACE: usize = 3;

/// An untied pair of places, with what speaks for a tie.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SuggestRow {
    /// The id of the place suggested.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The code of its region.
    pub region: Option<String>,
    /// The code of its country.
    pub country: Option<String>,
    /// The sum of all evidence; see [`suggest`].
    pub score: f64,
    /// The place asked about, or the place of the region asked about; none where the region has no place.
    pub from: Option<String>,
    /// Partners of both.
    pub common_partners: usize,
    /// The sum of 1 / ln(degree) of the common partners.
    pub adamic_adar: f64,
    /// Ties between the regions of the two.
    pub region_ties: usize,
    /// Ties of the place suggested with the country of the first.
    pub country_ties: usize,
    /// The smaller population over the larger.
    pub size_ratio: Option<f64>,
    /// Kilometres between the two.
    pub distance_km: Option<f64>,
    /// The evidence in words.
    pub reasons: String,
}

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
/// O(places + ties) for one place.
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
    quotient: Quotient,
    /// By pair of regions, each way: ties between them.
    region_ties: HashMap<(u32, u32), usize>,
}

/// What is the same for all candidates of a place, or of a region without one.
struct Asker {
    place: Option<PlaceId>,
    country: Option<CountryCode>,
    level: Level,
    /// By region: ties to it from the asker's region.
    region_ties: Vec<usize>,
    /// By place: its partners in the asker's country.
    country_ties: Vec<usize>,
}

impl<'g, 'n> Suggestions<'g, 'n> {
    /// Counts the ties between regions: O(places + ties log ties).
    pub fn new(graph: &'g TieGraph<'n>) -> Self {
        let quotient = Quotient::new(graph, Grouping::Region);
        let mut region_ties = HashMap::new();
        for (_, tie) in graph.ties() {
            if let (Some(a), Some(b)) = (quotient.node_of(tie.a), quotient.node_of(tie.b)) {
                *region_ties.entry((a, b)).or_default() += 1;
                if a != b {
                    *region_ties.entry((b, a)).or_default() += 1;
                }
            }
        }
        Self { graph, quotient, region_ties }
    }

    /// The best untied places for one place; see [`suggest`].
    pub fn of_place(&self, place: PlaceId, to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let asker = self.asker(Some(place), None);
        let common = self.adamic_adar(place);
        let candidates =
            self.graph.places().map(|other| other.number()).filter(|&other| self.may_tie(&asker, other, to));
        self.best(&asker, candidates, |other| common.get(&other).copied().unwrap_or(0.0), top)
    }

    /// The best untied pairs of one of `places` and another.
    fn of_places(&self, places: &[PlaceId], to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let places: Vec<PlaceId> = places.iter().copied().filter(|&place| self.graph.includes(place)).collect();
        let Some(&first) = places.first() else { return Vec::new() };
        // Those that the regions alone speak for are the same for every place but for size and distance.
        let asker = self.asker(Some(first), None);
        let mut strangers: Vec<PlaceId> =
            self.graph.places().map(|other| other.number()).filter(|other| !places.contains(other)).collect();
        strangers.retain(|&other| to.is_none_or(|to| self.graph.network().lies_in(other, to)));
        strangers.sort_by_key(|&other| (Reverse(self.area_ties(&asker, other)), Reverse(self.graph.degree(other))));
        strangers.truncate(STRANGERS);
        let mut rows = Vec::new();
        for &place in &places {
            let asker = self.asker(Some(place), None);
            let common = self.adamic_adar(place);
            let mut candidates: Vec<PlaceId> = common.keys().copied().chain(strangers.iter().copied()).collect();
            candidates.sort_unstable();
            candidates.dedup();
            candidates.retain(|&other| self.may_tie(&asker, other, to) && !places.contains(&other));
            let score = |other| common.get(&other).copied().unwrap_or(0.0);
            rows.extend(self.best(&asker, candidates.into_iter(), score, ROWS_A_PLACE));
        }
        rows.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (&a.from, &a.id).cmp(&(&b.from, &b.id))));
        rows.truncate(top);
        rows
    }

    /// The places that a region without one could be tied to.
    fn of_empty_region(&self, region: &Area, to: Option<&Area>, top: usize) -> Vec<SuggestRow> {
        let asker = self.asker(None, Some(region));
        let network = self.graph.network();
        let candidates = self.graph.places().map(|other| other.number()).filter(|&other| {
            self.may_tie(&asker, other, to) && self.graph.degree(other) > 0 && !network.lies_in(other, region)
        });
        self.best(&asker, candidates, |_| 0.0, top)
    }

    fn asker(&self, place: Option<PlaceId>, region: Option<&Area>) -> Asker {
        let network = self.graph.network();
        let areas = self.quotient.areas();
        let node = match (place, region) {
            (Some(place), _) => self.quotient.node_of(place),
            (None, Some(region)) => (0..).zip(areas).find(|(_, (area, _))| area == region).map(|(node, _)| node),
            (None, None) => None,
        };
        let country = match (place, region) {
            (Some(place), _) => self.graph.place(place).country(),
            (None, Some(Area::Country(country))) => Some(*country),
            (None, Some(Area::Region(code))) => {
                network.register().find_region(code).map(|id| network.register().region(id).country)
            }
            (None, None) => None,
        };
        let ties = |from: u32, to: u32| self.region_ties.get(&(from, to)).copied().unwrap_or(0);
        let mut country_ties = vec![0; network.place_count()];
        for (_, tie) in self.graph.ties() {
            for (near, far) in [(tie.a, tie.b), (tie.b, tie.a)] {
                let is_there = country.is_some() && self.graph.place(near).country() == country;
                country_ties[far.index()] += usize::from(is_there);
            }
        }
        let all = || 0..u32::try_from(areas.len()).unwrap_or(u32::MAX);
        Asker {
            place,
            level: place.map_or(Level::City, |place| self.graph.place(place).level()),
            region_ties: all().map(|to| node.map_or(0, |from| ties(from, to))).collect(),
            country,
            country_ties,
        }
    }

    /// By place with a common partner: Adamic and Adar's weight of the common partners.
    fn adamic_adar(&self, place: PlaceId) -> HashMap<PlaceId, f64> {
        let mut weights = HashMap::new();
        for partner in self.graph.partners(place) {
            // A common partner has two partners at least.
            let weight = 1.0 / (self.graph.degree(partner).max(2) as f64).ln();
            for other in self.graph.partners(partner) {
                *weights.entry(other).or_insert(0.0) += weight;
            }
        }
        weights
    }

    fn may_tie(&self, asker: &Asker, other: PlaceId, to: Option<&Area>) -> bool {
        let candidate = self.graph.place(other);
        let is_asked_for = match to {
            Some(to) => self.graph.network().lies_in(other, to),
            None => asker.country.is_none() || candidate.country() != asker.country,
        };
        let fits = candidate.level() == asker.level && is_asked_for;
        let Some(place) = asker.place.filter(|_| fits) else { return fits };
        let parts = candidate.part_of() == Some(place) || self.graph.place(place).part_of() == Some(other);
        other != place && !parts && !self.graph.is_tied(place, other)
    }

    /// Ties between the regions, and of the other place with the country.
    fn area_ties(&self, asker: &Asker, other: PlaceId) -> (usize, usize) {
        let region_ties = self.quotient.node_of(other).map_or(0, |node| asker.region_ties[node as usize]);
        (region_ties, asker.country_ties[other.index()])
    }

    /// The `top` candidates of the highest score; only these are described.
    fn best(
        &self,
        asker: &Asker,
        candidates: impl Iterator<Item = PlaceId>,
        adamic_adar: impl Fn(PlaceId) -> f64,
        top: usize,
    ) -> Vec<SuggestRow> {
        let mut scored: Vec<(f64, PlaceId)> =
            candidates.map(|other| (self.score(asker, other, adamic_adar(other)), other)).collect();
        scored.retain(|(score, _)| *score > 0.0);
        let order = |a: &(f64, PlaceId), b: &(f64, PlaceId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if scored.len() > top {
            scored.select_nth_unstable_by(top, order);
            scored.truncate(top);
        }
        scored.sort_by(order);
        scored.into_iter().map(|(score, other)| self.row(asker, other, score, adamic_adar(other))).collect()
    }

    fn score(&self, asker: &Asker, other: PlaceId, adamic_adar: f64) -> f64 {
        let (region_ties, country_ties) = self.area_ties(asker, other);
        let near = self.km(asker, other).map_or(0.0, |km| NEAR_WEIGHT / (1.0 + km / NEAR_KM));
        adamic_adar
            + REGION_WEIGHT * (region_ties as f64).ln_1p()
            + COUNTRY_WEIGHT * (country_ties as f64).ln_1p()
            + SIZE_WEIGHT * self.size_ratio(asker, other).unwrap_or(0.0)
            + near
    }

    fn km(&self, asker: &Asker, other: PlaceId) -> Option<f64> {
        Some(distance_km(self.graph.place(asker.place?).position()?, self.graph.place(other).position()?))
    }

    fn size_ratio(&self, asker: &Asker, other: PlaceId) -> Option<f64> {
        let [a, b] = [asker.place?, other].map(|place| self.graph.place(place).population());
        let (a, b) = (a?, b?);
        (a.max(b) > 0).then(|| a.min(b) as f64 / a.max(b) as f64)
    }

    fn row(&self, asker: &Asker, other: PlaceId, score: f64, adamic_adar: f64) -> SuggestRow {
        let place = self.graph.place(other);
        let (region_ties, country_ties) = self.area_ties(asker, other);
        let mut row = SuggestRow {
            from: asker.place.map(|place| self.graph.place(place).id().to_owned()),
            id: place.id().to_owned(),
            name: place.name().to_owned(),
            region: place.region().map(|region| region.code.to_string()),
            country: place.country().map(|country| country.to_string()),
            score: to_thousandth(score),
            adamic_adar: to_thousandth(adamic_adar),
            region_ties,
            country_ties,
            size_ratio: self.size_ratio(asker, other).map(to_thousandth),
            distance_km: self.km(asker, other).map(|km| (km * 10.0).round() / 10.0),
            ..SuggestRow::default()
        };
        let common: Vec<&str> = asker.place.map_or_else(Vec::new, |from| {
            let partners = self.graph.partners(from);
            partners
                .filter(|&partner| self.graph.is_tied(partner, other))
                .map(|id| self.graph.place(id).name())
                .collect()
        });
        row.common_partners = common.len();
        row.reasons = reasons(&row, &common);
        row
    }
}

/// The evidence of a row in words.
fn reasons(row: &SuggestRow, common: &[&str]) -> String {
    let mut reasons = Vec::new();
    let ties = |count: usize| if count == 1 { "1 tie".to_owned() } else { format!("{count} ties") };
    if let Some((first, others)) = common.split_first() {
        let named: Vec<&str> = std::iter::once(first).chain(others).take(NAMED).copied().collect();
        let more = if common.len() > NAMED { ", ..." } else { "" };
        let noun = if others.is_empty() { "common partner" } else { "common partners" };
        reasons.push(format!("{} {noun} ({}{more})", common.len(), named.join(", ")));
    }
    if row.region_ties > 0 {
        reasons.push(format!("{} between the regions", ties(row.region_ties)));
    }
    if row.country_ties > 0 {
        reasons.push(format!("{} with the country", ties(row.country_ties)));
    }
    if row.size_ratio.is_some_and(|ratio| ratio >= SIMILAR) {
        reasons.push("similar size".to_owned());
    }
    if let Some(km) = row.distance_km {
        reasons.push(format!("{km:.0} km away"));
    }
    reasons.join("; ")
}

fn to_thousandth(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
