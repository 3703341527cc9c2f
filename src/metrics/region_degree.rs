use crate::{
    graph::{Network, PlaceId, PlacesByRegion, TieGraph},
    model::CountryCode,
    register::RegionId,
};

/// The ties of a region, counted by its ends.
///
/// The end of a tie lies in the city's region, or in the region that is itself the end. An end at country level lies in
/// no region, but counts for the region of the other end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegionDegree {
    /// Places of the network that lie in it, tied or not: its cities, and the region itself if it is an end.
    pub places: usize,
    /// Its places that have a counted tie.
    pub tied_places: usize,
    /// Ties with both ends in it.
    pub internal: usize,
    /// Ties with one end in it.
    pub external: usize,
    /// Other regions at the far ends of its ties.
    pub partner_regions: usize,
    /// Countries at the far ends of its external ties.
    pub partner_countries: usize,
}

impl RegionDegree {
    /// Ties with at least one end in the region.
    pub fn ties(&self) -> usize {
        self.internal + self.external
    }

    /// The sum of its places' degrees: 2 x internal + external (the volume of a vertex set).
    pub fn volume(&self) -> usize {
        2 * self.internal + self.external
    }
}

/// The degree of every region of the register, by [`RegionId::index`]. Only ties whose far end `counts` admits are
/// counted.
///
/// O(regions + places + ties).
pub fn region_degrees(graph: &TieGraph<'_>, counts: impl Fn(PlaceId) -> bool) -> Vec<RegionDegree> {
    let mut degrees = RegionDegrees::new(graph);
    graph.network().register().numbered_regions().map(|(region, _)| degrees.of(region, &counts)).collect()
}

/// A graph, prepared to count the ties of one region after another.
pub struct RegionDegrees<'g, 'n> {
    graph: &'g TieGraph<'n>,
    seats: Seats,
    places: PlacesByRegion,
    met: Met,
    /// For each country, the number of the last question that met it.
    countries: Vec<u32>,
    /// The number of questions so far.
    asked: u32,
    /// A buffer for the locations of the partners of some places.
    partner_seats: Vec<u32>,
}

impl<'g, 'n> RegionDegrees<'g, 'n> {
    /// O(regions + places).
    pub fn new(graph: &'g TieGraph<'n>) -> Self {
        let network = graph.network();
        let seats = Seats::of(network);
        Self {
            graph,
            places: PlacesByRegion::new(network),
            met: Met::new(seats.country.len()),
            seats,
            countries: vec![0; CountryCode::COUNT],
            asked: 0,
            partner_seats: Vec::new(),
        }
    }

    /// The degree of a region. Only ties whose far end `counts` admits are counted. O(its places and their ties).
    pub fn of(&mut self, region: RegionId, counts: impl Fn(PlaceId) -> bool) -> RegionDegree {
        let Self { graph, seats, places, met, countries, asked, partner_seats } = self;
        *asked += 1;
        let (asked, own_seat) = (*asked, number(region.index()));
        let regions = graph.network().register().regions().len();
        let mut degree = RegionDegree { places: places.of(region).len(), ..RegionDegree::default() };
        for batch in places.of(region).chunks(BATCH) {
            // The locations are gathered first, so that the cache misses overlap.
            graph.fetch_partners(batch);
            partner_seats.clear();
            for &place in batch {
                partner_seats.extend(graph.partners(place).map(|partner| seats.of_place[partner.index()]));
            }
            let mut partner_seats = partner_seats.iter();
            for &place in batch {
                let (place_counts, mut internal, mut external) = (counts(place), 0, 0);
                let mut is_tied = false;
                for (partner, &seat) in graph.partners(place).zip(partner_seats.by_ref()) {
                    let (is_internal, partner_counts) = (seat == own_seat, counts(partner));
                    // Sums take the place of branches, since the direction of the next tie is unpredictable.
                    let counted = partner_counts | (is_internal & place_counts);
                    is_tied |= counted;
                    internal += usize::from(is_internal & counted & (place < partner));
                    external += usize::from(!is_internal & counted);
                    met.add(seat, asked, counted & !is_internal);
                }
                degree.internal += internal;
                degree.external += external;
                degree.tied_places += usize::from(is_tied);
            }
        }
        for &seat in met.take() {
            degree.partner_regions += usize::from((seat as usize) < regions);
            if let Some(country) = seats.country[seat as usize] {
                let is_new = std::mem::replace(&mut countries[country.index()], asked) != asked;
                degree.partner_countries += usize::from(is_new);
            }
        }
        degree
    }
}

/// The number of places whose partners are prefetched together.
const BATCH: usize = 32;

/// The locations that the ties of one region after another lead to, each once.
struct Met {
    /// For each location, the number of the question that met it last, from 1.
    by: Vec<u32>,
    /// The locations that the current region meets, with room for one that isn't new.
    seats: Vec<u32>,
    count: usize,
}

impl Met {
    fn new(seats: usize) -> Self {
        Self { by: vec![0; seats], seats: vec![0; seats + 1], count: 0 }
    }

    /// Adds a location that the region of a question meets, if `does` is true.
    fn add(&mut self, seat: u32, question: u32, does: bool) {
        let by = &mut self.by[seat as usize];
        let is_new = does & (*by != question);
        *by = if does { question } else { *by };
        self.seats[self.count] = seat;
        self.count += usize::from(is_new);
    }

    /// The locations of the current region, which is then finished.
    fn take(&mut self) -> &[u32] {
        let count = std::mem::take(&mut self.count);
        &self.seats[..count]
    }
}

/// The location of each place as a small number, so that look-ups for the ends of millions of ties stay in the cache:
/// the number of its region, otherwise of its country, otherwise of nowhere.
struct Seats {
    /// The location of each place.
    of_place: Vec<u32>,
    /// The country of each location; those that are regions come first.
    country: Vec<Option<CountryCode>>,
}

impl Seats {
    fn of(network: &Network) -> Self {
        let regions = network.register().regions();
        let mut country: Vec<_> = regions.iter().map(|region| Some(region.country)).collect();
        country.resize(regions.len() + CountryCode::COUNT + 1, None);
        let of_place = network.places().map(|place| {
            let seat = match (place.region_id(), place.country()) {
                (Some(region), _) => region.index(),
                (None, Some(code)) => {
                    let seat = regions.len() + code.index();
                    country[seat] = Some(code);
                    seat
                }
                (None, None) => regions.len() + CountryCode::COUNT,
            };
            number(seat)
        });
        Self { of_place: of_place.collect(), country }
    }
}

fn number(seat: usize) -> u32 {
    u32::try_from(seat).expect("a register has fewer than 2^32 regions")
}
