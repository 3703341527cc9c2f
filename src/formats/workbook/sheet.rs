//! A sheet of a workbook, and the position of a table in it.

use std::ops::RangeInclusive;

use super::super::{
    grid::Grid,
    header::{self, Meaning},
    pairs::columns::PairColumns,
    pairs::marks::{is_of_tie, meant_of_tie},
    told_columns::Columns,
};

/// A sheet with the texts of its cells, without blank cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) is_hidden: bool,
    /// The rows in order, without those that have no cell.
    pub(super) rows: Vec<SheetRow>,
    /// Areas of merged cells. Their text is that of their first cell.
    pub(super) merged: Vec<Area>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SheetRow {
    /// The row's number from 1, as the program shows it.
    pub(super) number: u32,
    /// The cells by column, from 0.
    pub(super) cells: Vec<(u32, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) columns: RangeInclusive<u32>,
}

/// The most rows and columns of a sheet in any of the programs.
pub(super) const ROWS: u32 = 1 << 20;
pub(super) const COLUMNS: u32 = 1 << 14;

impl SheetRow {
    fn text(&self, column: u32) -> &str {
        self.cells.iter().find(|(at, _)| *at == column).map_or("", |(_, text)| text)
    }
}

/// A table in a sheet: its header, and the beginning of the rows below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) header: Vec<String>,
    /// The index of the first row below the header, among the rows that have cells.
    pub(super) body: usize,
    /// The number, in the sheet, of the last row of the header.
    line: u32,
}

/// Headers don't have more columns than this.
const WIDE: u32 = 1 << 10;

/// A table with fewer cells may have any number of blank ones. A larger one may have `BLANK` for each filled cell.
const MANY: usize = 1 << 20;
const BLANK: usize = 64;

/// The most rows above a header, such as a title or a note.
const ABOVE: usize = 30;

impl Sheet {
    /// The first row with any text, as a header.
    pub(super) fn first_row(&self) -> Option<Head> {
        Some(Head { header: self.texts(0), body: 1, line: self.rows.first()?.number })
    }

    /// The first row that names two places, joined with the row below it if the two form one header:
    ///
    /// ```text
    /// Our city         | Partner        |
    /// Name   | Country | Name | Country | Since
    /// ```
    pub(super) fn head_of_pairs(&self, told: Option<&Columns>) -> Option<Head> {
        (0..self.rows.len().min(ABOVE)).find_map(|at| {
            // The best header uses most columns, and then has most columns that may be about either place.
            let mut best: Option<([usize; 2], Head)> = None;
            let line = |body: usize| self.rows[body - 1].number;
            let mut take = |header: Vec<String>, body: usize| {
                let Ok(Some((columns, loose))) = PairColumns::of(&header, told, |_| false) else { return };
                let used = [(0..header.len()).filter(|&at| columns.uses(at)).count(), loose.len()];
                if best.as_ref().is_none_or(|(most, _)| used > *most) {
                    best = Some((used, Head { header, body, line: line(body) }));
                }
            };
            take(self.texts(at), at + 1);
            if at + 1 < self.rows.len() {
                let (above, below) = (self.spread(at), self.texts(at + 1));
                take(compound(&above, &below), at + 2);
                grouped(&above, &below).into_iter().for_each(|header| take(header, at + 2));
            }
            best.map(|(_, head)| head)
        })
    }

    /// The texts of a row, up to its last one, and at most [`WIDE`].
    fn texts(&self, at: usize) -> Vec<String> {
        let mut texts = Vec::new();
        let row = self.rows.get(at).map_or(&[][..], |row| &row.cells);
        for (column, text) in row.iter().filter(|(column, _)| *column < WIDE) {
            let column = *column as usize;
            texts.resize(texts.len().max(column + 1), String::new());
            text.trim().clone_into(&mut texts[column]);
        }
        texts
    }

    /// The texts of a row; every cell of a merged area has the area's text.
    fn spread(&self, at: usize) -> Vec<String> {
        let (mut texts, number) = (self.texts(at), self.rows[at].number);
        let areas = self.merged.iter().filter(|area| *area.rows.start() == number && *area.columns.start() < WIDE);
        for area in areas.take(WIDE as usize) {
            let text = texts.get(*area.columns.start() as usize).cloned().unwrap_or_default();
            for column in area.columns.clone().take_while(|&column| column < WIDE) {
                let column = column as usize;
                texts.resize(texts.len().max(column + 1), String::new());
                texts[column].clone_from(&text);
            }
        }
        texts
    }

    /// Whether nearly all cells of a table with this header are blank, so that it would need far more memory than the
    /// sheet.
    pub(super) fn is_nearly_blank(&self, head: &Head) -> bool {
        let cells: usize = self.rows.iter().map(|row| row.cells.len()).sum();
        let room = self.rows.len().saturating_mul(head.header.len());
        room > MANY && room / BLANK > cells
    }

    /// The rows below a header as a table. The text of cells merged downwards is repeated in each row.
    pub(super) fn grid(&self, file: String, head: &Head) -> Grid {
        let mut grid = Grid::new(file, head.line, &head.header);
        // For each column, the last merged area and its text.
        let mut down: Vec<Option<(u32, String)>> = vec![None; head.header.len()];
        let mut merged: Vec<&Area> = self.merged.iter().filter(|area| area.rows.start() < area.rows.end()).collect();
        merged.sort_by_key(|area| *area.rows.start());
        let mut merged = merged.into_iter().peekable();
        for row in &self.rows[head.body.min(self.rows.len())..] {
            while let Some(area) = merged.next_if(|area| *area.rows.start() <= row.number) {
                if let Some(down) = down.get_mut(*area.columns.start() as usize) {
                    let is_here = *area.rows.start() == row.number;
                    *down = is_here.then(|| (*area.rows.end(), row.text(*area.columns.start()).to_owned()));
                }
            }
            let mut cells: Vec<&str> = down
                .iter()
                .map(|down| down.as_ref().filter(|(end, _)| row.number <= *end).map_or("", |(_, text)| &**text))
                .collect();
            for (column, text) in &row.cells {
                if let Some(cell) = cells.get_mut(*column as usize) {
                    *cell = text;
                }
            }
            grid.push(row.number, cells.into_iter());
        }
        grid
    }
}

