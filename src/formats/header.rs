//! The meaning of a column's name, word by word.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// The meaning of a word in a header, in any of the languages of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A place: `city`, `Stadt`, `город`.
    Place,
    /// The name of something: `name`, `label`.
    Name,
    Id,
    Code,
    Country,
    /// A region of the first level: `Bundesland`, `область`.
    Region,
    /// A country or a region of it; the other words of the header decide which (`Land` beside `Staat`).
    CountryOrRegion,
    Lat,
    Lon,
    Point,
    Population,
    Since,
    Until,
    /// A date; the other words say of what. Alone, it is the beginning.
    Date,
    /// The other place: `partner`, `twin`, `jumelée`.
    Partner,
    /// A word without a meaning of its own: `of`, `the`.
    Filler,
}

const MEANINGS: [(&str, Meaning); 16] = [
    ("name", Meaning::Place),
    ("label", Meaning::Name),
    ("id", Meaning::Id),
    ("code", Meaning::Code),
    ("country", Meaning::Country),
    ("region", Meaning::Region),
    ("country or region", Meaning::CountryOrRegion),
    ("lat", Meaning::Lat),
    ("lon", Meaning::Lon),
    ("point", Meaning::Point),
    ("population", Meaning::Population),
    ("since", Meaning::Since),
    ("until", Meaning::Until),
    ("date", Meaning::Date),
    ("partner", Meaning::Partner),
    ("filler", Meaning::Filler),
];

/// The words, in small letters, from `data/header_words.csv`.
static WORDS: LazyLock<HashMap<&str, Meaning>> = LazyLock::new(|| {
    let rows = include_str!("../../data/header_words.csv").lines().skip(1);
    let word = |row: &'static str| {
        let (word, meaning) = row.split_once(',')?;
        Some((word, MEANINGS.iter().find(|(name, _)| *name == meaning)?.1))
    };
    rows.filter_map(word).collect()
});

pub(super) fn meaning(word: &str) -> Option<Meaning> {
    WORDS.get(word).copied()
}

/// Whether one column has the labels of another: `countryLabel` beside the addresses in `country`.
pub(super) fn is_label_of(name: &str, other: &str) -> bool {
    name.strip_suffix("Label").or_else(|| name.strip_suffix("_label")) == Some(other)
}

/// What the rest of a header says about words that are ambiguous by themselves.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// Whether the header has a word that only means a country, so that `Land` and `kraj` are regions.
    has_country: bool,
}

/// Whether a column's name may mean a country or a region, depending on the other columns.
pub(super) fn may_be_region(name: &str) -> bool {
    words(name, |word| meaning(word).is_some()).iter().any(|word| meaning(word) == Some(Meaning::CountryOrRegion))
}

impl Context {
    pub(super) fn of(header: &[String]) -> Self {
        let is_country = |word: &String| meaning(word) == Some(Meaning::Country);
        let has_country = |name: &String| words(name, |word| meaning(word).is_some()).iter().any(is_country);
        Self { has_country: header.iter().any(has_country) }
    }

    /// The context for a column whose values are countries.
    pub(super) fn of_countries(self) -> Self {
        Self { has_country: false }
    }

    /// The meaning of a word in this context.
    pub(super) fn meaning(self, word: &str) -> Option<Meaning> {
        match meaning(word) {
            Some(Meaning::CountryOrRegion) => Some(if self.has_country { Meaning::Region } else { Meaning::Country }),
            meaning => meaning,
        }
    }
}

/// The words of a column's name in small letters. Words are separated by anything but letters and digits, before a
/// capital that follows a small letter, and between letters and digits. Compound words (`sistercity`, `Partnerstadt`)
/// are split into as few parts as possible, if `is_known` knows all of them.
pub(super) fn words(name: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_alphanumeric() {
            let begins = !before.is_alphanumeric()
                || (before.is_lowercase() && c.is_uppercase())
                || before.is_numeric() != c.is_numeric();
            if begins {
                words.push(String::new());
            }
            words.last_mut().expect("a word has begun").extend(c.to_lowercase());
        }
        before = c;
    }
    // The variants of a country's code have numbers: `country_iso2`.
    if let [_, .., form, digit] = &words[..]
        && matches!((&**form, &**digit), ("iso" | "alpha", "2" | "3"))
    {
        words.pop();
    }
    words.into_iter().flat_map(|word| parts(&word, &is_known).unwrap_or_else(|| vec![word])).collect()
}

/// Splits a word into the fewest known words. A word of two letters or fewer is no part, since nearly everything could
/// be made of such parts. In scripts without blanks, a single character may be a part.
fn parts(word: &str, is_known: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    if is_known(word) {
        return Some(vec![word.to_owned()]);
    }
    let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let is_part = |part: &str| {
        let has_signs = part.starts_with(|c: char| c >= '\u{2e80}');
        (part.chars().count() > 2 || has_signs) && is_known(part)
    };
    // For each end, the beginning of the last part and the number of parts.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; ends.len()];
    best[0] = Some((0, 0));
    for end in 1..ends.len() {
        best[end] = (0..end)
            .filter(|&start| is_part(&word[ends[start]..ends[end]]))
            .filter_map(|start| Some((start, best[start]?.1 + 1)))
            .min_by_key(|&(_, count)| count);
    }
    let mut parts = Vec::new();
    let mut end = ends.len() - 1;
    while end > 0 {
        let start = best[end]?.0;
        parts.push(word[ends[start]..ends[end]].to_owned());
        end = start;
    }
    parts.reverse();
    Some(parts)
}

/// Whether a name speaks of partners, also in the plural or as part of a word: `sistercities`, `jumelées`.
pub(super) fn is_of_partners(name: &str) -> bool {
    let is_partner = |word: &String| {
        meaning(word) == Some(Meaning::Partner)
            || WORDS.iter().any(|(known, means)| {
                *means == Meaning::Partner && known.chars().count() >= 4 && word.starts_with(known)
            })
    };
    words(name, |word| meaning(word).is_some()).iter().any(is_partner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_words() {
        let words = |name: &str| words(name, |word| meaning(word).is_some()).join(" ");
        for (name, expected) in [
            ("cityCountryLabel", "city country label"),
            ("ville_A_nom", "ville a nom"),
            ("lat1", "lat 1"),
            ("Partnerland", "partner land"),
            ("partnergemeinde", "partnergemeinde"),
            ("Город-побратим", "город побратим"),
            ("姉妹都市名", "姉妹都市 名"),
            ("alat", "alat"),
            ("latuk", "latuk"),
            (" Twinned with ", "twinned with"),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn every_word_of_the_table_has_one_meaning() {
        let rows: Vec<&str> = include_str!("../../data/header_words.csv").lines().skip(1).collect();
        assert!(rows.len() > 400);
        assert_eq!(WORDS.len(), rows.len(), "a word stands there twice, or means what nobody knows");
        for word in WORDS.keys() {
            assert_eq!(*word, word.to_lowercase());
        }
    }
}
