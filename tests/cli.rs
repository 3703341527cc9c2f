//! Tests the program as a black box: every file of `cli` has runs with their whole stdout, stderr and status.
//!
//! A run begins with `$` and its arguments; `> ` is a line of stdout, `! ` one of stderr, `? N` a status other than 0.
//! The working folder is `fixtures`. With `SISTERGRAPH_REWRITE=1` the files are rewritten; read the difference before
//! you keep it.

use std::{fs, path::Path};

use crate::support::{program, run};

/// Splits a line into words like a shell: quotes keep a word together.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// The run of `line`, in the form of the files.
fn transcript(line: &str) -> String {
    let args = words(line);
    let run = run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let mut text = format!("$ {line}\n");
    if run.status != 0 {
        text.push_str(&format!("? {}\n", run.status));
    }
    for (mark, stream) in [('!', &run.stderr), ('>', &run.stdout)] {
        text.extend(stream.lines().map(|line| format!("{mark} {line}").trim_end().to_owned() + "\n"));
    }
    text
}

#[test]
fn every_run_answers_as_written() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli"));
    let rewrite = std::env::var_os("SISTERGRAPH_REWRITE").is_some();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut runs, mut differing) = (0, Vec::new());
    for file in files {
        let expected = fs::read_to_string(&file).unwrap();
        let found: Vec<String> = expected
            .lines()
            .filter_map(|line| line.strip_prefix("$ "))
            .map(|line| {
                runs += 1;
                transcript(line)
            })
            .collect();
        let found = found.join("\n");
        if rewrite {
            fs::write(&file, found).unwrap();
        } else if found != expected {
            let line = found.lines().zip(expected.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let from = |text: &str| text.lines().skip(line).take(6).map(|l| format!("  {l}\n")).collect::<String>();
            differing.push(format!(
                "{}:{}\nfound\n{}expected\n{}",
                file.display(),
                line + 1,
                from(&found),
                from(&expected)
            ));
        }
    }
    assert!(runs >= 60, "the runs were found, {runs} of them");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn every_spelling_of_a_name_is_one_answer() {
    let expected = run(&["partners", "mogilev-by"]);
    assert_eq!(expected.status, 0);
    for spelling in
        ["Mogilev", "mogilev", "Могилёв", "Могилев", "Магілёў", "mahilyow", "Mogilev, BY", "Mogilev (Belarus)"]
    {
        assert_eq!(run(&["partners", spelling]), expected, "{spelling}");
    }
}

/// A city that is its region is one place, by every name of either.
#[test]
fn every_name_of_a_city_that_is_a_region_is_one_answer() {
    for question in [&["partners"][..], &["fragile", "--without"], &["path", "mogilev-by"]] {
        let ask = |name: &str| run(&[question, &[name, "--format", "csv"]].concat());
        let expected = ask("minsk-by");
        assert_eq!(expected.status, 0);
        for name in ["Minsk", "Минск", "Мінск", "BY-HM", "Minsk (city)", "by-hm"] {
            assert_eq!(ask(name), expected, "{question:?} {name}");
        }
    }
}

/// What stands in doc comments reaches `--help`, and a link of rustdoc is no help there.
#[test]
fn no_help_holds_a_link_of_rustdoc() {
    let all = run(&["--help"]).stdout;
    let list = all.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let named = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands: Vec<&str> = named.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 30 && commands.contains(&"communities"), "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        for args in [&["help", command][..], &[command, "-h"]] {
            let help = run(args);
            assert_eq!(help.status, 0, "{args:?}: {}", help.stderr);
            let links =
                help.stdout.lines().filter(|line| line.contains("[`") || line.contains("`]") || line.contains("::"));
            assert_eq!(links.collect::<Vec<_>>(), Vec::<&str>::new(), "{args:?}");
        }
    }
}

/// Data has the words of vocabularies, and people read the words of their language, which in English have no hyphens.
#[test]
fn people_read_words_and_programs_vocabularies() {
    let answer =
        |format: &str| run(&["partners", "Mogilev", "--to", "RU", "--kind", "sister-city", "--format", format]);
    for format in ["csv", "json"] {
        let data = answer(format).stdout;
        assert!(data.contains("sister-city") && !data.contains("sister city"), "{format}: {data}");
    }
    for format in ["table", "md", "html", "latex"] {
        let page = answer(format).stdout;
        assert!(page.contains("sister city") && !page.contains("sister-city"), "{format}: {page}");
        assert!(page.contains("to RU Russia") && page.contains("Chelyabinsk"), "{format}: {page}");
        assert_eq!(page.contains("chelyabinsk-ru"), format == "table", "{format}: {page}");
    }
}

