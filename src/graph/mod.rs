//! Layer 3: from a [`Dataset`](crate::model::Dataset) to a graph of ties.
//!
//! [`Network::build`] resolves every row once: ids, codes and names become [`PlaceId`]s, and every problem becomes a
//! [`Finding`]. A [`TieGraph`] is the network within a [`Scope`]: a simple, undirected graph that is built once and
//! never changes. petgraph's algorithms run on `&TieGraph`, and on the bare [`Adjacency`] that metrics walk. [`Names`]
//! finds places by any of their names.

mod adjacency;
mod admitted;
mod area_set;
mod bearers;
mod build;
mod by_ends;
mod chains;
mod cities;
mod country_text;
mod ends;
mod extract;
mod finding;
mod forward_star;
mod halves;
mod id;
mod incident_ties;
mod items;
mod ledger;
mod ledger_entries;
mod likeness;
mod located;
mod matching;
mod merge;
mod names;
mod nearest;
mod network;
mod node_set;
mod numbering;
mod placed;
mod places_by_region;
mod quotient;
mod region_kinds;
mod region_text;
mod resolved_rows;
mod scope;
mod shown;
mod steps;
mod subject;
mod tie;
mod tie_graph;
mod towns;
mod united;
mod visit_adjacency;
mod visit_ties;
mod visits;

pub use adjacency::Adjacency;
pub use area_set::AreaSet;
pub use build::Built;
pub use extract::extract;
pub use finding::{Finding, FindingKind, Severity};
pub use id::{PlaceId, TieId};
pub use incident_ties::IncidentTies;
pub use ledger::{Contact, Curator, Indicator, Participant, Total};
pub use ledger_entries::{ContactRow, TotalRow};
pub use located::OUTLINE_TOLERANCE_KM;
pub use matching::{Matched, match_by_name};
pub use merge::{Merged, SPELLINGS_KM, merge_spellings};
pub use names::Names;
pub use network::{Network, Place};
pub use node_set::NodeSet;
pub use placed::{Placement, place};
pub use places_by_region::PlacesByRegion;
pub use quotient::{Areas, Grouping, Quotient};
pub use scope::Scope;
pub use subject::{Candidate, Found, NameError, Subject, TownName};
pub use tie::{KindsAndStatuses, Tie, WithinPeriod};
pub use tie_graph::TieGraph;
pub use visit_adjacency::{Edge, Edges, EdgesOfNode};
pub use visit_ties::{Partners, PlaceReferences, Places, TieRef, TieReferences, TiesOfPlace};
