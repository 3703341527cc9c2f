use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::CountryCode;

const REGIONS: &str = include_str!("../../data/register/regions.topojson");
const COUNTRIES: &str = include_str!("../../data/register/countries.topojson");

/// A closed line of `[longitude, latitude]` in degrees: its last point is its first.
///
/// Longitude comes first, as in GeoJSON. Wound as d3-geo wants it, by the sphere: the inside lies to the right, so
/// an outer ring runs clockwise on a map with north up and a hole the other way. A region of a few square kilometres
/// may have come down to a line there and back, of no area.
pub type Ring = Vec<[f64; 2]>;

/// An outer ring, then its holes.
pub type Polygon = Vec<Ring>;

/// The land of a region or country: polygons that don't overlap.
///
/// Cut at the 180th meridian: land on both sides is two polygons, each with an edge along the meridian.
pub type Outline = Vec<Polygon>;

/// The built-in outlines of regions and countries (Natural Earth 1:10m, simplified): good to a few kilometres.
///
/// Not every region or country of the register has one. Land that belongs to no division of ISO 3166-2 (dependent
/// territories, bases, lakes) is in an outline of a country only, and land of no ISO country in none.
///
/// ```
/// use sistergraph::register::Outlines;
/// let outlines = Outlines::built_in();
/// let mogilev = outlines.region("BY-MA").unwrap();
/// assert!(mogilev[0][0].iter().all(|[lon, lat]| (28.0..33.0).contains(lon) && (52.0..55.0).contains(lat)));
/// ```
#[derive(Clone, Debug)]
pub struct Outlines {
    regions: BTreeMap<String, Outline>,
    countries: BTreeMap<CountryCode, Outline>,
}

impl Outlines {
    /// The outlines that ship with the program.
    ///
    /// Decoded at each call, in some twenty milliseconds: call it where a question needs outlines, and once.
    pub fn built_in() -> Self {
        let regions = decode(REGIONS).into_iter().filter(|(id, _)| !id.starts_with('~')).collect();
        let countries = decode(COUNTRIES);
        let countries = countries.into_iter().filter_map(|(id, outline)| Some((CountryCode::new(&id)?, outline)));
        Self { regions, countries: countries.collect() }
    }

    /// The outline of the region of `code`.
    pub fn region(&self, code: &str) -> Option<&Outline> {
        self.regions.get(code)
    }

    /// The outline of the country of `code`.
    pub fn country(&self, code: CountryCode) -> Option<&Outline> {
        self.countries.get(&code)
    }

    /// The outlines of regions, by code.
    pub fn regions(&self) -> impl ExactSizeIterator<Item = (&str, &Outline)> {
        self.regions.iter().map(|(code, outline)| (code.as_str(), outline))
    }

    /// The outlines of countries, by code.
    pub fn countries(&self) -> impl ExactSizeIterator<Item = (CountryCode, &Outline)> {
        self.countries.iter().map(|(code, outline)| (*code, outline))
    }
}

/// TopoJSON as its specification (github.com/topojson/topojson-specification) has it, as far as these files use it.
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<[i32; 2]>>,
    objects: BTreeMap<String, Collection>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    id: String,
    /// Missing where the shape was too small to keep.
    arcs: Option<Arcs>,
}

/// Numbers of arcs; `!n` is arc `n` reversed.
#[derive(Deserialize)]
#[serde(untagged)]
enum Arcs {
    Polygon(Vec<Vec<i32>>),
    MultiPolygon(Vec<Vec<Vec<i32>>>),
}

/// The outline of every geometry that has one, with its id.
fn decode(text: &str) -> Vec<(String, Outline)> {
    let topology: Topology = serde_json::from_str(text).expect("an embedded file of outlines is TopoJSON");
    let Transform { scale, translate } = topology.transform;
    let arcs: Vec<Ring> = topology
        .arcs
        .iter()
        .map(|arc| {
            let mut at = [0, 0];
            let points = arc.iter().map(|step| {
                at = [at[0] + step[0], at[1] + step[1]];
                [0, 1].map(|axis| f64::from(at[axis]) * scale[axis] + translate[axis])
            });
            points.collect()
        })
        .collect();
    let geometries = topology.objects.into_values().flat_map(|collection| collection.geometries);
    geometries
        .filter_map(|geometry| {
            let polygons = match geometry.arcs? {
                Arcs::Polygon(polygon) => vec![polygon],
                Arcs::MultiPolygon(polygons) => polygons,
            };
            let ring = |numbers: Vec<i32>| ring(&arcs, &numbers);
            Some((geometry.id, polygons.into_iter().map(|rings| rings.into_iter().map(ring).collect()).collect()))
        })
        .collect()
}

/// Arcs joined end to end, the point where two meet once.
fn ring(arcs: &[Ring], numbers: &[i32]) -> Ring {
    let mut ring = Ring::new();
    for &number in numbers {
        let arc =
            &arcs[usize::try_from(number.max(!number)).expect("one of a number and its complement isn't negative")];
        let skipped = usize::from(!ring.is_empty());
        if number < 0 {
            ring.extend(arc.iter().rev().skip(skipped));
        } else {
            ring.extend(arc.iter().skip(skipped));
        }
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Register;

    /// Twice the area in square degrees; positive where the ring runs clockwise with north up.
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
                // In a ring of no area rounding alone leaves a sum.
                if clockwise(ring).abs() < 1e-9 {
                    without_area += 1;
                } else {
                    assert!((clockwise(ring) > 0.0) == (i == 0), "ring {i}: {ring:?}");
                }
            }
        }
        // Counted in whole grid units, with Python.
        assert_eq!(without_area, 37);
    }

    #[test]
    fn outlines_are_of_regions_and_countries_of_the_register() {
        let (outlines, register) = (Outlines::built_in(), Register::built_in());
        // The counts are those of the files, taken with Python: geometries with arcs and an ISO code.
        assert_eq!((outlines.regions().len(), outlines.countries().len()), (3290, 235));
        assert!(outlines.regions().all(|(code, _)| register.find_region(code).is_some()));
        assert!(outlines.countries().all(|(code, _)| register.country(code).is_some()));
        // Too small for its shape to be kept.
        assert!(outlines.region("MT-35").is_none());
    }
}
