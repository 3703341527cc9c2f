//! Writes who looks after regions, and what is done, from the ledger of the data set.

use super::{columns::Columns, data::Areas};
use crate::{
    graph::TieGraph,
    legible::spell_out,
    map::BaseMap,
    query::{CuratorRow, curators},
};

/// Writes the coloured regions that occur in the ledger: each by its number, with curator, office, agreements and
/// contacts, as [`curators`] counts them on the date of the graph.
pub(super) fn write_ledger(columns: &mut Columns, graph: &TieGraph<'_>, areas: &Areas, base: &BaseMap) {
    let is_told =
        |row: &CuratorRow| row.official.is_some() || row.office.is_some() || row.agreements + row.contacts > 0;
    let register = graph.network().register();
    let number = |code: &str| Some(areas.region(register.find_region(code))).filter(|&number| number > 0);
    let rows = curators(graph, &base.sides).into_iter().filter(is_told);
    let rows: Vec<(u64, CuratorRow)> = rows.filter_map(|row| Some((number(&row.region)?, row))).collect();
    columns.numbers(rows.iter().map(|(number, _)| *number));
    for text in [|row: &CuratorRow| row.official.clone(), |row: &CuratorRow| row.office.clone()] {
        let texts: Vec<String> =
            rows.iter().map(|(_, row)| spell_out(&text(row).unwrap_or_default()).into_owned()).collect();
        columns.texts(texts.iter().map(String::as_str));
    }
    columns.numbers(rows.iter().map(|(_, row)| row.agreements as u64));
    columns.numbers(rows.iter().map(|(_, row)| row.contacts as u64));
}
