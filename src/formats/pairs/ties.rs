//! Collects the partnerships of a pair table from its rows and makes a data set of them.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashSet, HashTable};

use super::{homonyms::Homonyms, ids::numbered, places::Places, several::is_several, sides::Said, union::Union};
use crate::{
    formats::{Contradiction, Reading, fault::Fault, named_after, note::Note},
    model::{Claim, Dataset, PartnershipRecord, PartnershipRow, PlaceRecord, PlaceRow, joined},
};

/// The places and partnerships of the rows of a table, or of half of it, in order of appearance.
#[derive(Default)]
pub(super) struct Part<'t> {
    pub(super) places: Places,
    ends: Vec<Ends>,
    /// What rows say about their partnerships, if the table says anything. Their ends are in `ends`.
    rows: Dataset,
    pub(super) said: Said<'t>,
    pub(super) faults: Vec<Fault>,
    /// Whether there was any row.
    pub(super) any: bool,
}

/// The numbers of the two places of a row.
struct Ends {
    a: u32,
    b: u32,
    line: u32,
    /// Who claims the partnership, according to the row; `None` if it doesn't say, which means its first place.
    stated: Option<Claim>,
}

impl Part<'_> {
    /// For about `rows` rows.
    pub(super) fn for_rows(rows: usize, hasher: &DefaultHashBuilder) -> Self {
        Self { places: Places::for_rows(rows, hasher), ends: Vec::with_capacity(rows), ..Self::default() }
    }

    /// Adds the partnership of a row, with what the row says about it and about who claims it. Either all rows say
    /// something or none does. The ends in the record are ignored.
    pub(super) fn tie(&mut self, a: u32, b: u32, said: Option<(&PartnershipRecord<'_>, Option<Claim>)>, line: u32) {
        said.into_iter().for_each(|(record, _)| self.rows.push_partnership(record, line));
        self.ends.push(Ends { a, b, line, stated: said.and_then(|(_, stated)| stated) });
    }
}

/// The places and partnerships of a whole table.
pub(super) struct Pairs<'t> {
    places: Union,
    /// The ends of the rows of each half.
    ends: [Vec<Ends>; 2],
    rows: Dataset,
    said: [Said<'t>; 2],
    faults: Vec<Fault>,
    pub(super) any: bool,
}

/// What makes the places of two rows the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    /// They have the same name, and the same country as it is written.
    AsWritten,
    /// They have the same name, and their countries mean the same.
    Name,
    /// They have the same id.
    Id,
}

impl<'t> From<Part<'t>> for Pairs<'t> {
    fn from(part: Part<'t>) -> Self {
        let Part { places, ends, rows, said, faults, any } = part;
        let said = [said, Said::default()];
        Self { places: places.into(), ends: [ends, Vec::new()], rows, said, faults, any }
    }
}

impl<'t> Pairs<'t> {
    /// Joins the halves of a table that says nothing about its partnerships. The result is that of reading it at once.
    pub(super) fn of_halves(first: Part<'t>, mut second: Part<'t>) -> Self {
        let (places, numbers) = Union::of(first.places, second.places);
        second.ends.iter_mut().for_each(|ends| {
            ends.a = numbers[ends.a as usize];
            ends.b = numbers[ends.b as usize];
        });
        second.said.renumber(&numbers);
        let mut faults = first.faults;
        faults.append(&mut second.faults);
        Self {
            places,
            ends: [first.ends, second.ends],
            rows: first.rows,
            said: [first.said, second.said],
            faults,
            any: first.any || second.any,
        }
    }

    /// The names that stand for several places.
    pub(super) fn homonyms(&self) -> Homonyms {
        Homonyms::of(&self.places, &self.said)
    }

    /// The first name that is several names in one, and the number of such names.
    pub(super) fn several(&self) -> Option<(String, usize)> {
        self.first_and_count(is_several)
    }

    /// The first name that may be several names separated by commas, and the number of such names.
    pub(super) fn lists(&self) -> Option<(String, usize)> {
        self.first_and_count(|name| name.matches(", ").count() > 1)
    }

    fn first_and_count(&self, is_meant: impl Fn(&str) -> bool) -> Option<(String, usize)> {
        let names = (0..self.places.len()).map(|at| self.places.get(at).name).filter(|name| is_meant(name));
        names.fold(None, |found: Option<(String, usize)>, name| match found {
            None => Some((name.to_owned(), 1)),
            Some((first, count)) => Some((first, count + 1)),
        })
    }

