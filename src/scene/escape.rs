//! Escapes of XML.

use crate::legible::spell_out;

/// Appends `text` as XML text, or as the value of an attribute in double quotes.
///
/// [Hidden characters](crate::legible) are spelt out. They include all characters that XML can't contain.
pub(super) fn push_xml(out: &mut String, text: &str) {
    for c in spell_out(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(text: &str) -> String {
        let mut out = String::new();
        push_xml(&mut out, text);
        out
    }

    #[test]
    fn markup_stays_text() {
        assert_eq!(xml(r#"<b>&"]]>"#), "&lt;b&gt;&amp;&quot;]]&gt;");
        assert_eq!(xml("Minsk 'x' Č"), "Minsk 'x' Č");
    }

    #[test]
    fn what_xml_cannot_hold_is_spelt_out() {
        assert_eq!(xml("a\u{0}b\u{1b}c\u{FFFF}d\u{202E}e"), "a\\u{0}b\\u{1b}c\\u{ffff}d\\u{202e}e");
        assert_eq!(xml("a\nb\tc"), "a\\nb\\tc");
    }
}
