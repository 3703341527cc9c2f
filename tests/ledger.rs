//! Tests the ledger: reading it, resolving it, and comparing it with its totals.

use serde_json::Value;
use sistergraph::{
    formats,
    graph::{Network, Scope, Subject},
    metrics::{Recorded, party_levels},
    model::{Area, CountryCode, Dataset, PartnershipKind, Qualifier},
    query::{self, CuratorRow, Lacks, Side},
    register::Register,
};

use crate::support::{fixtures, json, read, run};

fn ledger() -> Network {
    read(fixtures().join("ledger").to_str().unwrap())
}

/// Every figure of the news report that the built-in data set has as a total, with the number from the report.
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
    // The meeting is the only item, and six regions are named without an amount.
    assert_eq!(network.totals().filter_map(|total| Recorded::new(&network).explain(&total)).sum::<u64>(), 0);
    assert_eq!(network.contacts().count(), 1);
    assert!(network.curators().next().is_none() && network.participants().next().is_none());
    let named =
        network.indicators().filter(|indicator| matches!(indicator.place, Subject::City(_) | Subject::Region(_)));
    assert_eq!(named.map(|indicator| indicator.record.value).collect::<Vec<_>>(), [None; 6]);
}

/// The ledger doesn't change any figure of the graph.
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
        .map(|total| (total.record.what.as_str(), total.record.value, Recorded::new(&network).explain(&total)))
        .collect();
    assert_eq!(
        found,
        [
            // These are in 2016, on 29 February and in March; not those of 31 December 2015 and 1 January 2017, nor the
            // one without a date.
            ("visit", 4, Some(3)),
            // There are more rows than reported.
            ("delegation", 1, Some(2)),
            // This is a governor, not a deputy governor.
            ("delegation", 1, Some(1)),
            // These are two sessions of one group.
            ("working-group", 3, Some(1)),
            // This is from Russia to Belarus, and counts in either direction.
            ("document", 135, Some(1)),
            // These are Bryansk, Tula and Pskov with its two curators; Altai's begins on 1 January 2017.
            ("curator", 3, Some(3)),
            ("agreement", 80, Some(1)),
            // These are Gomel-Bryansk to 2026, Minsk-Moscow to 2018, Mogilev-Smolensk undated, and Gomel-Klintsy
            // suspended in 2022.
            ("agreement", 6, Some(4)),
            // These are Bryansk, Tula and Smolensk; Smolensk Oblast isn't a city.
            ("participant", 3, Some(3)),
            ("participant", 2, Some(2)),
            ("participant", 30, Some(34)),
            // No list has rows of these.
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
    // Minsk and Moscow are regions; one agreement between two cities is proposed.
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

fn side(area: Area, against: &[&str]) -> Side {
    let country = |code: &&str| Area::Country(CountryCode::new(code).unwrap());
    Side { area, against: against.iter().map(country).collect() }
}

fn russia() -> Area {
    Area::Country(CountryCode::new("RU").unwrap())
}

/// This was counted by hand: which region has which curator, and what there is to look after.
#[test]
fn curators_stand_beside_what_they_look_after() {
    let network = ledger();
    let rows = |as_of: Option<&str>| {
        let scope = Scope { as_of: as_of.map(|date| date.parse().unwrap()), ..Scope::default() };
        query::curators(&network.graph(&scope), &[side(russia(), &["BY"])])
    };
    let find = |rows: &[CuratorRow], code: &str| rows.iter().find(|row| row.region == code).unwrap().clone();
    let now = rows(None);
    assert_eq!(now.len(), 83);
    let bryansk = find(&now, "RU-BRY");
    // The agreement has a stated end, which counts as past; the meeting of 2017 is one of the region's seven contacts.
    assert_eq!((bryansk.ties, bryansk.agreements, bryansk.contacts, bryansk.lacks), (1, 0, 7, None));
    assert_eq!(find(&now, "RU-PSK").official.as_deref(), Some("C. Sidorov"));
    assert_eq!(find(&now, "RU-PSK").lacks.as_deref(), Some("tie"));
    assert_eq!(find(&now, "RU-SMO").lacks.as_deref(), Some("curator"));
    assert_eq!(find(&now, "RU-AMU").lacks.as_deref(), Some("curator, tie"));
    assert_eq!(find(&now, "RU-ALT").office.as_deref(), Some("Minsk City Executive Committee"));

    // 30 June 2016 is the predecessor's last day, 1 July the successor's first; Altai's curator comes in 2017.
    assert_eq!(find(&rows(Some("2016-06-30")), "RU-PSK").official.as_deref(), Some("B. Petrov"));
    assert_eq!(find(&rows(Some("2016-07-01")), "RU-PSK").official.as_deref(), Some("C. Sidorov"));
    assert_eq!(find(&rows(Some("2016")), "RU-ALT").office, None);
    // In 2016 both agreements of Gomel's side are in force; five contacts had begun, and the meeting had not.
    let bryansk = find(&rows(Some("2016")), "RU-BRY");
    assert_eq!((bryansk.ties, bryansk.agreements, bryansk.contacts), (3, 2, 6));

    let officials = query::officials(&network, None);
    let several: Vec<_> = officials.iter().filter(|row| row.regions > 1).collect();
    assert_eq!(several.len(), 1);
    assert_eq!((several[0].official.as_deref(), several[0].codes.as_str()), (Some("A. Ivanova"), "RU-BRY RU-TUL"));
}

#[test]
fn a_region_may_lack_more_than_a_tie() {
    let network = ledger();
    let lacks = |lacks: Lacks| -> Vec<(String, String, Option<String>)> {
        let rows = query::lacking(&network.graph(&Scope::default()), &[side(russia(), &["BY"])], lacks);
        let tied = ["RU-BRY", "RU-MOW", "RU-SMO", "RU-TUL"];
        let rows = rows.into_iter().filter(|row| tied.contains(&row.row.region.as_str()));
        rows.map(|row| (row.row.region, row.row.reason, row.also)).collect()
    };
    let reason = |region: &str, reason: &str| (region.to_owned(), reason.to_owned(), None);
    // The agreement of Minsk and Moscow is over, so Moscow has no tie in force.
    let moscow = reason("RU-MOW", "lapsed");
    assert_eq!(lacks(Lacks::default()), std::slice::from_ref(&moscow));
    let smolensk = reason("RU-SMO", "no-curator");
    let moscow_too = ("RU-MOW".to_owned(), "lapsed".to_owned(), Some("no-curator".to_owned()));
    assert_eq!(lacks(Lacks { curator: true, ..Lacks::default() }), [moscow_too, smolensk]);
    // Gomel-Bryansk and Mogilev-Smolensk are between cities; Tula Oblast itself has an agreement.
    let city_level = [reason("RU-BRY", "city-level-only"), moscow.clone(), reason("RU-SMO", "city-level-only")];
    assert_eq!(lacks(Lacks { region_level: true, ..Lacks::default() }), city_level);
    assert_eq!(lacks(Lacks { city_level: true, ..Lacks::default() }), [moscow]);
    // The last contact of Moscow was on 1 January 2017; all others took part in the meeting of 30 and 31 March.
    let since = |date: &str| lacks(Lacks { contact_since: Some(date.parse().unwrap()), ..Lacks::default() });
    assert_eq!(since("2017-01-01").len(), 1);
    assert_eq!(since("2017-01-02")[0].2.as_deref(), Some("no-recent-contact"));
    assert_eq!(since("2017-03-31").len(), 1);
    assert_eq!(since("2017-04-01").len(), 4);
}

#[test]
fn further_columns_hold_the_latest_figure_up_to_the_date() {
    let network = ledger();
    let trade = |as_of: Option<&str>, region: &str| {
        let id = network.register().find_region(region).unwrap();
        let as_of = as_of.map(|date| date.parse().unwrap());
        let graph = network.graph(&Scope { as_of, ..Scope::default() });
        query::RegionLedgers::new(&graph).latest_indicator(id, "trade").map(|indicator| indicator.record.value)
    };
    assert_eq!(trade(None, "RU-BRY"), Some(Some(437.5)));
    assert_eq!(trade(Some("2015-12-31"), "RU-BRY"), Some(Some(400.0)));
    assert_eq!(trade(Some("2014"), "RU-BRY"), None);
    // The cases are: named without an amount, a negative balance, not named.
    assert_eq!(trade(None, "RU-SMO"), Some(None));
    assert_eq!(trade(None, "RU-TUL"), Some(Some(-3.0)));
    assert_eq!(trade(None, "RU-PSK"), None);
    assert!(query::LedgerColumn::find(&network, "tade").unwrap_err().expected.contains(&"trade".to_owned()));
}

/// The page of a region agrees with the other commands.
#[test]
fn a_scorecard_agrees_with_the_other_questions() {
    let network = read("belarus");
    let graph = network.graph(&Scope::default());
    let belarus = [Area::Country(CountryCode::new("BY").unwrap())];
    let regions = query::regions(&graph, &[side(russia(), &["BY"])]);
    for row in regions {
        let id = network.register().find_region(&row.region).unwrap();
        let card = query::scorecard(&graph, id, &belarus);
        assert_eq!((card.ties, card.unconnected.is_some()), (row.ties, row.ties == 0), "{}", row.region);
    }
    let network = ledger();
    let id = network.register().find_region("RU-BRY").unwrap();
    let card =
        query::scorecard(&network.graph(&Scope { as_of: "2016".parse().ok(), ..Scope::default() }), id, &belarus);
    assert_eq!((card.ties, card.agreements.len(), card.curators.len()), (3, 2, 1));
    let years: Vec<_> = card.contacts.iter().map(|year| (year.year.as_str(), year.visits_to, year.sessions)).collect();
    assert_eq!(years, [("2015", 1, 0), ("2016", 2, 2)]);
}

#[test]
fn scorecards_are_a_folder_of_pages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cards");
    let into = path.to_str().unwrap();
    let made = run(&["scorecard", "--all", "BY", "-o", into]);
    assert_eq!((made.status, made.stdout.as_str()), (0, ""));
    assert!(made.stderr.starts_with("note: 8 pages written; begin with "), "{}", made.stderr);
    let index = std::fs::read_to_string(path.join("index.html")).unwrap();
    // The country, and its regions.
    assert_eq!(index.matches("<a href=").count(), 8);
    assert!(index.contains("<td><a href=\"BY-MA.html\"><span>BY-MA</span></a></td><td>Mogilev Region</td>"), "{index}");
    let country = std::fs::read_to_string(path.join("BY.html")).unwrap();
    assert_eq!(country.matches("<a href=").count(), 7);
    let mogilev = std::fs::read_to_string(path.join("BY-MA.html")).unwrap();
    assert!(mogilev.contains("<svg") && mogilev.contains("<td>Tula</td>"));
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 9);
    // Existing files must not be replaced, and nothing is written to stdout.
    assert_eq!(run(&["scorecard", "--all", "BY", "-o", into]).status, 1);
    assert_eq!(run(&["scorecard", "--all"]).status, 2);
    let again = run(&["scorecard", "--all", "BY", "--format", "md", "-o", folder.path().join("md").to_str().unwrap()]);
    assert_eq!(again.status, 0, "{}", again.stderr);
    let page = std::fs::read_to_string(folder.path().join("md/BY-MA.md")).unwrap();
    assert!(page.contains("](<BY-MA.svg>)") && folder.path().join("md/BY-MA.svg").exists());
    let index = std::fs::read_to_string(folder.path().join("md/index.md")).unwrap();
    assert!(index.contains("| [BY-MA](<BY-MA.md>) | Mogilev Region |"), "{index}");
}

