use std::{collections::BTreeMap, ops::RangeInclusive};

use super::ColourBy;
use crate::{
    graph::TieGraph,
    metrics::classes,
    model::CountryCode,
    query::{Reason, RegionRow, Side, regions, unconnected},
    scene::{Fill, Theme},
};

/// The most classes of counts.
const CLASSES: usize = 5;

/// How a region is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// The number of its class of counts, the smallest counts first.
    Count(usize),
    /// It has no tie in the scope.
    NoTie,
    /// It has no tie, because no place in it is known.
    NoPlace,
}

impl Class {
    pub fn fill(self, theme: &Theme, classes: usize) -> Fill {
        match self {
            Class::Count(class) => Fill::Colour(theme.step(class, classes)),
            Class::NoTie => Fill::Hatch(theme.hatches[0].id),
            Class::NoPlace => Fill::Hatch(theme.hatches[1].id),
        }
    }

    /// The class as a CSS class of the picture.
    pub fn word(self) -> &'static str {
        match self {
            Class::Count(class) => ["class-1", "class-2", "class-3", "class-4", "class-5"].get(class).unwrap_or(&""),
            Class::NoTie => "no-tie",
            Class::NoPlace => "no-place",
        }
    }
}

/// A region and its class.
#[derive(Clone, Debug)]
pub(super) struct Coloured {
    pub row: RegionRow,
    pub class: Class,
    /// Why it has no tie, and the basis for that, if it has none.
    pub reason: Option<String>,
}

/// The regions of the sides, or countries, if the map is about all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Choropleth {
    /// Side after side, by code.
    pub regions: Vec<Coloured>,
    /// The ties and the class of each country that has a tie.
    pub countries: BTreeMap<CountryCode, (usize, Class)>,
    /// The classes of counts, in ascending order.
    pub classes: Vec<RangeInclusive<usize>>,
}

impl Choropleth {
    pub fn of(graph: &TieGraph<'_>, sides: &[Side], by: ColourBy) -> Self {
        let rows = regions(graph, sides);
        let count = |row: &RegionRow| match by {
            ColourBy::Ties => row.ties,
            ColourBy::PartnerRegions => row.partner_regions,
            ColourBy::TiedPlaces => row.tied_places,
        };
        let classes = classes(&rows.iter().map(count).collect::<Vec<_>>(), CLASSES);
        // The regions without a tie are in the order of the rows.
        let mut unconnected = unconnected(graph, sides).into_iter().peekable();
        let mut coloured = |row: RegionRow| match unconnected.next_if(|without| without.region == row.region) {
            Some(without) => {
                let no_place = without.reason == Reason::NoPlacesKnown.name();
                let class = if no_place { Class::NoPlace } else { Class::NoTie };
                let reason = graph.network().words().word(&without.reason);
                Coloured { row, class, reason: Some(format!("{reason}, {}", without.basis)) }
            }
            None => {
                // Ties to a country as a whole join no two regions; such a region is in the first class.
                let class = classes.iter().position(|class| class.contains(&count(&row))).unwrap_or(0);
                Coloured { row, class: Class::Count(class), reason: None }
            }
        };
        let regions = rows.into_iter().map(&mut coloured).collect();
        Self { regions, classes, ..Self::default() }
    }

    /// Every country with a tie, by the number of ties with at least one end in it. O(places + ties).
    pub fn of_countries(graph: &TieGraph<'_>) -> Self {
        let mut ties: BTreeMap<CountryCode, usize> = BTreeMap::new();
        for (a, b) in graph.tie_ends() {
            let [a, b] = [a, b].map(|end| graph.place(end).country());
            for country in [a, b.filter(|_| a != b)].into_iter().flatten() {
                *ties.entry(country).or_default() += 1;
            }
        }
        let classes = classes(&ties.values().copied().collect::<Vec<_>>(), CLASSES);
        let class = |ties: usize| Class::Count(classes.iter().position(|class| class.contains(&ties)).unwrap_or(0));
        let countries = ties.into_iter().map(|(country, ties)| (country, (ties, class(ties)))).collect();
        Self { countries, classes, ..Self::default() }
    }

    /// The number of regions or countries in a class.
    pub fn size(&self, class: Class) -> usize {
        let countries = self.countries.values().filter(|(_, of_country)| *of_country == class);
        self.regions.iter().filter(|region| region.class == class).count() + countries.count()
    }
}
