//! Names from the data and texts from the command line that try to break or disguise an output.

use serde_json::Value;
use sistergraph::{
    formats,
    model::{ContactKind, ContactRecord, ParticipantRecord, TotalRecord},
};

use crate::support::{hostile_dataset, hostile_names, json, program, run};

/// A folder with the data set of hostile names.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in formats::to_csv(&hostile_dataset()) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const QUESTIONS: [&[&str]; 16] = [
    &["ties", "--sort", "b_name"],
    &["pairs", "--by", "country"],
    &["check"],
    &["report"],
    &["places"],
    &["places", "id-"],
    &["partners", "BY-MA"],
    &["components"],
    &["components", "--members"],
    &["communities"],
    &["communities", "--members"],
    &["rank", "--metric", "betweenness", "--approx", "0.2"],
    &["path", "id-00", "id-50"],
    &["fragile"],
    &["fragile", "--without", "id-20"],
    &["history", "id-20"],
];

/// Characters that a terminal would act on or hide, or that would reorder their neighbours.
fn is_unprintable(c: char) -> bool {
    let hidden = ['\u{200b}', '\u{200e}', '\u{200f}', '\u{ad}', '\u{feff}', '\u{61c}', '\u{2028}', '\u{2029}'];
    (c.is_control() && c != '\n')
        || hidden.contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

#[test]
fn no_name_reaches_the_terminal_as_it_is() {
    let folder = folder();
    let data = folder.path().to_str().unwrap();
    for question in QUESTIONS {
        for format in ["table", "md"] {
            let run = run(&[&["--data", data, "--format", format], question].concat());
            assert_eq!(run.status, 0, "{question:?}: {}", run.stderr);
            let bad = run.stdout.chars().chain(run.stderr.chars()).find(|&c| is_unprintable(c));
            assert_eq!(bad, None, "{question:?} as {format}");
            if format == "table" {
                let wide = run.stdout.lines().find(|line| unicode_width::UnicodeWidthStr::width(*line) > 80);
                assert_eq!(wide, None, "{question:?}");
            }
        }
    }
    // The same holds for what is typed, in messages about it.
    for name in hostile_names().iter().filter(|name| !name.contains('\0')) {
        let run = run(&["--data", data, "partners", "--", &format!("no such {name}")]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{name:?}");
        assert_eq!(run.stderr.chars().find(|&c| is_unprintable(c)), None, "{name:?}");
        assert!(run.stderr.starts_with("error: no place is called `no such "), "{}", run.stderr);
        assert!(run.stderr.lines().all(|line| line.chars().count() < 2_500), "{name:?}");
    }
}

/// A folder with the data set of hostile names; each name is also in every text of the ledger.
fn ledger_folder() -> tempfile::TempDir {
    let mut dataset = hostile_dataset();
    let ledger = dataset.ledger_mut();
    for (at, name) in hostile_names().into_iter().enumerate() {
        let (id, text) = (Some(format!("event-{at}")), Some(name.clone()));
        ledger.contacts.push(
            ContactRecord {
                id: id.clone(),
                date: "2016".parse().ok(),
                until: None,
                kind: ContactKind::Event,
                from: None,
                to: Some("id-00".to_owned()),
                level: text.clone(),
                title: text.clone(),
                source: text.clone(),
                note: text.clone(),
            },
            2,
        );
        ledger.participants.push(
            ParticipantRecord {
                event: "event-0".to_owned(),
                place: format!("id-{at:02}"),
                ..ParticipantRecord::default()
            },
            2,
        );
        let total = TotalRecord {
            what: name.clone(),
            levels: vec![name.clone()],
            unit: text.clone(),
            value: 1,
            fields: vec![name],
            source: text.clone(),
            note: text,
            ..TotalRecord::default()
        };
        let participants = TotalRecord { what: "participant".to_owned(), event: id, ..total.clone() };
        let agreements = TotalRecord { what: "agreement".to_owned(), ..total.clone() };
        [total, participants, agreements].into_iter().for_each(|total| ledger.totals.push(total, 2));
    }
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in formats::to_csv(&dataset) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn no_text_of_the_ledger_reaches_the_terminal_as_it_is() {
    let folder = ledger_folder();
    let data = folder.path().to_str().unwrap();
    for question in [
        &["contacts"][..],
        &["contacts", "--by", "level"],
        &["contacts", "--by", "direction"],
        &["contacts", "--by", "region"],
        &["agreements"],
        &["agreements", "--by", "field"],
        &["events"],
        &["events", "event-0"],
        &["events", "event-0", "--untied=all"],
        &["events", "event-1", "--reported"],
    ] {
        for format in ["table", "md"] {
            let run = run(&[&["--data", data, "--format", format], question].concat());
            assert_eq!(run.status, 0, "{question:?}: {}", run.stderr);
            let bad = run.stdout.chars().chain(run.stderr.chars()).find(|&c| is_unprintable(c));
            assert_eq!(bad, None, "{question:?} as {format}");
            if format == "table" {
                let wide = run.stdout.lines().find(|line| unicode_width::UnicodeWidthStr::width(*line) > 80);
                assert_eq!(wide, None, "{question:?}");
            } else {
                assert!(!run.stdout.contains('<'), "{question:?}");
            }
        }
    }
    for name in hostile_names().iter().filter(|name| !name.contains('\0')) {
        let run = run(&["--data", data, "events", "--", &format!("no such {name}")]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{name:?}");
        assert_eq!(run.stderr.chars().find(|&c| is_unprintable(c)), None, "{name:?}");
    }
}

#[test]
fn every_name_comes_through_json_and_csv() {
    let folder = folder();
    let data = folder.path().to_str().unwrap();
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let json = run(&["--data", data, "places", "--format", "json", "-q"]).stdout;
    let rows: Value = serde_json::from_str(&json).unwrap();
    let names = rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(sorted(names), sorted(hostile_names()));

    let csv = run(&["--data", data, "places", "--format", "csv", "-q"]).stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let cells: Vec<String> = reader.records().map(|record| record.unwrap()[1].to_owned()).collect();
    // No spreadsheet takes a cell for a formula; without the guard the cell is the name.
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    let is_guarded = |cell: &str| cell.len() > 1 && cell.starts_with('\'') && "=+-@".contains(&cell[1..2]);
    let names = cells.iter().map(|cell| if is_guarded(cell) { cell[1..].to_owned() } else { cell.clone() }).collect();
    assert_eq!(sorted(names), sorted(hostile_names()));
}

#[test]
fn no_name_breaks_a_difference() {
    let folder = folder();
    let data = folder.path().to_str().unwrap();
    for states in [["empty", data], [data, "empty"]] {
        let page = run(&[&["diff"], &states[..]].concat());
        assert_eq!(page.status, 0, "{}", page.stderr);
        assert_eq!(page.stdout.chars().find(|&c| is_unprintable(c)), None);
        assert!(page.stdout.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80));
        let page = run(&[&["diff", "--format", "md"], &states[..]].concat()).stdout;
        let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let tables: Vec<&str> = page.split("\n\n").filter(|block| block.starts_with('|')).collect();
        assert_eq!(tables.len(), 3, "regions, partnerships, places");
        for table in tables {
            let width = cells(table.lines().next().unwrap());
            assert!(table.lines().all(|line| cells(line) == width), "{table}");
        }
        assert!(!page.contains('<'));
    }
}

#[test]
fn no_name_adds_a_cell_or_a_tag_to_a_markdown_table() {
    let folder = folder();
    for question in QUESTIONS {
        let page =
            run(&[&["--data", folder.path().to_str().unwrap(), "--format", "md", "-q"], question].concat()).stdout;
        let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let tables = page.split("\n\n").filter(|block| block.starts_with('|'));
        for table in tables {
            let width = cells(table.lines().next().unwrap());
            assert!(table.lines().all(|line| cells(line) == width), "{question:?}: {table}");
        }
        assert!(!page.contains('<') && !page.contains("://"), "{question:?}");
    }
}

/// An HTML page contains only the tags that the program writes, whatever the names in the data are.
#[test]
fn no_name_adds_a_tag_to_a_page() {
    let folder = folder();
    const TAGS: &str = "!DOCTYPE html head meta title style body main h1 h2 p dl dt dd div table thead tbody tr th td ul li a span footer br";
    for question in QUESTIONS {
        let page =
            run(&[&["--data", folder.path().to_str().unwrap(), "--format", "html", "-q"], question].concat()).stdout;
        assert_eq!(page.chars().find(|&c| is_unprintable(c)), None, "{question:?}");
        let style = page.find("</style>").unwrap();
        for tag in page[style..].split('<').skip(1) {
            let name: String = tag.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric()).collect();
            assert!(TAGS.split(' ').any(|known| known == name), "{question:?}: <{tag}");
            assert_eq!(tag.matches('>').count(), 1, "{question:?}: <{tag}");
        }
    }
}

/// A name is data, whatever it looks like: it finds its own place, and isn't taken for an option or file.
#[test]
fn a_hostile_name_is_found_like_any_other() {
    let folder = folder();
    for name in hostile_names().iter().filter(|name| !name.contains('\0') && !["n0"].contains(&name.as_str())) {
        let output = program()
            .args(["--data", folder.path().to_str().unwrap(), "partners", "--format", "json", "-q", "--", name])
            .output()
            .unwrap();
        assert!(output.status.success(), "{name:?}: {}", String::from_utf8_lossy(&output.stderr));
        let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!((1..=2).contains(&rows.as_array().unwrap().len()), "{name:?}");
    }
}

/// A data set of two tied places in a folder of its own, with additional or replaced files.
fn two_places(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let all =
        [("cities.csv", "id,name,country,region\nx,X,BY,BY-MA\ny,Y,RU,RU-TUL\n"), ("partnerships.csv", "a,b\nx,y\n")];
    for (name, text) in all.iter().chain(files) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn what_is_no_finite_number_is_a_fault_wherever_it_stands() {
    for number in
        ["nan", "NaN", "-nan", "inf", "-inf", "+inf", "infinity", "Infinity", "1e999", "-1e999", "1e309", "0x10"]
    {
        let indicators = format!("place,year,name,value\nBY-MA,2016,trade,\"{number}\"\n");
        let cities =
            format!("id,name,country,region,lat,lon\nx,X,BY,BY-MA,\"{number}\",\"{number}\"\ny,Y,RU,RU-TUL,,\n");
        let population = format!("id,name,country,region,population\nx,X,BY,BY-MA,\"{number}\"\ny,Y,RU,RU-TUL,\n");
        // Programs write `nan` for a missing value, so it is a blank.
        if number.eq_ignore_ascii_case("nan") {
            continue;
        }
        let files = [("indicators.csv", &indicators), ("cities.csv", &cities), ("cities.csv", &population)];
        for (file, text) in files {
            let folder = two_places(&[(file, text)]);
            let run = run(&["--data", folder.path().to_str().unwrap(), "check", "--strict", "--format", "json"]);
            assert_eq!(run.status, 3, "{number}: {}", run.stderr);
            let problems: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
            // A latitude that isn't finite is off the globe.
            let codes = ["not-a-number", "negative-number", "impossible-coordinate"];
            let is_one = |row: &Value| codes.contains(&row["code"].as_str().unwrap()) && row["line"] == 2;
            assert!(problems.iter().any(is_one), "{number} in {file}: {}", run.stdout);
        }
    }
    for (number, value) in
        [("1e3", 1000.0), ("-5", -5.0), ("53,9", 53.9), ("1e-400", 0.0), (".5", 0.5), ("1.7e308", 1.7e308)]
    {
        let folder =
            two_places(&[("indicators.csv", &format!("place,year,name,value\nBY-MA,2016,trade,\"{number}\"\n"))]);
        let rows = json(&["--data", folder.path().to_str().unwrap(), "regions", "BY-MA", "--with", "trade"]);
        assert_eq!(rows[0]["trade"].as_f64(), Some(value), "{number}");
    }
}

/// A partnership that is only proposed is never a tie and is listed as proposed, whatever its dates are.
#[test]
fn every_answer_reads_a_status_against_its_dates_alike() {
    for (row, status, reason) in [
        ("proposed,,2020,", "proposed", "no-ties"),
        ("proposed,2010,2020,", "proposed", "no-ties"),
        ("proposed,,,2020", "proposed", "no-ties"),
        ("terminated,,,2020", "terminated", "lapsed"),
        ("active,1990,2020,", "terminated", "lapsed"),
        ("active,1990,,2020", "suspended", "lapsed"),
        ("suspended,,2020,2019", "terminated", "lapsed"),
    ] {
        let folder = two_places(&[("partnerships.csv", &format!("a,b,status,since,until,suspended\nx,y,{row}\n"))]);
        let data = folder.path().to_str().unwrap();
        for asked in ["proposed", "active", "suspended", "terminated"] {
            for as_of in [&[][..], &["--as-of", "2026"]] {
                let question = [&["--data", data, "partners", "x", "--status", asked], as_of].concat();
                let listed = json(&question).as_array().unwrap().len();
                assert_eq!(listed, usize::from(asked == status), "{row} asked for as {asked}, {as_of:?}");
            }
        }
        let unconnected = json(&["--data", data, "unconnected", "BY-MA", "--to", "RU"]);
        assert_eq!(unconnected[0]["reason"], reason, "{row}");
        let in_force: u64 = json(&["--data", data, "history"])
            .as_array()
            .unwrap()
            .iter()
            .map(|year| year["in_force"].as_u64().unwrap())
            .max()
            .unwrap_or(0);
        assert_eq!(in_force > 0, row.starts_with("active"), "{row}");
        let problems = run(&["--data", data, "check", "--format", "csv"]).stdout;
        assert_eq!(
            problems.contains("contradictory-status"),
            status != "terminated" || !row.starts_with("terminated"),
            "{row}"
        );
    }
}

#[test]
fn loops_are_counted_within_the_filters() {
    let folder = two_places(&[(
        "partnerships.csv",
        "a,b,kind,status,since\nx,x,friendship,,2001\nx,x,friendship,terminated,\nx,y,sister-city,,\nx,BY-MA,project,,2010\n",
    )]);
    let data = folder.path().to_str().unwrap();
    for (filters, loops, by_region) in [
        (&[][..], 1, 2),
        (&["--kind", "friendship"], 1, 1),
        (&["--kind", "project"], 0, 1),
        (&["--kind", "sister-city"], 0, 0),
        (&["--status", "terminated"], 1, 1),
        (&["--status", "active", "--status", "terminated"], 2, 3),
        (&["--as-of", "2000"], 0, 0),
        (&["--as-of", "2005"], 1, 1),
        (&["--country", "RU"], 0, 0),
        (&["--country", "BY"], 1, 2),
        (&["--region", "BY-MA", "--level", "city"], 1, 1),
        (&["--level", "region"], 0, 0),
        (&["--between", "BY", "RU"], 0, 0),
    ] {
        let stats = |by: &[&str]| {
            json(&[&["--data", data, "stats", "--no-distances"], filters, by].concat())["loops_dropped"].clone()
        };
        assert_eq!(stats(&[]), loops, "{filters:?}");
        for by in ["region", "country"] {
            assert_eq!(stats(&["--by", by]), by_region, "{filters:?} by {by}");
        }
    }
}
