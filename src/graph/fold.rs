//! Keys under which spellings of one name meet. Folding only finds: it never merges two places of the data.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::{MixedScript, confusable_detection::skeleton};

/// `text` without case, accents, blanks, hyphens, apostrophes and other punctuation: what is left are letters and
/// digits. The letters that Unicode doesn't decompose (ß, ø, ł, đ, ð, ı, æ, œ, þ) are spelt out.
pub(super) fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    fold_into(text, &mut key);
    key
}

/// [`fold`] into a buffer that is cleared first, for look-ups that fold every name once.
pub(super) fn fold_into(text: &str, key: &mut String) {
    key.clear();
    if text.is_ascii() {
        key.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase() as char));
        return;
    }
    for c in text.chars() {
        match c {
            '\0'..='\x7f' if !c.is_ascii_alphanumeric() => {}
            '\0'..='\x7f' => key.push(c.to_ascii_lowercase()),
            // Most names in Cyrillic have nothing else; й and ё are below, as letters with a mark.
            'А'..='И' | 'К'..='Я' => key.extend(c.to_lowercase()),
            'а'..='и' | 'к'..='я' => key.push(c),
            _ => std::iter::once(c).nfkd().filter(|&c| !is_combining_mark(c)).for_each(|c| push_folded(c, key)),
        }
    }
}

/// A letter without its marks, in small letters and spelt out.
fn push_folded(c: char, key: &mut String) {
    for c in c.to_lowercase() {
        match c {
            'ß' => key.push_str("ss"),
            'ø' => key.push('o'),
            'ł' => key.push('l'),
            'đ' | 'ð' => key.push('d'),
            'ı' => key.push('i'),
            'æ' => key.push_str("ae"),
            'œ' => key.push_str("oe"),
            'þ' => key.push_str("th"),
            c if c.is_alphanumeric() && !is_combining_mark(c) => key.push(c),
            _ => {}
        }
    }
}

/// `text` folded and spelt in Latin letters.
///
/// The Ukrainian `ьо` sounds as the Russian `ё` and is spelt like it, since a soft sign alone leaves no letter.
pub(crate) fn romanize(text: &str) -> String {
    fold(&any_ascii::any_ascii(&text.nfc().collect::<String>().replace("ьо", "ё")))
}

/// Letters that different systems of romanization write for one sound, and what they are all taken for; longer runs
/// come before their parts. Systems: BGN/PCGN, ISO 9, Scientific, passport, Polish, German, French.
const SOUNDS: [(&str, &str); 23] = [
    ("shch", "sc"),
    ("szcz", "sc"),
    ("schtsch", "sc"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("zh", "z"),
    ("kh", "h"),
    ("ch", "c"),
    ("cz", "c"),
    ("sh", "s"),
    ("sz", "s"),
    ("ts", "c"),
    ("tz", "c"),
    ("ou", "u"),
    ("ij", "i"),
    ("iy", "i"),
    ("yj", "i"),
    ("w", "v"),
    ("j", "i"),
    ("y", "i"),
    ("x", "ks"),
    ("q", "k"),
];

/// [`romanize`]d text with the spellings of different systems reconciled (`Khotsimsk` and `Hotzimsk`): a letter run is
/// replaced as in [`SOUNDS`], then a doubled consonant counts once.
pub(super) fn reconcile(text: &str) -> String {
    let romanized = romanize(text);
    let (mut key, mut rest) = (String::with_capacity(romanized.len()), romanized.as_str());
    while let Some(letter) = rest.chars().next() {
        let run = SOUNDS.iter().find(|(run, _)| rest.starts_with(run));
        let (taken, sound) =
            run.map_or((letter.len_utf8(), &rest[..letter.len_utf8()]), |&(run, sound)| (run.len(), sound));
        for c in sound.chars() {
            if matches!(c, 'a' | 'e' | 'i' | 'o' | 'u') || !key.ends_with(c) {
                key.push(c);
            }
        }
        rest = &rest[taken..];
    }
    key
}

/// Whether `text` mixes scripts as no language does: a Cyrillic letter in a Latin word.
pub(super) fn mixes_scripts(text: &str) -> bool {
    !text.is_ascii() && !text.split_whitespace().all(|word| word.is_single_script())
}

/// [`fold`] of what `text` looks like: letters of other scripts that look the same are one (UTS #39, "skeleton").
pub(super) fn look_alike(text: &str) -> String {
    fold(&skeleton(text).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanizations_of_one_name_meet() {
        for (a, b) in [
            ("Khotsimsk", "Hotzimsk"),
            ("Vawkavysk", "Wawkawysk"),
            ("Шклоў", "Szkłou"),
            ("Jelsk", "Yelsk"),
            ("Zhlobin", "Žlobin"),
            ("Rossony", "Rosony"),
        ] {
            assert_eq!(reconcile(a), reconcile(b), "{a} {b}");
        }
        // A misspelling stays one: it is asked back, not taken silently.
        assert_ne!(reconcile("Mogilov"), reconcile("Mogilev"));
        assert_ne!(reconcile("Mogilov"), reconcile("Могилёв"));
    }

    #[test]
    fn letters_of_other_scripts_are_seen_through() {
        // Cyrillic В and С before Latin letters.
        assert_eq!(look_alike("\u{412}rest"), look_alike("Brest"));
        assert_eq!(look_alike("\u{421}omrat"), look_alike("Comrat"));
        assert!(mixes_scripts("\u{412}rest") && !mixes_scripts("Brest Брест") && !mixes_scripts("東京タワー"));
    }

    #[test]
    fn spellings_of_one_name_meet() {
        for (a, b) in [
            ("Могилёв", "МОГИЛЕВ"),
            ("Naro-Fominsk", "naro fominsk"),
            ("Smarhon’", "Smarhon'"),
            ("Łódź", "lodz"),
            ("Nizhny\u{a0}Novgorod", "Nizhny Novgorod"),
            ("Cafe\u{301}", "Café"),
            ("İzmir", "izmir"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(romanize("Москва"), "moskva");
        assert_eq!(romanize("Могильов"), romanize("Могилёв"));
    }

    #[test]
    fn a_text_without_letters_has_an_empty_key() {
        assert_eq!(fold(" -'’ "), "");
    }
}
