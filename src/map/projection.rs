use d3_geo_rs::{
    Transform,
    data_object::sphere::Sphere,
    path::Result as _,
    projection::{
        Build, BuilderTrait, ClipAngleSet, PrecisionAdjust, Projector, RotateSet, RotateTransform, ScaleSet,
        TranslateSet,
        builder::types::{BuilderAntimeridianResampleNoClip, BuilderCircleResampleNoClip},
    },
    stream::{Stream, Streamable},
};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

use crate::{
    geodesy::{EARTH_RADIUS_KM, distance_km},
    model::Position,
    scene::Frame,
};

use super::{
    clip::clip,
    ink::{Ink, Stroke},
    middle::area,
    raw::Raw,
};

/// A projection and what it is centred on.
#[derive(Clone, Debug)]
pub(super) struct Aspect {
    pub raw: Raw,
    /// The longitude and latitude that are rotated into the middle, in degrees.
    pub centre: [f64; 2],
}

type Antimeridian = BuilderAntimeridianResampleNoClip<Ink, Raw, f64>;

/// How far an azimuthal map is rotated aside, in degrees: a little more than the hole cut out opposite the centre.
/// Otherwise d3-geo would take a meridian that comes as close to the centre for one that is cut there.
const ASIDE: f64 = 0.0017;

/// The greatest distance of a bent line from its true course, in pixels.
const PRECISION: f64 = 0.3;

/// The reach of an azimuthal map from its centre, in degrees. The opposite point would be stretched into a circle.
const REACH: f64 = 179.999;

/// The globe on the page: projects positions, cuts lines at the map's edge, and bends lines along the sphere.
pub(super) struct Projection {
    transform: RotateTransform<Raw, f64>,
    fit: Fit,
    frame: Frame,
    /// The reach of the map from its centre, in radians.
    reach: f64,
}

/// Where the globe lies on the page: all that a projection is made from, but for its frame.
#[derive(Clone, Debug)]
struct Fit {
    aspect: Aspect,
    /// Pixels per radian in the middle of the map.
    scale: f64,
    /// Where the middle of the map stands on the page.
    middle: Coord<f64>,
}

/// The two ways of cutting the sphere open: along the meridian opposite the centre, or around the opposite point.
enum Pipe {
    Meridian(<Antimeridian as Build>::Projector),
    Circle(<BuilderCircleResampleNoClip<Ink, Raw, f64> as Build>::Projector),
}

impl Projection {
    /// The projection that fits `points` (longitude and latitude in degrees) into the middle of `frame`, with `padding`
    /// pixels at its edges.
    ///
    /// Everything outside the frame is cut off. Without points, the whole globe is fitted.
    pub fn fit(aspect: &Aspect, points: &[[f64; 2]], frame: Frame, padding: f64) -> Self {
        let globe: Vec<[f64; 2]>;
        let points = if points.is_empty() {
            globe = edge_of_the_globe(aspect.centre[0]);
            &globe
        } else {
            points
        };
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let unit = Fit { aspect: aspect.clone(), scale: 1.0, middle: Coord { x: 0.0, y: 0.0 } };
        let unit = unit.builder().build().project_rotate_transform;
        for &point in points {
            let [x, y] = through(&unit, point);
            for (axis, value) in [x, y].into_iter().enumerate().filter(|(_, value)| value.is_finite()) {
                low[axis] = low[axis].min(value);
                high[axis] = high[axis].max(value);
            }
        }
        // A single place gets surroundings of about a thousand kilometres.
        let least = if high[0] - low[0] < 0.01 && high[1] - low[1] < 0.01 { 0.15 } else { 0.001 };
        let extent = |axis: usize| (high[axis] - low[axis]).max(least);
        let room = |length: f64| (length - 2.0 * padding).max(1.0);
        let scale = (room(frame.width) / extent(0)).min(room(frame.height) / extent(1));
        let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
        let middle = Coord {
            x: frame.left + frame.width / 2.0 - scale * middle[0],
            y: frame.top + frame.height / 2.0 - scale * middle[1],
        };
        Self::new(Fit { aspect: aspect.clone(), scale, middle }, frame)
    }

