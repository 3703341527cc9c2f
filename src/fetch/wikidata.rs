//! Fetches twinned places from Wikidata: first statements, then the places that they name.

use super::{Answers, FetchError, PLACES_A_QUERY, Patience, Queries, Reply, Transport, TransportError, queries::Side};
use crate::{
    formats::{self, Facts, ItemId, Reading},
    model::{CountryCode, Date, Metadata},
    register::Register,
};

/// What to ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Asks for the statements of places in these countries, and for statements of other places that name these; empty
    /// for the whole world.
    pub countries: Vec<CountryCode>,
    /// Languages of names beside those that are always asked for, by their codes.
    pub languages: Vec<String>,
}

/// The result of fetching.
#[derive(Debug)]
pub struct Fetched {
    /// The data set. Its date is that of the first reply, by the service's clock.
    pub reading: Reading,
    /// The number of queries that the service answered.
    pub asked: usize,
    /// The number of queries that were answered from an earlier run.
    pub kept: usize,
}

/// Progress while data is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Some queries are answered. `all` grows if parts turn out too large.
    Answered {
        /// The number of queries answered so far.
        done: usize,
        /// The number of queries known so far.
        all: usize,
    },
    /// The service is left alone for some time.
    Waiting {
        /// The time in seconds.
        seconds: u64,
    },
}

/// Fetches the statements of twinned places (P190) from and to places of some countries, and what is known about these
/// places.
///
/// Queries are asked one at a time. If an answer breaks off, the query is asked again in smaller parts: statements are
/// divided by the last digits of the claiming places' ids, and places into halves.
///
/// # Errors
/// Returns [`FetchError`]. Answers that have arrived are kept, and aren't asked for again.
pub fn wikidata(
    asked: &Asked,
    service: &mut dyn Transport,
    answers: &Answers,
    patience: &mut Patience<'_>,
    tell: &mut dyn FnMut(Step),
) -> Result<Fetched, FetchError> {
    let queries = Queries { countries: asked.countries.clone(), languages: asked.languages.clone() };
    let mut run = Run { service, answers, patience, tell, day: None, done: 0, all: 0, asked: 0, kept: 0 };
    let mut facts = Facts::default();
    let sides = [Side::Claiming, Side::Claimed];
    let parts: Vec<(Option<CountryCode>, Side)> = if asked.countries.is_empty() {
        vec![(None, Side::Claiming)]
    } else {
        asked.countries.iter().flat_map(|&country| sides.map(|side| (Some(country), side))).collect()
    };
    run.all = parts.len();
    for (country, side) in parts {
        run.statements(country, side, String::new(), &mut facts)?;
    }
    if !facts.has_claims() {
        let codes: Vec<String> = asked.countries.iter().map(ToString::to_string).collect();
        let countries = if codes.is_empty() { "the world".to_owned() } else { codes.join(", ") };
        return Err(FetchError::Nothing { endpoint: run.service.endpoint().to_owned(), countries });
    }
    let named = facts.named();
    run.all += named.len().div_ceil(PLACES_A_QUERY);
    for batch in named.chunks(PLACES_A_QUERY) {
        run.places(&queries, batch, &mut facts)?;
    }
    let Run { day, asked: by_service, kept, .. } = run;
    let mut reading = facts.into_reading(SOURCE);
    let metadata = metadata(asked, reading.dataset.metadata().clone(), day);
    reading.dataset.set_metadata(metadata);
    Ok(Fetched { reading, asked: by_service, kept })
}

/// The name of the source in messages.
const SOURCE: &str = "Wikidata";

fn metadata(asked: &Asked, metadata: Metadata, day: Option<Date>) -> Metadata {
    let register = Register::built_in();
    let names: Vec<String> = asked.countries.iter().map(|&code| register.country_name(code)).collect();
    let of = if names.is_empty() { String::new() } else { format!(" of {}", names.join(", ")) };
    let codes = asked.countries.iter().map(|code| format!("-{}", code.as_str().to_lowercase()));
    Metadata {
        name: Some(format!("wikidata{}", codes.collect::<String>())),
        title: Some(format!("Twinned places{of} in Wikidata")),
        date: day,
        focus: asked.countries.clone(),
        sources: vec!["Wikidata (https://www.wikidata.org), property P190".to_owned()],
        ..metadata
    }
}

/// The outcome of asking a query once.
enum Outcome {
    Answer(String),
    /// The answer breaks off or came too late.
    Cut,
    Again(Option<std::time::Duration>, String),
}

struct Run<'r, 's> {
    service: &'r mut dyn Transport,
    answers: &'r Answers,
    patience: &'r mut Patience<'s>,
    tell: &'r mut dyn FnMut(Step),
    day: Option<Date>,
    done: usize,
    all: usize,
    asked: usize,
    kept: usize,
}

/// More digits than this are never needed to divide the ids.
const MOST_DIGITS: usize = 3;

