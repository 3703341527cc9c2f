use rayon::prelude::*;

use crate::{
    graph::{PlaceId, TieGraph},
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

/// So many places are worth handing to a thread.
const MANY: usize = 1 << 14;

impl Tally {
    /// Places in parts, side by side; each tie is counted with its smaller place.
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

    /// Counts a place and its ties to those of larger numbers.
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

    /// Both together.
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

    /// [`CountryCode::COUNT`] without one.
    fn country(self) -> usize {
        usize::from(self.0) >> LEVEL_BITS
    }
}

/// The three levels take so many bits.
const LEVEL_BITS: u32 = 2;
