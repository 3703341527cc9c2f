//! The words for kinds of regions, which stand beside their names: `область`, `voivodeship`, `woj.`.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::model::fold;

/// Each line has the words for one kind of region. The first line is for cities that are regions, whose names usually
/// stand alone.
const KINDS: [&str; 15] = [
    "city stadt город г місто м горад 市 shi",
    "область обл oblast obl вобласць вобл облысы облыс voblasc voblast",
    "край krai kray",
    "республика респ рэспубліка республіка republic rep",
    "округ okrug ао",
    "województwo woj voivodeship voivodship woiwodschaft воеводство",
    "province prov provincia provincie província provinz 省 sheng провинция",
    "state estado land bundesland bundesstaat freistaat штат",
    "county län lan megye županija žup judet județ județul maakond fylke lääni comitat",
    "kraj",
    "prefecture préfecture präfektur 県 府 都 ken",
    "canton kanton cantone",
    "region regione région regio рэгіён регион район",
    "district distrito distrikt district",
    "department departamento département departement",
];

/// The number of the kind that each folded word means.
static KIND_OF: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let words = (0..).zip(KINDS).flat_map(|(kind, words)| words.split(' ').map(move |word| (fold(word), kind)));
    words.collect()
});

/// Small words between the word for a kind and a name: `Provincia de Córdoba`.
const BETWEEN: [&str; 6] = ["de", "di", "of", "du", "del", "do"];

/// A folded region name without the word for its kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bare {
    pub(super) name: String,
    kind: Option<usize>,
}

impl Bare {
    /// Parses a text as a list writes it.
    pub(super) fn of(text: &str) -> Self {
        let is_apart = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '(' | ')');
        let mut words: Vec<String> = text.split(is_apart).map(fold).filter(|word| !word.is_empty()).collect();
        let mut kind = None;
        if words.len() > 1
            && let Some(at) = words.iter().position(|word| KIND_OF.contains_key(word))
        {
            kind = KIND_OF.get(&words.remove(at)).copied();
            words.retain(|word| !BETWEEN.contains(&&**word));
        }
        match kind {
            None => Self::of_key(&words.concat()),
            kind => Self { name: words.concat(), kind },
        }
    }

    /// Parses a name whose words are written together.
    pub(super) fn of_key(key: &str) -> Self {
        let has_signs = |text: &str| text.starts_with(|c: char| c >= '\u{2e80}');
        let cut = |word: &String| {
            let rest = key.strip_suffix(&**word).or_else(|| key.strip_prefix(&**word))?;
            let is_whole = if has_signs(key) { rest.chars().count() >= 2 } else { word.len() > 3 && rest.len() > 3 };
            Some((rest, KIND_OF[word])).filter(|_| is_whole)
        };
        // The longest word is cut off, so that texts such as `штатмагадх` have only one reading.
        match KIND_OF.keys().filter_map(cut).min_by_key(|(rest, kind)| (rest.len(), *kind)) {
            Some((name, kind)) => Self { name: name.to_owned(), kind: Some(kind) },
            None => Self { name: key.to_owned(), kind: None },
        }
    }

    /// Whether a text means the region with another name. Their bare names must be equal, and their kinds must be equal
    /// or missing in one of them. Only `city` may be missing from the name and not from the text.
    pub(super) fn means(&self, name: &Self) -> bool {
        const CITY: Option<usize> = Some(0);
        let is_of_kind = match (self.kind, name.kind) {
            (own, other) if own == other => true,
            (None, _) => true,
            (CITY, None) => true,
            _ => false,
        };
        is_of_kind && self.name == name.name && !self.name.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_means_a_region_of_its_kind() {
        for (text, name, expected) in [
            ("Московская обл.", "Московская область", true),
            ("Минская", "Минская область", true),
            ("woj. mazowieckie", "województwo mazowieckie", true),
            ("г. Минск", "Минск", true),
            ("м. Київ", "Київ", true),
            ("广东", "广东省", true),
            ("Provincia de Córdoba", "Córdoba Province", true),
            ("Київ обл.", "Київ", false),
            ("г. Москва", "Московская область", false),
            ("Алтайский край", "Республика Алтай", false),
            ("район Минск", "город Минск", false),
        ] {
            assert_eq!(Bare::of(text).means(&Bare::of(name)), expected, "{text} {name}");
            assert_eq!(Bare::of(text).means(&Bare::of_key(&fold(name))), expected, "{text} {name} as a key");
        }
    }
}
