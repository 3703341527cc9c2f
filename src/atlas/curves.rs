//! Approximates arcs by few quadratic Bezier curves, so that a projected great circle needs only a few numbers on the
//! page.

/// A curve: its control point and its end. It begins where the previous one ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quad {
    pub control: [f64; 2],
    pub end: [f64; 2],
}

/// The most times that a line is halved.
const DEEPEST: u32 = 3;

/// Curves along a line, nowhere farther from it than `tolerance`, unless that would need more than eight curves.
/// O(points).
pub(super) fn quads(points: &[[f64; 2]], tolerance: f64) -> Vec<Quad> {
    let mut found = Vec::new();
    if points.len() > 1 {
        add(points, tolerance, DEEPEST, &mut found);
    }
    found
}

fn add(points: &[[f64; 2]], tolerance: f64, deepest: u32, found: &mut Vec<Quad>) {
    let (start, end) = (points[0], points[points.len() - 1]);
    let (halfway, before) = halfway(points);
    // The control point of the curve that passes through the middle of the line at its own middle.
    let control = [0, 1].map(|axis| 2.0 * halfway[axis] - f64::midpoint(start[axis], end[axis]));
    let off = off(points, start, control, end);
    if off <= tolerance || deepest == 0 || points.len() < 3 {
        found.push(Quad { control, end });
        return;
    }
    let first: Vec<[f64; 2]> = points[..=before].iter().copied().chain([halfway]).collect();
    let second: Vec<[f64; 2]> = std::iter::once(halfway).chain(points[before + 1..].iter().copied()).collect();
    add(&first, tolerance, deepest - 1, found);
    add(&second, tolerance, deepest - 1, found);
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The point halfway along a line, and the index of the point before it.
fn halfway(points: &[[f64; 2]]) -> ([f64; 2], usize) {
    let length: f64 = points.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let mut left = length / 2.0;
    for (number, pair) in points.windows(2).enumerate() {
        let step = distance(pair[0], pair[1]);
        if step >= left && step > 0.0 {
            let share = left / step;
            return ([0, 1].map(|axis| pair[0][axis] + share * (pair[1][axis] - pair[0][axis])), number);
        }
        left -= step;
    }
    (points[0], 0)
}

/// The greatest distance of the points of a line from a curve.
fn off(points: &[[f64; 2]], start: [f64; 2], control: [f64; 2], end: [f64; 2]) -> f64 {
    const STEPS: u32 = 24;
    let at = |share: f64| {
        let rest = 1.0 - share;
        [0, 1].map(|axis| rest * rest * start[axis] + 2.0 * rest * share * control[axis] + share * share * end[axis])
    };
    let curve: Vec<[f64; 2]> = (0..=STEPS).map(|step| at(f64::from(step) / f64::from(STEPS))).collect();
    let to_piece = |point: [f64; 2], pair: &[[f64; 2]]| {
        let along = [0, 1].map(|axis| pair[1][axis] - pair[0][axis]);
        let from = [0, 1].map(|axis| point[axis] - pair[0][axis]);
        let square = along[0] * along[0] + along[1] * along[1];
        let share = ((from[0] * along[0] + from[1] * along[1]) / square.max(1e-12)).clamp(0.0, 1.0);
        (from[0] - share * along[0]).hypot(from[1] - share * along[1])
    };
    let nearest = |&point: &[f64; 2]| curve.windows(2).map(|pair| to_piece(point, pair)).fold(f64::INFINITY, f64::min);
    points.iter().map(nearest).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_circle() -> Vec<[f64; 2]> {
        (0..=100).map(|step| f64::from(step) / 100.0 * std::f64::consts::PI).map(|at| [at.cos(), at.sin()]).collect()
    }

    #[test]
    fn a_straight_line_is_one_curve() {
        let found = quads(&[[0.0, 0.0], [1.0, 0.0], [4.0, 0.0]], 0.01);
        assert_eq!(found, [Quad { control: [2.0, 0.0], end: [4.0, 0.0] }]);
    }

    #[test]
    fn a_half_circle_is_followed_within_the_tolerance() {
        let found = quads(&half_circle(), 0.01);
        assert!((2..=4).contains(&found.len()), "{found:?}");
        let mut start = [1.0, 0.0];
        for Quad { control, end } in found {
            for step in 0..=10 {
                let share = f64::from(step) / 10.0;
                let rest = 1.0 - share;
                let at = [0, 1].map(|axis| {
                    rest * rest * start[axis] + 2.0 * rest * share * control[axis] + share * share * end[axis]
                });
                assert!((at[0].hypot(at[1]) - 1.0).abs() < 0.02, "{at:?}");
            }
            start = end;
        }
        assert!((start[0] + 1.0).abs() < 1e-9 && start[1].abs() < 1e-9);
    }

    #[test]
    fn nothing_is_made_of_a_point() {
        assert_eq!(quads(&[[1.0, 1.0]], 0.1), []);
        assert_eq!(quads(&[[1.0, 1.0], [1.0, 1.0]], 0.1).len(), 1);
    }
}
