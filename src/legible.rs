//! Layer 0: text in which every character can be seen.
//!
//! A name may hold characters that move a terminal's cursor, reorder or join their neighbours, or leave no mark at all,
//! so that one name passes for another. Everything that this crate writes for people spells them out: [`spell_out`]
//! does so, and [`hidden`] says where they are.
//!
//! # What is spelt out
//! Characters are spelt out by their Unicode property, as of Unicode 16: controls (Cc), format characters (Cf, which
//! includes all directional marks), line and paragraph separators (Zl, Zp), characters that a renderer may leave out
//! (`Default_Ignorable_Code_Point`: variation selectors, fillers, tags) and noncharacters. A few characters are drawn
//! as nothing although no property says so, and are spelt out too: the Braille pattern without dots, the null notehead,
//! the blanks of hieroglyphs and the filler of the Khitan small script.
//!
//! # What is not
//! Some hidden characters belong to the spelling of real names. They stay where Unicode allows them and where they
//! change what is seen:
//! - U+200C and U+200D (non-joiner, joiner) after a virama, between two letters of a script whose letters join, and
//!   between emoji;
//! - a variation selector directly after a character that has variants: an emoji, or a Han, Myanmar, Phags-pa or
//!   Mongolian letter. A second selector after it is spelt out, since it has nothing to vary.
//!
//! Combining marks, blanks of any width, private-use characters and characters of later versions of Unicode stay as
//! they are, since they are drawn, though maybe as a box.

use std::borrow::Cow;

use unicode_normalization::char::canonical_combining_class;
use unicode_properties::UnicodeEmoji;
use unicode_script::{Script, UnicodeScript};

const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';

/// `text` with every hidden character spelt out: `\n`, `\r`, `\t`, or its number as in `\u{202e}`.
///
/// ```
/// use sistergraph::legible::spell_out;
/// assert_eq!(spell_out("Мінск"), "Мінск");
/// assert_eq!(spell_out("\u{1b}[31mred\n"), "\\u{1b}[31mred\\n");
/// assert_eq!(spell_out("M\u{34f}in\u{2800}sk"), "M\\u{34f}in\\u{2800}sk");
/// // Between Persian letters the non-joiner belongs to the spelling.
/// assert_eq!(spell_out("می\u{200c}خواهم a\u{200c}b"), "می\u{200c}خواهم a\\u{200c}b");
/// ```
pub fn spell_out(text: &str) -> Cow<'_, str> {
    let mut hidden = hidden(text).peekable();
    if hidden.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut written) = (String::with_capacity(text.len() + 16), 0);
    for (at, c) in hidden {
        out.push_str(&text[written..at]);
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
        written = at + c.len_utf8();
    }
    out.push_str(&text[written..]);
    Cow::Owned(out)
}

/// The characters of `text` that [`spell_out`] spells out, in order, each with its byte offset.
///
/// Takes time linear in the bytes, and little time for text that contains no byte with which a hidden character can
/// begin.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Most text has no hidden character, and then its context needn't be tracked.
    let may_be = text.bytes().any(|byte| BEGINS_HIDDEN[usize::from(byte)]) && text.chars().any(is_hidden);
    let mut context = Context::default();
    let chars = if may_be { text.char_indices() } else { "".char_indices() };
    chars.filter(move |&(at, c)| context.hides(c, &text[at + c.len_utf8()..]))
}

/// What precedes a character.
#[derive(Default)]
struct Context {
    /// The last character that isn't a mark belonging to the one before it.
    base: Option<char>,
    /// The character directly before.
    before: Option<char>,
}

impl Context {
    /// Whether to spell out `c`, the next character, which `rest` follows.
    fn hides(&mut self, c: char, rest: &str) -> bool {
        let is_hidden = is_hidden(c) && !self.spells_with(c, rest.chars().next());
        self.before = Some(c);
        if is_hidden || c == NON_JOINER || c == JOINER {
            self.base = None;
        } else if !is_variation_selector(c) && c.script() != Script::Inherited {
            self.base = Some(c);
        }
        is_hidden
    }

