//! Makes a data set of what Wikidata says: places with their regions, and a partnership for one or two claims.

use std::cell::OnceCell;

use super::{
    facts::{CountryOf, Facts, PlaceFacts, Statement},
    item::ItemId,
    names::Names,
};
use crate::{
    formats::{Reading, named_after, note::Note},
    model::{Claim, CountryCode, Dataset, Date, Metadata, PartnershipRecord, PlaceRecord, Position, Status},
    register::{Outlines, Register, region_of_item},
    text::count,
};

/// The licence of all of Wikidata's data.
pub(crate) const LICENCE: &str = "CC0-1.0";

impl Facts {
    /// The data set. Places and partnerships are in the order of their items' numbers, whatever the order of the file.
    ///
    /// The claim of one place is a row with `claimed_by` `a`. Claims of both sides become one row with `both`, if their
    /// beginnings don't contradict each other and their ends are the same; the more precise beginning is kept. Takes
    /// O(n log n) time.
    pub(crate) fn into_reading(self, file: &str) -> Reading {
        let mut dataset = Dataset::default();
        let sources = vec!["Wikidata".to_owned()];
        dataset.set_metadata(Metadata { licences: vec![LICENCE.to_owned()], sources, ..named_after(file) });
        dataset.set_files(file, file, file);
        dataset.set_locates_regions(true);
        let areas = Areas::of(&self);
        let blank = PlaceFacts::default();
        let mut described: Vec<ItemId> = self.named();
        if described.is_empty() {
            described = self.places.keys().copied().collect();
        }
        for item in described {
            let facts = self.places.get(&item).unwrap_or(&blank);
            if areas.code(facts, item).is_none() {
                areas.push_place(&mut dataset, item, facts);
            }
        }
        let end = |item| areas.code(self.places.get(&item).unwrap_or(&blank), item).unwrap_or_else(|| item.to_string());
        let statements: Vec<_> = self.statements().collect();
        for row in rows(&statements) {
            let (a, b) = (end(row.a), end(row.b));
            let source = Some(row.source()).filter(|source| !source.is_empty());
            let note = Some(row.note()).filter(|note| !note.is_empty());
            let record = PartnershipRecord {
                status: row.has_ended.then_some(Status::Terminated),
                since: row.since,
                until: row.until,
                claimed_by: row.claimed_by,
                source: source.as_deref(),
                note: note.as_deref(),
                ..PartnershipRecord::new(&a, &b)
            };
            dataset.push_partnership(&record, row.line);
        }
        let notes = self.notes(file);
        Reading { dataset, notes, ..Reading::default() }
    }

    fn notes(&self, file: &str) -> Vec<Note> {
        let (areas, unknown): (Vec<ItemId>, Vec<ItemId>) =
            self.unknown().into_iter().partition(|item| region_of_item(&item.to_string()).is_some());
        let first = unknown.first().map(ToString::to_string).unwrap_or_default();
        let left_out = [
            (self.deprecated_count(), "marked as deprecated", "left out"),
            (self.without_value, "without a place on the other side", "left out"),
        ];
        let mut notes: Vec<String> = left_out
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, what, done)| format!("{} {what}, {done}", count(number, "claim")))
            .collect();
        if self.is_empty() {
            notes.push("it has no rows: the query found nothing".to_owned());
        }
        if self.missing > 0 {
            notes.push(format!("{} that Wikidata doesn't have", count(self.missing, "item")));
        }
        if !unknown.is_empty() {
            let of = if unknown.len() == 1 { "is" } else { "are" };
            notes.push(format!(
                "{} {of} known by the id alone, such as {first}: the file doesn't describe them",
                count(unknown.len(), "place")
            ));
        }
        if let Some(item) = areas.first().map(ToString::to_string) {
            let code = region_of_item(&item).unwrap_or_default();
            notes.push(format!(
                "{} taken for the regions that they are, such as {item} for {code}: the file doesn't describe them, and some may be towns \
                 as well",
                count(areas.len(), "item")
            ));
        }
        notes.into_iter().map(|what| Note::Taken { file: file.to_owned(), what }).collect()
    }
}

/// Finds out which items are countries and regions.
struct Areas<'f> {
    facts: &'f Facts,
    register: Register,
    /// Loaded for the first place whose country only its position tells.
    outlines: OnceCell<Outlines>,
}

