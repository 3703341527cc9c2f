//! A data set as CSV files or as one JSON file, in the form the readers take.

use serde_json::{Map, Value, json};

use super::{columns, decode::join, ledger, package};
use crate::model::{Claim, CountryCode, Dataset, PartnershipRecord, PlaceRecord, RegionRecord};

/// The files of the data set as a directory: names and contents, in a fixed order.
///
/// Rows keep the order of the data set. Columns that no row fills are left out, except the required ones.
pub fn to_csv(dataset: &Dataset) -> Vec<(&'static str, String)> {
    to_csv_with(dataset, false)
}

/// The same, with columns that no row fills where `all_columns`.
pub(super) fn to_csv_with(dataset: &Dataset, all_columns: bool) -> Vec<(&'static str, String)> {
    let always = |columns: usize, needed: usize| if all_columns { columns } else { needed };
    let cities = list(&columns::PLACE, always(columns::PLACE.len(), 4), dataset.places().map(|row| place_cells(&row)));
    let rows = dataset.partnerships().map(|row| partnership_cells(&row));
    let partnerships = list(&columns::PARTNERSHIP, always(columns::PARTNERSHIP.len(), 3), rows);
    let mut files = vec![("cities.csv", cities), ("partnerships.csv", partnerships)];
    let mut lists: Vec<(&str, &[&str])> = vec![("cities", &columns::PLACE), ("partnerships", &columns::PARTNERSHIP)];
    if dataset.regions().len() > 0 {
        let rows = dataset.regions().map(region_cells);
        files.push(("regions.csv", list(&columns::REGION, always(columns::REGION.len(), 3), rows)));
        lists.push(("regions", &columns::REGION));
    }
    let book = dataset.ledger();
    let mut add = |file, name, columns: &'static [&'static str], is_empty: bool, text: &dyn Fn() -> String| {
        if !is_empty {
            files.push((file, text()));
            lists.push((name, columns));
        }
    };
    macro_rules! add {
        ($field:ident, $file:literal, $columns:ident, $needed:literal, $cells:path) => {
            add($file, stringify!($field), &columns::$columns, book.$field.is_empty(), &|| {
                list(&columns::$columns, always(columns::$columns.len(), $needed), book.$field.iter().map($cells))
            });
        };
    }
    add!(contacts, "contacts.csv", CONTACT, 4, ledger::contact_cells);
    add!(curators, "curators.csv", CURATOR, 3, ledger::curator_cells);
    add!(participants, "participants.csv", PARTICIPANT, 2, ledger::participant_cells);
    add!(indicators, "indicators.csv", INDICATOR, 5, ledger::indicator_cells);
    add!(totals, "totals.csv", TOTAL, 5, ledger::total_cells);
    files.push(("datapackage.json", package::write(dataset.metadata(), &lists)));
    files
}

/// The data set as one JSON text: one row a line, blank cells left out.
pub fn to_json(dataset: &Dataset) -> String {
    let mut head = Map::new();
    package::write_into(&mut head, dataset.metadata());
    let mut out = String::from("{\n");
    for (key, value) in &head {
        out.push_str(&format!("  {}: {value},\n", json!(key)));
    }
    let book = dataset.ledger();
    let lists = [
        ("cities", objects(&columns::PLACE, dataset.places().map(|place| place_cells(&place)))),
        ("partnerships", objects(&columns::PARTNERSHIP, dataset.partnerships().map(|row| partnership_cells(&row)))),
        ("regions", objects(&columns::REGION, dataset.regions().map(region_cells))),
        ("contacts", objects(&columns::CONTACT, book.contacts.iter().map(ledger::contact_cells))),
        ("curators", objects(&columns::CURATOR, book.curators.iter().map(ledger::curator_cells))),
        ("participants", objects(&columns::PARTICIPANT, book.participants.iter().map(ledger::participant_cells))),
        ("indicators", objects(&columns::INDICATOR, book.indicators.iter().map(ledger::indicator_cells))),
        ("totals", objects(&columns::TOTAL, book.totals.iter().map(ledger::total_cells))),
    ];
    // The ledger's lists are left out where they have no row.
    let lists = lists.into_iter().enumerate().filter(|(i, (_, rows))| *i < 3 || !rows.is_empty());
    for (i, (name, rows)) in lists {
        let comma = if i == 0 { "" } else { ",\n" };
        out.push_str(&format!("{comma}  \"{name}\": [{rows}]"));
    }
    out.push_str("\n}\n");
    out
}

fn list<const N: usize>(columns: &[&str; N], always: usize, rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: Vec<_> = rows.collect();
    let used: Vec<usize> = (0..N).filter(|&at| at < always || rows.iter().any(|row| !row[at].is_empty())).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(used.iter().map(|&at| columns[at])).expect("writing to memory does not fail");
    for row in &rows {
        writer.write_record(used.iter().map(|&at| &row[at])).expect("writing to memory does not fail");
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("texts make a text")
}

/// The rows as JSON objects of texts; numbers are written as numbers so that other programs needn't parse them.
fn objects<const N: usize>(columns: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut out = String::new();
    for row in rows {
        let object: Map<String, Value> = columns
            .iter()
            .zip(row)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(&column, cell)| {
                let number = matches!(column, "lat" | "lon" | "population" | "people" | "value")
                    .then(|| serde_json::from_str(&cell).ok());
                (column.to_owned(), number.flatten().unwrap_or(Value::String(cell)))
            })
            .collect();
        out.push_str(if out.is_empty() { "\n    " } else { ",\n    " });
        out.push_str(&Value::Object(object).to_string());
    }
    if !out.is_empty() {
        out.push_str("\n  ");
    }
    out
}

pub(super) fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn code(country: Option<CountryCode>) -> String {
    shown(country)
}

fn place_cells(place: &PlaceRecord<'_>) -> [String; columns::PLACE.len()] {
    [
        place.id.to_owned(),
        place.name.to_owned(),
        shown(place.kind),
        code(place.country),
        shown(place.country_text),
        shown(place.region),
        shown(place.part_of),
        if place.is_region { "yes".to_owned() } else { String::new() },
        shown(place.position.map(|position| position.lat())),
        shown(place.position.map(|position| position.lon())),
        shown(place.population),
        shown(place.geonames),
        shown(place.wikidata),
        join(&place.aliases),
    ]
}

fn partnership_cells(row: &PartnershipRecord<'_>) -> [String; columns::PARTNERSHIP.len()] {
    [
        row.a.to_owned(),
        row.b.to_owned(),
        row.kind.to_string(),
        shown(row.status),
        shown(row.since),
        shown(row.until),
        shown(row.suspended),
        if row.claimed_by == Claim::Both { String::new() } else { row.claimed_by.to_string() },
        join(&row.fields),
        shown(row.document),
        shown(row.source),
        shown(row.note),
    ]
}

fn region_cells(region: &RegionRecord) -> [String; columns::REGION.len()] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        region.code.clone(),
        code(region.country),
        region.name.clone(),
        text(&region.name_ru),
        text(&region.name_be),
        text(&region.kind),
        text(&region.geonames),
        text(&region.wikidata),
        join(&region.aliases),
        shown(region.checked),
    ]
}
