//! A data set as nodes and edges, for graph formats.
//!
//! A node is a place, or a region or country that is itself an end of a partnership. An edge is a partnership, so that
//! nothing in its row is lost: two partnerships between the same places give two edges.

use std::io;

use hashbrown::{HashMap, HashSet};

use super::{
    attributes::{Cells, Column, Kind},
    ends::Ends,
};
use crate::{
    formats::{
        cells::Cell,
        columns::{PARTNERSHIP, PLACE},
        write::{partnership_cells, place_cells, used_partnership_columns, used_place_columns},
    },
    geodesy::distance_km,
    model::{Dataset, Date, Level, Metadata, PartnershipKind, PartnershipRecord, PartnershipRow, PlaceRow, Position},
};

/// A computed number for each node, by id: a column that the data set doesn't have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The name of its column.
    pub name: String,
    /// Whether the values are whole numbers.
    pub is_whole: bool,
    /// The value of each node that has one.
    pub by_id: HashMap<String, f64>,
}

/// A data set to be written as a graph.
///
/// The ends of its partnerships are ids of places, or codes of regions and countries. Any other text becomes a node of
/// its own.
#[derive(Debug)]
pub struct Export<'d> {
    dataset: &'d Dataset,
    figures: Vec<Figure>,
    has_distances: bool,
    node_columns: Vec<Column>,
    edge_columns: Vec<Column>,
    /// The columns of [`PLACE`] and [`PARTNERSHIP`] that some row fills.
    of_places: Vec<usize>,
    of_partnerships: Vec<usize>,
    ends: Ends,
}

/// A node to write.
pub(super) struct Node<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    pub(super) position: Option<Position>,
    pub(super) cells: &'r Cells<'r>,
}

/// An edge to write.
pub(super) struct Edge<'r> {
    /// Its number, from 0, in the order of the rows.
    pub(super) number: u32,
    /// The numbers of the nodes at its ends.
    pub(super) nodes: [u32; 2],
    /// The ids of the nodes at its ends.
    pub(super) ends: [&'r str; 2],
    pub(super) positions: [Option<Position>; 2],
    pub(super) cells: &'r Cells<'r>,
    pub(super) since: Option<Date>,
    pub(super) until: Option<Date>,
}

impl Edge<'_> {
    pub(super) fn first_day(&self) -> Option<Date> {
        self.since.map(Date::first_day)
    }

    pub(super) fn last_day(&self) -> Option<Date> {
        self.until.map(Date::last_day)
    }
}

/// Longitude and latitude, rounded to 6 decimals, which is about 0.1 m.
pub(super) fn rounded(position: Position) -> [f64; 2] {
    [position.lon(), position.lat()].map(|degrees| (degrees * 1e6).round() / 1e6)
}

/// The indices of columns that are handled separately in every format.
const ID: usize = 0;
const NAME: usize = 1;
const CLAIMED_BY: usize = 7;

impl<'d> Export<'d> {
    /// Looks at every row to find the columns that are filled. Takes O(places + partnerships) time.
    pub fn new(dataset: &'d Dataset, figures: Vec<Figure>, has_distances: bool) -> Self {
        let of_places: Vec<usize> =
            used_place_columns(dataset).into_iter().filter(|at| ![ID, NAME].contains(at)).collect();
        let mut of_partnerships: Vec<usize> = used_partnership_columns(dataset).split_off(2);
        // Without this column, a reader can't tell a claim of both sides from a claim of the first.
        if !of_partnerships.contains(&CLAIMED_BY) {
            of_partnerships.push(CLAIMED_BY);
            of_partnerships.sort_unstable();
        }
        let ends = Ends::of(dataset);
        let kind_of = |column: &str| match column {
            "lat" | "lon" => Kind::Real,
            "population" => Kind::Whole,
            "is_region" => Kind::Truth,
            _ => Kind::Text,
        };
        let mut node_columns = vec![Column::new("level", Kind::Text)];
        node_columns.extend(of_places.iter().map(|&at| Column::new(PLACE[at], kind_of(PLACE[at]))));
        if !ends.others.is_empty() && !node_columns.iter().any(|column| column.name == "country") {
            node_columns.push(Column::new("country", Kind::Text));
        }
        node_columns.extend(
            figures
                .iter()
                .map(|figure| Column::new(&figure.name, if figure.is_whole { Kind::Whole } else { Kind::Real })),
        );
        let mut edge_columns: Vec<Column> =
            of_partnerships.iter().map(|&at| Column::new(PARTNERSHIP[at], Kind::Text)).collect();
        edge_columns.extend(has_distances.then(|| Column::new("distance_km", Kind::Real)));
        Self { dataset, figures, has_distances, node_columns, edge_columns, of_places, of_partnerships, ends }
    }

