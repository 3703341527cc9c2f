//! Escapes of XML.

/// Whether a character may not stand in XML 1.0, or would reorder the text around it.
fn is_refused(c: char) -> bool {
    let allowed = matches!(c, '\t' | '\n' | '\r') || !c.is_control();
    !allowed || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Appends `text` as XML text or as the value of an attribute in double quotes.
///
/// What XML can't hold becomes U+FFFD; line breaks and tabs become blanks, as a renderer would take them anyway.
pub(super) fn push_xml(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if is_refused(c) => out.push('\u{FFFD}'),
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
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(xml("a\u{0}b\u{1b}c\u{FFFF}d\u{202E}e"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e");
        assert_eq!(xml("a\nb\tc"), "a b c");
    }
}
