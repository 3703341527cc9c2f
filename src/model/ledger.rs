//! The ledger: contacts and other activities beside the ties, the people in charge of them, and numbers that are
//! reported without their items.

use super::{Date, Rows, missing::is_missing_value, words::vocabulary};

vocabulary! {
    /// What two sides do together at a time.
    ContactKind, "kind of contact", {
        /// Officials of `from` go to `to`.
        Visit = "visit",
        /// A delegation from `from` that `to` receives.
        Delegation = "delegation",
        /// A session of a working group of both.
        WorkingGroup = "working-group",
        /// A document that both sign.
        Document = "document",
        /// A meeting that `to` hosts; others take part.
        Event = "event",
    }
}

impl ContactKind {
    /// Whether the contact goes one way, so that it matters which of the two is `from`.
    pub fn is_directed(self) -> bool {
        matches!(self, ContactKind::Visit | ContactKind::Delegation)
    }
}

vocabulary! {
    /// How a reported number relates to the true one.
    Qualifier, "qualifier", {
        /// About this number.
        Approx = "approx",
        /// This number or more.
        AtLeast = "at-least",
        /// More than this number.
        MoreThan = "more-than",
    }
}

/// A contact: one visit, delegation, session, document or event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactRecord {
    /// The id, which participants of an event name.
    pub id: Option<String>,
    /// When it was, or began.
    pub date: Option<Date>,
    /// The last day, where it took several.
    pub until: Option<Date>,
    /// What it was.
    pub kind: ContactKind,
    /// The place it came from: an id, a code or a name. For a contact without direction, one of the two places.
    pub from: Option<String>,
    /// The place it went to; for an event, its host.
    pub to: Option<String>,
    /// Who headed it (governor, minister, mayor, ...); free text.
    pub level: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Where the row comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// The official or office that looks after the cooperation with a region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CuratorRecord {
    /// The region: a code or a name.
    pub region: String,
    /// The official's name.
    pub official: Option<String>,
    /// The office.
    pub office: Option<String>,
    /// The first day, month or year in office.
    pub from: Option<Date>,
    /// The last day, month or year in office.
    pub until: Option<Date>,
    /// Where the row comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

impl CuratorRecord {
    /// Whether the row names an official or an office, rather than a word for a missing value or a vacant post.
    pub fn names_somebody(&self) -> bool {
        let is_name = |text: &str| !is_missing_value(text) && !VACANT.contains(&text.to_lowercase().as_str());
        self.official.as_deref().or(self.office.as_deref()).is_some_and(is_name)
    }
}

/// What lists write where nobody holds a post.
const VACANT: [&str; 12] = [
    "vacant",
    "vacancy",
    "tbd",
    "tba",
    "n.n.",
    "unbesetzt",
    "vakant",
    "вакансия",
    "вакантно",
    "не назначен",
    "вакансія",
    "не прызначаны",
];

/// A place that takes part in an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParticipantRecord {
    /// The id of the event among the contacts.
    pub event: String,
    /// The place: an id, a code or a name.
    pub place: String,
    /// How many people it sends.
    pub people: Option<u64>,
    /// A remark.
    pub note: Option<String>,
}

