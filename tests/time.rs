//! Time: the rule at every boundary, years compared with `--as-of`, and the changes between two states.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, sample::select};
use sistergraph::{
    graph::{Network, Scope, Subject},
    metrics,
    model::{
        Area, Certainty, Claim, CountryCode, Dataset, Date, PartnershipKind, PartnershipRecord, PlaceRecord, PlaceRow,
        Standing, Status,
    },
    query::{self, Diff, DiffRow},
};

use crate::support::network;

fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// Parses a standing written as `since/until/suspended`, each of which may be blank.
fn standing(dates: &str) -> Standing {
    let parts: Vec<Option<Date>> = dates.split('/').map(|text| (!text.is_empty()).then(|| date(text))).collect();
    Standing { stated: None, since: parts[0], until: parts[1], suspended: parts[2] }
}

#[test]
fn a_tie_begins_ends_and_rests_on_both_sides_of_every_boundary() {
    use Certainty::{Dated, Undated, WithinPeriod};
    let (not_begun, active) = (None, Some(Status::Active));
    let (over, rests) = (Some(Status::Terminated), Some(Status::Suspended));
    for (dates, at, status, certainty) in [
        // It begins on the first day that its date may mean, for a day, a month or a year.
        ("2017-03-31//", "2017-03-30", not_begun, Dated),
        ("2017-03-31//", "2017-03-31", active, Dated),
        ("2017-03-31//", "2017-04-01", active, Dated),
        ("2017-03//", "2017-02-28", not_begun, Dated),
        ("2017-03//", "2017-03-01", active, WithinPeriod),
        ("2017-03//", "2017-03-31", active, WithinPeriod),
        ("2017-03//", "2017-04-01", active, Dated),
        ("2017//", "2016-12-31", not_begun, Dated),
        ("2017//", "2017-01-01", active, WithinPeriod),
        ("2017//", "2017-12-31", active, WithinPeriod),
        ("2017//", "2018-01-01", active, Dated),
        // It is in force up to and including the last day that its end may mean.
        ("/2017-03-31/", "2017-03-30", active, Dated),
        ("/2017-03-31/", "2017-03-31", active, Dated),
        ("/2017-03-31/", "2017-04-01", over, Dated),
        ("/2017-03/", "2017-02-28", active, Dated),
        ("/2017-03/", "2017-03-01", active, WithinPeriod),
        ("/2017-03/", "2017-03-31", active, WithinPeriod),
        ("/2017-03/", "2017-04-01", over, Dated),
        ("/2017/", "2016-12-31", active, Dated),
        ("/2017/", "2017-01-01", active, WithinPeriod),
        ("/2017/", "2017-12-31", active, WithinPeriod),
        ("/2017/", "2018-01-01", over, Dated),
        // It is suspended from the last day that its date may mean, including that day.
        ("//2017-03-31", "2017-03-30", active, Dated),
        ("//2017-03-31", "2017-03-31", rests, Dated),
        ("//2017-03", "2017-02-28", active, Dated),
        ("//2017-03", "2017-03-30", active, WithinPeriod),
        ("//2017-03", "2017-03-31", rests, WithinPeriod),
        ("//2017-03", "2017-04-01", rests, Dated),
        ("//2017", "2016-12-31", active, Dated),
        ("//2017", "2017-12-30", active, WithinPeriod),
        ("//2017", "2017-12-31", rests, WithinPeriod),
        ("//2017", "2018-01-01", rests, Dated),
        // A year or month asked about means its last day.
        ("2017-12-31//", "2017", active, Dated),
        ("2018-01-01//", "2017", not_begun, Dated),
        ("2017-03-31//", "2017-03", active, Dated),
        ("2017-04-01//", "2017-03", not_begun, Dated),
        ("/2017-12-31/", "2017", active, Dated),
        ("/2017-12-30/", "2017", over, Dated),
        ("//2017-12-31", "2017", rests, Dated),
        ("//2018-01-01", "2017", active, Dated),
        // February ends on the right day: 2000 and 2024 have a 29th, 1900 and 2023 don't.
        ("2024-02//", "2024-02-29", active, WithinPeriod),
        ("/2024-02/", "2024-02-29", active, WithinPeriod),
        ("/2024-02/", "2024-03-01", over, Dated),
        ("/2024-02-28/", "2024-02", over, Dated),
        ("/2024-02-29/", "2024-02", active, Dated),
        ("/2023-02-28/", "2023-02", active, Dated),
        ("/2023-02/", "2023-02-28", active, WithinPeriod),
        ("/2023-02/", "2023-03-01", over, Dated),
        ("//2000-02", "2000-02-28", active, WithinPeriod),
        ("//2000-02", "2000-02-29", rests, WithinPeriod),
        ("//1900-02", "1900-02-28", rests, WithinPeriod),
        // Ends are open, at the first and last years of the calendar.
        ("//", "0001", active, Undated),
        ("//", "9999", active, Undated),
        ("1990//", "9999-12-31", active, Dated),
        ("/1990/", "0001-01-01", active, Dated),
        ("0001//", "0001-01-01", active, WithinPeriod),
        ("/9999/", "9999-12-31", active, WithinPeriod),
        // A tie that begins and ends on one day; an end that comes after a suspension; a suspension that never came.
        ("2017-03-31/2017-03-31/", "2017-03-30", not_begun, Dated),
        ("2017-03-31/2017-03-31/", "2017-03-31", active, Dated),
        ("2017-03-31/2017-03-31/", "2017-04-01", over, Dated),
        ("1990/2022-03-04/2014-07-01", "2014-06-30", active, Dated),
        ("1990/2022-03-04/2014-07-01", "2014-07-01", rests, Dated),
        ("1990/2022-03-04/2014-07-01", "2022-03-04", rests, Dated),
        ("1990/2022-03-04/2014-07-01", "2022-03-05", over, Dated),
        ("1990/2010/2014", "2011", over, Dated),
    ] {
        assert_eq!(standing(dates).as_of(date(at)), (status, certainty), "`{dates}` as of {at}");
    }
}

