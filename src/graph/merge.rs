//! Merges places that a list spells in several ways.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use super::country_text::CountryNames;
use crate::{
    geodesy::{clusters, distance_km},
    model::{
        Claim, CountryCode, Dataset, PartnershipRecord, PartnershipRow, PlaceRecord, PlaceRow, Position, fold, joined,
    },
    register::Register,
};

/// How far apart two spellings of one place may lie, in kilometres.
pub const SPELLINGS_KM: f64 = 10.0;

/// A place that was merged into another.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The file of its row.
    pub file: String,
    /// The line of its row, from 1.
    pub line: u32,
    /// Its id, which no longer exists.
    pub id: String,
    /// Its name, which is now an alias of the place kept.
    pub name: String,
    /// Its country in words, if its list gave it in words.
    pub country_text: Option<String>,
    /// The id of the place kept.
    pub into: String,
    /// The name of the place kept.
    pub into_name: String,
    /// The distance between the two stated positions, in kilometres.
    pub distance_km: f64,
}

/// The data set with spellings merged, and what was merged, by line. Places are merged if they lie in the same country
/// and within [`SPELLINGS_KM`] of one another, directly or through others, and if their names fold to the same key
/// (ignoring case, accents, blanks and punctuation). The place whose id comes first is kept. It gets the other names
/// beside its own, and the partnerships of the others.
///
/// Places without a country or position are left as they are. O(n log n) in the rows.
pub fn merge_spellings(dataset: &Dataset, register: &Register) -> (Dataset, Vec<Merged>) {
    let mut groups: BTreeMap<(CountryCode, String), Vec<PlaceRow>> = BTreeMap::new();
    let meant = countries_in_words(dataset, register);
    for (row, place) in (0..).map(PlaceRow).zip(dataset.places()) {
        let country = place.country.or_else(|| meant.get(place.country_text?).copied());
        if let (Some(country), Some(_)) = (country, place.position) {
            groups.entry((country, fold(place.name))).or_default().push(row);
        }
    }
    // The row into which each merged row goes.
    let mut into: HashMap<PlaceRow, PlaceRow> = HashMap::new();
    for mut rows in groups.into_values().filter(|rows| rows.len() > 1) {
        rows.sort_by(|&x, &y| dataset.place(x).id.cmp(dataset.place(y).id));
        let positions: Vec<Position> = rows.iter().filter_map(|&row| dataset.place(row).position).collect();
        let mut first_of: HashMap<usize, PlaceRow> = HashMap::new();
        for (row, cluster) in rows.into_iter().zip(clusters(&positions, SPELLINGS_KM)) {
            let first = *first_of.entry(cluster).or_insert(row);
            if first != row {
                into.insert(row, first);
            }
        }
    }
    (rewritten(dataset, &into), listed(dataset, &into))
}

/// The countries that the words of places mean.
pub(super) fn countries_in_words<'d>(dataset: &'d Dataset, register: &Register) -> HashMap<&'d str, CountryCode> {
    let in_words: BTreeSet<&str> = dataset.places().filter_map(|place| place.country_text).collect();
    let in_words: Vec<&str> = in_words.into_iter().collect();
    let found = CountryNames::new(register).find(&in_words);
    in_words.into_iter().zip(found).filter_map(|(text, found)| Some((text, found?.country))).collect()
}

fn apart(dataset: &Dataset, x: PlaceRow, y: PlaceRow) -> f64 {
    match (dataset.place(x).position, dataset.place(y).position) {
        (Some(x), Some(y)) => distance_km(x, y),
        _ => f64::INFINITY,
    }
}

/// The data set with places merged. A place that is kept gets the names of those merged into it and, if it lacks them,
/// their position, population and region. Their partnerships move to it.
pub(super) fn rewritten(dataset: &Dataset, into: &HashMap<PlaceRow, PlaceRow>) -> Dataset {
    let mut names: HashMap<PlaceRow, Vec<PlaceRow>> = HashMap::new();
    for (&row, &kept) in into {
        names.entry(kept).or_default().push(row);
    }
    let ids: HashMap<&str, &str> =
        into.iter().map(|(&row, &kept)| (dataset.place(row).id, dataset.place(kept).id)).collect();
    let mut copy = dataset.without_rows();
    for (row, place) in (0..).map(PlaceRow).zip(dataset.places()) {
        if into.contains_key(&row) {
            continue;
        }
        let mut kept = place.clone();
        let mut merged = names.remove(&row).unwrap_or_default();
        merged.sort_unstable();
        for other in merged.into_iter().map(|row| dataset.place(row)) {
            // Where both have a name in a language, the second becomes another alias.
            let mut others: Vec<Cow<'_, str>> = std::iter::once(other.name.into()).chain(other.aliases).collect();
            for (language, name) in other.names {
                match kept.names.get(language) {
                    None => kept.names.set(language, name),
                    Some(known) if *known != name => others.push(name),
                    Some(_) => {}
                }
            }
            for name in others {
                if name != kept.name && !kept.aliases.contains(&name) {
                    kept.aliases.push(name);
                }
            }
            kept.position = kept.position.or(other.position);
            kept.population = kept.population.max(other.population);
            kept.region = kept.region.or(other.region);
        }
        let part_of = place.part_of.map(|whole| ids.get(whole).copied().unwrap_or(whole));
        copy.push_place(&PlaceRecord { part_of, ..kept }, dataset.locate_place(row).1);
    }
    let moved = dataset.partnerships().map(|record| {
        let [a, b] = [record.a, record.b].map(|end| ids.get(end).copied().unwrap_or(end));
        Some(PartnershipRecord { a, b, ..record })
    });
    let mut rows: Vec<Option<PartnershipRecord<'_>>> = moved.collect();
    // The two sides of a partnership may have claimed it under different spellings of a place.
    let kept: HashSet<&str> = ids.values().copied().collect();
    let claims = rows.iter().flatten().enumerate().filter(|(_, row)| row.claimed_by == Claim::A);
    let claims = claims.filter(|(_, row)| kept.contains(row.a) || kept.contains(row.b));
    let said = |row: usize| rows[row].clone().map(|row| PartnershipRecord { a: "", b: "", ..row });
    let claims = claims.map(|(at, row)| (at, [row.a, row.b]));
    for [first, again] in joined(claims, |x, y| said(x) == said(y)) {
        rows[first] = rows[first].take().map(|row| PartnershipRecord { claimed_by: Claim::Both, ..row });
        rows[again] = None;
    }
    for (row, record) in (0..).map(PartnershipRow).zip(rows) {
        if let Some(record) = record {
            copy.push_partnership(&record, dataset.locate_partnership(row).1);
        }
    }
    copy.ledger_mut().each_place(|place| {
        if let Some(&kept) = ids.get(place.as_str()) {
            kept.clone_into(place);
        }
    });
    copy
}

fn listed(dataset: &Dataset, into: &HashMap<PlaceRow, PlaceRow>) -> Vec<Merged> {
    let mut merged: Vec<Merged> = into
        .iter()
        .map(|(&row, &kept)| {
            let ((file, line), place, other) = (dataset.locate_place(row), dataset.place(row), dataset.place(kept));
            Merged {
                file: file.to_owned(),
                line,
                id: place.id.to_owned(),
                name: place.name.to_owned(),
                country_text: place.country_text.map(str::to_owned),
                into: other.id.to_owned(),
                into_name: other.name.to_owned(),
                distance_km: apart(dataset, row, kept),
            }
        })
        .collect();
    merged.sort_by(|x, y| (x.line, &x.id).cmp(&(y.line, &y.id)));
    merged
}
