//! Ids for the places of a pair table.

use hashbrown::{HashMap, HashSet};

use crate::model::{Dataset, PlaceRow, Position};

/// The ids of places that differ from their stems; so far, `dataset` has the stems as ids. If several places have one
/// stem, all but the first (by name, country, position and region) get a number, so that the order of rows doesn't
/// matter. Places that have an id in the table keep it.
pub(in crate::formats) fn numbered(dataset: &Dataset, has_id: impl Fn(PlaceRow) -> bool) -> Vec<(PlaceRow, String)> {
    let rows = || (0..).map(PlaceRow).take(dataset.places().len());
    let stem = |row| dataset.text(dataset.place_id(row));
    // Only stems that several places have, and the ids made from them by a number, can clash with another place's id.
    let is_shared = are_shared(dataset, rows());
    let is_contested = |row: &PlaceRow| {
        is_shared[dataset.place_id(*row).index()] || stem(*row).ends_with(|c: char| c.is_ascii_digit())
    };
    let (mut contested, named): (Vec<PlaceRow>, Vec<PlaceRow>) =
        rows().filter(is_contested).partition(|&row| !has_id(row));
    if contested.is_empty() {
        return Vec::new();
    }
    let country = |row| dataset.country_in_words(row).map_or("", |words| dataset.text(words));
    // The order is from south to north; a place without a position comes last.
    let order = |a: Option<Position>, b: Option<Position>| {
        let parts = |position: Option<Position>| position.map_or([f64::INFINITY; 2], |at| [at.lat(), at.lon()]);
        let ([a_lat, a_lon], [b_lat, b_lon]) = (parts(a), parts(b));
        a_lat.total_cmp(&b_lat).then(a_lon.total_cmp(&b_lon))
    };
    contested.sort_by(|&a, &b| {
        let name = |row| (dataset.place_name(row), country(row));
        let position = |row| dataset.position_of_place(row);
        let region = |row| dataset.region_of_place(row).map(|text| dataset.text(text));
        name(a).cmp(&name(b)).then_with(|| order(position(a), position(b))).then_with(|| region(a).cmp(&region(b)))
    });
    let mut taken: HashSet<String> = named.into_iter().map(|row| stem(row).to_owned()).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut numbered = Vec::new();
    for row in contested {
        let stem = stem(row);
        let count = counts.entry(stem).or_default();
        loop {
            *count += 1;
            let id = if *count == 1 { stem.to_owned() } else { format!("{stem}-{count}") };
            if taken.insert(id.clone()) {
                if *count > 1 {
                    numbered.push((row, id));
                }
                break;
            }
        }
    }
    numbered
}

/// Whether each text of a data set is the id of several places. Texts are compared by their numbers only.
fn are_shared(dataset: &Dataset, rows: impl Iterator<Item = PlaceRow>) -> Vec<bool> {
    let (mut is_taken, mut is_shared) = (vec![false; dataset.text_count()], vec![false; dataset.text_count()]);
    for id in rows.map(|row| dataset.place_id(row).index()) {
        is_shared[id] |= is_taken[id];
        is_taken[id] = true;
    }
    is_shared
}

/// `Biała Podlaska`, `Poland` as `biala-podlaska-poland`; `place` if no letter or digit is left. `buffer` holds the
/// result.
pub(in crate::formats) fn slug<'b>(texts: [&str; 2], buffer: &'b mut Vec<u8>) -> &'b str {
    let in_slug = |byte: u8| IN_SLUG[usize::from(byte)];
    buffer.clear();
    buffer.push(APART);
    for text in texts {
        if text.is_ascii() {
            buffer.extend(text.bytes().map(in_slug));
        } else {
            buffer.extend(text.chars().flat_map(|c| any_ascii::any_ascii_char(c).bytes()).map(in_slug));
        }
        buffer.push(APART);
    }
    buffer.dedup_by(|byte, before| *byte == NOTHING || (*byte == APART && *before == APART));
    // At this point there is a hyphen before all words and one behind each.
    let words = buffer.get(1..buffer.len() - 1).filter(|words| !words.is_empty());
    str::from_utf8(words.unwrap_or(b"place")).expect("a slug is ASCII")
}

/// The character between the words of a slug.
const APART: u8 = b'-';

const NOTHING: u8 = 0;

/// What each character becomes in a slug.
const IN_SLUG: [u8; 256] = {
    let mut table = [APART; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        if c.is_ascii_alphanumeric() {
            table[byte] = c.to_ascii_lowercase();
        } else if matches!(c, b'\'' | b'`') {
            table[byte] = NOTHING;
        }
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_slug_is_its_words_with_one_hyphen_between_them(
            pairs in prop::collection::vec(("[a-cZ9 '`,.\u{df}\u{416}-]{0,12}", "[a-cZ9 '-]{0,6}"), 1..4),
        ) {
            // All use one buffer, in which nothing of a longer slug may remain.
            let mut buffer = Vec::new();
            for (name, country) in pairs {
                let plain = any_ascii::any_ascii(&format!("{name} {country}")).replace(['\'', '`'], "");
                let words: Vec<&str> =
                    plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
                let expected = if words.is_empty() { "place".to_owned() } else { words.join("-").to_lowercase() };
                prop_assert_eq!(slug([&name, &country], &mut buffer), expected);
            }
        }
    }
}
