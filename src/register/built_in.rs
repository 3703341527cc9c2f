//! The register's own files, embedded and parsed.

use serde::Deserialize;

use super::{Country, Region};
use crate::model::CountryCode;

const PACKAGE: &str = include_str!("../../data/register/datapackage.json");
const COUNTRIES: &str = include_str!("../../data/register/countries.csv");
const REGIONS: &str = include_str!("../../data/register/regions.csv");

#[derive(Deserialize)]
struct Package {
    title: String,
    date: String,
}

/// The title with its date, the countries and the regions.
pub(super) fn read() -> (String, Vec<Country>, Vec<Region>) {
    let package: Package = serde_json::from_str(PACKAGE).expect("the embedded datapackage.json has title and date");
    let mut countries = Vec::with_capacity(256);
    let columns = ["alpha2", "alpha3", "name_en", "name_ru", "name_be", "aliases"];
    rows(COUNTRIES, columns, |[code, alpha3, name, name_ru, name_be, aliases]| {
        countries.push(Country {
            code: country_code(code),
            alpha3: alpha3.to_owned(),
            name: name.to_owned(),
            name_ru: name_ru.to_owned(),
            name_be: name_be.to_owned(),
            aliases: split(aliases),
        });
    });
    let mut regions = Vec::with_capacity(4096);
    let columns = ["code", "country", "name", "name_ru", "name_be", "type", "aliases"];
    rows(REGIONS, columns, |[code, country, name, name_ru, name_be, kind, aliases]| {
        regions.push(Region {
            code: code.to_owned(),
            country: country_code(country),
            name: name.to_owned(),
            name_ru: name_ru.to_owned(),
            name_be: name_be.to_owned(),
            kind: kind.to_owned(),
            aliases: split(aliases),
            checked: None,
        });
    });
    (format!("{} ({})", package.title, package.date), countries, regions)
}

fn split(aliases: &str) -> Vec<String> {
    aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect()
}

/// Calls `each` with the cells of `columns` for every row. The embedded files have these columns and well-formed
/// rows: the tests of the register read them whole.
fn rows<const N: usize>(text: &'static str, columns: [&str; N], mut each: impl FnMut([&str; N])) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("an embedded table has a header").clone();
    let at = columns.map(|column| {
        header.iter().position(|name| name == column).expect("an embedded table has the columns it was written with")
    });
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).expect("an embedded table is well-formed CSV") {
        each(at.map(|column| record.get(column).unwrap_or_default()));
    }
}

fn country_code(text: &str) -> CountryCode {
    CountryCode::new(text).expect("an embedded table has alpha-2 codes")
}
