//! A folder that is written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    destination::{buffered, parent, plain},
    error::Error,
    interrupt::Unfinished,
};

/// A folder in the making. Its files lie beside it until [`finish`](Self::finish) gives the folder its name; dropped
/// before, nothing is left of it.
pub struct NewFolder {
    path: PathBuf,
    draft: TempDir,
    unfinished: Unfinished,
}

impl NewFolder {
    /// Begins the folder `path`: a new one, or one that is there and empty.
    ///
    /// # Errors
    /// [`Error::DirectoryInUse`] for a folder with anything in it, else [`Error::Write`].
    pub fn begin(path: &Path) -> Result<Self, Error> {
        let failed = |source: io::Error| Error::Write { path: path.to_owned(), source };
        match path.read_dir().map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Ok(false) => return Err(Error::DirectoryInUse { path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".sistergraph");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let made = Unfinished::make(|| builder.tempdir_in(parent(path)), TempDir::path);
        let (draft, unfinished) = made.map_err(|error| failed(plain(error)))?;
        Ok(Self { path: path.to_owned(), draft, unfinished })
    }

    /// Writes the file `name`: runs `write`, which gets the buffered writer that its bytes go to.
    ///
    /// # Errors
    /// [`Error::Write`], also where the folder has a file of that name.
    pub fn file(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let write = || {
            // An interrupt removes the folder: either without this file, or with it.
            let held = self.unfinished.hold();
            let file = File::create_new(self.draft.path().join(name))?;
            drop(held);
            buffered(&file, write)?;
            file.sync_all()
        };
        write().map_err(|source| self.failed(source))
    }

    /// Gives the folder its name.
    ///
    /// # Errors
    /// [`Error::Write`]; nothing is left of the folder then.
    pub fn finish(self) -> Result<(), Error> {
        let held = self.unfinished.hold();
        // Windows renames no directory over another, not even over an empty one.
        if self.path.exists() {
            fs::remove_dir(&self.path).map_err(|source| self.failed(source))?;
        }
        fs::rename(self.draft.path(), &self.path).map_err(|source| self.failed(source))?;
        drop(held);
        // What it names has been moved.
        let _ = self.draft.keep();
        Ok(())
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Write { path: self.path.clone(), source }
    }
}
