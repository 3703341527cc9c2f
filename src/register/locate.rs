//! Finds the region in which a position lies, and the distance from a position to an outline.

use super::{
    outlines::Outlines,
    topology::{Outline, Polygon},
};
use crate::model::Position;

/// Kilometres in a degree of latitude, on a sphere of radius 6371.0088 km.
const KM_PER_DEGREE: f64 = 6371.0088 * std::f64::consts::PI / 180.0;

/// The distance from `position` to `outline` in kilometres: 0 inside, otherwise to the nearest point of an edge;
/// infinite for an outline without a polygon.
///
/// It is computed on the plane that touches the globe at the position (equirectangular projection), which is accurate
/// to 1 % up to 100 km away and 70 degrees north or south. Edges are straight in longitude and latitude. O(points of
/// the outline).
///
/// ```
/// use sistergraph::{model::Position, register::{Outlines, distance_km}};
/// let outlines = Outlines::built_in();
/// let mogilev = Position::new(53.9, 30.33).unwrap();
/// assert_eq!(distance_km(mogilev, outlines.region("BY-MA").unwrap()), 0.0);
/// assert!((50.0..100.0).contains(&distance_km(mogilev, outlines.region("RU-SMO").unwrap())));
/// ```
pub fn distance_km(position: Position, outline: &Outline) -> f64 {
    outline.iter().map(|polygon| polygon_km(position, polygon)).fold(f64::INFINITY, f64::min)
}

fn polygon_km(position: Position, polygon: &Polygon) -> f64 {
    if contains(polygon, position) {
        return 0.0;
    }
    let shrink = position.lat().to_radians().cos();
    let local = |east: f64, lat: f64| [east * shrink * KM_PER_DEGREE, (lat - position.lat()) * KM_PER_DEGREE];
    let edges = polygon.iter().flat_map(|ring| ring.windows(2));
    // Squares are much faster to compute, and tell which edges may be the nearest. They differ from exact distances
    // only by rounding.
    let (mut kilometres, mut least) = (f64::INFINITY, f64::INFINITY);
    for edge in edges {
        let east = east_of(position.lon(), edge[0][0]);
        // The longitude of the second end is taken relative to the first. Relative to the position, an edge on the far
        // side of the globe would seem to pass on this side.
        let ends = [east, east + (edge[1][0] - edge[0][0])];
        let point = nearest_to_origin(local(ends[0], edge[0][1]), local(ends[1], edge[1][1]));
        let square = point[0] * point[0] + point[1] * point[1];
        if square <= least * ROUNDING {
            kilometres = kilometres.min(point[0].hypot(point[1]));
            least = least.min(square);
        }
    }
    kilometres
}

/// Squares within this factor may belong to equal distances, or to distances in the opposite order.
const ROUNDING: f64 = 1.0 + 1e-12;

/// Whether a polygon contains a position, by the even-odd rule. An edge contains its southern end but not its northern
/// one, so that a point on a border belongs to exactly one of the two neighbours.
fn contains(polygon: &Polygon, position: Position) -> bool {
    let (lon, lat) = (position.lon(), position.lat());
    let mut inside = false;
    for edge in polygon.iter().flat_map(|ring| ring.windows(2)) {
        let ([x1, y1], [x2, y2]) = (edge[0], edge[1]);
        if (y1 <= lat) != (y2 <= lat) && lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1) {
            inside = !inside;
        }
    }
    inside
}

/// Degrees eastward from longitude `from` to `to`, -180 to 180, also across the date line.
fn east_of(from: f64, to: f64) -> f64 {
    let east = to - from;
    if east > 180.0 {
        east - 360.0
    } else if east < -180.0 {
        east + 360.0
    } else {
        east
    }
}

