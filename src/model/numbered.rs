use std::num::NonZeroU32;

use super::TextId;

/// A text to look up, with the number that it spells: told once, before the look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sought<'a> {
    pub(super) text: &'a str,
    /// Where no other text spells the same: of digits without a zero before them.
    pub(super) number: SoughtNumber,
}

/// The number that a text spells, where it spells one.
pub(super) type SoughtNumber = Option<NonZeroU32>;

impl<'a> Sought<'a> {
    /// The text as it is sought.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        let digits = text.as_bytes();
        if digits.len() > DIGITS {
            return Self { text, number: None };
        }
        let (mut number, mut is_number) = (0, true);
        for digit in digits {
            let value = digit.wrapping_sub(b'0');
            is_number &= value <= 9;
            number = 10_u32.wrapping_mul(number).wrapping_add(u32::from(value));
        }
        let is_number = is_number && digits.first() != Some(&b'0');
        Self { text, number: NonZeroU32::new(number).filter(|_| is_number) }
    }
}

/// The texts that are whole numbers, as the ids of many lists are, by their number.
///
/// A look-up is one step into a list, which for a million places stays in the cache, where a hash table of as many
/// texts does not.
#[derive(Clone, Default)]
pub(super) struct Numbered {
    ids: Vec<Option<TextId>>,
    count: usize,
}

/// With at most so many digits a number is tried.
const DIGITS: usize = 9;

/// So many numbers there may be at least, however few of them are texts.
const FEW: usize = 1 << 10;

impl Numbered {
    /// The id of the text that spells `number`.
    #[inline]
    pub(super) fn get(&self, number: NonZeroU32) -> Option<TextId> {
        self.ids.get(number.get() as usize).copied().flatten()
    }

    /// Adds the text that spells `number`; false where it has no place here because it is far from those before it:
    /// at least every fourth number is a text, so that the list is no larger than a table would be.
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