    /// Whether the hidden character `c` belongs to the spelling here.
    fn spells_with(&self, c: char, after: Option<char>) -> bool {
        match (c, self.before, self.base) {
            (NON_JOINER | JOINER, Some(before), _) if canonical_combining_class(before) == VIRAMA => true,
            (NON_JOINER | JOINER, _, Some(base)) => after.is_some_and(|after| {
                (joins(base.script()) && base.script() == after.script())
                    || (c == JOINER && is_emoji(base) && is_emoji(after))
            }),
            (_, Some(before), _) if is_variation_selector(c) => has_variant(before, c, after),
            _ => false,
        }
    }
}

/// The canonical combining class of viramas: signs that remove the vowel of a letter and join it to the next letter.
const VIRAMA: u8 = 9;

/// Whether the letters of a script change their form where they join.
fn joins(script: Script) -> bool {
    matches!(
        script,
        Script::Arabic
            | Script::Syriac
            | Script::Nko
            | Script::Mandaic
            | Script::Mongolian
            | Script::Phags_Pa
            | Script::Adlam
            | Script::Hanifi_Rohingya
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala
            | Script::Khmer
            | Script::Myanmar
            | Script::Tibetan
            | Script::Balinese
            | Script::Javanese
    )
}

fn is_emoji(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char()
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether `base` has variants that the `selector` directly after it may choose.
fn has_variant(base: char, selector: char, after: Option<char>) -> bool {
    let is_keycap = || matches!(base, '0'..='9' | '#' | '*') && after == Some('\u{20E3}');
    match selector {
        '\u{FE0E}' | '\u{FE0F}' => is_emoji(base) || is_keycap(),
        '\u{FE00}'..='\u{FE0D}' => matches!(base.script(), Script::Han | Script::Myanmar | Script::Phags_Pa),
        '\u{180B}'..='\u{180F}' => base.script() == Script::Mongolian && !is_hidden(base),
        _ => base.script() == Script::Han,
    }
}

/// Whether a character is in the list of hidden characters, regardless of its context.
fn is_hidden(c: char) -> bool {
    let number = u32::from(c);
    match number {
        0x20..0x7F => false,
        // The last two characters of every plane are noncharacters.
        _ if number & 0xFFFE == 0xFFFE => true,
        _ => {
            let next = HIDDEN.partition_point(|&(first, _)| first <= c);
            next > 0 && c <= HIDDEN[next - 1].1
        }
    }
}

/// The hidden characters except the last two of every plane: the first and last character of each range, in order. The
/// tests compare the list with the Unicode properties.
const HIDDEN: [(char, char); 32] = [
    ('\u{0}', '\u{1F}'),
    ('\u{7F}', '\u{9F}'),
    ('\u{AD}', '\u{AD}'),
    ('\u{34F}', '\u{34F}'),
    ('\u{600}', '\u{605}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{6DD}', '\u{6DD}'),
    ('\u{70F}', '\u{70F}'),
    ('\u{890}', '\u{891}'),
    ('\u{8E2}', '\u{8E2}'),
    ('\u{115F}', '\u{1160}'),
    ('\u{17B4}', '\u{17B5}'),
    ('\u{180B}', '\u{180F}'),
    ('\u{200B}', '\u{200F}'),
    ('\u{2028}', '\u{202E}'),
    ('\u{2060}', '\u{206F}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{FDD0}', '\u{FDEF}'),
    ('\u{FE00}', '\u{FE0F}'),
    ('\u{FEFF}', '\u{FEFF}'),
    ('\u{FFA0}', '\u{FFA0}'),
    ('\u{FFF0}', '\u{FFFB}'),
    ('\u{110BD}', '\u{110BD}'),
    ('\u{110CD}', '\u{110CD}'),
    ('\u{13430}', '\u{1343F}'),
    ('\u{13441}', '\u{13442}'),
    ('\u{16FE4}', '\u{16FE4}'),
    ('\u{1BCA0}', '\u{1BCA3}'),
    ('\u{1D159}', '\u{1D159}'),
    ('\u{1D173}', '\u{1D17A}'),
    ('\u{E0000}', '\u{E0FFF}'),
];

/// The bytes with which the UTF-8 form of a hidden character can begin.
const BEGINS_HIDDEN: [bool; 256] = {
    let mut begins = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        begins[byte] = matches!(byte,
            0..=0x1F | 0x7F | 0xC2 | 0xCD | 0xD8 | 0xDB | 0xDC | 0xE0..=0xE3 | 0xEF | 0xF0..=0xF4);
        byte += 1;
    }
    begins
};

