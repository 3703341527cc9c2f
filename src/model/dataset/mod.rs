mod partnerships;
mod places;

use std::{borrow::Cow, fmt, num::NonZeroU32};

use hashbrown::HashMap;

use super::{
    Ledger, Metadata, RegionRecord, Sought, TextId,
    chunks::Chunks,
    kind_counts::KindCounts,
    lines::Lines,
    row_texts::RowTexts,
    stored::{Details, PlaceDetails, Run, StoredNames, StoredPartnership, StoredPlace, StoredTexts},
    texts::Texts,
};

pub(crate) use partnerships::PartnershipView;

/// The number of a place's row, from 0, in the order read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceRow(pub u32);

/// The number of a partnership's row, from 0, in the order read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartnershipRow(pub u32);

/// The number of a region's row, from 0, in the order read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionRow(pub u32);

/// Places, partnerships and regions as read, in the order read, each with its line.
///
/// Rows go in and come out as records ([`PlaceRecord`](super::PlaceRecord),
/// [`PartnershipRecord`](super::PartnershipRecord), [`RegionRecord`]); inside, texts are stored once and rows are
/// compact, so that millions of them fit into memory. A data set resolves and judges nothing: ids may repeat, and ends
/// may point nowhere, until a graph is built.
///
/// ```
/// use sistergraph::model::{Dataset, PartnershipRecord, PlaceRecord};
/// let mut dataset = Dataset::default();
/// dataset.push_place(&PlaceRecord { id: "mogilev-by", name: "Mogilev", ..PlaceRecord::default() }, 2);
/// dataset.push_partnership(&PartnershipRecord::new("mogilev-by", "RU-TUL"), 2);
/// assert_eq!(dataset.places().next().unwrap().name, "Mogilev");
/// assert_eq!(dataset.partnerships().next().unwrap().b, "RU-TUL");
/// ```
#[derive(Clone, Default)]
pub struct Dataset {
    metadata: Metadata,
    texts: Texts,
    lists: Vec<TextId>,
    places: Vec<StoredPlace>,
    /// The texts of each place.
    place_texts: Vec<StoredTexts>,
    /// The name of each place. Most names occur once and nobody looks them up, so they aren't interned in `texts`.
    names: RowTexts,
    place_details: Vec<PlaceDetails>,
    names_by_language: Vec<StoredNames>,
    details_of_words: HashMap<TextId, NonZeroU32>,
    place_lines: Lines,
    partnerships: Chunks<StoredPartnership>,
    partnership_lines: Lines,
    kind_counts: KindCounts,
    details: Vec<Details>,
    regions: Vec<(RegionRecord, u32)>,
    ledger: Ledger,
    files: Files,
    locates_regions: bool,
    unites_countries: bool,
}

/// The names of the files that the three lists were read from, for messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Files {
    places: String,
    partnerships: String,
    regions: String,
}

impl Dataset {
    /// What the data set says about itself.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Replaces what the data set says about itself.
    pub fn set_metadata(&mut self, metadata: Metadata) {
        self.metadata = metadata;
    }

    /// Names the files of places, partnerships and regions for messages.
    pub(crate) fn set_files(&mut self, places: &str, partnerships: &str, regions: &str) {
        self.files =
            Files { places: places.to_owned(), partnerships: partnerships.to_owned(), regions: regions.to_owned() };
    }

    /// Whether the position of a place that names no region decides in which region it lies. This holds for a list from
    /// elsewhere, which knows no regions. In a data set in our own format, a blank region means that there is none.
    pub fn locates_regions(&self) -> bool {
        self.locates_regions
    }

    /// Whether places with the same name and country are one place, however the country is written. This holds for a
    /// list without ids.
    pub(crate) fn unites_countries(&self) -> bool {
        self.unites_countries
    }

    /// Sets whether places with the same name and country are one: see [`Dataset::unites_countries`].
    pub(crate) fn set_unites_countries(&mut self, unites_countries: bool) {
        self.unites_countries = unites_countries;
    }

