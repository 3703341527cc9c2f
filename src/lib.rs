//! Sister cities and partner regions as a graph: who is tied to whom, which regions are left out, what holds the
//! network together.
//!
//! A data set is read ([`formats`]), resolved against a register of countries and regions into a network, and a
//! graph of ties is taken from it within a scope ([`graph`]). Questions are functions from that graph to flat rows
//! ([`query`]); [`table`] writes rows, [`diagram`] draws them.
//!
//! ```
//! use sistergraph::{formats, graph::{Network, Scope}, model::Level, query, register::Register};
//!
//! let (dataset, _notes) = formats::built_in("belarus")?.sound()?;
//! let (network, _warnings) = Network::build(dataset, Register::built_in()).sound().expect("built-in data is sound");
//! let mogilev = network.names().find("Могилёв", Level::ALL)?.subject;
//! let graph = network.graph(&Scope::default());
//! assert_eq!(query::partners(&graph, mogilev, false).partners, 26);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Layers
//! A module imports only from layers with a smaller number; modules of one layer do not see each other.
//!
//! | layer | module | holds |
//! |---|---|---|
//! | 0 | [`model`], [`legible`], [`file_names`] | values and checked constructors, the data set; characters that can't be seen; names of files |
//! | 1 | [`register`], [`geodesy`], [`words`], [`table`], [`scene`] | countries and regions; distances; the sentences of every language; rows as text; pictures |
//! | 2 | [`formats`] | bytes to a data set and back |
//! | 3 | [`graph`] | a data set resolved: places, ties, names, scope |
//! | 4 | [`metrics`] | a graph to numbers |
//! | 5 | [`query`], [`check`] | questions to rows; problems to rows |
//! | 6 | [`diagram`], [`map`], [`chart`] | a graph to DOT and to a picture; a graph to a map; rows to a chart |
//!
//! The command line is above these, in the binary.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod chart;
pub mod check;
pub mod diagram;
pub mod file_names;
pub mod formats;
pub mod geodesy;
pub mod graph;
pub mod legible;
pub mod map;
pub mod metrics;
pub mod model;
pub mod query;
pub mod register;
pub mod scene;
pub mod table;
pub mod words;

/// The README's example of the library is tested like any other.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
