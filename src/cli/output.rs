use std::{
    cell::Cell,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    rc::Rc,
};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Style};
use sistergraph::{
    graph::Network,
    legible::spell_out,
    model::CountryCode,
    scene::{PictureFormat, Scene},
    table::{Answer, Arrangement, ArrangementError, CodeOf, Format, NameOf, UnknownColumn},
    words::Words,
};

use super::{
    arguments::Shared,
    destination::{Destination, Prepared},
    error::Error,
    progress,
};

/// The width of a table if no terminal gives another.
const WIDTH: usize = 80;

/// The result of a command.
pub struct Answered<'a> {
    pub answer: Answer<'a>,
    /// The first line of the answer, which says what it counts. If the answer is empty and the format has no headings,
    /// it is printed to stderr instead.
    pub headline: String,
    pub is_empty: bool,
    /// Notes that are printed to stderr beside the answer.
    pub notes: Vec<String>,
    /// The answer as a picture, if one was asked for.
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
    /// An interactive page for a browser.
    Page,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Rows(Format),
    Picture(PictureFormat),
    Dot,
    Page,
}

impl Form {
    /// The form that follows from the format, the name of the file and what the command `name` can write.
    fn asked_for(shared: &Shared, writes: Writes, name: &str) -> Result<Self, Error> {
        let file = shared.output.as_deref();
        let extension = file.and_then(Path::extension).and_then(|extension| extension.to_str());
        let shown = || file.unwrap_or(Path::new("")).display().to_string();
        let usage = |message: String, hint: String| Err(Error::Usage { message, hint });
        if file.is_some_and(Path::is_dir) {
            return usage(
                format!("`{}` is a directory", shown()),
                "name a file in it, as in -o DIR/answer.csv".to_owned(),
            );
        }
        let picture = extension.and_then(PictureFormat::from_extension);
        match writes {
            Writes::Rows => {}
            Writes::RowsOrPicture => match (picture, shared.format) {
                (Some(format), None) => return Ok(Form::Picture(format)),
                (Some(_), Some(format)) => return contradiction(format, &shown()),
                (None, _) => {}
            },
            Writes::Picture => {
                let hint = format!("use -o FILE with {}", pictures("or"));
                return match (shared.format, picture, file) {
                    (Some(format), ..) => usage(format!("`{name}` writes a picture, not {}", format.name()), hint),
                    (None, Some(format), _) => Ok(Form::Picture(format)),
                    (None, None, None) if io::stdout().is_terminal() => {
                        let hint = format!("add -o {name}.svg, or -o FILE with {}", pictures("or"));
                        usage(format!("`{name}` writes a picture, which a terminal can't show"), hint)
                    }
                    (None, None, None) => Ok(Form::Picture(PictureFormat::Svg)),
                    (None, None, Some(_))
                        if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("pdf")) =>
                    {
                        let message = "this program was built without the feature `pdf`".to_owned();
                        usage(message, format!("`cargo build --release --features pdf` makes one with it; or {hint}"))
                    }
                    (None, None, Some(_)) => usage(format!("cannot tell the kind of picture from `{}`", shown()), hint),
                };
            }
            Writes::Dot => {
                let message = match (shared.format, extension) {
                    (Some(format), _) => format!("`dot` writes DOT, not {}", format.name()),
                    (None, Some("dot" | "gv") | None) => return Ok(Form::Dot),
                    (None, Some(_)) => format!("`dot` writes DOT; `{}` is not a name for it", shown()),
                };
                let hint = "use -o FILE.dot or FILE.gv; `sistergraph diagram -o FILE.svg` draws it".to_owned();
                return usage(message, hint);
            }
            Writes::Page => {
                let message = match (shared.format, extension, file) {
                    (Some(Format::Html) | None, Some("html" | "htm"), _) => return Ok(Form::Page),
                    (Some(Format::Html) | None, _, None) if io::stdout().is_terminal() => {
                        format!("`{name}` writes a page for a browser, which a terminal can't show")
                    }
                    (Some(Format::Html) | None, _, None) => return Ok(Form::Page),
                    (Some(format), ..) if format != Format::Html => {
                        format!("`{name}` writes a page in HTML, not {}", format.name())
                    }
                    _ => format!("`{name}` writes a page in HTML; `{}` is not a name for it", shown()),
                };
                return usage(message, format!("use -o {name}.html"));
            }
        }
        let by_extension = extension.and_then(Format::from_extension);
        let format = match (shared.format, by_extension, file) {
            (Some(format), Some(other), _) if format != other => return contradiction(format, &shown()),
            (Some(format), ..) | (None, Some(format), _) => format,
            (None, None, None) => Format::Table,
            (None, None, Some(_)) => {
                let pictures = match writes {
                    Writes::RowsOrPicture => format!("; {} for a picture", pictures("or")),
                    _ => String::new(),
                };
                let hint = format!("use {}, or add --format{pictures}", extensions());
                return usage(format!("cannot tell the format from `{}`", shown()), hint);
            }
        };
        if format.is_binary() && file.is_none() && io::stdout().is_terminal() {
            let hint = format!("add -o FILE.{}", format.name());
            return usage(format!("--format {} is nothing a terminal can show", format.name()), hint);
        }
        Ok(Form::Rows(format))
    }
}