#[test]
fn a_stated_status_gives_way_to_dates_alone() {
    for (stated, dates, at, status) in [
        // The date hasn't come yet, so the stated status is still to come.
        (Status::Terminated, "/2022-03-04/", "2022-03-04", Some(Status::Active)),
        (Status::Terminated, "/2022-03-04/", "2022-03-05", Some(Status::Terminated)),
        (Status::Suspended, "//2022-03-04", "2022-03-03", Some(Status::Active)),
        (Status::Suspended, "//2022-03-04", "2022-03-04", Some(Status::Suspended)),
        // Without a date the status holds at every date after the beginning.
        (Status::Terminated, "1990//", "1989", None),
        (Status::Terminated, "1990//", "1990", Some(Status::Terminated)),
        (Status::Suspended, "//", "1990", Some(Status::Suspended)),
        (Status::Proposed, "1990//", "2000", Some(Status::Proposed)),
        (Status::Dormant, "1990//", "2000", Some(Status::Dormant)),
        (Status::Dormant, "1990/1999/", "2000", Some(Status::Terminated)),
        (Status::Unknown, "//", "2000", Some(Status::Unknown)),
    ] {
        let standing = Standing { stated: Some(stated), ..standing(dates) };
        assert_eq!(standing.as_of(date(at)).0, status, "{stated} `{dates}` as of {at}");
    }
}

#[test]
fn without_a_date_asked_about_what_is_dated_has_happened() {
    for (dates, status) in [
        ("2999//", Status::Active),
        ("/2999/", Status::Terminated),
        ("//2999", Status::Suspended),
        ("/2999/2998", Status::Terminated),
    ] {
        assert_eq!(standing(dates).status(), status, "{dates}");
    }
}

/// Places of two random states; each has its region.
const PLACES: [(&str, &str); 5] =
    [("ash", "BY-MA"), ("beech", "BY-VI"), ("cedar", "RU-TUL"), ("dogwood", "RU-SMO"), ("elm", "RU-SMO")];

