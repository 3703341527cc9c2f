//! Rows as a data set keeps them: as compact as most rows of large lists allow.

use std::{num::NonZeroU32, ops::Range};

use super::{Claim, CountryCode, Date, Language, PartnershipKind, Position, Status, TextId, terms::Terms};

/// A list of texts: a run of numbers in `Dataset::lists`.
pub(super) type Run = Range<u32>;

#[derive(Clone)]
pub(super) struct StoredPlace {
    pub(super) country: Option<CountryCode>,
    pub(super) is_region: bool,
    /// [`Position::NOWHERE`] without one.
    pub(super) position: Position,
    pub(super) population: Option<Few>,
}

/// The texts of a place.
#[derive(Clone)]
pub(super) struct StoredTexts {
    pub(super) id: TextId,
    pub(super) region: Option<TextId>,
    /// Where the row gives more than is usual: its place in `Dataset::place_details`, counted from one.
    pub(super) details: Option<NonZeroU32>,
}

/// A number below 2^32 less one, and one: so that a number which may be missing takes no more space than one which
/// isn't.
pub(super) type Few = NonZeroU32;

pub(super) fn few(number: u64) -> Option<Few> {
    u32::try_from(number.checked_add(1)?).ok().and_then(NonZeroU32::new)
}

/// By the order of [`Language::ALL`].
pub(super) type StoredNames = [Option<TextId>; Language::ALL.len()];

/// What most places of a large list don't have.
#[derive(Clone, Default, PartialEq)]
pub(super) struct PlaceDetails {
    pub(super) kind: Option<TextId>,
    pub(super) country_text: Option<TextId>,
    pub(super) part_of: Option<TextId>,
    pub(super) geonames: Option<TextId>,
    pub(super) wikidata: Option<TextId>,
    /// Where it has names by language: their place in `Dataset::names_by_language`, counted from one.
    pub(super) names: Option<NonZeroU32>,
    pub(super) aliases: Run,
    /// Where it is too large for its place.
    pub(super) population: Option<u64>,
}

#[derive(Clone)]
pub(super) struct StoredPartnership {
    pub(super) a: TextId,
    pub(super) b: TextId,
    pub(super) since: Option<Date>,
    pub(super) terms: Terms,
}

/// All that a partnership's row gives where it gives more than kind, status and claim.
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
