use std::ops::Range;

use super::{
    Blocks, Threads, blocks,
    twins::{Twins, twins},
    vicinity::vicinity,
};
use crate::graph::Adjacency;

/// The number of partial sums over the sources of a block. It doesn't depend on the number of threads, so that numbers
/// are always added in the same order.
const SUMS: usize = 32;

/// The number of sources that are searched from at once.
const LANES: usize = 8;

/// The betweenness of every node: over all unordered pairs of other nodes, the share of the shortest paths between the
/// two that run through it (L. C. Freeman, "A set of measures of centrality based on betweenness", Sociometry 40,
/// 1977). The value isn't normalised; divided by (n - 1)(n - 2) / 2 it is at most 1. Pairs without a path don't count.
///
/// The values are exact. Each block is computed by itself, with the trees that hang on it as weights of its nodes, so
/// that trees cost nothing: U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical
/// Sociology 25 (2001). Twins (nodes with the same neighbours) are merged: A. E. Sarıyüce, E. Saule, K. Kaya and Ü. V.
/// Çatalyürek, "Shattering and compressing networks for betweenness centrality", SDM 2013. Takes O(nodes + edges) time
/// plus, for each block, the number of its classes of twins times the number of edges between them.
pub fn betweenness(graph: &Adjacency, threads: Threads) -> Vec<f64> {
    let blocks = blocks(graph);
    let mut betweenness = vec![0.0; graph.node_count()];
    let mut number_in_block = vec![u32::MAX; graph.node_count()];
    across_blocks(&blocks, &mut betweenness);
    for (nodes, weights) in blocks.iter().filter(|(nodes, _)| nodes.len() > 2) {
        let block = block_of(graph, nodes, &mut number_in_block);
        for (&node, within) in nodes.iter().zip(within_block(&block, weights, threads)) {
            betweenness[node as usize] += within;
        }
    }
    betweenness
}

/// Adds the pairs that a cut node keeps together: each pair has its nodes in two blocks of the cut node, or in what
/// hangs on them.
fn across_blocks(blocks: &Blocks, betweenness: &mut [f64]) {
    // For each node, the sum of the sizes of the parts that its loss leaves, and the sum of their squares. Half of
    // (sum² - sum of squares) is the number of pairs across these parts.
    let mut sums = vec![(0_u64, 0_u128); betweenness.len()];
    for (nodes, weights) in blocks.iter() {
        let component: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
        for (&node, &weight) in nodes.iter().zip(weights) {
            let part = component - u64::from(weight);
            let (sum, squares) = &mut sums[node as usize];
            *sum += part;
            *squares += u128::from(part) * u128::from(part);
        }
    }
    for &node in &blocks.cut_nodes {
        let (sum, squares) = sums[node as usize];
        betweenness[node as usize] = ((u128::from(sum) * u128::from(sum) - squares) / 2) as f64;
    }
}

/// The graph of one block, with its nodes numbered as in `nodes`. `number_in_block` is as long as the graph, and is
/// restored at the end.
fn block_of(graph: &Adjacency, nodes: &[u32], number_in_block: &mut [u32]) -> Adjacency {
    for (number, &node) in (0..).zip(nodes) {
        number_in_block[node as usize] = number;
    }
    let mut edges = Vec::new();
    for (number, &node) in (0..).zip(nodes) {
        // Two neighbours in one block are joined by an edge of that block, since two blocks share at most one node.
        let inside = graph.neighbours(node).iter().map(|&other| number_in_block[other as usize]);
        edges.extend(inside.filter(|&other| number < other && other != u32::MAX).map(|other| (number, other)));
    }
    nodes.iter().for_each(|&node| number_in_block[node as usize] = u32::MAX);
    Adjacency::new(nodes.len(), edges)
}

