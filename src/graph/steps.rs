//! The steps of a look-up by name, and the key that each step forms of a name.

use crate::{
    model::{bracketed, equate, fold, has_han, look_alike, mixes_scripts, reconcile, romanize, unqualified},
    register::word_key,
};

/// The most bytes of a name that is found in other spellings; a longer name is only found exactly.
pub(super) const LONGEST_KEY: usize = 1000;

/// The steps of a look-up, the most certain first.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Id,
    Code,
    Name,
    FoldedName,
    Alias,
    FoldedAlias,
    /// With one spelling for words that have several.
    Equated,
    /// A word for a country or region in any language, or a former code.
    Word,
    Romanized,
    Reconciled,
    LookAlike,
    /// With or without the part of the name that says where it lies. This comes last and is not among [`STEPS`].
    Qualified,
}

impl Step {
    /// Whether the step takes a name exactly as it is.
    pub(super) fn is_exact(self) -> bool {
        matches!(self, Step::Id | Step::Code | Step::Name | Step::Alias)
    }

    /// The key that the step looks `name` up by.
    pub(super) fn key(self, name: &str) -> String {
        match self {
            Step::Id | Step::Code | Step::Name | Step::Alias => name.to_owned(),
            Step::FoldedName | Step::FoldedAlias => fold(name),
            Step::Equated => equate(name),
            Step::Word => word_key(name),
            // Each language that writes Han characters reads them in its own way.
            Step::Romanized | Step::Reconciled if has_han(name) => String::new(),
            Step::Romanized => romanize(name),
            Step::Reconciled => reconcile(name),
            Step::LookAlike => look_alike(name),
            Step::Qualified => match (bracketed(name), unqualified(name)) {
                (Some(base), _) => equate(base),
                (None, Some(_)) => String::new(),
                (None, None) => equate(name),
            },
        }
    }

    /// The key under which the step finds `name`.
    pub(super) fn key_of_name(self, name: &str) -> String {
        match self {
            Step::Qualified => equate(unqualified(name).unwrap_or(name)),
            _ => self.key(name),
        }
    }
}

const STEPS: [Step; 11] = [
    Step::Id,
    Step::Code,
    Step::Name,
    Step::FoldedName,
    Step::Alias,
    Step::FoldedAlias,
    Step::Equated,
    Step::Word,
    Step::Romanized,
    Step::Reconciled,
    Step::LookAlike,
];

/// The steps in the order in which `name` is looked up. In a word that mixes scripts, a letter of the other script
/// stands for the one that it looks like, so it isn't romanized.
pub(super) fn steps(name: &str) -> [Step; STEPS.len()] {
    let mut steps = STEPS;
    if mixes_scripts(name) {
        steps[Step::Romanized as usize..].rotate_right(1);
    }
    steps
}
