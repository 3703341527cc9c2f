use d3_geo_rs::{
    Transform,
    projection::{builder_conic::PRConic, equal_area::EqualArea},
};
use geo_types::Coord;

/// The coefficients of Equal Earth (B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", International
/// Journal of Geographical Information Science 33, 2019).
const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

/// An equal-area projection from the unit sphere (in radians) to the plane. "Raw" is d3-geo's word for it.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    /// Equal Earth. This is our own code, since d3_geo_rs 3.2.4 has ten times the paper's third coefficient.
    EqualEarth,
    /// Albers' conic projection with two standard parallels; a cylinder if these are symmetric about the equator.
    Conic(EqualArea<f64>),
    /// Lambert's azimuthal projection.
    Azimuthal,
}

impl Raw {
    /// Albers' conic projection with standard parallels in degrees.
    pub fn conic(south: f64, north: f64) -> Self {
        Raw::Conic(EqualArea::default().generate(south.to_radians(), north.to_radians()))
    }
}

impl Transform for Raw {
    type T = f64;

    fn transform(&self, p: &Coord<f64>) -> Coord<f64> {
        match self {
            Raw::Conic(conic) => conic.transform(p),
            Raw::EqualEarth => {
                let m = 3f64.sqrt() / 2.0;
                let theta = (m * p.y.sin()).asin();
                let (t2, t6) = (theta.powi(2), theta.powi(6));
                let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
                Coord { x: p.x * theta.cos() / (m * slope), y: theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)) }
            }
            Raw::Azimuthal => {
                let k = (2.0 / (1.0 + p.y.cos() * p.x.cos()).max(1e-13)).sqrt();
                Coord { x: k * p.y.cos() * p.x.sin(), y: k * p.y.sin() }
            }
        }
    }

    /// The point of the sphere at a point of the plane. Only the conic's own formula asks for it.
    fn invert(&self, p: &Coord<f64>) -> Coord<f64> {
        match self {
            Raw::Conic(conic) => conic.invert(p),
            Raw::EqualEarth => {
                // Newton's method on y(theta), which is strictly increasing: five steps reach full precision.
                let mut theta = p.y;
                for _ in 0..12 {
                    let (t2, t6) = (theta.powi(2), theta.powi(6));
                    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)) - p.y;
                    theta -= y / (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2));
                }
                let (t2, t6) = (theta.powi(2), theta.powi(6));
                let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
                let m = 3f64.sqrt() / 2.0;
                Coord { x: m * p.x * slope / theta.cos(), y: (theta.sin() / m).clamp(-1.0, 1.0).asin() }
            }
            Raw::Azimuthal => {
                let z = p.x.hypot(p.y);
                let c = 2.0 * (z / 2.0).clamp(-1.0, 1.0).asin();
                let y = if z == 0.0 { 0.0 } else { (p.y * c.sin() / z).clamp(-1.0, 1.0).asin() };
                Coord { x: (p.x * c.sin()).atan2(z * c.cos()), y }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(raw: &Raw, lon: f64, lat: f64) -> [f64; 2] {
        let point = raw.transform(&Coord { x: lon.to_radians(), y: lat.to_radians() });
        [point.x, point.y]
    }

    fn close(found: [f64; 2], expected: [f64; 2], within: f64) {
        let off = (found[0] - expected[0]).abs().max((found[1] - expected[1]).abs());
        assert!(off <= within, "{found:?} is not {expected:?}");
    }

    /// The points are from PROJ 9's `+proj=eqearth +R=1`, and the aspect 2.05458 is from the paper.
    #[test]
    fn equal_earth_has_the_published_values() {
        let raw = Raw::EqualEarth;
        close(at(&raw, 180.0, 0.0), [2.706_629_983_696, 0.0], 1e-11);
        close(at(&raw, 180.0, 90.0), [1.603_588_648_284, 1.317_362_759_157], 1e-11);
        close(at(&raw, 27.5667, 53.9), [0.330_767_313_704, 1.001_523_631_188], 1e-11);
        close(at(&raw, -120.0, -45.0), [-1.546_472_665_471, -0.860_231_085_522], 1e-11);
        let aspect = at(&raw, 180.0, 0.0)[0] / at(&raw, 0.0, 90.0)[1];
        assert!((aspect - 2.05458).abs() < 5e-6, "{aspect}");
    }

    /// J. P. Snyder, "Map Projections: A Working Manual" (USGS 1395, 1987), p. 291: Albers on the unit sphere, parallels
    /// 29.5 and 45.5, origin 23 N 96 W, point 35 N 75 W: x 0.2952720, y 0.2416774
    /// (the further digits from PROJ).
    #[test]
    fn the_conic_is_albers_as_snyder_computes_it() {
        let raw = Raw::conic(29.5, 45.5);
        let origin = at(&raw, 0.0, 23.0)[1];
        let [x, y] = at(&raw, 21.0, 35.0);
        close([x, y - origin], [0.295_272_007, 0.241_677_449], 1e-9);
    }

    /// A quarter circle from the centre is at the square root of 2; the last point is from PROJ's `+proj=laea +R=1`.
    #[test]
    fn the_azimuthal_keeps_lamberts_distances() {
        close(at(&Raw::Azimuthal, 90.0, 0.0), [2f64.sqrt(), 0.0], 1e-12);
        close(at(&Raw::Azimuthal, 0.0, -90.0), [0.0, -(2f64.sqrt())], 1e-12);
        close(at(&Raw::Azimuthal, 60.0, 0.0), [1.0, 0.0], 1e-12);
        close(at(&Raw::Azimuthal, 30.0, 53.9), [0.339_015_330, 0.929_812_120], 1e-9);
    }

    #[test]
    fn each_is_undone_by_its_inverse() {
        for raw in [Raw::EqualEarth, Raw::conic(48.0, 70.0), Raw::conic(-20.0, 20.0), Raw::Azimuthal] {
            for (lon, lat) in [(0.0, 0.0), (30.0, 53.9), (-120.0, 10.0), (170.0, 66.0), (-1.0, -45.0)] {
                let point = Coord { x: f64::to_radians(lon), y: f64::to_radians(lat) };
                let back = raw.invert(&raw.transform(&point));
                close([back.x, back.y], [point.x, point.y], 1e-9);
            }
        }
    }
}
