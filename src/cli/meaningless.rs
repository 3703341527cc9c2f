//! The common options that some commands don't use. These commands don't show them, and refuse them.

use clap::{ArgMatches, Command, CommandFactory, parser::ValueSource};

use super::{arguments::Arguments, error::Error};

/// The options that say how to read the data.
const READING: [&str; 7] = ["data", "encoding", "columns", "links", "no_header", "countries", "merge_spellings"];
const FILTERS: [&str; 7] = ["between", "country", "region", "kind", "status", "as_of", "level"];
const ARRANGEMENT: [&str; 3] = ["select", "sort", "top"];

/// The options that mean nothing to a command, by their names in the parser.
fn options_without_meaning(command: &str) -> Vec<&'static str> {
    match command {
        "completions" | "man" => {
            [&READING[..], &FILTERS, &ARRANGEMENT, &["format", "strict", "quiet", "lang"]].concat()
        }
        // This command has its own option `--countries`.
        "init" => {
            READING.into_iter().filter(|id| *id != "countries").chain(FILTERS).chain(["strict", "lang"]).collect()
        }
        "fetch" => [&READING[..], &FILTERS, &ARRANGEMENT, &["format", "strict", "lang"]].concat(),
        "import" => [&FILTERS[..], &["data", "lang"]].concat(),
        "check" => FILTERS.to_vec(),
        "report" => ARRANGEMENT.to_vec(),
        "export" => [&ARRANGEMENT[..], &["lang"]].concat(),
        "map" | "diagram" | "dot" | "atlas" => [&ARRANGEMENT[..], &["format"]].concat(),
        _ => Vec::new(),
    }
}

/// Whether a command takes filters.
pub fn takes_filters(command: &str) -> bool {
    !options_without_meaning(command).contains(&"country")
}

/// The program as help shows it: each command without the options that mean nothing to it.
pub fn program() -> Command {
    let mut program = Arguments::command();
    // Before this call, the commands don't have the common options.
    program.build();
    program.mut_subcommands(|command| {
        let hidden = options_without_meaning(command.get_name());
        command.mut_args(|argument| {
            let is_hidden = hidden.contains(&argument.get_id().as_str());
            if is_hidden { argument.hide(true) } else { argument }
        })
    })
}

/// Checks that no option was typed that means nothing to the command.
///
/// # Errors
/// Fails if one was. Commands that have data say themselves what to do instead.
pub fn refuse(matches: &ArgMatches) -> Result<(), Error> {
    let Some((name, of_command)) = matches.subcommand() else { return Ok(()) };
    let refused = match name {
        "completions" | "man" | "init" | "export" | "fetch" => options_without_meaning(name),
        "import" => vec!["lang"],
        _ => return Ok(()),
    };
    let is_typed = |id: &str| of_command.value_source(id) == Some(ValueSource::CommandLine);
    let Some(typed) = refused.into_iter().find(|id| is_typed(id)) else { return Ok(()) };
    Err(Error::Usage {
        message: format!("--{} means nothing to `{name}`", typed.replace('_', "-")),
        hint: format!("leave it out; `sistergraph {name} --help` lists what it takes"),
    })
}
