use std::{
    cmp::Ordering,
    collections::{HashMap, hash_map::Entry},
};

use super::{
    country_text,
    finding::{Finding, FindingKind, Severity},
    ledger::Entries,
    located::locate_regions,
    names::{NameError, Names, Subject},
    network::{Network, Node, Origin, PlaceId, Resolved},
};
use crate::{
    model::{CountryCode, Dataset, Level, PartnershipRecord, PartnershipRow, PlaceRow, RegionRow, TextId},
    register::{Outlines, RegionId, Register},
};

/// A network and everything found while it was built.
pub struct Built {
    /// Every row that could be taken; rows with an error are left out.
    pub network: Network,
    /// Regions, places, partnerships, the ledger; by line.
    pub findings: Vec<Finding>,
}

impl Built {
    /// The network with its warnings.
    ///
    /// # Errors
    /// All findings, where one of them is an error.
    pub fn sound(self) -> Result<(Network, Vec<Finding>), Vec<Finding>> {
        if self.findings.iter().any(|finding| finding.kind.severity() == Severity::Error) {
            Err(self.findings)
        } else {
            Ok((self.network, self.findings))
        }
    }
}

impl Network {
    /// Resolves a data set against a register: which place every row and every end means.
    ///
    /// Rows may come in any order; the network is the same. Time is linear in the rows but for sorting; names are
    /// only indexed when an end is neither an id nor a code.
    pub fn build(dataset: Dataset, register: Register) -> Built {
        Self::resolved(dataset, register, None)
    }

    /// The same, where places without a region lie in the region that their position is in or near: within
    /// [`OUTLINE_TOLERANCE_KM`](super::OUTLINE_TOLERANCE_KM), and in the place's own country.
    pub fn build_located(dataset: Dataset, register: Register, outlines: &Outlines) -> Built {
        Self::resolved(dataset, register, Some(outlines))
    }

    fn resolved(mut dataset: Dataset, register: Register, outlines: Option<&Outlines>) -> Built {
        let mut findings = Vec::new();
        let register = join_regions(&dataset, register, &mut findings);
        findings.extend(country_text::resolve(&mut dataset, &register));
        if let Some(outlines) = outlines {
            locate_regions(&mut dataset, &register, outlines);
        }
        let cities = Cities::resolve(&dataset, &register, &mut findings);
        let ends = Ends::resolve(&dataset, &register, &cities);
        let numbering = Numbering::new(&dataset, &register, &cities, &ends);
        let nodes = numbering.nodes(&register, &cities);
        let place_of_text: Vec<Option<PlaceId>> =
            ends.of_text.iter().map(|origin| origin.and_then(|origin| numbering.number(origin))).collect();

        let (mut partnerships, mut loops_dropped) = (Vec::with_capacity(dataset.partnerships().len()), 0);
        for row in (0..).map(PartnershipRow).take(dataset.partnerships().len()) {
            let (file, line) = dataset.locate_partnership(row);
            let mut found = |column: Option<&'static str>, kind: FindingKind| {
                findings.push(Finding { file: file.to_owned(), line, column: column.or(kind.column()), kind });
            };
            let (a, b) = dataset.ends(row);
            let ends = [(a, "a"), (b, "b")].map(|(text, column)| {
                let place = place_of_text[text.index()];
                if place.is_none() {
                    ends.errors.get(&text).into_iter().for_each(|error| found(Some(column), unknown_end(error)));
                }
                place
            });
            let standing = dataset.standing(row);
            let ends_before_it_begins = match (standing.since, standing.until) {
                (Some(since), Some(until)) if until.last_day() < since.first_day() => {
                    let [a, b] = [a, b].map(|text| dataset.text(text).to_owned());
                    found(None, FindingKind::EndBeforeStart { a, b, since, until });
                    true
                }
                _ => false,
            };
            let [Some(a), Some(b)] = ends else { continue };
            if a == b {
                loops_dropped += 1;
                found(None, FindingKind::SelfLoop(numbering.id(a, &dataset, &register).to_owned()));
                continue;
            }
            if ends_before_it_begins {
                continue;
            }
            partnerships.push(Resolved { low: a.min(b), high: a.max(b), row });
        }
        sort(&mut partnerships, &dataset);
        let entries = Entries::resolve(&dataset, &register, &mut findings);