impl<'f> Areas<'f> {
    fn of(facts: &'f Facts) -> Self {
        Self { facts, register: Register::built_in(), outlines: OnceCell::new() }
    }

    /// The code of an item that is a country or a region, and not also a town.
    fn code(&self, place: &PlaceFacts, item: ItemId) -> Option<String> {
        let country = place.own_country.filter(|code| self.register.country(*code).is_some());
        country.map(|code| code.as_str().to_owned()).or_else(|| self.own_region(place, item).filter(|_| !place.is_city))
    }

    /// The region that the item itself is.
    fn own_region(&self, place: &PlaceFacts, item: ItemId) -> Option<String> {
        let stated = place.own_region.clone().filter(|code| self.register.find_region(code).is_some());
        stated.or_else(|| region_of_item(&item.to_string()).map(str::to_owned))
    }

    fn push_place(&self, dataset: &mut Dataset, item: ItemId, facts: &PlaceFacts) {
        let id = item.to_string();
        let own_region = self.own_region(facts, item);
        let region = own_region.clone().or_else(|| self.region(facts));
        let position = facts.position.get().and_then(|&(lat, lon)| Position::new(lat, lon).ok());
        let stated = facts.country.get().and_then(|country| match country {
            CountryOf::Code(code) => Some(*code),
            CountryOf::Item(item) => self.facts.countries.get(item).copied(),
        });
        let of_region = || region.as_deref().and_then(|code| self.country_of(code));
        let country = stated.or_else(of_region).or_else(|| self.country_at(position?));
        // If the region lies in another country, the place has moved, or the chain of areas is wrong: then the position
        // decides.
        let region =
            region.filter(|code| own_region.is_some() || country.is_none() || self.country_of(code) == country);
        let names = Names::of(item, &facts.labels, &facts.aliases);
        let record = PlaceRecord {
            id: &id,
            name: &names.shown,
            country,
            region: region.as_deref(),
            is_region: own_region.is_some(),
            position,
            population: facts.population.get().copied(),
            geonames: facts.geonames.get().map(String::as_str),
            wikidata: Some(&id),
            names: names.by_language,
            aliases: names.others,
            ..PlaceRecord::default()
        };
        dataset.push_place(&record, facts.line.max(1));
    }

    fn country_of(&self, region: &str) -> Option<CountryCode> {
        self.register.find_region(region).map(|id| self.register.region(id).country)
    }

    /// The region among the areas in which a place lies, up to three levels above it. Current areas take precedence
    /// over former ones.
    fn region(&self, place: &PlaceFacts) -> Option<String> {
        let known = |code: &String| self.register.find_region(code).is_some();
        // If there are two first-level regions, the position decides.
        let stated: Vec<&String> = place.regions.iter().filter(|code| known(code)).collect();
        if let [only] = stated[..] {
            return Some(only.clone());
        }
        let mut level: Vec<(u8, ItemId)> = place.within.clone();
        for _ in 0..LEVELS {
            // The sort is stable: areas of the same rank stay in the order of the file.
            level.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
            let code = |(_, area): &(u8, ItemId)| {
                let stated = self.facts.regions.get(area).cloned().filter(known);
                stated.or_else(|| region_of_item(&area.to_string()).map(str::to_owned))
            };
            if let Some(code) = level.iter().find_map(code) {
                return Some(code);
            }
            let above = level.iter().filter_map(|(_, area)| self.facts.places.get(area));
            level = above.flat_map(|area| area.within.iter().copied()).collect();
        }
        None
    }

    fn country_at(&self, position: Position) -> Option<CountryCode> {
        let outlines = self.outlines.get_or_init(Outlines::built_in);
        // Few places lack a country, so an index for many look-ups wouldn't pay.
        outlines.locator().locate(position, 0.0).and_then(|code| self.country_of(code))
    }
}

/// The number of levels that are searched upwards for a first-level region.
const LEVELS: usize = 3;

/// What one or two statements say about two places.
struct Row<'f> {
    a: ItemId,
    b: ItemId,
    claimed_by: Claim,
    since: Option<Date>,
    until: Option<Date>,
    has_ended: bool,
    sources: Vec<&'f (String, Option<Date>)>,
    /// The statement's id, if the same place claims the same twin several times, since one of the claims may have to be
    /// removed.
    doubled: Option<&'f str>,
    line: u32,
}

