use super::{
    Ego, MapOptions, ProjectionName,
    content::Content,
    extent::{Span, outliers},
    middle::area,
    projection::{Aspect, Projection},
    raw::Raw,
};
use crate::{
    geodesy::position_between,
    graph::{Network, TieGraph},
    model::{Area, CountryCode, Position},
    query::Side,
    register::{Outline, Outlines, Ring},
    scene::Frame,
};

/// The most countries whose regions are coloured where neither filters nor the data set say which.
const MOST_COUNTRIES: usize = 3;
/// More arcs than these may run out of the map.
const FOLLOWED: usize = 500;
/// The widest extent, in degrees, that a conic shows without tearing its far corners apart.
const WIDEST: f64 = 185.0;
/// The tallest, in degrees.
const TALLEST: f64 = 90.0;
/// The farthest, in degrees from the middle, that an azimuthal map shows without stretching its rim beyond recognition.
const FARTHEST: f64 = 125.0;
/// The same from the place that a map is about, where the rest of the frame shows the other side of the globe.
const FARTHEST_PARTNER: f64 = 90.0;
/// The same of a corner of the frame: beyond, land is drawn four times as long as it is wide.
const FARTHEST_CORNER: f64 = 120.0;

/// The countries and regions that a map is about: those whose regions are coloured, each with its ties to anywhere in
/// the scope.
///
/// Both sides of `--between`; else the countries of `--country`; else the regions of `--region` and the focus countries
/// other than their own; else the focus countries; else every country that has a place, where they are few. An ego
/// network is about places, not about areas.
pub(super) fn sides(graph: &TieGraph<'_>, ego: Option<&Ego>) -> Vec<Side> {
    let (network, scope) = (graph.network(), graph.scope());
    let focus = &network.dataset().metadata().focus;
    let countries = |codes: &[CountryCode]| codes.iter().copied().map(Area::Country).collect();
    let mut areas: Vec<Area> = if ego.is_some() {
        Vec::new()
    } else if let Some((a, b)) = &scope.between {
        vec![a.clone(), b.clone()]
    } else if !scope.countries.is_empty() {
        scope.countries.clone()
    } else if !scope.regions.is_empty() {
        let own =
            |country: &CountryCode| scope.regions.iter().any(|region| country_of(network, region) == Some(*country));
        let others = focus.iter().copied().filter(|country| !own(country)).map(Area::Country);
        scope.regions.iter().cloned().chain(others).collect()
    } else if !focus.is_empty() {
        countries(focus)
    } else {
        let placed = network.countries();
        if placed.len() <= MOST_COUNTRIES { countries(&placed) } else { Vec::new() }
    };
    areas.dedup();
    areas.into_iter().map(|area| Side { area, against: Vec::new() }).collect()
}

/// The positions that the map must show: the corners of `--bbox`, else the areas that the scope names, else all places
/// shown but a few [`outliers`]. Empty for the whole globe.
pub(super) fn extent(
    graph: &TieGraph<'_>,
    outlines: &Outlines,
    content: &Content,
    options: &MapOptions,
) -> Vec<[f64; 2]> {
    if let Some([west, south, east, north]) = options.bounds {
        let width = if east > west { east - west } else { east - west + 360.0 };
        return Span { west, width, south, north }.grid();
    }
    let scope = graph.scope();
    let areas: Vec<&Area> = match (&options.ego, &scope.between) {
        (Some(_), _) => Vec::new(),
        (None, Some((a, b))) => vec![a, b],
        (None, None) => scope.countries.iter().collect(),
    };
    let of_areas: Vec<[f64; 2]> = areas.into_iter().flat_map(|area| body_of(outlines, area)).collect();
    if !of_areas.is_empty() {
        return of_areas;
    }
    let tied: Vec<usize> = (0..content.dots.len()).filter(|&dot| content.dots[dot].degree > 0).collect();
    let mut is_left_out = vec![false; content.dots.len()];
    // An ego network is small, and each of its places is wanted.
    if options.ego.is_none() {
        let positions: Vec<[f64; 2]> = tied.iter().map(|&dot| content.dots[dot].position).collect();
        for (&dot, out) in tied.iter().zip(outliers(&positions)) {
            is_left_out[dot] = out;
        }
    }
    let surroundings = match &options.figure_of {
        Some(area @ Area::Region(_)) => surroundings(&body_of(outlines, area)),
        _ => None,
    };
    if let Some(surroundings) = surroundings {
        let is_near = |dot: usize| surroundings.reach.holds(content.dots[dot].position);
        let near = with_arcs(content, is_near);
        return near.into_iter().chain(surroundings.shown.grid()).collect();
    }
    let mut positions = with_arcs(content, |dot| !is_left_out[dot]);
    if let Some(area) = options.area() {
        positions.extend(body_of(outlines, area));
    }
    if positions.is_empty() { content.dots.iter().map(|dot| dot.position).collect() } else { positions }
}