impl Run<'_, '_> {
    fn statements(
        &mut self,
        country: Option<CountryCode>,
        side: Side,
        ending: String,
        facts: &mut Facts,
    ) -> Result<(), FetchError> {
        if self.answered(&Queries::statements_of(country, side, &ending), facts)? {
            return Ok(());
        }
        // An id whose digits are exactly the ending has a Q before them.
        if ending.len() >= MOST_DIGITS || ending.starts_with('Q') {
            return Err(FetchError::TooMuch { endpoint: self.service.endpoint().to_owned() });
        }
        let mut first: Vec<String> = (0..10).map(|digit| format!("{digit}{ending}")).collect();
        if !ending.is_empty() {
            first.push(format!("Q{ending}"));
        }
        self.all += first.len() - 1;
        first.into_iter().try_for_each(|ending| self.statements(country, side, ending, facts))
    }

    fn places(&mut self, queries: &Queries, batch: &[ItemId], facts: &mut Facts) -> Result<(), FetchError> {
        if self.answered(&queries.about_places(batch), facts)? {
            return Ok(());
        }
        if batch.len() < 2 {
            return Err(FetchError::TooMuch { endpoint: self.service.endpoint().to_owned() });
        }
        self.all += 1;
        let (first, second) = batch.split_at(batch.len() / 2);
        self.places(queries, first, facts)?;
        self.places(queries, second, facts)
    }

    /// Adds the answer of a query to `facts`, and returns whether there is a complete one.
    fn answered(&mut self, query: &str, facts: &mut Facts) -> Result<bool, FetchError> {
        let endpoint = self.service.endpoint().to_owned();
        let kept = self.answers.get(&endpoint, query);
        let answer = match &kept {
            Some(answer) => answer.clone(),
            None => match self.ask(query)? {
                Some(answer) => answer,
                None => return Ok(false),
            },
        };
        // The day comes before a kept answer, so that a resumed run has the day of its first reply.
        let (day, rows) = answer.split_once('\n').unwrap_or(("", &answer));
        formats::take_answer(SOURCE, rows, facts).map_err(FetchError::Damaged)?;
        self.day = self.day.or(day.parse().ok());
        if kept.is_some() {
            self.kept += 1;
        } else {
            self.answers.keep(&endpoint, query, &answer).map_err(FetchError::Keeping)?;
        }
        self.done += 1;
        (self.tell)(Step::Answered { done: self.done, all: self.all });
        Ok(true)
    }

    /// Asks until an answer arrives, and returns it below a line with its day; `None` if it breaks off.
    fn ask(&mut self, query: &str) -> Result<Option<String>, FetchError> {
        let endpoint = self.service.endpoint().to_owned();
        let mut failed = 0;
        loop {
            let reply = self.service.ask(query);
            self.asked += 1;
            let (asked_for, reason) = match outcome(&endpoint, reply)? {
                Outcome::Answer(answer) => return Ok(Some(answer)),
                Outcome::Cut => return Ok(None),
                Outcome::Again(asked_for, reason) => (asked_for, reason),
            };
            failed += 1;
            let Some(wait) = self.patience.after(failed, asked_for) else {
                return Err(match asked_for.filter(|asked_for| *asked_for > self.patience.longest_wait) {
                    Some(wait) => FetchError::Later { endpoint, minutes: wait.as_secs().div_ceil(60) },
                    None => FetchError::NoAnswer { endpoint, reason },
                });
            };
            (self.tell)(Step::Waiting { seconds: wait.as_secs() });
            (self.patience.wait)(wait);
        }
    }
}

/// The meaning of a reply.
fn outcome(endpoint: &str, reply: Result<Reply, TransportError>) -> Result<Outcome, FetchError> {
    let endpoint = || endpoint.to_owned();
    let reply = match reply {
        Ok(reply) => reply,
        Err(TransportError::TooSlow | TransportError::TooLong(_)) => return Ok(Outcome::Cut),
        Err(TransportError::Broken(reason)) => return Ok(Outcome::Again(None, reason)),
        Err(error @ TransportError::Elsewhere(_)) => {
            return Err(FetchError::NoAnswer { endpoint: endpoint(), reason: error.to_string() });
        }
    };
    let ran_out = formats::is_cut_answer(&reply.body);
    match reply.status {
        200 if formats::is_whole_answer(&reply.body) => {
            let day = reply.day.map(|day| day.to_string()).unwrap_or_default();
            Ok(Outcome::Answer(format!("{day}\n{}", reply.body)))
        }
        // The reply began like an answer.
        200 if ran_out || reply.body.trim_start().starts_with("{") && reply.body.contains("\"head\"") => {
            Ok(Outcome::Cut)
        }
        200 => Err(FetchError::NotAnAnswer { endpoint: endpoint(), says: beginning(&reply.body) }),
        500 if ran_out => Ok(Outcome::Cut),
        // A gateway ran out of time.
        504 => Ok(Outcome::Cut),
        429 | 500..=599 => Ok(Outcome::Again(reply.retry_after, format!("status {}", reply.status))),
        status => Err(FetchError::Refused { endpoint: endpoint(), status, says: beginning(&reply.body) }),
    }
}

/// The first words of a reply, for messages.
fn beginning(body: &str) -> String {
    let words: Vec<&str> = body.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => "nothing".to_owned(),
        None => text,
    }
}
