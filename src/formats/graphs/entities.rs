//! Decodes characters that are written as in HTML.

use std::borrow::Cow;

/// The entities that are decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Entities {
    /// Only numbers of characters: `&#1052;`, `&#x41c;`.
    Numbers,
    /// Also those of XML: `&amp;`.
    All,
}

/// Entities have no longer names.
const LONGEST: usize = 10;

/// A text with its entities decoded; anything else stays as it is.
pub(super) fn decoded(text: &str, known: Entities) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after;
        let name = after.split_once(';').map(|(name, _)| name).filter(|name| name.len() <= LONGEST);
        match name.and_then(|name| Some((name, character(name, known)?))) {
            Some((name, character)) => {
                out.push(character);
                rest = &after[name.len() + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn character(name: &str, known: Entities) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        let text = (known == Entities::All).then(|| quick_xml::escape::resolve_xml_entity(name)).flatten()?;
        return text.chars().next();
    };
    let is_number = number.starts_with(|c: char| c.is_ascii_alphanumeric());
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_hexdigit()) => u32::from_str_radix(digits, 16).ok(),
        Some(_) => None,
        None => number.parse().ok().filter(|_| is_number),
    };
    char::from_u32(number?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_entity_stays() {
        for (text, numbers, all) in [
            ("&#1052;&#x456;&#X43d;ск", "Мінск", "Мінск"),
            ("a &amp; b", "a &amp; b", "a & b"),
            ("&&#65;&", "&A&", "&A&"),
            (
                "&#;&#x;&#+65;&#x+41;&#1114112;&#55296;",
                "&#;&#x;&#+65;&#x+41;&#1114112;&#55296;",
                "&#;&#x;&#+65;&#x+41;&#1114112;&#55296;",
            ),
            ("&eacute; &#38;#65;", "&eacute; &#65;", "&eacute; &#65;"),
            ("plain", "plain", "plain"),
        ] {
            assert_eq!((&*decoded(text, Entities::Numbers), &*decoded(text, Entities::All)), (numbers, all), "{text}");
        }
    }
}
