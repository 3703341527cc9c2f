//! One file for each subcommand: from the typed options to the answer.

mod agreements;
mod check;
mod completions;
mod components;
mod contacts;
mod curators;
mod diagram;
mod diff;
mod dot;
mod events;
mod fragile;
mod history;
mod import;
mod init;
mod ledger;
mod man;
mod map;
mod matrix;
mod partners;
mod path;
mod places;
mod rank;
mod regions;
mod report;
mod scorecard;
mod stats;
mod suggest;
mod unconnected;

pub use agreements::{AGREEMENTS_HELP, AgreementsOptions, agreements};
pub use check::check;
pub use completions::completions;
pub use components::components;
pub use contacts::{CONTACTS_HELP, ContactsOptions, contacts};
pub use curators::{CURATORS_HELP, CuratorsOptions, curators};
pub use diagram::diagram;
pub use diff::{DIFF_HELP, DIFF_USAGE, diff};
pub use dot::dot;
pub use events::{EVENTS_HELP, EventsOptions, events};
pub use fragile::fragile;
pub use history::{HISTORY_HELP, history};
pub use import::import;
pub use init::init;
pub use man::man;
pub use map::map;
pub use matrix::matrix;
pub use partners::partners;
pub use path::path;
pub use places::places;
pub use rank::{RANK_HELP, rank};
pub use regions::regions;
pub use report::report;
pub use scorecard::{SCORECARD_HELP, ScorecardOptions, scorecard, scorecards};
pub use stats::{STATS_HELP, stats};
pub use suggest::{SUGGEST_HELP, suggest};
pub use unconnected::unconnected;

use serde::Serialize;
use sistergraph::{
    chart::ChartOptions,
    query::{LedgerColumn, WithLedger},
    scene::Headings,
    table::{Answer, Sheet},
};

use super::{arguments::LedgerColumns, error::Error, output::Answered, pictures::Look, session::Session};

/// The columns of the ledger that are asked for.
fn ledger_columns(session: &Session, asked: &LedgerColumns) -> Result<Vec<LedgerColumn>, Error> {
    let columns = asked.with.iter().map(|name| LedgerColumn::find(&session.network, name));
    columns.collect::<Result<_, _>>().map_err(|error| Error::Usage {
        message: error.to_string(),
        hint: format!("there are: {}", error.expected.join(", ")),
    })
}

/// Rows with columns of the ledger under a headline.
fn answer_with_ledger<R: Serialize + Default>(
    headline: String,
    rows: &[WithLedger<R>],
    columns: &[LedgerColumn],
    dispensable: &[&'static str],
) -> Answered {
    let sheet = Sheet::with_columns(WithLedger::<R>::columns(columns), rows).dispensable(dispensable);
    answer_sheet(headline, rows.is_empty(), sheet)
}

/// Rows under a headline; a terminal too narrow for all columns leaves out the `dispensable` first.
fn answer<R: Serialize + Default>(headline: String, rows: &[R], dispensable: &[&'static str]) -> Answered {
    answer_sheet(headline, rows.is_empty(), Sheet::of(rows).dispensable(dispensable))
}

fn answer_sheet(headline: String, is_empty: bool, sheet: Sheet) -> Answered {
    Answered {
        answer: Answer::rows([headline.clone()], sheet),
        headline,
        is_empty,
        notes: Vec::new(),
        chart: None,
        exit_code: 0,
    }
}

/// The page of a chart: title, what is counted, where the data comes from.
fn chart_options(session: &Session, look: &Look, title: String, subtitle: String) -> ChartOptions {
    let title = look.title.clone().unwrap_or(title);
    ChartOptions {
        headings: Headings { title, subtitle, source: session.source() },
        theme: look.theme,
        size: look.size,
    }
}
