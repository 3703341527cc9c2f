use std::ops::RangeInclusive;

use serde::Serialize;

use super::partner::asked;
use crate::{
    graph::{Network, PlaceId, Scope, Subject},
    model::{Date, Standing, Status},
};

/// What happened in a year, and what was in force at its end.
///
/// `begun`, `ended` and `suspended` count partnerships in the year of the respective date, however precise the date is;
/// proposed partnerships are left out. The other columns are those of the graph as of the year, which means its last
/// day. So a partnership whose `until` is the year itself ended in that year and is still in force on its last day.
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
    /// Those of them whose `since` isn't known.
    pub undated: usize,
    /// The ties that they make, which are pairs of places.
    pub ties: usize,
}

/// The years of a data set, and the partnerships that no year shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// One row per year, from the first date to the last without gaps; empty if there is no date.
    pub rows: Vec<HistoryRow>,
    /// All partnerships asked about, whether in force or not.
    pub partnerships: usize,
    /// Those without any date; in force in every year unless their status says otherwise.
    pub without_date: usize,
    /// Those that are only proposed, whose dates are plans. They are in no row.
    pub proposed: usize,
    /// Those that are over by their status, without a date. They count as begun if they have a beginning, and as in
    /// force in no year.
    pub over_without_date: usize,
}

/// The partnerships of a scope through the years, or only those with an end among the places of `subject`.
///
/// The places of a subject are the same as for [`partners`](super::partners). The scope's `statuses` are ignored, since
/// a history covers every status. With `as_of`, the rows end with the last year that is over by that date. Takes
/// O(places + partnerships + years) time, and O(n log n) for the n partnerships of places that have several with one
/// other place.
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
    // So far each partnership was counted as a tie. Those that share a tie make it one in the union of their years.
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

/// Whether a year is over by a date: the last day that the date may mean is 31 December of the year or later.
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

/// The years of the calendar, 1 to 9999, with room for year 0 and for the year after the last.
const YEARS: usize = 10_001;

/// The number of year ranges that contain each year, stored as steps: up where a range begins, down after its end.
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

    /// For each year, the number of ranges that contain it.
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
    /// Counts a partnership as a tie of its own; proposed ones are left out.
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

/// The union of year ranges, as ranges that don't overlap.
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
