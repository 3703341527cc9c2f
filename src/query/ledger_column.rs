use std::{collections::HashMap, rc::Rc};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

use super::{RegionLedger, Side, latest_indicator, region_ledgers, side};
use crate::{
    graph::{Network, TieGraph},
    register::RegionId,
};

/// A further column of a region's row, out of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerColumn {
    /// Partnerships of kind `agreement` with at least one end in the region.
    Agreements,
    /// Contacts, and the date of the latest: see [`RegionLedger`].
    Contacts,
    /// The officials, or offices, in office.
    Curator,
    /// The latest figure of that name of the region itself, its unit and its year; regions may differ in both. Where its
    /// source names the region without an amount, there is no figure, and the unit says so.
    Indicator(String),
}

/// A column that the ledger doesn't have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger has no column `{found}`")]
pub struct UnknownLedgerColumn {
    /// The column asked for.
    pub found: String,
    /// What there is.
    pub expected: Vec<String>,
}

impl LedgerColumn {
    /// The column of that name: `agreements`, `contacts`, `curator` or the name of an indicator.
    ///
    /// # Errors
    /// [`UnknownLedgerColumn`] with every name there is.
    pub fn find(network: &Network, name: &str) -> Result<Self, UnknownLedgerColumn> {
        match name {
            "agreements" => Ok(Self::Agreements),
            "contacts" => Ok(Self::Contacts),
            "curator" => Ok(Self::Curator),
            name if network.indicators().any(|indicator| indicator.record.name == name) => {
                Ok(Self::Indicator(name.to_owned()))
            }
            name => {
                let mut names: Vec<String> =
                    network.indicators().map(|indicator| indicator.record.name.clone()).collect();
                names.sort_unstable();
                names.dedup();
                let expected = ["agreements", "contacts", "curator"].map(str::to_owned).into_iter().chain(names);
                Err(UnknownLedgerColumn { found: name.to_owned(), expected: expected.collect() })
            }
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::Agreements => vec!["agreements".to_owned()],
            Self::Contacts => vec!["contacts".to_owned(), "last_contact".to_owned()],
            Self::Curator => vec!["curator".to_owned()],
            Self::Indicator(name) => vec![name.clone(), format!("{name}_unit"), format!("{name}_year")],
        }
    }

    fn cells(&self, graph: &TieGraph<'_>, region: RegionId, ledger: &RegionLedger<'_>) -> Vec<Value> {
        match self {
            Self::Agreements => vec![ledger.agreements.into()],
            Self::Contacts => {
                let last = ledger.last_contact().map_or(Value::Null, |date| date.to_string().into());
                vec![ledger.contacts.len().into(), last]
            }
            Self::Curator => {
                let names: Vec<&str> = ledger
                    .curators
                    .iter()
                    .map(|curator| curator.record)
                    .map(|row| row.official.as_deref().or(row.office.as_deref()).unwrap_or("not named"))
                    .collect();
                vec![if names.is_empty() { Value::Null } else { names.join("; ").into() }]
            }
            Self::Indicator(name) => {
                let latest = latest_indicator(graph.network(), region, name, graph.as_of());
                let Some(record) = latest.map(|latest| latest.record) else { return vec![Value::Null; 3] };
                let unit = if record.value.is_some() { record.unit.as_deref() } else { Some("named, no amount") };
                let year = record.year.map(|year| year.to_string());
                vec![record.value.map_or(Value::Null, number), unit.into(), year.into()]
            }
        }
    }
}

/// A figure; a whole one as it is written, without a point.
fn number(value: f64) -> Value {
    let is_whole = value.fract() == 0.0 && value.abs() < 2f64.powi(53);
    if is_whole { Value::from(value as i64) } else { Value::from(value) }
}

/// A region's row with further cells after its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WithLedger<R> {
    /// The row.
    pub row: R,
    /// Names of the further columns with their cells.
    pub cells: Vec<(String, Value)>,
}

impl<R: Serialize + Default> WithLedger<R> {
    /// The names of the columns as they are written: those of the row, then the further ones.
    pub fn columns(further: &[LedgerColumn]) -> Vec<String> {
        let own = fields(&R::default()).into_iter().map(|(name, _)| name);
        own.chain(further.iter().flat_map(LedgerColumn::names)).collect()
    }
}

impl<R: Serialize> Serialize for WithLedger<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let own = fields(&self.row);
        let mut map = serializer.serialize_map(Some(own.len() + self.cells.len()))?;
        for (name, cell) in own.iter().chain(self.cells.iter().map(|(name, cell)| (name, cell))) {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

fn fields(row: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The rows with the cells of `columns`; `code` says which region of the register a row is about.
pub fn with_ledger<R>(
    graph: &TieGraph<'_>,
    sides: &[Side],
    rows: Vec<R>,
    code: impl Fn(&R) -> &str,
    columns: &[LedgerColumn],
) -> Vec<WithLedger<R>> {
    if columns.is_empty() {
        return rows.into_iter().map(|row| WithLedger { row, cells: Vec::new() }).collect();
    }
    let register = graph.network().register();
    let mut of_region: HashMap<RegionId, Rc<HashMap<RegionId, RegionLedger<'_>>>> = HashMap::new();
    for (side, ledgers) in sides.iter().zip(side::shared(sides, |side| region_ledgers(graph, side))) {
        for region in side.regions(graph.network()) {
            of_region.entry(region).or_insert_with(|| Rc::clone(&ledgers));
        }
    }
    let none = RegionLedger::default();
    let with = |row: R| {
        let cells = register.find_region(code(&row)).into_iter().flat_map(|region| {
            let ledger = of_region.get(&region).and_then(|ledgers| ledgers.get(&region)).unwrap_or(&none);
            columns.iter().flat_map(move |column| column.names().into_iter().zip(column.cells(graph, region, ledger)))
        });
        WithLedger { cells: cells.collect(), row }
    };
    rows.into_iter().map(with).collect()
}
