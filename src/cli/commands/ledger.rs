//! What the commands about the ledger share.

use serde::Serialize;
use sistergraph::{query::TallyRow, said, table::Sheet, words::Words};

use crate::cli::{error::Error, session::Session};

/// A filter that a question may have no use for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Kind,
    Status,
    Level,
}

/// That none of the filters is given that `command` has no use for; they are refused rather than ignored.
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

/// What a total is a number of.
#[derive(Clone, Copy)]
pub enum Item {
    Contact,
    Agreement,
}

/// A year of the ledger, in figures.
pub fn year(text: &str) -> Result<u16, String> {
    let year = text.parse().ok().filter(|year| (1..=9999).contains(year) && !text.starts_with('+'));
    year.ok_or_else(|| "expected a year such as 2016".to_owned())
}

/// How sums and totals are laid out for people.
#[derive(Clone, Copy)]
pub enum Layout<'t> {
    Plain,
    /// With a column for who headed them.
    ByLevel,
    /// Agreements, each told by the levels of its parties.
    Agreements,
    /// All of a direction, which needn't be said in each.
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

/// How much of a total no row explains: a number where the total is exact, else words, as in `about 76`.
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

/// The deepest that a part is indented.
const DEEPEST: usize = 6;

/// Sums and totals for people: parts are indented below their wholes as "of which".
pub fn tally_sheet(rows: &[TallyRow], layout: Layout<'_>, words: Words) -> Sheet<'static> {
    let lines: Vec<TallyLine> = rows.iter().map(|row| line(row, layout, words)).collect();
    Sheet::of(lines).without_blank_columns().dispensable(&["source", "fields", "of"])
}

fn line(row: &TallyRow, layout: Layout<'_>, words: Words) -> TallyLine {
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
    let direction = row.direction(words);
    let period = || if row.total.is_none() { words.word("undated").to_owned() } else { String::new() };
    TallyLine {
        year: row.year.clone().unwrap_or_else(period),
        level,
        what: format!("{what} {}", row.units(words)).trim_end().to_owned(),
        direction: if matches!(layout, Layout::Of(said) if said == direction) { String::new() } else { direction },
        items: row.items,
        total: row.reported(words),
        unexplained: Unexplained::of(row, words),
        exceeds: row.exceeds.filter(|&exceeds| exceeds > 0),
        fields: row.fields.as_ref().map(|fields| words.each_word(fields).replace('|', ", ")).unwrap_or_default(),
        // The whole stands above.
        of: row.of.clone().filter(|_| row.depth == 0),
        source: row.source.clone(),
    }
}
