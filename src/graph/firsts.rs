use super::{
    PlaceId, TieId,
    by_ends::{ByEnds, number},
};

/// Where the partnerships of each tie begin among those that a graph admits.
pub(super) enum Firsts<'n> {
    /// It admits all.
    All(&'n ByEnds),
    /// By both ends of the ties.
    Some(Vec<u32>),
}

impl Firsts<'_> {
    /// How many ties there are.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::All(partnerships) => partnerships.pair_count(),
            Self::Some(firsts) => firsts.len(),
        }
    }

    pub(super) fn of(&self, id: TieId) -> u32 {
        match self {
            Self::All(partnerships) => partnerships.first_of(id.0),
            Self::Some(firsts) => firsts[id.index()],
        }
    }

    /// Tie after tie.
    pub(super) fn each(&self) -> impl Iterator<Item = u32> {
        let (all, some) = match self {
            Self::All(partnerships) => (Some(partnerships.firsts()), None),
            Self::Some(firsts) => (None, Some(firsts.iter().copied())),
        };
        all.into_iter().flatten().chain(some.into_iter().flatten())
    }

    /// The tie of two places, the one of the smaller number first; `ends` are those of the tie whose partnerships begin
    /// so.
    pub(super) fn find(&self, sought: (PlaceId, PlaceId), ends: impl Fn(u32) -> (PlaceId, PlaceId)) -> Option<TieId> {
        match self {
            Self::All(partnerships) => partnerships.pair_between(sought),
            Self::Some(firsts) => firsts.binary_search_by_key(&sought, |&first| ends(first)).ok().map(number),
        }
        .map(TieId)
    }
}
