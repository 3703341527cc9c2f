use std::fmt;

use super::{AreaSet, id::PlaceId, network::Network};
use crate::{
    model::{Area, Certainty, Date, Level, PartnershipKind, Standing, Status},
    said,
    words::Words,
};

/// Whether the time and status of a partnership let it count as a tie.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    pub(super) counts: bool,
    /// How sure the verdict is at the date asked about.
    pub(super) certainty: Certainty,
}

/// The filters in force, which decide which partnerships count as ties.
///
/// The default admits every partnership in force. A tie must pass all filters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// One end must lie in the first area, the other in the second.
    pub between: Option<(Area, Area)>,
    /// At least one end must lie in one of these countries.
    pub countries: Vec<Area>,
    /// At least one end must lie in one of these regions.
    pub regions: Vec<Area>,
    /// One end must lie in this area, and the other end must be the one that `countries` and `regions` hold for.
    pub to: Option<Area>,
    /// The partnership must be of one of these kinds.
    pub kinds: Vec<PartnershipKind>,
    /// The partnership must have one of these statuses; without any, it must be in force.
    pub statuses: Vec<Status>,
    /// The date at which ties are judged.
    pub as_of: Option<Date>,
    /// Both ends must be at this level.
    pub level: Option<Level>,
}

impl Scope {
    /// Whether any filter restricts ties. Without one, the graph has isolated places too.
    pub fn is_restricted(&self) -> bool {
        *self != Scope::default()
    }

    /// The filters in words of a language; countries and regions by their codes.
    pub fn said(&self, words: Words) -> String {
        self.with_areas(words, &|area| area.to_string())
    }

    /// The filters in the words of a network, as people read them: see [`Network::titled_area`].
    pub fn titled(&self, network: &Network) -> String {
        self.with_areas(network.words(), &|area| network.titled_area(area))
    }

