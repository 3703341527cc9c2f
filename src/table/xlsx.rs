//! Writes answers as workbooks (Office Open XML, ECMA-376).

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::{Remark, Sheet, Wording, cell::Cell, csv};
use crate::{legible::spell_out, model::Date};

/// Writes rows as a worksheet: the header stays in view and has filters, numbers are numbers, and days are dates.
/// `about` goes to a second worksheet.
///
/// A workbook is compressed as a whole, so it isn't written row by row. O(rows) in time and memory.
pub(super) fn write_rows(
    sheet: &Sheet<'_>,
    about: &[String],
    wording: &dyn Wording,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::new(sheet.columns(), wording).map_err(not_written)?;
    for row in 0..sheet.row_count() {
        let mut written = Ok(());
        page.next_row().map_err(not_written)?;
        sheet.show(row, |at, cell| {
            if written.is_ok() {
                written = page.cell(at, cell);
            }
        });
        written.map_err(not_written)?;
    }
    page.save(about, out)
}

/// Writes an object as `section`, `key` and `value`, as in CSV.
pub(super) fn write_object(
    object: &Value,
    about: &[String],
    wording: &dyn Wording,
    out: &mut dyn Write,
) -> io::Result<()> {
    let columns = csv::OBJECT_COLUMNS.map(str::to_owned);
    let mut page = Page::new(&columns, wording).map_err(not_written)?;
    for (section, key, value) in csv::object_rows(object) {
        page.next_row().map_err(not_written)?;
        page.cell(0, Cell::Text(&section)).map_err(not_written)?;
        page.cell(1, Cell::Text(&key)).map_err(not_written)?;
        let cell = match &value {
            csv::Leaf::Number(number) => number.as_f64().map_or(Cell::Nothing, Cell::Real),
            csv::Leaf::Text(text) => Cell::Text(text),
        };
        page.cell(2, cell).map_err(not_written)?;
    }
    page.save(about, out)
}

/// The largest width of a column, in characters.
const WIDEST: usize = 60;

/// From here on, not all whole numbers are exact as doubles, the number type of workbooks.
const EXACT: u64 = 1 << 53;

/// A worksheet that is being written.
struct Page<'w> {
    sheet: Worksheet,
    columns: &'w [String],
    wording: &'w dyn Wording,
    /// The number of the current row; the header is row 0.
    row: u32,
    /// The length of the longest text in each column so far, in characters.
    widths: Vec<usize>,
    day: Format,
}

impl<'w> Page<'w> {
    fn new(columns: &'w [String], wording: &'w dyn Wording) -> Result<Self, XlsxError> {
        let (mut sheet, bold) = (Worksheet::new(), Format::new().set_bold());
        for (at, name) in (0..).zip(columns) {
            sheet.write_string_with_format(0, at, spell_out(wording.caption(name)), &bold)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let widths = columns.iter().map(|name| wording.caption(name).chars().count() + 3).collect();
        let day = Format::new().set_num_format(wording.day_format());
        Ok(Self { sheet, columns, wording, row: 0, widths, day })
    }

    fn next_row(&mut self) -> Result<(), XlsxError> {
        self.row += 1;
        if self.row > LAST_ROW { Err(XlsxError::RowColumnLimitError) } else { Ok(()) }
    }

    fn cell(&mut self, at: usize, cell: Cell<'_>) -> Result<(), XlsxError> {
        let column = u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)?;
        let text = cell.text(&mut Vec::new()).chars().count();
        self.widths[at] = self.widths[at].max(text);
        let (sheet, row) = (&mut self.sheet, self.row);
        match cell {
            Cell::Nothing | Cell::Text("") => return Ok(()),
            Cell::Truth(truth) => sheet.write_boolean(row, column, truth)?,
            Cell::Natural(number) if number < EXACT => sheet.write_number(row, column, number as f64)?,
            Cell::Negative(number) if number.unsigned_abs() < EXACT => {
                sheet.write_number(row, column, number as f64)?
            }
            Cell::Real(number) => sheet.write_number(row, column, number)?,
            Cell::Text(text) => match day(text) {
                Some(day) => sheet.write_datetime_with_format(row, column, &day, &self.day)?,
                None => sheet.write_string(row, column, spell_out(&self.wording.text(&self.columns[at], text)))?,
            },
            number => sheet.write_string(row, column, number.text(&mut Vec::new()))?,
        };
        Ok(())
    }

    /// Saves the page, and `about` on a second worksheet, one line per row.
    fn save(mut self, about: &[String], out: &mut dyn Write) -> io::Result<()> {
        let mut pack = || {
            for (at, &width) in (0..).zip(&self.widths) {
                self.sheet.set_column_width(at, width.min(WIDEST) as f64)?;
            }
            let last =
                u16::try_from(self.widths.len().saturating_sub(1)).map_err(|_| XlsxError::RowColumnLimitError)?;
            self.sheet.autofilter(0, 0, self.row, last)?;
            self.sheet.set_name(self.wording.remark(Remark::Answer))?;
            let mut notes = Worksheet::new();
            notes.set_name(self.wording.remark(Remark::About))?;
            for (row, line) in (0..).zip(about) {
                notes.write_string(row, 0, spell_out(line))?;
            }
            notes.set_column_width(0, 100)?;
            let mut workbook = Workbook::new();
            // The date is fixed, so that the same answer has the same bytes.
            let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
            workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
            workbook.push_worksheet(std::mem::take(&mut self.sheet));
            workbook.push_worksheet(notes);
            workbook.save_to_buffer()
        };
        out.write_all(&pack().map_err(not_written)?)
    }
}

/// The number of the last row of a worksheet, from 0.
const LAST_ROW: u32 = (1 << 20) - 1;

/// The date of a text that is a day. `None` before March 1900, since programs disagree about those days.
fn day(text: &str) -> Option<ExcelDateTime> {
    let is_day = text.len() == "2017-03-31".len() && text.parse::<Date>().is_ok();
    if !is_day || text < "1900-03-01" {
        return None;
    }
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// Why a workbook can't hold an answer, and what to do.
fn not_written(error: XlsxError) -> io::Error {
    let why = match error {
        XlsxError::RowColumnLimitError => "has at most 1,048,575 rows and 16,384 columns".to_owned(),
        XlsxError::MaxStringLengthExceeded => "has at most 32,767 characters in a cell".to_owned(),
        other => return io::Error::other(format!("the workbook can't be written: {other}")),
    };
    io::Error::other(format!(
        "a worksheet {why}; --format csv has no such limit, and --top N or a filter gives fewer rows"
    ))
}
