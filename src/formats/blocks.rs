//! Plain text read in blocks by several threads, with the result of one.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
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
const ROUND: usize = 8;

/// How many rows are drafted before something is made of them: look-ups one right after the other, so that the processor
/// waits for the memory of several at once.
const BATCH: usize = 128;

/// A row as its thread left it.
pub(super) enum Row<'t, M> {
    /// What was made of it.
    Made(M),
    /// The record, where nothing was.
    Left(&'t str),
}

/// The rows of a block, each with its line counted from the block's first, and how many lines the block has.
struct Done<'t, M> {
    rows: Vec<(u32, Row<'t, M>)>,
    lines: u32,
}

impl Blocks {
    /// Calls `draft` and `make` for the records of `text`, blocks side by side, and `take` for what each came to, in order
    /// and with its line; `make` sees what was taken of earlier blocks, but for some that are read beside its own. The first line
    /// has the number `line`; gives the number of the line after the last.
    pub(super) fn read<'t, L: Sync, D, M: Send>(
        self,
        (text, line, delimiter): (&'t str, u32, u8),
        list: &mut L,
        draft: impl Fn(PlainCells<'t, '_>) -> Option<D> + Sync,
        make: impl Fn(&L, D) -> Option<M> + Sync,
        mut take: impl FnMut(&mut L, Row<'t, M>, u32),
    ) -> u32 {
        let read = |list: &L, block: &'t str| {
            let mut plain = Plain::new(block, 0, delimiter);
            let (mut rows, mut drafts) = (Vec::new(), Vec::with_capacity(BATCH));
            loop {
                while drafts.len() < BATCH
                    && let Some((cells, line)) = plain.next_record()
                {
                    drafts.push((line, cells.text, draft(cells)));
                }
                if drafts.is_empty() {
                    break;
                }
                rows.extend(drafts.drain(..).map(|(line, record, draft)| {
                    let made = draft.and_then(|draft| make(list, draft));
                    (line, made.map_or(Row::Left(record), Row::Made))
                }));
            }
            Done { rows, lines: plain.line() }
        };
        let threads = self.threads.max(1);
        let (mut rest, mut line) = (text, line);
        while !rest.is_empty() {
            let blocks: Vec<&str> = (0..ROUND * threads).map_while(|_| self.cut(&mut rest)).collect();
            let (shared, next) = (&*list, AtomicUsize::new(0));
            // What one thread made, with the numbers of its blocks.
            let work = || {
                let mut done = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(block) = blocks.get(at) else { break done };
                    done.push((at, read(shared, block)));
                }
            };
            let mut done: Vec<(usize, Done<'t, M>)> = thread::scope(|scope| {
                let others: Vec<_> = (1..threads.min(blocks.len())).map(|_| scope.spawn(work)).collect();
                let own = work();
                let others = others.into_iter().map(|thread| thread.join().expect("reading a block doesn't panic"));
                others.flatten().chain(own).collect()
            });
            done.sort_unstable_by_key(|(at, _)| *at);
            for (_, Done { rows, lines }) in done {
                rows.into_iter().for_each(|(at, row)| take(list, row, line.saturating_add(at)));
                line = line.saturating_add(lines);
            }
        }
        line
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_blocks_give_the_same_rows_and_lines() {
        let text = "a,1\n\n\nb,22\r\nc,3\rd,4\n\r\ne,5";
        let rows = |size, threads| {
            let mut rows = Vec::new();
            let draft = |cells: PlainCells<'_, '_>| cells.get(1)?.parse::<u32>().ok();
            let make = |_: &Vec<_>, number| Some(number);
            let take = |rows: &mut Vec<_>, row: Row<'_, u32>, line| {
                rows.push((line, matches!(row, Row::Made(1..=9))));
            };
            let end = Blocks { size, threads }.read((text, 7, b','), &mut rows, draft, make, take);
            (rows, end)
        };
        let expected = (vec![(7, true), (10, false), (11, true), (11, true), (13, true)], 13);
        for size in [1, 4, 7, 100] {
            for threads in [1, 2, 5] {
                assert_eq!(rows(size, threads), expected, "{size} {threads}");
            }
        }
    }
}
