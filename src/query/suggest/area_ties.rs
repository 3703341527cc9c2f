use crate::{
    graph::{Areas, PlaceId, TieGraph},
    model::CountryCode,
};

/// What a tie between the two regions (its logarithm) adds to a score.
pub(super) const REGION_WEIGHT: f64 = 0.4;
/// What a tie of the other place to the one's country (its logarithm) adds.
pub(super) const COUNTRY_WEIGHT: f64 = 0.2;

/// The partners of each place in a country.
pub(super) struct CountryTies {
    /// By place.
    pub(super) counts: Vec<u32>,
    /// By place: what they add to a score.
    pub(super) scores: Vec<f64>,
}

impl CountryTies {
    /// O(places + ties of the country).
    pub(super) fn of(graph: &TieGraph<'_>, country: Option<CountryCode>) -> Self {
        let mut counts = vec![0_u32; graph.network().place_count()];
        let places = graph.places().filter(|place| country.is_some() && place.country() == country);
        places.flat_map(|place| graph.partners(place.number())).for_each(|partner| counts[partner.index()] += 1);
        let scores = counts.iter().map(|&ties| if ties == 0 { 0.0 } else { COUNTRY_WEIGHT * f64::from(ties).ln_1p() });
        Self { scores: scores.collect(), counts }
    }
}

/// The ties of one area with each, counted when another one asks.
pub(super) struct RegionTies<'s> {
    graph: &'s TieGraph<'s>,
    areas: &'s Areas,
    /// By area: its places.
    places: &'s [Vec<PlaceId>],
    of: Option<u32>,
    /// By area.
    pub(super) counts: Vec<usize>,
    /// By area: what they add to a score.
    pub(super) scores: Vec<f64>,
    /// The areas that it has ties with.
    pub(super) met: Vec<u32>,
}

impl<'s> RegionTies<'s> {
    pub(super) fn none(graph: &'s TieGraph<'s>, areas: &'s Areas, places: &'s [Vec<PlaceId>]) -> Self {
        let (counts, scores) = (vec![0; areas.count()], vec![0.0; areas.count()]);
        Self { graph, areas, places, of: None, counts, scores, met: Vec::new() }
    }

    /// Counts those of an area: O(ties of the area), and nothing where it asked last.
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
