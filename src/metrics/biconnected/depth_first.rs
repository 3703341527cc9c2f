use std::cmp::Ordering;

use crate::graph::Adjacency;

/// Marks a node that has no position in depth-first order yet.
pub(super) const UNSEEN: u32 = u32::MAX;

/// What happens to a node, and to everything below it in the search, when the node above is lost.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attachment {
    /// An edge leads from below to further up, so nothing falls off.
    Cycle,
    /// It falls off: the node above completes a block here.
    Block,
    /// It falls off, even if only the edge to the node above is lost: the block is that edge.
    Bridge,
}

/// Receives the events of a depth-first search.
pub(super) trait Visitor {
    /// The search meets a node. This comes before everything below the node.
    fn enter(&mut self, node: u32);
    /// The search has met everything below a node. `above` is `None` for a root.
    fn leave(&mut self, node: u32, above: Option<Above>);
    /// The search has left the root of a component.
    fn end_component(&mut self);
}

/// The node above another in the search.
#[derive(Clone, Copy)]
pub(super) struct Above {
    pub(super) node: u32,
    pub(super) is_root: bool,
    pub(super) attachment: Attachment,
}

/// A node on the path from the root to the current node.
struct Visit {
    node: u32,
    /// The number of its neighbours that have been examined.
    looked_at: u32,
    /// The smallest position reached from its subtree by one back edge.
    low: u32,
}

/// Searches a graph depth-first, from the smallest node of each component.
pub(super) fn depth_first(graph: &Adjacency, visitor: &mut impl Visitor) {
    let mut position = vec![UNSEEN; graph.node_count()];
    let mut seen = 0;
    let mut path: Vec<Visit> = Vec::new();
    for root in graph.nodes() {
        if position[root as usize] != UNSEEN {
            continue;
        }
        let mut enter = |node: u32, visitor: &mut _, position: &mut [u32]| {
            Visitor::enter(visitor, node);
            position[node as usize] = seen;
            seen += 1;
            Visit { node, looked_at: 0, low: seen - 1 }
        };
        path.push(enter(root, visitor, &mut position));
        while let [before @ .., visit] = &mut path[..] {
            let parent = before.last().map(|parent| parent.node);
            let mut unseen = None;
            for &other in &graph.neighbours(visit.node)[visit.looked_at as usize..] {
                visit.looked_at += 1;
                let at = position[other as usize];
                if at == UNSEEN {
                    unseen = Some(other);
                    break;
                }
                // The graph is simple, so only one edge leads to the parent.
                if Some(other) != parent {
                    visit.low = visit.low.min(at);
                }
            }
            if let Some(other) = unseen {
                path.push(enter(other, visitor, &mut position));
                continue;
            }
            let Some(done) = path.pop() else { break };
            let is_root = path.len() == 1;
            let above = path.last_mut().map(|parent| {
                parent.low = parent.low.min(done.low);
                let attachment = match done.low.cmp(&position[parent.node as usize]) {
                    Ordering::Less => Attachment::Cycle,
                    Ordering::Equal => Attachment::Block,
                    Ordering::Greater => Attachment::Bridge,
                };
                Above { node: parent.node, is_root, attachment }
            });
            visitor.leave(done.node, above);
        }
        visitor.end_component();
    }
}
