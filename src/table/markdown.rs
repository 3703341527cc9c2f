use super::{Block, Sheet, escape, sheet::text};

pub(super) fn page(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks.iter().map(block).filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => format!("## {}\n", escape::markdown(heading)),
        Block::Text(text) => format!("{}\n", escape::markdown(text)),
        Block::Facts(facts) => {
            facts.iter().map(|(name, value)| format!("- {}: {}\n", prose(name), prose(value))).collect()
        }
        Block::Sheet(sheet) => table(sheet),
        Block::Links(links) => links.iter().map(|(text, file)| format!("- [{}](<{file}>)\n", prose(text))).collect(),
        Block::Picture { file: Some(file), alt, .. } => format!("![{}](<{file}>)\n", prose(alt)),
        Block::Picture { file: None, .. } => String::new(),
    }
}

fn prose(text: &str) -> String {
    escape::markdown(text).into_owned()
}

fn table(sheet: &Sheet) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(sheet.columns().iter().map(|name| prose(name)).collect());
    let rule = (0..sheet.columns().len()).map(|at| if sheet.is_numeric(at) { "---:" } else { "---" }.to_owned());
    out.push_str(&line(rule.collect()));
    for row in sheet.rows() {
        out.push_str(&line(row.iter().map(|cell| prose(&text(cell))).collect()));
    }
    out
}
