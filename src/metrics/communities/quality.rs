use crate::{graph::Adjacency, model::vocabulary};

vocabulary! {
    /// The quality that communities maximise.
    Quality, "quality", {
        /// Ties within communities beyond chance
        Modularity = "modularity",
        /// Ties within communities, less the resolution for every pair of places in one (the constant Potts model)
        ConstantPotts = "cpm",
    }
}

/// The modularity of a partition of the nodes, given by the number of each node's part: the share of edges within
/// parts, less `resolution` x the share that would be expected if edges joined nodes at random by degree. M. E. J.
/// Newman and M. Girvan, "Finding and evaluating community structure in networks", Physical Review E 69, 026113 (2004);
/// the resolution is that of J. Reichardt and S. Bornholdt, Physical Review E 74, 016110 (2006). None without an edge.
/// O(nodes + edges).
///
/// ```
/// use sistergraph::{graph::Adjacency, metrics::modularity};
/// // Two triangles joined by an edge.
/// let graph = Adjacency::new(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)]);
/// assert_eq!(modularity(&graph, &[0, 0, 0, 1, 1, 1], 1.0), Some(6.0 / 7.0 - 0.5));
/// ```
///
/// # Panics
/// If `part_of` is shorter than the number of nodes.
pub fn modularity(graph: &Adjacency, part_of: &[u32], resolution: f64) -> Option<f64> {
    let edges = graph.edge_count() as f64;
    let expected = squares(part_of, |node| graph.degree(node) as u64) / (4.0 * edges * edges);
    (edges > 0.0).then(|| within(graph, part_of) as f64 / edges - resolution * expected)
}

/// The edges within parts, less `resolution` for every pair of nodes in one part: V. A. Traag, P. Van Dooren and Y.
/// Nesterov, "Narrow scope for resolution-limit-free community detection", Physical Review E 84, 016114 (2011). `None`
/// without an edge.
pub(super) fn constant_potts(graph: &Adjacency, part_of: &[u32], resolution: f64) -> Option<f64> {
    let pairs = (squares(part_of, |_| 1) - part_of.len() as f64) / 2.0;
    (graph.edge_count() > 0).then(|| within(graph, part_of) as f64 - resolution * pairs)
}

/// The number of edges with both ends in one part.
fn within(graph: &Adjacency, part_of: &[u32]) -> usize {
    graph.edges().filter(|&(a, b)| part_of[a as usize] == part_of[b as usize]).count()
}

/// The sum of the squares of the parts' sizes, which is exact in any order.
fn squares(part_of: &[u32], size: impl Fn(u32) -> u64) -> f64 {
    let mut sizes = vec![0_u64; part_of.iter().max().map_or(0, |&last| last as usize + 1)];
    (0..).zip(part_of).for_each(|(node, &part)| sizes[part as usize] += size(node));
    sizes.into_iter().map(|size| u128::from(size) * u128::from(size)).sum::<u128>() as f64
}
