//! Mends what is certainly wrong: blanks, Unicode forms, notations, words for countries and regions, rows that repeat
//! others.

use std::{borrow::Cow, collections::HashMap};

use serde::Serialize;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{
    Code, faults,
    letters::{is_plain, is_prose, tidy_blanks},
    partnerships::{End, Ends},
    place_rows,
    same_rows::{Mended, Places, Seen, union},
};
use crate::{
    formats::{Fault, FaultKind, Note, Reading, name_column},
    graph::{Network, PlaceId, Scope},
    model::{
        Claim, CountryCode, Dataset, NamesByLanguage, PartnershipRecord, PartnershipRow, PlaceRecord, PlaceRow,
        RegionRecord, RegionRow,
    },
    register::Register,
};

/// Something that was mended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// The problem that was mended: the name of a [`Code`].
    pub code: String,
    /// The file.
    pub file: String,
    /// The line on which the row began.
    pub line: u32,
    /// The column, if a single cell was mended.
    pub column: Option<String>,
    /// The text before.
    pub before: String,
    /// The text after; `None` for a row that was removed.
    pub after: Option<String>,
}

/// A data set in which everything that is certainly wrong is mended.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The data set.
    pub dataset: Dataset,
    /// The changes, by file, line, column and code.
    pub changes: Vec<ChangeRow>,
}

/// Why nothing was mended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// Two texts with different meanings differ only in blanks or Unicode form.
    #[error("mending blanks and Unicode forms would change which places are tied")]
    ChangesGraph,
}

/// Mends what is certainly wrong, and nothing else: blanks around cells, repeated or unusual blanks (except line breaks
/// and blanks in notes); Unicode form (to NFC); dates, numbers, positions and words in another notation; words and
/// former codes of countries and regions; a place or partnership that repeats an earlier one. Partnerships are compared
/// regardless of which end comes first and of which name stands for it. The first one stays, claimed by everyone who
/// claims one of them.
///
/// A cell that can't be read is left blank and listed among the changes, and so is a column that isn't used. Other
/// problems stay. Mending a mended data set changes nothing.
///
/// # Errors
/// Returns [`FixError`] if the places and ties would differ afterwards.
pub fn fix(reading: &Reading) -> Result<Fixed, FixError> {
    let mut fixing = Fixing::of(&reading.dataset);
    for note in &reading.notes {
        match note {
            Note::UnknownColumn { file, column, .. } => {
                fixing.changed(Code::UnknownColumn, (file, 1), Some(column), column, None);
            }
            Note::UnknownColumns { file, count } => {
                fixing.changed(Code::UnknownColumn, (file, 1), None, &format!("{count} more columns"), None);
            }
            // A data set of our own has no fields beyond its columns, and an empty list stays empty.
            Note::Recognised { .. }
            | Note::Homonyms { .. }
            | Note::RecognisedColumns { .. }
            | Note::RecognisedPlaces { .. }
            | Note::Taken { .. }
            | Note::UnusedFields { .. }
            | Note::NoRows { .. } => {}
        }
    }
    for cell in &reading.trimmed {
        let after = Some(cell.text.trim().to_owned());
        fixing.changed(Code::StrayBlanks, (&cell.file, cell.line), Some(cell.column), &cell.text, after);
    }
    reading.faults.iter().for_each(|fault| fixing.mend_cell(fault));
    let resolved = Network::build(reading.dataset.clone(), Register::built_in()).network;
    fixing.mend(&reading.dataset, &resolved)
}

/// Mends a data set that was read and resolved, whose cells are already in our notation.
///
/// # Errors
/// The same as [`fix`].
pub fn fix_resolved(network: &Network) -> Result<Fixed, FixError> {
    Fixing::of(network.dataset()).mend(network.dataset(), network)
}

