use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{Block, Remark, Sheet, Wording, arrangement::code_of_each, block::of_page, cell::Cell, escape};
use crate::legible::spell_out;

/// The style of a page on screen and paper; nothing is loaded from elsewhere.
const STYLE: &str = "\
body { font: 15px/1.45 'Noto Sans', 'Segoe UI', sans-serif; color: #1c2733; background: #fff; max-width: 68em; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.5em; line-height: 1.25 } h2 { font-size: 1.2em; margin-top: 1.6em }
main, footer { overflow-wrap: break-word } main span { white-space: nowrap } a { color: #0b5394 }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1em 1.2em } dt { color: #546474 } dd { margin: 0 }
.rows { overflow-x: auto; margin: .6em 0 } table { border-collapse: collapse; width: 100% }
.most th.n { writing-mode: vertical-rl; transform: rotate(180deg); padding: .6em .25em; text-align: left; vertical-align: bottom }
th, td { text-align: left; vertical-align: top; white-space: pre-wrap; padding: .25em .6em; border-bottom: 1px solid #dde3e8 }
td { max-width: 30em } .long { min-width: 24em } th { color: #546474; font-weight: 600 } .same { color: #546474 }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
footer { margin-top: 2em; color: #546474; font-size: .8em } svg { width: 100%; height: auto; display: block } figure { margin: 1em 0; overflow-x: auto } figure svg { min-width: 44em }
@media (max-width: 60em) { table { width: max-content; min-width: 100% } }
@media (max-width: 40em) { dl { grid-template-columns: minmax(0, 1fr) } dd { margin-bottom: .4em } }
@page { margin: 12mm } @page wide { size: landscape; margin: 10mm }
@media print { table { width: 100%; min-width: 0 } main:has(.wide) { page: wide } .wide { font-size: 6.5pt } .wide.most td { overflow-wrap: anywhere } .wide.most th.n { writing-mode: vertical-rl; transform: rotate(180deg); padding: .35em .1em; text-align: left } .wide.most .n { padding-left: .15em; padding-right: .15em; text-align: center } figure svg { max-height: 12cm; min-width: 0 } figure { overflow: visible } h2 { break-after: avoid } body { margin: 0; padding: 0; max-width: none; font-size: 8.5pt } .rows { overflow: visible } .long { min-width: 0 } \
th, td { padding: .15em .35em } tr, figure { break-inside: avoid } thead { display: table-header-group } details::details-content { content-visibility: visible; block-size: auto } }";

/// A whole document. Its title and first heading are the first heading of the answer, or otherwise the first paragraph.
pub(super) fn write_page(
    blocks: &[Block<'_>],
    foot: &str,
    wording: &dyn Wording,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = of_page(blocks).find_map(|block| match block {
        Block::Heading(text) | Block::Text(text) => Some(escape::html(text)),
        _ => None,
    });
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n",
        wording.language(),
        title.unwrap_or_default()
    )?;
    let mut labels = Labels::default();
    for (at, block) in of_page(blocks).enumerate() {
        match block {
            Block::Text(text) if at == 0 => {
                labels.heading = Some(text);
                writeln!(out, "<h1>{}</h1>", in_lines(text))?;
            }
            block => write_block(block, if at == 0 { "h1" } else { "h2" }, &mut labels, wording, out)?,
        }
    }
    out.write_all(b"</main>\n")?;
    if !foot.is_empty() {
        writeln!(out, "<footer>{}</footer>", in_lines(foot))?;
    }
    out.write_all(b"</body>\n</html>\n")
}

/// Labels of tables for people who don't see the heading above: each is made from that heading, and all differ.
#[derive(Default)]
struct Labels<'b> {
    heading: Option<&'b str>,
    tables: BTreeMap<String, usize>,
}

impl Labels<'_> {
    /// The label of the next table.
    fn next(&mut self, wording: &dyn Wording) -> String {
        let heading = self.heading.map_or_else(|| wording.remark(Remark::Table), str::to_owned);
        let tables = self.tables.entry(heading.clone()).or_default();
        *tables += 1;
        if *tables == 1 { heading } else { format!("{heading} ({tables})") }
    }
}

/// The longest word that is kept on one line; a longer one may be wider than a narrow screen.
const LONGEST: usize = 24;

/// Text for an element that may have several lines. A number, date, code or option isn't broken at hyphens, nor is a
/// text of one word.
fn in_lines(text: &str) -> String {
    let text = spell_out(text);
    if !text.contains('-') {
        return escape::html(&text);
    }
    let is_alone = !text.contains(' ');
    let is_whole = |word: &str| {
        let is_code = || word.contains(|c: char| c.is_ascii_uppercase()) && !word.contains(char::is_lowercase);
        word.contains('-')
            && word.chars().count() <= LONGEST
            && (is_alone || word.contains(|c: char| c.is_ascii_digit()) || word.contains("--") || is_code())
    };
    let words = text.split(' ').map(|word| match escape::html(word) {
        word_in_html if is_whole(word) => format!("<span>{word_in_html}</span>"),
        word_in_html => word_in_html,
    });
    words.collect::<Vec<_>>().join(" ")
}

fn write_block<'b>(
    block: &'b Block<'_>,
    heading: &str,
    labels: &mut Labels<'b>,
    wording: &dyn Wording,
    out: &mut dyn Write,
) -> io::Result<()> {
    match block {
        Block::Heading(text) => {
            labels.heading = Some(text);
            writeln!(out, "<{heading}>{}</{heading}>", in_lines(text))
        }
        Block::Text(text) => writeln!(out, "<p>{}</p>", in_lines(text)),
        Block::Facts(facts) => {
            out.write_all(b"<dl>\n")?;
            for (name, value) in facts {
                // A fact named by its field gets blanks for underscores, like columns.
                writeln!(out, "<dt>{}</dt><dd>{}</dd>", in_lines(&name.replace('_', " ")), in_lines(value))?;
            }
            out.write_all(b"</dl>\n")
        }
        Block::Sheet(sheet) => write_table(sheet, labels, wording, out),
        Block::Folded { summary, sheet } => {
            writeln!(out, "<details>\n<summary>{}</summary>", in_lines(summary))?;
            write_table(sheet, labels, wording, out)?;
            out.write_all(b"</details>\n")
        }
        Block::Picture { svg, .. } => {
            // Within a page, an SVG element has no XML declaration.
            let element = svg.find("<svg").map_or("", |start| &svg[start..]);
            // On a narrow screen the figure scrolls, also by keyboard.
            writeln!(out, "<figure tabindex=\"0\">\n{}\n</figure>", element.trim_end())
        }
        // These were resolved above.
        Block::Either { .. } => Ok(()),
    }
}

/// This many columns fit a page in portrait format in print without breaking words.
const UPRIGHT: usize = 8;
/// This many columns fit a page in landscape format. With more, headings of numbers are turned upright, and words are
/// broken instead of being cut off.
const LANDSCAPE: usize = 16;

/// A table. Columns that no row fills are left out, and so is a table without columns. A column with the same text in
/// all rows, if there are three or more, is stated once in a line above, unless it is the first column, which says what
/// the rows are about.
fn write_table(
    sheet: &Sheet<'_>,
    labels: &mut Labels<'_>,
    wording: &dyn Wording,
    out: &mut dyn Write,
) -> io::Result<()> {
    let contents = sheet.contents();
    let is_empty = sheet.row_count() == 0;
    let is_told = |at: usize| sheet.shows(&contents[at]) && sheet.is_for_people(at, wording);
    let is_shown = |at: usize| is_told(at) && (is_empty || contents[at].has_values);
    let is_same = |at: usize| at > 0 && sheet.row_count() > 2 && !contents[at].varies && contents[at].has_words;
    let shown: Vec<bool> = (0..contents.len()).map(|at| is_shown(at) && !is_same(at)).collect();
    if !shown.contains(&true) {
        return Ok(());
    }
    let name = |at: usize| {
        let column = &sheet.columns()[at];
        let caption = wording.caption(column);
        // If a column has no caption, its name gets blanks for underscores.
        let caption = if caption == column { in_lines(&column.replace('_', " ")) } else { in_lines(caption) };
        sheet.meaning(at).map_or_else(|| caption.clone(), |meaning| format!("{caption} {}", in_lines(meaning)))
    };
    let mut digits = Vec::new();
    let mut text = |row: usize, at: usize, cell: Cell<'_>| {
        if let Some(named) = sheet.named_codes(at, cell) {
            return in_lines(&named);
        }
        let text = in_lines(&cell.worded(&sheet.columns()[at], wording, &mut digits));
        let text = match sheet.name_of(at, cell) {
            Some(name) if name != text => format!("{text} {}", in_lines(&name)),
            _ => text,
        };
        match sheet.link(row, at) {
            Some(file) => format!("<a href=\"{}\">{text}</a>", escape::link(file)),
            None => text,
        }
    };
    let mut same = Vec::new();
    if sheet.row_count() > 0 {
        sheet.show(0, |at, cell| {
            if is_shown(at) && is_same(at) {
                same.push(format!("{} {}", name(at), text(0, at, cell)));
            }
        });
    }
    if !same.is_empty() {
        let same = wording.remark(Remark::SameOnPage { cells: &same.join(", ") });
        writeln!(out, "<p class=\"same\">{same}</p>")?;
    }
    let class = |at: usize| match (contents[at].is_numeric(), code_of_each(&sheet.columns()[at])) {
        (true, _) => " class=\"n\"",
        (false, Some(_)) => " class=\"long\"",
        (false, None) => "",
    };
    let width = match shown.iter().filter(|&&shown| shown).count() {
        0..=UPRIGHT => "",
        columns if columns <= LANDSCAPE => " wide",
        _ => " wide most",
    };
    let label = escape::html(&labels.next(wording));
    write!(
        out,
        "<div class=\"rows{width}\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\"><table>\n<thead><tr>"
    )?;
    for at in (0..contents.len()).filter(|&at| shown[at]) {
        write!(out, "<th scope=\"col\"{}>{}</th>", class(at), name(at))?;
    }
    out.write_all(b"</tr></thead>\n<tbody>\n")?;
    let mut line = String::new();
    for row in 0..sheet.row_count() {
        line.clear();
        line.push_str("<tr>");
        sheet.show(row, |at, cell| {
            if shown[at] {
                let parts = ["<td", class(at), ">", &text(row, at, cell), "</td>"];
                parts.iter().for_each(|part| line.push_str(part));
            }
        });
        line.push_str("</tr>\n");
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"</tbody></table></div>\n")
}
