//! Shapes that reveal costs which aren't linear: long chains, stars, many unknown names. Each is so large that a
//! program which examined all of it for each of its parts would never finish, and each has a known answer.

use std::fmt::Write as _;

use proptest::prelude::*;
use sistergraph::{
    check, formats,
    graph::{FindingKind, NameError, Names, Network, PlaceId, Scope, Subject},
    metrics,
    model::{Area, CountryCode, Dataset, Level, PartnershipRecord, PlaceRecord, PlaceRow, TotalRecord},
    query::{self, FragileRow, Scorecards, Suggestions},
    register::{Outlines, Register},
};

use crate::support::{data_set, fixtures, network, path, place, read, star};

const MANY: usize = 30_000;

/// Cities that are each part of the one before; the last has a tie.
fn chain_of_parts(is_round: bool) -> Dataset {
    let mut dataset = Dataset::default();
    for at in 0..MANY {
        let (id, before) = (format!("c{at}"), format!("c{}", (at + MANY - 1) % MANY));
        let part_of = (is_round || at > 0).then_some(before.as_str());
        dataset.push_place(&PlaceRecord { id: &id, name: &id, part_of, ..PlaceRecord::default() }, 1);
    }
    dataset.push_partnership(&PartnershipRecord::new(&format!("c{}", MANY - 1), "RU"), 1);
    dataset
}

#[test]
fn the_parts_of_a_long_chain_roll_up_to_its_first_place() {
    let network = network(chain_of_parts(false));
    let graph = network.graph(&Scope::default());
    let rows = query::partners(&graph, Subject::City(PlaceRow(0)), false).rows;
    assert_eq!(rows.iter().map(|row| row.through).collect::<Vec<_>>(), [format!("c{}", MANY - 1)]);
}

#[test]
fn a_long_circle_of_parts_is_one_finding_and_is_opened_at_its_first_row() {
    let built = Network::build(chain_of_parts(true), Register::built_in());
    let found: Vec<_> = built.findings.iter().map(|finding| &finding.kind).collect();
    assert_eq!(found, [&FindingKind::PartOfItself("c0".to_owned())]);
    assert_eq!(built.network.places().filter(|place| place.part_of().is_none()).count(), 2);
}

#[test]
fn a_long_chain_of_totals_is_shown_part_by_part() {
    let mut dataset = Dataset::default();
    for at in 0..MANY {
        let total = TotalRecord {
            id: Some(format!("t{at}")),
            of: (at > 0).then(|| format!("t{}", at - 1)),
            ..total("visit", (MANY - at) as u64)
        };
        dataset.ledger_mut().totals.push(total, 1);
    }
    let found = query::contact_tallies(&network(dataset), &Scope::default(), None, query::ContactsBy::Kind);
    assert!(found.rows.iter().map(|row| row.depth).eq(0..MANY));
}

#[test]
fn many_parts_find_the_one_total_of_what_they_name() {
    let mut dataset = Dataset::default();
    dataset.ledger_mut().totals.push(total("visit", 1), 1);
    for _ in 0..MANY {
        let of = Some("Visit".to_owned());
        dataset.ledger_mut().totals.push(TotalRecord { of, ..total("visit", 1) }, 1);
    }
    let network = network(dataset);
    assert_eq!(network.totals().filter(|total| total.of.is_some_and(|of| of.0 == 0)).count(), MANY);
}

fn total(what: &str, value: u64) -> TotalRecord {
    TotalRecord { what: what.to_owned(), value, ..TotalRecord::default() }
}

#[test]
fn an_ego_of_any_depth_ends_where_nothing_new_is_reached() {
    let network = network(path(10));
    let graph = network.graph(&Scope::default());
    assert_eq!(metrics::within_steps(&graph, &[place(&network, "p000003")], usize::MAX), [true; 10]);
    let of_depth =
        |depth| metrics::within_steps(&graph, &[place(&network, "p000003")], depth).iter().filter(|&&is| is).count();
    assert_eq!([0, 1, 2, 5, 6, 7].map(of_depth), [1, 3, 5, 9, 10, 10]);
}