    /// What the data set records beside the ties.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The ledger, to add to it or to change it.
    pub fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// Sets whether positions decide regions: see [`Dataset::locates_regions`].
    pub(crate) fn set_locates_regions(&mut self, locates_regions: bool) {
        self.locates_regions = locates_regions;
    }

    /// A data set with the same metadata, regions and ledger, but without places and partnerships, which the caller
    /// adds.
    pub(crate) fn without_rows(&self) -> Self {
        Self {
            metadata: self.metadata.clone(),
            regions: self.regions.clone(),
            ledger: self.ledger.clone(),
            files: self.files.clone(),
            locates_regions: self.locates_regions,
            unites_countries: self.unites_countries,
            ..Self::default()
        }
    }

    /// The file of the places.
    pub fn places_file(&self) -> &str {
        &self.files.places
    }

    /// The file of the partnerships.
    pub fn partnerships_file(&self) -> &str {
        &self.files.partnerships
    }

    /// The file of the data set's own regions.
    pub fn regions_file(&self) -> &str {
        &self.files.regions
    }

    /// Reserves room for more rows, with `texts` distinct texts.
    pub(crate) fn reserve(&mut self, places: usize, partnerships: usize, texts: usize) {
        self.places.reserve(places);
        self.place_texts.reserve(places);
        self.names.reserve(places);
        self.partnerships.reserve(partnerships);
        self.texts.reserve(texts);
    }

    /// Adds a region read at `line`.
    pub fn push_region(&mut self, record: RegionRecord, line: u32) {
        self.regions.push((record, line));
    }

    /// Removes the regions.
    pub(crate) fn clear_regions(&mut self) {
        self.regions.clear();
    }

    /// Numbers the lines anew: the rows of each list stand one per line below a header, in order, as in the files that
    /// are written from this data set.
    pub(crate) fn restart_lines(&mut self) {
        for (lines, rows) in
            [(&mut self.place_lines, count(self.places.len())), (&mut self.partnership_lines, self.partnerships.len())]
        {
            *lines = Lines::default();
            lines.push_run(FIRST_LINE, rows);
        }
        self.regions.iter_mut().zip(FIRST_LINE..).for_each(|((_, line), new)| *line = new);
    }

    /// The data set's own regions in the order read.
    pub fn regions(&self) -> impl ExactSizeIterator<Item = &RegionRecord> {
        self.regions.iter().map(|(record, _)| record)
    }

    /// The text with a number.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    /// The number of `text`, where the data set has it as an id, code or word.
    pub(crate) fn find_text(&self, text: &str) -> Option<TextId> {
        self.texts.find(Sought::new(text))
    }

    /// Every text, in the order of their numbers.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter()
    }

    /// How many texts have a number.
    pub fn text_count(&self) -> usize {
        self.texts.len()
    }

    /// `file:line` of a region's row.
    pub fn locate_region(&self, row: RegionRow) -> (&str, u32) {
        (&self.files.regions, self.regions[row.0 as usize].1)
    }

    fn list(&self, run: &Run) -> Vec<Cow<'_, str>> {
        self.lists[run.start as usize..run.end as usize].iter().map(|&text| Cow::Borrowed(self.text(text))).collect()
    }
}

/// Two data sets are equal when they say the same, row by row; lines and file names don't count.
impl PartialEq for Dataset {
    fn eq(&self, other: &Self) -> bool {
        self.metadata == other.metadata
            && self.places().eq(other.places())
            && self.partnerships().eq(other.partnerships())
            && self.regions().eq(other.regions())
            && self.ledger == other.ledger
    }
}

impl fmt::Debug for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dataset")
            .field("metadata", &self.metadata)
            .field("places", &self.places().collect::<Vec<_>>())
            .field("partnerships", &self.partnerships().collect::<Vec<_>>())
            .field("regions", &self.regions().collect::<Vec<_>>())
            .field("ledger", &self.ledger)
            .finish()
    }
}

/// The first line below a header.
const FIRST_LINE: u32 = 2;

/// A length as a 32-bit number, which numbers rows.
fn count(len: usize) -> u32 {
    u32::try_from(len).expect("a data set has fewer than 2^32 rows in a list")
}
