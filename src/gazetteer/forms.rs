//! The names that a gazetteer may have for a list's name of a place, the most certain first.

use super::reason::Reason;
use crate::model::{bracketed, fold};

/// A name to look up in place of the list's name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form<'n> {
    pub(super) name: String,
    pub(super) reason: Reason,
    /// What the list's name says about where the place lies: the town that it is part of, or its region.
    pub(super) within: Option<&'n str>,
}

/// Folded words for a division, which lies around its seat: `Krychaw District`.
const DIVISIONS: &[&str] = &[
    "area",
    "arrondissement",
    "canton",
    "city",
    "commune",
    "community",
    "comuna",
    "concelho",
    "council",
    "county",
    "department",
    "district",
    "division",
    "governorate",
    "gmina",
    "greater",
    "hromada",
    "kommun",
    "kommune",
    "kreis",
    "landkreis",
    "local",
    "metropolitan",
    "municipal",
    "municipality",
    "okres",
    "okrug",
    "parish",
    "powiat",
    "prefecture",
    "province",
    "raion",
    "rayon",
    "regency",
    "region",
    "regional",
    "rural",
    "samtgemeinde",
    "shire",
    "state",
    "territorial",
    "town",
    "township",
    "urban",
    "verbandsgemeinde",
    "voivodeship",
    "ward",
    "oblast",
    "раион",
    "район",
    "область",
    "округ",
    "районы",
    "вобласць",
];

/// The forms of a name; the first is the name itself.
pub(super) fn forms(name: &str) -> Vec<Form<'_>> {
    let name = name.trim();
    let mut forms = vec![Form { name: name.to_owned(), reason: Reason::Name, within: None }];
    let (part, whole) = part_and_whole(name).map_or((name, None), |(part, whole)| (part, Some(whole)));
    if whole.is_some() {
        forms.push(Form { name: part.to_owned(), reason: Reason::Name, within: whole });
    }
    if let Some(seat) = seat(part) {
        let towns = towns_of_adjective(&seat);
        let names = std::iter::once(seat).chain(towns);
        forms.extend(names.map(|name| Form { name, reason: Reason::Seat, within: whole }));
    }
    if let Some((first, second)) = two_towns(part) {
        forms.push(Form { name: first.to_owned(), reason: Reason::First, within: Some(second) });
    }
    // What follows a comma is a region rather than a town.
    if let Some(whole) = whole.filter(|_| !name.contains(',')) {
        forms.push(Form { name: whole.to_owned(), reason: Reason::Whole, within: None });
    }
    forms
}

/// Splits a name into the place and what it lies in: `Gangseo (Seoul)`, `Seoul – Gangseo`, `Springfield, Illinois`.
pub(super) fn part_and_whole(name: &str) -> Option<(&str, &str)> {
    let both = |part: &'_ str, whole: &'_ str| !part.trim().is_empty() && !whole.trim().is_empty();
    if let Some(part) = bracketed(name).filter(|_| name.ends_with(')')) {
        let whole = name[part.len()..].trim().trim_start_matches('(').trim_end_matches(')');
        return both(part, whole).then_some((part, whole.trim()));
    }
    for dash in [" – ", " — ", " - "] {
        if let Some((whole, part)) = name.split_once(dash) {
            return both(part, whole).then_some((part.trim(), whole.trim()));
        }
    }
    let (part, whole) = name.split_once(',')?;
    both(part, whole).then_some((part.trim(), whole.trim()))
}

/// A name without the words for a division and without its number: `Krychaw` of `Krychaw District`, `Prague` of `Prague
/// 8`.
fn seat(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_number = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '.');
        let is_arabic = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_arabic || word.bytes().all(|byte| b"IVX".contains(&byte))
    };
    let is_division = |word: &str| DIVISIONS.contains(&&*fold(word)) || is_number(word);
    let kept: Vec<&str> = words.iter().copied().filter(|word| !is_division(word)).collect();
    let is_joint = |word: &&&str| matches!(**word, "of" | "de" | "di" | "do" | "du" | "della");
    let seat: Vec<&str> = kept.iter().skip_while(is_joint).copied().collect();
    (!seat.is_empty() && kept.len() < words.len()).then(|| seat.join(" "))
}

