//! Code that several tests need: the program as a black box, data sets, the data beside the project.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;
use sistergraph::{
    formats,
    graph::{Network, PlaceId},
    model::{CountryCode, Dataset, PartnershipRecord, PlaceRecord},
    register::Register,
};

/// The result of a run of the program.
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
    // A program that doesn't read its input may end before everything is written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap_or(-1),
    }
}

/// The program's JSON answer, with notes turned off; stderr must be empty.
pub fn json(args: &[&str]) -> Value {
    let run = run(&[args, &["--format", "json", "-q"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

/// The folder of the small data sets.
pub fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
}

/// The data called `name` beside the project; `None`, with a note, if it isn't there.
pub fn extra_data(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let path = std::env::var_os("SISTERGRAPH_EXTRA_DATA").map_or_else(beside, PathBuf::from).join(name);
    if path.exists() {
        return Some(path);
    }
    note(&format!("{} is not there; its test is skipped", path.display()));
    None
}

/// Prints what isn't tested here directly to the terminal, since the test harness hides the output of a passing test.
pub fn note(what: &str) {
    let _ = writeln!(std::io::stderr(), "note: {what}");
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
    let reading = formats::read(source).and_then(formats::Reading::sound);
    network(reading.unwrap_or_else(|error| panic!("{source}: {error}")).0)
}

/// `places` places of Belarus, called `p000000` and so on, each tied to the one before.
pub fn path(places: usize) -> Dataset {
    tied(places, |at| at.checked_sub(1))
}

/// A hub, `p000000`, and `leaves` leaves.
pub fn star(leaves: usize) -> Dataset {
    tied(leaves + 1, |at| (at > 0).then_some(0))
}

/// Places of Belarus, each tied to an earlier one or to none.
fn tied(places: usize, partner: impl Fn(usize) -> Option<usize>) -> Dataset {
    let mut dataset = Dataset::default();
    let id = |at: usize| format!("p{at:06}");
    for at in 0..places {
        let id = id(at);
        dataset.push_place(
            &PlaceRecord { id: &id, name: &id, country: CountryCode::new("BY"), ..PlaceRecord::default() },
            1,
        );
    }
    for (at, partner) in (0..places).filter_map(|at| Some((at, partner(at)?))) {
        dataset.push_partnership(&PartnershipRecord::new(&id(at), &id(partner)), 1);
    }
    dataset
}

/// A folder with these files; it is removed when the result is dropped.
pub fn data_set(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, text)| std::fs::write(folder.path().join(name), text).unwrap());
    folder
}

/// The place with an id.
pub fn place(network: &Network, id: &str) -> PlaceId {
    network.places().find(|place| place.id() == id).unwrap_or_else(|| panic!("no place `{id}`")).number()
}

/// Names that try to break out of an output, or to look like another name in it. Every output is tested with all of
/// them.
pub fn hostile_names() -> Vec<String> {
    let names = [
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
        "&lt;&#60;&nbsp;",
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "</title></svg>",
        "]]>",
        "<!-- -->",
        "line\nbreak",
        "carriage\rreturn",
        "tab\there",
        "semi;colon",
        "comma, comma",
        "{a|b}",
        "-- x",
        "n0",
        "Магілёў",
        "ẞß",
        "北京",
        "القاهرة",
        "e\u{301}\u{302}\u{303}",
        "\u{202e}reversed",
        "\u{2067}isolated\u{2069}",
        "zero\u{200b}width\u{feff}",
        "soft\u{ad}hyphen",
        "\u{1b}[31mred\u{1b}[0m",
        "\u{1b}]8;;http://example.org\u{7}link",
        "\u{7}\u{8}bell",
        "nul\u{0}byte",
        "\u{9b}31mC1",
        "=HYPERLINK(\"http://example.org\";\"x\")",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "// comment",
        "/* comment */",
        "# hash",
        "| pipe | pipe |",
        "[link](http://example.org)",
        "![image](x)",
        "`code`",
        "*bold* _it_ ~~x~~",
        "http://example.org",
        "\"\"",
        "'",
        "NULL",
        "%s%n{0}$(x)",
        "\u{1F1E7}\u{1F1FE}",
        "\u{FFFD}",
        "\u{E000}",
    ];
    names.into_iter().map(str::to_owned).chain([format!("long {}", "x".repeat(10_000))]).collect()
}

/// A data set of a chain of places with [`hostile_names`], in two regions.
pub fn hostile_dataset() -> Dataset {
    let mut dataset = Dataset::default();
    let names = hostile_names();
    let ids: Vec<String> = (0..names.len()).map(|at| format!("id-{at:02}")).collect();
    for (at, (id, name)) in ids.iter().zip(&names).enumerate() {
        let region = Some(if at % 2 == 0 { "BY-MA" } else { "RU-TUL" });
        dataset.push_place(&PlaceRecord { id, name, region, ..PlaceRecord::default() }, 1);
    }
    for pair in ids.windows(2) {
        dataset.push_partnership(&PartnershipRecord::new(&pair[0], &pair[1]), 1);
    }
    dataset
}
