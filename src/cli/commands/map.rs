use sistergraph::{
    map::{self, Ego, MapOptions},
    query,
    register::Outlines,
};

use crate::cli::{error::Error, output::Output, pictures::MapArguments, session::Session};

pub fn map(session: &Session, arguments: MapArguments, output: &Output) -> Result<u8, Error> {
    let ego = arguments.ego.as_deref().map(|place| ego(session, place, arguments.depth)).transpose()?;
    let defaults = MapOptions::default();
    let options = MapOptions {
        size: arguments.look.size.unwrap_or(defaults.size),
        theme: arguments.look.theme,
        language: arguments.lang,
        title: arguments.look.title,
        layers: arguments.layers,
        without_arcs: arguments.no_arcs,
        colour_by: arguments.color_by,
        projection: arguments.projection,
        centre: arguments.center,
        bounds: arguments.bbox,
        ego,
    };
    let map = map::draw(&session.graph(), &Outlines::built_in(), &options);
    map.notes.iter().for_each(|note| session.warning(note));
    output.picture(&map.scene)?;
    Ok(0)
}

fn ego(session: &Session, place: &str, depth: usize) -> Result<Ego, Error> {
    let subject = session.subject(place)?;
    let name = session.network.names().candidate(subject).name;
    Ok(Ego { name, centre: query::places_of(&session.network, subject), depth })
}
