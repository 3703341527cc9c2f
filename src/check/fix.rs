//! What is certain, mended: blanks, Unicode forms, rows that say the same twice.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use serde::Serialize;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{
    Code,
    letters::{is_prose, tidy_blanks},
    partnership_rows, place_rows,
};
use crate::{
    formats::{Note, Reading},
    graph::{Network, Scope},
    model::{Claim, Dataset, PartnershipRecord, PlaceRecord, RegionRecord, RegionRow},
    register::Register,
};

/// Something that was mended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeRow {
    /// The problem that is gone: the name of a [`Code`].
    pub code: String,
    /// The file.
    pub file: String,
    /// The line on which the row began.
    pub line: u32,
    /// The column, where it is one cell.
    pub column: Option<String>,
    /// What it was.
    pub before: String,
    /// What it is; nothing for a row that is gone.
    pub after: Option<String>,
}

/// A data set with what is certain mended.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The data set.
    pub dataset: Dataset,
    /// What was done: by file, line, column and code.
    pub changes: Vec<ChangeRow>,
}

/// Why nothing is mended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// Two texts that mean different places differ in blanks or Unicode form alone.
    #[error("mending blanks and Unicode forms would change which places are tied")]
    ChangesGraph,
}

/// Mends what is certain, and nothing else: blanks around cells, in a row or of an unusual kind, but for lines and
/// blanks in notes; Unicode form NFC; a place or partnership that says the same as an earlier one, a partnership's ends
/// either way round. Of such partnerships the first stays, claimed by all who claim one of them.
///
/// The reading is without faults. Mending a mended data set does nothing. A column that is not used is left out, and
/// said to be.
///
/// # Errors
/// [`FixError`] where the places and ties would not be the same afterwards.
pub fn fix(reading: &Reading) -> Result<Fixed, FixError> {
    let mut fixed = Fixed { dataset: Dataset::default(), changes: Vec::new() };
    let before = &reading.dataset;
    fixed.dataset.set_metadata(before.metadata().clone());
    fixed.dataset.set_files(before.places_file(), before.partnerships_file(), before.regions_file());
    for note in &reading.notes {
        match note {
            Note::UnknownColumn { file, column, .. } => {
                fixed.changed(Code::UnknownColumn, (file, 1), Some(column), column, None);
            }
            Note::UnknownColumns { file, count } => {
                fixed.changed(Code::UnknownColumn, (file, 1), None, &format!("{count} more columns"), None);
            }
            // A data set of our own has no fields beyond its columns, and an empty list stays one.
            Note::UnusedFields { .. } | Note::NoRows { .. } => {}
        }
    }
    for cell in &reading.trimmed {
        let after = Some(cell.text.trim().to_owned());
        fixed.changed(Code::StrayBlanks, (&cell.file, cell.line), Some(cell.column), &cell.text, after);
    }
    fixed.push_places(before);
    fixed.push_partnerships(before);
    fixed.push_regions(before);
    fixed.mend_ledger(before);
    let changes = &mut fixed.changes;
    changes.sort_by(|x, y| (&x.file, x.line, &x.column, &x.code).cmp(&(&y.file, y.line, &y.column, &y.code)));
    let is_same = changes.is_empty() || outline_of(before) == outline_of(&fixed.dataset);
    if is_same { Ok(fixed) } else { Err(FixError::ChangesGraph) }
}

/// Which places there are and which are tied, under the ids that mending gives them.
fn outline_of(dataset: &Dataset) -> (Vec<String>, Vec<[String; 2]>) {
    let network = Network::build(dataset.clone(), Register::built_in()).network;
    let graph = network.graph(&Scope::default());
    let id = |place| tidy("id", graph.place(place).id());
    let mut places: Vec<String> = graph.places().map(|place| id(place.number())).collect();
    let mut ties: Vec<[String; 2]> = graph
        .ties()
        .map(|(_, tie)| {
            let mut ends = [id(tie.a), id(tie.b)];
            ends.sort_unstable();
            ends
        })
        .collect();
    places.sort_unstable();
    ties.sort_unstable();
    (places, ties)
}

fn tidy(column: &str, text: &str) -> String {
    let text: Cow<'_, str> = if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() };
    if is_prose(column) { text.trim().to_owned() } else { tidy_blanks(&text) }
}

impl Fixed {
    fn changed(
        &mut self,
        code: Code,
        (file, line): (&str, u32),
        column: Option<&str>,
        before: &str,
        after: Option<String>,
    ) {
        let (code, file, column) = (code.name().to_owned(), file.to_owned(), column.map(str::to_owned));
        self.changes.push(ChangeRow { code, file, line, column, before: before.to_owned(), after });
    }

    /// A text without what is certain to be amiss; says what was.
    fn text(&mut self, at: (&str, u32), column: &str, text: &str) -> String {
        let mended = tidy(column, text);
        if mended != text {
            let only_form = mended == text.nfc().collect::<String>();
            let code = if only_form { Code::NotNfc } else { Code::StrayBlanks };
            self.changed(code, at, Some(column), text, Some(mended.clone()));
        }
        mended
    }

    fn optional(&mut self, at: (&str, u32), column: &str, text: Option<&str>) -> Option<String> {
        text.map(|text| self.text(at, column, text)).filter(|text| !text.is_empty())
    }

