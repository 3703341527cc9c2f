//! Plain text read in blocks by several threads, with the result of one.

use std::{
    iter::Take,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    vec::Drain,
};

use super::plain::{Plain, PlainCells};

/// How large blocks are, and how many threads read them.
#[derive(Clone, Copy)]
pub(super) struct Blocks {
    /// In bytes; a block then goes on to the end of its last record.
    pub(super) size: usize,
    pub(super) threads: usize,
}

/// As many threads as the machine runs at once; blocks large enough to be worth handing to one, and small enough that
/// what is made of them stays in the cache until it is taken.
impl Default for Blocks {
    fn default() -> Self {
        Self { size: 1 << 17, threads: thread::available_parallelism().map_or(1, usize::from) }
    }
}

/// How many blocks there are for each thread before what was made of them is taken: threads seldom end together.
const ROUND: usize = 32;

/// How many rows are drafted before something is made of them: look-ups right after each other, so that the processor
/// waits for the memory of several at once.
const BATCH: usize = 128;

/// What stands from a line on, as its thread left it.
pub(super) enum Rows<'t, 'r, 'd, M> {
    /// What was made of this row and those of the lines after it.
    Made(Made<'r, 'd, M>),
    /// The record, of which nothing was.
    Left(&'t str),
}

/// Neighbours among what was made of a block's rows.
pub(super) type Made<'r, 'd, M> = Take<&'r mut Drain<'d, M>>;

/// The rows of a block. Room for them is taken once and used for one block after another: memory that is new costs more
/// than what is written into it.
struct Done<'t, M> {
    made: Vec<M>,
    /// Each with its line, counted from the block's first: so many that were made something of, on lines one after the
    /// other, or one that wasn't.
    runs: Vec<(u32, Run<'t>)>,
    /// How many lines were read.
    lines: u32,
    /// Whether all was: up to the first record with a quote.
    is_whole: bool,
}

enum Run<'t> {
    Made(u32),
    Left(&'t str),
}

impl<'t, M> Done<'t, M> {
    fn new() -> Self {
        Self { made: Vec::new(), runs: Vec::new(), lines: 0, is_whole: false }
    }

    fn push(&mut self, line: u32, record: &'t str, made: Option<M>) {
        match (made, self.runs.last_mut()) {
            (None, _) => self.runs.push((line, Run::Left(record))),
            (Some(made), Some((first, Run::Made(rows)))) if *first + *rows == line => {
                *rows += 1;
                self.made.push(made);
            }
            (Some(made), _) => {
                self.runs.push((line, Run::Made(1)));
                self.made.push(made);
            }
        }
    }
}

/// Text to read, from a line on, and what stands between its cells.
#[derive(Clone, Copy)]
pub(super) struct Body<'t> {
    pub(super) text: &'t str,
    pub(super) line: u32,
    pub(super) delimiter: u8,
}