/// The positions of the tied places that `is_kept` admits, by their number in the content, and where single arcs are followed
/// those along their ties, which the map holds whole.
pub(super) fn with_arcs(content: &Content, is_kept: impl Fn(usize) -> bool) -> Vec<[f64; 2]> {
    let kept = (0..content.dots.len()).filter(|&dot| content.dots[dot].degree > 0 && is_kept(dot));
    let mut positions: Vec<[f64; 2]> = kept.map(|dot| content.dots[dot].position).collect();
    if content.arcs.len() <= FOLLOWED {
        for arc in content.arcs.iter().filter(|arc| arc.ends.iter().all(|&end| is_kept(end))) {
            let [a, b] = arc.ends.map(|end| content.dots[end].position);
            positions.extend((1..8).filter_map(|step| between(a, b, f64::from(step) / 8.0)));
        }
    }
    positions
}

/// How far the figure about a region goes beyond it, in heights or widths of the region; a small one sees so many degrees.
const SHOWN: f64 = 0.5;
const REACHED: f64 = 2.5;
const LEAST_SHOWN: f64 = 1.5;
const LEAST_REACHED: f64 = 6.0;

/// What the figure about a region shows of what is around it.
struct Surroundings {
    /// The region with its neighbours, in any case.
    shown: Span,
    /// The farthest places that it shows; the ties of others run out of it.
    reach: Span,
}

/// What is around an outline; none of a region without one.
fn surroundings(body: &[[f64; 2]]) -> Option<Surroundings> {
    let span = Span::of(body)?;
    let grown = |share: f64, least: f64| {
        let (up, aside) = ((share * span.height()).max(least), (share * span.width).max(least / span.shrink()));
        span.grown(aside, up)
    };
    Some(Surroundings { shown: grown(SHOWN, LEAST_SHOWN), reach: grown(REACHED, LEAST_REACHED) })
}

/// A position on the way between two.
fn between(a: [f64; 2], b: [f64; 2], share: f64) -> Option<[f64; 2]> {
    let at = |[lon, lat]: [f64; 2]| Position::new(lat, lon).ok();
    let position = position_between(at(a)?, at(b)?, share);
    Some([position.lon(), position.lat()])
}

/// The middle of an ego network: where its one centre lies.
pub(super) fn centre(content: &Content) -> Option<[f64; 2]> {
    let mut centres = content.dots.iter().filter(|dot| dot.is_centre);
    centres.next().filter(|_| centres.next().is_none()).map(|dot| dot.position)
}

/// The points of an area's outline without its far exclaves; none of an area without an outline.
pub(super) fn body_of(outlines: &Outlines, area: &Area) -> Vec<[f64; 2]> {
    let outline = match area {
        Area::Country(code) => outlines.country(*code),
        Area::Region(code) => outlines.region(code),
    };
    outline.map(body).unwrap_or_default()
}

/// The points of an outline without its far exclaves: polygons of at least a quarter of the largest one's area, and
/// smaller ones within seven degrees of these (Alaska, but not French Guiana).
fn body(outline: &Outline) -> Vec<[f64; 2]> {
    const NEAR: f64 = 7.0;
    let rings: Vec<(f64, &Ring)> =
        outline.iter().filter_map(|rings| rings.first()).map(|ring| (on_the_globe(ring), ring)).collect();
    let largest = rings.iter().fold(0.0, |largest: f64, (area, _)| largest.max(*area));
    let is_main = |area: f64| area * 4.0 >= largest;
    let mains: Vec<Span> =
        rings.iter().filter(|(area, _)| is_main(*area)).filter_map(|(_, ring)| Span::of(ring)).collect();
    let near = |&[lon, lat]: &[f64; 2]| {
        mains.iter().any(|span| {
            let east = (lon - span.west).rem_euclid(360.0);
            let beside = east <= span.width + NEAR || east >= 360.0 - NEAR;
            beside && lat >= span.south - NEAR && lat <= span.north + NEAR
        })
    };
    let taken = rings.into_iter().filter(|(area, ring)| is_main(*area) || ring.iter().any(near));
    taken.flat_map(|(_, ring)| ring.iter().copied()).collect()
}

/// A ring's area in square degrees of the equator, near enough to rank by.
fn on_the_globe(ring: &[[f64; 2]]) -> f64 {
    let lat = ring.iter().map(|point| point[1]).sum::<f64>() / ring.len().max(1) as f64;
    area(ring).abs() * lat.to_radians().cos()
}

