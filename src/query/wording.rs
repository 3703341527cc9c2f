//! The content of the columns of answers, which decides how a language writes them.

use std::borrow::Cow;

use crate::{
    model::PartnershipKind,
    said,
    table::{Remark, Wording},
    words::Words,
};

/// The content of a column.
enum Holds {
    /// Words of a vocabulary: levels, types, reasons.
    Words,
    /// One or several words without blanks in them, with blanks between: the kinds and statuses of a tie.
    WordsAndBlanks,
    /// Dates.
    Dates,
    /// Numbers whose digits aren't grouped: years.
    Digits,
    /// Anything else: names, codes, ids, titles, numbers.
    Other,
}

/// The content of a column with this name; `a_kind` is treated like `kind`.
fn holds(column: &str) -> Holds {
    match column.rsplit('_').next().unwrap_or(column) {
        "kind" | "status" | "also" | "lacks" => Holds::WordsAndBlanks,
        "level" | "type" | "reason" | "change" | "became" | "role" | "qualifier" | "what" | "field" | "fields"
        | "unit" | "tied" => Holds::Words,
        "since" | "until" | "date" | "signed" | "expires" | "latest" | "contact" | "suspended" => Holds::Dates,
        "year" | "month" => Holds::Digits,
        _ => Holds::Other,
    }
}

impl Words {
    /// The name for ties of a kind in a legend. In English this is a common word instead of the vocabulary's.
    pub(crate) fn ties_of_kind(self, kind: PartnershipKind) -> String {
        match kind {
            PartnershipKind::SisterCity => said!(self, SisterCities),
            kind => self.word(kind.name()).to_owned(),
        }
    }
}

impl Wording for Words {
    fn language(&self) -> &'static str {
        Words::language(*self).name()
    }

    fn caption<'c>(&self, column: &'c str) -> &'c str {
        Words::caption(*self, column)
    }

    fn text<'t>(&self, column: &str, text: &'t str) -> Cow<'t, str> {
        if self.is_for_data() {
            return text.into();
        }
        match holds(column) {
            Holds::WordsAndBlanks => {
                let each: Vec<&str> = text.split(' ').map(|word| self.word(word)).collect();
                let are_known = each.len() > 1 && text.split(' ').all(|word| self.knows(word));
                if are_known { each.join(", ").into() } else { self.each_word(text).into() }
            }
            // What is a part of what stands above is indented.
            Holds::Words => {
                let (indent, words) = text.split_at(text.len() - text.trim_start().len());
                format!("{indent}{}", self.each_word(words)).into()
            }
            Holds::Dates | Holds::Digits => match text.parse() {
                Ok(date) => self.date(date).into(),
                Err(_) => self.word(text).to_owned().into(),
            },
            // Any column may have the word `total` in a row of sums.
            Holds::Other if text == "total" => self.word(text).to_owned().into(),
            Holds::Other => text.into(),
        }
    }

    fn number<'t>(&self, column: &str, digits: &'t str) -> Cow<'t, str> {
        if self.is_english() {
            return digits.into();
        }
        match holds(column) {
            Holds::Digits => digits.into(),
            _ => self.decimal(digits).into(),
        }
    }

    /// Ids are for programs and for what is typed; a page is read.
    fn leaves_out(&self, column: &str, columns: &[String]) -> bool {
        let name = match column {
            "id" => "name".to_owned(),
            "a" | "b" | "from" | "to" | "host" | "through" => format!("{column}_name"),
            _ => return false,
        };
        columns.contains(&name)
    }

    fn day_format(&self) -> &'static str {
        match Words::language(*self).name() {
            "en" => "yyyy-mm-dd",
            "fr" => "dd/mm/yyyy",
            _ => "dd.mm.yyyy",
        }
    }

    fn remark(&self, remark: Remark<'_>) -> String {
        match remark {
            Remark::SameOnTerminal { cells } => said!(self, EveryRow, cells),
            Remark::SameOnPage { cells } => said!(self, InEveryRow, cells),
            Remark::NotShown { columns } => said!(self, NotShown, columns),
            Remark::First { shown: 1, all } => said!(self, FirstRow, all),
            Remark::First { shown, all } => said!(self, FirstRows, shown, all),
            Remark::MadeWith { line } => said!(self, MadeWith, line),
            Remark::Table => said!(self, Table),
            Remark::Answer => said!(self, Answer),
            Remark::About => said!(self, AboutAnswer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn people_read_each_word_of_a_cell() {
        let text = |language, column, text| Wording::text(&Words::of(language), column, text).into_owned();
        let english = |column, of| text(Language::English, column, of);
        assert_eq!(english("kind", "sister-city friendship"), "sister city, friendship");
        assert_eq!(text(Language::Russian, "a_kind", "sister-city friendship"), "города-побратимы, дружба");
        assert_eq!(english("also", "no-recent-contact no-curator"), "no recent contact, no curator");
        assert_eq!(english("status", "not begun"), "not begun");
        assert_eq!(english("type", "rural district"), "rural district");
        assert_eq!(english("fields", "trade|sport"), "trade, sport");
        assert_eq!(english("what", "  working-group"), "  working group");
        assert_eq!(
            (english("name", "no-ties"), english("since", "2016-05-03")),
            ("no-ties".into(), "2016-05-03".into())
        );
        let data = |column, of| Wording::text(&Words::default(), column, of).into_owned();
        assert_eq!(data("kind", "sister-city"), "sister-city");
    }
}
