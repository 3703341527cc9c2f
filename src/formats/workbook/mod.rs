//! Finds the sheets of a workbook that hold tables, and reads their cells.

mod archive;
mod ods;
mod serial;
mod sheet;
mod xlsx;
mod xml;

use super::{
    Reading, Told,
    columns::LEDGER,
    delimited::parts::Table,
    directory::{
        self, Tables,
        folder::{LINKS, PLACES, are_our_own},
    },
    error::Error,
    grid::Grid,
    named_after,
    note::Note,
    pairs::{self, columns::PairColumns},
    two_tables::{self, EndsBy, place_columns::PlaceColumns},
};
use crate::model::{Metadata, counted_rows};
use archive::{Archive, Broken};
use sheet::{Head, Sheet};

/// Whether bytes are a workbook of a supported kind.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && Archive::open(bytes).is_ok_and(|archive| kind(&archive).is_some())
}

type Sheets = fn(&Archive<'_>) -> Result<Vec<Sheet>, Broken>;

fn kind(archive: &Archive<'_>) -> Option<Sheets> {
    let is_ods = || {
        let kind = archive.text("mimetype").ok().flatten();
        kind.is_some_and(|kind| kind.starts_with("application/vnd.oasis.opendocument.spreadsheet"))
    };
    if archive.has("xl/workbook.xml") {
        Some(xlsx::sheets)
    } else if is_ods() {
        Some(ods::sheets)
    } else {
        None
    }
}

/// Reads a workbook: the sheets `cities` and `partnerships` as those files of a data set; otherwise a sheet of places
/// and one of links; otherwise the first sheet with two places per row.
///
/// # Errors
/// Returns [`Error::Workbook`] or [`Error::NoSheet`], and the errors of the readers of tables.
pub(super) fn read(file: &str, bytes: &[u8], told: &Told) -> Result<Reading, Error> {
    let sheets = sheets(file, bytes)?;
    let mut reading = Book { file, sheets: &sheets, told }.read()?;
    let metadata = reading.dataset.metadata();
    if metadata.title.is_none() {
        let Metadata { name, title, .. } = named_after(file);
        let metadata = Metadata { name, title, ..metadata.clone() };
        reading.dataset.set_metadata(metadata);
    }
    Ok(reading)
}

/// The rows of the first sheet that has any.
///
/// # Errors
/// Returns [`Error::Workbook`] or [`Error::NoSheet`].
pub(super) fn listing(file: &str, bytes: &[u8]) -> Result<Grid, Error> {
    let sheets = sheets(file, bytes)?;
    let book = Book { file, sheets: &sheets, told: &Told::default() };
    match sheets.iter().find_map(|sheet| Some((sheet, sheet.first_row()?))) {
        Some((sheet, head)) => book.grid(sheet, &head),
        None => Err(book.no_sheet()),
    }
}

fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    let broken = |broken| Error::Workbook {
        path: file.to_owned(),
        what: match broken {
            Broken::Damaged => "it is damaged, or not what its name says",
            Broken::TooLarge => "it holds more than 64 MiB of text, or one cell said to be repeated a million times",
        },
    };
    let archive = Archive::open(bytes).map_err(broken)?;
    kind(&archive).map_or(Err(Broken::Damaged), |sheets| sheets(&archive)).map_err(broken)
}

struct Book<'s> {
    file: &'s str,
    sheets: &'s [Sheet],
    told: &'s Told,
}

