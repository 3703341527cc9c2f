//! Layer 2: the towns of the world, for lists that say less of a place than its name.
//!
//! A [`Gazetteer`] has a row for each town: where it lies, how many people live there, and what it is called in every
//! script. It ships with the program ([`Gazetteer::built_in`]), made from [GeoNames](https://www.geonames.org/) (CC BY 4.0) by
//! `data/gazetteer/make.py`; GeoNames' own files can stand in for it ([`Gazetteer::read`]). It answers two questions:
//!
//! - which towns bear a name ([`Gazetteer::called`]);
//! - which town a row of a list means ([`Gazetteer::choose`]), with the reason and how often such a reason was right.
//!
//! ```
//! # #[cfg(feature = "gazetteer")] {
//! use sistergraph::gazetteer::Gazetteer;
//! let gazetteer = Gazetteer::built_in().expect("the program has it");
//! let towns: Vec<_> = gazetteer.called("広島").collect();
//! assert_eq!((towns[0].name(), towns[0].region()), ("Hiroshima", Some("JP-34")));
//! # }
//! ```

mod built_in;
mod choice;
mod forms;
mod geonames;
mod identity;
mod keys;
mod parts;
mod regions;
mod town;

pub use choice::{Asked, Choice, Chosen, Decided, LARGER, Reason, SAME_KM};
pub use geonames::Error;
pub use identity::Known;
pub use parts::{PART_SHARE, PEOPLE_PER_KM2};
pub use town::{Town, TownId};

use std::{cmp::Reverse, sync::OnceLock};

use keys::Keys;
use town::Stored;

use crate::model::{fold, folds_to};

/// The towns of the world, or of as much of it as a file has.
pub struct Gazetteer {
    /// In the order read.
    towns: Vec<Stored>,
    /// The names of all towns, one behind the other.
    texts: String,
    /// The codes of the regions that towns lie in, each once.
    regions: Vec<Box<str>>,
    /// Made when a list is first looked up.
    keys: OnceLock<Keys>,
    /// Made when a name is first looked up that none of these is.
    spellings: OnceLock<Keys>,
    /// By GeoNames id.
    by_geonames: OnceLock<Vec<(u32, TownId)>>,
    /// By town, whether it is part of a larger one.
    parts: OnceLock<Vec<bool>>,
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

    fn keys(&self) -> &Keys {
        self.keys.get_or_init(|| Keys::of_names(self))
    }

    fn spellings(&self) -> &Keys {
        self.spellings.get_or_init(|| Keys::of_spellings(self))
    }
}