    pub(super) fn into_reading(self, file: &str, notes: Vec<Note>, identity: Identity) -> Reading {
        let mut dataset = Dataset::default();
        dataset.set_metadata(named_after(file));
        dataset.set_files(file, file, file);
        dataset.set_locates_regions(true);
        dataset.set_unites_countries(identity == Identity::Name);
        // Most places have an id of their own. Partnerships reserve their own room.
        dataset.reserve(self.places.len(), 0, self.places.len());
        // One thread finds the rows that join earlier ones, while another adds the places.
        let ((), claims) = rayon::join(|| self.take_places(&mut dataset), || self.claims());
        let contradictions = match identity {
            Identity::AsWritten => Vec::new(),
            Identity::Name | Identity::Id => Contradiction::all(file, &self.places, &self.said),
        };
        let faults = self.take_partnerships(&mut dataset, &claims);
        Reading { dataset, faults, notes, trimmed: Vec::new(), contradictions }
    }

    fn take_places(&self, dataset: &mut Dataset) {
        let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let place = |at| {
            let place = self.places.get(at);
            let record = PlaceRecord {
                id: self.places.stem(at),
                name: given(place.name).unwrap_or(place.id),
                country_text: given(place.country),
                region: given(place.region),
                population: place.population,
                names: self.places.names(at).cloned().unwrap_or_default(),
                ..PlaceRecord::default()
            };
            (record, place.line)
        };
        let count = self.places.len();
        dataset.extend_places(count, place, || Said::positions(&self.said, count));
        let has_id = |row: PlaceRow| !self.places.get(row.0 as usize).id.is_empty();
        for (row, id) in numbered(dataset, has_id) {
            dataset.set_id(row, &id);
        }
    }

    /// For each row, whether one or both places claim its partnership; `None` for a row that has joined an earlier one.
    ///
    /// A row joins the first row that claims the same from the other side and isn't joined yet.
    fn claims(&self) -> Vec<Option<Claim>> {
        let ends = || self.ends.iter().flatten();
        let mut claims: Vec<Option<Claim>> = ends().map(|ends| Some(ends.stated.unwrap_or(Claim::A))).collect();
        let open = || ends().enumerate().filter(|(_, ends)| ends.stated.is_none());
        let pair = |ends: &Ends| (ends.a.min(ends.b), ends.a.max(ends.b));
        // Most pairs occur in one row only.
        let hasher = DefaultHashBuilder::default();
        let mut first: HashTable<u32> = HashTable::with_capacity(claims.len());
        let mut repeated: HashSet<(u32, u32)> = HashSet::new();
        let pair_at = |at: &u32| pair(self.ends_at(*at as usize));
        for (at, ends) in (0..).zip(ends()) {
            let hash = hasher.hash_one(pair(ends));
            if first.find(hash, |other| pair_at(other) == pair(ends)).is_some() {
                repeated.insert(pair(ends));
            } else {
                first.insert_unique(hash, at, |other| hasher.hash_one(pair_at(other)));
            }
        }
        let repeated_rows = open().filter(|(_, ends)| !repeated.is_empty() && repeated.contains(&pair(ends)));
        let rows = repeated_rows.map(|(at, ends)| (at, [ends.a, ends.b]));
        for [first, again] in joined(rows, |x, y| self.record(x) == self.record(y)) {
            claims[first] = Some(Claim::Both);
            claims[again] = None;
        }
        claims
    }

    fn ends_at(&self, at: usize) -> &Ends {
        let [first, second] = &self.ends;
        first.get(at).unwrap_or_else(|| &second[at - first.len()])
    }

    /// What a row says about its partnership.
    fn record(&self, at: usize) -> PartnershipRecord<'_> {
        if self.rows.partnerships().len() == 0 {
            return PartnershipRecord::new("", "");
        }
        self.rows.partnership(PartnershipRow(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// Adds the partnerships, given who claims them, and returns the faults, which are all that is left.
    fn take_partnerships(self, dataset: &mut Dataset, claims: &[Option<Claim>]) -> Vec<Fault> {
        let places = |ends: &Ends| [PlaceRow(ends.a), PlaceRow(ends.b)];
        if self.rows.partnerships().len() > 0 {
            for (at, (ends, claim)) in self.ends.iter().flatten().zip(claims).enumerate() {
                let Some(claimed_by) = *claim else { continue };
                let record = PartnershipRecord { claimed_by, ..self.record(at) };
                dataset.push_partnership_of(places(ends), &record, ends.line);
            }
            return self.faults;
        }
        let Self { places: named, ends: [first, second], said, faults, .. } = self;
        let (of_first, of_second) = claims.split_at(first.len());
        let taken = |ends: &[Ends], claims: &[Option<Claim>]| {
            let rows = ends.iter().zip(claims).filter_map(|(ends, claim)| Some((places(ends), (*claim)?, ends.line)));
            dataset.claim_batch(ends.len(), rows)
        };
        // The memory is freed in parallel, since that takes as long.
        let ((first, second), ()) = rayon::join(
            || rayon::join(|| taken(&first, of_first), || taken(&second, of_second)),
            || drop((named, said)),
        );
        dataset.push_claims(first);
        dataset.push_claims(second);
        faults
    }
}
