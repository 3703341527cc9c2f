use std::ops::Range;

/// Texts one after another in one buffer. A text is found by its number.
#[derive(Clone, Default)]
pub(super) struct RowTexts {
    buffer: String,
    /// The end of each text in the buffer; a text begins where the previous one ends.
    ends: Vec<usize>,
}

impl RowTexts {
    #[inline]
    pub(super) fn push(&mut self, text: &str) {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.buffer[start..self.ends[at]]
    }

    /// Adds a range of another list's texts.
    pub(super) fn extend(&mut self, texts: &Self, range: Range<usize>) {
        let Some(last) = range.len().checked_sub(1).map(|more| range.start + more) else { return };
        let start = if range.start == 0 { 0 } else { texts.ends[range.start - 1] };
        let before = self.buffer.len();
        self.buffer.push_str(&texts.buffer[start..texts.ends[last]]);
        self.ends.extend(texts.ends[range].iter().map(|end| before + end - start));
    }

    pub(super) fn clear(&mut self) {
        self.buffer.clear();
        self.ends.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Reserves room for more texts of the usual length, since a buffer that grows is copied.
    pub(super) fn reserve(&mut self, texts: usize) {
        self.buffer.reserve(USUAL * texts);
        self.ends.reserve(texts);
    }
}

/// Most names and ids in lists are no longer than this, in bytes. Reserved memory that isn't filled costs nothing.
const USUAL: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_added_as_if_one_by_one() {
        let all = ["Minsk", "", "Мінск", "Tula"];
        let mut texts = RowTexts::default();
        all.iter().for_each(|text| texts.push(text));
        for start in 0..=all.len() {
            for end in start..=all.len() {
                let mut more = RowTexts::default();
                more.push("before");
                more.extend(&texts, start..end);
                more.push("after");
                let found: Vec<&str> = (0..more.len()).map(|at| more.get(at)).collect();
                assert_eq!(found, [&["before"], &all[start..end], &["after"]].concat());
            }
        }
    }
}
