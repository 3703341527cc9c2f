use std::sync::LazyLock;

use ttf_parser::Face;

use crate::legible::spell_out;

/// Noto Sans Regular, SIL Open Font Licence 1.1 (see `assets/SOURCES.md`): Latin, Cyrillic and Greek.
pub(super) const NOTO_SANS: &[u8] = include_bytes!("../../assets/NotoSans-Regular.ttf");

/// The font families that pictures ask for: the embedded one where it is installed, else what looks most like it.
pub const FAMILY: &str = "Noto Sans, DejaVu Sans, Arial, Helvetica, sans-serif";

static FACE: LazyLock<Face<'static>> =
    LazyLock::new(|| Face::parse(NOTO_SANS, 0).expect("the embedded font is a font"));

/// The embedded font: how wide texts are, and which it can write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Font;

impl Font {
    /// The width of `text` in pixels at `size`, without kerning; hidden characters are spelt out, as they are drawn.
    pub fn width(self, text: &str, size: f64) -> f64 {
        let units: u32 = spell_out(text).chars().map(|c| u32::from(advance(c))).sum();
        f64::from(units) / f64::from(FACE.units_per_em()) * size
    }

    /// Whether every letter of `text` has a glyph.
    ///
    /// ```
    /// use sistergraph::scene::Font;
    /// assert!(Font.writes("Могилёв Łódź Iğdır Ёлка Кіраўск"));
    /// assert!(!Font.writes("東京") && !Font.writes("القاهرة"));
    /// ```
    pub fn writes(self, text: &str) -> bool {
        spell_out(text).chars().all(|c| c.is_whitespace() || FACE.glyph_index(c).is_some())
    }
}

/// The advance of a letter; one without a glyph is drawn as a box of the width of an `n`, more or less.
fn advance(c: char) -> u16 {
    let glyph = FACE.glyph_index(c).or_else(|| FACE.glyph_index('n'));
    glyph.and_then(|glyph| FACE.glyph_hor_advance(glyph)).unwrap_or_default()
}
