//! Work on millions of rows by two threads.

/// Runs both closures, in parallel if there are enough `rows` to pay for a thread.
///
/// There are only two threads, since more of them, with large tables and streams each, would wait for the same memory.
pub(super) fn halves<A: Send, B: Send>(
    rows: usize,
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    if rows < MANY { (a(), b()) } else { rayon::join(a, b) }
}

/// From this many rows on, a second thread pays.
const MANY: usize = 1 << 14;
