use std::fmt;

use thiserror::Error;

use crate::{
    model::{CountryCode, Date, Hint, Level, See, at_row},
    register::{CodeMeaning, RegionError},
    text::{count, either},
};

use super::subject::Candidate;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The row can't be taken; a command that needs the graph stops.
    Error,
    /// The row is taken, or dropped by a stated rule; the answer holds.
    Warning,
}

/// Something found in the data while the network was built, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file's name.
    pub file: String,
    /// The line on which the row begins, from 1.
    pub line: u32,
    /// The column at fault, where it is one.
    pub column: Option<&'static str>,
    /// What was found.
    pub kind: FindingKind,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", at_row(&self.file, self.line))?;
        if let Some(column) = self.column {
            write!(f, "column `{column}`: ")?;
        }
        write!(f, "{}", self.kind)
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FindingKind {
    /// Two places of one id.
    #[error("place id `{id}` is already that of line {first}")]
    DuplicateId {
        /// The id.
        id: String,
        /// The line of the first place that has it.
        first: u32,
    },
    /// A place whose id means a region or country.
    #[error("place id `{0}` is a code of the register")]
    IdIsCode(String),
    /// A country that the register lacks; the place has none.
    #[error("country `{country}` of `{id}` is not in the register")]
    UnknownCountry {
        /// The place.
        id: String,
        /// The country's code.
        country: CountryCode,
    },
    /// A region that the register lacks; the place has none.
    #[error("region `{region}` of `{id}` is not in the register")]
    UnknownRegion {
        /// The place.
        id: String,
        /// The text in the row.
        region: String,
        /// The place's country.
        country: Option<CountryCode>,
        /// What is near it; see [`Network::suggest_names`](super::Network::suggest_names).
        suggestions: Vec<Candidate>,
    },
    /// A region and a country that don't belong together; the place has no region.
    #[error("`{id}` lies in country {country}, but its region `{region}` in {region_country}")]
    RegionOfOtherCountry {
        /// The place.
        id: String,
        /// The place's country.
        country: CountryCode,
        /// The region's code.
        region: String,
        /// The region's country.
        region_country: CountryCode,
    },
    /// A part of a place that isn't there.
    #[error("`{id}` is part of `{whole}`, which is no place of the data set")]
    UnknownWhole {
        /// The part.
        id: String,
        /// The id in `part_of`.
        whole: String,
    },
    /// A place that is part of itself, directly or through others.
    #[error("`{0}` is part of itself")]
    PartOfItself(String),
    /// A city said to be its region without naming one.
    #[error("`{0}` has `is_region` but no region")]
    IsNoRegion(String),
    /// Two cities said to be the same region.
    #[error("`{id}` has `is_region`, but region `{region}` is already `{other}`")]
    RegionTaken {
        /// The second city.
        id: String,
        /// The region's code.
        region: String,
        /// The first city.
        other: String,
    },
    /// A region of `regions.csv` that can't join the register.
    #[error("{0}")]
    Region(#[from] RegionError),
    /// An end that nothing bears the name of.
    #[error("partnership names `{text}`, which is no place id, code or name")]
    UnknownEnd {
        /// The text in the row.
        text: String,
        /// What is near it; see [`Network::suggest_names`](super::Network::suggest_names).
        suggestions: Vec<Candidate>,
    },
    /// An end that several places bear the name of.
    #[error("partnership names `{text}`, which may be {}", either(candidates))]
    AmbiguousEnd {
        /// The text in the row.
        text: String,
        /// All that bear the name.
        candidates: Vec<Candidate>,
    },
    /// A partnership over before it began.
    #[error("partnership of `{a}` and `{b}` ends ({until}) before it begins ({since})")]
    EndBeforeStart {
        /// One end.
        a: String,
        /// The other end.
        b: String,
        /// The stated beginning.
        since: Date,
        /// The stated end.
        until: Date,
    },
    /// A country in words that the register doesn't know; its places have no country.
    #[error("country `{text}` is not in the register ({})", count(*places, "place"))]
    UnknownCountryText {
        /// The words.
        text: String,
        /// How many places have them.
        places: usize,
        /// The country of the nearest name; see [`Network::suggest_names`](super::Network::suggest_names).
        suggestion: Option<CountryCode>,
    },
    /// A place named in the ledger that nothing bears the name of.
    #[error("`{text}` is no place id, code or name")]
    UnknownPlace {
        /// The text in the row.
        text: String,
        /// The only level that it may be at, where there is one.
        level: Option<Level>,
        /// What is near it; see [`Network::suggest_names`](super::Network::suggest_names).
        suggestions: Vec<Candidate>,
    },
    /// A place named in the ledger that several bear the name of.
    #[error("`{text}` may be {}", either(candidates))]
    AmbiguousPlace {
        /// The text in the row.
        text: String,
        /// All that bear the name.
        candidates: Vec<Candidate>,
    },
    /// A place named in the ledger where only a region may be.
    #[error("`{0}` is no region")]
    NotARegion(String),
    /// Two contacts or two totals of one id.
    #[error("id `{id}` is already that of line {first}")]
    DuplicateEntry {
        /// The id.
        id: String,
        /// The line of the first row that has it.
        first: u32,
    },
    /// A contact or a curator's time over before it began.
    #[error("ends ({until}) before it begins ({from})")]
    EntryEndsBeforeStart {
        /// The stated beginning.
        from: Date,
        /// The stated end.
        until: Date,
    },
    /// A row that names an event which isn't among the contacts.
    #[error("`{0}` is the id of no contact")]
    UnknownEvent(String),
    /// A total that is a part of one which isn't there.
    #[error("`{0}` is neither the id of a total nor what one other total of the same year, places and event counts")]
    UnknownTotal(String),
    /// A total that is a part of itself, directly or through others.
    #[error("the total is a part of itself")]
    TotalOfItself,
    /// A partnership of a place with itself; dropped.
    #[error("partnership of `{0}` with itself is dropped (two places of one name?)")]
    SelfLoop(String),
}

impl FindingKind {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            FindingKind::SelfLoop(_)
            | FindingKind::UnknownCountry { .. }
            | FindingKind::UnknownCountryText { .. }
            | FindingKind::UnknownRegion { .. }
            | FindingKind::RegionOfOtherCountry { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The column that is at fault, where the kind alone says it.
    pub(super) fn column(&self) -> Option<&'static str> {
        match self {
            FindingKind::DuplicateId { .. } | FindingKind::IdIsCode(_) => Some("id"),
            FindingKind::Region(RegionError::TakenCode { .. }) => Some("code"),
            FindingKind::UnknownCountry { .. } | FindingKind::UnknownCountryText { .. } | FindingKind::Region(_) => {
                Some("country")
            }
            FindingKind::UnknownRegion { .. } | FindingKind::RegionOfOtherCountry { .. } => Some("region"),
            FindingKind::UnknownWhole { .. } | FindingKind::PartOfItself(_) => Some("part_of"),
            FindingKind::IsNoRegion(_) | FindingKind::RegionTaken { .. } => Some("is_region"),
            FindingKind::EndBeforeStart { .. } => Some("until"),
            FindingKind::EntryEndsBeforeStart { .. } => Some("until"),
            FindingKind::DuplicateEntry { .. } => Some("id"),
            FindingKind::UnknownEvent(_) => Some("event"),
            FindingKind::UnknownTotal(_) | FindingKind::TotalOfItself => Some("of"),
            FindingKind::UnknownEnd { .. }
            | FindingKind::AmbiguousEnd { .. }
            | FindingKind::UnknownPlace { .. }
            | FindingKind::AmbiguousPlace { .. }
            | FindingKind::NotARegion(_)
            | FindingKind::SelfLoop(_) => None,
        }
    }

    /// What to type or mend, where that can be said.
    pub fn hint(&self) -> Option<Hint> {
        Some(match self {
            FindingKind::UnknownEnd { suggestions, .. } if suggestions.is_empty() => {
                "add it to the list of places, or use the code of a region or country".into()
            }
            FindingKind::UnknownPlace { suggestions, .. } if suggestions.is_empty() => {
                "give the id of a row of cities.csv, or the code of a region or country".into()
            }
            FindingKind::UnknownRegion { suggestions, .. } if suggestions.is_empty() => {
                "add the region to regions.csv, or mend its code".into()
            }
            FindingKind::UnknownEnd { suggestions, .. }
            | FindingKind::UnknownPlace { suggestions, .. }
            | FindingKind::UnknownRegion { suggestions, .. } => format!("did you mean {}?", either(suggestions)).into(),
            FindingKind::NotARegion(_) => Hint::with("give a region's code, as in BY-MA", See::Regions),
            FindingKind::UnknownEvent(_) => "give the event an id in the column `id` of contacts.csv".into(),
            FindingKind::UnknownTotal(_) => "give the whole an id in the column `id` of totals.csv".into(),
            FindingKind::AmbiguousEnd { .. } | FindingKind::AmbiguousPlace { .. } => "give the id".into(),
            FindingKind::UnknownCountry { .. } => "country takes an ISO 3166-1 alpha-2 code such as BY".into(),
            FindingKind::UnknownCountryText { suggestion: Some(country), .. } => format!("is {country} meant?").into(),
            FindingKind::UnknownCountryText { .. } => {
                "its places have no country; give the code in a column `country`, or mend the name".into()
            }
            FindingKind::Region(RegionError::TakenCode { meaning: CodeMeaning::Region(code), .. }) => format!(
                "write `{code}` to say more about that region, or give this one a code of its own such as BY-MA"
            )
            .into(),
            FindingKind::Region(RegionError::TakenCode { .. }) => {
                "give the region a code of its own, such as BY-MA".into()
            }
            FindingKind::IdIsCode(_) => "give the place another id, such as its name in small letters".into(),
            _ => return None,
        })
    }
}
