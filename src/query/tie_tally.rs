use rayon::prelude::*;

use crate::{
    graph::{PlaceId, TieGraph},
    model::{CountryCode, Level},
};

/// Counts of the places and ties of a graph by level and country, made in one pass over the places and their partners.
pub(super) struct Tally {
    /// The number of places at each level.
    pub(super) places: [usize; LEVELS],
    /// The number of places that have a tie.
    pub(super) tied: usize,
    /// Ties by the levels of their ends. The first index is the later level of the vocabulary, which is the lower one.
    pub(super) by_level: [[usize; LEVELS]; LEVELS],
    /// Ties between two places in one country.
    pub(super) domestic: usize,
    /// Ties between places in two countries.
    pub(super) international: usize,
    /// The number of ties with at least one end in each country, by [`CountryCode::index`].
    pub(super) ties_of_country: Vec<usize>,
    /// The number of places of each country that have a tie, by [`CountryCode::index`].
    pub(super) tied_places_of_country: Vec<usize>,
}

const LEVELS: usize = Level::ALL.len();

/// The level and country of a place in two bytes, so that those of all places stay in the cache while millions of ties
/// are counted.
#[derive(Clone, Copy)]
struct Class(u16);

/// From this many places on, a thread pays.
const MANY: usize = 1 << 14;

impl Tally {
    /// Counts parts of the places in parallel. Each tie is counted with its smaller place.
    pub(super) fn of(graph: &TieGraph<'_>) -> Self {
        let places = || graph.network().par_places().with_min_len(MANY);
        let classes: Vec<Class> = places().map(|place| Class::new(place.level(), place.country())).collect();
        let parts = places().map(|place| place.number()).chunks(MANY).map(|part| {
            let mut tally = Self::none();
            part.into_iter().filter(|&place| graph.includes(place)).for_each(|place| tally.add(place, graph, &classes));
            tally
        });
        parts.reduce(Self::none, Self::and)
    }

    fn none() -> Self {
        Self {
            places: [0; LEVELS],
            tied: 0,
            by_level: [[0; LEVELS]; LEVELS],
            domestic: 0,
            international: 0,
            ties_of_country: vec![0; CountryCode::COUNT + 1],
            tied_places_of_country: vec![0; CountryCode::COUNT + 1],
        }
    }

    /// Counts a place, and its ties to places with larger numbers.
    fn add(&mut self, place: PlaceId, graph: &TieGraph<'_>, classes: &[Class]) {
        let class = classes[place.index()];
        let (level, country) = (class.level(), class.country());
        let (mut ties, mut within, mut between, mut at_level) = (0, 0, 0, [0; LEVELS]);
        for partner in graph.partners(place).filter(|&partner| partner > place) {
            let other = classes[partner.index()];
            let (is_within, is_somewhere) = (other.country() == country, other.country() < CountryCode::COUNT);
            ties += 1;
            within += usize::from(is_within);
            between += usize::from(!is_within & is_somewhere);
            self.ties_of_country[other.country()] += usize::from(!is_within);
            at_level.iter_mut().enumerate().for_each(|(level, ties)| *ties += usize::from(other.level() == level));
        }
        let is_tied = usize::from(graph.degree(place) > 0);
        self.places[level] += 1;
        self.tied += is_tied;
        self.tied_places_of_country[country] += is_tied;
        self.ties_of_country[country] += ties;
        if country < CountryCode::COUNT {
            self.domestic += within;
            self.international += between;
        }
        for (other, ties) in at_level.into_iter().enumerate() {
            self.by_level[level.max(other)][level.min(other)] += ties;
        }
    }

    /// The sum of two counts.
    fn and(mut self, other: Self) -> Self {
        let add = |to: &mut [usize], from: &[usize]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.places, &other.places);
        add(self.by_level.as_flattened_mut(), other.by_level.as_flattened());
        add(&mut self.ties_of_country, &other.ties_of_country);
        add(&mut self.tied_places_of_country, &other.tied_places_of_country);
        self.tied += other.tied;
        self.domestic += other.domestic;
        self.international += other.international;
        self
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

    /// The index of the country, or [`CountryCode::COUNT`] without one.
    fn country(self) -> usize {
        usize::from(self.0) >> LEVEL_BITS
    }
}

/// The number of bits for the three levels.
const LEVEL_BITS: u32 = 2;
