use crate::{geodesy::distance_km, graph::TieGraph};

/// The lengths of the ties in kilometres, the shortest first: great-circle distances between their places, as
/// [`distance_km`]. Ties with a place whose position isn't known are left out. O(ties log ties).
pub fn tie_lengths(graph: &TieGraph<'_>) -> Vec<f64> {
    let position = |place| graph.place(place).position();
    let length = |tie: &crate::graph::Tie| Some(distance_km(position(tie.a)?, position(tie.b)?));
    let mut lengths: Vec<f64> = graph.ties().filter_map(|(_, tie)| length(tie)).collect();
    lengths.sort_unstable_by(f64::total_cmp);
    lengths
}