    fn list(&mut self, at: (&str, u32), column: &str, texts: &[Cow<'_, str>]) -> Vec<String> {
        let mended = texts.iter().map(|text| self.text(at, column, text));
        mended.filter(|text| !text.is_empty()).collect()
    }

    fn push_places(&mut self, before: &Dataset) {
        let mut seen = HashSet::new();
        for (new_line, row) in (2..).zip(place_rows(before)) {
            let (place, at) = (before.place(row), before.locate_place(row));
            let id = self.text(at, "id", place.id);
            // A blank name is the id's stand-in, which has been mended.
            let name = if place.name == place.id { id.clone() } else { self.text(at, "name", place.name) };
            let [kind, region, part_of, geonames, wikidata] = [
                ("type", place.kind),
                ("region", place.region),
                ("part_of", place.part_of),
                ("geonames", place.geonames),
                ("wikidata", place.wikidata),
            ]
            .map(|(column, text)| self.optional(at, column, text));
            let aliases = self.list(at, "aliases", &place.aliases);
            let mended = PlaceRecord {
                id: &id,
                name: if name.is_empty() { &id } else { &name },
                kind: kind.as_deref(),
                region: region.as_deref(),
                part_of: part_of.as_deref(),
                geonames: geonames.as_deref(),
                wikidata: wikidata.as_deref(),
                aliases: aliases.iter().map(|alias| Cow::Borrowed(alias.as_str())).collect(),
                ..place
            };
            if seen.insert(format!("{mended:?}")) {
                self.dataset.push_place(&mended, new_line);
            } else {
                self.changed(Code::DuplicateId, at, None, &id, None);
            }
        }
    }

    fn push_partnerships(&mut self, before: &Dataset) {
        let mut kept: Vec<Kept> = Vec::new();
        // What a row says apart from its ends and claims, with the ends in order: its number in `kept`.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for row in partnership_rows(before) {
            let (record, at) = (before.partnership(row), before.locate_partnership(row));
            let [a, b] = [("a", record.a), ("b", record.b)].map(|(column, text)| self.text(at, column, text));
            let fields = self.list(at, "fields", &record.fields);
            let [document, source, note] =
                [("document", record.document), ("source", record.source), ("note", record.note)]
                    .map(|(column, text)| self.optional(at, column, text));
            let mended = Kept { a, b, fields, document, source, note, row: record, line: at.1 };
            match seen.get(&mended.said()) {
                None => {
                    seen.insert(mended.said(), kept.len());
                    kept.push(mended);
                }
                Some(&first) => {
                    let first = &mut kept[first];
                    let reversed = mended.a != first.a;
                    let code = if reversed { Code::ReversedPartnership } else { Code::DuplicatePartnership };
                    self.changed(code, at, None, &format!("{} - {}", mended.a, mended.b), None);
                    let claim = union(first.row.claimed_by, mended.row.claimed_by, reversed);
                    if claim != first.row.claimed_by {
                        let was = std::mem::replace(&mut first.row.claimed_by, claim).to_string();
                        let at = (at.0, first.line);
                        self.changed(Code::OneSidedClaim, at, Some("claimed_by"), &was, Some(claim.to_string()));
                    }
                }
            }
        }
        for (new_line, row) in (2..).zip(&kept) {
            self.dataset.push_partnership(&row.record(), new_line);
        }
    }

    /// Rows of the ledger are mended in their texts alone: two that say the same may be two visits.
    fn mend_ledger(&mut self, before: &Dataset) {
        let mut ledger = before.ledger().clone();
        ledger.each_text(|at, column, text| *text = self.text(at, column, text));
        *self.dataset.ledger_mut() = ledger;
    }

    fn push_regions(&mut self, before: &Dataset) {
        for (new_line, (row, region)) in (2..).zip((0..).map(RegionRow).zip(before.regions())) {
            let at = before.locate_region(row);
            let aliases: Vec<Cow<'_, str>> = region.aliases.iter().map(|alias| Cow::Borrowed(alias.as_str())).collect();
            let mended = RegionRecord {
                name: self.text(at, "name", &region.name),
                name_ru: self.optional(at, "name_ru", region.name_ru.as_deref()),
                name_be: self.optional(at, "name_be", region.name_be.as_deref()),
                kind: self.optional(at, "type", region.kind.as_deref()),
                geonames: self.optional(at, "geonames", region.geonames.as_deref()),
                wikidata: self.optional(at, "wikidata", region.wikidata.as_deref()),
                aliases: self.list(at, "aliases", &aliases),
                ..region.clone()
            };
            self.dataset.push_region(mended, new_line);
        }
    }
}

/// A partnership with its texts mended.
struct Kept<'d> {
    a: String,
    b: String,
    fields: Vec<String>,
    document: Option<String>,
    source: Option<String>,
    note: Option<String>,
    /// All else it says.
    row: PartnershipRecord<'d>,
    line: u32,
}

impl Kept<'_> {
    fn record(&self) -> PartnershipRecord<'_> {
        PartnershipRecord {
            a: &self.a,
            b: &self.b,
            fields: self.fields.iter().map(|field| Cow::Borrowed(field.as_str())).collect(),
            document: self.document.as_deref(),
            source: self.source.as_deref(),
            note: self.note.as_deref(),
            ..self.row.clone()
        }
    }

    /// What it says apart from who claims it and which end stands first.
    fn said(&self) -> String {
        let mut record = self.record();
        record.claimed_by = Claim::Both;
        if record.a > record.b {
            (record.a, record.b) = (record.b, record.a);
        }
        format!("{record:?}")
    }
}

/// Who claims a partnership that two rows state, in the columns of the first.
fn union(first: Claim, second: Claim, reversed: bool) -> Claim {
    let second = match (second, reversed) {
        (Claim::A, true) => Claim::B,
        (Claim::B, true) => Claim::A,
        (same, _) => same,
    };
    if first == second { first } else { Claim::Both }
}
