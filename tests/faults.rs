//! Failures from outside: system calls that write, interrupts, files without content, a broken Graphviz. Whatever
//! fails, the answer is complete or absent, nothing else is left, and there is a message.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::Path,
    process::{Command, Output},
    thread,
    time::{Duration, Instant},
};

use sistergraph::{
    diagram::{self, Grouping, Selection},
    formats,
    graph::{Scope, Subject},
    query,
    table::{Answer, Block, Format, Sheet},
};

use crate::support::{fixtures, hostile_dataset, network, note, program};

/// All files below a folder, with their content.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.insert(format!("{name}/"), Vec::new());
            found.extend(content(&path).into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

fn first_line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()
}

/// The arguments of a run; `chain` stands for the path of a small data set.
fn arguments(line: &str) -> Vec<String> {
    let chain = fixtures().join("chain").to_str().unwrap().to_owned();
    let words = crate::cli::words(line);
    words.into_iter().map(|word| if word == "chain" { chain.clone() } else { word }).collect()
}

mod writing {
    use super::*;

    /// System calls that write something, with the error that each gets. Calls that a system lacks are skipped.
    const CALLS: [(&str, &str); 14] = [
        ("write", "ENOSPC"),
        ("openat", "ENOSPC"),
        ("mkdir", "ENOSPC"),
        ("mkdirat", "ENOSPC"),
        ("rename", "EIO"),
        ("renameat", "EIO"),
        ("renameat2", "EIO"),
        ("linkat", "EIO"),
        ("fsync", "EIO"),
        ("fchmod", "EPERM"),
        ("ftruncate", "EIO"),
        ("copy_file_range", "ENOSPC"),
        ("sendfile", "ENOSPC"),
        ("pwrite64", "ENOSPC"),
    ];

    /// A call as strace shows it: its name and its whole line.
    fn call(line: &str) -> Option<(&str, &str)> {
        let (_thread, line) = line.split_once(' ')?;
        let line = line.trim_start();
        let (name, _) = line.split_once('(')?;
        CALLS.iter().any(|(call, _)| *call == name).then_some((name, line))
    }

    /// Whether a call writes something other than messages.
    fn writes((name, line): (&str, &str)) -> bool {
        match name {
            "openat" => line.contains("O_CREAT") || line.contains("O_TMPFILE"),
            "write" => !line.starts_with("write(2,"),
            _ => true,
        }
    }

    /// Runs the program in `folder` under strace. Returns what it left, and the calls of its first thread.
    fn traced(folder: &Path, args: &[String], inject: Option<String>) -> (Output, Vec<String>) {
        let log = tempfile::NamedTempFile::new().unwrap();
        let calls: Vec<String> = CALLS.iter().map(|(call, _)| format!("?{call}")).collect();
        let mut strace = Command::new("strace");
        strace
            .args(["-f", "-qq", "-e", "signal=none", "-e", &format!("trace={}", calls.join(",")), "-o"])
            .arg(log.path());
        strace.args(inject.map(|inject| format!("--inject={inject}")));
        strace.arg("--").arg(program().get_program()).args(args).current_dir(folder).env_remove("COLUMNS");
        let output = strace.output().unwrap();
        let log = fs::read_to_string(log.path()).unwrap();
        let first = log.split(' ').next().unwrap_or_default().to_owned();
        (output, log.lines().filter(|line| line.split(' ').next() == Some(&first)).map(str::to_owned).collect())
    }

    /// The calls of a run that write: the name of each, and the number of calls with that name up to it.
    fn calls_that_write(log: &[String]) -> Vec<(String, usize)> {
        let (mut counts, mut found) = (BTreeMap::new(), Vec::new());
        for (name, line) in log.iter().filter_map(|line| call(line)) {
            let count = counts.entry(name.to_owned()).or_insert(0);
            *count += 1;
            if writes((name, line)) {
                found.push((name.to_owned(), *count));
            }
        }
        found
    }

