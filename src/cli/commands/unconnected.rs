use clap::Args;
use sistergraph::{
    graph::{Scope, TieGraph},
    map::{self, MapOptions, Towns},
    model::{Date, Level, Position},
    query::{self, Lacks, Side, UntiedTownRow, UntiedTowns},
    register::Outlines,
    said,
    scene::Scene,
    words::Words,
};

use super::{
    answer_for_people, answer_with_ledger, ledger_columns,
    regions::{headings, sides},
};
use crate::cli::{
    FOUND,
    arguments::{LedgerColumns, Range},
    error::{Error, count},
    gazetteer,
    output::{Answered, Form, Output},
    pictures::Look,
    session::Session,
};

pub const UNCONNECTED_HELP: &str = "\
Reasons, the first that applies: no-places-known (the data set names no place in it), no-ties (places, none ever
tied), lapsed (only ended or suspended ones), none-in-scope (ties, but none to the place asked about).
With their options, after these: no-recent-contact (no contact on or after the date), no-curator (nobody in office), city-level-only
(ties of cities in it, none of the region itself), region-level-only (the reverse); the column `also` has the reasons after
the first.

With --level city the towns of the gazetteer without a tie, the largest first: those above 5,000 inhabitants and the seats of
divisions, without boroughs and other parts of towns; beside each the nearest place that has a tie, and how many places of its
region have one. Reasons: not-in-data (no place of the data is the town), no-tie (one is, and has no tie). Last come towns that
may have one: part-tied (a place that has a tie may be a part of the town), namesake-tied (a place with nearly the same name, within
10 km, has a tie; `place` says which).

Examples:
  sistergraph unconnected RU --to BY
  sistergraph unconnected BY --to any --level city --min-population 20000
  sistergraph unconnected BY --to any --level city --min-population 20000 -o untied.svg      as a map
  sistergraph unconnected RU --no-curator --city-level-only
  sistergraph unconnected --format md
  sistergraph unconnected BY --to RU --fail";

#[derive(Args)]
pub struct UnconnectedOptions {
    #[command(flatten)]
    pub range: Range,
    /// Also list regions without a contact on or after this date: `no-recent-contact`
    #[arg(long, value_name = "SINCE")]
    pub no_recent_contact: Option<Date>,
    /// Also list regions without a curator: `no-curator`
    #[arg(long)]
    pub no_curator: bool,
    /// Also list regions that have ties of their cities but none of the region itself
    #[arg(long)]
    pub city_level_only: bool,
    /// Also list regions that have ties of the region itself but none of a city in it
    #[arg(long)]
    pub region_level_only: bool,
    /// With --level city: only towns with at least this many inhabitants, in digits
    #[arg(long, value_name = "N", value_parser = inhabitants)]
    pub min_population: Option<u64>,
    #[command(flatten)]
    pub ledger: LedgerColumns,
    #[command(flatten)]
    pub look: Look,
    /// Exit with code 3 if any region is listed
    #[arg(long)]
    pub fail: bool,
}

pub fn unconnected(
    session: &Session,
    options: &UnconnectedOptions,
    output: &Output,
) -> Result<Answered<'static>, Error> {
    session.require_countries("unconnected")?;
    let sides = sides(session, &options.range)?;
    if session.scope.level == Some(Level::City) {
        return towns(session, options, &sides, output);
    }
    if matches!(output.form(), Form::Picture(_)) {
        return Err(Error::Usage {
            message: "`unconnected` draws towns, and without --level city this question is about regions".to_owned(),
            hint: "add --level city, or hatch the regions on a map: `sistergraph map`".to_owned(),
        });
    }
    if options.min_population.is_some() {
        return Err(Error::Usage {
            message: "--min-population leaves out small towns, and without --level city this question is about regions"
                .to_owned(),
            hint: "add --level city, or leave --min-population out".to_owned(),
        });
    }
    let graph = session.graph();
    let lacks = Lacks {
        contact_since: options.no_recent_contact,
        curator: options.no_curator,
        region_level: options.city_level_only,
        city_level: options.region_level_only,
    };
    let columns = ledger_columns(session, &options.ledger)?;
    let regions: usize = sides.iter().map(|side| side.regions(&session.network).len()).sum();
    let words = session.words();
    let headline = |rows: usize| {
        let share = query::share_percent(rows, regions);
        let share = share.map(|share| format!(" ({} %)", words.decimal(&share.to_string()))).unwrap_or_default();
        let (wanted, sides) = (wanted(lacks, words), headings(&sides, &session.network));
        format!("{}{}", said!(words, RegionsWithout, rows, regions, share, wanted, sides), session.filters())
    };
    let dispensable = &["country", "basis"];
    let mut answered = if lacks.is_empty() {
        let rows = query::unconnected(&graph, &sides);
        let rows = query::with_ledger(&graph, &sides, rows, |row| &row.region, &columns);
        answer_with_ledger(headline(rows.len()), rows, &columns, dispensable)
    } else {
        let rows = query::lacking(&graph, &sides, lacks);
        let rows = query::with_ledger(&graph, &sides, rows, |row| &row.row.region, &columns);
        answer_with_ledger(headline(rows.len()), rows, &columns, dispensable)
    };
    if options.fail && !answered.is_empty {
        answered.exit_code = FOUND;
    }
    Ok(answered)
}

