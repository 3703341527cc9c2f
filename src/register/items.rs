//! The register's regions as items of Wikidata.

use std::sync::OnceLock;

use hashbrown::HashMap;

use super::built_in;

/// Codes by the ids of items; the first of two regions that are said to be one item.
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

/// The id of the item in Wikidata that a built-in region is, by the region's code. O(regions).
pub(crate) fn item_of_region(code: &str) -> Option<&'static str> {
    codes().iter().find(|(_, known)| **known == code).map(|(item, _)| *item)
}

/// The code of the built-in region that is an item of Wikidata, by the item's id (`Q2079`).
pub(crate) fn region_of_item(item: &str) -> Option<&'static str> {
    codes().get(item).copied()
}
