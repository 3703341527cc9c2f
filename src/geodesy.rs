//! Layer 1: distances on the globe.

use crate::model::Position;

/// The mean radius of the Earth in kilometres: (2a + b) / 3 of WGS 84, as IUGG defines it.
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

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

#[cfg(test)]
mod tests {
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

    /// One degree of the equator.
    fn one_degree() -> f64 {
        EARTH_RADIUS_KM.to_radians()
    }
}
