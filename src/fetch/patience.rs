//! When a service is asked again.

use std::{thread, time::Duration};

/// How often a query is asked again, and how long is waited before.
pub struct Patience<'s> {
    /// How often a query is asked before the run ends.
    pub tries: u32,
    /// The first wait, which doubles with each further try; a service that names a time is given that.
    pub first_wait: Duration,
    /// A service that asks for more than this is asked another day.
    pub longest_wait: Duration,
    /// Waits.
    pub wait: Box<dyn FnMut(Duration) + 's>,
}

impl Default for Patience<'_> {
    /// Five tries, with waits of 2, 4, 8 and 16 seconds between them, or of up to ten minutes where the service says so.
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
    /// The wait after a number of tries that failed; `None` where there is to be none, since that was the last try or the service
    /// asks for too long a time.
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
        // At once is too soon.
        assert_eq!(seconds(1, Some(0)), Some(1));
        assert_eq!(seconds(1, Some(601)), None);
    }
}
