use std::collections::BTreeMap;

use super::{Adjacency, PlaceId, TieGraph};
use crate::model::{Area, CountryCode};

/// What places are grouped by, or what the nodes of a quotient graph are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// First-level regions.
    Region,
    /// Countries.
    Country,
}

/// The quotient graph: regions or countries as nodes, an edge for each two with a tie between them.
///
/// A place whose region isn't known stands, by region, for its country; one whose country isn't known is left out.
/// Ties within an area are no edge (the graph is simple), but counted.
pub struct Quotient {
    /// By code.
    areas: Vec<(Area, CountryCode)>,
    /// By place of the network; `None` for a place outside the graph or of no known area.
    node_of: Vec<Option<u32>>,
    adjacency: Adjacency,
    between: usize,
    within: usize,
}

impl Quotient {
    /// Groups the places of a graph: O(places + ties log ties).
    pub fn new(graph: &TieGraph<'_>, by: Grouping) -> Self {
        let mut codes: BTreeMap<&str, (Area, CountryCode)> = BTreeMap::new();
        let area = |place: PlaceId| {
            let place = graph.place(place);
            let country = place.country()?;
            Some(match (by, place.region()) {
                (Grouping::Region, Some(region)) => (&*region.code, Some(region), country),
                _ => (graph.network().register().country(country)?.code.as_str(), None, country),
            })
        };
        for (code, region, country) in graph.places().filter_map(|place| area(place.number())) {
            let named = || region.map_or(Area::Country(country), |region| Area::Region(region.code.to_string()));
            codes.entry(code).or_insert_with(|| (named(), country));
        }
        let numbers: BTreeMap<&str, u32> = codes.keys().copied().zip(0..).collect();
        let mut node_of = vec![None; graph.network().place_count()];
        for place in graph.places() {
            node_of[place.number().index()] = area(place.number()).map(|(code, ..)| numbers[code]);
        }
        let (mut edges, mut between, mut within) = (Vec::new(), 0, 0);
        for (_, tie) in graph.ties() {
            let (Some(a), Some(b)) = (node_of[tie.a.index()], node_of[tie.b.index()]) else { continue };
            let partnerships = tie.partnership_count();
            if a == b {
                within += partnerships;
            } else {
                between += partnerships;
                edges.push((a, b));
            }
        }
        within += graph.loops().filter(|&place| area(place).is_some()).count();
        let adjacency = Adjacency::new(codes.len(), edges);
        Self { areas: codes.into_values().collect(), node_of, adjacency, between, within }
    }

    /// The nodes by code, each with the country it lies in or is.
    pub fn areas(&self) -> &[(Area, CountryCode)] {
        &self.areas
    }

    /// The node of a place; `None` for a place outside the graph or of no known area.
    pub fn node_of(&self, place: PlaceId) -> Option<u32> {
        self.node_of[place.index()]
    }

    /// The nodes, by code, and the edges.
    pub fn adjacency(&self) -> &Adjacency {
        &self.adjacency
    }

    /// How many partnerships join two different areas.
    pub fn partnerships_between(&self) -> usize {
        self.between
    }

    /// How many partnerships lie within one area, those of a place with itself among them.
    pub fn partnerships_within(&self) -> usize {
        self.within
    }
}