/// The page of a country counts the same as `ties`, `regions`, `agreements` and `contacts`.
#[test]
fn a_countrys_scorecard_agrees_with_the_other_questions() {
    for (data, country, to) in
        [("belarus", "RU", "BY"), ("belarus", "BY", "RU"), ("ledger", "RU", "BY"), ("ledger", "BY", "RU")]
    {
        let data = ["--data", data];
        let ask = |question: &[&str]| json(&[&data[..], question].concat());
        let rows = |question: &[&str]| ask(question).as_array().unwrap().len();
        let card = ask(&["scorecard", country, "--to", to]);
        assert_eq!(card, ask(&["scorecard", "--country", country, "--to", to]));
        assert_eq!(card["ties"], rows(&["ties", country, "--to", to]), "{data:?} {country}");
        assert_eq!(card["partner_rows"].as_array().unwrap().len(), rows(&["partners", country, "--to", to]));
        let all =
            ["proposed", "active", "dormant", "suspended", "terminated", "unknown"].map(|status| ["--status", status]);
        assert_eq!(
            card["agreements"].as_array().unwrap().len(),
            rows(&[&["agreements", "--country", country, "--to", to][..], &all.concat()].concat())
        );
        assert_eq!(
            card["contact_rows"].as_array().unwrap().len(),
            rows(&["contacts", "--list", "--country", country, "--to", to]),
            "{data:?} {country}"
        );
        let numbers = |rows: &Value| -> Vec<(String, u64)> {
            let number = |row: &Value| (row["region"].as_str().unwrap().to_owned(), row["ties"].as_u64().unwrap());
            rows.as_array().unwrap().iter().map(number).collect()
        };
        assert_eq!(numbers(&card["regions"]), numbers(&ask(&["regions", country, "--to", to])));
        let partners = &card["partner_countries"].as_array().unwrap()[..];
        assert!(
            partners.len() == 1 && partners[0]["country"] == to && partners[0]["ties"] == card["ties"],
            "{partners:?}"
        );
        let untied = ["no-places-known", "no-ties", "lapsed", "none-in-scope"];
        let missing = card["missing"].as_array().unwrap();
        let without: u64 = missing
            .iter()
            .filter(|row| untied.iter().any(|reason| row["missing"] == **reason))
            .map(|row| row["number"].as_u64().unwrap())
            .sum();
        assert_eq!(without as usize, rows(&["unconnected", country, "--to", to]));
    }
}

