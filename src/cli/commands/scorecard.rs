use std::{collections::BTreeSet, path::Path};

use clap::Args;
use rayon::prelude::*;
use serde::Serialize;
use sistergraph::{
    file_names::file_names,
    graph::{Network, PlaceId, TieGraph},
    map::{self, Ego, MapOptions},
    model::{Area, CountryCode, Date},
    query::{self, PartnerRow, Scorecard, Scorecards, Side},
    register::{Outlines, RegionId},
    scene::PictureFormat,
    table::{Answer, Block, Format, Listing, Rows, Sheet},
};

use super::regions::sides;
use crate::cli::{
    arguments::{Range, Shared},
    error::{Error, count},
    folder::NewFolder,
    output::{Answered, Form, Output},
    session::{AREAS, Session},
};

pub const SCORECARD_HELP: &str = "\
One page for each region: who looks after it, its ties and partners, agreements, contacts by year, figures, and a map of its ties
(in HTML on the page itself, for -o FILE.md in FILE.svg beside it). Ties and contacts count whose far end is where --to says,
without it in the other focus countries. --all writes a folder: an index and a page for each region, all of them or none.

Examples:
  sistergraph scorecard RU-BRY
  sistergraph scorecard Bryansk --as-of 2017-03-31 -o bryansk.html
  sistergraph scorecard --all RU -o scorecards
  sistergraph scorecard --all BY --format md -o scorecards";

#[derive(Args)]
pub struct ScorecardOptions {
    #[command(flatten)]
    pub range: Range,
    /// A page for every region of the countries named, else of the focus countries, into the folder that -o names
    #[arg(long)]
    pub all: bool,
}

/// The page of one region.
pub fn scorecard<'s>(session: &'s Session, options: &ScorecardOptions, output: &Output) -> Result<Answered<'s>, Error> {
    let [region] = &options.range.areas[..] else {
        let hint = match session.unquoted_area(&options.range.areas) {
            Some(name) => format!("a name of several words stands in quotes: `scorecard \"{name}\"`"),
            None => "name one, as in `scorecard RU-BRY`, or use --all -o DIR".to_owned(),
        };
        return Err(Error::Usage {
            message: format!("`scorecard` is about one region, not {}", options.range.areas.len()),
            hint,
        });
    };
    let id = match session.area(region, AREAS)? {
        Area::Country(code) => {
            return Err(Error::Usage {
                message: format!("`{region}` is a country, and `scorecard` is about one region"),
                hint: format!("`scorecard --all {code} -o DIR` writes a page for each of its regions"),
            });
        }
        Area::Region(code) => session.network.register().find_region(&code),
    };
    let Some(id) = id else {
        return Err(Error::Usage {
            message: format!("`{region}` is no region"),
            hint: "`sistergraph places --level region` lists them".to_owned(),
        });
    };
    let area = Area::Region(session.network.register().region(id).code.to_string());
    let range = Range { areas: vec![area.to_string()], to: options.range.to.clone() };
    let against = sides(session, &range)?.into_iter().next().map_or_else(Vec::new, |side| side.against);
    let graph = session.graph();
    let scope = query::scorecard_scope(graph.scope(), &session.network.register().region(id).code, &against);
    let (cards, ties) = (Scorecards::new(&graph), session.network.graph(&scope));
    let card = session.keep(cards.of(&ties, id, &against));
    let form = output.form();
    let beside = output.file().filter(|_| form == Form::Rows(Format::Markdown)).map(|file| file.with_extension("svg"));
    let draws = beside.is_some() || form == Form::Rows(Format::Html);
    let svg = if draws { svg(&ties, card, cards.places(id), &Outlines::built_in())? } else { None };
    let mut notes = Vec::new();
    let name = match (&beside, &svg) {
        (Some(path), Some(svg)) => {
            output.write_beside(path.clone(), svg)?;
            notes.push(format!("its map is {}", path.display()));
            path.file_name().and_then(|name| name.to_str()).map(str::to_owned)
        }
        _ => None,
    };
    let page = page(session, card, svg.map(|svg| (svg, name)), session.ends_ahead().as_deref());
    let headline = format!("{} ({})", card.name, card.region);
    Ok(Answered { answer: Answer::object(card, page), headline, is_empty: false, notes, chart: None, exit_code: 0 })
}