#[test]
fn a_long_path_is_fragile_everywhere() {
    let network = network(path(MANY));
    let graph = network.graph(&Scope::default());
    let rows: Vec<FragileRow<'_>> = query::fragile(&graph).iter().collect();
    assert_eq!(rows.iter().filter(|row| row.kind == "cut-place").count(), MANY - 2);
    assert_eq!(rows.iter().filter(|row| row.kind == "bridge").count(), MANY - 1);
    // The middle tie has equally large sides.
    assert_eq!(rows[0].cuts_off, MANY / 2);
    assert_eq!(rows.iter().map(|row| row.cuts_off).sum::<usize>(), {
        let of_bridges: usize = (1..MANY).map(|at| at.min(MANY - at)).sum();
        let of_places: usize = (1..MANY - 1).map(|at| at.min(MANY - 1 - at)).sum();
        of_bridges + of_places
    });
}

#[test]
fn the_leaves_of_a_large_star_are_no_reason_to_look_at_each_for_each() {
    let network = network(star(MANY));
    let graph = network.graph(&Scope::default());
    assert_eq!(query::fragile(&graph).len(), MANY + 1);
    let leaves: Vec<PlaceId> = graph.places().map(|place| place.number()).skip(1).collect();
    // All lie in one country, so none is suggested for another.
    assert!(query::suggest(&graph, &leaves, None, None, 10).is_empty());
    let to = Area::Country(CountryCode::new("BY").unwrap());
    assert_eq!(query::suggest(&graph, &leaves[..MANY / 2], None, Some(&to), 10).len(), 10);
}

#[test]
fn many_unknown_ends_have_the_suggestions_of_a_single_look_up() {
    let register = Register::built_in();
    let named = formats::built_in("belarus").unwrap().sound().unwrap().0;
    let names: Vec<String> = named.places().map(|place| place.name.to_owned()).collect();
    let mut dataset = named.clone();
    // One letter is missing, doubled, swapped with the next or replaced; or the name is near nothing.
    for (at, name) in names.iter().enumerate() {
        let mut letters: Vec<char> = name.chars().collect();
        let middle = letters.len() / 2;
        match at % 5 {
            0 => drop(letters.remove(middle)),
            1 => letters.insert(middle, letters[middle]),
            2 => letters.swap(middle - 1, middle),
            3 => letters[middle] = 'x',
            _ => letters.extend("qqqqqqqqqq".chars()),
        }
        let text: String = letters.into_iter().collect();
        dataset.push_partnership(&PartnershipRecord::new(&text, "RU"), 1);
        dataset.push_partnership(&PartnershipRecord::new("RU", &text), 1);
    }
    let built = Network::build(dataset.clone(), register.clone());
    let mut findings = built.findings.clone();
    built.network.suggest_names(&mut findings);
    let looked_up = Names::indexed(&dataset, &register);
    let (mut unknown, mut suggested) = (0, 0);
    for finding in findings.iter().filter(|finding| finding.column == Some("a")) {
        let FindingKind::UnknownEnd { text, suggestions } = &finding.kind else { continue };
        let expected = looked_up.find(text, Level::ALL);
        // A look-up also finds a city whose name differs only by what is in brackets; an end doesn't.
        if text.contains('(') && expected.is_ok() {
            continue;
        }
        // A look-up also asks the gazetteer; an end doesn't.
        match expected {
            // Towns of the gazetteer leave out regions with a similar name.
            Err(NameError::Unknown { suggestions: expected, towns, .. }) if !towns.is_empty() => {
                assert!(expected.iter().all(|candidate| suggestions.contains(candidate)), "{text}");
            }
            Err(NameError::Unknown { suggestions: expected, .. }) => assert_eq!(expected, *suggestions, "{text}"),
            Ok(found) if found.by_gazetteer => continue,
            other => panic!("{text}: {other:?}"),
        }
        unknown += 1;
        suggested += usize::from(!suggestions.is_empty());
    }
    assert!(unknown > 100 && suggested > unknown / 2, "{unknown} {suggested}");
    // A command that stops shows the first twenty, with their suggestions.
    let stopped = built.sound().err().unwrap();
    assert_eq!(stopped[..20], findings[..20]);
}

