//! What Wikidata says about places and their twins, from any kind of file.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use super::item::ItemId;
use crate::model::{CountryCode, Date};

/// Everything that was read.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The statements, by what identifies them.
    statements: BTreeMap<Key, Statement>,
    pub(super) places: BTreeMap<ItemId, PlaceFacts>,
    /// The countries of ISO 3166-1, by their items.
    pub(super) countries: HashMap<ItemId, CountryCode>,
    /// The codes of ISO 3166-2, by their items.
    pub(super) regions: HashMap<ItemId, String>,
    deprecated: HashSet<Key>,
    /// The number of statements whose other side is stated to be unknown or nobody.
    pub(super) without_value: usize,
    /// The number of requested items that don't exist.
    pub(super) missing: usize,
}

/// The places of a statement, and its id if the file gives one. Sorting by this key makes the order independent of the
/// file.
type Key = (ItemId, ItemId, String);

/// A claim of one place to be twinned with another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) starts: Vec<Date>,
    pub(super) ends: Vec<Date>,
    /// Whether it is stated to have ended at an unknown time.
    pub(super) has_ended: bool,
    /// Addresses, each with the day of retrieval if it is stated.
    pub(super) sources: BTreeSet<(String, Option<Date>)>,
    pub(super) line: u32,
}

impl Statement {
    /// When it began: the earliest of several beginnings.
    pub(super) fn since(&self) -> Option<Date> {
        self.starts.iter().copied().min()
    }

    /// When it ended: the latest of several ends. `None` if there are more beginnings than ends, since it was then
    /// taken up again.
    pub(super) fn until(&self) -> Option<Date> {
        self.ends.iter().copied().max().filter(|_| self.ends.len() >= self.starts.len())
    }
}

/// What is said about a place. Of several values, the one with the highest rank is kept, then the latest, then the
/// smallest, so that the order of a file doesn't matter.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceFacts {
    pub(super) labels: BTreeMap<String, String>,
    pub(super) aliases: BTreeSet<String>,
    pub(super) country: Best<CountryOf>,
    /// The areas in which it lies.
    pub(super) within: Vec<(u8, ItemId)>,
    /// The ISO 3166-2 codes of these areas and of areas above them, at any level.
    pub(super) regions: BTreeSet<String>,
    /// The place's own ISO 3166-2 code.
    pub(super) own_region: Option<String>,
    /// The place's own ISO 3166-1 code.
    pub(super) own_country: Option<CountryCode>,
    pub(super) is_city: bool,
    /// Latitude and longitude.
    pub(super) position: Best<(f64, f64)>,
    pub(super) population: Best<u64, Option<Date>>,
    pub(super) geonames: Best<String>,
    pub(super) line: u32,
}

/// The country of a place: its code, or the item that has the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CountryOf {
    Code(CountryCode),
    Item(ItemId),
}

/// The best of several values: the highest rank, then the largest `O`, then the smallest value.
#[derive(Clone, Debug)]
pub(super) struct Best<T, O = ()>(Option<((u8, O), T)>);

impl<T, O> Default for Best<T, O> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: PartialOrd, O: PartialOrd> Best<T, O> {
    pub(super) fn offer(&mut self, order: (u8, O), value: T) {
        if self.0.as_ref().is_none_or(|(best, known)| order > *best || (order == *best && value < *known)) {
            self.0 = Some((order, value));
        }
    }

    pub(super) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value)| value)
    }
}

/// The ranks of statements. A statement that has ended has a lower rank than any other.
pub(super) const ENDED: u8 = 0;
pub(super) const NORMAL: u8 = 1;
pub(super) const PREFERRED: u8 = 2;

/// The rank that a word, or the end of an address, names; `None` if it is deprecated. A statement without a rank is
/// normal.
pub(super) fn rank(text: &str) -> Option<u8> {
    let word = text.rsplit(['#', '/']).next().unwrap_or_default();
    let is = |name: &str| word.len() >= name.len() && word[..].to_ascii_lowercase().starts_with(name);
    if is("deprecated") {
        None
    } else if is("preferred") {
        Some(PREFERRED)
    } else {
        Some(NORMAL)
    }
}

