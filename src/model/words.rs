//! The closed vocabularies of the model: levels, kinds, statuses and claims.

use thiserror::Error;

/// A word that a vocabulary doesn't have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a {what}; expected one of {}", expected.join(", "))]
pub struct UnknownWord {
    /// What was read: `partnership kind`, `status`, ...
    pub what: &'static str,
    /// The word as it was found.
    pub found: String,
    /// All words of the vocabulary.
    pub expected: Vec<&'static str>,
}

/// A closed vocabulary: an enum whose every value is one word in files, options and output.
pub trait Vocabulary: Copy + Send + Sync + std::str::FromStr<Err = UnknownWord> + 'static {
    /// Every value, in the order of the vocabulary.
    const WORDS: &'static [Self];

    /// The word of a value.
    fn word(self) -> &'static str;

    /// What it means, in a phrase.
    fn meaning(self) -> &'static str;
}

/// Makes an enum a [`Vocabulary`]. Each value states its word, and its doc comment is its meaning.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[doc = $meaning:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $meaning])+ $variant,)+
        }

        impl $name {
            /// Every value, in the order of the vocabulary.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word used in files, options and output.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }

        impl $crate::model::Vocabulary for $name {
            const WORDS: &'static [Self] = Self::ALL;

            fn word(self) -> &'static str {
                self.name()
            }

            fn meaning(self) -> &'static str {
                let meaning = match self {
                    $($name::$variant => concat!($($meaning),+),)+
                };
                meaning.trim().trim_end_matches('.')
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownWord;

            fn from_str(text: &str) -> Result<Self, $crate::model::UnknownWord> {
                // Spreadsheets may have capitalised the first letter of a word.
                let found = Self::ALL.iter().copied().find(|value| value.name().eq_ignore_ascii_case(text));
                found.ok_or_else(|| $crate::model::UnknownWord {
                    what: $what,
                    found: text.to_owned(),
                    expected: Self::ALL.iter().map(|value| value.name()).collect(),
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// The level of a place.
    Level, "level", {
        /// A country (ISO 3166-1).
        Country = "country",
        /// A first-level division (ISO 3166-2).
        Region = "region",
        /// A municipality: a city, town, district, ...
        City = "city",
    }
}

vocabulary! {
    /// What two places have agreed on.
    PartnershipKind, "partnership kind", {
        /// Town twinning in the full sense; what a list that names no kind is taken to mean.
        SisterCity = "sister-city",
        /// A looser friendship, often the step before twinning.
        Friendship = "friendship",
        /// Cooperation in stated fields.
        Cooperation = "cooperation",
        /// An agreement, usually between governments or administrations.
        Agreement = "agreement",
        /// A project with a set purpose and end.
        Project = "project",
        /// Contact without a document.
        Informal = "informal",
    }
}

vocabulary! {
    /// Where a partnership stands.
    Status, "status", {
        /// Announced, not yet in force.
        Proposed = "proposed",
        /// In force; what a row without status and end date is taken to mean.
        Active = "active",
        /// In force, without activity.
        Dormant = "dormant",
        /// Put on hold; not in force.
        Suspended = "suspended",
        /// Ended; not in force.
        Terminated = "terminated",
        /// Not known; counted as in force because its list names it.
        Unknown = "unknown",
    }
}

impl Status {
    /// Whether a partnership of this status counts as in force: not proposed, not suspended, not terminated.
    pub fn in_force(self) -> bool {
        match self {
            Status::Active | Status::Dormant | Status::Unknown => true,
            Status::Proposed | Status::Suspended | Status::Terminated => false,
        }
    }
}

vocabulary! {
    /// Which of the two sides states the partnership in its own list.
    Claim, "claim", {
        /// Only the place in column `a`.
        A = "a",
        /// Only the place in column `b`.
        B = "b",
        /// Both; what a row that doesn't say is taken to mean.
        Both = "both",
    }
}
