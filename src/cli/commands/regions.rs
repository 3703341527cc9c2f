use sistergraph::{
    chart,
    query::{self, RegionRow, Side},
    scene::Scene,
};

use super::{answer_with_ledger, chart_options, ledger_columns};
use crate::cli::{
    arguments::{Range, RegionsOptions},
    error::{Error, count},
    output::{Answered, Form, Output},
    session::{AREAS, Session},
};

pub fn regions(session: &Session, options: &RegionsOptions, output: &Output) -> Result<Answered<'static>, Error> {
    session.require_countries("regions")?;
    let sides = sides(session, &options.range)?;
    let graph = session.graph();
    let rows = query::regions(&graph, &sides);
    let is_picture = matches!(output.form(), Form::Picture(_));
    let chart = is_picture.then(|| chart(session, options, output, &sides, &rows)).transpose()?;
    let tied = rows.iter().filter(|row| row.ties > 0).count();
    let headline = format!(
        "{}, {tied} of them with a tie ({}){}",
        count(rows.len(), "region"),
        headings(&sides),
        session.filters()
    );
    let columns = ledger_columns(session, &options.ledger)?;
    let rows = query::with_ledger(&graph, &sides, rows, |row| &row.region, &columns);
    // What was asked for is left out last.
    let dispensable: &[&str] = &["volume", "partner_countries", "external", "internal", "tied_places"];
    let further: &[&str] = if columns.is_empty() { &[] } else { &["partner_regions", "places", "last_contact"] };
    let dispensable = &[dispensable, further].concat();
    let answered = answer_with_ledger(headline, rows, &columns, dispensable);
    Ok(Answered { chart, ..answered })
}

/// The rows as bars, by the column to sort by where it is a number, else by ties.
fn chart(
    session: &Session,
    options: &RegionsOptions,
    output: &Output,
    sides: &[Side],
    rows: &[RegionRow],
) -> Result<Scene, Error> {
    let register = session.network.register();
    let sort = output.arrangement().sort.first().map_or("ties", |key| &key.column);
    let column = if number(sort, &RegionRow::default()).is_some() { sort } else { "ties" };
    let groups: Vec<(String, usize)> =
        sides.iter().map(|side| (register.area_name(&side.area), side.regions(&session.network).len())).collect();
    let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
    let title = match &names[..] {
        names if names.len() <= 3 => format!("Regions of {} by {}", names.join(" and "), column.replace('_', " ")),
        names => format!("Regions of {} countries by {}", names.len(), column.replace('_', " ")),
    };
    let without = rows.iter().filter(|row| row.ties == 0).count();
    let subtitle = format!(
        "{} ({}), {without} of them without a tie{}",
        count(rows.len(), "region"),
        headings(sides),
        session.filters()
    );
    let look = chart_options(session, &options.look, title, subtitle);
    let instead = "-o FILE.csv has them all as rows; fewer countries, as in `regions BY`, have fewer";
    chart::bars(rows, &groups, |row| number(column, row).unwrap_or(0), &look)
        .map_err(|error| Error::too_large(&error, instead))
}

/// The number in a column; none in one of texts, or where there is no such column.
fn number(column: &str, row: &RegionRow) -> Option<usize> {
    Some(match column {
        "places" => row.places,
        "tied_places" => row.tied_places,
        "ties" => row.ties,
        "internal" => row.internal,
        "external" => row.external,
        "volume" => row.volume,
        "partner_regions" => row.partner_regions,
        "partner_countries" => row.partner_countries,
        _ => return None,
    })
}

/// The sides asked about of whose regions it is known which have ties; `any` counts ties to every place.
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
    session.located(sides)
}

/// Whose ties to whom were counted; many sides in short.
pub fn headings(sides: &[Side]) -> String {
    match sides {
        [a] => a.heading(),
        [a, b] => format!("{}; {}", a.heading(), b.heading()),
        _ => format!("{} countries", sides.len()),
    }
}
