//! Bridges, cut places and blocks: what holds a graph together.
//!
//! [`cuts`] answers for places, with what each loss cuts off. [`blocks`] answers for the nodes of an
//! [`Adjacency`](crate::graph::Adjacency), with what hangs on each block. Both use one depth-first search without
//! recursion in O(nodes + edges): J. Hopcroft and R. Tarjan, "Efficient algorithms for graph manipulation",
//! Communications of the ACM 16 (1973). petgraph's `bridges` and `articulation_points` each need a search of their own,
//! and give neither blocks nor what is cut off. The tests compare the results with theirs.

mod blocks;
mod cuts;
mod depth_first;

pub use blocks::{Blocks, blocks};
pub use cuts::{Bridge, CutPlace, Cuts, cuts};
