use super::TextId;

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
    /// The number that `text` spells, where no other text spells the same: one of digits without a zero before them.
    #[inline]
    pub(super) fn number(text: &str) -> Option<usize> {
        let digits = text.as_bytes();
        if digits.len() > DIGITS || matches!(digits, [] | [b'0', ..]) {
            return None;
        }
        let mut number = 0;
        for digit in digits {
            let value = digit.wrapping_sub(b'0');
            if value > 9 {
                return None;
            }
            number = 10 * number + usize::from(value);
        }
        Some(number)
    }

    /// The id of the text that spells `number`.
    #[inline]
    pub(super) fn get(&self, number: usize) -> Option<TextId> {
        self.ids.get(number).copied().flatten()
    }

    /// Adds the text that spells `number`; false where it has no place here because it is far from those before it:
    /// at least every fourth number is a text, so that the list is no larger than a table would be.
    pub(super) fn insert(&mut self, number: usize, id: TextId) -> bool {
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
