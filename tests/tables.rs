//! Sheets with hostile columns and cells, written in every format and read back by an independent parser.

use std::{collections::BTreeSet, rc::Rc};

use crate::support::run;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use sistergraph::table::{Answer, Block, Columns, Format, Heading, Sheet, escape};

/// A row of columns that aren't known at compile time.
#[derive(Clone, Debug)]
struct Row {
    names: Rc<[String]>,
    cells: Vec<Value>,
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.names.iter().zip(&self.cells))
    }
}

/// Texts that a format could take for something else, and names that clash with each other.
const HOSTILE: [&str; 30] = [
    "",
    " ",
    "a",
    "A",
    "region",
    "total",
    "volume",
    "volume_indicator",
    "volume indicator",
    "volume_indicator_2",
    "trade",
    "trade_unit",
    "trade_unit_unit",
    "=SUM(A1)",
    "'=SUM(A1)",
    "-1",
    "a|b",
    "a\\|b",
    "\"quoted\", and more",
    "two\r\nlines",
    "<script>alert(1)</script>",
    "</td></tr></table>",
    "&amp;",
    "[a](javascript:b)",
    "**bold** _it_ `code` ~~gone~~",
    "https://example.org/x",
    "\u{202e}drow\u{200b}",
    "\\u{202e}",
    "北京",
    "| --- |",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => prop::sample::select(&HOSTILE[..]).prop_map(str::to_owned), 1 => any::<String>()]
}

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_filter_map("finite", |real| real.is_finite().then(|| Value::from(real))),
        1 => any::<bool>().prop_map(Value::from),
    ]
}

/// Columns with fixed names (`None`) or names from the data with a number of endings, and rows for them.
fn table() -> impl Strategy<Value = (Columns, Vec<Row>)> {
    let endings: [&[&str]; 3] = [&[], &["_unit"], &["_unit", "_year"]];
    let heading = (text(), prop::option::of(prop::sample::select(endings.to_vec())));
    prop::collection::vec(heading, 1..6).prop_flat_map(|headings| {
        let headings: Vec<Heading<'_>> = headings
            .iter()
            .map(|(name, of_data)| match of_data {
                None => Heading::Fixed(name),
                Some(endings) => Heading::OfData { name, endings, space: "indicator" },
            })
            .collect();
        let columns = Columns::new(&headings);
        let row = prop::collection::vec(cell(), columns.names().len());
        prop::collection::vec(row, 0..4).prop_map(move |rows| {
            let names: Rc<[String]> = columns.names().into();
            let rows = rows.into_iter().map(|cells| Row { names: Rc::clone(&names), cells }).collect();
            (columns.clone(), rows)
        })
    })
}

/// A cell as text without markup.
fn plain(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell as a page shows it.
fn shown(cell: &Value) -> String {
    escape::terminal(&plain(cell)).into_owned()
}

/// The cells of each row of a page's only table: the names, then the rows; empty if there is no table.
type Table = Vec<Vec<String>>;

/// Reads Markdown that has only a table; anything else in it is an error.
fn read_markdown(text: &str) -> Result<Table, TestCaseError> {
    let mut table = Table::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => table.push(Vec::new()),
            Event::Start(Tag::TableCell) => table.last_mut().unwrap().push(String::new()),
            // This interrupts an address, and isn't shown.
            Event::InlineHtml(comment) if &*comment == "<!-- -->" => {}
            Event::Text(text) => table.last_mut().and_then(|row| row.last_mut()).unwrap().push_str(&text),
            Event::Start(Tag::Table(_))
            | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => {}
            other => return Err(TestCaseError::fail(format!("{other:?} in {text}"))),
        }
    }
    Ok(table)
}

