//! A file that is replaced completely or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Seek, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{destination::buffered, interrupt::Unfinished};

/// With more links than this from one to the next, they are taken for a cycle, as the system does.
const MOST_LINKS: usize = 40;

/// What the name of a file leads to.
pub enum Target {
    /// Nothing yet; this is the path behind all links.
    New(PathBuf),
    /// A file, opened for writing, and its path behind all links.
    There(PathBuf, File),
    /// A device, a pipe, or a file that a process has open, which can't be replaced.
    Stream(File),
}

impl Target {
    /// Opens the file at `path` without changing it.
    ///
    /// The system opens it, so that the system's rules decide who may follow which link and write to which file.
    ///
    /// # Errors
    /// Fails if the file isn't writable, even for an administrator whom the system would allow to write.
    pub fn find(path: &Path) -> io::Result<Self> {
        let file = match OpenOptions::new().write(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::New(followed(path)?)),
            file => file?,
        };
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Ok(Self::Stream(file));
        }
        if is_held_open(path)? {
            return OpenOptions::new().append(true).open(path).map(Self::Stream);
        }
        if metadata.permissions().readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        Ok(Self::There(followed(path)?, file))
    }
}

/// The paths that links lead to, from `path` itself to the first that isn't a link.
fn links(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = vec![path.to_owned()];
    for _ in 0..=MOST_LINKS {
        let last = &paths[paths.len() - 1];
        let Ok(to) = fs::read_link(last) else { return Ok(paths) };
        paths.push(parent(last).join(to));
    }
    Err(io::Error::other("its links lead in a circle"))
}

/// The path behind all links, whether it exists or not.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    Ok(links(path)?.pop().unwrap_or_default())
}

/// Whether a path such as `/dev/stderr` refers to a file through the process that has it open.
fn is_held_open(path: &Path) -> io::Result<bool> {
    Ok(links(path)?.iter().any(|path| parent(path).canonicalize().is_ok_and(|folder| folder.starts_with("/proc"))))
}

/// The folder that `path` lies in.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is being written. It is beside the one that it replaces, which stays unchanged until
/// [`commit`](Self::commit).
pub struct Draft {
    path: PathBuf,
    /// The existing file, opened for writing.
    there: Option<File>,
    beside: NamedTempFile,
    unfinished: Unfinished,
}

impl Draft {
    /// Begins a file at `path` that replaces the existing file `there`, if any.
    pub fn begin(path: PathBuf, there: Option<File>) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".sistergraph");
        // A replacement is readable only by its owner until it gets the old file's mode; a new file gets the default
        // mode minus the umask.
        #[cfg(unix)]
        if there.is_none() {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let made = Unfinished::make(|| builder.tempfile_in(parent(&path)), NamedTempFile::path);
        let (beside, unfinished) = made.map_err(plain)?;
        Ok(Self { path, there, beside, unfinished })
    }

    /// Writes the whole file.
    pub fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        buffered(self.beside.as_file_mut(), write)
    }

    /// Puts the file in its place, complete.
    ///
    /// It keeps the mode, owner and group of the old file. If a new file couldn't have these, or if the old one has
    /// other names (hard links) or an access control list, its content is replaced in place instead. An interrupt waits
    /// for that, and a failure is undone, but if the machine crashes meanwhile, the file may be incomplete.
    pub fn commit(self) -> io::Result<()> {
        let Self { path, there, beside, unfinished } = self;
        let draft = beside.as_file();
        if let Some(there) = &there
            && !takes_place_of(there, draft)?
        {
            let _held = unfinished.hold();
            return overwrite(&path, there, draft);
        }
        draft.sync_all()?;
        let held = unfinished.hold();
        let persisted = beside.persist(&path);
        drop(held);
        persisted.map(drop).map_err(|error| error.error)
    }
}

/// Gives `draft` the mode, owner and group of the existing file; `false` if it can't get all its properties.
#[cfg(unix)]
fn takes_place_of(there: &File, draft: &File) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (old, new) = (there.metadata()?, draft.metadata()?);
    let is_owned = (old.uid(), old.gid()) == (new.uid(), new.gid());
    if old.nlink() != 1
        || has_access_list(there)
        || !(is_owned || fchown(draft, Some(old.uid()), Some(old.gid())).is_ok())
    {
        return Ok(false);
    }
    draft.set_permissions(old.permissions())?;
    Ok(true)
}

#[cfg(not(unix))]
fn takes_place_of(_there: &File, _draft: &File) -> io::Result<bool> {
    Ok(true)
}

/// Whether an access control list, in addition to the mode, says who may read a file.
#[cfg(target_os = "linux")]
fn has_access_list(file: &File) -> bool {
    rustix::fs::fgetxattr(file, "system.posix_acl_access", &mut [0_u8; 0][..]).is_ok_and(|length| length > 0)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn has_access_list(_file: &File) -> bool {
    false
}

/// Replaces the content of the file `there` by that of `draft`. If that fails, the old content is restored.
fn overwrite(path: &Path, there: &File, draft: &File) -> io::Result<()> {
    let before = tempfile::tempfile_in(parent(path)).map_err(plain)?;
    copy(&File::open(path)?, &before)?;
    copy(draft, there).inspect_err(|_| {
        // If even that fails, nothing more can be done.
        let _ = copy(&before, there);
    })
}

/// Copies all of `from` into `into`, replacing its content.
fn copy(mut from: &File, mut into: &File) -> io::Result<()> {
    from.rewind()?;
    into.rewind()?;
    let length = io::copy(&mut from, &mut into)?;
    into.set_len(length)?;
    into.sync_all()
}

/// The system's error, without the name of the temporary file that `tempfile` appends to it.
pub fn plain(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::NotFound {
        return io::Error::new(io::ErrorKind::NotFound, "there is no such folder");
    }
    match error.to_string().split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}
