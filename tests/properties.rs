//! Properties of every data set, tested on random ones: against definitions, against sums, and for independence of the
//! order of rows.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, sample::select};
use sistergraph::{
    check,
    diagram::{self, Grouping, Selection},
    formats,
    graph::{Network, PlaceId, Quotient, Scope, TieGraph},
    metrics::{self, Threads},
    model::{
        Claim, CountryCode, Dataset, Language, Metadata, PartnershipKind, PartnershipRecord, PlaceRecord, Position,
        RegionCode, RegionRecord, Status,
    },
    query::{self, AllDistances, Metric},
    register::{Outlines, Register},
    table::{Answer, Format, Sheet},
};

use crate::support::network;

/// The regions of random places, with their countries; the last is none.
const REGIONS: [(&str, Option<&str>); 6] = [
    ("BY", Some("BY-MA")),
    ("BY", Some("BY-VI")),
    ("RU", Some("RU-TUL")),
    ("RU", Some("RU-SMO")),
    ("PL", Some("PL-14")),
    ("RU", None),
];

/// Ends other than places: regions and countries.
const AREAS: [&str; 4] = ["BY-MA", "RU-KLU", "RU", "PL"];

/// A compact description of a random network: for each place its region, for each partnership its two ends and its
/// kind.
#[derive(Clone, Debug)]
struct Sketch {
    places: Vec<usize>,
    partnerships: Vec<(usize, usize, PartnershipKind)>,
}

fn sketch() -> impl Strategy<Value = Sketch> {
    (1..12_usize).prop_flat_map(|places| {
        let ends = places + AREAS.len();
        let partnership = (0..ends, 0..ends, select(PartnershipKind::ALL)).prop_filter("no loop", |(a, b, _)| a != b);
        (prop::collection::vec(0..REGIONS.len(), places), prop::collection::vec(partnership, 0..20))
            .prop_map(|(places, partnerships)| Sketch { places, partnerships })
    })
}

impl Sketch {
    fn end(&self, at: usize) -> String {
        at.checked_sub(self.places.len()).map_or_else(|| format!("place-{at:02}"), |area| AREAS[area].to_owned())
    }

    /// The data set with its rows in the order of `key`, and with the ends swapped for which `swaps` is true.
    fn dataset(&self, key: impl Fn(usize) -> u64, swaps: impl Fn(usize) -> bool) -> Dataset {
        let mut dataset = Dataset::default();
        let mut places: Vec<usize> = (0..self.places.len()).collect();
        places.sort_by_key(|&at| key(at));
        for at in places {
            let (country, region) = REGIONS[self.places[at]];
            let id = self.end(at);
            let name = format!("Name {at}");
            let position = Position::new(50.0 + at as f64, 20.0 + at as f64).unwrap();
            let place = PlaceRecord {
                id: &id,
                name: &name,
                country: CountryCode::new(country),
                region,
                position: Some(position),
                ..PlaceRecord::default()
            };
            dataset.push_place(&place, 1);
        }
        let mut partnerships: Vec<usize> = (0..self.partnerships.len()).collect();
        partnerships.sort_by_key(|&at| key(at + 100));
        for at in partnerships {
            let (a, b, kind) = self.partnerships[at];
            let (a, b) = if swaps(at) { (self.end(b), self.end(a)) } else { (self.end(a), self.end(b)) };
            dataset.push_partnership(&PartnershipRecord { kind, ..PartnershipRecord::new(&a, &b) }, 1);
        }
        dataset
    }

    fn network(&self) -> Network {
        network(self.dataset(|_| 0, |_| false))
    }
}

/// The graph as plain sets, for definitions written out.
struct Plain {
    places: BTreeSet<PlaceId>,
    ties: BTreeSet<(PlaceId, PlaceId)>,
}

impl Plain {
    fn of(graph: &TieGraph<'_>) -> Self {
        Self {
            places: graph.places().map(|place| place.number()).collect(),
            ties: graph.ties().map(|(_, tie)| (tie.a, tie.b)).collect(),
        }
    }

