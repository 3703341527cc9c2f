use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use sistergraph::table::{Answer, Format, escape};

use super::{arguments::Shared, error::Error};

/// The width of a table where no terminal says otherwise.
const WIDTH: usize = 80;

/// What a command found.
pub struct Answered {
    pub answer: Answer,
    /// The answer's first line: what it counts. Where the answer is empty and the format has no headings, it is said
    /// on stderr instead.
    pub headline: String,
    pub is_empty: bool,
    /// Said on stderr beside the answer.
    pub notes: Vec<String>,
    pub exit_code: u8,
}

/// Where an answer goes, and in which form.
pub struct Output {
    format: Format,
    file: Option<PathBuf>,
}

impl Output {
    /// The output asked for; `is_dot` where the answer is DOT, which has its own extensions and no other form.
    pub fn new(shared: &Shared, is_dot: bool) -> Result<Self, Error> {
        let file = shared.output.clone();
        let extension = file.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str());
        let shown = || file.as_deref().unwrap_or(Path::new("")).display().to_string();
        if is_dot {
            let message = match (shared.format, extension) {
                (Some(format), _) => format!("`dot` writes DOT, not {}", format.name()),
                (None, Some("dot" | "gv") | None) => return Ok(Self { format: Format::Table, file }),
                (None, Some(_)) => format!("`dot` writes DOT; `{}` is not a name for it", shown()),
            };
            let hint = "use -o FILE.dot or FILE.gv; `sistergraph dot | dot -Tsvg > FILE.svg` draws it".to_owned();
            return Err(Error::Usage { message, hint });
        }
        let by_extension = extension.and_then(Format::from_extension);
        let format = match (shared.format, by_extension, &file) {
            (Some(format), Some(other), _) if format != other => {
                let message = format!("--format {} contradicts the name `{}`", format.name(), shown());
                return Err(Error::Usage { message, hint: "leave --format out, or change the extension".to_owned() });
            }
            (Some(format), ..) | (None, Some(format), _) => format,
            (None, None, None) => Format::Table,
            (None, None, Some(_)) => {
                let message = format!("cannot tell the format from `{}`", shown());
                let hint = "use .txt, .csv, .json or .md, or add --format".to_owned();
                return Err(Error::Usage { message, hint });
            }
        };
        Ok(Self { format, file })
    }

    /// Stdout, in the format asked for.
    pub fn stdout(shared: &Shared) -> Self {
        Self { format: shared.format.unwrap_or(Format::Table), file: None }
    }

    pub fn format(&self) -> Format {
        self.format
    }

    /// The columns a table may take: of the terminal, or of `COLUMNS`, or 80; a file is written for 80.
    pub fn width(&self) -> usize {
        if self.file.is_some() {
            return WIDTH;
        }
        let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = || {
            let (width, _) = io::stdout().is_terminal().then(terminal_size::terminal_size)??;
            Some(usize::from(width.0))
        };
        stated.or_else(terminal).filter(|&width| width >= 40).unwrap_or(WIDTH)
    }

    /// Writes an answer, and its notes unless `quiet`.
    pub fn answer(&self, answered: &Answered, quiet: bool) -> Result<(), Error> {
        if !quiet {
            let has_heading = matches!(self.format, Format::Table | Format::Markdown);
            let headline = (answered.is_empty && !has_heading).then_some(&answered.headline);
            for note in answered.notes.iter().chain(headline) {
                to_stderr(&format!("note: {note}"));
            }
        }
        self.text(&answered.answer.render(self.format, self.width()))
    }

    /// Writes a text, to the file whole or not at all.
    pub fn text(&self, text: &str) -> Result<(), Error> {
        match &self.file {
            None => to_stdout(text),
            Some(path) => to_file(path, text.as_bytes()).map_err(|source| Error::Write { path: path.clone(), source }),
        }
    }
}

/// Writes to stdout; a reader that has gone away (a pipe into `head`) has what it wanted.
pub fn to_stdout(text: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Stdout(error)),
        _ => Ok(()),
    }
}

/// The most characters of a line on stderr; a name of the data may have millions.
const LONGEST: usize = 2000;

/// One line on stderr, whatever names it holds. Where stderr is gone there is nobody to tell.
pub fn to_stderr(line: &str) {
    let line = escape::terminal(line);
    let _ = match line.char_indices().nth(LONGEST) {
        None => writeln!(io::stderr(), "{line}"),
        // What was found stands at the beginning, what was expected at the end.
        Some(_) => {
            let head = line.char_indices().nth(LONGEST / 2).map_or(0, |(at, _)| at);
            let tail = line.char_indices().rev().nth(LONGEST / 4).map_or(0, |(at, _)| at);
            writeln!(io::stderr(), "{} … {}", &line[..head], &line[tail..])
        }
    };
}

/// Writes files into a new directory: all of them or none. An empty directory that is there already is taken.
pub fn to_directory(path: &Path, files: &[(&str, String)]) -> Result<(), Error> {
    let failed = |source: io::Error| Error::Write { path: path.to_owned(), source };
    match path.read_dir().map(|mut entries| entries.next().is_none()) {
        Ok(true) => {}
        Ok(false) => return Err(Error::DirectoryInUse { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".sistergraph");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o777));
    }
    let beside = builder.tempdir_in(parent).map_err(|error| failed(plain(error)))?;
    for (name, text) in files {
        let mut file = std::fs::File::create(beside.path().join(name)).map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    }
    // Windows renames no directory over another, not even over an empty one.
    if path.exists() {
        std::fs::remove_dir(path).map_err(failed)?;
    }
    std::fs::rename(beside.path(), path).map_err(failed)?;
    // What it names has been moved.
    let _ = beside.keep();
    Ok(())
}

/// Writes beside `path` and renames, so that what was there stays until the new text is whole.
pub fn to_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A device or pipe can't be replaced, and isn't a file that could be left half-written.
    if path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return std::fs::write(path, bytes);
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".sistergraph");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system takes the umask off, as it does for any new file.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(parent).map_err(plain)?;
    file.write_all(bytes).map_err(plain)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// What the system said, without the name of a file that nobody asked for.
fn plain(error: io::Error) -> io::Error {
    if error.raw_os_error().is_some() { error } else { io::Error::from(error.kind()) }
}