/// The gaps on a region's page: each is planted in one region and not in the other.
#[test]
fn what_is_missing_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "cities.csv",
        "id,name,country,region\ngomel,Gomel,BY,BY-HO\nbrest,Brest,BY,BY-BR\nkobrin,Kobrin,BY,BY-BR\ntula,Tula,RU,RU-TUL\n",
    );
    write(
        "partnerships.csv",
        "a,b,kind,since,claimed_by,document\ngomel,tula,sister-city,1999,both,\nBY-HO,RU-TUL,agreement,2001,both,No. 1\n\
         brest,tula,sister-city,,a,\nbrest,tula,agreement,,a,\n",
    );
    write("contacts.csv", "date,kind,from,to\n2024-05-01,visit,gomel,tula\n2020,visit,tula,brest\n");
    write("curators.csv", "region,official\nBY-HO,A. B.\n");
    write("datapackage.json", r#"{"name":"x","date":"2024-12-31"}"#);
    let data = folder.path().to_str().unwrap();
    let missing = |question: &[&str]| -> Vec<(String, Option<u64>, Option<String>)> {
        let card = json(&[&["--data", data, "scorecard"], question].concat());
        let row = |row: &Value| {
            let text = |column: &str| row[column].as_str().map(str::to_owned);
            (text("missing").unwrap(), row["number"].as_u64(), text("which"))
        };
        card["missing"].as_array().unwrap().iter().map(row).collect()
    };
    let own = |rows: &[(&str, Option<u64>, Option<&str>)]| -> Vec<(String, Option<u64>, Option<String>)> {
        rows.iter().map(|(what, number, which)| (what.to_string(), *number, which.map(str::to_owned))).collect()
    };
    assert_eq!(missing(&["BY-HO"]), own(&[]));
    assert_eq!(missing(&["BY-HO", "--as-of", "2025-05-01"]), own(&[]));
    let late = missing(&["BY-HO", "--as-of", "2025-05-02"]);
    assert_eq!(late, own(&[("no-recent-contact", None, Some("2024-05-01"))]));
    let brest = [
        ("no-curator", None, None),
        ("no-recent-contact", None, Some("2020")),
        ("city-level-only", None, None),
        ("untied-places", Some(1), Some("Kobrin")),
        ("undated-ties", Some(1), Some("Brest – Tula")),
        ("one-sided-ties", Some(1), Some("Brest – Tula (Brest)")),
        ("undated-agreements", Some(1), Some("Brest – Tula")),
        ("agreements-without-document", Some(1), Some("Brest – Tula")),
    ];
    assert_eq!(missing(&["BY-BR"]), own(&brest));
    let minsk = missing(&["BY-HM"]);
    assert_eq!(
        minsk,
        own(&[
            ("no-places-known", None, Some("none in this data set (2024-12-31)")),
            ("no-curator", None, None),
            ("no-contact", None, None),
            ("no-agreement", None, None)
        ])
    );
    let country = missing(&["BY"]);
    assert_eq!(
        country[0],
        own(&[(
            "no-curator",
            Some(6),
            Some("Brest Region; Minsk (city); Grodno Region; Mogilev Region; Minsk Region; Vitebsk Region")
        )])[0]
    );
    assert!(country.contains(&own(&[("untied-places", Some(1), Some("Brest Region 1"))])[0]), "{country:?}");
}

