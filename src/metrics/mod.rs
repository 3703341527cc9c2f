//! Layer 4: pure functions from a [`TieGraph`](crate::graph::TieGraph), or from its bare
//! [`Adjacency`](crate::graph::Adjacency), to numbers, one a file, each with its convention stated.

mod assortativity;
mod betweenness;
mod blocks;
mod classes;
mod closeness;
mod components;
mod connected;
mod connectivity;
mod core_numbers;
mod cuts;
mod degrees;
mod distance;
mod distances;
mod ego;
mod eigenvector;
mod hanging_trees;
mod many_searches;
mod page_rank;
mod reconciliation;
mod region_degree;
mod threads;
mod tie_length;
mod triangles;
mod twins;
mod vicinity;

pub use assortativity::{category_assortativity, degree_assortativity};
pub use betweenness::betweenness;
pub use blocks::{Blocks, blocks};
pub use classes::classes;
pub use closeness::{closeness, harmonic};
pub use components::{Components, components};
pub use connectivity::{Connectivity, connectivity};
pub use core_numbers::core_numbers;
pub use cuts::{Bridge, CutPlace, Cuts, cuts};
pub use degrees::{Degrees, degree_distribution, degrees, density};
pub use distance::shortest_path;
pub use distances::{Distances, distances};
pub use ego::within_steps;
pub use eigenvector::eigenvector;
pub use page_rank::page_rank;
pub use reconciliation::{Counted, explained, is_during, party_levels, unit};
pub use region_degree::{RegionDegree, region_degrees};
pub use threads::Threads;
pub use tie_length::tie_lengths;
pub use triangles::{Triangles, triangles};
