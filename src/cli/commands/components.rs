use clap::Args;
use sistergraph::{query, said};

use super::answer;
use crate::cli::{output::Answered, session::Session};

pub const COMPONENTS_HELP: &str = "\
Examples:
  sistergraph components
  sistergraph components --between BY RU
  sistergraph components --members --format csv";

#[derive(Args)]
pub struct ComponentsOptions {
    /// One row a place in place of one a component
    #[arg(long)]
    pub members: bool,
}

pub fn components<'s>(session: &'s Session, options: &ComponentsOptions) -> Answered<'s> {
    let graph = session.keep(session.graph());
    let rows = query::components(graph);
    let isolated = rows.iter().filter(|row| row.size == 1).count();
    let (words, places) = (session.words(), graph.place_count());
    let found = said!(words, ComponentsFound, components = rows.len(), places, isolated);
    let headline = format!("{found}{}", session.filters());
    if options.members {
        answer(headline, query::component_members(graph), &["size", "level", "country"])
    } else {
        answer(headline, rows, &["regions", "ties", "region_count"])
    }
}
