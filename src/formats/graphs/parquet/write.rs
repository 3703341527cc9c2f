//! The vertices and edges of a data set, as rows.

use std::io;

use rayon::slice::ParallelSliceMut;
use serde_json::{Map, json};

use super::{
    CLAIMS, EDGES, ENDS, ID, KEY, MANIFEST, VERTICES,
    row_group::{self, Kind, Rows, Table, Value},
};
use crate::{
    formats::{
        DatasetFile,
        cells::Cell,
        graphs::{
            attributes::{self, Column},
            export::Export,
        },
        package,
        write::{write_beside, write_head},
    },
    model::{Claim, Date, PartnershipRow, Position},
};

/// The Parquet files of a data set.
#[derive(Debug)]
pub struct ParquetFiles<'e> {
    export: &'e Export<'e>,
    ties: Vec<Tie>,
    partnerships: usize,
}

/// A tie: the numbers of its ends, and the partnership that represents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tie {
    src: u32,
    dst: u32,
    /// The partnership with the smallest rank represents the tie: one in force before one that isn't, then the firmer
    /// kind, then the earlier row.
    rank: u8,
    row: u32,
    /// Whether the row names `dst` first.
    is_turned: bool,
    /// The number of partnerships of the tie.
    partnerships: u32,
}

/// Partnerships in the order of ties are scattered in memory, so this many are prefetched at once.
const FETCHED: usize = 1 << 7;

/// Added to the rank of a partnership that isn't in force.
const NOT_IN_FORCE: u8 = 1 << 7;

impl<'e> ParquetFiles<'e> {
    /// Groups the partnerships into ties. Takes O(places + partnerships log partnerships) time.
    pub fn new(export: &'e Export<'e>) -> Self {
        let dataset = export.dataset();
        let tie = |row: u32| {
            let [a, b] = export.nodes_of(PartnershipRow(row));
            let (kind, standing) = dataset.kind_and_standing(PartnershipRow(row));
            let rank = kind as u8 | if standing.status().in_force() { 0 } else { NOT_IN_FORCE };
            Tie { src: a.min(b), dst: a.max(b), rank, row, is_turned: a > b, partnerships: 1 }
        };
        let mut ties: Vec<Tie> = dataset.partnership_rows().map(tie).filter(|tie| tie.src != tie.dst).collect();
        let partnerships = ties.len();
        ties.par_sort_unstable();
        ties.dedup_by(|next, first| {
            let is_same = (next.src, next.dst) == (first.src, first.dst);
            first.partnerships += u32::from(is_same);
            is_same
        });
        Self { export, ties, partnerships }
    }

    /// The number of edges.
    pub fn edges(&self) -> usize {
        self.ties.len()
    }

    /// The number of partnerships that aren't written because another one represents their tie.
    pub fn merged(&self) -> usize {
        self.partnerships - self.ties.len()
    }

