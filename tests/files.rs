//! What is written to files, folders and streams: modes, links, limits, closed streams.
#![cfg(unix)]

use std::{
    fs,
    os::unix::{
        self,
        fs::{MetadataExt, PermissionsExt},
    },
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::support::{program, run};

/// Runs the program in `folder` as a part of a shell line: `"$@"` stands for the program with `args`.
fn shell(folder: &Path, line: &str, args: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line, "sh"]).arg(program().get_program()).args(args);
    command.current_dir(folder).env_remove("COLUMNS").output().unwrap()
}

fn status_and_first_line(output: &Output) -> (Option<i32>, String) {
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    (output.status.code(), stderr.lines().next().unwrap_or_default().to_owned())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Writes an answer to `file`, and returns whether it is complete.
fn answers_into(file: &Path) -> bool {
    let run = run(&["regions", "BY", "--format", "csv", "-o", file.to_str().unwrap()]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    fs::read_to_string(file).unwrap() == answer()
}

fn answer() -> String {
    run(&["regions", "BY", "--format", "csv"]).stdout
}

#[test]
fn a_file_that_is_replaced_keeps_its_mode() {
    let folder = tempfile::tempdir().unwrap();
    for kept in [0o600, 0o640, 0o644, 0o660, 0o666, 0o604, 0o200, 0o755] {
        let file = folder.path().join("answer.csv");
        fs::write(&file, "what was there").unwrap();
        set_mode(&file, kept);
        assert!(answers_into(&file), "{kept:o}");
        assert_eq!(mode(&file), kept, "{kept:o}");
    }
    let json = folder.path().join("set.json");
    fs::write(&json, "what was there").unwrap();
    set_mode(&json, 0o600);
    let imported = run(&["import", "chain", "-o", json.to_str().unwrap()]);
    assert_eq!((imported.status, mode(&json)), (0, 0o600));
    assert_eq!(names(folder.path()), ["answer.csv", "set.json"]);
}

#[test]
fn a_new_file_or_folder_gets_the_mode_that_the_umask_leaves() {
    let folder = tempfile::tempdir().unwrap();
    for (umask, of_file, of_folder) in [("022", 0o644, 0o755), ("027", 0o640, 0o750), ("077", 0o600, 0o700)] {
        let line = format!("umask {umask}; exec \"$@\"");
        let (file, set) = (format!("{umask}.csv"), format!("{umask}.set"));
        assert!(shell(folder.path(), &line, &["regions", "-o", &file]).status.success());
        assert!(shell(folder.path(), &line, &["init", &set, "--countries", "BY"]).status.success());
        let found = ["", "/cities.csv"].map(|name| mode(&folder.path().join(format!("{set}{name}"))));
        assert_eq!((mode(&folder.path().join(file)), found), (of_file, [of_folder, of_file]), "{umask}");
    }
}

#[test]
fn links_stay_and_what_they_lead_to_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("sub")).unwrap();
    fs::write(at("sub/answer.csv"), "what was there").unwrap();
    unix::fs::symlink("sub/answer.csv", at("relative")).unwrap();
    unix::fs::symlink(at("relative"), at("absolute")).unwrap();
    unix::fs::symlink("new.csv", at("sub/dangling")).unwrap();
    for (link, file) in
        [("relative", "sub/answer.csv"), ("absolute", "sub/answer.csv"), ("sub/dangling", "sub/new.csv")]
    {
        assert!(answers_into(&at(link)), "{link}");
        assert!(at(link).is_symlink() && !at(file).is_symlink(), "{link}");
        assert_eq!(fs::read_to_string(at(file)).unwrap(), answer(), "{link}");
        fs::write(at(file), "what was there").unwrap();
    }
    assert_eq!(names(&at("sub")), ["answer.csv", "dangling", "new.csv"]);

    unix::fs::symlink("circle", at("circle")).unwrap();
    let circle = shell(folder.path(), "exec \"$@\"", &["regions", "--format", "csv", "-o", "circle"]);
    assert_eq!(circle.status.code(), Some(1));
    assert!(at("circle").is_symlink());
}

#[test]
fn both_names_of_a_file_have_what_is_written_under_one() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one.csv", "other.csv"].map(|name| folder.path().join(name));
    // The old content is longer or shorter than what is written.
    for before in ["short", &"long ".repeat(10_000)] {
        fs::write(&one, before).unwrap();
        let _ = fs::hard_link(&one, &other);
        set_mode(&one, 0o640);
        assert!(answers_into(&one));
        assert_eq!(fs::read_to_string(&other).unwrap(), answer());
        assert_eq!((mode(&other), fs::metadata(&other).unwrap().nlink()), (0o640, 2));
    }
    assert_eq!(names(folder.path()), ["one.csv", "other.csv"]);
}

