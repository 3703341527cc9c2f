//! The nodes and edges of a graph file as two tables.

use std::rc::Rc;

use hashbrown::HashSet;

use crate::{
    formats::{
        Reading, Told,
        error::Error,
        named_cells::NamedCells,
        note::Note,
        two_tables::{self, EndsBy},
    },
    model::{CountryCode, Level, Metadata, RegionCode, RegionRecord},
    register::Register,
};

/// The columns of the ends of an edge.
const ENDS: [&str; 2] = ["a", "b"];

/// The number of undeclared ends that a note names.
const NAMED: usize = 3;

/// Nodes and edges with their cells, each with the name of its column. If a name occurs twice, the first cell counts.
pub(super) struct Tables {
    register: Register,
    nodes: NamedCells,
    edges: NamedCells,
    /// The ids of all nodes, including regions and countries.
    ids: HashSet<String>,
    ends: Vec<[String; 2]>,
    /// The nodes that are regions, by their codes.
    regions: Vec<RegionRecord>,
    /// The file's metadata.
    pub(super) metadata: Option<Metadata>,
    /// What was skipped, with the number of times, in order of appearance.
    passed_over: Vec<(&'static str, usize)>,
}

/// A cell with the name of its column, which all cells of the column share.
pub(super) type NamedCell = (Rc<str>, String);

/// Removes the first cell of a column, in any case, from a row and returns it.
pub(super) fn take(cells: &mut Vec<NamedCell>, column: &str) -> Option<String> {
    let at = cells.iter().position(|(name, _)| name.eq_ignore_ascii_case(column))?;
    Some(cells.remove(at).1)
}

impl Default for Tables {
    fn default() -> Self {
        Self {
            register: Register::built_in(),
            nodes: NamedCells::default(),
            edges: NamedCells::default(),
            ids: HashSet::new(),
            ends: Vec::new(),
            regions: Vec::new(),
            metadata: None,
            passed_over: Vec::new(),
        }
    }
}

impl Tables {
    /// Adds a node. A node whose level is region or country isn't a place of the data: its id is a code. A node without
    /// a level and a name stands for a region or country if its id is a code of the register.
    pub(super) fn node(&mut self, id: String, name: Option<String>, cells: Vec<NamedCell>) {
        let said = |column: &str| cells.iter().find(|(name, _)| **name == *column).map(|(_, cell)| cell.as_str());
        let is_level = |level: Level| said("level") == Some(level.name());
        let is_bare = said("level").is_none() && name.as_ref().is_none_or(|name| *name == id);
        if let Some(code) = is_level(Level::Region).then(|| RegionCode::new(id.clone()).ok()).flatten() {
            let country = said("country").and_then(CountryCode::new);
            let name = name.unwrap_or_default();
            self.regions.push(RegionRecord { country, name, ..RegionRecord::new(code) });
        } else if (is_level(Level::Country) && CountryCode::new(&id).is_some()) || (is_bare && self.is_code(&id)) {
            // Such a node is only the end of ties, by its code.
        } else {
            self.nodes.begin();
            self.nodes.cell("id", id.clone());
            name.into_iter().for_each(|name| self.nodes.cell("name", name));
            let cells = cells.into_iter().filter(|(column, _)| **column != *"level");
            cells.for_each(|(column, cell)| self.nodes.cell(&column, cell));
        }
        self.ids.insert(id);
    }

    /// Counts something of the file that isn't used; `what` is a plural noun.
    pub(super) fn pass_over(&mut self, what: &'static str) {
        match self.passed_over.iter_mut().find(|(known, _)| *known == what) {
            Some((_, times)) => *times += 1,
            None => self.passed_over.push((what, 1)),
        }
    }

    /// Whether the register has a region or country with this code.
    fn is_code(&self, text: &str) -> bool {
        let is_country = |code| self.register.country(code).is_some();
        CountryCode::new(text).is_some_and(is_country) || self.register.find_region(text).is_some()
    }

    /// Adds an edge between the ids of two nodes.
    pub(super) fn edge(&mut self, ends: [String; 2], cells: Vec<NamedCell>) {
        self.edges.begin();
        ENDS.iter().zip(&ends).for_each(|(column, end)| self.edges.cell(column, end.clone()));
        cells.into_iter().for_each(|(column, cell)| self.edges.cell(&column, cell));
        self.ends.push(ends);
    }

    /// Reads the tables as the data set of a file of `bytes` bytes. An end that no node declares becomes a place with
    /// that id.
    ///
    /// # Errors
    /// Returns [`Error::GraphShape`] if there is no node, and the errors of [`two_tables::read`].
    pub(super) fn read(mut self, file: &str, bytes: usize, told: &Told) -> Result<Reading, Error> {
        let ends = self.ends.iter().flatten().filter(|end| !end.is_empty());
        let unknown: Vec<String> = ends.filter(|end| !self.ids.contains(*end) && !self.is_code(end)).cloned().collect();
        let undeclared: Vec<String> = unknown.into_iter().filter(|end| self.ids.insert(end.clone())).collect();
        for id in &undeclared {
            self.nodes.begin();
            self.nodes.cell("id", id.clone());
        }
        if self.ids.is_empty() {
            return Err(Error::GraphShape { path: file.to_owned(), what: "it has no node".to_owned() });
        }
        let mut notes: Vec<String> =
            self.passed_over.iter().map(|(what, times)| format!("{what}, not used: {times}")).collect();
        if !undeclared.is_empty() {
            let named: Vec<String> = undeclared.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
            let more = if undeclared.len() > NAMED { ", .." } else { "" };
            let (number, named) = (undeclared.len(), named.join(", "));
            notes.push(format!(
                "ends of edges that are declared as no node, taken for places: {number} ({named}{more})"
            ));
        }
        // A data set of our own states the region of each place itself.
        let columns = ["country", "region"];
        let states_regions = columns.iter().all(|column| self.nodes.header().iter().any(|name| name == column));
        let nodes = if self.nodes.len() == 0 { NamedCells::of_columns(&["id"]) } else { self.nodes };
        let edges = if self.edges.len() == 0 { NamedCells::of_columns(&ENDS) } else { self.edges };
        let nodes = nodes.into_grid(&format!("{file}, nodes"), bytes)?;
        let edges = edges.into_grid(&format!("{file}, edges"), bytes)?;
        let mut reading = two_tables::read(file, &nodes.records()?, edges.records()?, told, EndsBy::Names)?;
        if states_regions {
            reading.dataset.set_locates_regions(false);
        }
        // A region that the register already has isn't the file's own.
        let own = self.regions.into_iter().filter(|region| self.register.find_region(&region.code).is_none());
        own.for_each(|region| reading.dataset.push_region(region, 0));
        if let Some(metadata) = self.metadata {
            reading.dataset.set_metadata(metadata);
        }
        let note = |what| Note::Taken { file: file.to_owned(), what };
        reading.notes.extend(notes.into_iter().map(note));
        Ok(reading)
    }
}
