//! Work on millions of rows by two threads.

/// What both halves of the work on so many rows come to: side by side where they are worth a thread.
///
/// Two, since more threads of as many tables and streams as these each have would wait for the same memory.
pub(super) fn halves<A: Send, B: Send>(
    rows: usize,
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    if rows < MANY { (a(), b()) } else { rayon::join(a, b) }
}

/// So many rows are worth a thread.
const MANY: usize = 1 << 14;
