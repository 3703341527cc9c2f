use std::{fmt, sync::Arc};

use skrifa::{FontRef, MetadataProvider, string::StringId};
use thiserror::Error;

/// The bytes of a font, or of a collection of fonts.
#[derive(Clone, PartialEq, Eq)]
pub struct FontFile {
    /// The family of its first font.
    pub family: String,
    /// Its bytes.
    pub data: Arc<Vec<u8>>,
}

/// The file isn't a font.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a font in the form of TrueType or OpenType")]
pub struct NotAFont;

impl FontFile {
    /// A font file from its bytes.
    ///
    /// # Errors
    /// Returns [`NotAFont`] if they aren't a font.
    pub fn new(data: Vec<u8>) -> Result<Self, NotAFont> {
        let family = {
            let first = faces(&data).next().ok_or(NotAFont)?;
            first.localized_strings(StringId::FAMILY_NAME).english_or_first().map(|name| name.to_string())
        };
        Ok(Self { family: family.unwrap_or_default(), data: Arc::new(data) })
    }

    /// Whether one of its fonts has a glyph for a letter.
    pub(super) fn has(&self, c: char) -> bool {
        faces(&self.data).any(|face| has_glyph(&face, c))
    }
}

impl fmt::Debug for FontFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontFile").field("family", &self.family).finish_non_exhaustive()
    }
}

/// The fonts of a file.
fn faces(data: &[u8]) -> impl Iterator<Item = FontRef<'_>> {
    FontRef::fonts(data).filter_map(Result::ok)
}

pub(super) fn has_glyph(face: &FontRef<'_>, c: char) -> bool {
    face.charmap().map(c).is_some_and(|glyph| glyph.to_u32() != 0)
}