/// The projection that suits an extent, or the one asked for, with its name.
///
/// A conic for what is at most half the globe wide, unless the equator runs through it, where the cone would be nearly a
/// cylinder; else Lambert's azimuthal about the centre of an ego network, or the middle of the positions, where none is
/// too far from it, nor in an ego network a corner of the frame; else the world. `ratio` is the width of the frame over its height.
pub(super) fn aspect(
    positions: &[[f64; 2]],
    ego: Option<[f64; 2]>,
    ratio: f64,
    options: &MapOptions,
) -> (Aspect, ProjectionName) {
    let span = Span::of(positions);
    let hub = hub(positions, ego);
    // The frame of an ego network, whose places lie unevenly about its centre, can reach to the other side of the globe.
    let bends_land = |centre| {
        let frame = Frame { left: 0.0, top: 0.0, width: 1000.0 * ratio, height: 1000.0 };
        let projection = Projection::fit(&Aspect { raw: Raw::Azimuthal, centre }, positions, frame, 0.0);
        options.ego.is_some() && projection.farthest_corner(centre) > FARTHEST_CORNER
    };
    let farthest = if ego.is_some() { FARTHEST_PARTNER } else { FARTHEST };
    let name = options.projection.unwrap_or(match (span, hub) {
        (Some(span), _) if span.width <= WIDEST && span.height() <= TALLEST && !span.is_equatorial() => {
            ProjectionName::ConicEqualArea
        }
        (Some(_), Some((hub, radius))) if radius <= farthest && !bends_land(hub) => ProjectionName::AzimuthalEqualArea,
        _ => ProjectionName::EqualEarth,
    });
    // A world's edge runs through the Bering Strait unless something else is asked for: no country is cut there.
    let world = Span { west: -169.0, width: 360.0, south: -60.0, north: 84.0 };
    let middle = match (name, span, hub) {
        (ProjectionName::EqualEarth, ..) if is_everywhere(positions) => {
            [ego.map_or(world.middle_lon(), |[lon, _]| lon), 0.0]
        }
        (ProjectionName::AzimuthalEqualArea, _, Some((hub, _))) => hub,
        (_, Some(span), _) => [span.middle_lon(), span.middle_lat()],
        (_, None, _) => [world.middle_lon(), 0.0],
    };
    let [lon, lat] = options.centre.unwrap_or(middle);
    let aspect = match name {
        ProjectionName::EqualEarth => Aspect { raw: Raw::EqualEarth, centre: [lon, 0.0] },
        ProjectionName::AzimuthalEqualArea => Aspect { raw: Raw::Azimuthal, centre: [lon, lat] },
        ProjectionName::ConicEqualArea => {
            // Kavrayskiy's rule of thumb: parallels a sixth of the height within.
            let span = span.unwrap_or(world);
            let (low, high) = (span.south + span.height() / 6.0, span.north - span.height() / 6.0);
            Aspect { raw: Raw::conic(low, high), centre: [lon, 0.0] }
        }
    };
    (aspect, name)
}

/// The point given, or else the mean of positions on the sphere, and how far the farthest is from it in degrees; none
/// where they cancel out.
fn hub(positions: &[[f64; 2]], given: Option<[f64; 2]>) -> Option<([f64; 2], f64)> {
    let unit = |[lon, lat]: [f64; 2]| {
        let (lon, lat) = (lon.to_radians(), lat.to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    };
    let about = given.as_ref().map_or(positions, std::slice::from_ref);
    let sum = about.iter().fold([0.0; 3], |sum, &position| {
        let vector = unit(position);
        [0, 1, 2].map(|axis| sum[axis] + vector[axis])
    });
    let length = sum.iter().map(|part| part * part).sum::<f64>().sqrt();
    if length < 1e-6 {
        return None;
    }
    let hub = sum.map(|part| part / length);
    let cosine = |position: &[f64; 2]| unit(*position).iter().zip(hub).map(|(a, b)| a * b).sum::<f64>();
    let least = positions.iter().map(cosine).fold(1.0, f64::min);
    Some(([hub[1].atan2(hub[0]).to_degrees(), hub[2].clamp(-1.0, 1.0).asin().to_degrees()], least.acos().to_degrees()))
}

/// Whether positions lie all round the globe: then the whole of it is shown.
pub(super) fn is_everywhere(positions: &[[f64; 2]]) -> bool {
    Span::of(positions).is_none_or(|span| span.width > 270.0)
}

/// The codes of the countries that hold the sides.
pub(super) fn countries(network: &Network, sides: &[Side]) -> Vec<CountryCode> {
    let mut countries: Vec<CountryCode> = sides.iter().filter_map(|side| country_of(network, &side.area)).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// The country that an area is or lies in.
fn country_of(network: &Network, area: &Area) -> Option<CountryCode> {
    match area {
        Area::Country(code) => Some(*code),
        Area::Region(code) => network.register().find_region(code).map(|id| network.register().region(id).country),
    }
}
