//! The ids of Wikidata's items.

use std::fmt;

/// An item, by the number behind the `Q` of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ItemId(pub(crate) u64);

impl ItemId {
    /// The item that is named by an id (`Q64`, `q64`) or by an address that ends in one. `None` for anything else, such
    /// as the address of an unknown value.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let id = text.rsplit(['/', ':']).next()?.trim();
        let digits = id.strip_prefix(['Q', 'q'])?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        digits.parse().ok().filter(|_| is_number).map(Self)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_addresses_name_items() {
        for text in ["Q64", "q64", " Q64", "http://www.wikidata.org/entity/Q64", "wd:Q64"] {
            assert_eq!(ItemId::parse(text), Some(ItemId(64)), "{text}");
        }
        for text in [
            "",
            "Q",
            "64",
            "P64",
            "Q064",
            "Q6x",
            "Q-1",
            "http://www.wikidata.org/.well-known/genid/0ab1",
            "Q99999999999999999999",
        ] {
            assert_eq!(ItemId::parse(text), None, "{text}");
        }
    }
}
