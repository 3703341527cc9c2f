//! Decides when to ask a service again.

use std::{thread, time::Duration};

/// How often to ask again, and how long to wait before.
pub struct Patience<'s> {
    /// How often a query is asked before the run ends.
    pub tries: u32,
    /// The first wait, which doubles with each further try. If the service names a time, that is used instead.
    pub first_wait: Duration,
    /// If the service asks for a longer wait than this, the run ends.
    pub longest_wait: Duration,
    /// Performs the wait.
    pub wait: Box<dyn FnMut(Duration) + 's>,
}

impl Default for Patience<'_> {
    /// Five tries, with waits of 2, 4, 8 and 16 seconds between them, or of up to ten minutes if the service asks for
    /// that.
    fn default() -> Self {
        Self {
            tries: 5,
            first_wait: Duration::from_secs(2),
            longest_wait: Duration::from_secs(600),
            wait: Box::new(thread::sleep),
        }
    }
}

impl Patience<'_> {
    /// The wait after `failed` failed tries; `None` if there is no further try, because that was the last or because
    /// the service asks for too long a wait.
    pub(super) fn after(&self, failed: u32, asked_for: Option<Duration>) -> Option<Duration> {
        let doubled = self.first_wait.saturating_mul(1 << failed.saturating_sub(1).min(16));
        let wait = asked_for.map_or(doubled, |asked_for| asked_for.max(Duration::from_secs(1)));
        (failed < self.tries && wait <= self.longest_wait).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_unless_the_service_names_one() {
        let patience = Patience::default();
        let seconds = |failed, asked_for: Option<u64>| {
            patience.after(failed, asked_for.map(Duration::from_secs)).map(|wait| wait.as_secs())
        };
        assert_eq!([1, 2, 3, 4, 5].map(|failed| seconds(failed, None)), [Some(2), Some(4), Some(8), Some(16), None]);
        assert_eq!(seconds(1, Some(47)), Some(47));
        // Asking again at once would be too soon.
        assert_eq!(seconds(1, Some(0)), Some(1));
        assert_eq!(seconds(1, Some(601)), None);
    }
}
