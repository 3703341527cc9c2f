//! The bytes of a file.

use std::{
    fmt,
    io::{self, Read},
    ops::Deref,
    path::Path,
};

use memmap2::MmapMut;

use super::{
    delimited::encoding::{self, Encoding},
    error::Error,
    foreign,
};

/// All bytes of a file, in memory.
pub(super) enum Bytes {
    Few(Vec<u8>),
    /// In memory of large pages, if the system has them: faulting in small pages takes longer than reading the file.
    /// The file is in `len` bytes from `first` on.
    Many {
        memory: MmapMut,
        first: usize,
        len: usize,
    },
}

/// The size of large pages on nearly all systems, in bytes.
const LARGE_PAGE: usize = 1 << 21;

/// Files with fewer bytes aren't worth a large page.
const MANY: usize = 1 << 19;

/// This many bytes at the beginning of a file tell whether it is a text.
const HEAD: u64 = 1 << 16;

/// A text never has this many zero bytes in a row.
const BLOCK: usize = 1 << 12;

impl Bytes {
    /// Reads all of `input`. Fails if its size differs from `stated`, since a file that is being written gives no sound
    /// answer.
    ///
    /// # Errors
    /// Returns [`Error::Encoding`] and [`Error::NotText`] as soon as the bytes show it; [`Error::Unreadable`];
    /// [`Error::Changed`].
    pub(super) fn of(
        path: &Path,
        input: impl Read,
        stated: Option<u64>,
        told: Option<Encoding>,
    ) -> Result<Self, Error> {
        let input = text(path, input, told)?;
        let room = stated.and_then(|stated| usize::try_from(stated).ok()).filter(|&len| len >= MANY);
        match room.and_then(|len| Some((large_pages(len)?, len))) {
            Some((memory, len)) => Self::read_into(memory, len, path, input),
            None => read_all(path, input, stated).map(Self::Few),
        }
    }

    fn read_into(mut memory: MmapMut, len: usize, path: &Path, mut input: impl Read) -> Result<Self, Error> {
        let unreadable = |source| unreadable(path, source);
        let first = memory.as_ptr().align_offset(LARGE_PAGE).min(memory.len() - len);
        let mut read = 0;
        while read < len {
            match input.read(&mut memory[first + read..first + len]) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error)),
            }
        }
        let more = std::io::copy(&mut input, &mut std::io::sink()).map_err(unreadable)?;
        let (read, stated) = (read as u64 + more, len as u64);
        if read != stated {
            return Err(Error::Changed { path: path.display().to_string(), read, stated });
        }
        Ok(Self::Many { memory, first, len })
    }
}

/// Memory for `len` bytes that begins at a large page; `None` if the system gives none.
fn large_pages(len: usize) -> Option<MmapMut> {
    let memory = MmapMut::map_anon(len.checked_next_multiple_of(LARGE_PAGE)?.checked_add(LARGE_PAGE)?).ok()?;
    // If the system refuses, small pages do as well.
    #[cfg(target_os = "linux")]
    let _ = memory.advise(memmap2::Advice::HugePage);
    Some(memory)
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Few(bytes) => bytes,
            Self::Many { memory, first, len } => &memory[*first..first + len],
        }
    }
}

/// Reads everything into ordinary memory, which grows as needed: a file may claim to be longer than it is.
pub(super) fn whole(
    path: &Path,
    input: impl Read,
    stated: Option<u64>,
    told: Option<Encoding>,
) -> Result<Vec<u8>, Error> {
    read_all(path, text(path, input, told)?, stated)
}

fn read_all(path: &Path, mut input: impl Read, stated: Option<u64>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = input.read_to_end(&mut bytes).map_err(|source| unreadable(path, source))? as u64;
    match stated {
        Some(stated) if stated != read => Err(Error::Changed { path: path.display().to_string(), read, stated }),
        _ => Ok(bytes),
    }
}

/// Checks the beginning of `input`, and returns a reader of all of it.
fn text(path: &Path, input: impl Read, told: Option<Encoding>) -> Result<impl Read, Error> {
    // The vector has room for everything, since a growing one would be filled in pieces smaller than a block.
    let (mut input, mut head) = (Lines::new(input), Vec::with_capacity(HEAD as usize));
    input.by_ref().take(HEAD).read_to_end(&mut head).map_err(|source| unreadable(path, source))?;
    let file = path.display().to_string();
    // A ZIP archive may be a workbook, which only the directory at its end tells.
    if !(cfg!(feature = "workbook") && foreign::may_be_workbook(&head)) {
        foreign::refuse_binary(&file, &head)?;
        encoding::look_at_head(&file, &head, told)?;
    }
    Ok(io::Cursor::new(head).chain(input))
}

