//! Layer 1: answers as text.
//!
//! An [`Answer`] is either rows of one type or a single object; [`Format`] writes it as a terminal table, CSV, JSON,
//! Markdown, HTML, LaTeX or a workbook. All formats come from the same [`Sheet`], so they can't disagree. This module
//! doesn't know what the rows mean.

mod answer;
mod arrangement;
mod block;
mod cell;
mod cells;
mod columns;
mod csv;
pub mod escape;
mod html;
mod json;
mod latex;
mod listing;
mod markdown;
mod row;
mod sheet;
mod terminal;
mod terminal_table;
mod wording;
mod wrap;
#[cfg(feature = "workbook")]
mod xlsx;

pub use answer::{Answer, ArrangementError, Format};
pub use arrangement::{Arrangement, CodeOf, NameOf, SortKey, UnknownColumn};
pub use block::Block;
pub use columns::{Columns, Heading};
pub(crate) use csv::io_error as csv_error;
pub use listing::{Listing, Rows};
pub use sheet::Sheet;
pub use wording::{Remark, Wording};

#[cfg(test)]
mod tests;
