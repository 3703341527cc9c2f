//! A list as delimited text, read into what holds its rows.

use std::{borrow::Cow, marker::PhantomData};

use super::{
    blocks::{Batch, Blocks, Made, Rounds, Rows},
    columns::is_called,
    decode::Faults,
    error::Error,
    fault::{Fault, FaultKind, Trimmed},
    note::Note,
    parts::Table,
    plain::{Plain, PlainCells},
    records::{Cells, Records, is_bare},
};
use crate::table::escape::csv_text;

/// What reading a list came to, beside its rows.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) faults: Vec<Fault>,
    pub(super) notes: Vec<Note>,
    pub(super) trimmed: Vec<Trimmed>,
}

/// What is done with the rows of a list.
///
/// Threads look at rows of blocks side by side, and can't change what they share; what they make of a row is then
/// taken in the order of the file, so that any number of threads comes to the same. A row is left to `each` where
/// nothing comes of it so: one with faults, or one that adds to what is shared.
pub(super) trait Reader<const N: usize>: Sync {
    /// What holds the rows.
    type List: Send + Sync;
    /// What can be made of a row without the list.
    type Draft<'t>;
    /// What the list takes of rows of one block.
    type Batch: Batch;

    /// The column that a header means which doesn't call it so.
    fn meant(&self, _: &str) -> Option<&'static str> {
        None
    }

    /// Drafts the trimmed cells of a whole row.
    fn draft<'t>(&self, cells: &[&'t str; N]) -> Option<Self::Draft<'t>>;

    /// Adds to `batch` what the list takes of each of several drafts, and to `made` whether it could.
    fn make(&self, list: &Self::List, drafts: &[Self::Draft<'_>], batch: &mut Self::Batch, made: &mut Vec<bool>);

    /// Takes rows of some batches, in order.
    fn take(&self, list: &mut Self::List, batches: &mut [&mut Self::Batch], made: &[Made]);

    /// Takes the trimmed cells of any other row, with the line; a row's faults come back from it.
    fn each(&self, list: &mut Self::List, cells: [&str; N], line: u32, faults: Faults<'_>);
}

/// Rows taken one by one, by a function: of lists that are never long.
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

/// As [`read`], each row by `each`.
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
/// A column the file lacks gives blank cells; one it has and nobody knows is noted. The first `required` columns
/// must be there, and of a ragged row only these are taken: what names the row stands before whatever shifted it. A row
/// of blank cells is passed over.
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
        // It may go on over lines, or be far below.
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
        // The next part is loaded while this one is read.
        let (plain, next) = rayon::join(
            || rows.read(&records, &mut rounds, list, &mut outcome),
            || parts.has_more().then(|| parts.next(std::mem::take(&mut room))),
        );
        any |= plain.any;
        let next = next.transpose()?.flatten();
        if plain.end < text.len() {
            // A quoted cell may go on over lines, and so into any part.
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

/// Whether a part has the whole header for certain.
fn has_plain_header(text: &str) -> bool {
    let mut lines = text.split_inclusive('\n').filter(|line| !line.trim().is_empty());
    // Of the first two, one may name the delimiter.
    let head = [lines.next(), lines.next()];
    head.iter().all(|line| line.is_some_and(|line| line.ends_with('\n') && !line.contains('"')))
}

/// The rows of a list whose columns are known.
struct ListRows<'a, R, const N: usize> {
    file: &'a str,
    columns: &'a [&'static str; N],
    required: usize,
    /// How many cells the header has.
    width: usize,
    /// Which column stands in which cell.
    present: Vec<(usize, usize)>,
    /// By cell: the column that stands in it.
    known: Vec<Option<usize>>,
    reader: &'a R,
}

/// How far the rows of a part were read that have no quotes before them.
struct PlainRows {
    any: bool,
    /// Up to this byte, which is on this line.
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

    /// Reads all rows, and says whether there was any.
    fn read_one_by_one(&self, records: &Records<'_>, list: &mut R::List, outcome: &mut Outcome) -> bool {
        let trimmed = &mut outcome.trimmed;
        let each = |record: Cells<'_, '_>, line, faults: &mut Vec<_>| self.each(list, record, line, faults, trimmed);
        records.each(&mut outcome.faults, each).any
    }

    /// Drafts a row that is as it should be: as wide as the header, without blanks around its cells.
    fn draft<'t>(&self, record: PlainCells<'t, '_>) -> Option<R::Draft<'t>> {
        if record.len() != self.width {
            return None;
        }
        let (mut cells, mut are_bare) = ([""; N], true);
        for (cell, known) in record.iter().zip(&self.known) {
            if let Some(known) = *known {
                cells[known] = cell;
                // What is guarded is read one by one.
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
        // That a cell of a ragged row is missing has been said.
        let row_faults = row_faults.into_iter().filter(|_| !is_ragged);
        faults.extend(row_faults.map(|(column, kind)| Fault {
            file: self.file.to_owned(),
            line,
            column: Some(column.to_owned()),
            kind,
        }));
    }
}

/// Where each of `columns` stands in the header, by its own name or by one that means the same.
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

    use super::*;
    use crate::formats::records::tests::list;

    /// Rows whose first cell is known are made something of, as partnerships of known ends are.
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
                // Faults of rows that were made something of aren't asked for, and which these are depends on the blocks.
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
