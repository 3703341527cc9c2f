//! The Wikidata items of the register's regions.

use std::sync::OnceLock;

use hashbrown::HashMap;

use super::built_in;

/// Codes by the ids of items; if two regions have the same item, the first.
fn codes() -> &'static HashMap<&'static str, &'static str> {
    static CODES: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    CODES.get_or_init(|| {
        let mut codes = HashMap::new();
        built_in::items(|code, item| {
            codes.entry(item).or_insert(code);
        });
        codes
    })
}

/// The Wikidata id of a built-in region, given its code. O(regions).
pub(crate) fn item_of_region(code: &str) -> Option<&'static str> {
    codes().iter().find(|(_, known)| **known == code).map(|(item, _)| *item)
}

/// The code of the built-in region with a Wikidata id (`Q2079`).
pub(crate) fn region_of_item(item: &str) -> Option<&'static str> {
    codes().get(item).copied()
}