/// A figure of a place in a year, such as its trade.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndicatorRecord {
    /// The place: an id, a code or a name.
    pub place: String,
    /// The year, or another period.
    pub year: Option<Date>,
    /// What the figure measures.
    pub name: String,
    /// The amount; `None` where the source names the place without an amount, which means neither a rank nor a zero.
    pub value: Option<f64>,
    /// In what unit.
    pub unit: Option<String>,
    /// Where the row comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A number reported without its items: never a tie, a place or an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TotalRecord {
    /// The id, which `of` may name.
    pub id: Option<String>,
    /// The year, or another period.
    pub year: Option<Date>,
    /// What is counted: a kind of contact, `agreement`, `participant`, `curator`, or anything else that the data set
    /// has no items of.
    pub what: String,
    /// Counts only items at one of these levels: for contacts the level of who headed them, for agreements the levels
    /// of the two parties (`country-region`, `region-city`).
    pub levels: Vec<String>,
    /// Counts only items from this place: an id, a code or a name.
    pub from: Option<String>,
    /// Counts only items to this place.
    pub to: Option<String>,
    /// For participants, the id of the event.
    pub event: Option<String>,
    /// The number.
    pub value: u64,
    /// The unit of the number, if `what` leaves that open (`city`, `person`, `region`).
    pub unit: Option<String>,
    /// How the number relates to the true one; without it, the number is exact.
    pub qualifier: Option<Qualifier>,
    /// The total that this one is a part of ("of which"): its id, or its `what`.
    pub of: Option<String>,
    /// Fields of cooperation.
    pub fields: Vec<String>,
    /// Where the row comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// The ledger of a data set: lists as read, in the order read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// `contacts.csv`.
    pub contacts: Rows<ContactRecord>,
    /// `curators.csv`.
    pub curators: Rows<CuratorRecord>,
    /// `participants.csv`.
    pub participants: Rows<ParticipantRecord>,
    /// `indicators.csv`.
    pub indicators: Rows<IndicatorRecord>,
    /// `totals.csv`.
    pub totals: Rows<TotalRecord>,
}

/// The columns that name a place.
const PLACES: [&str; 4] = ["from", "to", "region", "place"];

impl Ledger {
    /// Whether no list has a row.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Calls `each` with every text of every row, with its file, its line and its column, so that it can be changed in
    /// place.
    pub(crate) fn each_text(&mut self, mut each: impl FnMut((&str, u32), &'static str, &mut String)) {
        texts(&mut self.contacts, &mut each, |row| {
            let texts = [("id", &mut row.id), ("from", &mut row.from), ("to", &mut row.to), ("level", &mut row.level)];
            let last = [("title", &mut row.title), ("source", &mut row.source), ("note", &mut row.note)];
            given(texts).chain(given(last)).collect()
        });
        texts(&mut self.curators, &mut each, |row| {
            let texts = [("official", &mut row.official), ("office", &mut row.office)];
            let last = [("source", &mut row.source), ("note", &mut row.note)];
            [("region", &mut row.region)].into_iter().chain(given(texts)).chain(given(last)).collect()
        });
        texts(&mut self.participants, &mut each, |row| {
            let texts = [("event", &mut row.event), ("place", &mut row.place)];
            texts.into_iter().chain(given([("note", &mut row.note)])).collect()
        });
        texts(&mut self.indicators, &mut each, |row| {
            let last = [("unit", &mut row.unit), ("source", &mut row.source), ("note", &mut row.note)];
            [("place", &mut row.place), ("name", &mut row.name)].into_iter().chain(given(last)).collect()
        });
        texts(&mut self.totals, &mut each, |row| {
            let first = [("id", &mut row.id), ("from", &mut row.from), ("to", &mut row.to), ("event", &mut row.event)];
            let last = [("unit", &mut row.unit), ("of", &mut row.of), ("source", &mut row.source)];
            let lists = row.levels.iter_mut().map(|text| ("level", text));
            let lists = lists.chain(row.fields.iter_mut().map(|text| ("fields", text)));
            let one = [("what", &mut row.what)].into_iter();
            one.chain(given(first)).chain(given(last)).chain(given([("note", &mut row.note)])).chain(lists).collect()
        });
    }

    /// Calls `each` with every text that names a place, so that it can be changed in place.
    pub(crate) fn each_place(&mut self, mut each: impl FnMut(&mut String)) {
        self.each_text(|_, column, text| {
            if PLACES.contains(&column) {
                each(text);
            }
        });
    }
}

fn given<'r, const N: usize>(
    texts: [(&'static str, &'r mut Option<String>); N],
) -> impl Iterator<Item = (&'static str, &'r mut String)> {
    texts.into_iter().filter_map(|(column, text)| Some((column, text.as_mut()?)))
}

fn texts<T>(
    rows: &mut Rows<T>,
    each: &mut impl FnMut((&str, u32), &'static str, &mut String),
    of: impl Fn(&mut T) -> Vec<(&'static str, &mut String)>,
) {
    let (file, rows) = rows.each_mut();
    for (row, line) in rows {
        for (column, text) in of(row) {
            each((file, line), column, text);
        }
    }
}
