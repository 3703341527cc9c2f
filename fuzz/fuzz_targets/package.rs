//! `datapackage.json` beside valid lists: its metadata is the same after the data set was written as JSON and read
//! again.
#![no_main]

use std::{fs, path::PathBuf, process, sync::OnceLock};

use libfuzzer_sys::fuzz_target;
use sistergraph::formats::{self, Told};

/// A folder for this process alone, with the two lists that a data set must have.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("sistergraph-fuzz-{}", process::id()));
        fs::create_dir_all(&folder).expect("a folder for temporary files");
        fs::write(folder.join("cities.csv"), "id\na\nb\n").expect("a file in it");
        fs::write(folder.join("partnerships.csv"), "a,b\na,b\n").expect("a file in it");
        folder
    })
}

fuzz_target!(|bytes: &[u8]| {
    fs::write(folder().join("datapackage.json"), bytes).expect("a file in the folder");
    let Ok(reading) = formats::read(&folder().to_string_lossy()) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    let json = formats::to_json(&dataset);
    let again = formats::read_bytes("again", json.as_bytes(), &Told::default()).expect("what is written is readable");
    assert_eq!(again.sound().expect("and sound").0.metadata(), dataset.metadata());
});
