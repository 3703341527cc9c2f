//! Compares what a Parquet file claims about itself with its real length, before the crate that reads it allocates
//! memory. That crate trusts the number of nested columns, the number of values in a dictionary, and the length of an
//! unpacked page. Only flat columns in the usual encodings are read.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataReader};

use super::compact::walk;

/// The most bytes of an unpacked page. Programs write pages of about 1 MiB, and DuckDB writes pages of at most 100 MB.
const PAGE: i64 = 1 << 27;

/// The most values of a dictionary. Programs write dictionaries of at most 1 MiB, and each value takes memory.
const DICTIONARY: i64 = 1 << 24;

/// The bytes that are read for the head of a page, which may hold the smallest and the largest value.
const HEAD: u64 = 1 << 16;

/// The last bytes of a file: the length of its description, and the mark.
const TAIL: u64 = 8;

/// The supported encodings: plain values, runs of bits, and dictionary indices (under two names).
const ENCODINGS: [i64; 4] = [0, 2, 3, 8];

/// The description of a file of `length` bytes.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn description(file: &File, length: u64) -> Result<ParquetMetaData, String> {
    let damaged = || "it breaks off, or is no Parquet".to_owned();
    let bytes = |start, length| bytes(file, start, length).map_err(|error| error.to_string());
    let tail = bytes(length.checked_sub(TAIL).ok_or_else(damaged)?, TAIL)?;
    if tail[4..] == *b"PARE" {
        return Err("it is encrypted".to_owned());
    }
    let stated = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]);
    let start = length.checked_sub(TAIL + u64::from(stated)).filter(|_| tail[4..] == *b"PAR1").ok_or_else(damaged)?;
    let (mut elements, mut groups) = (0, Vec::new());
    walk(&bytes(start, stated.into())?, &mut |path, number| match path {
        [2] => elements = number,
        [2, 5] if number != 0 => groups.push(number),
        _ => {}
    })
    .ok_or_else(damaged)?;
    // The first element is the table, and the others must be its columns.
    if groups != [elements - 1] {
        return Err("it has columns within columns, or none".to_owned());
    }
    ParquetMetaDataReader::new().parse_and_finish(file).map_err(|error| error.to_string())
}

/// Checks the heads of all pages of a column with `rows` rows.
///
/// # Errors
/// Says what is wrong with them.
pub(super) fn pages(file: &File, length: u64, column: &ColumnChunkMetaData, rows: i64) -> Result<(), String> {
    let damaged = || "a page is longer than the file, or no page".to_owned();
    let first = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    let end = first.checked_add(column.compressed_size()).filter(|&end| {
        first >= 0 && column.compressed_size() >= 0 && u64::try_from(end).is_ok_and(|end| end <= length)
    });
    let (mut at, end) = (first, end.ok_or_else(damaged)?);
    while at < end {
        let head = bytes(file, at as u64, HEAD.min((end - at) as u64)).map_err(|error| error.to_string())?;
        let mut page = Page::default();
        let head_length = walk(&head, &mut |path, number| page.take(path, number)).ok_or_else(damaged)?;
        page.judge(rows)?;
        at += head_length as i64;
        at = at.checked_add(page.packed).filter(|&next| next <= end).ok_or_else(damaged)?;
    }
    Ok(())
}

/// What the head of a page claims.
#[derive(Default)]
struct Page {
    unpacked: i64,
    packed: i64,
    values: i64,
    encoding: i64,
    /// The lengths of the levels, in a page of the second version.
    levels: [i64; 2],
    is_dictionary: bool,
}

impl Page {
    fn take(&mut self, path: &[i16], number: i64) {
        match path {
            [2] => self.unpacked = number,
            [3] => self.packed = number,
            [5 | 7 | 8, 1] => {
                self.values = number;
                self.is_dictionary = path[0] == 7;
            }
            [5 | 7, 2] | [8, 4] => self.encoding = number,
            [8, 5] => self.levels[0] = number,
            [8, 6] => self.levels[1] = number,
            _ => {}
        }
    }

    fn judge(&self, rows: i64) -> Result<(), String> {
        let most = if self.is_dictionary { DICTIONARY } else { PAGE };
        if !(0..=most).contains(&self.unpacked) || self.packed < 0 {
            return Err(format!("a page is said to have {} bytes, of which at most {most} are read", self.unpacked));
        }
        // Each value of a dictionary takes at least a byte.
        let most = if self.is_dictionary { self.unpacked } else { rows };
        if !(0..=most).contains(&self.values) {
            return Err(format!("a page is said to have {} values, and can have {most}", self.values));
        }
        if self.levels.iter().any(|&bytes| !(0..=self.unpacked).contains(&bytes)) {
            return Err("a page is said to have more levels than bytes".to_owned());
        }
        if !ENCODINGS.contains(&self.encoding) {
            return Err(format!(
                "encoding {} of Parquet is not read, only plain values and dictionaries",
                self.encoding
            ));
        }
        Ok(())
    }
}

fn bytes(mut file: &File, start: u64, length: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
