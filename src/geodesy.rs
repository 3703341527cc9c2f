//! Layer 1: distances and great-circle arcs on the globe.

use rstar::{RTree, primitives::GeomWithData};

use crate::model::Position;

/// The mean radius of the Earth in kilometres: (2a + b) / 3 of WGS 84, as IUGG defines it.
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Positions with the same name and country that are farther apart than this, in kilometres, belong to different
/// places, unless other positions of the name link them.
pub const HOMONYM_KM: f64 = 50.0;

/// The great-circle distance between two positions in kilometres, on a sphere of radius [`EARTH_RADIUS_KM`].
///
/// Haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984), exact to rounding
/// for near and antipodal points alike. The ellipsoid differs by 0.5 % at most. Symmetric; 0 to pi times the radius.
///
/// ```
/// use sistergraph::{geodesy::distance_km, model::Position};
/// let pole = Position::new(90.0, 0.0).unwrap();
/// let equator = Position::new(0.0, 17.0).unwrap();
/// assert!((distance_km(pole, equator) - 10_007.557).abs() < 0.001);
/// ```
pub fn distance_km(a: Position, b: Position) -> f64 {
    let (lat_a, lat_b) = (a.lat().to_radians(), b.lat().to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.lon() - a.lon()).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

/// The position at a share (0 to 1) of the great-circle way from one position to another.
///
/// Spherical linear interpolation (K. Shoemake, "Animating Rotation with Quaternion Curves", 1985). Antipodal positions
/// have no single way between them; the result is then the first position.
///
/// ```
/// use sistergraph::{geodesy::position_between, model::Position};
/// let at = |lat, lon| Position::new(lat, lon).unwrap();
/// let middle = position_between(at(0.0, 170.0), at(0.0, -170.0), 0.5);
/// assert!((middle.lon().abs() - 180.0).abs() < 1e-9 && middle.lat().abs() < 1e-9);
/// ```
pub fn position_between(a: Position, b: Position, share: f64) -> Position {
    let angle = distance_km(a, b) / EARTH_RADIUS_KM;
    let (from, to) = (unit_vector(a), unit_vector(b));
    let sine = angle.sin();
    if sine < 1e-12 {
        return a;
    }
    let [weight_a, weight_b] = [((1.0 - share) * angle).sin() / sine, (share * angle).sin() / sine];
    let [x, y, z] = [0, 1, 2].map(|axis| weight_a * from[axis] + weight_b * to[axis]);
    let (lat, lon) = (z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees());
    Position::new(lat, lon).unwrap_or(a)
}

/// A position on the unit sphere, where the length of a chord gives a distance, also across the date line and at the
/// poles.
pub(crate) fn unit_vector(position: Position) -> [f64; 3] {
    let (lat, lon) = (position.lat().to_radians(), position.lon().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// The chord of the unit sphere under an arc of `km` kilometres.
pub(crate) fn chord(km: f64) -> f64 {
    2.0 * (km / EARTH_RADIUS_KM / 2.0).sin()
}

/// The clusters of positions: two positions within `km` kilometres of one another are in one cluster, directly or
/// through others (single linkage). Returns the number of the cluster of each position; clusters are numbered in the
/// order of their first positions.
///
/// Takes O(n log n) time, since a position leaves the search tree when it is reached.
pub fn clusters(positions: &[Position], km: f64) -> Vec<usize> {
    let chord = chord(km);
    let points: Vec<[f64; 3]> = positions.iter().copied().map(unit_vector).collect();
    let mut unreached =
        RTree::bulk_load(points.iter().enumerate().map(|(at, &point)| GeomWithData::new(point, at)).collect());
    let mut cluster_of = vec![usize::MAX; points.len()];
    let mut count = 0;
    for start in 0..points.len() {
        if cluster_of[start] != usize::MAX {
            continue;
        }
        let mut reached = vec![start];
        cluster_of[start] = count;
        while let Some(at) = reached.pop() {
            for near in unreached.drain_within_distance(points[at], chord * chord) {
                if cluster_of[near.data] == usize::MAX {
                    cluster_of[near.data] = count;
                    reached.push(near.data);
                }
            }
        }
        count += 1;
    }
    cluster_of
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).unwrap()
    }

    #[test]
    fn antipodes_are_half_a_circle_apart() {
        let half = std::f64::consts::PI * EARTH_RADIUS_KM;
        assert!((distance_km(at(12.5, 30.0), at(-12.5, -150.0)) - half).abs() < 1e-6);
    }

    #[test]
    fn the_date_line_is_no_barrier() {
        assert!((distance_km(at(0.0, 179.5), at(0.0, -179.5)) - one_degree()).abs() < 1e-9);
    }

    #[test]
    fn the_way_is_divided_as_asked() {
        let (mogilev, vladivostok) = (at(53.9, 30.33), at(43.12, 131.89));
        let whole = distance_km(mogilev, vladivostok);
        for share in [0.0, 0.1, 0.5, 0.75, 1.0] {
            let point = position_between(mogilev, vladivostok, share);
            assert!((distance_km(mogilev, point) - share * whole).abs() < 1e-6);
            assert!((distance_km(point, vladivostok) - (1.0 - share) * whole).abs() < 1e-6);
        }
    }

    proptest! {
        #[test]
        fn clusters_are_those_of_all_pairs(
            points in vec(prop_oneof![(-2.0..2.0_f64, 178.0..182.0_f64), (88.0..90.0_f64, 0.0..360.0_f64)], 0..20),
        ) {
            let positions: Vec<Position> =
                points.into_iter().map(|(lat, lon)| at(lat, (lon + 180.0).rem_euclid(360.0) - 180.0)).collect();
            let mut expected: Vec<usize> = (0..positions.len()).collect();
            for (x, &a) in positions.iter().enumerate() {
                for (y, &b) in positions.iter().enumerate().take(x) {
                    if distance_km(a, b) <= 50.0 {
                        let (from, to) = (expected[x].max(expected[y]), expected[x].min(expected[y]));
                        expected.iter_mut().filter(|cluster| **cluster == from).for_each(|cluster| *cluster = to);
                    }
                }
            }
            let found = clusters(&positions, 50.0);
            for x in 0..positions.len() {
                for y in 0..x {
                    prop_assert_eq!(found[x] == found[y], expected[x] == expected[y]);
                }
            }
        }
    }

    /// One degree of the equator.
    fn one_degree() -> f64 {
        EARTH_RADIUS_KM.to_radians()
    }
}
