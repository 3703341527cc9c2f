use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{Cluster, Diagram, Edge, FILLS, Grouping, KINDS, LARGER, Node, OTHER_FILL};
use crate::{
    graph::{PlaceId, Tie, TieGraph},
    metrics::{components, within_steps},
    model::{CountryCode, PartnershipKind},
};

/// Which places of a graph a diagram shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// All.
    #[default]
    All,
    /// Those within so many steps of any of these, with all ties among them.
    Around(Vec<PlaceId>, usize),
    /// Those of one component, numbered from 0 as [`components`] does.
    Component(usize),
}

/// The colour of a kind of partnership.
fn colour(kind: PartnershipKind) -> &'static str {
    PartnershipKind::ALL.iter().position(|other| *other == kind).map_or(KINDS[0], |number| KINDS[number])
}

/// The places and ties of `selection`, clustered; places and ties by id.
pub fn of_ties(graph: &TieGraph<'_>, selection: &Selection, clusters: Grouping, title: String) -> Diagram {
    let shown = select(graph, selection);
    let fills = fills(graph, &shown);
    let mut groups: BTreeMap<Option<String>, Vec<Node>> = BTreeMap::new();
    for place in graph.places().filter(|place| shown[place.number().index()]) {
        let country = place.country().map(|code| code.to_string());
        let group = match clusters {
            Grouping::Region => place.region().map(|region| format!("{} ({})", region.name, region.code)).or(country),
            Grouping::Country => place.country().map(|code| graph.network().register().country_name(code)),
        };
        let degree = graph.degree(place.number());
        let area =
            place.region().map(|region| region.code.to_string()).or(place.country().map(|code| code.to_string()));
        let node = Node {
            number: place.number().index(),
            label: place.name().to_owned(),
            tooltip: format!("{} ({}), degree {degree}", place.id(), area.unwrap_or_default()),
            weight: degree,
            fill: place.country().and_then(|code| fills.get(&code)).copied().unwrap_or(OTHER_FILL),
        };
        groups.entry(group).or_default().push(node);
    }
    let ties = graph.ties().map(|(_, tie)| tie).filter(|tie| shown[tie.a.index()] && shown[tie.b.index()]);
    let mut kinds = BTreeSet::new();
    let edges: Vec<Edge> = ties
        .map(|tie| {
            let (kind, edge) = edge(graph, &tie);
            kinds.insert(kind);
            edge
        })
        .collect();
    Diagram {
        title,
        clusters: groups.into_iter().map(|(label, nodes)| Cluster { label, nodes }).collect(),
        legend: legend(graph, kinds, edges.iter().any(|edge| edge.dashed), &fills),
        edges,
    }
}

/// How many places and ties of a graph `selection` shows: O(places + ties).
pub fn extent(graph: &TieGraph<'_>, selection: &Selection) -> (usize, usize) {
    let shown = select(graph, selection);
    let places = graph.places().filter(|place| shown[place.number().index()]).count();
    let ties = graph.ties().filter(|(_, tie)| shown[tie.a.index()] && shown[tie.b.index()]).count();
    (places, ties)
}

/// Which places are shown, by number.
fn select(graph: &TieGraph<'_>, selection: &Selection) -> Vec<bool> {
    let mut shown = vec![matches!(selection, Selection::All); graph.network().place_count()];
    match selection {
        Selection::All => {}
        Selection::Component(number) => {
            let components = components(graph);
            for place in components.members().get(*number).into_iter().flatten() {
                shown[place.index()] = true;
            }
        }
        Selection::Around(centre, depth) => return within_steps(graph, centre, *depth),
    }
    shown
}

/// A fill for each of the countries with most places shown; of equal counts by code.
fn fills(graph: &TieGraph<'_>, shown: &[bool]) -> BTreeMap<CountryCode, &'static str> {
    let mut counts: BTreeMap<CountryCode, usize> = BTreeMap::new();
    for country in graph.places().filter(|place| shown[place.number().index()]).filter_map(|place| place.country()) {
        *counts.entry(country).or_default() += 1;
    }
    let mut ranked: Vec<(CountryCode, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(country, count)| (Reverse(count), country));
    ranked.into_iter().map(|(country, _)| country).zip(FILLS).collect()
}

/// The edge of a tie, and the kind that it has the colour of: the firmest of its partnerships'.
fn edge(graph: &TieGraph<'_>, tie: &Tie) -> (PartnershipKind, Edge) {
    let (mut kind, mut is_in_force) = (PartnershipKind::Informal, false);
    for (other, status) in graph.kinds_and_statuses_of(tie) {
        kind = kind.min(other);
        is_in_force |= status.in_force();
    }
    let (from, to) = (tie.a.index(), tie.b.index());
    (kind, Edge { from, to, label: None, weight: 1, colour: colour(kind), dashed: !is_in_force })
}

fn legend(
    graph: &TieGraph<'_>,
    kinds: BTreeSet<PartnershipKind>,
    has_dashed: bool,
    fills: &BTreeMap<CountryCode, &'static str>,
) -> Vec<(Option<&'static str>, String)> {
    let mut lines: Vec<_> = kinds.into_iter().map(|kind| (Some(colour(kind)), format!("tie: {kind}"))).collect();
    if has_dashed {
        lines.push((None, "dashed: not in force".to_owned()));
    }
    let register = graph.network().register();
    lines.extend(fills.iter().map(|(&country, &fill)| (Some(fill), register.country_name(country))));
    lines.push((None, format!("{LARGER}: more partners")));
    lines
}
