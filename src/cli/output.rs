use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use sistergraph::{
    scene::{PictureFormat, Scene},
    table::{Answer, Format, escape},
};
use tempfile::{NamedTempFile, TempDir};

use super::{arguments::Shared, error::Error, interrupt::Unfinished, progress};

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
    /// The answer as a picture, where one was asked for.
    pub chart: Option<Scene>,
    pub exit_code: u8,
}

/// What a command can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    Rows,
    /// Rows, and pictures of them.
    RowsOrPicture,
    Picture,
    Dot,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Rows(Format),
    Picture(PictureFormat),
    Dot,
}

/// Where an answer goes, and in which form.
pub struct Output {
    form: Form,
    file: Option<PathBuf>,
}

impl Output {
    /// The output asked for of the command `name`.
    pub fn new(shared: &Shared, writes: Writes, name: &str) -> Result<Self, Error> {
        let file = shared.output.clone();
        let extension = file.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str());
        let shown = || file.as_deref().unwrap_or(Path::new("")).display().to_string();
        let usage = |message: String, hint: String| Err(Error::Usage { message, hint });
        if file.as_deref().is_some_and(Path::is_dir) {
            return usage(
                format!("`{}` is a directory", shown()),
                "name a file in it, as in -o DIR/answer.csv".to_owned(),
            );
        }
        let picture = extension.and_then(PictureFormat::from_extension);
        match writes {
            Writes::Rows => {}
            Writes::RowsOrPicture => match (picture, shared.format) {
                (Some(format), None) => return Ok(Self { form: Form::Picture(format), file }),
                (Some(_), Some(format)) => return contradiction(format, &shown()),
                (None, _) => {}
            },
            Writes::Picture => {
                let hint = format!("use -o FILE with {}", pictures("or"));
                return match (shared.format, picture, &file) {
                    (Some(format), ..) => usage(format!("`{name}` writes a picture, not {}", format.name()), hint),
                    (None, Some(format), _) => Ok(Self { form: Form::Picture(format), file }),
                    (None, None, None) => Ok(Self { form: Form::Picture(PictureFormat::Svg), file }),
                    (None, None, Some(_)) => usage(format!("cannot tell the kind of picture from `{}`", shown()), hint),
                };
            }
            Writes::Dot => {
                let message = match (shared.format, extension) {
                    (Some(format), _) => format!("`dot` writes DOT, not {}", format.name()),
                    (None, Some("dot" | "gv") | None) => return Ok(Self { form: Form::Dot, file }),
                    (None, Some(_)) => format!("`dot` writes DOT; `{}` is not a name for it", shown()),
                };
                let hint = "use -o FILE.dot or FILE.gv; `sistergraph diagram -o FILE.svg` draws it".to_owned();
                return usage(message, hint);
            }
        }
        let by_extension = extension.and_then(Format::from_extension);
        let format = match (shared.format, by_extension, &file) {
            (Some(format), Some(other), _) if format != other => return contradiction(format, &shown()),
            (Some(format), ..) | (None, Some(format), _) => format,
            (None, None, None) => Format::Table,
            (None, None, Some(_)) => {
                let pictures = match writes {
                    Writes::RowsOrPicture => format!("; {} for a picture", pictures("or")),
                    _ => String::new(),
                };
                let hint = format!("use .txt, .csv, .json, .md or .html, or add --format{pictures}");
                return usage(format!("cannot tell the format from `{}`", shown()), hint);
            }
        };
        Ok(Self { form: Form::Rows(format), file })
    }

    /// Stdout, in the format asked for.
    pub fn stdout(shared: &Shared) -> Self {
        Self { form: Form::Rows(shared.format.unwrap_or(Format::Table)), file: None }
    }

    /// Whether rows are written without the page about them.
    pub fn has_rows_alone(&self) -> bool {
        matches!(self.form, Form::Rows(Format::Csv | Format::Json))
    }

    pub fn form(&self) -> Form {
        self.form
    }

    /// The file written to, where it isn't stdout.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
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

    /// Writes an answer of rows, and its notes unless `quiet`.
    pub fn answer(&self, answered: &Answered, quiet: bool) -> Result<(), Error> {
        if !quiet {
            let headline = (answered.is_empty && self.has_rows_alone()).then_some(&answered.headline);
            for note in answered.notes.iter().chain(headline) {
                to_stderr(&format!("note: {note}"));
            }
        }
        match (self.form, &answered.chart) {
            (Form::Rows(format), _) => self.text(&answered.answer.render(format, self.width())),
            (Form::Picture(_), Some(chart)) => self.picture(chart),
            // Other forms are asked for only of commands that write them.
            (Form::Picture(_) | Form::Dot, _) => Ok(()),
        }
    }

    /// Writes a picture in the form asked for.
    pub fn picture(&self, scene: &Scene) -> Result<(), Error> {
        let format = match self.form {
            Form::Picture(format) => format,
            Form::Rows(_) | Form::Dot => PictureFormat::Svg,
        };
        self.bytes(&format.encode(scene)?)
    }

    /// Writes a text, to the file whole or not at all.
    pub fn text(&self, text: &str) -> Result<(), Error> {
        self.bytes(text.as_bytes())
    }

    fn bytes(&self, bytes: &[u8]) -> Result<(), Error> {
        match &self.file {
            None => to_stdout(bytes),
            Some(path) => to_file(path, bytes).map_err(|source| Error::Write { path: path.clone(), source }),
        }
    }
}