/// The point nearest to the origin on the straight line between two points.
fn nearest_to_origin([x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) -> [f64; 2] {
    let (dx, dy) = (x2 - x1, y2 - y1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(x1 * dx + y1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    [x1 + along * dx, y1 + along * dy]
}

/// Finds the outline in or near which a position lies, for many positions.
///
/// Polygons are indexed by the square degrees that their bounding boxes touch, so that a look-up examines a handful of
/// them.
pub struct Locator<'o> {
    codes: Vec<&'o str>,
    parts: Vec<Part<'o>>,
    /// For each square degree, from south to north and from west to east, the numbers of its parts.
    cells: Vec<Vec<u32>>,
}

/// One polygon of an outline.
struct Part<'o> {
    /// The index of its region in `Locator::codes`.
    code: usize,
    polygon: &'o Polygon,
}

/// The number of square degrees around the globe, and from pole to pole.
const COLUMNS: i32 = 360;
const ROWS: i32 = 180;

fn column(lon: f64) -> i32 {
    (lon + 180.0).floor() as i32
}

fn row(lat: f64) -> i32 {
    ((lat + 90.0).floor() as i32).clamp(0, ROWS - 1)
}

fn cell(row: i32, column: i32) -> usize {
    // Both factors are within their ranges, so the number can't be negative.
    (row * COLUMNS + column.rem_euclid(COLUMNS)) as usize
}

impl Outlines {
    /// The regions, indexed by position. This takes a millisecond or two.
    pub fn locator(&self) -> Locator<'_> {
        let mut locator =
            Locator { codes: Vec::new(), parts: Vec::new(), cells: vec![Vec::new(); (ROWS * COLUMNS) as usize] };
        for (code, outline) in self.regions() {
            for polygon in outline {
                let number = u32::try_from(locator.parts.len()).expect("there are fewer than 2^32 polygons");
                locator.parts.push(Part { code: locator.codes.len(), polygon });
                let points = || polygon.iter().flatten();
                let range = |axis: usize| {
                    let values = || points().map(|point| point[axis]);
                    (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
                };
                let ((west, east), (south, north)) = (range(0), range(1));
                for row in row(south)..=row(north) {
                    for column in column(west)..=column(east).min(COLUMNS - 1) {
                        locator.cells[cell(row, column)].push(number);
                    }
                }
            }
            locator.codes.push(code);
        }
        locator
    }
}

impl<'o> Locator<'o> {
    /// The code of the region in which `position` lies, otherwise of the nearest region whose outline is within
    /// `tolerance_km`; of several, the first by code.
    ///
    /// Outlines are accurate to a few kilometres. So a town by a border or on a coast may need the tolerance, and may
    /// get the neighbouring region: what a data set says about a place takes precedence.
    ///
    /// ```
    /// use sistergraph::{model::Position, register::Outlines};
    /// let outlines = Outlines::built_in();
    /// let locator = outlines.locator();
    /// let at = |lat, lon| Position::new(lat, lon).unwrap();
    /// assert_eq!(locator.locate(at(53.9, 30.33), 0.0), Some("BY-MA"));
    /// assert_eq!(locator.locate(at(40.0, -40.0), 15.0), None);
    /// ```
    pub fn locate(&self, position: Position, tolerance_km: f64) -> Option<&'o str> {
        let here = &self.cells[cell(row(position.lat()), column(position.lon()))];
        let inside = here.iter().map(|&number| &self.parts[number as usize]);
        if let Some(code) = inside.filter(|part| contains(part.polygon, position)).map(|part| part.code).min() {
            return Some(self.codes[code]);
        }
        let near = self.near(position, tolerance_km).into_iter().map(|number| {
            let part = &self.parts[number as usize];
            (polygon_km(position, part.polygon), part.code)
        });
        let nearest = near.filter(|&(km, _)| km <= tolerance_km).min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        nearest.map(|(_, code)| self.codes[code])
    }

    /// The parts that may be within `km` kilometres of `position`.
    fn near(&self, position: Position, km: f64) -> Vec<u32> {
        let (degrees, half_width) = reach(position, km);
        let (south, north) = (position.lat() - degrees, position.lat() + degrees);
        let columns = if half_width < 180.0 {
            column(position.lon() - half_width)..=column(position.lon() + half_width)
        } else {
            0..=COLUMNS - 1
        };
        let mut near = Vec::new();
        for row in row(south)..=row(north) {
            for column in columns.clone() {
                near.extend(&self.cells[cell(row, column)]);
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Finds the region, among a few, in or near which a position lies, for many positions. Usually these are the regions
/// of one country.
pub struct RegionsLocator<'o> {
    /// The parts, in the order in which the regions were given.
    parts: Vec<Boxed<'o>>,
}

/// One polygon of an outline, with the box around it.
struct Boxed<'o> {
    code: &'o str,
    polygon: &'o Polygon,
    /// The south-west and the north-east corner.
    corners: [[f64; 2]; 2],
}

impl<'o> RegionsLocator<'o> {
    /// A locator for these outlines of regions.
    pub fn of(outlines: impl Iterator<Item = (&'o str, &'o Outline)>) -> Self {
        let boxed = |code, polygon: &'o Polygon| {
            let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
            for point in polygon.iter().flatten() {
                for axis in 0..2 {
                    low[axis] = low[axis].min(point[axis]);
                    high[axis] = high[axis].max(point[axis]);
                }
            }
            Boxed { code, polygon, corners: [low, high] }
        };
        Self {
            parts: outlines
                .flat_map(|(code, outline)| outline.iter().map(move |polygon| boxed(code, polygon)))
                .collect(),
        }
    }

    /// The code of the region in which `position` lies, otherwise of the nearest region whose outline is within
    /// `tolerance_km`; of several, the first given.
    ///
    /// ```
    /// use sistergraph::{model::Position, register::{Outlines, RegionsLocator}};
    /// let outlines = Outlines::built_in();
    /// let regions = RegionsLocator::of(["BY-MA", "BY-MI"].into_iter().filter_map(|code| Some((code, outlines.region(code)?))));
    /// assert_eq!(regions.locate(Position::new(53.9, 30.33).unwrap(), 0.0), Some("BY-MA"));
    /// assert_eq!(regions.locate(Position::new(54.78, 32.05).unwrap(), 15.0), None);
    /// ```
    pub fn locate(&self, position: Position, tolerance_km: f64) -> Option<&'o str> {
        let here = self.parts.iter().filter(|part| part.is_within(position, 0.0, 0.0));
        if let Some(part) = here.into_iter().find(|part| contains(part.polygon, position)) {
            return Some(part.code);
        }
        let (degrees, half_width) = reach(position, tolerance_km);
        let near = self.parts.iter().filter(|part| part.is_within(position, degrees, half_width));
        let near = near.map(|part| (polygon_km(position, part.polygon), part.code));
        let nearest = near.filter(|&(km, _)| km <= tolerance_km).min_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map(|(_, code)| code)
    }
}

