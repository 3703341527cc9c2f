//! How the header of a pair table marks the two places.

use super::roles::Role;
use crate::formats::{
    columns::{PARTNERSHIP, without_language},
    header::{self, Context, Meaning},
};

/// The words by which headers mark the two places. Any word for a partner may mark the second one, too.
pub(super) struct Marks {
    pub(super) first: &'static [&'static str],
    second: &'static [&'static str],
    second_is_partner: bool,
}

const fn marks(first: &'static [&'static str], second: &'static [&'static str], second_is_partner: bool) -> Marks {
    Marks { first, second, second_is_partner }
}

pub(super) const MARKS: [Marks; 11] = [
    marks(&["1"], &["2"], false),
    marks(&["a"], &["b"], false),
    marks(&["source", "src"], &["target", "dst", "dest"], false),
    marks(
        &["from", "von", "откуда", "звідки", "адкуль", "skąd"],
        &["to", "nach", "куда", "куди", "куды", "dokąd"],
        false,
    ),
    marks(&["origen", "origine", "départ", "partenza"], &["destino", "destination", "arrivée", "destinazione"], false),
    marks(&["origin", "home"], &["destination", "dest", "target"], true),
    marks(&["left"], &["right"], false),
    marks(&["first"], &["second"], false),
    marks(&["u"], &["v"], false),
    marks(&["start"], &["end"], false),
    // The first place is the subject of the row and has no mark.
    marks(&[], &[], true),
];

/// The meaning of a column's name under some marks.
pub(super) enum Heading {
    /// It is about a place: which one (if it is marked, or if the name mentions a place), and what it says. A mark
    /// alone says no more than the side.
    Place { side: Option<usize>, role: Option<Role>, is_label: bool },
    /// It is about the partnership: the index of its column.
    Partnership(usize),
}

impl Marks {
    /// The place that a word marks. Numbers mark places in any header: `City,Twin,lat1,lon1,lat2,lon2`.
    fn side_of(&self, word: &str) -> Option<usize> {
        let is_partner = || self.second_is_partner && header::meaning(word) == Some(Meaning::Partner);
        if self.first.contains(&word) || word == "1" {
            Some(0)
        } else {
            (self.second.contains(&word) || word == "2" || is_partner()).then_some(1)
        }
    }

    /// The meaning of a column's name; `None` if a word of it is unknown, or if its words don't fit together.
    pub(super) fn read(&self, name: &str, context: Context) -> Option<Heading> {
        if let Some((name, language)) = without_language(name) {
            return match self.read(&name, context)? {
                Heading::Place { side: Some(side), role: Some(Role::Name), .. } => {
                    let role = Some(Role::NameIn(language));
                    Some(Heading::Place { side: Some(side), role, is_label: false })
                }
                _ => None,
            };
        }
        let words = header::words(name, |word| self.side_of(word).is_some() || header::meaning(word).is_some());
        let (mut side, mut meanings) = (None, Vec::new());
        for word in &words {
            match (self.side_of(word), context.meaning(word)) {
                (Some(marked), _) if side.is_none_or(|side| side == marked) => side = Some(marked),
                (None, Some(Meaning::Filler)) => {}
                (None, Some(meaning)) if meaning != Meaning::Partner => meanings.push(meaning),
                _ => return None,
            }
        }
        if side.is_none() && !meanings.is_empty() {
            // `End date` and `End year` are ends, and `Date of signing` is a beginning.
            let is_date = |meaning: &Meaning| matches!(meaning, Meaning::Since | Meaning::Until | Meaning::Date);
            if meanings.iter().all(is_date) {
                let column = if meanings.contains(&Meaning::Until) { "until" } else { "since" };
                return PARTNERSHIP.iter().position(|known| *known == column).map(Heading::Partnership);
            }
        }
        if meanings.is_empty() {
            // A number alone is a cell of a list without a header.
            let is_word = words.iter().any(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
            return side.filter(|_| is_word).map(|side| Heading::Place {
                side: Some(side),
                role: None,
                is_label: false,
            });
        }
        let role = Role::of(&meanings)?;
        // If the first place has no mark, a word for a place marks it: `city_lat` beside `twin_lat`.
        let speaks_of_place = self.first.is_empty() && (role == Role::Name || meanings.contains(&Meaning::Place));
        let side = side.or(speaks_of_place.then_some(0));
        let is_label = words.iter().any(|word| word == "label") && meanings.contains(&Meaning::Place);
        Some(Heading::Place { side, role: Some(role), is_label })
    }
}

/// The column of [`PARTNERSHIP`] that a header means by another name: `Seit`, `until_year`.
pub(in crate::formats) fn meant_of_tie(name: &str) -> Option<&'static str> {
    let marks = marks(&[], &[], false);
    match marks.read(name, Context::of(&[]))? {
        Heading::Partnership(at) => Some(PARTNERSHIP[at]),
        Heading::Place { .. } => None,
    }
}

/// Whether a column has the name of a column of [`PARTNERSHIP`] other than the ends.
pub(in crate::formats) fn is_of_tie(name: &str) -> bool {
    PARTNERSHIP.iter().skip(2).any(|known| name.eq_ignore_ascii_case(known))
}