fn contradiction(format: Format, name: &str) -> Result<Output, Error> {
    let message = format!("--format {} contradicts the name `{name}`", format.name());
    Err(Error::Usage { message, hint: "leave --format out, or change the extension".to_owned() })
}

/// The extensions of pictures, in words.
fn pictures(joint: &str) -> String {
    let names: Vec<String> = PictureFormat::ALL.iter().map(|format| format!(".{}", format.name())).collect();
    names.join(&format!(" {joint} "))
}

/// Writes to stdout; a reader that has gone away (a pipe into `head`) has what it wanted.
pub fn to_stdout(bytes: &[u8]) -> Result<(), Error> {
    progress::clear();
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Stdout(error)),
        _ => Ok(()),
    }
}

/// The most characters of a line on stderr; a name of the data may have millions.
const LONGEST: usize = 2000;

/// One line on stderr, whatever names it holds. Where stderr is gone there is nobody to tell.
pub fn to_stderr(line: &str) {
    let line = escape::terminal(line);
    let _ = progress::pause(|| match line.char_indices().nth(LONGEST) {
        None => writeln!(io::stderr(), "{line}"),
        // What was found stands at the beginning, what was expected at the end.
        Some(_) => {
            let head = line.char_indices().nth(LONGEST / 2).map_or(0, |(at, _)| at);
            let tail = line.char_indices().rev().nth(LONGEST / 4).map_or(0, |(at, _)| at);
            writeln!(io::stderr(), "{} … {}", &line[..head], &line[tail..])
        }
    });
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
    let (beside, unfinished) =
        Unfinished::make(|| builder.tempdir_in(parent), TempDir::path).map_err(|error| failed(plain(error)))?;
    for (name, text) in files {
        let _held = unfinished.hold();
        let mut file = std::fs::File::create(beside.path().join(name)).map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    }
    let held = unfinished.hold();
    // Windows renames no directory over another, not even over an empty one.
    if path.exists() {
        std::fs::remove_dir(path).map_err(failed)?;
    }
    std::fs::rename(beside.path(), path).map_err(failed)?;
    // What it names has been moved.
    let _ = beside.keep();
    drop(held);
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
    let (mut file, _unfinished) =
        Unfinished::make(|| builder.tempfile_in(parent), NamedTempFile::path).map_err(plain)?;
    file.write_all(bytes).map_err(plain)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// What the system said, without the name of a file that nobody asked for.
fn plain(error: io::Error) -> io::Error {
    match error.kind() {
        _ if error.raw_os_error().is_some() => error,
        io::ErrorKind::NotFound => io::Error::new(io::ErrorKind::NotFound, "there is no such folder"),
        kind => io::Error::from(kind),
    }
}