/// Reads the table of an HTML page, which is also XML.
fn read_html(page: &str) -> Table {
    let Some(start) = page.find("<table>") else { return Table::new() };
    let end = page.rfind("</table>").unwrap() + "</table>".len();
    let document = roxmltree::Document::parse(&page[start..end]).unwrap_or_else(|error| panic!("{error}: {page}"));
    let rows = document.descendants().filter(|node| node.has_tag_name("tr"));
    let cells = |row: roxmltree::Node<'_, '_>| {
        let cells = row.children().filter(roxmltree::Node::is_element);
        // A word that must not be broken is in an element of its own.
        let text = |cell: roxmltree::Node<'_, '_>| -> String {
            cell.descendants().filter(roxmltree::Node::is_text).filter_map(|part| part.text()).collect()
        };
        cells.map(text).collect()
    };
    rows.map(cells).collect()
}

proptest! {
    #[test]
    fn every_format_gives_back_what_it_was_given((columns, rows) in table()) {
        let names = columns.names();
        prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{:?}", names);
        let answer = Answer::rows([], Sheet::with_columns(columns.clone(), &rows));

        let json: Vec<Map<String, Value>> = serde_json::from_str(&answer.render(Format::Json, 80)).unwrap();
        let expected: Vec<Vec<(&String, &Value)>> = rows.iter().map(|row| names.iter().zip(&row.cells).collect()).collect();
        prop_assert_eq!(json.iter().map(|row| row.iter().collect()).collect::<Vec<Vec<_>>>(), expected);

        let csv = answer.render(Format::Csv, 80);
        let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let csv: Vec<Vec<String>> = csv.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(csv.len(), rows.len() + 1);
        prop_assert_eq!(csv[0].iter().collect::<BTreeSet<_>>().len(), names.len(), "{:?}", csv[0]);
        let texts = std::iter::once(names.iter().map(|name| Value::from(name.as_str())).collect());
        for (read, cells) in csv.iter().zip(texts.chain(rows.iter().map(|row| row.cells.clone()))) {
            prop_assert_eq!(read.len(), cells.len());
            for (read, cell) in read.iter().zip(&cells) {
                let text = plain(cell);
                // A number isn't a formula. `escapes` tests which texts are.
                let expected = if cell.is_string() { escape::csv_cell(&text).into_owned() } else { text };
                prop_assert_eq!(read, &expected);
            }
        }

        // Markdown removes blanks at the ends of a cell.
        let trimmed = |cell: &str| cell.trim_matches([' ', '\u{c}']).to_owned();
        let markdown = read_markdown(&answer.render(Format::Markdown, 80))?;
        let mut expected: Table = vec![names.iter().map(|name| trimmed(&escape::terminal(name))).collect()];
        expected.extend(rows.iter().map(|row| row.cells.iter().map(|cell| trimmed(&shown(cell))).collect()));
        prop_assert_eq!(&markdown, &expected);
        prop_assert_eq!(markdown[0].iter().collect::<BTreeSet<_>>().len(), names.len(), "{:?}", markdown[0]);

        let html = read_html(&answer.render(Format::Html, 80));
        let is_filled = |at: usize| rows.is_empty() || rows.iter().any(|row| !row.cells[at].is_null());
        let is_same = |at: usize| {
            at > 0 && rows.len() > 2 && !plain(&rows[0].cells[at]).is_empty() && rows.iter().all(|row| row.cells[at] == rows[0].cells[at])
        };
        let filled: Vec<usize> = (0..names.len()).filter(|&at| is_filled(at) && !is_same(at)).collect();
        let mut expected: Table = Vec::new();
        if !filled.is_empty() {
            expected.push(filled.iter().map(|&at| escape::terminal(&names[at].replace('_', " ")).into_owned()).collect());
            expected.extend(rows.iter().map(|row| filled.iter().map(|&at| shown(&row.cells[at])).collect()));
        }
        prop_assert_eq!(&html, &expected);
        let header = html.first().map_or(0, |names| names.iter().collect::<BTreeSet<_>>().len());
        prop_assert_eq!(header, filled.len(), "{:?}", html);
        // A value that all rows share is stated once, above the table.
        let same = (0..names.len()).filter(|&at| is_filled(at) && is_same(at)).count();
        prop_assert_eq!(answer.render(Format::Html, 80).matches("<p class=\"same\">").count(), usize::from(same > 0));

        let wide = answer.render(Format::Table, 100_000);
        prop_assert!(wide.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", wide);
        for width in [40, 80] {
            let table = answer.render(Format::Table, width);
            prop_assert!(table.chars().all(|c| c == '\n' || !c.is_control()), "{:?}", table);
        }
        let says = rows.iter().any(|row| row.cells.iter().any(|cell| !plain(cell).is_empty()));
        prop_assert_eq!(wide.lines().count(), if says { rows.len() + 1 } else { 0 }, "{:?}", wide);
    }

    #[test]
    fn a_page_without_blank_columns_has_the_others((columns, rows) in table()) {
        let names = columns.names();
        let sheet = Sheet::with_columns(columns.clone(), &rows).without_blank_columns();
        let says = |at: &usize| rows.iter().any(|row| !plain(&row.cells[*at]).is_empty());
        let kept: Vec<usize> = (0..names.len()).filter(says).collect();
        let answer = Answer::paged_rows(vec![Block::Sheet(sheet)], Sheet::with_columns(columns.clone(), &rows));
        let markdown = read_markdown(&answer.render(Format::Markdown, 80))?;
        prop_assert_eq!(markdown.first().map_or(0, Vec::len), kept.len());
        let is_same = |at: &usize| {
            *at > 0 && rows.len() > 2 && rows.iter().all(|row| row.cells[*at] == rows[0].cells[*at])
        };
        let apart = kept.iter().filter(|at| !is_same(at)).count();
        prop_assert_eq!(read_html(&answer.render(Format::Html, 80)).first().map_or(0, Vec::len), apart);
        // Data always has the same columns.
        let csv = answer.render(Format::Csv, 80);
        prop_assert_eq!(csv::Reader::from_reader(csv.as_bytes()).headers().unwrap().len(), names.len());
    }
}

/// The rows of an answer in JSON; no name may occur twice, and none may lack a cell.
fn rows(args: &[&str]) -> Vec<Map<String, Value>> {
    let answer = |format: &str| {
        let run = run(&[args, &["-q", "--format", format]].concat());
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{args:?}");
        run.stdout
    };
    let csv = answer("csv");
    let header = csv::Reader::from_reader(csv.as_bytes()).headers().unwrap().clone();
    assert_eq!(header.iter().collect::<BTreeSet<_>>().len(), header.len(), "{args:?}: {header:?}");
    let rows: Vec<Map<String, Value>> = serde_json::from_str(&answer("json")).unwrap();
    for row in &rows {
        // A name that occurs twice would be a single key here.
        assert_eq!(row.keys().map(String::as_str).collect::<Vec<_>>(), header.iter().collect::<Vec<_>>(), "{args:?}");
    }
    let table = read_html(&answer("html"));
    assert!(table.iter().all(|row| row.len() == table[0].len()), "{args:?}: {table:?}");
    let markdown = answer("md");
    let table: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(table.len(), rows.len() + 2, "{args:?}: {markdown}");
    assert!(answer("table").lines().count() > rows.len(), "{args:?}");
    rows
}

#[test]
fn a_column_of_the_data_never_takes_the_name_of_another() {
    let data = ["--data", "clash"];
    let plain = |command: &[&str]| rows(&[&data, command].concat()).remove(0);
    let unconnected = ["unconnected", "RU-BRY", "--to", "BY", "--no-recent-contact", "2020"];
    let commands: [&[&str]; 2] = [&["regions", "RU-BRY", "--to", "BY"], &unconnected];
    for command in commands {
        let without = plain(command);
        for name in without.keys().map(String::as_str).chain(["trade", "partner regions", "last_contact"]) {
            let asked = format!("{name},contacts,agreements,curator");
            let with = plain(&[command, &["--with", &asked]].concat());
            // The columns without the ledger are also there with it, with the same figures.
            assert!(without.iter().all(|(name, figure)| with[name] == *figure), "{name}: {with:?}");
            let clashes = without.contains_key(&name.replace(' ', "_")) || name == "last_contact";
            let column = if clashes { format!("{name}_indicator") } else { name.to_owned() };
            assert!(with[&column].as_f64().unwrap() >= 1000.0, "{name}: {with:?}");
            assert_eq!(with[&format!("{column}_year")], "2016", "{name}");
            assert!(with["contacts"].is_u64() && with["agreements"].is_u64() && with["curator"].is_null(), "{with:?}");
        }
    }
}

#[test]
fn columns_of_the_ledger_that_meet_each_other_are_told_apart() {
    let keys = |with: &str| -> Vec<String> {
        let rows = rows(&["--data", "clash", "regions", "RU-BRY", "--to", "BY", "--with", with]);
        rows[0].keys().skip(10).cloned().collect()
    };
    assert_eq!(keys("trade,trade"), ["trade", "trade_unit", "trade_year"]);
    assert_eq!(keys("contacts,contacts"), ["contacts", "last_contact"]);
    let last_contact = ["last_contact_indicator", "last_contact_indicator_unit", "last_contact_indicator_year"];
    assert_eq!(keys("contacts,last_contact"), [&["contacts", "last_contact"][..], &last_contact[..]].concat());
    assert_eq!(keys("last_contact,contacts"), [&last_contact[..], &["contacts", "last_contact"][..]].concat());
    let trade_unit = ["trade_unit_indicator", "trade_unit_indicator_unit", "trade_unit_indicator_year"];
    assert_eq!(keys("trade,trade_unit"), [&["trade", "trade_unit", "trade_year"][..], &trade_unit[..]].concat());
}

/// A list, as the ties of a workbook say it.
#[cfg(feature = "workbook")]
#[test]
fn a_workbook_of_ties_reads_back_and_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let list = "shared-partners/list.csv";
    for name in ["one.xlsx", "two.xlsx"] {
        assert_eq!(run(&["--data", list, "-q", "ties", "-o", &file(name)]).status, 0);
    }
    let ties = |data: &str| run(&["--data", data, "-q", "ties", "--format", "csv"]).stdout;
    assert_eq!(ties(&file("one.xlsx")), ties(list));
    assert_eq!(std::fs::read(file("one.xlsx")).unwrap(), std::fs::read(file("two.xlsx")).unwrap());
    let object = run(&["--data", list, "-q", "report", "-o", &file("report.xlsx")]);
    assert_eq!((object.status, object.stderr.as_str()), (0, ""));
}

