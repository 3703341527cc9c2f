use std::collections::BTreeMap;

use crate::graph::Adjacency;

/// Degree assortativity: the correlation of the degrees at the two ends of an edge, where each edge is taken in both
/// directions (M. E. J. Newman, "Assortative mixing in networks", Physical Review Letters 89, 2002). It ranges from -1
/// to 1. `None` if all ends have the same degree, or if there is no edge. O(edges).
pub fn degree_assortativity(graph: &Adjacency) -> Option<f64> {
    // In whole numbers, equal degrees give exactly zero variance.
    let (mut sum, mut squares, mut products) = (0_i128, 0_i128, 0_i128);
    for node in graph.nodes() {
        let degree = graph.degree(node) as i128;
        sum += degree * degree;
        squares += degree * degree * degree;
        products += degree * graph.neighbours(node).iter().map(|&other| graph.degree(other) as i128).sum::<i128>();
    }
    let arcs = 2 * graph.edge_count() as i128;
    let variance = arcs * squares - sum * sum;
    (variance > 0).then(|| (arcs * products - sum * sum) as f64 / variance as f64)
}

/// Assortativity by category: how much more edges stay within one category than the sizes of the categories alone would
/// cause (M. E. J. Newman, "Mixing patterns in networks", Physical Review E 67, 2003). 1 if no edge leaves its
/// category; `None` if all ends are in one category, or if there is no edge.
///
/// `category` gives the category of a node. Edges with an end that has none are left out. O(edges log categories).
pub fn category_assortativity<C: Ord>(graph: &Adjacency, category: impl Fn(u32) -> Option<C>) -> Option<f64> {
    let mut ends: BTreeMap<C, u64> = BTreeMap::new();
    let (mut arcs, mut within) = (0_u64, 0_u64);
    for (a, b) in graph.edges() {
        let (Some(a), Some(b)) = (category(a), category(b)) else { continue };
        arcs += 2;
        within += 2 * u64::from(a == b);
        *ends.entry(a).or_default() += 1;
        *ends.entry(b).or_default() += 1;
    }
    let squares: u128 = ends.values().map(|&ends| u128::from(ends) * u128::from(ends)).sum();
    let all = u128::from(arcs) * u128::from(arcs);
    let expected = squares as f64 / all as f64;
    (squares < all).then(|| (within as f64 / arcs as f64 - expected) / (1.0 - expected))
}
