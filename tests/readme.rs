//! Tests that the README and the documents are true: every run in them answers as shown.

use std::{fs, path::Path};

use crate::{cli::words, support::program};

/// The README and every document below `docs/`, in order of their names.
fn documents() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.push(root.join("README.md"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The runs in the `console` blocks, with the output shown. A line `...` stands for any number of lines.
fn runs() -> Vec<(String, Vec<String>)> {
    let mut runs: Vec<(String, Vec<String>)> = Vec::new();
    for block in documents().iter().flat_map(|document| document.split("```console\n").skip(1)) {
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

/// Whether `found` matches `shown`, in which a line `...` stands for any number of lines.
fn matches(shown: &[String], found: &[&str]) -> bool {
    match shown.split_first() {
        None => found.is_empty(),
        Some((first, rest)) if first == "..." => (0..=found.len()).any(|skipped| matches(rest, &found[skipped..])),
        Some((first, rest)) => found.split_first().is_some_and(|(line, left)| line == first && matches(rest, left)),
    }
}

#[test]
fn every_run_of_the_documents_answers_as_shown() {
    let mut checked = 0;
    for (command, shown) in runs() {
        let args = command.strip_prefix("cargo run --release -- ").or_else(|| command.strip_prefix("sistergraph "));
        // Commands that need a shell or another program aren't run here.
        let Some(args) = args.filter(|args| !args.contains(['|', '>', '<']) && !args.contains(" -o ")) else {
            continue;
        };
        let output = program().args(words(args)).output().unwrap();
        let found = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
        let found: Vec<&str> = found.lines().collect();
        assert!(matches(&shown, &found), "{command}\nfound\n{}\nshown\n{}", found.join("\n"), shown.join("\n"));
        checked += 1;
    }
    assert!(checked >= 20, "the runs were found, {checked} of them");
}

#[test]
fn the_readme_names_its_two_commands() {
    let readme = include_str!("../README.md");
    assert!(readme.contains("cargo run --release -- report") && readme.contains("cargo test"));
}

/// With `SISTERGRAPH_REWRITE=1` the table is rewritten.
#[test]
fn the_codes_of_check_are_in_their_document() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, _) = document.split_once("| code |").expect("the document has the table");
    let rows = sistergraph::check::codes()
        .iter()
        .map(|row| format!("| {} | {} | {} |\n", row.code, row.severity, row.meaning))
        .collect::<String>();
    let expected = format!("{before}| code | severity | meaning |\n| --- | --- | --- |\n{rows}");
    if std::env::var_os("SISTERGRAPH_REWRITE").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
}

/// Links to other documents of the project must lead to files.
#[test]
fn links_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (folder, name) in [("", "README.md"), ("docs", "")] {
        let folder = root.join(folder);
        let paths: Vec<_> = match name {
            "" => fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect(),
            name => vec![folder.join(name)],
        };
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
            let text = fs::read_to_string(path).unwrap();
            for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let is_elsewhere = link.contains("://");
                assert!(is_elsewhere || folder.join(link).is_file(), "{}: {link}", path.display());
            }
        }
    }
}
