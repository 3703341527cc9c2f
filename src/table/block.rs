use std::rc::Rc;

use super::{NameOf, Sheet};

/// A piece of a page for people.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// A heading of a section.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Names and values, one a line.
    Facts(Vec<(String, String)>),
    /// A table.
    Sheet(Sheet<'a>),
    /// What a terminal shows, and what a page does: a command to type next is for the one, all rows are for the other.
    Either {
        /// In a terminal.
        terminal: Vec<Block<'a>>,
        /// In Markdown and HTML.
        page: Vec<Block<'a>>,
    },
    /// A picture: on a page in HTML itself, in Markdown the file beside the page, where it has one; none in a terminal.
    Picture {
        /// The picture as an SVG file.
        svg: String,
        /// The name of the file beside the page.
        file: Option<String>,
        /// What it shows, in words.
        alt: String,
        /// Where what it shows beside the data comes from: a part of the foot of a page in HTML, in Markdown below the picture.
        credit: String,
    },
}

impl<'a> Block<'a> {
    /// The block, with the names of codes beside these in its tables.
    pub(super) fn with_names(self, name_of: &Rc<NameOf<'a>>) -> Self {
        match self {
            Block::Sheet(sheet) => Block::Sheet(sheet.with_names(Rc::clone(name_of))),
            Block::Either { terminal, page } => {
                let page = page.into_iter().map(|block| block.with_names(name_of)).collect();
                Block::Either { terminal, page }
            }
            other => other,
        }
    }
}

/// The blocks of a page, those of a terminal left out.
pub(super) fn of_page<'b, 'a>(blocks: &'b [Block<'a>]) -> impl Iterator<Item = &'b Block<'a>> {
    blocks.iter().flat_map(|block| match block {
        Block::Either { page, .. } => &page[..],
        other => std::slice::from_ref(other),
    })
}

/// The blocks of a terminal, those of a page left out.
pub(super) fn of_terminal<'b, 'a>(blocks: &'b [Block<'a>]) -> impl Iterator<Item = &'b Block<'a>> {
    blocks.iter().flat_map(|block| match block {
        Block::Either { terminal, .. } => &terminal[..],
        other => std::slice::from_ref(other),
    })
}
