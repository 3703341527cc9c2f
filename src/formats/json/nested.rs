//! Places in JSON, each with a list of its partners.

use hashbrown::HashMap;
use serde_json::{Map, Value};

use super::graph::LINK;
use crate::formats::{
    Reading, Told,
    directory::folder::LINKS,
    error::Error,
    header::is_of_partners,
    named_cells::{NamedCells, cell},
    pairs::{
        ids::slug,
        marks::{is_of_tie, meant_of_tie},
    },
    two_tables::{self, EndsBy, place_columns::meant},
};

/// Places, which may each have a list of partners under `key`.
pub(super) struct Nested<'v> {
    places: Vec<&'v Map<String, Value>>,
    key: &'v str,
}

/// The only list of objects in a value, if its objects have lists of partners.
pub(super) fn find(value: &Value) -> Option<Nested<'_>> {
    let places = match value {
        Value::Array(items) => items.iter().map(Value::as_object).collect::<Option<Vec<_>>>()?,
        Value::Object(object) => {
            let mut lists =
                object.values().filter_map(Value::as_array).filter(|items| items.iter().all(Value::is_object));
            match (lists.next(), lists.next()) {
                (Some(only), None) => only.iter().filter_map(Value::as_object).collect(),
                (None, _) => object.values().map(Value::as_object).collect::<Option<Vec<_>>>()?,
                _ => return None,
            }
        }
        _ => return None,
    };
    let mut keys: Vec<&str> = Vec::new();
    for (key, list) in places.iter().flat_map(|place| place.iter()) {
        let is_item = |item: &Value| item.is_object() || item.is_string() || item.is_number();
        let is_list = list.as_array().is_some_and(|items| items.iter().all(is_item));
        let is_named = is_of_partners(key) || LINKS.contains(&&*key.to_lowercase());
        if is_list && is_named && !keys.contains(&&**key) {
            keys.push(key);
        }
    }
    match keys[..] {
        [key] => Some(Nested { places, key }),
        _ => None,
    }
}

impl Nested<'_> {
    /// Reads the places and their partners. A partner that is in the list, by its id or by its name and country, is
    /// that place; otherwise it is a new place.
    ///
    /// # Errors
    /// Returns the errors of [`two_tables::read`].
    pub(super) fn read(&self, file: &str, bytes: usize, told: &Told) -> Result<Reading, Error> {
        let (mut places, mut links) = (Places::default(), NamedCells::of_columns(&LINK));
        for place in &self.places {
            places.add(place, &|key| key == self.key);
        }
        for (number, place) in self.places.iter().enumerate() {
            for partner in place.get(self.key).and_then(Value::as_array).into_iter().flatten() {
                let partner_number = match partner {
                    Value::Object(partner) => {
                        let known = places.find(&place_of(partner, &is_of_tie_key));
                        known.unwrap_or_else(|| places.add(partner, &is_of_tie_key))
                    }
                    text => places.of_text(&cell(text)),
                };
                links.begin();
                links.cell("source", number.to_string());
                links.cell("target", partner_number.to_string());
                partner.as_object().into_iter().for_each(|said| links.add(said, "", &|key| !is_of_tie_key(key)));
            }
        }
        let places = places.table.into_grid(file, bytes)?;
        let links = links.into_grid(&format!("{file}, {}", self.key), bytes)?;
        two_tables::read(file, &places.records()?, links.records()?, told, EndsBy::Numbers)
    }
}

/// Whether a key of a partner describes the partnership.
fn is_of_tie_key(key: &str) -> bool {
    meant_of_tie(key).is_some() || is_of_tie(key)
}

/// What identifies a place.
#[derive(Default)]
struct Known {
    id: String,
    name: String,
    country: String,
}

/// What an object says that identifies a place.
fn place_of(object: &Map<String, Value>, is_left_out: &dyn Fn(&str) -> bool) -> Known {
    let mut known = Known::default();
    for (key, value) in object.iter().filter(|(key, _)| !is_left_out(key)) {
        let of_kind = match meant(key).unwrap_or(key) {
            "id" => &mut known.id,
            "name" => &mut known.name,
            "country" => &mut known.country,
            _ => continue,
        };
        if of_kind.is_empty() && !value.is_object() && !value.is_array() {
            *of_kind = cell(value).trim().to_owned();
        }
    }
    known
}

/// The places met so far. Columns get the names of our own data sets if they mean the same, since a place and its
/// partners may use different names.
#[derive(Default)]
struct Places {
    table: NamedCells,
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, Vec<(String, usize)>>,
}

impl Places {
    fn find(&self, place: &Known) -> Option<usize> {
        if !place.id.is_empty() {
            return self.by_id.get(&place.id).copied();
        }
        let named = self.by_name.get(&place.name).map_or(&[][..], |named| named);
        let may_be = |country: &str| country == place.country || country.is_empty() || place.country.is_empty();
        let exact = named.iter().find(|(country, _)| *country == place.country);
        let mut others = named.iter().filter(|(country, _)| may_be(country));
        match (exact, others.next(), others.next()) {
            (Some((_, number)), ..) | (None, Some((_, number)), None) => Some(*number),
            _ => None,
        }
    }

    fn add(&mut self, object: &Map<String, Value>, is_left_out: &dyn Fn(&str) -> bool) -> usize {
        let renamed = object.iter().filter(|(key, _)| !is_left_out(key));
        let renamed = renamed.map(|(key, value)| (meant(key).unwrap_or(key).to_owned(), value.clone())).collect();
        self.push(&renamed, place_of(object, is_left_out))
    }

    /// The place whose id or name is a text.
    fn of_text(&mut self, text: &str) -> usize {
        let named = Known { name: text.trim().to_owned(), ..Known::default() };
        let known = self.by_id.get(text.trim()).copied().or_else(|| self.find(&named));
        known.unwrap_or_else(|| self.push(&Map::from_iter([("name".to_owned(), Value::from(text.trim()))]), named))
    }

    fn push(&mut self, object: &Map<String, Value>, mut place: Known) -> usize {
        let number = self.table.len();
        self.table.begin();
        self.table.add(object, "", &|_| false);
        if place.id.is_empty() && !self.by_id.is_empty() {
            place.id = slug([&place.name, &place.country], &mut Vec::new()).to_owned();
            self.table.cell("id", place.id.clone());
        }
        if !place.id.is_empty() {
            self.by_id.entry(place.id).or_insert(number);
        }
        self.by_name.entry(place.name).or_default().push((place.country, number));
        number
    }
}
