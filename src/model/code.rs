use std::fmt;

use serde::{Serialize, Serializer};

/// An ISO 3166-1 alpha-2 country code: two capital Latin letters.
///
/// The constructor checks the form only; whether such a country exists is the register's to say.
///
/// ```
/// use sistergraph::model::CountryCode;
/// assert_eq!(CountryCode::new("BY").unwrap().as_str(), "BY");
/// assert_eq!(CountryCode::new("ZZ").unwrap().index(), CountryCode::COUNT - 1);
/// assert!(CountryCode::new("by").is_none() && CountryCode::new("BLR").is_none());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// How many codes can be written.
    pub const COUNT: usize = 26 * 26;

    /// The number of the code in the order of codes, from 0 to [`COUNT`](Self::COUNT) less one; for tables that hold a
    /// value for each country.
    pub fn index(self) -> usize {
        let [a, b] = self.0.map(|letter| usize::from(letter - b'A'));
        26 * a + b
    }

    /// The code written as `text`, or `None` where `text` isn't two capital Latin letters.
    pub fn new(text: &str) -> Option<Self> {
        match *text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Self([a, b])),
            _ => None,
        }
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        // Both bytes are ASCII by construction, so this never takes the default.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
