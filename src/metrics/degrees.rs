use crate::graph::Adjacency;

/// The degrees of a graph in a few numbers. Every node counts, including those without a neighbour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Degrees {
    /// The largest degree; `None` without a node.
    pub max: Option<usize>,
    /// The mean degree, 2 x edges / nodes; `None` without a node.
    pub mean: Option<f64>,
    /// The median degree, which for an even number of nodes is the mean of the middle two; `None` without a node.
    pub median: Option<f64>,
    /// How unequal the degrees are, from 0 (all equal) to nearly 1: the Gini coefficient, which is the mean absolute
    /// difference over all pairs of nodes divided by twice the mean (C. Gini, 1912). `None` without an edge.
    pub gini: Option<f64>,
}

/// Computes these numbers. O(nodes + edges).
pub fn degrees(graph: &Adjacency) -> Degrees {
    let count = graph.node_count();
    let distribution = degree_distribution(graph);
    let Some(max) = distribution.len().checked_sub(1) else { return Degrees::default() };
    // The degree of the node at a position in the order of degrees.
    let at = |place: usize| {
        let mut below = 0;
        distribution.iter().position(|&nodes| {
            below += nodes;
            place < below
        })
    };
    let middle = [(count - 1) / 2, count / 2].map(|place| at(place).unwrap_or(max));
    // With x_1 <= ... <= x_n, the sum of (2i - n - 1) x_i is divided by n times the sum of all. Nodes of equal degree
    // are handled together.
    let (mut before, mut differences) = (0_i128, 0_i128);
    for (degree, &nodes) in (0_i128..).zip(&distribution) {
        let nodes = i128::try_from(nodes).unwrap_or(i128::MAX);
        differences += degree * nodes * (2 * before + nodes - i128::try_from(count).unwrap_or(i128::MAX));
        before += nodes;
    }
    let arcs = 2 * graph.edge_count();
    Degrees {
        max: Some(max),
        mean: Some(arcs as f64 / count as f64),
        median: Some((middle[0] + middle[1]) as f64 / 2.0),
        gini: (arcs > 0).then(|| differences as f64 / (count as f64 * arcs as f64)),
    }
}

/// The number of nodes of each degree, from 0 to the largest. Empty without a node.
pub fn degree_distribution(graph: &Adjacency) -> Vec<usize> {
    let mut distribution = Vec::new();
    for degree in graph.nodes().map(|node| graph.degree(node)) {
        if distribution.len() <= degree {
            distribution.resize(degree + 1, 0);
        }
        distribution[degree] += 1;
    }
    distribution
}

/// The number of edges divided by that of pairs of nodes: 2m / n(n - 1). `None` without a pair.
pub fn density(graph: &Adjacency) -> Option<f64> {
    let (nodes, edges) = (graph.node_count() as f64, graph.edge_count() as f64);
    (graph.node_count() > 1).then(|| 2.0 * edges / (nodes * (nodes - 1.0)))
}