/// The places and which of them are tied, under the ids that they have after mending: the ids in order, and pairs of
/// indices of tied places.
fn outline_of(dataset: &Dataset) -> (Vec<String>, Vec<[usize; 2]>) {
    let network = Network::build(dataset.clone(), Register::built_in()).network;
    let graph = network.graph(&Scope::default());
    let id = |place| tidy("id", graph.place(place).id()).into_owned();
    let mut ids: Vec<String> = graph.places().map(|place| id(place.number())).collect();
    ids.sort_unstable();
    let number = |place| ids.partition_point(|other| *other < id(place));
    let numbers: Vec<usize> =
        network.places().map(|place| if graph.includes(place.number()) { number(place.number()) } else { 0 }).collect();
    let number = |place: PlaceId| numbers[place.index()];
    let ends = graph.ties().map(|(_, tie)| [number(tie.a), number(tie.b)]);
    let mut ties: Vec<[usize; 2]> = ends.map(|[a, b]| [a.min(b), a.max(b)]).collect();
    ties.sort_unstable();
    (ids, ties)
}

/// A text without what is certainly wrong in it.
fn tidy<'t>(column: &str, text: &'t str) -> Cow<'t, str> {
    if is_plainly_tidy(text) {
        return Cow::Borrowed(text);
    }
    let whole: Cow<'_, str> = if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() };
    Cow::Owned(if is_prose(column) { text.trim().to_owned() } else { tidy_blanks(&whole) })
}

/// A fast test that is true for most texts: whether nothing can be wrong with a text in any column.
fn is_plainly_tidy(text: &str) -> bool {
    is_plain(text) && !text.starts_with(' ') && !text.ends_with(' ')
}

/// Columns whose texts don't affect ties.
const BESIDE: [&str; 4] = ["fields", "document", "source", "note"];

/// A data set that is being mended.
struct Fixing {
    fixed: Fixed,
    /// Whether a text was mended that may be the name of a place.
    has_other_names: bool,
}

impl Fixing {
    /// Starts with the rows as they are.
    fn of(before: &Dataset) -> Self {
        Self { fixed: Fixed { dataset: before.clone(), changes: Vec::new() }, has_other_names: false }
    }

    /// Adds the mended rows of a data set; a network made from them gives their meaning.
    fn mend(mut self, before: &Dataset, resolved: &Network) -> Result<Fixed, FixError> {
        self.mend_places(before, resolved.dataset());
        self.mend_partnerships(before, resolved);
        self.mend_regions(before);
        self.mend_ledger(before);
        self.fixed.dataset.restart_lines();
        let Fixing { mut fixed, has_other_names } = self;
        fixed.changes.sort_by(|x, y| (&x.file, x.line, &x.column, &x.code).cmp(&(&y.file, y.line, &y.column, &y.code)));
        // Removing a row that repeats another doesn't change the ties.
        let is_same = !has_other_names || outline_of(before) == outline_of(&fixed.dataset);
        if is_same { Ok(fixed) } else { Err(FixError::ChangesGraph) }
    }

    fn changed(
        &mut self,
        code: Code,
        (file, line): (&str, u32),
        column: Option<&str>,
        before: &str,
        after: Option<String>,
    ) {
        let (code, file, column) = (code.name().to_owned(), file.to_owned(), column.map(str::to_owned));
        self.fixed.changes.push(ChangeRow { code, file, line, column, before: before.to_owned(), after });
    }

