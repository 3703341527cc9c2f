use std::io::{self, Write};

use super::{
    Block, Wording,
    block::of_terminal,
    escape,
    terminal_table::{self, GAP, NARROWEST},
    wrap::{columns, wrap, write_lines},
};

pub(super) fn write_page(
    blocks: &[Block<'_>],
    width: usize,
    wording: &dyn Wording,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (i, block) in of_terminal(blocks).enumerate() {
        match block {
            Block::Heading(heading) => {
                if i > 0 {
                    out.write_all(b"\n")?;
                }
                let heading = escape::terminal(heading);
                write_lines(&heading, width, out)?;
                writeln!(out, "{}", "-".repeat(columns(&heading).min(width)))?;
            }
            Block::Text(text) => write_lines(&escape::terminal(text), width, out)?,
            Block::Facts(facts) => write_facts(facts, width, out)?,
            Block::Sheet(sheet) | Block::Folded { sheet, .. } => terminal_table::write(sheet, width, wording, out)?,
            // These were resolved above.
            Block::Picture { .. } | Block::Either { .. } => {}
        }
    }
    Ok(())
}

fn write_facts(facts: &[(String, String)], width: usize, out: &mut dyn Write) -> io::Result<()> {
    let name_width = facts.iter().map(|(name, _)| columns(&escape::terminal(name))).max().unwrap_or(0);
    for (name, value) in facts {
        let name = escape::terminal(name);
        let indent = name_width + GAP;
        let value = wrap(&escape::terminal(value), width.saturating_sub(indent).max(NARROWEST));
        for (i, line) in value.iter().enumerate() {
            let name = if i == 0 { &*name } else { "" };
            let blanks = " ".repeat(indent - columns(name));
            writeln!(out, "{}", format!("{name}{blanks}{line}").trim_end())?;
        }
    }
    Ok(())
}