    /// The components without some places and ties, by a simple union-find.
    fn parts(&self, lost: Option<PlaceId>, cut: Option<(PlaceId, PlaceId)>) -> Vec<BTreeSet<PlaceId>> {
        let mut leader: BTreeMap<PlaceId, PlaceId> = self.places.iter().map(|&place| (place, place)).collect();
        let find = |leader: &BTreeMap<PlaceId, PlaceId>, mut place| {
            while leader[&place] != place {
                place = leader[&place];
            }
            place
        };
        for &(a, b) in &self.ties {
            if lost != Some(a) && lost != Some(b) && cut != Some((a, b)) {
                let (a, b) = (find(&leader, a), find(&leader, b));
                leader.insert(a.max(b), a.min(b));
            }
        }
        let mut parts: BTreeMap<PlaceId, BTreeSet<PlaceId>> = BTreeMap::new();
        for &place in self.places.iter().filter(|&&place| lost != Some(place)) {
            parts.entry(find(&leader, place)).or_default().insert(place);
        }
        parts.into_values().collect()
    }

    /// The sizes of the parts into which the component of `of` falls.
    fn pieces(&self, of: PlaceId, parts: &[BTreeSet<PlaceId>]) -> Vec<usize> {
        let whole = self.parts(None, None).into_iter().find(|part| part.contains(&of)).unwrap();
        parts.iter().filter(|part| part.is_subset(&whole)).map(BTreeSet::len).collect()
    }
}

/// Every answer of the library as text, which must not depend on the order of rows.
fn answers(network: &Network) -> String {
    let graph = network.graph(&Scope::default());
    let sides = query::sides(network, graph.scope(), &[], None);
    let sheets = [
        Sheet::of(query::all_places(&graph)),
        Sheet::of(query::components(&graph)),
        Sheet::of(query::component_members(&graph)),
        Sheet::of(query::fragile(&graph)),
        Sheet::of(query::regions(&graph, &sides)),
        Sheet::of(query::unconnected(&graph, &sides)),
    ];
    let mut text = String::new();
    for sheet in sheets {
        let answer = Answer::rows([], sheet);
        let written = Format::ALL.iter().filter(|format| !format.is_binary());
        written.for_each(|&format| text.push_str(&answer.render(format, 80)));
    }
    for name in ["BY", "place-00"] {
        let subject = network.names().find(name, sistergraph::model::Level::ALL).unwrap().subject;
        let rows = query::partners(&graph, subject, false).rows;
        text.push_str(&Answer::rows([], Sheet::of(&rows)).render(Format::Csv, 80));
    }
    text.push_str(&serde_json::to_string(&query::report(&graph, &sides)).unwrap());
    let quotient = Quotient::new(&graph, Grouping::Region);
    for stats in [
        query::stats(&graph, AllDistances::Searched, Threads::new(1)),
        query::quotient_stats(&quotient, AllDistances::Searched, Threads::new(1)),
    ] {
        text.push_str(&serde_json::to_string(&stats).unwrap());
    }
    for metric in Metric::ALL {
        text.push_str(&serde_json::to_string(&query::rank(&graph, *metric, Threads::new(1))).unwrap());
    }
    for place in graph.places() {
        let suggested = query::suggest(&graph, &[place.number()], None, None, 3);
        text.push_str(&serde_json::to_string(&suggested).unwrap());
    }
    text.push_str(&diagram::to_dot(&diagram::of_ties(&graph, &Selection::All, Grouping::Region, "T".to_owned())));
    text.push_str(&diagram::to_dot(&diagram::of_areas(&graph, Grouping::Country, "T".to_owned())));
    text
}

