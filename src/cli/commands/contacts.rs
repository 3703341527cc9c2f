use std::rc::Rc;

use clap::{Args, ValueEnum};
use serde::Serialize;
use sistergraph::{
    graph::Network,
    query::{self, ContactItemRow, ContactRegionRow, ContactRegions, ContactTallies, ContactsBy, TallyRow},
    said,
    table::{Answer, Block, Sheet},
    words::Words,
};

use super::{
    answer,
    ledger::{self, Filter, Item, Layout, beside, refuse, tally_table},
    lines,
};
use crate::cli::{
    error::{Error, count},
    output::Answered,
    session::Session,
};

pub const CONTACTS_HELP: &str = "\
items        rows of contacts.csv, each in the year in which it was or began
total        a number of totals.csv, reported without its items; the two are
             never added up. Beside a total stand the contacts that it counts:
             of its kind, within its year, from and to within its places
             (either way round where the kind has no direction), headed at its
             level (in any case of letters); with the unit `group` the groups that met. A row without a
             total sums contacts that no total is of
unexplained  total less items, where there are fewer items
exceeds      items less total, where there are more; that contradicts neither
             `about` nor `at least` nor `more than`
of           the total that a row is a part of (\"of which\"): indented below it
             in the table, never added to it

--by kind       year, kind and direction, the default: BY -> RU; BY - RU where
                the kind has none; `in BY` of an event; ? where a row doesn't
                say. Totals of anything that no list has rows of come last
--by direction  the same rows by direction
--by level      by who headed them; totals of all levels are left out
--by region     each region of the focus countries, zeros included, and any
                other with a contact (with --between each region of the two
                areas). A contact counts once for the region of each of its
                ends, an event for those of its host and participants
--by month      twelve rows a year; `unknown` for what is known to the year
                only, or not at all
--list          the contacts themselves, by date, those without one last; what a
                contact was is its kind, who headed it, its title and last day
The last three are of items alone.

--between A B takes contacts from A to B and from B to A, --country and --region those with an end there, --to those with \
another end there, whatever their direction; an event has its host and all who take part, named or reported, for ends. A \
total is shown where all that it counts is asked about. --as-of D takes contacts that have begun by D and totals of years \
that are over then.

Examples:
  sistergraph contacts --year 2016
  sistergraph contacts --list --year 2016 --region RU-BRY
                                        what did we do with Bryansk in 2016?
  sistergraph contacts --list --to RU
  sistergraph contacts --by region --between BY RU
  sistergraph --data my-lists contacts --by month --format csv -o months.csv";

#[derive(Args)]
pub struct ContactsOptions {
    /// Only contacts with another end in this country or region
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
    /// Only contacts and totals of this year
    #[arg(long, value_name = "YEAR", value_parser = ledger::year)]
    year: Option<u16>,
    /// What to sum by
    #[arg(long, value_enum, default_value_t = By::Kind)]
    by: By,
    /// One row for each contact instead of sums
    #[arg(long, conflicts_with = "by")]
    list: bool,
}

/// What contacts are summed by.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// First-level regions
    Region,
    /// Kinds, each compared with the reported totals
    Kind,
    /// Who headed them
    Level,
    /// From which country to which
    Direction,
    /// Months
    Month,
}

pub fn contacts(session: &Session, options: &ContactsOptions) -> Result<Answered<'static>, Error> {
    let filters = [Filter::Kind, Filter::Status, Filter::Level];
    refuse(session, "contacts", &filters, "leave it out; `--by kind` and `--by level` tell kinds and heads apart")?;
    let ledger = session.network.dataset().ledger();
    if ledger.contacts.is_empty() && ledger.totals.is_empty() {
        let words = session.words();
        let headline = said!(words, NoContactInData);
        return Ok(if options.list {
            answer(headline, Vec::<ContactItemRow>::new(), &[])
        } else {
            answer(headline, Vec::<TallyRow>::new(), &[])
        });
    }
    let sums = |by| query::contact_tallies(&session.network, &session.scope, options.year, by);
    let by_kind = sums(ContactsBy::Kind);
    let mut answered = match options.by {
        _ if options.list => listed(session, options, &by_kind),
        By::Kind => tallied(session, options, &by_kind),
        By::Direction => tallied(session, options, &sums(ContactsBy::Direction)),
        By::Level => tallied(session, options, &sums(ContactsBy::Level)),
        By::Month => by_month(session, options, &by_kind),
        By::Region => by_region(session, options, &by_kind),
    };
    let sums = by_kind;
    if sums.undated > 0 {
        answered.notes.push(format!("{} without a date counted", count(sums.undated, "contact")));
    }
    if sums.left_out > 0 {
        answered.notes.push(format!("{} without a date left out", count(sums.left_out, "contact")));
    }
    if let (1.., Some(date)) = (sums.vague, session.scope.as_of) {
        let vague = count(sums.vague, "contact");
        let day = date.last_day();
        answered.notes.push(format!("{vague} known only to the year or month that holds {day} counted"));
    }
    Ok(answered)
}

