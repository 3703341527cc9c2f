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

/// The most countries whose regions are coloured if neither filters nor the data set choose them.
const MOST_COUNTRIES: usize = 3;
/// With more arcs than this, arcs may run out of the map.
const FOLLOWED: usize = 500;
/// The widest extent, in degrees, that a conic projection shows without tearing its far corners apart.
const WIDEST: f64 = 185.0;
/// The tallest extent, in degrees.
const TALLEST: f64 = 90.0;
/// The largest distance from the middle, in degrees, at which an azimuthal projection doesn't stretch its rim beyond
/// recognition.
const FARTHEST: f64 = 125.0;
/// The same from the place that a map is about, since the rest of the frame then shows the other side of the globe.
const FARTHEST_PARTNER: f64 = 90.0;
/// The same for a corner of the frame: farther out, land is drawn four times as long as it is wide.
const FARTHEST_CORNER: f64 = 120.0;

/// The countries and regions that a map is about. Their regions are coloured, each by its ties to any place in the
/// scope.
///
/// They are both sides of the scope's `between`; otherwise its `countries`; otherwise its `regions` with the focus
/// countries other than their own; otherwise the focus countries; otherwise every country that has a place, if they are
/// few. An ego network is about places, not about areas.
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

/// The positions that the map must show: the corners of `bounds`; otherwise the areas in the scope; otherwise all
/// places shown, except a few [`outliers`]. Empty for the whole globe.
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
    let areas: Vec<&Area> = match (&options.towns, &options.ego, &scope.between) {
        (Some(towns), ..) => towns.sides.iter().map(|side| &side.area).collect(),
        (None, Some(_), _) => Vec::new(),
        (None, None, Some((a, b))) => vec![a, b],
        (None, None, None) => scope.countries.iter().collect(),
    };
    let mut of_areas: Vec<[f64; 2]> = areas.into_iter().flat_map(|area| body_of(outlines, area)).collect();
    if of_areas.is_empty() {
        let towns = options.towns.iter().flat_map(|towns| &towns.towns);
        of_areas = towns.map(|town| [town.position.lon(), town.position.lat()]).collect();
    }
    if !of_areas.is_empty() {
        return of_areas;
    }
    let tied: Vec<usize> = (0..content.dots.len()).filter(|&dot| content.dots[dot].degree > 0).collect();
    let mut is_left_out = vec![false; content.dots.len()];
    // An ego network is small, and all its places matter.
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

/// The positions of the tied places that `is_kept` admits (by their number in the content). If single arcs can be
/// followed, also the positions along their ties, which the map then shows completely.
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

/// How far the figure about a region extends beyond it, in heights or widths of the region; a small one is extended by
/// `LEAST_SHOWN` degrees.
const SHOWN: f64 = 0.5;
const REACHED: f64 = 2.5;
const LEAST_SHOWN: f64 = 1.5;
const LEAST_REACHED: f64 = 6.0;

/// The surroundings that the figure about a region shows.
struct Surroundings {
    /// The region with its neighbours, which is always shown.
    shown: Span,
    /// The farthest places that it shows; ties to places beyond run out of the figure.
    reach: Span,
}

/// The surroundings of an outline; `None` if it is empty.
fn surroundings(body: &[[f64; 2]]) -> Option<Surroundings> {
    let span = Span::of(body)?;
    let grown = |share: f64, least: f64| {
        let (up, aside) = ((share * span.height()).max(least), (share * span.width).max(least / span.shrink()));
        span.grown(aside, up)
    };
    Some(Surroundings { shown: grown(SHOWN, LEAST_SHOWN), reach: grown(REACHED, LEAST_REACHED) })
}

/// A position between two others.
fn between(a: [f64; 2], b: [f64; 2], share: f64) -> Option<[f64; 2]> {
    let at = |[lon, lat]: [f64; 2]| Position::new(lat, lon).ok();
    let position = position_between(at(a)?, at(b)?, share);
    Some([position.lon(), position.lat()])
}

/// The middle of an ego network: the position of its centre, if it has only one.
pub(super) fn centre(content: &Content) -> Option<[f64; 2]> {
    let mut centres = content.dots.iter().filter(|dot| dot.is_centre);
    centres.next().filter(|_| centres.next().is_none()).map(|dot| dot.position)
}

/// The points of an area's outline without its far exclaves; empty for an area without an outline.
pub(super) fn body_of(outlines: &Outlines, area: &Area) -> Vec<[f64; 2]> {
    let outline = match area {
        Area::Country(code) => outlines.country(*code),
        Area::Region(code) => outlines.region(code),
    };
    outline.map(body).unwrap_or_default()
}

/// The points of an outline without its far exclaves: polygons with at least a quarter of the largest one's area, and
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

/// The area of a ring in square degrees of the equator, accurate enough for ranking.
fn on_the_globe(ring: &[[f64; 2]]) -> f64 {
    let lat = ring.iter().map(|point| point[1]).sum::<f64>() / ring.len().max(1) as f64;
    area(ring).abs() * lat.to_radians().cos()
}

/// The projection that suits an extent, or the one asked for, with its name.
///
/// A conic projection is for an extent of at most half the globe, unless the equator runs through it, since the cone
/// would then be nearly a cylinder. Otherwise Lambert's azimuthal projection is chosen, centred on an ego network's
/// centre or on the middle of the positions, if no position is too far from it, and in an ego network no corner of the
/// frame. Otherwise the world is shown. `ratio` is the width of the frame divided by its height.
pub(super) fn aspect(
    positions: &[[f64; 2]],
    ego: Option<[f64; 2]>,
    ratio: f64,
    options: &MapOptions,
) -> (Aspect, ProjectionName) {
    let span = Span::of(positions);
    let hub = hub(positions, ego);
    // The places of an ego network lie unevenly around its centre, so that its frame may reach the other side of the
    // globe.
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
    // By default the edge of a world map runs through the Bering Strait, where it cuts no country.
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
            // Kavrayskiy's rule of thumb puts the parallels a sixth of the height inwards.
            let span = span.unwrap_or(world);
            let (low, high) = (span.south + span.height() / 6.0, span.north - span.height() / 6.0);
            Aspect { raw: Raw::conic(low, high), centre: [lon, 0.0] }
        }
    };
    (aspect, name)
}

/// The given point, or otherwise the mean of positions on the sphere; and the distance of the farthest position from it
/// in degrees. `None` if the positions cancel out.
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

/// Whether positions lie all around the globe, so that the whole globe is shown.
pub(super) fn is_everywhere(positions: &[[f64; 2]]) -> bool {
    Span::of(positions).is_none_or(|span| span.width > 270.0)
}

/// The codes of the countries in which the sides lie.
pub(super) fn countries(network: &Network, sides: &[Side]) -> Vec<CountryCode> {
    let mut countries: Vec<CountryCode> = sides.iter().filter_map(|side| country_of(network, &side.area)).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// The country that an area is, or in which it lies.
fn country_of(network: &Network, area: &Area) -> Option<CountryCode> {
    match area {
        Area::Country(code) => Some(*code),
        Area::Region(code) => network.register().find_region(code).map(|id| network.register().region(id).country),
    }
}
