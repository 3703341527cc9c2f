//! The towns without a tie on the pages of scorecards.

use serde::Serialize;
use sistergraph::{
    formats::LARGE_TOWN,
    query::{ScorecardTowns, Side, TownTies, UntiedTownRow, UntiedTowns},
    said,
    table::{Block, Listing, Sheet},
    words::Words,
};

use crate::cli::again;

/// This many towns are listed in a terminal, and unfolded on a page.
const LISTED: usize = 12;

/// The towns of a side without a tie; `None` if the program has no gazetteer.
pub fn untied_towns(ties: Option<&TownTies<'_, '_>>, side: &Side) -> Option<ScorecardTowns> {
    let UntiedTowns { rows, towns, .. } = ties?.untied(side, LARGE_TOWN);
    Some(ScorecardTowns { at_least: LARGE_TOWN, towns, rows })
}

/// A town as the page shows it; JSON has all columns.
#[derive(Default, Serialize)]
struct TownLine<'c> {
    town: &'c str,
    region: &'c str,
    population: Option<u64>,
    reason: &'c str,
    nearest_tied_name: &'c str,
    nearest_km: Option<f64>,
}

impl<'c> TownLine<'c> {
    fn of(row: &'c UntiedTownRow) -> Self {
        Self {
            town: &row.town,
            region: &row.region,
            population: row.population,
            reason: &row.reason,
            nearest_tied_name: &row.nearest_tied_name,
            nearest_km: row.nearest_km,
        }
    }
}

/// Adds the section about these towns, unless every town has a tie. `to` is the value of `--to`.
pub fn push<'c>(
    page: &mut Vec<Block<'c>>,
    towns: Option<&'c ScorecardTowns>,
    area: &str,
    to: Option<&str>,
    words: Words,
) {
    let Some(ScorecardTowns { at_least, towns, rows }) = towns.filter(|towns| !towns.rows.is_empty()) else { return };
    let found = said!(words, UntiedTownsFound, rows = rows.len(), towns = *towns, population = *at_least);
    page.push(Block::Heading(said!(words, HeadUntiedTowns)));
    page.push(Block::Text(format!("{found}. {}", said!(words, TownsOfGeoNames))));
    let sheet = |number: usize| {
        let lines = Listing::new(number, move |at: usize| TownLine::of(&rows[at]));
        Sheet::of(lines).dispensable(&["reason"])
    };
    if rows.len() <= LISTED {
        page.push(Block::Sheet(sheet(rows.len())));
        return;
    }
    let to = to.map(|to| format!(" --to {}", again::quoted(to))).unwrap_or_default();
    let command = again::about_same_data(&format!("unconnected {area}{to} --level city --min-population {at_least}"));
    let more = said!(words, MoreTowns, more = rows.len() - LISTED, command);
    page.push(Block::Either {
        terminal: vec![Block::Sheet(sheet(LISTED)), Block::Text(more)],
        page: vec![Block::Folded { summary: found, sheet: sheet(rows.len()) }],
    });
}