#[test]
fn a_list_of_unknown_ends_is_checked_to_its_end() {
    let mut cities = "id,name\n".to_owned();
    let mut partnerships = "a,b\n".to_owned();
    for at in 0..2000 {
        writeln!(cities, "{at},Settlement {}", at * 7919).unwrap();
        writeln!(partnerships, "Setxlement {},Hamlet by the lake {at}", at * 7919).unwrap();
    }
    let folder = data_set(&[("cities.csv", &cities), ("partnerships.csv", &partnerships)]);
    let reading = formats::read(folder.path().to_str().unwrap()).unwrap();
    let problems = check::check(reading, Register::built_in(), &Outlines::built_in(), &Default::default());
    let unknown: Vec<_> = problems.iter().filter(|problem| problem.code == "unknown-end").collect();
    assert_eq!(unknown.len(), 4000);
    let hint = unknown
        .iter()
        .find(|row| row.message.contains("`Setxlement 7919`"))
        .and_then(|row| row.hint.as_ref())
        .map(ToString::to_string);
    assert!(hint.as_deref().is_some_and(|hint| hint.starts_with("did you mean `1` (Settlement 7919)")), "{hint:?}");
}

/// A scorecard made from the ties of all regions equals the one made from its own graph, and its partners are those of
/// the region within the same filters.
#[test]
fn scorecards_made_together_are_those_made_one_by_one() {
    let network = read(fixtures().join("ledger").to_str().unwrap());
    let filters = [
        Scope::default(),
        Scope { as_of: "2016".parse().ok(), ..Scope::default() },
        Scope { regions: vec![Area::Region("RU-BRY".to_owned())], ..Scope::default() },
        Scope { level: Some(Level::City), ..Scope::default() },
    ];
    let belarus = Area::Country(CountryCode::new("BY").unwrap());
    let sides = [vec![belarus.clone()], Vec::new(), vec![belarus, Area::Country(CountryCode::new("PL").unwrap())]];
    for (scope, against) in filters.iter().flat_map(|scope| sides.iter().map(move |side| (scope, side))) {
        let graph = network.graph(scope);
        let cards = Scorecards::new(&graph);
        for (id, region) in network.register().numbered_regions() {
            let ties = cards.ties(id, against);
            ties.verify();
            let card = cards.of(&ties, id, against);
            assert_eq!(card, query::scorecard(&graph, id, against), "{}", region.code);
            let own = network.graph(&query::scorecard_scope(scope, &region.code, against));
            let mut partners: Vec<_> = query::partners(&own, Subject::Region(id), false).rows.iter().collect();
            let is_of = |country: CountryCode| against.contains(&Area::Country(country));
            partners.retain(|row| against.is_empty() || row.country.is_some_and(is_of));
            assert_eq!(card.partner_rows, partners, "{}", region.code);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// By the definition, a region is cut off if it has a place cut off and none in the rest of the component.
    #[test]
    fn regions_cut_off_have_no_place_in_what_remains(
        regions in prop::collection::vec(prop::option::of(0..4_usize), 2..14),
        ties in prop::collection::vec((0..14_usize, 0..14_usize), 1..16),
    ) {
        const REGIONS: [&str; 4] = ["BY-BR", "BY-HO", "BY-MA", "BY-VI"];
        let places: Vec<(String, Option<&str>)> =
            regions.iter().enumerate().map(|(at, region)| (format!("p{at:02}"), region.map(|at| REGIONS[at]))).collect();
        let network = network(of_places(&places, &ties));
        let graph = network.graph(&Scope::default());
        let cuts = metrics::cuts(&graph);
        let components = metrics::components(&graph);
        let rows: Vec<FragileRow<'_>> = query::fragile(&graph).iter().collect();
        let expected = |cut_off: Vec<PlaceId>, lost: Option<PlaceId>| {
            let whole = &components.members()[components.of(cut_off[0]).unwrap()];
            let region = |place: &PlaceId| graph.place(*place).region().map(|region| region.code.to_string());
            let left: Vec<_> = whole
                .iter()
                .filter(|place| !cut_off.contains(place) && lost != Some(**place))
                .filter_map(region)
                .collect();
            let mut codes: Vec<String> = cut_off.iter().filter_map(region).filter(|code| !left.contains(code)).collect();
            codes.sort();
            codes.dedup();
            codes.join(" ")
        };
        for cut in &cuts.cut_places {
            let row = rows.iter().find(|row| row.to.is_none() && row.id == graph.place(cut.place).id()).unwrap();
            let cut_off = cuts.cut_off_by_place(cut).collect();
            prop_assert_eq!(&row.regions_cut_off, &expected(cut_off, Some(cut.place)));
        }
        for bridge in &cuts.bridges {
            let ids = bridge.ends.map(|end| graph.place(end).id());
            let is_it = |row: &&FragileRow<'_>| {
                row.to.is_some_and(|to| ids == [row.id, to] || ids == [to, row.id])
            };
            let row = rows.iter().find(is_it).unwrap();
            let cut_off: Vec<PlaceId> = cuts.cut_off_by_bridge(bridge).collect();
            prop_assert!(cut_off.iter().any(|&place| Some(graph.place(place).id()) == row.to));
            prop_assert_eq!(&row.regions_cut_off, &expected(cut_off, None));
        }
    }

    /// The suggestions for the places of a region are the best of the suggestions for each place.
    #[test]
    fn suggestions_for_a_region_are_the_best_of_its_places(
        regions in prop::collection::vec(0..3_usize, 3..12),
        ties in prop::collection::vec((0..12_usize, 0..12_usize), 1..20),
    ) {
        const REGIONS: [&str; 3] = ["BY-BR", "RU-BRY", "PL-14"];
        let places: Vec<(String, Option<&str>)> =
            regions.iter().enumerate().map(|(at, &region)| (format!("p{at:02}"), Some(REGIONS[region]))).collect();
        let network = network(of_places(&places, &ties));
        let graph = network.graph(&Scope::default());
        let own: Vec<PlaceId> =
            graph.places().filter(|it| it.region().is_some_and(|it| &*it.code == REGIONS[0])).map(|it| it.number()).collect();
        prop_assume!(!own.is_empty());
        let area = Area::Region(REGIONS[0].to_owned());
        for to in [None, Some(Area::Region(REGIONS[1].to_owned()))] {
            let found = query::suggest(&graph, &own, Some(&area), to.as_ref(), 100);
            let single = Suggestions::new(&graph);
            let mut expected = Vec::new();
            for &place in &own {
                let rows = single.of_place(place, to.as_ref(), 100).into_iter();
                expected.extend(rows.filter(|row| row.region.as_deref() != Some(REGIONS[0])).take(3));
            }
            expected.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (&a.from, &a.id).cmp(&(&b.from, &b.id))));
            prop_assert_eq!(found, expected);
        }
    }
}