/// A folder of pages; says what was written.
pub fn scorecards(options: &ScorecardOptions, mut shared: Shared) -> Result<u8, Error> {
    let usage = |message: &str, hint: &str| Error::Usage { message: message.to_owned(), hint: hint.to_owned() };
    let folder = shared.output.take().ok_or_else(|| {
        usage("`scorecard --all` writes a folder of pages, and needs its name", "add -o DIR, a new or empty folder")
    })?;
    let format = match shared.format {
        None | Some(Format::Html) => Format::Html,
        Some(Format::Markdown) => Format::Markdown,
        Some(other) => {
            let message = format!("`scorecard --all` writes pages, not {}", other.name());
            return Err(usage(&message, "use --format html or md"));
        }
    };
    let session = Session::open(&shared)?;
    session.require_countries("scorecard")?;
    let sides = sides(&session, &options.range)?;
    let files = pages(&session, &sides, format)?;
    let mut new = NewFolder::begin(&folder)?;
    for (name, text) in &files {
        new.file(name, |out| out.write_all(text.as_bytes()))?;
    }
    new.finish()?;
    let pages = files.iter().filter(|(name, _)| name.ends_with(format.name())).count() - 1;
    let index = Path::new(&folder).join(format!("{INDEX}.{}", format.name()));
    session.note(&format!("{} written; begin with {}", count(pages, "page"), index.display()));
    Ok(0)
}

/// The name of the page that leads to the others.
const INDEX: &str = "index";

/// The files of a folder of pages, each with its name.
fn pages(session: &Session, sides: &[Side], format: Format) -> Result<Vec<(String, String)>, Error> {
    let (graph, outlines) = (session.graph(), Outlines::built_in());
    let cards = Scorecards::new(&graph);
    let ends_ahead = session.ends_ahead();
    let mut seen = BTreeSet::new();
    let of_side = |side| Side::regions(side, &session.network).into_iter().map(move |id| (id, side));
    let regions: Vec<(RegionId, &Side)> = sides.iter().flat_map(of_side).filter(|(id, _)| seen.insert(*id)).collect();
    let names = file_names(regions.iter().map(|(id, _)| &*session.network.register().region(*id).code), &[INDEX]);
    let page_of = |(&(id, side), name): (&(RegionId, &Side), &String)| {
        let ties = cards.ties(id, &side.against);
        let card = cards.of(&ties, id, &side.against);
        let svg = svg(&ties, &card, cards.places(id), &outlines)?;
        let picture = format!("{name}.svg");
        let named = svg.map(|svg| (svg, (format == Format::Markdown).then(|| picture.clone())));
        let beside = named.as_ref().and_then(|(svg, file)| file.is_some().then(|| (picture, svg.clone())));
        let name = format!("{name}.{}", format.name());
        let found = format!(
            "{} ({}): {}, {}, {}",
            card.name,
            card.region,
            count(card.ties, "tie"),
            count(card.agreements.iter().filter(|row| row.is_in_force).count(), "agreement"),
            count(contacts(&card), "contact")
        );
        let answer =
            Answer::object(&card, page(session, &card, named, ends_ahead.as_deref())).resting_on(session.source());
        Ok((beside, (found, name.clone()), (name, answer.render(format, 80))))
    };
    let pages: Vec<_> = regions.par_iter().zip(&names).with_max_len(1).map(page_of).collect::<Result<_, Error>>()?;
    let (mut files, mut links) = (Vec::new(), Vec::new());
    for (beside, link, page) in pages {
        files.extend(beside);
        files.push(page);
        links.push(link);
    }
    let headings = super::regions::headings(sides);
    let page = vec![
        Block::Heading("Regions".to_owned()),
        Block::Text(format!("{}: {headings}{}", count(links.len(), "region"), session.filters())),
        Block::Links(links),
    ];
    let answer = Answer::paged_rows(page, Sheet::of(Vec::<PartnerLine<'_>>::new()));
    files.push((format!("{INDEX}.{}", format.name()), answer.render(format, 80)));
    Ok(files)
}

/// The map of a region's ties as an SVG; none where it has no tie.
fn svg(
    ties: &TieGraph<'_>,
    card: &Scorecard<'_>,
    places: &[PlaceId],
    outlines: &Outlines,
) -> Result<Option<String>, Error> {
    if card.ties == 0 {
        return Ok(None);
    }
    let options = MapOptions {
        size: (1000.0, 620.0),
        ego: Some(Ego { name: card.name.clone(), centre: places.to_vec(), depth: 1 }),
        figure_of: Some(card.region.clone()),
        ..MapOptions::default()
    };
    let map = map::draw(ties, outlines, &options);
    let bytes = PictureFormat::Svg.encode(&map.scene)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// A partner as the page shows it; JSON has all that is known.
#[derive(Default, Serialize)]
struct PartnerLine<'c> {
    partner: &'c str,
    region: Option<&'c str>,
    of: &'c str,
    kind: &'c str,
    since: Option<Date>,
    until: Option<Date>,
    km: Option<f64>,
}

/// `ends_ahead` is what [`Session::ends_ahead`] says, which looks at every end.
fn page<'c>(
    session: &'c Session,
    card: &'c Scorecard<'c>,
    picture: Option<(String, Option<String>)>,
    ends_ahead: Option<&str>,
) -> Vec<Block<'c>> {
    let metadata = session.network.dataset().metadata();
    let date = metadata.date.map(|date| format!(" ({date})")).unwrap_or_default();
    let data = metadata.title.clone().unwrap_or_else(|| "a data set without a title".to_owned());
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let ties = match &card.unconnected {
        Some(reason) => format!("none: {reason} ({})", card.basis.clone().unwrap_or_default()),
        None => format!("{} with {}", count(card.ties, "tie"), count(card.partners, "partner")),
    };
    let or_none = |number: usize, none: &str| if number == 0 { none.to_owned() } else { number.to_string() };
    let mut page = vec![
        Block::Heading(format!("{} ({})", card.name, card.region)),
        Block::Facts(vec![
            fact("counted", format!("{}; filters: {}", card.counted, card.filters)),
            fact("data", format!("{data}{date}{}", ends_ahead.map(|note| format!("; {note}")).unwrap_or_default())),
            fact("curator", curators(card)),
            fact("ties", ties),
            fact("agreements", agreements(card)),
            fact("contacts", or_none(contacts(card), "none in this data set")),
        ]),
    ];
    if let Some((svg, file)) = picture {
        page.push(Block::Picture { svg, file, alt: format!("Map of the ties of {}", card.name) });
        let outlines = "Outlines on the map: Natural Earth (public domain), not a statement on borders.".to_owned();
        page.push(Block::Either { terminal: Vec::new(), page: vec![Block::Text(outlines)] });
    }
    let (network, rows) = (&session.network, &card.partner_rows);
    let lines = Listing::new(rows.len(), move |at| partner_line(network, &rows[at]));
    push(&mut page, "Partners", lines, &["until", "kind"]);
    push(&mut page, "Agreements", &card.agreements, &["fields", "status"]);
    push(&mut page, "Contacts by year (from the region, to the region)", &card.contacts, &[]);
    push(&mut page, "Figures", &card.indicators, &["note"]);
    page
}