    /// Mends a text and records what was wrong.
    fn text<'t>(&mut self, at: (&str, u32), column: &str, text: &'t str) -> Cow<'t, str> {
        let mended = tidy(column, text);
        if mended != text {
            let only_form = mended == text.nfc().collect::<String>();
            let code = if only_form { Code::NotNfc } else { Code::StrayBlanks };
            self.changed(code, at, Some(column), text, Some(mended.clone().into_owned()));
            self.has_other_names |= !BESIDE.contains(&column);
        }
        mended
    }

    fn optional<'t>(&mut self, at: (&str, u32), column: &str, text: Option<&'t str>) -> Option<Cow<'t, str>> {
        text.map(|text| self.text(at, column, text)).filter(|text| !text.is_empty())
    }

    fn list(&mut self, at: (&str, u32), column: &str, texts: &[Cow<'_, str>]) -> Vec<String> {
        let mended = texts.iter().map(|text| self.text(at, column, text).into_owned());
        mended.filter(|text| !text.is_empty()).collect()
    }

    fn names(&mut self, at: (&str, u32), names: &NamesByLanguage<'_>) -> NamesByLanguage<'static> {
        let mended = |(language, name)| (language, self.text(at, name_column(language), name).into_owned());
        names.iter().map(mended).collect()
    }

    /// Records a cell that was read in another notation or left blank.
    fn mend_cell(&mut self, fault: &Fault) {
        let (code, _) = faults::code_and_hint(&fault.kind);
        let (before, after) = match &fault.kind {
            FaultKind::OtherNotation { found, read } => (found.clone(), Some(read.clone())),
            kind if kind.refuses() => return,
            kind => (kind.cell().unwrap_or_else(|| kind.to_string()), None),
        };
        self.changed(code, (&fault.file, fault.line), fault.column.as_deref(), &before, after);
    }

    /// Records that the country or region of a place has a new text.
    fn resolved(&mut self, at: (&str, u32), column: &str, before: Option<&str>, after: Option<&str>) {
        if before != after {
            self.changed(Code::OtherNotation, at, Some(column), before.unwrap_or_default(), after.map(str::to_owned));
        }
    }

    /// `resolved` has the same rows, with the meanings of words for countries and regions.
    fn mend_places(&mut self, before: &Dataset, resolved: &Dataset) {
        if places_are_tidy(before, resolved) {
            return;
        }
        self.fixed.dataset.clear_places();
        let mut seen = Seen::of(before.places().len());
        let mut next = 0;
        for row in place_rows(before) {
            let (place, at) = (before.place(row), before.locate_place(row));
            let PlaceRecord { country, region, .. } = resolved.place(row);
            if country != place.country {
                let code = place.country.map(|code| code.to_string());
                let code = code.as_deref().or(place.country_text);
                self.resolved(at, "country", code, country.as_ref().map(CountryCode::as_str));
            }
            let region = if region == place.region {
                self.optional(at, "region", region)
            } else {
                self.resolved(at, "region", place.region, region);
                region.map(Cow::Borrowed)
            };
            let id = self.text(at, "id", place.id);
            // If the name is blank, the id stands for it, and that is mended already.
            let name = if place.name == place.id { id.clone() } else { self.text(at, "name", place.name) };
            let [kind, part_of, geonames, wikidata] = [
                ("type", place.kind),
                ("part_of", place.part_of),
                ("geonames", place.geonames),
                ("wikidata", place.wikidata),
            ]
            .map(|(column, text)| self.optional(at, column, text));
            let names = self.names(at, &place.names);
            let aliases = self.list(at, "aliases", &place.aliases);
            let mended = PlaceRecord {
                id: &id,
                name: if name.is_empty() { &id } else { &name },
                kind: kind.as_deref(),
                country,
                region: region.as_deref(),
                part_of: part_of.as_deref(),
                geonames: geonames.as_deref(),
                wikidata: wikidata.as_deref(),
                names,
                aliases: aliases.iter().map(|alias| Cow::Borrowed(alias.as_str())).collect(),
                ..place
            };
            let kept = &self.fixed.dataset;
            let position = mended.position.map(|position| [position.lat(), position.lon()].map(f64::to_bits));
            let ids = (mended.id, mended.part_of, mended.geonames, mended.wikidata);
            let said = (ids, mended.name, mended.kind, mended.region, position, mended.population, &mended.aliases);
            match seen.first(&said, next, |row| kept.place(PlaceRow(row)) == mended) {
                Some(_) => self.changed(Code::DuplicateId, at, None, &id, None),
                None => {
                    self.fixed.dataset.push_place(&mended, at.1);
                    next += 1;
                }
            }
        }
    }

    /// Only rows that may repeat another, or have a text to mend, are examined; most do neither.
    fn mend_partnerships(&mut self, before: &Dataset, network: &Network) {
        let (ends, places) = (Ends::new(network), Places::of(network));
        let mut seen = Seen::of(places.len());
        let mut left_out: Vec<PartnershipRow> = Vec::new();
        // Who claims the partnerships that had several rows.
        let mut claims: HashMap<PartnershipRow, Claim> = HashMap::new();
        let untidy = untidy_partnerships(before);
        let mut rows: Vec<PartnershipRow> = places.rows().chain(network.refused()).chain(untidy).collect();
        rows.sort_unstable();
        rows.dedup();
        for &row in &rows {
            let at = before.locate_partnership(row);
            let mended = Mended::of(before.partnership(row), |column, text| self.text(at, column, text));
            let untold = |row| Mended::of(before.partnership(PartnershipRow(row)), tidy);
            let is_same = |first| places.said(&untold(first), PartnershipRow(first)) == places.said(&mended, row);
            let Some(first) = seen.first(&places.said(&mended, row), row.0, is_same) else {
                if mended.record() != before.partnership(row) {
                    self.fixed.dataset.set_partnership(row, &mended.record());
                }
                continue;
            };
            left_out.push(row);
            let (first, of_first) = (PartnershipRow(first), untold(first));
            let reversed = match places.of_row(row) {
                Some(pair) if mended.a != of_first.a && mended.b != of_first.b => {
                    let pair = pair.map(End::Place);
                    ends.a(row, pair) != ends.a(first, pair)
                }
                Some(_) => false,
                None => mended.a != of_first.a,
            };
            let code = if reversed { Code::ReversedPartnership } else { Code::DuplicatePartnership };
            self.changed(code, at, None, &format!("{} - {}", mended.a, mended.b), None);
            let was = claims.get(&first).copied().unwrap_or(of_first.row.claimed_by);
            let claimed_by = union(was, mended.row.claimed_by, reversed);
            if claimed_by != was {
                claims.insert(first, claimed_by);
                let at = before.locate_partnership(first);
                self.changed(Code::OneSidedClaim, at, Some("claimed_by"), was.name(), Some(claimed_by.to_string()));
                self.fixed.dataset.set_partnership(first, &PartnershipRecord { claimed_by, ..of_first.record() });
            }
        }
        self.fixed.dataset.remove_partnerships(&left_out);
    }

    /// Only the texts of the ledger are mended, since two equal rows may be two visits.
    fn mend_ledger(&mut self, before: &Dataset) {
        let mut ledger = before.ledger().clone();
        ledger.each_text(|at, column, text| {
            if let Cow::Owned(mended) = self.text(at, column, text) {
                *text = mended;
            }
        });
        *self.fixed.dataset.ledger_mut() = ledger;
    }

    fn mend_regions(&mut self, before: &Dataset) {
        self.fixed.dataset.clear_regions();
        for (row, region) in (0..).map(RegionRow).zip(before.regions()) {
            let at = before.locate_region(row);
            let aliases: Vec<Cow<'_, str>> = region.aliases.iter().map(|alias| Cow::Borrowed(alias.as_str())).collect();
            let mended = RegionRecord {
                name: self.text(at, "name", &region.name).into_owned(),
                names: self.names(at, &region.names),
                kind: self.optional(at, "type", region.kind.as_deref()).map(Cow::into_owned),
                geonames: self.optional(at, "geonames", region.geonames.as_deref()).map(Cow::into_owned),
                wikidata: self.optional(at, "wikidata", region.wikidata.as_deref()).map(Cow::into_owned),
                aliases: self.list(at, "aliases", &aliases),
                ..region.clone()
            };
            self.fixed.dataset.push_region(mended, at.1);
        }
    }
}

/// A quick test that is true for most large lists: whether no place needs mending.
fn places_are_tidy(before: &Dataset, resolved: &Dataset) -> bool {
    let mut is_taken = vec![false; before.text_count()];
    before.texts().all(is_plainly_tidy)
        && place_rows(before).all(|row| {
            !std::mem::replace(&mut is_taken[before.place_id(row).index()], true)
                && is_plainly_tidy(before.place_name(row))
                && before.country_of_place(row) == resolved.country_of_place(row)
                && before.region_of_place(row) == resolved.region_of_place(row)
        })
}

/// The rows with a text that may be wrong.
fn untidy_partnerships(dataset: &Dataset) -> Vec<PartnershipRow> {
    let is_tidy: Vec<bool> = dataset.texts().map(is_plainly_tidy).collect();
    let rows = dataset.partnership_rows();
    let untidy = dataset.partnerships_in(rows.clone()).zip(rows.map(PartnershipRow)).filter(|(partnership, _)| {
        let (a, b) = partnership.ends();
        !(partnership.is_brief() && is_tidy[a.index()] && is_tidy[b.index()])
    });
    untidy.map(|(_, row)| row).collect()
}
