use std::cmp::Reverse;

use super::{
    MANY_EDGES,
    moving::{Partition, move_nodes},
    quality::{Quality, constant_potts, modularity},
    refinement::refine,
    weighted::{Aggregate, Plain, Size, Weighted},
};
use crate::{graph::Adjacency, metrics::random::Random};

/// The search for communities of a graph.
pub(super) struct Search<'g> {
    plain: Plain<'g>,
    quality: Quality,
    resolution: f64,
    /// What a node of size 1 loses in a community of size 1.
    scale: f64,
    /// Whether nodes are visited in a random order, as in the paper. Otherwise they are visited in their own order, in
    /// which neighbours are close in memory: on a million places this takes half the time and gives the same quality.
    is_shuffled: bool,
}

impl<'g> Search<'g> {
    pub fn new(graph: &'g Adjacency, quality: Quality, resolution: f64) -> Self {
        let (size, scale) = match quality {
            Quality::Modularity => (Size::Degree, resolution / (2.0 * graph.edge_count() as f64)),
            Quality::ConstantPotts => (Size::One, resolution),
        };
        let is_shuffled = graph.edge_count() <= MANY_EDGES;
        Self { plain: Plain { graph, size }, quality, resolution, scale, is_shuffled }
    }

    /// The quality of communities.
    pub fn gained(&self, of: &[u32]) -> f64 {
        let quality = match self.quality {
            Quality::Modularity => modularity(self.plain.graph, of, self.resolution),
            Quality::ConstantPotts => constant_potts(self.plain.graph, of, self.resolution),
        };
        quality.unwrap_or_default()
    }

    /// Runs a round, starting from communities whose numbers are below that of the nodes: moves nodes, then parts of
    /// communities, then parts of these, until nothing moves.
    pub fn round(&mut self, of: Vec<u32>, random: &mut Random) -> Vec<u32> {
        let (mut parts, mut level, mut of) = match self.level(&self.plain, of, random) {
            Level::Last(of) => return of,
            Level::Next { parts, level, of } => (parts, level, of),
        };
        loop {
            match self.level(&level, of, random) {
                Level::Last(of) => {
                    parts.iter_mut().for_each(|part| *part = of[*part as usize]);
                    return parts;
                }
                Level::Next { parts: next_parts, level: next, of: next_of } => {
                    parts.iter_mut().for_each(|part| *part = next_parts[*part as usize]);
                    (level, of) = (next, next_of);
                }
            }
        }
    }

    fn level(&self, graph: &impl Weighted, of: Vec<u32>, random: &mut Random) -> Level {
        let mut partition = Partition::new(graph, of);
        let mut order: Vec<u32> = (0..).take(graph.node_count()).collect();
        if self.is_shuffled {
            random.shuffle(&mut order);
        }
        move_nodes(graph, &mut partition, self.scale, order, random);
        let (communities, found) = numbered(&partition.of);
        if found == graph.node_count() {
            return Level::Last(communities);
        }
        let (mut parts, mut count) = numbered(&refine(graph, &partition, self.scale, random));
        if count == graph.node_count() {
            // No part was merged, so the next level would equal this one. Therefore whole communities are merged.
            (parts, count) = (communities.clone(), found);
        }
        let mut of = vec![0; count];
        parts.iter().zip(&communities).for_each(|(&part, &community)| of[part as usize] = community);
        Level::Next { level: Aggregate::new(graph, &parts, count), parts, of }
    }
}

/// The result of a level.
enum Level {
    /// Every node is a community of its own.
    Last(Vec<u32>),
    /// The part of every node, the graph of the parts, and the community of each.
    Next { parts: Vec<u32>, level: Aggregate, of: Vec<u32> },
}

/// The same groups, renumbered from 0 in the order of their first nodes, and their number.
fn numbered(group_of: &[u32]) -> (Vec<u32>, usize) {
    let (mut number_of, mut count) = (vec![u32::MAX; group_of.len()], 0);
    let number = |&group: &u32| {
        let number = &mut number_of[group as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *number
    };
    let numbers = group_of.iter().map(number).collect();
    (numbers, count as usize)
}

/// The connected parts of communities, numbered from 0: the largest first; of equal sizes, the one with the smallest
/// node. Also returns their sizes. The parts of a disconnected community have a better quality than the community.
pub(super) fn connected_parts(graph: &Adjacency, of: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let (mut parts, mut sizes, mut waiting) = (vec![u32::MAX; of.len()], Vec::<u32>::new(), Vec::new());
    for start in graph.nodes() {
        if parts[start as usize] != u32::MAX {
            continue;
        }
        let part = u32::try_from(sizes.len()).expect("there are no more parts than nodes");
        let mut size = 0;
        parts[start as usize] = part;
        waiting.push(start);
        while let Some(node) = waiting.pop() {
            size += 1;
            for &other in graph.neighbours(node) {
                if of[other as usize] == of[start as usize] && parts[other as usize] == u32::MAX {
                    parts[other as usize] = part;
                    waiting.push(other);
                }
            }
        }
        sizes.push(size);
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&part| Reverse(sizes[part]));
    let mut rank = vec![0; sizes.len()];
    (0..).zip(&order).for_each(|(at, &part)| rank[part] = at);
    parts.iter_mut().for_each(|part| *part = rank[*part as usize]);
    (parts, order.into_iter().map(|part| sizes[part]).collect())
}
