//! The DOT language as a stream of tokens.
//!
//! We don't use the parser of graphviz-rust. On a broken file its time doubles with each nested subgraph (half a second
//! for 16). It also doesn't support bare names beyond ASCII, `a -> {b c}`, keywords in capital letters, or joined
//! texts.

use std::{iter::Peekable, str::Chars};

use crate::formats::error::Error;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a number or a text.
    Id(Id),
    /// `{` and `}`.
    Open,
    Close,
    /// `[` and `]`.
    OpenList,
    CloseList,
    Equals,
    Colon,
    /// `;` or `,`.
    Separator,
    /// `--` or `->`.
    Edge,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Id {
    pub(super) text: String,
    pub(super) form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Bare,
    /// A text in double quotes; escapes of labels are left as they are.
    Quoted,
    /// A text in angle brackets.
    Html,
}

impl Id {
    /// Whether it is this keyword, in any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.form == Form::Bare && self.text.eq_ignore_ascii_case(word)
    }
}

pub(super) struct Tokens<'t> {
    file: &'t str,
    rest: Peekable<Chars<'t>>,
    line: usize,
    peeked: Option<Token>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, rest: text.chars().peekable(), line: 1, peeked: None }
    }

    /// The error that the file is broken at the current position.
    pub(super) fn broken(&self, what: &str) -> Error {
        Error::Markup { path: self.file.to_owned(), line: self.line, what: what.to_owned() }
    }

    /// # Errors
    /// The same as [`Tokens::next`].
    pub(super) fn peek(&mut self) -> Result<Option<&Token>, Error> {
        if self.peeked.is_none() {
            self.peeked = self.next()?;
        }
        Ok(self.peeked.as_ref())
    }

    /// Takes the next token if it equals `token`.
    ///
    /// # Errors
    /// The same as [`Tokens::next`].
    pub(super) fn take(&mut self, token: &Token) -> Result<bool, Error> {
        let is_it = self.peek()? == Some(token);
        if is_it {
            self.peeked = None;
        }
        Ok(is_it)
    }

    /// The next token; `None` at the end.
    ///
    /// # Errors
    /// Returns [`Error::Markup`] with the line.
    pub(super) fn next(&mut self) -> Result<Option<Token>, Error> {
        if let Some(token) = self.peeked.take() {
            return Ok(Some(token));
        }
        self.skip_blanks()?;
        let Some(first) = self.advance() else { return Ok(None) };
        Ok(Some(match first {
            '{' => Token::Open,
            '}' => Token::Close,
            '[' => Token::OpenList,
            ']' => Token::CloseList,
            '=' => Token::Equals,
            ':' => Token::Colon,
            ';' | ',' => Token::Separator,
            '"' => Token::Id(Id { text: self.texts()?, form: Form::Quoted }),
            '<' => Token::Id(Id { text: self.html()?, form: Form::Html }),
            '-' if self.rest.next_if(|&c| matches!(c, '-' | '>')).is_some() => Token::Edge,
            c if c.is_alphanumeric() || matches!(c, '_' | '.' | '-') || !c.is_ascii() => {
                let is_number = matches!(c, '0'..='9' | '.' | '-');
                let is_part = |c: &char| match is_number {
                    true => matches!(c, '0'..='9' | '.'),
                    false => c.is_alphanumeric() || *c == '_' || !(c.is_ascii() || c.is_whitespace()),
                };
                let mut text = String::from(c);
                while let Some(c) = self.rest.next_if(is_part) {
                    text.push(c);
                }
                if text == "-" || text == "." {
                    return Err(self.broken(&format!("`{text}` means nothing here")));
                }
                Token::Id(Id { text, form: Form::Bare })
            }
            c => return Err(self.broken(&format!("`{}` means nothing here", c.escape_debug()))),
        }))
    }

    fn advance(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    /// Skips blanks and comments.
    fn skip_blanks(&mut self) -> Result<(), Error> {
        while let Some(&c) = self.rest.peek() {
            match c {
                '#' => self.skip_line(),
                '/' => {
                    self.advance();
                    match self.advance() {
                        Some('/') => self.skip_line(),
                        Some('*') => self.skip_comment()?,
                        _ => return Err(self.broken("`/` means nothing here")),
                    }
                }
                c if c.is_whitespace() => _ = self.advance(),
                _ => break,
            }
        }
        Ok(())
    }

    fn skip_line(&mut self) {
        while self.rest.next_if(|&c| c != '\n').is_some() {}
    }

    fn skip_comment(&mut self) -> Result<(), Error> {
        let mut last = ' ';
        while let Some(c) = self.advance() {
            if (last, c) == ('*', '/') {
                return Ok(());
            }
            last = c;
        }
        Err(self.broken("a comment is never closed"))
    }

    /// Reads a text whose opening quote has been read, and further texts joined to it by plus signs.
    fn texts(&mut self) -> Result<String, Error> {
        let mut text = String::new();
        loop {
            self.text(&mut text)?;
            self.skip_blanks()?;
            if self.rest.next_if_eq(&'+').is_none() {
                return Ok(text);
            }
            self.skip_blanks()?;
            if self.rest.next_if_eq(&'"').is_none() {
                return Err(self.broken("a plus sign joins two texts in quotes"));
            }
        }
    }

    fn text(&mut self, text: &mut String) -> Result<(), Error> {
        let start = self.line;
        while let Some(c) = self.advance() {
            match c {
                '"' => return Ok(()),
                '\\' => match self.advance() {
                    Some('"') => text.push('"'),
                    // A backslash at the end of a line continues the text on the next.
                    Some('\n') => {}
                    Some(c) => text.extend(['\\', c]),
                    None => break,
                },
                c => text.push(c),
            }
        }
        self.line = start;
        Err(self.broken("a quote is never closed"))
    }

    fn html(&mut self) -> Result<String, Error> {
        let (mut text, mut depth, start) = (String::new(), 1_usize, self.line);
        while let Some(c) = self.advance() {
            depth = match c {
                '<' => depth + 1,
                '>' => depth - 1,
                _ => depth,
            };
            if depth == 0 {
                return Ok(text);
            }
            text.push(c);
        }
        self.line = start;
        Err(self.broken("an angle bracket is never closed"))
    }
}
