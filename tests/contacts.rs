//! Contacts, agreements and events: sums are compared with counts by hand and by brute force, and the figures of the
//! source are checked end to end.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, sample::select};
use sistergraph::{
    graph::{Network, Scope, TieGraph},
    metrics::Recorded,
    model::{
        Area, ContactKind, ContactRecord, CountryCode, Dataset, Date, ParticipantRecord, PartnershipKind,
        PartnershipRecord, PlaceRecord, TotalRecord,
    },
    query::{
        self, AgreementQuestion, Attendance, AttendantRow, ContactsBy, EventError, Expiry, Lacking, Pairs, TallyRow,
    },
};

use crate::support::{fixtures, json, network, read};

fn ledger() -> Network {
    read(fixtures().join("ledger").to_str().unwrap())
}

fn contact(kind: ContactKind) -> ContactRecord {
    let (id, date, until) = (None, None, None);
    ContactRecord { id, date, until, kind, from: None, to: None, level: None, title: None, source: None, note: None }
}

/// The figures of the news report, obtained from outside, each with its qualifier and the total that it is a part of.
#[test]
fn the_figures_of_the_report_are_answered_end_to_end() {
    let cells = |args: &[&str], columns: &[&str]| -> Vec<String> {
        let rows = json(args);
        let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let row = |row: &serde_json::Value| columns.iter().map(|&c| text(&row[c])).collect::<Vec<_>>().join(" ");
        rows.as_array().unwrap().iter().map(row).collect()
    };
    assert_eq!(
        cells(&["contacts", "--year", "2016"], &["what", "from", "to", "level", "unit", "items", "total", "of"]),
        [
            "visit BY RU null null 0 148 null",
            "delegation RU BY null null 0 89 null",
            "delegation RU BY governor null 0 25 delegations-2016",
            "working-group BY RU null group 0 44 null",
            "document BY RU null null 0 135 null",
        ]
    );
    assert_eq!(
        cells(&["agreements", "--by", "level"], &["level", "items", "total", "qualifier"]),
        ["country-region 0 80 approx", "region-region|region-city 0 300 approx"]
    );
    assert_eq!(
        cells(&["events", "meeting-9", "--reported"], &["from", "unit", "items", "total", "qualifier"]),
        ["null person 0 180 more-than", "RU city 0 35 null", "BY city 0 24 null"]
    );
    // The meeting is the only item of the three kinds.
    assert_eq!(cells(&["events"], &["date", "host", "participants"]), ["2017 mogilev-by 0"]);
    assert!(cells(&["agreements"], &["a"]).is_empty());
}

/// A row in short: year, what, ends, level, items, total, exceeds, and the total that it is a part of.
fn short(row: &TallyRow) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let unit = row.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    format!(
        "{} {}{unit} {}>{} {} items {} total {} exceeds {} of {}",
        text(&row.year),
        row.what,
        text(&row.from),
        text(&row.to),
        text(&row.level),
        number(row.items),
        number(row.total),
        number(row.exceeds),
        text(&row.of)
    )
}

/// Counted by hand from the twelve rows of the fixture.
#[test]
fn items_stand_beside_the_totals_that_count_them() {
    let tallies = query::contact_tallies(&ledger(), &Scope::default(), None, ContactsBy::Kind);
    assert_eq!((tallies.contacts, tallies.undated, tallies.left_out), (12, 1, 0));
    assert_eq!(
        tallies.rows.iter().map(short).collect::<Vec<_>>(),
        [
            "2015 visit BY>RU - items 1 total - exceeds - of -",
            "2016 visit BY>RU - items 3 total 4 exceeds 0 of -",
            "2016 delegation RU>BY - items 2 total 1 exceeds 1 of -",
            "2016 delegation RU>BY governor items 1 total 1 exceeds 0 of delegations",
            "2016 working-group BY>RU - items 2 total - exceeds - of -",
            "2016 working-group group BY>RU - items 1 total 3 exceeds 0 of -",
            "2016 document BY>RU - items 1 total 135 exceeds 0 of -",
            "2017 visit BY>RU - items 1 total - exceeds - of -",
            "2017 event ->BY - items 1 total - exceeds - of -",
            "- visit BY>RU - items 1 total - exceeds - of -",
        ]
    );
    assert_eq!(
        tallies.others.iter().map(short).collect::<Vec<_>>(),
        ["2016 scholarship BY>RU - items - total 12 exceeds - of -"]
    );
    let part = &tallies.rows[3];
    assert_eq!((part.depth, tallies.rows[2].depth), (1, 0));
}

