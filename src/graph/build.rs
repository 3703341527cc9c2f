use std::{collections::HashMap, sync::OnceLock};

use rayon::prelude::*;

use super::{
    country_text::CountryWords,
    ends::{Ends, Partnerships},
    finding::{Finding, FindingKind, Severity},
    ledger::Entries,
    located::locate_regions,
    names::{Names, Subject},
    network::{Network, Node, Origin, PlaceId},
};
use crate::{
    model::{CountryCode, Dataset, Level, PlaceRow, RegionRow, TextId},
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
        // To put cities in the order of their ids takes long, and needs nothing of what they mean: it is done while words
        // for countries are understood, or where there are none, while cities are resolved.
        let (words, in_order) = rayon::join(
            || CountryWords::resolve(&dataset, &register),
            || dataset.has_countries_in_words().then(|| by_id(&dataset)),
        );
        findings.extend(words.take(&mut dataset));
        if let Some(outlines) = outlines {
            locate_regions(&mut dataset, &register, outlines);
        }
        let ((cities, ends), in_order) = rayon::join(
            || {
                let cities = Cities::resolve(&dataset, &register, &mut findings);
                let ends = cities.meaning_of_ends(&dataset, &register);
                (cities, ends)
            },
            || in_order.unwrap_or_else(|| by_id(&dataset)),
        );
        let by_id = cities.accepted_of(in_order);
        let numbering = Numbering::new(&by_id, &dataset, &register, &cities, &ends);
        let nodes = numbering.nodes(&register, &cities);
        let place_of_text = numbering.places_of_texts(&cities, &ends);
        let id = |place: PlaceId| numbering.id(place, &dataset, &register);
        let Partnerships { resolved, loops_dropped, findings: of_partnerships } =
            Partnerships::resolve(&dataset, &ends, &place_of_text, nodes.len(), id);
        findings.extend(of_partnerships);
        drop(place_of_text);
        let entries = Entries::resolve(&dataset, &register, &mut findings);

        let Numbering { place_of_row, place_of_region, place_of_country, .. } = numbering;
        let network = Network {
            nodes,
            place_of_row,
            place_of_region,
            place_of_country,
            rows: resolved,
            by_ends: OnceLock::new(),
            loops_dropped,
            entries,
            dataset,
            register,
        };
        Built { network, findings }
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

/// So many places are worth handing to a thread.
const MANY: usize = 1 << 12;

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
            seats: Vec::with_capacity(count),
            of_text: vec![None; dataset.text_count()],
            of_region: HashMap::new(),
        };
        let codes = Codes::of(dataset, register);
        for row in (0..).map(PlaceRow).take(count) {
            let first = cities.of_text[dataset.place_id(row).index()];
            let seat = cities.seat(dataset, register, &codes, row, first);
            if seat.is_ok() {
                cities.accepted.push(row);
            }
            cities.seats.push(seat.unwrap_or_else(|kind| {
                findings.push(at_place(dataset, row, kind));
                Seat::default()
            }));
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
        codes: &Codes,
        row: PlaceRow,
        first: Option<PlaceRow>,
    ) -> Result<Seat, FindingKind> {
        let text = dataset.place_id(row);
        let id = || dataset.text(text).to_owned();
        if let Some(first) = first {
            return Err(FindingKind::DuplicateId { id: id(), first: dataset.locate_place(first).1 });
        }
        if codes.is_code(text) {
            return Err(FindingKind::IdIsCode(id()));
        }
        let country = dataset.country_of_place(row);
        if let Some(country) = country.filter(|&code| !codes.is_country[code.index()]) {
            return Err(FindingKind::UnknownCountry { id: id(), country });
        }
        let region = match dataset.region_of_place(row) {
            None => None,
            Some(code) => match codes.region(code) {
                None => return Err(FindingKind::UnknownRegion { id: id(), region: dataset.text(code).to_owned() }),
                found => found,
            },
        };
        let region_country = region.map(|region| register.region(region).country);
        if let (Some(country), Some(region), Some(region_country)) = (country, region, region_country)
            && country != region_country
        {
            let region = register.region(region).code.to_string();
            return Err(FindingKind::RegionOfOtherCountry { id: id(), country, region, region_country });
        }
        if dataset.is_region(row) {
            let region = region.ok_or_else(|| FindingKind::IsNoRegion(id()))?;
            if let Some(&other) = self.of_region.get(&region) {
                let (region, other) = (register.region(region).code.to_string(), dataset.place(other).id.to_owned());
                return Err(FindingKind::RegionTaken { id: id(), region, other });
            }
            self.of_region.insert(region, row);
        }
        Ok(Seat { country: country.or(region_country), region, part_of: None })
    }

    /// Resolves `part_of`, which may name a later row.
    fn join_parts(&mut self, dataset: &Dataset, findings: &mut Vec<Finding>) {
        let mut parts = Vec::new();
        for &row in &self.accepted {
            let Some(whole) = dataset.part_of(row) else { continue };
            match self.of_text[whole.index()] {
                Some(whole) => {
                    self.seats[row.0 as usize].part_of = Some(whole);
                    parts.push(row);
                }
                None => {
                    let [id, whole] = [dataset.place_id(row), whole].map(|text| dataset.text(text).to_owned());
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

    /// The accepted of all rows.
    fn accepted_of(&self, mut rows: Vec<(u64, PlaceRow)>) -> Vec<(u64, PlaceRow)> {
        if self.accepted.len() < rows.len() {
            let mut is_accepted = vec![false; rows.len()];
            self.accepted.iter().for_each(|row| is_accepted[row.0 as usize] = true);
            rows.retain(|(_, row)| is_accepted[row.0 as usize]);
        }
        rows
    }

    /// What the ends of partnerships mean that aren't ids of cities.
    fn meaning_of_ends(&self, dataset: &Dataset, register: &Register) -> Ends {
        let names = Names::indexed(dataset, register);
        let origin = |subject| match subject {
            Subject::City(row) => Origin::City(row),
            Subject::Region(id) => self.of_region.get(&id).map_or(Origin::Region(id), |&row| Origin::City(row)),
            Subject::Country(code) => Origin::Country(code),
        };
        let is_city = self.of_text.iter().map(Option::is_some);
        Ends::resolve(dataset, is_city, |text| names.find_end(text, Level::ALL).map(origin))
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

/// The register's codes, by the numbers that they have as texts of a data set.
struct Codes {
    /// By text.
    regions: Vec<Option<RegionId>>,
    /// The texts that are codes of countries, by number.
    countries: Vec<TextId>,
    /// By [`CountryCode::index`]: whether the register has it.
    is_country: [bool; CountryCode::COUNT],
}

impl Codes {
    fn of(dataset: &Dataset, register: &Register) -> Self {
        let mut codes = Self {
            regions: vec![None; dataset.text_count()],
            countries: Vec::new(),
            is_country: [false; CountryCode::COUNT],
        };
        for region in register.regions() {
            if let Some(text) = dataset.find_text(&region.code) {
                codes.regions[text.index()] = register.find_region(&region.code);
            }
        }
        for country in register.countries() {
            codes.is_country[country.code.index()] = true;
            codes.countries.extend(dataset.find_text(country.code.as_str()));
        }
        codes.countries.sort_unstable();
        codes
    }

    fn region(&self, text: TextId) -> Option<RegionId> {
        self.regions[text.index()]
    }

    fn is_code(&self, text: TextId) -> bool {
        self.region(text).is_some() || self.countries.binary_search(&text).is_ok()
    }
}

/// The places in the order of their ids.
struct Numbering {
    origins: Vec<Origin>,
    /// [`PlaceId::NOWHERE`] for a row that was refused.
    place_of_row: Vec<PlaceId>,
    place_of_region: HashMap<RegionId, PlaceId>,
    place_of_country: HashMap<CountryCode, PlaceId>,
}

impl Numbering {
    /// `by_id` has the cities, each with the first letters of its id.
    fn new(by_id: &[(u64, PlaceRow)], dataset: &Dataset, register: &Register, cities: &Cities, ends: &Ends) -> Self {
        let mut areas: Vec<Origin> =
            ends.understood().map(|(_, origin)| origin).filter(|end| !matches!(end, Origin::City(_))).collect();
        areas.sort_by(|a, b| a.id(dataset, register).cmp(b.id(dataset, register)));
        // A region may be named by its code in one row and by its name in another.
        areas.dedup();
        // Areas are few, and each comes before the cities of larger ids.
        let (mut origins, mut rest) = (Vec::with_capacity(by_id.len() + areas.len()), by_id);
        let city = |&(_, row): &(u64, PlaceRow)| Origin::City(row);
        for area in areas {
            let id = area.id(dataset, register);
            let letters = first_letters(id);
            let is_before = |&(of_city, row): &(u64, PlaceRow)| {
                of_city < letters || of_city == letters && dataset.text(dataset.place_id(row)) < id
            };
            let (before, after) = rest.split_at(rest.partition_point(is_before));
            origins.extend(before.iter().map(city).chain([area]));
            rest = after;
        }
        origins.extend(rest.iter().map(city));
        let mut numbering = Self {
            origins,
            place_of_row: vec![PlaceId::NOWHERE; dataset.places().len()],
            place_of_region: HashMap::new(),
            place_of_country: HashMap::new(),
        };
        for (number, origin) in (0..).map(PlaceId).zip(&numbering.origins) {
            match *origin {
                Origin::City(row) => numbering.place_of_row[row.0 as usize] = number,
                Origin::Region(id) => drop(numbering.place_of_region.insert(id, number)),
                Origin::Country(code) => drop(numbering.place_of_country.insert(code, number)),
            }
        }
        for (&region, &row) in &cities.of_region {
            let number = numbering.place_of_row[row.0 as usize].known();
            numbering.place_of_region.extend(number.map(|number| (region, number)));
        }
        numbering
    }

    fn number(&self, origin: Origin) -> Option<PlaceId> {
        match origin {
            Origin::City(row) => self.place_of_row[row.0 as usize].known(),
            Origin::Region(id) => self.place_of_region.get(&id).copied(),
            Origin::Country(code) => self.place_of_country.get(&code).copied(),
        }
    }

    /// By text: the place it means as an end of a partnership; [`PlaceId::NOWHERE`] for others.
    fn places_of_texts(&self, cities: &Cities, ends: &Ends) -> Vec<PlaceId> {
        let place = |row: PlaceRow| self.place_of_row[row.0 as usize];
        let mut places: Vec<PlaceId> =
            cities.of_text.par_iter().with_min_len(MANY).map(|row| row.map_or(PlaceId::NOWHERE, place)).collect();
        for (text, origin) in ends.understood() {
            places[text.index()] = self.number(origin).unwrap_or(PlaceId::NOWHERE);
        }
        places
    }

    fn id<'a>(&'a self, place: PlaceId, dataset: &'a Dataset, register: &'a Register) -> &'a str {
        self.origins[place.index()].id(dataset, register)
    }

    fn nodes(&self, register: &Register, cities: &Cities) -> Vec<Node> {
        let node = |&origin: &Origin| match origin {
            Origin::City(row) => {
                let Seat { country, region, part_of } = cities.seats[row.0 as usize];
                let part_of = part_of.map_or(PlaceId::NOWHERE, |whole| self.place_of_row[whole.0 as usize]);
                Node { origin, country, region, part_of }
            }
            Origin::Region(id) => {
                Node { origin, country: Some(register.region(id).country), region: Some(id), part_of: PlaceId::NOWHERE }
            }
            Origin::Country(code) => Node { origin, country: Some(code), region: None, part_of: PlaceId::NOWHERE },
        };
        self.origins.par_iter().with_min_len(MANY).map(node).collect()
    }
}

/// The rows of cities in the order of their ids, each with the first letters of it, by which most are told apart.
fn by_id(dataset: &Dataset) -> Vec<(u64, PlaceRow)> {
    let id = |row: PlaceRow| dataset.text(dataset.place_id(row));
    let rows = (0..).map(PlaceRow).take(dataset.places().len());
    let mut by_id: Vec<_> = rows.map(|row| (first_letters(id(row)), row)).collect();
    by_id.sort_unstable();
    for same in by_id.chunk_by_mut(|x, y| x.0 == y.0).filter(|same| same.len() > 1) {
        same.sort_unstable_by(|(_, x), (_, y)| id(*x).cmp(id(*y)));
    }
    by_id
}

/// The first eight bytes of a text as a number that orders texts as their bytes do, as far as it goes.
fn first_letters(text: &str) -> u64 {
    let letters = text.as_bytes().first_chunk::<8>();
    // The last of fewer than eight goes in first, and is moved on by those before it.
    letters.map_or_else(
        || text.bytes().rev().fold(0, |letters, byte| letters >> 8 | u64::from(byte) << 56),
        |letters| u64::from_be_bytes(*letters),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_letters_order_texts_as_their_bytes_do() {
        let texts = ["", "0", "1", "10", "100000000", "2", "minsk-by", "minsk-by-2", "minsl", "Ж", "Жа"];
        let mut sorted = texts;
        sorted.sort_unstable_by_key(|text| text.as_bytes());
        assert!(sorted.is_sorted_by_key(|text| first_letters(text)));
        assert_eq!(first_letters("minsk-by"), first_letters("minsk-by-2"));
        let short: Vec<u64> = sorted.iter().filter(|text| text.len() < 8).map(|text| first_letters(text)).collect();
        assert!(short.is_sorted_by(|a, b| a < b), "{short:?}");
    }
}
