//! Files of Wikidata that are compressed, or too large for memory.

use std::{
    fs::File,
    io::{self, Read, Seek},
    path::Path,
};

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;

use super::{
    dump::{self, DumpError},
    recognised::is_entities,
};
use crate::formats::{Reading, Told, error::Error, read_bytes};

/// A larger dump, in bytes, is searched line by line.
const HELD: u64 = 1 << 26;

/// The largest unpacked size, in bytes, of a list that isn't a dump.
const LARGEST_LIST: u64 = 1 << 29;

/// This many bytes at the beginning tell whether a file is a dump.
const HEAD: u64 = 1 << 14;

/// The compression of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Bzip2,
}

impl Packing {
    fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Self::Bzip2,
            _ => Self::None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::None => "a file",
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
        }
    }

    fn open(self, path: &Path) -> io::Result<Box<dyn Read>> {
        let file = io::BufReader::with_capacity(1 << 20, File::open(path)?);
        Ok(match self {
            Self::None => Box::new(file),
            Self::Gzip => Box::new(MultiGzDecoder::new(file)),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(file)),
        })
    }
}

/// Reads a file that is compressed, or a dump that is large; `None` if it is neither. The content of a compressed file
/// is read as if it weren't compressed.
///
/// # Errors
/// Returns [`Error::Unpack`], [`Error::Entity`], and the errors of [`read_bytes`].
pub(in crate::formats) fn read(path: &Path, told: &Told) -> Option<Result<Reading, Error>> {
    let mut file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|metadata| metadata.is_file()))?;
    let mut magic = [0; 4];
    let read = file.read(&mut magic).ok()?;
    let packing = Packing::of(&magic[..read]);
    let is_large = file.seek(io::SeekFrom::End(0)).is_ok_and(|length| length > HELD);
    if packing == Packing::None && !(is_large && told.columns.is_none()) {
        return None;
    }
    match opened(path, packing, told) {
        Ok(None) => None,
        Ok(Some(reading)) => Some(Ok(reading)),
        Err(error) => Some(Err(error)),
    }
}

fn opened(path: &Path, packing: Packing, told: &Told) -> Result<Option<Reading>, Error> {
    let file = path.display().to_string();
    let broken = |source| broken(&file, packing, source);
    let mut input = packing.open(path).map_err(broken)?;
    let mut bytes = Vec::new();
    input.by_ref().take(HEAD).read_to_end(&mut bytes).map_err(broken)?;
    let dense: String = String::from_utf8_lossy(&bytes).chars().filter(|c| !c.is_whitespace()).collect();
    // A file that isn't one entity per line is a single text, and is kept in memory whatever its size.
    let is_dump = is_entities(&dense) && !dense.contains("\"entities\":");
    if packing == Packing::None && !is_dump {
        return Ok(None);
    }
    let most = if is_dump { HELD } else { LARGEST_LIST };
    input.by_ref().take(most - HEAD + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 <= most {
        return read_bytes(&file, &bytes, told).map(Some);
    }
    drop((input, bytes));
    if !is_dump {
        let what = format!("it has more than {} MiB once it is unpacked", LARGEST_LIST >> 20);
        return Err(Error::Unpack { path: file, format: packing.name(), what });
    }
    let facts = dump::read(|| packing.open(path)).map_err(|error| match error {
        DumpError::Input(source) => broken(source),
        DumpError::Entity { line, error } => Error::Entity { path: file.clone(), line, source: error },
        DumpError::TooLong { line } => {
            let what = format!("line {line} is longer than any entity, so that this is no dump with one a line");
            Error::JsonShape { path: file.clone(), what }
        }
    })?;
    Ok(Some(facts.into_reading(&file)))
}

fn broken(file: &str, packing: Packing, source: io::Error) -> Error {
    let what = match (packing, source.kind()) {
        (Packing::None, _) => return Error::Unreadable { path: file.to_owned(), source },
        (_, io::ErrorKind::UnexpectedEof) => "it breaks off before its end".to_owned(),
        _ => format!("it is damaged ({source})"),
    };
    Error::Unpack { path: file.to_owned(), format: packing.name(), what }
}