proptest! {
    #[test]
    fn a_graph_holds_its_invariants(sketch in sketch()) {
        let network = sketch.network();
        network.graph(&Scope::default()).verify();
        let between = Scope { kinds: vec![PartnershipKind::SisterCity], ..Scope::default() };
        network.graph(&between).verify();
    }

    #[test]
    fn components_are_those_of_a_union_find(sketch in sketch()) {
        let network = sketch.network();
        let graph = network.graph(&Scope::default());
        let found: BTreeSet<BTreeSet<PlaceId>> =
            metrics::components(&graph).members().iter().map(|members| members.iter().copied().collect()).collect();
        prop_assert_eq!(found, Plain::of(&graph).parts(None, None).into_iter().collect::<BTreeSet<_>>());
    }

    #[test]
    fn a_bridge_is_a_tie_whose_loss_splits(sketch in sketch()) {
        let network = sketch.network();
        let graph = network.graph(&Scope::default());
        let plain = Plain::of(&graph);
        let whole = plain.parts(None, None).len();
        let cuts = metrics::cuts(&graph);
        let mut expected = BTreeMap::new();
        for &(a, b) in &plain.ties {
            let parts = plain.parts(None, Some((a, b)));
            if parts.len() > whole {
                expected.insert((a, b), *plain.pieces(a, &parts).iter().min().unwrap());
            }
        }
        let found: BTreeMap<_, _> =
            cuts.bridges.iter().map(|bridge| (bridge.ends.into(), bridge.cuts_off)).collect();
        prop_assert_eq!(found, expected);
        for bridge in &cuts.bridges {
            let part: BTreeSet<PlaceId> = cuts.cut_off_by_bridge(bridge).collect();
            prop_assert!(plain.parts(None, Some(bridge.ends.into())).contains(&part));
            prop_assert_eq!(part.len(), bridge.cuts_off);
        }
    }

    #[test]
    fn a_cut_place_is_one_whose_loss_splits(sketch in sketch()) {
        let network = sketch.network();
        let graph = network.graph(&Scope::default());
        let plain = Plain::of(&graph);
        let cuts = metrics::cuts(&graph);
        let mut expected = BTreeMap::new();
        for &place in &plain.places {
            let parts = plain.parts(Some(place), None);
            let pieces = plain.pieces(place, &parts);
            if pieces.len() > 1 {
                expected.insert(place, pieces.iter().sum::<usize>() - pieces.iter().max().unwrap());
            }
        }
        let found: BTreeMap<_, _> = cuts.cut_places.iter().map(|cut| (cut.place, cut.cuts_off)).collect();
        // The counts come from another search, over another kind of forest.
        let counted = metrics::connectivity(&graph.adjacency());
        prop_assert_eq!((counted.cut_nodes, counted.bridges), (expected.len(), cuts.bridges.len()));
        prop_assert_eq!((counted.component_sizes, counted.blocks), (cuts.component_sizes.clone(), cuts.blocks));
        prop_assert_eq!(found, expected);
        for cut in &cuts.cut_places {
            let part: BTreeSet<PlaceId> = cuts.cut_off_by_place(cut).collect();
            prop_assert_eq!(part.len(), cut.cuts_off);
            prop_assert!(!part.contains(&cut.place));
            // What is cut off consists of whole parts.
            for whole in plain.parts(Some(cut.place), None) {
                prop_assert!(whole.is_subset(&part) || whole.is_disjoint(&part));
            }
        }
    }

    #[test]
    fn a_shortest_chain_is_no_longer_than_any_other(sketch in sketch()) {
        let network = sketch.network();
        let graph = network.graph(&Scope::default());
        let places: Vec<PlaceId> = graph.places().map(|place| place.number()).collect();
        // The Floyd-Warshall definition, on at most fifteen places.
        let far = 1_000_usize;
        let mut distance: BTreeMap<(PlaceId, PlaceId), usize> = BTreeMap::new();
        for &a in &places {
            for &b in &places {
                let tied = graph.partners(a).any(|partner| partner == b);
                distance.insert((a, b), if a == b { 0 } else if tied { 1 } else { far });
            }
        }
        for &via in &places {
            for &a in &places {
                for &b in &places {
                    let detour = distance[&(a, via)] + distance[&(via, b)];
                    let shortest = distance.get_mut(&(a, b)).unwrap();
                    *shortest = detour.min(*shortest);
                }
            }
        }
        for &a in &places {
            for &b in &places {
                let chain = metrics::shortest_path(&graph, &[a], &[b], |_| false);
                prop_assert_eq!(chain.as_ref().map_or(far, |chain| chain.len() - 1), distance[&(a, b)].min(far));
                if let Some(chain) = chain {
                    prop_assert_eq!((chain[0], chain[chain.len() - 1]), (a, b));
                    prop_assert!(chain.windows(2).all(|pair| graph.partners(pair[0]).any(|partner| partner == pair[1])));
                }
            }
        }
    }

    #[test]
    fn the_sums_of_the_counting_rules_hold(sketch in sketch()) {
        let network = sketch.network();
        let graph = network.graph(&Scope::default());
        let degrees = metrics::region_degrees(&graph, |_| true);
        let in_a_region: usize =
            graph.places().filter(|place| place.region().is_some()).map(|place| graph.degree(place.number())).sum();
        prop_assert_eq!(degrees.iter().map(metrics::RegionDegree::volume).sum::<usize>(), in_a_region);
        for degree in &degrees {
            prop_assert_eq!(degree.volume(), 2 * degree.internal + degree.external);
            prop_assert!(degree.tied_places <= degree.places);
            prop_assert!(degree.partner_regions <= degree.external && degree.partner_countries <= degree.external);
        }
        // If no tie lies within the region, ties to a country and ties to anywhere else add up to all ties.
        let by = sistergraph::model::Area::Country(CountryCode::new("BY").unwrap());
        let to = metrics::region_degrees(&graph, |place| network.lies_in(place, &by));
        let not_to = metrics::region_degrees(&graph, |place| !network.lies_in(place, &by));
        for ((all, to), not_to) in degrees.iter().zip(to).zip(not_to) {
            prop_assert_eq!(all.external, to.external + not_to.external);
        }
    }

    #[test]
    fn partners_are_mutual(sketch in sketch()) {
        let network = sketch.network();
        let graph = network.graph(&Scope::default());
        for place in graph.places() {
            for partner in graph.partners(place.number()) {
                prop_assert!(graph.partners(partner).any(|other| other == place.number()));
            }
        }
    }

    #[test]
    fn the_order_of_rows_and_ends_leaves_no_trace(sketch in sketch(), seed in any::<u64>()) {
        let key = |at: usize| (at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17);
        let shuffled = sketch.dataset(key, |at| key(at) & 1 == 1);
        prop_assert_eq!(answers(&sketch.network()), answers(&network(shuffled)));
    }

    #[test]
    fn what_is_written_reads_back_the_same(dataset in dataset()) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in formats::to_csv(&dataset) {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let read = formats::read(folder.path().to_str().unwrap()).unwrap();
        prop_assert_eq!((&read.trimmed, &read.faults), (&vec![], &vec![]));
        let (read, notes) = read.sound().unwrap();
        prop_assert_eq!(&read, &dataset);
        // An empty list is noted, and nothing else is.
        prop_assert!(notes.iter().all(|note| matches!(note, formats::Note::NoRows { .. })), "{notes:?}");
        let file = folder.path().join("data.json");
        std::fs::write(&file, formats::to_json(&dataset)).unwrap();
        prop_assert_eq!(&formats::read(file.to_str().unwrap()).unwrap().sound().unwrap().0, &dataset);
    }
}

