//! Finds statuses and dates of partnerships that contradict each other.

use super::{Code, ProblemRow, faults::Faulty, problems_of_partnerships};
use crate::model::{Dataset, Date, Standing, Status};

const COLUMNS: [&str; 4] = ["status", "since", "until", "suspended"];

pub(super) fn check(dataset: &Dataset, faulty: &Faulty<'_>, problems: &mut Vec<ProblemRow>) {
    let dated = dataset.metadata().date;
    problems.extend(problems_of_partnerships(dataset, |row, partnership, problems| {
        let (_, standing) = partnership.kind_and_standing();
        let Some(Contradiction { column, message }) = contradiction(standing, dated) else { return };
        let at = dataset.locate_partnership(row);
        if !faulty.has(at, &COLUMNS) {
            problems.push(ProblemRow::new(Code::ContradictoryStatus, at, Some(column), message, HINT));
        }
    }));
}

const HINT: &str = "mend the date or the status; `status` may be blank where dates say all";

struct Contradiction {
    column: &'static str,
    message: String,
}

/// The first contradiction of a row on the date of the data set. Without that date, a stated end or suspension counts
/// as having happened, as in all answers, and nothing is in the future.
fn contradiction(standing: Standing, dated: Option<Date>) -> Option<Contradiction> {
    let Standing { stated, since, until, suspended } = standing;
    let has_come = |date: Date| dated.is_none_or(|dated| date.last_day() < dated.last_day());
    let lies_ahead = |date: Date| dated.is_some_and(|dated| dated.last_day() < date.first_day());
    let found = |column, message| Some(Contradiction { column, message });
    match (stated, until, suspended) {
        (Some(Status::Proposed), Some(until), _) => {
            return found(
                "until",
                format!("ends ({until}), but is stated to be only `proposed`: it counts as proposed"),
            );
        }
        (Some(Status::Proposed), None, Some(suspended)) => {
            let message =
                format!("is suspended ({suspended}), but stated to be only `proposed`: it counts as proposed");
            return found("suspended", message);
        }
        (Some(stated @ (Status::Active | Status::Dormant | Status::Suspended)), Some(until), _) if has_come(until) => {
            return found("until", format!("has ended ({until}), but is stated to be `{stated}`: it counts as over"));
        }
        (Some(stated @ (Status::Active | Status::Dormant)), _, Some(suspended)) if has_come(suspended) => {
            let message = format!("is suspended ({suspended}), but stated to be `{stated}`: it counts as suspended");
            return found("suspended", message);
        }
        (Some(Status::Terminated), Some(until), _) if lies_ahead(until) => {
            return found(
                "until",
                format!("ends only after the date of the data set ({until}), but is stated to be `terminated`"),
            );
        }
        (Some(Status::Suspended), _, Some(suspended)) if lies_ahead(suspended) => {
            let message = format!(
                "is suspended only after the date of the data set ({suspended}), but is stated to be `suspended`"
            );
            return found("suspended", message);
        }
        _ => {}
    }
    if let (Some(stated), Some(since)) = (stated, since)
        && !matches!(stated, Status::Proposed | Status::Unknown)
        && lies_ahead(since)
    {
        return found(
            "since",
            format!("begins only after the date of the data set ({since}), but is stated to be `{stated}`"),
        );
    }
    match (since, until, suspended) {
        (Some(since), _, Some(suspended)) if suspended.last_day() < since.first_day() => {
            found("suspended", format!("is suspended ({suspended}) before it begins ({since})"))
        }
        (_, Some(until), Some(suspended)) if until.last_day() < suspended.first_day() => {
            found("suspended", format!("is suspended ({suspended}) after it ends ({until})"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The column in which a row contradicts itself; the row is given as its status, beginning, end and suspension.
    fn column(row: [&str; 4], dated: &str) -> Option<&'static str> {
        let [since, until, suspended] = [row[1], row[2], row[3]].map(|date| date.parse().ok());
        let standing = Standing { stated: row[0].parse().ok(), since, until, suspended };
        contradiction(standing, dated.parse().ok()).map(|found| found.column)
    }

    #[test]
    fn a_status_is_held_against_the_dates_of_its_row_and_of_the_data_set() {
        for (row, dated, expected) in [
            (["proposed", "", "2020", ""], "", Some("until")),
            (["proposed", "", "2030", ""], "2026", Some("until")),
            (["proposed", "", "", "2020"], "", Some("suspended")),
            (["proposed", "2030", "", ""], "2026", None),
            (["active", "1990", "2020", ""], "", Some("until")),
            (["active", "1990", "2020", ""], "2026-02", Some("until")),
            (["active", "1990", "2030", ""], "2026-02", None),
            (["active", "1990", "2026", ""], "2026-02", None),
            (["active", "", "", "2020"], "2026-02", Some("suspended")),
            (["dormant", "", "2020", ""], "2026-02", Some("until")),
            (["suspended", "", "2020", "2019"], "2026-02", Some("until")),
            (["suspended", "", "", "2020"], "2026-02", None),
            (["suspended", "", "", "2030"], "2026-02", Some("suspended")),
            (["terminated", "", "2020", ""], "2026-02", None),
            (["terminated", "", "", ""], "2026-02", None),
            (["terminated", "", "2030", ""], "2026-02", Some("until")),
            (["active", "2030", "", ""], "2026-02", Some("since")),
            (["unknown", "2030", "", ""], "2026-02", None),
            (["", "1990", "2020", "2010"], "2026-02", None),
            (["", "1990", "", "1980"], "", Some("suspended")),
            (["", "1990", "2000", "2010"], "", Some("suspended")),
            (["", "1990", "1990", "1990-05"], "", None),
        ] {
            assert_eq!(column(row, dated), expected, "{row:?} as of {dated:?}");
        }
    }
}
