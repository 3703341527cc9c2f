//! Attacks the program: random data sets full of hostile texts, every command in every form of answer. A parser that
//! isn't ours reads every answer. Whatever the data say, there is no panic, the exit code is one that the help names,
//! the answer parses, no character hides or reorders others, only the requested files are written, and a second run
//! gives the same bytes.

mod answers;
mod lists;
mod questions;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, RngSeed, TestRunner},
};

use crate::support::{Run, hostile_names, program};
use answers::Form;
use lists::Lists;
use questions::{QUESTIONS, Question};

/// Texts that are likely to break an output, beside those of [`hostile_names`]: names of columns, options and files,
/// addresses, formulas, invisible letters.
const MORE: [&str; 40] = [
    "",
    " ",
    "total",
    "region",
    "name",
    "volume",
    "ties",
    "trade_unit",
    "index",
    "con",
    "NUL.txt",
    "any",
    "-q",
    "--help",
    "BY",
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "javascript:alert(1)",
    "www.evil.example",
    "info@evil.example",
    "=cmd|' /C calc'!A0",
    "\u{ff1d}1+1",
    "\u{ff20}x",
    "a\u{34f}b",
    "\u{115f}\u{3164}",
    "\u{2800}",
    "tag\u{e0061}",
    "v\u{fe0f}\u{e0100}",
    "\u{17b4}",
    "\u{180e}",
    "\u{2061}\u{206a}",
    "\u{fff9}x\u{fffb}",
    "\u{2028}line",
    "\u{85}",
    "-->",
    "]]>&lt;",
    "\"onload=\"alert(1)",
    "%2e%2e%2f",
    "$(id)`id`",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(hostile_names()),
        3 => select(MORE.as_slice()).prop_map(str::to_owned),
        2 => prop::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter),
        2 => "[A-Za-z ]{1,10}",
    ]
}

fn lists() -> impl Strategy<Value = Lists> {
    (2..14_usize, prop::collection::vec(text(), 12..60), any::<bool>())
        .prop_map(|(places, texts, any_ids)| lists::filled(places, texts, any_ids))
}

/// How many data sets are made and how many questions each is asked: about as many as a minute allows.
const DATA_SETS: u32 = 20;
const ASKED: usize = 10;

