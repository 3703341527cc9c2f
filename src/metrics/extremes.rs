use std::cmp::Reverse;

use super::{
    Threads,
    breadth_first::BreadthFirst,
    components::connected,
    distances,
    sampled_searches::{SOURCES, SampledSearches},
};
use crate::graph::Adjacency;

/// The largest and the smallest eccentricity in the largest component of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extremes {
    /// The largest distance.
    pub diameter: u32,
    /// The smallest eccentricity.
    pub radius: u32,
    /// The number of nodes from which a search was run.
    pub searches: usize,
}

/// After this many searches, the remaining nodes are searched from hundreds at once.
const SINGLE: usize = 24;
/// The number of such batches before the remaining nodes are determined again.
const BATCHES: usize = 4;
/// In a graph with fewer nodes, all are searched from at once.
const FEW: usize = 512;

/// The diameter and radius of the largest component, exactly and without a search from every node; `None` if it has no
/// pair. Of equally large components, the one with the smallest node counts.
///
/// A search from a node bounds the eccentricities of all others: F. W. Takes and W. A. Kosters, "Determining the
/// diameter of small world networks", CIKM 2011. If the largest distance found so far is d, any longer one has an end
/// that is farther than d / 2 from any chosen node: P. Crescenzi, R. Grossi, M. Habib, L. Lanzi and A. Marino, "On
/// computing the diameter of real-world undirected graphs", Theoretical Computer Science 514 (2013). So searches from
/// the middle and from the rim alternate until no remaining node could change either number. After 24 searches, the
/// remaining nodes are searched from 256 at once. In most networks a dozen searches of O(nodes + edges) are enough. If
/// half of the nodes wouldn't be enough, as in a ring, all distances are searched.
pub fn extremes(graph: &Adjacency, threads: Threads) -> Option<Extremes> {
    let (component_of, sizes) = connected(graph);
    let size = *sizes.first()? as usize;
    if size < 2 {
        return None;
    }
    let nodes: Vec<u32> = graph.nodes().filter(|&node| component_of[node as usize] == 0).collect();
    if size >= FEW {
        let mut bounds = Bounds::new(graph, nodes);
        while bounds.searches < size / 2 {
            let sources = bounds.next();
            if sources.is_empty() {
                let Bounds { longest: diameter, radius, searches, .. } = bounds;
                return Some(Extremes { diameter, radius, searches });
            }
            if bounds.searches < SINGLE {
                let search = |search: &mut BreadthFirst<'_>, at: usize| distances_from(graph, search, sources[at]);
                let found = threads.map(sources.len(), || BreadthFirst::new(graph), search);
                for (&source, (distances, farthest)) in sources.iter().zip(found) {
                    bounds.learn(source, &distances, farthest);
                }
                continue;
            }
            let batches: Vec<&[u32]> = sources.chunks(SOURCES).collect();
            let search = |searches: &mut SampledSearches<'_>, at: usize| searches.run(batches[at]);
            let found = threads.map(batches.len(), || SampledSearches::new(graph), search);
            for (&source, counts) in sources.iter().zip(found.iter().flatten()) {
                bounds.settle(source, u32::try_from(counts.len() - 1).unwrap_or(u32::MAX));
            }
        }
    }
    let all = distances(graph, threads);
    Some(Extremes { diameter: all.diameter()?, radius: all.radius, searches: size })
}

/// The distance of every node from `source`, the largest distance, and the smallest node at that distance.
fn distances_from(graph: &Adjacency, search: &mut BreadthFirst<'_>, source: u32) -> (Vec<u32>, (u32, u32)) {
    let (mut distances, mut farthest) = (vec![0; graph.node_count()], (0, source));
    search.run(source, |distance, level| {
        level.iter().for_each(|&node| distances[node as usize] = distance);
        farthest = (distance, level.iter().copied().min().unwrap_or(source));
    });
    (distances, farthest)
}

/// What is known about the eccentricities of a component.
struct Bounds<'g> {
    graph: &'g Adjacency,
    nodes: Vec<u32>,
    lower: Vec<u32>,
    upper: Vec<u32>,
    /// For each node, the sum of its distances to the nodes searched from, which is small in the middle.
    sums: Vec<u64>,
    is_searched: Vec<bool>,
    /// The distances from the node with the smallest eccentricity among those searched from.
    from_middle: Vec<u32>,
    /// The largest distance and the smallest eccentricity found so far.
    longest: u32,
    radius: u32,
    /// The node farthest from the last node of the middle. Most other nodes of the middle are far from it, too.
    opposite: Option<u32>,
    searches: usize,
}

impl<'g> Bounds<'g> {
    fn new(graph: &'g Adjacency, nodes: Vec<u32>) -> Self {
        let count = graph.node_count();
        Self {
            graph,
            nodes,
            lower: vec![0; count],
            upper: vec![u32::MAX; count],
            sums: vec![0; count],
            is_searched: vec![false; count],
            from_middle: vec![u32::MAX; count],
            longest: 0,
            radius: u32::MAX,
            opposite: None,
            searches: 0,
        }
    }

    /// The nodes to search from next; empty if nothing is open.
    fn next(&mut self) -> Vec<u32> {
        let of = |node: u32| node as usize;
        let left = || self.nodes.iter().copied().filter(|&node| !self.is_searched[of(node)]);
        let middle = || left().filter(|&node| self.lower[of(node)] < self.radius);
        // A pair at a larger distance than the longest has an end that is farther than half of it from the middle.
        let is_rim = |node: u32| self.from_middle[of(node)] > self.longest / 2 && self.upper[of(node)] > self.longest;
        let rim = || left().filter(|&node| is_rim(node));
        if self.searches >= SINGLE {
            let mut sources: Vec<u32> = middle().chain(rim()).collect();
            sources.sort_unstable();
            sources.dedup();
            sources.sort_by_key(|&node| Reverse(self.from_middle[of(node)]));
            sources.truncate(SOURCES * BATCHES);
            return sources;
        }
        let inmost = middle()
            .min_by_key(|&node| (self.lower[of(node)], self.sums[of(node)], Reverse(self.graph.degree(node)), node));
        let outmost = rim().max_by_key(|&node| (self.from_middle[of(node)], self.sums[of(node)], Reverse(node)));
        let opposite = self.opposite.take().filter(|&node| !self.is_searched[of(node)] && inmost.is_some());
        let outmost = outmost.filter(|_| self.searches > 0);
        let mut sources: Vec<u32> = [inmost, outmost, opposite].into_iter().flatten().collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Records the eccentricity of a node.
    fn settle(&mut self, node: u32, eccentricity: u32) {
        self.searches += 1;
        self.is_searched[node as usize] = true;
        self.longest = self.longest.max(eccentricity);
        self.radius = self.radius.min(eccentricity);
    }

    /// Records the bounds that a search from a node gives for the others.
    fn learn(&mut self, source: u32, distances: &[u32], (eccentricity, farthest): (u32, u32)) {
        if self.lower[source as usize] < self.radius {
            self.opposite = Some(farthest);
        }
        if eccentricity < self.radius {
            self.from_middle.copy_from_slice(distances);
        }
        self.settle(source, eccentricity);
        for &node in &self.nodes {
            let (at, distance) = (node as usize, distances[node as usize]);
            self.lower[at] = self.lower[at].max(distance).max(eccentricity - distance);
            self.upper[at] = self.upper[at].min(eccentricity.saturating_add(distance));
            self.sums[at] += u64::from(distance);
        }
    }
}
