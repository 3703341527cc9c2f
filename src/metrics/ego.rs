use crate::graph::{PlaceId, TieGraph};

/// Which places lie within `depth` ties of any of `centre`, by [`PlaceId::index`]: the vertices of an ego network, the
/// centre included. O(places + ties), however large `depth` is: the search
/// ends where nothing new is reached.
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
