use std::num::NonZeroU32;

use super::TextId;

/// A text to look up, with the number that it spells, which is parsed once, before the look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sought<'a> {
    pub(super) text: &'a str,
    /// The number, unless another text spells the same one: only digits without a leading zero count.
    pub(super) number: SoughtNumber,
}

/// The number that a text spells, where it spells one.
pub(super) type SoughtNumber = Option<NonZeroU32>;

impl<'a> Sought<'a> {
    /// Prepares a text for look-ups.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let number = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) if bytes.len() <= 8 => eight_digits(*first, *last, bytes.len()),
            _ => digits(bytes),
        };
        Self { text, number: number.and_then(NonZeroU32::new).filter(|_| bytes.first() != Some(&b'0')) }
    }
}

/// The number that up to [`DIGITS`] digits spell.
fn digits(bytes: &[u8]) -> Option<u32> {
    let digit = |number: u32, byte: &u8| byte.is_ascii_digit().then(|| 10 * number + u32::from(byte - b'0'));
    if bytes.len() > DIGITS { None } else { bytes.iter().try_fold(0, digit) }
}

/// The number that four to eight digits spell, given their first and last four bytes. All digits are computed at once
/// in a 64-bit word: neighbours are joined to pairs, pairs to fours, fours to eights.
fn eight_digits(first: [u8; 4], last: [u8; 4], len: usize) -> Option<u32> {
    const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);
    let missing = 8 * (8 - len);
    let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(four)));
    // `last` supplies the high bytes. The two overlap where the text has fewer than eight bytes, and there they are
    // equal.
    let text = first << missing | last << 32;
    let values = (text | ZEROS & ((1 << missing) - 1)).wrapping_sub(ZEROS);
    // If a byte was no digit, its value is above 9, and the addition, or the subtraction before, has set its highest
    // bit.
    if (values | values.wrapping_add(0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    u32::try_from(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff).ok()
}

/// The texts that are whole numbers, indexed by their number, since the ids of many lists are numbers.
///
/// A look-up is one step into an array. For a million places the array stays in the cache, which a hash table of as
/// many texts does not.
#[derive(Clone, Default)]
pub(super) struct Numbered {
    ids: Vec<Option<TextId>>,
    count: usize,
}

/// Texts with more digits are not treated as numbers.
const DIGITS: usize = 9;

/// The array may always be this long, however few of the numbers are texts.
const FEW: usize = 1 << 10;

impl Numbered {
    /// The id of the text that spells `number`.
    #[inline]
    pub(super) fn get(&self, number: NonZeroU32) -> Option<TextId> {
        self.ids.get(number.get() as usize).copied().flatten()
    }

    /// Adds the text that spells `number`. Returns false, and adds nothing, if `number` is too large for the numbers
    /// seen before: at least about every fourth slot must be filled, so that the array is no larger than a hash table
    /// would be.
    pub(super) fn insert(&mut self, number: NonZeroU32, id: TextId) -> bool {
        let number = number.get() as usize;
        if number >= self.ids.len() {
            if number >= FEW + 4 * self.count {
                return false;
            }
            self.ids.resize(number + 1, None);
        }
        self.count += 1;
        self.ids[number] = Some(id);
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_spells_the_number_that_the_standard_library_reads(
            text in prop_oneof!["[0-9]{0,11}", "[0-9/:\u{80}é+ -]{0,9}", "[0-9]{0,5}.[0-9]{0,5}"],
        ) {
            let is_number = text.len() <= DIGITS && !text.starts_with(['0', '+']);
            let number = text.parse().ok().and_then(NonZeroU32::new).filter(|_| is_number);
            prop_assert_eq!(Sought::new(&text).number, number);
        }
    }
}
