//! Words for countries and regions in many languages, packed by `data/words/make.py`.

use std::sync::OnceLock;

use hashbrown::HashMap;

use crate::model::CountryCode;

static COUNTRIES: &[u8] = include_bytes!("../../data/words/countries.tsv.deflate");
/// For each country: its code, the length of its part, and the packed words of its regions.
static REGIONS: &[u8] = include_bytes!("../../data/words/regions.tsv.deflate");

/// Keys of words, each on a line with the code that it means, in byte order. `word_key` makes the keys. Tables of names
/// by code have the same form, with a name in place of the code.
pub(crate) struct WordTable {
    lines: String,
}

/// A table that is unpacked on first use.
struct Packed {
    bytes: &'static [u8],
    table: OnceLock<WordTable>,
}

impl WordTable {
    /// Words for countries, with the code of the country, or of a region that stands for its country. Each word has one
    /// meaning. The table is unpacked on first use, in about a millisecond.
    pub(crate) fn of_countries() -> &'static Self {
        static TABLE: OnceLock<WordTable> = OnceLock::new();
        TABLE.get_or_init(|| Self::unpack(COUNTRIES))
    }

    /// Words for the regions of a country, or of all countries, as tables with the codes of regions. A word may have
    /// several meanings. Each table is unpacked on first use; all of them take some milliseconds.
    pub fn of_regions(country: Option<CountryCode>) -> impl Iterator<Item = &'static Self> {
        static TABLES: OnceLock<HashMap<CountryCode, Packed>> = OnceLock::new();
        let tables = TABLES.get_or_init(|| packed_by_country(REGIONS));
        let all = tables.values().filter(move |_| country.is_none());
        let of_country = country.and_then(|country| tables.get(&country));
        all.chain(of_country).map(|packed| packed.table.get_or_init(|| Self::unpack(packed.bytes)))
    }

    pub(super) fn unpack(packed: &[u8]) -> Self {
        let lines = miniz_oxide::inflate::decompress_to_vec(packed).expect("an embedded table is packed whole");
        Self { lines: String::from_utf8(lines).expect("an embedded table is text") }
    }

    /// The codes that `key` means. O(log lines).
    pub(crate) fn codes_of<'t>(&'t self, key: &str) -> impl Iterator<Item = &'t str> {
        self.lines[self.first_at_or_after(key)..]
            .lines()
            .map(entry)
            .take_while(move |(of, _)| *of == key)
            .map(|(_, code)| code)
    }

    /// All keys with their codes.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines.lines().map(entry)
    }

    /// The beginning of the first line whose key isn't less than `key`.
    fn first_at_or_after(&self, key: &str) -> usize {
        let (mut low, mut high) = (0, self.lines.len());
        while low < high {
            let middle = self.start_of_line(low, low.midpoint(high));
            let end = self.lines.as_bytes()[middle..].iter().position(|&byte| byte == b'\n');
            let end = end.map_or(self.lines.len(), |length| middle + length);
            if entry(&self.lines[middle..end]).0 < key {
                low = end + 1;
            } else {
                high = middle;
            }
        }
        low.min(self.lines.len())
    }

    /// The beginning of the line that contains the byte `at`; it isn't before `from`.
    fn start_of_line(&self, from: usize, at: usize) -> usize {
        let before = self.lines.as_bytes()[from..at].iter().rposition(|&byte| byte == b'\n');
        before.map_or(from, |newline| from + newline + 1)
    }
}

fn packed_by_country(mut rest: &'static [u8]) -> HashMap<CountryCode, Packed> {
    let mut tables = HashMap::with_capacity(256);
    while let Some((&[a, b, low, middle, high], after)) = rest.split_first_chunk() {
        let length = u32::from_le_bytes([low, middle, high, 0]) as usize;
        let (bytes, after) = after.split_at(length);
        let country = std::str::from_utf8(&[a, b]).ok().and_then(CountryCode::new).expect("each table has its country");
        tables.insert(country, Packed { bytes, table: OnceLock::new() });
        rest = after;
    }
    tables
}

fn entry(line: &str) -> (&str, &str) {
    line.split_once('\t').expect("each line of a table of words has a tab")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::register::Register;

    #[test]
    fn every_key_is_found_and_means_what_the_register_has() {
        let register = Register::built_in();
        let regions: HashSet<&str> = register.regions().iter().map(|region| &*region.code).collect();
        let countries: HashSet<&str> = register.countries().iter().map(|country| country.code.as_str()).collect();
        let mut words = 0;
        for table in WordTable::of_regions(None).chain([WordTable::of_countries()]) {
            let entries: Vec<(&str, &str)> = table.entries().collect();
            words += entries.len();
            assert!(entries.is_sorted());
            for (key, code) in entries {
                assert!(table.codes_of(key).any(|found| found == code), "{key}");
                assert!(regions.contains(code) || countries.contains(code), "{key} {code}");
            }
            for key in ["", "a", "atlantis", "zzzzz", "\u{10ffff}"] {
                assert_eq!(table.codes_of(key).count(), 0, "{key}");
            }
        }
        assert!(words > 50_000, "{words}");
        for table in WordTable::of_regions(CountryCode::new("BY")) {
            assert!(table.entries().all(|(_, code)| code.starts_with("BY-")));
        }
        let countries = WordTable::of_countries();
        for (key, _) in countries.entries() {
            assert_eq!(countries.codes_of(key).count(), 1, "{key} has one meaning");
        }
    }

    #[test]
    fn all_words_take_less_than_400_kilobytes() {
        assert!(COUNTRIES.len() + REGIONS.len() < 400_000, "{} and {}", COUNTRIES.len(), REGIONS.len());
    }
}