impl Facts {
    /// The statement with an id between two places, which is created if it is new. Ids may be written `Q64$...` or
    /// `q64-...`; both mean the same.
    pub(super) fn statement(&mut self, from: ItemId, to: ItemId, id: &str) -> &mut Statement {
        self.statements.entry((from, to, statement_id(id))).or_default()
    }

    /// Counts a statement that is marked as deprecated.
    pub(super) fn deprecated(&mut self, from: ItemId, to: ItemId, id: &str) {
        self.deprecated.insert((from, to, statement_id(id)));
    }

    pub(super) fn deprecated_count(&self) -> usize {
        self.deprecated.len()
    }

    /// The statements in the order of their places' numbers, each with its places and id.
    pub(super) fn statements(&self) -> impl Iterator<Item = (ItemId, ItemId, &str, &Statement)> {
        self.statements.iter().map(|((from, to, id), statement)| (*from, *to, id.as_str(), statement))
    }

    pub(super) fn place(&mut self, item: ItemId) -> &mut PlaceFacts {
        self.places.entry(item).or_default()
    }

    /// Whether nothing useful was read.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty() && !self.has_claims()
    }

    /// Whether any claim was read, even if it is left out.
    pub(crate) fn has_claims(&self) -> bool {
        !self.statements.is_empty() || !self.deprecated.is_empty() || self.without_value > 0
    }

    /// The places that statements name, in order.
    pub(crate) fn named(&self) -> Vec<ItemId> {
        let mut named: Vec<ItemId> = self.statements().flat_map(|(from, to, ..)| [from, to]).collect();
        named.sort_unstable();
        named.dedup();
        named
    }

    /// The places that statements name but that nothing else describes.
    pub(super) fn unknown(&self) -> Vec<ItemId> {
        self.named().into_iter().filter(|item| !self.places.contains_key(item)).collect()
    }
}

/// An id in the form of Wikidata's own pages: `Q64$9A08...`. Answers of queries have a hyphen in place of the dollar
/// sign, and the letter may be small.
fn statement_id(id: &str) -> String {
    let id = id.rsplit('/').next().unwrap_or_default();
    let item_ends = id.find(['$', '-']);
    match item_ends {
        Some(at) if ItemId::parse(&id[..at]).is_some() => {
            format!("{}${}", id[..at].to_ascii_uppercase(), &id[at + 1..])
        }
        _ => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_statement_has_one_id_however_it_is_written() {
        for id in [
            "q64$9A08-383",
            "Q64$9A08-383",
            "q64-9A08-383",
            "http://www.wikidata.org/entity/statement/q64-9A08-383",
            "http://www.wikidata.org/entity/statement/Q64-9A08-383",
        ] {
            assert_eq!(statement_id(id), "Q64$9A08-383", "{id}");
        }
        assert_eq!(statement_id(""), "");
        assert_eq!(statement_id("b0"), "b0");
    }

    #[test]
    fn ranks_are_words_or_addresses() {
        assert_eq!(rank("http://wikiba.se/ontology#NormalRank"), Some(NORMAL));
        assert_eq!(rank("preferred"), Some(PREFERRED));
        assert_eq!(rank("http://wikiba.se/ontology#DeprecatedRank"), None);
        assert_eq!(rank(""), Some(NORMAL));
    }

    #[test]
    fn what_was_taken_up_again_has_not_ended() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let mut statement =
            Statement { starts: vec![date("2000"), date("1959")], ends: vec![date("1989")], ..Statement::default() };
        assert_eq!((statement.since(), statement.until()), (Some(date("1959")), None));
        statement.ends.push(date("2022-03"));
        assert_eq!(statement.until(), Some(date("2022-03")));
    }
}
