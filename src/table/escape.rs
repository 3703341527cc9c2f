//! One escape for each place a name can land in.

use std::borrow::Cow;

/// Whether a character would move the cursor, colour the text, or disguise or reorder its neighbours.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{61C}' | '\u{FEFF}' | '\u{AD}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Text for a terminal: control, bidirectional and invisible characters are spelt out (`\u{1b}`, `\n`).
///
/// ```
/// use sistergraph::table::escape::terminal;
/// assert_eq!(terminal("Minsk"), "Minsk");
/// assert_eq!(terminal("\u{1b}[31mred\n"), "\\u{1b}[31mred\\n");
/// ```
pub fn terminal(text: &str) -> Cow<'_, str> {
    spell_out(text)
}

/// A cell for CSV: one that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
/// carriage return) gets an apostrophe before it, as OWASP's "CSV Injection" advises. Quoting is the writer's work.
///
/// ```
/// use sistergraph::table::escape::csv_cell;
/// assert_eq!(csv_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(csv_cell("Brest"), "Brest");
/// ```
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Text for a Markdown table: what is markup to CommonMark, GitHub's tables or HTML is escaped.
///
/// ```
/// use sistergraph::table::escape::markdown;
/// assert_eq!(markdown("a|b <script>"), "a\\|b &lt;script&gt;");
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
            // Bare addresses and mentions become links without any markup.
            '@' => out.push_str("&#64;"),
            ':' if after == '/' => out.push_str("&#58;"),
            c => out.push(c),
        }
        before = c;
    }
    Cow::Owned(out)
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

/// JSON that reads the same and disguises nothing: bidirectional and invisible characters as `\u` escapes. Outside texts
/// JSON has none, so the whole can be escaped at once.
///
/// ```
/// use sistergraph::table::escape::json;
/// assert_eq!(json("\"\u{202e}x\"".to_owned()), "\"\\u202ex\"");
/// ```
pub fn json(text: String) -> String {
    let is_hidden = |c: char| !matches!(c, ' '..='~' | '\n') && is_unprintable(c);
    // Few texts have even a byte that a hidden character begins with.
    if !text.bytes().any(|byte| BEGINS_HIDDEN[usize::from(byte)]) || !text.contains(is_hidden) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// The bytes of UTF-8 with which what [`is_unprintable`] names begins, but for the line feed.
const BEGINS_HIDDEN: [bool; 256] = {
    let mut begins = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        begins[byte] = matches!(byte, 0..=0x09 | 0x0B..=0x1F | 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF | 0xF3);
        byte += 1;
    }
    begins
};

fn spell_out(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unprintable(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hidden_character_is_known_by_its_first_byte() {
        for c in ('\0'..=char::MAX).filter(|&c| c != '\n' && is_unprintable(c)) {
            let first = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(BEGINS_HIDDEN[usize::from(first)], "{c:?}");
        }
    }
}