        let Numbering { place_of_row, place_of_region, place_of_country, .. } = numbering;
        let network = Network {
            nodes,
            place_of_row,
            place_of_region,
            place_of_country,
            partnerships,
            loops_dropped,
            entries,
            dataset,
            register,
        };
        Built { network, findings }
    }
}

fn unknown_end(error: &NameError) -> FindingKind {
    match error.clone() {
        NameError::Unknown { text, suggestions } => FindingKind::UnknownEnd { text, suggestions },
        NameError::Ambiguous { text, candidates } => FindingKind::AmbiguousEnd { text, candidates },
    }
}

/// The register with the data set's own regions; rows that can't join are findings.
fn join_regions(dataset: &Dataset, register: Register, findings: &mut Vec<Finding>) -> Register {
    let (register, errors) = register.with_regions(dataset.regions());
    for (row, error) in errors {
        let (file, line) = dataset.locate_region(RegionRow(u32::try_from(row).unwrap_or(u32::MAX)));
        let kind = FindingKind::from(error);
        findings.push(Finding { file: file.to_owned(), line, column: kind.column(), kind });
    }
    register
}

/// Where a row of `cities.csv` lies.
#[derive(Clone, Copy, Default)]
struct Seat {
    country: Option<CountryCode>,
    region: Option<RegionId>,
    part_of: Option<PlaceRow>,
}

/// The rows of `cities.csv`, resolved.
struct Cities {
    /// Rows without an error.
    accepted: Vec<PlaceRow>,
    /// By row.
    seats: Vec<Seat>,
    /// The accepted row whose id is the text of this number.
    of_text: Vec<Option<PlaceRow>>,
    /// The city that is this region.
    of_region: HashMap<RegionId, PlaceRow>,
}

impl Cities {
    fn resolve(dataset: &Dataset, register: &Register, findings: &mut Vec<Finding>) -> Self {
        let (count, before) = (dataset.places().len(), findings.len());
        let mut cities = Self {
            accepted: Vec::with_capacity(count),
            seats: vec![Seat::default(); count],
            of_text: vec![None; dataset.text_count()],
            of_region: HashMap::new(),
        };
        for row in (0..).map(PlaceRow).take(count) {
            let first = cities.of_text[dataset.place_id(row).index()];
            match cities.seat(dataset, register, row, first) {
                Ok(seat) => {
                    cities.seats[row.0 as usize] = seat;
                    cities.accepted.push(row);
                }
                Err(kind) => findings.push(at_place(dataset, row, kind)),
            }
            cities.of_text[dataset.place_id(row).index()].get_or_insert(row);
        }
        cities.join_parts(dataset, findings);
        findings[before..].sort_by_key(|finding| finding.line);
        cities
    }

    /// Where a row lies; `first` is an earlier row of the same id.
    fn seat(
        &mut self,
        dataset: &Dataset,
        register: &Register,
        row: PlaceRow,
        first: Option<PlaceRow>,
    ) -> Result<Seat, FindingKind> {
        let place = dataset.place(row);
        let id = || place.id.to_owned();
        if let Some(first) = first {
            return Err(FindingKind::DuplicateId { id: id(), first: dataset.locate_place(first).1 });
        }
        let is_country = CountryCode::new(place.id).is_some_and(|code| register.country(code).is_some());
        if is_country || register.find_region(place.id).is_some() {
            return Err(FindingKind::IdIsCode(id()));
        }
        if let Some(country) = place.country.filter(|&code| register.country(code).is_none()) {
            return Err(FindingKind::UnknownCountry { id: id(), country });
        }
        let region = match place.region {
            None => None,
            Some(code) => match register.find_region(code) {
                None => return Err(FindingKind::UnknownRegion { id: id(), region: code.to_owned() }),
                found => found,
            },
        };
        let region_country = region.map(|region| register.region(region).country);
        if let (Some(country), Some(region_country)) = (place.country, region_country)
            && country != region_country
        {
            let region = place.region.unwrap_or_default().to_owned();
            return Err(FindingKind::RegionOfOtherCountry { id: id(), country, region, region_country });
        }
        if place.is_region {
            let region = region.ok_or_else(|| FindingKind::IsNoRegion(id()))?;
            if let Some(&other) = self.of_region.get(&region) {
                let (region, other) = (register.region(region).code.to_string(), dataset.place(other).id.to_owned());
                return Err(FindingKind::RegionTaken { id: id(), region, other });
            }
            self.of_region.insert(region, row);
        }
        Ok(Seat { country: place.country.or(region_country), region, part_of: None })
    }

