use crate::graph::{PlaceId, TieGraph};

/// Whether each place lies within `depth` ties of any of `centre`, by [`PlaceId::index`]: the vertices of an ego
/// network, including the centre. O(places + ties), however large `depth` is, since the search ends when it finds
/// nothing new.
pub fn within_steps(graph: &TieGraph<'_>, centre: &[PlaceId], depth: usize) -> Vec<bool> {
    let mut within = vec![false; graph.network().place_count()];
    let mut reached = centre.to_vec();
    for _ in 0..=depth {
        if reached.is_empty() {
            break;
        }
        let mut next = Vec::new();
        for place in reached {
            if !std::mem::replace(&mut within[place.index()], true) {
                next.extend(graph.partners(place));
            }
        }
        reached = next;
    }
    within
}