/// What was asked about and found: `contacts in 2016: none itemised`.
fn found(options: &ContactsOptions, contacts: usize, words: Words) -> String {
    match (options.year, contacts) {
        (None, 0) => said!(words, NoContactItemised),
        (None, contacts) => said!(words, ContactsItemised, contacts),
        (Some(year), 0) => said!(words, NoContactItemisedIn, year),
        (Some(year), contacts) => said!(words, ContactsItemisedIn, year, contacts),
    }
}

/// Sums beside totals, and totals of things without items.
fn tallied(session: &Session, options: &ContactsOptions, sums: &ContactTallies) -> Answered<'static> {
    let words = session.words();
    let (found, beside) = (found(options, sums.contacts, words), beside(&sums.rows, Item::Contact, words));
    let headline = format!("{found}; {beside}{}", session.filters());
    let mut page = vec![Block::Text(headline.clone())];
    if options.by == By::Direction {
        for (direction, rows) in by_direction(&sums.rows, &session.network) {
            page.push(Block::Heading(direction.clone()));
            page.push(tally_table(&rows, Layout::Of(&direction), &session.network));
        }
    } else {
        let layout = if options.by == By::Level { Layout::ByLevel } else { Layout::Plain };
        page.push(tally_table(&sums.rows, layout, &session.network));
    }
    if !sums.others.is_empty() {
        page.push(Block::Heading(said!(words, HeadOtherTotals)));
        page.push(tally_table(&sums.others, Layout::Plain, &session.network));
    }
    let rows: Vec<TallyRow> = sums.rows.iter().chain(&sums.others).cloned().collect();
    let mut notes = Vec::new();
    if sums.totals_of_any_level > 0 {
        let totals = count(sums.totals_of_any_level, "total");
        notes.push(format!("{totals} of contacts of any level left out; --by kind has them"));
    }
    if sums.wider_totals > 0 {
        let totals = count(sums.wider_totals, "total");
        notes.push(format!("{totals} left out: not all that they count is asked about"));
    }
    let is_empty = rows.is_empty();
    let answer = Answer::paged_rows(page, Sheet::of(rows));
    Answered { answer, headline, is_empty, notes, chart: None, exit_code: 0 }
}

/// The rows of each direction. A part stays with its whole, whatever its own direction is.
fn by_direction(rows: &[TallyRow], network: &Network) -> Vec<(String, Vec<TallyRow>)> {
    let mut sections: Vec<(String, Vec<TallyRow>)> = Vec::new();
    for row in rows {
        let direction = Some(ledger::direction(row, network)).filter(|text| !text.is_empty());
        let direction = direction.unwrap_or_else(|| said!(network.words(), AnyDirection));
        match sections.last_mut() {
            Some((heading, section)) if row.depth > 0 || *heading == direction => section.push(row.clone()),
            _ => sections.push((direction, vec![row.clone()])),
        }
    }
    sections
}

/// Says where totals are shown, if there are any.
fn totals_elsewhere(sums: &ContactTallies) -> Vec<String> {
    let totals = sums.rows.iter().filter(|row| row.total.is_some()).count();
    let note = || format!("{} left out; --by kind has them", count(totals, "total"));
    (totals > 0).then(note).into_iter().collect()
}

