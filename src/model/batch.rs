//! Rows as threads prepare them side by side, for a data set which they only look at meanwhile.

use super::{
    BriefPlace, Position, Sought, TextId,
    kind_counts::KindCounts,
    lines::Lines,
    numbered::SoughtNumber,
    row_texts::RowTexts,
    stored::{StoredPartnership, StoredPlace, few},
};

/// Partnerships of which no more is said than who claims them: see `Dataset::claim_batch`.
pub(crate) struct ClaimBatch {
    pub(super) rows: Vec<StoredPartnership>,
    pub(super) lines: Lines,
    pub(super) counts: KindCounts,
}

/// Partnerships whose every text their data set has already: see
/// [`Dataset::known_partnerships`](super::Dataset::known_partnerships).
#[derive(Default)]
pub(crate) struct PartnershipBatch {
    pub(super) rows: Vec<StoredPartnership>,
    pub(super) counts: KindCounts,
    /// How many rows there were the last time.
    pub(super) room: usize,
}

impl PartnershipBatch {
    /// Makes it empty, with room for about as many rows as the last time.
    pub fn clear(&mut self) {
        self.counts = KindCounts::default();
        self.rows.clear();
        self.rows.reserve(self.room + self.room / 16);
    }
}

/// Places of which all is done that can be done without their data set: see
/// [`Dataset::known_places`](super::Dataset::known_places).
#[derive(Default)]
pub(crate) struct PlaceBatch {
    pub(super) places: Vec<StoredPlace>,
    /// None where the data set doesn't have it yet.
    regions: Vec<Option<TextId>>,
    pub(super) names: RowTexts,
    ids: RowTexts,
    /// What the ids spell.
    numbers: Vec<SoughtNumber>,
    /// The rows whose region the data set doesn't have yet, and these.
    of_new_regions: Vec<usize>,
    new_regions: RowTexts,
}

impl PlaceBatch {
    /// Makes it empty, to be filled again: room that is new costs more than what is written into it.
    pub fn clear(&mut self) {
        self.places.clear();
        self.regions.clear();
        self.names.clear();
        self.ids.clear();
        self.numbers.clear();
        self.of_new_regions.clear();
        self.new_regions.clear();
    }

    /// Adds a place; `region` is the text of its region where the data set has this already.
    pub(super) fn push(&mut self, place: &BriefPlace<'_>, region: Option<TextId>) {
        if let (Some(text), None) = (place.region, region) {
            self.of_new_regions.push(self.places.len());
            self.new_regions.push(text);
        }
        self.places.push(StoredPlace {
            country: place.country,
            is_region: false,
            position: place.position.unwrap_or(Position::NOWHERE),
            population: place.population.and_then(|population| few(population.into())),
        });
        self.regions.push(region);
        self.names.push(place.name);
        self.ids.push(place.id.text);
        self.numbers.push(place.id.number);
    }

    pub(super) fn id(&self, row: usize) -> Sought<'_> {
        Sought { text: self.ids.get(row), number: self.numbers[row] }
    }

    pub(super) fn region(&self, row: usize) -> Option<TextId> {
        self.regions[row]
    }

    /// The rows from this one on whose region is new to the data set, and these.
    pub(super) fn new_regions_from(&self, row: usize) -> impl Iterator<Item = (usize, &str)> {
        let first = self.of_new_regions.partition_point(|&of_row| of_row < row);
        (first..self.of_new_regions.len()).map(|at| (self.of_new_regions[at], self.new_regions.get(at)))
    }
}
