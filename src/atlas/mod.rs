//! Layer 7: the atlas, an interactive page. It is a network, its map and its figures as one HTML file that opens
//! anywhere, makes no requests, and runs only its own script.
//!
//! [`page()`] writes columns of places (`data`), of points (`geometry`, `network`) and of figures (`ledger`), and fills
//! a template (`page`). The page shows them with a small TypeScript program (`src/atlas/page`), whose bundle is part of
//! this crate.

mod columns;
mod contents;
mod curves;
mod data;
mod geometry;
mod grid;
mod head;
mod ledger;
mod list;
mod network;
mod page;

use crate::{
    graph::{Network, Scope},
    map::{BaseMap, MapOptions},
    model::{Area, CountryCode},
    query::Side,
    register::{Outlines, RegionId},
};

use self::{columns::Columns, contents::Contents, data::Areas, page::Blanks};

/// What a page shows when it is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtlasOptions {
    /// The heading, instead of one made from the filters.
    pub title: Option<String>,
    /// The initial state of the page, in the form that its address has behind `#`: `place=mogilev-by&year=2016`.
    pub state: Option<String>,
    /// Whether the page shows few controls, for use in a frame on another page.
    pub is_embedded: bool,
}

/// The page about a network, in the language of its words. It has the partnerships that pass `scope`, with every status
/// and date, from which the page itself selects. Without filters, it has every place. The same network gives the same
/// page.
///
/// Takes O(places log places + partnerships + points of outlines) time.
///
/// ```
/// # use sistergraph::{formats, graph::{Network, Scope}, register::{Outlines, Register}};
/// use sistergraph::atlas::{self, AtlasOptions};
/// # let (dataset, _) = formats::built_in("belarus")?.sound()?;
/// # let (network, _) = Network::build(dataset, Register::built_in()).sound().expect("built-in data is sound");
/// let page = atlas::page(&network, &Scope::default(), &Outlines::built_in(), &AtlasOptions::default());
/// assert!(page.starts_with("<!DOCTYPE html>") && page.len() < 350_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn page(network: &Network, scope: &Scope, outlines: &Outlines, options: &AtlasOptions) -> String {
    let words = network.words();
    let graph = network.graph(scope);
    let map = MapOptions { words, title: options.title.clone(), ..MapOptions::default() };
    let base = BaseMap::of(&graph, outlines, &map);
    let contents = Contents::of(network, scope, &base.sides);
    let areas = Areas::of(network, &contents, &base);
    let mut columns = Columns::default();
    columns.texts([head::head(network, scope, &base, options).as_str()]);
    data::write_areas(&mut columns, network, &areas);
    data::write_places(&mut columns, network, &contents, &areas);
    data::write_partnerships(&mut columns, &contents);
    geometry::write_map(&mut columns, &base, &contents, outlines);
    geometry::write_outlines(&mut columns, &base, &areas, network, outlines);
    network::write_network(&mut columns, &contents);
    ledger::write_ledger(&mut columns, &graph, &areas, &base);
    let blanks = Blanks {
        language: words.language().name(),
        title: &base.title,
        list: &list::list(&graph),
        source: &base.source,
        data: &columns.packed(),
    };
    blanks.filled()
}

/// The countries that sides are, or in which they lie.
fn countries_of(network: &Network, sides: &[Side]) -> Vec<CountryCode> {
    let country = |side: &Side| match &side.area {
        Area::Country(code) => Some(*code),
        Area::Region(code) => network.register().find_region(code).map(|id| network.register().region(id).country),
    };
    sides.iter().filter_map(country).collect()
}

/// The regions of sides, side after side, each once.
fn regions_of(network: &Network, sides: &[Side]) -> Vec<RegionId> {
    let mut regions: Vec<RegionId> = Vec::new();
    for id in sides.iter().flat_map(|side| side.regions(network)) {
        if !regions.contains(&id) {
            regions.push(id);
        }
    }
    regions
}
