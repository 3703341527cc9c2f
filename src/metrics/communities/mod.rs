mod moving;
mod quality;
mod refinement;
mod search;
mod weighted;

pub use quality::{Quality, modularity};

use self::{
    quality::constant_potts,
    search::{Search, connected_parts},
};
use super::random::Random;
use crate::graph::Adjacency;

/// How communities are searched for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommunityOptions {
    /// What they have as much of as possible.
    pub quality: Quality,
    /// Above 0: the larger, the more communities, and the smaller. 1 is the usual one of modularity; of the constant Potts
    /// model it is the density that a community has at least.
    pub resolution: f64,
    /// Another seed may find other communities of nearly the same quality.
    pub seed: u64,
    /// How many rounds there are at most; without it as many as pay: see [`communities`](fn@communities).
    pub rounds: Option<usize>,
}

impl Default for CommunityOptions {
    fn default() -> Self {
        Self { quality: Quality::Modularity, resolution: 1.0, seed: 1, rounds: None }
    }
}

/// Communities: every node is in one, and each is connected.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    /// By node: the number of its community, from 0: the largest first, of equal sizes the one with the smallest node.
    pub of: Vec<u32>,
    /// By community: how many nodes it has.
    pub sizes: Vec<u32>,
    /// The quality that was asked for: [`modularity`], or of the constant Potts model edges. None without an edge.
    pub quality: Option<f64>,
    /// How many rounds it took.
    pub rounds: usize,
}

/// A round that improves the quality by less than this share of it is the last.
const LEAST_GAIN: f64 = 1e-5;
/// The most rounds of a graph of few edges, and of many.
const ROUNDS: (usize, usize) = (30, 2);
/// From here on edges are many: a round takes seconds, and nodes are visited in their own order.
const MANY_EDGES: usize = 1 << 20;

/// The communities of a graph by the Leiden algorithm: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden:
/// guaranteeing well-connected communities", Scientific Reports 9, 5233 (2019).
///
/// A round moves single nodes, splits each community into parts that hang together well, merges each part into one node, and
/// goes on with the graph of these, until none moves. The next round begins with what the last one found. Without a number
/// of rounds there are at most 30, and 2 of a graph with more than 2^20 edges; a round that gains less than 1e-5 of the
/// quality is the last. Finding the best communities of all is NP-hard: these are good ones.
///
/// The same for the same graph and options, on every machine: one thread does it. O(nodes + edges) for each round and
/// level in practice; no bound is known.
pub fn communities(graph: &Adjacency, options: &CommunityOptions) -> Communities {
    let mut search = Search::new(graph, options.quality, options.resolution);
    let mut random = Random::new(options.seed);
    let most = options.rounds.unwrap_or(if graph.edge_count() > MANY_EDGES { ROUNDS.1 } else { ROUNDS.0 });
    let (mut of, mut rounds, mut last) = (graph.nodes().collect::<Vec<u32>>(), 0, f64::NEG_INFINITY);
    while rounds < most && graph.edge_count() > 0 {
        of = search.round(of, &mut random);
        rounds += 1;
        let quality = search.gained(&of);
        if quality - last < LEAST_GAIN * quality.abs() {
            break;
        }
        last = quality;
    }
    let (of, sizes) = connected_parts(graph, &of);
    let quality = match options.quality {
        Quality::Modularity => modularity(graph, &of, options.resolution),
        Quality::ConstantPotts => constant_potts(graph, &of, options.resolution),
    };
    Communities { of, sizes, quality, rounds }
}