#[test]
fn no_table_is_wider_than_eighty_columns() {
    for args in [
        &["report"][..],
        &["places"],
        &["partners", "BY"],
        &["regions"],
        &["unconnected"],
        &["matrix"],
        &["components"],
        &["components", "--members"],
        &["check"],
        &["check", "--codes"],
        &["--data", "check/errors", "check"],
        &["--data", "check/warnings", "check"],
        &["fragile"],
        &["fragile", "--without", "Minsk"],
        &["path", "Vladivostok", "Comrat"],
        &["stats"],
        &["stats", "--by", "country"],
        &["stats", "--distribution", "tie-km"],
        &["rank", "--metric", "betweenness"],
        &["rank", "--metric", "degree", "--by", "region"],
        &["suggest", "Mogilev"],
        &["suggest", "RU-TOM", "--to", "BY"],
        &["--data", "time", "history"],
        &["diff", "diff/old", "diff/new"],
        &["contacts"],
        &["contacts", "--by", "region"],
        &["contacts", "--by", "direction"],
        &["--data", "ledger", "contacts"],
        &["--data", "ledger", "contacts", "--by", "level"],
        &["--data", "ledger", "contacts", "--by", "month"],
        &["--data", "ledger", "agreements"],
        &["--data", "ledger", "agreements", "--as-of", "2017", "--by", "field"],
        &["events"],
        &["--data", "ledger", "events", "meeting"],
        &["--data", "ledger", "events", "meeting", "--untied=all"],
    ] {
        for line in run(args).stdout.lines() {
            assert!(line.chars().count() <= 80, "{args:?}: {line}");
        }
    }
}

#[test]
fn a_table_takes_the_width_it_is_given() {
    let output = program().args(["partners", "Mogilev"]).env("COLUMNS", "200").output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let header = stdout.lines().nth(1).unwrap();
    for column in
        ["id", "name", "level", "type", "region", "country", "kind", "status", "distance_km", "through_name", "source"]
    {
        assert!(header.split_whitespace().any(|word| word == column), "{column}: {header}");
    }
}

#[test]
fn an_answer_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("regions.csv");
    fs::write(&file, "what was there").unwrap();
    let path = file.to_str().unwrap();
    // A question without an answer leaves the file unchanged.
    assert_eq!(run(&["partners", "Nowhereville", "-o", path]).status, 1);
    assert_eq!(fs::read_to_string(&file).unwrap(), "what was there");
    let written = run(&["regions", "BY", "-o", path]);
    assert_eq!((written.status, written.stdout.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(&file).unwrap(), run(&["regions", "BY", "--format", "csv"]).stdout);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left in the folder");
    let into_nothing = run(&["report", "-o", folder.path().join("no/report.md").to_str().unwrap()]);
    assert_eq!(into_nothing.status, 1);
    assert!(into_nothing.stderr.contains("report.md`: there is no such folder"), "{}", into_nothing.stderr);
    assert!(into_nothing.stderr.contains("hint: make the folder"), "{}", into_nothing.stderr);
}

#[test]
fn a_data_set_comes_from_standard_input() {
    let network = crate::support::read(crate::support::fixtures().join("chain").to_str().unwrap());
    let text = sistergraph::formats::to_json(network.dataset());
    let piped = crate::support::run_with_input(&["--data", "-", "components", "--format", "csv"], &text);
    assert_eq!(piped, run(&["--data", "chain", "components", "--format", "csv"]));
    let nothing = crate::support::run_with_input(&["--data", "-", "report"], " \n");
    assert_eq!((nothing.status, nothing.stderr.lines().next()), (1, Some("error: `standard input` is empty")));
}

#[cfg(unix)]
#[test]
fn a_device_without_an_end_is_not_read() {
    let run = run(&["--data", "/dev/zero", "report"]);
    assert_eq!((run.status, run.stderr.lines().next()), (1, Some("error: `/dev/zero` is a device, not a file")));
}

#[test]
fn completions_and_manual_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        assert_eq!((script.status, script.stderr.as_str()), (0, ""));
        // The script asks the program, which knows its commands and the data.
        assert!(script.stdout.contains("COMPLETE") && script.stdout.contains("sistergraph"), "{shell}");
    }
    let page = run(&["man"]);
    assert!(page.stdout.contains(".TH sistergraph 1") && page.stdout.contains("partners"), "{}", page.stdout);
    assert!(run(&["man", "partners"]).stdout.contains("NAME, COUNTRY"));
    let unknown = run(&["man", "nothing"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.starts_with("error: there is no command `nothing`\nhint: the commands are report"));
}

