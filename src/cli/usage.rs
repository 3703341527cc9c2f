//! Messages about a command line that can't be parsed.

use std::ffi::OsString;

use clap::{
    Command, CommandFactory, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};
use sistergraph::legible::spell_out;
use strsim::damerau_levenshtein;

use super::{again::quoted, arguments::Arguments, meaningless::takes_filters, output};

/// Prints the argument parser's message about a mistake, and what was probably meant; returns the exit code.
pub fn print(error: clap::Error) -> u8 {
    let mut error = spelt_out(error);
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| spell_out(&word.to_string_lossy()).into_owned()).collect();
    let program = Arguments::command();
    suggest_commands(&mut error, &words, &program);
    // If stderr is closed, there is nobody to tell.
    let _ = error.print();
    if let Some(hint) = hint(&error, &words, &program) {
        output::to_stderr(&format!("hint: {hint}"));
    }
    2
}

/// The error about the same arguments with hidden characters spelt out, since a terminal would act on them.
fn spelt_out(error: clap::Error) -> clap::Error {
    let arguments = std::env::args_os().map(|argument: OsString| spell_out(&argument.to_string_lossy()).into_owned());
    match Arguments::try_parse_from(arguments) {
        Err(spelt) if spelt.kind() == error.kind() => spelt,
        // In this case the error is about bytes that aren't text, and shows none.
        _ => error,
    }
}

/// For a word that isn't a command, keeps only the nearest suggestions; the parser itself suggests any that are near.
fn suggest_commands(error: &mut clap::Error, words: &[String], program: &Command) {
    let Some(typed) = unknown_command(error) else { return };
    error.remove(ContextKind::SuggestedSubcommand);
    let suggested =
        if command_behind(&typed, words, program).is_some() { Vec::new() } else { nearest(&typed, program) };
    if !suggested.is_empty() {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(suggested));
    }
}

/// The most letters by which a mistyped command may differ from the real one.
const MISTYPED: usize = 2;

/// The commands nearest to a word: those that begin with it, otherwise those that differ in the fewest letters.
fn nearest(typed: &str, program: &Command) -> Vec<String> {
    let typed = typed.to_lowercase();
    let names = || program.get_subcommands().map(Command::get_name);
    let begun: Vec<String> = names().filter(|name| name.starts_with(&*typed)).map(str::to_owned).collect();
    if typed.len() > 2 && !begun.is_empty() {
        return begun;
    }
    let distance = |name: &str| damerau_levenshtein(&typed, name);
    let Some(least) = names().map(distance).min().filter(|&least| least <= MISTYPED) else { return Vec::new() };
    names().filter(|name| distance(name) == least).map(str::to_owned).collect()
}