impl Book<'_> {
    fn read(&self) -> Result<Reading, Error> {
        let by_name = |name: &str| self.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name));
        if let (Some(cities), Some(partnerships)) = (by_name("cities"), by_name("partnerships")) {
            let mut ledger = [const { None }; LEDGER.len()];
            for (table, (name, _)) in ledger.iter_mut().zip(LEDGER) {
                *table = by_name(name).map(|sheet| self.table(sheet)).transpose()?;
            }
            let tables = Tables {
                cities: self.table(cities)?,
                partnerships: self.table(partnerships)?,
                regions: by_name("regions").map(|sheet| self.table(sheet)).transpose()?,
                ledger,
                package: None,
            };
            let header = |sheet: &Sheet| sheet.first_row().map(|head| head.header).unwrap_or_default();
            return if are_our_own(&header(cities), &header(partnerships)) {
                directory::read_tables(tables)
            } else {
                directory::read_others(tables, self.told)
            };
        }
        if let Some(reading) = self.two_sheets()? {
            return Ok(reading);
        }
        let columns = self.told.columns.as_ref();
        let of_pairs = |sheet: &Sheet| {
            if self.told.no_header { sheet.first_row() } else { sheet.head_of_pairs(columns) }
        };
        let mut found = self.sheets.iter().filter_map(|sheet| Some((sheet, of_pairs(sheet)?)));
        let Some((sheet, head)) = found.next() else { return Err(self.no_sheet()) };
        let others = self.sheets.iter().filter(|other| !std::ptr::eq(*other, sheet) && !other.rows.is_empty());
        let shown = |other: &Sheet| {
            let too = if of_pairs(other).is_some() { " (two places per row, too)" } else { "" };
            format!("`{}`{too}", other.name)
        };
        let others: Vec<String> = others.map(shown).collect();
        let grid = self.grid(sheet, &head)?;
        let mut reading = pairs::read_records(grid.file(), grid.records()?, self.told)?;
        if !others.is_empty() {
            let what = format!("sheet `{}` is read; not read: {}", sheet.name, others.join(", "));
            reading.notes.insert(0, Note::Taken { file: self.file.to_owned(), what });
        }
        Ok(reading)
    }

    /// A sheet of places and one of links. Each must be the only one with a usual name and a fitting header.
    fn two_sheets(&self) -> Result<Option<Reading>, Error> {
        let named = |names: &[&str], is_such: fn(&[String]) -> bool| {
            let mut found = self.sheets.iter().filter_map(|sheet| {
                let head = sheet.first_row()?;
                (names.contains(&&*sheet.name.trim().to_lowercase()) && is_such(&head.header)).then_some((sheet, head))
            });
            found.next().filter(|_| found.next().is_none())
        };
        let places = named(&PLACES, |header| PlaceColumns::of(header).is_some());
        let links = named(&LINKS, |header| PairColumns::recognise(header).is_some());
        let (Some((places, place_head)), Some((links, link_head))) = (places, links) else { return Ok(None) };
        let places = self.grid(places, &place_head)?;
        let links = self.grid(links, &link_head)?;
        two_tables::read(self.file, &places.records()?, links.records()?, self.told, EndsBy::Names).map(Some)
    }

    /// The table in a sheet.
    fn grid(&self, sheet: &Sheet, head: &Head) -> Result<Grid, Error> {
        if sheet.is_nearly_blank(head) {
            let what = "a sheet has far more columns than cells";
            return Err(Error::Workbook { path: self.file.to_owned(), what });
        }
        Ok(sheet.grid(counted_rows(&format!("{}, sheet `{}`", self.file, sheet.name)), head))
    }

    /// A sheet as one of the files of a data set.
    fn table(&self, sheet: &Sheet) -> Result<Table<'static>, Error> {
        let Some(head) = sheet.first_row() else {
            return Err(Error::Empty { path: format!("{}, sheet `{}`", self.file, sheet.name) });
        };
        let grid = self.grid(sheet, &head)?;
        Ok(Table::of_text(grid.file().to_owned(), grid.into_lines().into()))
    }

    fn no_sheet(&self) -> Error {
        let sheets = self.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let header = self.sheets.iter().find_map(|sheet| sheet.first_row()).map(|head| head.header).unwrap_or_default();
        Error::NoSheet { path: self.file.to_owned(), sheets, header }
    }
}

