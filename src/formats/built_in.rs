//! The data sets inside the program.

use std::{borrow::Cow, path::Path};

use super::{
    delimited::parts::Table,
    directory::{Tables, ledger_lists},
};
use crate::model::CountryCode;

struct BuiltIn {
    name: &'static str,
    cities: &'static str,
    partnerships: &'static str,
    package: &'static str,
    /// The large towns of its focus countries, as `data/gazetteer/large_towns.py` writes them.
    towns: &'static str,
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
            towns: include_str!(concat!("../../data/", $name, "/towns.csv")),
            ledger: &[$(($list, include_str!(concat!("../../data/", $name, "/", $list, ".csv")))),*],
        }
    };
}

const BUILT_IN: &[BuiltIn] = &[embed!("belarus", "contacts", "indicators", "totals")];

/// The names of the built-in data sets.
pub fn built_in_names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|set| set.name)
}

/// A large town of a focus country of a built-in data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LargeTown {
    /// Its id at GeoNames.
    pub geonames: &'static str,
    /// Its country.
    pub country: CountryCode,
    /// The id of the place of the data set that is this town, if there is one.
    pub place: Option<&'static str>,
}

/// The least population of a [`LargeTown`].
pub const LARGE_TOWN: u64 = 20_000;

/// The towns with at least [`LARGE_TOWN`] inhabitants in the focus countries of a built-in data set, the largest first.
/// They come from an embedded table, so that no gazetteer is opened. Empty if `source` isn't the name of a built-in data
/// set, or if a file has that name, which [`read`](super::read) would read instead.
///
/// The towns are from GeoNames (CC BY 4.0).
pub fn large_towns(source: &str) -> Vec<LargeTown> {
    let set = named(source).filter(|_| !Path::new(source).exists());
    let rows = set.into_iter().flat_map(|set| set.towns.lines().skip(1));
    let town = |row: &'static str| {
        // A name with commas is in quotes, so cells are taken from both ends.
        let (geonames, _) = row.split_once(',')?;
        let mut from_end = row.rsplit(',');
        let (place, _population, country) = (from_end.next()?, from_end.next()?, from_end.next()?);
        let place = Some(place).filter(|place| !place.is_empty());
        Some(LargeTown { geonames, country: CountryCode::new(country)?, place })
    };
    rows.filter_map(town).collect()
}

fn named(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|set| set.name == name)
}

pub(super) fn find(name: &str) -> Option<Tables<'static>> {
    let set = named(name)?;
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
