use crate::{
    graph::TieGraph,
    model::{CountryCode, Level, PartnershipKind, Status},
};

/// The places and ties of a graph counted by level and country: one pass over the places, one over the ties.
pub(super) struct Tally {
    /// By level.
    pub(super) places: [usize; LEVELS],
    /// Places that have a tie.
    pub(super) tied: usize,
    /// Ties by the levels of their ends, the later one in the vocabulary (the lower) first.
    pub(super) by_level: [[usize; LEVELS]; LEVELS],
    /// Ties of two places in one country.
    pub(super) domestic: usize,
    /// Ties of places in two countries.
    pub(super) international: usize,
    /// By [`CountryCode::index`]: ties with at least one end in the country.
    pub(super) ties_of_country: Vec<usize>,
    /// By [`CountryCode::index`]: its places that have a tie.
    pub(super) tied_places_of_country: Vec<usize>,
}

const LEVELS: usize = Level::ALL.len();

/// The level and country of a place in two bytes: so that those of the ends of millions of ties stay in the cache.
#[derive(Clone, Copy)]
struct Class(u16);

impl Tally {
    pub(super) fn of(graph: &TieGraph<'_>) -> Self {
        let mut tally = Self {
            places: [0; LEVELS],
            tied: 0,
            by_level: [[0; LEVELS]; LEVELS],
            domestic: 0,
            international: 0,
            ties_of_country: vec![0; CountryCode::COUNT + 1],
            tied_places_of_country: vec![0; CountryCode::COUNT + 1],
        };
        let classes: Vec<Class> =
            graph.network().places().map(|place| Class::new(place.level(), place.country())).collect();
        for place in graph.places() {
            let (level, country) = classes[place.number().index()].level_and_country();
            let is_tied = usize::from(graph.degree(place.number()) > 0);
            tally.places[level] += 1;
            tally.tied += is_tied;
            tally.tied_places_of_country[country] += is_tied;
        }
        for (_, tie) in graph.ties() {
            let [(a, x), (b, y)] = [tie.a, tie.b].map(|place| classes[place.index()].level_and_country());
            tally.by_level[a.max(b)][a.min(b)] += 1;
            tally.ties_of_country[x] += 1;
            tally.ties_of_country[y] += usize::from(x != y);
            let both_known = x.max(y) < CountryCode::COUNT;
            tally.domestic += usize::from(both_known && x == y);
            tally.international += usize::from(both_known && x != y);
        }
        tally
    }
}

impl Class {
    fn new(level: Level, country: Option<CountryCode>) -> Self {
        let country = country.map_or(CountryCode::COUNT, CountryCode::index);
        Self(u16::try_from(country * LEVELS + level as usize).expect("there are 676 country codes and three levels"))
    }

    /// The country is [`CountryCode::COUNT`] without one.
    fn level_and_country(self) -> (usize, usize) {
        (usize::from(self.0) % LEVELS, usize::from(self.0) / LEVELS)
    }
}

/// How many partnerships there are of each kind, and of each status, in the order of the vocabularies.
pub(super) fn kinds_and_statuses(
    graph: &TieGraph<'_>,
) -> ([usize; PartnershipKind::ALL.len()], [usize; Status::ALL.len()]) {
    let (mut kinds, mut statuses) = ([0; PartnershipKind::ALL.len()], [0; Status::ALL.len()]);
    for (kind, status) in graph.kinds_and_statuses() {
        kinds[kind as usize] += 1;
        statuses[status as usize] += 1;
    }
    (kinds, statuses)
}
