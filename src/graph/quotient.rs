use super::{Adjacency, Place, PlaceId, TieGraph};
use crate::{
    model::{Area, CountryCode, vocabulary},
    register::{RegionId, Register},
};

vocabulary! {
    /// What places are grouped by, or what the nodes of a quotient graph are.
    Grouping, "grouping", {
        /// First-level regions
        Region = "region",
        /// Countries
        Country = "country",
    }
}

/// The regions or countries in which the places of a graph lie, numbered.
///
/// Grouped by region, a place whose region isn't known counts for its country as a whole. A place whose country isn't
/// known is left out.
pub struct Areas {
    /// The areas by code, each with its country.
    areas: Vec<(Area, CountryCode)>,
    /// The number of the area of each place of the network, or [`NOWHERE`].
    of_place: Vec<u32>,
}

/// Stands for the area of a place that is outside the graph or has no known area.
const NOWHERE: u32 = u32::MAX;

/// The area that a place counts for.
#[derive(Clone, Copy)]
enum Seat {
    Region(RegionId, CountryCode),
    Country(CountryCode),
}

impl Seat {
    /// The area that `place` counts for; `None` if its country isn't known.
    fn of(place: Place<'_>, by: Grouping, register: &Register) -> Option<Self> {
        let country = place.country()?;
        match place.region_id().filter(|_| by == Grouping::Region) {
            Some(region) => Some(Seat::Region(region, country)),
            None => register.country(country).map(|_| Seat::Country(country)),
        }
    }
}

impl Areas {
    /// Takes O(places + areas log areas) time.
    pub fn new(graph: &TieGraph<'_>, by: Grouping) -> Self {
        let register = graph.network().register();
        let regions = register.regions().len();
        let seat = |place: Place<'_>| Seat::of(place, by, register);
        let index = |seat: Seat| match seat {
            Seat::Region(region, _) => region.index(),
            Seat::Country(country) => regions + country.index(),
        };
        let code = |seat: Seat| match seat {
            Seat::Region(region, _) => register.region(region).code.to_string(),
            Seat::Country(country) => country.to_string(),
        };
        let mut found: Vec<Option<Seat>> = vec![None; regions + CountryCode::COUNT];
        graph.places().filter_map(seat).for_each(|seat| found[index(seat)] = Some(seat));
        let mut seats: Vec<(String, Seat)> = found.into_iter().flatten().map(|seat| (code(seat), seat)).collect();
        seats.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut numbers = vec![NOWHERE; regions + CountryCode::COUNT];
        (0..).zip(&seats).for_each(|(number, &(_, seat))| numbers[index(seat)] = number);
        let mut of_place = vec![NOWHERE; graph.network().place_count()];
        for place in graph.places() {
            of_place[place.number().index()] = seat(place).map_or(NOWHERE, |seat| numbers[index(seat)]);
        }
        let area = |(code, seat)| match seat {
            Seat::Region(_, country) => (Area::Region(code), country),
            Seat::Country(country) => (Area::Country(country), country),
        };
        Self { areas: seats.into_iter().map(area).collect(), of_place }
    }

    /// The number of areas.
    pub fn count(&self) -> usize {
        self.areas.len()
    }

    /// The areas by code, each with the country that it lies in or is.
    pub fn areas(&self) -> &[(Area, CountryCode)] {
        &self.areas
    }

    /// The number of a place's area; `None` for a place that is outside the graph or has no known area.
    pub fn of(&self, place: PlaceId) -> Option<u32> {
        let number = self.of_place[place.index()];
        (number != NOWHERE).then_some(number)
    }

    /// The places of each area, by id. O(places + areas).
    pub fn places(&self) -> Vec<Vec<PlaceId>> {
        let mut places = vec![Vec::new(); self.areas.len()];
        for (place, &area) in (0..).map(PlaceId).zip(&self.of_place).filter(|(_, area)| **area != NOWHERE) {
            places[area as usize].push(place);
        }
        places
    }
}

/// The quotient graph: its nodes are regions or countries, and two nodes have an edge if there is a tie between them.
///
/// The nodes are [`Areas`]. Ties within an area make no edge (the graph is simple), but they are counted.
pub struct Quotient {
    areas: Areas,
    adjacency: Adjacency,
    between: usize,
    within: usize,
}

impl Quotient {
    /// Groups the places of a graph. Takes O(places + partnerships + n log n) time for n edges.
    pub fn new(graph: &TieGraph<'_>, by: Grouping) -> Self {
        let areas = Areas::new(graph, by);
        let mut edges: Vec<(u32, u32)> = Vec::new();
        // For each area, the number plus one of the last area that was found to have an edge to it.
        let mut met = vec![0; areas.count()];
        for (a, places) in (0..).zip(areas.places()) {
            let first = edges.len();
            for partner in places.into_iter().flat_map(|place| graph.partners(place)) {
                let Some(b) = areas.of(partner).filter(|&b| b > a) else { continue };
                if std::mem::replace(&mut met[b as usize], a + 1) != a + 1 {
                    edges.push((a, b));
                }
            }
            edges[first..].sort_unstable();
        }
        let adjacency = Adjacency::from_sorted(areas.count(), edges.into_iter());
        let (mut between, mut within) = (0, 0);
        for (_, [low, high]) in graph.partnership_ends() {
            if let (Some(a), Some(b)) = (areas.of(low), areas.of(high)) {
                *(if a == b { &mut within } else { &mut between }) += 1;
            }
        }
        // A loop is no tie, so its place need not be in the graph.
        let register = graph.network().register();
        within += graph.loops().filter(|&place| Seat::of(graph.place(place), by, register).is_some()).count();
        Self { areas, adjacency, between, within }
    }

    /// The nodes by code, each with the country that it lies in or is.
    pub fn areas(&self) -> &[(Area, CountryCode)] {
        self.areas.areas()
    }

    /// The node of a place; `None` for a place that is outside the graph or has no known area.
    pub fn node_of(&self, place: PlaceId) -> Option<u32> {
        self.areas.of(place)
    }

    /// The graph: the nodes by code, and the edges.
    pub fn adjacency(&self) -> &Adjacency {
        &self.adjacency
    }

    /// The number of partnerships between two different areas.
    pub fn partnerships_between(&self) -> usize {
        self.between
    }

    /// The number of partnerships within one area, including those of a place with itself.
    pub fn partnerships_within(&self) -> usize {
        self.within
    }
}
