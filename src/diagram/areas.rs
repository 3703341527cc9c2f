use std::collections::BTreeMap;

use super::{Cluster, Diagram, Edge, Grouping, Node};
use crate::graph::{PlaceId, TieGraph};

/// The fill of a region or country.
const FILL: &str = "#cfe3f2";
/// The colour of the ties between two areas.
const COLOUR: &str = "#0072b2";

/// The quotient graph: regions or countries as nodes, by code; an edge for each two with a tie between them, labelled
/// with how many. Ties within an area stand on its node. Places whose area isn't known are left out.
pub fn of_areas(graph: &TieGraph<'_>, areas: Grouping, title: String) -> Diagram {
    let register = graph.network().register();
    // Code, name and the country it is grouped under.
    let area = |place: PlaceId| {
        let place = graph.place(place);
        let country = place.country()?;
        let own = || (country.to_string(), register.country_name(country), country);
        match (areas, place.region()) {
            (Grouping::Region, Some(region)) => Some((region.code.to_string(), region.name.to_string(), country)),
            _ => Some(own()),
        }
    };
    let mut nodes: BTreeMap<String, (String, crate::model::CountryCode, usize, usize)> = BTreeMap::new();
    for (code, name, country) in graph.places().filter_map(|place| area(place.number())) {
        nodes.entry(code).or_insert((name, country, 0, 0));
    }
    let mut edges: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (_, tie) in graph.ties() {
        let (Some((a, ..)), Some((b, ..))) = (area(tie.a), area(tie.b)) else { continue };
        if a == b {
            nodes.entry(a).and_modify(|node| node.2 += 1);
        } else {
            for code in [&a, &b] {
                nodes.entry(code.clone()).and_modify(|node| node.3 += 1);
            }
            *edges.entry(if a < b { (a, b) } else { (b, a) }).or_default() += 1;
        }
    }
    let numbers: BTreeMap<String, usize> = nodes.keys().cloned().zip(0..).collect();
    let mut clusters: BTreeMap<Option<String>, Vec<Node>> = BTreeMap::new();
    for (number, (code, (name, country, within, beyond))) in nodes.into_iter().enumerate() {
        let group = (areas == Grouping::Region).then(|| register.country_name(country));
        let label = if within == 0 { name.clone() } else { format!("{name} ({within} within)") };
        let tooltip = format!("{code}: {beyond} ties to others, {within} within");
        clusters.entry(group).or_default().push(Node { number, label, tooltip, weight: within + beyond, fill: FILL });
    }
    let edges = edges
        .into_iter()
        .map(|((a, b), ties)| Edge {
            from: numbers[&a],
            to: numbers[&b],
            label: Some(ties.to_string()),
            weight: ties,
            colour: COLOUR,
            dashed: false,
        })
        .collect();
    Diagram {
        title,
        clusters: clusters.into_iter().map(|(label, nodes)| Cluster { label, nodes }).collect(),
        edges,
        legend: vec![
            (Some(COLOUR), "number and width: ties between the two".to_owned()),
            (None, "larger type: more ties".to_owned()),
        ],
    }
}