/// The error for a file that can't be read any further.
pub(super) fn unreadable(path: &Path, source: io::Error) -> Error {
    let path = path.display().to_string();
    match source.get_ref().and_then(|source| source.downcast_ref()) {
        Some(Zeros { at }) => Error::NotText { path, at: *at },
        None => Error::Unreadable { path, source },
    }
}

/// A reader that checks that the input may be lines of text.
///
/// A file that has a length but no content reads as zeros, for as long as it claims to be; so does a file that a crash
/// has damaged. The first block of zeros is therefore an error.
pub(super) struct Lines<R> {
    input: R,
    read: u64,
}

impl<R> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, read: 0 }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(room)?;
        let is_blank = |block: &[u8]| block.iter().all(|&byte| byte == 0);
        if let Some(block) = room[..read].chunks_exact(BLOCK).position(is_blank) {
            let at = self.read + (block * BLOCK) as u64;
            return Err(io::Error::new(io::ErrorKind::InvalidData, Zeros { at }));
        }
        self.read += read as u64;
        Ok(read)
    }
}

/// The error for a block of zeros, from a byte on.
#[derive(Debug)]
struct Zeros {
    at: u64,
}

impl fmt::Display for Zeros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing but zeros from byte {} on", self.at)
    }
}

impl std::error::Error for Zeros {}

#[cfg(test)]
mod tests {
    use super::*;

    /// In this encoding every byte is a character.
    const WESTERN: Option<Encoding> = Some(Encoding(encoding_rs::WINDOWS_1252));

    /// The input is endless, so the test would never end if the error came late.
    #[test]
    fn what_is_no_text_is_refused_where_it_is_met() {
        let path = Path::new("twins.csv");
        let refused = |text: &str, told| {
            let zeros = io::repeat(0);
            let all = Bytes::of(path, text.as_bytes().chain(zeros), Some(1 << 43), told).err().unwrap();
            let piped = whole(path, text.as_bytes().chain(io::repeat(0)), None, told).err().unwrap();
            [all, piped].map(|error| match error {
                Error::NotText { at, .. } => usize::try_from(at).unwrap() - text.len(),
                other => panic!("{other}"),
            })
        };
        let text = "city1,city2\nMogilev,Tula\n".repeat(10_000);
        for told in [None, WESTERN, Some(Encoding(encoding_rs::UTF_16LE))] {
            for text in ["", &text] {
                assert!(refused(text, told).iter().all(|&zeros| zeros < 1 << 20), "{told:?}");
            }
        }
        let noise = whole(path, "a,b\nc".as_bytes().chain(io::repeat(0xff)), Some(1 << 43), None).err().unwrap();
        assert_eq!(noise.to_string(), "twins.csv:2: the text is not UTF-8; it looks like windows-1251");
    }

    /// A character of several bytes may go on beyond the head; that is no fault.
    #[test]
    fn the_end_of_a_head_cuts_no_character() {
        for shift in 0..4 {
            let text = "x".repeat(shift) + &"Могилёв🙂".repeat(10_000);
            assert_eq!(*Bytes::of(Path::new("f"), text.as_bytes(), None, None).unwrap(), *text.as_bytes());
        }
    }

    #[test]
    fn all_of_a_file_is_read() {
        for len in [0, 1, MANY - 1, MANY, LARGE_PAGE - 1, LARGE_PAGE, LARGE_PAGE + 1, 2 * LARGE_PAGE + 5] {
            let file: Vec<u8> = (0..=250).cycle().take(len).collect();
            let read = Bytes::of(Path::new("twins.csv"), &file[..], Some(len as u64), WESTERN).unwrap();
            assert!(*read == file[..], "{len}");
        }
    }

    #[test]
    fn a_file_that_shrinks_or_grows_while_it_is_read_is_an_error() {
        let path = Path::new("twins.csv");
        assert_eq!(*Bytes::of(path, &b"a,b\n"[..], Some(4), None).unwrap(), *b"a,b\n");
        assert_eq!(*Bytes::of(path, &b"a,b\n"[..], None, None).unwrap(), *b"a,b\n");
        for few in [4, MANY] {
            let file = vec![b'a'; few];
            for stated in [few - 1, few + 1] {
                let error = Bytes::of(path, &file[..], Some(stated as u64), None).err().unwrap();
                let expected = format!("`twins.csv` changed while it was read: {few} bytes of {stated}");
                assert_eq!(error.to_string(), expected);
                assert!(error.hint().is_some());
            }
        }
    }
}
