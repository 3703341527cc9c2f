use std::{borrow::Cow, fmt, num::NonZeroU32, ops::Range};

use hashbrown::HashMap;

use super::{
    BriefPartnership, BriefPlace, CountryCode, Date, KnownPartnership, Ledger, PartnershipBatch, PartnershipKind,
    PartnershipRecord, PlaceBatch, PlaceRecord, Position, RegionRecord, Sought, Standing, Status,
    chunks::Chunks,
    lines::Lines,
    row_texts::RowTexts,
    stored::{Details, PlaceDetails, Run, StoredPartnership, StoredPlace, few},
    terms::{Stated, Terms},
    texts::Texts,
};

/// What a data set says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Short name (`belarus`).
    pub name: Option<String>,
    /// Title for people.
    pub title: Option<String>,
    /// The date as of which the lists hold.
    pub date: Option<Date>,
    /// Licences, as their makers name them.
    pub licences: Vec<String>,
    /// Where the rows come from.
    pub sources: Vec<String>,
    /// The countries the data set is about.
    pub focus: Vec<CountryCode>,
}

/// The number of a distinct text of a data set: two equal texts have one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(
    /// The number and one: so that a text which may be missing takes no more space than one which isn't.
    NonZeroU32,
);

impl TextId {
    /// # Panics
    /// From 2^32 less one.
    pub(super) fn new(index: usize) -> Self {
        let id = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(id.expect("a data set has fewer than 2^32 distinct texts"))
    }

    /// The number, from 0 to [`Dataset::text_count`] less one.
    pub fn index(self) -> usize {
        self.number() as usize
    }

