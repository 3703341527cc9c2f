use std::cell::Cell;

use serde::Serialize;
use serde_json::{Value, json};

use super::{Answer, Block, Format, Listing, Sheet};

#[derive(Default, Serialize)]
struct Row {
    id: &'static str,
    name: &'static str,
    ties: u32,
    since: Option<&'static str>,
}

fn answer(rows: &[Row]) -> Answer<'_> {
    Answer::rows(["Two places".to_owned()], Sheet::of(rows).dispensable(&["since"]))
}

const ROWS: [Row; 2] = [
    Row { id: "a", name: "=SUM(A1)", ties: 3, since: Some("1998") },
    Row { id: "b", name: "a|b, \"c\"\u{1b}[31m", ties: 12, since: None },
];

#[test]
fn every_format_says_the_same_in_its_own_escapes() {
    let answer = answer(&ROWS);
    assert_eq!(
        answer.render(Format::Table, 80),
        "Two places\nid  name                ties  since\na   =SUM(A1)               3  1998\n\
         b   a|b, \"c\"\\u{1b}[31m    12\n"
    );
    assert_eq!(
        answer.render(Format::Csv, 80),
        "id,name,ties,since\na,'=SUM(A1),3,1998\nb,\"a|b, \"\"c\"\"\u{1b}[31m\",12,\n"
    );
    let json: Value = serde_json::from_str(&answer.render(Format::Json, 80)).unwrap();
    assert_eq!(json[1], json!({"id": "b", "name": ROWS[1].name, "ties": 12, "since": null}));
    let markdown = answer.render(Format::Markdown, 80);
    assert!(markdown.contains("| b | a\\|b, \"c\"\\\\u{1b}\\[31m | 12 |  |"), "{markdown}");
}

#[test]
fn an_empty_answer_keeps_its_header_for_programs() {
    let answer = answer(&[]);
    assert_eq!(answer.render(Format::Csv, 80), "id,name,ties,since\n");
    assert_eq!(answer.render(Format::Json, 80), "[]\n");
    assert_eq!(answer.render(Format::Table, 80), "Two places\n");
}

#[test]
fn a_narrow_table_names_what_it_leaves_out() {
    let rows = [Row { id: "a", name: "Nizhny Novgorod Oblast", ties: 3, since: Some("1998") }];
    let table = answer(&rows).render(Format::Table, 31);
    assert_eq!(table.lines().nth(2), Some("a   Nizhny Novgorod Obla…     3"), "{table}");
    assert!(table.contains("(not shown for width: since;"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 31), "{table}");
}

#[test]
fn wide_letters_take_two_columns() {
    let rows =
        [Row { id: "a", name: "北京", ties: 1, since: None }, Row { id: "b", name: "Minsk", ties: 2, since: None }];
    let table = answer(&rows).render(Format::Table, 80);
    assert_eq!(table, "Two places\nid  name   ties\na   北京      1\nb   Minsk     2\n");
}

#[test]
fn a_page_leaves_out_columns_that_say_nothing() {
    let rows = [Row { id: "a", name: "", ties: 0, since: None }, Row { id: "b", name: "", ties: 2, since: None }];
    let sheet = Sheet::of(&rows[..]).without_blank_columns();
    let page = Answer::rows([], sheet).render(Format::Markdown, 80);
    assert_eq!(page, "| id | ties |\n| --- | ---: |\n| a | 0 |\n| b | 2 |\n");
}

#[test]
fn a_page_without_a_column_left_has_no_table() {
    let sheets = [
        Sheet::of(Vec::<Row>::new()).without_blank_columns(),
        Sheet::of(vec![Text { text: "" }]).without_blank_columns(),
    ];
    for sheet in sheets {
        let answer =
            Answer::paged_rows(vec![Block::Text("None".to_owned()), Block::Sheet(sheet)], Sheet::of(Vec::<Row>::new()));
        assert_eq!(answer.render(Format::Table, 80), "None\n");
        assert_eq!(answer.render(Format::Markdown, 80), "None\n");
        let page = answer.render(Format::Html, 80);
        assert!(page.contains("<h1>None</h1>\n</main>\n</body>"), "{page}");
    }
}

