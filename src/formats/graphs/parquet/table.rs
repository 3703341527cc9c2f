//! Reads the rows of a Parquet file as cells, some thousand at a time.

use std::{fs::File, path::Path, sync::Arc};

use parquet::{
    basic::{Repetition, Type as Physical},
    column::reader::{ColumnReader, get_column_reader},
    data_type::ByteArray,
    errors::ParquetError,
    file::{
        metadata::{ColumnChunkMetaData, ParquetMetaData},
        serialized_reader::SerializedPageReader,
    },
};

use super::guard;
use crate::formats::{self, error::Error, typed::Room};

/// The number of rows unpacked at once.
const BATCH: usize = 1 << 12;

pub(super) struct Table {
    /// The file's name in messages.
    pub(in crate::formats) file: String,
    open: Arc<File>,
    length: u64,
    description: ParquetMetaData,
}

impl Table {
    /// # Errors
    /// Returns [`Error::Unreadable`], or [`Error::Parquet`] for a file that isn't Parquet or isn't supported.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = path.display().to_string();
        let (open, stated) = formats::open(path)?;
        let length = stated.unwrap_or_default();
        let broken = |what| Error::Parquet { path: file.clone(), what };
        let description = guard::description(&open, length).map_err(broken)?;
        Ok(Self { file, open: Arc::new(open), length, description })
    }

    pub(super) fn broken(&self, what: impl Into<String>) -> Error {
        Error::Parquet { path: self.file.clone(), what: what.into() }
    }

    /// The names of the columns.
    pub(super) fn header(&self) -> Vec<String> {
        let columns = self.description.file_metadata().schema_descr().columns();
        columns.iter().map(|column| column.name().to_owned()).collect()
    }

    /// Calls `each` for each row, with its number from 1 and the cells of `columns`, which are blank if the file lacks
    /// a column.
    ///
    /// # Errors
    /// Returns [`Error::Parquet`], and the errors of `each`.
    pub(super) fn each(
        &self,
        columns: &[&str],
        mut each: impl FnMut(u32, &[String]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let header = self.header();
        let at: Vec<Option<usize>> =
            columns.iter().map(|column| header.iter().position(|name| name == column)).collect();
        let mut cells = vec![String::new(); columns.len()];
        let (mut room, mut number) = (Room::of(self.length), 0_u32);
        for group in self.description.row_groups() {
            let rows = usize::try_from(group.num_rows()).map_err(|_| self.broken("it has fewer than no rows"))?;
            let open = |&at: &Option<usize>| at.map(|at| self.column(group.column(at), group.num_rows())).transpose();
            let mut open: Vec<Option<Column>> = at.iter().map(open).collect::<Result<_, _>>()?;
            let mut left = rows;
            while left > 0 {
                let batch = left.min(BATCH);
                open.iter_mut()
                    .flatten()
                    .try_for_each(|column| column.read(batch))
                    .map_err(|what| self.broken(what))?;
                for row in 0..batch {
                    let mut bytes = 0;
                    for (cell, column) in cells.iter_mut().zip(&mut open) {
                        if let Some(column) = column {
                            column.take(row, cell).map_err(|what| self.broken(what))?;
                            bytes += cell.len();
                        }
                    }
                    room.take(bytes).map_err(|what| self.broken(what))?;
                    number = number.checked_add(1).ok_or_else(|| self.broken("it has 2^32 rows or more"))?;
                    each(number, &cells)?;
                }
                left -= batch;
            }
        }
        Ok(())
    }

    fn column(&self, chunk: &ColumnChunkMetaData, rows: i64) -> Result<Column, Error> {
        let described = chunk.column_descr_ptr();
        let name = described.name().to_owned();
        let values = match described.physical_type() {
            Physical::BOOLEAN => Values::Truths(Vec::new()),
            Physical::INT32 => Values::Ints(Vec::new()),
            Physical::INT64 => Values::Longs(Vec::new()),
            Physical::FLOAT => Values::Floats(Vec::new()),
            Physical::DOUBLE => Values::Doubles(Vec::new()),
            Physical::BYTE_ARRAY => Values::Texts(Vec::new()),
            other => return Err(self.broken(format!("its column `{name}` has values of the type {other}"))),
        };
        if described.self_type().get_basic_info().repetition() == Repetition::REPEATED {
            return Err(self.broken(format!("its column `{name}` has several values a row")));
        }
        let broken = |what| self.broken(format!("its column `{name}`: {what}"));
        guard::pages(&self.open, self.length, chunk, rows).map_err(broken)?;
        let pages = SerializedPageReader::new(Arc::clone(&self.open), chunk, rows as usize, None);
        let pages = pages.map_err(|error| broken(error.to_string()))?;
        let is_optional = described.max_def_level() > 0;
        let reader = get_column_reader(described, Box::new(pages));
        Ok(Column { name, reader, values, levels: Vec::new(), is_optional, next: 0 })
    }
}

