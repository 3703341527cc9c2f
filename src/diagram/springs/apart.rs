//! Moves nodes off each other, since forces leave the leaves of a star on top of its hub.

/// The number of rounds for fewer than [`LARGE`] nodes and for more. More rounds change little.
const ROUNDS: (usize, usize) = (120, 40);
const LARGE: usize = 2000;
/// Half the distance between two nodes of mean degree, if each has an area of 1: half of it is the dot, the rest is a
/// gap.
const HALF: f64 = 0.42;
/// The share of this distance that grows with the degree, like the area of a dot.
const OF_DEGREE: f64 = 0.15;

/// Moves nodes until no two are closer than their dots and a gap require, as far as the rounds suffice. The node of
/// higher degree moves less. O(nodes) per round, if each node has an area of 1.
pub(super) fn moved_apart(positions: &mut [[f64; 2]], degrees: &[usize]) {
    let mean = (degrees.iter().sum::<usize>() as f64 / degrees.len().max(1) as f64).max(1.0);
    let halves: Vec<f64> =
        degrees.iter().map(|&degree| HALF - OF_DEGREE + OF_DEGREE * (degree as f64 / mean).sqrt().min(6.0)).collect();
    let cell = 2.0 * halves.iter().copied().fold(HALF, f64::max);
    let rounds = if positions.len() < LARGE { ROUNDS.0 } else { ROUNDS.1 };
    for _ in 0..rounds {
        let mut moves = vec![[0.0; 2]; positions.len()];
        let mut has_moved = false;
        each_near_pair(positions, cell, |a, b| {
            let least = halves[a] + halves[b];
            let away = [0, 1].map(|axis| positions[b][axis] - positions[a][axis]);
            let distance = (away[0] * away[0] + away[1] * away[1]).sqrt();
            if distance >= least {
                return;
            }
            has_moved = true;
            // Two nodes at the same point move apart along a direction of their own.
            let away = if distance > 1e-9 { away.map(|part| part / distance) } else { turned(a + b) };
            let share = degrees[b].max(1) as f64 / (degrees[a].max(1) + degrees[b].max(1)) as f64;
            for axis in [0, 1] {
                let by = 0.5 * (least - distance) * away[axis];
                moves[a][axis] -= by * share;
                moves[b][axis] += by * (1.0 - share);
            }
        });
        if !has_moved {
            break;
        }
        for (at, by) in positions.iter_mut().zip(&moves) {
            // A node pushed from all sides would overshoot, so its move is limited.
            let length = (by[0] * by[0] + by[1] * by[1]).sqrt();
            let most = (0.5 * HALF / length.max(1e-9)).min(1.0);
            *at = [0, 1].map(|axis| at[axis] + most * by[axis]);
        }
    }
}

/// Calls `pair` for every pair of nodes that may be closer than `cell`, once, in a fixed order.
fn each_near_pair(positions: &[[f64; 2]], cell: f64, mut pair: impl FnMut(usize, usize)) {
    let edge =
        |pick: fn(f64, f64) -> f64, axis: usize| positions.iter().map(|at| at[axis]).fold(positions[0][axis], pick);
    let (low, high) = ([0, 1].map(|axis| edge(f64::min, axis)), [0, 1].map(|axis| edge(f64::max, axis)));
    // If few nodes lie far apart, cells are larger, so that there aren't many more cells than nodes.
    let area = (high[0] - low[0] + 1.0) * (high[1] - low[1] + 1.0);
    let cell = cell.max((area / (4 * positions.len()) as f64).sqrt());
    let columns = ((high[0] - low[0]) / cell) as usize + 1;
    let rows = ((high[1] - low[1]) / cell) as usize + 1;
    let place = |at: &[f64; 2]| [0, 1].map(|axis| ((at[axis] - low[axis]) / cell) as usize);
    // The nodes by cell, row after row, and the beginning of each cell.
    let mut starts = vec![0; columns * rows + 1];
    let cells: Vec<usize> = positions.iter().map(place).map(|[x, y]| y * columns + x).collect();
    cells.iter().for_each(|&cell| starts[cell + 1] += 1);
    (0..columns * rows).for_each(|cell| starts[cell + 1] += starts[cell]);
    let (mut next, mut sorted) = (starts.clone(), vec![0; positions.len()]);
    for (node, &cell) in cells.iter().enumerate() {
        sorted[next[cell]] = node;
        next[cell] += 1;
    }
    for (a, at) in positions.iter().enumerate() {
        let [x, y] = place(at);
        for row in y.saturating_sub(1)..(y + 2).min(rows) {
            let (first, last) = (row * columns + x.saturating_sub(1), row * columns + (x + 1).min(columns - 1));
            sorted[starts[first]..starts[last + 1]].iter().filter(|&&b| b > a).for_each(|&b| pair(a, b));
        }
    }
}

/// A direction for a number, computed without sines so that it is the same on every machine.
fn turned(number: usize) -> [f64; 2] {
    let along = 2.0 * ((number as f64 * 0.618_033_988_749_894_9).fract()) - 1.0;
    let across = (1.0 - along * along).sqrt();
    [along, if number.is_multiple_of(2) { across } else { -across }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leaves_of_a_star_come_off_their_hub_and_off_one_another() {
        let mut positions = vec![[0.0; 2]; 30];
        let degrees: Vec<usize> = std::iter::once(29).chain(std::iter::repeat_n(1, 29)).collect();
        moved_apart(&mut positions, &degrees);
        for a in 0..30 {
            for b in 0..a {
                let [x, y] = [0, 1].map(|axis| positions[a][axis] - positions[b][axis]);
                let least = if b == 0 { 0.9 } else { 0.5 };
                assert!(x.hypot(y) > least, "{a} {b}: {}", x.hypot(y));
            }
        }
    }

    #[test]
    fn nodes_far_enough_apart_stay() {
        let mut positions = [[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]];
        moved_apart(&mut positions, &[1; 3]);
        assert_eq!(positions, [[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]]);
    }
}
