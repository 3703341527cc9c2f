use crate::graph::Adjacency;

/// A graph with weights of edges and nodes, which is one level of the search for communities.
pub(super) trait Weighted: Sync {
    fn node_count(&self) -> usize;

    /// The neighbours of a node, each with the weight of the edge.
    fn neighbours(&self, node: u32) -> impl Iterator<Item = (u32, u32)>;

    /// The size of a node in the quality function: see [`Size`].
    fn size(&self, node: u32) -> u32;
}

/// What the size of a node is in the quality function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Its degree, for modularity.
    Degree,
    /// One, for the constant Potts model.
    One,
}

/// The graph itself; every edge has weight 1.
pub(super) struct Plain<'g> {
    pub graph: &'g Adjacency,
    pub size: Size,
}

impl Weighted for Plain<'_> {
    fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    #[inline]
    fn neighbours(&self, node: u32) -> impl Iterator<Item = (u32, u32)> {
        self.graph.neighbours(node).iter().map(|&other| (other, 1))
    }

    #[inline]
    fn size(&self, node: u32) -> u32 {
        match self.size {
            Size::Degree => self.graph.degree(node) as u32,
            Size::One => 1,
        }
    }
}

/// The graph of groups of nodes; all edges between two groups are merged into one. Edges within a group are left out,
/// since no move of the group changes their contribution.
pub(super) struct Aggregate {
    offsets: Vec<u32>,
    /// The neighbours of each group, with the weights of the edges.
    neighbours: Vec<(u32, u32)>,
    sizes: Vec<u32>,
}

impl Aggregate {
    /// Merges the nodes of each group; groups are numbered from 0 to `count` - 1. O(nodes + edges).
    pub fn new(graph: &impl Weighted, group_of: &[u32], count: usize) -> Self {
        let (starts, members) = by_group(group_of, count);
        let mut aggregate = Self { offsets: vec![0], neighbours: Vec::new(), sizes: Vec::with_capacity(count) };
        let mut weight_to = vec![0; count];
        let mut touched = Vec::new();
        for group in 0..count {
            let own = &members[starts[group] as usize..starts[group + 1] as usize];
            for (other, weight) in own.iter().flat_map(|&node| graph.neighbours(node)) {
                let to = group_of[other as usize];
                if weight_to[to as usize] == 0 {
                    touched.push(to);
                }
                weight_to[to as usize] += weight;
            }
            for to in touched.drain(..) {
                let weight = std::mem::take(&mut weight_to[to as usize]);
                if to as usize != group {
                    aggregate.neighbours.push((to, weight));
                }
            }
            aggregate.sizes.push(own.iter().map(|&node| graph.size(node)).sum());
            aggregate.offsets.push(u32::try_from(aggregate.neighbours.len()).expect("there are fewer than 2^32 arcs"));
        }
        aggregate
    }
}

/// The index of each group's first node, and the nodes of all groups, group after group.
fn by_group(group_of: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; count + 1];
    group_of.iter().for_each(|&group| starts[group as usize + 1] += 1);
    for group in 0..count {
        starts[group + 1] += starts[group];
    }
    let (mut next, mut members) = (starts.clone(), vec![0; group_of.len()]);
    for (node, &group) in (0..).zip(group_of) {
        members[next[group as usize] as usize] = node;
        next[group as usize] += 1;
    }
    (starts, members)
}

impl Weighted for Aggregate {
    fn node_count(&self) -> usize {
        self.sizes.len()
    }

    #[inline]
    fn neighbours(&self, node: u32) -> impl Iterator<Item = (u32, u32)> {
        let range = self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize;
        self.neighbours[range].iter().copied()
    }

    #[inline]
    fn size(&self, node: u32) -> u32 {
        self.sizes[node as usize]
    }
}
