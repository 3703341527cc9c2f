use std::io::{self, Write};

use super::{Block, Sheet, escape};

/// How a page looks on a screen and on paper; nothing is loaded from elsewhere.
const STYLE: &str = "\
body { font: 15px/1.45 'Noto Sans', 'Segoe UI', sans-serif; color: #1c2733; background: #fff; max-width: 62em; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.6em } h2 { font-size: 1.2em; margin-top: 1.6em }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1.2em } dt { color: #5a6b7b } dd { margin: 0 }
table { border-collapse: collapse; margin: .6em 0; width: 100% }
th, td { text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; padding: .25em .6em; border-bottom: 1px solid #dde3e8 }
th { color: #5a6b7b; font-weight: 600 } .n { text-align: right; font-variant-numeric: tabular-nums }
footer { margin-top: 2em; color: #5a6b7b; font-size: .8em } svg { width: 100%; height: auto } figure { margin: 1em 0 }
@media print { body { margin: 0; max-width: none; font-size: 10pt } tr, figure { break-inside: avoid } }";

/// A whole document: its title is the first heading, or the first paragraph.
pub(super) fn write_page(blocks: &[Block<'_>], feet: &[String], out: &mut dyn Write) -> io::Result<()> {
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading(text) | Block::Text(text) => Some(escape::html(text)),
        _ => None,
    });
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n",
        title.unwrap_or_default()
    )?;
    for (at, block) in blocks.iter().enumerate() {
        write_block(block, if at == 0 { "h1" } else { "h2" }, out)?;
    }
    if !feet.is_empty() {
        let feet: Vec<_> = feet.iter().map(|line| escape::html(line)).collect();
        writeln!(out, "<footer>{}</footer>", feet.join("<br>"))?;
    }
    out.write_all(b"</body>\n</html>\n")
}

fn write_block(block: &Block<'_>, heading: &str, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Heading(text) => writeln!(out, "<{heading}>{}</{heading}>", escape::html(text)),
        Block::Text(text) => writeln!(out, "<p>{}</p>", escape::html(text)),
        Block::Facts(facts) => {
            out.write_all(b"<dl>\n")?;
            for (name, value) in facts {
                writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape::html(name), escape::html(value))?;
            }
            out.write_all(b"</dl>\n")
        }
        Block::Sheet(sheet) => write_table(sheet, out),
        Block::Links(links) => {
            out.write_all(b"<ul>\n")?;
            for (text, file) in links {
                writeln!(out, "<li><a href=\"{}\">{}</a></li>", escape::link(file), escape::html(text))?;
            }
            out.write_all(b"</ul>\n")
        }
        Block::Picture { svg, .. } => {
            // Within a page an SVG stands without the declaration of a file.
            let element = svg.find("<svg").map_or("", |start| &svg[start..]);
            writeln!(out, "<figure>\n{}\n</figure>", element.trim_end())
        }
    }
}

/// A table; a column that no row fills is left out, and the table where no column is left.
fn write_table(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let contents = sheet.contents();
    let is_empty = sheet.row_count() == 0;
    let shown = contents.iter().map(|content| sheet.shows(content) && (is_empty || content.has_values));
    let shown: Vec<bool> = shown.collect();
    if !shown.contains(&true) {
        return Ok(());
    }
    let class = |at: usize| if contents[at].is_numeric() { " class=\"n\"" } else { "" };
    out.write_all(b"<table>\n<tr>")?;
    for (at, name) in sheet.columns().iter().enumerate().filter(|(at, _)| shown[*at]) {
        write!(out, "<th{}>{}</th>", class(at), escape::html(&name.replace('_', " ")))?;
    }
    out.write_all(b"</tr>\n")?;
    let (mut line, mut digits) = (String::new(), Vec::new());
    for row in 0..sheet.row_count() {
        line.clear();
        line.push_str("<tr>");
        sheet.show(row, |at, cell| {
            if shown[at] {
                let parts = ["<td", class(at), ">", &escape::html(cell.text(&mut digits)), "</td>"];
                parts.iter().for_each(|part| line.push_str(part));
            }
        });
        line.push_str("</tr>\n");
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"</table>\n")
}
