//! Random statements, written in every form that Wikidata has, compared with the result of the rules for each pair of
//! places.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use sistergraph::model::{Claim, Dataset};

use super::{read, unnamed};

#[derive(Clone, Debug)]
struct Statement {
    from: u64,
    to: u64,
    rank: usize,
    /// Year, month and day; the precision says which of them are known.
    start: Option<([u32; 3], u8)>,
    end: Option<([u32; 3], u8)>,
    ends_sometime: bool,
    source: Option<u8>,
    is_imported: bool,
}

const RANKS: [&str; 3] = ["normal", "preferred", "deprecated"];

fn moment() -> impl Strategy<Value = Option<([u32; 3], u8)>> {
    prop::option::of(((1990..1992_u32, 1..3_u32, 1..3_u32), 7..12_u8).prop_map(|((y, m, d), p)| ([y, m, d], p)))
}

fn statements() -> impl Strategy<Value = Vec<Statement>> {
    let one =
        (1..5_u64, 1..5_u64, 0..3_usize, moment(), moment(), any::<bool>(), prop::option::of(0..3_u8), any::<bool>());
    let one = one.prop_map(|(from, to, rank, start, end, ends_sometime, source, is_imported)| Statement {
        from,
        to,
        rank,
        start,
        end,
        ends_sometime,
        source,
        is_imported,
    });
    prop::collection::vec(one.prop_filter("no loops", |one| one.from != one.to), 1..12)
}

