use crate::graph::{PlaceId, TieGraph};

/// A shortest chain of ties from one of `from` to one of `to`, as the places on it, including both ends; `None` if no
/// chain joins them. Of several shortest chains, the result prefers small ids from its beginning on.
///
/// The chain avoids places for which `avoids` is true. Breadth-first search from `to`: O(places + ties).
pub fn shortest_path(
    graph: &TieGraph<'_>,
    from: &[PlaceId],
    to: &[PlaceId],
    avoids: impl Fn(PlaceId) -> bool,
) -> Option<Vec<PlaceId>> {
    let mut distance: Vec<Option<u32>> = vec![None; graph.network().place_count()];
    let usable = |place: &PlaceId| graph.includes(*place) && !avoids(*place);
    let mut queue: Vec<PlaceId> = to.iter().copied().filter(usable).collect();
    for place in &queue {
        distance[place.index()] = Some(0);
    }
    let mut next = 0;
    while let Some(&place) = queue.get(next) {
        next += 1;
        let beyond = distance[place.index()].map(|steps| steps + 1);
        for partner in graph.partners(place) {
            if distance[partner.index()].is_none() && usable(&partner) {
                distance[partner.index()] = beyond;
                queue.push(partner);
            }
        }
    }
    let reached = from.iter().copied().filter(|place| distance[place.index()].is_some());
    let mut at = reached.min_by_key(|place| (distance[place.index()], *place))?;
    let mut path = vec![at];
    while let Some(left) = distance[at.index()].filter(|&left| left > 0) {
        let nearer = graph.partners(at);
        at = nearer.into_iter().find(|partner| distance[partner.index()] == Some(left - 1))?;
        path.push(at);
    }
    Some(path)
}
