use std::{cmp::Reverse, collections::BTreeMap};

use super::{FILLS, OTHER_FILL};
use crate::{
    graph::{Grouping, Place, TieGraph},
    metrics::{CommunityOptions, communities},
    model::{CountryCode, vocabulary},
    register::RegionId,
    said,
};

vocabulary! {
    /// How places are grouped: each group has a frame, and countries and communities have colours.
    Clusters, "cluster", {
        /// First-level regions; countries have colours
        Region = "region",
        /// Countries; these have colours
        Country = "country",
        /// Communities, as `communities` finds them; these have colours
        Community = "community",
    }
}

impl From<Grouping> for Clusters {
    fn from(areas: Grouping) -> Self {
        match areas {
            Grouping::Region => Clusters::Region,
            Grouping::Country => Clusters::Country,
        }
    }
}

/// The cluster of a place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ClusterKey {
    Area(Option<RegionId>, Option<CountryCode>),
    Community(usize),
}

/// What has a colour of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Coloured {
    Country(CountryCode),
    Community(usize),
}

/// The clusters of the places of a graph, and their colours.
pub(super) struct Clustering<'g, 'n> {
    graph: &'g TieGraph<'n>,
    clusters: Clusters,
    /// For each place of the network, its community, from 1, if communities are asked for.
    communities: Vec<usize>,
    fills: BTreeMap<Coloured, &'static str>,
}

impl<'g, 'n> Clustering<'g, 'n> {
    /// Gives colours to the countries or communities with most places shown; of equal counts, the first by code or
    /// number.
    pub fn new(graph: &'g TieGraph<'n>, clusters: Clusters, shown: &[bool]) -> Self {
        let mut numbers = Vec::new();
        if clusters == Clusters::Community {
            numbers.resize(graph.network().place_count(), 0);
            // The communities are those of the whole graph, whatever part of it is shown, so that they have the same
            // numbers everywhere.
            let found = communities(&graph.adjacency(), &CommunityOptions::default());
            for (place, community) in graph.places().zip(found.of) {
                numbers[place.number().index()] = community as usize + 1;
            }
        }
        let mut clustering = Self { graph, clusters, communities: numbers, fills: BTreeMap::new() };
        let mut counts: BTreeMap<Coloured, usize> = BTreeMap::new();
        let places = graph.places().filter(|place| shown[place.number().index()]);
        places
            .filter_map(|place| clustering.coloured(&place))
            .for_each(|coloured| *counts.entry(coloured).or_default() += 1);
        clustering.fills = fills_by_count(counts);
        clustering
    }

    fn community(&self, place: &Place<'_>) -> Option<usize> {
        self.communities.get(place.number().index()).copied()
    }

    /// What determines the colour of a place.
    fn coloured(&self, place: &Place<'_>) -> Option<Coloured> {
        match self.clusters {
            Clusters::Region | Clusters::Country => place.country().map(Coloured::Country),
            Clusters::Community => self.community(place).map(Coloured::Community),
        }
    }

    pub fn key(&self, place: &Place<'_>) -> ClusterKey {
        match self.community(place) {
            Some(community) => ClusterKey::Community(community),
            None => ClusterKey::Area(place.region_id(), place.country()),
        }
    }

    /// The label of a place's cluster, with its sort key; no label for a place of no known area.
    pub fn label(&self, place: &Place<'_>) -> (usize, Option<String>) {
        let (network, country) = (self.graph.network(), place.country());
        let label = match self.clusters {
            Clusters::Region => {
                let region = place.region().map(|region| format!("{} ({})", network.shown_region(region), region.code));
                region.or(country.map(|code| code.to_string()))
            }
            Clusters::Country => country.map(|code| network.shown_country(code)),
            Clusters::Community => self.community(place).map(|number| said!(network.words(), CommunityNumber, number)),
        };
        (self.community(place).unwrap_or_default(), label)
    }

    pub fn fill(&self, place: &Place<'_>) -> &'static str {
        self.coloured(place).and_then(|coloured| self.fills.get(&coloured)).copied().unwrap_or(OTHER_FILL)
    }

    /// The lines of the legend that explain the colours.
    pub fn legend(&self, has_others: bool) -> Vec<(Option<&'static str>, String)> {
        let (network, words) = (self.graph.network(), self.graph.network().words());
        let name = |coloured: &Coloured| match *coloured {
            Coloured::Country(country) => network.shown_country(country),
            Coloured::Community(number) => said!(words, CommunityNumber, number),
        };
        let mut lines: Vec<_> = self.fills.iter().map(|(coloured, &fill)| (Some(fill), name(coloured))).collect();
        if has_others {
            let others = match self.clusters {
                Clusters::Region | Clusters::Country => said!(words, OtherCountries),
                Clusters::Community => said!(words, OtherCommunities),
            };
            lines.push((Some(OTHER_FILL), others));
        }
        lines
    }
}

/// Gives a fill to each of those with the largest counts; of equal counts, the first by code or number.
pub(super) fn fills_by_count<K: Ord + Copy>(counts: BTreeMap<K, usize>) -> BTreeMap<K, &'static str> {
    let mut ranked: Vec<(K, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|&(key, count)| (Reverse(count), key));
    ranked.into_iter().map(|(key, _)| key).zip(FILLS).collect()
}
