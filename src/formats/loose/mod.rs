//! Reads cells as other programs write them: numbers with units and separators, positions in degrees and minutes, words
//! of other languages.

pub(super) mod number;
pub(super) mod position;
pub(super) mod word;
