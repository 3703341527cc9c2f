/// Texts one after another in one buffer, each named by its place among them.
#[derive(Clone, Default)]
pub(super) struct RowTexts {
    buffer: String,
    /// `ends[i]` is where text `i` ends; it begins where the one before ends.
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

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Makes room for texts to come, of a usual length: a buffer that grows is copied.
    pub(super) fn reserve(&mut self, texts: usize) {
        self.buffer.reserve(USUAL * texts);
        self.ends.reserve(texts);
    }
}

/// So many bytes most names and ids of lists don't exceed. What isn't filled takes no memory.
const USUAL: usize = 24;
