//! Keeps the answers of a service in a folder, so that an interrupted run can be resumed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Answers by their queries. Each is written either completely or not at all.
#[derive(Debug)]
pub struct Answers {
    folder: Option<PathBuf>,
}

impl Answers {
    /// Keeps answers in a folder, which is created for the first one.
    pub fn kept_in(folder: PathBuf) -> Self {
        Self { folder: Some(folder) }
    }

    /// The folder for answers until a data set is written to `target`: beside it, as `target.answers`.
    pub fn beside(target: &Path) -> PathBuf {
        let mut name = target.file_name().unwrap_or_default().to_os_string();
        name.push(".answers");
        target.with_file_name(name)
    }

    /// Keeps no answers.
    pub fn not_kept() -> Self {
        Self { folder: None }
    }

    /// The kept answer to a query, if there is one.
    pub(super) fn get(&self, endpoint: &str, query: &str) -> Option<String> {
        fs::read_to_string(self.file(endpoint, query)?).ok()
    }

    /// Keeps an answer.
    ///
    /// # Errors
    /// Returns the system's error.
    pub(super) fn keep(&self, endpoint: &str, query: &str, answer: &str) -> io::Result<()> {
        let (Some(folder), Some(file)) = (&self.folder, self.file(endpoint, query)) else { return Ok(()) };
        fs::create_dir_all(folder)?;
        // The file gets its name when it is complete.
        let mut draft = tempfile::NamedTempFile::new_in(folder)?;
        io::Write::write_all(&mut draft, answer.as_bytes())?;
        draft.persist(file).map_err(|error| error.error)?;
        Ok(())
    }

    /// The number of answers kept.
    pub fn count(&self) -> usize {
        let entries = self.folder.as_deref().and_then(|folder| folder.read_dir().ok());
        entries.into_iter().flatten().flatten().filter(|entry| is_answer(&entry.path())).count()
    }

    /// Removes all answers, and the folder if it then is empty.
    ///
    /// # Errors
    /// Returns the system's error.
    pub fn remove(&self) -> io::Result<()> {
        let Some(folder) = self.folder.as_deref().filter(|folder| folder.exists()) else { return Ok(()) };
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if is_answer(&path) {
                fs::remove_file(path)?;
            }
        }
        // The folder stays if it has other files.
        let _ = fs::remove_dir(folder);
        Ok(())
    }

    fn file(&self, endpoint: &str, query: &str) -> Option<PathBuf> {
        let name = format!("{:032x}.answer", digest(&format!("{endpoint}\n{query}")));
        self.folder.as_deref().map(|folder| folder.join(name))
    }
}

fn is_answer(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "answer")
}

/// FNV-1a with 128 bits, which is the same on every machine and in every version.
fn digest(text: &str) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published values of the function.
    #[test]
    fn the_digest_is_fnv_1a() {
        assert_eq!(digest(""), 0x6c62272e07bb014262b821756295c58d);
        assert_eq!(digest("a"), 0xd228cb696f1a8caf78912b704e4a8964);
        assert_eq!(digest("foobar"), 0x343e1662793c64bf6f0d3597ba446f18);
    }

    #[test]
    fn answers_are_found_by_endpoint_and_query() {
        let dir = tempfile::tempdir().unwrap();
        let answers = Answers::kept_in(dir.path().join("x.answers"));
        answers.keep("e", "q", "1").unwrap();
        answers.keep("f", "q", "2").unwrap();
        let get = |endpoint, query| answers.get(endpoint, query);
        assert_eq!((get("e", "q").as_deref(), get("f", "q").as_deref(), get("e", "r")), (Some("1"), Some("2"), None));
        assert_eq!(answers.count(), 2);
        answers.remove().unwrap();
        assert!(!dir.path().join("x.answers").exists());
        let none = Answers::not_kept();
        none.keep("e", "q", "1").unwrap();
        assert_eq!((none.get("e", "q"), none.count()), (None, 0));
    }
}
