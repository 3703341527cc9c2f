//! The bytes of a file.

use std::{io::Read, ops::Deref, path::Path};

use memmap2::MmapMut;

use super::error::Error;

/// All bytes of a file, at hand.
pub(super) enum Bytes {
    Few(Vec<u8>),
    /// In memory that the system gives in large pages, where it has such: to be given as much in small ones takes longer
    /// than to read the file, which stands in `len` bytes from `first` on.
    Many {
        memory: MmapMut,
        first: usize,
        len: usize,
    },
}

/// The size of large pages, in which few other sizes are in use.
const LARGE_PAGE: usize = 1 << 21;

/// Fewer bytes aren't worth a large page.
const MANY: usize = 1 << 19;

impl Bytes {
    /// What `input` holds, which was stated to be so many bytes: a file that is written meanwhile is no answer's ground.
    pub(super) fn of(path: &Path, input: impl Read, stated: Option<u64>) -> Result<Self, Error> {
        let room = stated.and_then(|stated| usize::try_from(stated).ok()).filter(|&len| len >= MANY);
        match room.and_then(|len| Some((large_pages(len)?, len))) {
            Some((memory, len)) => Self::read_into(memory, len, path, input),
            None => whole(path, input, stated).map(Self::Few),
        }
    }

    fn read_into(mut memory: MmapMut, len: usize, path: &Path, mut input: impl Read) -> Result<Self, Error> {
        let unreadable = |source| Error::Unreadable { path: path.display().to_string(), source };
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

/// Room for so many bytes from the beginning of a large page on; `None` where the system gives none.
fn large_pages(len: usize) -> Option<MmapMut> {
    let memory = MmapMut::map_anon(len.checked_next_multiple_of(LARGE_PAGE)?.checked_add(LARGE_PAGE)?).ok()?;
    // Small ones do as well.
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

/// The same in memory of the usual kind.
pub(super) fn whole(path: &Path, mut input: impl Read, stated: Option<u64>) -> Result<Vec<u8>, Error> {
    let path = || path.display().to_string();
    let mut bytes = Vec::with_capacity(stated.and_then(|length| usize::try_from(length).ok()).unwrap_or(0));
    let read = input.read_to_end(&mut bytes).map_err(|source| Error::Unreadable { path: path(), source })? as u64;
    match stated {
        Some(stated) if stated != read => Err(Error::Changed { path: path(), read, stated }),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_file_is_read() {
        for len in [0, 1, MANY - 1, MANY, LARGE_PAGE - 1, LARGE_PAGE, LARGE_PAGE + 1, 2 * LARGE_PAGE + 5] {
            let file: Vec<u8> = (0..=250).cycle().take(len).collect();
            let read = Bytes::of(Path::new("twins.csv"), &file[..], Some(len as u64)).unwrap();
            assert!(*read == file[..], "{len}");
        }
    }

    #[test]
    fn a_file_that_shrinks_or_grows_while_it_is_read_is_an_error() {
        let path = Path::new("twins.csv");
        assert_eq!(*Bytes::of(path, &b"a,b\n"[..], Some(4)).unwrap(), *b"a,b\n");
        assert_eq!(*Bytes::of(path, &b"a,b\n"[..], None).unwrap(), *b"a,b\n");
        for few in [4, MANY] {
            let file = vec![b'a'; few];
            for stated in [few - 1, few + 1] {
                let error = Bytes::of(path, &file[..], Some(stated as u64)).err().unwrap();
                let expected = format!("`twins.csv` changed while it was read: {few} bytes of {stated}");
                assert_eq!(error.to_string(), expected);
                assert!(error.hint().is_some());
            }
        }
    }
}
