//! The data sets inside the program.

use std::borrow::Cow;

use super::{
    directory::{Tables, ledger_lists},
    parts::Table,
};

struct BuiltIn {
    name: &'static str,
    cities: &'static str,
    partnerships: &'static str,
    package: &'static str,
    /// The files of its ledger, by the names of the lists.
    ledger: &'static [(&'static str, &'static str)],
}

/// Embeds a data set of the folder `data`.
macro_rules! embed {
    ($name:literal, $($list:literal),*) => {
        BuiltIn {
            name: $name,
            cities: include_str!(concat!("../../data/", $name, "/cities.csv")),
            partnerships: include_str!(concat!("../../data/", $name, "/partnerships.csv")),
            package: include_str!(concat!("../../data/", $name, "/datapackage.json")),
            ledger: &[$(($list, include_str!(concat!("../../data/", $name, "/", $list, ".csv")))),*],
        }
    };
}

const BUILT_IN: &[BuiltIn] = &[embed!("belarus", "contacts", "indicators", "totals")];

/// The names of the built-in data sets.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|set| set.name)
}

pub(super) fn find(name: &str) -> Option<Tables<'static>> {
    let set = BUILT_IN.iter().find(|set| set.name == name)?;
    let table = |file: &str, text: &'static str| Table::of_text(format!("{name}/{file}"), Cow::Borrowed(text));
    let of_ledger = |list: &str| {
        let found = set.ledger.iter().find(|(name, _)| *name == list);
        Ok(found.map(|(name, text)| table(&format!("{name}.csv"), text)))
    };
    Some(Tables {
        cities: table("cities.csv", set.cities),
        partnerships: table("partnerships.csv", set.partnerships),
        regions: None,
        ledger: ledger_lists(of_ledger).unwrap_or_default(),
        package: Some(table("datapackage.json", set.package)),
    })
}
