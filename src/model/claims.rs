use std::hash::Hash;

use hashbrown::HashMap;

/// Pairs of rows that state the same partnership from its two sides: such a pair is one partnership, which both places
/// claim. Each pair has the earlier row first.
///
/// A row is given as its number and its ends, the claiming end first. A row joins the first earlier row from the other
/// side that says the same and isn't joined yet. A row joins at most one other, and a row between a place and itself
/// joins none. `say_the_same` compares two rows except for their ends and claims. The pairs are in the order of their
/// later rows. Takes O(rows) time, times the number of rows between the same two places.
pub(crate) fn joined<E: Copy + Eq + Hash>(
    rows: impl Iterator<Item = (usize, [E; 2])>,
    say_the_same: impl Fn(usize, usize) -> bool,
) -> Vec<[usize; 2]> {
    let mut waiting: HashMap<[E; 2], Vec<usize>> = HashMap::new();
    let mut joined = Vec::new();
    for (row, [a, b]) in rows.filter(|(_, [a, b])| a != b) {
        let turned = waiting.get_mut(&[b, a]);
        let found = turned.and_then(|turned| {
            let at = turned.iter().position(|&other| say_the_same(other, row))?;
            Some(turned.remove(at))
        });
        match found {
            Some(other) => joined.push([other, row]),
            None => waiting.entry([a, b]).or_default().push(row),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_joins_the_first_from_the_other_side_that_says_the_same() {
        let ends = [['x', 'y'], ['x', 'y'], ['y', 'x'], ['y', 'x'], ['y', 'x'], ['z', 'z'], ['z', 'z'], ['x', 'z']];
        let said = [1, 2, 2, 1, 1, 0, 0, 0];
        let rows = || ends.into_iter().enumerate();
        assert_eq!(joined(rows(), |x, y| said[x] == said[y]), [[1, 2], [0, 3]]);
        assert_eq!(joined(rows(), |_, _| true), [[0, 2], [1, 3]]);
    }
}