impl Blocks {
    /// Calls `draft` for the records of `body` before the first that has a quote, `make` for what was drafted of
    /// neighbouring ones, blocks side by side, and `take` for what they came to, in order and with the line of the
    /// first; `make` adds what it makes of each draft, and sees what was taken of earlier blocks, but for some that are
    /// read beside its own. Gives what is left.
    pub(super) fn read<'t, L: Sync, D, M: Send>(
        self,
        body: Body<'t>,
        list: &mut L,
        draft: impl Fn(PlainCells<'t, '_>) -> Option<D> + Sync,
        make: impl Fn(&L, &[D], &mut Vec<Option<M>>) + Sync,
        mut take: impl FnMut(&mut L, Rows<'t, '_, '_, M>, u32),
    ) -> Body<'t> {
        let Body { text, mut line, delimiter } = body;
        let read = |list: &L, block: &'t str, done: &mut Done<'t, M>| {
            let plain_text = &block[..first_quoted(block)];
            let mut plain = Plain::new(plain_text, 0, delimiter);
            let (mut records, mut drafts, mut made) =
                (Vec::new(), Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
            loop {
                while drafts.len() < BATCH
                    && let Some((cells, line)) = plain.next_record()
                {
                    let draft = draft(cells);
                    records.push((line, cells.text, draft.is_some()));
                    drafts.extend(draft);
                }
                if records.is_empty() {
                    break;
                }
                make(list, &drafts, &mut made);
                drafts.clear();
                let mut made = made.drain(..);
                for (line, record, is_drafted) in records.drain(..) {
                    done.push(line, record, if is_drafted { made.next().flatten() } else { None });
                }
            }
            (done.lines, done.is_whole) = (plain.line(), plain_text.len() == block.len());
        };
        let threads = self.threads.max(1);
        let mut round: Vec<Mutex<Done<'t, M>>> = (0..ROUND * threads).map(|_| Mutex::new(Done::new())).collect();
        let mut rest = text;
        while !rest.is_empty() {
            let before = rest;
            let blocks: Vec<&str> = (0..round.len()).map_while(|_| self.cut(&mut rest)).collect();
            let (shared, next) = (&*list, AtomicUsize::new(0));
            let work = || {
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(block) = blocks.get(at)
                {
                    read(shared, block, &mut round[at].lock().expect("each block has one reader"));
                }
            };
            thread::scope(|scope| {
                (1..threads.min(blocks.len())).for_each(|_| drop(scope.spawn(work)));
                work();
            });
            let mut read = 0;
            for (block, done) in blocks.iter().zip(&mut round) {
                let done = done.get_mut().expect("reading a block doesn't panic");
                let mut made = done.made.drain(..);
                for (first, run) in done.runs.drain(..) {
                    let rows = match run {
                        Run::Made(rows) => Rows::Made(made.by_ref().take(rows as usize)),
                        Run::Left(record) => Rows::Left(record),
                    };
                    take(list, rows, line.saturating_add(first));
                }
                line = line.saturating_add(done.lines);
                if !done.is_whole {
                    return Body { text: &before[read + first_quoted(block)..], line, delimiter };
                }
                read += block.len();
            }
        }
        Body { text: rest, line, delimiter }
    }

    /// Takes the next block off `rest`.
    fn cut<'t>(self, rest: &mut &'t str) -> Option<&'t str> {
        let bytes = rest.as_bytes();
        let from = self.size.min(bytes.len());
        let end = bytes[from..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| from + end + 1);
        let (block, after) = rest.split_at(end);
        *rest = after;
        (!block.is_empty()).then_some(block)
    }
}

/// Where the first record begins that has a quote: at the end where none has.
pub(super) fn first_quoted(text: &str) -> usize {
    let line_end = |quote| text[..quote].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    text.find('"').map_or(text.len(), line_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_blocks_give_the_same_rows_and_lines() {
        let text = "a,1\n\n\nb,22\r\nc,3\rd,4\n\r\ne,5\nf,\"6\"\ng,7";
        let rows = |size, threads| {
            let mut rows = Vec::new();
            let draft = |cells: PlainCells<'_, '_>| cells.get(1)?.parse::<u32>().ok();
            let make = |_: &Vec<_>, numbers: &[u32], made: &mut Vec<_>| made.extend(numbers.iter().copied().map(Some));
            let take = |list: &mut Vec<_>, rows: Rows<'_, '_, '_, u32>, line| match rows {
                Rows::Made(made) => list.extend((line..).zip(made.map(|number| number < 10))),
                Rows::Left(_) => list.push((line, false)),
            };
            let body = Body { text, line: 7, delimiter: b',' };
            let rest = Blocks { size, threads }.read(body, &mut rows, draft, make, take);
            (rows, rest.line, rest.text)
        };
        let expected = (vec![(7, true), (10, false), (11, true), (11, true), (13, true)], 14, "f,\"6\"\ng,7");
        for size in [1, 4, 7, 100] {
            for threads in [1, 2, 5] {
                assert_eq!(rows(size, threads), expected, "{size} {threads}");
            }
        }
    }
}
