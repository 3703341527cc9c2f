//! The extent of a set of positions on the globe.

/// The shortest interval of longitudes, and the interval of latitudes, that contain a set of positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    /// Western end in degrees, -180 to 180.
    pub west: f64,
    /// Degrees from there to the eastern end, 0 to 360.
    pub width: f64,
    /// Southern end in degrees.
    pub south: f64,
    /// Northern end in degrees.
    pub north: f64,
}

impl Span {
    /// The span of positions; `None` if there are none. O(n log n).
    pub fn of(positions: &[[f64; 2]]) -> Option<Self> {
        let mut lons: Vec<f64> = positions.iter().map(|position| position[0]).collect();
        lons.sort_by(f64::total_cmp);
        lons.dedup();
        let (&first, &last) = (lons.first()?, lons.last()?);
        // The interval leaves out the widest gap between neighbours; the first candidate is the gap across 180 degrees.
        let (mut west, mut gap) = (first, first + 360.0 - last);
        for pair in lons.windows(2) {
            if pair[1] - pair[0] > gap {
                (west, gap) = (pair[1], pair[1] - pair[0]);
            }
        }
        let lats = positions.iter().map(|position| position[1]);
        let (south, north) =
            lats.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), lat| (low.min(lat), high.max(lat)));
        Some(Self { west, width: 360.0 - gap, south, north })
    }

    /// The longitude in its middle, -180 to 180.
    pub fn middle_lon(&self) -> f64 {
        (self.west + self.width / 2.0 + 540.0).rem_euclid(360.0) - 180.0
    }

    /// The latitude in its middle.
    pub fn middle_lat(&self) -> f64 {
        (self.south + self.north) / 2.0
    }

    /// Degrees from south to north.
    pub fn height(&self) -> f64 {
        self.north - self.south
    }

    /// The length of a degree of longitude in its middle, in degrees of latitude.
    pub fn shrink(&self) -> f64 {
        self.middle_lat().to_radians().cos().max(0.1)
    }

    /// The span extended on each side by degrees of longitude and of latitude.
    pub fn grown(&self, aside: f64, up: f64) -> Self {
        let west = (self.west - aside + 540.0).rem_euclid(360.0) - 180.0;
        let width = (self.width + 2.0 * aside).min(360.0);
        Self { west, width, south: (self.south - up).max(-90.0), north: (self.north + up).min(90.0) }
    }

    /// Whether a position lies in it.
    pub fn holds(&self, [lon, lat]: [f64; 2]) -> bool {
        (lon - self.west).rem_euclid(360.0) <= self.width && (self.south..=self.north).contains(&lat)
    }

    /// Whether it is fairly tall, and the equator runs near its middle.
    pub fn is_equatorial(&self) -> bool {
        self.middle_lat().abs() < 20.0 && self.height() > 20.0
    }

    /// Positions all over it, dense enough to follow its parallels.
    pub fn grid(&self) -> Vec<[f64; 2]> {
        let (across, up) = (32, 8);
        let at = |number: i32| {
            let (column, row) = (number % (across + 1), number / (across + 1));
            let share = [f64::from(column) / f64::from(across), f64::from(row) / f64::from(up)];
            [self.west + self.width * share[0], self.south + self.height() * share[1]]
        };
        (0..(across + 1) * (up + 1)).map(at).collect()
    }
}

/// The most positions, and the largest share of them, that are left out of an extent.
const MOST_LEFT_OUT: usize = 12;
const SHARE_LEFT_OUT: f64 = 0.02;
/// The least share of its size by which an extent must shrink; it grows with the number of positions left out.
const LEAST_GAIN: f64 = 0.25;
const GAIN_FOR_ALL: f64 = 15.0;
/// The width of a page divided by its height.
const PAGE: f64 = 1.67;

