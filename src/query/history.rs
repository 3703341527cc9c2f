use std::ops::RangeInclusive;

use serde::Serialize;

use super::partner::asked;
use crate::{
    graph::{Network, PlaceId, Scope, Subject},
    model::{Date, Standing, Status},
};

/// What happened in a year, and what was in force at its end.
///
/// `begun`, `ended` and `suspended` count partnerships, each in the year of its date, however precisely the date is
/// known; what is only proposed is left out. The other columns are those of the graph as of the year, that is on its
/// last day. So a partnership whose `until` is the year itself has ended in it and is in force to its last day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HistoryRow {
    /// The year.
    pub year: u16,
    /// Partnerships whose `since` lies in the year.
    pub begun: usize,
    /// Partnerships whose `until` lies in the year.
    pub ended: usize,
    /// Partnerships whose `suspended` lies in the year.
    pub suspended: usize,
    /// Partnerships in force on the last day of the year.
    pub in_force: usize,
    /// Of these, the ones whose `since` isn't known.
    pub undated: usize,
    /// Ties they make: pairs of places.
    pub ties: usize,
}

/// The years of a data set, and what no year shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// One row a year from the first date to the last, none skipped; none where nothing has a date.
    pub rows: Vec<HistoryRow>,
    /// All partnerships asked about, in force or not.
    pub partnerships: usize,
    /// Those without any date; in force in every year unless their status says otherwise.
    pub without_date: usize,
    /// Those only proposed, whose dates are plans: in no row.
    pub proposed: usize,
    /// Those that their status alone says to be over: counted as begun where that has a date, in force in no year.
    pub over_without_date: usize,
}

/// The partnerships of a scope through the years; of those with an end among the subject's places where one is given.
///
/// The places of a subject are those that [`partners`](super::partners) takes in. The scope's `statuses` are not regarded:
/// a history has every status. With `as_of` the rows end with the last year over by that date. O(places + partnerships +
/// years), and O(n log n) of the partnerships of places that have several with one other.
pub fn history(network: &Network, scope: &Scope, subject: Option<Subject>) -> History {
    let every = Scope { statuses: Status::ALL.to_vec(), as_of: None, ..scope.clone() };
    let graph = network.graph(&every);
    let asked = subject.map(|subject| asked(network, subject, false));
    let is_asked = |ends: [PlaceId; 2]| asked.as_ref().is_none_or(|asked| ends.iter().any(|end| asked[end.index()]));
    let mut history = History::default();
    let mut years = Years::default();
    let mut add = |standing: Standing| {
        history.count(standing);
        years.add(standing);
    };
    if asked.is_some() {
        let rows = graph.partnership_ends().filter(|(_, ends)| is_asked(*ends));
        rows.for_each(|(row, _)| add(network.dataset().standing(row)));
    } else {
        graph.standings().for_each(add);
    }
    // Each partnership was counted as a tie of its own: those that share one are in force in the years of any of them.
    for (_, rows) in graph.merged().into_iter().filter(|(ends, _)| is_asked(*ends)) {
        let standings = rows.into_iter().map(|row| network.dataset().standing(row));
        let runs: Vec<_> = standings.filter(|it| !is_proposed(*it)).map(Standing::years_in_force).collect();
        runs.iter().for_each(|run| years.ties.remove(run));
        united(runs).iter().for_each(|run| years.ties.add(run));
    }
    history.rows = years.rows();
    history.rows.retain(|row| scope.as_of.is_none_or(|date| is_over(row.year, date)));
    history
}

fn is_proposed(standing: Standing) -> bool {
    standing.stated == Some(Status::Proposed)
}

/// Whether a year is over by a date: whether the last day that the date may mean is not before its 31 December.
fn is_over(year: u16, date: Date) -> bool {
    date.year() > year || (date.year() == year && date.last_day() == date.in_year().last_day())
}