#[test]
fn a_year_leaves_out_what_has_no_date_and_says_how_many() {
    let tallies = query::contact_tallies(&ledger(), &Scope::default(), Some(2016), ContactsBy::Kind);
    assert_eq!((tallies.contacts, tallies.undated, tallies.left_out), (8, 0, 1));
    // 31 December 2015 and 1 January 2017 are outside; 29 February, and dates known only to the year or month, are
    // inside.
    let visits: Vec<u64> = tallies.rows.iter().filter(|row| row.what == "visit").filter_map(|row| row.items).collect();
    assert_eq!(visits, [3]);
}

#[test]
fn a_total_is_shown_only_where_all_that_it_counts_is_asked_about() {
    let network = ledger();
    let area = |text: &str| match CountryCode::new(text) {
        Some(code) => Area::Country(code),
        None => Area::Region(text.to_owned()),
    };
    let asked = |scope: Scope| {
        let tallies = query::contact_tallies(&network, &scope, Some(2016), ContactsBy::Kind);
        (tallies.contacts, tallies.rows.iter().filter(|row| row.total.is_some()).count(), tallies.wider_totals)
    };
    let between = |a: &str, b: &str| Scope { between: Some((area(a), area(b))), ..Scope::default() };
    assert_eq!(asked(between("BY", "RU")), (8, 5, 0));
    assert_eq!(asked(between("RU", "BY")), (8, 5, 0));
    // These are visits of 29 February and March, the delegation of April and two sessions; the five totals and the
    // scholarships count more than this.
    assert_eq!(asked(between("BY", "RU-BRY")), (5, 0, 6));
    assert_eq!(asked(Scope { regions: vec![area("RU-TUL")], ..Scope::default() }), (2, 0, 6));
    assert_eq!(asked(Scope { countries: vec![area("RU")], ..Scope::default() }), (8, 5, 0));
    assert_eq!(asked(Scope { countries: vec![area("PL")], ..Scope::default() }), (0, 0, 6));
    // The year isn't over, so its totals also count what is still to come.
    let as_of = |date: &str| Scope { as_of: date.parse().ok(), ..Scope::default() };
    assert_eq!(asked(as_of("2016-12-30")), (8, 0, 6));
    assert_eq!(asked(as_of("2016-12-31")), (8, 5, 0));
    // The visits of 2016 and of March may have taken place already, but not the one of 29 February.
    assert_eq!(asked(as_of("2016-02-28")).0, 1);
    assert_eq!(asked(as_of("2016-02-29")).0, 2);
    assert_eq!(asked(as_of("2016-03-01")).0, 3);
}

/// The rows of the fixture's file that name Gomel and Bryansk, and the event that Bryansk takes part in.
#[test]
fn what_was_done_with_a_region_is_listed_by_date() {
    let network = ledger();
    let listed = |year: Option<u16>| -> Vec<String> {
        let scope = Scope { regions: vec![Area::Region("RU-BRY".to_owned())], ..Scope::default() };
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let rows = query::contact_rows(&network, &scope, year);
        rows.iter()
            .map(|row| [&row.date, &Some(row.kind.clone()), &row.from, &row.to_name].map(text).join(" "))
            .collect()
    };
    let in_2016 = [
        "2016-02-29 visit BY-HO Bryansk",
        "2016-03 visit gomel-by Bryansk Oblast",
        "2016-04-01 delegation RU-BRY Gomel Region",
        "2016-06-10 working-group RU-BRY Gomel Region",
        "2016-11-10 working-group BY-HO Bryansk Oblast",
    ];
    assert_eq!(listed(Some(2016)), in_2016);
    let (first, last) = ("2015-12-31 visit BY-HO Bryansk Oblast", "2017-03-30 event - Mogilev");
    assert_eq!(listed(None), [&[first][..], &in_2016, &[last]].concat());
}

/// A total of an event's participants, in a unit.
fn of_participants(unit: Option<&str>) -> TotalRecord {
    let (event, unit) = (Some("m".to_owned()), unit.map(str::to_owned));
    TotalRecord { what: "Participant".to_owned(), event, unit, value: 2, ..TotalRecord::default() }
}

/// What each total of a data set explains.
fn explanations(dataset: Dataset) -> Vec<Option<u64>> {
    let network = network(dataset);
    network.totals().map(|total| Recorded::new(&network).explain(&total)).collect()
}

