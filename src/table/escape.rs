//! One escape for each place a name can land in.

use std::borrow::Cow;

use crate::legible::{hidden, spell_out};

/// Text for a terminal: [hidden characters](crate::legible) are spelt out (`\u{1b}`, `\n`).
///
/// ```
/// use sistergraph::table::escape::terminal;
/// assert_eq!(terminal("Minsk"), "Minsk");
/// assert_eq!(terminal("\u{1b}[31mred\n"), "\\u{1b}[31mred\\n");
/// ```
pub fn terminal(text: &str) -> Cow<'_, str> {
    spell_out(text)
}

/// A cell for CSV: one that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP's "CSV
/// Injection" advises. Quoting is the writer's work.
///
/// A formula begins with `=`, `+`, `-` or `@`, in their full-width and small forms and as a minus sign too, behind any
/// blanks and control characters. What begins with a tab, a line break or a NUL may become one when that is dropped.
///
/// ```
/// use sistergraph::table::escape::csv_cell;
/// assert_eq!(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(csv_cell("\u{ff1d}1+1"), "'\u{ff1d}1+1");
/// assert_eq!(csv_cell("Brest"), "Brest");
/// ```
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The same for a file that is read again: where a formula stands behind apostrophes it gets another one, so that
/// [`csv_text`] knows which was added.
///
/// ```
/// use sistergraph::table::escape::csv_data_cell;
/// assert_eq!(csv_data_cell("=1"), "'=1");
/// assert_eq!(csv_data_cell("'=1"), "''=1");
/// assert_eq!(csv_data_cell("'s-Hertogenbosch"), "'s-Hertogenbosch");
/// ```
pub fn csv_data_cell(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`csv_data_cell`] made `cell` of: without the first apostrophe, where a formula stands behind
/// apostrophes.
///
/// ```
/// use sistergraph::table::escape::csv_text;
/// assert_eq!(csv_text("'=1"), "=1");
/// assert_eq!(csv_text("''=1"), "'=1");
/// assert_eq!(csv_text("'s-Hertogenbosch"), "'s-Hertogenbosch");
/// ```
pub fn csv_text(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| is_formula(text.trim_start_matches('\''))).unwrap_or(cell)
}

/// Whether a spreadsheet takes `text` for a formula.
fn is_formula(text: &str) -> bool {
    const SIGNS: [char; 13] = [
        '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}', '\u{FE66}', '\u{FE62}', '\u{FE63}',
        '\u{FE6B}', '\u{2212}',
    ];
    // Most texts begin with a letter or a digit.
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let passes = |c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}';
    text.starts_with(['\t', '\r', '\n', '\0']) || text.trim_start_matches(passes).starts_with(SIGNS)
}

/// Text for a Markdown table: what is markup to CommonMark, GitHub's tables or HTML is escaped.
///
/// GitHub makes links of addresses without any markup. A mail address or one that begins with `www.` it finds in the text that
/// escapes and entities come to, so an empty comment, which no reader sees, stands within.
///
/// ```
/// use sistergraph::table::escape::markdown;
/// assert_eq!(markdown("a|b <script>"), "a\\|b &lt;script&gt;");
/// assert_eq!(markdown("www.example.org"), "www<!-- -->.example.org");
/// ```
pub fn markdown(text: &str) -> Cow<'_, str> {
    let text = spell_out(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Within a word it is no markup.
            '_' if before.is_alphanumeric() && after.is_alphanumeric() => out.push(c),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '@' => {
                out.push_str("&#64;");
                let joins = |c: char, signs: &str| c.is_alphanumeric() || signs.contains(c);
                if joins(before, ".+-_") && joins(after, "-_") {
                    out.push_str(NOTHING);
                }
            }
            ':' if after == '/' => out.push_str("&#58;"),
            '.' if ends_in_www(&out) => {
                out.push_str(NOTHING);
                out.push(c);
            }
            c => out.push(c),
        }
        before = c;
    }
    Cow::Owned(out)
}

/// What a reader of Markdown doesn't see, and what no address goes across.
const NOTHING: &str = "<!-- -->";

fn ends_in_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Text for LaTeX, in a paragraph or a cell: nothing in it is a command, a comment, mathematics, the end of a cell, an option of the
/// line break before it, or a ligature.
///
/// ```
/// use sistergraph::table::escape::latex;
/// assert_eq!(latex("50 % of \\input{x} & $y_1$"), "50 \\% of \\textbackslash{}input\\{x\\} \\& \\$y\\_1\\$");
/// assert_eq!(latex("[a] -- <b>"), "{[}a] -{}- \\textless{}b\\textgreater{}");
/// ```
pub fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in spell_out(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '\'' => out.push_str("\\textquotesingle{}"),
            '[' | '*' => out.push_str(&format!("{{{c}}}")),
            '-' if out.ends_with('-') => out.push_str("{}-"),
            c => out.push(c),
        }
    }
    out
}

/// Text for HTML, in an element or in an attribute between double quotes; what would disguise or reorder its neighbours is
/// spelt out.
///
/// ```
/// use sistergraph::table::escape::html;
/// assert_eq!(html("<img src=\"x\">&"), "&lt;img src=&quot;x&quot;&gt;&amp;");
/// ```
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in spell_out(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The name of a file beside the page as a link to it, in HTML or in Markdown: every byte but
/// Latin letters, digits and `-._~` is percent-encoded, so that it is neither a scheme nor another folder nor the end of
/// the link, and is the one file however it is read.
///
/// ```
/// use sistergraph::table::escape::link;
/// assert_eq!(link("RU-BRY.html"), "RU-BRY.html");
/// assert_eq!(link("javascript:alert(1)"), "javascript%3Aalert%281%29");
/// assert_eq!(link("Мінск"), "%D0%9C%D1%96%D0%BD%D1%81%D0%BA");
/// ```
pub fn link(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// JSON that reads the same and disguises nothing: [hidden characters](crate::legible) as `\u` escapes. Outside texts JSON
/// has none but line feeds, so the whole can be escaped at once.
///
/// ```
/// use sistergraph::table::escape::json;
/// assert_eq!(json("\"\u{202e}x\"".to_owned()), "\"\\u202ex\"");
/// ```
pub fn json(text: String) -> String {
    // A line feed within a text is escaped already.
    let mut hidden = hidden(&text).filter(|&(_, c)| c != '\n').peekable();
    if hidden.peek().is_none() {
        drop(hidden);
        return text;
    }
    let (mut out, mut written) = (String::with_capacity(text.len() + 16), 0);
    for (at, c) in hidden {
        out.push_str(&text[written..at]);
        c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        written = at + c.len_utf8();
    }
    out.push_str(&text[written..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_guarded_is_read_as_it_was() {
        for text in
            ["=1", "'=1", "''=1", "'", "''", "", "'s", " =1", "' =1", "\n=1", "'\n", "-1", "\u{ff1d}", "a'=1", "'-"]
        {
            assert_eq!(csv_text(&csv_data_cell(text)), text);
            assert_eq!(is_formula(text), *csv_cell(text) != *text, "{text:?}");
        }
    }
}