fn by_month(session: &Session, options: &ContactsOptions, sums: &ContactTallies) -> Answered<'static> {
    let rows = query::contact_months(&session.network, &session.scope, options.year);
    let words = session.words();
    let by = if rows.is_empty() { String::new() } else { format!(", {}", said!(words, ByMonth)) };
    let headline = format!("{}{by}{}", found(options, sums.contacts, words), session.filters());
    let notes = totals_elsewhere(sums);
    Answered { notes, ..answer(headline, rows, &["events", "documents"]) }
}

/// A contact as people read it. Places have their names; the kind of contact comes with its head, title and last day,
/// as in `visit, governor, until 2016-04-03`.
#[derive(Default, Serialize)]
struct ContactLine {
    date: String,
    from: Option<String>,
    to: Option<String>,
    what: String,
    id: Option<String>,
    source: Option<String>,
    note: Option<String>,
}

impl ContactLine {
    fn of(row: &ContactItemRow, words: Words) -> Self {
        let until = row.until.as_ref().map(|until| said!(words, Until, date = words.date_text(until)));
        let level = row.level.as_deref().map(|level| words.word(level));
        let what = [Some(words.word(&row.kind)), level, row.title.as_deref(), until.as_deref()];
        Self {
            date: row.date.clone().unwrap_or_else(|| words.word("undated").to_owned()),
            from: row.from_name.clone(),
            to: row.to_name.clone(),
            what: what.into_iter().flatten().collect::<Vec<_>>().join(", "),
            id: row.id.clone(),
            source: row.source.clone(),
            note: row.note.clone(),
        }
    }
}

fn listed(session: &Session, options: &ContactsOptions, sums: &ContactTallies) -> Answered<'static> {
    let rows = Rc::new(query::contact_rows(&session.network, &session.scope, options.year));
    let words = session.words();
    let headline = format!("{}{}", found(options, sums.contacts, words), session.filters());
    let sheet = Sheet::of(lines(&rows, move |row| ContactLine::of(row, words))).without_blank_columns();
    let page = vec![Block::Text(headline.clone()), Block::Sheet(sheet.dispensable(&["source", "id", "note"]))];
    Answered {
        is_empty: rows.is_empty(),
        answer: Answer::paged_rows(page, Sheet::of(rows)),
        headline,
        notes: totals_elsewhere(sums),
        chart: None,
        exit_code: 0,
    }
}

/// The contacts of a region as people read them.
#[derive(Default, Serialize)]
struct RegionLine {
    region: String,
    name: String,
    all: usize,
    visits: String,
    delegations: String,
    groups: usize,
    documents: usize,
    events: usize,
    latest: Option<String>,
}

impl RegionLine {
    fn of(row: &ContactRegionRow) -> Self {
        Self {
            region: row.region.clone(),
            name: row.name.clone(),
            all: row.contacts,
            visits: format!("{} / {}", row.visits_from, row.visits_to),
            delegations: format!("{} / {}", row.delegations_from, row.delegations_to),
            groups: row.working_groups,
            documents: row.documents,
            events: row.events,
            latest: row.latest.clone(),
        }
    }
}

fn by_region(session: &Session, options: &ContactsOptions, sums: &ContactTallies) -> Answered<'static> {
    let ContactRegions { rows, in_no_region } = query::contact_regions(&session.network, &session.scope, options.year);
    let with = rows.iter().filter(|row| row.contacts > 0).count();
    let words = session.words();
    let by = match rows.len() {
        0 => String::new(),
        regions => format!(", {}", said!(words, ContactsByRegion, with, regions)),
    };
    let headline = format!("{}{by}{}", found(options, sums.contacts, words), session.filters());
    let mut notes = totals_elsewhere(sums);
    if in_no_region > 0 {
        notes.push(format!("{} without an end in a region: in no row", count(in_no_region, "contact")));
    }
    let rows = Rc::new(rows);
    let sheet = Sheet::of(lines(&rows, RegionLine::of)).dispensable(&["latest", "events", "documents"]);
    Answered {
        is_empty: rows.is_empty(),
        answer: Answer::paged_rows(vec![Block::Text(headline.clone()), Block::Sheet(sheet)], Sheet::of(rows)),
        headline,
        notes,
        chart: None,
        exit_code: 0,
    }
}
