use super::{Network, PlaceId, TieId, by_ends::number};

/// Where the partnerships of each tie begin among those that a graph admits.
pub(super) enum Firsts<'n> {
    /// It admits all: these are only put in order when somebody asks for the partnerships of a tie.
    All(&'n Network),
    /// By both ends of the ties.
    Some(Vec<u32>),
}

impl Firsts<'_> {
    pub(super) fn of(&self, id: TieId) -> u32 {
        match self {
            Self::All(network) => network.by_ends().first_of(id.0),
            Self::Some(firsts) => firsts[id.index()],
        }
    }

    /// Tie after tie.
    pub(super) fn each(&self) -> impl Iterator<Item = u32> {
        let (all, some) = match self {
            Self::All(network) => (Some(network.by_ends().firsts()), None),
            Self::Some(firsts) => (None, Some(firsts.iter().copied())),
        };
        all.into_iter().flatten().chain(some.into_iter().flatten())
    }

    /// The tie of two places, the one of the smaller number first; `ends` are those of the tie whose partnerships begin
    /// so.
    pub(super) fn find(&self, sought: (PlaceId, PlaceId), ends: impl Fn(u32) -> (PlaceId, PlaceId)) -> Option<TieId> {
        match self {
            Self::All(network) => network.by_ends().pair_between(sought),
            Self::Some(firsts) => firsts.binary_search_by_key(&sought, |&first| ends(first)).ok().map(number),
        }
        .map(TieId)
    }
}