fn date(moment: Option<([u32; 3], u8)>) -> Option<String> {
    let ([year, month, day], precision) = moment?;
    match precision {
        9 => Some(format!("{year}")),
        10 => Some(format!("{year}-{month:02}")),
        11 => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}

/// Unknown months and days are zeros in entities and ones in answers.
fn time(([year, month, day], precision): ([u32; 3], u8), is_entity: bool) -> String {
    let blank = u32::from(!is_entity);
    let (month, day) = (if precision > 9 { month } else { blank }, if precision > 10 { day } else { blank });
    let sign = if is_entity { "+" } else { "" };
    format!("{sign}{year}-{month:02}-{day:02}T00:00:00Z")
}

fn source(number: u8) -> String {
    format!("https://example.org/{number}")
}

fn entities(statements: &[Statement]) -> Vec<Value> {
    let mut claims: BTreeMap<u64, Vec<Value>> = (1..5).map(|item| (item, Vec::new())).collect();
    for (number, one) in statements.iter().enumerate() {
        let moment = |moment| json!([{"snaktype": "value", "datavalue": {"value": moment, "type": "time"}}]);
        let value = |of: ([u32; 3], u8)| moment(json!({"time": time(of, true), "precision": of.1}));
        let mut qualifiers = serde_json::Map::new();
        one.start.map(|start| qualifiers.insert("P580".to_owned(), value(start)));
        match one.end {
            Some(end) => drop(qualifiers.insert("P582".to_owned(), value(end))),
            None if one.ends_sometime => drop(qualifiers.insert("P582".to_owned(), json!([{"snaktype": "somevalue"}]))),
            None => drop(qualifiers.insert("P582".to_owned(), json!([{"snaktype": "novalue"}]))),
        }
        let mut references = Vec::new();
        if one.is_imported {
            references
                .push(json!({"snaks": {"P143": [{"snaktype": "value", "datavalue": {"value": {"id": "Q328"}}}]}}));
        }
        if let Some(number) = one.source {
            references
                .push(json!({"snaks": {"P854": [{"snaktype": "value", "datavalue": {"value": source(number)}}]}}));
        }
        claims.entry(one.from).or_default().push(json!({
            "mainsnak": {"snaktype": "value", "datavalue": {"value": {"numeric-id": one.to}}},
            "id": format!("q{}${number}", one.from), "rank": RANKS[one.rank],
            "qualifiers": qualifiers, "references": references,
        }));
    }
    let entity = |(item, claims): (u64, Vec<Value>)| json!({"type": "item", "id": format!("Q{item}"), "labels": {"en": {"value": format!("Town {item}")}}, "claims": {"P190": claims}});
    claims.into_iter().map(entity).collect()
}

type Rows = Vec<BTreeMap<&'static str, String>>;

const VARIABLES: [&str; 12] =
    ["st", "a", "b", "rank", "start", "startPrec", "end", "endPrec", "ended", "refUrl", "place", "name"];

fn rows(statements: &[Statement]) -> Rows {
    let item = |item: u64| format!("http://www.wikidata.org/entity/Q{item}");
    let mut rows: Rows = Vec::new();
    for (number, one) in statements.iter().enumerate() {
        let mut row = BTreeMap::from([
            ("st", format!("http://www.wikidata.org/entity/statement/Q{}-{number}", one.from)),
            ("a", item(one.from)),
            ("b", item(one.to)),
            ("rank", format!("http://wikiba.se/ontology#{}Rank", ["Normal", "Preferred", "Deprecated"][one.rank])),
        ]);
        for (moment, [value, precision]) in [(one.start, ["start", "startPrec"]), (one.end, ["end", "endPrec"])] {
            if let Some(moment) = moment {
                row.extend([(value, time(moment, false)), (precision, moment.1.to_string())]);
            }
        }
        if one.end.is_some() || one.ends_sometime {
            row.insert("ended", "true".to_owned());
        }
        // A row for each reference. A reference that isn't a source gives a row without one.
        if one.is_imported || one.source.is_none() {
            rows.push(row.clone());
        }
        if let Some(number) = one.source {
            row.insert("refUrl", source(number));
            rows.push(row);
        }
    }
    rows.extend((1..5).map(|place| BTreeMap::from([("place", item(place)), ("name", format!("Town {place}"))])));
    rows
}

fn answer_in_json(rows: &Rows) -> String {
    let term = |(name, value): (&&str, &String)| {
        let kind = if value.starts_with("http") { "uri" } else { "literal" };
        ((*name).to_owned(), json!({"type": kind, "value": value}))
    };
    let bindings: Vec<Value> = rows.iter().map(|row| Value::Object(row.iter().map(term).collect())).collect();
    json!({"head": {"vars": VARIABLES}, "results": {"bindings": bindings}}).to_string()
}

fn answer_in_csv(rows: &Rows) -> String {
    let cells =
        |row: &BTreeMap<&str, String>| VARIABLES.map(|name| row.get(name).cloned().unwrap_or_default()).join(",");
    let lines: Vec<String> = rows.iter().map(cells).collect();
    format!("{}\r\n{}\r\n", VARIABLES.join(","), lines.join("\r\n"))
}

/// The rows that the rules demand: for each two places the claims of one are joined with those of the other, beginning
/// with the ones that have the same start.
fn expected(statements: &[Statement]) -> Vec<String> {
    let mut lines = Vec::new();
    let kept: Vec<(usize, &Statement)> = statements.iter().enumerate().filter(|(_, one)| one.rank < 2).collect();
    let finer = |x: &Option<String>, y: &Option<String>| match (x, y) {
        (None, y) => Some(y.clone()),
        (x, None) => Some(x.clone()),
        (Some(x), Some(y)) if x.starts_with(y.as_str()) => Some(Some(x.clone())),
        (Some(x), Some(y)) if y.starts_with(x.as_str()) => Some(Some(y.clone())),
        _ => None,
    };
    for low in 1..5 {
        for high in low + 1..5 {
            let of = |from, to| -> Vec<(String, &Statement)> {
                let mut all: Vec<_> = kept
                    .iter()
                    .filter(|(_, one)| (one.from, one.to) == (from, to))
                    .map(|(number, one)| (format!("Q{from}${number}"), *one))
                    .collect();
                all.sort_by(|x, y| x.0.cmp(&y.0));
                all
            };
            let (first, mut second) = (of(low, high), of(high, low));
            let (of_first, of_second) = (first.len(), second.len());
            let line = |from,
                        to,
                        claim: Claim,
                        since: Option<String>,
                        one: &Statement,
                        sources: Vec<u8>,
                        id: &str,
                        several| {
                let until = date(one.end);
                let is_over = until.is_none() && (one.end.is_some() || one.ends_sometime);
                let mut sources: Vec<String> = sources.into_iter().map(source).collect();
                sources.dedup();
                let note = if several { format!("statement {id}") } else { String::new() };
                format!("Q{from} Q{to} {claim} {since:?} {until:?} {is_over} {} {note}", sources.join("; "))
            };
            for (id, one) in &first {
                let state = |one: &Statement| {
                    (date(one.end), date(one.end).is_none() && (one.end.is_some() || one.ends_sometime))
                };
                let fits = |other: &Statement| {
                    state(one) == state(other) && finer(&date(one.start), &date(other.start)).is_some()
                };
                let alike = second.iter().position(|(_, other)| fits(other) && date(one.start) == date(other.start));
                match alike.or_else(|| second.iter().position(|(_, other)| fits(other))) {
                    Some(at) => {
                        let (_, other) = second.remove(at);
                        let since = finer(&date(one.start), &date(other.start)).unwrap();
                        let sources = one.source.into_iter().chain(other.source).collect();
                        lines.push(line(low, high, Claim::Both, since, one, sources, id, of_first > 1));
                    }
                    None => lines.push(line(
                        low,
                        high,
                        Claim::A,
                        date(one.start),
                        one,
                        one.source.into_iter().collect(),
                        id,
                        of_first > 1,
                    )),
                }
            }
            for (id, one) in second {
                lines.push(line(
                    high,
                    low,
                    Claim::A,
                    date(one.start),
                    one,
                    one.source.into_iter().collect(),
                    &id,
                    of_second > 1,
                ));
            }
        }
    }
    lines
}

fn found(dataset: &Dataset) -> Vec<String> {
    let rows = dataset.partnerships().map(|row| {
        let date = |date: Option<sistergraph::model::Date>| date.map(|date| date.to_string());
        let is_over = row.status.is_some();
        let (source, note) = (row.source.unwrap_or_default(), row.note.unwrap_or_default());
        format!(
            "{} {} {} {:?} {:?} {is_over} {source} {note}",
            row.a,
            row.b,
            row.claimed_by,
            date(row.since),
            date(row.until)
        )
    });
    rows.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn rules_hold_in_every_form(statements in statements()) {
        let entities = entities(&statements);
        let by_id: serde_json::Map<String, Value> =
            entities.iter().map(|entity| (entity["id"].as_str().unwrap().to_owned(), entity.clone())).collect();
        let rows = rows(&statements);
        let backwards: Rows = rows.iter().rev().cloned().collect();
        let lines: Vec<String> = entities.iter().map(Value::to_string).collect();
        let expected = expected(&statements);
        for text in [
            Value::Array(entities.clone()).to_string(),
            json!({"entities": by_id}).to_string(),
            lines.join("\n"),
            format!("[\n{}\n]\n", lines.join(",\r\n")),
            answer_in_json(&rows),
            answer_in_json(&backwards),
            answer_in_csv(&rows),
            answer_in_csv(&backwards),
        ] {
            let dataset = unnamed(read("x", text.as_bytes()).unwrap());
            prop_assert_eq!(&found(&dataset), &expected, "{}", text);
        }
    }
}
