//! What a column can say about one of the two places in a row.

use crate::{
    formats::{columns::name_column, header::Meaning},
    model::Language,
};

/// What a column says about one of the two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Role {
    Name,
    Id,
    Country,
    Region,
    Lat,
    Lon,
    /// Both coordinates, as `Point(lon lat)`.
    Point,
    Population,
    /// The name in a language.
    NameIn(Language),
}

pub(in crate::formats) const ROLES: [Role; 15] = [
    Role::Name,
    Role::Id,
    Role::Country,
    Role::Region,
    Role::Lat,
    Role::Lon,
    Role::Point,
    Role::Population,
    Role::NameIn(Language::English),
    Role::NameIn(Language::Russian),
    Role::NameIn(Language::Belarusian),
    Role::NameIn(Language::Ukrainian),
    Role::NameIn(Language::Polish),
    Role::NameIn(Language::German),
    Role::NameIn(Language::French),
];

impl Role {
    /// Its key in the columns that the user gives.
    pub(in crate::formats) fn key(self) -> &'static str {
        match self {
            Role::Name => "name",
            Role::Id => "id",
            Role::Country => "country",
            Role::Region => "region",
            Role::Lat => "lat",
            Role::Lon => "lon",
            Role::Point => "point",
            Role::Population => "population",
            Role::NameIn(language) => name_column(language),
        }
    }

    /// What the words of a header say about a place. `meanings` doesn't include the words that tell which place it is.
    pub(in crate::formats) fn of(meanings: &[Meaning]) -> Option<Role> {
        let has = |meaning| meanings.contains(&meaning);
        let mut said: Vec<Meaning> =
            meanings.iter().copied().filter(|meaning| !matches!(meaning, Meaning::Place | Meaning::Name)).collect();
        // For example `Province/State` or `ISO country`.
        said.dedup();
        let mut said = said.iter();
        match (said.next(), said.next(), said.next()) {
            (None, ..) => (!meanings.is_empty()).then_some(Role::Name),
            (Some(Meaning::Id | Meaning::Code), None, _) if has(Meaning::Name) => Some(Role::Name),
            (Some(Meaning::Id | Meaning::Code), None, _) => Some(Role::Id),
            (Some(Meaning::Country), None, _) => Some(Role::Country),
            (Some(Meaning::Country), Some(Meaning::Code), None) => Some(Role::Country),
            (Some(Meaning::Region), None | Some(Meaning::Code), None) => Some(Role::Region),
            (Some(Meaning::Lat), None, _) => Some(Role::Lat),
            (Some(Meaning::Lon), None, _) => Some(Role::Lon),
            // One of two parts of a position: `coords.lat`.
            (Some(Meaning::Point), Some(Meaning::Lat), None) => Some(Role::Lat),
            (Some(Meaning::Point), Some(Meaning::Lon), None) => Some(Role::Lon),
            (Some(Meaning::Point), None, _) => Some(Role::Point),
            (Some(Meaning::Population), None, _) => Some(Role::Population),
            _ => None,
        }
    }

    /// Its index in [`ROLES`].
    pub(super) fn index(self) -> usize {
        match self {
            Role::Name => 0,
            Role::Id => 1,
            Role::Country => 2,
            Role::Region => 3,
            Role::Lat => 4,
            Role::Lon => 5,
            Role::Point => 6,
            Role::Population => 7,
            Role::NameIn(language) => 8 + language as usize,
        }
    }
}

/// Groups of roles that belong to the same place: a latitude goes with its longitude. Regions come first, since their
/// own position in the header decides whose they are.
pub(super) const GROUPS: [&[Role]; 5] =
    [&[Role::Region], &[Role::Country], &[Role::Lat, Role::Lon, Role::Point], &[Role::Population], &[Role::Id]];
