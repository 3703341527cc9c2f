//! Reads DOT diagrams that this crate wrote as the places and ties that they show.
//!
//! The tooltip of a place has its id and the code of its region or country. The colour of an edge stands for its kind.

use hashbrown::HashSet;

use super::{
    graph::{Graph, Node, shown},
    tokens::Id,
};
use crate::{
    formats::graphs::{
        colours,
        tables::{NamedCell, Tables},
    },
    model::{CountryCode, Level, Metadata},
};

/// The name of the graphs that this crate writes.
const NAME: &str = "sistergraph";

/// Adds the places and ties of a diagram; `false` if it isn't one of ours.
pub(super) fn add(graph: &Graph, tables: &mut Tables) -> bool {
    let subjects: Option<Vec<Subject>> = graph.nodes.iter().map(Subject::of).collect();
    let Some(subjects) = subjects.filter(|_| graph.name == NAME) else { return false };
    let title = graph.labels.iter().find_map(title);
    tables.metadata = title.map(|title| Metadata { title: Some(title), ..Metadata::default() });
    let areas: HashSet<&str> = subjects.iter().map(|subject| &*subject.area).collect();
    for label in &graph.labels {
        // The label of a cluster has the name and code of a region.
        let label = shown(label, "");
        let framed = label.strip_suffix(')').and_then(|label| label.rsplit_once(" ("));
        if let Some((name, code)) = framed.filter(|(_, code)| areas.contains(code))
            && let Some(country) = country_of_region(code)
        {
            tables.node(code.to_owned(), Some(name.to_owned()), region(country));
        }
    }
    for (subject, node) in subjects.iter().zip(&graph.nodes) {
        let is_country = CountryCode::new(&subject.area).is_some();
        let cells = match (country_of_region(&subject.area), subject.is_area()) {
            (_, true) if is_country => vec![cell("level", Level::Country.name())],
            (_, false) if is_country => vec![cell("country", &subject.area)],
            (Some(country), true) => region(country),
            (Some(_), false) => vec![cell("region", &subject.area)],
            (None, _) => {
                if !subject.area.is_empty() {
                    tables.pass_over("codes of regions that don't begin with their country's");
                }
                Vec::new()
            }
        };
        let name = node.attributes.get("label").map(|label| shown(label, ""));
        tables.node(subject.id.clone(), name, cells);
    }
    for edge in &graph.edges {
        let said = |name: &str| edge.attributes.get(name).map(|value| &*value.text);
        if said("style") == Some("dashed") {
            tables.pass_over("dashed edges, which are ties not in force and don't say why");
            continue;
        }
        if said("label").is_some() {
            tables.pass_over("numbers on edges, which count ties");
        }
        let kind = said("color").filter(|_| said("label").is_none()).and_then(colours::kind_of);
        let cells = kind.map(|kind| cell("kind", kind.name())).into_iter().collect();
        tables.edge(edge.ends.map(|end| subjects[end].id.clone()), cells);
    }
    true
}

fn cell(column: &str, cell: &str) -> NamedCell {
    (column.into(), cell.to_owned())
}

/// The cells of a region that is a node.
fn region(country: CountryCode) -> Vec<NamedCell> {
    vec![cell("level", Level::Region.name()), cell("country", country.as_str())]
}

/// The country with which the code of a region begins, since DOT gives no other.
fn country_of_region(code: &str) -> Option<CountryCode> {
    code.split_once('-').and_then(|(country, _)| CountryCode::new(country))
}

/// The bold title above a legend.
fn title(label: &Id) -> Option<String> {
    let (_, after) = label.text.split_once("<B>")?;
    let (title, _) = after.split_once("</B>")?;
    Some(shown(&Id { text: title.to_owned(), form: label.form }, ""))
}

/// The place, region or country that a node stands for.
struct Subject {
    id: String,
    /// The code of the region or country in which it lies, or its own if it is one; blank if that isn't known.
    area: String,
}

impl Subject {
    /// Parses a tooltip: `minsk-by (BY-HM), degree 26`, or for a region or country `BY-HM: 3 ties to others, 1 within`;
    /// the words may be in any language.
    fn of(node: &Node) -> Option<Self> {
        let tooltip = shown(node.attributes.get("tooltip")?, "");
        let of_place = tooltip.rsplit_once("), ").and_then(|(place, _)| place.rsplit_once(" ("));
        let (id, area) = match of_place {
            Some((id, area)) => (id, area),
            None => tooltip.split_once(':').map(|(code, _)| (code.trim_end(), code.trim_end()))?,
        };
        Some(Self { id: id.to_owned(), area: area.to_owned() })
    }

    fn is_area(&self) -> bool {
        self.id == self.area
    }
}
