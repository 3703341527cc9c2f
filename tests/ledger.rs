//! The ledger: read, resolved, held against its totals.

use sistergraph::{
    formats,
    graph::{Network, Subject},
    metrics::{explained, party_levels},
    model::{Dataset, PartnershipKind, Qualifier},
    register::Register,
};

use crate::support::{fixtures, read};

fn ledger() -> Network {
    read(fixtures().join("ledger").to_str().unwrap())
}

/// Every figure of the news report that the built-in data set has as totals, as the report gives them.
#[test]
fn the_built_in_totals_are_those_of_the_report() {
    let network = read("belarus");
    let total = |year: &str, what: &str, from: Option<&str>, level: &[&str], unit: Option<&str>| {
        let found: Vec<_> = network
            .totals()
            .map(|total| total.record)
            .filter(|row| row.year == year.parse().ok() && row.what == what && row.from.as_deref() == from)
            .filter(|row| row.levels == level && row.unit.as_deref() == unit)
            .collect();
        assert_eq!(found.len(), 1, "{year} {what} {from:?} {level:?} {unit:?}");
        (found[0].value, found[0].qualifier)
    };
    let (by, ru) = (Some("BY"), Some("RU"));
    assert_eq!(total("2016", "visit", by, &[], None), (148, None));
    assert_eq!(total("2016", "delegation", ru, &[], None), (89, None));
    assert_eq!(total("2016", "delegation", ru, &["governor"], None), (25, None));
    assert_eq!(total("2016", "working-group", by, &[], Some("group")), (44, None));
    assert_eq!(total("2016", "document", by, &[], None), (135, None));
    assert_eq!(total("2017", "curator", by, &[], Some("region")), (57, None));
    assert_eq!(total("2017", "agreement", by, &["country-region"], None), (80, Some(Qualifier::Approx)));
    assert_eq!(total("2017", "agreement", by, &["region-region", "region-city"], None), (300, Some(Qualifier::Approx)));
    assert_eq!(total("2017", "participant", None, &[], Some("person")), (180, Some(Qualifier::MoreThan)));
    assert_eq!(total("2017", "participant", ru, &[], Some("city")), (35, None));
    assert_eq!(total("2017", "participant", by, &[], Some("city")), (24, None));
    assert_eq!(network.totals().count(), 11);
    // "Of which": the 25 are a part of the 89.
    let part = network.totals().find(|total| total.of.is_some()).unwrap();
    assert_eq!((part.record.value, network.total(part.of.unwrap()).unwrap().record.value), (25, 89));
    // Nothing is itemised but the meeting, and six regions are named without an amount.
    assert_eq!(network.totals().filter_map(|total| explained(&network, &total)).sum::<u64>(), 0);
    assert_eq!(network.contacts().count(), 1);
    assert!(network.curators().next().is_none() && network.participants().next().is_none());
    let named =
        network.indicators().filter(|indicator| matches!(indicator.place, Subject::City(_) | Subject::Region(_)));
    assert_eq!(named.map(|indicator| indicator.record.value).collect::<Vec<_>>(), [None; 6]);
}

/// The ledger moves no figure of the graph.
#[test]
fn a_ledger_adds_no_place_and_no_tie() {
    let with = formats::read("belarus").unwrap().dataset;
    let mut without = with.clone();
    *without.ledger_mut() = Default::default();
    let [with, without] = [with, without].map(|dataset| Network::build(dataset, Register::built_in()).network);
    assert_eq!(with.place_count(), without.place_count());
    assert!(with.partnerships().eq(without.partnerships()));
}

/// Counted by hand from the rows of the fixture.
#[test]
fn totals_are_explained_by_the_rows_they_count() {
    let network = ledger();
    let found: Vec<_> = network
        .totals()
        .map(|total| (total.record.what.as_str(), total.record.value, explained(&network, &total)))
        .collect();
    assert_eq!(
        found,
        [
            // 2016, on 29 February, in March; neither 31 December 2015 nor 1 January 2017 nor the one without a date.
            ("visit", 4, Some(3)),
            // More rows than reported.
            ("delegation", 1, Some(2)),
            // A governor, not a deputy governor.
            ("delegation", 1, Some(1)),
            // Two sessions of one group.
            ("working-group", 3, Some(1)),
            // From Russia to Belarus, counted either way round.
            ("document", 135, Some(1)),
            // Bryansk, Tula, Pskov with its two curators; Altai's begins on 1 January 2017.
            ("curator", 3, Some(3)),
            ("agreement", 80, Some(1)),
            // Gomel-Bryansk to 2026, Minsk-Moscow to 2018, Mogilev-Smolensk undated, Gomel-Klintsy suspended in 2022.
            ("agreement", 6, Some(4)),
            // Bryansk, Tula, Smolensk; Smolensk Oblast is no city.
            ("participant", 3, Some(3)),
            ("participant", 2, Some(2)),
            ("participant", 30, Some(34)),
            // Nobody keeps rows of these.
            ("scholarship", 12, None),
        ]
    );
}

#[test]
fn agreements_are_at_the_levels_of_their_parties() {
    let network = ledger();
    let mut levels: Vec<String> = network
        .partnerships()
        .filter(|(row, _)| network.dataset().kind(*row) == PartnershipKind::Agreement)
        .map(|(_, ends)| party_levels(&network, ends))
        .collect();
    levels.sort();
    // Minsk and Moscow are regions; between two cities one is proposed.
    assert_eq!(levels, ["city-city", "country-region", "region-city", "region-city", "region-region", "region-region"]);
}

#[test]
fn a_ledger_reads_back_as_it_was_written() {
    let dataset = formats::read(fixtures().join("ledger").to_str().unwrap()).unwrap().dataset;
    assert_eq!(dataset.ledger().contacts.len(), 12);
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in formats::to_csv(&dataset) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let again = |path: &str| -> Dataset { formats::read(path).unwrap().sound().unwrap().0 };
    assert_eq!(again(folder.path().to_str().unwrap()).ledger(), dataset.ledger());
    let file = folder.path().join("data.json");
    std::fs::write(&file, formats::to_json(&dataset)).unwrap();
    assert_eq!(again(file.to_str().unwrap()).ledger(), dataset.ledger());
}

#[test]
fn a_region_that_is_a_city_is_one_place_in_the_ledger_too() {
    let network = ledger();
    let moscow = Subject::Region(network.register().find_region("RU-MOW").unwrap());
    let from: Vec<Subject> = network.contacts().filter_map(|contact| contact.from).collect();
    assert_eq!(from.iter().filter(|&&place| network.is_within(place, moscow)).count(), 1);
}
