//! Repeats the command that was typed, with another word in place of one.

use std::{borrow::Cow, env};

/// The command line with `code` in place of the last argument that is `name` or ends with `=name`; `None` if there is
/// no such argument.
pub fn with(name: &str, code: &str) -> Option<String> {
    let typed = env::args_os().skip(1).map(|argument| argument.into_string().ok()).collect::<Option<Vec<String>>>()?;
    instead(&typed, name, code)
}

fn instead(typed: &[String], name: &str, code: &str) -> Option<String> {
    let is_name = |argument: &str| {
        argument == name
            || argument.starts_with("--") && argument.split_once('=').is_some_and(|(_, value)| value == name)
    };
    let at = typed.iter().rposition(|argument| is_name(argument))?;
    let changed = |(place, argument): (usize, &String)| match argument.strip_suffix(name) {
        Some(option) if place == at => format!("{option}{code}"),
        _ => argument.clone(),
    };
    let words: Vec<String> = typed.iter().enumerate().map(changed).collect();
    let words: Vec<Cow<'_, str>> = words.iter().map(|word| quoted(word)).collect();
    Some(format!("sistergraph {}", words.join(" ")))
}

/// Another command about the same data: with `--data` and the options that say how to read it.
pub fn about_same_data(command: &str) -> String {
    let typed: Vec<String> = env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    same_data(&typed, command)
}

/// Another command about the same data, with the same filters.
pub fn about_same_question(command: &str) -> String {
    let typed: Vec<String> = env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let mut words = vec![same_data(&typed, command)];
    let mut arguments = typed.iter();
    while let Some(argument) = arguments.next() {
        let name = argument.split_once('=').map_or(&**argument, |(name, _)| name);
        let Some((_, values)) = FILTERS.iter().find(|(filter, _)| *filter == name) else { continue };
        words.push(quoted(argument).into_owned());
        let values = if name == argument { *values } else { 0 };
        words.extend(arguments.by_ref().take(values).map(|value| quoted(value).into_owned()));
    }
    words.join(" ")
}

/// The options that restrict an answer, with the number of values that each takes.
const FILTERS: [(&str, usize); 7] = [
    ("--between", 2),
    ("--country", 1),
    ("--region", 1),
    ("--kind", 1),
    ("--status", 1),
    ("--as-of", 1),
    ("--level", 1),
];

fn same_data(typed: &[String], command: &str) -> String {
    let mut words = vec!["sistergraph".to_owned()];
    let mut arguments = typed.iter().peekable();
    while let Some(argument) = arguments.next() {
        let name = argument.split_once('=').map_or(&**argument, |(name, _)| name);
        if argument == "--no-header" || argument == "--locate" {
            words.push(argument.clone());
        } else if argument == "import" {
            // The data follows the option.
            let data = arguments.next_if(|data| !data.starts_with('-'));
            words.extend(data.into_iter().flat_map(|data| ["--data".to_owned(), quoted(data).into_owned()]));
        } else if ["--data", "--links", "--encoding", "--columns", "--gazetteer"].contains(&name) {
            words.push(quoted(argument).into_owned());
            if name == argument {
                words.extend(arguments.next().map(|value| quoted(value).into_owned()));
            }
        }
    }
    words.push(command.to_owned());
    words.join(" ")
}

/// A word quoted for a shell.
pub fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.into();
    }
    format!("'{}'", word.replace('\'', r"'\''")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_given_back_with_one_word_changed() {
        let again = |typed: &[&str]| {
            let typed: Vec<String> = typed.iter().map(|&word| word.to_owned()).collect();
            instead(&typed, "Georgia", "US-GA")
        };
        assert_eq!(
            again(&["--data", "my list.csv", "report", "--between", "BY", "Georgia"]).as_deref(),
            Some("sistergraph --data 'my list.csv' report --between BY US-GA")
        );
        assert_eq!(again(&["regions", "BY", "--to=Georgia"]).as_deref(), Some("sistergraph regions BY --to=US-GA"));
        assert_eq!(again(&["regions", "Georgian"]), None);
    }
    #[test]
    fn another_command_asks_the_same_data() {
        let same = |typed: &[&str]| {
            let typed: Vec<String> = typed.iter().map(|&word| word.to_owned()).collect();
            same_data(&typed, "check")
        };
        assert_eq!(same(&["report", "--between", "BY", "RU"]), "sistergraph check");
        assert_eq!(
            same(&[
                "--data",
                "my list.csv",
                "report",
                "-q",
                "--encoding=koi8-r",
                "--no-header",
                "--columns",
                "a=1,b=2"
            ]),
            "sistergraph --data 'my list.csv' --encoding=koi8-r --no-header --columns a=1,b=2 check"
        );
        assert_eq!(same(&["check", "--locate", "--gazetteer", "a b"]), "sistergraph --locate --gazetteer 'a b' check");
        assert_eq!(same(&["import", "twins.csv", "-o", "x"]), "sistergraph --data twins.csv check");
    }
}
