use std::{borrow::Cow, rc::Rc};

use clap::{Args, ValueEnum};
use serde::Serialize;
use sistergraph::{
    graph::Contact,
    model::{CountryCode, Date},
    query::{self, Attendance, AttendantRow, EventPairRow, EventRow, Pairs},
    said,
    table::{Answer, Block, Listing, Sheet},
    words::Words,
};

use super::{
    answer,
    ledger::{self, Filter, Layout, refuse, tally_table},
};
use crate::cli::{
    error::{Error, count},
    output::Answered,
    session::Session,
};

pub const EVENTS_HELP: &str = "\
Without EVENT: contacts of kind `event`, and any other that participants are named or reported of, by date. participants are \
the places of participants.csv, people what they send; reported are the totals of totals.csv that name the event, without \
their items. The two are never added up. --between, --country and --region take events with such places, the host and those \
reported included; --year Y those that began in it, --as-of D those begun by D. A place named twice takes part once.

With EVENT: the pairs of places that take part and have a tie, then each place with how many of the others it is tied to. \
The host counts among them, named or not. --untied lists the pairs of different countries that have no tie yet, \
--untied=all all that have none. A city and its region are two places, unless the city is the region. The filters choose \
ties and pairs alike; ties are those in force, or with --as-of those of the date. --reported lists the totals of the event, \
each beside the named participants that it counts.

Examples:
  sistergraph events --year 2017
  sistergraph events meeting-9
  sistergraph --data my-lists events meeting --untied --between BY RU -o untied.csv
  sistergraph events meeting-9 --reported --format csv";

#[derive(Args)]
pub struct EventsOptions {
    /// An id or title of an event, or some words of the title
    event: Option<String>,
    /// Further arguments, accepted only so that the error message can suggest the event that was meant
    #[arg(hide = true)]
    more: Vec<String>,
    /// Only events of this year
    #[arg(long, value_name = "YEAR", value_parser = ledger::year, conflicts_with = "event")]
    year: Option<u16>,
    /// The pairs without a tie instead of those with one
    #[arg(
        long,
        value_enum,
        value_name = "PAIRS",
        requires = "event",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "abroad"
    )]
    untied: Option<Untied>,
    /// The participating places instead of pairs
    #[arg(long, requires = "event", conflicts_with = "untied")]
    participants: bool,
    /// The reported totals instead of pairs
    #[arg(long, requires = "event", conflicts_with_all = ["untied", "participants"])]
    reported: bool,
}

/// Which pairs without a tie are listed.
#[derive(Clone, Copy, ValueEnum)]
enum Untied {
    /// Pairs of places in different countries
    Abroad,
    /// All pairs
    All,
}

pub fn events<'s>(session: &'s Session, options: &EventsOptions) -> Result<Answered<'s>, Error> {
    match &options.event {
        Some(name) if !options.more.is_empty() => Err(several(name, options)),
        Some(name) => Ok(event(session, &query::find_event(&session.network, name)?, options)),
        None => list(session, options.year),
    }
}

/// An error that says that one event was expected, since the other words are a word of `--untied` or belong to the
/// title.
fn several(name: &str, options: &EventsOptions) -> Error {
    let given: Vec<&str> = std::iter::once(name).chain(options.more.iter().map(String::as_str)).collect();
    let is_pairs = |word: &&&str| Untied::from_str(word, true).is_ok();
    let hint = match given.iter().find(is_pairs).filter(|_| options.untied.is_some()) {
        Some(word) => format!("say --untied={}", word.to_ascii_lowercase()),
        None => {
            format!("put the words of a title into quotation marks, as in `sistergraph events \"{}\"`", given.join(" "))
        }
    };
    let given = given.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    Error::Usage { message: format!("`events` is about one event, not several: {given}"), hint }
}

/// Up to this many events are shown with everything known about them; more are shown as a table.
const FEW: usize = 5;