/// A number of inhabitants.
fn inhabitants(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "expected a number of inhabitants in digits alone, as in 20000".to_owned())
}

/// The towns of the gazetteer without a tie; a tie between a town and a region counts, too.
fn towns(
    session: &Session,
    options: &UnconnectedOptions,
    sides: &[Side],
    output: &Output,
) -> Result<Answered<'static>, Error> {
    let gazetteer = session.network.gazetteer().ok_or_else(gazetteer::none)?;
    let lacks = options.no_recent_contact.is_some()
        || options.no_curator
        || options.city_level_only
        || options.region_level_only
        || !options.ledger.with.is_empty();
    if lacks {
        return Err(Error::Usage {
            message: "contacts, curators and further columns are known of regions, not of towns".to_owned(),
            hint: "leave these options out; without --level city they ask about regions".to_owned(),
        });
    }
    let scope = Scope { level: None, ..session.scope.clone() };
    let graph = session.graph_within(&scope);
    let least = options.min_population.unwrap_or_default();
    let found = query::untied_towns(&graph, gazetteer, sides, least);
    if found.parts > 0 {
        session.note(&format!(
            "{} of larger towns left out; docs/gazetteer.md says how they are told",
            count(found.parts, "part")
        ));
    }
    if found.doubtful > 0 {
        session.note(&format!(
            "{} may have a tie all the same, and stand{} last: `reason` is part-tied or namesake-tied",
            count(found.doubtful, "town"),
            if found.doubtful == 1 { "s" } else { "" }
        ));
    }
    let words = session.words();
    let share = query::share_percent(found.rows.len(), found.towns);
    let share = share.map(|share| format!(" ({} %)", words.decimal(&share.to_string()))).unwrap_or_default();
    let least =
        if least > 0 { format!(" {}", said!(words, TownsOfAtLeast, population = least)) } else { String::new() };
    let headline = said!(
        words,
        TownsWithout,
        rows = found.rows.len(),
        towns = found.towns,
        least,
        share,
        sides = headings(sides, &session.network)
    );
    let filters = || format!("; {}", said!(words, Filters, filters = scope.titled(&session.network)));
    let headline = if scope.is_restricted() { headline + &filters() } else { headline };
    let is_empty = found.rows.is_empty();
    let is_picture = matches!(output.form(), Form::Picture(_));
    let map = is_picture.then(|| map(session, options, &graph, sides, &found, headline.clone())).transpose()?;
    let mut answered = answer_for_people(headline, found.rows, TOWNS_FOR_PEOPLE, TOWNS_DISPENSABLE);
    if options.fail && !is_empty {
        answered.exit_code = FOUND;
    }
    Ok(Answered { chart: map, ..answered })
}

/// The towns on a map, as rings over the places that have a tie.
fn map(
    session: &Session,
    options: &UnconnectedOptions,
    graph: &TieGraph<'_>,
    sides: &[Side],
    found: &UntiedTowns,
    subtitle: String,
) -> Result<Scene, Error> {
    let town = |row: &UntiedTownRow| {
        let position = Position::new(row.lat, row.lon).ok()?;
        Some(map::Town { name: row.town.clone(), position, population: row.population.unwrap_or_default() })
    };
    let towns = found.rows.iter().filter_map(town).collect();
    let defaults = MapOptions::default();
    let look = &options.look;
    let drawn = MapOptions {
        size: look.size.unwrap_or(defaults.size),
        theme: look.theme,
        words: session.words(),
        title: look.title.clone(),
        towns: Some(Towns { subtitle, towns, sides: sides.to_vec() }),
        fonts: look.fonts()?,
        ..defaults
    };
    let map = map::draw(graph, &Outlines::built_in(), &drawn);
    map.notes.iter().for_each(|note| session.warning(note));
    Ok(map.scene)
}

/// What people see of a town: names in place of ids. Positions are for programs.
const TOWNS_FOR_PEOPLE: &[&str] = &[
    "town",
    "country",
    "region",
    "population",
    "reason",
    "place",
    "nearest_tied_name",
    "nearest_km",
    "tied_in_region",
    "names",
    "geonames",
];

/// What a narrow terminal leaves out of a town, the first of them first.
const TOWNS_DISPENSABLE: &[&str] = &["geonames", "names", "country", "place", "tied_in_region"];

/// Says what the listed regions lack.
fn wanted(lacks: Lacks, words: Words) -> String {
    let wanted = [
        Some(said!(words, WantTie)),
        lacks.contact_since.map(|date| said!(words, WantContact, date)),
        lacks.curator.then(|| said!(words, WantCurator)),
        lacks.region_level.then(|| said!(words, WantTieOfRegion)),
        lacks.city_level.then(|| said!(words, WantTieOfCity)),
    ];
    wanted.into_iter().flatten().collect::<Vec<_>>().join(&format!(", {} ", said!(words, Or)))
}
