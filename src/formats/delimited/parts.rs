//! The text of a list, either whole or loaded part by part from its file.

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use super::encoding::{self, Encoding};
use crate::formats::{
    bytes::{self, Lines},
    error::Error,
};

/// A list as text, and its name in messages.
pub(in crate::formats) struct Table<'t> {
    pub(in crate::formats) file: String,
    pub(in crate::formats) text: Text<'t>,
}

pub(in crate::formats) enum Text<'t> {
    /// The whole text, or `None` once it has been taken.
    Whole(Option<Cow<'t, str>>),
    /// A file of UTF-8, of which only a few parts are in memory at a time: allocating memory for all of it would take
    /// longer than reading it.
    Parts(Parts),
}

/// A file that is read in parts of whole lines.
pub(in crate::formats) struct Parts {
    path: PathBuf,
    input: Box<dyn Read + Send>,
    /// The number of bytes that the file claimed to have, and the number read.
    stated: u64,
    read: u64,
    /// The approximate size of a part, in bytes.
    size: usize,
    /// The beginning of the line that follows the last part.
    begun: Vec<u8>,
    has_ended: bool,
}

/// This size, in bytes, is worth several threads, and stays in the cache between the thread that loads it and those
/// that read it.
const SIZE: usize = 1 << 22;

impl Table<'static> {
    /// The list in a file.
    pub(in crate::formats) fn of_file(path: &Path, told: Option<Encoding>) -> Result<Self, Error> {
        let file = path.display().to_string();
        let (input, stated) = crate::formats::open(path)?;
        // An input that isn't a file can't be read again to find an encoding error. And for a file with a given
        // encoding, it is only known at its end whether it has that encoding or is UTF-8. So both are read whole.
        let text = match stated {
            Some(stated) if told.is_none_or(Encoding::is_utf8) => Text::Parts(Parts::new(path, input, stated, SIZE)),
            _ => {
                let bytes = bytes::whole(path, input, stated, told)?;
                Text::Whole(Some(Cow::Owned(encoding::owned_text(&file, bytes, told)?)))
            }
        };
        Ok(Self { file, text })
    }
}

impl<'t> Table<'t> {
    pub(in crate::formats) fn of_text(file: String, text: Cow<'t, str>) -> Self {
        Self { file, text: Text::Whole(Some(text)) }
    }
}

