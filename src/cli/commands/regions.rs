use std::cmp::Ordering;

use sistergraph::query::{self, RegionRow, Side};

use super::answer;
use crate::cli::{
    arguments::{Range, RegionsOptions},
    error::{Error, count},
    output::Answered,
    session::{AREAS, Session},
};

pub fn regions(session: &Session, options: &RegionsOptions) -> Result<Answered, Error> {
    session.require_countries("regions")?;
    let sides = sides(session, &options.range)?;
    let mut rows = query::regions(&session.graph(), &sides);
    if let Some(column) = &options.sort {
        rows.sort_by(|a, b| order(column, a, b).then_with(|| a.region.cmp(&b.region)));
    }
    let tied = rows.iter().filter(|row| row.ties > 0).count();
    let headline = format!(
        "{}, {tied} of them with a tie ({}){}",
        count(rows.len(), "region"),
        headings(&sides),
        session.filters()
    );
    Ok(answer(headline, &rows, &["volume", "partner_countries", "external", "internal", "tied_places"]))
}

/// Numbers from the largest, texts from the first.
fn order(column: &str, a: &RegionRow, b: &RegionRow) -> Ordering {
    let number = |row: &RegionRow| match column {
        "places" => row.places,
        "tied_places" => row.tied_places,
        "ties" => row.ties,
        "internal" => row.internal,
        "external" => row.external,
        "volume" => row.volume,
        "partner_regions" => row.partner_regions,
        "partner_countries" => row.partner_countries,
        _ => 0,
    };
    let by_text = if column == "name" { a.name.cmp(&b.name) } else { Ordering::Equal };
    number(b).cmp(&number(a)).then(by_text)
}

/// The sides asked about; `any` counts ties to every place.
pub fn sides(session: &Session, range: &Range) -> Result<Vec<Side>, Error> {
    let areas = session.areas(&range.areas)?;
    let to_any = range.to.as_deref() == Some("any");
    let to = match &range.to {
        Some(name) if !to_any => Some(session.area(name, AREAS)?),
        _ => None,
    };
    let mut sides = query::sides(&session.network, &session.scope, &areas, to.as_ref());
    if to_any {
        sides.iter_mut().for_each(|side| side.against.clear());
    }
    Ok(sides)
}

/// Whose ties to whom were counted; many sides in short.
pub fn headings(sides: &[Side]) -> String {
    match sides {
        [a] => a.heading(),
        [a, b] => format!("{}; {}", a.heading(), b.heading()),
        _ => format!("{} countries", sides.len()),
    }
}
