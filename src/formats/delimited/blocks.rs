//! Plain text read in blocks by several threads, with the result of one.

use std::{
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::plain::{Plain, PlainCells};
use crate::model::{PartnershipBatch, PlaceBatch};

/// The size of blocks, and the number of threads that read them.
#[derive(Clone, Copy)]
pub(in crate::formats) struct Blocks {
    /// The size in bytes; a block then goes on to the end of its last record.
    pub(super) size: usize,
    pub(super) threads: usize,
}

/// One thread per processor. Blocks are large enough to be worth handing to a thread, and small enough that their rows
/// stay in the cache until they are taken.
impl Default for Blocks {
    fn default() -> Self {
        Self { size: 1 << 17, threads: rayon::current_num_threads() }
    }
}

/// The number of blocks per thread in a round, after which their rows are taken. More blocks than threads even out the
/// work, since threads seldom finish together.
const ROUND: usize = 32;

/// Rows are drafted in groups of this size before anything is made of them. The look-ups for a group then follow each
/// other directly, so that their cache misses overlap.
const DRAFTS: usize = 128;

/// The rows made of one block.
pub(in crate::formats) trait Batch: Default + Send {
    /// Makes the batch empty but keeps its memory for another block: allocating it anew costs more than filling it.
    fn clear(&mut self);
}

impl Batch for () {
    fn clear(&mut self) {}
}

impl Batch for PlaceBatch {
    fn clear(&mut self) {
        PlaceBatch::clear(self);
    }
}

impl Batch for PartnershipBatch {
    fn clear(&mut self) {
        PartnershipBatch::clear(self);
    }
}

/// A run of rows in the batch of a block, on consecutive lines.
pub(in crate::formats) struct Made {
    /// The number of the batch.
    pub(in crate::formats) batch: usize,
    pub(in crate::formats) rows: Range<usize>,
    /// The line of the first row.
    pub(in crate::formats) line: u32,
}

/// Rows as the threads left them, in the order of the text.
pub(super) enum Rows<'t, 'r, 'b, B> {
    /// Runs of rows that are in batches, and the batches of all blocks.
    Made(&'r mut [&'b mut B], &'r [Made]),
    /// A record that no thread could put into a batch, and its line.
    Left(&'t str, u32),
}

/// The rows of a block.
#[derive(Default)]
struct Done<B> {
    batch: B,
    /// The number of rows in the batch.
    made: usize,
    /// Runs of rows that are in the batch, on consecutive lines, and records that aren't. Each has its line, counted
    /// from the block's first line.
    runs: Vec<(u32, Run)>,
    /// The number of lines read.
    lines: u32,
    /// Whether the whole block was read, rather than only the part before the first record with a quote.
    is_whole: bool,
}

enum Run {
    Made(Range<usize>),
    Left(Range<usize>),
}

impl<B: Batch> Done<B> {
    fn clear(&mut self) {
        self.batch.clear();
        self.made = 0;
        self.runs.clear();
    }

    fn push_left(&mut self, line: u32, record: Range<usize>) {
        self.runs.push((line, Run::Left(record)));
    }

    /// Adds `count` rows that are in the batch and stand one per line from `line` on.
    fn push_made(&mut self, line: u32, count: usize) {
        let row = self.made;
        self.made += count;
        match self.runs.last_mut() {
            Some((first, Run::Made(rows))) if *first as usize + rows.len() == line as usize => rows.end += count,
            _ => self.runs.push((line, Run::Made(row..row + count))),
        }
    }
}

/// Text to read, the line that it begins on, and the delimiter between its cells.
#[derive(Clone, Copy)]
pub(super) struct Body<'t> {
    pub(super) text: &'t str,
    pub(super) line: u32,
    pub(super) delimiter: u8,
}

/// Reads blocks in rounds, and reuses the memory of one round for the next.
pub(super) struct Rounds<B> {
    blocks: Blocks,
    done: Vec<Mutex<Done<B>>>,
}

impl<B: Batch> Rounds<B> {
    pub(super) fn new(blocks: Blocks) -> Self {
        Self { blocks, done: Vec::new() }
    }