/// Two places of Belarus, one of them named twice, and a region of Russia send 5 + 7, 1 and 3 people.
#[test]
fn a_place_named_twice_takes_part_once_with_all_its_people() {
    let mut dataset = Dataset::default();
    for id in ["b0", "b1"] {
        let country = CountryCode::new("BY");
        dataset.push_place(&PlaceRecord { id, name: id, country, ..PlaceRecord::default() }, 2);
    }
    let ledger = dataset.ledger_mut();
    let (id, to) = (Some("m".to_owned()), Some("b0".to_owned()));
    ledger.contacts.push(ContactRecord { id, to, ..contact(ContactKind::Event) }, 2);
    for (place, people) in [("b0", 5), ("b1", 1), ("RU-BRY", 3), ("b0", 7)] {
        let (event, place) = ("m".to_owned(), place.to_owned());
        ledger.participants.push(ParticipantRecord { event, place, people: Some(people), note: None }, 2);
    }
    let units = [
        (None, Some(3)),
        (Some("city"), Some(2)),
        (Some("Cities"), Some(2)),
        (Some("REGIONS"), Some(1)),
        (Some("region"), Some(1)),
        (Some("country"), Some(0)),
        (Some("countries"), Some(0)),
        (Some("person"), Some(16)),
        (Some("persons"), Some(16)),
        (Some("People"), Some(16)),
        // No list has rows of these.
        (Some("delegate"), None),
        (Some("groups"), None),
    ];
    units.iter().for_each(|(unit, _)| ledger.totals.push(of_participants(*unit), 2));
    let network = network(dataset.clone());
    assert_eq!(explanations(dataset), units.map(|(_, items)| items));
    let row = &query::events(&network, &Scope::default(), None)[0];
    assert_eq!((row.participants, row.people), (3, Some(16)));
    assert_eq!(row.by_country.as_deref(), Some("BY 2, RU 1"));
    let reported = row.reported.as_deref().unwrap();
    assert!(
        reported.starts_with("2 participants, 2 cities, 2 cities, 2 regions, 2 regions, 2 countries"),
        "{reported}"
    );
    assert!(reported.ends_with("2 people, 2 people, 2 people, 2 delegates, 2 groups"), "{reported}");
    // A host that is named twice isn't a meeting of two places of its country, but b0 and b1 are.
    let between = |a: &str, b: &str| {
        let area = |code: &str| CountryCode::new(code).map_or(Area::Region(code.to_owned()), Area::Country);
        let scope = Scope { between: Some((area(a), area(b))), ..Scope::default() };
        query::events(&network, &scope, None).len()
    };
    assert_eq!([between("BY", "BY"), between("BY", "RU"), between("RU", "RU")], [1, 1, 0]);
}

/// Agreements on trade, on Trade and culture, on culture, and without stated fields.
#[test]
fn a_total_of_fields_counts_agreements_that_share_one_or_state_none() {
    let mut dataset = Dataset::default();
    for (a, fields) in
        [("BY-MA", &["trade"][..]), ("BY-HO", &["Trade", "culture"]), ("BY-BR", &["culture"]), ("BY-VI", &[])]
    {
        let (kind, fields) = (PartnershipKind::Agreement, fields.iter().map(|&field| field.into()).collect());
        dataset.push_partnership(&PartnershipRecord { kind, fields, ..PartnershipRecord::new(a, "RU-SMO") }, 2);
    }
    for (levels, fields) in [
        ("region-region", &["trade", "science"][..]),
        ("Region-Region", &["Culture"]),
        ("region-region", &["science"]),
        ("region-region", &[]),
        ("country-region", &["trade"]),
    ] {
        let fields = fields.iter().map(ToString::to_string).collect();
        let (what, levels) = ("AGREEMENT".to_owned(), vec![levels.to_owned()]);
        dataset.ledger_mut().totals.push(TotalRecord { what, levels, fields, value: 9, ..TotalRecord::default() }, 2);
    }
    assert_eq!(explanations(dataset), [Some(3), Some(3), Some(1), Some(4), Some(0)]);
}

/// Five visits headed by governors in three spellings, and two by a mayor in two; totals in yet another case.
#[test]
fn levels_and_what_is_counted_are_read_in_any_case() {
    let mut dataset = Dataset::default();
    let ledger = dataset.ledger_mut();
    for level in ["governor", "Governor", "GOVERNOR", "Governor", "governor", "mayor", "Mayor"] {
        let (from, to) = (Some("BY".to_owned()), Some("RU".to_owned()));
        let (date, level) = ("2016".parse().ok(), Some(level.to_owned()));
        ledger.contacts.push(ContactRecord { date, from, to, level, ..contact(ContactKind::Visit) }, 2);
    }
    let by_level = |dataset: &Dataset| {
        let tallies = query::contact_tallies(&network(dataset.clone()), &Scope::default(), None, ContactsBy::Level);
        assert!(tallies.others.is_empty());
        tallies.rows.iter().map(short).collect::<Vec<_>>()
    };
    let mayors = "2016 visit BY>RU Mayor items 2 total - exceeds - of -";
    // Two spellings are equally frequent, so the smaller one is used.
    assert_eq!(by_level(&dataset), ["2016 visit BY>RU Governor items 5 total - exceeds - of -", mayors]);
    dataset.ledger_mut().totals.push(
        TotalRecord {
            year: "2016".parse().ok(),
            what: "Visit".to_owned(),
            levels: vec!["gOVERNOR".to_owned()],
            from: Some("BY".to_owned()),
            to: Some("RU".to_owned()),
            value: 4,
            ..TotalRecord::default()
        },
        2,
    );
    assert_eq!(by_level(&dataset), ["2016 visit BY>RU gOVERNOR items 5 total 4 exceeds 1 of -", mayors]);
    assert_eq!(explanations(dataset), [Some(5)]);
}

