//! Turns, spreads and scales a component after the forces have placed its nodes.

use std::f64::consts::PI;

/// From this many nodes on, a component is spread evenly.
const MANY: usize = 100;
/// The number of rounds of the search for the middle.
const ROUNDS: usize = 30;

/// Scales a component so that every node has an area of 1, with its longer side across the page.
///
/// A component with many nodes is spread over an ellipse `ratio` times as wide as high. Nodes keep their order by
/// distance from the middle, so that neither the core is a single spot nor the branches take most of the page. O(nodes
/// log nodes).
pub(super) fn shaped(positions: &mut [[f64; 2]], charges: &[f64], ratio: f64) {
    let middle = if positions.len() < MANY { mean(positions) } else { median(positions, charges) };
    turn(positions, middle);
    if positions.len() < MANY { scale(positions) } else { spread(positions, ratio) }
}

fn mean(positions: &[[f64; 2]]) -> [f64; 2] {
    [0, 1].map(|axis| positions.iter().map(|at| at[axis]).sum::<f64>() / positions.len().max(1) as f64)
}

/// The point with the smallest sum of distances to all nodes, weighted by their charges. This is where the core is,
/// whatever hangs off it (E. Weiszfeld, 1937).
fn median(positions: &[[f64; 2]], charges: &[f64]) -> [f64; 2] {
    let mut middle = mean(positions);
    for _ in 0..ROUNDS {
        let (mut sum, mut total) = ([0.0; 2], 0.0);
        for (at, charge) in positions.iter().zip(charges) {
            let weight = charge / distance(*at, middle).max(1e-9);
            sum = [sum[0] + weight * at[0], sum[1] + weight * at[1]];
            total += weight;
        }
        middle = sum.map(|sum| sum / total);
    }
    middle
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    ((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])).sqrt()
}

/// Moves the middle to 0, and rotates the axis along which the nodes spread most to run across the page.
fn turn(positions: &mut [[f64; 2]], middle: [f64; 2]) {
    positions.iter_mut().for_each(|at| *at = [at[0] - middle[0], at[1] - middle[1]]);
    let sum = |a: usize, b: usize| positions.iter().map(|at| at[a] * at[b]).sum::<f64>();
    let (xx, xy, yy) = (sum(0, 0), sum(0, 1), sum(1, 1));
    // The eigenvector of the larger eigenvalue of the covariance matrix.
    let half = (xx - yy) / 2.0;
    let root = (half * half + xy * xy).sqrt();
    let axis = if half >= 0.0 { [half + root, xy] } else { [xy, root - half] };
    let length = distance(axis, [0.0; 2]);
    if length > 0.0 {
        let [cos, sin] = axis.map(|part| part / length);
        positions.iter_mut().for_each(|at| *at = [cos * at[0] + sin * at[1], cos * at[1] - sin * at[0]]);
    }
}

/// Scales the positions to the spread of nodes with an area of 1 each in a disc.
fn scale(positions: &mut [[f64; 2]]) {
    let mean_square = positions.iter().map(|[x, y]| x * x + y * y).sum::<f64>() / positions.len().max(1) as f64;
    if mean_square > 0.0 {
        let factor = (positions.len() as f64 / (2.0 * PI) / mean_square).sqrt();
        positions.iter_mut().for_each(|at| *at = at.map(|part| part * factor));
    }
}

fn spread(positions: &mut [[f64; 2]], ratio: f64) {
    let radius = |at: &[f64; 2]| distance(*at, [0.0; 2]);
    let mut order: Vec<usize> = (0..positions.len()).collect();
    order.sort_by(|&a, &b| radius(&positions[a]).total_cmp(&radius(&positions[b])).then(a.cmp(&b)));
    let (wide, high) = (ratio.sqrt(), 1.0 / ratio.sqrt());
    for (rank, node) in order.into_iter().enumerate() {
        let at = &mut positions[node];
        let factor = ((rank as f64 + 0.5) / PI).sqrt() / radius(at).max(f64::MIN_POSITIVE.sqrt());
        *at = [at[0] * factor * wide, at[1] * factor * high];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_nodes_lie_beside_each_other() {
        let mut pair = [[3.0, 1.0], [3.0, 7.0]];
        shaped(&mut pair, &[2.0; 2], 1.5);
        assert!(pair[0][1].abs() < 1e-9 && pair[1][1].abs() < 1e-9);
        assert!((pair[0][0] - pair[1][0]).abs() > 1.0);
        let mut one = [[5.0, 5.0]];
        shaped(&mut one, &[1.0], 1.5);
        assert_eq!(one, [[0.0, 0.0]]);
    }

    #[test]
    fn many_nodes_fill_an_ellipse_of_their_number_whatever_their_density() {
        // A dense core with a long branch.
        let mut positions: Vec<[f64; 2]> =
            (0..1000).map(|n| [f64::from(n * n % 1013) / 1e3, f64::from(n * n * n % 997) / 1e3]).collect();
        positions.extend((0..200).map(|n| [f64::from(n) * 10.0, f64::from(n)]));
        shaped(&mut positions, &vec![1.0; 1200], 2.0);
        let farthest = positions.iter().map(|[x, y]| x * x / 2.0 + y * y * 2.0).fold(0.0, f64::max);
        assert!((farthest - 1199.5 / PI).abs() < 1e-6, "{farthest}");
        let within = positions.iter().filter(|[x, y]| x * x / 2.0 + y * y * 2.0 < 600.0 / PI).count();
        assert_eq!(within, 600);
    }
}
