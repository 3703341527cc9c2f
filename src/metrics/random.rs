//! Pseudorandom numbers that are the same for the same seed, on every machine and with any number of threads.

/// A stream of numbers: SplitMix64 of G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014.
///
/// It isn't meant for secrets. It is our own, so that no release of a crate changes what a seed gives.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

/// The odd number nearest to 2^64 divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// The stream for a seed.
    pub(crate) fn new(seed: u64) -> Self {
        // Seeds are scrambled, so that small consecutive seeds give unrelated streams.
        Self(scrambled(seed.wrapping_add(STEP)))
    }

    /// The stream for a seed and the number of a task, so that tasks may run in any order.
    pub(crate) fn of_task(seed: u64, task: u64) -> Self {
        Self(scrambled(Self::new(seed).0 ^ scrambled(task.wrapping_mul(STEP).wrapping_add(1))))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scrambled(self.0)
    }

    /// A number from 0 to `end` - 1; `end` must be above 0. Probabilities differ by less than `end` in 2^64.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u32
    }

    /// A number from 0 to below 1, a multiple of 2^-53.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Puts items in random order: R. Durstenfeld, "Algorithm 235: Random permutation", CACM 7 (1964).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let end = u32::try_from(last + 1).unwrap_or(u32::MAX);
            items.swap(last, self.below(end) as usize);
        }
    }
}

/// The finalizer of D. Stafford's "Mix13".
fn scrambled(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the reference implementation for the state 1234567.
    #[test]
    fn it_is_split_mix() {
        let mut random = Random(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(expected.map(|_| random.next()), expected);
    }

    #[test]
    fn numbers_are_spread_evenly() {
        let mut random = Random::new(7);
        let mut counts = [0; 6];
        (0..60_000).for_each(|_| counts[random.below(6) as usize] += 1);
        assert!(counts.iter().all(|&count: &i32| (count - 10_000).abs() < 500), "{counts:?}");
        let mean = (0..10_000).map(|_| random.share()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        let mut order: Vec<u32> = (0..100).collect();
        random.shuffle(&mut order);
        assert!(!order.is_sorted());
        order.sort_unstable();
        assert!(order.into_iter().eq(0..100));
    }
}
