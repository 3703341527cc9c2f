//! Partnerships as one state has them, and the matching of those of two states.

use std::{borrow::Cow, cmp::Ordering};

use crate::{
    model::{Claim, Dataset, Date, PartnershipKind, PartnershipRow, Standing, Status},
    said,
    words::Words,
};

/// A partnership as one state has it. Facts are ordered by kind first and by status last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fact<'n> {
    pub(super) kind: PartnershipKind,
    since: Option<Date>,
    until: Option<Date>,
    suspended: Option<Date>,
    /// The only side that claims it; `None` if both do.
    claimant: Option<&'n str>,
    fields: Vec<Cow<'n, str>>,
    document: Option<&'n str>,
    /// The status on the state's date; `None` if it had not begun.
    pub(super) status: Option<Status>,
}

impl<'n> Fact<'n> {
    /// The partnership of a row. `ends` gives the ids of its two places, and is called only if one of them alone claims
    /// it.
    pub(super) fn of(
        dataset: &'n Dataset,
        row: PartnershipRow,
        ends: impl FnOnce() -> [&'n str; 2],
        as_of: Option<Date>,
    ) -> Self {
        let record = dataset.partnership_at(row).record_without_ends();
        let status = Self::status_of(Standing::from(&record), as_of);
        // A row may state its ends in either order, and by name.
        let claimant = |is_a: bool| {
            let (a, b) = dataset.ends(row);
            let [near, far] = if is_a { [a, b] } else { [b, a] }.map(|text| dataset.text(text));
            match ends() {
                [low, high] if far == low => high,
                [low, high] if far == high => low,
                _ => near,
            }
        };
        Self {
            kind: record.kind,
            since: record.since,
            until: record.until,
            suspended: record.suspended,
            claimant: match record.claimed_by {
                Claim::Both => None,
                Claim::A => Some(claimant(true)),
                Claim::B => Some(claimant(false)),
            },
            fields: record.fields,
            document: record.document,
            status,
        }
    }

    /// The status that counts on a state's date; `None` if the partnership had not begun.
    pub(super) fn status_of(standing: Standing, as_of: Option<Date>) -> Option<Status> {
        as_of.map_or_else(|| Some(standing.status()), |date| standing.as_of(date).0)
    }

    pub(super) fn in_force(&self) -> bool {
        self.status.is_some_and(Status::in_force)
    }

    /// Compares everything but the status.
    fn compare_record(&self, other: &Self) -> Ordering {
        fn record<'f>(fact: &'f Fact<'_>) -> impl Ord + use<'f> {
            (fact.kind, fact.since, fact.until, fact.suspended, fact.claimant, &fact.fields[..], fact.document)
        }
        record(self).cmp(&record(other))
    }

    /// The status in a word; `None` for a suspension with a date, which is shown anyway.
    fn status_word(&self, words: Words) -> Option<String> {
        match self.status {
            None => Some(words.word("not begun").to_owned()),
            Some(Status::Suspended) if self.suspended.is_some() => None,
            Some(status) => Some(words.word(status.name()).to_owned()),
        }
    }

    /// Everything but the status, with the names that `before` and `after` use.
    fn said(&self, words: Words) -> [(&'static str, Option<String>); 7] {
        let date = |date: Option<Date>| date.map(|date| words.date(date));
        [
            ("since", date(self.since)),
            ("until", date(self.until)),
            ("suspended", date(self.suspended)),
            ("kind", Some(words.word(self.kind.name()).to_owned())),
            ("claimed by", Some(self.claimant.unwrap_or(words.word("both")).to_owned())),
            ("fields", Some(words.each_word(&self.fields.join("|"))).filter(|fields| !fields.is_empty())),
            ("document", self.document.map(str::to_owned)),
        ]
    }

    /// The date that explains a change of status.
    fn explained_by(&self, other: &Self) -> Option<&'static str> {
        match self.status {
            Some(Status::Terminated) => Some("until"),
            Some(Status::Suspended) => Some("suspended"),
            Some(_) if other.status.is_none() => Some("since"),
            _ => None,
        }
    }

    /// The status and dates in words.
    pub(super) fn described(&self, words: Words) -> String {
        let dates = self.said(words).into_iter().take(3);
        let dates = dates.filter_map(|(name, date)| Some(format!("{} {}", words.word(name), date?)));
        self.status_word(words).into_iter().chain(dates).collect::<Vec<_>>().join(", ")
    }

    /// What it says and `other` doesn't, in words.
    pub(super) fn described_against(&self, other: &Self, words: Words) -> String {
        let mut described = Vec::new();
        let status_differs = self.status != other.status;
        if status_differs {
            described.extend(self.status_word(words));
        }
        let explains = self.explained_by(other).filter(|_| status_differs);
        for ((name, said), (_, other)) in self.said(words).into_iter().zip(other.said(words)) {
            match said {
                Some(said) if Some(&said) != other.as_ref() || explains == Some(name) => {
                    described.push(format!("{} {said}", words.word(name)));
                }
                // If the status differs, it already explains why a date is missing.
                None if other.is_some() && !status_differs => {
                    described.push(said!(words, NoFact, name = words.word(name)))
                }
                _ => {}
            }
        }
        described.join(", ")
    }
}

/// The partnerships of two places, old beside new: see [`diff`](super::diff()). Both lists are in order.
pub(super) fn matched<'n>(old: Vec<Fact<'n>>, new: Vec<Fact<'n>>) -> Vec<(Option<Fact<'n>>, Option<Fact<'n>>)> {
    let (mut old, mut new, mut found) = (old, new, Vec::new());
    // Each of these orders is consistent with the order of facts.
    let rounds: [fn(&Fact<'_>, &Fact<'_>) -> Ordering; 4] =
        [|x, y| x.cmp(y), |x, y| x.compare_record(y), |x, y| x.kind.cmp(&y.kind), |_, _| Ordering::Equal];
    for compare in rounds {
        let (mut old_left, mut new_left) = (Vec::new(), Vec::new());
        for pair in side_by_side(old.into_iter(), new.into_iter(), compare) {
            match pair {
                (Some(old), None) => old_left.push(old),
                (None, Some(new)) => new_left.push(new),
                both => found.push(both),
            }
        }
        (old, new) = (old_left, new_left);
    }
    found.extend(old.into_iter().map(|fact| (Some(fact), None)));
    found.extend(new.into_iter().map(|fact| (None, Some(fact))));
    found
}

/// Merges two sorted lists: members that compare equal are paired, the first with the first. O(old + new).
pub(super) fn side_by_side<T>(
    old: impl Iterator<Item = T>,
    new: impl Iterator<Item = T>,
    compare: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = (Option<T>, Option<T>)> {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    std::iter::from_fn(move || {
        let order = match (old.peek(), new.peek()) {
            (Some(x), Some(y)) => compare(x, y),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        Some(match order {
            Ordering::Less => (old.next(), None),
            Ordering::Equal => (old.next(), new.next()),
            Ordering::Greater => (None, new.next()),
        })
    })
}