/// A column of the current row group.
struct Column {
    name: String,
    reader: ColumnReader,
    /// The values of some rows, and for each row whether it has one.
    values: Values,
    levels: Vec<i16>,
    is_optional: bool,
    /// The number of values taken.
    next: usize,
}

enum Values {
    Truths(Vec<bool>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
    Floats(Vec<f32>),
    Doubles(Vec<f64>),
    Texts(Vec<ByteArray>),
}

impl Column {
    /// Reads the values of `rows` more rows.
    fn read(&mut self, rows: usize) -> Result<(), String> {
        self.next = 0;
        self.levels.clear();
        let levels = Some(&mut self.levels);
        macro_rules! read {
            ($reader:ident, $values:ident) => {{
                $values.clear();
                $reader.read_records(rows, levels, None, $values)
            }};
        }
        let read = match (&mut self.reader, &mut self.values) {
            (ColumnReader::BoolColumnReader(reader), Values::Truths(values)) => read!(reader, values),
            (ColumnReader::Int32ColumnReader(reader), Values::Ints(values)) => read!(reader, values),
            (ColumnReader::Int64ColumnReader(reader), Values::Longs(values)) => read!(reader, values),
            (ColumnReader::FloatColumnReader(reader), Values::Floats(values)) => read!(reader, values),
            (ColumnReader::DoubleColumnReader(reader), Values::Doubles(values)) => read!(reader, values),
            (ColumnReader::ByteArrayColumnReader(reader), Values::Texts(values)) => read!(reader, values),
            _ => Err(ParquetError::General("its type is not that of its values".to_owned())),
        };
        let (found, ..) = read.map_err(|error| format!("its column `{}`: {error}", self.name))?;
        if found == rows { Ok(()) } else { Err(format!("its column `{}` has too few values", self.name)) }
    }

    /// Takes the value of the next row as text.
    fn take(&mut self, row: usize, cell: &mut String) -> Result<(), String> {
        use std::fmt::Write as _;
        cell.clear();
        if self.is_optional && self.levels.get(row) != Some(&1) {
            return Ok(());
        }
        let at = self.next;
        self.next += 1;
        let written = match &self.values {
            Values::Truths(values) => values.get(at).map(|value| write!(cell, "{value}")),
            Values::Ints(values) => values.get(at).map(|value| write!(cell, "{value}")),
            Values::Longs(values) => values.get(at).map(|value| write!(cell, "{value}")),
            Values::Floats(values) => values.get(at).map(|value| write!(cell, "{value}")),
            Values::Doubles(values) => values.get(at).map(|value| write!(cell, "{value}")),
            Values::Texts(values) => values.get(at).map(|value| match std::str::from_utf8(value.data()) {
                Ok(text) => cell.write_str(text),
                Err(_) => Err(std::fmt::Error),
            }),
        };
        match written {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) => Err(format!("its column `{}` has bytes that are no text", self.name)),
            None => Err(format!("its column `{}` has too few values", self.name)),
        }
    }
}
