use std::{
    fmt,
    io::{self, Write},
    rc::Rc,
};

use serde::Serialize;
use serde_json::Value;

#[cfg(feature = "workbook")]
use super::xlsx;
use super::{
    Arrangement, Block, NameOf, Remark, Sheet, UnknownColumn, Wording, csv, html, json, latex, markdown, terminal,
    wording::English,
};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table for a terminal, no wider than the width given.
    Table,
    /// Comma-separated values, RFC 4180, with a header; cells that a spreadsheet would run are guarded.
    Csv,
    /// An array of flat objects, one a line; or one object.
    Json,
    /// Headings and pipe tables.
    Markdown,
    /// A whole page, which loads nothing from elsewhere.
    Html,
    /// A piece of a LaTeX document, its tables ruled by the package booktabs.
    Latex,
    /// A workbook for spreadsheets: the rows on one worksheet, what they are about on another.
    #[cfg(feature = "workbook")]
    Xlsx,
}

impl Format {
    /// Every format, as listed in the help.
    pub const ALL: &'static [Format] = &[
        Format::Table,
        Format::Csv,
        Format::Json,
        Format::Markdown,
        Format::Html,
        Format::Latex,
        #[cfg(feature = "workbook")]
        Format::Xlsx,
    ];

    /// The name of the format in options.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Latex => "latex",
            #[cfg(feature = "workbook")]
            Format::Xlsx => "xlsx",
        }
    }

    /// Whether the output is bytes that a terminal can't show.
    pub fn is_binary(self) -> bool {
        match self {
            Format::Table | Format::Csv | Format::Json | Format::Markdown | Format::Html | Format::Latex => false,
            #[cfg(feature = "workbook")]
            Format::Xlsx => true,
        }
    }

    /// The format with a file extension.
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "txt" => Some(Format::Table),
            "csv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" => Some(Format::Html),
            "tex" => Some(Format::Latex),
            #[cfg(feature = "workbook")]
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        }
    }
}

/// An answer: a page for people (table, Markdown, HTML, LaTeX), and data for programs (CSV, JSON, workbooks).
#[derive(Clone)]
pub struct Answer<'a> {
    page: Vec<Block<'a>>,
    data: Data<'a>,
    source: String,
    made_with: Option<MadeWith>,
    wording: Rc<dyn Wording + 'a>,
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, data, source, made_with, wording } = self;
        let mut answer = f.debug_struct("Answer");
        answer.field("page", page).field("data", data).field("source", source).field("made_with", made_with);
        answer.field("language", &wording.language()).finish()
    }
}

/// The conditions of an answer, on one line and as an object.
#[derive(Clone, Debug)]
struct MadeWith {
    line: String,
    object: Value,
}

#[derive(Clone, Debug)]
enum Data<'a> {
    Rows(Sheet<'a>),
    Object(Object<'a>),
}

/// An object, which is serialized when JSON is asked for.
#[derive(Clone)]
struct Object<'a>(Rc<dyn Fn() -> Value + 'a>);

impl fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object").finish_non_exhaustive()
    }
}

/// Why an answer can't be arranged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArrangementError {
    /// It is a single object.
    #[error("the answer is one object: it has no rows")]
    NoRows,
    /// It has no column with this name.
    #[error(transparent)]
    Unknown(#[from] UnknownColumn),
}

impl<'a> Answer<'a> {
    /// Rows under a heading. The heading isn't data: CSV and JSON have only the rows.
    pub fn rows(heading: impl IntoIterator<Item = String>, sheet: Sheet<'a>) -> Self {
        let page = heading.into_iter().map(Block::Text).chain([Block::Sheet(sheet.clone())]).collect();
        Self::paged_rows(page, sheet)
    }

    /// Adds the names of codes: HTML pages show them beside the codes, and an arrangement can ask for them.
    #[must_use]
    pub fn with_names(self, name_of: &Rc<NameOf<'a>>) -> Self {
        let data = match self.data {
            Data::Rows(sheet) => Data::Rows(sheet.with_names(Rc::clone(name_of))),
            object @ Data::Object(_) => object,
        };
        let page = self.page.into_iter().map(|block| block.with_names(name_of)).collect();
        Self { page, data, ..self }
    }

    /// Adds a source, which becomes the foot of a stand-alone HTML page.
    #[must_use]
    pub fn resting_on(self, source: String) -> Self {
        Self { source, ..self }
    }

    /// Adds the conditions under which the answer was made: the last line of an HTML page, and the last entry of an
    /// object.
    #[must_use]
    pub fn made_with(self, made_with: &impl Serialize, line: String) -> Self {
        let object = serde_json::to_value(made_with).expect("what an answer was made with is an object of texts");
        Self { made_with: Some(MadeWith { line, object }), ..self }
    }

    /// Writes captions, words of vocabularies, numbers and dates for people in another language. Sentences on the page
    /// must be in that language already.
    #[must_use]
    pub fn worded(self, wording: Rc<dyn Wording + 'a>) -> Self {
        Self { wording, ..self }
    }

    /// Rows, with a page that shows them to people in another form than a table. CSV and JSON have only the rows.
    pub fn paged_rows(page: Vec<Block<'a>>, sheet: Sheet<'a>) -> Self {
        let page = page.into_iter().map(Block::for_people).collect();
        Self { page, data: Data::Rows(sheet), source: String::new(), made_with: None, wording: Rc::new(English) }
    }

