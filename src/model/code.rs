use std::{borrow::Cow, fmt, ops::Deref, str::FromStr};

use thiserror::Error;

use serde::{Serialize, Serializer};

/// An ISO 3166-1 alpha-2 country code: two capital Latin letters.
///
/// The constructor checks the form only; the register knows whether such a country exists.
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
    /// The number of codes that can be written.
    pub const COUNT: usize = 26 * 26;

    /// The number of the code in alphabetical order, from 0 to [`COUNT`](Self::COUNT) - 1, for tables that hold a value
    /// for each country.
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

/// The code of a first-level region, either of ISO 3166-2 (`BY-MA`) or of the data set's own making.
///
/// A code has at most [`LONGEST`](Self::LONGEST) Latin letters, digits and hyphens, and a letter or digit at either
/// end. People type codes, compare them, and find them in file names and links. So a code has only letters that every
/// keyboard has, that have exactly one capital, and that look like no letter of another alphabet. It is none of
/// [`WORDS`](Self::WORDS) either, in capital or small letters. The register knows whether the code is already that of
/// another region or of a country.
///
/// ```
/// use sistergraph::model::RegionCode;
/// assert_eq!(&*RegionCode::new("BY-MA").unwrap(), "BY-MA");
/// assert!(["", "-q", "../x", "BY MA", "ВY-MA", "BY-MA-12345", "Any"].iter().all(|&text| RegionCode::new(text).is_err()));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(Cow<'static, str>);

/// Why a text is no region's code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RegionCodeError {
    /// It has other characters, or too many.
    #[error(
        "`{0}` is not a region's code; expected letters A to Z, digits and hyphens between them, {longest} at most, as in BY-MA",
        longest = RegionCode::LONGEST
    )]
    Form(Cow<'static, str>),
    /// It is one of [`RegionCode::WORDS`].
    #[error(
        "`{0}` cannot be a region's code, because it means something else where a code can stand; expected one such as BY-MA"
    )]
    Word(Cow<'static, str>),
}

impl RegionCode {
    /// The most characters of a code. Those of ISO 3166-2 have up to six.
    pub const LONGEST: usize = 10;

    /// Words that mean something else where a code can stand: words to ask for in place of a region, and names of
    /// columns that stand beside those named after regions.
    pub const WORDS: [&'static str; 10] =
        ["all", "any", "city", "code", "country", "name", "none", "place", "region", "total"];

    /// The code written as `text`.
    ///
    /// # Errors
    /// Returns [`RegionCodeError`] if `text` doesn't have the form of a code, or is a word with another meaning.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Result<Self, RegionCodeError> {
        let text = text.into();
        let is_of_a_code = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let has_form = (1..=Self::LONGEST).contains(&text.len())
            && text.bytes().all(is_of_a_code)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if !has_form {
            Err(RegionCodeError::Form(text))
        } else if Self::WORDS.iter().any(|word| word.eq_ignore_ascii_case(&text)) {
            Err(RegionCodeError::Word(text))
        } else {
            Ok(Self(text))
        }
    }
}

impl Deref for RegionCode {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl FromStr for RegionCode {
    type Err = RegionCodeError;

    fn from_str(text: &str) -> Result<Self, RegionCodeError> {
        Self::new(text.to_owned())
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
