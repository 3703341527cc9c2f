//! What several tests need: the program as a black box, data sets, the data beside the project.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;
use sistergraph::{
    formats,
    graph::{Network, PlaceId},
    model::Dataset,
    register::Register,
};

/// Names that are markup, an escape or a separator to somebody.
pub const HOSTILE: &[&str] = &[
    "Nizhny Novgorod",
    "a:b",
    "graph",
    "Frankfurt (Oder)",
    "Saint-Petersburg",
    "quote \" quote",
    "back\\slash",
    "ends\\",
    "\\N \\G \\l",
    "a & b &amp; c",
    "<b>bold</b>",
    "<script>",
    "line\nbreak",
    "tab\there",
    "semi;colon",
    "{a|b}",
    "-- x",
    "n0",
    "Магілёў",
    "ẞß",
    "\u{202e}reversed",
    "// comment",
    "/* comment */",
    "# hash",
    "\"\"",
    "'",
    "]]> &#0; \u{1b}[31m",
    "東京",
    "القاهرة",
];

/// What a run of the program left.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

/// The program, in the folder of the tests' own data, with a terminal of 80 columns.
pub fn program() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("sistergraph"));
    command.current_dir(fixtures()).env_remove("COLUMNS").env_remove("RUST_BACKTRACE");
    command
}

/// Runs the program with `args`.
pub fn run(args: &[&str]) -> Run {
    run_with_input(args, "")
}

/// Runs the program with `args` and `input` on its standard input.
pub fn run_with_input(args: &[&str], input: &str) -> Run {
    let mut command = program();
    let mut child =
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that doesn't read its input may have gone before all is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap_or(-1),
    }
}

/// The JSON that the program answers, notes kept quiet; it must say nothing else on stderr.
pub fn json(args: &[&str]) -> Value {
    let run = run(&[args, &["--format", "json", "-q"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

/// The folder of the small data sets.
pub fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
}

/// The data beside the project, called `name`; `None`, with a note, where it isn't there.
pub fn extra_data(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let path = std::env::var_os("SISTERGRAPH_EXTRA_DATA").map_or_else(beside, PathBuf::from).join(name);
    if path.exists() {
        return Some(path);
    }
    // Straight to the terminal: the test harness hides what a passing test prints.
    let _ = writeln!(std::io::stderr(), "note: {} is not there; its test is skipped", path.display());
    None
}

/// The network of a data set without a fault.
pub fn network(dataset: Dataset) -> Network {
    let (network, _) = Network::build(dataset, Register::built_in()).sound().unwrap_or_else(|findings| {
        panic!("{}", findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    });
    network
}

/// The network of a data set that `formats::read` opens.
pub fn read(source: &str) -> Network {
    network(formats::read(source).unwrap_or_else(|error| panic!("{source}: {error}")).dataset)
}

/// The place of an id.
pub fn place(network: &Network, id: &str) -> PlaceId {
    network.places().find(|place| place.id() == id).unwrap_or_else(|| panic!("no place `{id}`")).number()
}