fn list(session: &Session, year: Option<u16>) -> Result<Answered<'static>, Error> {
    let filters = [Filter::Kind, Filter::Status, Filter::Level];
    refuse(session, "events", &filters, "leave it out, or name an event, as in `sistergraph events EVENT`")?;
    let (rows, words) = (query::events(&session.network, &session.scope, year), session.words());
    let without_event = query::event_totals(&session.network, None, year);
    let is_undated = |row: &&EventRow| row.date.is_none();
    let left_out = match year {
        Some(_) => query::events(&session.network, &session.scope, None).iter().filter(is_undated).count(),
        None => 0,
    };
    if session.network.dataset().ledger().contacts.is_empty() && without_event.is_empty() {
        return Ok(answer(said!(words, NoEventInData), rows, &[]));
    }
    let events = if rows.is_empty() { said!(words, NoEvent) } else { said!(words, Events, events = rows.len()) };
    let in_year = year.map(|year| format!(" {}", said!(words, InYear, year))).unwrap_or_default();
    let headline = format!("{events}{in_year}{}", session.filters());
    let left_out = (left_out > 0).then(|| format!("{} without a date left out", count(left_out, "event")));
    let rows = Rc::new(rows);
    let sheet =
        Sheet::of(Rc::clone(&rows)).dispensable(&["source", "note", "host_name", "people", "until", "by_country"]);
    let mut page = vec![Block::Text(headline.clone())];
    if rows.len() > FEW {
        page.push(Block::Sheet(sheet.clone()));
    } else {
        for row in rows.iter() {
            page.push(Block::Heading(called(row, words)));
            page.push(Block::Facts(facts(row, words)));
        }
    }
    if !without_event.is_empty() {
        page.push(Block::Heading(said!(words, HeadOfNoEvent)));
        page.push(tally_table(&without_event, Layout::Plain, &session.network));
    }
    let answer = Answer::paged_rows(page, sheet);
    let notes = left_out.into_iter().collect();
    Ok(Answered { answer, headline, is_empty: rows.is_empty(), notes, chart: None, exit_code: 0 })
}

/// An event in sentences: `9th meeting (meeting-9)`.
fn called(row: &EventRow, words: Words) -> String {
    match (&row.title, &row.id) {
        (Some(title), Some(id)) => format!("{title} ({id})"),
        (Some(name), None) | (None, Some(name)) => name.clone(),
        (None, None) => said!(words, EventUntitled),
    }
}

/// Everything known about an event, one fact per line.
fn facts(row: &EventRow, words: Words) -> Vec<(String, String)> {
    let shown = |date: &Option<String>| date.as_ref().map(|date| words.date_text(date));
    let date = match (shown(&row.date), shown(&row.until)) {
        (Some(from), Some(to)) => Some(said!(words, FromTo, from, to)),
        (date, until) => date.or_else(|| until.map(|date| said!(words, Until, date))),
    };
    let host = match (&row.host_name, &row.host) {
        (Some(name), Some(id)) => Some(format!("{name} ({id})")),
        _ => None,
    };
    let people = row.people.map(|people| format!("; {}", said!(words, People, people))).unwrap_or_default();
    let named = match &row.by_country {
        Some(countries) => said!(words, Participants, participants = row.participants, countries) + &people,
        None => said!(words, NoParticipant),
    };
    let reported = row.reported.clone().unwrap_or_else(|| said!(words, NoNumberReported));
    let facts = [
        ("date", date),
        ("host", host),
        ("named", Some(named)),
        ("reported", Some(reported)),
        ("note", row.note.clone()),
        ("source", row.source.clone()),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((words.caption(name).to_owned(), value?))).collect()
}

