//! The register's own files, embedded and parsed.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Country, Region};
use crate::model::{CountryCode, NamesByLanguage, RegionCode};

const PACKAGE: &str = include_str!("../../data/register/datapackage.json");
const COUNTRIES: &str = include_str!("../../data/register/countries.csv");
const REGIONS: &str = include_str!("../../data/register/regions.csv");

#[derive(Deserialize)]
struct Package {
    date: String,
}

/// The date, the countries and the regions.
pub(super) fn read() -> (String, Vec<Country>, Vec<Region>) {
    let package: Package = serde_json::from_str(PACKAGE).expect("the embedded datapackage.json has a date");
    let mut countries = Vec::with_capacity(256);
    let columns = ["alpha2", "alpha3", "name_en", "name_ru", "name_be", "aliases"];
    rows(COUNTRIES, columns, |[code, alpha3, name, name_ru, name_be, aliases]| {
        let [alpha3, name, name_ru, name_be] = [alpha3, name, name_ru, name_be].map(Cow::Borrowed);
        countries.push(Country { code: country_code(code), alpha3, name, name_ru, name_be, aliases: split(aliases) });
    });
    let mut regions = Vec::with_capacity(4096);
    let columns = ["code", "country", "name", "name_ru", "name_be", "type", "aliases"];
    rows(REGIONS, columns, |[code, country, name, name_ru, name_be, kind, aliases]| {
        let (country, aliases) = (country_code(country), split(aliases));
        let [name, name_ru, name_be, kind] = [name, name_ru, name_be, kind].map(Cow::Borrowed);
        let names = NamesByLanguage::default();
        let code = RegionCode::new(code).expect("an embedded table has codes of the form");
        regions.push(Region { code, country, name, name_ru, name_be, kind, names, aliases, checked: None });
    });
    (package.date, countries, regions)
}

/// Calls `each` with the code and the Wikidata id of every region that has one.
pub(super) fn items(mut each: impl FnMut(&'static str, &'static str)) {
    rows(REGIONS, ["code", "wikidata"], |[code, item]| {
        if !item.is_empty() {
            each(code, item);
        }
    });
}

fn split(aliases: &'static str) -> Vec<Cow<'static, str>> {
    // A shortcut: most have none.
    if aliases.is_empty() {
        return Vec::new();
    }
    aliases.split('|').filter(|alias| !alias.is_empty()).map(Cow::Borrowed).collect()
}

/// Calls `each` with the cells of `columns` for every row. It relies on the embedded files: they have these columns and
/// well-formed rows that end in a line feed, and no cell has two lines or a quote. The tests of the register check
/// this.
fn rows<const N: usize>(text: &'static str, columns: [&str; N], mut each: impl FnMut([&'static str; N])) {
    let (header, body) = text.split_once('\n').unwrap_or_default();
    let header: Vec<&str> = header.split(',').collect();
    let at = columns.map(|column| {
        header.iter().position(|name| *name == column).expect("an embedded table has the columns it was written with")
    });
    let (mut cells, mut start, mut is_quoted) = (Vec::with_capacity(header.len()), 0, false);
    for (at_byte, byte) in body.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b',' | b'\n' if !is_quoted => {
                let cell = &body[start..at_byte];
                cells.push(cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell));
                start = at_byte + 1;
                if byte == b'\n' {
                    each(at.map(|column| cells.get(column).copied().unwrap_or_default()));
                    cells.clear();
                }
            }
            _ => {}
        }
    }
}

fn country_code(text: &str) -> CountryCode {
    CountryCode::new(text).expect("an embedded table has alpha-2 codes")
}
