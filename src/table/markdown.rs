use std::io::{self, Write};

use super::{Block, Sheet, Wording, block::of_page, escape};

pub(super) fn write_page(blocks: &[Block<'_>], wording: &dyn Wording, out: &mut dyn Write) -> io::Result<()> {
    let mut is_first = true;
    for block in of_page(blocks) {
        // A blank line precedes everything but the first block.
        let mut begin = |out: &mut dyn Write| if std::mem::take(&mut is_first) { Ok(()) } else { out.write_all(b"\n") };
        if let Block::Sheet(sheet) | Block::Folded { sheet, .. } = block {
            write_table(sheet, wording, &mut begin, out)?;
            continue;
        }
        let text = prose_block(block);
        if !text.is_empty() {
            begin(out)?;
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

fn prose_block(block: &Block<'_>) -> String {
    match block {
        Block::Heading(heading) => format!("## {}\n", escape::markdown(heading)),
        Block::Text(text) => format!("{}\n", escape::markdown(text)),
        Block::Facts(facts) => {
            facts.iter().map(|(name, value)| format!("- {}: {}\n", prose(name), prose(value))).collect()
        }
        Block::Picture { file: Some(file), alt, credit, .. } => {
            let credit = if credit.is_empty() { String::new() } else { format!("\n{}\n", prose(credit)) };
            format!("![{}](<{}>)\n{credit}", prose(alt), escape::link(file))
        }
        Block::Picture { file: None, .. } | Block::Sheet(_) | Block::Folded { .. } | Block::Either { .. } => {
            String::new()
        }
    }
}

fn prose(text: &str) -> String {
    escape::markdown(text).into_owned()
}

/// A table; nothing if no column is left, since Markdown has no table without columns.
fn write_table(
    sheet: &Sheet<'_>,
    wording: &dyn Wording,
    begin: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let contents = sheet.contents();
    let is_shown = |(at, content)| sheet.shows(content) && sheet.is_for_people(at, wording);
    let shown: Vec<bool> = contents.iter().enumerate().map(is_shown).collect();
    if !shown.contains(&true) {
        return Ok(());
    }
    begin(out)?;
    let (mut names, mut rule) = (String::from("|"), String::from("|"));
    let columns = sheet.columns().iter().zip(&contents).zip(&shown).enumerate();
    for (at, ((name, content), _)) in columns.filter(|(_, (_, shown))| **shown) {
        let meaning = sheet.meaning(at).map(|meaning| format!(" {meaning}")).unwrap_or_default();
        push_cell(&mut names, &escape::markdown(&format!("{}{meaning}", wording.caption(name))));
        push_cell(&mut rule, if content.is_numeric() { "---:" } else { "---" });
    }
    writeln!(out, "{names}\n{rule}")?;
    let (mut line, mut digits) = (String::new(), Vec::new());
    for row in 0..sheet.row_count() {
        line.clear();
        line.push('|');
        sheet.show(row, |at, cell| {
            if shown[at] {
                let text = cell.worded(&sheet.columns()[at], wording, &mut digits);
                let text = escape::markdown(&text);
                match sheet.link(row, at) {
                    Some(file) => push_cell(&mut line, &format!("[{text}](<{}>)", escape::link(file))),
                    None => push_cell(&mut line, &text),
                }
            }
        });
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

fn push_cell(line: &mut String, cell: &str) {
    line.push(' ');
    line.push_str(cell);
    line.push_str(" |");
}
