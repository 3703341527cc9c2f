use crate::{
    graph::TieGraph,
    model::{CountryCode, Level},
};

/// The places and ties of a graph counted by level and country, in one pass over the places and their partners.
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
        // Within a country, by country and between equal levels, from both ends of every tie.
        let (mut within, mut within_country, mut between) = (0, vec![0; CountryCode::COUNT + 1], 0);
        for place in graph.places() {
            let class = classes[place.number().index()];
            let (mut in_country, mut in_any, mut at_level) = (0, 0, [0; LEVELS]);
            for partner in graph.partners(place.number()) {
                let other = classes[partner.index()];
                in_country += usize::from(other.country() == class.country());
                in_any += usize::from(other.country() < CountryCode::COUNT);
                at_level.iter_mut().enumerate().for_each(|(level, ties)| *ties += usize::from(other.level() == level));
            }
            let (degree, country) = (graph.degree(place.number()), class.country());
            tally.places[class.level()] += 1;
            tally.tied += usize::from(degree > 0);
            tally.tied_places_of_country[country] += usize::from(degree > 0);
            tally.ties_of_country[country] += degree - in_country;
            within_country[country] += in_country;
            if country < CountryCode::COUNT {
                within += in_country;
                between += in_any - in_country;
            }
            // Towards a lower level the tie is counted from its other end.
            (0..=class.level()).for_each(|level| tally.by_level[class.level()][level] += at_level[level]);
        }
        tally.ties_of_country.iter_mut().zip(within_country).for_each(|(ties, within)| *ties += within / 2);
        (0..LEVELS).for_each(|level| tally.by_level[level][level] /= 2);
        (tally.domestic, tally.international) = (within / 2, between / 2);
        tally
    }
}

impl Class {
    fn new(level: Level, country: Option<CountryCode>) -> Self {
        let country = country.map_or(CountryCode::COUNT, CountryCode::index);
        Self(u16::try_from(country << LEVEL_BITS | level as usize).expect("there are 676 country codes"))
    }

    fn level(self) -> usize {
        usize::from(self.0) & ((1 << LEVEL_BITS) - 1)
    }

    /// [`CountryCode::COUNT`] without one.
    fn country(self) -> usize {
        usize::from(self.0) >> LEVEL_BITS
    }
}

/// The three levels take so many bits.
const LEVEL_BITS: u32 = 2;
