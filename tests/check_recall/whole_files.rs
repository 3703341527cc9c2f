//! Faults that concern a whole file.

use sistergraph::check::Code;

use super::{
    Fault, Tally,
    garden::{CITIES, PARTNERSHIPS},
    ledger::CURATORS,
    list::{List, SplitMix64},
    problems,
};
use crate::support::data_set;

/// Small lists without faults, for faults that make the rest of a file unreadable.
const SMALL: [(&str, &str); 3] = [
    (
        CITIES,
        "id,name,country,region,lat,lon\nash,Ash,BY,BY-MA,53.9,30.3\noak,Oak,RU,RU-TUL,54.2,37.6\n\
         elm,Elm,RU,RU-SMO,54.8,32.0\nfir,Fir,RU,RU-BRY,53.2,34.4\n",
    ),
    (PARTNERSHIPS, "a,b,note\nash,oak,\nash,elm,\nash,fir,\n"),
    (CURATORS, "region,official,note\nRU-TUL,Orlov A. B.,\nRU-SMO,Zimin K. L.,\nRU-BRY,Gusev M. N.,\n"),
];

/// The same lists as JSON, one row a line. [`spoil_json`] adds a row that isn't an object of plain values.
const SMALL_JSON: [&str; 9] = [
    "{",
    r#""cities": ["#,
    r#"{"id": "ash", "name": "Ash", "country": "BY", "region": "BY-MA", "lat": 53.9, "lon": 30.3},"#,
    r#"{"id": "oak", "name": "Oak", "country": "RU", "region": "RU-TUL", "lat": 54.2, "lon": 37.6}"#,
    "],",
    r#""partnerships": ["#,
    r#"{"a": "ash", "b": "oak"}"#,
    "]",
    "}",
];

/// The small lists with a fault that concerns a whole file, and its place.
fn spoil_file(code: Code, random: &mut SplitMix64) -> (Vec<(&'static str, String)>, Fault) {
    let mut files = SMALL.map(|(file, text)| (file, text.to_owned())).to_vec();
    let at = match code {
        Code::MissingColumn | Code::EmptyList => 1,
        // If the cities were unreadable, their ties would be reported, too.
        Code::UnclosedQuote => 1 + random.below(2),
        _ => random.below(3),
    };
    let (file, text) = &mut files[at];
    let mut list = List::read(text, &[]);
    let column = random.below(if at == 1 { 2 } else { list.rows[0].len() });
    let word = *random.pick(&["postcode", "telephone", "colour of the flag"]);
    let mut line = 1;
    match code {
        Code::MissingColumn => list.rows.iter_mut().for_each(|row| drop(row.remove(column))),
        Code::DoubledColumn => list.rows.iter_mut().for_each(|row| row.push(row[column].clone())),
        Code::UnknownColumn => {
            for (i, row) in list.rows.iter_mut().enumerate() {
                row.push(if i == 0 { word.to_owned() } else { i.to_string() });
            }
        }
        Code::EmptyList => list.rows.truncate(1),
        _ => line = 2 + random.below(list.rows.len() - 1),
    }
    *text = if code == Code::UnclosedQuote {
        let open = |(i, row): (usize, &str)| format!("{row}{}\n", if i + 1 == line { "\"see the letter" } else { "" });
        text.lines().enumerate().map(open).collect()
    } else {
        list.text()
    };
    let fault = (*file, line, code);
    (files, fault)
}

fn spoil_json(random: &mut SplitMix64) -> (Vec<(&'static str, String)>, Fault) {
    let (before, row) = *random.pick(&[
        (2, "\"elm\","),
        (2, "17,"),
        (3, "[\"elm\", \"Elm\"],"),
        (6, "null,"),
        (6, "[\"ash\", \"oak\"],"),
        (6, r#"{"a": "oak", "b": "BY-BR", "note": {"text": "in two letters"}},"#),
    ]);
    let mut lines = SMALL_JSON.to_vec();
    lines.insert(before, row);
    (vec![("data.json", lines.join("\n"))], ("data.json", before + 1, Code::WrongShape))
}

/// Checks that a ledger list with only a header, as in a template, is not reported.
pub fn count_empty_ledger(tally: &mut Tally) {
    let mut files = SMALL.to_vec();
    files[2].1 = "region,official,note\n";
    tally.count("empty ledger", &[], &[(CURATORS, 1)], &[], &problems(data_set(&files).path()));
}

/// Plants each kind of fault of a whole file twice.
pub fn count(random: &mut SplitMix64, tally: &mut Tally) {
    let codes = [
        Code::MissingColumn,
        Code::DoubledColumn,
        Code::UnknownColumn,
        Code::EmptyList,
        Code::UnclosedQuote,
        Code::WrongShape,
    ];
    for code in codes.into_iter().chain(codes) {
        let is_json = code == Code::WrongShape;
        let (files, fault) = if is_json { spoil_json(random) } else { spoil_file(code, random) };
        let folder = data_set(&files.iter().map(|(file, text)| (*file, text.as_str())).collect::<Vec<_>>());
        let found = if is_json { problems(&folder.path().join("data.json")) } else { problems(folder.path()) };
        tally.count("whole files", &[fault], &[], &[], &found);
    }
}