impl<'f> Row<'f> {
    fn of(a: ItemId, b: ItemId, statement: &'f Statement) -> Self {
        Self {
            a,
            b,
            claimed_by: Claim::A,
            since: statement.since(),
            until: statement.until(),
            // If the partnership was taken up again, an earlier end doesn't count.
            has_ended: statement.has_ended && statement.ends.is_empty(),
            sources: statement.sources.iter().collect(),
            doubled: None,
            line: statement.line.max(1),
        }
    }

    /// How well two claims fit as one partnership: 2 if they begin at the same date, 1 if one date is more precise;
    /// `None` if they don't fit.
    fn fitness(&self, other: &Self) -> Option<u8> {
        let same_end = (self.until, self.has_ended) == (other.until, other.has_ended);
        let begins = match (self.since, other.since) {
            (x, y) if x == y => Some(2),
            (Some(x), Some(y)) => (finer(x, y).is_some()).then_some(1),
            _ => Some(1),
        };
        begins.filter(|_| same_end)
    }

    fn join(&mut self, other: Self) {
        self.claimed_by = Claim::Both;
        self.since = match (self.since, other.since) {
            (Some(x), Some(y)) => finer(x, y),
            (x, y) => x.or(y),
        };
        for source in other.sources {
            if !self.sources.contains(&source) {
                self.sources.push(source);
            }
        }
        self.line = self.line.min(other.line);
    }

    /// The sources as a text: `https://...; https://... (retrieved 2020-05-01)`.
    fn source(&self) -> String {
        let text = |(address, retrieved): &&(String, Option<Date>)| {
            let retrieved = retrieved.map(|date| format!(" (retrieved {date})")).unwrap_or_default();
            format!("{address}{retrieved}")
        };
        self.sources.iter().map(text).collect::<Vec<_>>().join("; ")
    }

    fn note(&self) -> String {
        self.doubled.map(|id| format!("{STATEMENT}{id}")).unwrap_or_default()
    }
}

/// The beginning of the note of a repeated claim; the id follows.
pub(crate) const STATEMENT: &str = "statement ";

/// The more precise of two dates, if they don't contradict each other.
fn finer(x: Date, y: Date) -> Option<Date> {
    let holds =
        |wide: Date, narrow: Date| wide.first_day() <= narrow.first_day() && narrow.last_day() <= wide.last_day();
    if holds(x, y) { Some(y) } else { holds(y, x).then_some(x) }
}

/// The rows made of statements, in the order of the places' numbers.
fn rows<'f>(statements: &[(ItemId, ItemId, &'f str, &'f Statement)]) -> Vec<Row<'f>> {
    let mut sorted: Vec<&(ItemId, ItemId, &str, &Statement)> = statements.iter().collect();
    let pair = |from: ItemId, to: ItemId| (from.min(to), from.max(to));
    sorted.sort_by_key(|(from, to, id, _)| (pair(*from, *to), *from, *id));
    let mut rows = Vec::with_capacity(sorted.len());
    for same in sorted.chunk_by(|x, y| pair(x.0, x.1) == pair(y.0, y.1)) {
        let mut first: Vec<Row<'_>> = Vec::new();
        let mut second: Vec<Row<'_>> = Vec::new();
        let low = same[0].0.min(same[0].1);
        for (from, to, id, statement) in same.iter().copied() {
            let is_doubled = same.iter().filter(|other| other.0 == *from).count() > 1;
            let doubled = is_doubled.then_some(*id).filter(|id| !id.is_empty());
            let row = Row { doubled, ..Row::of(*from, *to, statement) };
            if *from == low { first.push(row) } else { second.push(row) }
        }
        for row in &mut first {
            // Claims that begin at the same date are matched first.
            let best = (0..second.len()).filter_map(|at| Some((row.fitness(&second[at])?, at)));
            if let Some((_, at)) = best.max_by_key(|&(fitness, at)| (fitness, std::cmp::Reverse(at))) {
                row.join(second.remove(at));
            }
        }
        rows.append(&mut first);
        rows.append(&mut second);
    }
    rows
}