#[test]
fn a_table_without_rows_keeps_its_header_on_a_page() {
    let answer = answer(&[]);
    assert!(answer.render(Format::Markdown, 80).ends_with("| id | name | ties | since |\n| --- | --- | --- | --- |\n"));
    let head = ["id", "name", "ties", "since"].map(|name| format!("<th scope=\"col\">{name}</th>")).concat();
    assert!(answer.render(Format::Html, 80).contains(&format!("<thead><tr>{head}</tr></thead>")));
}

#[test]
fn rows_are_made_when_they_are_written() {
    let made = Cell::new(0);
    let rows = Listing::new(1000, |at| {
        made.set(made.get() + 1);
        Row { ties: u32::try_from(at).unwrap(), ..Row::default() }
    });
    let first = Answer::rows([], Sheet::of(rows.first(3)));
    assert_eq!(made.get(), 0);
    assert_eq!(first.render(Format::Csv, 80), "id,name,ties,since\n,,0,\n,,1,\n,,2,\n");
    assert_eq!(made.get(), 3);
    let odd = rows.filtered(|row| row.ties % 2 == 1).map(|row| row.ties);
    assert_eq!((odd.len(), odd.row(2), odd.iter().last()), (500, 5, Some(999)));
}

#[test]
fn cells_are_written_as_json_has_them() {
    #[derive(Default, Serialize)]
    #[serde(untagged)]
    enum Either {
        #[default]
        Neither,
        Number(f64),
    }
    #[derive(Default, Serialize)]
    struct Inner {
        whole: i64,
        truth: bool,
    }
    #[derive(Default, Serialize)]
    struct Outer {
        real: f64,
        #[serde(flatten)]
        inner: Inner,
        either: Either,
        letter: char,
    }
    let rows: Vec<Outer> = [0.1, 1e21, -0.0, 5.0, f64::NAN, f64::INFINITY, 1e-7, 123_456_789.125]
        .map(|real| Outer {
            real,
            inner: Inner { whole: i64::MIN, truth: true },
            either: Either::Number(real),
            letter: 'x',
        })
        .into();
    let answer = Answer::rows([], Sheet::of(&rows));
    let json: Value = serde_json::from_str(&answer.render(Format::Json, 80)).unwrap();
    assert_eq!(json, serde_json::to_value(&rows).unwrap());
    let csv = answer.render(Format::Csv, 80);
    for (row, line) in rows.iter().zip(csv.lines().skip(1)) {
        let real = Some(serde_json::to_string(&row.real).unwrap()).filter(|text| text != "null").unwrap_or_default();
        assert_eq!(line, format!("{real},{},true,{real},x", i64::MIN));
    }
}

#[derive(Default, Serialize)]
struct Text {
    text: &'static str,
}

#[test]
fn a_column_is_as_wide_as_what_is_left_of_its_cells() {
    #[derive(Default, Serialize)]
    struct Two {
        one: String,
        two: u32,
    }
    // A letter that is two columns wide doesn't fit beside the ellipsis.
    let rows = vec![Two { one: "北".repeat(30), two: 1 }, Two { one: "京".to_owned(), two: 22 }];
    let table = Answer::rows([], Sheet::of(rows)).render(Format::Table, 41);
    assert_eq!(table, format!("{:37}two\n{}…    1\n京{}22\n", "one", "北".repeat(17), " ".repeat(36)));
}

#[derive(Default, Serialize)]
struct Named {
    id: &'static str,
    name: &'static str,
    country: &'static str,
    kind: &'static str,
}

/// People know a place by its name. What tells two of one name apart is the last to go where there is no room.
#[test]
fn ids_stand_last_and_go_first_unless_names_repeat() {
    let table = |name: &'static str| {
        let rows = vec![
            Named { id: "kirovsk-by", name: "Kirovsk", country: "Belarus", kind: "a town of some size" },
            Named { id: "kirovsk-ru", name, country: "Russia", kind: "a town of the same size" },
        ];
        let sheet = Sheet::of(rows).for_people(&["name", "country", "kind", "id"]).dispensable(&["id", "country"]);
        let answer = Answer::rows([], sheet);
        let csv = answer.render(Format::Csv, 80);
        assert!(csv.starts_with("id,name,country,kind\n"), "{csv}");
        let head = |width| answer.render(Format::Table, width).lines().next().unwrap().to_owned();
        [head(80), head(40)].map(|head| head.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    assert_eq!(table("Apatity"), ["name country kind id", "name country kind"]);
    assert_eq!(table("Kirovsk"), ["name country kind id", "name kind id"]);
}