/// Where an answer goes, and in which form.
pub struct Output {
    form: Form,
    arrangement: Arrangement,
    /// The words of the answer; data has English ones.
    words: Words,
    destination: Destination,
    /// A file that belongs to the answer. It has been written but isn't in its place yet.
    beside: Cell<Option<Prepared>>,
}

impl Output {
    /// The output asked for, for the command `name`.
    pub fn new(shared: &Shared, writes: Writes, name: &str) -> Result<Self, Error> {
        let form = Form::asked_for(shared, writes, name)?;
        let arrangement = shared.arrangement.arrangement();
        let is_drawn = matches!(form, Form::Picture(_) | Form::Dot | Form::Page);
        // A chart may be drawn by the column that rows would be sorted by; the command itself decides about that.
        let sorts_a_chart = Arrangement { sort: Vec::new(), ..arrangement.clone() }.is_plain() && name == "regions";
        if is_drawn && !arrangement.is_plain() && !sorts_a_chart {
            let instead = match writes {
                Writes::RowsOrPicture => "-o FILE.csv writes the rows",
                _ => "`sistergraph ties` lists what is drawn",
            };
            return Err(Error::Usage {
                message: "a picture has no columns and rows to choose".to_owned(),
                hint: format!("leave --select, --sort and --top out; {instead}"),
            });
        }
        let destination = Destination::new(shared.output.clone());
        let words = words(form, shared);
        Ok(Self { form, arrangement, words, destination, beside: Cell::default() })
    }

    /// Stdout, in the format asked for.
    pub fn stdout(shared: &Shared) -> Self {
        let form = Form::Rows(shared.format.unwrap_or(Format::Table));
        let arrangement = shared.arrangement.arrangement();
        let words = words(form, shared);
        Self { form, arrangement, words, destination: Destination::Stdout, beside: Cell::default() }
    }

    /// Whether rows are written without the page about them.
    pub fn has_rows_alone(&self) -> bool {
        matches!(self.form, Form::Rows(Format::Csv | Format::Json))
    }

    pub fn form(&self) -> Form {
        self.form
    }

    /// The words of the answer.
    pub fn words(&self) -> Words {
        self.words
    }

    /// The columns and rows to show, and their order.
    pub fn arrangement(&self) -> &Arrangement {
        &self.arrangement
    }

    /// The answer in the language and arrangement asked for. If the network is given and the answer has codes, it also
    /// has their names.
    pub fn arranged<'a>(&self, answered: Answered<'a>, network: Option<&'a Network>) -> Result<Answered<'a>, Error> {
        if answered.chart.is_some() {
            return Ok(answered);
        }
        let name_of = |network: &'a Network| -> Rc<NameOf<'a>> {
            let register = network.register();
            Rc::new(move |of: CodeOf, code: &str| match of {
                CodeOf::Region => Some(network.shown_region(register.region(register.find_region(code)?)).to_owned()),
                CodeOf::Country => Some(network.shown_country(CountryCode::new(code)?)),
            })
        };
        let answer = match network {
            Some(network) => answered.answer.with_names(&name_of(network)),
            None => answered.answer,
        };
        let answer = answer.worded(Rc::new(self.words));
        if self.arrangement.is_plain() {
            return Ok(Answered { answer, ..answered });
        }
        let answer = answer.arranged(&self.arrangement).map_err(|error| {
            let hint = match &error {
                ArrangementError::NoRows => "leave --select, --sort and --top out".to_owned(),
                ArrangementError::Unknown(UnknownColumn { columns, .. }) => {
                    format!("the columns are {}", columns.join(", "))
                }
            };
            Error::Usage { message: error.to_string(), hint }
        })?;
        Ok(Answered { answer, ..answered })
    }

    /// The file that is written to, unless it is stdout.
    pub fn file(&self) -> Option<&Path> {
        self.destination.file()
    }