    /// Makes one call after the other fail in a run of `line`, and returns how many failed.
    fn every_call_fails(line: &str) -> usize {
        let args = arguments(line);
        let prepare = || {
            let folder = tempfile::tempdir().unwrap();
            for name in ["there.csv", "linked.csv"] {
                fs::write(folder.path().join(name), "what was there\n".repeat(10)).unwrap();
            }
            fs::hard_link(folder.path().join("linked.csv"), folder.path().join("other.csv")).unwrap();
            fs::create_dir(folder.path().join("empty")).unwrap();
            folder
        };
        let folder = prepare();
        let before = content(folder.path());
        let (output, log) = traced(folder.path(), &args, None);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        let calls = calls_that_write(&log);
        assert!(!calls.is_empty(), "{line}: {log:?}");
        let mut failed = 0;
        // If the same call is made for one file after another, some of these calls stand for all.
        for (name, number) in
            calls.iter().enumerate().filter(|(at, _)| calls.len() < 16 || at % 3 == 0).map(|(_, call)| call)
        {
            let folder = prepare();
            let error = CALLS.iter().find(|(call, _)| call == name).unwrap().1;
            let inject = format!("{name}:error={error}:when={number}");
            let (output, log) = traced(folder.path(), &args, Some(inject));
            let injected = log.iter().find(|line| line.contains("(INJECTED)")).and_then(|line| call(line));
            // Which thread reads a file may differ from run to run.
            let Some(injected) = injected.filter(|&call| writes(call)) else { continue };
            failed += 1;
            assert_eq!(output.status.code(), Some(1), "{line}: {}", injected.1);
            let stderr = String::from_utf8_lossy(&output.stderr);
            let errors: Vec<&str> = stderr.lines().filter(|line| line.starts_with("error: cannot write ")).collect();
            assert!(errors.len() == 1 && !stderr.contains("/.sistergraph"), "{line}: {}: {stderr}", injected.1);
            assert_eq!(content(folder.path()), before, "{line}: {}", injected.1);
        }
        failed
    }

    #[test]
    fn a_call_that_fails_leaves_what_was_there() {
        if Command::new("strace").arg("--version").output().is_err() {
            return note("strace is not there; failing system calls are not tested");
        }
        let runs = [
            ("regions BY -o there.csv", 4),
            ("regions BY -o linked.csv", 6),
            ("regions BY -o new.csv", 3),
            ("places --format json", 1),
            ("map -o new.svg", 3),
            ("--data chain map -o new.png", 3),
            ("--data chain dot -o new.dot", 3),
            ("import chain -o new.json", 4),
            ("import chain -o set", 8),
            ("import chain -o empty", 8),
            ("--data chain check --fix -o set", 8),
            ("init set --countries BY", 8),
            ("--data chain scorecard --all BY -o set", 8),
            ("diff chain chain -o there.csv", 4),
            ("diff chain chain", 1),
            ("completions fish", 1),
            ("man", 1),
            ("--help", 1),
        ];
        for (line, least) in runs {
            let failed = every_call_fails(line);
            assert!(failed >= least, "{line}: {failed} calls failed");
        }
    }
}

/// Whenever the interrupt comes, the answer is complete or absent, and nothing else is left.
#[test]
fn an_interrupted_run_leaves_all_or_nothing() {
    let given = tempfile::tempdir().unwrap();
    let base = given.path().join("base").to_str().unwrap().to_owned();
    let lines = [
        "check --fix -q -o set".to_owned(),
        format!("import {base} -q -o set"),
        "scorecard --all BY --format md -q -o set".to_owned(),
        format!("import {base} -q -o set.json"),
    ];
    let start = |line: &str, folder: &Path| {
        let mut command = program();
        command.args(crate::cli::words(line)).current_dir(folder).stdout(std::process::Stdio::null());
        command.spawn().unwrap()
    };
    assert!(program().args(["check", "--fix", "-q", "-o", &base]).output().unwrap().status.success());
    let whole: Vec<(BTreeMap<String, Vec<u8>>, Duration)> = lines
        .iter()
        .map(|line| {
            let (folder, begun) = (tempfile::tempdir().unwrap(), Instant::now());
            assert!(start(line, folder.path()).wait().unwrap().success(), "{line}");
            (content(folder.path()), begun.elapsed())
        })
        .collect();
    let (mut random, mut cut_short) = (0x5eed_u64, 0);
    for moment in 0..50 {
        // These numbers look random (Knuth's constants) but are the same each time.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (random >> 40) as f64 / (1 << 24) as f64;
        let (signal, number) = [("INT", 2), ("TERM", 15), ("HUP", 1)][moment % 3];
        let (line, (expected, duration)) = (&lines[moment % lines.len()], &whole[moment % lines.len()]);
        let folder = tempfile::tempdir().unwrap();
        let mut child = start(line, folder.path());
        // Every other moment is near the end, when output is written.
        let share = if moment % 2 == 0 { share * 1.1 } else { 0.7 + share * 0.4 };
        thread::sleep(duration.mul_f64(share));
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).output();
        let ended = child.wait().unwrap();
        if sent.is_err() {
            return note("there is no `kill` here; interrupts are not tested");
        }
        let left = content(folder.path());
        let what = format!("{line}: {signal} after {share:.3} of {duration:?}: {ended:?}, {:?}", left.keys());
        assert!(left.is_empty() || left == *expected, "{what}");
        match (ended.code(), ended.signal()) {
            (Some(0), _) => assert!(!left.is_empty(), "{what}"),
            (Some(130), _) => cut_short += 1,
            (_, Some(by)) if by == number => cut_short += 1,
            _ => panic!("{what}"),
        }
    }
    assert!(cut_short >= 5, "{cut_short} runs were cut short");
}

