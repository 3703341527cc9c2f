//! Removes everything unfinished when a run is interrupted.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use super::progress;

/// Files and folders that are being written under temporary names.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The exit code of an interrupted program by the convention of shells: 128 plus the number of the signal.
const INTERRUPTED: i32 = 130;

/// A file or folder that is removed if the run is interrupted while this value exists.
pub struct Unfinished(PathBuf);

impl Unfinished {
    /// Creates a file or folder; `path` gives its name. An interrupt comes before or after, not between the two.
    pub fn make<T>(make: impl FnOnce() -> io::Result<T>, path: impl FnOnce(&T) -> &Path) -> io::Result<(T, Self)> {
        handle();
        let mut unfinished = unfinished();
        let made = make()?;
        let path = path(&made).to_owned();
        unfinished.push(path.clone());
        Ok((made, Self(path)))
    }

    /// While the returned guard exists, nothing is removed, so that nothing is added to a folder that is being removed.
    pub fn hold(&self) -> MutexGuard<'static, Vec<PathBuf>> {
        unfinished()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        unfinished().retain(|path| *path != self.0);
    }
}

/// From now on, an interrupt removes what is unfinished, and the progress bar.
pub fn handle() {
    static HANDLED: Once = Once::new();
    // If no handler can be set, the system's default handler ends the run and leaves the file.
    HANDLED.call_once(|| drop(ctrlc::set_handler(interrupted)));
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn interrupted() {
    progress::clear();
    sistergraph::diagram::end_graphviz();
    // The lock is held until the end, so that the run doesn't continue with removed files.
    let unfinished = unfinished();
    for path in unfinished.iter() {
        // A file that already has its final name no longer exists under this one.
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    process::exit(INTERRUPTED);
}
