//! Runs whole commands in this process: a data set filled with the texts of the input, one question, and one form of
//! answer, written to a file that a parser of that form then reads. The first three bytes select the question, the form
//! and the number of places. The texts follow, separated by U+001E.
#![no_main]

#[path = "../../tests/attack/answers.rs"]
mod answers;
#[path = "../../src/cli/mod.rs"]
mod cli;
#[path = "../../tests/attack/lists.rs"]
mod lists;
#[path = "../../tests/attack/questions.rs"]
mod questions;

use std::{env, ffi::OsString, fs, path::PathBuf, process, sync::OnceLock};

use answers::Form;
use libfuzzer_sys::fuzz_target;
use questions::QUESTIONS;

/// A folder for this process alone. The working folder is `work`, two folders below the data set, as the questions
/// expect.
fn scene() -> &'static PathBuf {
    static SCENE: OnceLock<PathBuf> = OnceLock::new();
    SCENE.get_or_init(|| {
        let scene = env::temp_dir().join(format!("sistergraph-fuzz-commands-{}", process::id()));
        fs::create_dir_all(scene.join("inner/work")).expect("a folder for temporary files");
        env::set_current_dir(scene.join("inner/work")).expect("the folder just made");
        scene
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&[question, form, places], texts)) = bytes.split_first_chunk() else { return };
    let texts: Vec<String> = String::from_utf8_lossy(texts).split('\u{1e}').map(str::to_owned).collect();
    let lists = lists::filled(usize::from(places % 24) + 2, texts, places >= 128);
    lists.write(&scene().join("data"));
    let question = &QUESTIONS[usize::from(question) % QUESTIONS.len()];
    let form = match question.forms[usize::from(form) % question.forms.len()] {
        Form::Table => Form::Text,
        Form::Html => Form::Page,
        form => form,
    };
    let output = PathBuf::from("answer").with_extension(form.extension());
    let mut words: Vec<OsString> = question.arguments(&lists).map(OsString::from).collect();
    words.insert(0, "sistergraph".into());
    // The options come right after the command, because a question may end its options with `--`.
    words.splice(3..3, ["-q".into(), "-o".into(), output.clone().into()]);
    let code = cli::answer(words);
    assert!([0, 1, 3].contains(&code), "{question:?} ends with {code}");
    if let Ok(bytes) = fs::read(&output) {
        let judged = answers::judge(form, &bytes, question.writes_a_data_set());
        judged.unwrap_or_else(|error| panic!("{question:?} as {form:?}: {error}"));
    }
    for entry in fs::read_dir(&output).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let form = Form::of_file(&name).unwrap_or_else(|| panic!("{question:?} writes a file called {name:?}"));
        let judged = answers::judge(form, &fs::read(entry.path()).expect("a file"), question.writes_a_data_set());
        judged.unwrap_or_else(|error| panic!("{question:?} in {name}: {error}"));
    }
    let left: Vec<_> = fs::read_dir(".").expect("the folder").flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| *name == *output.as_os_str()), "{question:?} leaves {left:?}");
    let _ = fs::remove_file(&output);
    let _ = fs::remove_dir_all(&output);
});
