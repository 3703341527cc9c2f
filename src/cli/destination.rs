//! Where bytes go: to stdout, or into a file that is replaced whole or not at all.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{
    draft::{Draft, Target},
    error::Error,
    progress, stdout,
};

/// Bytes are handed to the system in pieces of this size.
const BUFFER: usize = 1 << 16;

/// Where bytes go.
#[derive(Clone, Debug)]
pub enum Destination {
    Stdout,
    /// What was there stays until the new content is whole.
    File(PathBuf),
}

impl Destination {
    /// The file, or stdout where there is none or it is stdout by another name.
    pub fn new(file: Option<PathBuf>) -> Self {
        let is_stdout = |file: &PathBuf| stdout::NAMES.iter().any(|name| file == Path::new(name));
        file.filter(|file| !is_stdout(file)).map_or(Self::Stdout, Self::File)
    }

    /// The file written to, unless it is stdout.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::File(path) => Some(path),
        }
    }

    /// Runs `write`, which gets the buffered writer that its bytes go to.
    ///
    /// # Errors
    /// [`Error::Stdout`] or [`Error::Write`] with the error of `write` or of the system; the file is then as it was. A
    /// reader that has gone away (a pipe into `head`) has what it wanted: that is no error, and `write` may stop at it.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        self.prepare(write)?.finish()
    }

    /// The same up to where a file takes its place, so that other things can be done that may fail.
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

/// What has been written; a file is not yet in its place, and dropped now never will be.
#[must_use]
pub struct Prepared(Option<(PathBuf, Draft)>);

impl Prepared {
    /// Puts the file in its place.
    ///
    /// # Errors
    /// [`Error::Write`]; the file is then as it was.
    pub fn finish(self) -> Result<(), Error> {
        match self.0 {
            None => Ok(()),
            Some((path, draft)) => draft.commit().map_err(|source| Error::Write { path, source }),
        }
    }
}

/// Writes beside the file, or at once into what can't be replaced.
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

/// Runs `write` with a buffer before `out`, and empties it.
///
/// # Errors
/// What the system said of `out`, however `write` has wrapped it; else that of `write`.
pub fn buffered(out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut failure = None;
    let mut out = BufWriter::with_capacity(BUFFER, Watched { out, failure: &mut failure });
    let written = write(&mut out).and_then(|()| out.flush());
    // What the buffer still has is not worth a second failure.
    drop(out.into_parts());
    written.map_err(|error| failure.unwrap_or(error))
}

/// A writer whose first failure is kept.
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
