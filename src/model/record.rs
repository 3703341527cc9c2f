//! One type for a row of each list, with every field a data set may give.

use std::borrow::Cow;

use super::{Claim, CountryCode, Date, NamesByLanguage, PartnershipKind, Position, RegionCode, Sought, Status};

/// A city (any twinned municipality) as a data set states it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceRecord<'a> {
    /// The id, unique in its data set.
    pub id: &'a str,
    /// The name shown; the id where the data set gives none.
    pub name: &'a str,
    /// `city`, `town`, `district`, ...; free text.
    pub kind: Option<&'a str>,
    /// The country (ISO 3166-1 alpha-2).
    pub country: Option<CountryCode>,
    /// The country in the words of a list (`England`, `Georgia (country)`), if it was given in words.
    pub country_text: Option<&'a str>,
    /// The code of the first-level region (ISO 3166-2).
    pub region: Option<&'a str>,
    /// The id of the city this place is a part of.
    pub part_of: Option<&'a str>,
    /// Whether the city and its region are one place.
    pub is_region: bool,
    /// Where it lies.
    pub position: Option<Position>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Its GeoNames id.
    pub geonames: Option<&'a str>,
    /// Its Wikidata id.
    pub wikidata: Option<&'a str>,
    /// The names of the place in various languages.
    pub names: NamesByLanguage<'a>,
    /// Other names, in the order given.
    pub aliases: Vec<Cow<'a, str>>,
}

impl<'a> PlaceRecord<'a> {
    /// All names except the one shown: the aliases, then the names by language. A name may occur twice.
    pub fn other_names(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().map(AsRef::as_ref).chain(self.names.texts())
    }

    /// The other names, as a list.
    pub(crate) fn into_other_names(self) -> Vec<Cow<'a, str>> {
        let mut names = self.aliases;
        names.extend(self.names.into_texts());
        names
    }
}

/// A partnership as a data set states it. The ends are texts: an id, a region or country code, or a name.
#[derive(Clone, Debug, PartialEq)]
pub struct PartnershipRecord<'a> {
    /// One end.
    pub a: &'a str,
    /// The other end.
    pub b: &'a str,
    /// What was agreed.
    pub kind: PartnershipKind,
    /// The status the row states, where it states one.
    pub status: Option<Status>,
    /// When it began.
    pub since: Option<Date>,
    /// The last day, month or year in which it is in force.
    pub until: Option<Date>,
    /// When it was suspended.
    pub suspended: Option<Date>,
    /// Who claims it.
    pub claimed_by: Claim,
    /// Fields of cooperation (trade, cultural, ...), in the order given.
    pub fields: Vec<Cow<'a, str>>,
    /// Title or number of the document it rests on.
    pub document: Option<&'a str>,
    /// Where the row comes from.
    pub source: Option<&'a str>,
    /// A remark.
    pub note: Option<&'a str>,
}

/// A place of which a data set states no more than these fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BriefPlace<'a> {
    /// The id, unique in its data set.
    pub id: Sought<'a>,
    /// The name shown.
    pub name: &'a str,
    /// The country (ISO 3166-1 alpha-2).
    pub country: Option<CountryCode>,
    /// The code of the first-level region (ISO 3166-2).
    pub region: Option<&'a str>,
    /// Where it lies.
    pub position: Option<Position>,
    /// Inhabitants, fewer than 2^32 less one.
    pub population: Option<u32>,
}

/// A partnership of which a data set states no more than these fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BriefPartnership<'a> {
    /// One end.
    pub a: Sought<'a>,
    /// The other end.
    pub b: Sought<'a>,
    /// What was agreed.
    pub kind: PartnershipKind,
    /// The status the row states, where it states one.
    pub status: Option<Status>,
    /// When it began.
    pub since: Option<Date>,
    /// Who claims it.
    pub claimed_by: Claim,
}

impl<'a> PartnershipRecord<'a> {
    /// A sister-city partnership between `a` and `b` about which nothing else is known.
    pub fn new(a: &'a str, b: &'a str) -> Self {
        Self {
            a,
            b,
            kind: PartnershipKind::SisterCity,
            status: None,
            since: None,
            until: None,
            suspended: None,
            claimed_by: Claim::Both,
            fields: Vec::new(),
            document: None,
            source: None,
            note: None,
        }
    }
}

/// A first-level region as the register or a data set's `regions.csv` states it.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionRecord {
    /// The code (ISO 3166-2, or a data set's own).
    pub code: RegionCode,
    /// The country (alpha-2).
    pub country: Option<CountryCode>,
    /// The English name; empty where the data set gives none.
    pub name: String,
    /// The names of the region in various languages.
    pub names: NamesByLanguage<'static>,
    /// `oblast`, `province`, ...; free text.
    pub kind: Option<String>,
    /// Its GeoNames code.
    pub geonames: Option<String>,
    /// Its Wikidata id.
    pub wikidata: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// When the makers of the data set last looked for ties of this region: then "no ties" is a result of research, not
    /// a gap.
    pub checked: Option<Date>,
}

impl RegionRecord {
    /// A region of which only the code is known.
    pub fn new(code: RegionCode) -> Self {
        Self {
            code,
            country: None,
            name: String::new(),
            names: NamesByLanguage::default(),
            kind: None,
            geonames: None,
            wikidata: None,
            aliases: Vec::new(),
            checked: None,
        }
    }
}
