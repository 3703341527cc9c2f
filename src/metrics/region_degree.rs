use crate::{
    graph::{Network, PlaceId, PlacesByRegion, TieGraph},
    model::CountryCode,
    register::RegionId,
};

/// The ties of a region, counted by its ends.
///
/// A tie's end lies in the city's region, or in the region that is itself the end; an end at country level lies in
/// none, but counts for the other end's region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegionDegree {
    /// Places of the network that lie in it, tied or not: its cities, and itself where it is an end.
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

/// The degree of every region of the register, by [`RegionId::index`]; only ties whose far end `counts` admits.
///
/// O(regions + places + ties).
pub fn region_degrees(graph: &TieGraph<'_>, counts: impl Fn(PlaceId) -> bool) -> Vec<RegionDegree> {
    let mut degrees = RegionDegrees::new(graph);
    graph.network().register().numbered_regions().map(|(region, _)| degrees.of(region, &counts)).collect()
}

/// A graph prepared to count the ties of one region after another.
pub struct RegionDegrees<'g, 'n> {
    graph: &'g TieGraph<'n>,
    seats: Seats,
    places: PlacesByRegion,
    met: Met,
    /// By country: how many regions had been asked about when the last one was that met it.
    countries: Vec<u32>,
    /// How many regions have been asked about.
    asked: u32,
    /// Of the partners of some places; for room to use again.
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

    /// The degree of a region; only ties whose far end `counts` admits. O(its places and their ties).
    pub fn of(&mut self, region: RegionId, counts: impl Fn(PlaceId) -> bool) -> RegionDegree {
        let Self { graph, seats, places, met, countries, asked, partner_seats } = self;
        *asked += 1;
        let (asked, own_seat) = (*asked, number(region.index()));
        let regions = graph.network().register().regions().len();
        let mut degree = RegionDegree { places: places.of(region).len(), ..RegionDegree::default() };
        for batch in places.of(region).chunks(BATCH) {
            // Looked up without anything between, so that it is waited for the memory of many at once.
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
                    // Sums instead of branches: which way the next tie goes can't be guessed.
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

/// The partners of so many places are fetched from memory together.
const BATCH: usize = 32;

/// The seats that the ties of one region after another lead to, each once.
struct Met {
    /// By seat: the number of the question in which it was met last, from 1.
    by: Vec<u32>,
    /// Those met by the region at hand, and room for one that isn't new.
    seats: Vec<u32>,
    count: usize,
}

impl Met {
    fn new(seats: usize) -> Self {
        Self { by: vec![0; seats], seats: vec![0; seats + 1], count: 0 }
    }

    /// Adds a seat that the region of a question meets, where it does.
    fn add(&mut self, seat: u32, question: u32, does: bool) {
        let by = &mut self.by[seat as usize];
        let is_new = does & (*by != question);
        *by = if does { question } else { *by };
        self.seats[self.count] = seat;
        self.count += usize::from(is_new);
    }

    /// Those of the region at hand, which is done.
    fn take(&mut self) -> &[u32] {
        let count = std::mem::take(&mut self.count);
        &self.seats[..count]
    }
}

/// Where each place lies as one small number, so that looking it up for the ends of millions of ties stays in the
/// cache: its region, else its country, else nowhere.
struct Seats {
    /// By place.
    of_place: Vec<u32>,
    /// By seat: those that are regions first.
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