/// Commands whose answer isn't a sheet, or that write files; `diff` needs two data sets.
const NO_SHEET: [&str; 14] = [
    "fetch",
    "help",
    "export",
    "report",
    "stats",
    "scorecard",
    "dot",
    "diagram",
    "map",
    "atlas",
    "import",
    "init",
    "completions",
    "man",
];

#[test]
fn every_command_has_columns_of_its_own() {
    let commands: [&[&str]; 40] = [
        &["ties"],
        &["pairs"],
        &["pairs", "--by", "country"],
        &["common", "BY-MA", "BY-VI"],
        &["places"],
        &["places", "mi"],
        &["partners", "BY"],
        &["regions"],
        &["regions", "--with", "agreements,contacts,curator"],
        &["unconnected"],
        &["unconnected", "--no-curator", "--with", "contacts"],
        &["matrix", "--between", "BY", "RU"],
        &["matrix", "--by", "country"],
        &["components"],
        &["components", "--members"],
        &["communities"],
        &["communities", "--members"],
        &["communities", "--compare"],
        &["path", "minsk-by", "moscow-ru"],
        &["fragile"],
        &["fragile", "--without", "minsk-by"],
        &["check"],
        &["check", "--codes"],
        &["stats", "--distribution", "degree"],
        &["rank", "--metric", "degree"],
        &["rank", "--metric", "degree", "--by", "country"],
        &["rank", "--metric", "betweenness", "--approx", "0.1"],
        &["stats", "--against", "random", "--networks", "2"],
        &["suggest", "minsk-by"],
        &["curators"],
        &["curators", "--by", "official"],
        &["history"],
        &["contacts"],
        &["contacts", "--list"],
        &["contacts", "--by", "region"],
        &["contacts", "--by", "month"],
        &["agreements"],
        &["agreements", "--by", "field"],
        &["events"],
        &["events", "meeting", "--untied"],
    ];
    let mut seen = BTreeSet::new();
    for command in commands {
        let run = run(&[&["--data", "ledger", "-q", "--format", "csv"], command].concat());
        assert!(matches!(run.status, 0 | 3), "{command:?}: {}", run.stderr);
        let header = csv::Reader::from_reader(run.stdout.as_bytes()).headers().unwrap().clone();
        assert!(header.len() > 1, "{command:?}");
        assert_eq!(header.iter().collect::<BTreeSet<_>>().len(), header.len(), "{command:?}: {header:?}");
        seen.insert(command[0]);
    }
    let diff = run(&["diff", "diff/old", "diff/new", "-q", "--format", "csv"]);
    let header = csv::Reader::from_reader(diff.stdout.as_bytes()).headers().unwrap().clone();
    assert_eq!(header.iter().collect::<BTreeSet<_>>().len(), header.len(), "{header:?}");
    let help = run(&["--help"]).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<&str> = listed
        .filter(|line| line[2..].starts_with(char::is_alphabetic))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names.iter().filter(|name| !NO_SHEET.contains(name) && **name != "diff") {
        assert!(seen.contains(name), "`{name}` is to be looked at here, too");
    }
}

