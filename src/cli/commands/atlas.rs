use clap::Args;
use sistergraph::{
    atlas::{self, AtlasOptions},
    register::Outlines,
};

use super::atlas_state;
use crate::cli::{error::Error, output::Output, session::Session};

pub const ATLAS_HELP: &str = "\
The page holds the map, the network, a table, search and filters. It opens from a file, without a server or a network, \
and makes no request. Status and --as-of are where the page begins; it holds the other ties as well. Other filters \
leave out what doesn't pass them.

A state is the part of the page's address behind `#`: place=ID, region=CODE, country=CODE, view=network, kind=KIND, \
status=STATUS, year=YEAR, in=CODE, to=CODE, without=CODE, path=ID. docs/atlas.md lists them all.

Examples:
  sistergraph atlas -o atlas.html
  sistergraph atlas --between BY RU --lang ru -o by-ru.html
  sistergraph atlas --open 'place=Mogilev&view=network' -o mogilev.html";

#[derive(Args)]
pub struct AtlasArguments {
    /// The heading, instead of one made from the filters
    #[arg(long)]
    pub title: Option<String>,
    /// What the page shows at first, written as in the part of its address after `#`
    #[arg(long, value_name = "STATE")]
    pub open: Option<String>,
    /// Show only a few controls, for a frame on another page
    #[arg(long)]
    pub embed: bool,
}

pub fn atlas(session: &Session, arguments: AtlasArguments, output: &Output) -> Result<u8, Error> {
    let graph = session.graph();
    session.on_emptiness(&graph);
    let state = arguments.open.map(|state| atlas_state::checked(session, &state)).transpose()?;
    let options = AtlasOptions { title: arguments.title, state, is_embedded: arguments.embed };
    let page = atlas::page(&session.network, &session.scope, &Outlines::built_in(), &options);
    output.write(|out| out.write_all(page.as_bytes()))?;
    Ok(0)
}
