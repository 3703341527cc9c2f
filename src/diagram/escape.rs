//! Escapes of the DOT language.

use crate::legible::spell_out;

/// `text` as a quoted DOT string, which Graphviz shows unchanged.
///
/// [Hidden characters](crate::legible) are spelt out. Backslashes would begin escapes of labels, quotes would end the
/// string, and Graphviz decodes HTML entities in every label, so all of these are escaped.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    // The common case: nothing needs escaping.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' if !matches!(byte, b'\\' | b'"' | b'&'))) {
        out.push_str(text);
        out.push('"');
        return out;
    }
    for c in spell_out(text).chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `text` for use within an HTML-like label.
pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    for c in spell_out(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dot_would_read_as_markup_is_escaped() {
        assert_eq!(quote(r#"a"b\N & c"#), r#""a\"b\\N &amp; c""#);
        assert_eq!(quote("a\nb"), r#""a\\nb""#);
        assert_eq!(quote(""), r#""""#);
        assert_eq!(quote("Frankfurt (Oder) ~"), r#""Frankfurt (Oder) ~""#);
        for c in ('\0'..='\u{7f}').filter(|&c| c != ' ' && !c.is_ascii_graphic()) {
            assert!(quote(&format!("a{c}b")).contains("\\\\"), "{c:?}");
        }
        assert_eq!(html("<b>&\""), "&lt;b&gt;&amp;&quot;");
    }
}
