//! Rows of a pair table that contradict one another about a place.

use std::fmt;

use super::{sides, union::Union};

/// Two rows of a pair table that say things about one place that can't both be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The file.
    pub file: String,
    /// The row that contradicts an earlier one.
    pub line: u32,
    /// The earlier one.
    pub first: u32,
    /// The place in the form for messages: its name, and its id if it has one.
    pub place: String,
    /// What the two say.
    pub said: Disagreement,
}

/// What two rows say about one place; the earlier row comes first.
#[derive(Clone, Debug, PartialEq)]
pub enum Disagreement {
    /// Two texts for its country, which may be one country in two spellings.
    Countries([String; 2]),
    /// Positions more than [`HOMONYM_KM`](crate::geodesy::HOMONYM_KM) apart; their distance in kilometres.
    Apart(f64),
    /// Numbers of inhabitants, the larger more than [`POPULATION_FACTOR`] times the smaller.
    Populations([u64; 2]),
}

/// The largest plausible ratio of two population figures for one place, since a place grows, or is counted with or
/// without its surroundings.
pub const POPULATION_FACTOR: u64 = 3;

impl Contradiction {
    /// All contradictions of a table, by line. Takes O(places + rows) time, apart from sorting the result.
    pub(super) fn all(file: &str, places: &Union, sides: &[sides::Said<'_>]) -> Vec<Self> {
        let named = |at: usize| {
            let place = places.get(at);
            match (place.name, place.id) {
                (name, "") => format!("`{name}`"),
                ("", id) => format!("`{id}`"),
                (name, id) => format!("`{name}` ({id})"),
            }
        };
        let contradiction = |at: usize, [first, line]: [u32; 2], said| Self {
            file: file.to_owned(),
            line,
            first,
            place: named(at),
            said,
        };
        let mut found = Vec::new();
        for (at, line, country) in places.other_countries() {
            let place = places.get(at as usize);
            let said = Disagreement::Countries([place.country, country].map(str::to_owned));
            found.push(contradiction(at as usize, [place.line, line], said));
        }
        for (at, [(least, least_line), (most, most_line)]) in places.inhabitants() {
            if most > least.saturating_mul(POPULATION_FACTOR) {
                let mut both = [(least_line, least), (most_line, most)];
                both.sort_unstable();
                let said = Disagreement::Populations(both.map(|(_, number)| number));
                found.push(contradiction(at as usize, both.map(|(line, _)| line), said));
            }
        }
        let apart = sides::Said::apart(sides, places.len()).into_iter();
        found.extend(apart.map(|(at, lines, km)| contradiction(at, lines, Disagreement::Apart(km))));
        found.sort_by(|x, y| (x.line, x.first, &x.place).cmp(&(y.line, y.first, &y.place)));
        found
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, first, said, .. } = self;
        match said {
            Disagreement::Countries([before, here]) => {
                write!(f, "{place} lies in `{here}` here, and in `{before}` by line {first}")
            }
            Disagreement::Apart(km) => write!(f, "{place} lies {km:.0} km from where line {first} says"),
            Disagreement::Populations([before, here]) => {
                write!(f, "{place} has {here} inhabitants here, and {before} by line {first}")
            }
        }
    }
}
