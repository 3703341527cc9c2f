use std::cmp::Ordering;

use crate::graph::Adjacency;

/// No position in depth-first order yet.
pub(super) const UNSEEN: u32 = u32::MAX;

/// What becomes of a node, and of all below it in the search, when the node above is lost.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attachment {
    /// An edge leads further up from below: nothing falls off.
    Cycle,
    /// It falls off: the node above closes a block here.
    Block,
    /// It falls off, and does so too when the edge to the node above is lost: the block is that edge.
    Bridge,
}

/// What a depth-first search tells.
pub(super) trait Visitor {
    /// Meets a node, which comes before all that is below it.
    fn enter(&mut self, node: u32);
    /// Has met all that is below a node; a root has no node above.
    fn leave(&mut self, node: u32, above: Option<Above>);
    /// Has left the root of a component.
    fn end_component(&mut self);
}

/// The node above another in the search.
#[derive(Clone, Copy)]
pub(super) struct Above {
    pub(super) node: u32,
    pub(super) is_root: bool,
    pub(super) attachment: Attachment,
}

/// A node on the path from the root that the search is at.
struct Visit {
    node: u32,
    /// How many of its neighbours have been looked at.
    looked_at: u32,
    /// The least position reached from its subtree by one edge back.
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
                // The graph is simple: only one edge leads to the parent.
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
