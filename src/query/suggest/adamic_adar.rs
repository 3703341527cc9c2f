use crate::graph::{PlaceId, TieGraph};

/// For each place with a common partner, Adamic and Adar's weight of the common partners.
pub(super) struct Weights {
    pub(super) of: Vec<f64>,
    /// The places with a common partner.
    pub(super) met: Vec<PlaceId>,
}

impl Weights {
    pub(super) fn none(graph: &TieGraph<'_>) -> Self {
        Self { of: vec![0.0; graph.network().place_count()], met: Vec::new() }
    }

    pub(super) fn of(&self, other: PlaceId) -> f64 {
        self.of[other.index()]
    }

    /// Adds the weights of a place's partners that have at most `most` partners.
    pub(super) fn add_partners_of(&mut self, place: PlaceId, graph: &TieGraph<'_>, most: usize) {
        for partner in graph.partners(place).filter(|&partner| graph.degree(partner) <= most) {
            let weight = weight(graph, partner);
            for other in graph.partners(partner) {
                let of_other = &mut self.of[other.index()];
                if *of_other == 0.0 {
                    self.met.push(other);
                }
                *of_other += weight;
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.met.drain(..).for_each(|met| self.of[met.index()] = 0.0);
    }
}

/// The weight that a common partner adds.
pub(super) fn weight(graph: &TieGraph<'_>, partner: PlaceId) -> f64 {
    // A common partner has at least two partners.
    1.0 / (graph.degree(partner).max(2) as f64).ln()
}
