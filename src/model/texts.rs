use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::{
    TextId,
    numbered::{Numbered, Sought},
    row_texts::RowTexts,
};

/// Texts in one buffer, each named by a number.
///
/// A data set of a million places repeats every id in its partnerships. Such texts are interned
/// ([`intern`](Self::intern)): each is stored once, so that a partnership has eight bytes for its two ends and equal
/// texts have equal numbers. The title of a document is hardly ever repeated, so it is only stored
/// ([`keep`](Self::keep)).
#[derive(Clone, Default)]
pub(super) struct Texts {
    stored: RowTexts,
    numbered: Numbered,
    /// The interned texts that aren't in `numbered`.
    table: HashTable<Entry>,
    /// Whether some texts of the table are numbers.
    has_strays: bool,
    hasher: DefaultHashBuilder,
    /// The texts that `keep` stored last, by their hashes; empty until it stores the first.
    recent: Vec<Option<Recent>>,
}

/// A text that was kept, with its hash.
type Recent = (u64, TextId);

/// This many take 24 KiB, which fit the L1 cache.
const RECENT: usize = 1 << 10;

/// A text in the table. Most look-ups end here, without a cache miss in the buffer.
#[derive(Clone, Copy)]
struct Entry {
    key: Key,
    id: u32,
}

/// The whole text, if it has up to [`SHORT`] bytes; otherwise its hash, which different texts may share.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key([u8; SHORT + 1]);

/// The ids of most lists fit this length. With its length a text then fills three words, and an entry four.
const SHORT: usize = 11;

/// Stands for the length of a text that is longer than [`SHORT`].
const LONG: u8 = u8::MAX;

impl Key {
    fn new(text: &str, hasher: &DefaultHashBuilder) -> Self {
        let mut key = [0; SHORT + 1];
        // A copy of a constant length is a single instruction, while a copy of a variable length is a call.
        match text.as_bytes() {
            bytes @ [a, b, c, d, e, f, g, h, rest @ ..] if bytes.len() <= SHORT => {
                key[..8].copy_from_slice(&[*a, *b, *c, *d, *e, *f, *g, *h]);
                key[8..].iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            }
            bytes @ [a, b, c, d, rest @ ..] if bytes.len() <= SHORT => {
                key[..4].copy_from_slice(&[*a, *b, *c, *d]);
                key[4..].iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            }
            bytes if bytes.len() <= SHORT => key.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from),
            _ => key[..8].copy_from_slice(&hasher.hash_one(text).to_le_bytes()),
        }
        key[SHORT] = u8::try_from(text.len()).ok().filter(|&length| usize::from(length) <= SHORT).unwrap_or(LONG);
        Self(key)
    }

    fn is_whole(self) -> bool {
        self.0[SHORT] != LONG
    }

    /// The hash depends on the key alone, so that a table that grows doesn't read its texts again.
    fn hash(self, hasher: &DefaultHashBuilder) -> u64 {
        let [a, b, c, d, e, f, g, h, rest @ ..] = self.0;
        hasher.hash_one((u64::from_le_bytes([a, b, c, d, e, f, g, h]), u32::from_le_bytes(rest)))
    }
}

impl Texts {
    /// The number of `text`, which is stored if it is new.
    ///
    /// # Panics
    /// At 2^32 - 1 distinct texts, which no machine's memory could hold.
    pub(super) fn intern(&mut self, text: &str) -> TextId {
        self.intern_sought(Sought::new(text))
    }

    /// The number of a text of which it is known whether it spells a number.
    pub(super) fn intern_sought(&mut self, sought: Sought<'_>) -> TextId {
        let text = sought.text;
        if let Some(number) = sought.number {
            if let Some(id) = self.find(sought) {
                return id;
            }
            if self.numbered.insert(number, TextId::new(self.stored.len())) {
                return self.append(text);
            }
            self.has_strays = true;
        }
        // The text is hashed once, whether it is found or added.
        let key = Key::new(text, &self.hasher);
        let hash = key.hash(&self.hasher);
        if let Some(id) = self.find_key(text, key, hash) {
            return id;
        }
        let id = self.append(text);
        let hasher = &self.hasher;
        self.table.insert_unique(hash, Entry { key, id: id.number() }, |entry| entry.key.hash(hasher));
        id
    }

