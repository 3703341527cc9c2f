//! The XML of a workbook's parts.

use roxmltree::{Document, Error, ParsingOptions};

use super::archive::Broken;

/// This many elements, texts and attributes fit into half a gigabyte.
const NODES: u32 = 8 << 20;

/// Parses a part as a tree. Entity definitions are refused, since no workbook has any and they may expand without
/// bound.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Broken> {
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        Error::NodesLimitReached => Broken::TooLarge,
        _ => Broken::Damaged,
    })
}
