use std::{collections::BTreeMap, sync::OnceLock};

use super::topology::{Outline, Topology};
use crate::model::CountryCode;

const REGIONS: &str = include_str!("../../data/register/regions.topojson");
const COUNTRIES: &str = include_str!("../../data/register/countries.topojson");

/// The built-in outlines of regions and countries (Natural Earth 1:10m, simplified), accurate to a few kilometres.
///
/// Not every region or country of the register has an outline. Land that belongs to no division of ISO 3166-2
/// (dependent territories, bases, lakes) is only in the outline of a country, and land of no ISO country is in none.
///
/// ```
/// use sistergraph::register::Outlines;
/// let outlines = Outlines::built_in();
/// let mogilev = outlines.region("BY-MA").unwrap();
/// assert!(mogilev[0][0].iter().all(|[lon, lat]| (28.0..33.0).contains(lon) && (52.0..55.0).contains(lat)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Outlines {
    regions: OnceLock<Shapes<&'static str>>,
    countries: OnceLock<Shapes<CountryCode>>,
}

/// The arcs of a file, and the outlines made of them, by code.
#[derive(Clone, Debug)]
struct Shapes<C> {
    topology: Topology,
    by_code: BTreeMap<C, Shape>,
}

/// An outline that is assembled when it is first asked for.
#[derive(Clone, Debug)]
struct Shape {
    arcs: &'static str,
    outline: OnceLock<Outline>,
}

impl<C: Ord + Copy> Shapes<C> {
    fn open(text: &'static str, code: impl Fn(&'static str) -> Option<C>) -> Self {
        let (topology, shapes) = Topology::open(text);
        let shapes =
            shapes.into_iter().filter_map(|(id, arcs)| Some((code(id)?, Shape { arcs, outline: OnceLock::new() })));
        Self { by_code: shapes.collect(), topology }
    }

    fn get(&self, code: C) -> Option<&Outline> {
        self.by_code.get(&code).map(|shape| self.outline(shape))
    }

    fn outline<'s>(&'s self, shape: &'s Shape) -> &'s Outline {
        shape.outline.get_or_init(|| self.topology.polygons(shape.arcs))
    }

    fn iter(&self) -> impl ExactSizeIterator<Item = (C, &Outline)> {
        self.by_code.iter().map(|(&code, shape)| (code, self.outline(shape)))
    }
}

impl Outlines {
    /// The outlines that ship with the program.
    ///
    /// The arcs of a file are decoded when the first region, or country, is asked for, in a few milliseconds. Each
    /// outline is assembled when it is asked for.
    pub fn built_in() -> Self {
        Self::default()
    }

    fn of_regions(&self) -> &Shapes<&'static str> {
        self.regions.get_or_init(|| Shapes::open(REGIONS, |id| (!id.starts_with('~')).then_some(id)))
    }

    fn of_countries(&self) -> &Shapes<CountryCode> {
        self.countries.get_or_init(|| Shapes::open(COUNTRIES, CountryCode::new))
    }

    /// Decodes the arcs of all regions in advance, for a thread that has nothing else to do.
    pub fn prepare_regions(&self) {
        self.of_regions();
    }

    /// The outline of the region with `code`.
    pub fn region(&self, code: &str) -> Option<&Outline> {
        let shapes = self.of_regions();
        shapes.by_code.get(code).map(|shape| shapes.outline(shape))
    }

    /// The outline of the country with `code`.
    pub fn country(&self, code: CountryCode) -> Option<&Outline> {
        self.of_countries().get(code)
    }

    /// The outlines of regions, by code.
    pub fn regions(&self) -> impl ExactSizeIterator<Item = (&str, &Outline)> {
        self.of_regions().iter()
    }

    /// The outlines of countries, by code.
    pub fn countries(&self) -> impl ExactSizeIterator<Item = (CountryCode, &Outline)> {
        self.of_countries().iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Register, Ring};

    /// Twice the area in square degrees; positive if the ring runs clockwise with north up.
    fn clockwise(ring: &Ring) -> f64 {
        ring.windows(2).map(|edge| edge[0][1] * edge[1][0] - edge[0][0] * edge[1][1]).sum()
    }

    #[test]
    fn every_ring_is_closed_and_wound_as_said() {
        let outlines = Outlines::built_in();
        let countries = outlines.countries().map(|(_, outline)| outline);
        let mut without_area = 0;
        for polygon in outlines.regions().map(|(_, outline)| outline).chain(countries).flatten() {
            for (i, ring) in polygon.iter().enumerate() {
                assert!(ring.len() >= 3 && ring.first() == ring.last(), "{ring:?}");
                assert!(ring.iter().all(|[lon, lat]| lon.abs() <= 180.0 + 1e-9 && lat.abs() <= 90.0), "{ring:?}");
                // In a ring without area, the sum is only a rounding error.
                if clockwise(ring).abs() < 1e-9 {
                    without_area += 1;
                } else {
                    assert!((clockwise(ring) > 0.0) == (i == 0), "ring {i}: {ring:?}");
                }
            }
        }
        // The number was counted in whole grid units, with Python.
        assert_eq!(without_area, 37);
    }

    #[test]
    fn outlines_are_of_regions_and_countries_of_the_register() {
        let (outlines, register) = (Outlines::built_in(), Register::built_in());
        // The counts are those of the files, obtained with Python: geometries with arcs and an ISO code.
        assert_eq!((outlines.regions().len(), outlines.countries().len()), (3290, 235));
        assert!(outlines.regions().all(|(code, _)| register.find_region(code).is_some()));
        assert!(outlines.countries().all(|(code, _)| register.country(code).is_some()));
        // It is too small for its shape to be kept.
        assert!(outlines.region("MT-35").is_none());
    }
}
