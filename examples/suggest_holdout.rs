//! Measures how good suggestions are: one tie in ten is removed and then looked for among the ten best suggestions for
//! each of its ends.
//!
//!     cargo run --release --example suggest_holdout -- [DATA] [SEED]
//!
//! The result is compared with two baselines, which suggest ten untied places for each end: the ones with the highest
//! degrees, and random ones. The same seed removes the same ties.

use std::{cmp::Reverse, collections::HashSet, error::Error};

use sistergraph::{
    formats,
    graph::{Network, PlaceId, Scope},
    model::{Dataset, PartnershipRecord},
    query::Suggestions,
    register::Register,
};

/// The number of suggestions that are looked at.
const TOP: usize = 10;
/// One tie out of this many is removed.
const ONE_IN: u64 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let source = arguments.next().unwrap_or_else(|| formats::DEFAULT.to_owned());
    let mut random = Random(arguments.next().map_or(Ok(1), |seed| seed.parse())?);

    let whole = network(formats::read(&source)?.dataset);
    let graph = whole.graph(&Scope::default());
    let held_out: Vec<[String; 2]> = graph
        .ties()
        .filter(|_| random.below(ONE_IN) == 0)
        .map(|(_, tie)| [tie.a, tie.b].map(|place| graph.place(place).id().to_owned()))
        .collect();

    let rest = network(without(&whole, &held_out));
    let graph = rest.graph(&Scope::default());
    let suggestions = Suggestions::new(&graph);
    let places: Vec<PlaceId> = graph.places().map(|place| place.number()).collect();
    let find = |id: &str| graph.places().position(|place| place.id() == id).map(|at| places[at]);
    let mut by_degree = places.clone();
    by_degree.sort_by_key(|&place| Reverse(graph.degree(place)));

    let (mut asked, mut hits, mut degree_hits, mut random_hits) = (0, 0, 0, 0);
    for [a, b] in &held_out {
        for (from, wanted) in [(a, b), (b, a)] {
            let (Some(from), Some(target)) = (find(from), find(wanted)) else { continue };
            asked += 1;
            hits += usize::from(suggestions.of_place(from, None, TOP).iter().any(|row| row.id == *wanted));
            let untied = |place: &PlaceId| *place != from && !graph.is_tied(from, *place);
            let largest = by_degree.iter().copied().filter(untied).take(TOP);
            degree_hits += usize::from(largest.into_iter().any(|place| place == target));
            let drawn = std::iter::repeat_with(|| places[random.below(places.len() as u64) as usize]);
            random_hits += usize::from(drawn.filter(untied).take(TOP).any(|place| place == target));
        }
    }
    println!(
        "{} of {} ties held out of {source}; each looked for from both ends",
        held_out.len(),
        whole.partnership_count()
    );
    for (name, hits) in [("suggest", hits), ("highest degree", degree_hits), ("random", random_hits)] {
        println!("{name:<16} hit rate at {TOP}: {:.4} ({hits} of {asked})", hits as f64 / asked.max(1) as f64);
    }
    Ok(())
}

fn network(dataset: Dataset) -> Network {
    Network::build(dataset, Register::built_in()).network
}

/// The data set without the partnerships between held-out pairs.
fn without(network: &Network, held_out: &[[String; 2]]) -> Dataset {
    let held_out: HashSet<[&str; 2]> = held_out.iter().map(|[a, b]| [a.as_str(), b.as_str()]).collect();
    let mut rest = Dataset::default();
    network.dataset().places().for_each(|place| rest.push_place(&place, 0));
    let graph = network.graph(&Scope::default());
    for (_, tie) in graph.ties() {
        let [a, b] = [tie.a, tie.b].map(|place| graph.place(place).id());
        if !held_out.contains(&[a, b]) {
            rest.push_partnership(&PartnershipRecord::new(a, b), 0);
        }
    }
    rest
}

/// A small generator, the same on every machine (G. Steele, D. Lea and C. Flood, "SplitMix").
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % bound.max(1)
    }
}
