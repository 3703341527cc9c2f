//! Work on millions of rows by two threads.

use std::thread;

/// What both halves of the work on so many rows come to: side by side where they are worth a thread.
///
/// Two, since more threads of as many tables and streams as these each have would wait for the same memory.
pub(super) fn halves<A: Send, B>(rows: usize, a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B) -> (A, B) {
    if rows < MANY {
        return (a(), b());
    }
    thread::scope(|scope| {
        let a = scope.spawn(a);
        let b = b();
        (a.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), b)
    })
}

/// So many rows are worth a thread.
const MANY: usize = 1 << 15;
