use std::num::NonZeroU32;

/// The number of a text of a data set. Equal ids, codes or words have one number; equal titles, notes and aliases may
/// have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(
    /// The number plus one, so that an optional text takes no more space than a text.
    NonZeroU32,
);

impl TextId {
    /// # Panics
    /// If the number is 2^32 - 1 or more.
    pub(super) fn new(index: usize) -> Self {
        let id = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(id.expect("a data set has fewer than 2^32 distinct texts"))
    }

    /// The number, from 0 to [`Dataset::text_count`](super::Dataset::text_count) - 1.
    pub fn index(self) -> usize {
        self.number() as usize
    }

    pub(super) fn number(self) -> u32 {
        self.0.get() - 1
    }
}
