//! Reads the rows of a table of links.

use super::link_ends::{End, Ends};
use crate::{
    formats::{
        Told,
        columns::PARTNERSHIP,
        decode,
        delimited::records::{Cells, Records},
        error::Error,
        fault::{Fault, FaultKind},
        note::Note,
        pairs::{columns::PairColumns, roles::Role, rows::CLAIMED_BY},
    },
    model::{Claim, Dataset, PartnershipRecord, PartnershipRow, joined, source_of_rows},
};

/// The links of a table. Their ends are ids of places if they name any.
pub(super) struct Links {
    rows: Dataset,
    /// Who claims each link; `None` for a link that has joined an earlier one.
    claims: Vec<Option<Claim>>,
}

impl Links {
    pub(super) fn push_to(&self, dataset: &mut Dataset) {
        for (row, claim) in (0..).map(PartnershipRow).zip(&self.claims) {
            let Some(claimed_by) = *claim else { continue };
            let record = PartnershipRecord { claimed_by, ..self.rows.partnership(row) };
            dataset.push_partnership(&record, self.rows.locate_partnership(row).1);
        }
    }
}

/// Reads the links below a header.
///
/// # Errors
/// Returns [`Error::NotLinks`] or [`Error::NoSuchColumn`].
pub(super) fn read(
    records: &Records<'_>,
    told: &Told,
    ends: &Ends<'_>,
    notes: &mut Vec<Note>,
    faults: &mut Vec<Fault>,
) -> Result<Links, Error> {
    let (file, header) = (records.file(), records.header());
    let path = || source_of_rows(file).to_owned();
    let no_column = |column| Error::NoSuchColumn { path: path(), column, header: header.to_vec() };
    // Columns beside the ends describe places, which have their own table.
    let Some((columns, _)) = PairColumns::of(header, told.columns.as_ref(), |_| false).map_err(no_column)? else {
        return Err(Error::NotLinks { path: path(), header: header.to_vec() });
    };
    let columns = columns.of_ends();
    notes.push(columns.recognised(file, header));
    let unused = header.iter().enumerate().filter(|(at, name)| !columns.uses(*at) && !name.is_empty());
    notes.extend(Note::unused_columns(file, unused.map(|(_, name)| name), &[]));
    let mut links = Links { rows: Dataset::default(), claims: Vec::new() };
    if let Some(at) = columns.doubled(header) {
        let column = Some(header[at].clone());
        let (file, line) = (file.to_owned(), records.header_line());
        faults.push(Fault { file, line, column, kind: FaultKind::DoubledColumn });
        return Ok(links);
    }
    let read = records.each(faults, |record, line, faults| {
        if record.len() != header.len() || record.are_blank() {
            return;
        }
        let mut found = Vec::new();
        let mut cells = columns.partnership.map(|at| record.text(at));
        [cells[0], cells[1]] = [0, 1].map(|side| ends.id(end(record, &columns, side)));
        let row = decode::partnership(cells, &mut found);
        faults.extend(found.into_iter().map(|(column, kind)| {
            let at = match PARTNERSHIP.iter().position(|known| *known == column) {
                Some(side @ (0 | 1)) => columns.key(side),
                known => known.and_then(|known| columns.partnership[known]),
            };
            Fault { file: file.to_owned(), line, column: at.map(|at| header[at].clone()), kind }
        }));
        if !row.a.is_empty() && !row.b.is_empty() {
            links.rows.push_partnership(&row, line);
        }
    });
    notes.extend((!read.any).then(|| Note::NoRows { file: file.to_owned() }));
    links.claims = claims(&links.rows, columns.partnership[CLAIMED_BY].is_some());
    Ok(links)
}

fn end<'r, 't: 'r>(record: Cells<'t, 'r>, columns: &'r PairColumns, side: usize) -> End<'r> {
    let said = |role| match columns.at(side, role) {
        None => columns.constant(side, role).unwrap_or_default(),
        at => record.text(at),
    };
    End { id: said(Role::Id), name: said(Role::Name), country: said(Role::Country) }
}

/// Who claims each row: its first end, or both ends if another row says the same from the other side and joins it.
fn claims(rows: &Dataset, are_stated: bool) -> Vec<Option<Claim>> {
    if are_stated {
        return rows.partnerships().map(|row| Some(row.claimed_by)).collect();
    }
    let numbers = || (0..).map(PartnershipRow).take(rows.partnerships().len());
    let ends = numbers().map(|row| rows.ends(row)).map(|(a, b)| [a, b]).enumerate();
    let said: Vec<PartnershipRecord<'_>> =
        numbers().map(|row| rows.partnership_at(row).record_without_ends()).collect();
    let mut claims = vec![Some(Claim::A); said.len()];
    for [first, again] in joined(ends, |x, y| said[x] == said[y]) {
        claims[first] = Some(Claim::Both);
        claims[again] = None;
    }
    claims
}