proptest! {
    // Each case resolves names against the whole register, without optimization.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn mending_keeps_the_graph_and_has_an_end(sketch in sketch(), seed in any::<u64>()) {
        let whole = sketch.network();
        let mended = check::fix(&reading(untidy(&sketch, seed))).unwrap();
        let network = network(mended.dataset.clone());
        prop_assert_eq!(ties(&network), ties(&whole));
        // Everything planted is gone: unusual blanks, decomposed letters, repeated rows.
        let pairs = sketch.partnerships.iter().map(|&(a, b, kind)| (a.min(b), a.max(b), kind));
        prop_assert_eq!(mended.dataset.partnerships().len(), pairs.collect::<BTreeSet<_>>().len());
        for place in mended.dataset.places() {
            prop_assert!(place.name.starts_with("Name é "), "{:?}", place.name);
        }
        prop_assert_eq!(check::fix(&reading(mended.dataset)).unwrap().changes, vec![]);
    }

    #[test]
    fn mending_anything_twice_does_nothing_more(dataset in dataset()) {
        if let Ok(mended) = check::fix(&reading(dataset)) {
            let again = check::fix(&reading(mended.dataset.clone())).unwrap();
            prop_assert_eq!(&again.changes, &vec![]);
            prop_assert_eq!(again.dataset, mended.dataset);
        }
    }

    #[test]
    fn checking_anything_ends_and_is_in_order(dataset in dataset()) {
        let problems = check::check(reading(dataset), Register::built_in(), &Outlines::built_in(), &Default::default());
        let place = |problem: &check::ProblemRow| (problem.file.clone(), problem.line, problem.column.clone());
        prop_assert!(problems.is_sorted_by_key(place));
        prop_assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    }
}

