//! Parquet and SQLite: written files read back as the same data set, queries find what they promise, and each hostile
//! file gives one message.

#[cfg(any(feature = "parquet", feature = "sqlite"))]
mod data;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::path::Path;

use crate::support::run;

/// The program's messages about a file or folder.
fn said(path: &Path, question: &str) -> String {
    let run = run(&["--data", path.to_str().unwrap(), question]);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run.stdout + &run.stderr
}

#[test]
fn without_a_feature_the_program_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("there.parquet");
    std::fs::create_dir(&there).unwrap();
    std::fs::write(there.join("vertices.parquet"), "PAR1").unwrap();
    let database = folder.path().join("there.db");
    std::fs::write(&database, "SQLite format 3\0").unwrap();
    for (feature, is_there, path) in
        [("parquet", cfg!(feature = "parquet"), &there), ("sqlite", cfg!(feature = "sqlite"), &database)]
    {
        let target = folder.path().join(format!("new.{feature}"));
        let written = run(&["export", "-o", target.to_str().unwrap()]);
        assert_eq!((written.status == 0, target.exists()), (is_there, is_there), "{}", written.stderr);
        let read = said(path, "report");
        for stderr in [written.stderr, read] {
            let is_said = stderr.contains(&format!("built without the feature `{feature}`"))
                && stderr.contains(&format!("cargo build --release --features {feature}"));
            assert_eq!(is_said, !is_there, "{stderr}");
        }
    }
}
