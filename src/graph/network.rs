use std::{borrow::Cow, collections::HashMap, fmt, hint::black_box, sync::OnceLock};

use rayon::prelude::*;

use super::{
    Names, PlaceId, Subject,
    by_ends::ByEnds,
    id::{Node, Origin},
    ledger_entries::Entries,
    resolved_rows::ResolvedRows,
};
use crate::{
    gazetteer::Gazetteer,
    model::{Area, CountryCode, Dataset, Language, Level, PartnershipKind, PartnershipRow, Position},
    register::{Region, RegionId, Register},
    words::Words,
};

/// A data set with every row resolved: all places, and all partnerships between them, in force or not.
///
/// Places are the cities of the data set, and every region or country that is an end of a partnership. A city with
/// `is_region` and its region are one place. [`Network::build`] builds it.
pub struct Network {
    pub(super) dataset: Dataset,
    pub(super) register: Register,
    /// The places, by id.
    pub(super) nodes: Vec<Node>,
    /// The place of every row of `cities.csv`; [`PlaceId::NOWHERE`] for a refused row.
    pub(super) place_of_row: Vec<PlaceId>,
    pub(super) place_of_region: HashMap<RegionId, PlaceId>,
    pub(super) place_of_country: HashMap<CountryCode, PlaceId>,
    /// The partnerships, in the parts in which they were read, without self loops.
    pub(super) rows: Vec<ResolvedRows>,
    /// The partnerships, sorted when somebody first asks for them in order: most questions don't.
    pub(super) by_ends: OnceLock<ByEnds>,
    /// The partnerships of a place with itself, in the order read. They make no ties.
    pub(super) loops: Vec<(PlaceId, PartnershipRow)>,
    pub(super) entries: Entries,
    /// The words and language of answers.
    pub(super) words: Words,
    /// The gazetteer whose names find places; `None` means the built-in one.
    pub(super) gazetteer: Option<&'static Gazetteer>,
}

impl Network {
    /// The number of places.
    pub fn place_count(&self) -> usize {
        self.nodes.len()
    }

    /// The number of partnerships between two different places, in force or not.
    pub fn partnership_count(&self) -> usize {
        self.dataset.partnerships().len() - self.refused().count()
    }

    /// The rows of partnerships that were refused, in order, including those of a place with itself.
    pub fn refused(&self) -> impl Iterator<Item = PartnershipRow> {
        self.rows.iter().flat_map(|part| part.refused().iter().copied())
    }

    /// The partnerships sorted by both ends, then by what their rows say.
    pub(super) fn by_ends(&self) -> &ByEnds {
        if let Some(by_ends) = self.by_ends.get() {
            return by_ends;
        }
        // They are sorted before `get_or_init`, so that no thread waits for the cell: rayon may hand a thread that
        // waits for its helpers other work that needs the cell too.
        let made = ByEnds::new(&self.rows, &self.dataset);
        self.by_ends.get_or_init(|| made)
    }

    /// The rows of partnerships between two different places, each with its places (the smaller number first), sorted
    /// by both places.
    pub fn partnerships(&self) -> impl ExactSizeIterator<Item = (PartnershipRow, [PlaceId; 2])> {
        self.by_ends().iter().map(|resolved| (resolved.row, [resolved.low, resolved.high]))
    }

    /// The partnerships of one kind, in no particular order. Takes O(partnerships) time, or O(1) if the data set has
    /// none of the kind.
    pub fn partnerships_of_kind(&self, kind: PartnershipKind) -> impl Iterator<Item = (PartnershipRow, [PlaceId; 2])> {
        let is_there = self.dataset.kinds_and_statuses().any(|(found, ..)| found == kind);
        let rows = is_there.then(|| self.rows.iter().flat_map(ResolvedRows::rows)).into_iter().flatten();
        let rows = rows.map(|[low, high, row]| (PartnershipRow(row), [PlaceId(low), PlaceId(high)]));
        rows.filter(move |&(row, _)| self.dataset.kind(row) == kind)
    }