/// Whether each of `positions` is an outlier: these are so far out, and so few, that a map of the others shows much
/// more. They are removed at the four ends.
///
/// Every distribution of removals over the four ends is tried, at most 1,820: O(n log n) for n positions.
pub(super) fn outliers(positions: &[[f64; 2]]) -> Vec<bool> {
    let count = positions.len();
    let most = MOST_LEFT_OUT.min((count as f64 * SHARE_LEFT_OUT) as usize);
    let mut left_out = vec![false; count];
    let Some(whole) = Span::of(positions) else { return left_out };
    let east = |at: usize| (positions[at][0] - whole.west).rem_euclid(360.0);
    let north = |at: usize| positions[at][1];
    let ends_first = |value: &dyn Fn(usize) -> f64| {
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| value(a).total_cmp(&value(b)));
        order
    };
    let (by_east, by_north) = (ends_first(&east), ends_first(&north));
    let size = |width: f64, south: f64, north: f64| {
        let across = width * ((south + north) / 2.0).to_radians().cos();
        (across / PAGE).max(north - south)
    };
    let all = size(whole.width, whole.south, whole.north);
    let mut best: (f64, Vec<usize>) = (all * (1.0 - LEAST_GAIN), Vec::new());
    for ends in splits(most) {
        let [west_end, east_end, south_end, north_end] = ends;
        let mut gone: Vec<usize> = by_east[..west_end].to_vec();
        gone.extend(&by_east[count - east_end..]);
        gone.extend(&by_north[..south_end]);
        gone.extend(&by_north[count - north_end..]);
        gone.sort_unstable();
        gone.dedup();
        let stays = |at: &&usize| gone.binary_search(at).is_err();
        let lowest = |order: &[usize]| order.iter().find(stays).copied();
        let highest = |order: &[usize]| order.iter().rev().find(stays).copied();
        let (Some(w), Some(e), Some(s), Some(n)) =
            (lowest(&by_east), highest(&by_east), lowest(&by_north), highest(&by_north))
        else {
            continue;
        };
        let penalty = (GAIN_FOR_ALL * gone.len() as f64 / count as f64).exp();
        let size = size(east(e) - east(w), north(s), north(n)) * penalty;
        if size < best.0 {
            best = (size, gone);
        }
    }
    best.1.into_iter().for_each(|at| left_out[at] = true);
    left_out
}

/// Every four numbers whose sum is at most `most`.
fn splits(most: usize) -> impl Iterator<Item = [usize; 4]> {
    (0..=most).flat_map(move |a| {
        (0..=most - a)
            .flat_map(move |b| (0..=most - a - b).flat_map(move |c| (0..=most - a - b - c).map(move |d| [a, b, c, d])))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_crosses_180_degrees_where_that_is_shorter() {
        let span = Span::of(&[[178.4, -18.1], [-171.8, -13.8]]).unwrap();
        assert!((span.west - 178.4).abs() < 1e-9 && (span.width - 9.8).abs() < 1e-9);
        assert!((span.middle_lon() - -176.7).abs() < 1e-9, "{}", span.middle_lon());
        let span = Span::of(&[[20.0, 50.0], [-170.0, 60.0], [100.0, 70.0]]).unwrap();
        assert_eq!((span.west, span.width, span.middle_lon()), (20.0, 170.0, 105.0));
    }

    #[test]
    fn one_position_spans_nothing() {
        let span = Span::of(&[[5.0, 6.0]]).unwrap();
        assert_eq!((span.west, span.width, span.height(), span.middle_lat()), (5.0, 0.0, 0.0, 6.0));
        assert!(Span::of(&[]).is_none());
    }

    #[test]
    fn a_few_far_away_are_left_out_where_the_others_fill_the_map_much_better() {
        let mut near: Vec<[f64; 2]> = (0..100).map(|n| [f64::from(n % 10), 45.0 + f64::from(n / 10) * 0.5]).collect();
        assert!(!outliers(&near).contains(&true));
        near.push([-80.0, 20.0]);
        let found = outliers(&near);
        assert_eq!((found.iter().filter(|&&out| out).count(), found[100]), (1, true));
        // Three of a hundred aren't outliers, and neither is one of ten.
        near.extend([[-80.0, 21.0], [-80.0, 22.0]]);
        assert!(!outliers(&near).contains(&true));
        assert!(!outliers(&[&near[..9], &near[100..101]].concat()).contains(&true));
        assert!(outliers(&[]).is_empty());
    }

    #[test]
    fn four_numbers_of_a_sum() {
        assert_eq!((splits(0).count(), splits(1).count(), splits(12).count()), (1, 5, 1820));
    }
}
