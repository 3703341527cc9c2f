//! The steps of a look-up, and what each takes a name for.

use crate::{
    model::{bracketed, equate, fold, has_han, look_alike, mixes_scripts, reconcile, romanize, unqualified},
    register::word_key,
};

/// The most bytes of a name that is found in another spelling; a longer one is found as it stands only.
pub(super) const LONGEST_KEY: usize = 1000;

/// The steps of a look-up, the surest first.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Id,
    Code,
    Name,
    FoldedName,
    Alias,
    FoldedAlias,
    /// With words within the name that are written in several ways.
    Equated,
    /// A word for a country or region in any language, or a code that it had.
    Word,
    Romanized,
    Reconciled,
    LookAlike,
    /// With or without what the name says of where it lies. Not among [`STEPS`]: asked for last.
    Qualified,
}

impl Step {
    /// Whether a name is looked up as it stands.
    pub(super) fn is_exact(self) -> bool {
        matches!(self, Step::Id | Step::Code | Step::Name | Step::Alias)
    }

    /// What `name` is looked up as.
    pub(super) fn key(self, name: &str) -> String {
        match self {
            Step::Id | Step::Code | Step::Name | Step::Alias => name.to_owned(),
            Step::FoldedName | Step::FoldedAlias => fold(name),
            Step::Equated => equate(name),
            Step::Word => word_key(name),
            // Han characters are read in as many ways as there are languages that write them.
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

    /// Under what `name` is found.
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

/// The steps in the order in which `name` is looked up. A letter of another script within a word stands for the one it
/// looks like, and isn't spelt by its own sound.
pub(super) fn steps(name: &str) -> [Step; STEPS.len()] {
    let mut steps = STEPS;
    if mixes_scripts(name) {
        steps[Step::Romanized as usize..].rotate_right(1);
    }
    steps
}