/// A number as people type it: a whole number without a point.
fn plain_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use archive::tests::zipped;

    const BOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="Liste" r:id="1"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<Relationships><Relationship Id="1" Type="x/worksheet" Target="worksheets/s.xml"/>
        <Relationship Id="2" Type="x/sharedStrings" Target="/xl/strings.xml"/></Relationships>"#;
    const STRINGS: &str = r#"<sst uniqueCount="18446744073709551615" count="99999999999"><si><t>city1</t></si>
        <si><r><t>ci</t></r><r><t>ty2</t></r><rPh><t>not said</t></rPh></si></sst>"#;

    fn xlsx(sheet: &str) -> Vec<u8> {
        let members = [
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/strings.xml", STRINGS),
            ("xl/worksheets/s.xml", sheet),
        ];
        zipped(&members)
    }

    fn ods(table: &str) -> Vec<u8> {
        let content = format!(
            r#"<d xmlns:o="o" xmlns:t="t" xmlns:x="x"><o:body><o:spreadsheet><t:table t:name="L">{table}</t:table></o:spreadsheet></o:body></d>"#
        );
        zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
    }

    fn ties(bytes: &[u8]) -> Result<Vec<String>, String> {
        let reading = read("x.xlsx", bytes, &Told::default()).map_err(|error| error.to_string())?;
        Ok(reading.dataset.partnerships().map(|row| format!("{} {}", row.a, row.b)).collect())
    }

    /// A header in shared strings, and one row.
    const ROWS: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
        <row><c t="str"><v>x</v></c><c t="inlineStr"><is><t>y</t></is></c></row>"#;

    #[test]
    fn sizes_that_a_file_states_are_not_believed() {
        let sheet = |more: &str, merged: &str| {
            xlsx(&format!(
                r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{ROWS}{more}</sheetData>
                <mergeCells count="99999999999">{merged}</mergeCells></worksheet>"#
            ))
        };
        let expected = Ok(vec!["x y".to_owned()]);
        assert_eq!(ties(&sheet("", "")), expected);
        assert_eq!(ties(&sheet(r#"<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>"#, "")), expected);
        assert_eq!(ties(&sheet(r#"<row r="9"><c r="ZZZZZZ9"><v>1</v></c><c t="s"><v>77</v></c></row>"#, "")), expected);
        assert_eq!(ties(&sheet("", r#"<mergeCell ref="C1:XFD1"/><mergeCell ref="C1:ZZZZZZ4294967295"/>"#)), expected);
        assert_eq!(ties(&sheet(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#, "")).unwrap().len(), 1);
        let wide: String = (0..1000).map(|column| format!("<c><v>{column}</v></c>")).collect();
        let blank = r#"<row><c t="str"><v>x</v></c></row>"#.repeat(20_000);
        let wide = xlsx(&format!(
            r#"<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>{wide}</row>{blank}</sheetData></worksheet>"#
        ));
        assert!(ties(&wide).unwrap_err().contains("more columns than cells"));
        let dtd = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>"#;
        assert!(ties(&xlsx(dtd)).unwrap_err().contains("damaged"));
    }

    #[test]
    fn what_is_said_to_be_repeated_is_bounded() {
        let cell = |text: &str, more: &str| format!(r#"<t:table-cell {more}><x:p>{text}</x:p></t:table-cell>"#);
        let head = format!("<t:table-row>{}{}</t:table-row>", cell("city1", ""), cell("city2", ""));
        let row = format!("<t:table-row>{}{}</t:table-row>", cell("x", ""), cell("y", ""));
        let blank = r#"<t:table-row t:number-rows-repeated="4294967295"><t:table-cell t:number-columns-repeated="4294967295"/></t:table-row>"#;
        assert_eq!(ties(&ods(&format!("{head}{row}{blank}"))), Ok(vec!["x y".to_owned()]));
        let many = cell("x", r#"t:number-columns-repeated="4294967295""#);
        let rows = format!(r#"<t:table-row t:number-rows-repeated="4294967295">{many}</t:table-row>"#);
        assert!(ties(&ods(&format!("{head}{row}{rows}"))).unwrap_err().contains("64 MiB"));
    }

    proptest! {
        #[test]
        fn damaged_workbooks_are_errors(at in 0.0..1.0_f64, bytes in prop::collection::vec(any::<u8>(), 0..4), is_xlsx: bool) {
            let mut damaged = if is_xlsx { xlsx(&format!("<worksheet><sheetData>{ROWS}</sheetData></worksheet>")) } else { ods("") };
            let start = (damaged.len() as f64 * at) as usize;
            let end = damaged.len().min(start + bytes.len());
            damaged.splice(start..end, bytes);
            let _ = ties(&damaged);
        }
    }
}
