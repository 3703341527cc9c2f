//! The towns of a gazetteer, and what is known about each.

use std::{cmp::Reverse, ops::Range, sync::OnceLock};

use super::keys::Keys;
use crate::model::{CountryCode, Position, equate, fold, folds_to, has_han, reconcile, unqualified};

/// The towns of the world, or of the part of it that a file covers.
pub struct Gazetteer {
    /// The towns, in the order read.
    pub(super) towns: Vec<Stored>,
    /// The names of all towns, one after the other.
    pub(super) texts: String,
    /// The codes of the regions in which towns lie, each once.
    pub(super) regions: Vec<Box<str>>,
    /// Made for the first look-up of a list's name.
    pub(super) keys: OnceLock<Keys>,
    /// Made for the first name that `keys` doesn't have.
    pub(super) spellings: OnceLock<Keys>,
    /// The towns by GeoNames id.
    pub(super) by_geonames: OnceLock<Vec<(u32, TownId)>>,
    /// Whether each town is part of a larger one.
    pub(super) parts: OnceLock<Vec<Standing>>,
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

    /// The town with a number.
    pub fn town(&self, id: TownId) -> Town<'_> {
        Town::new(self, id)
    }

    /// All towns, in the order read. In the built-in gazetteer this is by country, region and GeoNames id.
    pub fn towns(&self) -> impl ExactSizeIterator<Item = Town<'_>> {
        (0..u32::try_from(self.towns.len()).unwrap_or(u32::MAX)).map(|id| self.town(TownId(id)))
    }

    /// The towns with a name (ignoring case, accents and punctuation), the largest first, equally large ones in the
    /// order read.
    ///
    /// This compares every name, which takes about ten milliseconds. For many names see [`Gazetteer::choose`].
    pub fn called(&self, name: &str) -> impl Iterator<Item = Town<'_>> {
        let key = fold(name);
        let mut towns: Vec<Town<'_>> =
            self.towns().filter(|town| !key.is_empty() && town.names().any(|name| folds_to(name, &key))).collect();
        towns.sort_by_key(|town| Reverse(town.population()));
        towns.into_iter()
    }

    /// The towns with a name that has this key, in the order read. The key is the name folded, with one spelling for
    /// words that have several, or without the part that says where the town lies.
    pub(super) fn towns_of_key(&self, key: &str) -> impl Iterator<Item = Town<'_>> {
        let keys = self.keys.get_or_init(|| {
            self.keys_of(|name| [fold(name), equate(name), unqualified(name).map(fold).unwrap_or_default()])
        });
        keys.towns(key).map(|id| self.town(TownId(id)))
    }

    /// The towns with a name that sounds like this in Latin letters, in the order read.
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

/// Whether a town is a part of another one.
#[derive(Clone, Copy)]
pub(super) enum Standing {
    Town,
    /// A part of a town, and that town, if it is known.
    Part(Option<TownId>),
}

/// The data of a town. Texts are ranges of the names.
pub(super) struct Stored {
    pub(super) geonames: u32,
    pub(super) country: CountryCode,
    /// The index of the region's code, if it is known.
    pub(super) region: Option<u16>,
    pub(super) position: Position,
    /// The population; 0 if it isn't known.
    pub(super) population: u32,
    /// Whether its file says that it is a part of a town; `None` if the file doesn't say.
    pub(super) is_section: Option<bool>,
    pub(super) name: Range<u32>,
    /// The other names, separated by `|`.
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

    /// Its GeoNames id.
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

    /// The ISO 3166-2 code of the region in which it lies, if it is known.
    pub fn region(self) -> Option<&'g str> {
        self.stored.region.map(|region| &*self.gazetteer.regions[usize::from(region)])
    }

    /// Where it lies.
    pub fn position(self) -> Position {
        self.stored.position
    }

    /// The population, if it is known.
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