/// A date within few years, so that dates often fall on boundaries.
fn near_date() -> impl Strategy<Value = Date> {
    let text = prop_oneof![
        (2000..2006_u16).prop_map(|year| year.to_string()),
        (2000..2006_u16, select(vec![1, 2, 12])).prop_map(|(year, month)| format!("{year}-{month:02}")),
        (2000..2006_u16, select(vec!["01-01", "02-28", "12-30", "12-31"])).prop_map(|(y, day)| format!("{y}-{day}")),
    ];
    text.prop_map(|text| date(&text))
}

fn any_standing() -> impl Strategy<Value = Standing> {
    let near = || prop::option::of(near_date());
    (prop::option::of(select(Status::ALL)), near(), near(), near())
        .prop_map(|(stated, since, until, suspended)| Standing { stated, since, until, suspended })
}

/// A compact description of a partnership.
#[derive(Clone, Debug)]
struct Row {
    ends: (usize, usize),
    kind: PartnershipKind,
    standing: Standing,
    claimed_by: Claim,
    has_field: bool,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let ends = (0..PLACES.len(), 0..PLACES.len()).prop_filter("no loop", |(a, b)| a != b);
    let kind = select(vec![PartnershipKind::SisterCity, PartnershipKind::Friendship]);
    let row = (ends, kind, any_standing(), select(Claim::ALL), any::<bool>())
        .prop_map(|(ends, kind, standing, claimed_by, has_field)| Row { ends, kind, standing, claimed_by, has_field });
    // A partnership that ends before it begins is refused when the network is built.
    let sound = row.prop_filter("an order of dates", |row| match (row.standing.since, row.standing.until) {
        (Some(since), Some(until)) => since.first_day() <= until.last_day(),
        _ => true,
    });
    prop::collection::vec(sound, 0..12)
}

fn network_of(rows: &[Row], lacks: Option<usize>) -> Network {
    let mut dataset = Dataset::default();
    for (at, (id, region)) in PLACES.iter().enumerate() {
        if lacks != Some(at) {
            let country = CountryCode::new(&region[..2]);
            dataset
                .push_place(&PlaceRecord { id, name: id, country, region: Some(region), ..PlaceRecord::default() }, 1);
        }
    }
    for Row { ends, kind, standing, claimed_by, has_field } in rows {
        if lacks == Some(ends.0) || lacks == Some(ends.1) {
            continue;
        }
        let row = PartnershipRecord {
            kind: *kind,
            status: standing.stated,
            since: standing.since,
            until: standing.until,
            suspended: standing.suspended,
            claimed_by: *claimed_by,
            fields: has_field.then(|| "trade".into()).into_iter().collect(),
            ..PartnershipRecord::new(PLACES[ends.0].0, PLACES[ends.1].0)
        };
        dataset.push_partnership(&row, 1);
    }
    network(dataset)
}

fn between_by_and_ru() -> Scope {
    let country = |code| Area::Country(CountryCode::new(code).unwrap());
    Scope { between: Some((country("BY"), country("RU"))), ..Scope::default() }
}

/// A row of a difference, seen from the other side.
fn mirrored(row: &DiffRow) -> DiffRow {
    let change = match row.change {
        "region-connected" => "region-unconnected",
        "region-unconnected" => "region-connected",
        "place-new" => "place-gone",
        "place-gone" => "place-new",
        // There are two words for no longer being in force, depending on whether the new state is suspended.
        "new" if is_suspended(&row.before) => "suspended",
        "new" => "ended",
        "ended" | "suspended" => "new",
        other => other,
    };
    DiffRow {
        change,
        before: row.after.clone(),
        after: row.before.clone(),
        // The kind is that of the newer state.
        kind: None,
        ..row.clone()
    }
}

/// Whether the words for a state that isn't in force say that it is suspended.
fn is_suspended(state: &str) -> bool {
    state.contains("suspended") && !["terminated", "proposed", "not begun"].iter().any(|word| state.starts_with(word))
}