/// The completions that a shell gets for the words typed so far.
fn completed(shell: &str, words: &[&str]) -> Vec<String> {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_sistergraph"))
        .env("COMPLETE", shell)
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .args(["--", "sistergraph"])
        .args(words)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_is_given_few_names_the_best_tied_first() {
    // Options follow in the same list.
    let mut all = completed("bash", &["partners", ""]);
    all.retain(|word| !word.starts_with('-'));
    assert_eq!(all.len(), 30);
    // The places with most ties, by the program's own list.
    let most =
        run(&["places", "--level", "city", "--sort", "degree", "--top", "5", "--select", "name", "--format", "csv"]);
    let most: std::collections::BTreeSet<&str> = most.stdout.lines().skip(1).collect();
    assert!(most.iter().all(|name| all.contains(&(*name).to_owned())), "{all:?}");
    // bash inserts a word unchanged, while the others quote it.
    assert!(completed("bash", &["partners", "Sokolinaya"]).contains(&r"Sokolinaya\ Gora\ \(Moscow\)".to_owned()));
    assert!(completed("bash", &["partners", r"Sokolinaya\ G"]).contains(&r"Sokolinaya\ Gora\ \(Moscow\)".to_owned()));
    assert!(completed("bash", &["partners", "\"Sokolinaya G"]).contains(&"Sokolinaya Gora (Moscow)".to_owned()));
    assert!(completed("fish", &["partners", "Sokolinaya"])[0].starts_with("Sokolinaya Gora (Moscow)\t"));
    assert!(completed("bash", &["regions", "--to", "RU"]).contains(&"Russia".to_owned()));
}

#[test]
fn a_shell_is_given_the_columns_of_the_rows() {
    for command in [
        &["places"][..],
        &["partners", "Mogilev"],
        &["common", "Mogilev", "Gomel"],
        &["ties"],
        &["pairs"],
        &["regions"],
        &["unconnected"],
        &["components"],
        &["path", "Brest", "Gomel"],
        &["fragile"],
        &["rank", "--metric", "degree"],
        &["suggest", "Mogilev"],
        &["curators"],
        &["contacts"],
        &["agreements"],
        &["events"],
        &["history"],
        &["check"],
    ] {
        let header = run(&[command, &["--format", "csv"]].concat()).stdout;
        let columns = completed("bash", &[command, &["--select", ""]].concat());
        let header: Vec<&str> = header.lines().next().unwrap().split(',').collect();
        assert_eq!(&columns[..header.len()], header, "{command:?}");
        assert!(columns[header.len()..].iter().all(|column| column.ends_with("_name")), "{command:?}");
    }
    assert_eq!(completed("bash", &["ties", "--select", "a_name,b_na"]), ["a_name,b_name"]);
}

#[test]
fn every_command_shows_examples_in_its_help() {
    for command in [
        "report",
        "places",
        "partners",
        "regions",
        "unconnected",
        "matrix",
        "components",
        "path",
        "fragile",
        "check",
        "stats",
        "rank",
        "suggest",
        "history",
        "diff",
        "contacts",
        "agreements",
        "events",
        "dot",
        "diagram",
        "map",
        "init",
        "completions",
        "man",
    ] {
        let help = run(&[command, "--help"]);
        assert_eq!(help.status, 0);
        let examples = help.stdout.split("Examples:").nth(1).unwrap_or_default();
        let lines: Vec<&str> = examples.lines().filter_map(|line| line.trim().strip_prefix("sistergraph ")).collect();
        assert!(lines.len() >= 2, "{command}: {examples}");
        // Commands in the help must work as printed, except for what only a shell can do.
        let runs_here = |line: &&&str| !line.contains(['|', '>']) && !line.contains(" -o ") && command != "init";
        for line in lines.iter().filter(runs_here) {
            let args = words(line.split("   ").next().unwrap());
            let run = run(&args.iter().map(String::as_str).collect::<Vec<_>>());
            assert!([0, 3].contains(&run.status), "{line}: {}", run.stderr);
        }
    }
}

#[test]
fn a_template_is_a_data_set_without_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    for (name, countries, regions) in
        [("two", &["BY", "Russia"][..], 7 + 83), ("one", &["Польша"], 16), ("none", &["VA"], 0)]
    {
        let path = folder.path().join(name);
        let path = path.to_str().unwrap();
        let made = run(&[&["init", path, "--format", "csv", "--countries"], countries].concat());
        assert_eq!((made.status, made.stderr.as_str()), (0, ""), "{name}");
        let listed: Vec<&str> = made.stdout.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
        let mut there: Vec<String> =
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        there.sort_by_key(|file| listed.iter().position(|name| name == file));
        assert_eq!(there, listed, "{name}");
        assert_eq!(run(&["--data", path, "check"]).status, 0, "{name}");
        let network = crate::support::read(path);
        assert_eq!(network.dataset().regions().len(), regions, "{name}");
        assert_eq!((network.dataset().places().len(), network.partnership_count()), (1, 1), "{name}");
        assert_eq!(network.dataset().metadata().focus.len(), countries.len(), "{name}");
        // A folder that isn't empty must not be written to.
        let readme = fs::read_to_string(Path::new(path).join("README.txt")).unwrap();
        assert_eq!(run(&["init", path, "--countries", "LT"]).status, 1);
        assert_eq!(fs::read_to_string(Path::new(path).join("README.txt")).unwrap(), readme);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing else is left beside them");
}

#[test]
fn the_version_names_every_licence() {
    let version = run(&["--version"]).stdout;
    for licence in
        ["MIT OR Apache-2.0", "CC BY-SA 4.0", "CC BY 4.0", "LGPL", "Unicode", "public domain", "Open Font License"]
    {
        assert!(version.contains(licence), "{licence}: {version}");
    }
}
