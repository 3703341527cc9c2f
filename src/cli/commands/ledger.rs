//! Code that the commands about the ledger share.

use std::collections::BTreeSet;

use serde::Serialize;
use sistergraph::{
    graph::Network,
    model::CountryCode,
    query::TallyRow,
    said,
    table::{Block, Sheet},
    words::Words,
};

use crate::cli::{error::Error, session::Session};

/// A filter that some questions don't use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Kind,
    Status,
    Level,
}

/// Checks that no filter is given that `command` doesn't use: such filters are refused rather than ignored.
pub fn refuse(session: &Session, command: &str, filters: &[Filter], hint: &str) -> Result<(), Error> {
    let scope = &session.scope;
    for filter in filters {
        let (is_given, option) = match filter {
            Filter::Kind => (!scope.kinds.is_empty(), "--kind"),
            Filter::Status => (!scope.statuses.is_empty(), "--status"),
            Filter::Level => (scope.level.is_some(), "--level"),
        };
        if is_given {
            let message = format!("`{command}` has no use for {option}, which chooses ties");
            return Err(Error::Usage { message, hint: hint.to_owned() });
        }
    }
    Ok(())
}

/// `5 totals reported, none of which items explain; the two are never added up`.
pub fn beside(rows: &[TallyRow], item: Item, words: Words) -> String {
    let totals: Vec<&TallyRow> = rows.iter().filter(|row| row.total.is_some()).collect();
    let explained = totals.iter().any(|row| row.items.is_some_and(|items| items > 0));
    let totals = totals.len();
    match (totals, explained, item) {
        (0, ..) => said!(words, NoTotal),
        (_, true, _) => said!(words, TotalsReported, totals),
        (1, false, Item::Contact) => said!(words, TotalNoContact),
        (1, false, Item::Agreement) => said!(words, TotalNoAgreement),
        (_, false, Item::Contact) => said!(words, TotalsNoContact, totals),
        (_, false, Item::Agreement) => said!(words, TotalsNoAgreement, totals),
    }
}

/// What totals count.
#[derive(Clone, Copy)]
pub enum Item {
    Contact,
    Agreement,
}

/// Parses a year of the ledger.
pub fn year(text: &str) -> Result<u16, String> {
    let year = text.parse().ok().filter(|year| (1..=9999).contains(year) && !text.starts_with('+'));
    year.ok_or_else(|| "expected a year such as 2016".to_owned())
}

/// How sums and totals are laid out for people.
#[derive(Clone, Copy)]
pub enum Layout<'t> {
    Plain,
    /// With a column for the level of who headed the contacts.
    ByLevel,
    /// For agreements, which are identified by the levels of their parties.
    Agreements,
    /// For a single direction, which the rows needn't state.
    Of(&'t str),
}

/// A row of sums and totals as people read it.
#[derive(Default, Serialize)]
struct TallyLine {
    year: String,
    level: Option<String>,
    what: String,
    direction: String,
    items: Option<u64>,
    total: String,
    unexplained: Option<Unexplained>,
    exceeds: Option<u64>,
    fields: String,
    of: Option<String>,
    source: Option<String>,
}

/// The part of a total that no row explains: a number if the total is exact, otherwise words, as in `about 76`.
#[derive(Serialize)]
#[serde(untagged)]
enum Unexplained {
    Exact(u64),
    InWords(String),
}

impl Unexplained {
    fn of(row: &TallyRow, words: Words) -> Option<Self> {
        match row.qualifier {
            None => row.unexplained.map(Self::Exact),
            Some(_) => row.unexplained_in_words(words).map(Self::InWords),
        }
    }
}

/// The deepest indentation of a part.
const DEEPEST: usize = 6;

/// Sums and totals for people: parts are indented below their wholes as "of which". A page has the names of countries
/// and regions. A terminal has no room for them, so it has codes, which are explained below the table.
pub fn tally_table(rows: &[TallyRow], layout: Layout<'_>, network: &Network) -> Block<'static> {
    let sheet = |shown: &dyn Fn(&str) -> String| {
        let lines: Vec<TallyLine> = rows.iter().map(|row| line(row, layout, network, shown)).collect();
        Block::Sheet(Sheet::of(lines).without_blank_columns().dispensable(&["source", "fields", "of"]))
    };
    let ends = rows.iter().flat_map(|row| [&row.from, &row.to]).flatten().map(String::as_str);
    let named =
        ends.collect::<BTreeSet<_>>().into_iter().filter_map(|end| Some(format!("{end} {}", name_of(end, network)?)));
    let names: Vec<String> = named.collect();
    let mut terminal = vec![sheet(&str::to_owned)];
    if !names.is_empty() && !matches!(layout, Layout::Of(_)) {
        terminal.push(Block::Text(names.join(", ")));
    }
    Block::Either { terminal, page: vec![sheet(&|end| named_end(end, network))] }
}

/// The direction of a sum, with the names of countries and regions.
pub fn direction(row: &TallyRow, network: &Network) -> String {
    row.direction(network.words(), |end| named_end(end, network))
}

/// The name of an end that is a country or region; any other end stays as it is.
fn named_end(end: &str, network: &Network) -> String {
    name_of(end, network).unwrap_or_else(|| end.to_owned())
}

/// The name of a country or region.
fn name_of(code: &str, network: &Network) -> Option<String> {
    let register = network.register();
    let region = || Some(network.shown_region(register.region(register.find_region(code)?)).to_owned());
    CountryCode::new(code).map(|code| network.shown_country(code)).or_else(region)
}

fn line(row: &TallyRow, layout: Layout<'_>, network: &Network, shown: &dyn Fn(&str) -> String) -> TallyLine {
    let words = network.words();
    let or = format!(" {} ", said!(words, Or));
    let level = row.level.as_ref().map(|levels| {
        let levels: Vec<&str> = levels.split('|').map(|level| words.word(level)).collect();
        levels.join(&or)
    });
    let counted = words.word(&row.what).to_owned();
    let (level, named) = match layout {
        Layout::ByLevel => (Some(level.unwrap_or_else(|| words.word("not stated").to_owned())), None),
        Layout::Plain | Layout::Agreements | Layout::Of(_) => (None, level),
    };
    let what = match (row.depth, named) {
        (0, None) => counted,
        (0, Some(named)) if matches!(layout, Layout::Agreements) => named,
        (0, Some(named)) => format!("{counted}, {named}"),
        (depth, named) => {
            let part = said!(words, OfWhich, part = named.as_ref().unwrap_or(&counted));
            format!("{}{part}", "  ".repeat(depth.min(DEEPEST)))
        }
    };
    let is_of_heading = matches!(layout, Layout::Of(said) if said == direction(row, network));
    let period = || if row.total.is_none() { words.word("undated").to_owned() } else { String::new() };
    TallyLine {
        year: row.year.clone().unwrap_or_else(period),
        level,
        what: format!("{what} {}", row.units(words)).trim_end().to_owned(),
        direction: if is_of_heading { String::new() } else { row.direction(words, shown) },
        items: row.items,
        total: row.reported(words),
        unexplained: Unexplained::of(row, words),
        exceeds: row.exceeds.filter(|&exceeds| exceeds > 0),
        fields: row.fields.as_ref().map(|fields| words.each_word(fields).replace('|', ", ")).unwrap_or_default(),
        // The whole is in the row above.
        of: row.of.clone().filter(|_| row.depth == 0),
        source: row.source.clone(),
    }
}