    /// Reads the records of `body` before the first that has a quote, and returns the rest.
    ///
    /// Threads call `draft` for each record of a block, and `make` for groups of drafts; `make` says of each draft
    /// whether the batch has taken it. Then one thread calls `take` for the rows, in order. While threads read the
    /// blocks of a round, `list` has only the rows of earlier rounds.
    pub(super) fn read<'t, L: Sync, D>(
        &mut self,
        body: Body<'t>,
        list: &mut L,
        draft: impl Fn(PlainCells<'t, '_>) -> Option<D> + Sync,
        make: impl Fn(&L, &[D], &mut B, &mut Vec<bool>) + Sync,
        mut take: impl FnMut(&mut L, Rows<'t, '_, '_, B>),
    ) -> Body<'t> {
        let Body { text, mut line, delimiter } = body;
        let read = |list: &L, block: &'t str, done: &mut Done<B>| {
            done.clear();
            let plain_text = &block[..first_quoted(block)];
            let mut plain = Plain::new(plain_text, 0, delimiter);
            let (mut records, mut drafts, mut made) = (Vec::new(), Vec::with_capacity(DRAFTS), Vec::new());
            loop {
                while drafts.len() < DRAFTS
                    && let Some((cells, line)) = plain.next_record()
                {
                    let draft = draft(cells);
                    records.push((line, cells.range(), draft.is_some()));
                    drafts.extend(draft);
                }
                let (Some(&(first, ..)), Some(&(last, ..))) = (records.first(), records.last()) else { break };
                make(list, &drafts, &mut done.batch, &mut made);
                let stand_one_to_a_line = (last - first) as usize == records.len() - 1;
                if stand_one_to_a_line && drafts.len() == records.len() && made.iter().all(|&is_made| is_made) {
                    // The common case: every record is in the batch, one per line.
                    done.push_made(first, records.len());
                } else {
                    let mut made = made.iter();
                    for (line, record, is_drafted) in records.drain(..) {
                        if is_drafted && made.next() == Some(&true) {
                            done.push_made(line, 1);
                        } else {
                            done.push_left(line, record);
                        }
                    }
                }
                records.clear();
                drafts.clear();
                made.clear();
            }
            (done.lines, done.is_whole) = (plain.line(), plain_text.len() == block.len());
        };
        let threads = self.blocks.threads.max(1);
        let mut rest = text;
        while !rest.is_empty() {
            let before = rest;
            let blocks: Vec<&str> = (0..ROUND * threads).map_while(|_| self.blocks.cut(&mut rest)).collect();
            let missing = blocks.len().saturating_sub(self.done.len());
            self.done.extend((0..missing).map(|_| Mutex::default()));
            let (shared, next) = (&*list, AtomicUsize::new(0));
            let work = || {
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(block) = blocks.get(at)
                {
                    read(shared, block, &mut self.done[at].lock().expect("each block has one reader"));
                }
            };
            rayon::scope(|scope| {
                (1..threads.min(blocks.len())).for_each(|_| scope.spawn(|_| work()));
                work();
            });
            let done = self.done.iter_mut().take(blocks.len());
            let done = done.map(|done| done.get_mut().expect("reading a block doesn't panic"));
            let (mut batches, outcomes): (Vec<_>, Vec<_>) =
                done.map(|Done { batch, runs, lines, is_whole, .. }| (batch, (runs, *lines, *is_whole))).unzip();
            let (mut read, mut is_whole, mut made) = (0, true, Vec::new());
            for (batch, (block, (runs, lines, is_whole_block))) in blocks.iter().zip(outcomes).enumerate() {
                for (first, run) in runs.drain(..) {
                    let line = line.saturating_add(first);
                    match run {
                        Run::Made(rows) => made.push(Made { batch, rows, line }),
                        Run::Left(record) => {
                            if !made.is_empty() {
                                take(list, Rows::Made(&mut batches, &made));
                                made.clear();
                            }
                            take(list, Rows::Left(&block[record], line));
                        }
                    }
                }
                line = line.saturating_add(lines);
                is_whole = is_whole_block;
                read += if is_whole { block.len() } else { first_quoted(block) };
                if !is_whole {
                    break;
                }
            }
            if !made.is_empty() {
                take(list, Rows::Made(&mut batches, &made));
            }
            if !is_whole {
                return Body { text: &before[read..], line, delimiter };
            }
        }
        Body { text: rest, line, delimiter }
    }
}

impl Blocks {
    /// Cuts the next block off the beginning of `rest`.
    fn cut<'t>(self, rest: &mut &'t str) -> Option<&'t str> {
        let bytes = rest.as_bytes();
        let from = self.size.min(bytes.len());
        let end = bytes[from..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| from + end + 1);
        let (block, after) = rest.split_at(end);
        *rest = after;
        (!block.is_empty()).then_some(block)
    }
}

/// The offset of the first record that has a quote, or the end of the text.
pub(super) fn first_quoted(text: &str) -> usize {
    let line_end = |quote| text[..quote].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    text.find('"').map_or(text.len(), line_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Batch for Vec<u32> {
        fn clear(&mut self) {
            self.clear();
        }
    }

    #[test]
    fn any_blocks_give_the_same_rows_and_lines() {
        let text = "a,1\n\n\nb,22\r\nc,3\rd,4\n\r\ne,5\nf,\"6\"\ng,7";
        let rows = |size, threads| {
            let mut rows = Vec::new();
            let draft = |cells: PlainCells<'_, '_>| cells.get(1)?.parse::<u32>().ok();
            // This batch accepts odd numbers only.
            let make = |_: &Vec<_>, numbers: &[u32], batch: &mut Vec<u32>, made: &mut Vec<bool>| {
                made.extend(numbers.iter().map(|number| number % 2 == 1));
                batch.extend(numbers.iter().filter(|&number| number % 2 == 1));
            };
            let take = |list: &mut Vec<_>, rows: Rows<'_, '_, '_, Vec<u32>>| match rows {
                Rows::Made(batches, made) => {
                    for Made { batch, rows, line } in made {
                        list.extend((*line..).zip(batches[*batch][rows.clone()].iter().map(u32::to_string)));
                    }
                }
                Rows::Left(record, line) => list.push((line, record.to_owned())),
            };
            let body = Body { text, line: 7, delimiter: b',' };
            let mut rounds = Rounds::new(Blocks { size, threads });
            // Nothing must be left over from reading another text before.
            rounds.read(Body { text: "x,1\ny,3\n", ..body }, &mut Vec::new(), draft, make, take);
            let rest = rounds.read(body, &mut rows, draft, make, take);
            (rows, rest.line, rest.text)
        };
        let expected = [(7, "1"), (10, "b,22"), (11, "3"), (11, "d,4"), (13, "5")];
        let expected = (expected.map(|(line, row)| (line, row.to_owned())).to_vec(), 14, "f,\"6\"\ng,7");
        for size in [1, 4, 7, 100] {
            for threads in [1, 2, 5] {
                assert_eq!(rows(size, threads), expected, "{size} {threads}");
            }
        }
    }
}