/// The towns that a Slavic adjective may come from, since divisions are named after their seats: `Podolsk` of
/// `Podolsky`, `Gatchina` of `Gatchinsky`, `Neryungri` of `Neryungrinsky`.
fn towns_of_adjective(name: &str) -> Vec<String> {
    let latin =
        ["sky", "skiy", "skyi"].iter().find_map(|end| Some((name.strip_suffix(end)?, ["", "sk", "a", "o"], "n")));
    let cyrillic =
        ["ский", "ський", "скі"].iter().find_map(|end| Some((name.strip_suffix(end)?, ["", "ск", "а", "о"], "н")));
    let Some((stem, ends, joint)) = latin.or(cyrillic) else { return Vec::new() };
    let whole = ends.iter().map(|end| format!("{stem}{end}"));
    whole.chain(stem.strip_suffix(joint).map(str::to_owned)).collect()
}

/// Splits the name of two towns that merged: `Marburg-Biedenkopf`, `Brighton and Hove`.
fn two_towns(name: &str) -> Option<(&str, &str)> {
    let mut joints = ["-", "–", "/", " and ", " und ", " et ", " y ", " e ", " og "].iter();
    let (first, second) = joints.find_map(|joint| name.split_once(joint))?;
    let (first, second) = (first.trim(), second.trim());
    (!first.is_empty() && !second.is_empty()).then_some((first, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(name: &str) -> Vec<(String, Reason, Option<&str>)> {
        forms(name).into_iter().map(|form| (form.name, form.reason, form.within)).collect()
    }

    #[test]
    fn the_name_itself_comes_first_and_the_whole_last() {
        assert_eq!(spelt("Minsk"), [("Minsk".to_owned(), Reason::Name, None)]);
        for name in ["Seoul – Gangseo", "Gangseo (Seoul)"] {
            let expected = [
                (name.to_owned(), Reason::Name, None),
                ("Gangseo".to_owned(), Reason::Name, Some("Seoul")),
                ("Seoul".to_owned(), Reason::Whole, None),
            ];
            let forms = spelt(name);
            assert_eq!(forms.first(), expected.first(), "{name}");
            assert!(expected.iter().all(|form| forms.contains(form)), "{name}: {forms:?}");
            assert_eq!(forms.last(), expected.last(), "{name}");
        }
    }

    #[test]
    fn divisions_and_numbers_are_left_off() {
        for (name, expected) in [
            ("Krychaw District", Some("Krychaw")),
            ("Prague 8", Some("Prague")),
            ("Budapest XXII", Some("Budapest")),
            ("Veszprém County", Some("Veszprém")),
            ("Municipality of Idrija", Some("Idrija")),
            ("Vienne", None),
            ("Paris 5e", Some("Paris")),
            ("District", None),
            ("Minsk", None),
        ] {
            assert_eq!(seat(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn divisions_are_called_by_an_adjective_of_their_seat() {
        for (name, town) in [
            ("Podolsky District", "Podolsk"),
            ("Gatchinsky District", "Gatchina"),
            ("Neryungrinsky District", "Neryungri"),
            ("Balashovsky District", "Balashov"),
            ("Гатчинский район", "Гатчина"),
        ] {
            let forms = spelt(name);
            assert!(forms.contains(&(town.to_owned(), Reason::Seat, None)), "{name}: {forms:?}");
        }
    }

    #[test]
    fn odd_names_have_their_own_form_only() {
        for name in ["", "()", " – ", ",", "(Seoul)", "- -", "a, ", "8"] {
            assert_eq!(forms(name).len(), 1, "{name:?}: {:?}", forms(name));
        }
    }
}