fn partner_line<'c>(network: &'c Network, row: &'c PartnerRow<'_>) -> PartnerLine<'c> {
    PartnerLine {
        partner: row.name,
        region: row.region.or(row.country.as_ref().map(CountryCode::as_str)),
        of: row.through_place.map_or(row.through, |place| network.place(place).name()),
        kind: &row.kind,
        since: row.since,
        until: row.until,
        km: row.distance_km,
    }
}

fn push<'c, S: Rows + 'c>(page: &mut Vec<Block<'c>>, heading: &str, rows: S, dispensable: &[&'static str])
where
    S::Row: Serialize + Default,
{
    if !rows.is_empty() {
        page.push(Block::Heading(heading.to_owned()));
        page.push(Block::Sheet(Sheet::of(rows).dispensable(dispensable)));
    }
}

fn contacts(card: &Scorecard<'_>) -> usize {
    let of_year = |row: &query::ContactYear| {
        row.visits_from
            + row.visits_to
            + row.delegations_from
            + row.delegations_to
            + row.sessions
            + row.documents
            + row.events
    };
    card.contacts.iter().map(of_year).sum()
}

fn agreements(card: &Scorecard<'_>) -> String {
    let in_force = card.agreements.iter().filter(|row| row.is_in_force).count();
    match (in_force, card.agreements.len() - in_force) {
        (0, 0) => "none in this data set".to_owned(),
        (0, over) => format!("none in force; {over} not in force"),
        (in_force, 0) => in_force.to_string(),
        (in_force, over) => format!("{in_force} in force, {over} not"),
    }
}

fn curators(card: &Scorecard<'_>) -> String {
    let shown = |curator: &query::ScorecardCurator| {
        let named: Vec<&str> = [&curator.official, &curator.office].into_iter().flatten().map(String::as_str).collect();
        let since = curator.since.as_ref().map(|since| format!(" since {since}")).unwrap_or_default();
        format!("{}{since}", if named.is_empty() { "not named".to_owned() } else { named.join(", ") })
    };
    let shown: Vec<String> = card.curators.iter().map(shown).collect();
    if shown.is_empty() { "none in this data set".to_owned() } else { shown.join("; ") }
}
