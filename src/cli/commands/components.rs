use clap::Args;
use sistergraph::{query, said};

use super::answer_for_people;
use crate::cli::{output::Answered, session::Session};

pub const COMPONENTS_HELP: &str = "\
Examples:
  sistergraph components
  sistergraph components --between BY RU
  sistergraph components --members --format csv";

#[derive(Args)]
pub struct ComponentsOptions {
    /// One row for each place instead of one for each component
    #[arg(long)]
    pub members: bool,
}

/// What people see of a component: names in place of ids.
const FOR_PEOPLE: &[&str] =
    &["component", "size", "ties", "largest_degree_names", "countries", "region_count", "regions"];
/// The same of a place.
const MEMBERS_FOR_PEOPLE: &[&str] = &["component", "size", "name", "level", "region", "country", "degree", "id"];

pub fn components<'s>(session: &'s Session, options: &ComponentsOptions) -> Answered<'s> {
    let graph = session.keep(session.graph());
    let rows = query::components(graph);
    let isolated = rows.iter().filter(|row| row.size == 1).count();
    let (words, places) = (session.words(), graph.place_count());
    let found = said!(words, ComponentsFound, components = rows.len(), places, isolated);
    let headline = format!("{found}{}", session.filters());
    if options.members {
        let rows = query::component_members(graph);
        answer_for_people(headline, rows, MEMBERS_FOR_PEOPLE, &["id", "size", "level", "country"])
    } else {
        answer_for_people(headline, rows, FOR_PEOPLE, &["regions", "ties", "region_count"])
    }
}
