use crate::graph::Adjacency;

/// The triangles of a graph: sets of three nodes that are all neighbours of each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Triangles {
    /// For each node, the number of triangles that it is in.
    pub of: Vec<u64>,
    /// For each node, the number of wedges with it in the middle.
    wedges_at: Vec<u64>,
}

impl Triangles {
    /// The number of triangles, each counted once.
    pub fn count(&self) -> u64 {
        self.of.iter().sum::<u64>() / 3
    }

    /// The number of wedges: a wedge is a node with two of its neighbours, whether these are tied or not. Each triangle
    /// contains three.
    pub fn wedges(&self) -> u64 {
        self.wedges_at.iter().sum()
    }

    /// The share of wedges that are closed: 3 x triangles / wedges (M. E. J. Newman, "The structure and function of
    /// complex networks", SIAM Review 45, 2003). `None` without a wedge.
    pub fn transitivity(&self) -> Option<f64> {
        let wedges = self.wedges();
        (wedges > 0).then(|| 3.0 * self.count() as f64 / wedges as f64)
    }

    /// For each node, the share of pairs of its neighbours that are neighbours of each other; 0 for a node with fewer
    /// than two (D. J. Watts and S. H. Strogatz, "Collective dynamics of small-world networks", Nature 393, 1998).
    pub fn local_clustering(&self) -> Vec<f64> {
        let share =
            |(&triangles, &wedges): (&u64, &u64)| if wedges > 0 { triangles as f64 / wedges as f64 } else { 0.0 };
        self.of.iter().zip(&self.wedges_at).map(share).collect()
    }

    /// The mean of the local clustering over all nodes; those with fewer than two neighbours count as 0. `None` without
    /// a node.
    pub fn mean_local_clustering(&self) -> Option<f64> {
        (!self.of.is_empty()).then(|| self.local_clustering().iter().sum::<f64>() / self.of.len() as f64)
    }
}

/// Finds the triangles, each once, from its node of smallest degree: M. Latapy, "Main-memory triangle computations for
/// very large (sparse (power-law)) graphs", Theoretical Computer Science 407 (2008). O(edges^1.5) time, O(edges) space.
pub fn triangles(graph: &Adjacency) -> Triangles {
    let count = graph.node_count();
    let wedges_at =
        graph.nodes().map(|node| graph.degree(node) as u64).map(|degree| degree * degree.saturating_sub(1) / 2);
    let mut triangles = Triangles { of: vec![0; count], wedges_at: wedges_at.collect() };
    // Every edge goes from its end of smaller degree to the other, so that no node has many of them.
    let precedes = |a: u32, b: u32| (graph.degree(a), a) < (graph.degree(b), b);
    let (mut offsets, mut later) = (vec![0], Vec::with_capacity(graph.edge_count()));
    for node in graph.nodes() {
        later.extend(graph.neighbours(node).iter().copied().filter(|&other| precedes(node, other)));
        offsets.push(later.len());
    }
    let later_of = |node: u32| &later[offsets[node as usize]..offsets[node as usize + 1]];
    let mut seen_from = vec![u32::MAX; count];
    for node in graph.nodes() {
        for &other in later_of(node) {
            seen_from[other as usize] = node;
        }
        for &other in later_of(node) {
            for &third in later_of(other) {
                if seen_from[third as usize] == node {
                    for corner in [node, other, third] {
                        triangles.of[corner as usize] += 1;
                    }
                }
            }
        }
    }
    triangles
}
