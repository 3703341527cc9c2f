//! Chains of rows, in which each row names at most one other: the place or total that it is a part of.

/// Marks a row that no walk has met yet.
const UNMET: u32 = u32::MAX;

/// The cycles that the chains of `count` rows run into. `next` gives the row that each row names. Each cycle is
/// returned once, with its rows in the order of the chain.
///
/// Takes O(count) time and space, since no row is walked over twice.
pub(super) fn cycles(count: usize, next: impl Fn(usize) -> Option<usize>) -> Vec<Vec<usize>> {
    // The number of the walk that met each row first.
    let mut met_from = vec![UNMET; count];
    let mut cycles = Vec::new();
    for (number, start) in (0..UNMET).zip(0..count) {
        let mut at = Some(start);
        while let Some(row) = at.filter(|&row| met_from[row] == UNMET) {
            met_from[row] = number;
            at = next(row);
        }
        // If the walk stops at a row that it met itself, it has walked round a cycle.
        if let Some(row) = at.filter(|&row| met_from[row] == number) {
            let round = std::iter::successors(next(row), |&at| if at == row { None } else { next(at) });
            cycles.push(round.collect());
        }
    }
    cycles
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// The oracle: it walks from the row for as many steps as there are rows.
    fn on_a_cycle(next: &[Option<usize>], row: usize) -> bool {
        std::iter::successors(next[row], |&at| next[at]).take(next.len()).any(|at| at == row)
    }

    proptest! {
        #[test]
        fn every_cycle_is_found_once(
            next in (1_usize..12).prop_flat_map(|rows| proptest::collection::vec(proptest::option::of(0..rows), rows)),
        ) {
            let cycles = cycles(next.len(), |row| next[row]);
            let found: Vec<usize> = cycles.iter().flatten().copied().collect();
            let distinct: BTreeSet<usize> = found.iter().copied().collect();
            prop_assert_eq!(found.len(), distinct.len());
            prop_assert!((0..next.len()).all(|row| distinct.contains(&row) == on_a_cycle(&next, row)));
            for cycle in cycles {
                let steps = cycle.iter().zip(cycle.iter().cycle().skip(1));
                prop_assert!(steps.take(cycle.len()).all(|(&from, &to)| next[from] == Some(to)));
            }
        }
    }

    #[test]
    fn a_long_chain_is_walked_once() {
        let count = 1_000_000;
        assert!(cycles(count, |row| row.checked_sub(1)).is_empty());
        assert!(cycles(count, |row| Some(row + 1).filter(|&next| next < count)).is_empty());
        assert_eq!(cycles(count, |row| Some((row + 1) % count)).concat().len(), count);
    }
}
