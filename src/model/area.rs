use std::fmt;

use super::CountryCode;

/// A country or one first-level region of it: what a filter or a question is asked about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// A whole country, its country-level node included.
    Country(CountryCode),
    /// A region, by its code (`BY-MA`).
    Region(String),
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Area::Country(code) => write!(f, "{code}"),
            Area::Region(code) => write!(f, "{code}"),
        }
    }
}