    fn new(fit: Fit, frame: Frame) -> Self {
        let transform = fit.builder().build().project_rotate_transform;
        let reach = if matches!(fit.aspect.raw, Raw::Azimuthal) { REACH.to_radians() } else { f64::INFINITY };
        Self { transform, fit, frame, reach }
    }

    /// The same projection, clipped to another frame.
    pub fn cut_to(self, frame: Frame) -> Self {
        Self { frame, ..self }
    }

    /// The frame to which everything is clipped.
    pub fn frame(&self) -> Frame {
        self.frame
    }

    /// The point of a position (longitude and latitude in degrees) on the page, even outside the frame.
    pub fn place(&self, position: [f64; 2]) -> [f64; 2] {
        through(&self.transform, position)
    }

    /// The position at a point of the page. Beside the globe, the result is a wrong position or `None`.
    pub fn position(&self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let position = self.transform.invert(&Coord { x, y });
        let position = [position.x.to_degrees(), position.y.to_degrees()];
        position.iter().all(|degrees| degrees.is_finite()).then_some(position)
    }

    /// The distance of the farthest corner of the frame from a position, in degrees; 180 if a corner lies beside the
    /// globe.
    pub fn farthest_corner(&self, from: [f64; 2]) -> f64 {
        let Frame { left, top, .. } = self.frame;
        let corners = [left, self.frame.right()].map(|x| [top, self.frame.bottom()].map(|y| [x, y]));
        let place = |[lon, lat]: [f64; 2]| Position::new(lat, lon).ok();
        let distance = |corner: [f64; 2]| {
            let position = self.position(corner)?;
            let back = self.place(position);
            let is_on_globe = (back[0] - corner[0]).hypot(back[1] - corner[1]) < 1.0;
            let km = distance_km(place(from)?, place(position)?);
            is_on_globe.then_some((km / EARTH_RADIUS_KM).to_degrees())
        };
        corners.iter().flatten().map(|&corner| distance(corner).unwrap_or(180.0)).fold(0.0, f64::max)
    }

    /// The point of a position on the page, if it is within the frame.
    pub fn visible(&self, position: [f64; 2]) -> Option<[f64; 2]> {
        Some(self.place(position)).filter(|&point| self.reaches(position) && self.frame.holds(point))
    }

    /// Whether a position isn't too close to the point opposite the centre, where the map is torn open.
    pub fn reaches(&self, position: [f64; 2]) -> bool {
        angle(position, self.fit.aspect.centre).is_none_or(|angle| angle < self.reach)
    }

    /// The great-circle arc between two positions, cut where the map ends.
    #[cfg(test)]
    fn arc(&self, pair: [[f64; 2]; 2]) -> Vec<Stroke> {
        self.arcs(&[Some(pair)], |strokes| strokes).remove(0)
    }

    /// Calls `made_of` with the great-circle arc of each pair of positions, and returns the results in the order of the
    /// pairs. An arc is cut where the map ends; without a pair there is no stroke. All threads draw.
    pub fn arcs<T: Send>(&self, pairs: &[Option<[[f64; 2]; 2]>], made_of: impl Fn(Vec<Stroke>) -> T + Sync) -> Vec<T> {
        let draw = |pipe: &mut Pipe, pair: &Option<[_; 2]>| {
            let line = pair.map(|pair| LineString::from(coordinates(&pair)));
            made_of(line.map(|line| clip(pipe.strokes(&line), self.frame)).unwrap_or_default())
        };
        pairs.par_iter().map_init(|| self.fit.pipe(), draw).collect()
    }

    /// A line whose points are joined by great-circle arcs. It is broken near the point opposite the centre, since it
    /// would otherwise be drawn across the whole map.
    pub fn line(&self, points: &[[f64; 2]]) -> Vec<Stroke> {
        let parts = points.split(|&position| !self.reaches(position)).map(coordinates).collect::<Vec<_>>();
        parts.into_iter().flat_map(|part| self.draw(&LineString::from(part))).collect()
    }

