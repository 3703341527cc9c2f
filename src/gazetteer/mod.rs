//! Layer 2: the towns of the world, for lists that give little more than the names of places.
//!
//! A [`Gazetteer`] has each town's position, population and names in every script. One ships with the program
//! ([`Gazetteer::built_in`]), made from [GeoNames](https://www.geonames.org/) (CC BY 4.0) by `data/gazetteer/make.py`;
//! GeoNames' own files can stand in for it ([`Gazetteer::read`]). It answers two questions:
//!
//! - which towns have a name ([`Gazetteer::called`]);
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
mod reason;
mod regions;
mod towns;

pub use choice::{Asked, Choice, Chosen, LARGER, SAME_KM, UNLIKE};
pub use geonames::Error;
pub use identity::{Known, SAME_TOWN_KM};
pub(crate) use parts::has_further_words;
pub use parts::{PART_SHARE, PEOPLE_PER_KM2};
pub use reason::{Decided, Reason};
pub use regions::RegionNames;
pub use towns::{Gazetteer, Town, TownId};
