use crate::{
    graph::{Areas, PlaceId, TieGraph},
    model::CountryCode,
};

/// The weight of the logarithm of the number of ties between the two regions.
pub(super) const REGION_WEIGHT: f64 = 0.4;
/// The weight of the logarithm of the number of ties between the suggested place and the first place's country.
pub(super) const COUNTRY_WEIGHT: f64 = 0.2;

/// The partners of each place that lie in a country.
pub(super) struct CountryTies {
    /// The number of these partners, for each place.
    pub(super) counts: Vec<u32>,
    /// What they add to the score of each place.
    pub(super) scores: Vec<f64>,
}

impl CountryTies {
    /// Takes O(places + ties of the country) time.
    pub(super) fn of(graph: &TieGraph<'_>, country: Option<CountryCode>) -> Self {
        let mut counts = vec![0_u32; graph.network().place_count()];
        let places = graph.places().filter(|place| country.is_some() && place.country() == country);
        places.flat_map(|place| graph.partners(place.number())).for_each(|partner| counts[partner.index()] += 1);
        let scores = counts.iter().map(|&ties| if ties == 0 { 0.0 } else { COUNTRY_WEIGHT * f64::from(ties).ln_1p() });
        Self { scores: scores.collect(), counts }
    }
}

/// The ties between one area and every other. They are counted again when another area asks.
pub(super) struct RegionTies<'s> {
    graph: &'s TieGraph<'s>,
    areas: &'s Areas,
    /// The places of each area.
    places: &'s [Vec<PlaceId>],
    of: Option<u32>,
    /// The number of ties with each area.
    pub(super) counts: Vec<usize>,
    /// What they add to a score, for each area.
    pub(super) scores: Vec<f64>,
    /// The areas with which it has ties.
    pub(super) met: Vec<u32>,
}

impl<'s> RegionTies<'s> {
    pub(super) fn none(graph: &'s TieGraph<'s>, areas: &'s Areas, places: &'s [Vec<PlaceId>]) -> Self {
        let (counts, scores) = (vec![0; areas.count()], vec![0.0; areas.count()]);
        Self { graph, areas, places, of: None, counts, scores, met: Vec::new() }
    }

    /// Counts the ties of an area. Takes O(ties of the area) time, or none if the area also asked last.
    pub(super) fn count(&mut self, area: Option<u32>) {
        if self.of == area {
            return;
        }
        for met in self.met.drain(..) {
            (self.counts[met as usize], self.scores[met as usize]) = (0, 0.0);
        }
        self.of = area;
        for &place in area.into_iter().flat_map(|area| &self.places[area as usize]) {
            for partner in self.graph.partners(place) {
                let Some(other) = self.areas.of(partner) else { continue };
                // A tie within the area counts once.
                if Some(other) == area && partner < place {
                    continue;
                }
                let count = &mut self.counts[other as usize];
                if *count == 0 {
                    self.met.push(other);
                }
                *count += 1;
            }
        }
        for &met in &self.met {
            self.scores[met as usize] = REGION_WEIGHT * (self.counts[met as usize] as f64).ln_1p();
        }
    }
}
