//! The XML of a workbook's parts.

use roxmltree::{Document, Error, ParsingOptions};

use super::archive::Broken;

/// So many elements, texts and attributes have room in half a gigabyte.
const NODES: u32 = 8 << 20;

/// A part as a tree. Definitions of entities are refused: no workbook has any, and they may grow without bound.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Broken> {
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        Error::NodesLimitReached => Broken::TooLarge,
        _ => Broken::Damaged,
    })
}
