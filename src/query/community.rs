use std::{borrow::Cow, cmp::Reverse};

use serde::Serialize;

use super::{component::largest_degree, share_percent};
use crate::{
    graph::{Adjacency, Grouping, Place, PlaceId, TieGraph},
    metrics::{self, Communities, CommunityOptions, modularity, partition_likeness},
    model::CountryCode,
    register::RegionId,
    table::Listing,
};

/// A community.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CommunityRow<'n> {
    /// Its number, from 1: the largest community first; of equal sizes, the one with the smallest id.
    pub community: usize,
    /// How many places it has.
    pub size: usize,
    /// How many ties it has within.
    pub ties: usize,
    /// How many ties lead from it to other communities.
    pub outward_ties: usize,
    /// Ties within the community divided by pairs of its places; `None` if it has one place.
    pub density: Option<f64>,
    /// The ids of its places of largest degree, at most three; places of equal degree are sorted by id.
    pub largest_degree: String,
    /// Their names, with commas between them.
    pub largest_degree_names: String,
    /// How many countries its places lie in.
    pub country_count: usize,
    /// The country with most of its places; of equal counts, the first by code.
    pub main_country: Option<CountryCode>,
    /// The share of its places that lie there, in per cent.
    pub country_percent: Option<f64>,
    /// The share of that country's places that are in the community, in per cent.
    pub of_country_percent: Option<f64>,
    /// How many regions its places lie in.
    pub region_count: usize,
    /// The code of the region with most of its places; of equal counts, the first by code.
    pub main_region: Option<&'n str>,
    /// The share of its places that lie there, in per cent.
    pub region_percent: Option<f64>,
}

/// A place and its community.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CommunityMemberRow<'n> {
    /// The community's number, as in [`CommunityRow`].
    pub community: usize,
    /// How many places the community has.
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
    /// How many of its ties are within the community.
    pub ties_within: usize,
}

/// How well countries or regions explain the communities.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PartitionRow {
    /// `country` or `region`: what the communities are compared with.
    pub level: &'static str,
    /// The number of countries or regions that have a place.
    pub parts: usize,
    /// The number of places compared, which are those whose country or region is known.
    pub places: usize,
    /// The number of communities that have such places.
    pub communities: usize,
    /// See [`PartitionLikeness`](metrics::PartitionLikeness); `None` if there is nothing to compare.
    pub mutual_information: Option<f64>,
    /// See [`PartitionLikeness`](metrics::PartitionLikeness) likewise.
    pub adjusted_rand: Option<f64>,
    /// The modularity of the countries or regions taken as communities. A place without one counts as a community of
    /// its own.
    pub modularity: Option<f64>,
}

/// The communities of a graph of places.
pub struct PlaceCommunities<'g, 'n> {
    graph: &'g TieGraph<'n>,
    adjacency: Cow<'g, Adjacency>,
    found: Communities,
    /// The place of each node.
    places: Vec<PlaceId>,
    /// The index in `members` of each community's first node, and the end of the last.
    starts: Vec<usize>,
    /// The nodes, community after community, by id.
    members: Vec<u32>,
    /// The number of places of each country.
    country_sizes: Vec<usize>,
}

/// The communities of the places of a graph: see [`metrics::communities`].
pub fn communities<'g, 'n>(graph: &'g TieGraph<'n>, options: &CommunityOptions) -> PlaceCommunities<'g, 'n> {
    let adjacency = graph.adjacency();
    let found = metrics::communities(&adjacency, options);
    let places: Vec<PlaceId> = graph.places().map(Place::number).collect();
    let mut starts = vec![0];
    for &size in &found.sizes {
        starts.push(starts.last().copied().unwrap_or_default() + size as usize);
    }
    let (mut next, mut members) = (starts.clone(), vec![0; places.len()]);
    for (node, &community) in (0..).zip(&found.of) {
        members[next[community as usize]] = node;
        next[community as usize] += 1;
    }
    let mut country_sizes = vec![0; CountryCode::COUNT];
    graph.places().filter_map(Place::country).for_each(|country| country_sizes[country.index()] += 1);
    PlaceCommunities { graph, adjacency, found, places, starts, members, country_sizes }
}

