//! One escape for each kind of output in which names appear.

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

/// A cell for CSV. If a spreadsheet would take it for a formula, it gets an apostrophe before it, as OWASP's "CSV
/// Injection" advises. The CSV writer does the quoting.
///
/// A formula begins with `=`, `+`, `-` or `@`, also in their full-width and small forms and as a minus sign, after any
/// blanks and control characters. A text that begins with a tab, a line break or a NUL may become a formula if a
/// program drops that character.
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

/// The same for a file that is read again. A formula that already follows apostrophes gets another one, so that
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

/// The text from which [`csv_data_cell`] made `cell`: the first of any apostrophes before a formula is removed.
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
    // A shortcut: most texts begin with a letter or a digit.
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let passes = |c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}';
    text.starts_with(['\t', '\r', '\n', '\0']) || text.trim_start_matches(passes).starts_with(SIGNS)
}

/// Text for a Markdown table: everything that is markup in CommonMark, GitHub's tables or HTML is escaped.
///
/// GitHub turns addresses into links without any markup. It finds e-mail addresses, and those that begin with `www.`,
/// even if they are written with escapes and entities. So an invisible empty comment is inserted into them.
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
            // Within a word it isn't markup.
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

/// A comment that readers of Markdown don't see and that ends an address.
const NOTHING: &str = "<!-- -->";

fn ends_in_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Text for LaTeX, in a paragraph or a cell. It contains no command, comment, mathematics, end of a cell, option for
/// the line break before it, or ligature.
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

/// Text for HTML, in an element or in an attribute in double quotes. Characters that disguise or reorder their
/// neighbours are spelt out.
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

/// The name of a file beside the page, as a link in HTML or Markdown. Every byte except Latin letters, digits and
/// `-._~` is percent-encoded, so that the link can't be a scheme or lead to another folder, doesn't end early, and
/// means the same file for every reader.
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

/// JSON that reads the same and disguises nothing: [hidden characters](crate::legible) become `\u` escapes. Outside
/// texts, JSON has no hidden characters except line feeds, so the whole text can be escaped at once.
///
/// ```
/// use sistergraph::table::escape::json;
/// assert_eq!(json("\"\u{202e}x\"".to_owned()), "\"\\u202ex\"");
/// ```
pub fn json(text: String) -> String {
    // Line feeds within texts are escaped already.
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
