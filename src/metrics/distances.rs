use super::{
    Threads,
    components::connected,
    hanging_trees::{DEPTH, HangingTrees, hanging_trees},
    many_searches::{ManySearches, depth_of},
};
use crate::graph::Adjacency;

/// The number of partial sums over the searches, which doesn't depend on the number of threads.
const SUMS: usize = 16;

/// The distances between the nodes of a graph, in steps along its edges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distances {
    /// For each node, the number of other nodes in its component.
    pub reached: Vec<u32>,
    /// For each node, the sum of its distances to them (its farness).
    pub sums: Vec<u64>,
    /// For each node, the largest of these distances (its eccentricity); 0 if it has no neighbour.
    pub eccentricities: Vec<u32>,
    /// For each distance from 0 to the diameter, the number of unordered pairs of different nodes of the largest
    /// component at that distance. Of equally large components, the one with the smallest node counts.
    pub distribution: Vec<u64>,
    /// The smallest eccentricity in the largest component.
    pub radius: u32,
}

impl Distances {
    /// The largest distance in the largest component; `None` if that has no pair.
    pub fn diameter(&self) -> Option<u32> {
        let steps = self.distribution.len().checked_sub(1).filter(|&steps| steps > 0)?;
        u32::try_from(steps).ok()
    }

    /// The smallest eccentricity in the largest component; `None` if that has no pair.
    pub fn radius(&self) -> Option<u32> {
        self.diameter().map(|_| self.radius)
    }

    /// The mean distance over the pairs of the largest component; `None` if that has no pair.
    pub fn mean(&self) -> Option<f64> {
        self.diameter()?;
        let pairs: u64 = self.distribution.iter().sum();
        let steps: u128 = (0..).zip(&self.distribution).map(|(steps, &pairs)| steps * u128::from(pairs)).sum();
        Some(steps as f64 / pairs as f64)
    }

    /// The effective diameter: the distance within which a `share` of the pairs of the largest component lie, linearly
    /// interpolated between steps, as in J. Leskovec, J. Kleinberg and C. Faloutsos, "Graph evolution", ACM TKDD 1
    /// (2007). `None` if that component has no pair.
    pub fn effective_diameter(&self, share: f64) -> Option<f64> {
        self.diameter()?;
        let wanted = share * self.distribution.iter().sum::<u64>() as f64;
        let mut within = 0.0;
        for (steps, &pairs) in self.distribution.iter().enumerate().skip(1) {
            let pairs = pairs as f64;
            if within + pairs >= wanted {
                return Some(steps as f64 - 1.0 + (wanted - within) / pairs);
            }
            within += pairs;
        }
        Some(self.distribution.len() as f64 - 1.0)
    }
}

/// The counts of one task, for each node of the core except for the distribution, and without the node's own tree.
struct Counted {
    reached: Vec<u32>,
    sums: Vec<u64>,
    farthest: Vec<u32>,
    /// The number of ordered pairs at each distance.
    distribution: Vec<u64>,
}

/// Counts all distances in a graph exactly.
///
/// Runs breadth-first searches from all nodes, hundreds at once, on the graph without its hanging trees. Takes O(nodes
/// x edges / 64) time, less what the trees save, and O(nodes) space.
pub fn distances(graph: &Adjacency, threads: Threads) -> Distances {
    let (component_of, sizes) = connected(graph);
    let trees = hanging_trees(graph);
    let count = trees.core.node_count();
    let hanging: Vec<usize> = trees.depths.iter().map(depth_of).collect();
    let in_largest: Vec<bool> = trees.nodes.iter().map(|&node| component_of[node as usize] == 0).collect();
    let start = || Counted {
        reached: vec![0; count],
        sums: vec![0; count],
        farthest: vec![0; count],
        distribution: Vec::new(),
    };
    let parts = ManySearches::new(&trees).run(threads, SUMS, start, |counted, node, distance, counts| {
        let n = node as usize;
        let (mut reached, mut sum, mut farthest) = (0, 0, 0);
        for (steps, &sources) in (u64::from(distance)..).zip(counts).filter(|(_, sources)| **sources > 0) {
            reached += sources;
            sum += steps * sources;
            farthest = steps;
        }
        counted.reached[n] += u32::try_from(reached).unwrap_or(u32::MAX);
        counted.sums[n] += sum;
        // Distances rise from call to call within a batch, but not from batch to batch.
        let farthest = u32::try_from(farthest).unwrap_or(u32::MAX);
        counted.farthest[n] = counted.farthest[n].max(farthest);
        if !in_largest[n] {
            return;
        }
        let longest = distance as usize + 2 * DEPTH;
        if counted.distribution.len() <= longest {
            counted.distribution.resize(longest + 1, 0);
        }
        for (steps, &sources) in (distance as usize..).zip(counts) {
            let further = &mut counted.distribution[steps..=steps + hanging[n]];
            for (pairs, &targets) in further.iter_mut().zip(&trees.depths[n]) {
                *pairs += sources * u64::from(targets);
            }
        }
    });
    let mut total = start();
    for part in parts {
        let longest = total.distribution.len().max(part.distribution.len());
        total.distribution.resize(longest, 0);
        total.reached.iter_mut().zip(part.reached).for_each(|(total, part)| *total += part);
        total.sums.iter_mut().zip(part.sums).for_each(|(total, part)| *total += part);
        total.farthest.iter_mut().zip(part.farthest).for_each(|(total, part)| *total = part.max(*total));
        total.distribution.iter_mut().zip(part.distribution).for_each(|(total, part)| *total += part);
    }
    unfold(&trees, total, &component_of, &sizes)
}

/// Extends the results from the nodes of the core to all nodes.
fn unfold(trees: &HangingTrees, core: Counted, component_of: &[u32], sizes: &[u32]) -> Distances {
    let count = component_of.len();
    let mut distances = Distances { radius: u32::MAX, ..Distances::default() };
    distances.reached.reserve_exact(count);
    distances.sums.reserve_exact(count);
    distances.eccentricities.reserve_exact(count);
    let mut distribution = core.distribution;
    if count > 0 && distribution.len() <= 2 * DEPTH {
        distribution.resize(2 * DEPTH + 1, 0);
    }
    for ((&(root, depth), within), &component) in trees.seats.iter().zip(&trees.within).zip(component_of) {
        let r = root as usize;
        let in_tree = || (0_u32..).zip(within).filter(|(_, nodes)| **nodes > 0);
        let tree_sum: u64 = in_tree().map(|(steps, &nodes)| u64::from(steps) * u64::from(nodes)).sum();
        let tree_farthest = in_tree().map(|(steps, _)| steps).max().unwrap_or(0);
        let beyond = if core.reached[r] > 0 { core.farthest[r] + depth } else { 0 };
        let eccentricity = tree_farthest.max(beyond);
        distances.reached.push(sizes[component as usize] - 1);
        distances.sums.push(core.sums[r] + u64::from(depth) * u64::from(core.reached[r]) + tree_sum);
        distances.eccentricities.push(eccentricity);
        if component == 0 {
            distances.radius = distances.radius.min(eccentricity);
            for (pairs, &nodes) in distribution.iter_mut().zip(within).skip(1) {
                *pairs += u64::from(nodes);
            }
        }
    }
    // Every pair was counted from both its ends.
    distribution.iter_mut().for_each(|pairs| *pairs /= 2);
    while distribution.len() > 1 && distribution.last() == Some(&0) {
        distribution.pop();
    }
    distances.distribution = distribution;
    distances
}
