use clap::Args;
use sistergraph::{
    model::Date,
    query::{self, Lacks},
    said,
    words::Words,
};

use super::{
    answer_with_ledger, ledger_columns,
    regions::{headings, sides},
};
use crate::cli::{
    FOUND,
    arguments::{LedgerColumns, Range},
    error::Error,
    output::Answered,
    session::Session,
};

pub const UNCONNECTED_HELP: &str = "\
Reasons, the first that applies: no-places-known (the data set names no place in it), no-ties (places, none ever
tied), lapsed (only ended or suspended ones), none-in-scope (ties, but none to the place asked about).
With their options, after these: no-recent-contact (no contact on or after the date), no-curator (nobody in office), city-level-only
(ties of cities in it, none of the region itself), region-level-only (the reverse); the column `also` has the reasons after
the first.

Examples:
  sistergraph unconnected RU --to BY
  sistergraph unconnected RU --no-curator --city-level-only
  sistergraph unconnected --format md
  sistergraph unconnected BY --to RU --fail";

#[derive(Args)]
pub struct UnconnectedOptions {
    #[command(flatten)]
    pub range: Range,
    /// Also regions without a contact on or after a date: `no-recent-contact`
    #[arg(long, value_name = "SINCE")]
    pub no_recent_contact: Option<Date>,
    /// Also regions that nobody looks after: `no-curator`
    #[arg(long)]
    pub no_curator: bool,
    /// Also regions whose ties are all of cities in them, none of the region itself
    #[arg(long)]
    pub city_level_only: bool,
    /// Also regions whose ties are all of the region itself, none of a city in it
    #[arg(long)]
    pub region_level_only: bool,
    #[command(flatten)]
    pub ledger: LedgerColumns,
    /// Exit with 3 when there is such a region
    #[arg(long)]
    pub fail: bool,
}

pub fn unconnected(session: &Session, options: &UnconnectedOptions) -> Result<Answered<'static>, Error> {
    session.require_countries("unconnected")?;
    let sides = sides(session, &options.range)?;
    let graph = session.graph();
    let lacks = Lacks {
        contact_since: options.no_recent_contact,
        curator: options.no_curator,
        region_level: options.city_level_only,
        city_level: options.region_level_only,
    };
    let columns = ledger_columns(session, &options.ledger)?;
    let regions: usize = sides.iter().map(|side| side.regions(&session.network).len()).sum();
    let words = session.words();
    let headline = |rows: usize| {
        let share = query::share_percent(rows, regions);
        let share = share.map(|share| format!(" ({} %)", words.decimal(&share.to_string()))).unwrap_or_default();
        let (wanted, sides) = (wanted(lacks, words), headings(&sides, words));
        format!("{}{}", said!(words, RegionsWithout, rows, regions, share, wanted, sides), session.filters())
    };
    let dispensable = &["country", "basis"];
    let mut answered = if lacks.is_empty() {
        let rows = query::unconnected(&graph, &sides);
        let rows = query::with_ledger(&graph, &sides, rows, |row| &row.region, &columns);
        answer_with_ledger(headline(rows.len()), rows, &columns, dispensable)
    } else {
        let rows = query::lacking(&graph, &sides, lacks);
        let rows = query::with_ledger(&graph, &sides, rows, |row| &row.row.region, &columns);
        answer_with_ledger(headline(rows.len()), rows, &columns, dispensable)
    };
    if options.fail && !answered.is_empty {
        answered.exit_code = FOUND;
    }
    Ok(answered)
}

/// What the regions listed are without.
fn wanted(lacks: Lacks, words: Words) -> String {
    let wanted = [
        Some(said!(words, WantTie)),
        lacks.contact_since.map(|date| said!(words, WantContact, date)),
        lacks.curator.then(|| said!(words, WantCurator)),
        lacks.region_level.then(|| said!(words, WantTieOfRegion)),
        lacks.city_level.then(|| said!(words, WantTieOfCity)),
    ];
    wanted.into_iter().flatten().collect::<Vec<_>>().join(&format!(", {} ", said!(words, Or)))
}
