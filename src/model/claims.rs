use std::hash::Hash;

use hashbrown::HashMap;

/// The rows that say of two places what an earlier row says from the other side, each behind that one: the two are one
/// partnership, which both places claim.
///
/// A row is its number and its ends, the claiming one first. It joins the first that waits for it, and none is joined twice; a
/// row of a place with itself joins none. `say_the_same` compares two rows but for their ends and claims. In the order of the
/// later rows. O(rows), times those of two places.
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
