//! A data set to start from: every file with all its columns, and an example row in each list.

use crate::{
    formats::write::to_csv_with,
    model::{
        ContactKind, ContactRecord, CountryCode, CuratorRecord, Dataset, IndicatorRecord, Language, Metadata,
        ParticipantRecord, PartnershipRecord, PlaceRecord, RegionRecord, Status, TotalRecord,
    },
    register::{Region, Register},
};

/// Explains each column of the files.
const README: &str = include_str!("template.txt");

/// The files of a data set about `countries`: names and contents, in a fixed order.
///
/// Each list has one row, which says that it is an example. `regions.csv` instead has the regions of these countries,
/// in the order given and then by code, and `datapackage.json` has the countries as its focus. CSV has no comments, so
/// `README.txt` explains the columns.
/// `README.txt` explains the columns.
///
/// ```
/// use sistergraph::{formats, model::CountryCode, register::Register};
/// let files = formats::template(&[CountryCode::new("BY").unwrap()], &Register::built_in());
/// let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
/// assert_eq!(names[..4], ["cities.csv", "partnerships.csv", "regions.csv", "contacts.csv"]);
/// assert_eq!(names[4..8], ["curators.csv", "participants.csv", "indicators.csv", "totals.csv"]);
/// assert_eq!(names[8..], ["datapackage.json", "README.txt"]);
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
    // The far end is a region, preferably of another country, to show that ends need not be cities.
    let far = regions.iter().find(|region| Some(region.country) != home).or(regions.get(1)).copied();
    add_ledger(&mut dataset, home, far);
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

/// Adds a row to each list of the ledger, about a place at home and a region far away.
fn add_ledger(dataset: &mut Dataset, home: Option<CountryCode>, far: Option<&Region>) {
    let text = |text: &str| Some(text.to_owned());
    let home = home.map(|country| country.to_string());
    let region = far.map(|region| region.code.to_string());
    let far = region.clone().or_else(|| home.clone());
    let note = text("An example: delete this row");
    let year = "2017".parse().ok();
    let ledger = dataset.ledger_mut();
    let event = ContactRecord {
        id: text("example-meeting"),
        date: "2017-03-30".parse().ok(),
        until: "2017-03-31".parse().ok(),
        kind: ContactKind::Event,
        from: far.clone(),
        to: text(EXAMPLE),
        level: text("governor"),
        title: text("Example meeting (delete this row)"),
        source: text("example"),
        note: note.clone(),
    };
    ledger.contacts.push(event, 1);
    if let Some(region) = region {
        let curator = CuratorRecord {
            region: region.clone(),
            official: text("Example official"),
            office: text("Example office"),
            from: year,
            source: text("example"),
            note: note.clone(),
            ..CuratorRecord::default()
        };
        ledger.curators.push(curator, 1);
    }
    if let Some(place) = far.clone() {
        let event = "example-meeting".to_owned();
        let participant = ParticipantRecord { event, place: place.clone(), people: Some(3), note: note.clone() };
        ledger.participants.push(participant, 1);
        let indicator = IndicatorRecord {
            place,
            year,
            name: "trade".to_owned(),
            value: Some(1.5),
            unit: text("USD million"),
            source: text("example"),
            note: note.clone(),
        };
        ledger.indicators.push(indicator, 1);
    }
    let total = TotalRecord {
        year,
        what: "visit".to_owned(),
        value: 12,
        from: home,
        to: far,
        source: text("example"),
        note,
        ..TotalRecord::default()
    };
    ledger.totals.push(total, 1);
}

/// The id of the place of the example rows.
const EXAMPLE: &str = "example-town";

fn record(region: &Region) -> RegionRecord {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    RegionRecord {
        country: Some(region.country),
        name: region.name.to_string(),
        names: [(Language::Russian, &region.name_ru), (Language::Belarusian, &region.name_be)]
            .map(|(language, name)| (language, name.to_string()))
            .into_iter()
            .collect(),
        kind: text(&region.kind),
        aliases: region.aliases.iter().map(ToString::to_string).collect(),
        ..RegionRecord::new(region.code.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::columns::{self, is_of_language},
        *,
    };

    #[test]
    fn the_readme_explains_every_column_in_order() {
        let sections: Vec<&str> = README.split("\n\n\n").collect();
        let lists =
            [("cities", &columns::PLACE[..]), ("partnerships", &columns::PARTNERSHIP), ("regions", &columns::REGION)];
        for (list, columns) in lists.into_iter().chain(columns::LEDGER) {
            let section = sections.iter().find(|section| section.starts_with(&format!("{list}.csv:"))).unwrap();
            let explained: Vec<&str> = section
                .lines()
                .filter(|line| line.get(..15).is_some_and(|head| head.ends_with(' ') && !head.starts_with(' ')))
                .filter(|line| line[..15].trim_end_matches([' ', '*']).split(", ").all(|word| columns.contains(&word)))
                .flat_map(|line| line[..15].trim_end_matches([' ', '*']).split(", "))
                .collect();
            // One of the columns of names by language is explained for all.
            let is_explained = |column: &&str| !is_of_language(column) || *column == "name_ru";
            let expected: Vec<&str> = columns.iter().copied().filter(is_explained).collect();
            assert_eq!(explained, expected, "{list}");
        }
    }
}
