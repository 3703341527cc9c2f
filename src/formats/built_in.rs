//! The data sets inside the program.

use std::borrow::Cow;

use super::{delimited::Table, directory::Tables};

struct BuiltIn {
    name: &'static str,
    cities: &'static str,
    partnerships: &'static str,
    package: &'static str,
}

/// A data set of the folder `data`, embedded as it is.
macro_rules! embed {
    ($name:literal) => {
        BuiltIn {
            name: $name,
            cities: include_str!(concat!("../../data/", $name, "/cities.csv")),
            partnerships: include_str!(concat!("../../data/", $name, "/partnerships.csv")),
            package: include_str!(concat!("../../data/", $name, "/datapackage.json")),
        }
    };
}

const BUILT_IN: &[BuiltIn] = &[embed!("belarus")];

/// The names of the built-in data sets.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|set| set.name)
}

pub(super) fn find(name: &str) -> Option<Tables<'static>> {
    let set = BUILT_IN.iter().find(|set| set.name == name)?;
    let table = |file: &str, text: &'static str| Table { file: format!("{name}/{file}"), text: Cow::Borrowed(text) };
    Some(Tables {
        cities: table("cities.csv", set.cities),
        partnerships: table("partnerships.csv", set.partnerships),
        regions: None,
        package: Some(table("datapackage.json", set.package)),
    })
}
