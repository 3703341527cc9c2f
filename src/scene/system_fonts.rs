//! The fonts of the machine, for letters that the embedded font lacks.

use std::{
    cmp::Reverse,
    sync::{Arc, LazyLock},
};

use fontdb::{Database, FaceInfo, ID, Style};
use skrifa::FontRef;

use super::font_file::{FontFile, has_glyph};

/// The system's fonts and the order in which they are tried. They are read once, in about a millisecond each.
static SYSTEM: LazyLock<(Database, Vec<ID>)> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    let order = order(&fonts);
    (fonts, order)
});

/// Fonts whose glyphs are boxes, blanks or pictures.
const NOT_LETTERS: [&str; 4] = ["LastResort", "Last Resort", "Adobe Blank", "Emoji"];

/// The fonts most similar to the embedded one come first: upright, sans serif, regular weight; equal ones are sorted by
/// name.
fn order(fonts: &Database) -> Vec<ID> {
    let is_of_letters = |face: &&FaceInfo| !NOT_LETTERS.iter().any(|word| family(face).contains(word));
    let mut faces: Vec<&FaceInfo> = fonts.faces().filter(is_of_letters).collect();
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
    faces.into_iter().map(|face| face.id).collect()
}

/// The first font that has all of some letters.
pub(super) fn with(letters: &[char]) -> Option<FontFile> {
    let (fonts, order) = &*SYSTEM;
    let has_all = |data: &[u8], index: u32| {
        FontRef::from_index(data, index).is_ok_and(|font| letters.iter().all(|&c| has_glyph(&font, c)))
    };
    let id = order.iter().copied().find(|&id| fonts.with_face_data(id, has_all).unwrap_or(false))?;
    let data = fonts.with_face_data(id, |data, _| data.to_vec())?;
    Some(FontFile { family: family(fonts.face(id)?).to_owned(), data: Arc::new(data) })
}

fn family(face: &FaceInfo) -> &str {
    face.families.first().map_or("", |(name, _)| name)
}
