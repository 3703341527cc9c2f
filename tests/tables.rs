//! Sheets of hostile columns and cells, written in every format and read back by a parser that isn't ours.

use std::{collections::BTreeSet, rc::Rc};

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use sistergraph::table::{Answer, Block, Columns, Format, Heading, Sheet, escape};

/// A row of columns known only when it runs.
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

/// Texts that a format could take for something else, and names that meet each other.
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

/// Columns whose names are fixed (`None`) or out of the data with as many endings, and rows for them.
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

/// A cell as text without a mark of its own.
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

/// The cells of each row of a page's only table: the names, then the rows; none where there is no table.
type Table = Vec<Vec<String>>;

/// Reads Markdown that holds a table alone; anything else in it is an error.
fn read_markdown(text: &str) -> Result<Table, TestCaseError> {
    let mut table = Table::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => table.push(Vec::new()),
            Event::Start(Tag::TableCell) => table.last_mut().unwrap().push(String::new()),
            // What parts an address; it isn't shown.
            Event::InlineHtml(comment) if &*comment == "<!-- -->" => {}
            Event::Text(text) => table.last_mut().and_then(|row| row.last_mut()).unwrap().push_str(&text),
            Event::Start(Tag::Table(_))
            | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => {}
            other => return Err(TestCaseError::fail(format!("{other:?} in {text}"))),
        }
    }
    Ok(table)
}

/// Reads the table of a page in HTML, which is XML as well.
fn read_html(page: &str) -> Table {
    let Some(start) = page.find("<table>") else { return Table::new() };
    let end = page.find("</body>").unwrap();
    let document =
        roxmltree::Document::parse(page[start..end].trim_end()).unwrap_or_else(|error| panic!("{error}: {page}"));
    let rows = document.root_element().children().filter(roxmltree::Node::is_element);
    let cells = |row: roxmltree::Node<'_, '_>| {
        let cells = row.children().filter(roxmltree::Node::is_element);
        cells.map(|cell| cell.text().unwrap_or_default().to_owned()).collect()
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
                let runs = cell.is_string() && plain(cell).starts_with(['=', '+', '-', '@', '\t', '\r']);
                prop_assert_eq!(read, &format!("{}{}", if runs { "'" } else { "" }, plain(cell)));
            }
        }

        // Markdown has no blanks at the ends of a cell.
        let trimmed = |cell: &str| cell.trim_matches([' ', '\u{c}']).to_owned();
        let markdown = read_markdown(&answer.render(Format::Markdown, 80))?;
        let mut expected: Table = vec![names.iter().map(|name| trimmed(&escape::terminal(name))).collect()];
        expected.extend(rows.iter().map(|row| row.cells.iter().map(|cell| trimmed(&shown(cell))).collect()));
        prop_assert_eq!(&markdown, &expected);
        prop_assert_eq!(markdown[0].iter().collect::<BTreeSet<_>>().len(), names.len(), "{:?}", markdown[0]);

        let html = read_html(&answer.render(Format::Html, 80));
        let filled = |at: &usize| rows.is_empty() || rows.iter().any(|row| !row.cells[*at].is_null());
        let filled: Vec<usize> = (0..names.len()).filter(filled).collect();
        let mut expected: Table = Vec::new();
        if !filled.is_empty() {
            expected.push(filled.iter().map(|&at| escape::terminal(&names[at].replace('_', " ")).into_owned()).collect());
            expected.extend(rows.iter().map(|row| filled.iter().map(|&at| shown(&row.cells[at])).collect()));
        }
        prop_assert_eq!(&html, &expected);
        let header = html.first().map_or(0, |names| names.iter().collect::<BTreeSet<_>>().len());
        prop_assert_eq!(header, filled.len(), "{:?}", html);

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
        prop_assert_eq!(read_html(&answer.render(Format::Html, 80)).first().map_or(0, Vec::len), kept.len());
        // Data has always the same columns.
        let csv = answer.render(Format::Csv, 80);
        prop_assert_eq!(csv::Reader::from_reader(csv.as_bytes()).headers().unwrap().len(), names.len());
    }
}
