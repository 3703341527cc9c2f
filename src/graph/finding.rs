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
    /// The row is refused, and a command that needs the graph stops.
    Error,
    /// The row is accepted, or dropped by a documented rule; the answer holds.
    Warning,
}

/// Something that was found in the data while the network was built, with its file and line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file's name.
    pub file: String,
    /// The line on which the row begins, from 1.
    pub line: u32,
    /// The column at fault, if there is one.
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
    /// Two places have the same id.
    #[error("place id `{id}` is already that of line {first}")]
    DuplicateId {
        /// The id.
        id: String,
        /// The line of the first place that has it.
        first: u32,
    },
    /// The id of a place is the code of a region or country.
    #[error("place id `{0}` is a code of the register")]
    IdIsCode(String),
    /// The register lacks the country; the place gets none.
    #[error("country `{country}` of `{id}` is not in the register")]
    UnknownCountry {
        /// The place.
        id: String,
        /// The country's code.
        country: CountryCode,
    },
    /// The register lacks the region; the place gets none.
    #[error("region `{region}` of `{id}` is not in the register")]
    UnknownRegion {
        /// The place.
        id: String,
        /// The text in the row.
        region: String,
        /// The place's country.
        country: Option<CountryCode>,
        /// Regions with a similar name: see [`Network::suggest_names`](super::Network::suggest_names).
        suggestions: Vec<Candidate>,
    },
    /// The region doesn't lie in the country; the place gets no region.
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
    /// A place is part of a place that doesn't exist.
    #[error("`{id}` is part of `{whole}`, which is no place of the data set")]
    UnknownWhole {
        /// The part.
        id: String,
        /// The id in `part_of`.
        whole: String,
    },
    /// A place is part of itself, directly or through others.
    #[error("`{0}` is part of itself")]
    PartOfItself(String),
    /// A city is marked as its region but names no region.
    #[error("`{0}` has `is_region` but no region")]
    IsNoRegion(String),
    /// Two cities are marked as the same region.
    #[error("`{id}` has `is_region`, but region `{region}` is already `{other}`")]
    RegionTaken {
        /// The second city.
        id: String,
        /// The region's code.
        region: String,
        /// The first city.
        other: String,
    },
    /// A region of `regions.csv` can't be added to the register.
    #[error("{0}")]
    Region(#[from] RegionError),
    /// Nothing has the name that stands as an end.
    #[error("partnership names `{text}`, which is no place id, code or name")]
    UnknownEnd {
        /// The text in the row.
        text: String,
        /// What has a similar name: see [`Network::suggest_names`](super::Network::suggest_names).
        suggestions: Vec<Candidate>,
    },
    /// Several places have the name that stands as an end.
    #[error("partnership names `{text}`, which may be {}", either(candidates))]
    AmbiguousEnd {
        /// The text in the row.
        text: String,
        /// All places that have the name.
        candidates: Vec<Candidate>,
    },
    /// A partnership ended before it began.
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
    /// The register doesn't know the words for a country; places with these words get no country.
    #[error("country `{text}` is not in the register ({})", count(*places, "place"))]
    UnknownCountryText {
        /// The words.
        text: String,
        /// The number of places that have these words.
        places: usize,
        /// The country with the most similar name: see [`Network::suggest_names`](super::Network::suggest_names).
        suggestion: Option<CountryCode>,
    },
    /// Nothing has the name of a place in the ledger.
    #[error("`{text}` is no place id, code or name")]
    UnknownPlace {
        /// The text in the row.
        text: String,
        /// The level that the place must have, if only one is possible.
        level: Option<Level>,
        /// What has a similar name: see [`Network::suggest_names`](super::Network::suggest_names).
        suggestions: Vec<Candidate>,
    },
    /// Several places have the name of a place in the ledger.
    #[error("`{text}` may be {}", either(candidates))]
    AmbiguousPlace {
        /// The text in the row.
        text: String,
        /// All places that have the name.
        candidates: Vec<Candidate>,
    },
    /// The ledger names a place that isn't a region, where only a region may stand.
    #[error("`{0}` is no region")]
    NotARegion(String),
    /// Two contacts or two totals have the same id.
    #[error("id `{id}` is already that of line {first}")]
    DuplicateEntry {
        /// The id.
        id: String,
        /// The line of the first row that has it.
        first: u32,
    },
    /// A contact or a curator's time in office ended before it began.
    #[error("ends ({until}) before it begins ({from})")]
    EntryEndsBeforeStart {
        /// The stated beginning.
        from: Date,
        /// The stated end.
        until: Date,
    },
    /// A row names an event that isn't among the contacts.
    #[error("`{0}` is the id of no contact")]
    UnknownEvent(String),
    /// A total is a part of a total that doesn't exist.
    #[error("`{0}` is neither the id of a total nor what one other total of the same year, places and event counts")]
    UnknownTotal(String),
    /// A total is a part of itself, directly or through others.
    #[error("the total is a part of itself")]
    TotalOfItself,
    /// A partnership joins a place with itself; it is dropped.
    #[error("partnership of `{0}` with itself is dropped (two places of one name?)")]
    SelfLoop(String),
}

impl FindingKind {
    /// How much the finding matters.
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

    /// The column at fault, if the kind alone determines it.
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

    /// What to type or mend, if that is known.
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
