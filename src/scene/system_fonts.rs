//! The fonts of the machine, for letters that the embedded one lacks.

use std::{
    cmp::Reverse,
    sync::{Arc, LazyLock},
};

use fontdb::{Database, FaceInfo, Style};
use skrifa::FontRef;

use super::fonts::{FontFile, has_glyph};

/// The system's fonts, read once. It takes about a millisecond for each.
static SYSTEM: LazyLock<Database> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    fonts
});

/// Fonts whose glyphs are boxes, blanks or pictures.
const NOT_LETTERS: [&str; 4] = ["LastResort", "Last Resort", "Adobe Blank", "Emoji"];

/// The font that has all of some letters and goes best with the embedded one: upright, without serifs, of regular weight;
/// of several the first by name.
pub(super) fn with(letters: &[char]) -> Option<FontFile> {
    let is_of_letters = |face: &&FaceInfo| !NOT_LETTERS.iter().any(|word| family(face).contains(word));
    let mut faces: Vec<&FaceInfo> = SYSTEM.faces().filter(is_of_letters).collect();
    faces.sort_by_cached_key(|face| {
        (
            face.style != Style::Normal,
            Reverse(family(face).contains("Sans")),
            face.monospaced,
            face.weight.0.abs_diff(400),
            face.stretch.to_number().abs_diff(5),
            family(face).to_owned(),
            face.post_script_name.clone(),
        )
    });
    let has_all = |face: &&&FaceInfo| {
        let has_all = |data: &[u8], index: u32| {
            FontRef::from_index(data, index).is_ok_and(|font| letters.iter().all(|&c| has_glyph(&font, c)))
        };
        SYSTEM.with_face_data(face.id, has_all).unwrap_or(false)
    };
    let face = faces.iter().find(has_all)?;
    let data = SYSTEM.with_face_data(face.id, |data, _| data.to_vec())?;
    Some(FontFile { family: family(face).to_owned(), data: Arc::new(data) })
}

fn family(face: &FaceInfo) -> &str {
    face.families.first().map_or("", |(name, _)| name)
}
