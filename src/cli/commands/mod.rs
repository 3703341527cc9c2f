//! One file for each subcommand, from its options to its answer.

mod agreements;
mod atlas;
mod atlas_state;
mod check;
mod common;
mod communities;
mod completions;
mod components;
mod contacts;
mod curators;
mod diagram;
mod diff;
mod dot;
mod events;
mod export;
mod fetch;
#[cfg(feature = "net")]
mod fetch_net;
mod fragile;
mod history;
mod import;
mod init;
mod ledger;
mod man;
mod map;
mod matrix;
mod pairs;
mod partners;
mod path;
mod places;
mod proposals;
mod rank;
mod regions;
mod report;
mod scorecard;
mod scorecard_folder;
mod scorecard_page;
mod scorecard_towns;
mod stats;
mod stats_distribution;
mod stats_page;
mod suggest;
mod ties;
mod unconnected;

pub use agreements::{AGREEMENTS_HELP, AgreementsOptions, agreements};
pub use atlas::{ATLAS_HELP, AtlasArguments, atlas};
pub use check::{CheckOptions, check, check_help};
pub use common::{COMMON_HELP, CommonOptions, common};
pub use communities::{COMMUNITIES_HELP, CommunitiesOptions, communities};
pub use completions::{COMPLETIONS_HELP, CompletionsOptions, completions};
pub use components::{COMPONENTS_HELP, ComponentsOptions, components};
pub use contacts::{CONTACTS_HELP, ContactsOptions, contacts};
pub use curators::{CURATORS_HELP, CuratorsOptions, curators};
pub use diagram::diagram;
pub use diff::{DIFF_HELP, DIFF_USAGE, DiffOptions, diff};
pub use dot::{DOT_HELP, DotOptions, dot};
pub use events::{EVENTS_HELP, EventsOptions, events};
pub use export::{EXPORT_HELP, ExportOptions, export};
pub use fetch::{FETCH_HELP, FetchOptions, fetch};
pub use fragile::{FRAGILE_HELP, FragileOptions, fragile};
pub use history::{HISTORY_HELP, HistoryOptions, history};
pub use import::{IMPORT_HELP, ImportOptions, import};
pub use init::{INIT_HELP, InitOptions, init};
pub use man::{MAN_HELP, ManOptions, man};
pub use map::map;
pub use matrix::{MATRIX_HELP, MatrixOptions, matrix};
pub use pairs::{PAIRS_HELP, PairsOptions, pairs};
pub use partners::{PARTNERS_HELP, PartnersOptions, partners};
pub use path::{PATH_HELP, PathOptions, path};
pub use places::{PLACES_HELP, PlacesOptions, places};
pub use rank::{RANK_HELP, RankOptions, rank};
pub use regions::{REGIONS_HELP, RegionsOptions, regions};
pub use report::report;
pub use scorecard::{SCORECARD_HELP, ScorecardOptions, scorecard};
pub use scorecard_folder::scorecards;
pub use stats::{STATS_HELP, StatsOptions, stats};
pub use suggest::{SUGGEST_HELP, SuggestOptions, suggest};
pub use ties::{TIES_HELP, TiesOptions, ties};
pub use unconnected::{UNCONNECTED_HELP, UnconnectedOptions, unconnected};

use std::rc::Rc;

use serde::Serialize;
use sistergraph::{
    chart::ChartOptions,
    query::{LedgerColumn, WithLedger},
    scene::Headings,
    table::{Answer, Listing, Rows, Sheet},
};

use super::{arguments::LedgerColumns, error::Error, output::Answered, pictures::Look, session::Session};

/// The ledger columns asked for, each once.
fn ledger_columns(session: &Session, asked: &LedgerColumns) -> Result<Vec<LedgerColumn>, Error> {
    let mut columns = Vec::new();
    for name in &asked.with {
        let column = LedgerColumn::find(&session.network, name).map_err(|error| Error::Usage {
            message: error.to_string(),
            hint: format!("there are: {}", error.expected.join(", ")),
        })?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    Ok(columns)
}

/// Rows with ledger columns, under a headline.
fn answer_with_ledger<'a, R: Serialize + Default + 'a>(
    headline: String,
    rows: Vec<WithLedger<R>>,
    columns: &[LedgerColumn],
    dispensable: &[&'static str],
) -> Answered<'a> {
    let is_empty = rows.is_empty();
    let sheet = Sheet::with_columns(WithLedger::<R>::columns(columns), rows).dispensable(dispensable);
    answer_sheet(headline, is_empty, sheet)
}

/// Rows under a headline. A terminal that is too narrow for all columns leaves out the `dispensable` ones first.
fn answer<'a, S: Rows + 'a>(headline: String, rows: S, dispensable: &[&'static str]) -> Answered<'a>
where
    S::Row: Serialize + Default,
{
    let is_empty = rows.is_empty();
    answer_sheet(headline, is_empty, Sheet::of(rows).dispensable(dispensable))
}

/// Rows as people read them; each is put into words when it is written.
fn lines<R: 'static, L: 'static>(rows: &Rc<Vec<R>>, line: impl Fn(&R) -> L + 'static) -> Listing<'static, L> {
    let rows = Rc::clone(rows);
    Listing::new(rows.len(), move |at| line(&rows[at]))
}

/// The same, with the columns that people see, in their order: see [`Sheet::for_people`].
fn answer_for_people<'a, S: Rows + 'a>(
    headline: String,
    rows: S,
    columns: &[&'static str],
    dispensable: &[&'static str],
) -> Answered<'a>
where
    S::Row: Serialize + Default,
{
    let is_empty = rows.is_empty();
    answer_sheet(headline, is_empty, Sheet::of(rows).for_people(columns).dispensable(dispensable))
}

fn answer_sheet(headline: String, is_empty: bool, sheet: Sheet<'_>) -> Answered<'_> {
    Answered {
        answer: Answer::rows([headline.clone()], sheet),
        headline,
        is_empty,
        notes: Vec::new(),
        chart: None,
        exit_code: 0,
    }
}

/// The page of a chart: its title, what it counts, and the source of the data.
fn chart_options(session: &Session, look: &Look, title: String, subtitle: String) -> Result<ChartOptions, Error> {
    let title = look.title.clone().unwrap_or(title);
    Ok(ChartOptions {
        words: session.words(),
        headings: Headings { title, subtitle, source: session.source() },
        theme: look.theme,
        size: look.size,
        fonts: look.fonts()?,
    })
}
