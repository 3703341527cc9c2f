use std::borrow::Cow;

use super::{Font, FontFile, Fonts, Group, Mark, Node, Scene, Shape};

/// How the texts of a picture are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The number of texts with a word that is romanised because no font has its letters.
    pub romanised: usize,
    /// The families of the fonts that are used in addition to the embedded one.
    pub families: Vec<String>,
}

/// A scene with all texts in letters that its fonts have, the files of those fonts, and how the texts are written.
pub(super) struct InLetters<'s> {
    pub scene: Cow<'s, Scene>,
    pub files: Vec<FontFile>,
    pub written: Written,
}

/// The scene with words romanised that its fonts can't write. O(texts).
pub(super) fn in_letters(scene: &Scene) -> InLetters<'_> {
    let mut letters = InLetters { scene: Cow::Borrowed(scene), files: Vec::new(), written: Written::default() };
    let mut all_are_written = true;
    for_each_text(&scene.nodes, &mut |text| {
        if Font.writes(text) {
            return;
        }
        let written = scene.fonts.written(text);
        all_are_written &= written == text;
        for file in scene.fonts.files_for(&written).unwrap_or_default() {
            if !letters.files.contains(&file) {
                letters.files.push(file);
            }
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
                *text = fonts.written(text).into_owned();
                *romanised += 1;
            }
            Node::Mark(_) => {}
        }
    }
}
