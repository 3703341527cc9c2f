//! Where bytes go: to stdout, or into a file that is replaced whole or not at all.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{error::Error, interrupt::Unfinished, progress};

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
    pub fn new(file: Option<PathBuf>) -> Self {
        file.map_or(Self::Stdout, Self::File)
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
    /// reader of stdout that has gone away (a pipe into `head`) has what it wanted: that is no error, and `write` may
    /// stop at it.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        match self {
            Self::Stdout => {
                progress::clear();
                match buffered(io::stdout().lock(), write) {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Stdout(error)),
                    _ => Ok(()),
                }
            }
            Self::File(path) => replace(path, write).map_err(|source| Error::Write { path: path.clone(), source }),
        }
    }
}

/// Runs `write` with a buffer before `out`, and empties it.
pub fn buffered(out: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    write(&mut out)?;
    out.flush()
}

/// Writes beside `path` and renames, so that what was there stays until the new content is whole.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A device or pipe can't be replaced, and isn't a file that could be left half-written.
    if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return buffered(std::fs::File::create(path)?, write);
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".sistergraph");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system takes the umask off, as it does for any new file.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let (mut beside, _unfinished) =
        Unfinished::make(|| builder.tempfile_in(parent(path)), NamedTempFile::path).map_err(plain)?;
    buffered(beside.as_file_mut(), write)?;
    beside.as_file().sync_all()?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}

/// The folder that `path` lies in.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What the system said, without the name of a file that nobody asked for.
pub fn plain(error: io::Error) -> io::Error {
    match error.kind() {
        _ if error.raw_os_error().is_some() => error,
        io::ErrorKind::NotFound => io::Error::new(io::ErrorKind::NotFound, "there is no such folder"),
        kind => io::Error::from(kind),
    }
}
