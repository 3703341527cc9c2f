//! The places of a pair table that was read in halves.

use rayon::prelude::*;

use super::pair_places::{Places, Seen};

/// The places of two halves, as if they had been gathered in one go: those of the first, then those that only the second
/// names. None of them is moved.
pub(super) struct Union {
    first: Places,
    second: Places,
    /// The numbers in the second of the places that the first hasn't, in order.
    only_second: Vec<u32>,
}

/// So many places are worth handing to a thread.
const MANY: usize = 1 << 10;

impl Union {
    /// Both were gathered with the same hasher. Gives the number of each place of the second too.
    pub(super) fn of(mut first: Places, second: Places) -> (Self, Vec<u32>) {
        // Most of the time goes into waiting for memory, which threads do side by side.
        let found = |at: usize| first.number_of(&second, at);
        let found: Vec<Option<u32>> = (0..second.len()).into_par_iter().with_min_len(MANY).map(found).collect();
        let (before, mut only_second) = (first.len(), Vec::new());
        let numbers: Vec<u32> = (0..)
            .zip(found)
            .map(|(at, found)| {
                found.unwrap_or_else(|| {
                    only_second.push(at);
                    u32::try_from(before + only_second.len() - 1).expect("a table has fewer than 2^32 places")
                })
            })
            .collect();
        for (at, region, population) in second.extras() {
            let number = numbers[at as usize];
            if (number as usize) < before {
                first.learn(number, region, population);
            }
        }
        (Self { first, second, only_second }, numbers)
    }

    pub(super) fn len(&self) -> usize {
        self.first.len() + self.only_second.len()
    }

    /// The place of a number.
    pub(super) fn get(&self, at: usize) -> Seen<'_> {
        let (half, at) = self.half_of(at);
        half.get(at)
    }

    /// What the id of a place begins with: see [`Places::stem`].
    pub(super) fn stem(&self, at: usize) -> &str {
        let (half, at) = self.half_of(at);
        half.stem(at)
    }

    /// The half that has the place of a number, and which it is there.
    fn half_of(&self, at: usize) -> (&Places, usize) {
        match at.checked_sub(self.first.len()) {
            None => (&self.first, at),
            Some(more) => (&self.second, self.only_second[more] as usize),
        }
    }
}

impl From<Places> for Union {
    fn from(places: Places) -> Self {
        Self { first: places, second: Places::default(), only_second: Vec::new() }
    }
}
