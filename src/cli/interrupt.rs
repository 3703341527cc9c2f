//! What an interrupted run leaves behind: nothing.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use super::progress;

/// What is written and has not yet its name.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The exit code of a program that an interrupt ended, as shells have it: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// A file or folder that is removed when the run is interrupted, as long as this lives.
pub struct Unfinished(PathBuf);

impl Unfinished {
    /// Makes what `path` then says the name of; an interrupt comes before or after, not between the two.
    pub fn make<T>(make: impl FnOnce() -> io::Result<T>, path: impl FnOnce(&T) -> &Path) -> io::Result<(T, Self)> {
        handle();
        let mut unfinished = unfinished();
        let made = make()?;
        let path = path(&made).to_owned();
        unfinished.push(path.clone());
        Ok((made, Self(path)))
    }

    /// Nothing is removed as long as what this gives lives, so that nothing is added to what is being removed.
    pub fn hold(&self) -> MutexGuard<'static, Vec<PathBuf>> {
        unfinished()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        unfinished().retain(|path| *path != self.0);
    }
}

/// From now on an interrupt takes away what is unfinished, and the progress bar.
pub fn handle() {
    static HANDLED: Once = Once::new();
    // Where no handler can be set the system's own ends the run, which leaves the file.
    HANDLED.call_once(|| drop(ctrlc::set_handler(interrupted)));
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn interrupted() {
    progress::clear();
    sistergraph::diagram::end_graphviz();
    // Held to the end, so that the run doesn't go on with what is gone.
    let unfinished = unfinished();
    for path in unfinished.iter() {
        // What has its name by now isn't there any more.
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    process::exit(INTERRUPTED);
}
