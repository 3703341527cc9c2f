//! A folder that is written completely or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    destination::buffered,
    draft::{followed, parent, plain},
    error::Error,
    interrupt::Unfinished,
};

/// A folder that is being written. Its files are in a temporary folder until [`finish`](Self::finish); if this is
/// dropped before, they are removed.
pub struct NewFolder {
    /// The name as it was typed.
    name: PathBuf,
    /// The path behind all links.
    path: PathBuf,
    /// Whether an empty folder exists. It keeps its mode, its owner, and anything mounted on it, and a shell may be
    /// working in it.
    is_there: bool,
    draft: TempDir,
    files: Vec<String>,
    unfinished: Unfinished,
}

impl NewFolder {
    /// Begins the folder `name`, which must be new, or exist and be empty.
    ///
    /// # Errors
    /// Returns [`Error::DirectoryInUse`] for a folder with anything in it, otherwise [`Error::Write`].
    pub fn begin(name: &Path) -> Result<Self, Error> {
        let failed = |source: io::Error| Error::Write { path: name.to_owned(), source };
        let is_there = match name.read_dir().map(|mut entries| entries.next().is_none()) {
            Ok(true) => true,
            Ok(false) => return Err(Error::DirectoryInUse { path: name.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(failed(error)),
        };
        let path = followed(name).map_err(failed)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".sistergraph");
        // The system subtracts the umask, as for any new folder.
        #[cfg(unix)]
        if !is_there {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let lies_in = if is_there { &path } else { parent(&path) };
        let made = Unfinished::make(|| builder.tempdir_in(lies_in), TempDir::path);
        let (draft, unfinished) = made.map_err(|error| failed(plain(error)))?;
        Ok(Self { name: name.to_owned(), path, is_there, draft, files: Vec::new(), unfinished })
    }

    /// Writes the file `name`: calls `write` with a buffered writer for its bytes.
    ///
    /// # Errors
    /// Returns [`Error::Write`], also if the folder already has a file with that name.
    pub fn file(&mut self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let write = || {
            // An interrupt removes the folder, either without this file or with it.
            let held = self.unfinished.hold();
            let file = File::create_new(self.draft.path().join(name))?;
            drop(held);
            buffered(&file, write)?;
            file.sync_all()
        };
        write().map_err(|source| self.failed(source))?;
        self.files.push(name.to_owned());
        Ok(())
    }

    /// Puts all files in their place. An interrupt comes either before or after.
    ///
    /// # Errors
    /// Returns [`Error::Write`], or [`Error::DirectoryInUse`] if files were added to the folder meanwhile;
    /// nothing is left then.
    pub fn finish(self) -> Result<(), Error> {
        let held = self.unfinished.hold();
        if self.is_there {
            return self.fill();
        }
        match fs::rename(self.draft.path(), &self.path) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists) => {
                return Err(Error::DirectoryInUse { path: self.name.clone() });
            }
            Err(error) => return Err(self.failed(error)),
        }
        drop(held);
        // The temporary folder has been moved.
        let _ = self.draft.keep();
        Ok(())
    }

    /// Moves all files into the existing folder, or none.
    fn fill(&self) -> Result<(), Error> {
        let entries = self.path.read_dir().map_err(|source| self.failed(source))?;
        if entries.count() != 1 {
            return Err(Error::DirectoryInUse { path: self.name.clone() });
        }
        for (moved, file) in self.files.iter().enumerate() {
            if let Err(source) = fs::rename(self.draft.path().join(file), self.path.join(file)) {
                for file in &self.files[..moved] {
                    // The file was put there just now.
                    let _ = fs::remove_file(self.path.join(file));
                }
                return Err(self.failed(source));
            }
        }
        Ok(())
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Write { path: self.name.clone(), source }
    }
}
