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

/// How to search for communities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommunityOptions {
    /// The quality to maximise.
    pub quality: Quality,
    /// A number above 0: a larger one gives more and smaller communities. For modularity, 1 is usual. For the constant
    /// Potts model, it is the density that a community has at least.
    pub resolution: f64,
    /// Another seed may find other communities of nearly the same quality.
    pub seed: u64,
    /// The most rounds. Without it, the number depends on the graph: see [`communities`](fn@communities).
    pub rounds: Option<usize>,
}

impl Default for CommunityOptions {
    fn default() -> Self {
        Self { quality: Quality::Modularity, resolution: 1.0, seed: 1, rounds: None }
    }
}

/// Communities: every node is in exactly one, and each is connected.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    /// The number of each node's community, from 0: the largest first; of equal sizes, the one with the smallest node.
    pub of: Vec<u32>,
    /// The number of nodes of each community.
    pub sizes: Vec<u32>,
    /// The quality that was asked for: [`modularity`], or the value of the constant Potts model, in edges. `None`
    /// without an edge.
    pub quality: Option<f64>,
    /// The number of rounds used.
    pub rounds: usize,
}

/// The search ends with the first round that improves the quality by less than this share.
const LEAST_GAIN: f64 = 1e-5;
/// The most rounds for a graph with few edges, and for one with many.
const ROUNDS: (usize, usize) = (30, 2);
/// From this number on, edges are many: a round takes seconds, and nodes are visited in their own order.
const MANY_EDGES: usize = 1 << 20;

/// The communities of a graph by the Leiden algorithm: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to
/// Leiden: guaranteeing well-connected communities", Scientific Reports 9, 5233 (2019).
///
/// A round moves single nodes, splits each community into well-connected parts, merges each part into one node, and
/// continues with the graph of these, until no node moves. The next round starts from the result. By default there are
/// at most 30 rounds, or 2 for a graph with more than 2^20 edges, and a round that gains less than 1e-5 of the quality
/// is the last. Finding the best possible communities is NP-hard; the result is a good approximation.
///
/// The result depends only on the graph and the options, on every machine, since one thread does the work. In practice
/// each round takes O(nodes + edges) time per level; no bound is known.
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
