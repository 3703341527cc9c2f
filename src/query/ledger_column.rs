use std::{collections::HashMap, rc::Rc};

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{RegionLedger, RegionLedgers, Side};
use crate::{
    graph::{Network, TieGraph},
    register::RegionId,
    table::{Columns, Heading},
};

/// An extra column in a region's row, taken from the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerColumn {
    /// Partnerships of kind `agreement` with at least one end in the region.
    Agreements,
    /// Contacts, and the date of the latest: see [`RegionLedger`].
    Contacts,
    /// The officials, or offices, in office.
    Curator,
    /// The latest figure of the region itself with that name, its unit and its year. Regions may have different units
    /// and years. If the source names the region without an amount, there is no figure, and the unit says so.
    Indicator(String),
}

/// The ledger doesn't have a column with this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger has no column `{found}`")]
pub struct UnknownLedgerColumn {
    /// The column asked for.
    pub found: String,
    /// The names that exist.
    pub expected: Vec<String>,
}

impl LedgerColumn {
    /// The column with a name: `agreements`, `contacts`, `curator` or the name of an indicator.
    ///
    /// # Errors
    /// Returns [`UnknownLedgerColumn`] with every name that exists.
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

    /// The headings of its cells. The name of an indicator becomes a heading, with `_indicator` appended if another
    /// column has the name already.
    fn headings(&self) -> Vec<Heading<'_>> {
        match self {
            Self::Agreements => vec![Heading::Fixed("agreements")],
            Self::Contacts => vec![Heading::Fixed("contacts"), Heading::Fixed("last_contact")],
            Self::Curator => vec![Heading::Fixed("curator")],
            Self::Indicator(name) => vec![Heading::OfData { name, endings: &["_unit", "_year"], space: "indicator" }],
        }
    }

    fn cells(&self, ledgers: &RegionLedgers<'_>, region: Option<RegionId>, ledger: &RegionLedger<'_>) -> Vec<Value> {
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
                let latest = region.and_then(|region| ledgers.latest_indicator(region, name));
                let Some(record) = latest.map(|latest| latest.record) else { return vec![Value::Null; 3] };
                let unit = if record.value.is_some() { record.unit.as_deref() } else { Some("named, no amount") };
                let year = record.year.map(|year| year.to_string());
                vec![record.value.map_or(Value::Null, number), unit.into(), year.into()]
            }
        }
    }
}

/// A figure; a whole number is written without a point.
fn number(value: f64) -> Value {
    let is_whole = value.fract() == 0.0 && value.abs() < 2f64.powi(53);
    if is_whole { Value::from(value as i64) } else { Value::from(value) }
}

/// A region's row, followed by extra cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WithLedger<R> {
    /// The row.
    #[serde(flatten)]
    pub row: R,
    /// The extra cells.
    #[serde(flatten)]
    pub further: Further,
}

/// Named cells from the ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Further {
    columns: Rc<[String]>,
    cells: Vec<Value>,
}

impl<R: Serialize + Default> WithLedger<R> {
    /// The columns: those of the row, then the extra ones. All names differ: see [`Columns::new`].
    pub fn columns(further: &[LedgerColumn]) -> Columns {
        let own = Columns::of::<R>();
        let own = own.names().iter().map(|name| Heading::Fixed(name));
        Columns::new(&own.chain(further.iter().flat_map(LedgerColumn::headings)).collect::<Vec<_>>())
    }
}

impl Serialize for Further {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().zip(&self.cells))
    }
}

/// The rows with the cells of `columns`; `code` gives the code of the region that a row is about. O(rows x columns +
/// partnerships + rows of the ledger).
pub fn with_ledger<R: Serialize + Default>(
    graph: &TieGraph<'_>,
    sides: &[Side],
    rows: Vec<R>,
    code: impl Fn(&R) -> &str,
    columns: &[LedgerColumn],
) -> Vec<WithLedger<R>> {
    if columns.is_empty() {
        return rows.into_iter().map(|row| WithLedger { row, further: Further::default() }).collect();
    }
    let register = graph.network().register();
    let ledgers = RegionLedgers::new(graph);
    // If two sides have the same region, the first side counts.
    let mut of_region: HashMap<RegionId, RegionLedger<'_>> = HashMap::new();
    for side in sides {
        let far = side.far_ends(graph.network());
        for region in side.regions(graph.network()) {
            of_region.entry(region).or_insert_with(|| ledgers.of(region, far.as_ref()));
        }
    }
    let none = RegionLedger::default();
    let own = Columns::of::<R>().names().len();
    let names: Rc<[String]> = WithLedger::<R>::columns(columns).names()[own..].into();
    let with = |row: R| {
        let region = register.find_region(code(&row));
        let ledger = region.and_then(|region| of_region.get(&region)).unwrap_or(&none);
        let cells = columns.iter().flat_map(|column| column.cells(&ledgers, region, ledger)).collect();
        WithLedger { row, further: Further { columns: Rc::clone(&names), cells } }
    };
    rows.into_iter().map(with).collect()
}
