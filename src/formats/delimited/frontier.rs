//! Lets one thread read a text from its beginning and another from further on.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How far the first thread has come, and where the second began.
///
/// The second thread may start late, after other work. It then takes half of what is left, so that both finish at about
/// the same time. If it comes too late, it takes nothing.
pub(in crate::formats) struct Frontier {
    reached: AtomicUsize,
    bound: AtomicUsize,
}

impl Frontier {
    /// The state of a text that is read from this byte on.
    pub(super) fn new(start: usize) -> Self {
        Self { reached: AtomicUsize::new(start), bound: AtomicUsize::new(usize::MAX) }
    }

    /// Says that the first thread has come to this byte, and asks whether that thread is to go on.
    #[inline]
    pub(super) fn reach(&self, at: usize) -> bool {
        self.reached.store(at, Ordering::Relaxed);
        at < self.bound.load(Ordering::Relaxed)
    }

    /// Chooses where the second thread begins: at the first line beyond the middle of what is left. `None` if fewer
    /// than `least` bytes are left.
    ///
    /// Meanwhile the first thread may have gone further, or its last record may span the chosen line. The two have
    /// shared the text correctly only if the last record of the first ends before this byte.
    pub(in crate::formats) fn halve(&self, text: &str, least: usize) -> Option<usize> {
        let reached = self.reached.load(Ordering::Relaxed);
        let left = text.len().checked_sub(reached).filter(|&left| left >= least)?;
        let middle = reached + left / 2;
        let line = middle + text.as_bytes()[middle..].iter().position(|&byte| byte == b'\n')? + 1;
        self.bind(line);
        Some(line)
    }

    /// Makes the second thread begin at this byte.
    pub(in crate::formats) fn bind(&self, at: usize) {
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