/// However few rows are asked for, they are the first of all rows: what is left out could not have been among them.
/// Some places have many partners, and one has more than bring candidates. All candidates are examined.
#[test]
fn few_suggestions_for_a_region_are_the_first_of_all() {
    const REGIONS: [&str; 3] = ["BY-BR", "RU-BRY", "PL-14"];
    let place = |at: usize| (format!("p{at:03}"), Some(REGIONS[at / 5 % 3]));
    let places: Vec<(String, Option<&str>)> = (0..270).map(place).collect();
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap() % below
    };
    let mut ties: Vec<(usize, usize)> = (0..1500).map(|_| (next(270), next(270).min(next(270)))).collect();
    ties.extend((0..130).map(|at| (7, 2 * at)));
    let network = network(of_places(&places, &ties));
    let graph = network.graph(&Scope::default());
    assert!(graph.places().any(|place| graph.degree(place.number()) > 100));
    let own: Vec<PlaceId> = graph
        .places()
        .filter(|it| it.region().is_some_and(|it| &*it.code == REGIONS[0]))
        .map(|it| it.number())
        .collect();
    let area = Area::Region(REGIONS[0].to_owned());
    let single = Suggestions::new(&graph);
    let mut expected: Vec<_> = own.iter().flat_map(|&place| single.of_place(place, None, 3)).collect();
    expected.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| (&a.from, &a.id).cmp(&(&b.from, &b.id))));
    assert_eq!(expected.len(), 3 * own.len());
    for top in [0, 1, 2, 10, 100, expected.len(), 1000] {
        let found = query::suggest(&graph, &own, Some(&area), None, top);
        assert_eq!(found, expected[..top.min(expected.len())], "{top}");
    }
}

/// Places with their regions, and ties between some of them.
fn of_places(places: &[(String, Option<&str>)], ties: &[(usize, usize)]) -> Dataset {
    let mut dataset = Dataset::default();
    for (id, region) in places {
        dataset.push_place(&PlaceRecord { id, name: id, region: *region, ..PlaceRecord::default() }, 1);
    }
    for &(a, b) in ties.iter().filter(|(a, b)| a != b && *a.max(b) < places.len()) {
        dataset.push_partnership(&PartnershipRecord::new(&places[a].0, &places[b].0), 1);
    }
    dataset
}