/// Files that claim to be longer than memory although nothing was ever written to them; and an endless stream.
#[test]
fn a_file_without_content_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let sparse = |name: &str, begins: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, begins).unwrap();
        fs::OpenOptions::new().write(true).open(path).unwrap().set_len(1 << 43).is_ok()
    };
    let set = |broken: &str, begins: &str| {
        let name = format!("{}-{}", broken.replace('.', "-"), begins.len());
        for (file, text) in [("cities.csv", "id\nmogilev-by\n"), ("partnerships.csv", "a,b\nmogilev-by,RU-TUL\n")] {
            fs::create_dir_all(folder.path().join(&name)).unwrap();
            fs::write(folder.path().join(&name).join(file), text).unwrap();
        }
        assert!(sparse(&format!("{name}/{broken}"), begins));
        name
    };
    if !sparse("blank.csv", "") {
        return note("this file system has no files of 8 TB; they are not tested");
    }
    assert!(sparse("blank.json", "") && sparse("begun.csv", "city1,city2\nMogilev,Tula\n"));
    assert!(sparse("begun.json", "{\"cities\": [") && sparse("blank.tsv", ""));
    let mut inputs: Vec<String> =
        ["blank.csv", "blank.json", "begun.csv", "begun.json", "blank.tsv"].map(str::to_owned).to_vec();
    for file in [
        "cities.csv",
        "partnerships.csv",
        "regions.csv",
        "contacts.csv",
        "curators.csv",
        "participants.csv",
        "indicators.csv",
        "totals.csv",
        "datapackage.json",
    ] {
        inputs.push(set(file, ""));
    }
    inputs.push(set("cities.csv", "id,name\nmogilev-by,Mogilev\n"));
    inputs.push(set("partnerships.csv", "a,b\nmogilev-by,RU-TUL\n"));
    let run = |line: &str, args: &[&str]| {
        let mut command = Command::new("sh");
        command.args(["-c", line, "sh"]).arg(program().get_program()).args(args).current_dir(folder.path());
        command.output().unwrap()
    };
    for input in &inputs {
        for encoding in [&[][..], &["--encoding", "windows-1251"]] {
            // The limit on address space is in kilobytes: far less than the file, and more than a small run needs.
            let refused = run("ulimit -v 4000000; exec \"$@\"", &[&["--data", input, "report"], encoding].concat());
            let line = first_line(&refused);
            assert_eq!(refused.status.code(), Some(1), "{input} {encoding:?}: {line}");
            let is_said = line.contains("is no text") || line.contains("is not UTF-8");
            assert!(line.starts_with("error: ") && is_said, "{input} {encoding:?}: {line}");
        }
    }
    for source in ["cat /dev/zero", "{ echo city1,city2; cat /dev/zero; }", "cat /dev/urandom", "cat blank.json"] {
        let refused = run(&format!("ulimit -v 4000000; {source} 2>&- | \"$@\""), &["--data", "-", "report"]);
        assert_eq!(refused.status.code(), Some(1), "{source}: {}", first_line(&refused));
        assert!(first_line(&refused).starts_with("error: "), "{source}: {}", first_line(&refused));
    }
}

mod graphviz {
    use super::*;

