//! A data set to start from: every file with all its columns, and an example row in each list.

use super::write::to_csv_with;
use crate::{
    model::{CountryCode, Dataset, Metadata, PartnershipRecord, PlaceRecord, RegionRecord, Status},
    register::{Region, Register},
};

/// What each column of the files means.
const README: &str = include_str!("template.txt");

/// The files of a data set about `countries`: names and contents, in a fixed order.
///
/// `cities.csv` and `partnerships.csv` have one row each, which says that it is an example, `regions.csv` the regions of
/// these countries by country, in the order given, and code; `datapackage.json` has them as focus. CSV knows no comments:
/// `README.txt` explains the columns.
///
/// ```
/// use sistergraph::{formats, model::CountryCode, register::Register};
/// let files = formats::template(&[CountryCode::new("BY").unwrap()], &Register::built_in());
/// let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
/// assert_eq!(names, ["cities.csv", "partnerships.csv", "regions.csv", "datapackage.json", "README.txt"]);
/// ```
pub fn template(countries: &[CountryCode], register: &Register) -> Vec<(&'static str, String)> {
    let regions: Vec<&Region> =
        countries.iter().flat_map(|&country| register.regions_of(country)).map(|(_, region)| region).collect();
    let mut dataset = Dataset::default();
    let codes: Vec<String> = countries.iter().map(|country| country.as_str().to_lowercase()).collect();
    let names: Vec<String> = countries.iter().map(|&country| register.country_name(country)).collect();
    dataset.set_metadata(Metadata {
        name: Some(format!("partnerships-{}", codes.join("-"))),
        title: Some(format!("Partnerships of {}", names.join(", "))),
        focus: countries.to_vec(),
        ..Metadata::default()
    });
    let home = countries.first().copied();
    dataset.push_place(
        &PlaceRecord {
            id: EXAMPLE,
            name: "Example (delete this row)",
            kind: Some("town"),
            country: home,
            region: regions.first().filter(|region| Some(region.country) == home).map(|region| &*region.code),
            aliases: vec!["Its other name".into(), "Another spelling".into()],
            ..PlaceRecord::default()
        },
        1,
    );
    // The far end is a region of another country where there is one, which shows that ends need not be cities.
    let far = regions.iter().find(|region| Some(region.country) != home).or(regions.get(1));
    if let Some(far) = far.map(|region| &*region.code).or(home.as_ref().map(CountryCode::as_str)) {
        dataset.push_partnership(
            &PartnershipRecord {
                status: Some(Status::Active),
                since: "2017-03-31".parse().ok(),
                fields: vec!["trade".into(), "cultural".into()],
                document: Some("Agreement No. 1"),
                source: Some("example"),
                note: Some("An example: delete this row"),
                ..PartnershipRecord::new(EXAMPLE, far)
            },
            1,
        );
    }
    regions.iter().for_each(|region| dataset.push_region(record(region), 1));
    let mut files = to_csv_with(&dataset, true);
    files.push(("README.txt", README.to_owned()));
    files
}

/// The id of the place of the example rows.
const EXAMPLE: &str = "example-town";

fn record(region: &Region) -> RegionRecord {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    RegionRecord {
        code: region.code.to_string(),
        country: Some(region.country),
        name: region.name.to_string(),
        name_ru: text(&region.name_ru),
        name_be: text(&region.name_be),
        kind: text(&region.kind),
        aliases: region.aliases.iter().map(ToString::to_string).collect(),
        ..RegionRecord::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::columns, *};

    #[test]
    fn the_readme_explains_every_column_in_order() {
        let sections: Vec<&str> = README.split("\n\n\n").collect();
        let lists =
            [("cities", &columns::PLACE[..]), ("partnerships", &columns::PARTNERSHIP), ("regions", &columns::REGION)];
        for (list, columns) in lists {
            let section = sections.iter().find(|section| section.starts_with(&format!("{list}.csv:"))).unwrap();
            let explained: Vec<&str> = section
                .lines()
                .filter(|line| line.get(..15).is_some_and(|head| head.ends_with(' ') && !head.starts_with(' ')))
                .filter(|line| line[..15].trim_end_matches([' ', '*']).split(", ").all(|word| columns.contains(&word)))
                .flat_map(|line| line[..15].trim_end_matches([' ', '*']).split(", "))
                .collect();
            assert_eq!(explained, columns, "{list}");
        }
    }
}