    /// Resolves `part_of`, which may name a later row.
    fn join_parts(&mut self, dataset: &Dataset, findings: &mut Vec<Finding>) {
        let mut parts = Vec::new();
        for &row in &self.accepted {
            let place = dataset.place(row);
            let Some(whole) = place.part_of else { continue };
            match dataset.find_text(whole).and_then(|text| self.of_text[text.index()]) {
                Some(whole) => {
                    self.seats[row.0 as usize].part_of = Some(whole);
                    parts.push(row);
                }
                None => {
                    let (id, whole) = (place.id.to_owned(), whole.to_owned());
                    findings.push(at_place(dataset, row, FindingKind::UnknownWhole { id, whole }));
                }
            }
        }
        for row in parts {
            if self.is_own_whole(row) {
                findings.push(at_place(dataset, row, FindingKind::PartOfItself(dataset.place(row).id.to_owned())));
                self.seats[row.0 as usize].part_of = None;
            }
        }
    }

    /// Whether the chain of wholes from `row` comes back to it.
    fn is_own_whole(&self, row: PlaceRow) -> bool {
        let mut seen = vec![row];
        let mut at = row;
        while let Some(whole) = self.seats[at.0 as usize].part_of {
            if whole == row {
                return true;
            }
            if seen.contains(&whole) {
                return false;
            }
            seen.push(whole);
            at = whole;
        }
        false
    }
}

fn at_place(dataset: &Dataset, row: PlaceRow, kind: FindingKind) -> Finding {
    let (file, line) = dataset.locate_place(row);
    Finding { file: file.to_owned(), line, column: kind.column(), kind }
}

/// What each text that stands as an end of a partnership means.
struct Ends {
    /// By text; `None` for a text that is no end, or means nothing.
    of_text: Vec<Option<Origin>>,
    /// Why an end means nothing.
    errors: HashMap<TextId, NameError>,
}

impl Ends {
    fn resolve(dataset: &Dataset, register: &Register, cities: &Cities) -> Self {
        let names = Names::indexed(dataset, register);
        let origin = |subject| match subject {
            Subject::City(row) => Origin::City(row),
            Subject::Region(id) => cities.of_region.get(&id).map_or(Origin::Region(id), |&row| Origin::City(row)),
            Subject::Country(code) => Origin::Country(code),
        };
        let mean = |text: &str| names.find_end(text, Level::ALL).map(origin);
        let mut ends = Self { of_text: vec![None; dataset.text_count()], errors: HashMap::new() };
        for row in (0..).map(PartnershipRow).take(dataset.partnerships().len()) {
            let (a, b) = dataset.ends(row);
            for end in [a, b] {
                let origin = &mut ends.of_text[end.index()];
                if origin.is_some() {
                    continue;
                }
                if let Some(row) = cities.of_text[end.index()] {
                    *origin = Some(Origin::City(row));
                } else if let Entry::Vacant(unresolved) = ends.errors.entry(end) {
                    match mean(dataset.text(end)) {
                        Ok(found) => *origin = Some(found),
                        Err(error) => drop(unresolved.insert(error)),
                    }
                }
            }
        }
        ends
    }
}

/// The places in the order of their ids.
struct Numbering {
    origins: Vec<Origin>,
    place_of_row: Vec<Option<PlaceId>>,
    place_of_region: HashMap<RegionId, PlaceId>,
    place_of_country: HashMap<CountryCode, PlaceId>,
}

