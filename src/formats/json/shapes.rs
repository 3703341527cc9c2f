//! JSON of other programs: rows, the answer of a query, places and links, places with their partners.

use serde_json::{Map, Value};

use super::{
    graph::{self, Graph},
    nested,
};
use crate::formats::{
    Format, Reading, Told,
    columns::{PARTNERSHIP, PLACE},
    directory::folder::{LINKS, PLACES, are_our_own},
    error::Error,
    foreign, graphs,
    grid::Grid,
    named_cells::{NamedCells, cell},
    note::Note,
    pairs::{self, columns::PairColumns, marks},
    sparql,
    two_tables::place_columns,
};

/// Reads a data set of our own, or other JSON with rows of two places or with places and links.
///
/// # Errors
/// Returns [`Error::Json`] if the text isn't JSON, and [`Error::Foreign`] or [`Error::JsonShape`] if it is something
/// else.
pub(in crate::formats) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    if told.no_header {
        let what = "its rows say what their cells are called".to_owned();
        return Err(Error::JsonShape { path: file.to_owned(), what });
    }
    let is_object = text.trim_start().starts_with('{');
    let own = (is_object && told.columns.is_none()).then(|| super::read(file, text));
    match own {
        Some(Ok(reading)) if !may_be_of_others(&reading) => return Ok(reading),
        Some(Err(Error::Json { path, source })) if !source.is_data() => return Err(Error::Json { path, source }),
        _ => {}
    }
    if let Some(error) = foreign::in_json(file, text).filter(|_| is_object) {
        return Err(error);
    }
    let value = parse(file, text)?;
    if let Some(collection) = value.as_object().filter(|object| is_geojson(object)) {
        if told.columns.is_some() {
            return Err(Error::ColumnsOfGraph { path: file.to_owned(), format: Format::GeoJson });
        }
        return graphs::read_geojson(file, text.len(), collection, told);
    }
    if let Some(graph) = value.as_object().filter(|object| told.columns.is_none() && graphs::is_node_link(object)) {
        return graphs::read_node_link(file, text.len(), graph, told);
    }
    match (of_shape(file, text.len(), &value, told)?, own) {
        (Some(mut reading), Some(Ok(own))) => {
            reading.dataset.set_metadata(own.dataset.metadata().clone());
            Ok(reading)
        }
        (Some(reading), _) => Ok(reading),
        (None, Some(own)) => own,
        (None, None) => Err(Error::JsonShape { path: file.to_owned(), what: "it has no rows".to_owned() }),
    }
}

/// The rows of a file that holds one list.
///
/// # Errors
/// The same as [`read`].
pub(in crate::formats) fn listing(file: &str, text: &str) -> Result<Grid, Error> {
    let value = parse(file, text)?;
    let rows = rows(&value).map(|table| table.into_grid(file, text.len())).transpose()?;
    rows.ok_or_else(|| Error::JsonShape { path: file.to_owned(), what: "it isn't one list of rows".to_owned() })
}

/// The JSON value of a text. Several values, one per line, become an array.
fn parse(file: &str, text: &str) -> Result<Value, Error> {
    let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(text).into_iter().collect();
    let mut values = values.map_err(|source| Error::Json { path: file.to_owned(), source })?;
    Ok(if values.len() == 1 { values.remove(0) } else { Value::Array(values) })
}

fn is_geojson(object: &Map<String, Value>) -> bool {
    object.get("type").and_then(Value::as_str) == Some("FeatureCollection")
}

/// Whether a data set that was read as our own has columns with other programs' names. If it doesn't make sense to them
/// either, it is our own.
fn may_be_of_others(reading: &Reading) -> bool {
    let lacks_cells = !reading.faults.is_empty();
    let is_meant = |note: &Note| match note {
        Note::UnknownColumn { column, .. } => lacks_cells || is_meant_of_place(column) || is_meant_of_tie(column),
        Note::UnknownColumns { .. } => lacks_cells,
        _ => false,
    };
    reading.notes.iter().any(is_meant) && reading.dataset.regions().len() == 0 && reading.dataset.ledger().is_empty()
}