impl History {
    fn count(&mut self, standing: Standing) {
        let Standing { stated, since, until, suspended } = standing;
        self.partnerships += 1;
        self.without_date += usize::from(since.is_none() && until.is_none() && suspended.is_none());
        self.proposed += usize::from(is_proposed(standing));
        let is_over_without_date = match stated {
            Some(Status::Terminated) => until.is_none(),
            Some(Status::Suspended) => suspended.is_none(),
            _ => false,
        };
        self.over_without_date += usize::from(is_over_without_date);
    }
}

/// Years of the calendar, 1 to 9999, and one past them.
const YEARS: usize = 10_001;

/// How many runs of years hold each year: a step up where one begins, a step down after it ends.
struct Runs(Vec<isize>);

impl Default for Runs {
    fn default() -> Self {
        Self(vec![0; YEARS])
    }
}

impl Runs {
    fn add(&mut self, run: &RangeInclusive<u16>) {
        if !run.is_empty() {
            self.0[usize::from(*run.start())] += 1;
            self.0[usize::from(*run.end()) + 1] -= 1;
        }
    }

    fn remove(&mut self, run: &RangeInclusive<u16>) {
        if !run.is_empty() {
            self.0[usize::from(*run.start())] -= 1;
            self.0[usize::from(*run.end()) + 1] += 1;
        }
    }

    /// For each year how many runs hold it.
    fn sums(&self) -> Vec<usize> {
        let mut sum = 0;
        let sums = self.0.iter().map(|step| {
            sum += step;
            usize::try_from(sum).unwrap_or(0)
        });
        sums.collect()
    }
}

#[derive(Default)]
struct Years {
    begun: Runs,
    ended: Runs,
    suspended: Runs,
    in_force: Runs,
    undated: Runs,
    ties: Runs,
    first_and_last: Option<(u16, u16)>,
}

impl Years {
    /// Counts a partnership, as if it were a tie of its own; what is only proposed is left out.
    fn add(&mut self, standing: Standing) {
        if is_proposed(standing) {
            return;
        }
        self.date(standing);
        let run = standing.years_in_force();
        self.in_force.add(&run);
        if standing.since.is_none() {
            self.undated.add(&run);
        }
        self.ties.add(&run);
    }

    /// Counts the dates of a partnership, each in its year.
    fn date(&mut self, standing: Standing) {
        let dates = [
            (&mut self.begun, standing.since),
            (&mut self.ended, standing.until),
            (&mut self.suspended, standing.suspended),
        ];
        for (counts, date) in dates {
            let Some(year) = date.map(|date| date.year()) else { continue };
            counts.add(&(year..=year));
            let (first, last) = self.first_and_last.unwrap_or((year, year));
            self.first_and_last = Some((first.min(year), last.max(year)));
        }
    }

    fn rows(&self) -> Vec<HistoryRow> {
        let Some((first, last)) = self.first_and_last else { return Vec::new() };
        let [begun, ended, suspended] = [&self.begun, &self.ended, &self.suspended].map(Runs::sums);
        let [in_force, undated, ties] = [&self.in_force, &self.undated, &self.ties].map(Runs::sums);
        let row = |year: u16| {
            let at = usize::from(year);
            HistoryRow {
                year,
                begun: begun[at],
                ended: ended[at],
                suspended: suspended[at],
                in_force: in_force[at],
                undated: undated[at],
                ties: ties[at],
            }
        };
        (first..=last).map(row).collect()
    }
}

/// The same years as runs that don't overlap.
fn united(mut runs: Vec<RangeInclusive<u16>>) -> Vec<RangeInclusive<u16>> {
    runs.retain(|run| !run.is_empty());
    runs.sort_unstable_by_key(|run| *run.start());
    let mut united: Vec<RangeInclusive<u16>> = Vec::with_capacity(runs.len());
    for run in runs {
        match united.last_mut() {
            Some(last) if run.start() <= last.end() => *last = *last.start()..=*last.end().max(run.end()),
            _ => united.push(run),
        }
    }
    united
}
