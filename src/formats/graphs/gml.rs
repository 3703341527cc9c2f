//! GML (Graph Modelling Language), as igraph, networkx and yEd write it: only read.
//!
//! A file is a list of keys with values, which are numbers, texts in double quotes, or lists in brackets. Characters
//! beyond ASCII may be written as in HTML (`&#233;`).

use super::{
    entities::{Entities, decoded},
    tables::{NamedCell, Tables, take},
};
use crate::formats::{Reading, Told, error::Error};

/// Real graph files don't nest lists as deeply.
const DEEPEST: usize = 64;

/// A piece of the text.
enum Token {
    Key(String),
    Number(String),
    Text(String),
    Open,
    Close,
}

struct Tokens<'t> {
    file: &'t str,
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    line: usize,
}

impl<'t> Tokens<'t> {
    fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, rest: text.chars().peekable(), line: 1 }
    }

    fn broken(&self, what: &str) -> Error {
        Error::Markup { path: self.file.to_owned(), line: self.line, what: what.to_owned() }
    }

    fn next(&mut self) -> Result<Option<Token>, Error> {
        loop {
            match self.rest.next() {
                None => return Ok(None),
                Some('\n') => self.line += 1,
                Some(c) if c.is_whitespace() => {}
                // A comment ends with its line.
                Some('#') => while self.rest.next_if(|&c| c != '\n').is_some() {},
                Some('[') => return Ok(Some(Token::Open)),
                Some(']') => return Ok(Some(Token::Close)),
                Some('"') => return self.text().map(Some),
                Some(first) => {
                    let mut word = String::from(first);
                    while let Some(c) = self.rest.next_if(|c| !c.is_whitespace() && !matches!(c, '[' | ']' | '"')) {
                        word.push(c);
                    }
                    let is_number = first.is_ascii_digit() || matches!(first, '+' | '-' | '.');
                    return Ok(Some(if is_number { Token::Number(word) } else { Token::Key(word) }));
                }
            }
        }
    }

    fn text(&mut self) -> Result<Token, Error> {
        let mut text = String::new();
        loop {
            match self.rest.next() {
                None => return Err(self.broken("a quote is never closed")),
                Some('"') => break,
                Some(c) => {
                    self.line += usize::from(c == '\n');
                    text.push(c);
                }
            }
        }
        Ok(Token::Text(decoded(&text, Entities::All).into_owned()))
    }
}

/// Whether a text begins like a GML file: comments, keys with values of any kind, and the key `graph` with a list.
pub(in crate::formats) fn is_gml(text: &str) -> bool {
    let (mut tokens, mut depth) = (Tokens::new("", text), 0_usize);
    let mut key: Option<String> = None;
    while let Ok(Some(token)) = tokens.next() {
        match (token, key.take()) {
            (Token::Key(word), None) => key = Some(word),
            (Token::Open, Some(name)) if depth == 0 && name.eq_ignore_ascii_case("graph") => return true,
            (Token::Open, Some(_)) => depth += 1,
            (Token::Close, None) if depth > 0 => depth -= 1,
            (Token::Number(_) | Token::Text(_), Some(_)) => {}
            _ => return false,
        }
    }
    false
}

/// # Errors
/// Returns [`Error::Markup`] with the line, and the errors of [`Tables::read`].
pub(super) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    let mut tokens = Tokens::new(file, text);
    let mut tables = Tables::default();
    // The open lists, and the cells of the node or edge that is being read.
    let (mut open, mut key): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut cells: Vec<NamedCell> = Vec::new();
    while let Some(token) = tokens.next()? {
        match (token, key.take()) {
            (Token::Key(word), None) => key = Some(word),
            (Token::Open, Some(name)) => {
                open.push(name.to_ascii_lowercase());
                if open.len() > DEEPEST {
                    return Err(tokens.broken(&format!("lists are nested more than {DEEPEST} deep")));
                }
            }
            (Token::Close, None) => match open.pop().as_deref() {
                Some("node") if is_graph(&open) => node(std::mem::take(&mut cells), &mut tables),
                Some("edge") if is_graph(&open) => edge(std::mem::take(&mut cells), &mut tables),
                Some(_) => {}
                None => return Err(tokens.broken("a bracket is closed that was never opened")),
            },
            (Token::Number(value) | Token::Text(value), Some(name)) => {
                // Deeper values, such as `graphics [ x 1 ]`, say how the graph is drawn.
                if matches!(&open[..], [_, item] if item == "node" || item == "edge") {
                    cells.push((name.into(), value));
                }
            }
            // This is a word without quotes, such as `true` or `NAN`.
            (Token::Key(value), Some(name)) if open.len() == 2 => cells.push((name.into(), value)),
            (Token::Key(_), Some(_)) => {}
            (Token::Number(_) | Token::Text(_) | Token::Open, None) => {
                return Err(tokens.broken("a value stands where a key was expected"));
            }
            (Token::Close, Some(name)) => return Err(tokens.broken(&format!("`{name}` has no value"))),
        }
    }
    if !open.is_empty() {
        return Err(tokens.broken("a bracket is never closed"));
    }
    tables.read(file, text.len(), told)
}

fn is_graph(open: &[String]) -> bool {
    matches!(open, [graph] if graph == "graph")
}

fn node(mut cells: Vec<NamedCell>, tables: &mut Tables) {
    let (id, label) = (take(&mut cells, "id"), take(&mut cells, "label"));
    let name = take(&mut cells, "name").or(label);
    tables.node(id.unwrap_or_default(), name, cells);
}

fn edge(mut cells: Vec<NamedCell>, tables: &mut Tables) {
    let ends = ["source", "target"].map(|end| take(&mut cells, end).unwrap_or_default());
    tables.edge(ends, cells);
}