    /// Draws a small data set; the only program called `dot` is `script`.
    fn draw(script: &str) -> (Output, bool) {
        let folder = tempfile::tempdir().unwrap();
        let dot = folder.path().join("dot");
        fs::write(&dot, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&dot, fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let drawn = program()
            .args(["--data", "chain", "diagram", "-o"])
            .arg(folder.path().join("chain.svg"))
            .env("PATH", path)
            .output()
            .unwrap();
        (drawn, folder.path().join("chain.svg").exists())
    }

    /// An answer that puts every node at the same point.
    fn answer(page: &str, position: &str) -> String {
        let nodes: Vec<String> =
            (0..100).map(|node| format!("{{\"name\": \"n{node}\", \"pos\": \"{position}\"}}")).collect();
        format!("echo '{{\"bb\": \"{page}\", \"objects\": [{}]}}'", nodes.join(", "))
    }

    #[test]
    fn a_broken_one_is_an_error_and_nothing_is_drawn() {
        let twice = answer("0,0,9,9", "5,5").replace("\"n99\"", "\"n1\"");
        for (script, said) in [
            ("exec yes", "error: Graphviz wrote more than"),
            ("exec yes >&2", "error: Graphviz wrote more than"),
            ("yes | cat", "error: Graphviz wrote more than"),
            ("exit 3", "error: Graphviz failed"),
            ("kill -9 $$", "error: Graphviz failed"),
            ("cat", "error: Graphviz answered with something unexpected"),
            ("echo '{'", "error: Graphviz answered with something unexpected"),
            (&answer("0,0,9,9", "nan,nan"), "error: Graphviz answered with something unexpected"),
            (&answer("0,0,inf,9", "5,5"), "error: Graphviz answered with something unexpected"),
            (&answer("0,0,9,9", "1e308,5"), "error: Graphviz answered with something unexpected"),
            (&answer("0,0,9,9", "500,5"), "error: Graphviz answered with something unexpected"),
            (&answer("9,9,0,0", "5,5"), "error: Graphviz answered with something unexpected"),
            (&twice, "error: Graphviz answered with something unexpected"),
        ] {
            let (drawn, is_there) = draw(script);
            assert_eq!((drawn.status.code(), is_there), (Some(1), false), "{script}");
            let stderr = String::from_utf8(drawn.stderr).unwrap();
            assert!(stderr.starts_with(said) && stderr.contains("\nhint: use another --engine"), "{script}: {stderr}");
            assert!(stderr.len() < 8000, "{script}");
        }
    }

    /// Their output stays open for an hour.
    #[test]
    fn what_it_leaves_behind_is_not_waited_for() {
        for left in ["sleep 3600 &", "setsid sleep 3600 &"] {
            let (drawn, is_there) = draw(&format!("{left}\n{}", answer("0,0,9,9", "5,5")));
            assert_eq!((drawn.status.code(), is_there), (Some(0), true), "{}", first_line(&drawn));
        }
    }
}

/// A writer with room for a number of bytes.
struct Full {
    room: usize,
    taken: Vec<u8>,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(self.room - self.taken.len());
        self.taken.extend_from_slice(&bytes[..fits]);
        if fits == 0 && !bytes.is_empty() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(fits) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A function that writes something completely.
type Writes<'d> = dyn Fn(&mut dyn Write) -> io::Result<()> + 'd;

/// Tests every writer of the library, with a data set whose names are hostile.
#[test]
fn a_writer_gives_the_error_of_what_it_writes_to() {
    let network = network(hostile_dataset());
    let graph = network.graph(&Scope::default());
    let drawn = diagram::of_ties(&graph, &Selection::All, Grouping::Region, String::new());
    let dataset = network.dataset();
    let files = formats::csv_files(dataset);
    let all = Subject::Region(network.register().find_region("BY-MA").unwrap());
    let partners = query::partners(&graph, all, false).rows;
    let page = vec![Block::Heading("Partner".to_owned()), Block::Sheet(Sheet::of(partners.clone()))];
    let answers = [
        Answer::rows(["Partners".to_owned()], Sheet::of(partners.clone())),
        Answer::object(partners.row(0), page).resting_on("nothing".to_owned()),
    ];
    let mut writers: Vec<Box<Writes<'_>>> =
        vec![Box::new(|out| formats::write_json(dataset, out)), Box::new(|out| diagram::write_dot(&drawn, out))];
    writers.extend(files.iter().map(|file| Box::new(|out: &mut dyn Write| file.write(out)) as Box<_>));
    for (answer, &format) in answers.iter().flat_map(|answer| Format::ALL.iter().map(move |format| (answer, format))) {
        writers.push(Box::new(move |out| answer.write(format, 80, out)));
    }
    for write in writers {
        let mut whole = Full { room: usize::MAX, taken: Vec::new() };
        write(&mut whole).unwrap();
        let length = whole.taken.len();
        // The room ends at the beginning, at the end, and at steps of no special size between.
        let rooms = (0..length).step_by(length / 37 + 1).chain(0..length.min(3)).chain([length - 1]);
        for room in rooms {
            let mut full = Full { room, taken: Vec::new() };
            let error = write(&mut full).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{room} of {length}");
            assert!(whole.taken.starts_with(&full.taken), "{room} of {length}");
        }
        let mut fits = Full { room: length, taken: Vec::new() };
        write(&mut fits).unwrap();
    }
}