#[cfg(test)]
mod tests {
    use regex_syntax::hir::{Class, HirKind};

    use super::*;

    /// The characters of a class, according to regex-syntax's own Unicode tables.
    fn class(pattern: &str) -> Vec<char> {
        let class = regex_syntax::parse(pattern).unwrap().into_kind();
        let HirKind::Class(Class::Unicode(class)) = class else { panic!("{pattern} is a class") };
        class.iter().flat_map(|range| range.start()..=range.end()).collect()
    }

    #[test]
    fn the_list_is_what_the_properties_say_and_what_is_drawn_as_nothing() {
        let mut listed =
            class(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\p{NChar}\x{2800}\x{1D159}\x{13441}\x{13442}\x{16FE4}]");
        listed.sort_unstable();
        assert_eq!(('\0'..=char::MAX).filter(|&c| is_hidden(c)).collect::<Vec<_>>(), listed);
    }

    #[test]
    fn every_character_of_the_list_is_spelt_out_between_latin_letters() {
        for c in ('\0'..=char::MAX).filter(|&c| is_hidden(c)) {
            let text = format!("Min{c}sk");
            assert_eq!(hidden(&text).collect::<Vec<_>>(), [(3, c)], "{c:?}");
            assert!(hidden(&spell_out(&text)).next().is_none(), "{c:?}");
            assert_eq!(hidden(&c.to_string()).count(), 1, "{c:?} alone");
        }
    }

    #[test]
    fn nothing_else_is_spelt_out() {
        for c in ('\0'..=char::MAX).filter(|&c| !is_hidden(c)) {
            let text = c.to_string();
            assert!(matches!(spell_out(&text), Cow::Borrowed(_)), "{c:?}");
        }
    }

    #[test]
    fn what_names_are_written_with_stays() {
        for name in [
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "ශ්\u{200D}රී ලංකා",
            "ന്\u{200D}",
            "র\u{200D}্যাব",
            "葛\u{E0100}城市",
            "祇\u{FE00}園",
            "ᠮᠣᠩᠭ\u{180B}ᠣᠯ",
            "❤\u{FE0F}",
            "👩\u{200D}🚀",
            "🏳\u{FE0F}\u{200D}🌈",
            "1\u{FE0F}\u{20E3}",
            "e\u{301}\u{302}",
            "Fes\u{A0}2\u{3000}x",
        ] {
            assert_eq!(spell_out(name), name);
        }
    }

    #[test]
    fn the_same_characters_elsewhere_are_spelt_out() {
        for (name, spelt) in [
            ("می\u{200C}\u{200C}خ", "می\\u{200c}\\u{200c}خ"),
            ("می\u{200C}", "می\\u{200c}"),
            ("\u{200D}می", "\\u{200d}می"),
            ("م\u{200D}m", "م\\u{200d}m"),
            ("北\u{200D}京", "北\\u{200d}京"),
            ("葛\u{E0100}\u{E0101}城", "葛\u{E0100}\\u{e0101}城"),
            ("Minsk\u{FE0F}", "Minsk\\u{fe0f}"),
            ("1\u{FE0F}", "1\\u{fe0f}"),
            ("🚀\u{200D}", "🚀\\u{200d}"),
            ("🚀\u{200C}🚀", "🚀\\u{200c}🚀"),
            ("\u{1F3F4}\u{E0067}\u{E007F}", "\u{1F3F4}\\u{e0067}\\u{e007f}"),
        ] {
            assert_eq!(spell_out(name), spelt);
        }
    }

    #[test]
    fn every_hidden_character_is_known_by_its_first_byte() {
        for c in ('\0'..=char::MAX).filter(|&c| is_hidden(c)) {
            let first = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(BEGINS_HIDDEN[usize::from(first)], "{c:?}");
        }
    }
}
