use super::random::Random;
use crate::graph::Adjacency;

/// Draws one of the shortest paths between two nodes, all with the same probability.
///
/// Two breadth-first searches, one from each end, alternate until they meet. The one whose next level has fewer edges
/// goes on, so that only a small part of a network is visited. This is the search of KADABRA: M. Borassi and E. Natale,
/// ACM Journal of Experimental Algorithmics 24 (2019).
pub(super) struct RandomPath<'g> {
    graph: &'g Adjacency,
    seen: Vec<Seen>,
    draw: u32,
    sides: [Side; 2],
    /// The edges at which the searches meet, from the first search's node to the second's, with the number of paths
    /// over each.
    crossings: Vec<(u32, u32, f64)>,
}

/// The state of a node.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Twice the number of the draw, plus the side that met the node.
    by: u32,
    level: u32,
    /// The number of shortest paths to it from the end of its side.
    paths: f64,
}

#[derive(Default)]
struct Side {
    /// The nodes of the last level.
    frontier: Vec<u32>,
    next: Vec<u32>,
    level: u32,
    /// The number of edges of the last level.
    edges: usize,
}

/// The number of draws that marks can tell apart.
const DRAWS: u32 = u32::MAX / 2;

impl<'g> RandomPath<'g> {
    pub fn new(graph: &'g Adjacency) -> Self {
        let seen = vec![Seen::default(); graph.node_count()];
        Self { graph, seen, draw: 0, sides: Default::default(), crossings: Vec::new() }
    }

    /// Draws a path between two different nodes of one component, and calls `see` for its nodes, without the ends.
    pub fn draw(&mut self, ends: [u32; 2], random: &mut Random, mut see: impl FnMut(u32)) {
        if self.draw == DRAWS - 1 {
            self.seen.fill(Seen::default());
            self.draw = 0;
        }
        self.draw += 1;
        for (side, &end) in ends.iter().enumerate() {
            self.seen[end as usize] = Seen { by: self.mark(side), level: 0, paths: 1.0 };
            let edges = self.graph.degree(end);
            let Side { frontier, level, edges: of_side, .. } = &mut self.sides[side];
            frontier.clear();
            frontier.push(end);
            (*level, *of_side) = (0, edges);
        }
        self.crossings.clear();
        while self.crossings.is_empty() {
            let side = usize::from(self.sides[1].edges < self.sides[0].edges);
            if self.sides[side].frontier.is_empty() {
                return;
            }
            self.advance(side);
        }
        let all: f64 = self.crossings.iter().map(|(.., paths)| paths).sum();
        let mut left = random.share() * all;
        let drawn = self.crossings.iter().find(|(.., paths)| {
            left -= paths;
            left < 0.0
        });
        let Some(&(first, second, _)) = drawn.or(self.crossings.last()) else { return };
        for (side, node) in [first, second].into_iter().enumerate() {
            self.walk_back(side, node, random, &mut see);
        }
    }

    fn mark(&self, side: usize) -> u32 {
        2 * self.draw + side as u32
    }

    /// Advances a search by a level, or finds where the searches meet.
    fn advance(&mut self, side: usize) {
        let (own, other) = (self.mark(side), self.mark(1 - side));
        let Side { frontier, next, level, edges } = &mut self.sides[side];
        *level += 1;
        *edges = 0;
        next.clear();
        for &node in frontier.iter() {
            let paths = self.seen[node as usize].paths;
            for &neighbour in self.graph.neighbours(node) {
                let seen = &mut self.seen[neighbour as usize];
                if seen.by == other {
                    let ends = if side == 0 { (node, neighbour) } else { (neighbour, node) };
                    self.crossings.push((ends.0, ends.1, paths * seen.paths));
                } else if seen.by != own {
                    *seen = Seen { by: own, level: *level, paths };
                    *edges += self.graph.degree(neighbour);
                    next.push(neighbour);
                } else if seen.level == *level {
                    seen.paths += paths;
                }
            }
        }
        std::mem::swap(frontier, next);
    }

    /// Walks from a node to the end of its side along a random shortest path.
    fn walk_back(&self, side: usize, mut node: u32, random: &mut Random, see: &mut impl FnMut(u32)) {
        let by = self.mark(side);
        while let Some(level) = self.seen[node as usize].level.checked_sub(1) {
            see(node);
            let mut left = random.share() * self.seen[node as usize].paths;
            let before = self.graph.neighbours(node).iter().copied().filter(|&other| {
                let seen = &self.seen[other as usize];
                seen.by == by && seen.level == level
            });
            for other in before {
                node = other;
                left -= self.seen[other as usize].paths;
                if left < 0.0 {
                    break;
                }
            }
        }
    }
}
