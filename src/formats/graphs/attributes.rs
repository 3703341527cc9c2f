//! Attributes of nodes and edges: their columns, and the cells that a node or edge fills.

use std::io;

use crate::formats::cells::Cell;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Whole,
    Real,
    Truth,
}

impl Kind {
    /// The name of the type in GEXF and GraphML.
    pub(super) fn in_xml(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Whole => "long",
            Self::Real => "double",
            Self::Truth => "boolean",
        }
    }
}

/// A column of nodes or edges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

impl Column {
    pub(super) fn new(name: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), kind }
    }
}

/// The filled cells of a node or edge, each with the number of its column.
#[derive(Default)]
pub(super) struct Cells<'r>(Vec<(usize, Cell<'r>, Kind)>);

impl<'r> Cells<'r> {
    pub(super) fn push(&mut self, column: usize, cell: Cell<'r>, kind: Kind) {
        if !cell.is_blank() {
            self.0.push((column, cell, kind));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each cell with the number of its column, in the order of the columns.
    #[cfg(feature = "parquet")]
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Cell<'r>)> {
        self.0.iter().map(|(column, cell, _)| (*column, cell))
    }

    /// Calls `each` for each cell as a text; a truth value is `true`.
    pub(super) fn each(&self, mut each: impl FnMut(usize, &str) -> io::Result<()>) -> io::Result<()> {
        let mut room = String::new();
        self.0.iter().try_for_each(|(column, cell, kind)| match kind {
            Kind::Truth => each(*column, "true"),
            _ => each(*column, cell.text(&mut room)),
        })
    }

    /// Writes each cell as a member of a JSON object that already has a member.
    pub(super) fn write_json(&self, columns: &[Column], out: &mut dyn io::Write) -> io::Result<()> {
        let mut room = String::new();
        for (column, cell, kind) in &self.0 {
            out.write_all(b",")?;
            serde_json::to_writer(&mut *out, &columns[*column].name)?;
            out.write_all(b":")?;
            match kind {
                Kind::Truth => out.write_all(b"true")?,
                _ => cell.write_json(&mut room, &mut &mut *out)?,
            }
        }
        Ok(())
    }
}
