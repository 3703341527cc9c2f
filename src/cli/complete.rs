//! Completions that know the data: a shell asks the program itself what may follow, with `COMPLETE` set to its name.

use std::{collections::BTreeMap, ffi::OsStr};

use clap::{Arg, Command, CommandFactory};
use clap_complete::{ArgValueCompleter, CompleteEnv, CompletionCandidate};
use sistergraph::{
    formats::{self, Told},
    graph::{Network, Scope},
    model::{Level, RegionCode},
    query,
    register::Register,
};

use super::arguments::Arguments;

/// The variable by which a shell asks.
pub const VARIABLE: &str = "COMPLETE";

/// Answers a shell that asks what may follow, and ends the program; does nothing for anybody else.
pub fn answer() {
    if std::env::var_os(VARIABLE).is_some() {
        CompleteEnv::with_factory(program).var(VARIABLE).complete();
    }
}

/// The program with what completes names of places.
fn program() -> Command {
    Arguments::command().mut_args(|argument| completed("", argument)).mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        command.mut_args(|argument| completed(&name, argument))
    })
}

/// An argument, with the names that may stand for it where it is one of a place.
fn completed(command: &str, argument: Arg) -> Arg {
    match (command, argument.get_id().as_str()) {
        ("path", "from" | "to") | (_, "place" | "avoid" | "without" | "ego" | "a" | "b") => {
            argument.add(ArgValueCompleter::new(|typed: &OsStr| candidates(typed, Level::ALL)))
        }
        (_, "between" | "area" | "areas" | "to" | "region") => {
            argument.add(ArgValueCompleter::new(|typed: &OsStr| candidates(typed, &[Level::Region, Level::Country])))
        }
        (_, "country" | "countries") => {
            argument.add(ArgValueCompleter::new(|typed: &OsStr| candidates(typed, &[Level::Country])))
        }
        _ => argument,
    }
}

/// The most names that a shell is given.
const MOST: usize = 200;

/// Names, ids and codes that begin with the text typed, in capital or small letters; where there are none, those of which another
/// name does. A name with a blank gives way to the id, since not every shell would quote it.
fn candidates(typed: &OsStr, levels: &[Level]) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let words: Vec<String> = std::env::args_os().filter_map(|word| word.into_string().ok()).collect();
    let data = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--data") {
        Some("") => words.get(at + 1).map(String::as_str),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    // A shell that waits is told nothing of data that can't be read.
    let Ok(reading) = formats::read_as(data.unwrap_or(formats::DEFAULT), &Told::default()) else { return Vec::new() };
    let Ok(built) = Network::build(reading.dataset, Register::built_in()).sound() else { return Vec::new() };
    let graph = built.0.graph(&Scope::default());
    let begins = |text: &str| text.to_lowercase().starts_with(&typed.to_lowercase());
    let is_word = |text: &str| !text.contains(|c: char| c.is_whitespace() || "'\"\\`$".contains(c));
    let (mut found, mut by_alias) = (BTreeMap::new(), BTreeMap::new());
    for place in query::search_places(&graph, typed).iter() {
        if !levels.iter().any(|level| level.name() == place.level) {
            continue;
        }
        let country = place.country.map(|code| code.to_string()).unwrap_or_default();
        let help = format!("{}, {}", place.name, place.region.unwrap_or(&country));
        if begins(place.name) || begins(place.id) {
            let value = if begins(place.name) && is_word(place.name) { place.name } else { place.id };
            found.insert(value.to_owned(), help);
        } else if let Some(alias) = place.alias.as_deref().filter(|alias| begins(alias)) {
            // What was somebody's code is somebody else's today.
            let is_name = is_word(alias) && RegionCode::new(alias.to_owned()).is_err();
            by_alias.insert(if is_name { alias } else { place.id }.to_owned(), help);
        }
    }
    // A city that is a region was found as that city.
    if levels.contains(&Level::Region) && !typed.is_empty() {
        let regions = graph.network().register().regions().iter().filter(|region| begins(&region.code));
        found.extend(regions.map(|region| (region.code.to_string(), format!("{}, {}", region.name, region.country))));
    }
    let mut found: Vec<(String, String)> = if found.is_empty() { by_alias } else { found }.into_iter().collect();
    // Countries first, whose codes are the shortest.
    found.sort_by_key(|(value, _)| value.len());
    let candidate = |(value, help): (String, String)| CompletionCandidate::new(value).help(Some(help.into()));
    found.into_iter().take(MOST).map(candidate).collect()
}
