use clap::Args;
use sistergraph::{
    chart,
    graph::Network,
    query::{self, RegionRow, Side},
    said,
    scene::Scene,
};

use super::{answer_with_ledger, chart_options, ledger_columns};
use crate::cli::{
    arguments::{LedgerColumns, Range},
    error::Error,
    output::{Answered, Form, Output},
    pictures::Look,
    session::{AREAS, Session},
};

pub const REGIONS_HELP: &str = "\
Columns: places (of the data set), tied_places, ties (at least one end in the region), internal (both), external (one),
volume (2 x internal + external), partner_regions and partner_countries (at the far ends, the region itself excluded).
--with adds agreements (partnerships of that kind), contacts and last_contact, curator (in office), and indicators (the latest figure,
its unit and year; one with the name of another column ends in _indicator, as in volume_indicator).

Examples:
  sistergraph regions
  sistergraph regions RU --with agreements,contacts,curator
  sistergraph regions RU --to BY --sort ties
  sistergraph regions BY --to any --format csv
  sistergraph regions -o regions.svg              as bars";

#[derive(Args)]
pub struct RegionsOptions {
    #[command(flatten)]
    pub range: Range,
    #[command(flatten)]
    pub ledger: LedgerColumns,
    #[command(flatten)]
    pub look: Look,
}

pub fn regions(session: &Session, options: &RegionsOptions, output: &Output) -> Result<Answered<'static>, Error> {
    session.require_countries("regions")?;
    let sides = sides(session, &options.range)?;
    let graph = session.graph();
    let rows = query::regions(&graph, &sides);
    let is_picture = matches!(output.form(), Form::Picture(_));
    let chart = is_picture.then(|| chart(session, options, output, &sides, &rows)).transpose()?;
    let tied = rows.iter().filter(|row| row.ties > 0).count();
    let words = session.words();
    let found = said!(words, RegionsTied, regions = rows.len(), tied, sides = headings(&sides, &session.network));
    let headline = format!("{found}{}", session.filters());
    let columns = ledger_columns(session, &options.ledger)?;
    let rows = query::with_ledger(&graph, &sides, rows, |row| &row.region, &columns);
    // Columns that were asked for are left out last.
    let dispensable: &[&str] = &["volume", "partner_countries", "external", "internal", "tied_places"];
    let further: &[&str] = if columns.is_empty() { &[] } else { &["partner_regions", "places", "last_contact"] };
    let dispensable = &[dispensable, further].concat();
    let answered = answer_with_ledger(headline, rows, &columns, dispensable);
    Ok(Answered { chart, ..answered })
}

/// The rows as bars, by the column to sort by, otherwise by ties.
fn chart(
    session: &Session,
    options: &RegionsOptions,
    output: &Output,
    sides: &[Side],
    rows: &[RegionRow],
) -> Result<Scene, Error> {
    let words = session.words();
    let column = output.arrangement().sort.first().map_or("ties", |key| &key.column);
    if number(column, &RegionRow::default()).is_none() {
        return Err(Error::Usage {
            message: format!("bars are drawn by a number, and there is none in a column `{column}`"),
            hint: "use --sort with places, tied_places, ties, internal, external, volume, partner_regions or \
                   partner_countries"
                .to_owned(),
        });
    }
    let groups: Vec<(String, usize)> = sides
        .iter()
        .map(|side| (session.network.shown_area(&side.area), side.regions(&session.network).len()))
        .collect();
    let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
    let by = if words.is_english() { column.replace('_', " ") } else { words.caption(column).to_owned() };
    let title = match &names[..] {
        names if names.len() <= 3 => {
            let names = names.join(&format!(" {} ", said!(words, And)));
            said!(words, RegionsBy, names, by)
        }
        names => said!(words, RegionsOfCountriesBy, countries = names.len(), by),
    };
    let without = rows.iter().filter(|row| row.ties == 0).count();
    let found = said!(words, RegionsUntied, regions = rows.len(), sides = headings(sides, &session.network), without);
    let subtitle = format!("{found}{}", session.filters());
    let look = chart_options(session, &options.look, title, subtitle)?;
    let instead = "-o FILE.csv has them all as rows; fewer countries, as in `regions BY`, have fewer";
    chart::bars(rows, &groups, |row| number(column, row).unwrap_or(0), &look)
        .map_err(|error| Error::too_large(&error, instead))
}

/// The number in a column; `None` if it is a column of texts, or doesn't exist.
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

/// The sides asked about for which the regions with ties are known; `any` counts ties to every place.
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

/// Says whose ties, and to whom, were counted; many sides are abbreviated.
pub fn headings(sides: &[Side], network: &Network) -> String {
    match sides {
        [a] => a.said(network),
        [a, b] => format!("{}; {}", a.said(network), b.said(network)),
        _ => said!(network.words(), Countries, countries = sides.len()),
    }
}
