use petgraph::visit::VisitMap;

use super::PlaceId;

/// A set of nodes of a graph, with one bit for each node, so that the set of a million nodes stays in the cache.
///
/// petgraph's searches keep the places that they visited in such a set.
#[derive(Clone, Debug)]
pub struct NodeSet(Vec<u64>);

impl NodeSet {
    /// The empty set for a graph of `nodes` nodes.
    pub(crate) fn none_of(nodes: usize) -> Self {
        let mut words = vec![0; nodes.div_ceil(64)];
        // The bits beyond the last node are set, so that [`others`](Self::others) never yields them.
        if let (Some(last), 1..) = (words.last_mut(), nodes % 64) {
            *last = u64::MAX << (nodes % 64);
        }
        Self(words)
    }

    #[inline]
    pub(crate) fn has(&self, node: u32) -> bool {
        self.0[node as usize / 64] >> (node % 64) & 1 != 0
    }

    /// Adds a node, and returns whether it wasn't there before.
    #[inline]
    pub(crate) fn insert(&mut self, node: u32) -> bool {
        let (word, bit) = (&mut self.0[node as usize / 64], 1 << (node % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// The nodes that aren't in the set, in order.
    pub(crate) fn others(&self) -> impl Iterator<Item = u32> {
        ones(self.0.iter().map(|word| !word))
    }

    /// The nodes that weren't in the set `before`, in order.
    pub(crate) fn since(&self, before: &Self) -> impl Iterator<Item = u32> {
        ones(self.0.iter().zip(&before.0).map(|(now, before)| now & !before))
    }
}

/// The positions of the set bits, in order.
fn ones(words: impl Iterator<Item = u64>) -> impl Iterator<Item = u32> {
    (0..).step_by(64).zip(words).flat_map(|(first, mut word)| {
        std::iter::from_fn(move || {
            let bit = word.trailing_zeros();
            word &= word.wrapping_sub(1);
            (bit < 64).then_some(first + bit)
        })
    })
}

/// petgraph's traversals record the visited nodes in this set.
impl VisitMap<u32> for NodeSet {
    #[inline]
    fn visit(&mut self, node: u32) -> bool {
        self.insert(node)
    }

    #[inline]
    fn is_visited(&self, node: &u32) -> bool {
        self.has(*node)
    }

    fn unvisit(&mut self, node: u32) -> bool {
        let was_there = self.has(node);
        self.0[node as usize / 64] &= !(1 << (node % 64));
        was_there
    }
}

impl VisitMap<PlaceId> for NodeSet {
    #[inline]
    fn visit(&mut self, place: PlaceId) -> bool {
        self.insert(place.0)
    }

    #[inline]
    fn is_visited(&self, place: &PlaceId) -> bool {
        self.has(place.0)
    }

    fn unvisit(&mut self, place: PlaceId) -> bool {
        VisitMap::<u32>::unvisit(self, place.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_found_in_order() {
        assert!(ones([0, 1 << 63 | 1, u64::MAX].into_iter()).eq([64, 127].into_iter().chain(128..192)));
        let mut found = NodeSet::none_of(70);
        assert!(found.insert(3) && found.insert(69) && !found.insert(3) && found.has(69) && !found.has(68));
        assert_eq!(found.others().count(), 68);
        assert!(NodeSet::none_of(64).others().eq(0..64) && NodeSet::none_of(0).others().next().is_none());
    }
}