    /// A single object, with the page that shows it to people. In CSV it is `section,key,value`.
    pub fn object(object: impl Serialize + 'a, page: Vec<Block<'a>>) -> Self {
        let value = move || serde_json::to_value(&object).expect("an answer has text keys");
        let data = Data::Object(Object(Rc::new(value)));
        let page = page.into_iter().map(Block::for_people).collect();
        Self { page, data, source: String::new(), made_with: None, wording: Rc::new(English) }
    }

    /// The answer with its rows rearranged. The sheet with the rows on the page is rearranged too, below a line with
    /// the number of rows if some are left out. A page without that sheet is replaced by one that has it.
    ///
    /// # Errors
    /// Returns [`ArrangementError`] if the answer is an object, or lacks a column.
    pub fn arranged(self, arrangement: &Arrangement) -> Result<Self, ArrangementError> {
        let Data::Rows(sheet) = &self.data else { return Err(ArrangementError::NoRows) };
        let (arranged, on_page) = (sheet.arranged(arrangement)?, sheet.on_page(arrangement)?);
        let is_shown = |block: &Block<'_>| matches!(block, Block::Sheet(shown) if shown.has_rows_of(sheet));
        let is_text = |block: &&Block<'_>| matches!(block, Block::Text(_));
        let has_sheet = self.page.iter().any(is_shown);
        let shown = arranged.row_count();
        let of_all = (shown < sheet.row_count()).then(|| {
            let all = sheet.row_count();
            Block::Text(self.wording.remark(Remark::First { shown, all }))
        });
        let rows = || of_all.iter().cloned().chain([Block::Sheet(on_page.clone())]);
        let page = if has_sheet {
            let blocks = self.page.iter().flat_map(|block| {
                let arranged = is_shown(block).then(rows);
                let other = (!is_shown(block)).then(|| block.clone());
                arranged.into_iter().flatten().chain(other)
            });
            blocks.collect()
        } else {
            self.page.iter().take_while(is_text).cloned().chain(rows()).collect()
        };
        Ok(Self { page, data: Data::Rows(arranged), ..self })
    }

    /// Writes the answer row by row; `width` is the terminal's width in columns, and only affects [`Format::Table`].
    ///
    /// CSV, JSON and workbooks read every row once. A page reads them two or three times, first to find out what its
    /// columns hold. Output comes in pieces of a row or less, so `out` should be buffered.
    ///
    /// # Errors
    /// Returns the errors of `out`.
    pub fn write(&self, format: Format, width: usize, out: &mut dyn Write) -> io::Result<()> {
        let wording = &*self.wording;
        match (format, &self.data) {
            (Format::Table, _) => terminal::write_page(&self.page, width, wording, out),
            (Format::Markdown, _) => markdown::write_page(&self.page, wording, out),
            (Format::Html, _) => html::write_page(&self.page, &self.foot(), wording, out),
            (Format::Latex, _) => latex::write_page(&self.page, wording, out),
            (Format::Csv, Data::Rows(sheet)) => csv::write_rows(sheet, out),
            (Format::Csv, Data::Object(object)) => csv::write_object(&self.whole(object), out),
            #[cfg(feature = "workbook")]
            (Format::Xlsx, Data::Rows(sheet)) => xlsx::write_rows(sheet, &self.about(), wording, out),
            #[cfg(feature = "workbook")]
            (Format::Xlsx, Data::Object(object)) => {
                xlsx::write_object(&self.whole(object), &self.about(), wording, out)
            }
            (Format::Json, Data::Rows(sheet)) => json::write_rows(sheet, out),
            (Format::Json, Data::Object(object)) => {
                let json = serde_json::to_string_pretty(&self.whole(object)).expect("a value is JSON");
                json::write_object(json, out)
            }
        }
    }

    /// What the rows are about: the paragraphs above the first table or section, and the source of the answer.
    #[cfg(feature = "workbook")]
    fn about(&self) -> Vec<String> {
        let texts = self.page.iter().map_while(|block| match block {
            Block::Text(text) => Some(text.clone()),
            _ => None,
        });
        texts.chain([self.foot()].into_iter().filter(|foot| !foot.is_empty())).collect()
    }

    /// The sources of the answer and its pictures, and its conditions, on one line.
    fn foot(&self) -> String {
        let made_with =
            self.made_with.iter().map(|made_with| self.wording.remark(Remark::MadeWith { line: &made_with.line }));
        let credits = self.page.iter().filter_map(|block| match block {
            Block::Picture { credit, .. } => Some(credit.clone()),
            _ => None,
        });
        let said = [self.source.clone()].into_iter().chain(credits).chain(made_with);
        said.filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// An object with the conditions of the answer.
    fn whole(&self, Object(object): &Object<'_>) -> Value {
        let mut object = object();
        if let (Some(object), Some(made_with)) = (object.as_object_mut(), &self.made_with) {
            object.insert("made_with".to_owned(), made_with.object.clone());
        }
        object
    }

    /// The answer as text; see [`write`](Self::write).
    ///
    /// # Panics
    /// If the format [isn't text](Format::is_binary).
    pub fn render(&self, format: Format, width: usize) -> String {
        let mut bytes = Vec::new();
        self.write(format, width, &mut bytes).expect("writing to memory does not fail");
        String::from_utf8(bytes).expect("texts make a text")
    }
}
