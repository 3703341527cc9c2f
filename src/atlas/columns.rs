//! Writes numbers and texts into the page, column after column, each with its length, as bytes.
//!
//! The page reads the same columns in the same order (`page/src/columns.ts`). Numbers are LEB128 ("DWARF 4", 7.6);
//! signed numbers are zigzag-encoded first. A column of texts has the lengths of all texts in UTF-16 units, in which
//! the page counts, and then all texts in UTF-8. Everything is deflated and encoded as base64; the page unpacks it with
//! `DecompressionStream`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use miniz_oxide::deflate::compress_to_vec;

/// The compression level, from 0 to 10. The highest level takes longer without a gain.
const LEVEL: u8 = 9;

/// Columns written one after the other.
#[derive(Debug, Default)]
pub(super) struct Columns {
    bytes: Vec<u8>,
}

impl Columns {
    /// One number.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// A column of numbers.
    pub fn numbers(&mut self, numbers: impl IntoIterator<Item = u64>) {
        let numbers: Vec<u64> = numbers.into_iter().collect();
        self.number(numbers.len() as u64);
        numbers.into_iter().for_each(|number| self.number(number));
    }

    /// A column of numbers that may be below 0.
    pub fn signed(&mut self, numbers: impl IntoIterator<Item = i64>) {
        self.numbers(numbers.into_iter().map(|number| ((number << 1) ^ (number >> 63)) as u64));
    }

    /// A column of numbers, each as its difference from the previous one.
    pub fn differences(&mut self, numbers: impl IntoIterator<Item = i64>) {
        let mut last = 0;
        self.signed(numbers.into_iter().map(|number| number - std::mem::replace(&mut last, number)));
    }

    /// A column of texts.
    pub fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        let texts: Vec<&str> = texts.into_iter().collect();
        self.numbers(texts.iter().map(|text| text.encode_utf16().count() as u64));
        self.number(texts.iter().map(|text| text.len() as u64).sum());
        texts.into_iter().for_each(|text| self.bytes.extend_from_slice(text.as_bytes()));
    }

    /// All columns, deflated, in base64.
    pub fn packed(&self) -> String {
        STANDARD.encode(compress_to_vec(&self.bytes, LEVEL))
    }
}

/// Texts of which many are equal: each distinct text is stored once.
#[derive(Debug, Default)]
pub(super) struct Distinct<'t> {
    texts: Vec<&'t str>,
    number_of: std::collections::HashMap<&'t str, u64>,
}

impl<'t> Distinct<'t> {
    /// The number of a text, from 1; 0 for no text.
    pub fn number(&mut self, text: Option<&'t str>) -> u64 {
        let Some(text) = text else { return 0 };
        *self.number_of.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() as u64
        })
    }

    /// The texts in the order of their numbers.
    pub fn texts(&self) -> &[&'t str] {
        &self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_leb128_and_zigzag() {
        let mut columns = Columns::default();
        columns.number(624_485);
        columns.signed([0, -1, 1, -2, i64::from(i32::MIN)]);
        // The first is the example from the DWARF standard.
        assert_eq!(columns.bytes[..3], [0xe5, 0x8e, 0x26]);
        assert_eq!(columns.bytes[3..], [5, 0, 1, 2, 3, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    }

    #[test]
    fn texts_are_measured_as_the_page_counts() {
        let mut columns = Columns::default();
        columns.texts(["ab", "", "ў", "🐘"]);
        assert_eq!(columns.bytes[..6], [4, 2, 0, 1, 2, 8]);
        assert_eq!(&columns.bytes[6..], "abў🐘".as_bytes());
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let mut columns = Columns::default();
        columns.differences((0..1000).map(|number| number * number));
        let packed = STANDARD.decode(columns.packed()).unwrap();
        assert_eq!(miniz_oxide::inflate::decompress_to_vec(&packed).unwrap(), columns.bytes);
        assert!(packed.len() < columns.bytes.len());
    }
}
