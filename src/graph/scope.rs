use std::fmt;

use super::network::{Network, PlaceId, Resolved};
use crate::model::{Area, Certainty, Date, Level, PartnershipKind, Standing, Status};

/// Whether a partnership's time and status let it count as a tie.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    pub(super) counts: bool,
    /// How sure that is at the date asked about.
    pub(super) certainty: Certainty,
}

/// The filters in force: which partnerships count as ties.
///
/// The default admits every partnership in force. Filters combine: a tie must pass each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// One end in the first area, the other in the second.
    pub between: Option<(Area, Area)>,
    /// At least one end in one of these countries.
    pub countries: Vec<Area>,
    /// At least one end in one of these regions.
    pub regions: Vec<Area>,
    /// One of these kinds.
    pub kinds: Vec<PartnershipKind>,
    /// One of these statuses, in place of "in force".
    pub statuses: Vec<Status>,
    /// The date at which ties are judged.
    pub as_of: Option<Date>,
    /// Both ends at this level.
    pub level: Option<Level>,
}

impl Scope {
    /// Whether any filter restricts ties; without one, the graph holds isolated places too.
    pub fn is_restricted(&self) -> bool {
        *self != Scope::default()
    }

    /// The status of a partnership within this scope's time, and how sure it is; `None` where it had not begun.
    #[inline]
    pub(super) fn status(&self, standing: Standing) -> (Option<Status>, Certainty) {
        match self.as_of {
            Some(date) => standing.as_of(date),
            None => (Some(standing.status()), Certainty::Dated),
        }
    }

    /// Whether a status is one of those asked about.
    pub(super) fn admits_status(&self, status: Status) -> bool {
        if self.statuses.is_empty() { status.in_force() } else { self.statuses.contains(&status) }
    }

    /// Whether the time and status of a partnership let it count.
    #[inline]
    pub(super) fn verdict(&self, standing: Standing) -> Verdict {
        let (status, certainty) = self.status(standing);
        let counts = status.is_some_and(|status| self.admits_status(status));
        Verdict { counts, certainty }
    }

    /// Whether the filters that don't regard time or status let a partnership through.
    pub(super) fn admits(&self, network: &Network, partnership: &Resolved) -> bool {
        let Resolved { low, high, row } = *partnership;
        let place_passes = |id: PlaceId| self.level.is_none_or(|level| network.place(id).level() == level);
        let either_in = |areas: &[Area]| {
            areas.is_empty() || areas.iter().any(|area| network.lies_in(low, area) || network.lies_in(high, area))
        };
        let joins = self.between.as_ref().is_none_or(|(a, b)| {
            (network.lies_in(low, a) && network.lies_in(high, b))
                || (network.lies_in(low, b) && network.lies_in(high, a))
        });
        let kind_passes = self.kinds.is_empty() || self.kinds.contains(&network.dataset.kind(row));
        let places_pass = joins && place_passes(low) && place_passes(high);
        kind_passes && places_pass && either_in(&self.countries) && either_in(&self.regions)
    }
}

/// The filters in words, as headings state them: `between BY and RU, kind sister-city`; `none` without any.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn words<T: ToString>(items: &[T]) -> String {
            items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
        }
        let mut parts = Vec::new();
        if let Some((a, b)) = &self.between {
            parts.push(format!("between {a} and {b}"));
        }
        if !self.countries.is_empty() {
            parts.push(format!("country {}", words(&self.countries)));
        }
        if !self.regions.is_empty() {
            parts.push(format!("region {}", words(&self.regions)));
        }
        if !self.kinds.is_empty() {
            parts.push(format!("kind {}", words(&self.kinds)));
        }
        if !self.statuses.is_empty() {
            parts.push(format!("status {}", words(&self.statuses)));
        }
        if let Some(date) = self.as_of {
            parts.push(format!("as of {date}"));
        }
        if let Some(level) = self.level {
            parts.push(format!("level {level}"));
        }
        f.write_str(&if parts.is_empty() { "none".to_owned() } else { parts.join(", ") })
    }
}
