//! Converts cells of the ledger's lists to records and back.

use std::borrow::Cow;

use crate::{
    formats::{
        cells::Cell,
        columns::{CONTACT, CURATOR, INDICATOR, LEDGER, PARTICIPANT, TOTAL},
        decode::{Faults, date, given, needed, number, require, split, whole, word},
        delimited::{self, Outcome, parts::Table},
        error::Error,
        note::Note,
    },
    model::{
        ContactKind, ContactRecord, CuratorRecord, IndicatorRecord, Ledger, ParticipantRecord, Qualifier, Rows,
        TotalRecord,
    },
};

/// Reads the lists that exist, given in the order of [`LEDGER`].
pub(super) fn read(tables: [Option<Table<'_>>; LEDGER.len()]) -> Result<(Ledger, Vec<Outcome>), Error> {
    let [contacts, curators, participants, indicators, totals] = tables;
    let (mut ledger, mut outcomes) = (Ledger::default(), Vec::new());
    outcomes.extend(list(contacts, &CONTACT, 2, &mut ledger.contacts, contact)?);
    outcomes.extend(list(curators, &CURATOR, 1, &mut ledger.curators, curator)?);
    outcomes.extend(list(participants, &PARTICIPANT, 2, &mut ledger.participants, participant)?);
    outcomes.extend(list(indicators, &INDICATOR, 4, &mut ledger.indicators, indicator)?);
    outcomes.extend(list(totals, &TOTAL, 3, &mut ledger.totals, total)?);
    Ok((ledger, outcomes))
}

/// Reads a list into `rows`, if it exists. The first `required` of its columns must exist.
fn list<T: Send + Sync, const N: usize>(
    table: Option<Table<'_>>,
    columns: &[&'static str; N],
    required: usize,
    rows: &mut Rows<T>,
    decode: fn([&str; N], Faults<'_>) -> T,
) -> Result<Option<Outcome>, Error> {
    let Some(table) = table else { return Ok(None) };
    *rows = Rows::of_file(&table.file);
    let push = |rows: &mut Rows<T>, cells: [&str; N], line, faults: Faults<'_>| rows.push(decode(cells, faults), line);
    let mut outcome = delimited::read_each(table, columns, required, rows, push)?;
    // A template has every list of the ledger, and users leave empty those that they don't need.
    outcome.notes.retain(|note| !matches!(note, Note::NoRows { .. }));
    Ok(Some(outcome))
}

pub(in crate::formats) fn contact(cells: [&str; CONTACT.len()], faults: Faults<'_>) -> ContactRecord {
    let [begun, kind, from, to, level, title, id, until, source, note] = cells;
    ContactRecord {
        id: owned(id),
        date: date(begun, "date", faults),
        until: date(until, "until", faults),
        kind: needed(kind, "kind", word, faults).unwrap_or(ContactKind::Visit),
        from: owned(from),
        to: owned(to),
        level: owned(level),
        title: owned(title),
        source: owned(source),
        note: owned(note),
    }
}

pub(in crate::formats) fn contact_cells(row: &ContactRecord) -> [Cell<'_>; CONTACT.len()] {
    [
        row.date.into(),
        row.kind.name().into(),
        Cell::from(&row.from),
        Cell::from(&row.to),
        Cell::from(&row.level),
        Cell::from(&row.title),
        Cell::from(&row.id),
        row.until.into(),
        Cell::from(&row.source),
        Cell::from(&row.note),
    ]
}

pub(in crate::formats) fn curator(cells: [&str; CURATOR.len()], faults: Faults<'_>) -> CuratorRecord {
    let [region, official, office, from, until, source, note] = cells;
    require(region, "region", faults);
    CuratorRecord {
        region: region.to_owned(),
        official: owned(official),
        office: owned(office),
        from: date(from, "from", faults),
        until: date(until, "until", faults),
        source: owned(source),
        note: owned(note),
    }
}

pub(in crate::formats) fn curator_cells(row: &CuratorRecord) -> [Cell<'_>; CURATOR.len()] {
    [
        Cell::from(&row.region),
        Cell::from(&row.official),
        Cell::from(&row.office),
        row.from.into(),
        row.until.into(),
        Cell::from(&row.source),
        Cell::from(&row.note),
    ]
}

pub(in crate::formats) fn participant(cells: [&str; PARTICIPANT.len()], faults: Faults<'_>) -> ParticipantRecord {
    let [event, place, people, note] = cells;
    require(event, "event", faults);
    require(place, "place", faults);
    ParticipantRecord {
        event: event.to_owned(),
        place: place.to_owned(),
        people: whole(people, "people", faults),
        note: owned(note),
    }
}

pub(in crate::formats) fn participant_cells(row: &ParticipantRecord) -> [Cell<'_>; PARTICIPANT.len()] {
    [Cell::from(&row.event), Cell::from(&row.place), row.people.into(), Cell::from(&row.note)]
}

pub(in crate::formats) fn indicator(cells: [&str; INDICATOR.len()], faults: Faults<'_>) -> IndicatorRecord {
    let [place, year, name, value, unit, source, note] = cells;
    require(place, "place", faults);
    require(name, "name", faults);
    IndicatorRecord {
        place: place.to_owned(),
        year: date(year, "year", faults),
        name: name.to_owned(),
        value: number(value, "value", faults),
        unit: owned(unit),
        source: owned(source),
        note: owned(note),
    }
}

pub(in crate::formats) fn indicator_cells(row: &IndicatorRecord) -> [Cell<'_>; INDICATOR.len()] {
    [
        Cell::from(&row.place),
        row.year.into(),
        Cell::from(&row.name),
        row.value.into(),
        Cell::from(&row.unit),
        Cell::from(&row.source),
        Cell::from(&row.note),
    ]
}

pub(in crate::formats) fn total(cells: [&str; TOTAL.len()], faults: Faults<'_>) -> TotalRecord {
    let [year, what, value, from, to, level, event, unit, qualifier, of, id, fields, source, note] = cells;
    require(what, "what", faults);
    TotalRecord {
        id: owned(id),
        year: date(year, "year", faults),
        what: what.to_owned(),
        levels: owned_parts(level),
        from: owned(from),
        to: owned(to),
        event: owned(event),
        value: needed(value, "value", whole, faults).unwrap_or(0),
        unit: owned(unit),
        qualifier: word(qualifier, "qualifier", faults),
        of: owned(of),
        fields: owned_parts(fields),
        source: owned(source),
        note: owned(note),
    }
}

pub(in crate::formats) fn total_cells(row: &TotalRecord) -> [Cell<'_>; TOTAL.len()] {
    [
        row.year.into(),
        Cell::from(&row.what),
        row.value.into(),
        Cell::from(&row.from),
        Cell::from(&row.to),
        Cell::list(&row.levels),
        Cell::from(&row.event),
        Cell::from(&row.unit),
        Cell::word(row.qualifier.map(Qualifier::name)),
        Cell::from(&row.of),
        Cell::from(&row.id),
        Cell::list(&row.fields),
        Cell::from(&row.source),
        Cell::from(&row.note),
    ]
}

fn owned(cell: &str) -> Option<String> {
    given(cell).map(str::to_owned)
}

fn owned_parts(cell: &str) -> Vec<String> {
    split(cell).into_iter().map(Cow::into_owned).collect()
}
