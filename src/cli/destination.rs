//! Where bytes are written: to stdout, or to a file that is replaced completely or not at all.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{
    draft::{Draft, Target},
    error::Error,
    progress, stdout,
};

/// The size of the pieces in which bytes are written.
const BUFFER: usize = 1 << 16;

/// Where bytes are written.
#[derive(Clone, Debug)]
pub enum Destination {
    Stdout,
    /// The old content stays until the new one is complete.
    File(PathBuf),
}

impl Destination {
    /// The file, or stdout if there is none or it is another name for stdout.
    pub fn new(file: Option<PathBuf>) -> Self {
        let is_stdout = |file: &PathBuf| stdout::NAMES.iter().any(|name| file == Path::new(name));
        file.filter(|file| !is_stdout(file)).map_or(Self::Stdout, Self::File)
    }

    /// The file that is written to, unless it is stdout.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::File(path) => Some(path),
        }
    }

    /// Calls `write` with a buffered writer for its bytes.
    ///
    /// # Errors
    /// Returns [`Error::Stdout`] or [`Error::Write`] with the error of `write` or of the system; the file is
    /// then unchanged. If a reader stops reading (a pipe into `head`), it has what it wanted: this isn't an error, and
    /// `write` may stop then.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        self.prepare(write)?.finish()
    }

    /// The same, but without putting a file in its place yet, so that other steps that may fail can come first.
    pub fn prepare(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Prepared, Error> {
        match self {
            Self::Stdout => {
                progress::clear();
                stdout::open().and_then(|stdout| stream(stdout, write)).map_err(Error::Stdout)?;
                Ok(Prepared(None))
            }
            Self::File(path) => {
                let draft = draft(path, write).map_err(|source| Error::Write { path: path.clone(), source })?;
                Ok(Prepared(draft.map(|draft| (path.clone(), draft))))
            }
        }
    }
}

/// Bytes that have been written. A file isn't in its place yet; dropping this discards it.
#[must_use]
pub struct Prepared(Option<(PathBuf, Draft)>);

impl Prepared {
    /// Puts the file in its place.
    ///
    /// # Errors
    /// Returns [`Error::Write`]; the file is then unchanged.
    pub fn finish(self) -> Result<(), Error> {
        match self.0 {
            None => Ok(()),
            Some((path, draft)) => draft.commit().map_err(|source| Error::Write { path, source }),
        }
    }
}

/// Writes to a draft beside the file, or directly to a target that can't be replaced.
fn draft(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Option<Draft>> {
    let mut draft = match Target::find(path)? {
        Target::Stream(file) => return stream(file, write).map(|()| None),
        Target::New(path) => Draft::begin(path, None)?,
        Target::There(path, file) => Draft::begin(path, Some(file))?,
    };
    draft.write(write)?;
    Ok(Some(draft))
}

fn stream(out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match buffered(out, write) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Calls `write` with a buffered writer for `out`, and flushes it.
///
/// # Errors
/// Returns the error of `out` itself, however `write` has wrapped it, or otherwise that of `write`.
pub fn buffered(out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut failure = None;
    let mut out = BufWriter::with_capacity(BUFFER, Watched { out, failure: &mut failure });
    let written = write(&mut out).and_then(|()| out.flush());
    // Flushing the rest would only fail again.
    drop(out.into_parts());
    written.map_err(|error| failure.unwrap_or(error))
}

/// A writer that remembers its first failure.
struct Watched<'f, W> {
    out: W,
    failure: &'f mut Option<io::Error>,
}

impl<W> Watched<'_, W> {
    fn keep<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.failure.get_or_insert(error);
            }
            kind.into()
        })
    }
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        self.keep(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.keep(flushed)
    }
}
