use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer};

/// What to do next about a problem: advice, and the part of this library that helps with it.
///
/// Its text names functions of the library; a program can put [`see`](Self::see) into its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What to do, as a part of a sentence; blank if `see` says it all.
    pub advice: Cow<'static, str>,
    /// What helps.
    pub see: Option<See>,
}

/// The part of this library that helps with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum See {
    /// The ids and names of all places.
    Names,
    /// The list of events.
    Events,
    /// The lists of events and of all contacts.
    EventsAndContacts,
    /// The list of countries.
    Countries,
    /// The list of regions.
    Regions,
    /// The list of the regions of one country.
    RegionsOfCountry,
    /// A copy of the data without the faulty rows.
    Fix,
    /// A copy without the faulty rows, in which rows that say the same are merged.
    MergingFix,
    /// A copy without the faulty rows, or the data read and written again.
    FixOrRewrite,
}

impl Hint {
    /// Advice that needs nothing else.
    pub fn new(advice: impl Into<Cow<'static, str>>) -> Self {
        Self { advice: advice.into(), see: None }
    }

    /// Advice that needs nothing else, as a constant.
    pub(crate) const fn of(advice: &'static str) -> Self {
        Self { advice: Cow::Borrowed(advice), see: None }
    }

    /// Advice, and the part of the library that helps with it.
    pub(crate) const fn with(advice: &'static str, see: See) -> Self {
        Self { advice: Cow::Borrowed(advice), see: Some(see) }
    }

    /// Whether there is nothing to say.
    pub(crate) fn is_blank(&self) -> bool {
        self.advice.is_empty() && self.see.is_none()
    }

    /// The hint as a text; `of` words the part of the library that helps.
    pub fn worded(&self, of: impl Fn(See) -> &'static str) -> Cow<'static, str> {
        match self.see {
            None => self.advice.clone(),
            Some(see) if self.advice.is_empty() => of(see).into(),
            Some(see) => format!("{}; {}", self.advice, of(see)).into(),
        }
    }
}

impl From<&'static str> for Hint {
    fn from(advice: &'static str) -> Self {
        Self::new(advice)
    }
}

impl From<String> for Hint {
    fn from(advice: String) -> Self {
        Self::new(advice)
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.worded(|see| match see {
            See::Names => "`Network::names` finds by ids, names and other names",
            See::Events => "`query::events` lists them",
            See::EventsAndContacts => "`query::events` lists the events, `Network::contacts` all contacts",
            See::Countries => "`Register::countries` lists codes",
            See::Regions => "`Register::regions` lists them",
            See::RegionsOfCountry => "`Register::regions_of` lists them",
            See::Fix => "`check::fix` makes a copy without",
            See::MergingFix => "`check::fix` merges those that say the same",
            See::FixOrRewrite => "`check::fix` does",
        }))
    }
}

impl Serialize for Hint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
