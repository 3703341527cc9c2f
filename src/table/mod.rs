//! Layer 1: answers as text.
//!
//! An [`Answer`] is either rows of one type or one object; [`Format`] writes it as a terminal table, CSV, JSON,
//! Markdown or HTML. All of them come from the same [`Sheet`], so they can't disagree. Nothing here knows what the rows mean.

mod answer;
mod csv;
pub mod escape;
mod html;
mod json;
mod markdown;
mod sheet;
mod terminal;

pub use answer::{Answer, Block, Format};
pub use sheet::Sheet;

#[cfg(test)]
mod tests;
