use super::{Block, Sheet, escape, sheet::text};

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
pub(super) fn page(blocks: &[Block], source: &str) -> String {
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading(text) | Block::Text(text) => Some(escape::html(text)),
        _ => None,
    });
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n",
        title.unwrap_or_default()
    );
    for (at, block) in blocks.iter().enumerate() {
        push(&mut out, block, if at == 0 { "h1" } else { "h2" });
    }
    if !source.is_empty() {
        out.push_str(&format!("<footer>{}</footer>\n", escape::html(source)));
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn push(out: &mut String, block: &Block, heading: &str) {
    match block {
        Block::Heading(text) => out.push_str(&format!("<{heading}>{}</{heading}>\n", escape::html(text))),
        Block::Text(text) => out.push_str(&format!("<p>{}</p>\n", escape::html(text))),
        Block::Facts(facts) => {
            out.push_str("<dl>\n");
            for (name, value) in facts {
                out.push_str(&format!("<dt>{}</dt><dd>{}</dd>\n", escape::html(name), escape::html(value)));
            }
            out.push_str("</dl>\n");
        }
        Block::Sheet(sheet) => push_table(out, sheet),
        Block::Links(links) => {
            out.push_str("<ul>\n");
            for (text, file) in links {
                out.push_str(&format!("<li><a href=\"{}\">{}</a></li>\n", escape::html(file), escape::html(text)));
            }
            out.push_str("</ul>\n");
        }
        Block::Picture { svg, .. } => {
            // Within a page an SVG stands without the declaration of a file.
            let element = svg.find("<svg").map_or("", |start| &svg[start..]);
            out.push_str(&format!("<figure>\n{}\n</figure>\n", element.trim_end()));
        }
    }
}

/// A table; a column that no row fills is left out.
fn push_table(out: &mut String, sheet: &Sheet) {
    let is_filled = |at: &usize| sheet.rows().is_empty() || sheet.rows().iter().any(|row| !row[*at].is_null());
    let filled: Vec<usize> = (0..sheet.columns().len()).filter(is_filled).collect();
    let class = |at: usize| if sheet.is_numeric(at) { " class=\"n\"" } else { "" };
    out.push_str("<table>\n<tr>");
    for &at in &filled {
        let name = sheet.columns()[at].replace('_', " ");
        out.push_str(&format!("<th{}>{}</th>", class(at), escape::html(&name)));
    }
    out.push_str("</tr>\n");
    for row in sheet.rows() {
        out.push_str("<tr>");
        for &at in &filled {
            out.push_str(&format!("<td{}>{}</td>", class(at), escape::html(&text(&row[at]))));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}
