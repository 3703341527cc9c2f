/// Stands for a node that has no group yet.
const NONE: u32 = u32::MAX;

/// A connected graph whose nodes have masses and whose edges have weights, in flat lists.
///
/// A mesh is coarsened step by step: two joined nodes are merged and their masses added, and edges that then join the
/// same two nodes are merged and their weights added.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mesh {
    /// The index in `neighbours` of each node's first neighbour, and the end of the last.
    offsets: Vec<usize>,
    /// The neighbours of each node, and the weights of the edges to them.
    neighbours: Vec<(u32, f64)>,
    masses: Vec<f64>,
}

impl Mesh {
    /// A mesh of `nodes` nodes of mass 1 and of edges of weight 1, each given once, between two different nodes.
    pub(super) fn new(nodes: usize, edges: &[[u32; 2]]) -> Self {
        let mut offsets = vec![0; nodes + 1];
        edges.iter().flatten().for_each(|&node| offsets[node as usize + 1] += 1);
        for node in 0..nodes {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut neighbours = vec![(0, 1.0); offsets[nodes]];
        for &[a, b] in edges {
            for (from, to) in [(a, b), (b, a)] {
                neighbours[next[from as usize]].0 = to;
                next[from as usize] += 1;
            }
        }
        Self { offsets, neighbours, masses: vec![1.0; nodes] }
    }

    pub(super) fn node_count(&self) -> usize {
        self.masses.len()
    }

    /// The neighbours of a node, and the weights of the edges to them.
    pub(super) fn neighbours(&self, node: usize) -> &[(u32, f64)] {
        &self.neighbours[self.offsets[node]..self.offsets[node + 1]]
    }

    /// The mass of a node plus the weights of its edges, by which it repels others.
    pub(super) fn charge(&self, node: usize) -> f64 {
        self.masses[node] + self.neighbours(node).iter().map(|(_, weight)| weight).sum::<f64>()
    }

    /// The mesh with its nodes merged in pairs, and for each old node its new node.
    ///
    /// A node is merged with the neighbour of largest weight relative to its mass; nodes with the fewest neighbours
    /// choose first. A node that is left over, such as a leaf of a star, is merged with another one left over at the
    /// same neighbour. If there are at least two nodes, at most three quarters remain. O(nodes log nodes + edges)
    /// (after C. Walshaw, "A Multilevel Algorithm for Force-Directed Graph Drawing", 2003).
    pub(super) fn coarsened(&self) -> (Self, Vec<u32>) {
        let (groups, count) = self.groups();
        let mut members: Vec<(u32, u32)> = groups.iter().copied().zip(0..).collect();
        members.sort_unstable();
        let mut coarse = Self { offsets: vec![0], neighbours: Vec::new(), masses: vec![0.0; count] };
        // The index of the edge to each group; it is valid only if it lies in the range of the current group.
        let mut position = vec![usize::MAX; count];
        for members in members.chunk_by(|a, b| a.0 == b.0) {
            let (own, start) = (members[0].0, coarse.neighbours.len());
            for &(_, node) in members {
                coarse.masses[own as usize] += self.masses[node as usize];
                for &(other, weight) in self.neighbours(node as usize) {
                    let group = groups[other as usize];
                    let at = &mut position[group as usize];
                    match coarse.neighbours.get_mut(*at) {
                        _ if group == own => {}
                        Some((_, sum)) if *at >= start => *sum += weight,
                        _ => {
                            *at = coarse.neighbours.len();
                            coarse.neighbours.push((group, weight));
                        }
                    }
                }
            }
            coarse.offsets.push(coarse.neighbours.len());
        }
        (coarse, groups)
    }

    /// The group of each node, and the number of groups.
    fn groups(&self) -> (Vec<u32>, usize) {
        let mut groups = vec![NONE; self.node_count()];
        let mut count = 0;
        let mut join = |groups: &mut Vec<u32>, nodes: &[usize]| {
            nodes.iter().for_each(|&node| groups[node] = count);
            count += 1;
        };
        let mut order: Vec<usize> = (0..self.node_count()).collect();
        order.sort_by_key(|&node| self.neighbours(node).len());
        for node in order {
            if groups[node] != NONE {
                continue;
            }
            let free = self.neighbours(node).iter().filter(|(other, _)| groups[*other as usize] == NONE);
            let pull = |&(other, weight): &(u32, f64)| weight / self.masses[other as usize];
            if let Some(&(other, _)) = free.max_by(|a, b| pull(a).total_cmp(&pull(b)).then(b.0.cmp(&a.0))) {
                join(&mut groups, &[node, other as usize]);
            }
        }
        for hub in 0..self.node_count() {
            let mut waiting = None;
            for &(node, _) in self.neighbours(hub) {
                let node = node as usize;
                if groups[node] == NONE {
                    match waiting.take() {
                        Some(other) => join(&mut groups, &[other, node]),
                        None => waiting = Some(node),
                    }
                }
            }
        }
        for node in 0..self.node_count() {
            if groups[node] == NONE {
                join(&mut groups, &[node]);
            }
        }
        (groups, count as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_nodes_joined_have_both_masses_and_all_edges() {
        // On a path of four nodes, the ends choose first.
        let (coarse, groups) = Mesh::new(4, &[[0, 1], [1, 2], [2, 3]]).coarsened();
        assert_eq!(groups, [0, 0, 1, 1]);
        assert_eq!(coarse, Mesh { offsets: vec![0, 1, 2], neighbours: vec![(1, 1.0), (0, 1.0)], masses: vec![2.0; 2] });
        // In a square, the two edges between the halves are merged.
        let (coarse, _) = Mesh::new(4, &[[0, 1], [1, 2], [2, 3], [3, 0]]).coarsened();
        assert_eq!(coarse.neighbours(0), [(1, 2.0)]);
    }

    #[test]
    fn a_star_is_halved_at_each_step_and_nothing_is_lost() {
        let star: Vec<[u32; 2]> = (1..1000).map(|leaf| [0, leaf]).collect();
        let mut mesh = Mesh::new(1000, &star);
        while mesh.node_count() > 2 {
            let (coarse, _) = mesh.coarsened();
            assert!(coarse.node_count() <= mesh.node_count() / 2 + 2, "{}", mesh.node_count());
            assert!((coarse.masses.iter().sum::<f64>() - 1000.0).abs() < 1e-9);
            assert!(coarse.node_count() < mesh.node_count());
            mesh = coarse;
        }
    }
}
