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
/// A place whose region isn't known stands, by region, for its country; one whose country isn't known is left out.
pub struct Areas {
    /// By code.
    areas: Vec<(Area, CountryCode)>,
    /// By place of the network: the number of its area, or [`NOWHERE`].
    of_place: Vec<u32>,
}

/// Stands for the area of a place outside the graph or of no known area.
const NOWHERE: u32 = u32::MAX;

/// Where a place is counted.
#[derive(Clone, Copy)]
enum Seat {
    Region(RegionId, CountryCode),
    Country(CountryCode),
}

impl Seat {
    /// Where `place` is counted; `None` where its country isn't known.
    fn of(place: Place<'_>, by: Grouping, register: &Register) -> Option<Self> {
        let country = place.country()?;
        match place.region_id().filter(|_| by == Grouping::Region) {
            Some(region) => Some(Seat::Region(region, country)),
            None => register.country(country).map(|_| Seat::Country(country)),
        }
    }
}

impl Areas {
    /// O(places + areas log areas).
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

    /// How many there are.
    pub fn count(&self) -> usize {
        self.areas.len()
    }

    /// The areas by code, each with the country it lies in or is.
    pub fn areas(&self) -> &[(Area, CountryCode)] {
        &self.areas
    }

    /// The number of a place's area; `None` for a place outside the graph or of no known area.
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

/// The quotient graph: regions or countries as nodes, an edge for each two with a tie between them.
///
/// The nodes are [`Areas`]. Ties within an area are no edge (the graph is simple), but counted.
pub struct Quotient {
    areas: Areas,
    adjacency: Adjacency,
    between: usize,
    within: usize,
}

impl Quotient {
    /// Groups the places of a graph: O(places + partnerships + n log n) for n edges.
    pub fn new(graph: &TieGraph<'_>, by: Grouping) -> Self {
        let areas = Areas::new(graph, by);
        let mut edges: Vec<(u32, u32)> = Vec::new();
        // By area: the number of the last one found to have an edge to it, and one.
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
        // The place of a loop need not be in the graph: a loop is no tie.
        let register = graph.network().register();
        within += graph.loops().filter(|&place| Seat::of(graph.place(place), by, register).is_some()).count();
        Self { areas, adjacency, between, within }
    }

    /// The nodes by code, each with the country it lies in or is.
    pub fn areas(&self) -> &[(Area, CountryCode)] {
        self.areas.areas()
    }

    /// The node of a place; `None` for a place outside the graph or of no known area.
    pub fn node_of(&self, place: PlaceId) -> Option<u32> {
        self.areas.of(place)
    }

    /// The nodes, by code, and the edges.
    pub fn adjacency(&self) -> &Adjacency {
        &self.adjacency
    }

    /// How many partnerships join two different areas.
    pub fn partnerships_between(&self) -> usize {
        self.between
    }

    /// How many partnerships lie within one area, those of a place with itself among them.
    pub fn partnerships_within(&self) -> usize {
        self.within
    }
}
