use super::{network::PlaceId, tie_graph::TieId};

/// The two directions of every tie, by source and target: compressed sparse rows.
pub(super) struct Arcs {
    /// Where the arcs of each place begin, and where the last one's end.
    offsets: Vec<u32>,
    targets: Vec<PlaceId>,
    ties: Vec<TieId>,
}

impl Arcs {
    /// The arcs of `places` places. `ends` are those of the ties, the smaller place first, in order; so counting puts
    /// their arcs in order: O(places + ties).
    ///
    /// # Panics
    /// At 2^31 ties.
    pub(super) fn of_sorted(places: usize, ends: impl ExactSizeIterator<Item = (PlaceId, PlaceId)> + Clone) -> Self {
        let arcs = 2 * ends.len();
        assert!(u32::try_from(arcs).is_ok(), "a graph has fewer than 2^31 ties");
        // One more place ahead: while arcs are put, `offsets[place + 1]` is where the next one of `place` goes.
        let mut offsets = vec![0_u32; places + 2];
        for (a, b) in ends.clone() {
            offsets[a.index() + 2] += 1;
            offsets[b.index() + 2] += 1;
        }
        for place in 2..offsets.len() {
            offsets[place] += offsets[place - 1];
        }
        let (mut targets, mut ties) = (vec![PlaceId(0); arcs], vec![TieId(0); arcs]);
        let mut put = |from: PlaceId, to, tie| {
            let next = &mut offsets[from.index() + 1];
            targets[*next as usize] = to;
            ties[*next as usize] = tie;
            *next += 1;
        };
        // A place's ties to smaller numbers all come before those to larger ones.
        ends.clone().zip((0..).map(TieId)).for_each(|((a, b), tie)| put(b, a, tie));
        ends.zip((0..).map(TieId)).for_each(|((a, b), tie)| put(a, b, tie));
        offsets.pop();
        Self { offsets, targets, ties }
    }

    /// The partners of a place, by id.
    #[inline]
    pub(super) fn partners(&self, place: PlaceId) -> &[PlaceId] {
        &self.targets[self.of(place)]
    }

    /// The ties to these partners.
    #[inline]
    pub(super) fn ties(&self, place: PlaceId) -> &[TieId] {
        &self.ties[self.of(place)]
    }

    #[inline]
    fn of(&self, place: PlaceId) -> std::ops::Range<usize> {
        self.offsets[place.index()] as usize..self.offsets[place.index() + 1] as usize
    }
}
