use std::io::{self, Write};

use super::{Block, Sheet, Wording, block::of_page, escape};

/// A piece of a LaTeX document, for `\input`. Its tables need the package booktabs, and long ones longtable.
pub(super) fn write_page(blocks: &[Block<'_>], wording: &dyn Wording, out: &mut dyn Write) -> io::Result<()> {
    let mut is_first = true;
    for block in of_page(blocks) {
        let is_blank = match block {
            Block::Facts(facts) => facts.is_empty(),
            Block::Picture { .. } | Block::Either { .. } => true,
            Block::Heading(_) | Block::Text(_) | Block::Sheet(_) | Block::Folded { .. } => false,
        };
        if is_blank {
            continue;
        }
        if !std::mem::take(&mut is_first) {
            out.write_all(b"\n")?;
        }
        match block {
            Block::Heading(heading) => writeln!(out, "\\subsection*{{{}}}", escape::latex(heading))?,
            Block::Text(text) => writeln!(out, "{}", escape::latex(text))?,
            Block::Facts(facts) => {
                writeln!(out, "\\begin{{tabular}}{{lr}}\n\\toprule")?;
                for (name, value) in facts {
                    writeln!(out, "{} & {} \\\\", escape::latex(name), escape::latex(value))?;
                }
                writeln!(out, "\\bottomrule\n\\end{{tabular}}")?;
            }
            Block::Sheet(sheet) | Block::Folded { sheet, .. } => write_table(sheet, wording, out)?,
            Block::Picture { .. } | Block::Either { .. } => {}
        }
    }
    Ok(())
}

/// This many rows fit on one page.
const ON_A_PAGE: usize = 40;

/// A table; nothing if no column is left.
fn write_table(sheet: &Sheet<'_>, wording: &dyn Wording, out: &mut dyn Write) -> io::Result<()> {
    let contents = sheet.contents();
    let is_shown = |(at, content)| sheet.shows(content) && sheet.is_for_people(at, wording);
    let shown: Vec<bool> = contents.iter().enumerate().map(is_shown).collect();
    if !shown.contains(&true) {
        return Ok(());
    }
    let (mut names, mut columns) = (Vec::new(), String::new());
    for ((name, content), _) in sheet.columns().iter().zip(&contents).zip(&shown).filter(|(_, shown)| **shown) {
        names.push(escape::latex(wording.caption(name)));
        columns.push(if content.is_numeric() { 'r' } else { 'l' });
    }
    let table = if sheet.row_count() > ON_A_PAGE { "longtable" } else { "tabular" };
    writeln!(out, "\\begin{{{table}}}{{{columns}}}\n\\toprule\n{} \\\\\n\\midrule", names.join(" & "))?;
    if table == "longtable" {
        // The head and the foot of every page.
        writeln!(out, "\\endhead\n\\bottomrule\n\\endfoot")?;
    }
    let (mut line, mut digits) = (String::new(), Vec::new());
    for row in 0..sheet.row_count() {
        line.clear();
        sheet.show(row, |at, cell| {
            if shown[at] {
                let text = cell.worded(&sheet.columns()[at], wording, &mut digits);
                // A blank first cell is escaped too.
                line.push_str(&escape::latex(&text));
                line.push_str(" & ");
            }
        });
        line.truncate(line.len() - " & ".len());
        writeln!(out, "{line} \\\\")?;
    }
    match table {
        "longtable" => writeln!(out, "\\end{{longtable}}"),
        _ => writeln!(out, "\\bottomrule\n\\end{{tabular}}"),
    }
}
