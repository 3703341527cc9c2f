//! Bridges, cut places and blocks: what holds a graph together.
//!
//! [`cuts`] answers for places, with what each loss cuts off; [`blocks`] for the nodes of an [`Adjacency`](crate::graph::Adjacency), with what hangs on
//! each block. Both read one depth-first search: J. Hopcroft and R. Tarjan, "Efficient algorithms for graph manipulation",
//! Communications of the ACM 16 (1973), without recursion, O(nodes + edges). petgraph's `bridges` and
//! `articulation_points` each take a search of their own and tell neither blocks nor what is cut off; the tests hold them
//! against these.

mod blocks;
mod cuts;
mod depth_first;

pub use blocks::{Blocks, blocks};
pub use cuts::{Bridge, CutPlace, Cuts, cuts};
