//! The names of a gazetteer by their keys, for many look-ups.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::{Gazetteer, TownId, forms::seat};
use crate::model::{equate, fold, has_han, reconcile};

/// Under which number the keys of names stand: the same in every run.
const HASHER: FixedState = FixedState::with_seed(0);

/// Hashes of keys with their towns, by hash and then by town. A hash of 64 bits stands for its key: of a million keys two
/// share one in a run of twenty million.
pub(super) struct Keys(Vec<(u64, TownId)>);

impl Keys {
    /// The names of all towns folded, with words that are written in several ways as one, and without words for what a town is.
    pub(super) fn of_names(gazetteer: &Gazetteer) -> Self {
        Self::of(gazetteer, |name| [fold(name), equate(name), seat(name).map(|seat| fold(&seat)).unwrap_or_default()])
    }

    /// The names of all towns as they sound, in Latin letters.
    pub(super) fn of_spellings(gazetteer: &Gazetteer) -> Self {
        Self::of(gazetteer, |name| [if has_han(name) { String::new() } else { reconcile(name) }])
    }

    fn of<const N: usize>(gazetteer: &Gazetteer, keys: impl Fn(&str) -> [String; N] + Sync) -> Self {
        let towns: Vec<_> = gazetteer.towns().collect();
        let keys_of = |town: &super::Town<'_>| {
            let mut hashes: Vec<u64> =
                town.names().flat_map(&keys).filter(|key| !key.is_empty()).map(|key| HASHER.hash_one(&*key)).collect();
            hashes.sort_unstable();
            hashes.dedup();
            let id = town.id();
            hashes.into_iter().map(move |hash| (hash, id))
        };
        let mut keys: Vec<(u64, TownId)> = towns.par_iter().flat_map_iter(keys_of).collect();
        keys.par_sort_unstable();
        Self(keys)
    }

    /// The towns that a key stands for, in the order read: O(log names).
    pub(super) fn towns(&self, key: &str) -> impl Iterator<Item = TownId> {
        let hash = HASHER.hash_one(key);
        let from = self.0.partition_point(|&(other, _)| other < hash);
        self.0[from..].iter().take_while(move |&&(other, _)| other == hash).map(|&(_, town)| town)
    }
}
