use crate::{
    geodesy::distance_km,
    graph::{PlaceId, TieGraph},
};

/// The lengths of the ties in kilometres, the shortest first: great-circle distances between their places, by
/// [`distance_km`]. Ties with an unknown position are left out. O(places + ties log ties).
pub fn tie_lengths(graph: &TieGraph<'_>) -> Vec<f64> {
    let positions: Vec<_> = graph.network().places().map(|place| place.position()).collect();
    let position = |place: PlaceId| positions[place.index()];
    let ties = graph.ties().filter_map(|(_, tie)| position(tie.a).zip(position(tie.b)));
    let mut lengths: Vec<f64> = ties.map(|(a, b)| distance_km(a, b)).collect();
    lengths.sort_unstable_by(f64::total_cmp);
    lengths
}
