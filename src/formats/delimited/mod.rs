//! Reads a list from delimited text.

pub(super) mod blocks;
pub(super) mod encoding;
pub(super) mod frontier;
pub(super) mod parts;
pub(super) mod plain;
pub(super) mod quoted;
pub(super) mod records;

use std::{borrow::Cow, marker::PhantomData};

use crate::{
    formats::{
        columns::is_called,
        decode::Faults,
        error::Error,
        fault::{Fault, FaultKind, Trimmed},
        note::Note,
    },
    table::escape::csv_text,
};
use blocks::{Batch, Blocks, Made, Rounds, Rows};
use parts::Table;
use plain::{Plain, PlainCells};
use records::{Cells, Records, is_bare};

/// What reading a list found, beside its rows.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) faults: Vec<Fault>,
    pub(super) notes: Vec<Note>,
    pub(super) trimmed: Vec<Trimmed>,
}

/// How the rows of a list are read.
///
/// Threads draft and make rows of different blocks in parallel, and may not change what they share. The list then takes
/// the rows in the order of the file, so that the result doesn't depend on the number of threads. Rows that this can't
/// handle are left to `each`: those with faults, and those that would change what the threads share.
pub(super) trait Reader<const N: usize>: Sync {
    /// The list that takes the rows.
    type List: Send + Sync;
    /// What can be made of a row without looking at the list.
    type Draft<'t>;
    /// The rows made of one block, which the list takes.
    type Batch: Batch;