/// This also holds for an administrator, whom the system lets write to any file.
#[test]
fn a_file_that_is_read_only_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer.csv");
    fs::write(&file, "what was there").unwrap();
    set_mode(&file, 0o444);
    unix::fs::symlink("answer.csv", folder.path().join("link.csv")).unwrap();
    for name in ["answer.csv", "link.csv"] {
        let refused = shell(folder.path(), "exec \"$@\"", &["regions", "-o", name]);
        let (status, line) = status_and_first_line(&refused);
        assert_eq!(status, Some(1));
        assert!(line.starts_with(&format!("error: cannot write `{name}`: ")), "{line}");
        assert!(String::from_utf8(refused.stderr).unwrap().contains("hint: make it writable"));
        assert_eq!((fs::read_to_string(&file).unwrap().as_str(), mode(&file)), ("what was there", 0o444));
    }
    assert_eq!(names(folder.path()), ["answer.csv", "link.csv"]);
}

#[test]
fn what_is_no_file_is_written_to_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let args = |name| ["regions", "BY", "--format", "csv", "-o", name];
    assert!(Command::new("mkfifo").arg(path.join("pipe")).status().unwrap().success());
    let read = shell(path, "cat pipe & \"$@\" && wait", &args("pipe"));
    assert_eq!(String::from_utf8(read.stdout).unwrap(), answer());
    assert_eq!(names(path), ["pipe"]);

    assert!(shell(path, "exec \"$@\"", &args("/dev/null")).status.success());
    let full = shell(path, "exec \"$@\"", &args("/dev/full"));
    let expected = "error: cannot write `/dev/full`: No space left on device (os error 28)";
    assert_eq!(status_and_first_line(&full), (Some(1), expected.to_owned()));

    // If a shell has the file open, the answer is written from the shell's position on, and the shell continues behind
    // it.
    let line = "{ echo before; \"$@\"; echo after; } >written 2>&1";
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        shell(path, line, &args(name));
        let written = fs::read_to_string(path.join("written")).unwrap();
        assert_eq!(written, format!("before\n{}after\n", answer()), "{name}");
    }
    for (name, line) in [("/dev/stderr", "exec \"$@\" 2>written"), ("/dev/fd/7", "exec \"$@\" 7>written")] {
        shell(path, line, &args(name));
        assert_eq!(fs::read_to_string(path.join("written")).unwrap(), answer(), "{name}");
    }
    assert_eq!(names(path), ["pipe", "written"]);
}

#[test]
fn an_empty_folder_is_filled_and_stays_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    unix::fs::symlink("set", folder.path().join("link")).unwrap();
    unix::fs::symlink("new", folder.path().join("dangling")).unwrap();
    for (name, place, line) in [
        ("set", "set", "exec \"$@\""),
        ("link", "set", "exec \"$@\""),
        (".", "set", "cd set && exec \"$@\""),
        ("../set/", "set", "cd set && exec \"$@\""),
        ("dangling", "new", "exec \"$@\""),
    ] {
        let place = folder.path().join(place);
        let before = fs::metadata(&place).ok();
        if before.is_some() {
            set_mode(&place, 0o710);
        }
        let made = shell(folder.path(), line, &["init", name, "--countries", "BY", "-q"]);
        assert_eq!(status_and_first_line(&made), (Some(0), String::new()), "{name}");
        assert_eq!(names(&place).len(), 10, "{name}");
        if let Some(before) = before {
            assert_eq!((fs::metadata(&place).unwrap().ino(), mode(&place)), (before.ino(), 0o710), "{name}");
        }
        // A folder that isn't empty is refused.
        let again = shell(folder.path(), line, &["init", name, "--countries", "LT"]);
        assert_eq!(again.status.code(), Some(1), "{name}");
        assert_eq!(run(&["--data", place.to_str().unwrap(), "check", "-q"]).status, 0, "{name}");
        names(&place).iter().for_each(|file| fs::remove_file(place.join(file)).unwrap());
    }
    assert_eq!(names(folder.path()), ["dangling", "link", "new", "set"]);
}