impl Numbering {
    fn new(dataset: &Dataset, register: &Register, cities: &Cities, ends: &Ends) -> Self {
        let mut origins: Vec<Origin> = cities.accepted.iter().map(|&row| Origin::City(row)).collect();
        let areas = ends.of_text.iter().flatten().filter(|end| !matches!(end, Origin::City(_)));
        origins.extend(areas.copied());
        // Most ids differ in their first letters, which are kept at hand for the sort.
        let mut by_id: Vec<(u64, Origin)> =
            origins.into_iter().map(|origin| (first_letters(origin.id(dataset, register)), origin)).collect();
        by_id.sort_by(|(x, a), (y, b)| x.cmp(y).then_with(|| a.id(dataset, register).cmp(b.id(dataset, register))));
        let mut origins: Vec<Origin> = by_id.into_iter().map(|(_, origin)| origin).collect();
        // A region may be named by its code in one row and by its name in another.
        origins.dedup();
        let mut numbering = Self {
            origins,
            place_of_row: vec![None; dataset.places().len()],
            place_of_region: HashMap::new(),
            place_of_country: HashMap::new(),
        };
        for (number, origin) in (0..).map(PlaceId).zip(&numbering.origins) {
            match *origin {
                Origin::City(row) => numbering.place_of_row[row.0 as usize] = Some(number),
                Origin::Region(id) => drop(numbering.place_of_region.insert(id, number)),
                Origin::Country(code) => drop(numbering.place_of_country.insert(code, number)),
            }
        }
        for (&region, &row) in &cities.of_region {
            numbering.place_of_region.extend(numbering.place_of_row[row.0 as usize].map(|number| (region, number)));
        }
        numbering
    }

    fn number(&self, origin: Origin) -> Option<PlaceId> {
        match origin {
            Origin::City(row) => self.place_of_row[row.0 as usize],
            Origin::Region(id) => self.place_of_region.get(&id).copied(),
            Origin::Country(code) => self.place_of_country.get(&code).copied(),
        }
    }

    fn id<'a>(&'a self, place: PlaceId, dataset: &'a Dataset, register: &'a Register) -> &'a str {
        self.origins[place.index()].id(dataset, register)
    }

    fn nodes(&self, register: &Register, cities: &Cities) -> Vec<Node> {
        let node = |&origin: &Origin| match origin {
            Origin::City(row) => {
                let Seat { country, region, part_of } = cities.seats[row.0 as usize];
                let part_of = part_of.and_then(|whole| self.place_of_row[whole.0 as usize]);
                Node { origin, country, region, part_of }
            }
            Origin::Region(id) => {
                Node { origin, country: Some(register.region(id).country), region: Some(id), part_of: None }
            }
            Origin::Country(code) => Node { origin, country: Some(code), region: None, part_of: None },
        };
        self.origins.iter().map(node).collect()
    }
}

/// The first eight bytes of a text as a number that orders texts as their bytes do, as far as it goes.
fn first_letters(text: &str) -> u64 {
    let mut letters = [0; 8];
    let length = text.len().min(8);
    letters[..length].copy_from_slice(&text.as_bytes()[..length]);
    u64::from_be_bytes(letters)
}

/// Sorts partnerships by both ends and then by all that their rows say, so that the order of rows leaves no trace.
///
/// Rows are far apart in memory, so they are looked at only where there is more than one of the same ends.
fn sort(partnerships: &mut [Resolved], dataset: &Dataset) {
    let ends = |resolved: &Resolved| u64::from(resolved.low.0) << 32 | u64::from(resolved.high.0);
    partnerships.sort_unstable_by_key(ends);
    for same in partnerships.chunk_by_mut(|x, y| ends(x) == ends(y)) {
        if same.len() > 1 {
            same.sort_by(|x, y| order(dataset.partnership(x.row), dataset.partnership(y.row)));
        }
    }
}

/// The order of two partnerships of the same ends.
fn order(x: PartnershipRecord<'_>, y: PartnershipRecord<'_>) -> Ordering {
    let dates = |row: &PartnershipRecord<'_>| (row.since, row.until, row.suspended, row.status, row.kind);
    let texts = |row: &PartnershipRecord<'_>| [row.document, row.source, row.note].map(|text| text.map(str::to_owned));
    dates(&x).cmp(&dates(&y)).then_with(|| texts(&x).cmp(&texts(&y))).then_with(|| x.fields.cmp(&y.fields))
}