/// One name for each column, made of both rows.
fn compound(above: &[String], below: &[String]) -> Vec<String> {
    let text = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    let both = |at: usize| {
        let (above, below) = (text(above, at), text(below, at));
        if above == below { below } else { format!("{above} {below}").trim().to_owned() }
    };
    (0..above.len().max(below.len())).map(both).collect()
}

/// The lower names behind `a.` and `b.`, if the upper names divide them into groups of which exactly two name places.
/// Whatever these groups are called, they are the two places.
fn grouped(above: &[String], below: &[String]) -> Option<Vec<String>> {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for at in 0..above.len().max(below.len()) {
        let label = above.get(at).map_or("", |label| label);
        match groups.last_mut() {
            // Programs without merged cells leave the rest of a group blank.
            Some((last, columns)) if label.is_empty() || label == *last => columns.push(at),
            _ => groups.push((label, vec![at])),
        }
    }
    let below = |at: usize| below.get(at).map_or("", |name| name);
    let names_place = |at: &usize| {
        let words = header::words(below(*at), |word| header::meaning(word).is_some());
        let is_place = |word: &String| matches!(header::meaning(word), Some(Meaning::Place | Meaning::Name));
        !words.is_empty() && words.iter().all(is_place)
    };
    let places: Vec<usize> = (0..groups.len()).filter(|&group| groups[group].1.iter().any(&names_place)).collect();
    let [first, second] = places[..] else { return None };
    let mut header = Vec::new();
    for (group, (label, columns)) in groups.iter().enumerate() {
        let side = if group == first {
            "a."
        } else if group == second {
            "b."
        } else {
            ""
        };
        header.extend(columns.iter().map(|&at| match below(at) {
            "" if at == columns[0] => (*label).to_owned(),
            "" => String::new(),
            name if is_of_tie(name) || meant_of_tie(name).is_some() => name.to_owned(),
            name => format!("{side}{name}"),
        }));
    }
    Some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet made of texts with bars between the cells.
    fn sheet(rows: &[&str], merged: &[(RangeInclusive<u32>, RangeInclusive<u32>)]) -> Sheet {
        let cells = |row: &str| {
            let cells = (0..).zip(row.split('|')).map(|(at, text)| (at, text.trim().to_owned()));
            cells.filter(|(_, text)| !text.is_empty()).collect()
        };
        let rows = (1..).zip(rows).map(|(number, row)| SheetRow { number, cells: cells(row) });
        let merged = merged.iter().cloned().map(|(rows, columns)| Area { rows, columns }).collect();
        Sheet { rows: rows.filter(|row| !row.cells.is_empty()).collect(), merged, ..Sheet::default() }
    }

    fn text(sheet: &Sheet) -> Option<String> {
        let head = sheet.head_of_pairs(None)?;
        Some(sheet.grid("x".to_owned(), &head).into_lines().trim_start().to_owned())
    }

    #[test]
    fn a_header_may_stand_below_a_title_and_on_two_rows() {
        let plain = sheet(&["Twin towns 2026", "", "City | Country | Twin | Since", "Gomel | BY | Radom | 2001"], &[]);
        assert_eq!(text(&plain).unwrap(), "City,Country,Twin,Since\nGomel,BY,Radom,2001\n");
        let rows =
            ["Our city | | Partner | | |", "Name | Country | Name | Country | Since", "Gomel | BY | Radom | PL | 2001"];
        let expected = "a.Name,a.Country,b.Name,b.Country,Since\nGomel,BY,Radom,PL,2001\n";
        assert_eq!(text(&sheet(&rows, &[])).unwrap(), expected);
        let merged = [(1..=1, 0..=1), (1..=1, 2..=3)];
        let of_tie =
            ["Unsere | | Andere | | Vertrag", "Ort | Land | Ort | Land | Seit", "Jena | DE | Lugoj | RO | 1983"];
        assert_eq!(text(&sheet(&of_tie, &merged)).unwrap(), "a.Ort,a.Land,b.Ort,b.Land,Seit\nJena,DE,Lugoj,RO,1983\n");
        assert_eq!(
            text(&sheet(&["City | | Twin |", "Name | Country | Name | Country", "x | BY | y | PL"], &[])).unwrap(),
            "a.Name,a.Country,b.Name,b.Country\nx,BY,y,PL\n"
        );
        assert_eq!(text(&sheet(&["Kept by hand.", "See the other sheet."], &[])), None);
    }

    #[test]
    fn what_is_merged_down_stands_in_each_row() {
        let rows = ["City | Twin", "Gomel | Radom", " | Bryansk", "Minsk | Lyon", " | Bonn"];
        let merged = sheet(&rows, &[(2..=3, 0..=0), (4..=4, 0..=1)]);
        assert_eq!(text(&merged).unwrap(), "City,Twin\nGomel,Radom\nGomel,Bryansk\nMinsk,Lyon\n,Bonn\n");
    }
}
