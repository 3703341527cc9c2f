use sistergraph::{
    geodesy::distance_km,
    graph::TieGraph,
    map::{self, Ego, MapOptions},
    model::Position,
    query,
    register::Outlines,
};

use crate::cli::{error::Error, output::Output, pictures::MapArguments, session::Session};

pub fn map(session: &Session, arguments: MapArguments, output: &Output) -> Result<u8, Error> {
    let fonts = arguments.look.fonts()?;
    let ego = arguments.ego.as_deref().map(|place| ego(session, place, arguments.depth)).transpose()?;
    let defaults = MapOptions::default();
    let options = MapOptions {
        size: arguments.look.size.unwrap_or(defaults.size),
        theme: arguments.look.theme,
        words: session.words(),
        title: arguments.look.title,
        layers: arguments.layers,
        without_arcs: arguments.no_arcs,
        colour_by: arguments.color_by,
        projection: arguments.projection,
        centre: arguments.center,
        bounds: arguments.bbox,
        ego,
        figure_of: None,
        towns: None,
        fonts,
    };
    let graph = session.graph();
    session.on_emptiness(&graph);
    if let Some(centre) = options.centre {
        match turned_centre(&graph, centre) {
            Some(turned) => session.warning(&turned),
            None => either_way(centre).iter().for_each(|note| session.note(note)),
        }
    }
    let map = map::draw(&graph, &Outlines::built_in(), &options);
    map.notes.iter().for_each(|note| session.warning(note));
    session.on_letters(&map.scene, map.romanised);
    output.picture(&map.scene.made_with(session.made_with_line()))?;
    Ok(0)
}

/// A centre that is farther than this from every place of the graph, in kilometres, is doubtful.
const FAR: f64 = 1000.0;
/// A centre within this distance of a place, in kilometres, isn't.
const NEAR: f64 = 300.0;

/// A note that a centre was probably given as latitude and longitude: it lies far from every place with a tie, while
/// the exchanged coordinates don't.
fn turned_centre(graph: &TieGraph<'_>, [lon, lat]: [f64; 2]) -> Option<String> {
    let nearest = |lat: f64, lon: f64| {
        let centre = Position::new(lat, lon).ok()?;
        let tied = graph.places().filter(|place| graph.degree(place.number()) > 0);
        tied.filter_map(|place| Some(distance_km(place.position()?, centre))).min_by(f64::total_cmp)
    };
    let (as_given, turned) = (nearest(lat, lon)?, nearest(lon, lat)?);
    (as_given > FAR && turned < NEAR).then(|| {
        format!(
            "--center is longitude, then latitude: {lon},{lat} lies {as_given:.0} km from the nearest place with a tie; \
             --center {lat},{lon} lies {turned:.0} km from one"
        )
    })
}

/// A note that says how a centre was read that could also be read in the other order.
fn either_way([lon, lat]: [f64; 2]) -> Option<String> {
    let side = |degrees: f64, above: &str, below: &str| {
        format!("{}° {}", degrees.abs(), if degrees < 0.0 { below } else { above })
    };
    (lon.abs() <= 90.0 && lon != lat).then(|| {
        format!(
            "the middle is {}, {}: --center is longitude, then latitude; --center {lat},{lon} is the other way round",
            side(lon, "east", "west"),
            side(lat, "north", "south")
        )
    })
}

fn ego(session: &Session, place: &str, depth: usize) -> Result<Ego, Error> {
    let subject = session.subject(place)?;
    let name = session.network.shown_subject(subject);
    let area = session.network.area_of(subject);
    Ok(Ego { name, centre: query::places_of(&session.network, subject), area, depth })
}