    /// The number of partnerships of a place with itself, which were dropped, in force or not.
    pub fn loops_dropped(&self) -> usize {
        self.loops.len()
    }

    /// The places by id.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Place<'_>> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(|id| self.place(PlaceId(id)))
    }

    /// The places, as a parallel iterator.
    pub(crate) fn par_places(&self) -> impl IndexedParallelIterator<Item = Place<'_>> {
        let number = |at| PlaceId(u32::try_from(at).expect("places have 32-bit numbers"));
        self.nodes.par_iter().enumerate().map(move |(at, node)| Place { network: self, number: number(at), node })
    }

    /// The place with a number.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        Place { network: self, number: id, node: &self.nodes[id.index()] }
    }

    /// Prefetches the positions of some places, for a walk between places that are far apart in memory. This only
    /// affects speed.
    pub(crate) fn fetch_positions(&self, places: impl Iterator<Item = PlaceId>) {
        let positions = places.filter_map(|place| self.place(place).position());
        black_box(positions.fold(0.0, |sum, position| sum + position.lat()));
    }

    /// Prefetches the ids and names of some places.
    pub(crate) fn fetch_names(&self, places: impl Iterator<Item = PlaceId>) {
        let first = |text: &str| text.as_bytes().first().copied().unwrap_or_default();
        black_box(places.fold(0, |sum, place| {
            let place = self.place(place);
            sum ^ first(place.id()) ^ first(place.name())
        }));
    }

    /// The place with an id or code. O(log places).
    pub fn find_id(&self, id: &str) -> Option<PlaceId> {
        let found = self.nodes.binary_search_by(|node| node.origin.id(&self.dataset, &self.register).cmp(id));
        found.ok().map(|at| PlaceId(u32::try_from(at).expect("places have 32-bit numbers")))
    }

    /// The register with the data set's own regions.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The data set, with the countries that its words mean and the regions found by positions.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The names of everything in the data set and the register.
    pub fn names(&self) -> Names<'_> {
        let mut names = Names::new(&self.dataset, &self.register);
        names.gazetteer = self.gazetteer;
        names
    }

    /// The place of a subject, if it has one. A region or country is a place only if it is an end of a partnership, or
    /// if a city is that region.
    pub fn place_of(&self, subject: Subject) -> Option<PlaceId> {
        match subject {
            Subject::City(row) => self.place_of_row[row.0 as usize].known(),
            Subject::Region(id) => self.place_of_region.get(&id).copied(),
            Subject::Country(code) => self.place_of_country.get(&code).copied(),
        }
    }

    /// The region or country that a subject is; `None` for a city.
    pub fn area_of(&self, subject: Subject) -> Option<Area> {
        match subject {
            Subject::City(_) => None,
            Subject::Region(id) => Some(Area::Region(self.register.region(id).code.to_string())),
            Subject::Country(code) => Some(Area::Country(code)),
        }
    }

    /// Whether a place lies in an area, which is a country or region. A region lies in itself and in its country.
    pub fn lies_in(&self, id: PlaceId, area: &Area) -> bool {
        let node = &self.nodes[id.index()];
        match area {
            Area::Country(code) => node.country == Some(*code),
            Area::Region(code) => node.region.is_some_and(|id| *self.register.region(id).code == **code),
        }
    }

    /// The countries whose regions the register has, but whose cities in the data all lie in unknown regions, by code.
    /// Which of their regions have ties isn't known. O(places).
    pub fn countries_without_regions(&self) -> Vec<CountryCode> {
        let (mut has_city, mut has_region) = ([false; CountryCode::COUNT], [false; CountryCode::COUNT]);
        for node in &self.nodes {
            if let Some(country) = node.country {
                has_city[country.index()] |= matches!(node.origin, Origin::City(_));
                has_region[country.index()] |= node.region.is_some();
            }
        }
        let mut countries = self.countries();
        countries.retain(|&code| {
            has_city[code.index()] && !has_region[code.index()] && self.register.region_count(code) > 0
        });
        countries
    }

    /// The countries that have a place, by code.
    pub fn countries(&self) -> Vec<CountryCode> {
        let mut found = [None; CountryCode::COUNT];
        self.nodes.iter().filter_map(|node| node.country).for_each(|country| found[country.index()] = Some(country));
        found.into_iter().flatten().collect()
    }
}