impl Boxed<'_> {
    /// Whether a position is in the box, or within some degrees of latitude and longitude of it.
    fn is_within(&self, position: Position, north: f64, east: f64) -> bool {
        let [[west_end, south_end], [east_end, north_end]] = self.corners;
        let is_beside = |lon: f64| (west_end - east..=east_end + east).contains(&lon);
        (south_end - north..=north_end + north).contains(&position.lat())
            && [0.0, 360.0, -360.0].into_iter().any(|around| is_beside(position.lon() + around))
    }
}

/// The degrees of latitude that `km` kilometres cover, and the most degrees of longitude. The latter is taken where
/// meridians are closest together within reach; around a pole it covers all of them.
fn reach(position: Position, km: f64) -> (f64, f64) {
    let degrees = km / KM_PER_DEGREE;
    let narrowest = (position.lat() - degrees).abs().max((position.lat() + degrees).abs());
    (degrees, if narrowest < 90.0 { degrees / narrowest.to_radians().cos() } else { 180.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).unwrap()
    }

    #[test]
    fn cells_and_boxes_leave_nothing_out() {
        let outlines = Outlines::built_in();
        let locator = outlines.locator();
        let boxes = RegionsLocator::of(outlines.regions());
        let mut found = 0;
        // A lattice that includes every longitude and latitude, the date line and the poles.
        for i in 0..150 {
            let (lat, lon) = (f64::from(i * 37 % 181) - 90.0, f64::from(i * 101 % 721) / 2.0 - 180.0);
            let distances = outlines.regions().map(|(code, outline)| (distance_km(at(lat, lon), outline), code));
            let (km, nearest) = distances.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
            for tolerance in [0.0, 15.0, 150.0] {
                let expected = (km <= tolerance).then_some(nearest);
                assert_eq!(locator.locate(at(lat, lon), tolerance), expected, "{lat} {lon} within {tolerance} km");
                assert_eq!(boxes.locate(at(lat, lon), tolerance), expected, "{lat} {lon} within {tolerance} km");
                found += usize::from(expected.is_some());
            }
        }
        assert!(found > 100, "the lattice meets land, {found} times");
    }

    /// Two districts meet on Praslin; the nearest point of both is the end of their border on the coast.
    #[test]
    fn of_outlines_that_are_equally_far_the_first_by_code_is_taken() {
        let outlines = Outlines::built_in();
        let off_praslin = at(-4.3579, 55.5466);
        let [first, second] = ["SC-07", "SC-14"].map(|code| distance_km(off_praslin, outlines.region(code).unwrap()));
        assert_eq!(first, second);
        assert_eq!(outlines.locator().locate(off_praslin, 20.0), Some("SC-07"));
    }

    #[test]
    fn the_date_line_is_no_barrier() {
        let outlines = Outlines::built_in();
        // Chukotka extends beyond 180 degrees, and Taveuni lies on that meridian.
        assert_eq!(outlines.locator().locate(at(66.0, -175.0), 0.0), Some("RU-CHU"));
        assert_eq!(outlines.locator().locate(at(66.0, 179.9), 0.0), Some("RU-CHU"));
        let square: Outline =
            vec![vec![vec![[-180.0, 0.0], [-180.0, 1.0], [-179.0, 1.0], [-179.0, 0.0], [-180.0, 0.0]]]];
        let km = distance_km(at(0.5, 179.9), &square);
        assert!((km - 0.1 * KM_PER_DEGREE).abs() < 0.01, "{km}");
    }

    #[test]
    fn a_hole_is_outside_and_its_rim_the_nearest() {
        let outer = vec![[0.0, 0.0], [0.0, 3.0], [3.0, 3.0], [3.0, 0.0], [0.0, 0.0]];
        let hole = vec![[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0]];
        let outline = vec![vec![outer, hole]];
        assert_eq!(distance_km(at(0.5, 0.5), &outline), 0.0);
        let km = distance_km(at(1.1, 1.5), &outline);
        assert!((km - 0.1 * KM_PER_DEGREE).abs() < 1e-6, "{km}");
        assert!(distance_km(at(0.0, 0.0), &Outline::new()).is_infinite());
    }
}