proptest! {
    #[test]
    fn a_year_in_force_is_one_whose_last_day_is(standing in any_standing()) {
        let years = standing.years_in_force();
        for year in 1990..2010_u16 {
            let in_force = standing.as_of(date(&year.to_string())).0.is_some_and(Status::in_force);
            prop_assert_eq!(years.contains(&year), in_force, "{}", year);
        }
    }

    #[test]
    fn a_history_is_the_graph_of_each_year(rows in rows()) {
        let network = network_of(&rows, None);
        for scope in [Scope::default(), between_by_and_ru()] {
            let history = query::history(&network, &scope, None);
            let counted: Vec<&Row> = rows.iter()
                .filter(|row| scope.between.is_none() || (row.ends.0 < 2) != (row.ends.1 < 2))
                .collect();
            prop_assert_eq!(history.partnerships, counted.len());
            let held: Vec<Standing> = counted.iter().map(|row| row.standing)
                .filter(|standing| standing.stated != Some(Status::Proposed))
                .collect();
            let dates: Vec<u16> = held.iter()
                .flat_map(|standing| [standing.since, standing.until, standing.suspended])
                .flatten()
                .map(Date::year)
                .collect();
            let years: Vec<u16> = match (dates.iter().min(), dates.iter().max()) {
                (Some(&first), Some(&last)) => (first..=last).collect(),
                _ => Vec::new(),
            };
            prop_assert_eq!(history.rows.iter().map(|row| row.year).collect::<Vec<_>>(), years);
            for row in &history.rows {
                let graph = network.graph(&Scope { as_of: Some(date(&row.year.to_string())), ..scope.clone() });
                prop_assert_eq!((row.in_force, row.ties), (graph.partnership_count(), graph.tie_count()), "{}", row.year);
                let without_since = graph.ties()
                    .flat_map(|(_, tie)| graph.partnerships(&tie))
                    .filter(|(record, _)| record.since.is_none())
                    .count();
                prop_assert_eq!(row.undated, without_since);
                let in_year = |date: fn(&Standing) -> Option<Date>| {
                    held.iter().filter(|&standing| date(standing).is_some_and(|date| date.year() == row.year)).count()
                };
                let expected = [in_year(|s| s.since), in_year(|s| s.until), in_year(|s| s.suspended)];
                prop_assert_eq!([row.begun, row.ended, row.suspended], expected);
            }
        }
    }

    #[test]
    fn histories_of_the_places_count_every_partnership_twice(rows in rows()) {
        let network = network_of(&rows, None);
        let sum = |row: fn(&query::HistoryRow) -> usize, histories: &[query::History]| -> BTreeMap<u16, usize> {
            let mut sums = BTreeMap::new();
            for history in histories {
                history.rows.iter().for_each(|of_year| *sums.entry(of_year.year).or_default() += row(of_year));
            }
            sums.retain(|_, sum| *sum > 0);
            sums
        };
        let whole = [query::history(&network, &Scope::default(), None)];
        let of_places: Vec<query::History> = (0..5)
            .map(|row| query::history(&network, &Scope::default(), Some(Subject::City(PlaceRow(row)))))
            .collect();
        prop_assert_eq!(of_places.iter().map(|history| history.partnerships).sum::<usize>(), 2 * rows.len());
        let columns: [fn(&query::HistoryRow) -> usize; 3] = [|row| row.begun, |row| row.ended, |row| row.suspended];
        for column in columns {
            let twice: BTreeMap<u16, usize> = sum(column, &whole).into_iter().map(|(y, sum)| (y, 2 * sum)).collect();
            prop_assert_eq!(sum(column, &of_places), twice);
        }
        // A country includes all its places, so a partnership between two of them counts once.
        let by = query::history(&network, &Scope::default(), Some(Subject::Country(CountryCode::new("BY").unwrap())));
        prop_assert_eq!(by.partnerships, rows.iter().filter(|row| row.ends.0 < 2 || row.ends.1 < 2).count());
    }

    #[test]
    fn nothing_differs_from_itself(rows in rows(), at in prop::option::of(near_date())) {
        let network = network_of(&rows, None);
        let graph = network.graph(&Scope { as_of: at, ..Scope::default() });
        prop_assert_eq!(query::diff(&graph, &graph), Diff::default());
        // Rows in another order, with their ends and claims reversed, don't differ either.
        let turned: Vec<Row> = rows.iter().rev().map(|row| Row {
            ends: (row.ends.1, row.ends.0),
            claimed_by: match row.claimed_by { Claim::A => Claim::B, Claim::B => Claim::A, Claim::Both => Claim::Both },
            ..row.clone()
        }).collect();
        let turned = network_of(&turned, None);
        prop_assert_eq!(query::diff(&graph, &turned.graph(graph.scope())), Diff::default());
    }

    #[test]
    fn a_difference_is_the_mirror_image_of_its_reverse(
        (old, new) in (rows(), rows()),
        (lacks, at) in (prop::option::of(0..PLACES.len()), prop::option::of((near_date(), near_date()))),
    ) {
        // Some of the rows are in both.
        let new: Vec<Row> = new.into_iter().chain(old.iter().step_by(2).cloned()).collect();
        let (old, new) = (network_of(&old, None), network_of(&new, lacks));
        let [from, until] = [at.map(|at| at.0), at.map(|at| at.1)]
            .map(|as_of| Scope { as_of, ..Scope::default() });
        let (old, new) = (old.graph(&from), new.graph(&until));
        let (there, back) = (query::diff(&old, &new), query::diff(&new, &old));
        let mirror: BTreeSet<DiffRow> = there.rows.iter().map(mirrored).collect();
        let reverse: BTreeSet<DiffRow> = back.rows.iter().map(|row| DiffRow { kind: None, ..row.clone() }).collect();
        prop_assert_eq!(mirror, reverse);
        prop_assert_eq!(there.rows.len(), back.rows.len());
        // New and ended partnerships account for the difference in numbers, and so do the ties of every region.
        let of = |change: &str| there.rows.iter().filter(|row| row.change == change).count();
        prop_assert_eq!(
            old.partnership_count() + of("new"),
            new.partnership_count() + of("ended") + of("suspended")
        );
        let ties = |graph: &sistergraph::graph::TieGraph<'_>, code: &str| {
            let id = graph.network().register().find_region(code).unwrap();
            metrics::region_degrees(graph, |_| true)[id.index()].ties()
        };
        for row in &there.regions {
            prop_assert_eq!([row.ties_before, row.ties_after], [ties(&old, &row.region), ties(&new, &row.region)]);
        }
    }
}

#[test]
fn the_rows_of_a_difference_are_in_the_order_documented() {
    let folder = crate::support::fixtures().join("diff");
    let [old, new] = ["old", "new"].map(|name| crate::support::read(folder.join(name).to_str().unwrap()));
    let diff = query::diff(&old.graph(&Scope::default()), &new.graph(&Scope::default()));
    let found: Vec<String> = diff
        .rows
        .iter()
        .map(|row| format!("{} {} {}", row.change, row.a, row.b.as_deref().unwrap_or("")).trim_end().to_owned())
        .collect();
    // These were written by hand, from the notes in the old list.
    let expected = [
        "region-connected RU-BRY",
        "region-connected RU-LIP",
        "region-unconnected PL-14",
        "region-unconnected RU-KLU",
        "region-unconnected RU-SMO",
        "new ash elm",
        "new ash ivy",
        "ended ash cedar",
        "ended ash dogwood",
        "suspended ash fir",
        "changed ash beech",
        "changed beech fir",
        "changed beech gum",
        "changed beech gum",
        "changed gum ivy",
        "place-new ivy",
        // It has no partnership, and is no longer listed.
        "place-gone hazel",
    ];
    assert_eq!(found, expected);
}
