//! The cities of a data set, resolved against the register.

use std::collections::HashMap;

use super::{
    chains::cycles,
    ends::Ends,
    finding::{Finding, FindingKind},
    id::Origin,
    names::Names,
    subject::Subject,
};
use crate::{
    model::{CountryCode, Dataset, Level, PlaceRow, TextId},
    register::{RegionId, Register},
};

/// The country and region of a row of `cities.csv`.
#[derive(Clone, Copy, Default)]
pub(super) struct Seat {
    pub(super) country: Option<CountryCode>,
    pub(super) region: Option<RegionId>,
    pub(super) part_of: Option<PlaceRow>,
}

/// The rows of `cities.csv`, resolved.
pub(super) struct Cities {
    /// The rows without an error.
    accepted: Vec<PlaceRow>,
    /// The location of each row.
    pub(super) seats: Vec<Seat>,
    /// The accepted row whose id is each text, by the number of the text.
    pub(super) of_text: Vec<Option<PlaceRow>>,
    /// The city that is each region.
    pub(super) of_region: HashMap<RegionId, PlaceRow>,
}

impl Cities {
    pub(super) fn resolve(dataset: &Dataset, register: &Register, findings: &mut Vec<Finding>) -> Self {
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
            let seat = cities.seat(dataset, register, &codes, row, first, findings);
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

    /// The location of a row. `first` is an earlier row with the same id. A country or region that isn't in the
    /// register, and a region of another country, are left blank and become findings.
    fn seat(
        &mut self,
        dataset: &Dataset,
        register: &Register,
        codes: &Codes,
        row: PlaceRow,
        first: Option<PlaceRow>,
        findings: &mut Vec<Finding>,
    ) -> Result<Seat, FindingKind> {
        let text = dataset.place_id(row);
        let id = || dataset.text(text).to_owned();
        if let Some(first) = first {
            return Err(FindingKind::DuplicateId { id: id(), first: dataset.locate_place(first).1 });
        }
        if codes.is_code(text) {
            return Err(FindingKind::IdIsCode(id()));
        }
        let mut leave_blank = |kind| findings.push(at_place(dataset, row, kind));
        let mut country = dataset.country_of_place(row);
        if let Some(unknown) = country.filter(|&code| !codes.is_country[code.index()]) {
            leave_blank(FindingKind::UnknownCountry { id: id(), country: unknown });
            country = None;
        }
        let text = dataset.region_of_place(row);
        let mut region = text.and_then(|code| codes.region(code));
        if let Some(unknown) = text.filter(|_| region.is_none()) {
            let unknown = dataset.text(unknown).to_owned();
            leave_blank(FindingKind::UnknownRegion { id: id(), region: unknown, country, suggestions: Vec::new() });
        }
        let mut region_country = region.map(|region| register.region(region).country);
        if let (Some(country), Some(other), Some(of_other)) = (country, region, region_country)
            && country != of_other
        {
            let code = register.region(other).code.to_string();
            leave_blank(FindingKind::RegionOfOtherCountry {
                id: id(),
                country,
                region: code,
                region_country: of_other,
            });
            (region, region_country) = (None, None);
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

    /// Resolves `part_of`, which may name a later row. O(rows).
    fn join_parts(&mut self, dataset: &Dataset, findings: &mut Vec<Finding>) {
        let mut has_parts = false;
        for &row in &self.accepted {
            let Some(whole) = dataset.part_of(row) else { continue };
            match self.of_text[whole.index()] {
                Some(whole) => {
                    self.seats[row.0 as usize].part_of = Some(whole);
                    has_parts = true;
                }
                None => {
                    let [id, whole] = [dataset.place_id(row), whole].map(|text| dataset.text(text).to_owned());
                    findings.push(at_place(dataset, row, FindingKind::UnknownWhole { id, whole }));
                }
            }
        }
        if !has_parts {
            return;
        }
        // A cycle is opened at its first row, which loses its whole. The other rows keep theirs.
        let whole = |row: usize| self.seats[row].part_of.map(|whole| whole.0 as usize);
        let cycles = cycles(self.seats.len(), whole);
        let mut firsts: Vec<usize> = cycles.into_iter().filter_map(|cycle| cycle.into_iter().min()).collect();
        firsts.sort_unstable();
        for row in firsts {
            self.seats[row].part_of = None;
            let row = PlaceRow(u32::try_from(row).expect("rows have 32-bit numbers"));
            findings.push(at_place(dataset, row, FindingKind::PartOfItself(dataset.place(row).id.to_owned())));
        }
    }

    /// The rows that are accepted, in the same order.
    pub(super) fn accepted_of(&self, mut rows: Vec<(u64, PlaceRow)>) -> Vec<(u64, PlaceRow)> {
        if self.accepted.len() < rows.len() {
            let mut is_accepted = vec![false; rows.len()];
            self.accepted.iter().for_each(|row| is_accepted[row.0 as usize] = true);
            rows.retain(|(_, row)| is_accepted[row.0 as usize]);
        }
        rows
    }

    /// The meanings of the ends of partnerships that aren't ids of cities.
    pub(super) fn meaning_of_ends(&self, dataset: &Dataset, register: &Register) -> Ends {
        let names = Names::indexed(dataset, register);
        let origin = |subject| match subject {
            Subject::City(row) => Origin::City(row),
            Subject::Region(id) => self.of_region.get(&id).map_or(Origin::Region(id), |&row| Origin::City(row)),
            Subject::Country(code) => Origin::Country(code),
        };
        let is_city = self.of_text.iter().map(Option::is_some);
        Ends::resolve(dataset, is_city, |text| names.find_end(text, Level::ALL).map(origin))
    }
}

fn at_place(dataset: &Dataset, row: PlaceRow, kind: FindingKind) -> Finding {
    let (file, line) = dataset.locate_place(row);
    Finding { file: file.to_owned(), line, column: kind.column(), kind }
}

/// The register's codes among the texts of a data set.
struct Codes {
    /// The region whose code is each text.
    regions: Vec<Option<RegionId>>,
    /// The texts that are codes of countries, by number.
    countries: Vec<TextId>,
    /// Whether the register has each country, by [`CountryCode::index`].
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