impl<'t> Text<'t> {
    /// The next part, if there is one. `room` is a part that is no longer needed, whose memory is reused.
    ///
    /// # Errors
    /// Returns [`Error::Unreadable`], [`Error::Changed`] and [`Error::Encoding`] for the file.
    pub(super) fn next(&mut self, room: Cow<'t, str>) -> Result<Option<Cow<'t, str>>, Error> {
        match self {
            Self::Whole(text) => Ok(text.take()),
            Self::Parts(parts) => {
                let room = if let Cow::Owned(room) = room { room } else { String::new() };
                Ok(parts.next(room)?.map(Cow::Owned))
            }
        }
    }

    /// Whether there may be a next part.
    pub(super) fn has_more(&self) -> bool {
        match self {
            Self::Whole(text) => text.is_some(),
            Self::Parts(parts) => !parts.has_ended || !parts.begun.is_empty(),
        }
    }

    /// `text` followed by all later parts.
    ///
    /// # Errors
    /// The same as [`next`](Self::next).
    pub(in crate::formats) fn all_from(&mut self, text: Cow<'t, str>) -> Result<Cow<'t, str>, Error> {
        if !self.has_more() {
            return Ok(text);
        }
        let mut all = text.into_owned();
        while let Some(part) = self.next(Cow::Borrowed(""))? {
            all.push_str(&part);
        }
        Ok(Cow::Owned(all))
    }
}

impl Parts {
    fn new(path: &Path, input: impl Read + Send + 'static, stated: u64, size: usize) -> Self {
        let path = path.to_owned();
        let input = Box::new(Lines::new(input));
        Self { path, input, stated, read: 0, size, begun: Vec::new(), has_ended: false }
    }

    fn next(&mut self, room: String) -> Result<Option<String>, Error> {
        let is_first = self.read == 0;
        let mut bytes = room.into_bytes();
        bytes.clear();
        bytes.append(&mut self.begun);
        while !self.has_ended {
            let before = bytes.len();
            let unreadable = |source| bytes::unreadable(&self.path, source);
            bytes.try_reserve(self.size).map_err(|_| unreadable(io::ErrorKind::OutOfMemory.into()))?;
            let input = self.input.by_ref().take(self.size as u64);
            let read = { input }.read_to_end(&mut bytes).map_err(unreadable)?;
            self.read += read as u64;
            self.has_ended = read < self.size;
            if let Some(end) = bytes[before..].iter().rposition(|&byte| byte == b'\n').filter(|_| !self.has_ended) {
                self.begun.extend_from_slice(&bytes[before + end + 1..]);
                bytes.truncate(before + end + 1);
                break;
            }
        }
        if self.has_ended && self.read != self.stated {
            return Err(self.changed());
        }
        let mut start = self.read - (self.begun.len() + bytes.len()) as u64;
        if is_first && encoding::is_wide(&bytes) {
            return Err(self.broken(0));
        }
        if is_first && bytes.starts_with(encoding::BYTE_ORDER_MARK.as_bytes()) {
            bytes.drain(..encoding::BYTE_ORDER_MARK.len());
            start += encoding::BYTE_ORDER_MARK.len() as u64;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            Err(error) => Err(self.broken(start + error.utf8_error().valid_up_to() as u64)),
        }
    }

    fn changed(&self) -> Error {
        Error::Changed { path: self.path.display().to_string(), read: self.read, stated: self.stated }
    }

    /// The error for a file that isn't UTF-8 from a byte on. It needs the beginning of the file, and the number of
    /// lines before the byte.
    fn broken(&self, at: u64) -> Error {
        let look = || -> io::Result<Error> {
            let mut before = BufReader::with_capacity(SIZE, File::open(&self.path)?);
            let head = before.fill_buf()?.to_vec();
            let (mut before, mut newlines) = (before.take(at), 0);
            loop {
                let piece = before.fill_buf()?;
                let length = piece.len();
                if length == 0 {
                    return Ok(encoding::not_utf8(&self.path.display().to_string(), &head, newlines));
                }
                newlines += encoding::newlines(piece);
                before.consume(length);
            }
        };
        look().unwrap_or_else(|_| self.changed())
    }
}

#[cfg(test)]
impl Table<'static> {
    /// A list in parts of `size` bytes.
    pub(super) fn in_parts(file: &str, text: &str, size: usize) -> Self {
        let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
        let text = Text::Parts(Parts::new(Path::new(file), bytes, text.len() as u64, size));
        Self { file: file.to_owned(), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, size: usize) -> Vec<String> {
        let mut text = Table::in_parts("list", text, size).text;
        let mut parts = Vec::new();
        while let Some(part) = text.next(Cow::Owned("used".to_owned())).unwrap() {
            parts.push(part.into_owned());
        }
        assert!(!text.has_more());
        parts
    }

    #[test]
    fn parts_are_whole_lines() {
        assert_eq!(parts("a,b\nc,d\ne,f", 5), ["a,b\n", "c,d\n", "e,f"]);
        assert_eq!(parts("a,b\nc,d\ne,f\n", 8), ["a,b\nc,d\n", "e,f\n"]);
        assert_eq!(parts("Мінск\nГомель\n", 3), ["Мінск\n", "Гомель\n"]);
        assert_eq!(parts("\u{feff}a\rb\rc", 1), ["a\rb\rc"]);
        assert_eq!(parts("", 4), [""; 0]);
        assert_eq!(parts("\n\n\n", 1), ["\n", "\n", "\n"]);
    }

    #[test]
    fn what_follows_a_part_is_added_to_it() {
        let mut text = Table::in_parts("list", "a\nb\nc\nd", 2).text;
        let first = text.next(Cow::Borrowed("")).unwrap().unwrap();
        assert_eq!((&*first, text.has_more()), ("a\n", true));
        assert_eq!(text.all_from(first).unwrap(), "a\nb\nc\nd");
        assert!(!text.has_more());
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_an_error() {
        for (stated, size) in [(3, 64), (5, 64), (5, 2), (3, 2)] {
            let mut parts = Parts::new(Path::new("cities.csv"), &b"a\nb\n"[..], stated, size);
            let error = loop {
                match parts.next(String::new()) {
                    Ok(Some(_)) => {}
                    Ok(None) => panic!("no error"),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.to_string(), format!("`cities.csv` changed while it was read: 4 bytes of {stated}"));
        }
    }
}