/// A spreadsheet may leave blank rows below a table, and save one of several files in another encoding.
#[test]
fn a_table_that_has_been_through_a_spreadsheet_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("cities.csv", "id,name,country,region\nminsk,Минск,BY,BY-HM\n".as_bytes());
    write("partnerships.csv", b"a,b\nminsk,RU-TUL\n");
    // This file has Windows-1251, semicolons and rows of blank cells.
    write("contacts.csv", b"date;kind;from;to;title\r\n2016;Visit;\xcc\xe8\xed\xf1\xea;RU-TUL;\r\n;;;;\r\n ; ;\r\n");
    let path = folder.path().to_str().unwrap();
    let told = run(&["--data", path, "contacts", "--format", "csv"]);
    assert!(told.stderr.contains("add --encoding windows-1251"), "{}", told.stderr);
    let told = run(&["--data", path, "--encoding", "windows-1251", "contacts", "--format", "csv"]);
    assert_eq!((told.status, told.stderr.as_str()), (0, ""));
    assert_eq!(told.stdout.lines().count(), 2, "{}", told.stdout);
    let partners = run(&["--data", path, "--encoding", "windows-1251", "partners", "Минск", "--format", "csv"]);
    assert!(partners.stdout.contains("RU-TUL"), "{}{}", partners.stdout, partners.stderr);
}

#[test]
fn a_contact_is_recent_by_its_last_day() {
    let mut dataset = ledger().dataset().clone();
    let contacts = &mut dataset.ledger_mut().contacts;
    *contacts = Default::default();
    let trip = sistergraph::model::ContactRecord {
        id: None,
        date: "2016-12-30".parse().ok(),
        until: "2017-01-03".parse().ok(),
        kind: sistergraph::model::ContactKind::Visit,
        from: Some("BY".to_owned()),
        to: Some("RU-TUL".to_owned()),
        level: None,
        title: None,
        source: None,
        note: None,
    };
    contacts.push(trip, 2);
    let network = Network::build(dataset, Register::built_in()).network;
    let since = |date: &str| {
        let lacks = Lacks { contact_since: date.parse().ok(), ..Lacks::default() };
        query::lacking(&network.graph(&Scope::default()), &[side(Area::Region("RU-TUL".to_owned()), &["BY"])], lacks)
            .len()
    };
    assert_eq!((since("2017"), since("2017-01-03"), since("2017-01-04")), (0, 0, 1));
}