    pub(super) fn number(self) -> u32 {
        self.0.get() - 1
    }
}

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
/// Rows go in and come out as records ([`PlaceRecord`], [`PartnershipRecord`], [`RegionRecord`]); inside, texts
/// are stored once and rows are compact, so that millions fit. Nothing is resolved or judged here: ids may
/// repeat and ends may point nowhere until a graph is built.
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
    /// By place. Most are given once and looked up by none, so they aren't among the texts.
    names: RowTexts,
    place_details: Vec<PlaceDetails>,
    /// Those that are no more than words for a country.
    details_of_words: HashMap<TextId, NonZeroU32>,
    place_lines: Lines,
    partnerships: Chunks<StoredPartnership>,
    partnership_lines: Lines,
    details: Vec<Details>,
    regions: Vec<(RegionRecord, u32)>,
    ledger: Ledger,
    files: Files,
    locates_regions: bool,
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
    pub fn set_files(&mut self, places: &str, partnerships: &str, regions: &str) {
        self.files =
            Files { places: places.to_owned(), partnerships: partnerships.to_owned(), regions: regions.to_owned() };
    }

    /// Whether a place without a region lies in the region that its position is in: so in a list from elsewhere, which
    /// knows no regions. In a data set of our own a blank region says that there is none.
    pub fn locates_regions(&self) -> bool {
        self.locates_regions
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
    pub fn set_locates_regions(&mut self, locates_regions: bool) {
        self.locates_regions = locates_regions;
    }

    /// A data set that says the same of itself and its regions and has the same ledger, without places and
    /// partnerships: to be filled with these, changed.
    pub fn without_rows(&self) -> Self {
        Self {
            metadata: self.metadata.clone(),
            regions: self.regions.clone(),
            ledger: self.ledger.clone(),
            files: self.files.clone(),
            locates_regions: self.locates_regions,
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
    pub fn reserve(&mut self, places: usize, partnerships: usize, texts: usize) {
        self.places.reserve(places);
        self.names.reserve(places);
        self.partnerships.reserve(partnerships);
        self.texts.reserve(texts);
    }

    /// Adds a place read at `line` (1 is the first line of its file).
    pub fn push_place(&mut self, record: &PlaceRecord<'_>, line: u32) {
        let population = record.population.filter(|&population| few(population).is_none());
        let PlaceRecord { kind, country_text, part_of, geonames, wikidata, .. } = *record;
        let words_at_most = kind.or(part_of).or(geonames).or(wikidata).is_none() && record.aliases.is_empty();
        let details = if words_at_most && population.is_none() {
            self.intern(country_text).map(|words| self.keep_words(words))
        } else {
            let details = PlaceDetails {
                kind: self.intern(kind),
                country_text: self.intern(country_text),
                part_of: self.intern(part_of),
                geonames: self.intern(geonames),
                wikidata: self.intern(wikidata),
                aliases: self.intern_list(&record.aliases),
                population,
            };
            Some(self.keep_details(details))
        };
        let stored = StoredPlace {
            id: self.texts.intern(record.id),
            country: record.country,
            is_region: record.is_region,
            region: self.intern(record.region),
            position: record.position.unwrap_or(Position::NOWHERE),
            population: record.population.and_then(few),
            details,
        };
        self.places.push(stored);
        self.names.push(record.name);
        self.place_lines.push(line);
    }

    /// Adds to `batch` each place as the data set would keep it: for [`push_places`](Self::push_places).
    pub fn known_places(&self, places: &[BriefPlace<'_>], batch: &mut PlaceBatch) {
        for place in places {
            let region = place.region.and_then(|text| self.texts.find(Sought::new(text)));
            batch.push(place, region);
        }
    }

    /// Adds some of the places of a batch, read from `line` on, each on a line of its own, as
    /// [`push_place`](Self::push_place) would. The batch is of this data set.
    pub fn push_places(&mut self, batch: &PlaceBatch, rows: Range<usize>, line: u32) {
        self.place_lines.push_run(line, count(rows.len()));
        self.names.extend(&batch.names, rows.clone());
        let first = self.places.len();
        self.places.extend_from_slice(&batch.places[rows.clone()]);
        let mut new_regions = batch.new_regions_from(rows.start).peekable();
        for (place, row) in self.places[first..].iter_mut().zip(rows) {
            place.id = self.texts.intern_sought(batch.id(row));
            if let Some((_, region)) = new_regions.next_if(|(of_row, _)| *of_row == row) {
                place.region = Some(self.texts.intern(region));
            }
        }
    }

    /// The number of the words that alone tell the country of the place of `row`; `None` where it has no such words, or
    /// a code.
    pub fn country_in_words(&self, row: PlaceRow) -> Option<TextId> {
        let place = &self.places[row.0 as usize];
        if place.country.is_some() { None } else { self.details_of_place(place)?.country_text }
    }

    /// Gives the place of `row` a country.
    pub fn set_country(&mut self, row: PlaceRow, country: CountryCode) {
        self.places[row.0 as usize].country = Some(country);
    }

    /// Gives the place of `row` a region, by its code.
    pub fn set_region(&mut self, row: PlaceRow, code: &str) {
        let code = self.texts.intern(code);
        self.places[row.0 as usize].region = Some(code);
    }

    /// Gives the place of `row` another id.
    pub fn set_id(&mut self, row: PlaceRow, id: &str) {
        let id = self.texts.intern(id);
        self.places[row.0 as usize].id = id;
    }

    /// Adds a partnership read at `line`.
    pub fn push_partnership(&mut self, record: &PartnershipRecord<'_>, line: u32) {
        let (a, b) = (self.texts.intern(record.a), self.texts.intern(record.b));
        let PartnershipRecord { kind, status, since, claimed_by, .. } = *record;
        let details = Details {
            kind,
            status,
            claimed_by,
            until: record.until,
            suspended: record.suspended,
            fields: self.intern_list(&record.fields),
            document: self.intern(record.document),
            source: self.intern(record.source),
            note: self.intern(record.note),
        };
        let terms = if details.is_brief() {
            Terms::brief(kind, status, claimed_by)
        } else {
            self.details.push(details);
            Terms::detailed(self.details.len() - 1)
        };
        self.partnerships.push(StoredPartnership { a, b, since, terms });
        self.partnership_lines.push(line);
    }

    /// Adds to `batch` each partnership as the data set would keep it, where it has both ends among its texts already, and
    /// to `known` whether it has: for [`push_partnerships`](Self::push_partnerships).
    pub fn known_partnerships(
        &self,
        records: &[BriefPartnership<'_>],
        batch: &mut PartnershipBatch,
        known: &mut Vec<bool>,
    ) {
        // Texts are far apart in memory, and looked up without anything between.
        let ends: Vec<_> =
            records.iter().map(|record| (self.texts.find(record.a), self.texts.find(record.b))).collect();
        for (record, ends) in records.iter().zip(ends) {
            known.push(matches!(ends, (Some(_), Some(_))));
            if let (Some(a), Some(b)) = ends {
                let terms = Terms::brief(record.kind, record.status, record.claimed_by);
                batch.rows.push(StoredPartnership { a, b, since: record.since, terms });
            }
        }
    }

    /// Adds some of the partnerships of a batch, read from `line` on, each on a line of its own, as
    /// [`push_partnership`](Self::push_partnership) would. The batch is of this data set, and empty where all of it was
    /// added.
    pub fn push_partnerships(&mut self, batch: &mut PartnershipBatch, rows: Range<usize>, line: u32) {
        self.partnership_lines.push_run(line, count(rows.len()));
        if rows.len() == batch.rows.len() {
            batch.room = rows.len();
            self.partnerships.append(&mut batch.rows);
        } else {
            batch.rows[rows].iter().for_each(|row| self.partnerships.push(row.clone()));
        }
    }

    /// The partnership between two places of this data set, whichever ends the record has; `None` where it says more than
    /// a compact row holds.
    pub fn known_between(&self, places: [PlaceRow; 2], record: &PartnershipRecord<'_>) -> Option<KnownPartnership> {
        let PartnershipRecord { kind, status, since, until, suspended, claimed_by, .. } = *record;
        let has_details = until.is_some() || suspended.is_some() || !record.fields.is_empty();
        if has_details || [record.document, record.source, record.note].iter().any(Option::is_some) {
            return None;
        }
        let [a, b] = places.map(|row| self.place_id(row));
        Some(KnownPartnership(StoredPartnership { a, b, since, terms: Terms::brief(kind, status, claimed_by) }))
    }

    /// Adds a partnership read at `line`, as [`push_partnership`](Self::push_partnership) would. It is of this data
    /// set.
    pub fn push_known(&mut self, known: KnownPartnership, line: u32) {
        self.partnerships.push(known.0);
        self.partnership_lines.push(line);
    }

    /// Adds a region read at `line`.
    pub fn push_region(&mut self, record: RegionRecord, line: u32) {
        self.regions.push((record, line));
    }

    /// The places in the order read.
    pub fn places(&self) -> impl ExactSizeIterator<Item = PlaceRecord<'_>> {
        (0..count(self.places.len())).map(|row| self.place(PlaceRow(row)))
    }

    /// The partnerships in the order read.
    pub fn partnerships(&self) -> impl ExactSizeIterator<Item = PartnershipRecord<'_>> {
        (0..self.partnerships.len()).map(|row| self.partnership(PartnershipRow(row)))
    }

    /// The data set's own regions in the order read.
    pub fn regions(&self) -> impl ExactSizeIterator<Item = &RegionRecord> {
        self.regions.iter().map(|(record, _)| record)
    }

    /// The place of `row`.
    pub fn place(&self, row: PlaceRow) -> PlaceRecord<'_> {
        let stored = &self.places[row.0 as usize];
        let none = PlaceDetails::default();
        let details = self.details_of_place(stored).unwrap_or(&none);
        let text = |text: Option<TextId>| text.map(|text| self.text(text));
        PlaceRecord {
            id: self.text(stored.id),
            name: self.place_name(row),
            kind: text(details.kind),
            country: stored.country,
            country_text: text(details.country_text),
            region: text(stored.region),
            part_of: text(details.part_of),
            is_region: stored.is_region,
            position: stored.position.known(),
            population: stored.population.map(|few| u64::from(few.get() - 1)).or(details.population),
            geonames: text(details.geonames),
            wikidata: text(details.wikidata),
            aliases: self.list(&details.aliases),
        }
    }

    /// The number of what a place has beside the usual.
    fn keep_details(&mut self, details: PlaceDetails) -> NonZeroU32 {
        self.place_details.push(details);
        NonZeroU32::new(count(self.place_details.len())).expect("one was pushed just now")
    }

    /// The same of a place that has no more than words for its country: all with the same words, as most of a list from
    /// elsewhere, have it in common.
    fn keep_words(&mut self, words: TextId) -> NonZeroU32 {
        if let Some(&kept) = self.details_of_words.get(&words) {
            return kept;
        }
        let kept = self.keep_details(PlaceDetails { country_text: Some(words), ..PlaceDetails::default() });
        self.details_of_words.insert(words, kept);
        kept
    }

    /// The partnership of `row`.
    pub fn partnership(&self, row: PartnershipRow) -> PartnershipRecord<'_> {
        let stored = self.partnerships.get(row.0);
        let (a, b) = (self.text(stored.a), self.text(stored.b));
        let details = match stored.terms.stated() {
            Stated::Brief(kind, status, claimed_by) => {
                let since = stored.since;
                return PartnershipRecord { kind, status, since, claimed_by, ..PartnershipRecord::new(a, b) };
            }
            Stated::Detailed(at) => &self.details[at],
        };
        PartnershipRecord {
            a,
            b,
            kind: details.kind,
            status: details.status,
            since: stored.since,
            until: details.until,
            suspended: details.suspended,
            claimed_by: details.claimed_by,
            fields: self.list(&details.fields),
            document: details.document.map(|text| self.text(text)),
            source: details.source.map(|text| self.text(text)),
            note: details.note.map(|text| self.text(text)),
        }
    }

    /// The partnership of `row`, of which only what is asked for is looked up.
    #[inline]
    pub fn partnership_at(&self, row: PartnershipRow) -> PartnershipView<'_> {
        PartnershipView { dataset: self, stored: self.partnerships.get(row.0) }
    }

    /// Neighbouring partnerships in the order read, the first and the one after the last given by their rows: faster
    /// than one by one.
    #[inline]
    pub fn partnerships_in(&self, rows: Range<u32>) -> impl Iterator<Item = PartnershipView<'_>> {
        self.partnerships.rows(rows).map(|stored| PartnershipView { dataset: self, stored })
    }

    /// How many partnerships there are of each kind and status, no date asked about: in any order, and the same kind and
    /// status perhaps several times. O(partnerships), but one comparison for those that say the same as the one before.
    pub fn kinds_and_statuses(&self) -> impl Iterator<Item = (PartnershipKind, Status, usize)> {
        let mut counts: Vec<(Terms, usize)> = Vec::new();
        for stored in self.partnerships.rows(0..self.partnerships.len()) {
            match counts.last_mut() {
                Some((terms, count)) if *terms == stored.terms => *count += 1,
                _ => counts.push((stored.terms, 1)),
            }
        }
        counts.into_iter().map(|(terms, count)| {
            let (kind, standing) = self.kind_and_standing_of(terms, None);
            (kind, standing.status(), count)
        })
    }

    /// The numbers of the two ends of the partnership of `row`.
    #[inline]
    pub fn ends(&self, row: PartnershipRow) -> (TextId, TextId) {
        self.partnership_at(row).ends()
    }

    /// What decides whether the partnership of `row` is in force, without building its whole record.
    #[inline]
    pub fn standing(&self, row: PartnershipRow) -> Standing {
        self.partnership_at(row).kind_and_standing().1
    }

    /// The stated ends of partnerships, in the order read; rows without one are left out.
    pub fn stated_ends(&self) -> impl Iterator<Item = Date> {
        self.details.iter().filter_map(|details| details.until)
    }

    /// The kind and the standing of the partnership of `row`.
    #[inline]
    pub fn kind_and_standing(&self, row: PartnershipRow) -> (PartnershipKind, Standing) {
        self.partnership_at(row).kind_and_standing()
    }

    #[inline]
    fn kind_and_standing_of(&self, terms: Terms, since: Option<Date>) -> (PartnershipKind, Standing) {
        match terms.stated() {
            Stated::Brief(kind, stated, _) => (kind, Standing { stated, since, until: None, suspended: None }),
            Stated::Detailed(at) => {
                let Details { kind, status, until, suspended, .. } = self.details[at];
                (kind, Standing { stated: status, since, until, suspended })
            }
        }
    }

    /// The kind of the partnership of `row`.
    pub fn kind(&self, row: PartnershipRow) -> PartnershipKind {
        match self.partnerships.get(row.0).terms.stated() {
            Stated::Brief(kind, _, _) => kind,
            Stated::Detailed(at) => self.details[at].kind,
        }
    }

    /// The number of the id of the place of `row`.
    #[inline]
    pub fn place_id(&self, row: PlaceRow) -> TextId {
        self.places[row.0 as usize].id
    }

    /// The name of the place of `row`.
    pub fn place_name(&self, row: PlaceRow) -> &str {
        self.names.get(row.0 as usize)
    }

    /// The country that the row of a place names by its code.
    #[inline]
    pub fn country_of_place(&self, row: PlaceRow) -> Option<CountryCode> {
        self.places[row.0 as usize].country
    }

    /// The number of the code of the region that the row of a place names.
    #[inline]
    pub fn region_of_place(&self, row: PlaceRow) -> Option<TextId> {
        self.places[row.0 as usize].region
    }

    /// Whether the place of `row` and its region are one place.
    #[inline]
    pub fn is_region(&self, row: PlaceRow) -> bool {
        self.places[row.0 as usize].is_region
    }

    /// The number of the id of the city that the place of `row` is a part of.
    #[inline]
    pub fn part_of(&self, row: PlaceRow) -> Option<TextId> {
        self.details_of_place(&self.places[row.0 as usize])?.part_of
    }

    /// The text of a number.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    /// The number of `text`, where the data set has it anywhere.
    pub fn find_text(&self, text: &str) -> Option<TextId> {
        self.texts.find(Sought::new(text))
    }

    /// How many distinct texts the data set has.
    pub fn text_count(&self) -> usize {
        self.texts.len()
    }

    /// `file:line` of a place's row.
    pub fn locate_place(&self, row: PlaceRow) -> (&str, u32) {
        (&self.files.places, self.place_lines.of(row.0))
    }

    /// `file:line` of a partnership's row.
    pub fn locate_partnership(&self, row: PartnershipRow) -> (&str, u32) {
        (&self.files.partnerships, self.partnership_lines.of(row.0))
    }

    /// `file:line` of a region's row.
    pub fn locate_region(&self, row: RegionRow) -> (&str, u32) {
        (&self.files.regions, self.regions[row.0 as usize].1)
    }

    fn details_of_place(&self, stored: &StoredPlace) -> Option<&PlaceDetails> {
        stored.details.map(|at| &self.place_details[at.get() as usize - 1])
    }

    fn intern(&mut self, text: Option<&str>) -> Option<TextId> {
        text.map(|text| self.texts.intern(text))
    }

    fn intern_list(&mut self, texts: &[Cow<'_, str>]) -> Run {
        if texts.is_empty() {
            return 0..0;
        }
        let start = count(self.lists.len());
        for text in texts {
            let id = self.texts.intern(text);
            self.lists.push(id);
        }
        start..count(self.lists.len())
    }

    fn list(&self, run: &Run) -> Vec<Cow<'_, str>> {
        self.lists[run.start as usize..run.end as usize].iter().map(|&text| Cow::Borrowed(self.text(text))).collect()
    }
}

/// A partnership of a data set, of which only what is asked for is looked up: for walks over millions.
#[derive(Clone, Copy)]
pub struct PartnershipView<'d> {
    dataset: &'d Dataset,
    stored: &'d StoredPartnership,
}

impl PartnershipView<'_> {
    /// The numbers of the two ends.
    #[inline]
    pub fn ends(self) -> (TextId, TextId) {
        (self.stored.a, self.stored.b)
    }

    /// The kind, and what decides whether it is in force.
    #[inline]
    pub fn kind_and_standing(self) -> (PartnershipKind, Standing) {
        self.dataset.kind_and_standing_of(self.stored.terms, self.stored.since)
    }

    /// Whether the last day on which it may end comes before the first on which it may begin.
    #[inline]
    pub fn ends_before_it_begins(self) -> bool {
        // Without details it has no end.
        matches!(self.stored.terms.stated(), Stated::Detailed(_)) && self.kind_and_standing().1.ends_before_it_begins()
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

/// A length as the 32-bit number rows are named by.
fn count(len: usize) -> u32 {
    u32::try_from(len).expect("a data set has fewer than 2^32 rows in a list")
}