impl<'g, 'n: 'g> PlaceCommunities<'g, 'n> {
    /// The communities as the algorithm found them.
    pub fn found(&self) -> &Communities {
        &self.found
    }

    /// The number of communities that have one place.
    pub fn alone(&self) -> usize {
        self.found.sizes.iter().filter(|&&size| size == 1).count()
    }

    /// The modularity of the communities at resolution 1, whatever resolution was asked for; `None` without a tie.
    pub fn modularity(&self) -> Option<f64> {
        modularity(&self.adjacency, &self.found.of, 1.0)
    }

    /// The places of the graph, in order, each with the number of its community, from 1.
    pub fn numbers(&self) -> impl Iterator<Item = (PlaceId, usize)> {
        self.places.iter().zip(&self.found.of).map(|(&place, &community)| (place, community as usize + 1))
    }

    /// The communities, the largest first.
    pub fn rows(&'g self) -> Listing<'g, CommunityRow<'n>> {
        Listing::new(self.found.sizes.len(), move |at| self.row(at))
    }

    fn row(&self, at: usize) -> CommunityRow<'n> {
        let nodes = &self.members[self.starts[at]..self.starts[at + 1]];
        let within: usize = nodes.iter().map(|&node| self.ties_within(node)).sum();
        let degrees: usize = nodes.iter().map(|&node| self.adjacency.degree(node)).sum();
        let countries = tallied(nodes.iter().filter_map(|&node| self.place(node).country()));
        let regions = tallied(nodes.iter().filter_map(|&node| self.place(node).region().map(|region| &*region.code)));
        let pairs = nodes.len() as f64 * (nodes.len() as f64 - 1.0) / 2.0;
        let members: Vec<PlaceId> = nodes.iter().map(|&node| self.places[node as usize]).collect();
        let main_country = countries.first().copied();
        let main_region = regions.first().copied();
        let (largest_degree, largest_degree_names) = largest_degree(self.graph, &members);
        CommunityRow {
            community: at + 1,
            size: nodes.len(),
            ties: within / 2,
            outward_ties: degrees - within,
            density: (pairs > 0.0).then(|| rounded((within / 2) as f64 / pairs)),
            largest_degree,
            largest_degree_names,
            country_count: countries.len(),
            main_country: main_country.map(|(country, _)| country),
            country_percent: main_country.and_then(|(_, places)| share_percent(places, nodes.len())),
            of_country_percent: main_country
                .and_then(|(country, places)| share_percent(places, self.country_sizes[country.index()])),
            region_count: regions.len(),
            main_region: main_region.map(|(region, _)| region),
            region_percent: main_region.and_then(|(_, places)| share_percent(places, nodes.len())),
        }
    }

    /// The places of every community: community after community, by id.
    pub fn member_rows(&'g self) -> Listing<'g, CommunityMemberRow<'n>> {
        Listing::new(self.members.len(), move |at| {
            let node = self.members[at];
            let (place, community) = (self.place(node), self.found.of[node as usize] as usize);
            CommunityMemberRow {
                community: community + 1,
                size: self.found.sizes[community] as usize,
                id: place.id(),
                name: place.shown_name(),
                level: place.level().name(),
                region: place.region().map(|region| &*region.code),
                country: place.country(),
                degree: self.adjacency.degree(node),
                ties_within: self.ties_within(node),
            }
        })
    }

    /// How well countries and regions explain the communities: one row for each level.
    pub fn compared(&self) -> Vec<PartitionRow> {
        let countries = self.graph.places().map(|place| place.country().map(CountryCode::index));
        let regions = self.graph.places().map(|place| place.region_id().map(RegionId::index));
        vec![
            self.compared_with(Grouping::Country, countries.collect()),
            self.compared_with(Grouping::Region, regions.collect()),
        ]
    }

    fn compared_with(&self, level: Grouping, part_of: Vec<Option<usize>>) -> PartitionRow {
        // Parts are numbered. A place without a part gets a number of its own beyond theirs.
        let mut last = part_of.iter().flatten().max().map_or(0, |&last| last as u32 + 1);
        let mut own = || {
            last += 1;
            last - 1
        };
        let parts: Vec<u32> = part_of.iter().map(|part| part.map_or_else(&mut own, |part| part as u32)).collect();
        let known = || part_of.iter().zip(&self.found.of).filter_map(|(part, &of)| Some(((*part)? as u32, of)));
        let likeness = partition_likeness(known());
        PartitionRow {
            level: level.name(),
            parts: tallied(known().map(|(part, _)| part)).len(),
            places: known().count(),
            communities: tallied(known().map(|(_, community)| community)).len(),
            mutual_information: likeness.map(|likeness| rounded(likeness.mutual_information)),
            adjusted_rand: likeness.map(|likeness| rounded(likeness.adjusted_rand)),
            modularity: modularity(&self.adjacency, &parts, 1.0).map(rounded),
        }
    }

    fn place(&self, node: u32) -> Place<'n> {
        self.graph.place(self.places[node as usize])
    }

    fn ties_within(&self, node: u32) -> usize {
        let of = |node: u32| self.found.of[node as usize];
        self.adjacency.neighbours(node).iter().filter(|&&other| of(other) == of(node)).count()
    }
}

/// Rounds to a millionth.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The number of occurrences of each item, most frequent first; equally frequent items are in order.
fn tallied<T: Ord + Copy>(items: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    let mut tallied: Vec<(T, usize)> = items.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    tallied.sort_by_key(|&(_, count)| Reverse(count));
    tallied
}
