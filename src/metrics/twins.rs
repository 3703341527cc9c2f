use crate::graph::Adjacency;

/// Nodes that shortest paths can't tell apart, merged.
///
/// Two nodes are twins if they have the same neighbours, not counting each other. The nodes of a class are either all
/// neighbours of each other, or none of them are.
pub(super) struct Twins {
    /// For each node of the original graph, its class.
    pub class_of: Vec<u32>,
    /// For each class, the number of its nodes.
    pub sizes: Vec<u32>,
    /// For each class, whether its nodes are neighbours of each other.
    pub adjacent: Vec<bool>,
    /// The graph of the classes. A class of neighbours has no edge to itself.
    pub quotient: Adjacency,
}

/// Merges twins. O(nodes + edges log degree), apart from sorting by neighbourhood.
pub(super) fn twins(graph: &Adjacency) -> Twins {
    // Equal neighbourhoods have equal sums of scrambled neighbours. If sums are equal, the neighbourhoods are compared
    // in full.
    let sum = |node: u32| graph.neighbours(node).iter().fold(0_u64, |sum, &other| sum.wrapping_add(scramble(other)));
    let mut class_of: Vec<u32> = graph.nodes().collect();
    let mut adjacent = vec![false; graph.node_count()];
    for closed in [false, true] {
        let key = |node: u32| if closed { sum(node).wrapping_add(scramble(node)) } else { sum(node) };
        let mut keyed: Vec<(u64, u32)> =
            graph.nodes().filter(|&node| class_of[node as usize] == node).map(|node| (key(node), node)).collect();
        keyed.sort_unstable();
        for run in keyed.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            let first = run[0].1;
            for &(_, node) in &run[1..] {
                if alike(graph, first, node, closed) {
                    class_of[node as usize] = first;
                    adjacent[first as usize] = closed;
                }
            }
        }
    }
    // A node in a class of the first kind can't be in one of the second: its representative stayed in the list only to
    // be compared, and no two neighbourhoods are equal both with and without their own node.
    let mut numbers = vec![u32::MAX; graph.node_count()];
    let (mut sizes, mut kinds) = (Vec::new(), Vec::new());
    for node in graph.nodes() {
        let first = class_of[node as usize];
        if first == node {
            numbers[node as usize] = u32::try_from(sizes.len()).expect("there are fewer classes than nodes");
            sizes.push(0);
            kinds.push(adjacent[node as usize]);
        }
        let class = numbers[first as usize];
        class_of[node as usize] = class;
        sizes[class as usize] += 1;
    }
    let edges: Vec<(u32, u32)> = graph.edges().map(|(a, b)| (class_of[a as usize], class_of[b as usize])).collect();
    let quotient = Adjacency::new(sizes.len(), edges);
    Twins { class_of, sizes, adjacent: kinds, quotient }
}

impl Twins {
    /// The same classes, renumbered in the order of the list `order`.
    pub(crate) fn numbered_by(self, order: &[u32]) -> Self {
        let mut numbers = vec![0; order.len()];
        for (number, &class) in (0..).zip(order) {
            numbers[class as usize] = number;
        }
        let number = |class: u32| numbers[class as usize];
        let edges = self.quotient.edges().map(|(a, b)| (number(a), number(b)));
        Self {
            quotient: Adjacency::new(order.len(), edges),
            class_of: self.class_of.into_iter().map(number).collect(),
            sizes: order.iter().map(|&class| self.sizes[class as usize]).collect(),
            adjacent: order.iter().map(|&class| self.adjacent[class as usize]).collect(),
        }
    }
}

/// Whether two nodes have the same neighbours; with `closed`, each counts as its own neighbour.
fn alike(graph: &Adjacency, a: u32, b: u32, closed: bool) -> bool {
    let (of_a, of_b) = (graph.neighbours(a), graph.neighbours(b));
    if !closed {
        return of_a == of_b;
    }
    let without = |list: &[u32], node: u32| list.iter().copied().filter(|&other| other != node).collect::<Vec<_>>();
    of_a.binary_search(&b).is_ok() && without(of_a, b) == without(of_b, a)
}

/// Scrambles a number to 64 bits, so that sums rarely collide (the finalizer of D. Stafford's "Mix13").
fn scramble(node: u32) -> u64 {
    let mut x = (u64::from(node) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
