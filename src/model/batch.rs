//! Batches of rows: threads prepare them in parallel while they only read the data set, which then takes them.

use super::{
    BriefPlace, Position, Sought, TextId,
    kind_counts::KindCounts,
    lines::Lines,
    numbered::SoughtNumber,
    row_texts::RowTexts,
    stored::{StoredPartnership, StoredPlace, few},
};

/// Partnerships of which nothing more is known than their ends and who claims them: see `Dataset::claim_batch`.
pub(crate) struct ClaimBatch {
    pub(super) rows: Vec<StoredPartnership>,
    pub(super) lines: Lines,
    pub(super) counts: KindCounts,
}

/// Partnerships whose ends are both texts of the data set already: see
/// [`Dataset::known_partnerships`](super::Dataset::known_partnerships).
#[derive(Default)]
pub(crate) struct PartnershipBatch {
    pub(super) rows: Vec<StoredPartnership>,
    pub(super) counts: KindCounts,
    /// The number of rows of the previous batch.
    pub(super) room: usize,
}

impl PartnershipBatch {
    /// Makes the batch empty, with room for about as many rows as before.
    pub fn clear(&mut self) {
        self.counts = KindCounts::default();
        self.rows.clear();
        self.rows.reserve(self.room + self.room / 16);
    }
}

/// Places, prepared as far as possible without changing the data set: see
/// [`Dataset::known_places`](super::Dataset::known_places).
#[derive(Default)]
pub(crate) struct PlaceBatch {
    pub(super) places: Vec<StoredPlace>,
    /// The region of each place; `None` where it has none, or where the data set doesn't have the region's text yet.
    regions: Vec<Option<TextId>>,
    pub(super) names: RowTexts,
    ids: RowTexts,
    /// The number that each id spells.
    numbers: Vec<SoughtNumber>,
    /// The rows whose region the data set doesn't have yet. `new_regions` has these regions, in the same order.
    of_new_regions: Vec<usize>,
    new_regions: RowTexts,
}

impl PlaceBatch {
    /// Makes the batch empty but keeps its memory: allocating it anew costs more than filling it.
    pub fn clear(&mut self) {
        self.places.clear();
        self.regions.clear();
        self.names.clear();
        self.ids.clear();
        self.numbers.clear();
        self.of_new_regions.clear();
        self.new_regions.clear();
    }

    /// Adds a place; `region` is the text of its region, if the data set has that text already.
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

    /// The rows from `row` on whose region is new to the data set, each with its region.
    pub(super) fn new_regions_from(&self, row: usize) -> impl Iterator<Item = (usize, &str)> {
        let first = self.of_new_regions.partition_point(|&of_row| of_row < row);
        (first..self.of_new_regions.len()).map(|at| (self.of_new_regions[at], self.new_regions.get(at)))
    }
}
