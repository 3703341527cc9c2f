/// The number of heights that are tried.
const TRIALS: usize = 24;

/// The positions of boxes with these widths and heights, as their upper left corners, and the size of the whole. Boxes
/// don't overlap, and the whole is about `ratio` times as wide as high.
///
/// Boxes are put in columns, the widest first, so that those in a column have similar widths. O(boxes log boxes).
pub(super) fn packed(sizes: &[[f64; 2]], ratio: f64) -> (Vec<[f64; 2]>, [f64; 2]) {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    let decreasing = |a: usize, b: usize, axis: usize| sizes[b][axis].total_cmp(&sizes[a][axis]);
    order.sort_by(|&a, &b| decreasing(a, b, 0).then(decreasing(a, b, 1)).then(a.cmp(&b)));
    let area: f64 = sizes.iter().map(|[width, height]| width * height).sum();
    let highest = sizes.iter().map(|[_, height]| *height).fold(0.0, f64::max);
    let height = |trial: usize| ((area / ratio).sqrt() * (0.95 + 0.05 * trial as f64)).max(highest);
    // The height of the highest box is tried too: then the boxes beside it fill the page.
    let heights = std::iter::once(highest).chain((0..TRIALS).map(height));
    // The page is filled best if neither side is much longer than it should be.
    let misses = |&(_, [width, height]): &(Vec<[f64; 2]>, [f64; 2])| (width / ratio).max(height);
    heights
        .map(|height| columns(sizes, &order, height))
        .min_by(|a, b| misses(a).total_cmp(&misses(b)))
        .unwrap_or_default()
}

/// The same in columns of a fixed height, which no column exceeds.
fn columns(sizes: &[[f64; 2]], order: &[usize], height: f64) -> (Vec<[f64; 2]>, [f64; 2]) {
    let mut corners = vec![[0.0; 2]; sizes.len()];
    let (mut left, mut across, mut top, mut lowest): (f64, f64, f64, f64) = (0.0, 0.0, 0.0, 0.0);
    for &number in order {
        let [width, own] = sizes[number];
        if top > 0.0 && top + own > height {
            (left, across, top) = (left + across, 0.0, 0.0);
        }
        corners[number] = [left, top];
        across = across.max(width);
        top += own;
        lowest = lowest.max(top);
    }
    (corners, [left + across, lowest])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_ones_stand_beside_the_large_one() {
        let mut sizes = vec![[100.0, 100.0]];
        sizes.extend([[2.0, 1.0]; 1000]);
        let (corners, [width, height]) = packed(&sizes, 1.2);
        assert_eq!(corners[0], [0.0, 0.0]);
        assert!(width == 120.0 && height == 100.0, "{width} x {height}");
        assert_eq!(packed(&[], 1.5), (vec![], [0.0, 0.0]));
    }

    proptest! {
        #[test]
        fn no_two_boxes_meet_and_none_sticks_out(sizes in prop::collection::vec((0.1f64..9.0, 0.1f64..9.0), 1..60), ratio in 0.5f64..3.0) {
            let sizes: Vec<[f64; 2]> = sizes.into_iter().map(|(width, height)| [width, height]).collect();
            let (corners, whole) = packed(&sizes, ratio);
            let boxes: Vec<([f64; 2], [f64; 2])> = corners.into_iter().zip(sizes).collect();
            for (number, (low, size)) in boxes.iter().enumerate() {
                prop_assert!((0..2).all(|axis| low[axis] >= 0.0 && low[axis] + size[axis] <= whole[axis] + 1e-9));
                for (other, other_size) in &boxes[..number] {
                    let apart = |axis: usize| {
                        low[axis] + size[axis] <= other[axis] + 1e-9 || other[axis] + other_size[axis] <= low[axis] + 1e-9
                    };
                    prop_assert!(apart(0) || apart(1));
                }
            }
        }
    }
}
