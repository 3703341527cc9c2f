use std::collections::{BTreeMap, HashMap};

use super::{Cluster, Diagram, Edge, FILLS, Grouping, Node, OTHER_FILL, clusters::fills_by_count};
use crate::{graph::TieGraph, model::CountryCode, said};

/// The colour of the ties between two areas.
const COLOUR: &str = "#0072b2";

/// The quotient graph. Its nodes are regions or countries, by code. An edge joins each two with a tie between them, and
/// its label is the number of ties. Ties within an area are stated on its node. Places whose area isn't known are left
/// out.
///
/// Takes O(places + ties log ties) time.
pub fn of_areas(graph: &TieGraph<'_>, areas: Grouping, title: String) -> Diagram {
    let (network, words) = (graph.network(), graph.network().words());
    let (mut found, area_of) = found(graph, areas);
    let mut ties: Vec<(usize, usize)> = Vec::new();
    for (_, tie) in graph.ties() {
        let (Some(a), Some(b)) = (area_of[tie.a.index()], area_of[tie.b.index()]) else { continue };
        if a == b {
            found[a].within += 1;
        } else {
            found[a].beyond += 1;
            found[b].beyond += 1;
            ties.push((a.min(b), a.max(b)));
        }
    }
    ties.sort_unstable();
    // Regions have the colours of their countries. The countries with the most ties each have a colour of their own.
    let mut counts: BTreeMap<CountryCode, usize> = BTreeMap::new();
    if areas == Grouping::Region {
        found.iter().for_each(|area| *counts.entry(area.country).or_default() += area.within + area.beyond);
    }
    let fills = fills_by_count(counts);
    let has_others = areas == Grouping::Region && found.iter().any(|area| !fills.contains_key(&area.country));
    let mut clusters: BTreeMap<Option<String>, Vec<Node>> = BTreeMap::new();
    for (number, Found { code, name, country, within, beyond }) in found.into_iter().enumerate() {
        let group = (areas == Grouping::Region).then(|| network.shown_country(country));
        let tooltip = said!(words, NodeOfArea, code, beyond, within);
        let label = if within == 0 { name } else { said!(words, NodeWithin, name, within) };
        clusters.entry(group).or_default().push(Node {
            number,
            label,
            latin: None,
            tooltip,
            weight: within + beyond,
            fill: match areas {
                Grouping::Region => fills.get(&country).copied().unwrap_or(OTHER_FILL),
                Grouping::Country => FILLS[0],
            },
        });
    }
    let edge = |ties: &[(usize, usize)]| Edge {
        from: ties[0].0,
        to: ties[0].1,
        label: Some(ties.len().to_string()),
        weight: ties.len(),
        colour: COLOUR,
        dashed: false,
    };
    let edges = ties.chunk_by(|a, b| a == b).map(edge).collect();
    let mut legend = vec![(Some(COLOUR), format!("{}: {}", said!(words, NumberAndWidth), said!(words, LegendTies)))];
    legend.extend(fills.iter().map(|(&country, &fill)| (Some(fill), network.shown_country(country))));
    if has_others {
        legend.push((Some(OTHER_FILL), said!(words, OtherCountries)));
    }
    legend.push((None, format!("{}: {}", said!(words, LargerType), said!(words, LegendMoreTies))));
    Diagram {
        source: String::new(),
        words,
        title,
        clusters: clusters.into_iter().map(|(label, nodes)| Cluster { label, nodes }).collect(),
        edges,
        legend,
    }
}

/// A region or country as a node.
struct Found {
    code: String,
    name: String,
    /// The country by which it is grouped and coloured.
    country: CountryCode,
    /// Ties between two of its places, and ties with one end in it.
    within: usize,
    beyond: usize,
}

/// The areas of a graph by code, without their ties yet, and the number of each place's area.
fn found(graph: &TieGraph<'_>, areas: Grouping) -> (Vec<Found>, Vec<Option<usize>>) {
    let network = graph.network();
    let mut number_of: HashMap<(Option<&str>, Option<CountryCode>), usize> = HashMap::new();
    let (mut found, mut area_of) = (Vec::new(), vec![None; graph.network().place_count()]);
    for place in graph.places() {
        let Some(country) = place.country() else { continue };
        let region = place.region().filter(|_| areas == Grouping::Region);
        let key = (region.map(|region| &*region.code), region.is_none().then_some(country));
        let number = *number_of.entry(key).or_insert_with(|| {
            let (code, name) = match region {
                Some(region) => (region.code.to_string(), network.shown_region(region).to_owned()),
                None => (country.to_string(), network.shown_country(country)),
            };
            found.push(Found { code, name, country, within: 0, beyond: 0 });
            found.len() - 1
        });
        area_of[place.number().index()] = Some(number);
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|&a, &b| found[a].code.cmp(&found[b].code));
    let mut rank = vec![0; found.len()];
    order.into_iter().enumerate().for_each(|(place, area)| rank[area] = place);
    area_of.iter_mut().flatten().for_each(|area| *area = rank[*area]);
    found.sort_by(|a, b| a.code.cmp(&b.code));
    (found, area_of)
}
