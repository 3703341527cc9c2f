use std::rc::Rc;

use super::{Arrangement, NameOf, Sheet};

/// A piece of a page for people.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// A heading of a section.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Names and values, one per line.
    Facts(Vec<(String, String)>),
    /// A table.
    Sheet(Sheet<'a>),
    /// A long table. In HTML it is closed until the reader opens it by its summary; on paper it is always open.
    Folded {
        /// What the table has, as a part of a sentence.
        summary: String,
        /// The table.
        sheet: Sheet<'a>,
    },
    /// Alternatives for terminals and pages: a terminal shows, for example, a command to type next, and a page shows
    /// all rows.
    Either {
        /// The blocks in a terminal.
        terminal: Vec<Block<'a>>,
        /// The blocks in Markdown and HTML.
        page: Vec<Block<'a>>,
    },
    /// A picture. An HTML page contains it, Markdown links to the file beside the page, if there is one, and a terminal
    /// leaves it out.
    Picture {
        /// The picture as an SVG file.
        svg: String,
        /// The name of the file beside the page.
        file: Option<String>,
        /// What it shows, in words.
        alt: String,
        /// The source of what it shows beyond the data: part of the foot of an HTML page, and in Markdown below the
        /// picture.
        credit: String,
    },
}

impl<'a> Block<'a> {
    /// The block, with its table as people see it.
    pub(super) fn for_people(self) -> Self {
        match self {
            Block::Sheet(sheet) => {
                let shown = sheet.on_page(&Arrangement::default());
                Block::Sheet(shown.expect("a sheet has the columns that people see"))
            }
            other => other,
        }
    }

    /// The block, with the names of codes in its tables.
    pub(super) fn with_names(self, name_of: &Rc<NameOf<'a>>) -> Self {
        match self {
            Block::Sheet(sheet) => Block::Sheet(sheet.with_names(Rc::clone(name_of))),
            Block::Folded { summary, sheet } => Block::Folded { summary, sheet: sheet.with_names(Rc::clone(name_of)) },
            Block::Either { terminal, page } => {
                let page = page.into_iter().map(|block| block.with_names(name_of)).collect();
                Block::Either { terminal, page }
            }
            other => other,
        }
    }
}

/// The blocks of a page, without those for terminals.
pub(super) fn of_page<'b, 'a>(blocks: &'b [Block<'a>]) -> impl Iterator<Item = &'b Block<'a>> {
    blocks.iter().flat_map(|block| match block {
        Block::Either { page, .. } => &page[..],
        other => std::slice::from_ref(other),
    })
}

/// The blocks of a terminal, without those for pages.
pub(super) fn of_terminal<'b, 'a>(blocks: &'b [Block<'a>]) -> impl Iterator<Item = &'b Block<'a>> {
    blocks.iter().flat_map(|block| match block {
        Block::Either { terminal, .. } => &terminal[..],
        other => std::slice::from_ref(other),
    })
}