    /// An area of several polygons, each with an outer ring and its holes. Rings are wound clockwise as seen from
    /// above, and their last point is their first.
    pub fn area<'r>(&self, polygons: impl Iterator<Item = &'r [Vec<[f64; 2]>]>) -> Vec<Stroke> {
        let polygon = |rings: &[Vec<[f64; 2]>]| {
            let mut rings = rings.iter().map(|ring| LineString::from(coordinates(ring)));
            rings.next().map(|outer| Polygon::new(outer, rings.collect()))
        };
        let polygons: Vec<Polygon> = polygons.filter_map(polygon).collect();
        if !matches!(self.fit.aspect.raw, Raw::Azimuthal) {
            return self.draw(&Geometry::MultiPolygon(MultiPolygon(polygons)));
        }
        let strokes = polygons.into_iter().flat_map(|polygon| self.around_the_rim(polygon)).collect();
        clip(strokes, self.frame)
    }

    /// A polygon on an azimuthal map. If it contains the point opposite the centre, it lies between its outline and the
    /// map's rim. d3-geo leaves out that rim; the outline alone has the opposite winding.
    fn around_the_rim(&self, polygon: Polygon) -> Vec<Stroke> {
        let signed = |strokes: &[Stroke]| strokes.iter().map(|stroke| area(&stroke.points)).sum::<f64>();
        let mut strokes = self.project(&Geometry::Polygon(polygon));
        // The area of a small island may also come out negative.
        if signed(&strokes) < 0.0 {
            let rim = self.project(&Sphere::default());
            if signed(&strokes) < -signed(&rim) / 2.0 {
                strokes.extend(rim);
            }
        }
        strokes
    }

    /// The whole globe.
    pub fn globe(&self) -> Vec<Stroke> {
        self.draw(&Sphere::default())
    }

    fn draw(&self, object: &impl Streamable<T = f64>) -> Vec<Stroke> {
        let strokes = self.project(object);
        clip(strokes, self.frame)
    }

    /// The lines of an object on the page, not clipped to the frame.
    fn project(&self, object: &impl Streamable<T = f64>) -> Vec<Stroke> {
        self.fit.pipe().strokes(object)
    }
}

impl Pipe {
    /// The lines of an object on the page, not clipped.
    fn strokes(&mut self, object: &impl Streamable<T = f64>) -> Vec<Stroke> {
        fn through<P: Projector<EP = Ink>>(pipe: &mut P, object: &impl Streamable<T = f64>) -> Vec<Stroke>
        where
            P::Transformer: Stream<EP = Ink, T = f64>,
        {
            let mut stream = pipe.stream(&Ink::default());
            object.to_stream(&mut stream);
            stream.endpoint().result()
        }
        match self {
            Self::Meridian(pipe) => through(pipe, object),
            Self::Circle(pipe) => through(pipe, object),
        }
    }
}

impl Fit {
    /// What draws. It can't be shared among threads, so each makes its own.
    fn pipe(&self) -> Pipe {
        match self.aspect.raw {
            Raw::Azimuthal => Pipe::Circle(self.builder().clip_angle_set(REACH).build()),
            _ => Pipe::Meridian(self.builder().build()),
        }
    }

    fn builder(&self) -> Antimeridian {
        let mut builder = Antimeridian::new(self.aspect.raw.clone());
        let aside = if matches!(self.aspect.raw, Raw::Azimuthal) { ASIDE } else { 0.0 };
        builder.rotate2_set(&self.aspect.centre.map(|degrees| -degrees - aside));
        builder.scale_set(self.scale);
        builder.precision_set(&PRECISION);
        builder.translate_set(&self.middle);
        builder
    }
}

fn through(transform: &RotateTransform<Raw, f64>, [lon, lat]: [f64; 2]) -> [f64; 2] {
    let Coord { x, y } = transform.transform(&Coord { x: lon.to_radians(), y: lat.to_radians() });
    [x, y]
}

/// The angle between two positions in radians; `None` if one of them isn't on the globe.
fn angle(a: [f64; 2], b: [f64; 2]) -> Option<f64> {
    let at = |[lon, lat]: [f64; 2]| Position::new(lat, lon).ok();
    Some(distance_km(at(a)?, at(b)?) / EARTH_RADIUS_KM)
}

fn coordinates(points: &[[f64; 2]]) -> Vec<Coord<f64>> {
    points.iter().map(|&[x, y]| Coord { x, y }).collect()
}

