use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use super::{MapOptions, middle::middle};
use crate::{
    graph::{Place, PlaceId, Tie, TieGraph},
    metrics::within_steps,
    model::{CountryCode, Level, PartnershipKind},
    register::{Outline, Outlines},
};

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dot {
    pub place: PlaceId,
    /// Longitude and latitude in degrees; for a region or country, a point inside its outline.
    pub position: [f64; 2],
    /// Its number of partners in the graph.
    pub degree: usize,
    /// How well known the place is: its partners times its inhabitants, or 0 if its population isn't known. Readers
    /// look for well-known cities. The largest city of a country counts as having at least [`OF_A_COUNTRY`] partners,
    /// so that a map of the world doesn't leave out Paris because a list has only one of its ties. The value of the
    /// k-th city of a country is divided by k: fewer readers look for the thirtieth city of China than for the first of
    /// Poland.
    pub renown: u64,
    /// Whether the map is about it.
    pub is_centre: bool,
    /// Whether it is a region or country, which is drawn in the middle of its outline.
    pub is_area: bool,
}

/// A tie on the map, with its ends as indices in [`Content::dots`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arc {
    pub ends: [usize; 2],
    pub kind: PartnershipKind,
    pub in_force: bool,
}

/// With more ties than this, only a sample is drawn: a picture of millions would look the same and be far larger.
const MOST_ARCS: usize = 100_000;

/// With more arcs than this, they have no tooltips, and are so thin that only many together are dark.
const MANY_ARCS: usize = 2000;

/// The number of partners that the largest city of a country has at least when its renown is computed.
const OF_A_COUNTRY: usize = 20;

/// The places and ties that a map shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Content {
    /// The places, by id.
    pub dots: Vec<Dot>,
    /// The ties, by the ids of both ends.
    pub arcs: Vec<Arc>,
    /// The interval of the sample of ties; 1 if all are drawn.
    pub sampled: usize,
    /// The number of ties, drawn or not.
    pub ties: usize,
    /// The number of ties without an end in the place that the map is about, if it is about a place and its partners.
    pub ties_beside: usize,
    /// Places and ties that aren't shown because a position is missing.
    pub without_position: usize,
    pub ties_without_position: usize,
}

impl Content {
    pub fn of(graph: &TieGraph<'_>, outlines: &Outlines, options: &MapOptions) -> Self {
        let shown: Option<Vec<bool>> = options.ego.as_ref().map(|ego| within_steps(graph, &ego.centre, ego.depth));
        // A set, since it is searched for every place shown.
        let centre: HashSet<PlaceId> = options.ego.iter().flat_map(|ego| ego.centre.iter().copied()).collect();
        let is_shown = |place: PlaceId| shown.as_ref().is_none_or(|shown| shown[place.index()]);
        let mut content = Content::default();
        let mut dot_of: Vec<Option<usize>> = vec![None; graph.network().place_count()];
        for place in graph.places().filter(|place| is_shown(place.number())) {
            let Some(position) = position(place, outlines) else {
                content.without_position += 1;
                continue;
            };
            dot_of[place.number().index()] = Some(content.dots.len());
            content.dots.push(Dot {
                place: place.number(),
                position,
                degree: graph.degree(place.number()),
                renown: 0,
                is_centre: centre.contains(&place.number()),
                is_area: place.level() != Level::City,
            });
        }
        content.count_renown(graph);
        let shown = || graph.ties().filter(|(_, tie)| is_shown(tie.a) && is_shown(tie.b));
        content.ties = shown().count();
        // Within two steps or more, the remaining ties aren't only ties among partners.
        if options.ego.as_ref().is_some_and(|ego| ego.depth == 1) {
            let is_beside = |tie: &Tie| !centre.contains(&tie.a) && !centre.contains(&tie.b);
            content.ties_beside = shown().filter(|(_, tie)| is_beside(tie)).count();
        }
        content.sampled = content.ties.div_ceil(MOST_ARCS).max(1);
        for (_, tie) in shown().step_by(content.sampled) {
            match [tie.a, tie.b].map(|place| dot_of[place.index()]) {
                [Some(a), Some(b)] => content.arcs.push(Arc {
                    ends: [a, b],
                    kind: graph.leading_kind(&tie),
                    in_force: graph.in_force(&tie),
                }),
                _ => content.ties_without_position += 1,
            }
        }
        content
    }

    /// Whether there are too many arcs to follow a single one.
    pub fn is_dense(&self) -> bool {
        self.arcs.len() > MANY_ARCS
    }

    fn count_renown(&mut self, graph: &TieGraph<'_>) {
        let city = |dot: &Dot| {
            let place = graph.place(dot.place);
            Some((place.country()?, place.population()?)).filter(|_| !dot.is_area && dot.degree > 0)
        };
        // The first by id of those with most inhabitants.
        let mut largest: HashMap<CountryCode, (u64, PlaceId)> = HashMap::new();
        for dot in &self.dots {
            let Some((country, inhabitants)) = city(dot) else { continue };
            let of_country = largest.entry(country).or_insert((inhabitants, dot.place));
            if inhabitants > of_country.0 {
                *of_country = (inhabitants, dot.place);
            }
        }
        for dot in &mut self.dots {
            let Some((country, inhabitants)) = city(dot) else { continue };
            let least = if largest[&country].1 == dot.place { OF_A_COUNTRY } else { 0 };
            dot.renown = inhabitants.saturating_mul(dot.degree.max(least) as u64);
        }
        let mut by_renown: Vec<usize> = (0..self.dots.len()).filter(|&dot| self.dots[dot].renown > 0).collect();
        by_renown.sort_by_key(|&dot| (Reverse(self.dots[dot].renown), dot));
        let mut before: HashMap<Option<CountryCode>, u64> = HashMap::new();
        for dot in by_renown {
            let rank = before.entry(graph.place(self.dots[dot].place).country()).or_default();
            *rank += 1;
            self.dots[dot].renown /= *rank;
        }
    }
}

/// The position at which a place is shown: a city's own, or the middle of a region's or country's outline.
pub(super) fn position(place: Place<'_>, outlines: &Outlines) -> Option<[f64; 2]> {
    let outline = match place.level() {
        Level::City => return place.position().map(|position| [position.lon(), position.lat()]),
        Level::Region => outlines.region(&place.region()?.code)?,
        Level::Country => outlines.country(place.country()?)?,
    };
    middle_of(outline)
}

fn middle_of(outline: &Outline) -> Option<[f64; 2]> {
    middle(outline.iter().flatten().map(Vec::as_slice)).map(|middle| middle.at)
}
