//! A folder that is written whole or not at all.

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

/// A folder in the making. Its files lie in a folder without its name until [`finish`](Self::finish); dropped before,
/// nothing is left of them.
pub struct NewFolder {
    /// The name as it was typed.
    name: PathBuf,
    /// The path behind all links.
    path: PathBuf,
    /// Whether an empty folder is there. It stays what it is: its mode, its owner, where something is mounted on it or a
    /// shell works in it.
    is_there: bool,
    draft: TempDir,
    files: Vec<String>,
    unfinished: Unfinished,
}

impl NewFolder {
    /// Begins the folder `name`: a new one, or one that is there and empty.
    ///
    /// # Errors
    /// [`Error::DirectoryInUse`] for a folder with anything in it, else [`Error::Write`].
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
        // The system takes the umask off, as it does for any new folder.
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

    /// Writes the file `name`: runs `write`, which gets the buffered writer that its bytes go to.
    ///
    /// # Errors
    /// [`Error::Write`], also where the folder has a file of that name.
    pub fn file(&mut self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let write = || {
            // An interrupt removes the folder: either without this file, or with it.
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

    /// Puts all files in their place. An interrupt comes before or after.
    ///
    /// # Errors
    /// [`Error::Write`], and [`Error::DirectoryInUse`] where the folder was filled meanwhile; nothing is left then.
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
        // What it names has been moved.
        let _ = self.draft.keep();
        Ok(())
    }

    /// Moves all files into the folder that is there, or none.
    fn fill(&self) -> Result<(), Error> {
        let entries = self.path.read_dir().map_err(|source| self.failed(source))?;
        if entries.count() != 1 {
            return Err(Error::DirectoryInUse { path: self.name.clone() });
        }
        for (moved, file) in self.files.iter().enumerate() {
            if let Err(source) = fs::rename(self.draft.path().join(file), self.path.join(file)) {
                for file in &self.files[..moved] {
                    // It was put there just now.
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