/// Points along the meridian opposite a map's centre, on both sides of it.
fn edge_of_the_globe(centre: f64) -> Vec<[f64; 2]> {
    let side = |offset: f64| (-90..=90).map(move |lat| [centre + offset, f64::from(lat)]);
    side(-179.999).chain(side(179.999)).collect()
}

#[cfg(test)]
mod tests {
    use geo::{Distance, Haversine, InterpolatePoint, Point};

    use super::*;
    use crate::register::{Outlines, RegionsLocator};

    const FRAME: Frame = Frame { left: 0.0, top: 0.0, width: 1000.0, height: 500.0 };

    fn projection(raw: Raw, centre: [f64; 2], points: &[[f64; 2]]) -> Projection {
        Projection::fit(&Aspect { raw, centre }, points, FRAME, 0.0)
    }

    fn world(centre: f64) -> Projection {
        projection(Raw::EqualEarth, [centre, 0.0], &[])
    }

    /// The distance of a point from the nearest segment of the strokes.
    fn distance([x, y]: [f64; 2], strokes: &[Stroke]) -> f64 {
        let of_piece = |pair: &[[f64; 2]]| {
            let [[ax, ay], [bx, by]] = [pair[0], pair[1]];
            let (dx, dy) = (bx - ax, by - ay);
            let share = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(1e-12)).clamp(0.0, 1.0);
            (x - ax - share * dx).hypot(y - ay - share * dy)
        };
        strokes.iter().flat_map(|stroke| stroke.points.windows(2)).map(of_piece).fold(f64::INFINITY, f64::min)
    }

    /// Points of the great circle, computed by the crate `geo`, lie on the drawn arc.
    #[test]
    fn arcs_are_the_great_circles_of_a_geodesic_library() {
        let pairs = [
            ([30.33, 53.9], [131.89, 43.12]),
            ([131.89, 43.12], [-122.33, 47.61]),
            ([178.44, -18.14], [-171.77, -13.83]),
            ([27.57, 53.9], [-83.05, 42.33]),
            ([-77.04, -12.05], [174.76, -36.85]),
        ];
        let everywhere: Vec<[f64; 2]> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        for projection in [
            world(11.0),
            world(-150.0),
            projection(Raw::conic(40.0, 60.0), [100.0, 0.0], &everywhere),
            projection(Raw::Azimuthal, [100.0, 40.0], &everywhere),
        ] {
            for (a, b) in pairs {
                let strokes = projection.arc([a, b]);
                for step in 1..40 {
                    let share = f64::from(step) / 40.0;
                    let point = Haversine.point_at_ratio_between(Point::from(a), Point::from(b), share);
                    let Some(at) = projection.visible([point.x(), point.y()]) else { continue };
                    let off = distance(at, &strokes);
                    assert!(off < 2.0 * PRECISION, "{a:?} {b:?} at {share}: {off}");
                }
            }
        }
    }

    #[test]
    fn an_arc_across_the_edge_of_the_world_is_cut_there() {
        // In the usual view the edge is at 180 degrees, and the arc from Vladivostok to Seattle crosses it.
        let usual = world(0.0);
        let pieces = usual.arc([[131.89, 43.12], [-122.33, 47.61]]);
        assert_eq!(pieces.len(), 2);
        let crossing: Vec<[f64; 2]> = vec![*pieces[0].points.last().unwrap(), pieces[1].points[0]];
        let edge = |at: [f64; 2], side: f64| {
            // The point of the edge at this height, by bisection of the latitude.
            let (mut low, mut high) = (-90.0, 90.0);
            for _ in 0..60 {
                let middle: f64 = (low + high) / 2.0;
                if usual.place([side, middle])[1] > at[1] { low = middle } else { high = middle }
            }
            usual.place([side, low])[0]
        };
        for at in crossing {
            let off = (at[0] - edge(at, 179.999_999)).abs().min((at[0] - edge(at, -179.999_999)).abs());
            assert!(off < 0.01, "{at:?}: {off}");
        }
        // In the Pacific view it is a single line with the length of the arc.
        let pacific = world(-180.0);
        let [a, b] = [[131.89, 43.12], [-122.33, 47.61]];
        assert_eq!(pacific.arc([a, b]).len(), 1);
        let km = Haversine.distance(Point::from(a), Point::from(b)) / 1000.0;
        assert!(km < 8000.0, "the short way is {km}");
    }

    #[test]
    fn a_line_through_the_centre_is_one_line() {
        for centre in [[180.0, 0.0], [28.98, 41.01], [0.0, 90.0]] {
            let map = projection(Raw::Azimuthal, centre, &[[centre[0] - 30.0, -20.0], [centre[0] + 30.0, 60.0]]);
            let meridian: Vec<[f64; 2]> = (-16..=16).map(|lat| [centre[0], f64::from(lat) * 5.0]).collect();
            for line in [meridian, vec![centre, [centre[0] + 50.0, 20.0]], vec![[centre[0] - 20.0, 10.0], centre]] {
                let strokes = map.line(&line);
                // A line on the page is never longer than its great circle, times the largest stretch of the
                // projection.
                let length: f64 = strokes
                    .iter()
                    .flat_map(|stroke| stroke.points.windows(2))
                    .map(|pair| (pair[0][0] - pair[1][0]).hypot(pair[0][1] - pair[1][1]))
                    .sum();
                assert!(strokes.len() <= 1 && length < 800.0, "{centre:?}: {} strokes, {length}", strokes.len());
            }
        }
    }

    #[test]
    fn chukotka_is_whole_and_no_border_runs_along_180_degrees() {
        let outlines = Outlines::built_in();
        let russia = crate::model::CountryCode::new("RU").unwrap();
        let points: Vec<[f64; 2]> = outlines.country(russia).unwrap().iter().flatten().flatten().copied().collect();
        let map = projection(Raw::conic(48.0, 75.0), [105.0, 0.0], &points);
        let chukotka = outlines.region("RU-CHU").unwrap();
        let area = |strokes: &[Stroke]| strokes.iter().map(|s| crate::map::middle::area(&s.points).abs()).sum::<f64>();
        let strokes = map.area(chukotka.iter().map(Vec::as_slice));
        // The projection keeps areas: a country's share of the map is its share of the sphere. Chukotka has 721,500
        // square kilometres, Russia 17.1 million.
        let of_russia = area(&map.area(outlines.country(russia).unwrap().iter().map(Vec::as_slice)));
        let share = area(&strokes) / of_russia;
        assert!((share - 721.5 / 17_098.0).abs() < 0.002, "{share}");
        let [x, _] = map.place([180.0, 68.0]);
        let lines = crate::map::borders::borders(&[(russia, chukotka)]).outer;
        for line in lines {
            for stroke in map.line(&line) {
                for pair in stroke.points.windows(2) {
                    let long = (pair[0][1] - pair[1][1]).abs() > 15.0;
                    assert!(!long || (pair[0][0] - x).abs() > 30.0, "{pair:?}");
                }
            }
        }
    }

    #[test]
    fn no_outline_stops_the_machine_wherever_the_map_is_centred() {
        let outlines = Outlines::built_in();
        let views = [[0.0, 0.0], [11.0, 50.0], [105.0, 80.0], [180.0, 0.0], [-100.0, 40.0], [20.0, -60.0]];
        for centre in views {
            for raw in [Raw::EqualEarth, Raw::Azimuthal, Raw::conic(30.0, 60.0), Raw::conic(-20.0, 20.0)] {
                let map = projection(raw, centre, &[centre, [centre[0], centre[1] * 0.9]]);
                for (_, outline) in outlines.countries() {
                    let strokes = map.area(outline.iter().map(Vec::as_slice));
                    let near =
                        |[x, y]: [f64; 2]| (-1e-6..=1000.0 + 1e-6).contains(&x) && (-1e-6..=500.0 + 1e-6).contains(&y);
                    assert!(strokes.iter().flat_map(|stroke| &stroke.points).all(|&point| near(point)));
                }
                map.globe();
            }
        }
    }

    /// The winding number of strokes around a point.
    fn winding(strokes: &[Stroke], [x, y]: [f64; 2]) -> i32 {
        let of_edge = |[ax, ay]: [f64; 2], [bx, by]: [f64; 2]| {
            let side = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
            match (ay <= y, by <= y) {
                (true, false) if side > 0.0 => 1,
                (false, true) if side < 0.0 => -1,
                _ => 0,
            }
        };
        let edges = |stroke: &Stroke| {
            let next = stroke.points.iter().cycle().skip(1);
            stroke.points.iter().zip(next).map(|(&a, &b)| of_edge(a, b)).sum::<i32>()
        };
        strokes.iter().map(edges).sum()
    }

    /// The country painted at a point is the one whose outline in the register contains it, for any centre of the map:
    /// seeded points of the page are converted to positions and looked up in the outlines.
    #[test]
    fn the_paint_agrees_with_the_register() {
        let outlines = Outlines::built_in();
        let codes: Vec<String> = outlines.countries().map(|(code, _)| code.to_string()).collect();
        let countries = codes.iter().map(String::as_str).zip(outlines.countries().map(|(_, outline)| outline));
        let countries: Vec<(&str, &crate::register::Outline)> = countries.collect();
        let locator = RegionsLocator::of(countries.iter().copied());
        let mut state = 20_261_127_u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let antipodes = [[-3.7, 40.4], [105.0, 35.0], [-58.4, -34.6], [174.8, -36.8], [-100.0, 40.0], [100.0, 65.0]];
        let mut views: Vec<(Raw, [f64; 2])> = [[0.0, 90.0], [0.0, -90.0], [180.0, 0.0], [-180.0, 60.0], [27.6, 53.9]]
            .into_iter()
            .chain(antipodes.map(|[lon, lat]| [if lon > 0.0 { lon - 180.0 } else { lon + 180.0 }, -lat]))
            // These are Auckland, San Juan, Tucumán, Honolulu, Suva, Anchorage, Reykjavik, Nuuk, Ushuaia, Singapore,
            // Vladivostok and Lisbon.
            .chain([[174.8, -36.8], [-66.1, 18.5], [-65.2, -26.8], [-157.9, 21.3], [178.4, -18.1], [-149.9, 61.2]])
            .chain([[-21.9, 64.1], [-51.7, 64.2], [-68.3, -54.8], [103.8, 1.4], [131.9, 43.1], [-9.1, 38.7]])
            .map(|centre| (Raw::Azimuthal, centre))
            .collect();
        views.extend((0..29).map(|_| {
            let lat = (2.0 * random() - 1.0).asin().to_degrees();
            (Raw::Azimuthal, [360.0 * random() - 180.0, lat])
        }));
        views.extend((0..10).map(|_| (Raw::EqualEarth, [360.0 * random() - 180.0, 0.0])));
        views.extend((0..10).map(|_| (Raw::conic(30.0, 60.0), [360.0 * random() - 180.0, 0.0])));
        let mut wrong = Vec::new();
        for (raw, centre) in views {
            let map = projection(raw.clone(), centre, &[]);
            let painted: Vec<(&str, Vec<Stroke>)> =
                countries.iter().map(|(code, outline)| (*code, map.area(outline.iter().map(Vec::as_slice)))).collect();
            let globe = map.globe();
            for _ in 0..500 {
                let point = [FRAME.width * random(), FRAME.height * random()];
                let here = map.transform.invert(&Coord { x: point[0], y: point[1] });
                let back = map.place([here.x.to_degrees(), here.y.to_degrees()]);
                let is_on_globe = (back[0] - point[0]).hypot(back[1] - point[1]) < 0.01;
                let Ok(position) = Position::new(here.y.to_degrees(), here.x.to_degrees()) else { continue };
                let found: Vec<&str> =
                    painted.iter().filter(|(_, strokes)| winding(strokes, point) != 0).map(|(code, _)| *code).collect();
                let expected: Vec<&str> = locator.locate(position, 0.0).filter(|_| is_on_globe).into_iter().collect();
                let is_sea = winding(&globe, point) != 0;
                let near =
                    |code: &&str| painted.iter().any(|(of, strokes)| *of == *code && distance(point, strokes) < 2.0);
                let is_right = found == expected || found.iter().chain(&expected).any(near);
                if !is_right || is_sea != is_on_globe && distance(point, &globe) > 2.0 {
                    wrong.push(format!("{raw:?} {centre:?} {point:?}: {found:?}, not {expected:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of 36,000 points: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
    }
}
