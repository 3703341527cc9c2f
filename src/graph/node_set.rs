use petgraph::visit::VisitMap;

use super::PlaceId;

/// Some of the nodes of a graph, in one bit each: those of a million stay in the cache.
///
/// What petgraph's searches keep of the places they have been at.
#[derive(Clone, Debug)]
pub struct NodeSet(Vec<u64>);

impl NodeSet {
    /// None of so many nodes.
    pub(crate) fn none_of(nodes: usize) -> Self {
        let mut words = vec![0; nodes.div_ceil(64)];
        // Nodes that there aren't are never among the others.
        if let (Some(last), 1..) = (words.last_mut(), nodes % 64) {
            *last = u64::MAX << (nodes % 64);
        }
        Self(words)
    }

    #[inline]
    pub(crate) fn has(&self, node: u32) -> bool {
        self.0[node as usize / 64] >> (node % 64) & 1 != 0
    }

    /// Adds a node; whether it wasn't there.
    #[inline]
    pub(crate) fn insert(&mut self, node: u32) -> bool {
        let (word, bit) = (&mut self.0[node as usize / 64], 1 << (node % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// The nodes that aren't there, in order.
    pub(crate) fn others(&self) -> impl Iterator<Item = u32> {
        ones(self.0.iter().map(|word| !word))
    }

    /// The nodes that weren't there before, in order.
    pub(crate) fn since(&self, before: &Self) -> impl Iterator<Item = u32> {
        ones(self.0.iter().zip(&before.0).map(|(now, before)| now & !before))
    }
}

/// Which bits are set, in order.
fn ones(words: impl Iterator<Item = u64>) -> impl Iterator<Item = u32> {
    (0..).step_by(64).zip(words).flat_map(|(first, mut word)| {
        std::iter::from_fn(move || {
            let bit = word.trailing_zeros();
            word &= word.wrapping_sub(1);
            (bit < 64).then_some(first + bit)
        })
    })
}

/// petgraph's traversals note in it where they were.
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
