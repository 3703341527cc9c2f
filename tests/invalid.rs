//! Inputs that can't be read, each beside the complete message about it.
//!
//! A folder of `fixtures/invalid` is a data set, or holds one as `data.json`; `expected.txt` is stderr; if only
//! `--strict` refuses the input, it is `expected-strict.txt`. A new kind of error needs a folder here.

use std::fs;

use crate::support::{fixtures, run};

#[test]
fn every_invalid_input_gets_the_whole_message_beside_it() {
    let mut names: Vec<String> = fs::read_dir(fixtures().join("invalid"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "the inputs were found");
    let (mut differing, mut passed) = (Vec::new(), Vec::new());
    for name in names {
        let folder = fixtures().join("invalid").join(&name);
        let file = if folder.join("data.json").exists() { "/data.json" } else { "" };
        let data = format!("invalid/{name}{file}");
        let is_strict = folder.join("expected-strict.txt").exists();
        let expected = if is_strict { "expected-strict.txt" } else { "expected.txt" };
        let strict: &[&str] = if is_strict { &["--strict"] } else { &[] };
        // Everything that prevents an answer is also an error of `check`.
        if run(&[&["--data", &data, "check"], strict].concat()).status == 0 {
            passed.push(name.clone());
        }
        let run = run(&[&["--data", &data, "report"], strict].concat());
        // Paths have the system's separator.
        let stderr = if cfg!(windows) { run.stderr.replace('\\', "/") } else { run.stderr };
        let expected = fs::read_to_string(folder.join(expected)).unwrap_or_default();
        if (stderr.as_str(), run.stdout.as_str(), run.status) != (expected.as_str(), "", 1) {
            differing.push(format!("{name} (status {}):\n{stderr}{}", run.status, run.stdout));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(passed.is_empty(), "`check` passes {passed:?}");
}