    /// The files, in a fixed order.
    pub fn files(&self) -> Vec<DatasetFile<'_>> {
        vec![
            DatasetFile::new(VERTICES, |out| self.vertices().write(out)),
            DatasetFile::new(EDGES, |out| self.edge_table().write(out)),
            DatasetFile::new(MANIFEST, |out| self.write_manifest(out)),
        ]
    }

    fn vertices(&self) -> Table<'_> {
        let columns = self.export.node_columns();
        let has_points = columns.iter().any(|column| column.name == "lat");
        let mut all = vec![whole(ID, Kind::Whole), whole(KEY, Kind::Text), optional("name", Kind::Text)];
        all.extend(columns.iter().map(of_export));
        all.extend(has_points.then(|| optional("geometry", Kind::Bytes)));
        let point = all.len() - 1;
        let fill = move |at: usize, rows: &mut Rows| {
            self.export.node(at, |node| {
                rows.set(0, Value::Whole(at as i64));
                rows.set(1, Value::Text(node.id.as_bytes()));
                if !node.name.is_empty() {
                    rows.set(2, Value::Text(node.name.as_bytes()));
                }
                set_cells(rows, 3, columns, node.cells.iter());
                if let Some(position) = node.position.filter(|_| has_points) {
                    rows.set(point, Value::Text(&well_known_binary(position)));
                }
            });
        };
        // Without `crs`, positions are longitudes and latitudes of WGS 84, in this order.
        let geo = json!({
            "version": "1.1.0", "primary_column": "geometry",
            "columns": { "geometry": { "encoding": "WKB", "geometry_types": ["Point"] } },
        });
        let says = has_points.then(|| ("geo".to_owned(), geo.to_string())).into_iter().collect();
        Table { columns: all, sorted_by: 1, says, rows: self.export.node_count(), fill: Box::new(fill) }
    }

    fn edge_table(&self) -> Table<'_> {
        let (dataset, columns) = (self.export.dataset(), self.export.edge_columns());
        let mut all: Vec<row_group::Column> = ENDS.iter().map(|end| whole(end, Kind::Whole)).collect();
        all.extend(columns.iter().map(of_export));
        let has = |name: &str| columns.iter().any(|column| column.name == name);
        let dates: Vec<&str> = ["since", "until"].into_iter().filter(|date| has(date)).collect();
        let first_date = all.len();
        all.extend(dates.iter().map(|date| optional(&format!("{date}_date"), Kind::Day)));
        let in_force = all.len();
        all.extend([whole("in_force", Kind::Truth), whole("partnerships", Kind::Whole)]);
        let has_distances = has("distance_km");
        let fill = move |at: usize, rows: &mut Rows| {
            let tie = self.ties[at];
            if at.is_multiple_of(FETCHED) {
                let following = self.ties[at..].iter().take(FETCHED);
                dataset.fetch_terms(following.map(|tie| PartnershipRow(tie.row)));
            }
            let row = dataset.partnership_at(PartnershipRow(tie.row)).record_without_ends();
            let claim = match (row.claimed_by, tie.is_turned) {
                (Claim::A, true) => Claim::B,
                (Claim::B, true) => Claim::A,
                (claim, _) => claim,
            };
            let ends = [tie.src, tie.dst];
            ends.iter().enumerate().for_each(|(at, &end)| rows.set(at, Value::Whole(end.into())));
            let days = dates.iter().map(|date| match *date {
                "since" => row.since.map(Date::first_day),
                _ => row.until.map(Date::last_day),
            });
            for (at, day) in (first_date..).zip(days) {
                day.into_iter().for_each(|day| rows.set(at, Value::Day(day.days_since_1970())));
            }
            rows.set(in_force, Value::Truth(tie.rank < NOT_IN_FORCE));
            rows.set(in_force + 1, Value::Whole(tie.partnerships.into()));
            let positions = if has_distances { ends.map(|end| self.export.position(end)) } else { [None; 2] };
            let cells = self.export.edge_cells(row, CLAIMS[claim as usize], positions);
            set_cells(rows, ENDS.len(), columns, cells.iter());
        };
        Table { columns: all, sorted_by: 2, says: Vec::new(), rows: self.ties.len(), fill: Box::new(fill) }
    }

    fn write_manifest(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut members = Map::new();
        package::write_into(&mut members, self.export.metadata());
        let in_force = self.ties.iter().filter(|tie| tie.rank < NOT_IN_FORCE).count();
        let files = json!({
            "vertices": { "path": VERTICES, "rows": self.export.node_count() },
            "edges": { "path": EDGES, "rows": self.ties.len(), "in_force": in_force, "partnerships": self.partnerships },
        });
        members.extend(files.as_object().cloned().unwrap_or_default());
        write_head(&members, out)?;
        write_beside(self.export.dataset(), "", out)
    }
}

fn whole(name: &str, kind: Kind) -> row_group::Column {
    row_group::Column { name: name.to_owned(), kind, is_whole: true }
}

fn optional(name: &str, kind: Kind) -> row_group::Column {
    row_group::Column { is_whole: false, ..whole(name, kind) }
}

fn of_export(column: &Column) -> row_group::Column {
    let kind = match column.kind {
        attributes::Kind::Text => Kind::Text,
        attributes::Kind::Whole => Kind::Whole,
        attributes::Kind::Real => Kind::Real,
        attributes::Kind::Truth => Kind::Truth,
    };
    optional(&column.name, kind)
}

/// Sets the cells of a node or edge, whose columns begin at `first`.
fn set_cells<'c>(
    rows: &mut Rows,
    first: usize,
    columns: &[Column],
    cells: impl Iterator<Item = (usize, &'c Cell<'c>)>,
) {
    let mut room = String::new();
    for (at, cell) in cells {
        let value = match (columns[at].kind, cell) {
            (attributes::Kind::Whole, Cell::Count(count)) => Value::Whole(i64::try_from(*count).unwrap_or(i64::MAX)),
            (attributes::Kind::Whole, Cell::Number(number)) => Value::Whole(*number as i64),
            (attributes::Kind::Real, Cell::Number(number)) => Value::Real(*number),
            (attributes::Kind::Truth, _) => Value::Truth(true),
            (_, cell) => Value::Text(cell.text(&mut room).as_bytes()),
        };
        rows.set(first + at, value);
    }
}

/// A point in well-known binary, the format of GeoParquet: little-endian, type 1, longitude first.
fn well_known_binary(position: Position) -> [u8; 21] {
    let mut bytes = [0; 21];
    bytes[..5].copy_from_slice(&[1, 1, 0, 0, 0]);
    bytes[5..13].copy_from_slice(&position.lon().to_le_bytes());
    bytes[13..].copy_from_slice(&position.lat().to_le_bytes());
    bytes
}
