use clap::Args;
use sistergraph::{
    diagram::{self, Clusters, Diagram, Selection},
    graph::{Grouping, Quotient, Subject, TieGraph},
    metrics, query, said,
};

use crate::cli::{arguments::explained, error::Error, output::Output, session::Session};

pub const DOT_HELP: &str = "\
Examples:
  sistergraph dot --ego Mogilev | dot -Tsvg > mogilev.svg
  sistergraph dot --by region --between BY RU -o regions.dot
  sistergraph dot --component 2
  sistergraph dot --cluster community -o communities.dot";

#[derive(Args)]
pub struct DotOptions {
    /// Only the neighbourhood of this place
    #[arg(long, value_name = "PLACE", conflicts_with = "component")]
    pub ego: Option<String>,
    /// How many ties the neighbourhood extends from the place
    #[arg(long, value_name = "N", default_value_t = 1, requires = "ego")]
    pub depth: usize,
    /// Only the component with this number; `components` lists the numbers
    #[arg(long, value_name = "N")]
    pub component: Option<usize>,
    /// Show regions or countries as nodes, and the number of ties on the edges
    #[arg(long, value_parser = explained::<Grouping>(), conflicts_with_all = ["ego", "component", "cluster"])]
    pub by: Option<Grouping>,
    /// The groups of places that frames are drawn around
    #[arg(long, default_value = "region", value_parser = explained::<Clusters>())]
    pub cluster: Clusters,
}

pub fn dot(session: &Session, options: &DotOptions, output: &Output) -> Result<u8, Error> {
    let diagram = of(session, options)?;
    output.write(|out| diagram::write_dot(&diagram, out))?;
    Ok(0)
}

/// The diagram asked for: of the whole graph, of the surroundings of a place, of a component, or of regions or
/// countries.
pub fn of(session: &Session, options: &DotOptions) -> Result<Diagram, Error> {
    let graph = session.graph();
    session.on_emptiness(&graph);
    let (selection, ego) = selection(session, options, &graph)?;
    let title = title(session, ego, options.component);
    if options.by.is_some() {
        session.require_countries("dot --by")?;
    }
    Ok(match options.by {
        Some(areas) => diagram::of_areas(&graph, areas, title),
        None => diagram::of_ties(&graph, &selection, options.cluster, title),
    })
}

/// The number of nodes and edges of that diagram, without making it.
pub fn extent(session: &Session, options: &DotOptions) -> Result<(usize, usize), Error> {
    let graph = session.graph();
    let (selection, _) = selection(session, options, &graph)?;
    Ok(match options.by {
        Some(areas) => {
            let quotient = Quotient::new(&graph, areas);
            (quotient.areas().len(), quotient.adjacency().edge_count())
        }
        None => diagram::extent(&graph, &selection),
    })
}

/// Which places are asked about, and the place that they surround.
fn selection(
    session: &Session,
    options: &DotOptions,
    graph: &TieGraph<'_>,
) -> Result<(Selection, Option<Subject>), Error> {
    let ego = options.ego.as_deref().map(|place| session.subject(place)).transpose()?;
    let selection = match (ego, options.component) {
        (Some(subject), _) => Selection::Around(query::places_of(&session.network, subject), options.depth),
        (None, Some(number)) => component(graph, number)?,
        (None, None) => Selection::All,
    };
    Ok((selection, ego))
}

/// The component with a number, from 1, as in `components`.
fn component(graph: &TieGraph<'_>, asked: usize) -> Result<Selection, Error> {
    let components = metrics::components(graph).count();
    match asked.checked_sub(1).filter(|&number| number < components) {
        Some(number) => Ok(Selection::Component(number)),
        None => Err(Error::NoComponent { asked, components }),
    }
}

fn title(session: &Session, ego: Option<Subject>, component: Option<usize>) -> String {
    let (metadata, words) = (session.network.dataset().metadata(), session.words());
    let mut title = session.network.title().map_or_else(|| said!(words, Partnerships), str::to_owned);
    if let Some(date) = metadata.date {
        title.push_str(&format!(" ({})", words.date(date)));
    }
    if let Some(subject) = ego {
        title.push_str(&format!(", {}", said!(words, Around, place = session.network.shown_subject(subject))));
    }
    if let Some(number) = component {
        title.push_str(&format!(", {}", said!(words, ComponentNumber, number)));
    }
    title.push_str(&session.filters());
    title
}
