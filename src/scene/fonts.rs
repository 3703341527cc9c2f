use std::{
    borrow::Cow,
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    font::Font,
    font_file::{FontFile, NotAFont},
};
use crate::{legible::spell_out, model::has_han};

#[cfg(feature = "png")]
use super::system_fonts;

/// The fonts for a picture: the embedded one, and others for letters that it lacks.
///
/// The others are files that were given, or otherwise the system's fonts, which are searched only when the first text
/// needs them. Clones share the result.
#[derive(Clone, Default)]
pub struct Fonts(Arc<Others>);

#[derive(Default)]
struct Others {
    has_system: bool,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    /// The files given, or the system's files found so far.
    files: Vec<FontFile>,
    /// Letters that no font has.
    absent: BTreeSet<char>,
    /// Whether a word in Han letters was romanised. It is read as Chinese, whatever its language is.
    has_read_han: bool,
}

impl Fonts {
    /// The embedded font and font files, which are tried for a letter in this order.
    ///
    /// # Errors
    /// Returns [`NotAFont`], with the index of the first file that isn't a font.
    pub fn of_files(files: Vec<Vec<u8>>) -> Result<Self, (usize, NotAFont)> {
        let file = |(number, data)| FontFile::new(data).map_err(|error| (number, error));
        let files = files.into_iter().enumerate().map(file).collect::<Result<Vec<_>, _>>()?;
        let found = Mutex::new(Found { files, ..Found::default() });
        Ok(Self(Arc::new(Others { has_system: false, found })))
    }

    /// The embedded font and those of the system; only the embedded one if the program was built without PNG.
    pub fn of_the_system() -> Self {
        Self(Arc::new(Others { has_system: cfg!(feature = "png"), found: Mutex::default() }))
    }

    /// Whether the system's fonts are included, so that a picture may look different on another machine.
    pub fn are_of_the_system(&self) -> bool {
        self.0.has_system
    }

    /// Whether every letter of `text` has a glyph in one of the fonts.
    pub fn writes(&self, text: &str) -> bool {
        Font.writes(text) || self.files_for(text).is_some()
    }

    /// A text in letters that the fonts have: words with other letters are romanised.
    pub fn written<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.writes(text) {
            return Cow::Borrowed(text);
        }
        let words = text.split_inclusive(char::is_whitespace);
        words.map(|word| if self.writes(word) { word.to_owned() } else { self.romanised(word) }).collect()
    }

    /// The name if the fonts have its letters, otherwise the other name if they have those, otherwise the romanised name.
    pub(crate) fn written_name<'t>(&self, name: &'t str, other: Option<&'t str>) -> Cow<'t, str> {
        let other = || other.filter(|other| self.writes(other));
        if self.writes(name) { name.into() } else { other().map_or_else(|| self.written(name), Cow::Borrowed) }
    }

    /// A text in Latin letters. Han letters are read as Chinese, since other readings would need a dictionary of names.
    pub(crate) fn romanised(&self, text: &str) -> String {
        if has_han(text) {
            self.found().has_read_han = true;
        }
        any_ascii::any_ascii(text)
    }

    /// Whether a name in Han letters was romanised, as if it were Chinese.
    pub fn have_read_han(&self) -> bool {
        self.found().has_read_han
    }

    /// The font files for letters that the embedded font lacks; `None` if no font has one of the letters.
    pub(super) fn files_for(&self, text: &str) -> Option<Vec<FontFile>> {
        let missing: BTreeSet<char> = spell_out(text).chars().filter(|&c| !c.is_whitespace() && !Font.has(c)).collect();
        let mut found = self.found();
        if missing.iter().any(|c| found.absent.contains(c)) {
            return None;
        }
        // A whole name is written in one font, if one has all its letters.
        let letters: Vec<char> = missing.into_iter().collect();
        if let Some(file) = self.file_with(&letters, &mut found) {
            return Some(vec![file]);
        }
        let mut needed: Vec<FontFile> = Vec::new();
        for c in letters {
            let Some(file) = self.file_with(&[c], &mut found) else {
                found.absent.insert(c);
                return None;
            };
            if !needed.contains(&file) {
                needed.push(file);
            }
        }
        Some(needed)
    }

    /// The first file that has all of some letters: first those given or found so far, then the system's.
    fn file_with(&self, letters: &[char], found: &mut Found) -> Option<FontFile> {
        let known = found.files.iter().find(|file| letters.iter().all(|&c| file.has(c)));
        known.cloned().or_else(|| {
            let file = self.in_the_system(letters)?;
            found.files.push(file.clone());
            Some(file)
        })
    }

    #[cfg(feature = "png")]
    fn in_the_system(&self, letters: &[char]) -> Option<FontFile> {
        self.0.has_system.then(|| system_fonts::with(letters)).flatten()
    }

    #[cfg(not(feature = "png"))]
    fn in_the_system(&self, _: &[char]) -> Option<FontFile> {
        None
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("has_system", &self.0.has_system).finish_non_exhaustive()
    }
}

/// Two sets are equal if both are the system's fonts, or files with the same bytes.
impl PartialEq for Fonts {
    fn eq(&self, other: &Self) -> bool {
        let files = |fonts: &Self| fonts.found().files.clone();
        self.0.has_system == other.0.has_system && (self.0.has_system || files(self) == files(other))
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
        assert_eq!(fonts.found().files[0].family, "Noto Sans");
        assert!(fonts.writes("Ёлка") && !fonts.writes("東京") && !fonts.writes("東"));
        assert_eq!(fonts.written("Партнёры 東京 и Минск"), "Партнёры DongJing и Минск");
        assert_eq!(fonts.written_name("東京", Some("Tokyo")), "Tokyo");
        assert_eq!(fonts.written_name("東京", Some("도쿄")), "DongJing");
        assert_eq!(fonts.written_name("Минск", Some("Minsk")), "Минск");
        assert!(fonts == Fonts::of_files(vec![NOTO_SANS.to_vec()]).unwrap() && fonts != Fonts::default());
    }
}