/// Tests every way to write to stdout: with a full device, closed, and opened only for reading.
#[test]
fn an_answer_that_cannot_be_written_is_no_success() {
    let folder = tempfile::tempdir().unwrap();
    let to_stdout: [&[&str]; 13] = [
        &["--help"],
        &["-V"],
        &["--version"],
        &["report", "--help"],
        &["man"],
        &["completions", "bash"],
        &["report"],
        &["places", "--format", "csv"],
        &["regions", "--format", "json"],
        &["map"],
        &["dot"],
        &["diagram", "--engine", "plain"],
        &["check"],
    ];
    let causes = [
        (">/dev/full", "No space left on device (os error 28)"),
        (">&-", "standard output is closed"),
        ("1</dev/null", "Bad file descriptor (os error 9)"),
    ];
    for args in to_stdout {
        for (redirection, cause) in causes {
            let failed = shell(folder.path(), &format!("exec \"$@\" {redirection}"), args);
            let stderr = String::from_utf8(failed.stderr).unwrap();
            let error = stderr.lines().find(|line| line.starts_with("error: "));
            let expected = format!("error: cannot write the answer: {cause}");
            assert_eq!((failed.status.code(), error), (Some(1), Some(expected.as_str())), "{args:?} {redirection}");
        }
        // A message to a closed stderr is lost, but the answer isn't.
        let silent = shell(folder.path(), "exec \"$@\" 2>&-", args);
        assert_eq!(silent.status.code(), Some(0), "{args:?}");
    }
    // Nothing is left if the answer about it could not be written.
    let with_answers: [&[&str]; 3] = [
        &["init", "set", "--countries", "BY"],
        &["import", "chain", "-o", "set.json"],
        &["--data", "chain", "check", "--fix", "-o", "set"],
    ];
    for args in with_answers {
        for (redirection, _) in causes {
            let chain = crate::support::fixtures().join("chain");
            let args: Vec<&str> =
                args.iter().map(|&arg| if arg == "chain" { chain.to_str().unwrap() } else { arg }).collect();
            let failed = shell(folder.path(), &format!("exec \"$@\" {redirection}"), &args);
            assert_eq!((failed.status.code(), names(folder.path()).len()), (Some(1), 0), "{args:?} {redirection}");
        }
    }
    // A command that writes nothing to stdout doesn't need it.
    let to_file = shell(folder.path(), "exec \"$@\" >&-", &["regions", "-o", "regions.csv"]);
    assert_eq!(to_file.status.code(), Some(0));
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["there.csv", "linked.csv"] {
        fs::write(at(name), "what was there").unwrap();
    }
    fs::hard_link(at("linked.csv"), at("other.csv")).unwrap();
    let before = names(folder.path());
    let chain = crate::support::fixtures().join("chain");
    // The limit is one block, of 512 or 1024 bytes.
    let line = "ulimit -f 1; exec \"$@\"";
    for (args, name) in [
        (&["places", "-o", "there.csv"][..], "there.csv"),
        (&["places", "-o", "linked.csv"], "linked.csv"),
        (&["places", "-o", "new.csv"], "new.csv"),
        (&["map", "-o", "new.svg"], "new.svg"),
        (&["import", chain.to_str().unwrap(), "-o", "set"], "set"),
        (&["init", "set", "--countries", "BY"], "set"),
        (&["scorecard", "--all", "BY", "-o", "set"], "set"),
        (&["scorecard", "BY-MA", "-o", "page.md"], "page.svg"),
    ] {
        let failed = shell(folder.path(), line, args);
        let expected = format!("error: cannot write `{name}`: File too large (os error 27)");
        assert_eq!(status_and_first_line(&failed), (Some(1), expected), "{args:?}");
        assert_eq!(names(folder.path()), before, "{args:?}");
    }
    let failed = shell(folder.path(), "ulimit -f 1; exec \"$@\" >stdout.csv", &["places", "--format", "csv"]);
    let expected = "error: cannot write the answer: File too large (os error 27)".to_owned();
    assert_eq!(status_and_first_line(&failed), (Some(1), expected));
    for name in ["there.csv", "linked.csv", "other.csv"] {
        assert_eq!(fs::read_to_string(at(name)).unwrap(), "what was there");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    // The answer is longer than any buffer, since the name of a place has a million characters.
    let long = folder.path().join("long.csv");
    fs::write(&long, format!("city1,city2\nMogilev,{}\n", "x".repeat(1_000_000))).unwrap();
    let data = ["--data", long.to_str().unwrap(), "-q"];
    let mut runs: Vec<Vec<&str>> = vec![vec!["map"], vec!["--help"], vec!["man"], vec!["completions", "zsh"]];
    runs.push([&data[..], &["dot"]].concat());
    for format in ["table", "csv", "json", "md", "html"] {
        runs.push([&data[..], &["places", "--format", format]].concat());
        runs.push([&data[..], &["places", "--format", format, "-o", "/dev/fd/3"]].concat());
    }
    for args in runs {
        // Nobody reads: the pipe is closed at once.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3>&1", "sh"])
            .arg(program().get_program())
            .args(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{args:?}");
    }
}

/// This works as in any other program with subcommands.
#[test]
fn the_manual_and_the_completions_are_written_where_asked() {
    assert_eq!(run(&["help", "partners"]).stdout, run(&["partners", "--help"]).stdout);
    let folder = tempfile::tempdir().unwrap();
    for (command, expected) in [(&["man"][..], ".TH sistergraph"), (&["completions", "bash"], "complete")] {
        let file = folder.path().join(command[0]);
        let run = run(&[command, &["-o", file.to_str().unwrap()]].concat());
        assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
        assert!(std::fs::read_to_string(file).unwrap().contains(expected));
    }
}
