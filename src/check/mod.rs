//! Layer 5: everything that is wrong or doubtful in a data set, as rows.
//!
//! [`check`] combines what the reader and the graph found, and looks for what is merely doubtful: places outside their
//! region, repeated rows and names, letters that look like others. [`fix`] mends what is certainly wrong. Each kind of
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

/// What a data set is checked for beside the rest.
#[derive(Clone, Copy, Default)]
pub struct Options<'o> {
    /// A gazetteer, whose towns show the places that lie elsewhere ([`Code::TownElsewhere`]).
    pub gazetteer: Option<&'o Gazetteer>,
}

/// All problems of a data set, by file, line, column and code.
///
/// A problem that is only a consequence of another is left out: a cell at fault isn't also reported as missing, and if
/// rows are lost, nothing is said about references to them. Of two rows that are doubtful together, the later one is
/// reported.
///
/// Takes time and memory linear in the rows and problems, apart from sorting: O(n log n). Each file states the cost of
/// its own checks.
///
/// ```
/// use sistergraph::{check, formats, register::{Outlines, Register}};
/// let reading = formats::built_in("belarus")?;
/// let problems = check::check(reading, Register::built_in(), &Outlines::built_in(), &Default::default());
/// assert!(problems.iter().all(|problem| !problem.is_error()));
/// # Ok::<(), formats::Error>(())
/// ```
pub fn check(reading: Reading, register: Register, outlines: &Outlines, options: &Options<'_>) -> Vec<ProblemRow> {
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
    if let Some(gazetteer) = options.gazetteer {
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

/// The problems of the rows of `partnerships.csv`, in order. Threads share the rows, each of which is checked by
/// itself.
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

/// From this many rows on, a thread pays.
const PART: u32 = 1 << 13;

/// The rows of `partnerships.csv`, for callers that read the texts of their ends. These are scattered in memory, so
/// they are prefetched for many rows at once.
fn partnerships_with_ends(dataset: &Dataset) -> impl Iterator<Item = PartnershipRow> {
    let rows = dataset.partnership_rows().end;
    (0..rows).step_by(FETCHED).flat_map(move |start| {
        let batch = start..rows.min(start + FETCHED as u32);
        dataset.fetch_ends(batch.clone());
        batch.map(PartnershipRow)
    })
}

/// The number of rows that are prefetched at once.
const FETCHED: usize = 1 << 7;