    /// The width of a table in columns: that of the terminal, otherwise `COLUMNS`, otherwise 80; always 80 for a file.
    pub fn width(&self) -> usize {
        if self.file().is_some() {
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
    pub fn answer(&self, answered: &Answered<'_>, quiet: bool) -> Result<(), Error> {
        if !quiet {
            let headline = (answered.is_empty && self.has_rows_alone()).then_some(&answered.headline);
            for note in answered.notes.iter().chain(headline) {
                to_stderr(&format!("note: {note}"));
            }
        }
        match (self.form, &answered.chart) {
            (Form::Rows(format), _) => self.write(|out| answered.answer.write(format, self.width(), out)),
            (Form::Picture(_), Some(chart)) => self.picture(chart),
            // The other forms are only asked for with commands that write them.
            (Form::Picture(_) | Form::Dot | Form::Page, _) => Ok(()),
        }
    }

    /// Writes a picture in the form asked for.
    pub fn picture(&self, scene: &Scene) -> Result<(), Error> {
        let format = match self.form {
            Form::Picture(format) => format,
            Form::Rows(_) | Form::Dot | Form::Page => PictureFormat::Svg,
        };
        let picture = format.encode(scene)?;
        self.write(|out| out.write_all(&picture))
    }

    /// Calls `write` with a writer for the output: see [`Destination::write`].
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let written = self.destination.prepare(write)?;
        self.beside.take().map_or(Ok(()), Prepared::finish)?;
        written.finish()
    }

    /// Writes a file that belongs to the answer. It is put in its place with the answer, once that is written too.
    pub fn write_beside(&self, file: PathBuf, text: &str) -> Result<(), Error> {
        self.beside.set(Some(Destination::File(file).prepare(|out| out.write_all(text.as_bytes()))?));
        Ok(())
    }
}

/// The words of the language asked for; English if the answer is for programs.
fn words(form: Form, shared: &Shared) -> Words {
    match form {
        Form::Rows(Format::Csv | Format::Json) => Words::default(),
        Form::Rows(_) | Form::Picture(_) | Form::Dot | Form::Page => Words::of(shared.lang),
    }
}

fn contradiction(format: Format, name: &str) -> Result<Form, Error> {
    let message = format!("--format {} contradicts the name `{name}`", format.name());
    Err(Error::Usage { message, hint: "leave --format out, or change the extension".to_owned() })
}

/// Lists the extensions of answers in rows.
fn extensions() -> String {
    let extension = |format: &Format| match format {
        Format::Table => "txt",
        Format::Latex => "tex",
        format => format.name(),
    };
    let mut names: Vec<String> = Format::ALL.iter().map(|format| format!(".{}", extension(format))).collect();
    let last = names.pop().unwrap_or_default();
    format!("{} or {last}", names.join(", "))
}

/// Lists the extensions of pictures.
fn pictures(joint: &str) -> String {
    let names: Vec<String> = PictureFormat::ALL.iter().map(|format| format!(".{}", format.name())).collect();
    names.join(&format!(" {joint} "))
}

/// The most characters of a line on stderr, since a name in the data may have millions.
const LONGEST: usize = 2000;

/// Prints one line to stderr, whatever names it contains. If stderr is closed, there is nobody to tell.
pub fn to_stderr(line: &str) {
    let line = spell_out(line);
    let (word, style, line) = match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => ("", Style::new(), &*line),
        _ => coloured(&line),
    };
    let _ = progress::pause(|| match line.char_indices().nth(LONGEST) {
        None => writeln!(io::stderr(), "{style}{word}{style:#}{line}"),
        // The beginning says what was found, and the end says what was expected, so both are kept.
        Some(_) => {
            let head = line.char_indices().nth(LONGEST / 2).map_or(0, |(at, _)| at);
            let tail = line.char_indices().rev().nth(LONGEST / 4).map_or(0, |(at, _)| at);
            writeln!(io::stderr(), "{style}{word}{style:#}{} … {}", &line[..head], &line[tail..])
        }
    });
}

/// The words that begin a line, in the colours that the argument parser uses for its own.
const COLOURS: [(&str, AnsiColor); 4] = [
    ("error:", AnsiColor::Red),
    ("warning:", AnsiColor::Yellow),
    ("note:", AnsiColor::Cyan),
    ("hint:", AnsiColor::Green),
];

/// The coloured word at the beginning of a line, and the rest of the line.
fn coloured(line: &str) -> (&'static str, Style, &str) {
    let found = COLOURS.iter().find_map(|&(word, colour)| Some((word, colour, line.strip_prefix(word)?)));
    found.map_or(("", Style::new(), line), |(word, colour, rest)| (word, colour.on_default().bold(), rest))
}
