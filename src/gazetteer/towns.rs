//! The towns of a gazetteer and what is known of each.

use std::{cmp::Reverse, ops::Range, sync::OnceLock};

use super::keys::Keys;
use crate::model::{CountryCode, Position, equate, fold, folds_to, has_han, reconcile, unqualified};

/// The towns of the world, or of as much of it as a file has.
pub struct Gazetteer {
    /// In the order read.
    pub(super) towns: Vec<Stored>,
    /// The names of all towns, one behind the other.
    pub(super) texts: String,
    /// The codes of the regions that towns lie in, each once.
    pub(super) regions: Vec<Box<str>>,
    /// Made when a list is first looked up.
    pub(super) keys: OnceLock<Keys>,
    /// Made when a name is first looked up that none of these is.
    pub(super) spellings: OnceLock<Keys>,
    /// By GeoNames id.
    pub(super) by_geonames: OnceLock<Vec<(u32, TownId)>>,
    /// By town, whether it is part of a larger one.
    pub(super) parts: OnceLock<Vec<bool>>,
}

impl Gazetteer {
    /// How many towns there are.
    pub fn len(&self) -> usize {
        self.towns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.towns.is_empty()
    }

    /// The town of a number.
    pub fn town(&self, id: TownId) -> Town<'_> {
        Town::new(self, id)
    }

    /// All towns, in the order read: of the built-in gazetteer by country, region and GeoNames id.
    pub fn towns(&self) -> impl ExactSizeIterator<Item = Town<'_>> {
        (0..u32::try_from(self.towns.len()).unwrap_or(u32::MAX)).map(|id| self.town(TownId(id)))
    }

    /// The towns that bear a name, case, accents and punctuation apart, the largest first; of equal ones in the order read.
    ///
    /// Every name is looked at, which takes some ten milliseconds. For many names see [`Gazetteer::choose`].
    pub fn called(&self, name: &str) -> impl Iterator<Item = Town<'_>> {
        let key = fold(name);
        let mut towns: Vec<Town<'_>> =
            self.towns().filter(|town| !key.is_empty() && town.names().any(|name| folds_to(name, &key))).collect();
        towns.sort_by_key(|town| Reverse(town.population()));
        towns.into_iter()
    }

    /// The towns that have a name of this key: folded, with words that are written in several ways as one, or without what it
    /// says of where the town lies. In the order read.
    pub(super) fn towns_of_key(&self, key: &str) -> impl Iterator<Item = Town<'_>> {
        let keys = self.keys.get_or_init(|| {
            self.keys_of(|name| [fold(name), equate(name), unqualified(name).map(fold).unwrap_or_default()])
        });
        keys.towns(key).map(|id| self.town(TownId(id)))
    }

    /// The towns that have a name which sounds so, in Latin letters. In the order read.
    pub(super) fn towns_of_spelling(&self, key: &str) -> impl Iterator<Item = Town<'_>> {
        let spelt = |name: &str| [if has_han(name) { String::new() } else { reconcile(name) }];
        self.spellings.get_or_init(|| self.keys_of(spelt)).towns(key).map(|id| self.town(TownId(id)))
    }

    fn keys_of<const N: usize>(&self, keys: impl Fn(&str) -> [String; N] + Sync) -> Keys {
        let towns = u32::try_from(self.towns.len()).unwrap_or(u32::MAX);
        Keys::new(towns, |town| self.town(TownId(town)).names().flat_map(&keys).collect())
    }
}

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
