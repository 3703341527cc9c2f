use sistergraph::{
    graph::Subject,
    model::Area,
    query::{self, SuggestRow},
};

use super::answer;
use crate::cli::{
    arguments::SuggestOptions,
    error::{Error, count},
    output::Answered,
    session::{AREAS, Session},
};

pub fn suggest(session: &Session, options: &SuggestOptions) -> Result<Answered, Error> {
    let subject = session.subject(&options.place)?;
    let to = options.to.as_deref().map(|name| session.area(name, AREAS)).transpose()?;
    let region = match subject {
        Subject::City(_) => None,
        Subject::Region(id) => Some(Area::Region(session.network.register().region(id).code.to_string())),
        Subject::Country(code) => Some(Area::Country(code)),
    };
    let places = query::places_of(&session.network, subject);
    let rows: Vec<SuggestRow> = query::suggest(&session.graph(), &places, region.as_ref(), to.as_ref(), options.top);
    let within = to.map(|to| format!(" in {to}")).unwrap_or_default();
    let through = match (&region, places.len()) {
        (None, _) => String::new(),
        (Some(_), 0) => ", which has no place in the data set".to_owned(),
        (Some(_), places) => format!(", through {}", count(places, "place")),
    };
    let headline =
        format!("untied places{within} for {}{through}, by score{}", session.shown(subject), session.filters());
    Ok(answer(
        headline,
        &rows,
        &[
            "adamic_adar",
            "size_ratio",
            "country_ties",
            "region_ties",
            "common_partners",
            "distance_km",
            "name",
            "country",
        ],
    ))
}
