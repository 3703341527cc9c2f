//! A town and what is known of it.

use std::ops::Range;

use super::Gazetteer;
use crate::model::{CountryCode, Position};

/// The number of a town in its [`Gazetteer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TownId(pub u32);

/// What a gazetteer keeps of a town. Texts are ranges of its names.
pub(super) struct Stored {
    pub(super) geonames: u32,
    pub(super) country: CountryCode,
    /// The number of the region's code, where one is known.
    pub(super) region: Option<u16>,
    pub(super) position: Position,
    /// 0 where it isn't known.
    pub(super) population: u32,
    /// Whether its file says that it is a part of a town, where it says so or not.
    pub(super) is_section: Option<bool>,
    pub(super) name: Range<u32>,
    /// The other names, with `|` between them.
    pub(super) other_names: Range<u32>,
}

/// A town of a [`Gazetteer`].
#[derive(Clone, Copy)]
pub struct Town<'g> {
    gazetteer: &'g Gazetteer,
    id: TownId,
    stored: &'g Stored,
}

impl std::fmt::Debug for Town<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}, {})", self.name(), self.geonames(), self.country())
    }
}

impl<'g> Town<'g> {
    pub(super) fn new(gazetteer: &'g Gazetteer, id: TownId) -> Self {
        Self { gazetteer, id, stored: &gazetteer.towns[id.0 as usize] }
    }

    pub(super) fn stored(self) -> &'g Stored {
        self.stored
    }

    /// Its number in the gazetteer.
    pub fn id(self) -> TownId {
        self.id
    }

    /// Its id at GeoNames.
    pub fn geonames(self) -> u32 {
        self.stored.geonames
    }

    /// The name that GeoNames shows.
    pub fn name(self) -> &'g str {
        self.text(&self.stored.name)
    }

    /// The country it lies in.
    pub fn country(self) -> CountryCode {
        self.stored.country
    }

    /// The ISO 3166-2 code of the region it lies in, where that is known.
    pub fn region(self) -> Option<&'g str> {
        self.stored.region.map(|region| &*self.gazetteer.regions[usize::from(region)])
    }

    /// Where it lies.
    pub fn position(self) -> Position {
        self.stored.position
    }

    /// Inhabitants, where they are known.
    pub fn population(self) -> Option<u64> {
        Some(u64::from(self.stored.population)).filter(|&population| population > 0)
    }

    /// All its names, the one shown first.
    pub fn names(self) -> impl Iterator<Item = &'g str> {
        let others = self.text(&self.stored.other_names);
        std::iter::once(self.name()).chain(others.split('|').filter(|name| !name.is_empty()))
    }

    fn text(self, range: &Range<u32>) -> &'g str {
        &self.gazetteer.texts[range.start as usize..range.end as usize]
    }
}
