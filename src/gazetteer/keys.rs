//! The names of a gazetteer indexed by their keys, for many look-ups.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rayon::prelude::*;

/// The hasher of keys, with a fixed seed so that every run is the same.
const HASHER: FixedState = FixedState::with_seed(0);

/// The hashes of keys with the numbers of their towns, sorted by hash, then by town. A 64-bit hash stands for its key:
/// among a million keys, two have the same hash in one of forty million gazetteers.
pub(super) struct Keys(Vec<(u64, u32)>);

impl Keys {
    /// Indexes the keys that `of` gives for each of `towns` towns; empty keys are left out.
    pub(super) fn new(towns: u32, of: impl Fn(u32) -> Vec<String> + Sync) -> Self {
        let hashes = |town: u32| {
            let keys = of(town).into_iter().filter(|key| !key.is_empty());
            let mut hashes: Vec<u64> = keys.map(|key| HASHER.hash_one(&*key)).collect();
            hashes.sort_unstable();
            hashes.dedup();
            hashes.into_iter().map(move |hash| (hash, town))
        };
        let mut keys: Vec<(u64, u32)> = (0..towns).into_par_iter().flat_map_iter(hashes).collect();
        keys.par_sort_unstable();
        Self(keys)
    }

    /// The towns with a key, in order. O(log names).
    pub(super) fn towns(&self, key: &str) -> impl Iterator<Item = u32> {
        let hash = HASHER.hash_one(key);
        let from = self.0.partition_point(|&(other, _)| other < hash);
        self.0[from..].iter().take_while(move |&&(other, _)| other == hash).map(|&(_, town)| town)
    }
}
