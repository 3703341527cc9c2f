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
//! # Tour
//! The tour goes from bytes to a picture, and names the type to begin at in each module. A module imports only from
//! layers with a smaller number; modules of one layer do not import each other.
//!
//! | layer | module | begins at | what it is for |
//! |---|---|---|---|
//! | 0 | [`model`] | [`Dataset`](model::Dataset) | places, partnerships and the ledger as they were read; checked values |
//! | 0 | [`text`], [`legible`], [`file_names`] | [`count`](text::count) | plurals and lists; characters that can't be seen; names of files |
//! | 1 | [`register`] | [`Register`](register::Register) | all countries and first-level regions, their names and outlines |
//! | 1 | [`geodesy`] | [`distance_km`](geodesy::distance_km) | distances and arcs on the globe |
//! | 1 | [`words`] | [`Words`](words::Words) | the sentences of every language |
//! | 1 | [`table`] | [`Answer`](table::Answer) | rows as a terminal's table, CSV, JSON, Markdown, HTML or a workbook |
//! | 1 | [`scene`] | [`Scene`](scene::Scene) | shapes and text on a page, as SVG, PNG or PDF |
//! | 2 | [`formats`] | [`read`](formats::read) | bytes to a data set and back |
//! | 2 | [`gazetteer`] | [`Gazetteer`](gazetteer::Gazetteer) | the towns of the world: where one lies, and what it is called |
//! | 3 | [`graph`] | [`Network`](graph::Network), [`TieGraph`](graph::TieGraph) | every row resolved; the ties within a scope, as a graph |
//! | 3 | [`fetch`] | [`wikidata`](fetch::wikidata()) | services on the net to a data set |
//! | 4 | [`metrics`] | [`components`](metrics::components) | a graph to numbers |
//! | 5 | [`query`] | [`partners`](query::partners()) | a question to typed rows |
//! | 5 | [`check`] | [`check`](check::check) | all that is wrong or doubtful in a data set, with what to do |
//! | 6 | [`diagram`] | [`Diagram`](diagram::Diagram) | a graph to DOT and to a node-link picture |
//! | 6 | [`map`] | [`draw`](map::draw) | a graph to a map |
//! | 6 | [`chart`] | [`bars`](chart::bars) | rows to a chart |
//! | 7 | [`atlas`] | [`page`](atlas::page()) | a network to a page that answers by a click |
//!
//! The command line lies above these layers, in the binary: nothing here knows an option.
//!
//! # petgraph and graphviz-rust
//! [`&TieGraph`](graph::TieGraph#petgraph) implements the traits of `petgraph::visit`, so that petgraph's algorithms
//! run on it. [`TieGraph::to_petgraph`](graph::TieGraph::to_petgraph) makes an `UnGraph`, and [`diagram::dot_graph`]
//! makes a `graphviz_rust::dot_structures::Graph`. Both crates are re-exported in the versions that this crate uses.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod atlas;
pub mod chart;
pub mod check;
pub mod diagram;
pub mod fetch;
pub mod file_names;
pub mod formats;
pub mod gazetteer;
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
pub mod text;
pub mod words;

pub use graphviz_rust;
pub use petgraph;

/// The README's example of the library is tested like any other.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
