//! Collects the rows of a table to write, column by column, until they fill a row group.

use std::{io, sync::Arc};

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel},
    data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        metadata::{KeyValue, SortingColumn},
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
    schema::types::{ColumnPath, Type},
};

/// The type of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Whole,
    Real,
    Truth,
    Text,
    Bytes,
    /// Days since 1970-01-01.
    Day,
}

/// A value of a column.
pub(super) enum Value<'v> {
    Whole(i64),
    Real(f64),
    Truth(bool),
    Day(i32),
    Text(&'v [u8]),
}

/// A column of a table.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether every row has a value in it.
    pub(super) is_whole: bool,
}

/// A table to write: its columns, and what fills its rows.
pub(super) struct Table<'t> {
    pub(super) columns: Vec<Column>,
    /// The rows are sorted by this many of the first columns.
    pub(super) sorted_by: i32,
    /// The file's key-value metadata.
    pub(super) says: Vec<(String, String)>,
    pub(super) rows: usize,
    /// Fills in the row with a number.
    pub(super) fill: Box<Fill<'t>>,
}

type Fill<'t> = dyn Fn(usize, &mut Rows) + Sync + 't;

/// A group has at most this many rows, and begins no row after this many bytes.
const ROWS: usize = 1 << 17;
const BYTES: usize = 1 << 25;

impl Table<'_> {
    /// Writes the file. One group of rows is filled while the previous one is compressed, so that only two are in
    /// memory.
    ///
    /// # Errors
    /// Returns the errors of `out`.
    pub(super) fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let writer = SerializedFileWriter::new(Vec::new(), self.schema(), Arc::new(self.properties()));
        let mut writer = writer.map_err(io::Error::other)?;
        let mut group = self.group(0);
        while group.rows > 0 {
            let next = group.first + group.rows;
            let (following, written) = rayon::join(|| self.group(next), || group.write(&mut writer));
            written.map_err(io::Error::other)?;
            writer.flush()?;
            out.write_all(writer.inner())?;
            // The writer counts the bytes that it has written, and doesn't need them any more.
            writer.inner_mut().clear();
            group = following;
        }
        out.write_all(&writer.into_inner().map_err(io::Error::other)?)
    }

    fn group(&self, first: usize) -> Rows {
        let mut rows = Rows::new(&self.columns, first);
        while first + rows.rows < self.rows && rows.rows < ROWS && rows.bytes < BYTES {
            (self.fill)(first + rows.rows, &mut rows);
            rows.end();
        }
        rows
    }

    fn schema(&self) -> Arc<Type> {
        let column = |column: &Column| {
            let (physical, logical) = match column.kind {
                Kind::Whole => (Physical::INT64, None),
                Kind::Real => (Physical::DOUBLE, None),
                Kind::Truth => (Physical::BOOLEAN, None),
                Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                Kind::Bytes => (Physical::BYTE_ARRAY, None),
                Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
            };
            let repetition = if column.is_whole { Repetition::REQUIRED } else { Repetition::OPTIONAL };
            let builder = Type::primitive_type_builder(&column.name, physical);
            builder.with_repetition(repetition).with_logical_type(logical).build().map(Arc::new)
        };
        let columns: Result<Vec<_>, _> = self.columns.iter().map(column).collect();
        let schema = columns.and_then(|fields| Type::group_type_builder("sistergraph").with_fields(fields).build());
        Arc::new(schema.expect("logical types fit their physical ones"))
    }

    fn properties(&self) -> WriterProperties {
        let sorting = (0..self.sorted_by)
            .map(|at| SortingColumn { column_idx: at, descending: false, nulls_first: false })
            .collect();
        let says = self.says.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_sorting_columns(Some(sorting))
            .set_key_value_metadata(Some(says));
        // A column whose values all differ doesn't gain from a dictionary.
        let own =
            self.columns.iter().filter(|column| column.is_whole || matches!(column.kind, Kind::Real | Kind::Bytes));
        for column in own {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(column.name.as_str()), false);
        }
        properties.build()
    }
}

/// Rows of a group, column by column.
pub(super) struct Rows {
    columns: Vec<Filled>,
    first: usize,
    rows: usize,
    bytes: usize,
}

struct Filled {
    values: Values,
    /// For each row, 1 if it has a value. Not used if every row has one.
    levels: Vec<i16>,
    is_whole: bool,
}

enum Values {
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Truth(Vec<bool>),
    Day(Vec<i32>),
    /// All texts together, and the end of each.
    Texts(Vec<u8>, Vec<usize>),
}

impl Rows {
    fn new(columns: &[Column], first: usize) -> Self {
        let filled = |column: &Column| {
            let values = match column.kind {
                Kind::Whole => Values::Whole(Vec::new()),
                Kind::Real => Values::Real(Vec::new()),
                Kind::Truth => Values::Truth(Vec::new()),
                Kind::Day => Values::Day(Vec::new()),
                Kind::Text | Kind::Bytes => Values::Texts(Vec::new(), Vec::new()),
            };
            Filled { values, levels: Vec::new(), is_whole: column.is_whole }
        };
        Self { columns: columns.iter().map(filled).collect(), first, rows: 0, bytes: 0 }
    }

    /// Sets the value of a column in the current row.
    pub(super) fn set(&mut self, column: usize, value: Value<'_>) {
        let column = &mut self.columns[column];
        column.levels.push(1);
        match (&mut column.values, value) {
            (Values::Whole(values), Value::Whole(value)) => values.push(value),
            (Values::Real(values), Value::Real(value)) => values.push(value),
            (Values::Truth(values), Value::Truth(value)) => values.push(value),
            (Values::Day(values), Value::Day(value)) => values.push(value),
            (Values::Texts(bytes, ends), Value::Text(value)) => {
                self.bytes += value.len();
                bytes.extend_from_slice(value);
                ends.push(bytes.len());
            }
            _ => unreachable!("a column has values of its kind"),
        }
    }

    /// Ends the row. A column without a value gets none in it.
    fn end(&mut self) {
        self.rows += 1;
        self.columns.iter_mut().for_each(|column| column.levels.resize(self.rows, 0));
    }

    fn write(self, writer: &mut SerializedFileWriter<Vec<u8>>) -> Result<(), ParquetError> {
        let mut group = writer.next_row_group()?;
        for column in self.columns {
            let Some(mut out) = group.next_column()? else { break };
            let levels = (!column.is_whole).then_some(&*column.levels);
            match column.values {
                Values::Whole(values) => out.typed::<Int64Type>().write_batch(&values, levels, None)?,
                Values::Real(values) => out.typed::<DoubleType>().write_batch(&values, levels, None)?,
                Values::Truth(values) => out.typed::<BoolType>().write_batch(&values, levels, None)?,
                Values::Day(values) => out.typed::<Int32Type>().write_batch(&values, levels, None)?,
                Values::Texts(bytes, ends) => {
                    let (all, mut start) = (ByteArray::from(bytes), 0);
                    let text = |end| {
                        let first = std::mem::replace(&mut start, end);
                        all.slice(first, end - first)
                    };
                    let texts: Vec<ByteArray> = ends.into_iter().map(text).collect();
                    out.typed::<ByteArrayType>().write_batch(&texts, levels, None)?
                }
            };
            out.close()?;
        }
        group.close().map(drop)
    }
}
