use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::TextId;

/// Distinct texts, each stored once in one buffer and named by a number.
///
/// A data set of a million places repeats every id in its partnerships; interning keeps a partnership at eight
/// bytes for its two ends, and two equal texts equal numbers.
#[derive(Clone, Default)]
pub(super) struct Texts {
    buffer: String,
    /// `ends[i]` is where text `i` ends; it begins where the one before ends.
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    /// The number of `text`, which is stored when it is new.
    ///
    /// # Panics
    /// At 2^32 distinct texts, which no machine's memory holds as a data set.
    pub(super) fn intern(&mut self, text: &str) -> TextId {
        let hash = self.hasher.hash_one(text);
        if let Some(&id) = self.table.find(hash, |&id| slice(&self.buffer, &self.ends, id) == text) {
            return TextId(id);
        }
        let id = u32::try_from(self.ends.len()).expect("a data set has fewer than 2^32 distinct texts");
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
        let (buffer, ends, hasher) = (&self.buffer, &self.ends, &self.hasher);
        self.table.insert_unique(hash, id, |&id| hasher.hash_one(slice(buffer, ends, id)));
        TextId(id)
    }

    /// The number of `text` where it has been stored.
    pub(super) fn find(&self, text: &str) -> Option<TextId> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&id| self.get(TextId(id)) == text).map(|&id| TextId(id))
    }

    pub(super) fn get(&self, id: TextId) -> &str {
        slice(&self.buffer, &self.ends, id.0)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

fn slice<'t>(buffer: &'t str, ends: &[usize], id: u32) -> &'t str {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] };
    &buffer[start..ends[id]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut texts = Texts::default();
        let (a, b, empty) = (texts.intern("Minsk"), texts.intern("Мінск"), texts.intern(""));
        assert_eq!(texts.intern("Minsk"), a);
        assert_eq!((texts.get(a), texts.get(b), texts.get(empty)), ("Minsk", "Мінск", ""));
        assert_eq!((texts.find("Мінск"), texts.find("Brest"), texts.len()), (Some(b), None, 3));
    }
}
