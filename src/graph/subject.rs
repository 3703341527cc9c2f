//! What names can mean, and the reasons why a name means nothing or several things.

use std::fmt;

use thiserror::Error;

use crate::{
    model::{CountryCode, Hint, Level, PlaceRow, See},
    register::RegionId,
    text::either,
};

/// What a name can mean: a city of the data set, or a region or country of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A city, by its row.
    City(PlaceRow),
    /// A region.
    Region(RegionId),
    /// A country.
    Country(CountryCode),
}

impl Subject {
    /// The level of the place meant.
    pub fn level(self) -> Level {
        match self {
            Subject::City(_) => Level::City,
            Subject::Region(_) => Level::Region,
            Subject::Country(_) => Level::Country,
        }
    }
}

/// A subject in the form for messages: `Mogilev (mogilev-by)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The id or code, which always finds it.
    pub id: String,
    /// The name.
    pub name: String,
    /// The code of the region that it lies in, otherwise of the country.
    pub area: Option<String>,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({}", self.id, self.name)?;
        if let Some(area) = &self.area {
            write!(f, ", {area}")?;
        }
        f.write_str(")")
    }
}

/// A town of a gazetteer as it is shown in messages: `Munich (DE-BY)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TownName {
    /// The name that the gazetteer shows.
    pub name: String,
    /// The code of its region, or of its country if the region isn't known.
    pub area: String,
}

impl fmt::Display for TownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.area)
    }
}

/// The meaning of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The place meant.
    pub subject: Subject,
    /// What else has the name, at another level.
    pub also: Vec<Candidate>,
    /// Whether a gazetteer found the town, because the data set doesn't have the name.
    pub by_gazetteer: bool,
}

/// The reason why a name means nothing, or several things.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing has the name.
    #[error("no place is called `{text}`{}", towns_of_the_name(towns))]
    Unknown {
        /// The name asked for.
        text: String,
        /// What has a similar name, most similar first.
        suggestions: Vec<Candidate>,
        /// The towns with this name in a gazetteer that the data doesn't have, the largest first.
        towns: Vec<TownName>,
    },
    /// Several subjects of one level have the name.
    #[error("`{text}` may be {}", either(candidates))]
    Ambiguous {
        /// The name asked for.
        text: String,
        /// All that have it, by id.
        candidates: Vec<Candidate>,
    },
}

impl NameError {
    /// What to type next.
    pub fn hint(&self) -> Hint {
        match self {
            NameError::Unknown { towns, suggestions, .. } if suggestions.is_empty() && !towns.is_empty() => {
                let area = &towns[0].area;
                let advice =
                    format!("the data doesn't have this town; `{area}` asks for all places in the area around it");
                Hint { advice: advice.into(), see: Some(See::Names) }
            }
            NameError::Unknown { suggestions, .. } if suggestions.is_empty() => Hint::with("", See::Names),
            NameError::Unknown { suggestions, .. } => format!("did you mean {}?", either(suggestions)).into(),
            NameError::Ambiguous { text, candidates } => {
                let id = candidates.first().map_or("", |candidate| &candidate.id);
                let name = split_area(text).map_or(text.as_str(), |(name, _)| name);
                // An area helps only if exactly one candidate lies in it.
                let in_area =
                    |area: &str| candidates.iter().filter(|other| other.area.as_deref() == Some(area)).count();
                let mut areas = candidates.iter().filter_map(|candidate| candidate.area.as_deref());
                let advice = areas.find(|area| in_area(area) == 1).map_or_else(
                    || format!("give the id, as in `{id}`"),
                    |area| format!("give the id, as in `{id}`, or add the region or country, as in `{name}, {area}`"),
                );
                advice.into()
            }
        }
    }
}

/// Lists the largest towns with a name that the data doesn't have.
fn towns_of_the_name(towns: &[TownName]) -> String {
    let shown = &towns[..towns.len().min(TOWNS_SHOWN)];
    match shown {
        [] => String::new(),
        [town] => format!(" in the data; it is the name of a town, {town}"),
        _ => format!(" in the data; it is the name of {}", either(shown)),
    }
}

/// The number of towns that a message shows.
const TOWNS_SHOWN: usize = 3;

/// Splits `Brest, BY` or `Brest (BY)` into a name and an area.
pub(super) fn split_area(text: &str) -> Option<(&str, &str)> {
    let (name, area) = match text.strip_suffix(')') {
        Some(open) => open.rsplit_once('(')?,
        None => text.rsplit_once(',')?,
    };
    let (name, area) = (name.trim(), area.trim());
    (!name.is_empty() && !area.is_empty()).then_some((name, area))
}