fn event<'s>(session: &'s Session, event: &Contact<'_>, options: &EventsOptions) -> Answered<'s> {
    let (network, words) = (&session.network, session.words());
    let known = query::event(network, event);
    let totals = query::event_totals(network, Some(event.row), None);
    let pairs = match options.untied {
        None => Pairs::Tied,
        Some(Untied::Abroad) => Pairs::UntiedAbroad,
        Some(Untied::All) => Pairs::Untied,
    };
    let attendance = query::attendance(session.keep(session.graph()), event, pairs);
    let pairs = attendance.pairs.clone();
    let found = if attendance.named == 0 { said!(words, NoParticipant) } else { found(&attendance, words) };
    let headline = format!("{}: {found}{}", called(&known, words), session.filters());
    let mut page = vec![Block::Text(headline.clone())];
    let is_empty = match (options.reported, options.participants) {
        (true, _) => totals.is_empty(),
        (_, true) => attendance.attendants.is_empty(),
        _ => pairs.is_empty(),
    };
    let sheet = if options.reported {
        page.push(tally_table(&totals, Layout::Plain, &session.network));
        Sheet::of(totals)
    } else if options.participants {
        let sheet = Sheet::of(attendance.attendants);
        page.push(Block::Sheet(sheet.clone()));
        sheet
    } else {
        if options.untied.is_some() {
            page.push(Block::Sheet(pair_sheet(&pairs)));
        } else {
            page.push(Block::Facts(facts(&known, words)));
            page.extend(attendance_page(attendance, words));
        }
        Sheet::of(pairs)
    };
    let answer = Answer::paged_rows(page, sheet);
    Answered { answer, headline, is_empty, notes: Vec::new(), chart: None, exit_code: 0 }
}

/// `3 of 15 pairs tied; not yet tied: 8 of two countries, 4 others`.
fn found(attendance: &Attendance<'_>, words: Words) -> String {
    let Attendance { tied, untied_abroad, untied_at_home, .. } = attendance;
    let pairs = tied + untied_abroad + untied_at_home;
    said!(words, PairsTied, tied, pairs, abroad = untied_abroad, others = untied_at_home)
}

/// A pair as people read it. Whether it is tied is said above.
#[derive(Default, Serialize)]
struct PairLine<'n> {
    a_name: Cow<'n, str>,
    a_country: Option<CountryCode>,
    b_name: Cow<'n, str>,
    b_country: Option<CountryCode>,
    kind: Option<String>,
    since: Option<Date>,
    a: Cow<'n, str>,
    b: Cow<'n, str>,
}

impl<'n> From<EventPairRow<'n>> for PairLine<'n> {
    fn from(row: EventPairRow<'n>) -> Self {
        let EventPairRow { a, a_name, a_country, b, b_name, b_country, kind, since, .. } = row;
        Self { a, a_name, a_country, b, b_name, b_country, kind, since }
    }
}

/// Pairs with their names, and with ids if there is room.
fn pair_sheet<'s>(pairs: &Listing<'s, EventPairRow<'s>>) -> Sheet<'s> {
    Sheet::of(pairs.map(PairLine::from)).dispensable(&["a", "b", "kind", "since"])
}

/// What people see of who took part: names before ids.
const ATTENDANTS_FOR_PEOPLE: &[&str] = &["name", "region", "country", "role", "people", "tied", "untied_abroad", "id"];

/// The most places that a sentence names.
const NAMED: usize = 20;

/// The page that says who is tied to whom, and who has no ties.
fn attendance_page(attendance: Attendance<'_>, words: Words) -> Vec<Block<'_>> {
    let Attendance { named, attendants, pairs, tied, untied_abroad, .. } = attendance;
    if named == 0 {
        return Vec::new();
    }
    let mut page = Vec::new();
    if !pairs.is_empty() {
        page.push(Block::Heading(said!(words, HeadTiedPairs, pairs = tied)));
        page.push(Block::Sheet(pair_sheet(&pairs)));
    }
    page.push(Block::Heading(said!(words, HeadTakingPart, places = attendants.len())));
    let is_alone = |place: &&AttendantRow| place.tied == 0;
    let alone: Vec<String> = attendants.iter().filter(is_alone).map(|place| place.name.clone()).collect();
    let sheet = Sheet::of(attendants).for_people(ATTENDANTS_FOR_PEOPLE);
    page.push(Block::Sheet(sheet.dispensable(&["id", "region", "role", "people"])));
    let more = alone.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" {}", said!(words, AndMore, more)) } else { String::new() };
    if !alone.is_empty() {
        let names = alone[..alone.len().min(NAMED)].join(", ");
        page.push(Block::Text(said!(words, NoneTied, names = names + &more)));
    }
    if untied_abroad > 0 {
        page.push(Block::Text(said!(words, UntiedHint)));
    }
    page
}
