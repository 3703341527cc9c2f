use std::sync::LazyLock;

use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

use unicode_width::UnicodeWidthChar;

use crate::legible::spell_out;

/// Noto Sans Regular, SIL Open Font Licence 1.1 (see `assets/SOURCES.md`): Latin, Cyrillic and Greek.
pub(super) const NOTO_SANS: &[u8] = include_bytes!("../../assets/NotoSans-Regular.ttf");

/// The font families of pictures: the embedded font if it is installed, otherwise the fonts most similar to it.
pub const FAMILY: &str = "Noto Sans, DejaVu Sans, Arial, Helvetica, sans-serif";

static FACE: LazyLock<Face> = LazyLock::new(|| {
    let font = FontRef::new(NOTO_SANS).expect("the embedded font is a font");
    let (size, location) = (Size::unscaled(), LocationRef::default());
    let em = f64::from(font.metrics(size, location).units_per_em);
    Face { glyphs: font.charmap(), metrics: font.glyph_metrics(size, location), em }
});

/// The metrics of the embedded font.
struct Face {
    glyphs: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    /// The size of the em, in font units.
    em: f64,
}

impl Face {
    fn glyph(&self, c: char) -> Option<GlyphId> {
        self.glyphs.map(c).filter(|glyph| *glyph != GlyphId::NOTDEF)
    }

    /// The advance of a letter. A letter without a glyph is drawn in another font: an ideograph is a square, and any
    /// other letter is about as wide as an `n`.
    fn advance(&self, c: char) -> f64 {
        let glyph = match (self.glyph(c), c.width()) {
            (Some(glyph), _) => Some(glyph),
            (None, Some(0)) => None,
            (None, Some(2)) => return self.em,
            (None, _) => self.glyph('n'),
        };
        glyph.and_then(|glyph| self.metrics.advance_width(glyph)).map_or(0.0, f64::from)
    }
}

/// The embedded font: measures texts, and knows which letters it has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Font;

impl Font {
    /// The width of `text` in pixels at font size `size`, without kerning. Hidden characters count as they are drawn,
    /// spelt out.
    pub fn width(self, text: &str, size: f64) -> f64 {
        // Advances are whole numbers, so their sum is exact.
        spell_out(text).chars().map(|c| FACE.advance(c)).sum::<f64>() / FACE.em * size
    }

    /// Whether a letter has a glyph.
    pub(super) fn has(self, c: char) -> bool {
        FACE.glyph(c).is_some()
    }

    /// Whether every letter of `text` has a glyph.
    ///
    /// ```
    /// use sistergraph::scene::Font;
    /// assert!(Font.writes("Могилёв Łódź Iğdır Ёлка Кіраўск"));
    /// assert!(!Font.writes("東京") && !Font.writes("القاهرة"));
    /// ```
    pub fn writes(self, text: &str) -> bool {
        spell_out(text).chars().all(|c| c.is_whitespace() || FACE.glyph(c).is_some())
    }
}