#[test]
fn no_data_set_makes_an_answer_that_a_reader_chokes_on() {
    let config =
        Config { cases: DATA_SETS, rng_seed: RngSeed::Fixed(15), failure_persistence: None, ..Config::default() };
    let config = Config { max_shrink_iters: 40, ..config };
    let question = (0..QUESTIONS.len()).prop_flat_map(|at| (Just(&QUESTIONS[at]), select(QUESTIONS[at].forms)));
    let asked = prop::collection::vec(question, ASKED);
    let run = TestRunner::new(config).run(&(lists(), asked), |(lists, asked)| {
        let scene = Scene::new(&lists);
        for (question, form) in asked {
            scene.ask(question, form, &lists)?;
        }
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
}

/// Asks every question once, in every form, of one data set, so that none is left out by chance.
#[test]
fn every_question_in_every_form_has_an_answer_that_a_reader_takes() {
    let texts = hostile_names().into_iter().chain(MORE.map(str::to_owned)).collect();
    let lists = lists::filled(80, texts, false);
    let scene = Scene::new(&lists);
    let forms = QUESTIONS.iter().flat_map(|question| question.forms.iter().map(move |&form| (question, form)));
    let faults: Vec<String> =
        forms.filter_map(|(question, form)| Some(scene.ask(question, form, &lists).err()?.to_string())).collect();
    assert!(faults.is_empty(), "{} answers:\n{}", faults.len(), faults.join("\n"));
}

/// A folder with a data set and a folder to work in, in which only requested files may appear.
struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    fn new(lists: &Lists) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("outer/inner/work")).unwrap();
        lists.write(&folder.path().join("outer/data"));
        Self { folder }
    }

    fn work(&self) -> PathBuf {
        self.folder.path().join("outer/inner/work")
    }

    /// Asks one question in one form, twice, and checks the answers.
    fn ask(&self, question: &Question, form: Form, lists: &Lists) -> Result<(), TestCaseError> {
        let before = paths_below(self.folder.path());
        let outputs = ["answer-1", "answer-2"].map(|name| self.work().join(name).with_extension(form.extension()));
        let [first, second] = outputs.each_ref().map(|output| self.run(question, form, lists, output));
        let [first, second] = [first?, second?];
        let [written, again] = outputs.each_ref().map(|output| files_below(output));
        prop_assert!(first == second && written == again, "{question:?} as {form:?} gives two answers");
        let asked_for = |path: &Path| outputs.iter().any(|output| path.starts_with(output));
        let strays: Vec<PathBuf> =
            paths_below(self.folder.path()).difference(&before).filter(|path| !asked_for(path)).cloned().collect();
        prop_assert!(strays.is_empty(), "{question:?} as {form:?} leaves {strays:?}");
        for (file, bytes) in written {
            let form = Form::of_file(&file).ok_or_else(|| TestCaseError::fail(format!("a file called {file:?}")))?;
            let judged = answers::judge(form, &bytes, question.writes_a_data_set());
            judged.map_err(|error| TestCaseError::fail(format!("{question:?} in {file:?}: {error}")))?;
        }
        outputs.iter().for_each(|output| remove(output));
        Ok(())
    }

    /// Runs the program once and checks that its output is fit for a terminal.
    fn run(&self, question: &Question, form: Form, lists: &Lists, output: &Path) -> Result<Run, TestCaseError> {
        let mut command: Command = program();
        command.current_dir(self.work());
        let mut words = question.arguments(lists);
        command.args(words.by_ref().take(2));
        if form.is_written_to_a_file() {
            command.arg("-o").arg(output.file_name().unwrap());
        } else {
            command.args(["--format", form.extension()]);
        }
        // These come before the question, which may end the options with `--`.
        command.args(words);
        let run = command.output().unwrap();
        // Messages contain the name of the written file, which differs between the two runs.
        let name = output.file_stem().unwrap().to_str().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(name, "NAME");
        let (status, stderr) = (run.status.code().unwrap_or(-1), text(&run.stderr));
        let failed = |what: &str| TestCaseError::fail(format!("{command:?}: {what}: exit code {status}\n{stderr}"));
        if ![0, 1, 3].contains(&status) || stderr.contains("panicked") {
            return Err(failed("died or was not understood"));
        }
        answers::fit_for_a_terminal(stderr.as_bytes()).map_err(|error| failed(&error))?;
        if status != 1 && !form.is_written_to_a_file() {
            answers::judge(form, &run.stdout, false).map_err(|error| failed(&error))?;
        }
        Ok(Run { stdout: text(&run.stdout), stderr, status })
    }
}

/// All paths below a folder.
fn paths_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut paths = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            paths.extend(paths_below(&entry.path()));
        }
        paths.insert(entry.path());
    }
    paths
}

/// The file at a path, or all files below it if it is a folder, by their names within it. A lone file is named by its
/// extension.
fn files_below(path: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |file: &Path| {
        let within = file.strip_prefix(path).unwrap();
        let alone = || format!("answer.{}", path.extension().unwrap_or_default().to_string_lossy());
        if within.as_os_str().is_empty() { alone() } else { within.to_string_lossy().into_owned() }
    };
    let below = if path.is_dir() { paths_below(path) } else { BTreeSet::from([path.to_owned()]) };
    below.iter().filter_map(|file| Some((name(file), fs::read(file).ok()?))).collect()
}

fn remove(path: &Path) {
    let _ = fs::remove_file(path);
    let _ = fs::remove_dir_all(path);
}