#[test]
fn an_answer_without_a_column_left_is_its_heading_alone() {
    let asked: [&[&str]; 2] = [&["--region", "RU-BRY", "contacts"], &["contacts", "--year", "1900"]];
    for command in asked {
        let answer = |format: &str| run(&[command, &["-q", "--format", format]].concat()).stdout;
        let table = answer("table").replace('\n', " ");
        let markdown = answer("md");
        assert!(!markdown.contains('|'), "{command:?}: {markdown}");
        assert_eq!(table.split_whitespace().count(), markdown.split_whitespace().count(), "{command:?}: {markdown}");
        assert!(!answer("html").contains("<table>"), "{command:?}");
    }
}

/// Every brace is closed, and the ends of cells and lines occur as often as the table requires.
#[test]
fn names_are_text_in_latex() {
    let names =
        ["\\input{/etc/passwd}", "50 % & more \\\\", "$x_1^2$ ~#", "[a]*", "{", "}", "a -- b", "<|>\"'`", "\u{202e}\n"];
    for name in names {
        let text = sistergraph::table::escape::latex(name);
        let (mut depth, mut chars) = (0_i32, text.chars().peekable());
        while let Some(c) = chars.next() {
            match c {
                // This is a command of letters, or a character that stands for itself.
                '\\' => {
                    let next = chars.next().unwrap();
                    assert!("{}$&#_%".contains(next) || text.contains("\\text"), "{text}");
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                '$' | '&' | '#' | '_' | '%' | '~' | '^' | '<' | '>' | '|' | '"' | '`' | '\n' => panic!("{text}"),
                _ => assert!(depth >= 0),
            }
        }
        assert_eq!(depth, 0, "{text}");
        // Only these commands may result from a text.
        for command in text.split('\\').skip(1).filter(|rest| rest.starts_with(char::is_alphabetic)) {
            assert!(command.starts_with("text") && command.contains("{}"), "{text}");
        }
    }
}
