//! Layer 5: everything that is wrong or doubtful in a data set, as rows.
//!
//! [`check`] puts together what the reader and the graph found and looks for what only doubt can find: places off
//! their region, doubled rows and names, letters that look like others. [`fix`] mends what is certain. Each kind of
//! problem is a [`Code`].

mod code;
mod contradictions;
mod ends;
mod faults;
mod fix;
mod ledger;
mod letters;
mod names;
mod partnerships;
mod places;
mod problem;
mod proposals;
mod quickstatements;
mod same_rows;
mod statuses;
mod totals;
mod towns;

pub use code::{Code, CodeRow, Severity, codes};
pub use contradictions::contradictions;
pub use faults::unexplained;
pub use fix::{ChangeRow, FixError, Fixed, fix, fix_resolved};
pub use places::{AT_SEA_KM, EXCLAVE_KM, TOLERANCE_KM};
pub use problem::ProblemRow;
pub use proposals::{ProposalRow, Proposals, proposals};
pub use quickstatements::QuickStatements;

use rayon::prelude::*;

use crate::{
    formats::Reading,
    gazetteer::Gazetteer,
    graph::{Built, Network},
    model::{Dataset, PartnershipRow, PartnershipView, PlaceRow},
    register::{Outlines, Register},
};
use faults::Faulty;

/// All problems of a data set, by file, line, column and code.
///
/// A problem that only follows from another is left out: a cell at fault is not also missing, and where rows are lost
/// nothing is said about what refers to them. Of two rows that are doubtful together the later one is reported.
///
/// Time and memory are linear in the rows and problems, but for sorting: O(n log n). Each file says what its own checks
/// cost.
///
/// ```
/// use sistergraph::{check, formats, register::{Outlines, Register}};
/// let reading = formats::built_in("belarus")?;
/// let problems = check::check(reading, Register::built_in(), &Outlines::built_in());
/// assert!(problems.iter().all(|problem| !problem.is_error()));
/// # Ok::<(), formats::Error>(())
/// ```
pub fn check(reading: Reading, register: Register, outlines: &Outlines) -> Vec<ProblemRow> {
    check_with_towns(reading, register, outlines, None)
}

/// The same, and where there is a gazetteer the places whose position isn't that of their town
/// ([`Code::TownElsewhere`]).
pub fn check_with_towns(
    reading: Reading,
    register: Register,
    outlines: &Outlines,
    gazetteer: Option<&Gazetteer>,
) -> Vec<ProblemRow> {
    let Reading { dataset, notes, faults, trimmed, contradictions } = reading;
    let Built { network, findings, .. } = Network::build(dataset, register);
    let faulty = Faulty::new(network.dataset(), &faults);
    let mut problems: Vec<ProblemRow> = faults.iter().map(faults::of_fault).collect();
    problems.extend(notes.iter().filter_map(faults::of_note));
    let mut unexplained = faults::unexplained(network.dataset(), &faults, findings.clone());
    network.suggest_names(&mut unexplained);
    problems.extend(unexplained.iter().map(faults::of_finding));
    letters::check(network.dataset(), &trimmed, &mut problems);
    places::check(&network, outlines, &faulty, &mut problems);
    if let Some(gazetteer) = gazetteer {
        towns::check(&network, gazetteer, &mut problems);
    }
    names::check(network.dataset(), &mut problems);
    partnerships::check(&network, &findings, &faulty, &mut problems);
    statuses::check(network.dataset(), &faulty, &mut problems);
    contradictions::check(&network, contradictions, &mut problems);
    ends::check(&network, &mut problems);
    ledger::check(&network, &mut problems);
    totals::check(&network, &faulty, &mut problems);
    faults::drop_swallowed(&faults, &mut problems);
    problems.par_sort_by(|x, y| key(x).cmp(&key(y)));
    problems
}

fn key(row: &ProblemRow) -> (&str, u32, Option<&str>, &str, &str) {
    (&row.file, row.line, row.column.as_deref(), row.code, &row.message)
}

/// The rows of `cities.csv` with their numbers.
fn place_rows(dataset: &Dataset) -> impl Iterator<Item = PlaceRow> + use<> {
    (0..).map(PlaceRow).take(dataset.places().len())
}

/// The problems of the rows of `partnerships.csv`, in order; threads share the rows, each of which is judged by itself.
fn problems_of_partnerships(
    dataset: &Dataset,
    judge: impl Fn(PartnershipRow, PartnershipView<'_>, &mut Vec<ProblemRow>) + Sync,
) -> Vec<ProblemRow> {
    let rows = dataset.partnership_rows().end;
    let parts = (0..rows.div_ceil(PART)).into_par_iter().map(|part| part * PART);
    let judged = parts.flat_map_iter(|start| {
        let (own, mut problems) = (start..rows.min(start.saturating_add(PART)), Vec::new());
        for (row, partnership) in own.clone().map(PartnershipRow).zip(dataset.partnerships_in(own)) {
            judge(row, partnership, &mut problems);
        }
        problems
    });
    judged.collect()
}

/// So many rows are worth handing to a thread.
const PART: u32 = 1 << 13;

/// The rows of `partnerships.csv`, for who reads the texts of their ends: these are far apart in memory, and brought for many rows at once.
fn partnerships_with_ends(dataset: &Dataset) -> impl Iterator<Item = PartnershipRow> {
    let rows = dataset.partnership_rows().end;
    (0..rows).step_by(FETCHED).flat_map(move |start| {
        let batch = start..rows.min(start + FETCHED as u32);
        dataset.fetch_ends(batch.clone());
        batch.map(PartnershipRow)
    })
}

/// What is far in memory is brought for so many rows at once.
const FETCHED: usize = 1 << 7;