/// A place of a [`Network`].
#[derive(Clone, Copy)]
pub struct Place<'n> {
    network: &'n Network,
    number: PlaceId,
    node: &'n Node,
}

impl fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Place").field(&self.id()).finish()
    }
}

impl<'n> Place<'n> {
    pub(super) fn network(self) -> &'n Network {
        self.network
    }

    /// The row, region or country that the place stands for.
    pub(super) fn origin(self) -> Origin {
        self.node.origin
    }

    /// Its number in the network.
    pub fn number(self) -> PlaceId {
        self.number
    }

    /// The id: a city's id in the data set, or the code of a region or country.
    pub fn id(self) -> &'n str {
        self.node.origin.id(&self.network.dataset, &self.network.register)
    }

    /// The name: a city's name in the data set, or the register's English name of a region or country.
    pub fn name(self) -> &'n str {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.place_name(row),
            Origin::Region(id) => &self.network.register.region(id).name,
            Origin::Country(code) => self.network.register.country(code).map_or("", |country| &country.name),
        }
    }

    /// The name in a language. A city without a name in this language keeps its own [name](Self::name); a region or
    /// country gets its English one.
    pub fn name_in(self, language: Language) -> &'n str {
        match self.node.origin {
            Origin::City(row) => {
                let dataset = &self.network.dataset;
                dataset.place_name_in(row, language).unwrap_or_else(|| dataset.place_name(row))
            }
            Origin::Region(id) => self.network.register.region(id).name_in(language),
            Origin::Country(code) => {
                self.network.register.country(code).map_or("", |country| country.name_in(language))
            }
        }
    }

    /// Whether it is a city, region or country.
    pub fn level(self) -> Level {
        match self.node.origin {
            Origin::City(_) => Level::City,
            Origin::Region(_) => Level::Region,
            Origin::Country(_) => Level::Country,
        }
    }

    /// The type (town, district, oblast, ...), where known.
    pub fn kind(self) -> Option<&'n str> {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.place(row).kind,
            Origin::Region(id) => Some(self.network.register.region(id).kind.as_ref()).filter(|kind| !kind.is_empty()),
            Origin::Country(_) => None,
        }
    }

    /// The country that it lies in or is.
    pub fn country(self) -> Option<CountryCode> {
        self.node.country
    }

    /// The region that it lies in or is.
    pub fn region(self) -> Option<&'n Region> {
        self.node.region.map(|id| self.network.register.region(id))
    }

    /// The number of the region that it lies in or is.
    pub fn region_id(self) -> Option<RegionId> {
        self.node.region
    }

    /// The city it is a part of.
    pub fn part_of(self) -> Option<PlaceId> {
        self.node.part_of.known()
    }

    /// The position, which only cities have.
    pub fn position(self) -> Option<Position> {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.position_of_place(row),
            Origin::Region(_) | Origin::Country(_) => None,
        }
    }

    /// Other names of a city: its aliases in the order of the data set, then its names by language.
    pub fn other_names(self) -> Vec<Cow<'n, str>> {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.place(row).into_other_names(),
            Origin::Region(_) | Origin::Country(_) => Vec::new(),
        }
    }

    /// The number of inhabitants, which only cities have.
    pub fn population(self) -> Option<u64> {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.place(row).population,
            Origin::Region(_) | Origin::Country(_) => None,
        }
    }
}