fn is_meant_of_place(column: &str) -> bool {
    place_columns::meant(column).is_some() || place_columns::meant_point(column)
}

fn is_meant_of_tie(column: &str) -> bool {
    marks::meant_of_tie(column).is_some()
}

/// Whether lists and their columns have the names of our own data sets.
fn is_our_own(graph: &Graph) -> bool {
    let are_exact = |header: &[String], is_meant: fn(&str) -> bool, known: &[&str]| {
        !header.iter().any(|name| is_meant(name) && !known.contains(&&**name))
    };
    let [places, links] = [graph.places.header(), graph.links.header()];
    graph.is_named_as_ours
        && are_our_own(places, links)
        && are_exact(places, is_meant_of_place, &PLACE)
        && are_exact(links, is_meant_of_tie, &PARTNERSHIP)
}

/// The pairs of an object that maps each name to a list of names: `{"Gomel": ["Bryansk", "Radom"]}`. If the keys are
/// names of columns, the lists are columns instead.
fn partners_by_name(object: &Map<String, Value>) -> Option<Value> {
    let names: Vec<String> = object.keys().cloned().collect();
    let is_of_columns =
        |name: &String| is_meant_of_place(name) || PLACE.contains(&&**name) || PARTNERSHIP.contains(&&**name);
    if names.is_empty() || names.iter().any(is_of_columns) || PairColumns::recognise(&names).is_some() {
        return None;
    }
    let mut pairs = Vec::new();
    for (name, partners) in object {
        for partner in partners.as_array()? {
            pairs.push(Value::Array(vec![name.as_str().into(), partner.as_str()?.into()]));
        }
    }
    (!pairs.is_empty()).then_some(Value::Array(pairs))
}

/// Reads a value of a known shape; `None` if the shape is unknown, or if it is a data set of our own.
fn of_shape(file: &str, bytes: usize, value: &Value, told: &Told) -> Result<Option<Reading>, Error> {
    let pairs = |table: NamedCells, source: &str| {
        let grid = table.into_grid(source, bytes)?;
        pairs::read_records(grid.file(), grid.records()?, told).map(Some)
    };
    if let Some(object) = value.as_object() {
        if let Some(table) = sparql::of_json(object) {
            return pairs(table, file);
        }
        if let Some(graph) = graph::find(object) {
            return if told.columns.is_none() && is_our_own(&graph) {
                Ok(None)
            } else {
                graph.read(file, bytes, told).map(Some)
            };
        }
    }
    if let Some(listed) = value.as_object().and_then(partners_by_name) {
        return rows(&listed).map_or(Ok(None), |table| pairs(table, file));
    }
    if let Some(nested) = nested::find(value) {
        return nested.read(file, bytes, told).map(Some);
    }
    if let Some(has) = value.as_object().and_then(graph::half) {
        return Err(Error::HalfGraph { path: file.to_owned(), has: has.to_owned() });
    }
    match rows(value) {
        Some(table) => pairs(table, file),
        None => Ok(None),
    }
}

/// The rows of a value, if it holds one list of rows.
fn rows(value: &Value) -> Option<NamedCells> {
    match value {
        Value::Array(items) => of_array(items),
        Value::Object(object) => of_columns(object)
            .or_else(|| {
                let mut lists = object.values().filter_map(Value::as_array).filter(|items| !items.is_empty());
                match (lists.next(), lists.next()) {
                    (Some(only), None) => of_array(only),
                    _ => None,
                }
            })
            .or_else(|| of_index(object)),
        _ => None,
    }
}

/// A table from objects, or from arrays below one that names the columns. Arrays of two texts each are pairs.
fn of_array(items: &[Value]) -> Option<NamedCells> {
    if items.is_empty() {
        return None;
    }
    if items.iter().all(Value::is_object) {
        return Some(NamedCells::of_objects(items.iter().filter_map(Value::as_object)));
    }
    let rows: Vec<&Vec<Value>> = items.iter().map(Value::as_array).collect::<Option<_>>()?;
    let first: Vec<String> = rows[0].iter().map(|name| cell(name).into_owned()).collect();
    if rows[0].iter().all(Value::is_string) && PairColumns::recognise(&first).is_some() {
        return of_arrays(&first, &rows[1..]);
    }
    let are_pairs = rows.iter().all(|row| row.len() == 2 && row.iter().all(|end| end.is_string() || end.is_number()));
    if are_pairs { of_arrays(&["a".to_owned(), "b".to_owned()], &rows) } else { None }
}