    fn with_areas(&self, words: Words, called: &dyn Fn(&Area) -> String) -> String {
        let or = format!(" {} ", said!(words, Or));
        let joined = |items: &[Area]| items.iter().map(called).collect::<Vec<_>>().join(&or);
        let named = |items: Vec<&str>| items.into_iter().map(|item| words.word(item)).collect::<Vec<_>>().join(&or);
        let given = |is_given: bool, said: &dyn Fn() -> String| is_given.then(said);
        let parts = [
            self.between.as_ref().map(|(a, b)| said!(words, ScopeBetween, a = called(a), b = called(b))),
            given(!self.countries.is_empty(), &|| said!(words, ScopeCountry, names = joined(&self.countries))),
            given(!self.regions.is_empty(), &|| said!(words, ScopeRegion, names = joined(&self.regions))),
            self.to.as_ref().map(|to| said!(words, ScopeTo, name = called(to))),
            given(!self.kinds.is_empty(), &|| {
                said!(words, ScopeKind, names = named(self.kinds.iter().map(|kind| kind.name()).collect()))
            }),
            given(!self.statuses.is_empty(), &|| {
                said!(words, ScopeStatus, names = named(self.statuses.iter().map(|status| status.name()).collect()))
            }),
            self.as_of.map(|date| said!(words, ScopeAsOf, date)),
            self.level.map(|level| said!(words, ScopeLevel, name = words.word(level.name()))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { said!(words, NoFilter) } else { parts.join(", ") }
    }

    /// The status of a partnership at this scope's date, and how sure it is; `None` if it had not begun.
    #[inline]
    pub(super) fn status(&self, standing: Standing) -> (Option<Status>, Certainty) {
        match self.as_of {
            Some(date) => standing.as_of(date),
            None => (Some(standing.status()), Certainty::Dated),
        }
    }

    /// Whether a status passes the filter.
    pub(super) fn admits_status(&self, status: Status) -> bool {
        if self.statuses.is_empty() { status.in_force() } else { self.statuses.contains(&status) }
    }

    /// Whether a kind passes the filter.
    pub(super) fn admits_kind(&self, kind: PartnershipKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// Whether the kind, time and status of a partnership let it count.
    #[inline]
    pub(super) fn verdict(&self, kind: PartnershipKind, standing: Standing) -> Verdict {
        if !self.admits_kind(kind) {
            return Verdict { counts: false, certainty: Certainty::Dated };
        }
        let (status, certainty) = self.status(standing);
        let counts = status.is_some_and(|status| self.admits_status(status));
        Verdict { counts, certainty }
    }

    /// Whether a filter looks at the places of a partnership.
    fn regards_places(&self) -> bool {
        self.between.is_some()
            || !self.countries.is_empty()
            || !self.regions.is_empty()
            || self.to.is_some()
            || self.level.is_some()
    }
}

/// The filters that look at the places of a partnership, evaluated for every place of a network.
pub(super) struct PlaceFilters {
    /// For each place, a bit for each filter that it passes.
    passed: Vec<u8>,
    /// Whether `countries` and `regions` must hold for the end opposite to the one in `to`.
    is_directed: bool,
}

/// Set if the place lies in the first area of `between`, or if there is no such filter.
const FIRST: u8 = 1;
/// Set if the place lies in the second area of `between`, or if there is no such filter.
const SECOND: u8 = 1 << 1;
/// Set if the place lies in one of the countries, or if there is no such filter.
const COUNTRY: u8 = 1 << 2;
/// Set if the place lies in one of the regions, or if there is no such filter.
const REGION: u8 = 1 << 3;
/// Set if the place is at the level, or if there is no such filter.
const LEVEL: u8 = 1 << 4;
/// Set if the place lies in the area of `to`, or if there is no such filter.
const TO: u8 = 1 << 5;

impl PlaceFilters {
    /// Takes O(places + areas) time. Returns `None` if the scope has no such filter.
    pub(super) fn of(network: &Network, scope: &Scope) -> Option<Self> {
        let set = |areas: &[Area]| (!areas.is_empty()).then(|| AreaSet::new(network, areas));
        let side = |area: &Area| AreaSet::new(network, std::slice::from_ref(area));
        let sides = scope.between.as_ref();
        let sets = [
            (FIRST, sides.map(|(first, _)| side(first))),
            (SECOND, sides.map(|(_, second)| side(second))),
            (COUNTRY, set(&scope.countries)),
            (REGION, set(&scope.regions)),
            (TO, scope.to.as_ref().map(side)),
        ];
        let passed = |place: super::Place<'_>| {
            let is_in = |set: &Option<AreaSet>| set.as_ref().is_none_or(|set| set.contains(place));
            let areas = sets.iter().filter(|(_, set)| is_in(set)).fold(0, |passed, (filter, _)| passed | filter);
            if scope.level.is_none_or(|level| place.level() == level) { areas | LEVEL } else { areas }
        };
        scope
            .regards_places()
            .then(|| Self { passed: network.places().map(passed).collect(), is_directed: scope.to.is_some() })
    }

    /// The two places of a tie, with the one that ties are asked from first, if only one of them can be that.
    pub(super) fn in_direction(&self, [a, b]: [PlaceId; 2]) -> [PlaceId; 2] {
        const NEAR: u8 = FIRST | COUNTRY | REGION;
        const FAR: u8 = SECOND | TO;
        let leads = |near: PlaceId, far: PlaceId| {
            self.passed[near.index()] & NEAR == NEAR && self.passed[far.index()] & FAR == FAR
        };
        if !leads(a, b) && leads(b, a) { [b, a] } else { [a, b] }
    }

    /// Whether the filters admit a partnership between two places, given by their numbers.
    #[inline]
    pub(super) fn admit(&self, a: u32, b: u32) -> bool {
        let (a, b) = (self.passed[a as usize], self.passed[b as usize]);
        let (both, either) = (a & b, a | b);
        let joins = a & FIRST != 0 && b & SECOND != 0 || a & SECOND != 0 && b & FIRST != 0;
        let leads = |near: u8, far: u8| near & COUNTRY != 0 && near & REGION != 0 && far & TO != 0;
        let is_asked =
            if self.is_directed { leads(a, b) || leads(b, a) } else { either & COUNTRY != 0 && either & REGION != 0 };
        joins && is_asked && both & LEVEL != 0
    }
}

/// The filters in words, as in headings: `between BY and RU, kind sister-city`; `none` if there are none.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said(Words::default()))
    }
}
