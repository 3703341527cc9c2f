//! One file for each subcommand: from the typed options to the answer.

mod check;
mod completions;
mod components;
mod diff;
mod dot;
mod fragile;
mod history;
mod import;
mod init;
mod man;
mod matrix;
mod partners;
mod path;
mod places;
mod rank;
mod regions;
mod report;
mod stats;
mod suggest;
mod unconnected;

pub use check::check;
pub use completions::completions;
pub use components::components;
pub use diff::diff;
pub use dot::dot;
pub use fragile::fragile;
pub use history::history;
pub use import::import;
pub use init::init;
pub use man::man;
pub use matrix::matrix;
pub use partners::partners;
pub use path::path;
pub use places::places;
pub use rank::rank;
pub use regions::regions;
pub use report::report;
pub use stats::stats;
pub use suggest::suggest;
pub use unconnected::unconnected;

use serde::Serialize;
use sistergraph::table::{Answer, Sheet};

use super::output::Answered;

/// Rows under a headline; a terminal too narrow for all columns leaves out the `dispensable` first.
fn answer<R: Serialize + Default>(headline: String, rows: &[R], dispensable: &[&'static str]) -> Answered {
    answer_sheet(headline, rows.is_empty(), Sheet::of(rows).dispensable(dispensable))
}

fn answer_sheet(headline: String, is_empty: bool, sheet: Sheet) -> Answered {
    Answered { answer: Answer::rows([headline.clone()], sheet), headline, is_empty, notes: Vec::new(), exit_code: 0 }
}
