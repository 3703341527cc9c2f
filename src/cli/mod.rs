//! Layer 8: the command line. Only this module prints and decides the exit code.

mod again;
mod answer_columns;
mod arguments;
mod cells;
mod commands;
mod complete;
mod destination;
mod draft;
mod error;
mod file_size;
mod folder;
mod format_word;
mod gazetteer;
mod hints;
mod input;
mod interrupt;
mod meaningless;
mod named;
mod output;
mod pictures;
mod progress;
mod sampling;
mod sentences;
mod session;
mod stdout;
mod usage;
mod warnings;

use std::{ffi::OsString, io, mem::ManuallyDrop, process::ExitCode};

use anstream::{AutoStream, ColorChoice};
use clap::{CommandFactory, FromArgMatches};

use arguments::{Arguments, Command};
use destination::Destination;
use error::Error;
use output::{Answered, Output};
use session::Session;

/// The exit code of a command that was asked to judge (`check`, `unconnected --fail`) and found something.
const FOUND: u8 = 3;

/// Answers the command line with which the program was started.
pub fn main() -> ExitCode {
    complete::answer();
    ExitCode::from(answer(std::env::args_os()))
}

/// Answers a command line, whose first word is the program's name, and returns the exit code.
///
/// Exit codes: 0 means answered (also if the answer is empty), 1 an error, 2 wrong usage, and 3 that a command asked to
/// judge found something.
pub fn answer(words: impl IntoIterator<Item = OsString>) -> u8 {
    file_size::report_limit();
    let words: Vec<OsString> = words.into_iter().collect();
    let parsed = Arguments::command().try_get_matches_from(&words);
    let answered = match parsed.and_then(|matches| Ok((Arguments::from_arg_matches(&matches)?, matches))) {
        Ok((arguments, matches)) => meaningless::refuse(&matches).and_then(|()| run(arguments)),
        Err(error) if error.use_stderr() => return usage::print(error),
        Err(error) => {
            // This help hides the options that mean nothing to a command. It is built only when needed, since that is
            // rare.
            let help = meaningless::program().try_get_matches_from(&words).err().unwrap_or(error);
            print(&help)
        }
    };
    match answered {
        Ok(code) => code,
        Err(error) => {
            error.print();
            error.exit_code()
        }
    }
}

/// Prints help or the version, in colours if stdout shows them.
fn print(help: &clap::Error) -> Result<u8, Error> {
    let text = help.render();
    let text = match AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => text.to_string(),
        _ => text.ansi().to_string(),
    };
    Destination::Stdout.write(|out| out.write_all(text.as_bytes()))?;
    Ok(0)
}

fn run(arguments: Arguments) -> Result<u8, Error> {
    // This thread works together with the others instead of waiting for them. If no threads can be created, it works
    // alone.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let _shown = progress::Shown::start(arguments.shared.quiet);
    let mut arguments = arguments;
    arguments.shared.settle_format(&arguments.command)?;
    let command = match arguments.command {
        Command::Completions(options) => {
            let destination = Destination::new(arguments.shared.output);
            return commands::completions(&options, &destination);
        }
        Command::Man(options) => {
            return commands::man(&options, &meaningless::program(), &Destination::new(arguments.shared.output));
        }
        Command::Check(options) => return commands::check(&arguments.shared, &options),
        command => command,
    };
    let command = match command {
        Command::Import(options) => return commands::import(&options, arguments.shared),
        Command::Export(options) => return commands::export(options, arguments.shared),
        Command::Fetch(options) => return commands::fetch(&options, &arguments.shared),
        Command::Init(options) => return commands::init(&options, &arguments.shared),
        Command::Diff(options) => return commands::diff(&options, arguments.shared),
        Command::Scorecard(options) if options.all => return commands::scorecards(options, arguments.shared),
        command => command,
    };
    let (mut command, mut shared) = (command, arguments.shared);
    command.restrict(&mut shared)?;
    let (name, writes) = command.writes();
    let output = Output::new(&shared, writes, name)?;
    // The session is leaked on purpose: process exit frees its memory faster than dropping it would.
    let session = ManuallyDrop::new(Session::open(&shared, output.words())?);
    let answered = match command {
        Command::Report => commands::report(&session, &shared.data),
        Command::Places(options) => commands::places(&session, &options)?,
        Command::Partners(options) => commands::partners(&session, &options)?,
        Command::Common(options) => commands::common(&session, &options)?,
        Command::Ties(_) => commands::ties(&session),
        Command::Pairs(options) => commands::pairs(&session, &options)?,
        Command::Regions(options) => commands::regions(&session, &options, &output)?,
        Command::Unconnected(options) => commands::unconnected(&session, &options, &output)?,
        Command::Matrix(options) => commands::matrix(&session, &options, &output)?,
        Command::Components(options) => commands::components(&session, &options),
        Command::Communities(options) => commands::communities(&session, &options),
        Command::Path(options) => commands::path(&session, &options)?,
        Command::Fragile(options) => commands::fragile(&session, &options)?,
        Command::Stats(options) => commands::stats(&session, &options, &output)?,
        Command::Rank(options) => commands::rank(&session, &options, &output)?,
        Command::Suggest(options) => commands::suggest(&session, &options, &output)?,
        Command::Curators(options) => commands::curators(&session, &options)?,
        Command::Scorecard(options) => commands::scorecard(&session, &options, &output)?,
        Command::History(options) => commands::history(&session, &options, &output)?,
        Command::Agreements(options) => commands::agreements(&session, &options, &output)?,
        Command::Contacts(options) => commands::contacts(&session, &options)?,
        Command::Events(options) => commands::events(&session, &options)?,
        Command::Dot(options) => return commands::dot(&session, &options, &output),
        Command::Diagram(options) => return commands::diagram(&session, options, &output),
        Command::Map(options) => return commands::map(&session, options, &output),
        Command::Atlas(options) => return commands::atlas(&session, options, &output),
        // These were answered above, without a network.
        Command::Check(_)
        | Command::Completions(_)
        | Command::Man(_)
        | Command::Import(_)
        | Command::Export(_)
        | Command::Fetch(_)
        | Command::Init(_)
        | Command::Diff(_) => return Ok(0),
    };
    let answered = output.arranged(answered, Some(&session.network))?;
    let made_with = session.made_with();
    let answer = answered.answer.resting_on(session.source()).made_with(&made_with, session.made_with_foot());
    let chart = answered.chart.map(|chart| chart.made_with(session.made_with_line()));
    chart.iter().for_each(|chart| session.on_letters(chart, 0));
    let answered = Answered { answer, chart, ..answered };
    output.answer(&answered, shared.quiet)?;
    Ok(answered.exit_code)
}
