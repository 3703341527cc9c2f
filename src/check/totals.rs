//! Finds totals that contradict each other or the rows that they count.

use super::{Code, ProblemRow, faults::Faulty};
use crate::{
    graph::{Network, Total},
    metrics::{Counted, Recorded},
    model::{ContactKind, Qualifier},
};

pub(super) fn check(network: &Network, faulty: &Faulty<'_>, problems: &mut Vec<ProblemRow>) {
    let totals = &network.dataset().ledger().totals;
    let recorded = Recorded::new(network);
    for total in network.totals() {
        let at = totals.locate(total.row.0);
        if let Some(similar) = similar_count(&total.record.what) {
            let message = format!("`{}` is counted in no list; is `{similar}` meant?", total.record.what);
            let hint = "a total of what a list has rows of stands beside these rows";
            problems.push(ProblemRow::new(Code::UnknownCount, at, Some("what"), message, hint));
        }
        if faulty.has(at, &["value"]) {
            continue;
        }
        if let Some(whole) =
            total.of.and_then(|of| network.total(of)).filter(|whole| is_above(total.record.value, whole))
        {
            let line = totals.locate(whole.row.0).1;
            let message = format!("{} is more than the {} of line {line}", total.record.value, whole.record.value);
            let hint = "a part is no larger than its whole: one of the two is wrong, or `of` is";
            problems.push(ProblemRow::new(Code::PartAboveWhole, at, Some("value"), message, hint));
        }
        if let Some(items) = recorded.explain(&total).filter(|&items| is_above(items, &total)) {
            let message = format!("{items} rows are recorded of what is reported as {}", total.record.value);
            let hint = "the total is too low, or rows are doubled or belong elsewhere";
            problems.push(ProblemRow::new(Code::ItemsAboveTotal, at, Some("value"), message, hint));
        }
    }
}

/// What a total was probably meant to count, if no list has rows of what it names.
fn similar_count(what: &str) -> Option<&'static str> {
    if Counted::of(what).is_some() {
        return None;
    }
    let known = ContactKind::ALL.iter().map(|kind| kind.name()).chain(["agreement", "participant", "curator"]);
    let folded = what.to_lowercase();
    known.into_iter().find(|known| strsim::jaro_winkler(known, &folded) > 0.9)
}

/// Whether `count` is more than a total allows. If the total is about, at least or more than a number, any larger count
/// is allowed.
fn is_above(count: u64, total: &Total<'_>) -> bool {
    let is_open = matches!(total.record.qualifier, Some(Qualifier::Approx | Qualifier::AtLeast | Qualifier::MoreThan));
    !is_open && count > total.record.value
}