fn reading(dataset: Dataset) -> formats::Reading {
    formats::Reading { dataset, notes: Vec::new(), faults: Vec::new(), trimmed: Vec::new(), contradictions: Vec::new() }
}

/// The ids of the places, and of the two ends of each tie.
fn ties(network: &Network) -> (Vec<&str>, Vec<[&str; 2]>) {
    let graph = network.graph(&Scope::default());
    let id = |place| network.place(place).id();
    (network.places().map(|place| place.id()).collect(), graph.ties().map(|(_, tie)| [id(tie.a), id(tie.b)]).collect())
}

/// The data set of a sketch with unusual blanks, decomposed letters and repeated rows, with ends in either order.
fn untidy(sketch: &Sketch, seed: u64) -> Dataset {
    let flips = |at: usize| (seed >> (at % 60)) & 1 == 1;
    let plain = sketch.dataset(|_| 0, |_| false);
    let mut dataset = Dataset::default();
    for (i, place) in plain.places().enumerate() {
        let blank = if flips(i) { "\u{a0} " } else { " " };
        let letter = if flips(i + 1) { "e\u{301}" } else { "é" };
        let name = format!("Name{blank}{letter}{blank}{i}");
        let place = PlaceRecord { name: &name, ..place };
        for line in 0..1 + u32::from(flips(i + 2)) {
            dataset.push_place(&place, line);
        }
    }
    for (i, row) in plain.partnerships().enumerate() {
        dataset.push_partnership(&row, 0);
        if flips(i) {
            let (a, b) = if flips(i + 3) { (row.a, row.b) } else { (row.b, row.a) };
            dataset.push_partnership(&PartnershipRecord { a, b, ..row }, 0);
        }
    }
    dataset
}

/// A text that a cell can contain: not blank, and without blanks around it.
fn text() -> impl Strategy<Value = String> {
    let hostile =
        select(vec!["a,b", "a\"b", "line\nbreak", "a|b\\c", "=1+1", "ё", "\u{202e}x", "{\"", "a;b\tc", "'x", "#x"]);
    prop_oneof![3 => "\\PC{1,12}", 1 => hostile.prop_map(str::to_owned)]
        .prop_filter("cells are trimmed", |text| !text.is_empty() && text.trim() == text)
}