/// The ends of an event are all its participants, named or reported.
#[test]
fn an_event_is_between_its_participants() {
    let network = ledger();
    let events = |between: Option<(&str, &str)>| {
        let area = |code: &str| Area::Region(code.to_owned());
        let scope = Scope { between: between.map(|(a, b)| (area(a), area(b))), ..Scope::default() };
        query::events(&network, &scope, None).len()
    };
    assert_eq!(events(None), 1);
    assert_eq!(events(Some(("RU-TUL", "BY-HO"))), 1);
    assert_eq!(events(Some(("RU-SMO", "RU-SMO"))), 1, "Smolensk and its oblast");
    assert_eq!(events(Some(("RU-TUL", "RU-TUL"))), 0);
    assert_eq!(events(Some(("RU-TUL", "RU-PSK"))), 0);
    // The built-in meeting names nobody, but cities of both countries are reported.
    let country = |text: &str| Area::Country(CountryCode::new(text).unwrap());
    let scope = Scope { between: Some((country("BY"), country("RU"))), ..Scope::default() };
    assert_eq!(query::events(&read("belarus"), &scope, None).len(), 1);
}

/// These were counted by hand for each region: visits from and to, delegations from and to, sessions, documents,
/// events, all of these, the latest.
#[test]
fn a_region_has_the_contacts_of_its_places() {
    let found = query::contact_regions(&ledger(), &Scope::default(), None);
    let rows: Vec<String> = found
        .rows
        .iter()
        .map(|row| {
            let visits = (row.visits_from, row.visits_to, row.delegations_from, row.delegations_to);
            let others = (row.working_groups, row.documents, row.events, row.contacts);
            format!("{} {visits:?} {others:?} {}", row.region, row.latest.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        rows,
        [
            "BY-HM (0, 0, 0, 0) (0, 1, 0, 1) 2016-09-20",
            "BY-HO (3, 0, 0, 1) (2, 0, 1, 7) 2017-03-30",
            "BY-MA (0, 0, 0, 1) (0, 0, 1, 2) 2017-03-30",
            "RU-BRY (0, 3, 1, 0) (2, 0, 1, 7) 2017-03-30",
            "RU-MOW (0, 1, 0, 0) (0, 1, 0, 2) 2017-01-01",
            // These are two participants of one event.
            "RU-SMO (0, 0, 0, 0) (0, 0, 1, 1) 2017-03-30",
            "RU-TUL (0, 1, 1, 0) (0, 0, 1, 3) 2017-03-30",
        ]
    );
    // Contacts from Belarus to Russia, without a date or without a region.
    assert_eq!(found.in_no_region, 1);
}

#[test]
fn totals_with_parts_of_parts_nest_without_end() {
    let mut dataset = Dataset::default();
    for depth in 0..3000_u64 {
        dataset.ledger_mut().totals.push(
            TotalRecord {
                id: Some(format!("t{depth}")),
                what: "visit".to_owned(),
                value: 3000 - depth,
                of: depth.checked_sub(1).map(|whole| format!("t{whole}")),
                ..TotalRecord::default()
            },
            2,
        );
    }
    let tallies = query::contact_tallies(&network(dataset), &Scope::default(), None, ContactsBy::Kind);
    assert_eq!(tallies.rows.iter().map(|row| row.depth).collect::<Vec<_>>(), (0..3000).collect::<Vec<_>>());
}

/// Ends of random contacts, with their country and region.
const ENDS: [(Option<&str>, &str, &str); 7] = [
    (None, "?", ""),
    (Some("BY"), "BY", ""),
    (Some("RU"), "RU", ""),
    (Some("BY-MA"), "BY", "BY-MA"),
    (Some("RU-BRY"), "RU", "RU-BRY"),
    (Some("RU-TUL"), "RU", "RU-TUL"),
    (Some("PL-14"), "PL", "PL-14"),
];
const DATES: [&str; 7] = ["", "2015-12-31", "2016", "2016-02", "2016-02-29", "2016-12-31", "2017-01-01"];

#[derive(Clone, Debug)]
struct Sketch {
    kind: ContactKind,
    date: &'static str,
    from: usize,
    to: usize,
    level: Option<&'static str>,
}

impl Sketch {
    /// The group by kind to which it belongs, by the rule in the help.
    fn group(&self) -> String {
        let (from, to) = (ENDS[self.from].1, ENDS[self.to].1);
        let year = self.date.get(..4).unwrap_or("-");
        let mut both = [from, to];
        // The order is that of codes, with `?` last.
        both.sort_by_key(|&code| (code == "?", code));
        match self.kind {
            ContactKind::Visit | ContactKind::Delegation => format!("{year} {} {from} {to}", self.kind),
            ContactKind::WorkingGroup | ContactKind::Document => {
                format!("{year} {} {} {}", self.kind, both[0], both[1])
            }
            ContactKind::Event => format!("{year} {} - {to}", self.kind),
        }
    }
}

fn sketches() -> impl Strategy<Value = Vec<Sketch>> {
    let sketch = (
        select(ContactKind::ALL),
        select(&DATES[..]),
        0..ENDS.len(),
        0..ENDS.len(),
        select(&[None, Some("governor"), Some("mayor")][..]),
    );
    prop::collection::vec(
        sketch.prop_map(|(kind, date, from, to, level)| Sketch { kind, date, from, to, level }),
        0..40,
    )
}

fn sketched(sketches: &[Sketch]) -> Dataset {
    let mut dataset = Dataset::default();
    for sketch in sketches {
        dataset.ledger_mut().contacts.push(
            ContactRecord {
                date: sketch.date.parse().ok(),
                from: ENDS[sketch.from].0.map(str::to_owned),
                to: ENDS[sketch.to].0.map(str::to_owned),
                level: sketch.level.map(str::to_owned),
                ..contact(sketch.kind)
            },
            2,
        );
    }
    dataset
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn sums_are_those_of_brute_force(sketches in sketches(), year in select(&[None, Some(2016_u16)][..])) {
        let network = network(sketched(&sketches));
        let asked: Vec<&Sketch> =
            sketches.iter().filter(|sketch| year.is_none() || sketch.date.starts_with("2016")).collect();
        let mut groups: BTreeMap<String, u64> = BTreeMap::new();
        asked.iter().for_each(|sketch| *groups.entry(sketch.group()).or_default() += 1);
        for by in [ContactsBy::Kind, ContactsBy::Direction] {
            let tallies = query::contact_tallies(&network, &Scope::default(), year, by);
            let rows = tallies.rows.iter().map(|row| {
                let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
                let (year, from, to) = (text(&row.year), text(&row.from), text(&row.to));
                (format!("{year} {} {from} {to}", row.what), row.items.unwrap())
            });
            prop_assert_eq!(rows.collect::<BTreeMap<_, _>>(), groups.clone());
        }
        let by_level = query::contact_tallies(&network, &Scope::default(), year, ContactsBy::Level);
        let mut levels: BTreeMap<Option<String>, u64> = BTreeMap::new();
        by_level.rows.iter().for_each(|row| *levels.entry(row.level.clone()).or_default() += row.items.unwrap());
        for (level, items) in levels {
            prop_assert_eq!(asked.iter().filter(|sketch| sketch.level == level.as_deref()).count() as u64, items);
        }
        let rows = query::contact_rows(&network, &Scope::default(), year);
        // In text order a year comes before its months and days, which is also the order of first days.
        let mut dates: Vec<&str> = asked.iter().map(|sketch| sketch.date).collect();
        dates.sort_by_key(|date| (date.is_empty(), if date.len() == 4 { "2016-01-01" } else { *date }));
        let found: Vec<&str> = rows.iter().map(|row| row.date.as_deref().unwrap_or_default()).collect();
        prop_assert_eq!(found, dates);
        let months = query::contact_months(&network, &Scope::default(), year);
        prop_assert_eq!(months.iter().map(|row| row.contacts).sum::<usize>(), asked.len());
        for row in &months {
            let is_in = |sketch: &&&Sketch| {
                let month = sketch.date.get(5..7).unwrap_or("unknown");
                sketch.date.get(..4).and_then(|year| year.parse().ok()) == row.year && month == row.month
            };
            let found: Vec<_> = asked.iter().filter(is_in).collect();
            prop_assert_eq!(found.len(), row.contacts);
            let visits = found.iter().filter(|sketch| sketch.kind == ContactKind::Visit).count();
            prop_assert_eq!(visits, row.visits);
        }
        let regions = query::contact_regions(&network, &Scope::default(), year);
        for row in &regions.rows {
            let from = |sketch: &Sketch| ENDS[sketch.from].2 == row.region;
            let to = |sketch: &Sketch| ENDS[sketch.to].2 == row.region;
            prop_assert_eq!(asked.iter().filter(|sketch| from(sketch) || to(sketch)).count(), row.contacts);
            let visits = asked.iter().filter(|sketch| sketch.kind == ContactKind::Visit);
            prop_assert_eq!(visits.clone().filter(|sketch| from(sketch)).count(), row.visits_from);
            prop_assert_eq!(visits.filter(|sketch| to(sketch)).count(), row.visits_to);
        }
        let nowhere = asked.iter().filter(|sketch| ENDS[sketch.from].2.is_empty() && ENDS[sketch.to].2.is_empty());
        prop_assert_eq!(nowhere.count(), regions.in_no_region);
    }

    /// A total between countries replaces the sum that it counts, and leaves the other sums alone.
    #[test]
    fn a_total_takes_the_place_of_what_it_counts(
        sketches in sketches(),
        totals in prop::collection::btree_set((0..4_usize, select(&["BY", "RU"][..]), select(&["BY", "RU"][..])), 0..6),
    ) {
        let mut dataset = sketched(&sketches);
        // For a kind without direction, both orders are the same total.
        let totals: BTreeSet<_> = totals
            .into_iter()
            .map(|(kind, a, b)| {
                let kind = ContactKind::ALL[kind];
                if kind.is_directed() || a < b { (kind, a, b) } else { (kind, b, a) }
            })
            .collect();
        for (kind, from, to) in &totals {
            dataset.ledger_mut().totals.push(
                TotalRecord {
                    year: "2016".parse().ok(),
                    what: kind.to_string(),
                    from: Some(from.to_string()),
                    to: Some(to.to_string()),
                    value: 2,
                    ..TotalRecord::default()
                },
                2,
            );
        }
        let tallies = query::contact_tallies(&network(dataset), &Scope::default(), None, ContactsBy::Kind);
        prop_assert_eq!(tallies.rows.iter().filter_map(|row| row.items).sum::<u64>(), sketches.len() as u64);
        prop_assert_eq!(tallies.rows.iter().filter(|row| row.total.is_some()).count(), totals.len());
        for row in tallies.rows.iter().filter(|row| row.total.is_some()) {
            let group = format!("2016 {} {} {}", row.what, row.from.as_deref().unwrap(), row.to.as_deref().unwrap());
            let items = sketches.iter().filter(|sketch| sketch.group() == group).count() as u64;
            prop_assert_eq!(row.items, Some(items));
            prop_assert_eq!(row.unexplained, Some(2_u64.saturating_sub(items)));
            prop_assert_eq!(row.exceeds, Some(items.saturating_sub(2)));
        }
    }

    /// Both directions of `--between` are compared with the definition.
    #[test]
    fn contacts_between_two_areas_go_either_way(sketches in sketches(), a in 1..ENDS.len(), b in 1..ENDS.len()) {
        let network = network(sketched(&sketches));
        let area = |at: usize| {
            let (code, country, region) = ENDS[at];
            if region.is_empty() { Area::Country(CountryCode::new(country).unwrap()) } else { Area::Region(code.unwrap().to_owned()) }
        };
        let lies_in = |end: usize, area: usize| {
            let (_, country, region) = ENDS[area];
            ENDS[end].1 == country && (region.is_empty() || ENDS[end].2 == region)
        };
        let scope = Scope { between: Some((area(a), area(b))), ..Scope::default() };
        let tallies = query::contact_tallies(&network, &scope, None, ContactsBy::Kind);
        let joins = |sketch: &&Sketch| {
            let Sketch { from, to, .. } = **sketch;
            (lies_in(from, a) && lies_in(to, b)) || (lies_in(from, b) && lies_in(to, a))
        };
        prop_assert_eq!(tallies.contacts, sketches.iter().filter(joins).count());
    }
}

/// A network with one agreement and its dates.
fn with_agreement(since: &str, until: &str) -> Network {
    let mut dataset = Dataset::default();
    let record = PartnershipRecord {
        kind: PartnershipKind::Agreement,
        since: since.parse().ok(),
        until: until.parse().ok(),
        ..PartnershipRecord::new("BY-MA", "RU-SMO")
    };
    dataset.push_partnership(&record, 2);
    network(dataset)
}

/// Tests both sides of every boundary, by the calendar.
#[test]
fn an_agreement_expires_within_calendar_months() {
    for (until, as_of, months, expires) in [
        ("2026-03-11", "2025-11-10", 4, false),
        ("2026-03-11", "2025-11-11", 4, true),
        // Months of 28, 29 and 31 days.
        ("2025-02-28", "2025-01-31", 1, true),
        ("2025-03-01", "2025-01-31", 1, false),
        ("2024-02-29", "2024-01-31", 1, true),
        ("2024-03-01", "2024-01-31", 1, false),
        ("2025-03-28", "2025-02-28", 1, true),
        ("2025-03-29", "2025-02-28", 1, false),
        ("2025-02-28", "2024-02-29", 12, true),
        ("2025-03-01", "2024-02-29", 12, false),
        // A month or year means its last day.
        ("2025-02", "2025-01-28", 1, true),
        ("2025-02", "2025-01-27", 1, false),
        ("2025", "2025-06-30", 6, false),
        ("2025", "2025-12-01", 1, true),
        // The same holds for the date asked about.
        ("2025-12-30", "2025-06", 6, true),
        ("2025-12-31", "2025-06", 6, false),
        // The last day is still in force; the day after, the agreement is over.
        ("2025-11-24", "2025-11-24", 0, true),
        ("2025-11-23", "2025-11-24", 6, false),
        ("2025-11-25", "2025-11-24", 0, false),
        // It has no end, or an end after all other dates.
        ("", "2025-11-24", u32::MAX, false),
        ("9999", "2025-11-24", u32::MAX, true),
    ] {
        let network = with_agreement("2001", until);
        let as_of: Date = as_of.parse().unwrap();
        let graph = network.graph(&Scope { as_of: Some(as_of), ..Scope::default() });
        let question = AgreementQuestion { expiring: Some(Expiry::within(months, as_of)), without: Vec::new() };
        assert_eq!(query::agreements(&graph, &question).len(), usize::from(expires), "{until} {as_of} {months}");
    }
    // An agreement that hasn't begun can't expire.
    let network = with_agreement("2025-02", "2025-03");
    let as_of: Date = "2025-01-31".parse().unwrap();
    let graph = network.graph(&Scope { as_of: Some(as_of), ..Scope::default() });
    let question = AgreementQuestion { expiring: Some(Expiry::within(12, as_of)), without: Vec::new() };
    assert!(query::agreements(&graph, &question).is_empty());
}

#[test]
fn what_an_agreement_lacks_is_found() {
    let network = ledger();
    let scope = Scope { kinds: vec![PartnershipKind::Agreement], as_of: "2017".parse().ok(), ..Scope::default() };
    let graph = network.graph(&scope);
    let without = |without: &[Lacking]| -> Vec<String> {
        let question = AgreementQuestion { expiring: None, without: without.to_vec() };
        query::agreements(&graph, &question).into_iter().map(|row| format!("{} {}", row.a, row.b)).collect()
    };
    assert_eq!(
        without(&[]),
        ["BY RU-TUL", "BY-HO RU-BRY", "minsk-by moscow-ru", "BY-HO klintsy-ru", "BY-MA smolensk-ru"]
    );
    assert_eq!(without(&[Lacking::Date]), ["BY-MA smolensk-ru"]);
    assert_eq!(without(&[Lacking::Document]), ["minsk-by moscow-ru", "BY-MA smolensk-ru"]);
    assert_eq!(without(&[Lacking::Date, Lacking::Document]), ["BY-MA smolensk-ru"]);
}

/// A meeting in `host` of the cities `b0`, `b1`, ... of Belarus and `r0`, ... of Russia, with sister cities by number.
fn meeting(cities: (usize, usize), host: &str, ties: &[(usize, usize)]) -> Network {
    let mut dataset = Dataset::default();
    let ids: Vec<String> =
        (0..cities.0).map(|at| format!("b{at:02}")).chain((0..cities.1).map(|at| format!("r{at:02}"))).collect();
    let mut push = |id: &str, country: &str| {
        let country = CountryCode::new(country);
        dataset.push_place(&PlaceRecord { id, name: id, country, ..PlaceRecord::default() }, 2);
    };
    ids.iter().for_each(|id| push(id, if id.starts_with('b') { "BY" } else { "RU" }));
    push("host", "BY");
    for &(a, b) in ties {
        dataset.push_partnership(&PartnershipRecord::new(&ids[a], &ids[b]), 2);
    }
    let ledger = dataset.ledger_mut();
    let (id, to) = (Some("m".to_owned()), Some(host.to_owned()));
    ledger.contacts.push(ContactRecord { id, to, ..contact(ContactKind::Event) }, 2);
    for id in ids {
        let row = ParticipantRecord { event: "m".to_owned(), place: id, ..ParticipantRecord::default() };
        ledger.participants.push(row.clone(), 2);
        // A place that is named twice takes part once.
        ledger.participants.push(row, 3);
    }
    network(dataset)
}

fn attendance<'g>(graph: &'g TieGraph<'_>, asked: Pairs) -> Attendance<'g> {
    let event = query::find_event(graph.network(), "m").unwrap();
    query::attendance(graph, &event, asked)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Sixty places, as at the source's meeting, form 60 x 59 / 2 pairs, of which 24 x 36 are from two countries.
    #[test]
    fn every_pair_of_sixty_is_tied_or_not(ties in prop::collection::btree_set((0..60_usize, 0..60_usize), 0..80)) {
        let ties: BTreeSet<(usize, usize)> =
            ties.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect();
        let ties: Vec<(usize, usize)> = ties.into_iter().collect();
        let network = meeting((24, 36), "b00", &ties);
        let graph = network.graph(&Scope::default());
        let abroad = ties.iter().filter(|(a, b)| *a < 24 && *b >= 24).count();
        let found = attendance(&graph, Pairs::Tied);
        prop_assert_eq!((found.named, found.attendants.len()), (60, 60));
        prop_assert_eq!(found.tied, ties.len());
        prop_assert_eq!(found.untied_abroad, 24 * 36 - abroad);
        prop_assert_eq!(found.tied + found.untied_abroad + found.untied_at_home, 1770);
        let id = |at: usize| if at < 24 { format!("b{at:02}") } else { format!("r{:02}", at - 24) };
        let pairs: BTreeSet<(String, String)> = found.pairs.iter().map(|row| (row.a.into(), row.b.into())).collect();
        prop_assert_eq!(pairs, ties.iter().map(|&(a, b)| (id(a), id(b))).collect());
        let degrees: usize = found.attendants.iter().map(|row| row.tied).sum();
        prop_assert_eq!(degrees, 2 * ties.len());
        let untied: usize = found.attendants.iter().map(|row| row.untied_abroad).sum();
        prop_assert_eq!(untied, 2 * found.untied_abroad);
        let all = attendance(&graph, Pairs::Untied);
        prop_assert_eq!(all.pairs.len(), 1770 - ties.len());
        prop_assert!(all.pairs.iter().all(|row| !row.tied));
        prop_assert_eq!(attendance(&graph, Pairs::UntiedAbroad).pairs.len(), found.untied_abroad);
    }
}

#[test]
fn a_host_takes_part_named_or_not() {
    let roles = |network: &Network| -> (usize, Vec<String>) {
        let graph = network.graph(&Scope::default());
        let found = attendance(&graph, Pairs::Tied);
        let text = |row: &AttendantRow| format!("{}{}", row.id, if row.role.is_some() { " host" } else { "" });
        (found.named, found.attendants.iter().map(text).collect())
    };
    assert_eq!(roles(&meeting((1, 1), "host", &[])), (2, ["b00", "host host", "r00"].map(str::to_owned).to_vec()));
    assert_eq!(roles(&meeting((1, 1), "b00", &[])), (2, ["b00 host", "r00"].map(str::to_owned).to_vec()));
    // A host alone doesn't form a pair.
    let alone = meeting((0, 0), "host", &[]);
    let graph = alone.graph(&Scope::default());
    let found = attendance(&graph, Pairs::Untied);
    assert_eq!((found.named, found.attendants.len(), found.pairs.len()), (0, 0, 0));
}

#[test]
fn an_event_is_found_by_id_title_or_words() {
    let mut dataset = Dataset::default();
    for (id, title) in [
        (Some("forum"), Some("Forum of regions")),
        (Some("forum-2"), Some("Second forum of regions")),
        (None, Some("Days of culture")),
        (Some("9"), None),
    ] {
        let (id, title) = (id.map(str::to_owned), title.map(str::to_owned));
        dataset.ledger_mut().contacts.push(ContactRecord { id, title, ..contact(ContactKind::Event) }, 2);
    }
    // A visit isn't an event.
    let (id, title) = (Some("forun".to_owned()), Some("Visit".to_owned()));
    dataset.ledger_mut().contacts.push(ContactRecord { id, title, ..contact(ContactKind::Visit) }, 2);
    let network = network(dataset);
    let row = |text: &str| query::find_event(&network, text).map(|event| event.row.0);
    for (text, at) in [
        ("forum", 0),
        ("forum-2", 1),
        ("Forum of regions", 0),
        ("SECOND", 1),
        ("days of culture", 2),
        ("culture", 2),
        ("9", 3),
    ] {
        assert_eq!(row(text), Ok(at), "{text}");
    }
    assert!(matches!(row("regions"), Err(EventError::Ambiguous { candidates, .. }) if candidates.len() == 2));
    let suggested = |text: &str| match row(text) {
        Err(EventError::Unknown { suggestions, .. }) => suggestions,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(row("Forun").unwrap_err().to_string(), "`Forun` is a visit, not an event");
    assert_eq!(row("forun").unwrap_err().hint().to_string(), "did you mean `forum` (Forum of regions)?");
    assert_eq!(suggested("form"), ["`forum` (Forum of regions)"]);
    assert_eq!(suggested("Days of cultrue"), ["`Days of culture`"]);
    assert!(suggested("Visit").is_empty() && suggested("").is_empty() && suggested("congress").is_empty());
}
