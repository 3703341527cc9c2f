//! Completions from the data: a shell runs the program itself to ask what may follow, with `COMPLETE` set to its name.

use std::{cmp::Reverse, collections::BTreeMap, ffi::OsStr};

use clap::{Arg, Command, CommandFactory};
use clap_complete::{ArgValueCompleter, CompleteEnv, CompletionCandidate};
use sistergraph::{
    formats::{self, Told},
    graph::{Network, Scope},
    model::{Level, RegionCode},
    query,
    register::Register,
};

use super::{answer_columns::columns_of, arguments::Arguments};

/// The environment variable that a shell sets to ask.
pub const VARIABLE: &str = "COMPLETE";

/// If a shell asks what may follow, answers it and exits; otherwise does nothing.
pub fn answer() {
    if let Some(shell) = std::env::var_os(VARIABLE) {
        let is_bash = shell == "bash";
        CompleteEnv::with_factory(|| program(is_bash)).var(VARIABLE).complete();
    }
}

/// The program with completions for names of places.
fn program(is_bash: bool) -> Command {
    Arguments::command().mut_args(move |argument| completed("", argument, is_bash)).mut_subcommands(move |command| {
        let name = command.get_name().to_owned();
        command.mut_args(|argument| completed(&name, argument, is_bash))
    })
}

/// An argument; if it is the name of a place, with completions.
fn completed(command: &str, argument: Arg, is_bash: bool) -> Arg {
    let names =
        |levels: &'static [Level]| ArgValueCompleter::new(move |typed: &OsStr| candidates(typed, levels, is_bash));
    match (command, argument.get_id().as_str()) {
        ("path", "from" | "to") | (_, "place" | "avoid" | "without" | "ego" | "a" | "b") => {
            argument.add(names(Level::ALL))
        }
        (_, "between" | "area" | "areas" | "to" | "region") => argument.add(names(&[Level::Region, Level::Country])),
        (_, "country" | "countries") => argument.add(names(&[Level::Country])),
        (_, "select" | "sort") => argument.add(ArgValueCompleter::new(columns)),
        _ => argument,
    }
}

/// The most places that a shell is offered, those with most partners; and the most regions and countries.
const MOST_PLACES: usize = 30;
const MOST_AREAS: usize = 60;

/// The beginning of a word, and how a name replaces it.
struct Typed {
    text: String,
    /// Whether blanks must be escaped: bash inserts words unchanged, while other shells quote them.
    escapes: bool,
}

impl Typed {
    fn new(typed: &str, is_bash: bool) -> Self {
        match typed.strip_prefix(['"', '\'']) {
            Some(text) => Self { text: text.to_owned(), escapes: false },
            None if is_bash => Self { text: typed.replace('\\', ""), escapes: true },
            None => Self { text: typed.to_owned(), escapes: false },
        }
    }

    fn begins(&self, text: &str) -> bool {
        text.to_lowercase().starts_with(&self.text.to_lowercase())
    }

    /// A name as a word of the command line.
    fn word(&self, name: &str) -> String {
        let is_plain = |c: char| c.is_alphanumeric() || "-_./,+@%".contains(c);
        let escaped = |c: char| if self.escapes && !is_plain(c) { vec!['\\', c] } else { vec![c] };
        name.chars().flat_map(escaped).collect()
    }
}

/// The words of the command line so far.
fn words() -> Vec<String> {
    std::env::args_os().filter_map(|word| word.into_string().ok()).collect()
}

/// Names, ids and codes that begin with the typed text, ignoring case; if there are none, those of which another name
/// does. If there are many, the places with most partners.
fn candidates(typed: &OsStr, levels: &[Level], is_bash: bool) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str().map(|typed| Typed::new(typed, is_bash)) else { return Vec::new() };
    let words = words();
    let data = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--data") {
        Some("") => words.get(at + 1).map(String::as_str),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    // If the data can't be read, a waiting shell gets no suggestions.
    let Ok(reading) = formats::read_as(data.unwrap_or(formats::DEFAULT), &Told::default()) else { return Vec::new() };
    let Ok(built) = Network::build(reading.dataset, Register::built_in()).sound() else { return Vec::new() };
    let graph = built.0.graph(&Scope::default());
    let (mut found, mut by_alias) = (BTreeMap::new(), BTreeMap::new());
    for place in query::search_places(&graph, &typed.text).iter() {
        if !levels.iter().any(|level| level.name() == place.level) {
            continue;
        }
        let country = place.country.map(|code| code.to_string()).unwrap_or_default();
        let fit = |is_name: bool| Fit {
            degree: place.degree,
            is_name,
            is_country: place.level == Level::Country.name(),
            help: format!("{}, {}", place.name, place.region.unwrap_or(&country)),
        };
        if typed.begins(place.name) || typed.begins(place.id) {
            let word = typed.word(place.name);
            // If two have the same name, the second is offered by its id.
            let is_name = typed.begins(place.name) && !found.contains_key(&word);
            found.insert(if is_name { word } else { typed.word(place.id) }, fit(is_name));
        } else if let Some(alias) = place.alias.as_deref().filter(|alias| typed.begins(alias)) {
            // A former code of one region may be the current code of another.
            let is_name = RegionCode::new(alias.to_owned()).is_err();
            by_alias.insert(typed.word(if is_name { alias } else { place.id }), fit(is_name));
        }
    }
    // A city that is a region was found as that city.
    if levels.contains(&Level::Region) && !typed.text.is_empty() {
        let regions = graph.network().register().regions().iter().filter(|region| typed.begins(&region.code));
        for region in regions {
            let help = format!("{}, {}", region.name, region.country);
            found.entry(region.code.to_string()).or_insert(Fit { help, ..Fit::default() });
        }
    }
    let mut found: Vec<(String, Fit)> = if found.is_empty() { by_alias } else { found }.into_iter().collect();
    let most = if levels.contains(&Level::City) {
        found.sort_by_key(|(word, fit)| {
            (!word.eq_ignore_ascii_case(&typed.text), Reverse(fit.degree), !fit.is_name, word.chars().count())
        });
        MOST_PLACES
    } else {
        found.sort_by_key(|(word, fit)| (!fit.is_country, !fit.is_name, word.chars().count()));
        MOST_AREAS
    };
    found.truncate(most);
    found.into_iter().map(|(word, fit)| CompletionCandidate::new(word).help(Some(fit.help.into()))).collect()
}

/// A possible completion of a word.
#[derive(Default)]
struct Fit {
    /// The number of its partners.
    degree: usize,
    /// Whether the word is a name, rather than an id or code.
    is_name: bool,
    is_country: bool,
    help: String,
}

/// The columns of the command's rows. In a list with commas, the parser passes only the last part.
fn columns(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let columns = words().iter().map(|word| columns_of(word)).find(|columns| !columns.is_empty()).unwrap_or_default();
    columns.into_iter().filter(|column| column.starts_with(typed)).map(CompletionCandidate::new).collect()
}