fn of_arrays(header: &[String], rows: &[&Vec<Value>]) -> Option<NamedCells> {
    let mut table = NamedCells::default();
    for row in rows {
        if row.len() > header.len() {
            return None;
        }
        table.begin();
        header.iter().zip(row.iter()).for_each(|(name, value)| table.cell(name, cell(value).into_owned()));
    }
    Some(table)
}

/// A table from `{"columns": [..], "data": [[..], ..]}`, or from an array or object of cells for each column.
fn of_columns(object: &Map<String, Value>) -> Option<NamedCells> {
    let array = |key: &str| object.get(key).and_then(Value::as_array);
    if let (Some(columns), Some(data)) = (array("columns"), array("data")) {
        let header: Vec<String> = columns.iter().map(|name| cell(name).into_owned()).collect();
        let rows: Vec<&Vec<Value>> = data.iter().map(Value::as_array).collect::<Option<_>>()?;
        return of_arrays(&header, &rows);
    }
    let header: Vec<String> = object.keys().cloned().collect();
    PairColumns::recognise(&header)?;
    let cells = |column: &Value| -> Option<Vec<String>> {
        match column {
            Value::Array(cells) => Some(cells.iter().map(|value| cell(value).into_owned()).collect()),
            Value::Object(cells) => Some(cells.values().map(|value| cell(value).into_owned()).collect()),
            _ => None,
        }
    };
    let columns: Vec<Vec<String>> = object.values().map(cells).collect::<Option<_>>()?;
    if columns.windows(2).any(|both| both[0].len() != both[1].len()) {
        return None;
    }
    let mut table = NamedCells::default();
    for row in 0..columns[0].len() {
        table.begin();
        header.iter().zip(&columns).for_each(|(name, cells)| table.cell(name, cells[row].clone()));
    }
    Some(table)
}

