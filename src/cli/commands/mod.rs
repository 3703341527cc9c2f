//! One file for each subcommand: from the typed options to the answer.

mod completions;
mod components;
mod diagram;
mod dot;
mod fragile;
mod man;
mod map;
mod matrix;
mod partners;
mod path;
mod places;
mod regions;
mod report;
mod unconnected;

pub use completions::completions;
pub use components::components;
pub use diagram::diagram;
pub use dot::dot;
pub use fragile::fragile;
pub use man::man;
pub use map::map;
pub use matrix::matrix;
pub use partners::partners;
pub use path::path;
pub use places::places;
pub use regions::regions;
pub use report::report;
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
