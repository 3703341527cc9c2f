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
    Lat,
    Lon,
    Point,
    Population,
    Since,
    Until,
    /// The other place: `partner`, `twin`, `jumelée`.
    Partner,
    /// A word that says nothing by itself: `of`, `the`.
    Filler,
}

const MEANINGS: [(&str, Meaning); 13] = [
    ("name", Meaning::Place),
    ("label", Meaning::Name),
    ("id", Meaning::Id),
    ("code", Meaning::Code),
    ("country", Meaning::Country),
    ("lat", Meaning::Lat),
    ("lon", Meaning::Lon),
    ("point", Meaning::Point),
    ("population", Meaning::Population),
    ("since", Meaning::Since),
    ("until", Meaning::Until),
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
