//! `check` in transcripts, and the promises of `check --fix`. `check_recall` measures how many planted faults `check`
//! finds.

use std::{fs, path::Path};

use sistergraph::check::Code;

/// Every code has a case in `fixtures/check` whose whole output is in `cli/check.txt`.
#[test]
fn every_code_is_shown_in_the_transcripts() {
    let transcripts = include_str!("cli/check.txt");
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| {
            !transcripts.contains(&format!("\n> {code}: 1 {}", code.severity().name()))
                && !transcripts.contains(&format!("\n> {code}: 2 {}s", code.severity().name()))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Code, file and line of every problem of a data set.
fn problems_of(files: &[(&str, &str)]) -> Vec<String> {
    let folder = crate::support::data_set(files);
    let run = crate::support::run(&["--data", folder.path().to_str().unwrap(), "check", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let file = |row: &serde_json::Value| row["file"].as_str().unwrap().rsplit(['/', '\\']).next().unwrap().to_owned();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| format!("{} {}:{}", row["code"].as_str().unwrap(), file(row), row["line"])).collect()
}

/// A reference to a region whose row was refused, by its code or a name, is only a consequence. A reference to a region
/// that doesn't exist is a fault of its own.
#[test]
fn only_what_names_a_refused_region_goes_unsaid() {
    let cities = "id,name,country,region,lat,lon\nash,Ash,BY,BY-MA,53.9,30.3\noak,Oak,BY,BY-X1,53.9,30.4\n\
                  elm,Elm,BY,odd district,53.9,30.5\nfir,Fir,BY,BY-QQ,53.9,30.6\n";
    let regions = "code,country,name,aliases\nBY-X1,,Outer district,\nBY_12,BY,Odd district,Odd|Strange\n";
    let partnerships = "a,b\nash,BY-X1\nash,Outer district\nash,BY_12\nash,Strange\nash,Nowhere\n";
    assert_eq!(
        problems_of(&[("cities.csv", cities), ("regions.csv", regions), ("partnerships.csv", partnerships)]),
        [
            "unknown-region cities.csv:5",
            "unknown-end partnerships.csv:6",
            "region-without-country regions.csv:2",
            "impossible-code regions.csv:3"
        ]
    );
}

/// Nothing else is said of a row whose quote swallows those below it.
#[test]
fn a_quote_that_is_never_closed_is_one_problem() {
    let cities = "id,name,country,region,lat,lon\nash,Ash,BY,BY-MA,53.9,30.3\noak,Oak,BY,BY-MA,53.9,30.4\n";
    let partnerships = "a,b,note\nash,oak,\nash,\"oak,x\nash,BY,y\n";
    let problems = problems_of(&[("cities.csv", cities), ("partnerships.csv", partnerships)]);
    assert_eq!(problems, ["unclosed-quote partnerships.csv:3"]);
}

/// A loop is reported even if the row of its place is at fault, too.
#[test]
fn a_loop_of_a_place_whose_row_is_at_fault_is_found() {
    let cities = "id,name,country,region,lat,lon\nash,Ash,BY,BY-MA,53.9,30.3\noak,Oak,BY,BY-QQ,53.9,30.4\n";
    let partnerships = "a,b\nash,BY-HO\noak,oak\nelm,elm\n";
    assert_eq!(
        problems_of(&[("cities.csv", cities), ("partnerships.csv", partnerships)]),
        [
            "unknown-region cities.csv:3",
            "self-loop partnerships.csv:3",
            "unknown-end partnerships.csv:4",
            "unknown-end partnerships.csv:4"
        ]
    );
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_mended_copy_is_as_written_and_mending_it_again_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
    let [first_name, second_name] = [&first, &second].map(|path| path.to_str().unwrap());
    let run = crate::support::run(&["--data", "check/tidy", "check", "--fix", "-o", first_name, "--format", "csv"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "code,file,line,column,before,after\n\
         unknown-column,check/tidy/cities.csv,1,postcode,postcode,\n\
         stray-blanks,check/tidy/cities.csv,2,name, Minsk ,Minsk\n\
         stray-blanks,check/tidy/cities.csv,3,name,Naro\u{a0} Fominsk,Naro Fominsk\n\
         not-nfc,check/tidy/cities.csv,4,name,Cafe\u{301},Caf\u{e9}\n\
         duplicate-id,check/tidy/cities.csv,5,,minsk-by,\n\
         stray-blanks,check/tidy/cities.csv,5,name, Minsk ,Minsk\n\
         one-sided-claim,check/tidy/partnerships.csv,2,claimed_by,a,both\n\
         reversed-partnership,check/tidy/partnerships.csv,4,,naro-fominsk-ru - minsk-by,\n\
         duplicate-partnership,check/tidy/partnerships.csv,5,,minsk-by - cafe-by,\n"
    );
    let written = files(&first);
    assert_eq!(
        written[0].1,
        "id,name,type,country\nminsk-by,Minsk,,BY\nnaro-fominsk-ru,Naro Fominsk,,RU\ncafe-by,Caf\u{e9},,BY\n"
    );
    // The last row differs from the second, because it has another note.
    assert_eq!(
        written[2].1,
        "a,b,kind,claimed_by,note\nminsk-by,naro-fominsk-ru,sister-city,,one\nminsk-by,cafe-by,sister-city,b,two\n\
         cafe-by,minsk-by,sister-city,b,three\n"
    );
    let again = crate::support::run(&["--data", first_name, "check", "--fix", "-o", second_name, "--format", "json"]);
    assert_eq!((again.status, again.stdout.as_str()), (0, "[]\n"));
    assert_eq!(files(&second), written);
    // An existing folder that isn't empty stays unchanged.
    let refused = crate::support::run(&["--data", "check/tidy", "check", "--fix", "-o", second_name]);
    assert_eq!((refused.status, files(&second)), (1, written));
}

/// Blank rows aren't copied, so errors of the copy are on other lines than in the original.
#[test]
fn errors_that_stand_in_a_mended_copy_are_told_by_its_own_lines() {
    let folder = tempfile::tempdir().unwrap();
    let [list, copy] = ["list", "copy"].map(|name| folder.path().join(name));
    fs::create_dir(&list).unwrap();
    fs::write(list.join("cities.csv"), "id,name,country,part_of\na,Alpha,DE,\n\n\nb,Beta,DE,nowhere\n").unwrap();
    fs::write(list.join("partnerships.csv"), "a,b\n\na,b\n\na,nobody\n").unwrap();
    let [list, copy] = [list.to_str().unwrap(), copy.to_str().unwrap()];
    let run = crate::support::run(&["--data", list, "check", "--fix", "-o", copy]);
    assert_eq!(run.status, 3);
    let told: Vec<&str> = run.stderr.lines().filter(|line| line.contains(".csv:")).collect();
    assert_eq!(told.len(), 2, "{}", run.stderr);
    for (told, place) in told.iter().zip(["cities.csv:3", "partnerships.csv:3"]) {
        assert!(told.contains(&format!("copy/{place}:")), "{told}");
        let (file, line) = place.split_once(':').unwrap();
        let text = fs::read_to_string(format!("{copy}/{file}")).unwrap();
        let row = text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
        assert!(row.contains("nowhere") || row.contains("nobody"), "{row}");
    }
}

/// A list as spreadsheets and people leave it: everything with one possible meaning is mended.
#[test]
fn notations_words_and_rows_that_name_the_same_places_are_mended() {
    let folder = tempfile::tempdir().unwrap();
    let mended = folder.path().join("mended");
    let run = crate::support::run(&[
        "--data",
        "cells/set",
        "check",
        "--fix",
        "-o",
        mended.to_str().unwrap(),
        "--format",
        "csv",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let changes: Vec<&str> =
        run.stdout.lines().skip(1).filter_map(|row| row.split_once("cells/set/")).map(|(_, to)| to).collect();
    assert_eq!(
        changes,
        [
            "cities.csv,2,country,Россия,RU",
            "cities.csv,2,population,1 110 000,1110000",
            "cities.csv,2,region,Омская область,RU-OMS",
            "cities.csv,3,country,kz,KZ",
            "cities.csv,3,is_region,нет,no",
            "cities.csv,3,population,360 014,360014",
            "cities.csv,3,region,Pavlodar Region,KZ-55",
            "cities.csv,4,country,Беларусь,BY",
            "cities.csv,4,is_region,да,yes",
            "cities.csv,4,lat,53°54'N,53.9",
            "cities.csv,4,lon,27°34'E,27.566667",
            "cities.csv,4,population,1.99 млн,1990000",
            "cities.csv,5,population,411.5,",
            "partnerships.csv,2,kind,побратимство,sister-city",
            "partnerships.csv,2,since,31.03.2017,2017-03-31",
            "partnerships.csv,2,status,действует,active",
            "partnerships.csv,3,,Омск - Павлодар,",
            "partnerships.csv,4,,Павлодар - omsk,",
            "partnerships.csv,4,kind,Sister City,sister-city",
            "partnerships.csv,4,since,31/03/2017,2017-03-31",
            "partnerships.csv,4,status,In Force,active",
            "partnerships.csv,5,kind,соглашение,agreement",
            "partnerships.csv,5,since,01/02/1999,",
            "partnerships.csv,5,status,прекращено,terminated",
            "partnerships.csv,5,until,12.2003,2003-12",
        ]
    );
    let written = files(&mended);
    let partnerships = written.iter().find(|(name, _)| name == "partnerships.csv").unwrap();
    assert_eq!(
        partnerships.1,
        "a,b,kind,status,since,until\nomsk,pavl,sister-city,active,2017-03-31,\ngomel,minsk,agreement,terminated,,2003-12\n"
    );
    let again = crate::support::run(&["--data", mended.to_str().unwrap(), "check", "--format", "csv"]);
    let left: Vec<&str> = again.stdout.lines().skip(1).map(|row| row.split(',').next().unwrap()).collect();
    assert_eq!(left, ["no-position", "no-region"]);
}

/// `import` mends its input, so that nothing is left to mend.
#[test]
fn import_mends_what_a_copy_would_have_mended() {
    let folder = tempfile::tempdir().unwrap();
    let [imported, mended] = ["imported", "mended"].map(|name| folder.path().join(name));
    let run = crate::support::run(&["import", "cells/set", "-o", imported.to_str().unwrap()]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("note: 2 rows left out: others say the same"), "{}", run.stderr);
    crate::support::run(&["--data", "cells/set", "check", "--fix", "-o", mended.to_str().unwrap()]);
    assert_eq!(files(&imported), files(&mended));
}

#[test]
fn a_mended_copy_is_written_while_errors_stand() {
    let folder = tempfile::tempdir().unwrap();
    let mended = folder.path().join("mended");
    let mended_name = mended.to_str().unwrap();
    let run = crate::support::run(&["--data", "cells/standing", "check", "--fix", "-o", mended_name]);
    assert_eq!(run.status, 3);
    let stderr = run.stderr.replace(mended_name, "mended").replace('\\', "/");
    assert_eq!(
        stderr,
        "error: 1 error stands in `mended`\n\
         mended/partnerships.csv:3: column `b`: partnership names `Nowhereville`, which is no place id, code or name\n  \
         hint: add it to the list of places, or use the code of a region or country\n\
         hint: mend them there; `sistergraph --data mended check` says how\n"
    );
    // The third row says the same as the fourth, which the other side claims.
    assert_eq!(
        files(&mended)[2].1,
        "a,b,kind,since\na,b,sister-city,1999-12-31\na,Nowhereville,sister-city,2001\nAlphaburg,Betagrad,sister-city,2017\n"
    );
    // `import` does the same.
    let imported = folder.path().join("imported");
    let run = crate::support::run(&["import", "cells/standing", "-o", imported.to_str().unwrap()]);
    assert_eq!((run.status, files(&imported)), (3, files(&mended)), "{}", run.stderr);
    assert!(run.stderr.contains("imported/partnerships.csv:3: column `b`"), "{}", run.stderr);
}
