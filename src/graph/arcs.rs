use petgraph::{Directed, csr::Csr};

use super::network::PlaceId;

/// The two directions of every tie, by source and target: petgraph's compressed sparse rows.
pub(super) struct Arcs(Csr<(), (), Directed, u32>);

impl Arcs {
    /// The arcs of `places` places. `ends` are those of the ties, the smaller place first, in order; so counting puts
    /// their arcs in order: O(places + ties).
    ///
    /// # Panics
    /// At 2^31 ties.
    pub(super) fn of_sorted(places: usize, ends: impl ExactSizeIterator<Item = (PlaceId, PlaceId)> + Clone) -> Self {
        let count = 2 * ends.len();
        assert!(u32::try_from(count).is_ok(), "a graph has fewer than 2^31 ties");
        // Where the next arc of each place goes.
        let mut next = vec![0_u32; places + 1];
        for (a, b) in ends.clone() {
            next[a.index() + 1] += 1;
            next[b.index() + 1] += 1;
        }
        for place in 0..places {
            next[place + 1] += next[place];
        }
        let mut arcs = vec![(0, 0); count];
        let mut put = |from: PlaceId, to: PlaceId| {
            let at = &mut next[from.index()];
            arcs[*at as usize] = (from.0, to.0);
            *at += 1;
        };
        // A place's ties to smaller numbers all come before those to larger ones.
        ends.clone().for_each(|(a, b)| put(b, a));
        ends.for_each(|(a, b)| put(a, b));
        drop(next);
        let mut rows = Csr::from_sorted_edges(&arcs).expect("the lines above put arcs in order");
        for _ in rows.node_count()..places {
            rows.add_node(());
        }
        Self(rows)
    }

    /// The partners of a place, by id.
    pub(super) fn of(&self, place: PlaceId) -> impl ExactSizeIterator<Item = PlaceId> {
        self.after(place, 0)
    }

    /// The partners of a place but for so many first ones.
    #[inline]
    pub(super) fn after(&self, place: PlaceId, first: usize) -> impl ExactSizeIterator<Item = PlaceId> {
        let partners = self.0.neighbors_slice(place.0).get(first..).unwrap_or_default();
        partners.iter().map(|&partner| PlaceId(partner))
    }

    /// Whether the two have a tie.
    pub(super) fn joins(&self, a: PlaceId, b: PlaceId) -> bool {
        self.0.neighbors_slice(a.0).binary_search(&b.0).is_ok()
    }

    /// How many partners a place has.
    #[inline]
    pub(super) fn degree(&self, place: PlaceId) -> usize {
        self.0.neighbors_slice(place.0).len()
    }
}
