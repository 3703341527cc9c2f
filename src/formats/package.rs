//! `datapackage.json` (Frictionless Data Package): the metadata of a data set.

use std::collections::BTreeMap;

use serde::{
    Deserialize,
    de::{IgnoredAny, MapAccess},
};
use serde_json::json;

use super::error::Error;
use crate::model::{CountryCode, Date, Metadata};

/// The fields of a `datapackage.json` that are read.
#[derive(Default, Deserialize)]
#[serde(expecting = "an object with texts such as `title` and `date`")]
pub(super) struct Package {
    name: Option<String>,
    title: Option<String>,
    /// Our own field: the title in other languages.
    #[serde(default)]
    titles: BTreeMap<String, String>,
    /// Our own field. Without it, the standard's `created` is used.
    date: Option<String>,
    created: Option<String>,
    #[serde(default)]
    licenses: Vec<Named>,
    #[serde(default)]
    sources: Vec<Named>,
    #[serde(default)]
    focus: Vec<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with a `name`, `title` or `path`")]
struct Named {
    title: Option<String>,
    name: Option<String>,
    path: Option<String>,
}

impl Named {
    fn shown(self, name_first: bool) -> Option<String> {
        if name_first { self.name.or(self.title) } else { self.title.or(self.name) }.or(self.path)
    }
}

/// The keys that are read.
pub(super) const KEYS: [&str; 8] = ["name", "title", "titles", "date", "created", "licenses", "sources", "focus"];

impl Package {
    /// Takes the value of a key of [`KEYS`]; skips the value of any other key.
    pub(super) fn take<'t, M: MapAccess<'t>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "name" => self.name = map.next_value()?,
            "title" => self.title = map.next_value()?,
            "titles" => self.titles = map.next_value()?,
            "date" => self.date = map.next_value()?,
            "created" => self.created = map.next_value()?,
            "licenses" => self.licenses = map.next_value()?,
            "sources" => self.sources = map.next_value()?,
            "focus" => self.focus = map.next_value()?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }

    /// The metadata that it gives.
    ///
    /// # Errors
    /// Says what is wrong with a date or a country's code.
    pub(super) fn metadata(self) -> Result<Metadata, String> {
        metadata(self)
    }
}

pub(super) fn read(file: &str, text: &str) -> Result<Metadata, Error> {
    let broken = |source| Error::Json { path: file.to_owned(), source };
    let package: Package = serde_json::from_str(text).map_err(broken)?;
    package.metadata().map_err(|message| broken(serde::de::Error::custom(message)))
}

fn metadata(package: Package) -> Result<Metadata, String> {
    let date = match (package.date, package.created) {
        (Some(date), _) => Some(date),
        // Only the day of the moment counts.
        (None, created) => created.map(|moment| moment.chars().take("2017-03-31".len()).collect()),
    };
    let date: Option<Date> =
        date.map(|text| text.parse()).transpose().map_err(|error: crate::model::DateError| error.to_string())?;
    let focus = package.focus.iter().map(|code| {
        CountryCode::new(code).ok_or_else(|| format!("focus `{code}` is not an alpha-2 country code such as BY"))
    });
    Ok(Metadata {
        name: package.name,
        title: package.title,
        titles: package.titles,
        date,
        licences: package.licenses.into_iter().filter_map(|licence| licence.shown(true)).collect(),
        sources: package.sources.into_iter().filter_map(|source| source.shown(false)).collect(),
        focus: focus.collect::<Result<_, _>>()?,
    })
}

/// The `datapackage.json` of a data set with this metadata and these lists, each with its name and columns.
pub(super) fn write(metadata: &Metadata, lists: &[(&str, Vec<&str>)]) -> String {
    let resource = |(name, columns): &(&str, Vec<&str>)| {
        let fields: Vec<_> = columns.iter().map(|column| json!({ "name": column, "type": "string" })).collect();
        json!({
            "name": name, "path": format!("{name}.csv"), "format": "csv", "mediatype": "text/csv",
            "encoding": "utf-8", "schema": { "fields": fields },
        })
    };
    let resources: Vec<_> = lists.iter().map(resource).collect();
    let mut package = serde_json::Map::new();
    let texts = [
        ("name", metadata.name.clone()),
        ("title", metadata.title.clone()),
        ("date", metadata.date.map(|date| date.to_string())),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            package.insert(key.to_owned(), json!(text));
        }
    }
    if !metadata.titles.is_empty() {
        package.insert("titles".to_owned(), json!(metadata.titles));
    }
    let named = |key: &str, items: &[String]| items.iter().map(|item| json!({ key: item })).collect::<Vec<_>>();
    for (key, items) in
        [("licenses", named("name", &metadata.licences)), ("sources", named("title", &metadata.sources))]
    {
        if !items.is_empty() {
            package.insert(key.to_owned(), json!(items));
        }
    }
    if !metadata.focus.is_empty() {
        package.insert("focus".to_owned(), json!(metadata.focus.iter().map(CountryCode::as_str).collect::<Vec<_>>()));
    }
    package.insert("resources".to_owned(), json!(resources));
    format!("{:#}\n", serde_json::Value::Object(package))
}

/// The metadata as one line of JSON, for formats that can store a text about themselves.
pub(super) fn of_metadata(metadata: &Metadata) -> String {
    let mut object = serde_json::Map::new();
    write_into(&mut object, metadata);
    serde_json::Value::Object(object).to_string()
}

/// Adds the metadata to a data set in JSON, in the form of [`write`] without its resources.
pub(super) fn write_into(object: &mut serde_json::Map<String, serde_json::Value>, metadata: &Metadata) {
    let text = write(metadata, &[]);
    let package: serde_json::Map<_, _> = serde_json::from_str(&text).unwrap_or_default();
    object.extend(package.into_iter().filter(|(key, _)| key != "resources"));
}
