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

/// A data set whose every row is resolved: all places, and all partnerships between them, in force or not.
///
/// Places are the cities of the data set and every region or country that is an end of a partnership. A city with
/// `is_region` and its region are one place. Built by [`Network::build`].
pub struct Network {
    pub(super) dataset: Dataset,
    pub(super) register: Register,
    /// By id.
    pub(super) nodes: Vec<Node>,
    /// The place of every row of `cities.csv`; [`PlaceId::NOWHERE`] for a row that was refused.
    pub(super) place_of_row: Vec<PlaceId>,
    pub(super) place_of_region: HashMap<RegionId, PlaceId>,
    pub(super) place_of_country: HashMap<CountryCode, PlaceId>,
    /// The partnerships, in parts in the order read; self loops are not among them.
    pub(super) rows: Vec<ResolvedRows>,
    /// The same in order, sorted when asked for: questions about who has ties with whom don't.
    pub(super) by_ends: OnceLock<ByEnds>,
    /// Partnerships of a place with itself, in the order read: no ties are made of them.
    pub(super) loops: Vec<(PlaceId, PartnershipRow)>,
    pub(super) entries: Entries,
    /// What answers are written in.
    pub(super) words: Words,
    /// The gazetteer by whose names places are found; the built-in one where none is given.
    pub(super) gazetteer: Option<&'static Gazetteer>,
}

impl Network {
    /// How many places there are.
    pub fn place_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many partnerships there are between two different places, in force or not.
    pub fn partnership_count(&self) -> usize {
        self.dataset.partnerships().len() - self.refused().count()
    }

    /// The rows of partnerships that couldn't be taken, in order; those of a place with itself are among them.
    pub fn refused(&self) -> impl Iterator<Item = PartnershipRow> {
        self.rows.iter().flat_map(|part| part.refused().iter().copied())
    }

    /// The partnerships by both ends, then by what the row says.
    pub(super) fn by_ends(&self) -> &ByEnds {
        if let Some(by_ends) = self.by_ends.get() {
            return by_ends;
        }
        // Not while others wait for it: a thread that waits for its helpers may be handed work that does.
        let made = ByEnds::new(&self.rows, &self.dataset);
        self.by_ends.get_or_init(|| made)
    }

    /// The rows of partnerships between two different places, each with its places (the one of the smaller number
    /// first): by both places.
    pub fn partnerships(&self) -> impl ExactSizeIterator<Item = (PartnershipRow, [PlaceId; 2])> {
        self.by_ends().iter().map(|resolved| (resolved.row, [resolved.low, resolved.high]))
    }

    /// The same of one kind, in no particular order. O(partnerships), and nothing where the data set has none of the kind.
    pub fn partnerships_of_kind(&self, kind: PartnershipKind) -> impl Iterator<Item = (PartnershipRow, [PlaceId; 2])> {
        let is_there = self.dataset.kinds_and_statuses().any(|(found, ..)| found == kind);
        let rows = is_there.then(|| self.rows.iter().flat_map(ResolvedRows::rows)).into_iter().flatten();
        let rows = rows.map(|[low, high, row]| (PartnershipRow(row), [PlaceId(low), PlaceId(high)]));
        rows.filter(move |&(row, _)| self.dataset.kind(row) == kind)
    }

    /// How many partnerships of a place with itself were dropped, in force or not.
    pub fn loops_dropped(&self) -> usize {
        self.loops.len()
    }