    #[cfg(feature = "parquet")]
    pub(super) fn dataset(&self) -> &'d Dataset {
        self.dataset
    }

    pub(super) fn metadata(&self) -> &'d Metadata {
        self.dataset.metadata()
    }

    pub(super) fn node_columns(&self) -> &[Column] {
        &self.node_columns
    }

    pub(super) fn edge_columns(&self) -> &[Column] {
        &self.edge_columns
    }

    pub(super) fn node_count(&self) -> usize {
        self.dataset.places().len() + self.ends.others.len()
    }

    /// Whether any partnership has a beginning or an end.
    pub(super) fn has_dates(&self) -> bool {
        self.edge_columns.iter().any(|column| column.name == "since" || column.name == "until")
    }

    /// Calls `each` for every node: the places in the order of the data set, then the other ends in order of
    /// appearance.
    pub(super) fn each_node(&self, mut each: impl FnMut(Node<'_>) -> io::Result<()>) -> io::Result<()> {
        (0..self.node_count()).try_for_each(|number| self.node(number, &mut each))
    }

    /// Calls `each` for the node with a number, in the order of [`Export::each_node`].
    pub(super) fn node<T>(&self, number: usize, each: impl FnOnce(Node<'_>) -> T) -> T {
        let mut cells = Cells::default();
        let (id, name, position) = match number.checked_sub(self.dataset.places().len()) {
            None => {
                let place = self.dataset.place(PlaceRow(number as u32));
                let (id, name, position) = (place.id, place.name, place.position);
                cells.push(0, Level::City.name().into(), Kind::Text);
                let mut all = place_cells(place).map(Some);
                for (column, &at) in (1..).zip(&self.of_places) {
                    let kind = self.node_columns[column].kind;
                    all[at].take().into_iter().for_each(|cell| cells.push(column, cell, kind));
                }
                (id, name, position)
            }
            Some(other) => {
                let other = &self.ends.others[other];
                cells.push(0, Cell::word(other.level.map(Level::name)), Kind::Text);
                let country_at = self.node_columns.iter().position(|column| column.name == "country");
                if let (Some(column), Some(country)) = (country_at, other.country) {
                    cells.push(column, country.into(), Kind::Text);
                }
                (other.id.as_str(), other.name.as_str(), None)
            }
        };
        let first_figure = self.node_columns.len() - self.figures.len();
        for (column, figure) in (first_figure..).zip(&self.figures) {
            let Some(&value) = figure.by_id.get(id) else { continue };
            let whole = figure.is_whole.then_some(Kind::Whole);
            cells.push(column, Cell::Number(value), whole.unwrap_or(Kind::Real));
        }
        each(Node { id, name, position, cells: &cells })
    }

    /// The kinds of the partnerships, in the order of the vocabulary.
    pub(super) fn kinds(&self) -> Vec<PartnershipKind> {
        let found: HashSet<PartnershipKind> = self.dataset.partnerships().map(|row| row.kind).collect();
        PartnershipKind::ALL.iter().copied().filter(|kind| found.contains(kind)).collect()
    }

    /// Calls `each` for every edge, in the order of the partnerships.
    pub(super) fn each_edge(&self, each: impl FnMut(Edge<'_>) -> io::Result<()>) -> io::Result<()> {
        self.each_edge_of(PartnershipKind::ALL, each)
    }

    /// Calls `each` for the edges of some kinds.
    pub(super) fn each_edge_of(
        &self,
        kinds: &[PartnershipKind],
        mut each: impl FnMut(Edge<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        for number in self.dataset.partnership_rows() {
            let row = self.dataset.partnership(PartnershipRow(number));
            if !kinds.contains(&row.kind) {
                continue;
            }
            let (ends, since, until) = ([row.a, row.b], row.since, row.until);
            let nodes = self.nodes_of(PartnershipRow(number));
            let positions = nodes.map(|node| self.position(node));
            let claimed_by = row.claimed_by.name();
            let cells = self.edge_cells(row, claimed_by, positions);
            each(Edge { number, nodes, ends, positions, cells: &cells, since, until })?;
        }
        Ok(())
    }

    /// The numbers of the two nodes of a partnership.
    pub(super) fn nodes_of(&self, row: PartnershipRow) -> [u32; 2] {
        self.ends.of_partnership(self.dataset, row)
    }

    /// The name of a node, or its id if it has none.
    pub(super) fn label(&self, node: u32) -> &str {
        let (name, id) = match (node as usize).checked_sub(self.dataset.places().len()) {
            None => {
                let id = self.dataset.place_id(PlaceRow(node));
                (self.dataset.place_name(PlaceRow(node)), self.dataset.text(id))
            }
            Some(other) => (&*self.ends.others[other].name, &*self.ends.others[other].id),
        };
        if name.is_empty() { id } else { name }
    }

    /// The position of a node.
    pub(super) fn position(&self, node: u32) -> Option<Position> {
        ((node as usize) < self.dataset.places().len()).then(|| self.dataset.position_of_place(PlaceRow(node)))?
    }

    /// The cells of a partnership between two positions, including who claims it, in words.
    pub(super) fn edge_cells<'r>(
        &self,
        row: PartnershipRecord<'r>,
        claimed_by: &'static str,
        positions: [Option<Position>; 2],
    ) -> Cells<'r> {
        let (mut cells, mut all) = (Cells::default(), partnership_cells(row).map(Some));
        all[CLAIMED_BY] = Some(claimed_by.into());
        for (column, &at) in (0..).zip(&self.of_partnerships) {
            all[at].take().into_iter().for_each(|cell| cells.push(column, cell, Kind::Text));
        }
        if let (true, [Some(a), Some(b)]) = (self.has_distances, positions) {
            cells.push(self.of_partnerships.len(), rounded_km(a, b).into(), Kind::Real);
        }
        cells
    }
}

/// The distance between two positions in kilometres, rounded to 100 m, which is about the accuracy of the positions of
/// places.
pub(in crate::formats) fn rounded_km(a: Position, b: Position) -> f64 {
    (distance_km(a, b) * 10.0).round() / 10.0
}
