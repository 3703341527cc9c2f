use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text in small letters without accents, so that a word matches in any spelling: `Août` becomes `aout`.
pub(crate) fn plain_letters(text: &str) -> String {
    let plain = |c: char| match c {
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        c => c,
    };
    text.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)).nfc().map(plain).collect()
}

/// A text with ASCII in place of the digits of all scripts, full-width marks, blanks of any kind, and the minus sign,
/// which becomes a hyphen.
pub(crate) fn plain_digits(text: &str) -> String {
    /// The code points of zero among Arabic, Persian and Indian digits.
    const ZEROS: [u32; 4] = [0x660, 0x6f0, 0x966, 0x9e6];
    /// The distance from an ASCII character to its full-width form.
    const WIDE: u32 = 0xfee0;
    let plain = |c: char| {
        let digit = ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero).filter(|digit| *digit < 10));
        match digit.and_then(|digit| char::from_digit(digit, 10)) {
            Some(digit) => digit,
            None if c.is_whitespace() => ' ',
            None if c == '\u{2212}' => '-',
            None if ('\u{ff01}'..='\u{ff5e}').contains(&c) => char::from_u32(c as u32 - WIDE).unwrap_or(c),
            None => c,
        }
    };
    text.trim().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_plain() {
        let cases =
            [("Août", "aout"), ("МАЙ", "маи"), ("Kasım", "kasim"), ("Września", "wrzesnia"), ("Mayıs", "mayis")];
        for (text, plain) in cases {
            assert_eq!(plain_letters(text), plain);
        }
        assert_eq!(plain_digits(" −４１.２\u{a0}٣ "), "-41.2 3");
    }
}
