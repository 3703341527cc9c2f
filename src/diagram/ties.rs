use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{
    Cluster, Diagram, Edge, Node, OTHER_FILL,
    clusters::{ClusterKey, Clustering, Clusters},
};
use crate::{
    formats::colour_of_kind,
    graph::{Place, PlaceId, Tie, TieGraph},
    metrics::{components, within_steps},
    model::{CountryCode, PartnershipKind, is_latin},
    said,
};

/// The places of a graph that a diagram shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// All places.
    #[default]
    All,
    /// The places within some steps of any of these, with all ties among them.
    Around(Vec<PlaceId>, usize),
    /// The places of one component, numbered from 0 as in [`components`].
    Component(usize),
}

/// The places and ties of `selection`, clustered, by id. Communities are those of the whole graph.
pub fn of_ties(graph: &TieGraph<'_>, selection: &Selection, clusters: impl Into<Clusters>, title: String) -> Diagram {
    let shown = select(graph, selection);
    let clustering = Clustering::new(graph, clusters.into(), &shown);
    let words = graph.network().words();
    // The numbers of clusters by label, and the label of each cluster already made, since areas may share one.
    let (mut numbers, mut nodes) = (BTreeMap::new(), Vec::<Vec<Node>>::new());
    let mut number_of: HashMap<ClusterKey, usize> = HashMap::new();
    let node = |place: &Place<'_>| {
        let degree = graph.degree(place.number());
        let country = place.country();
        let area = place.region().map(|region| &*region.code).or(country.as_ref().map(CountryCode::as_str));
        let name = place.shown_name();
        Node {
            number: place.number().index(),
            label: name.to_owned(),
            latin: if is_latin(name) { None } else { place.latin_name() },
            tooltip: said!(words, NodeOfPlace, id = place.id(), area = area.unwrap_or_default(), degree),
            weight: degree,
            fill: clustering.fill(place),
        }
    };
    let mut places = graph.places().filter(|place| shown[place.number().index()]);
    loop {
        let round: Vec<Place<'_>> = places.by_ref().take(ROUND).collect();
        if round.is_empty() {
            break;
        }
        let made: Vec<Node> = round.par_iter().with_min_len(PART).map(node).collect();
        for (place, node) in round.into_iter().zip(made) {
            let group = *number_of.entry(clustering.key(&place)).or_insert_with(|| {
                *numbers.entry(clustering.label(&place)).or_insert_with(|| {
                    nodes.push(Vec::new());
                    nodes.len() - 1
                })
            });
            nodes[group].push(node);
        }
    }
    let mut ties = graph.ties().map(|(_, tie)| tie).filter(|tie| shown[tie.a.index()] && shown[tie.b.index()]);
    let (mut kinds, mut edges) = (BTreeSet::new(), Vec::new());
    loop {
        let round: Vec<Tie> = ties.by_ref().take(ROUND).collect();
        if round.is_empty() {
            break;
        }
        let parts: Vec<Vec<(PartnershipKind, Edge)>> =
            round.par_chunks(PART).map(|part| of_part(graph, part)).collect();
        for (kind, edge) in parts.into_iter().flatten() {
            kinds.insert(kind);
            edges.push(edge);
        }
    }
    let has_others = nodes.iter().flatten().any(|node| node.fill == OTHER_FILL);
    let clusters = numbers.into_iter().map(|((_, label), at)| Cluster { label, nodes: std::mem::take(&mut nodes[at]) });
    Diagram {
        source: String::new(),
        words,
        title,
        clusters: clusters.collect(),
        legend: legend(graph, kinds, edges.iter().any(|edge| edge.dashed), clustering.legend(has_others)),
        edges,
    }
}

/// The number of places and ties that `selection` shows. O(places + ties).
pub fn extent(graph: &TieGraph<'_>, selection: &Selection) -> (usize, usize) {
    let shown = select(graph, selection);
    let places = graph.places().filter(|place| shown[place.number().index()]).count();
    let ties = graph.ties().filter(|(_, tie)| shown[tie.a.index()] && shown[tie.b.index()]).count();
    (places, ties)
}

/// Whether each place is shown, by number.
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

/// The number of places, and of ties, that are converted in one round.
const ROUND: usize = 1 << 16;

/// From this many on, a thread pays.
const PART: usize = 1 << 11;

/// The number of rows that are prefetched at once.
const FETCHED: usize = 1 << 7;

/// The edges of some ties, each with its kind.
fn of_part(graph: &TieGraph<'_>, ties: &[Tie]) -> Vec<(PartnershipKind, Edge)> {
    let mut edges = Vec::with_capacity(ties.len());
    for ties in ties.chunks(FETCHED) {
        graph.network().dataset().fetch_terms(ties.iter().flat_map(|tie| graph.rows_of(tie)));
        edges.extend(ties.iter().map(|tie| edge(graph, tie)));
    }
    edges
}

/// The edge of a tie, and the kind that determines its colour: the firmest kind of its partnerships.
fn edge(graph: &TieGraph<'_>, tie: &Tie) -> (PartnershipKind, Edge) {
    let (mut kind, mut is_in_force) = (PartnershipKind::Informal, false);
    for (other, status) in graph.kinds_and_statuses_of(tie) {
        kind = kind.min(other);
        is_in_force |= status.in_force();
    }
    let (from, to) = (tie.a.index(), tie.b.index());
    (kind, Edge { from, to, label: None, weight: 1, colour: colour_of_kind(kind), dashed: !is_in_force })
}

fn legend(
    graph: &TieGraph<'_>,
    kinds: BTreeSet<PartnershipKind>,
    has_dashed: bool,
    colours: Vec<(Option<&'static str>, String)>,
) -> Vec<(Option<&'static str>, String)> {
    let words = graph.network().words();
    let mut lines: Vec<_> = kinds
        .into_iter()
        .map(|kind| (Some(colour_of_kind(kind)), said!(words, LegendTie, kind = words.ties_of_kind(kind))))
        .collect();
    if has_dashed {
        lines.push((None, said!(words, LegendDashed)));
    }
    lines.extend(colours);
    lines.push((None, format!("{}: {}", said!(words, LargerType), said!(words, LegendMorePartners))));
    lines
}
