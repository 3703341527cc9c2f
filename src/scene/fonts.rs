use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use skrifa::{FontRef, MetadataProvider, string::StringId};
use thiserror::Error;

use super::{Font, Group, Mark, Node, Scene, Shape};
use crate::legible::spell_out;

#[cfg(feature = "png")]
use super::system_fonts;

/// The fonts that a picture may be written with: the embedded one, and others for letters that it lacks.
///
/// Others are those given, or else those of the system, which are looked through when the first text needs them and not
/// before. Clones share what was found.
#[derive(Clone, Default)]
pub struct Fonts(Arc<Others>);

#[derive(Default)]
struct Others {
    has_system: bool,
    /// The files given, or those found so far.
    files: Mutex<Vec<FontFile>>,
}

/// The bytes of a font, or of a collection of fonts.
#[derive(Clone, PartialEq, Eq)]
pub struct FontFile {
    /// The family of its first font.
    pub family: String,
    /// Its bytes.
    pub data: Arc<Vec<u8>>,
}

/// A file that isn't a font.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a font in the form of TrueType or OpenType")]
pub struct NotAFont;

/// How a picture's texts come to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Texts in Latin letters because no font has theirs.
    pub romanised: usize,
    /// The families of the fonts beside the embedded one that write the others.
    pub families: Vec<String>,
}

impl Fonts {
    /// The embedded font and files of others, in the order in which they are asked for a letter.
    ///
    /// # Errors
    /// [`NotAFont`], with the number of the first file that isn't one.
    pub fn of_files(files: Vec<Vec<u8>>) -> Result<Self, (usize, NotAFont)> {
        let file = |(number, data): (usize, Vec<u8>)| {
            let family = {
                let first = faces(&data).next().ok_or((number, NotAFont))?;
                first.localized_strings(StringId::FAMILY_NAME).english_or_first().map(|name| name.to_string())
            };
            Ok(FontFile { family: family.unwrap_or_default(), data: Arc::new(data) })
        };
        let files = files.into_iter().enumerate().map(file).collect::<Result<Vec<_>, _>>()?;
        Ok(Self(Arc::new(Others { has_system: false, files: Mutex::new(files) })))
    }

    /// The embedded font and those of the system; the embedded one alone where PNG is left out of the build.
    pub fn of_the_system() -> Self {
        Self(Arc::new(Others { has_system: cfg!(feature = "png"), files: Mutex::default() }))
    }

    /// Whether fonts of the system are among them: then a picture may look otherwise on another machine.
    pub fn are_of_the_system(&self) -> bool {
        self.0.has_system
    }

    /// Whether every letter of `text` has a glyph in one of the fonts.
    pub fn writes(&self, text: &str) -> bool {
        Font.writes(text) || self.files_for(text).is_some()
    }

    /// The files that write what the embedded font can't; none where a letter is in no font.
    fn files_for(&self, text: &str) -> Option<Vec<FontFile>> {
        let text = spell_out(text);
        let mut missing: Vec<char> = text.chars().filter(|&c| !c.is_whitespace() && !Font.has(c)).collect();
        missing.sort_unstable();
        missing.dedup();
        let mut files = self.0.files.lock().unwrap_or_else(PoisonError::into_inner);
        let mut needed: Vec<FontFile> = Vec::new();
        // A whole name in one font, where there is such a one.
        let whole = files.iter().find(|file| missing.iter().all(|&c| file.has(c)));
        if let Some(file) = whole.cloned().or_else(|| self.in_the_system(&missing, &mut files)) {
            return Some(vec![file]);
        }
        for c in missing {
            let known = files.iter().find(|file| file.has(c)).cloned();
            let file = known.or_else(|| self.in_the_system(&[c], &mut files))?;
            if !needed.contains(&file) {
                needed.push(file);
            }
        }
        Some(needed)
    }