    /// The places by id.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Place<'_>> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(|id| self.place(PlaceId(id)))
    }

    /// The same, for threads to share.
    pub(crate) fn par_places(&self) -> impl IndexedParallelIterator<Item = Place<'_>> {
        let number = |at| PlaceId(u32::try_from(at).expect("places have 32-bit numbers"));
        self.nodes.par_iter().enumerate().map(move |(at, node)| Place { network: self, number: number(at), node })
    }

    /// The place of a number.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        Place { network: self, number: id, node: &self.nodes[id.index()] }
    }

    /// Has the processor bring the positions of some places from memory, all at once: for a walk from place to place that
    /// are far apart there. Nothing depends on it but time.
    pub(crate) fn fetch_positions(&self, places: impl Iterator<Item = PlaceId>) {
        let positions = places.filter_map(|place| self.place(place).position());
        black_box(positions.fold(0.0, |sum, position| sum + position.lat()));
    }

    /// The same of their ids and names.
    pub(crate) fn fetch_names(&self, places: impl Iterator<Item = PlaceId>) {
        let first = |text: &str| text.as_bytes().first().copied().unwrap_or_default();
        black_box(places.fold(0, |sum, place| {
            let place = self.place(place);
            sum ^ first(place.id()) ^ first(place.name())
        }));
    }

    /// The place of an id or code: O(log places).
    pub fn find_id(&self, id: &str) -> Option<PlaceId> {
        let found = self.nodes.binary_search_by(|node| node.origin.id(&self.dataset, &self.register).cmp(id));
        found.ok().map(|at| PlaceId(u32::try_from(at).expect("places have 32-bit numbers")))
    }

    /// The register with the data set's own regions.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The data set, with the countries that its words mean, and the regions that positions told.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The names of everything in the data set and the register.
    pub fn names(&self) -> Names<'_> {
        let mut names = Names::new(&self.dataset, &self.register);
        names.gazetteer = self.gazetteer;
        names
    }

    /// The place a subject stands for, where it is one: a region or country is a place only when it is an end of a
    /// partnership, or when a city is that region.
    pub fn place_of(&self, subject: Subject) -> Option<PlaceId> {
        match subject {
            Subject::City(row) => self.place_of_row[row.0 as usize].known(),
            Subject::Region(id) => self.place_of_region.get(&id).copied(),
            Subject::Country(code) => self.place_of_country.get(&code).copied(),
        }
    }

    /// The region or country that a subject is; `None` of a city.
    pub fn area_of(&self, subject: Subject) -> Option<Area> {
        match subject {
            Subject::City(_) => None,
            Subject::Region(id) => Some(Area::Region(self.register.region(id).code.to_string())),
            Subject::Country(code) => Some(Area::Country(code)),
        }
    }

    /// Whether a place lies in an area: in the country, or in the region; a region lies in itself and its country.
    pub fn lies_in(&self, id: PlaceId, area: &Area) -> bool {
        let node = &self.nodes[id.index()];
        match area {
            Area::Country(code) => node.country == Some(*code),
            Area::Region(code) => node.region.is_some_and(|id| *self.register.region(id).code == **code),
        }
    }

    /// The countries of which the register has regions and the data has cities, none of them in a region that is known; by code.
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

    /// Where it comes from.
    pub(super) fn origin(self) -> Origin {
        self.node.origin
    }

    /// Its number in the network.
    pub fn number(self) -> PlaceId {
        self.number
    }

    /// The id: of a city as in the data set, of a region or country its code.
    pub fn id(self) -> &'n str {
        self.node.origin.id(&self.network.dataset, &self.network.register)
    }

    /// The name: of a city as in the data set, of a region or country the English one of the register.
    pub fn name(self) -> &'n str {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.place_name(row),
            Origin::Region(id) => &self.network.register.region(id).name,
            Origin::Country(code) => self.network.register.country(code).map_or("", |country| &country.name),
        }
    }

    /// The name in a language. A city without one in this language is called by its own [name](Self::name), a region or
    /// country by its English one.
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

    /// City, region or country.
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

    /// The country it lies in or is.
    pub fn country(self) -> Option<CountryCode> {
        self.node.country
    }

    /// The region it lies in or is.
    pub fn region(self) -> Option<&'n Region> {
        self.node.region.map(|id| self.network.register.region(id))
    }

    /// The number of the region it lies in or is.
    pub fn region_id(self) -> Option<RegionId> {
        self.node.region
    }

    /// The city it is a part of.
    pub fn part_of(self) -> Option<PlaceId> {
        self.node.part_of.known()
    }

    /// Where it lies; known of cities only.
    pub fn position(self) -> Option<Position> {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.position_of_place(row),
            Origin::Region(_) | Origin::Country(_) => None,
        }
    }

    /// Other names of a city, in the order the data set gives them, and then those that it has by language.
    pub fn other_names(self) -> Vec<Cow<'n, str>> {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.place(row).into_other_names(),
            Origin::Region(_) | Origin::Country(_) => Vec::new(),
        }
    }

    /// Inhabitants; known of cities only.
    pub fn population(self) -> Option<u64> {
        match self.node.origin {
            Origin::City(row) => self.network.dataset.place(row).population,
            Origin::Region(_) | Origin::Country(_) => None,
        }
    }
}