/// What pairs of nodes add to the betweenness of the block's nodes. The nodes of a pair are, or hang on, different
/// nodes of the block.
fn within_block(block: &Adjacency, weights: &[u32], threads: Threads) -> Vec<f64> {
    let classes = twins(block);
    let order = vicinity(&classes.quotient, LANES);
    let classes = classes.numbered_by(&order);
    let mut carried = vec![0.0; classes.sizes.len()];
    let mut squares = vec![0.0; classes.sizes.len()];
    for (&class, &weight) in classes.class_of.iter().zip(weights) {
        carried[class as usize] += f64::from(weight);
        squares[class as usize] += f64::from(weight) * f64::from(weight);
    }
    let count = classes.sizes.len();
    let groups = count.div_ceil(LANES);
    let sums = threads.map(
        SUMS.min(groups),
        || Search::new(&classes, &carried),
        |search, first| {
            let mut sum = vec![0.0; count];
            for group in (first..groups).step_by(SUMS) {
                search.add(group * LANES..count.min((group + 1) * LANES), &mut sum);
            }
            sum
        },
    );
    let mut of_class = vec![0.0; count];
    for sum in sums {
        for (total, part) in of_class.iter_mut().zip(sum) {
            *total += part;
        }
    }
    // Every unordered pair was counted from both its ends.
    of_class.iter_mut().for_each(|value| *value /= 2.0);
    // Twins that aren't neighbours are two steps apart, so their pairs are shared among their neighbours.
    for class in classes.quotient.nodes().filter(|&class| !classes.adjacent[class as usize]) {
        let class_index = class as usize;
        if classes.sizes[class_index] > 1 {
            let pairs = (carried[class_index] * carried[class_index] - squares[class_index]) / 2.0;
            let neighbours = classes.quotient.neighbours(class);
            let middle: u32 = neighbours.iter().map(|&other| classes.sizes[other as usize]).sum();
            neighbours.iter().for_each(|&other| of_class[other as usize] += pairs / f64::from(middle));
        }
    }
    classes.class_of.iter().map(|&class| of_class[class as usize]).collect()
}

/// One number for each of the sources that are searched from at once, in a cache line of its own.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Lanes([f64; LANES]);

impl Lanes {
    const NONE: Self = Self([0.0; LANES]);

    #[inline]
    fn add(&mut self, other: &Self) {
        for lane in 0..LANES {
            self.0[lane] += other.0[lane];
        }
    }

    #[inline]
    fn times(&self, factor: f64) -> Self {
        Self(self.0.map(|value| value * factor))
    }
}

/// Searches from several sources at once, with the buffers for it.
///
/// All sources advance level by level together. What an edge carries is added for all sources alike, with zeros for
/// those that aren't at that level: so no step has an unpredictable branch.
struct Search<'c> {
    graph: &'c Adjacency,
    /// For each class, the number of nodes that it stands for.
    sizes: Vec<f64>,
    /// For each class, the number of nodes that hang on its nodes, including themselves.
    carried: &'c [f64],
    /// For each class, 1 for sources that haven't met it, and 0 for others.
    unmet: Vec<Lanes>,
    /// For each class, what its neighbours at the current level pass on, or what it passes up itself. All values are
    /// zero between searches, and between levels while paths are counted.
    handed: Vec<Lanes>,
    /// The same for the level below, alternating with `handed`. All values are zero between searches.
    handed_below: Vec<Lanes>,
    /// Whether each class is in `touched`.
    is_touched: Vec<bool>,
    /// The classes that something was passed on to; one place longer than the number of classes.
    touched: Vec<u32>,
    /// The classes met, level after level. A class that sources meet at different distances is in several levels.
    /// Entries behind the last level are stale.
    met: Vec<u32>,
    /// For each entry of `met`, the number of shortest paths to one node of the class; 0 for a source at another
    /// distance.
    paths: Vec<Lanes>,
    /// The index in `met` of each level's first class, and the end of the last level.
    levels: Vec<usize>,
}

impl<'c> Search<'c> {
    fn new(classes: &'c Twins, carried: &'c [f64]) -> Self {
        let count = classes.sizes.len();
        Self {
            graph: &classes.quotient,
            sizes: classes.sizes.iter().map(|&size| f64::from(size)).collect(),
            carried,
            unmet: vec![Lanes::NONE; count],
            handed: vec![Lanes::NONE; count],
            handed_below: vec![Lanes::NONE; count],
            is_touched: vec![false; count],
            touched: vec![0; count + 1],
            met: Vec::new(),
            paths: Vec::new(),
            levels: Vec::new(),
        }
    }

    /// Adds to `sum` what the pairs that begin in one of `sources` give to each node of every class.
    fn add(&mut self, sources: Range<usize>, sum: &mut [f64]) {
        let mut weights = Lanes::NONE;
        for (weight, source) in weights.0.iter_mut().zip(sources.clone()) {
            *weight = self.carried[source];
        }
        self.count_paths(sources);
        self.sum_dependencies(&weights, sum);
    }