/// A table from an object whose members are rows.
fn of_index(object: &Map<String, Value>) -> Option<NamedCells> {
    let rows: Vec<&Map<String, Value>> = object.values().map(Value::as_object).collect::<Option<_>>()?;
    let is_list = |key: &String| PLACES.contains(&&**key) || LINKS.contains(&&**key);
    (rows.len() > 1 && !object.keys().any(is_list)).then(|| NamedCells::of_objects(rows.into_iter()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Reading, String> {
        super::read("x.json", text, &Told::default()).map_err(|error| error.to_string())
    }

    fn ties(text: &str) -> Result<Vec<String>, String> {
        let reading = read(text)?;
        assert_eq!(reading.faults, [], "{text}");
        Ok(reading.dataset.partnerships().map(|row| format!("{} {}", row.a, row.b)).collect())
    }

    #[test]
    fn rows_are_found_in_any_usual_shape() {
        for text in [
            r#"[{"city1": "x", "city2": "y"}]"#,
            "{\"a\": \"x\", \"b\": \"y\"}\n{\"a\": null}\n",
            r#"{"meta": {"rows": 1}, "results": [{"Stadt": "x", "Partnerstadt": "y"}]}"#,
            r#"{"columns": ["a", "b"], "data": [["x", "y"]]}"#,
            r#"{"source": ["x"], "target": ["y"]}"#,
            r#"{"source": {"0": "x"}, "target": {"0": "y"}}"#,
            r#"{"0": {"from": "x", "to": "y"}, "1": {}}"#,
            r#"[["from", "to"], ["x", "y"]]"#,
            r#"[["x", "y"]]"#,
            r#"{"partnerships": [{"a": "x", "b": "y"}]}"#,
            r#"{"nodes": ["x", "y"], "links": [["x", "y"]]}"#,
            r#"{"nodes": ["x", "y"], "edges": [[0, 1]]}"#,
            r#"{"data": {"Places": [{"name": "x"}, {"name": "y"}], "Ties": [{"from": "x", "to": "y"}]}}"#,
            r#"[{"name": "x", "twins": ["y"]}]"#,
            r#"{"towns": [{"name": "x", "partners": [{"name": "y"}]}, {"name": "y"}]}"#,
        ] {
            let found = read(text).map(|reading| {
                let rows = reading.dataset.partnerships().map(|row| format!("{} {}", row.a, row.b));
                rows.collect::<Vec<_>>().join(",")
            });
            assert_eq!(found.as_deref(), Ok("x y"), "{text}");
        }
    }

    #[test]
    fn ends_are_numbers_only_where_nothing_else_fits() {
        let graph = |nodes: &str, links: &str| ties(&format!(r#"{{"nodes": [{nodes}], "links": [{links}]}}"#)).unwrap();
        let names = r#"{"name": "x"}, {"name": "y"}, {"name": "z"}"#;
        assert_eq!(graph(names, r#"{"source": 0, "target": 2}"#), ["x z"]);
        assert_eq!(graph(names, r#"{"source": "x", "target": "z"}"#), ["x z"]);
        // Whether these numbers count from 1 isn't known.
        assert_eq!(graph(names, r#"{"source": 1, "target": 3}"#), ["1 3"]);
        let ids = r#"{"id": 2, "name": "x"}, {"id": 1, "name": "y"}, {"id": 0}"#;
        assert_eq!(graph(ids, r#"{"source": 0, "target": 2}"#), ["0 2"]);
        assert_eq!(graph(r#"{"id": "p"}, {"id": "q"}"#, r#"{"source": 1, "target": 0}"#), ["q p"]);
    }

    #[test]
    fn an_empty_list_of_links_says_that_there_are_none() {
        let reading = read(r#"{"nodes": [{"id": "x"}], "links": []}"#).unwrap();
        assert_eq!((reading.dataset.places().len(), reading.dataset.partnerships().len()), (1, 0));
        assert!(read(r#"{"nodes": [{"id": "x"}]}"#).unwrap_err().contains("no list of links"));
    }

    #[test]
    fn a_data_set_of_our_own_is_read_as_one() {
        let own =
            |more: &str| format!(r#"{{"cities": [{{"id": "x"{more}}}], "partnerships": [{{"a": "x", "b": "BY"}}]}}"#);
        assert!(!read(&own("")).unwrap().dataset.locates_regions());
        assert!(!read(&own(r#", "mayor": 1"#)).unwrap().dataset.locates_regions());
        let other = read(&own(r#", "Breite": 52, "Länge": 30"#)).unwrap();
        assert!(other.dataset.places().all(|place| place.position.is_some()));
    }

    #[test]
    fn hostile_json_is_an_error() {
        let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
        for text in [
            deep("[", "]"),
            deep("{\"a\":", "}"),
            format!(r#"[{{"city1": {}}}]"#, deep("[", "]")),
            "[".repeat(100_000),
            "[1,2".to_owned(),
            "[]".to_owned(),
            "[{}]".to_owned(),
            r#"{"nodes": [{}], "links": [{}]}"#.to_owned(),
            r#"{"nodes": [], "links": [[1, 2]]}"#.to_owned(),
            r#"{"nodes": [{"id": 1}], "links": {}}"#.to_owned(),
        ] {
            assert!(read(&text).is_err(), "{}", &text[..text.len().min(60)]);
        }
    }

    proptest! {
        #[test]
        fn no_json_is_too_strange(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"nodes\":[", "\"links\":[", "\"id\":", "\"source\":", "\"target\":", "\"name\":",
                "\"twins\":[", "\"data\":{", "1", "0", "null", "\"x\"", "\"cities\":[", "{\"city1\":\"x\",\"city2\":\"y\"}",
                "{\"id\":0}", "{\"source\":0,\"target\":0}", "\"head\":{\"vars\":[\"a\",\"b\"]}", "\"results\":{\"bindings\":[",
            ]), 0..24),
        ) {
            let _ = read(&pieces.concat());
            let _ = listing("x.json", &pieces.concat());
        }
    }
}