fn date() -> impl Strategy<Value = sistergraph::model::Date> {
    (1..9999_u16, 0..13_u8, 0..29_u8).prop_map(|(year, month, day)| {
        let text = match (month, day) {
            (0, _) => format!("{year:04}"),
            (month, 0) => format!("{year:04}-{month:02}"),
            (month, day) => format!("{year:04}-{month:02}-{day:02}"),
        };
        text.parse().unwrap()
    })
}

/// Any data set at all, whether it can be resolved or not.
pub fn dataset() -> impl Strategy<Value = Dataset> {
    let position = prop::option::of((-90.0..90.0_f64, -180.0..180.0_f64));
    let place = (
        text(),
        text(),
        prop::option::of(text()),
        any::<bool>(),
        position,
        prop::option::of(0..=10_000_000_000_u64),
        prop::collection::vec(text(), 0..3),
    );
    let dates = (prop::option::of(date()), prop::option::of(date()), prop::option::of(date()));
    let partnership = (
        (text(), text(), select(PartnershipKind::ALL), prop::option::of(select(Status::ALL)), select(Claim::ALL)),
        dates,
        prop::collection::vec(text(), 0..3),
        (prop::option::of(text()), prop::option::of(text())),
    );
    let code =
        "[A-Za-z0-9]([A-Za-z0-9-]{0,8}[A-Za-z0-9])?".prop_filter_map("no word", |text| RegionCode::new(text).ok());
    let region =
        (code, text(), prop::option::of(text()), prop::collection::vec(text(), 0..3), prop::option::of(date()));
    let metadata = (prop::option::of(text()), prop::option::of(date()), prop::collection::vec(text(), 0..3));
    (
        prop::collection::vec(place, 0..5),
        prop::collection::vec(partnership, 0..5),
        prop::collection::vec(region, 0..3),
        metadata,
    )
        .prop_map(|(places, partnerships, regions, (title, date, sources))| {
            let mut dataset = Dataset::default();
            dataset.set_metadata(Metadata {
                name: title.clone(),
                titles: sources.iter().cloned().zip(sources.iter().rev().cloned()).collect(),
                title,
                date,
                licences: sources.clone(),
                sources,
                focus: ["BY", "RU"].iter().filter_map(|code| CountryCode::new(code)).collect(),
            });
            for (id, name, other, flag, position, population, aliases) in &places {
                let place = PlaceRecord {
                    id,
                    name,
                    kind: other.as_deref(),
                    country: CountryCode::new("BY").filter(|_| *flag),
                    country_text: other.as_deref(),
                    region: other.as_deref(),
                    part_of: other.as_deref(),
                    is_region: *flag,
                    position: position.map(|(lat, lon)| Position::new(lat, lon).unwrap()),
                    population: *population,
                    geonames: other.as_deref(),
                    wikidata: other.as_deref(),
                    names: [(Language::Russian, other.as_deref().unwrap_or_default()), (Language::French, name)]
                        .into_iter()
                        .collect(),
                    aliases: aliases.iter().map(|alias| alias.as_str().into()).collect(),
                };
                dataset.push_place(&place, 0);
            }
            for ((a, b, kind, status, claimed_by), (since, until, suspended), fields, (source, note)) in &partnerships {
                let partnership = PartnershipRecord {
                    a,
                    b,
                    kind: *kind,
                    status: *status,
                    since: *since,
                    until: *until,
                    suspended: *suspended,
                    claimed_by: *claimed_by,
                    fields: fields.iter().map(|field| field.as_str().into()).collect(),
                    document: note.as_deref(),
                    source: source.as_deref(),
                    note: note.as_deref(),
                };
                dataset.push_partnership(&partnership, 0);
            }
            for (code, name, other, aliases, checked) in regions {
                let region = RegionRecord {
                    code,
                    country: CountryCode::new("BY"),
                    name,
                    names: other.iter().map(|name| (Language::Polish, name.clone())).collect(),
                    kind: other.clone(),
                    geonames: other.clone(),
                    wikidata: other,
                    aliases,
                    checked,
                };
                dataset.push_region(region, 0);
            }
            dataset
        })
}