    /// Counts the shortest paths from every source to every class, by level.
    fn count_paths(&mut self, sources: Range<usize>) {
        self.unmet.fill(Lanes([1.0; LANES]));
        self.levels.clear();
        self.levels.push(0);
        let (mut start, mut count) = (0, sources.len());
        self.make_room(count);
        for (lane, source) in sources.enumerate() {
            self.unmet[source].0[lane] = 0.0;
            // The source is one node. Its twins lie on no shortest path from it, except as ends.
            let mut paths = Lanes::NONE;
            paths.0[lane] = 1.0 / self.sizes[source];
            self.met[lane] = u32::try_from(source).expect("a graph has fewer than 2^32 nodes");
            self.paths[lane] = paths;
        }
        while start < count {
            self.levels.push(count);
            let (handed, is_touched, touched) = (&mut self.handed[..], &mut self.is_touched[..], &mut self.touched[..]);
            let mut touched_count = 0;
            for (&class, paths) in self.met[start..count].iter().zip(&self.paths[start..count]) {
                let paths = paths.times(self.sizes[class as usize]);
                for &other in self.graph.neighbours(class) {
                    handed[other as usize].add(&paths);
                    touched[touched_count] = other;
                    touched_count += usize::from(!is_touched[other as usize]);
                    is_touched[other as usize] = true;
                }
            }
            start = count;
            self.make_room(count + touched_count);
            let (met, met_paths) = (&mut self.met[..], &mut self.paths[..]);
            for &class in &self.touched[..touched_count] {
                self.is_touched[class as usize] = false;
                let (handed, unmet) = (&mut self.handed[class as usize], &mut self.unmet[class as usize]);
                let (mut paths, mut any) = (Lanes::NONE, 0.0);
                for lane in 0..LANES {
                    paths.0[lane] = handed.0[lane] * unmet.0[lane];
                    unmet.0[lane] = if paths.0[lane] > 0.0 { 0.0 } else { unmet.0[lane] };
                    any += paths.0[lane];
                }
                *handed = Lanes::NONE;
                // Every entry is written, and the count advances only if a source has met the class: a branch would be
                // mispredicted.
                met[count] = class;
                met_paths[count] = paths;
                count += usize::from(any > 0.0);
            }
        }
    }

    /// Makes the buffers of the classes met this long.
    fn make_room(&mut self, places: usize) {
        if self.met.len() < places {
            self.met.resize(places, 0);
            self.paths.resize(places, Lanes::NONE);
        }
    }

    /// Brandes's accumulation of dependencies, from the last level up to the first below the sources.
    fn sum_dependencies(&mut self, weights: &Lanes, sum: &mut [f64]) {
        let (mut handed, mut handed_below) = (&mut self.handed[..], &mut self.handed_below[..]);
        let mut below: &[u32] = &[];
        for level in (1..self.levels.len() - 1).rev() {
            let range = self.levels[level]..self.levels[level + 1];
            let met = &self.met[range.clone()];
            for (&class, paths) in met.iter().zip(&self.paths[range]) {
                let mut from_below = Lanes::NONE;
                for &other in self.graph.neighbours(class) {
                    from_below.add(&handed_below[other as usize]);
                }
                let (size, carried) = (self.sizes[class as usize], self.carried[class as usize]);
                let (mut given, handed) = (0.0, &mut handed[class as usize]);
                for lane in 0..LANES {
                    let (paths, from_below) = (paths.0[lane], from_below.0[lane]);
                    // The dependency of one node of the class.
                    given += weights.0[lane] * (paths * from_below);
                    // What each path to one of its nodes passes up.
                    let is_met = if paths > 0.0 { 1.0 } else { 0.0 };
                    handed.0[lane] = carried * is_met / paths.max(f64::MIN_POSITIVE) + size * is_met * from_below;
                }
                sum[class as usize] += given;
            }
            below.iter().for_each(|&class| handed_below[class as usize] = Lanes::NONE);
            below = met;
            std::mem::swap(&mut handed, &mut handed_below);
        }
        below.iter().for_each(|&class| handed_below[class as usize] = Lanes::NONE);
    }
}
