use std::cmp::Reverse;

use serde::Serialize;

use super::joined;
use crate::{
    graph::{Place, PlaceId, TieGraph},
    metrics,
    model::CountryCode,
    register::RegionId,
    table::Listing,
};

/// The number of places of largest degree that a component's row names.
const NAMED: usize = 3;

/// A connected component.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ComponentRow {
    /// Its number, from 1: the largest component first; of equal sizes, the one with the smallest id.
    pub component: usize,
    /// How many places it has.
    pub size: usize,
    /// How many ties it has.
    pub ties: usize,
    /// The ids of its places of largest degree, at most three; places of equal degree are sorted by id.
    pub largest_degree: String,
    /// Their names, with commas between them.
    pub largest_degree_names: String,
    /// The codes of its countries.
    pub countries: String,
    /// How many regions its places lie in.
    pub region_count: usize,
    /// The codes of its regions.
    pub regions: String,
}

/// The components of the graph, the largest first.
pub fn components<'g>(graph: &'g TieGraph<'_>) -> Listing<'g, ComponentRow> {
    let components = metrics::components(graph);
    Listing::new(components.members().len(), move |at| row(graph, at, &components.members()[at]))
}

fn row(graph: &TieGraph<'_>, at: usize, members: &[PlaceId]) -> ComponentRow {
    let places = || members.iter().map(|&place| graph.place(place));
    let mut regions: Vec<RegionId> = places().filter_map(Place::region_id).collect();
    regions.sort_unstable();
    regions.dedup();
    let register = graph.network().register();
    let regions: Vec<&str> = regions.into_iter().map(|region| &*register.region(region).code).collect();
    let (largest_degree, largest_degree_names) = largest_degree(graph, members);
    ComponentRow {
        component: at + 1,
        size: members.len(),
        ties: members.iter().map(|&place| graph.degree(place)).sum::<usize>() / 2,
        largest_degree,
        largest_degree_names,
        countries: joined(places().filter_map(Place::country).collect()),
        region_count: regions.len(),
        regions: joined(regions),
    }
}

/// The ids of the places of largest degree, at most three, and their names. Places of equal degree are sorted by id.
pub(super) fn largest_degree(graph: &TieGraph<'_>, members: &[PlaceId]) -> (String, String) {
    let order = |place: &PlaceId| (Reverse(graph.degree(*place)), *place);
    let mut largest = members.to_vec();
    if largest.len() > NAMED {
        largest.select_nth_unstable_by_key(NAMED, order);
        largest.truncate(NAMED);
    }
    largest.sort_unstable_by_key(order);
    let places: Vec<Place<'_>> = largest.into_iter().map(|place| graph.place(place)).collect();
    let ids: Vec<&str> = places.iter().map(|place| place.id()).collect();
    let names: Vec<&str> = places.iter().map(|place| place.shown_name()).collect();
    (ids.join(" "), names.join(", "))
}

/// A place and its component.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MemberRow<'n> {
    /// The component's number, as in [`ComponentRow`].
    pub component: usize,
    /// How many places the component has.
    pub size: usize,
    /// The place's id.
    pub id: &'n str,
    /// Its name.
    pub name: &'n str,
    /// `city`, `region` or `country`.
    pub level: &'static str,
    /// The code of its region.
    pub region: Option<&'n str>,
    /// The code of its country.
    pub country: Option<CountryCode>,
    /// Its degree.
    pub degree: usize,
}

/// The places of every component: component after component, by id.
pub fn component_members<'g, 'n>(graph: &'g TieGraph<'n>) -> Listing<'g, MemberRow<'n>> {
    let components = metrics::components(graph);
    let places = components.members().concat();
    Listing::new(places.len(), move |at| {
        let place = graph.place(places[at]);
        // Every place of a component is in the graph, so it has a number.
        let number = components.of(places[at]).unwrap_or_default();
        MemberRow {
            component: number + 1,
            size: components.members()[number].len(),
            id: place.id(),
            name: place.shown_name(),
            level: place.level().name(),
            region: place.region().map(|region| &*region.code),
            country: place.country(),
            degree: graph.degree(place.number()),
        }
    })
}
