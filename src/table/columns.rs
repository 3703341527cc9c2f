use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use super::escape;

/// The names of a sheet's columns, which differ in every format.
///
/// ```
/// use sistergraph::table::{Columns, Heading};
/// let volume = Heading::OfData { name: "volume", endings: &["_unit"], space: "indicator" };
/// let columns = Columns::new(&[Heading::Fixed("region"), Heading::Fixed("volume"), volume]);
/// assert_eq!(columns.names(), ["region", "volume", "volume_indicator", "volume_indicator_unit"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<String>);

/// The origin of a column's name.
#[derive(Clone, Copy, Debug)]
pub enum Heading<'n> {
    /// The answer itself: every answer of this kind has the column under this name.
    Fixed(&'n str),
    /// The data. If `name` clashes with another column, `space` is appended, as in `volume_indicator`.
    OfData {
        /// The name in the data.
        name: &'n str,
        /// Further columns that belong to it, each named by appending an ending to `name`, as in `trade_unit`.
        endings: &'n [&'n str],
        /// A word for the kind of names.
        space: &'n str,
    },
}

impl Columns {
    /// The fields of `R`, in their order.
    pub fn of<R: Serialize + Default>() -> Self {
        let fields = match serde_json::to_value(R::default()) {
            Ok(Value::Object(fields)) => fields,
            _ => unreachable!("a row is a struct of texts, finite numbers and truth values"),
        };
        Self(fields.into_iter().map(|(name, _)| name).collect())
    }

    /// Columns with names that are known to differ.
    pub(super) fn of_names(names: Vec<String>) -> Self {
        Self(names)
    }

    /// A column for each heading and for each of its endings, in their order.
    ///
    /// Fixed names stay. A name from the data stays too, unless it, or the name with an ending, clashes with a fixed or
    /// earlier one. Then all its columns get its space in their names, and also a number if that name is taken as well.
    /// O(columns).
    pub fn new(headings: &[Heading<'_>]) -> Self {
        let mut taken = HashSet::new();
        let mut names: Vec<Option<Vec<String>>> = vec![None; headings.len()];
        for of_data in [false, true] {
            for (heading, names) in
                headings.iter().zip(&mut names).filter(|(heading, _)| heading.is_of_data() == of_data)
            {
                *names = take(&mut taken, heading.group(""));
            }
        }
        let columns = headings.iter().zip(names).flat_map(|(heading, names)| {
            // There are more numbers than columns, so a name is always found.
            names
                .unwrap_or_else(|| heading.other_groups().find_map(|group| take(&mut taken, group)).unwrap_or_default())
        });
        Self(columns.collect())
    }

    /// The names, in the order of the columns.
    pub fn names(&self) -> &[String] {
        &self.0
    }
}

impl Heading<'_> {
    fn is_of_data(&self) -> bool {
        matches!(self, Heading::OfData { .. })
    }

    /// The names of its columns, all containing `space`.
    fn group(&self, space: &str) -> Vec<String> {
        match self {
            Heading::Fixed(name) => vec![format!("{name}{space}")],
            Heading::OfData { name, endings, .. } => {
                [""].iter().chain(*endings).map(|ending| format!("{name}{space}{ending}")).collect()
            }
        }
    }

    /// Names for its columns in case their own names are taken.
    fn other_groups(&self) -> impl Iterator<Item = Vec<String>> {
        let space = match self {
            Heading::Fixed(_) => String::new(),
            Heading::OfData { space, .. } => format!("_{space}"),
        };
        let numbered = (2_usize..).map(|number| format!("_{number}"));
        std::iter::once(String::new()).chain(numbered).map(move |number| self.group(&format!("{space}{number}")))
    }
}

/// Takes the names if none of them is taken yet.
fn take(taken: &mut HashSet<String>, names: Vec<String>) -> Option<Vec<String>> {
    let written: Vec<String> = names.iter().map(|name| as_written(name)).collect();
    if written.iter().any(|name| taken.contains(name)) {
        return None;
    }
    taken.extend(written);
    Some(names)
}

/// A key that is equal for names that a format may write alike: HTML replaces underscores by blanks, CSV puts an
/// apostrophe before what a spreadsheet would run, and a table spells out invisible characters.
fn as_written(name: &str) -> String {
    escape::csv_cell(&escape::terminal(name)).trim().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(name: &str) -> Heading<'_> {
        Heading::OfData { name, endings: &["_unit", "_year"], space: "indicator" }
    }

    #[test]
    fn what_meets_nothing_keeps_its_name() {
        let columns = Columns::new(&[Heading::Fixed("region"), indicator("trade"), Heading::Fixed("last")]);
        assert_eq!(columns.names(), ["region", "trade", "trade_unit", "trade_year", "last"]);
    }

    #[test]
    fn a_fixed_name_stays_also_where_it_comes_later() {
        let columns = Columns::new(&[
            indicator("contacts"),
            Heading::Fixed("contacts"),
            Heading::Fixed("x_unit"),
            indicator("x"),
        ]);
        let of_data = ["contacts_indicator", "contacts_indicator_unit", "contacts_indicator_year"];
        assert_eq!(columns.names()[..3], of_data);
        assert_eq!(columns.names()[3..], ["contacts", "x_unit", "x_indicator", "x_indicator_unit", "x_indicator_year"]);
    }

    #[test]
    fn the_space_of_a_name_may_be_taken_itself() {
        let names = ["volume", "volume_indicator", "trade_unit", "trade", "trade"];
        let headings: Vec<Heading<'_>> = [Heading::Fixed("volume")].into_iter().chain(names.map(indicator)).collect();
        let columns = Columns::new(&headings);
        let first: Vec<&str> = columns.names()[1..].iter().step_by(3).map(String::as_str).collect();
        assert_eq!(
            first,
            ["volume_indicator_2", "volume_indicator", "trade_unit", "trade_indicator", "trade_indicator_2"]
        );
    }

    #[test]
    fn names_that_a_format_writes_alike_are_told_apart() {
        let names = ["partner regions", "=x", "'=x", "\u{200b}", "\\u{200b}", " y", "y"];
        let headings = names.map(|name| Heading::OfData { name, endings: &[], space: "indicator" });
        let columns = Columns::new(&[&[Heading::Fixed("partner_regions")], &headings[..]].concat());
        let written: HashSet<String> = columns.names().iter().map(|name| as_written(name)).collect();
        assert_eq!(written.len(), columns.names().len(), "{columns:?}");
        assert_eq!(columns.names()[1], "partner regions_indicator");
    }
}
