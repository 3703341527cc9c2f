use std::ops::RangeInclusive;

use super::ColourBy;
use crate::{
    graph::TieGraph,
    metrics::classes,
    query::{Reason, RegionRow, Side, regions, unconnected},
    scene::{Fill, Theme},
};

/// The most classes of counts.
const CLASSES: usize = 5;

/// What a region is coloured as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// The number of a class of counts, the smallest first.
    Count(usize),
    /// No tie in the scope.
    NoTie,
    /// No tie, because no place in it is known.
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

    /// The class as a class of the picture.
    pub fn word(self) -> &'static str {
        match self {
            Class::Count(class) => ["class-1", "class-2", "class-3", "class-4", "class-5"].get(class).unwrap_or(&""),
            Class::NoTie => "no-tie",
            Class::NoPlace => "no-place",
        }
    }
}

/// The regions of the sides with what they are coloured by.
#[derive(Clone, Debug, Default)]
pub(super) struct Choropleth {
    /// Side after side, by code: the region, the count it is coloured by, its class.
    pub regions: Vec<(RegionRow, usize, Class)>,
    /// The classes of counts, from few to many.
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
        let counts: Vec<usize> = rows.iter().map(count).collect();
        let classes = classes(&counts, CLASSES);
        let unconnected = unconnected(graph, sides);
        let no_place: Vec<&str> = unconnected
            .iter()
            .filter(|row| row.reason == Reason::NoPlacesKnown.name())
            .map(|row| row.region.as_str())
            .collect();
        let class = |row: &RegionRow, count: usize| {
            if row.ties == 0 {
                if no_place.contains(&row.region.as_str()) { Class::NoPlace } else { Class::NoTie }
            } else {
                // Ties to a country as such join no two regions: such a region is in the first class.
                Class::Count(classes.iter().position(|class| class.contains(&count)).unwrap_or(0))
            }
        };
        let regions = rows
            .into_iter()
            .zip(&counts)
            .map(|(row, &count)| {
                let class = class(&row, count);
                (row, count, class)
            })
            .collect();
        Self { regions, classes }
    }

    /// How many regions are of a class.
    pub fn size(&self, class: Class) -> usize {
        self.regions.iter().filter(|(.., other)| *other == class).count()
    }
}
