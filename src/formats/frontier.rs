//! A text that one thread reads from its beginning on, and another from further on to its end.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How far the first thread has come, and where the second began.
///
/// The second may come late, after other work. It takes half of what is left then, so that both are done at about the same
/// time, and nothing where it comes too late.
pub(super) struct Frontier {
    reached: AtomicUsize,
    bound: AtomicUsize,
}

impl Frontier {
    /// Of a text that is read from this byte on.
    pub(super) fn new(start: usize) -> Self {
        Self { reached: AtomicUsize::new(start), bound: AtomicUsize::new(usize::MAX) }
    }

    /// Says that the first thread has come to what begins at this byte, and asks whether it is to read that.
    #[inline]
    pub(super) fn reach(&self, at: usize) -> bool {
        self.reached.store(at, Ordering::Relaxed);
        at < self.bound.load(Ordering::Relaxed)
    }

    /// Where the second thread begins: at the first line beyond the middle of what is left, where at least so many bytes
    /// are.
    ///
    /// The first may have come further by now, or may read a record that goes on beyond this line: each has read its part
    /// only if the last record of the first ends before this byte.
    pub(super) fn halve(&self, text: &str, least: usize) -> Option<usize> {
        let reached = self.reached.load(Ordering::Relaxed);
        let left = text.len().checked_sub(reached).filter(|&left| left >= least)?;
        let middle = reached + left / 2;
        let line = middle + text.as_bytes()[middle..].iter().position(|&byte| byte == b'\n')? + 1;
        self.bind(line);
        Some(line)
    }

    /// Has the second thread begin at this byte.
    pub(super) fn bind(&self, at: usize) {
        self.bound.store(at, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_cut_at_a_line_beyond_its_middle() {
        let text = "0123\n5678\nabcd\nf";
        let frontier = Frontier::new(5);
        assert!(frontier.reach(5));
        // Eleven bytes are left.
        assert_eq!(frontier.halve(text, 12), None);
        assert_eq!(frontier.halve(text, 11), Some(15));
        assert!(frontier.reach(14) && !frontier.reach(15));
        assert_eq!(frontier.halve(text, 0), None, "there is no line beyond");
        assert_eq!(frontier.halve("", 0), None);
    }
}
