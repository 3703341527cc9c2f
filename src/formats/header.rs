//! What the name of a column says, word by word.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// What a word of a header means, in any of the languages that lists are kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A place: `city`, `Stadt`, `город`.
    Place,
    /// What something is called: `name`, `label`.
    Name,
    Id,
    Code,
    Country,
    /// A region of the first level: `Bundesland`, `область`.
    Region,
    /// A country or one of its regions: which, the other words of the header say (`Land` beside `Staat`).
    CountryOrRegion,
    Lat,
    Lon,
    Point,
    Population,
    Since,
    Until,
    /// A date, of what the other words say: alone, the beginning.
    Date,
    /// The other place: `partner`, `twin`, `jumelée`.
    Partner,
    /// A word that says nothing by itself: `of`, `the`.
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

/// The words, in small letters: `data/header_words.csv`.
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

/// Whether a column is that of the labels of another: `countryLabel` beside the addresses in `country`.
pub(super) fn is_label_of(name: &str, other: &str) -> bool {
    name.strip_suffix("Label").or_else(|| name.strip_suffix("_label")) == Some(other)
}

/// What is left open in the words of a header by themselves, and told by the others.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// Whether a word that means nothing but a country is among them, so that `Land` and `kraj` are regions.
    has_country: bool,
}

/// Whether a column's name says country or region, as the other columns may tell.
pub(super) fn may_be_region(name: &str) -> bool {
    words(name, |word| meaning(word).is_some()).iter().any(|word| meaning(word) == Some(Meaning::CountryOrRegion))
}

impl Context {
    pub(super) fn of(header: &[String]) -> Self {
        let is_country = |word: &String| meaning(word) == Some(Meaning::Country);
        let has_country = |name: &String| words(name, |word| meaning(word).is_some()).iter().any(is_country);
        Self { has_country: header.iter().any(has_country) }
    }

    /// The same for a column whose values are countries.
    pub(super) fn of_countries(self) -> Self {
        Self { has_country: false }
    }

    /// What a word means beside the others.
    pub(super) fn meaning(self, word: &str) -> Option<Meaning> {
        match meaning(word) {
            Some(Meaning::CountryOrRegion) => Some(if self.has_country { Meaning::Region } else { Meaning::Country }),
            meaning => meaning,
        }
    }
}

/// The words of a column's name in small letters: parted by what is no letter or digit, by a capital after a small letter, and
/// between letters and digits. Words written as one (`sistercity`, `Partnerstadt`) are parted where `is_known` knows all
/// parts, the fewest that there are.
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
    // The forms of a country's code have numbers: `country_iso2`.
    if let [_, .., form, digit] = &words[..]
        && matches!((&**form, &**digit), ("iso" | "alpha", "2" | "3"))
    {
        words.pop();
    }
    words.into_iter().flat_map(|word| parts(&word, &is_known).unwrap_or_else(|| vec![word])).collect()
}

/// The fewest known words that a word is made of. Those of two letters and fewer are words by themselves only: nearly
/// everything could be made of them. In scripts without blanks a sign may be one.
fn parts(word: &str, is_known: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    if is_known(word) {
        return Some(vec![word.to_owned()]);
    }
    let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let is_part = |part: &str| {
        let has_signs = part.starts_with(|c: char| c >= '\u{2e80}');
        (part.chars().count() > 2 || has_signs) && is_known(part)
    };
    // By end, the beginning of the last part and how many there are.
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

/// Whether a name speaks of partners, in the plural or as part of a word too: `sistercities`, `jumelées`.
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
