//! Finds the place of a table that an end of a link names.

use hashbrown::{HashMap, HashSet};

use crate::{
    formats::pairs::rows::local_id,
    model::{Dataset, PlaceRow, TextId},
};

/// The places of a table, by everything that links may call them.
pub(super) struct Ends<'d> {
    dataset: &'d Dataset,
    ids: HashSet<TextId>,
    by_name: HashMap<&'d str, Vec<PlaceRow>>,
    are_numbers: bool,
}

/// What a link says about one end.
#[derive(Clone, Copy, Default)]
pub(super) struct End<'r> {
    pub(super) id: &'r str,
    pub(super) name: &'r str,
    pub(super) country: &'r str,
}

impl<'d> Ends<'d> {
    /// If ends are numbers, they count places from 0.
    pub(super) fn of(dataset: &'d Dataset, are_numbers: bool) -> Self {
        let rows = || (0..).map(PlaceRow).take(dataset.places().len());
        let mut by_name: HashMap<&str, Vec<PlaceRow>> = HashMap::new();
        rows().for_each(|row| by_name.entry(dataset.place_name(row)).or_default().push(row));
        Self { dataset, ids: rows().map(|row| dataset.place_id(row)).collect(), by_name, are_numbers }
    }

    /// The id of the place that an end names, otherwise its text as it stands. The graph finds out what else it may be
    /// (a region, a name in another alphabet), and reports it if it is nothing.
    pub(super) fn id<'r>(&self, end: End<'r>) -> &'r str
    where
        'd: 'r,
    {
        let text = local_id(if end.id.is_empty() { end.name } else { end.id });
        let id = |row| self.dataset.text(self.dataset.place_id(row));
        if self.are_numbers {
            let number = text.parse().ok().filter(|&number| (number as usize) < self.dataset.places().len());
            return number.map_or(text, |number| id(PlaceRow(number)));
        }
        if self.dataset.find_text(text).is_some_and(|text| self.ids.contains(&text)) {
            return text;
        }
        match self.by_name.get(text).map_or(&[][..], |named| named) {
            [] => text,
            [only] => id(*only),
            several => {
                let mut of_country = several.iter().filter(|row| self.is_in(**row, end.country));
                match (of_country.next(), of_country.next()) {
                    (Some(&only), None) => id(only),
                    _ => text,
                }
            }
        }
    }

    /// Whether the table of places gives a place this country.
    fn is_in(&self, row: PlaceRow, country: &str) -> bool {
        let words = self.dataset.country_in_words(row).map(|words| self.dataset.text(words));
        let code = self.dataset.country_of_place(row);
        !country.is_empty()
            && (words.is_some_and(|words| words.eq_ignore_ascii_case(country))
                || code.is_some_and(|code| code.as_str().eq_ignore_ascii_case(country)))
    }
}
