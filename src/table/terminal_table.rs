use std::{
    collections::HashMap,
    io::{self, Write},
};

use super::{
    Remark, Sheet, Wording,
    cell::Cell,
    escape,
    sheet::Content,
    wrap::{self, cut},
};

/// The smallest width to which a text column is cut before whole columns are left out.
pub(super) const NARROWEST: usize = 18;
/// The number of blanks between two columns.
pub(super) const GAP: usize = 2;
/// A text in the last column that needs more lines than this is cut to one line.
const MOST_LINES: usize = 3;

/// A table no wider than `width`. If it is too wide, columns that are blank or the same in every row are removed first
/// (the latter move into a line above), then the dispensable columns, and then long texts are cut, except texts in the
/// last column that fit a few lines. The columns left out are named below the table.
///
/// The rows are read once for the widths and once for writing. If cells are cut, some rows are read again; if ids are to
/// be left out, all rows are.
pub(super) fn write(sheet: &Sheet<'_>, width: usize, wording: &dyn Wording, out: &mut dyn Write) -> io::Result<()> {
    if sheet.row_count() == 0 {
        return Ok(());
    }
    let columns = measured(sheet, wording);
    let mut layout = Layout::new(sheet, &columns, width);
    if layout.shown.is_empty() {
        return Ok(());
    }
    let named = |columns: &[usize], name: &dyn Fn(usize) -> String| {
        columns.iter().map(|&at| name(at)).collect::<Vec<_>>().join(", ")
    };
    if !layout.same.is_empty() {
        let same = same(&layout.same, &columns);
        wrap::write_lines(&wording.remark(Remark::SameOnTerminal { cells: &same }), width, out)?;
    }
    let sheet = Worded { sheet, wording };
    layout.tighten(&sheet, &columns);
    layout.write_rows(&sheet, &columns, out)?;
    let meaning = |&at: &usize| Some(format!("{} {}", columns[at].name, escape::terminal(sheet.sheet.meaning(at)?)));
    let meanings: Vec<String> = layout.shown.iter().filter_map(meaning).collect();
    if !meanings.is_empty() {
        wrap::write_lines(&meanings.join(", "), width, out)?;
    }
    if !layout.left_out.is_empty() {
        let left_out = named(&layout.left_out, &|at| columns[at].name.clone());
        wrap::write_lines(&wording.remark(Remark::NotShown { columns: &left_out }), width, out)?;
    }
    Ok(())
}

/// From this many neighbouring columns with the same text on, the text is stated once behind all their names, since a
/// matrix may have hundreds of zeros.
const TOLD_ONCE: usize = 6;

/// Columns with the text that all their rows have.
fn same(columns: &[usize], measured: &[Column]) -> String {
    let told = |same: &[usize]| {
        let names: Vec<&str> = same.iter().map(|&at| &*measured[at].name).collect();
        let text = &measured[same[0]].first;
        if names.len() >= TOLD_ONCE {
            return vec![format!("{} {text}", names.join(" "))];
        }
        names.iter().map(|name| format!("{name} {text}")).collect()
    };
    let alike = columns.chunk_by(|&a, &b| measured[a].first == measured[b].first);
    alike.flat_map(told).collect::<Vec<String>>().join(", ")
}

/// A sheet, and the language in which it is written.
struct Worded<'w, 'a> {
    sheet: &'w Sheet<'a>,
    wording: &'w dyn Wording,
}

impl Worded<'_, '_> {
    /// Calls `see` with the text of each cell of a row.
    fn show(&self, row: usize, mut see: impl FnMut(usize, Cell<'_>, &str)) {
        let mut digits = Vec::new();
        self.sheet.show(row, |at, cell| {
            let text = cell.worded(&self.sheet.columns()[at], self.wording, &mut digits);
            see(at, cell, &escape::terminal(&text));
        });
    }
}

/// A column at its full width.
#[derive(Default)]
struct Column {
    name: String,
    content: Content,
    /// The width of its widest cell, or of its name.
    width: usize,
    /// The text of the first row.
    first: String,
}

/// Measures all columns in one pass over the rows.
fn measured(sheet: &Sheet<'_>, wording: &dyn Wording) -> Vec<Column> {
    let column = |name: &String| {
        let name = escape::terminal(wording.caption(name)).into_owned();
        Column { width: wrap::columns(&name), name, ..Column::default() }
    };
    let mut measured: Vec<Column> = sheet.columns().iter().map(column).collect();
    for row in 0..sheet.row_count() {
        Worded { sheet, wording }.show(row, |at, cell, text| {
            let column = &mut measured[at];
            column.content.see(cell);
            column.width = column.width.max(wrap::columns(text));
            if row == 0 {
                column.first = text.to_owned();
            }
        });
    }
    measured
}

/// The columns to show, and their widths.
struct Layout {
    shown: Vec<usize>,
    /// The width of each column.
    widths: Vec<usize>,
    /// Columns with the same text in every row, which aren't in the table.
    same: Vec<usize>,
    /// Columns that don't fit.
    left_out: Vec<usize>,
}

impl Layout {
    fn new(sheet: &Sheet<'_>, columns: &[Column], width: usize) -> Self {
        let all: Vec<usize> = (0..columns.len()).filter(|&at| sheet.shows(&columns[at].content)).collect();
        let mut shown: Vec<usize> = all.iter().copied().filter(|&at| columns[at].content.has_words).collect();
        let mut widths: Vec<usize> = columns.iter().map(|column| column.width).collect();
        let narrowest =
            |column: &Column| if column.content.is_numeric() { column.width } else { column.width.min(NARROWEST) };
        let narrowed: Vec<usize> = columns.iter().map(narrowest).collect();
        let needed = |shown: &[usize], widths: &[usize]| {
            shown.iter().map(|&at| widths[at]).sum::<usize>() + GAP * shown.len().saturating_sub(1)
        };
        let mut same = Vec::new();
        // The first column says what a row is about.
        let others = all.get(1..).unwrap_or_default();
        if needed(&shown, &widths) > width && sheet.row_count() > 2 {
            same = shown.extract_if(.., |at| others.contains(at) && !columns[*at].content.varies).collect();
        }
        let mut left_out = Vec::new();
        let dispensable =
            sheet.least().iter().filter_map(|name| sheet.columns().iter().position(|column| column == name));
        // If two places in the table have one name, their ids are left out last.
        let is_id = |at: &usize| sheet.columns()[*at] == "id";
        let dispensable = dispensable.filter(|at| !is_id(at) || names_tell_apart(sheet));
        let (ids, rest): (Vec<usize>, Vec<usize>) = others.iter().rev().copied().partition(is_id);
        let mut in_order = dispensable.chain(rest).chain(ids);
        while needed(&shown, &narrowed) > width {
            let Some(at) = in_order.next() else { break };
            if shown.contains(&at) {
                shown.retain(|&other| other != at);
                left_out.push(at);
            }
        }
        while needed(&shown, &widths) > width {
            let Some(&widest) = shown.iter().filter(|&&at| widths[at] > narrowed[at]).max_by_key(|&&at| widths[at])
            else {
                break;
            };
            widths[widest] -= 1;
        }
        Self { shown, widths, same, left_out }
    }

