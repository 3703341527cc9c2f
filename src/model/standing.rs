use std::ops::RangeInclusive;

use super::{Date, PartnershipRecord, Status};

/// What a partnership's row says about its time: the stated status and three dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The status the row states, where it states one.
    pub stated: Option<Status>,
    /// When it began.
    pub since: Option<Date>,
    /// The last day, month or year in which it is in force.
    pub until: Option<Date>,
    /// When it was suspended.
    pub suspended: Option<Date>,
}

/// How sure a [`Standing`] is at the date asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The dates decide.
    Dated,
    /// No date bears on it: the row's own status counts, and its time is unknown.
    Undated,
    /// The day asked about lies in a year or month that a date gives without its day.
    WithinPeriod,
}

impl Standing {
    /// The status without a date asked about, by the rule of the project. A partnership stated as proposed is proposed
    /// and never was in force, whatever its dates. Otherwise the dates decide: an end or a suspension with a date
    /// counts as having happened, and an end comes before a suspension. Without such a date the stated status counts,
    /// and without that, `active`.
    #[inline]
    pub fn status(self) -> Status {
        if self.stated == Some(Status::Proposed) {
            Status::Proposed
        } else if self.until.is_some() || self.stated == Some(Status::Terminated) {
            Status::Terminated
        } else if self.suspended.is_some() {
            Status::Suspended
        } else {
            self.stated.unwrap_or(Status::Active)
        }
    }

    /// Whether the last day on which it may end comes before the first on which it may begin.
    #[inline]
    pub fn ends_before_it_begins(self) -> bool {
        matches!((self.since, self.until), (Some(since), Some(until)) if until.last_day() < since.first_day())
    }

    /// The status as of `date`, or `None` if the partnership had not begun; and how sure that is.
    ///
    /// A date asked about as a year or month means its last day. A partnership has begun when the first day its
    /// `since` may mean has come, is over once the last day its `until` may mean has passed, and is suspended from
    /// the last day its `suspended` may mean. So a date known only by its year or month lets the tie count for as
    /// long as it may; when the day asked about lies in that very period, the answer is [`Certainty::WithinPeriod`].
    /// A stated `proposed` stays so; a stated end or suspension without its date holds at every date.
    ///
    /// ```
    /// use sistergraph::model::{Certainty, Standing, Status};
    /// let tie = Standing { since: "1990".parse().ok(), until: "2022-03-04".parse().ok(), ..Standing::default() };
    /// assert_eq!(tie.as_of("1989".parse().unwrap()), (None, Certainty::Dated));
    /// assert_eq!(tie.as_of("1990-06".parse().unwrap()), (Some(Status::Active), Certainty::WithinPeriod));
    /// assert_eq!(tie.as_of("2022-03-04".parse().unwrap()), (Some(Status::Active), Certainty::Dated));
    /// assert_eq!(tie.as_of("2022-03-05".parse().unwrap()), (Some(Status::Terminated), Certainty::Dated));
    /// ```
    pub fn as_of(self, date: Date) -> (Option<Status>, Certainty) {
        let day = date.last_day();
        let dates = [self.since, self.until, self.suspended];
        let vague =
            |date: Date| date.first_day() != date.last_day() && date.first_day() <= day && day <= date.last_day();
        let certainty = if dates.into_iter().flatten().any(vague) {
            Certainty::WithinPeriod
        } else if dates.iter().all(Option::is_none) {
            Certainty::Undated
        } else {
            Certainty::Dated
        };
        if self.since.is_some_and(|since| since.first_day() > day) {
            return (None, certainty);
        }
        let is_over = self.stated == Some(Status::Terminated) && self.until.is_none();
        let status = if self.stated == Some(Status::Proposed) {
            Status::Proposed
        } else if is_over || self.until.is_some_and(|until| until.last_day() < day) {
            Status::Terminated
        } else if self.suspended.is_some_and(|suspended| suspended.last_day() <= day) {
            Status::Suspended
        } else {
            match self.stated {
                // The row states an end or suspension whose date hasn't come yet.
                Some(Status::Terminated) if self.until.is_some() => Status::Active,
                Some(Status::Suspended) if self.suspended.is_some() => Status::Active,
                stated => stated.unwrap_or(Status::Active),
            }
        };
        (Some(status), certainty)
    }

    /// The years on whose last day the partnership is in force, by the rule of [`as_of`](Self::as_of). The years are
    /// consecutive, since nothing that ended or was suspended begins again. Empty if there is no such year.
    ///
    /// ```
    /// use sistergraph::model::Standing;
    /// let tie = Standing { since: "1990".parse().ok(), until: "2022-03-04".parse().ok(), ..Standing::default() };
    /// assert_eq!(tie.years_in_force(), 1990..=2021);
    /// ```
    pub fn years_in_force(self) -> RangeInclusive<u16> {
        let (mut first, mut last) = (1, 9999);
        if let Some(since) = self.since {
            first = since.year();
        }
        if let Some(until) = self.until {
            let holds_to_the_end = until.last_day() == until.in_year().last_day();
            last = if holds_to_the_end { until.year() } else { until.year() - 1 };
        }
        if let Some(suspended) = self.suspended {
            last = last.min(suspended.year() - 1);
        }
        let stated_without_date = match self.stated {
            Some(Status::Proposed) => true,
            Some(Status::Terminated) => self.until.is_none(),
            Some(Status::Suspended) => self.suspended.is_none(),
            Some(Status::Active | Status::Dormant | Status::Unknown) | None => false,
        };
        if stated_without_date {
            last = 0;
        }
        first..=last
    }
}

impl From<&PartnershipRecord<'_>> for Standing {
    fn from(record: &PartnershipRecord<'_>) -> Self {
        Self { stated: record.status, since: record.since, until: record.until, suspended: record.suspended }
    }
}