    /// The column that a header means by another name.
    fn meant(&self, _: &str) -> Option<&'static str> {
        None
    }

    /// Drafts a row from its trimmed cells.
    fn draft<'t>(&self, cells: &[&'t str; N]) -> Option<Self::Draft<'t>>;

    /// Makes several drafts into rows of `batch`, and adds to `made` whether each one succeeded.
    fn make(&self, list: &Self::List, drafts: &[Self::Draft<'_>], batch: &mut Self::Batch, made: &mut Vec<bool>);

    /// Takes rows of some batches, in order.
    fn take(&self, list: &mut Self::List, batches: &mut [&mut Self::Batch], made: &[Made]);

    /// Takes any other row, given by its trimmed cells and its line, and adds its faults to `faults`.
    fn each(&self, list: &mut Self::List, cells: [&str; N], line: u32, faults: Faults<'_>);
}

/// Reads rows one by one, with a function, for lists that are never long.
pub(super) struct OneByOne<L, F>(F, PhantomData<fn(L)>);

impl<L, F> OneByOne<L, F> {
    pub(super) fn new(each: F) -> Self {
        Self(each, PhantomData)
    }
}

impl<const N: usize, L: Send + Sync, F: Fn(&mut L, [&str; N], u32, Faults<'_>) + Sync> Reader<N> for OneByOne<L, F> {
    type List = L;
    type Draft<'t> = ();
    type Batch = ();

    fn draft(&self, _: &[&str; N]) -> Option<()> {
        None
    }

    fn make(&self, _: &L, _: &[()], (): &mut (), _: &mut Vec<bool>) {}

    fn take(&self, _: &mut L, _: &mut [&mut ()], _: &[Made]) {}

    fn each(&self, list: &mut L, cells: [&str; N], line: u32, faults: Faults<'_>) {
        self.0(list, cells, line, faults);
    }
}

/// Reads a list like [`read`], but each row by `each`.
pub(super) fn read_each<const N: usize, L: Send + Sync>(
    table: Table<'_>,
    columns: &[&'static str; N],
    required: usize,
    list: &mut L,
    each: impl Fn(&mut L, [&str; N], u32, Faults<'_>) + Sync,
) -> Result<Outcome, Error> {
    read(table, columns, required, list, &OneByOne::new(each), Blocks::default())
}

/// Reads the cells of `columns` of every row into `list`.
///
/// A column that the file lacks gives blank cells. A column that nobody knows becomes a note. The first `required`
/// columns must exist. Of a ragged row only these are taken, since they name the row and come before whatever shifted
/// its cells. A row of blank cells is skipped.
pub(super) fn read<const N: usize, R: Reader<N>>(
    Table { file, text: mut parts }: Table<'_>,
    columns: &[&'static str; N],
    required: usize,
    list: &mut R::List,
    reader: &R,
    blocks: Blocks,
) -> Result<Outcome, Error> {
    let mut text = parts.next(Cow::Borrowed(""))?.unwrap_or_default();
    if !has_plain_header(&text) {
        // The header may span several lines, or come after the first part.
        text = parts.all_from(text)?;
    }
    let mut outcome = Outcome::default();
    let (shape, mut body) = Records::open(&file, &text)?.below_header();
    let meant = |column: &str| reader.meant(column);
    let at = locate(&shape.header, columns, meant, &file, shape.header_line, required, &mut outcome);
    if !outcome.faults.is_empty() {
        return Ok(outcome);
    }
    let present: Vec<(usize, usize)> = (0..N).filter_map(|known| Some((known, at[known]?))).collect();
    let width = shape.header.len();
    let known = (0..width).map(|cell| at.iter().position(|at| *at == Some(cell))).collect();
    let rows = ListRows { file: &file, columns, required, width, present, known, reader };
    let (mut rounds, mut line, mut any, mut room) = (Rounds::new(blocks), 1, false, Cow::Borrowed(""));
    loop {
        let records = Records::of(&file, &shape, &text, body, line);
        // The next part is loaded in parallel with reading this one.
        let (plain, next) = rayon::join(
            || rows.read(&records, &mut rounds, list, &mut outcome),
            || parts.has_more().then(|| parts.next(std::mem::take(&mut room))),
        );
        any |= plain.any;
        let next = next.transpose()?.flatten();
        if plain.end < text.len() {
            // A quoted cell may span lines, and so may reach into any later part.
            let quoted = &text[plain.end..];
            let quoted = match next {
                Some(next) => parts.all_from(Cow::Owned(quoted.to_owned() + &next))?,
                None => Cow::Borrowed(quoted),
            };
            let records = Records::of(&file, &shape, &quoted, 0, plain.line);
            any |= rows.read_one_by_one(&records, list, &mut outcome);
            break;
        }
        let Some(next) = next else { break };
        (body, line) = (0, plain.line);
        room = std::mem::replace(&mut text, next);
    }
    outcome.notes.extend((!any).then(|| Note::NoRows { file: file.clone() }));
    Ok(outcome)
}

/// Whether a part certainly has the whole header.
fn has_plain_header(text: &str) -> bool {
    let mut lines = text.split_inclusive('\n').filter(|line| !line.trim().is_empty());
    // One of the first two lines may name the delimiter.
    let head = [lines.next(), lines.next()];
    head.iter().all(|line| line.is_some_and(|line| line.ends_with('\n') && !line.contains('"')))
}

/// The rows of a list with a known header.
struct ListRows<'a, R, const N: usize> {
    file: &'a str,
    columns: &'a [&'static str; N],
    required: usize,
    /// The number of cells in the header.
    width: usize,
    /// The columns that the file has, each with the index of its cell.
    present: Vec<(usize, usize)>,
    /// For each cell, its column.
    known: Vec<Option<usize>>,
    reader: &'a R,
}

/// How far the rows of a part before the first quote were read.
struct PlainRows {
    any: bool,
    /// The first byte that wasn't read, and its line.
    end: usize,
    line: u32,
}

impl<R: Reader<N>, const N: usize> ListRows<'_, R, N> {
    /// Reads the rows of a part before the first with a quote, by several threads.
    fn read(
        &self,
        records: &Records<'_>,
        rounds: &mut Rounds<R::Batch>,
        list: &mut R::List,
        outcome: &mut Outcome,
    ) -> PlainRows {
        let mut any = false;
        let make = |list: &R::List, drafts: &[_], batch: &mut _, made: &mut _| {
            self.reader.make(list, drafts, batch, made);
        };
        let body = records.body();
        let rest = rounds.read(
            body,
            list,
            |record| self.draft(record),
            make,
            |list, rows| {
                any = true;
                match rows {
                    Rows::Made(batches, made) => self.reader.take(list, batches, made),
                    Rows::Left(record, line) => {
                        let mut plain = Plain::new(record, line, body.delimiter);
                        let Some((record, _)) = plain.next_record() else { return };
                        records.check_width(Cells::Plain(record), line, &mut outcome.faults);
                        self.each(list, Cells::Plain(record), line, &mut outcome.faults, &mut outcome.trimmed);
                    }
                }
            },
        );
        PlainRows { any, end: records.end() - rest.text.len(), line: rest.line }
    }

    /// Reads all rows one by one, and returns whether there were any.
    fn read_one_by_one(&self, records: &Records<'_>, list: &mut R::List, outcome: &mut Outcome) -> bool {
        let trimmed = &mut outcome.trimmed;
        let each = |record: Cells<'_, '_>, line, faults: &mut Vec<_>| self.each(list, record, line, faults, trimmed);
        records.each(&mut outcome.faults, each).any
    }

    /// Drafts a regular row: it is as wide as the header, and its cells have no blanks around them.
    fn draft<'t>(&self, record: PlainCells<'t, '_>) -> Option<R::Draft<'t>> {
        if record.len() != self.width {
            return None;
        }
        let (mut cells, mut are_bare) = ([""; N], true);
        for (cell, known) in record.iter().zip(&self.known) {
            if let Some(known) = *known {
                cells[known] = cell;
                // Cells with a guarding apostrophe are read one by one.
                are_bare &= is_bare(cell) && !cell.starts_with('\'');
            }
        }
        if are_bare { self.reader.draft(&cells) } else { None }
    }

    /// Reads any other row.
    fn each(
        &self,
        list: &mut R::List,
        record: Cells<'_, '_>,
        line: u32,
        faults: &mut Vec<Fault>,
        trimmed: &mut Vec<Trimmed>,
    ) {
        if record.are_blank() {
            return;
        }
        let is_ragged = record.len() != self.width;
        let taken = if is_ragged { self.required } else { N };
        let mut cells = [""; N];
        for &(known, at) in self.present.iter().filter(|(known, _)| *known < taken) {
            let cell = record.get(at).unwrap_or_default();
            let bare = cell.trim();
            cells[known] = csv_text(bare);
            if bare.len() < cell.len() {
                let (file, text) = (self.file.to_owned(), cell.to_owned());
                trimmed.push(Trimmed { file, line, column: self.columns[known], text });
            }
        }
        let mut row_faults = Vec::new();
        self.reader.each(list, cells, line, &mut row_faults);
        // The ragged row has been reported already, so missing cells aren't.
        let row_faults = row_faults.into_iter().filter(|_| !is_ragged);
        faults.extend(row_faults.map(|(column, kind)| Fault {
            file: self.file.to_owned(),
            line,
            column: Some(column.to_owned()),
            kind,
        }));
    }
}

/// The index of each of `columns` in the header, by its own name or by another name for it.
fn locate<const N: usize>(
    header: &[String],
    columns: &[&'static str; N],
    meant: impl Fn(&str) -> Option<&'static str>,
    file: &str,
    line: u32,
    required: usize,
    outcome: &mut Outcome,
) -> [Option<usize>; N] {
    let mut at = [None; N];
    let fault =
        |column: Option<&str>, kind| Fault { file: file.to_owned(), line, column: column.map(str::to_owned), kind };
    for (i, name) in header.iter().enumerate() {
        match columns.iter().position(|column| is_called(name, column)) {
            Some(known) if at[known].is_some() => outcome.faults.push(fault(Some(name), FaultKind::DoubledColumn)),
            Some(known) => at[known] = Some(i),
            None => {}
        }
    }
    let unknown = |name: &str| !name.is_empty() && !columns.iter().any(|column| is_called(name, column));
    let mut found = Vec::new();
    for (i, name) in header.iter().enumerate().filter(|(_, name)| unknown(name)) {
        let known = meant(name).and_then(|meant| columns.iter().position(|column| *column == meant));
        if let Some(known) = known.filter(|&known| at[known].is_none()) {
            at[known] = Some(i);
            found.push((columns[known], name.clone()));
        }
    }
    outcome
        .notes
        .extend((!found.is_empty()).then(|| Note::RecognisedColumns { file: file.to_owned(), columns: found }));
    let unused = header.iter().enumerate().filter(|(i, name)| unknown(name) && !at.contains(&Some(*i)));
    outcome.notes.extend(Note::unused_columns(file, unused.map(|(_, name)| name), columns));
    for known in 0..required {
        if at[known].is_none() {
            let found = header.to_vec();
            outcome.faults.push(fault(None, FaultKind::MissingColumn { name: columns[known], found }));
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{records::tests::list, *};

    /// Accepts rows whose first cell is known, as is done with partnerships whose ends are known.
    struct OfKnown;

    impl Batch for Vec<String> {
        fn clear(&mut self) {
            self.clear();
        }
    }

    impl Reader<2> for OfKnown {
        type List = Vec<(String, u32)>;
        type Draft<'t> = [&'t str; 2];
        type Batch = Vec<String>;

        fn draft<'t>(&self, cells: &[&'t str; 2]) -> Option<[&'t str; 2]> {
            (!cells[0].is_empty()).then_some(*cells)
        }

        fn make(&self, rows: &Self::List, drafts: &[[&str; 2]], batch: &mut Vec<String>, made: &mut Vec<bool>) {
            for cells in drafts {
                let is_known = rows.iter().any(|(row, _)| row.split(',').next() == Some(cells[0]));
                made.push(is_known);
                batch.extend(is_known.then(|| cells.join(",")));
            }
        }

        fn take(&self, list: &mut Self::List, batches: &mut [&mut Vec<String>], made: &[Made]) {
            for Made { batch, rows, line } in made {
                list.extend(batches[*batch][rows.clone()].iter().cloned().zip(*line..));
            }
        }

        fn each(&self, list: &mut Self::List, cells: [&str; 2], line: u32, faults: Faults<'_>) {
            if cells[1].contains('7') {
                faults.push(("c", FaultKind::Blank));
            }
            list.push((cells.join(","), line));
        }
    }

    proptest! {
        #[test]
        fn any_number_of_threads_and_any_parts_read_the_same(
            text in list(),
            size in 1..40_usize,
            threads in 1..4_usize,
            part in 1..60_usize,
        ) {
            let rows = |table, blocks| {
                let mut rows = Vec::new();
                let outcome = read(table, &["a", "c"], 1, &mut rows, &OfKnown, blocks).unwrap();
                let trimmed: Vec<_> = outcome.trimmed.iter().map(|cell| (cell.line, cell.text.clone())).collect();
                // Rows that threads accepted don't report faults, and which rows these are depends on the blocks.
                let faults = outcome.faults.iter().map(ToString::to_string);
                let faults: Vec<String> = faults.filter(|fault| !fault.contains("`c`")).collect();
                (rows, trimmed, outcome.notes.len(), faults)
            };
            let whole = Table::of_text("list".to_owned(), Cow::Borrowed(&text));
            let one = rows(whole, Blocks { size: usize::MAX, threads: 1 });
            let many = rows(Table::in_parts("list", &text, part), Blocks { size, threads });
            prop_assert_eq!(one, many);
        }
    }
}