    /// Narrows columns with cut cells to the width still needed, since a letter that is two columns wide may not have
    /// fitted.
    fn tighten(&mut self, sheet: &Worded<'_, '_>, columns: &[Column]) {
        let mut is_cut: Vec<bool> =
            columns.iter().zip(&self.widths).map(|(column, &width)| width < column.width).collect();
        // Nothing is to the right of the last column.
        self.shown.last().into_iter().for_each(|&last| is_cut[last] = false);
        let mut used: Vec<usize> = columns
            .iter()
            .zip(&self.widths)
            .zip(&is_cut)
            .map(|((column, &width), &is_cut)| if is_cut { wrap::columns(&cut(&column.name, width)) } else { width })
            .collect();
        for row in 0..sheet.sheet.row_count() {
            if used == self.widths {
                return;
            }
            sheet.show(row, |at, _, text| {
                if is_cut[at] {
                    used[at] = used[at].max(wrap::columns(&cut(text, self.widths[at])));
                }
            });
        }
        self.widths = used;
    }

    fn write_rows(&self, sheet: &Worded<'_, '_>, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        let is_shown: Vec<bool> = (0..columns.len()).map(|at| self.shown.contains(&at)).collect();
        let last = self.shown.last().copied();
        let mut lines = String::new();
        for &at in &self.shown {
            let name = cut(&columns[at].name, self.widths[at]);
            self.push(&mut lines, &name, at, columns[at].content.is_numeric());
        }
        writeln!(out, "{}", lines.trim_end())?;
        for row in 0..sheet.sheet.row_count() {
            lines.clear();
            sheet.show(row, |at, _, text| {
                if is_shown[at] {
                    let is_numeric = columns[at].content.is_numeric();
                    if Some(at) == last && !is_numeric {
                        self.push_last(&mut lines, text, self.widths[at]);
                    } else {
                        self.push(&mut lines, &cut(text, self.widths[at]), at, is_numeric);
                    }
                }
            });
            for line in lines.split('\n') {
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        Ok(())
    }

    /// Adds a cell that fits its column, and the gap after it. Numbers are aligned right.
    fn push(&self, line: &mut String, text: &str, at: usize, is_numeric: bool) {
        let blanks = self.widths[at].saturating_sub(wrap::columns(text));
        if is_numeric {
            push_blanks(line, blanks);
            line.push_str(text);
            push_blanks(line, GAP);
        } else {
            line.push_str(text);
            push_blanks(line, blanks + GAP);
        }
    }

    /// Adds the last cell, which may continue below itself without touching other columns.
    fn push_last(&self, lines: &mut String, text: &str, width: usize) {
        let broken = wrap::wrap(text, width);
        if broken.len() > MOST_LINES {
            lines.push_str(&cut(text, width));
            return;
        }
        let indent: usize = self.shown.iter().rev().skip(1).map(|&at| self.widths[at] + GAP).sum();
        for (number, line) in broken.iter().enumerate() {
            if number > 0 {
                lines.push('\n');
                push_blanks(lines, indent);
            }
            lines.push_str(line);
        }
    }
}

/// Whether each name in a table belongs to one id; true for a table without ids or names. Reads every row once.
fn names_tell_apart(sheet: &Sheet<'_>) -> bool {
    let find = |name: &str| sheet.columns().iter().position(|column| column == name);
    let (Some(id), Some(name)) = (find("id"), find("name")) else { return true };
    let mut ids: HashMap<String, String> = HashMap::new();
    (0..sheet.row_count()).all(|row| {
        let (mut own_id, mut own_name) = (String::new(), String::new());
        sheet.show(row, |at, cell| match cell {
            Cell::Text(text) if at == id => own_id = text.to_owned(),
            Cell::Text(text) if at == name => own_name = text.to_owned(),
            _ => {}
        });
        *ids.entry(own_name).or_insert_with(|| own_id.clone()) == own_id
    })
}

fn push_blanks(line: &mut String, blanks: usize) {
    line.extend(std::iter::repeat_n(' ', blanks));
}
