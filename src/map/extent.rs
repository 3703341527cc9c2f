//! What a set of positions spans on the globe.

/// The shortest interval of longitudes, and the interval of latitudes, that hold a set of positions.
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
    /// The span of positions; `None` of none. O(n log n).
    pub fn of(positions: &[[f64; 2]]) -> Option<Self> {
        let mut lons: Vec<f64> = positions.iter().map(|position| position[0]).collect();
        lons.sort_by(f64::total_cmp);
        lons.dedup();
        let (&first, &last) = (lons.first()?, lons.last()?);
        // The widest gap between neighbours is what the interval leaves out; at first the one across 180 degrees.
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

    /// Whether it is a good deal tall and the equator runs near its middle.
    pub fn is_equatorial(&self) -> bool {
        self.middle_lat().abs() < 20.0 && self.height() > 20.0
    }

    /// Positions all over it, close enough together to follow its parallels.
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
}
