//! Words within names that have several spellings (`St.` and `Saint`, `Mt` and `Mount`, `Frankfurt/Main` and `Frankfurt
//! am Main`), and the part of a name that says where the place lies (`Halle (Saale)`).

use super::fold;

/// Words with the same meaning, each with the word that replaces it.
const WORDS: [(&str, &str); 7] = [
    ("st", "saint"),
    ("sankt", "saint"),
    ("sainte", "saint"),
    ("ste", "saint"),
    ("mt", "mount"),
    ("ft", "fort"),
    ("nr", "near"),
];

/// Words that join a name to the river, lake or region that tells it from other places with the name.
const BETWEEN: [&str; 21] = [
    "a", "ad", "am", "an", "auf", "bei", "d", "dem", "der", "im", "in", "nad", "near", "ob", "on", "sul", "sur",
    "upon", "над", "на", "у",
];

/// `text` folded, with one spelling for words that have several, and without the words between a name and the river,
/// lake or region behind it.
pub(crate) fn equate(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).map(fold).filter(|word| !word.is_empty());
    let words: Vec<String> = words.collect();
    let last = words.len().saturating_sub(1);
    let kept = words.iter().enumerate().filter_map(|(at, word)| {
        let word = WORDS.iter().find(|(written, _)| written == word).map_or(word.as_str(), |&(_, meant)| meant);
        (at == 0 || at == last || !BETWEEN.contains(&word)).then_some(word)
    });
    kept.collect()
}

/// Whether a character is a combining mark, which belongs to the letter before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// A name without the part that says where the place lies: `Frankfurt` of `Frankfurt (Oder)`, `Frankfurt/Oder` and
/// `Frankfurt am Main`.
pub(crate) fn unqualified(text: &str) -> Option<&str> {
    bracketed(text).or_else(|| {
        let is_apart = |c: char| !c.is_alphanumeric() && !is_mark(c);
        let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        let mut words = text.split(is_apart).filter(|word| !word.is_empty()).skip(1);
        let between = words.find(|word| BETWEEN.contains(&&*fold(word)))?;
        words.next()?;
        Some(text[..start(between)].trim_end_matches(is_apart)).filter(|name| !name.is_empty())
    })
}

/// A name without the part in brackets or behind a slash that says where the place lies.
pub(crate) fn bracketed(text: &str) -> Option<&str> {
    let name = match text.trim().strip_suffix(')') {
        Some(open) => open.rsplit_once('(')?.0,
        None => text.split_once('/')?.0,
    };
    Some(name.trim()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_a_word_meet() {
        for (a, b) in [
            ("St. Albans", "Saint Albans"),
            ("St Albans", "SAINT-ALBANS"),
            ("Sankt Augustin", "St. Augustin"),
            ("Sault Ste. Marie", "Sault Sainte Marie"),
            ("Mt. Vernon", "Mount Vernon"),
            ("Ft Worth", "Fort Worth"),
            ("Frankfurt/Main", "Frankfurt am Main"),
            ("Frankfurt (Main)", "Frankfurt a. Main"),
            ("Halle (Saale)", "Halle an der Saale"),
            ("Halle a. d. Saale", "Halle/Saale"),
            ("Newcastle-upon-Tyne", "Newcastle on Tyne"),
            ("Châlons-sur-Marne", "Chalons/Marne"),
        ] {
            assert_eq!(equate(a), equate(b), "{a} {b}");
        }
        for (a, b) in [
            ("Halle (Saale)", "Halle (Westfalen)"),
            ("St", "S"),
            ("An Nabk", "Nabk"),
            ("Stade", "Saintade"),
            ("Bad Berg", "Berg"),
        ] {
            assert_ne!(equate(a), equate(b), "{a} {b}");
        }
    }

    #[test]
    fn what_a_name_lies_at_is_left_off() {
        assert_eq!(unqualified("Halle (Saale)"), Some("Halle"));
        assert_eq!(unqualified("Frankfurt/Oder"), Some("Frankfurt"));
        assert_eq!(unqualified("Frankfurt am Main"), Some("Frankfurt"));
        assert_eq!(unqualified("Rostov-na-Donu"), None);
        assert_eq!(unqualified("Ростов-на-Дону"), Some("Ростов"));
        assert_eq!(bracketed("Frankfurt am Main"), None);
        for whole in ["Halle", "(Saale)", "/Oder", "Halle, Saale", "a) b"] {
            assert_eq!(unqualified(whole), None, "{whole}");
        }
    }
}
