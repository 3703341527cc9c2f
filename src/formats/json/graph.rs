//! Places and links in JSON: node-link graphs, and the two lists under other names.

use hashbrown::HashSet;
use serde_json::{Map, Value};

use crate::formats::{
    Reading, Told,
    directory::folder::{LINKS, PLACES},
    error::Error,
    named_cells::{NamedCells, cell},
    note::Note,
    pairs::{columns::PairColumns, roles::Role},
    two_tables::{self, EndsBy, place_columns::PlaceColumns},
};

/// The keys of a link's ends, unless something says otherwise.
pub(super) const LINK: [&str; 2] = ["source", "target"];

/// The two lists of a graph.
pub(super) struct Graph {
    pub(super) places: NamedCells,
    pub(super) links: NamedCells,
    /// Their keys.
    names: [String; 2],
    /// Whether the lists have the names and the positions that they have in our own data sets.
    pub(super) is_named_as_ours: bool,
}

/// The two lists of an object, or of the only object in it that has both lists.
pub(super) fn find(object: &Map<String, Value>) -> Option<Graph> {
    if let Some(mut graph) = both(object) {
        graph.is_named_as_ours = graph.names == ["cities", "partnerships"];
        return Some(graph);
    }
    let mut within = object.values().filter_map(Value::as_object).filter_map(both);
    match (within.next(), within.next()) {
        (Some(graph), None) => Some(graph),
        _ => None,
    }
}

/// The key of a list of places, if there is no list of links beside it.
pub(super) fn half(object: &Map<String, Value>) -> Option<&str> {
    let within = || object.values().filter_map(Value::as_object).find_map(|inner| list(inner, &PLACES));
    list(object, &PLACES).or_else(within).map(|(key, _)| key)
}

fn list<'v>(object: &'v Map<String, Value>, names: &[&str]) -> Option<(&'v str, &'v Value)> {
    let is_named = |key: &str| names.contains(&&*key.to_lowercase());
    let is_list = |value: &Value| value.is_array() || value.as_object().is_some_and(are_objects);
    object.iter().find(|(key, value)| is_named(key) && is_list(value)).map(|(key, value)| (&**key, value))
}

fn are_objects(object: &Map<String, Value>) -> bool {
    !object.is_empty() && object.values().all(Value::is_object)
}

fn both(object: &Map<String, Value>) -> Option<Graph> {
    let (places, links) = (list(object, &PLACES)?, list(object, &LINKS)?);
    let table = |value: &Value, columns: &[&str]| match value {
        Value::Array(items) => of_items(items, columns),
        Value::Object(by_id) => Some(of_ids(by_id)),
        _ => None,
    };
    Some(Graph {
        places: table(places.1, &["name"])?,
        links: table(links.1, &LINK)?,
        names: [places.0.to_owned(), links.0.to_owned()],
        is_named_as_ours: false,
    })
}

/// A table from objects, or from plain values with one for each column.
fn of_items(items: &[Value], columns: &[&str]) -> Option<NamedCells> {
    let mut table = NamedCells::default();
    for item in items {
        let values = match item {
            Value::Object(row) => {
                table.push(row);
                continue;
            }
            Value::Array(values) if values.len() >= columns.len() => &values[..],
            value if columns.len() == 1 && (value.is_string() || value.is_number()) => std::slice::from_ref(value),
            _ => return None,
        };
        table.begin();
        let cells = columns.iter().zip(values);
        cells.for_each(|(name, value)| table.cell(name, cell(value).into_owned()));
    }
    Some(table)
}

/// A table from objects that are members, each under its id.
fn of_ids(by_id: &Map<String, Value>) -> NamedCells {
    let mut table = NamedCells::default();
    for (id, row) in by_id {
        table.begin();
        row.as_object().into_iter().for_each(|row| table.add(row, "", &|_| false));
        // If the object has its own id, that one counts.
        table.cell("id", id.clone());
    }
    table
}

impl Graph {
    /// # Errors
    /// Returns the errors of [`two_tables::read`].
    pub(super) fn read(self, file: &str, bytes: usize, told: &Told) -> Result<Reading, Error> {
        let ends_by = self.ends_by(told);
        if self.places.len() == 0 {
            return Err(Error::JsonShape { path: file.to_owned(), what: format!("`{}` is empty", self.names[0]) });
        }
        let [of_places, of_links] = self.names.map(|name| format!("{file}, {name}"));
        let places = self.places.into_grid(&of_places, bytes)?;
        // An empty list means that there are no links.
        let links = if self.links.len() == 0 { NamedCells::of_columns(&LINK) } else { self.links };
        let links = links.into_grid(&of_links, bytes)?;
        let note = Note::Taken { file: of_links, what: "ends are numbers of places, counted from 0".to_owned() };
        let mut reading = two_tables::read(file, &places.records()?, links.records()?, told, ends_by)?;
        reading.notes.extend((ends_by == EndsBy::Numbers).then_some(note));
        Ok(reading)
    }

    /// Whether ends are the numbers of places: all must be such numbers, and none may be an id.
    fn ends_by(&self, told: &Told) -> EndsBy {
        let Ok(Some((columns, _))) = PairColumns::of(self.links.header(), told.columns.as_ref(), |_| false) else {
            return EndsBy::Names;
        };
        let mut columns = (0..2).map(|side| columns.at(side, Role::Id).or(columns.at(side, Role::Name)));
        let (Some(Some(a)), Some(Some(b))) = (columns.next(), columns.next()) else { return EndsBy::Names };
        let places = PlaceColumns::of(self.places.header());
        let named = |name: &str| places.as_ref().and_then(|places| places.of_known(name));
        let known: HashSet<&str> =
            ["id", "name"].into_iter().filter_map(named).flat_map(|at| self.places.column(at)).collect();
        let mut ends = self.links.column(a).chain(self.links.column(b)).peekable();
        let is_number = |end: &str| end.parse::<usize>().is_ok_and(|number| number < self.places.len());
        let are_numbers = ends.peek().is_some() && ends.all(|end| is_number(end) && !known.contains(end));
        if are_numbers { EndsBy::Numbers } else { EndsBy::Names }
    }
}
