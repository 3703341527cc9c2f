use serde::Serialize;
use serde_json::{Value, json};

use super::{Answer, Format, Sheet};

#[derive(Default, Serialize)]
struct Row {
    id: &'static str,
    name: &'static str,
    ties: u32,
    since: Option<&'static str>,
}

fn answer(rows: &[Row]) -> Answer {
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
    let sheet = Sheet::of(&rows).without_blank_columns();
    let page = Answer::rows([], sheet).render(Format::Markdown, 80);
    assert_eq!(page, "| id | ties |\n| --- | ---: |\n| a | 0 |\n| b | 2 |\n");
}