    /// A font of the system that has all of some letters, which joins those found.
    #[cfg(feature = "png")]
    fn in_the_system(&self, letters: &[char], found: &mut Vec<FontFile>) -> Option<FontFile> {
        let file = self.0.has_system.then(|| system_fonts::with(letters)).flatten()?;
        found.push(file.clone());
        Some(file)
    }

    #[cfg(not(feature = "png"))]
    fn in_the_system(&self, _: &[char], _: &mut Vec<FontFile>) -> Option<FontFile> {
        None
    }
}

impl FontFile {
    fn has(&self, c: char) -> bool {
        faces(&self.data).any(|face| has_glyph(&face, c))
    }
}

/// The fonts of a file.
fn faces(data: &[u8]) -> impl Iterator<Item = FontRef<'_>> {
    FontRef::fonts(data).filter_map(Result::ok)
}

pub(super) fn has_glyph(face: &FontRef<'_>, c: char) -> bool {
    face.charmap().map(c).is_some_and(|glyph| glyph.to_u32() != 0)
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("has_system", &self.0.has_system).finish_non_exhaustive()
    }
}

impl fmt::Debug for FontFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FontFile").field("family", &self.family).finish_non_exhaustive()
    }
}

/// The same fonts, not equal ones.
impl PartialEq for Fonts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || !self.0.has_system && !other.0.has_system && self.files() == other.files()
    }
}

impl Fonts {
    fn files(&self) -> Vec<FontFile> {
        self.0.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A scene whose every text is in letters that its fonts have, the files of those fonts, and what that took.
pub(super) struct InLetters<'s> {
    pub scene: Cow<'s, Scene>,
    pub files: Vec<FontFile>,
    pub written: Written,
}

/// The scene with the texts romanised that none of its fonts can write. O(texts).
pub(super) fn in_letters(scene: &Scene) -> InLetters<'_> {
    let mut letters = InLetters { scene: Cow::Borrowed(scene), files: Vec::new(), written: Written::default() };
    let mut all_are_written = true;
    for_each_text(&scene.nodes, &mut |text| {
        if Font.writes(text) {
            return;
        }
        match scene.fonts.files_for(text) {
            Some(files) => files.into_iter().for_each(|file| {
                if !letters.files.contains(&file) {
                    letters.files.push(file);
                }
            }),
            None => all_are_written = false,
        }
    });
    if !all_are_written {
        let mut romanised = 0;
        romanise(&mut letters.scene.to_mut().nodes, &scene.fonts, &mut romanised);
        letters.written.romanised = romanised;
    }
    letters.written.families = letters.files.iter().map(|file| file.family.clone()).collect();
    letters
}

fn for_each_text<'s>(nodes: &'s [Node], take: &mut impl FnMut(&'s str)) {
    for node in nodes {
        match node {
            Node::Group(Group { nodes, .. }) => for_each_text(nodes, take),
            Node::Mark(Mark { shape: Shape::Text { text, .. }, .. }) => take(text),
            Node::Mark(_) => {}
        }
    }
}

fn romanise(nodes: &mut [Node], fonts: &Fonts, romanised: &mut usize) {
    for node in nodes {
        match node {
            Node::Group(Group { nodes, .. }) => romanise(nodes, fonts, romanised),
            Node::Mark(Mark { shape: Shape::Text { text, .. }, .. }) if !fonts.writes(text) => {
                *text = any_ascii::any_ascii(text);
                *romanised += 1;
            }
            Node::Mark(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::font::NOTO_SANS;

    #[test]
    fn what_is_no_font_is_refused_by_its_number() {
        let files = vec![NOTO_SANS.to_vec(), b"no font".to_vec()];
        assert_eq!(Fonts::of_files(files).unwrap_err(), (1, NotAFont));
        let fonts = Fonts::of_files(vec![NOTO_SANS.to_vec()]).unwrap();
        assert_eq!(fonts.files()[0].family, "Noto Sans");
        assert!(fonts.writes("Ёлка") && !fonts.writes("東京"));
    }
}