/// What was probably meant, in a sentence.
fn hint(error: &clap::Error, words: &[String], program: &Command) -> Option<String> {
    if let Some(typed) = unknown_command(error) {
        if let Some(command) = command_behind(&typed, words, program) {
            return Some(format!("the command comes first: `sistergraph {command} {}`", quoted(&typed)));
        }
        // A name begins with a capital, and a command never does.
        let is_name = nearest(&typed, program).is_empty() && typed.chars().next().is_some_and(char::is_uppercase);
        return is_name.then(|| format!("`sistergraph partners {}` lists the partners of a place", quoted(&typed)));
    }
    let unexpected = error.get(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let unexpected = unexpected.to_string();
    if unexpected.starts_with('-') {
        return None;
    }
    let command = words.iter().find_map(|word| program.find_subcommand(word))?;
    if let Some(option) = option_of(command, &unexpected) {
        return Some(format!("`sistergraph {} {option}`", command.get_name()));
    }
    if let Some([first, second]) =
        two_numbers(&unexpected, words).filter(|_| words.iter().any(|word| word == "--center"))
    {
        return Some(format!("--center takes longitude and latitude in one word, as in `--center {first},{second}`"));
    }
    if ["map", "dot", "diagram"].contains(&command.get_name()) {
        return Some(format!("`--ego \"{unexpected}\"` draws a place and those around it"));
    }
    if let Some(option) = filter_of(&unexpected).filter(|_| takes_filters(command.get_name())) {
        let command = command.get_name();
        return Some(format!("`sistergraph {command} {option} {unexpected}` keeps the ties that have an end there"));
    }
    let name = unquoted_name(&unexpected, words, program)?;
    Some(format!("a name of several words stands in quotes: \"{name}\""))
}

/// The word that was taken for a command.
fn unknown_command(error: &clap::Error) -> Option<String> {
    let typed = error.get(ContextKind::InvalidSubcommand).filter(|_| error.kind() == ErrorKind::InvalidSubcommand)?;
    Some(typed.to_string())
}

/// The command directly behind a word.
fn command_behind(typed: &str, words: &[String], program: &Command) -> Option<String> {
    let at = words.iter().position(|word| word == typed)?;
    let command = program.find_subcommand(words.get(at + 1)?)?;
    Some(command.get_name().to_owned())
}

/// The option of a command that a word is a value of, or the name of: `--metric betweenness`, `--members`.
fn option_of(command: &Command, word: &str) -> Option<String> {
    let options = || command.get_opts().filter_map(|option| Some((option, option.get_long()?)));
    let with_value = options().find_map(|(option, long)| {
        let values = option.get_possible_values();
        values.iter().any(|value| value.matches(word, true)).then(|| format!("--{long} {word}"))
    });
    with_value.or_else(|| {
        let flag = command.get_arguments().filter_map(clap::Arg::get_long).find(|long| *long == word)?;
        Some(format!("--{flag}"))
    })
}

/// The filter for which a word looks like a code.
fn filter_of(word: &str) -> Option<&'static str> {
    let is_country = |word: &str| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_country(word) {
        return Some("--country");
    }
    word.split_once('-').filter(|(country, _)| is_country(country)).map(|_| "--region")
}

/// A number, together with the one before it.
fn two_numbers<'w>(second: &str, words: &'w [String]) -> Option<[&'w str; 2]> {
    let at = words.iter().position(|word| word == second).filter(|&at| at > 0)?;
    let both = [&*words[at - 1], &*words[at]];
    both.iter().all(|word| word.parse::<f64>().is_ok()).then_some(both)
}

/// The words of a name typed without quotes: from the word before the unexpected one up to the next option.
fn unquoted_name(unexpected: &str, words: &[String], program: &Command) -> Option<String> {
    let at = words.iter().position(|word| word == unexpected).filter(|at| *at >= 2)?;
    let (before, first) = (&words[at - 2], &words[at - 1]);
    // The value of an option, or the command itself, doesn't begin a name.
    if before.starts_with('-') || program.find_subcommand(first).is_some() {
        return None;
    }
    let name: Vec<&str> =
        words[at - 1..].iter().take_while(|word| !word.starts_with('-')).map(String::as_str).collect();
    (name.len() > 1).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_commands_are_suggested_and_no_others() {
        let program = Arguments::command();
        for (typed, expected) in [
            ("partner", &["partners"][..]),
            ("comp", &["components", "completions"]),
            ("raport", &["report"]),
            ("Ranks", &["rank"]),
            ("Mogilev", &[]),
            ("dto", &["dot"]),
        ] {
            let mut found = nearest(typed, &program);
            found.sort_unstable();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn a_value_without_its_option_is_given_it() {
        let program = Arguments::command();
        let option = |command: &str, word: &str| option_of(program.find_subcommand(command).unwrap(), word);
        assert_eq!(option("rank", "betweenness").as_deref(), Some("--metric betweenness"));
        assert_eq!(option("components", "members").as_deref(), Some("--members"));
        assert_eq!(option("stats", "country").as_deref(), Some("--by country"));
        assert_eq!(option("partners", "Petersburg"), None);
    }
}
