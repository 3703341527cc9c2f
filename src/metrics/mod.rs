//! Layer 4: pure functions from a [`TieGraph`](crate::graph::TieGraph) to numbers, one a file, each with its
//! convention stated.

mod classes;
mod components;
mod cuts;
mod distance;
mod ego;
mod region_degree;

pub use classes::classes;
pub use components::{Components, components};
pub use cuts::{Bridge, CutPlace, Cuts, cuts};
pub use distance::shortest_path;
pub use ego::within_steps;
pub use region_degree::{RegionDegree, region_degrees};
