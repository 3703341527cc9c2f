/// A point inside an area where its name can be placed, and the width there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Middle {
    pub at: [f64; 2],
    pub width: f64,
}

/// The middle of the widest of five horizontal sections through an area's body, which consists of the largest ring and
/// those inside it.
///
/// Unlike the centre of gravity, it never lies outside. `None` if no ring has an area. O(points).
pub(super) fn middle<'r>(rings: impl Iterator<Item = &'r [[f64; 2]]> + Clone) -> Option<Middle> {
    let mut best: Option<Middle> = None;
    for run in runs(rings, &[0.5, 0.42, 0.58, 0.34, 0.66]) {
        // A section at another height must be clearly wider to be preferred to the middle one.
        if best.is_none_or(|best| run.width > 1.15 * best.width) {
            best = Some(run);
        }
    }
    best
}

/// The middles of all horizontal sections through an area's body at `shares` of its height from the top, in order.
pub(super) fn runs<'r>(rings: impl Iterator<Item = &'r [[f64; 2]]> + Clone, shares: &[f64]) -> Vec<Middle> {
    let largest = rings.clone().max_by(|a, b| area(a).abs().total_cmp(&area(b).abs()));
    let Some(largest) = largest.filter(|largest| area(largest) != 0.0) else { return Vec::new() };
    let (low, high) = largest
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point[1]), high.max(point[1])));
    let mut runs = Vec::new();
    for level in shares.iter().map(|share| low + share * (high - low)) {
        let mut crossings: Vec<f64> = rings.clone().flat_map(|ring| crossings(ring, level)).collect();
        crossings.sort_by(f64::total_cmp);
        let run = |run: &[f64]| Middle { at: [(run[0] + run[1]) / 2.0, level], width: run[1] - run[0] };
        runs.extend(crossings.chunks_exact(2).map(run));
    }
    runs
}

/// Where a ring crosses a horizontal line.
fn crossings(ring: &[[f64; 2]], level: f64) -> impl Iterator<Item = f64> + '_ {
    edges(ring).filter(move |[a, b]| (a[1] <= level) != (b[1] <= level)).map(move |[a, b]| {
        let share = (level - a[1]) / (b[1] - a[1]);
        a[0] + share * (b[0] - a[0])
    })
}

/// The signed area of a ring.
pub(super) fn area(ring: &[[f64; 2]]) -> f64 {
    edges(ring).map(|[a, b]| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

/// The edges of a ring, including the one back to its first point.
fn edges(ring: &[[f64; 2]]) -> impl Iterator<Item = [[f64; 2]; 2]> + '_ {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(&a, &b)| [a, b])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_horseshoe_lies_in_an_arm() {
        let shoe =
            [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [8.0, 10.0], [8.0, 2.0], [2.0, 2.0], [2.0, 10.0], [0.0, 10.0]];
        let found = middle([&shoe[..]].into_iter()).unwrap();
        assert_eq!((found.at, found.width), ([1.0, 5.0], 2.0));
    }

    #[test]
    fn a_hole_is_avoided() {
        let square = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        let hole = [[1.0, 4.0], [1.0, 6.0], [7.0, 6.0], [7.0, 4.0]];
        let found = middle([&square[..], &hole[..]].into_iter()).unwrap();
        assert!(found.width >= 3.0 && !(1.0..7.0).contains(&found.at[0]) || !(4.0..6.0).contains(&found.at[1]));
        assert!(middle([&[[1.0, 1.0], [1.0, 1.0]][..]].into_iter()).is_none());
    }
}
