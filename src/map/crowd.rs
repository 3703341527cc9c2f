//! Finds where places are too close together to be named.

use crate::scene::Frame;

/// With fewer unnamed places, an inset doesn't pay.
const FEWEST: usize = 3;

/// The smallest box on the page around as many of `points` as fit into `most` (width and height), if these are enough;
/// of several, the tightest. O(n k²) for n points, of which at most k are in a column as wide as the box.
pub(super) fn crowd(points: &[[f64; 2]], most: [f64; 2]) -> Option<Frame> {
    let [width, height] = most;
    let mut best: Option<(usize, Frame)> = None;
    // A box with the most points can be moved until a point is on its left edge, and one of its points on its upper
    // edge.
    for &[left, _] in points {
        let column: Vec<[f64; 2]> = points.iter().copied().filter(|[x, _]| (left..=left + width).contains(x)).collect();
        for &[_, top] in &column {
            let within = Frame { left, top, width, height };
            let held = || column.iter().copied().filter(|&point| within.holds(point));
            let count = held().count();
            if count < best.map_or(FEWEST, |(most, _)| most) {
                continue;
            }
            let Some(tight) = about(held()) else { continue };
            let is_better = best
                .is_none_or(|(most, best)| count > most || tight.width.max(tight.height) < best.width.max(best.height));
            if is_better {
                best = Some((count, tight));
            }
        }
    }
    best.map(|(_, frame)| frame)
}

/// The box around points.
pub(super) fn about(points: impl Iterator<Item = [f64; 2]>) -> Option<Frame> {
    let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    let (low, high) = points.fold(start, |(low, high), point| {
        ([0, 1].map(|axis| f64::min(low[axis], point[axis])), [0, 1].map(|axis| f64::max(high[axis], point[axis])))
    });
    let [width, height] = [0, 1].map(|axis| high[axis] - low[axis]);
    (width.is_finite() && height.is_finite()).then_some(Frame { left: low[0], top: low[1], width, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_is_about_the_most_that_fit() {
        let pair = [[500.0, 10.0], [501.0, 11.0]];
        let three = [[100.0, 100.0], [110.0, 95.0], [104.0, 120.0]];
        let points = [pair.as_slice(), &three].concat();
        let frame = crowd(&points, [30.0, 30.0]).unwrap();
        assert_eq!(frame, Frame { left: 100.0, top: 95.0, width: 10.0, height: 25.0 });
        assert_eq!(crowd(&points, [9.0, 30.0]), None);
        assert_eq!(crowd(&pair, [30.0, 30.0]), None);
    }
}
