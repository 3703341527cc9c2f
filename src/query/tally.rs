use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    graph::{Network, Subject, Total, TotalRow},
    metrics::{Counted, Recorded, unit},
    model::{ContactKind, Qualifier},
    said,
    words::Words,
};

/// The number of rows that the data set has of something, beside the number reported of it. The two are never added up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TallyRow {
    /// The year; for a total, its period. `None` for rows without a date.
    pub year: Option<String>,
    /// What is counted: a kind of contact, `agreement`, `participant`, or the words of the total.
    pub what: String,
    /// The country it came from, `?` if rows don't say; for a total the place, `None` if it counts any.
    pub from: Option<String>,
    /// The country it went to, for an event the host's; otherwise like `from`.
    pub to: Option<String>,
    /// Counts only rows at this level; for a total that counts several levels, they are joined by `|`.
    pub level: Option<String>,
    /// The unit of the numbers, if the total states one.
    pub unit: Option<String>,
    /// The number of rows of the data set; for a total, of those that it counts. `None` if no list has such rows.
    pub items: Option<u64>,
    /// The number reported.
    pub total: Option<u64>,
    /// How the number relates to the true one; without it, the number is exact.
    pub qualifier: Option<String>,
    /// The part of the total that no row explains.
    pub unexplained: Option<u64>,
    /// By how much the rows exceed the total.
    pub exceeds: Option<u64>,
    /// The fields of cooperation that the total names, joined by `|`.
    pub fields: Option<String>,
    /// The total's id.
    pub id: Option<String>,
    /// The total that this one is a part of: its id, otherwise what it counts.
    pub of: Option<String>,
    /// Where the total comes from.
    pub source: Option<String>,
    /// A remark on the total.
    pub note: Option<String>,
    /// The number of wholes above it among the rows; 0 if it isn't shown as a part.
    #[serde(skip)]
    pub depth: usize,
}

impl TallyRow {
    /// A total, and how much of it the rows of the data set explain.
    pub(super) fn of_total(network: &Network, recorded: &Recorded<'_>, total: &Total<'_>, depth: usize) -> Self {
        let record = total.record;
        let place = |subject: Option<Subject>| subject.map(|subject| network.names().candidate(subject).id);
        let listed = |texts: &[String]| (!texts.is_empty()).then(|| texts.join("|"));
        let items = recorded.explain(total);
        let whole = total.of.and_then(|of| network.total(of)).map(|whole| whole.record);
        Self {
            year: record.year.map(|year| year.to_string()),
            what: Counted::of(&record.what).map_or_else(|| record.what.clone(), |counted| counted.name().to_owned()),
            from: place(total.from),
            to: place(total.to),
            level: listed(&record.levels),
            unit: record.unit.clone(),
            items,
            total: Some(record.value),
            qualifier: record.qualifier.map(|qualifier| qualifier.to_string()),
            unexplained: items.map(|items| record.value.saturating_sub(items)),
            exceeds: items.map(|items| items.saturating_sub(record.value)),
            fields: listed(&record.fields),
            id: record.id.clone(),
            of: whole.map(|whole| whole.id.clone().unwrap_or_else(|| whole.what.clone())),
            source: record.source.clone(),
            note: record.note.clone(),
            depth,
        }
    }

    /// The direction in words: `BY -> RU`, `BY - RU` without a direction, `in BY` for an event, `from BY` for
    /// participants; empty if no place is named. `shown` gives the text for an end in place of its code or id.
    pub fn direction(&self, words: Words, shown: impl Fn(&str) -> String) -> String {
        let end = |end: &Option<String>| end.as_deref().map_or_else(|| words.word("any").to_owned(), &shown);
        match (&self.from, &self.to, Counted::of(&self.what)) {
            (None, None, _) => String::new(),
            (None, Some(host), Some(Counted::Contacts(ContactKind::Event))) => {
                said!(words, InPlace, place = shown(host))
            }
            (Some(place), None, Some(Counted::Participants)) => said!(words, Origin, place = shown(place)),
            (from, to, Some(Counted::Agreements)) => format!("{} - {}", end(from), end(to)),
            (from, to, Some(Counted::Contacts(kind))) if !kind.is_directed() => format!("{} - {}", end(from), end(to)),
            (from, to, _) => format!("{} -> {}", end(from), end(to)),
        }
    }

    /// The unit in words: `(groups)`; empty if the total states none.
    pub fn units(&self, words: Words) -> String {
        self.unit.as_deref().map_or_else(String::new, |unit| format!("({})", words.word(&plural(unit))))
    }

    /// The reported number in words: `148`, `about 80`; empty if there is none.
    pub fn reported(&self, words: Words) -> String {
        let qualifier = self.qualifier.as_deref().and_then(|word| word.parse().ok());
        self.total.map_or_else(String::new, |total| amount(total, qualifier, words))
    }

    /// The part of the reported number that no row explains, in words if the number is qualified: `about 76` of `about
    /// 80`. If rows explain or exceed it, nothing is left, except from `more than` a number.
    pub fn unexplained_in_words(&self, words: Words) -> Option<String> {
        let qualifier: Option<Qualifier> = self.qualifier.as_deref().and_then(|word| word.parse().ok());
        let leaves_some = |unexplained: u64| {
            unexplained > 0 || (qualifier == Some(Qualifier::MoreThan) && self.exceeds.unwrap_or(0) == 0)
        };
        self.unexplained.map(|unexplained| amount(unexplained, qualifier.filter(|_| leaves_some(unexplained)), words))
    }
}

/// A number with its qualifier: `148`, `about 80`, `at least 12`, `more than 180`.
pub(super) fn amount(value: u64, qualifier: Option<Qualifier>, words: Words) -> String {
    match qualifier {
        None => words.number(value),
        Some(Qualifier::Approx) => said!(words, About, value),
        Some(Qualifier::AtLeast) => said!(words, AtLeast, value),
        Some(Qualifier::MoreThan) => said!(words, MoreThan, value),
    }
}

/// The singular of a unit: `city` of `Cities`.
pub(super) fn singular(word: &str) -> &str {
    unit(word).unwrap_or(word)
}

/// The plural of a unit: `cities`, `people`, `groups`. A word that ends like a plural is taken for one.
pub(super) fn plural(word: &str) -> String {
    let one = singular(word);
    match (one, one.strip_suffix('y')) {
        ("person", _) => "people".to_owned(),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if one.ends_with('s') => one.to_owned(),
        _ => format!("{one}s"),
    }
}

/// Totals in the order given, each followed by its parts among them, with the number of wholes above it.
pub(super) fn nested<'n>(totals: &[Total<'n>]) -> Vec<(Total<'n>, usize)> {
    let among: BTreeMap<TotalRow, usize> = totals.iter().enumerate().map(|(at, total)| (total.row, at)).collect();
    let mut parts: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, total) in totals.iter().enumerate().rev() {
        parts.entry(total.of.and_then(|of| among.get(&of).copied())).or_default().push(at);
    }
    // A chain of parts may be as long as the list, so pending totals are kept in a list instead of on the stack.
    let mut next: Vec<(usize, usize)> = parts.remove(&None).unwrap_or_default().into_iter().map(|at| (at, 0)).collect();
    let mut nested = Vec::with_capacity(totals.len());
    while let Some((at, depth)) = next.pop() {
        nested.push((totals[at], depth));
        next.extend(parts.remove(&Some(at)).unwrap_or_default().into_iter().map(|part| (part, depth + 1)));
    }
    nested
}
