//! The README tells the truth: every run it shows answers as shown.

use crate::{cli::words, support::program};

/// The runs in the README's `console` blocks, with the output shown. A line `...` stands for any lines.
fn runs() -> Vec<(String, Vec<String>)> {
    let readme = include_str!("../README.md");
    let mut runs: Vec<(String, Vec<String>)> = Vec::new();
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => runs.push((command.to_owned(), Vec::new())),
                None => runs.last_mut().expect("a block begins with a command").1.push(line.to_owned()),
            }
        }
    }
    runs
}

/// Whether `found` is `shown`, a line `...` standing for any number of lines.
fn matches(shown: &[String], found: &[&str]) -> bool {
    match shown.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first == "..." => (0..=found.len()).any(|skipped| matches(rest, &found[skipped..])),
        Some((first, rest)) => found.split_first().is_some_and(|(line, left)| line == first && matches(rest, left)),
    }
}

#[test]
fn every_run_of_the_readme_answers_as_shown() {
    let mut checked = 0;
    for (command, shown) in runs() {
        let args = command.strip_prefix("cargo run --release -- ").or_else(|| command.strip_prefix("sistergraph "));
        // What only a shell or another program can do is not run here.
        let Some(args) = args.filter(|args| !args.contains(['|', '>', '<']) && !args.contains(" -o ")) else {
            continue;
        };
        let output = program().args(words(args)).output().unwrap();
        let found = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
        let found: Vec<&str> = found.lines().collect();
        assert!(matches(&shown, &found), "{command}\nfound\n{}\nshown\n{}", found.join("\n"), shown.join("\n"));
        checked += 1;
    }
    assert!(checked >= 8, "the runs were found, {checked} of them");
}

#[test]
fn the_readme_names_its_two_commands() {
    let readme = include_str!("../README.md");
    assert!(readme.contains("cargo run --release -- report") && readme.contains("cargo test"));
}

#[test]
fn the_readme_lists_every_code_of_check() {
    let readme = include_str!("../README.md");
    for row in sistergraph::check::codes() {
        let line = format!("| {} | {} | {} |", row.code, row.severity, row.meaning);
        assert!(readme.contains(&line), "{line}");
    }
}
