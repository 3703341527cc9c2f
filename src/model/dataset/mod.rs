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
/// [`PartnershipRecord`](super::PartnershipRecord), [`RegionRecord`]); inside, texts are stored once and rows are compact,
/// so that millions fit. Nothing is resolved or judged here: ids may repeat and ends may point nowhere until a graph is
/// built.
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
    /// By place.
    place_texts: Vec<StoredTexts>,
    /// By place. Most are given once and looked up by none, so they aren't among the texts.
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

/// The names of the files the three lists were read from, for messages.
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

    /// Whether a place without a region lies in the region that its position is in: so in a list from elsewhere, which
    /// knows no regions. In a data set of our own a blank region says that there is none.
    pub fn locates_regions(&self) -> bool {
        self.locates_regions
    }

    /// Whether places of one name whose countries are one, however written, are one place: so in a list without ids.
    pub(crate) fn unites_countries(&self) -> bool {
        self.unites_countries
    }

    /// Says whether they are: see [`Dataset::unites_countries`].
    pub(crate) fn set_unites_countries(&mut self, unites_countries: bool) {
        self.unites_countries = unites_countries;
    }

    /// What is recorded beside the ties.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The same, to add to it or to change it.
    pub fn ledger_mut(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// Says whether positions tell regions: see [`Dataset::locates_regions`].
    pub(crate) fn set_locates_regions(&mut self, locates_regions: bool) {
        self.locates_regions = locates_regions;
    }

    /// A data set that says the same of itself and its regions and has the same ledger, without places and
    /// partnerships: to be filled with these, changed.
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

    /// Makes room for rows to come, with `texts` distinct texts.
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

    /// Says that the rows of each list stand one to a line below a header, in their order: so in files that are written of
    /// them.
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

    /// The text of a number.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    /// The number of `text`, where the data set has it as an id, code or word.
    pub(crate) fn find_text(&self, text: &str) -> Option<TextId> {
        self.texts.find(Sought::new(text))
    }

    /// Every text, in the order of the numbers.
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

/// The line below a header.
const FIRST_LINE: u32 = 2;

/// A length as the 32-bit number rows are named by.
fn count(len: usize) -> u32 {
    u32::try_from(len).expect("a data set has fewer than 2^32 rows in a list")
}
