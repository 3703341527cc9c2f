//! The numbers of places and ties, and the origin of a place.

use crate::{
    model::{CountryCode, Dataset, PartnershipRow, PlaceRow},
    register::{RegionId, Register},
};

/// The number of a place in its [`Network`](super::Network): from 0, in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub(super) u32);

impl PlaceId {
    /// The number, from 0 to [`Network::place_count`](super::Network::place_count) - 1, for tables that hold a value
    /// for each place.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Stands for no place, in lists of millions.
    pub(super) const NOWHERE: Self = Self(u32::MAX);

    /// The place, or `None` for [`NOWHERE`](Self::NOWHERE).
    pub(super) fn known(self) -> Option<Self> {
        (self != Self::NOWHERE).then_some(self)
    }
}

/// The row, region or country that a place stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    City(PlaceRow),
    Region(RegionId),
    Country(CountryCode),
}

impl Origin {
    /// The id of the place: a city's id in the data set, or the code of a region or country.
    pub(super) fn id<'a>(&'a self, dataset: &'a Dataset, register: &'a Register) -> &'a str {
        match self {
            Origin::City(row) => dataset.text(dataset.place_id(*row)),
            Origin::Region(id) => &register.region(*id).code,
            Origin::Country(code) => code.as_str(),
        }
    }
}

/// A place in its network.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) origin: Origin,
    pub(super) country: Option<CountryCode>,
    pub(super) region: Option<RegionId>,
    /// The city that it is a part of, or [`PlaceId::NOWHERE`].
    pub(super) part_of: PlaceId,
}

/// A partnership between two places, with the smaller number first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolved {
    pub(super) low: PlaceId,
    pub(super) high: PlaceId,
    pub(super) row: PartnershipRow,
}

/// The number of a tie in its [`TieGraph`](super::TieGraph): from 0, in the order of its two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TieId(pub(super) u32);

impl TieId {
    /// The number, from 0 to [`TieGraph::tie_count`](super::TieGraph::tie_count) - 1, for tables that hold a value for
    /// each tie.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
