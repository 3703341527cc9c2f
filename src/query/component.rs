use serde::Serialize;

use super::joined;
use crate::{
    graph::{PlaceId, TieGraph},
    metrics,
};

/// How many places of largest degree a component's row names.
const NAMED: usize = 3;

/// A connected component.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ComponentRow {
    /// Its number, from 1: the largest first, of equal sizes the one with the smallest id.
    pub component: usize,
    /// How many places it has.
    pub size: usize,
    /// How many ties it has.
    pub ties: usize,
    /// The ids of its places of largest degree, at most three; of equal degrees by id.
    pub largest_degree: String,
    /// The codes of its countries.
    pub countries: String,
    /// How many regions its places lie in.
    pub region_count: usize,
    /// The codes of its regions.
    pub regions: String,
}

/// The components of the graph, the largest first.
pub fn components(graph: &TieGraph<'_>) -> Vec<ComponentRow> {
    let components = metrics::components(graph);
    let row = |(number, members): (usize, &Vec<PlaceId>)| {
        let places = || members.iter().map(|&place| graph.place(place));
        let mut by_degree = members.clone();
        by_degree.sort_by_key(|&place| (std::cmp::Reverse(graph.degree(place)), place));
        let named = by_degree.iter().take(NAMED).map(|&place| graph.place(place).id()).collect::<Vec<_>>();
        let mut regions: Vec<&str> = places().filter_map(|place| place.region()).map(|region| &*region.code).collect();
        regions.sort_unstable();
        regions.dedup();
        ComponentRow {
            component: number + 1,
            size: members.len(),
            ties: members.iter().map(|&place| graph.degree(place)).sum::<usize>() / 2,
            largest_degree: named.join(" "),
            countries: joined(places().filter_map(|place| place.country()).collect()),
            region_count: regions.len(),
            regions: regions.join(" "),
        }
    };
    components.members().iter().enumerate().map(row).collect()
}

/// A place with the component it is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MemberRow {
    /// The component's number, as in [`ComponentRow`].
    pub component: usize,
    /// How many places the component has.
    pub size: usize,
    /// The place's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `city`, `region` or `country`.
    pub level: String,
    /// The code of its region.
    pub region: Option<String>,
    /// The code of its country.
    pub country: Option<String>,
    /// Its degree.
    pub degree: usize,
}

/// The places of every component: component after component, by id.
pub fn component_members(graph: &TieGraph<'_>) -> Vec<MemberRow> {
    let components = metrics::components(graph);
    let mut rows = Vec::new();
    for (number, members) in components.members().iter().enumerate() {
        rows.extend(members.iter().map(|&place| {
            let place = graph.place(place);
            MemberRow {
                component: number + 1,
                size: members.len(),
                id: place.id().to_owned(),
                name: place.name().to_owned(),
                level: place.level().to_string(),
                region: place.region().map(|region| region.code.to_string()),
                country: place.country().map(|code| code.to_string()),
                degree: graph.degree(place.number()),
            }
        }));
    }
    rows
}