    /// The number of a text that rows seldom share. It is compared only with one recent text of the same hash slot,
    /// since looking it up among a million scattered texts takes longer than reading it. So a text may have several
    /// numbers, and [`find`](Self::find) knows none of them.
    pub(super) fn keep(&mut self, text: &str) -> TextId {
        if self.recent.is_empty() {
            self.recent.resize(RECENT, None);
        }
        // A random seed would make the numbers differ from run to run.
        let hash = FixedState::default().hash_one(text);
        let slot = hash as usize % RECENT;
        match self.recent[slot] {
            Some((known, id)) if known == hash && self.get(id) == text => id,
            _ => {
                let id = self.append(text);
                self.recent[slot] = Some((hash, id));
                id
            }
        }
    }

    /// Stores a new text.
    fn append(&mut self, text: &str) -> TextId {
        self.stored.push(text);
        TextId::new(self.stored.len() - 1)
    }

    /// Reserves room for more texts.
    pub(super) fn reserve(&mut self, texts: usize) {
        self.stored.reserve(texts);
        let hasher = &self.hasher;
        self.table.reserve(texts, |entry| entry.key.hash(hasher));
    }

    /// The number of a text, if it is interned.
    #[inline]
    pub(super) fn find(&self, sought: Sought<'_>) -> Option<TextId> {
        match sought.number {
            Some(number) => {
                let found = self.numbered.get(number);
                if found.is_none() && self.has_strays { self.look_up(sought.text) } else { found }
            }
            None => self.look_up(sought.text),
        }
    }

    /// The number of a text, if it is in the table.
    fn look_up(&self, text: &str) -> Option<TextId> {
        let key = Key::new(text, &self.hasher);
        self.find_key(text, key, key.hash(&self.hasher))
    }

    fn find_key(&self, text: &str, key: Key, hash: u64) -> Option<TextId> {
        let is_text =
            |entry: &Entry| entry.key == key && (key.is_whole() || self.stored.get(entry.id as usize) == text);
        self.table.find(hash, is_text).map(|entry| TextId::new(entry.id as usize))
    }

    pub(super) fn get(&self, id: TextId) -> &str {
        self.stored.get(id.index())
    }

    pub(super) fn len(&self) -> usize {
        self.stored.len()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.stored.len()).map(|at| self.stored.get(at))
    }
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
        assert_eq!(
            (texts.find(Sought::new("Мінск")), texts.find(Sought::new("Brest")), texts.len()),
            (Some(b), None, 3)
        );
    }

    #[test]
    fn numbers_are_told_apart_from_what_looks_like_them() {
        let mut texts = Texts::default();
        // Some numbers are far beyond those before them. All are looked up again when there are more.
        let all =
            ["7", "07", "0", "00", "+7", "70000", "1023", "1024", "999999999", "9999999999", "7 ", "-1", "٧", "1025"];
        let ids = all.map(|text| texts.intern(text));
        let more: Vec<String> = (1..100_000_u32).rev().step_by(3).map(|number| number.to_string()).collect();
        for text in &more {
            texts.intern(text);
        }
        let mut distinct: Vec<&str> = all.into_iter().chain(more.iter().map(String::as_str)).collect();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(texts.len(), distinct.len());
        assert_eq!(all.map(|text| texts.intern(text)), ids);
        for text in distinct {
            assert_eq!(texts.find(Sought::new(text)).map(|id| texts.get(id)), Some(text));
        }
        assert_eq!(
            (texts.find(Sought::new("8")), texts.find(Sought::new("000")), texts.find(Sought::new("99998"))),
            (None, None, None)
        );
    }

    #[test]
    fn kept_texts_are_apart_from_interned_ones() {
        let mut texts = Texts::default();
        let title = texts.keep("Agreement 1");
        assert_eq!((texts.keep("Agreement 1"), texts.find(Sought::new("Agreement 1"))), (title, None));
        assert_ne!(texts.intern("Agreement 1"), title);
        // These are more texts than `keep` compares with.
        let all: Vec<String> = (0..10 * RECENT).map(|number| number.to_string()).collect();
        let ids: Vec<TextId> = all.iter().map(|text| texts.keep(text)).collect();
        assert!(all.iter().zip(&ids).all(|(text, &id)| texts.get(id) == text));
        assert_ne!(texts.intern("7"), ids[7]);
    }

    #[test]
    fn texts_of_every_length_are_told_apart() {
        let mut texts = Texts::default();
        // Some texts end with zero bytes, since short texts are padded with them.
        let all: Vec<String> = (0..40).flat_map(|len| ["a".repeat(len), "a".repeat(len) + "\0"]).collect();
        let ids: Vec<TextId> = all.iter().map(|text| texts.intern(text)).collect();
        assert_eq!(texts.len(), all.len());
        for (text, &id) in all.iter().zip(&ids) {
            assert_eq!((texts.get(id), texts.find(Sought::new(text))), (text.as_str(), Some(id)));
        }
    }
}
