use super::weighted::Weighted;
use crate::metrics::random::Random;

/// The community of every node, and the size of each community.
pub(super) struct Partition {
    /// The community of each node, which is below the number of nodes.
    pub of: Vec<u32>,
    pub communities: Vec<Community>,
    /// The number of nodes of this level in each community.
    pub members: Vec<u32>,
}

/// The data of a community that is read for every edge leading to it, side by side in memory.
#[derive(Clone, Copy, Default)]
pub(super) struct Community {
    /// The sum of the sizes of its nodes.
    pub total: u32,
    /// The total weight of the edges to it from the current node; 0 between two nodes.
    pub links: u32,
}

impl Partition {
    pub fn new(graph: &impl Weighted, of: Vec<u32>) -> Self {
        let (mut communities, mut members) = (vec![Community::default(); of.len()], vec![0; of.len()]);
        for (node, &community) in (0..).zip(&of) {
            communities[community as usize].total += graph.size(node);
            members[community as usize] += 1;
        }
        Self { of, communities, members }
    }

    /// Adds up the weights of the edges to each community, and lists the communities with any in `touched`.
    #[inline]
    pub fn link(&mut self, neighbours: impl Iterator<Item = (u32, u32)>, touched: &mut Vec<u32>) {
        for (other, weight) in neighbours {
            let community = self.of[other as usize];
            let links = &mut self.communities[community as usize].links;
            if *links == 0 {
                touched.push(community);
            }
            *links += weight;
        }
    }

    /// Resets these sums.
    #[inline]
    pub fn unlink(&mut self, touched: &mut Vec<u32>) {
        for community in touched.drain(..) {
            self.communities[community as usize].links = 0;
        }
    }

    /// Moves a node with this size to another community.
    pub fn put(&mut self, node: u32, size: u32, to: u32) {
        let from = std::mem::replace(&mut self.of[node as usize], to);
        self.communities[from as usize].total -= size;
        self.members[from as usize] -= 1;
        self.communities[to as usize].total += size;
        self.members[to as usize] += 1;
    }
}

/// Nodes that wait for a visit, in order of arrival, each at most once.
struct Queue {
    /// A ring buffer.
    nodes: Vec<u32>,
    first: usize,
    count: usize,
    waits: Vec<bool>,
}

impl Queue {
    fn new(order: Vec<u32>) -> Self {
        let count = order.len();
        Self { nodes: order, first: 0, count, waits: vec![true; count] }
    }

    fn pop(&mut self) -> Option<u32> {
        let node = *self.nodes.get(self.first).filter(|_| self.count > 0)?;
        self.first = if self.first + 1 == self.nodes.len() { 0 } else { self.first + 1 };
        self.count -= 1;
        self.waits[node as usize] = false;
        Some(node)
    }

    #[inline]
    fn push(&mut self, node: u32) {
        if !std::mem::replace(&mut self.waits[node as usize], true) {
            let end = self.first + self.count;
            let end = if end >= self.nodes.len() { end - self.nodes.len() } else { end };
            self.nodes[end] = node;
            self.count += 1;
        }
    }
}

/// Moves each node to the community of a neighbour, or to one of its own, as long as that improves the quality. After
/// the first pass, only the neighbours of moved nodes are visited again. Moving a node of size k to a community of size
/// K gains the weight of its edges there, less `scale` x k x K.
///
/// This is the "fast local moving phase" of the Leiden algorithm, which first visits all nodes in the given order. If
/// several communities are equally good, one is drawn.
pub(super) fn move_nodes(
    graph: &impl Weighted,
    partition: &mut Partition,
    scale: f64,
    order: Vec<u32>,
    random: &mut Random,
) {
    let mut queue = Queue::new(order);
    let mut touched = Vec::new();
    let empty = (0..).zip(&partition.members).filter(|(_, members)| **members == 0);
    let mut empty: Vec<u32> = empty.map(|(community, _)| community).collect();
    while let Some(node) = queue.pop() {
        partition.link(graph.neighbours(node), &mut touched);
        let (own, size) = (partition.of[node as usize], graph.size(node));
        let factor = scale * f64::from(size);
        let gain = |Community { total, links }: Community| f64::from(links) - factor * f64::from(total);
        // The node's own size doesn't count in the community where it stays. The sums are whole numbers, so that no two
        // communities can each seem better than the other.
        let Community { total, links } = partition.communities[own as usize];
        let (mut best, mut best_gain, mut equal) = (own, gain(Community { total: total - size, links }), 0);
        for &community in touched.iter().filter(|&&community| community != own) {
            let gain = gain(partition.communities[community as usize]);
            if gain > best_gain {
                (best, best_gain, equal) = (community, gain, 1);
            } else if gain == best_gain && equal > 0 {
                equal += 1;
                if random.below(equal) == 0 {
                    best = community;
                }
            }
        }
        partition.unlink(&mut touched);
        let is_alone = partition.members[own as usize] == 1;
        if best_gain < 0.0 && !is_alone {
            // A community of its own has gain 0.
            best = empty.pop().unwrap_or(own);
        }
        if best == own {
            continue;
        }
        if is_alone {
            empty.push(own);
        }
        partition.put(node, size, best);
        for (other, _) in graph.neighbours(node) {
            if partition.of[other as usize] != best {
                queue.push(other);
            }
        }
    }
}
