use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use unicode_width::UnicodeWidthStr;

use super::{Block, Sheet, escape, sheet::text};

/// The narrowest a column of text is cut to before whole columns are left out.
const NARROWEST: usize = 18;
/// Blanks between two columns.
const GAP: usize = 2;
/// What of the last column doesn't fit into so many lines is cut to one.
const MOST_LINES: usize = 3;

pub(super) fn page(blocks: &[Block], width: usize) -> String {
    let mut out = String::new();
    for (i, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading(heading) => {
                if i > 0 {
                    out.push('\n');
                }
                let heading = escape::terminal(heading);
                push_lines(&mut out, &heading, width);
                out.push_str(&"-".repeat(columns(&heading).min(width)));
                out.push('\n');
            }
            Block::Text(text) => push_lines(&mut out, &escape::terminal(text), width),
            Block::Facts(facts) => push_facts(&mut out, facts, width),
            Block::Sheet(sheet) => push_sheet(&mut out, sheet, width),
            Block::Links(links) => push_facts(&mut out, links, width),
            Block::Picture { .. } => {}
        }
    }
    out
}

/// How many columns of a terminal a text takes.
fn columns(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

fn push_facts(out: &mut String, facts: &[(String, String)], width: usize) {
    let name_width = facts.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
    for (name, value) in facts {
        let indent = name_width + GAP;
        let value = wrap(&escape::terminal(value), width.saturating_sub(indent).max(NARROWEST));
        for (i, line) in value.iter().enumerate() {
            let name = if i == 0 { name.as_str() } else { "" };
            let blanks = " ".repeat(indent - columns(name));
            out.push_str(format!("{name}{blanks}{line}").trim_end());
            out.push('\n');
        }
    }
}

fn push_lines(out: &mut String, text: &str, width: usize) {
    for line in wrap(text, width) {
        out.push_str(&line);
        out.push('\n');
    }
}

/// Breaks `text` at blanks into lines of at most `width` columns; a longer word is cut.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            *line = cut(word, width);
        } else if columns(line) + 1 + columns(word) <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(cut(word, width));
        }
    }
    lines
}

/// `text` in at most `width` columns, with an ellipsis where something was cut.
fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += columns(c.encode_utf8(&mut [0; 4]));
        if used > width {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// A table no wider than `width`: first columns that say nothing or the same in every row go (the latter into a
/// line above), then the dispensable ones, then long texts are cut, but for those of the last column that a few lines hold. What is left
/// out is named below the table.
fn push_sheet(out: &mut String, sheet: &Sheet, width: usize) {
    if sheet.rows().is_empty() {
        return;
    }
    let cells: Vec<Vec<String>> = sheet
        .rows()
        .iter()
        .map(|row| row.iter().map(|cell| escape::terminal(&text(cell)).into_owned()).collect())
        .collect();
    let names = sheet.columns();
    let mut widths: Vec<usize> = (0..names.len())
        .map(|at| cells.iter().map(|row| columns(&row[at])).chain([columns(&names[at])]).max().unwrap_or(0))
        .collect();
    let mut shown: Vec<usize> = (0..names.len()).filter(|&at| cells.iter().any(|row| !row[at].is_empty())).collect();
    let needed = |shown: &[usize], widths: &[usize]| {
        shown.iter().map(|&at| widths[at]).sum::<usize>() + GAP * shown.len().saturating_sub(1)
    };
    let narrowed: Vec<usize> =
        widths.iter().enumerate().map(|(at, &w)| if sheet.is_numeric(at) { w } else { w.min(NARROWEST) }).collect();

    let mut same = Vec::new();
    if needed(&shown, &widths) > width && cells.len() > 2 {
        let constant = |at: &usize| *at > 0 && cells.iter().all(|row| row[*at] == cells[0][*at]);
        same = shown.extract_if(.., |at| constant(at)).map(|at| format!("{} {}", names[at], cells[0][at])).collect();
    }
    let mut left_out = Vec::new();
    let order: Vec<usize> = sheet
        .least()
        .iter()
        .filter_map(|name| names.iter().position(|column| column == name))
        .chain((1..names.len()).rev())
        .collect();
    for at in order {
        if needed(&shown, &narrowed) <= width {
            break;
        }
        if shown.contains(&at) {
            shown.retain(|&other| other != at);
            left_out.push(names[at].as_str());
        }
    }
    while needed(&shown, &widths) > width {
        let Some(&widest) = shown.iter().filter(|&&at| widths[at] > narrowed[at]).max_by_key(|&&at| widths[at]) else {
            break;
        };
        widths[widest] -= 1;
    }

    if !same.is_empty() {
        push_lines(out, &format!("every row: {}", same.join(", ")), width);
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(shown.iter().map(|&at| cut(&names[at], widths[at])));
    // What comes last may go on below itself without getting among other columns.
    let last = shown.last().copied().filter(|&at| !sheet.is_numeric(at));
    let cell = |row: &[String], at: usize| {
        let lines = (Some(at) == last).then(|| wrap(&row[at], widths[at]));
        let lines = lines.filter(|lines| lines.len() <= MOST_LINES);
        lines.map_or_else(|| cut(&row[at], widths[at]), |lines| lines.join("\n"))
    };
    for row in &cells {
        table.add_row(shown.iter().map(|&at| cell(row, at)));
    }
    for (i, &at) in shown.iter().enumerate() {
        let Some(column) = table.column_mut(i) else { continue };
        let gap = if i + 1 < shown.len() { u16::try_from(GAP).unwrap_or(2) } else { 0 };
        column.set_padding((0, gap));
        if sheet.is_numeric(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if !left_out.is_empty() {
        push_lines(
            out,
            &format!("(not shown for width: {}; --format csv or json has them)", left_out.join(", ")),
            width,
        );
    }
}
