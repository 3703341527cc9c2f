//! Rows as a data set stores them, as compactly as most rows of large lists allow.

use std::{num::NonZeroU32, ops::Range};

use super::{Claim, CountryCode, Date, Language, PartnershipKind, Position, Status, TextId, terms::Terms};

/// A list of texts: a range of `Dataset::lists`.
pub(super) type Run = Range<u32>;

#[derive(Clone)]
pub(super) struct StoredPlace {
    pub(super) country: Option<CountryCode>,
    pub(super) is_region: bool,
    /// The position, or [`Position::NOWHERE`].
    pub(super) position: Position,
    pub(super) population: Option<Few>,
}

/// The texts of a place.
#[derive(Clone)]
pub(super) struct StoredTexts {
    pub(super) id: TextId,
    pub(super) region: Option<TextId>,
    /// The index of the place's details in `Dataset::place_details`, counted from one; `None` if it has no details.
    pub(super) details: Option<NonZeroU32>,
}

/// A number below 2^32 - 1, stored plus one, so that an optional number takes no more space than a number.
pub(super) type Few = NonZeroU32;

pub(super) fn few(number: u64) -> Option<Few> {
    u32::try_from(number.checked_add(1)?).ok().and_then(NonZeroU32::new)
}

/// A name for each language, in the order of [`Language::ALL`].
pub(super) type StoredNames = [Option<TextId>; Language::ALL.len()];

/// The fields that most places of a large list don't have.
#[derive(Clone, Default, PartialEq)]
pub(super) struct PlaceDetails {
    pub(super) kind: Option<TextId>,
    pub(super) country_text: Option<TextId>,
    pub(super) part_of: Option<TextId>,
    pub(super) geonames: Option<TextId>,
    pub(super) wikidata: Option<TextId>,
    /// The index of its names in `Dataset::names_by_language`, counted from one; `None` if it has none.
    pub(super) names: Option<NonZeroU32>,
    pub(super) aliases: Run,
    /// The population, if it doesn't fit the row.
    pub(super) population: Option<u64>,
}

#[derive(Clone)]
pub(super) struct StoredPartnership {
    pub(super) a: TextId,
    pub(super) b: TextId,
    pub(super) since: Option<Date>,
    pub(super) terms: Terms,
}

/// All fields of a partnership that gives more than kind, status, claim and beginning.
#[derive(Clone)]
pub(super) struct Details {
    pub(super) kind: PartnershipKind,
    pub(super) status: Option<Status>,
    pub(super) claimed_by: Claim,
    pub(super) until: Option<Date>,
    pub(super) suspended: Option<Date>,
    pub(super) fields: Run,
    pub(super) document: Option<TextId>,
    pub(super) source: Option<TextId>,
    pub(super) note: Option<TextId>,
}

impl Details {
    pub(super) fn is_brief(&self) -> bool {
        let Self { until, suspended, fields, document, source, note, .. } = self;
        until.or(*suspended).is_none() && fields.is_empty() && document.or(*source).or(*note).is_none()
    }
}
