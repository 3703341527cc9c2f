//! The forms of answers, each read by a parser that shares nothing with the program.

use std::{cell::RefCell, collections::BTreeSet, fmt};

use html5ever::tokenizer::{BufferQueue, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use pulldown_cmark::{Event, Options, Parser};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A form of an answer, as requested with `--format` or by a file's extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Table,
    Csv,
    Json,
    Md,
    Html,
    /// The table as text, written to a file.
    Text,
    /// HTML, written to a file.
    Page,
    Svg,
    Dot,
    /// Several files in a folder.
    Folder,
}

impl Form {
    /// The value for `--format`, or the extension of the file.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Md => "md",
            Self::Html | Self::Page => "html",
            Self::Text => "txt",
            Self::Svg => "svg",
            Self::Dot => "dot",
            Self::Folder => "",
        }
    }

    pub fn is_written_to_a_file(self) -> bool {
        matches!(self, Self::Text | Self::Page | Self::Svg | Self::Dot | Self::Folder)
    }

    /// The form of a file by its name; `None` if the name has characters that some file system may refuse, or an
    /// unknown extension.
    pub fn of_file(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        let is_plain = stem.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) && !stem.is_empty();
        match extension {
            _ if !is_plain => None,
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "md" => Some(Self::Md),
            "html" => Some(Self::Html),
            "txt" => Some(Self::Text),
            "svg" => Some(Self::Svg),
            "dot" => Some(Self::Dot),
            _ => None,
        }
    }
}

/// Parses an answer with a parser of its form; an error says what is wrong with it.
pub fn judge(form: Form, bytes: &[u8], of_a_data_set: bool) -> Result<(), String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    if !matches!(form, Form::Csv | Form::Json) {
        fit_for_a_terminal(bytes)?;
    }
    match form {
        Form::Csv => csv(text, of_a_data_set),
        Form::Json => serde_json::from_str::<Unique>(text).map(drop).map_err(|error| error.to_string()),
        Form::Md => markdown(text),
        Form::Html | Form::Page => html(text),
        Form::Svg => svg(text),
        Form::Dot => graphviz_rust::parse(text).map(drop).map_err(|error| format!("no DOT: {error}")),
        Form::Table | Form::Text | Form::Folder => Ok(()),
    }
}

/// Whether a character hides, reorders or moves its neighbours: control characters except line breaks, format
/// characters, line separators, and characters that fonts leave blank (Unicode's Default_Ignorable_Code_Point).
fn is_unfit(c: char) -> bool {
    const UNFIT: [(u32, u32); 28] = [
        (0x0, 0x9),
        (0xb, 0x1f),
        (0x7f, 0x9f),
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x600, 0x605),
        (0x61c, 0x61c),
        (0x6dd, 0x6dd),
        (0x70f, 0x70f),
        (0x890, 0x891),
        (0x8e2, 0x8e2),
        (0x115f, 0x1160),
        (0x17b4, 0x17b5),
        (0x180b, 0x180f),
        (0x200b, 0x200f),
        (0x2028, 0x202e),
        (0x2060, 0x206f),
        (0x3164, 0x3164),
        (0xfe00, 0xfe0f),
        (0xfeff, 0xfeff),
        (0xffa0, 0xffa0),
        (0xfff0, 0xfffb),
        (0x110bd, 0x110bd),
        (0x110cd, 0x110cd),
        (0x13430, 0x1343f),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0000, 0xe0fff),
    ];
    UNFIT.iter().any(|&(first, last)| (first..=last).contains(&u32::from(c)))
}

/// Whether a character joins or varies its neighbours in some scripts, where it belongs to the spelling. Beside Latin
/// letters it never does.
fn is_spelling_in_some_scripts(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Checks that no character of the output hides or reorders another.
pub fn fit_for_a_terminal(bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let may_be_spelling = is_spelling_in_some_scripts(c) && before.is_some_and(|before: char| !before.is_ascii());
        if is_unfit(c) && !may_be_spelling {
            let from = text[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
            return Err(format!("{} stands raw after {:?}", c.escape_unicode(), &text[from..at]));
        }
        before = Some(c);
    }
    Ok(())
}

/// Characters that make a spreadsheet read a cell as a formula, including the full-width forms.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Checks that all rows have as many cells as the header, that the header's names are unique, and that a spreadsheet
/// would take no cell for a formula.
fn csv(text: &str, of_a_data_set: bool) -> Result<(), String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let names: BTreeSet<&str> = header.iter().collect();
    if names.len() != header.len() {
        return Err(format!("two columns of one name: {header:?}"));
    }
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let is_formula = |cell: &&str| cell.starts_with(FORMULA) && cell.parse::<f64>().is_err();
        match record.iter().find(is_formula) {
            Some(cell) if !of_a_data_set => return Err(format!("a formula: {cell:?}")),
            _ => {}
        }
    }
    Ok(())
}

/// A JSON value in which no object names a key twice.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Unique;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_bool<E>(self, _: bool) -> Result<Unique, E> {
                Ok(Unique)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Unique, E> {
                Ok(Unique)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Unique, E> {
                Ok(Unique)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Unique, E> {
                Ok(Unique)
            }
            fn visit_str<E>(self, _: &str) -> Result<Unique, E> {
                Ok(Unique)
            }
            fn visit_unit<E>(self) -> Result<Unique, E> {
                Ok(Unique)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Unique, A::Error> {
                while items.next_element::<Unique>()?.is_some() {}
                Ok(Unique)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Unique, A::Error> {
                let mut keys = BTreeSet::new();
                while let Some(key) = entries.next_key::<String>()? {
                    entries.next_value::<Unique>()?;
                    if !keys.insert(key.clone()) {
                        return Err(serde::de::Error::custom(format!("the key {key:?} stands twice")));
                    }
                }
                Ok(Unique)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// Checks that Markdown has no HTML and only links to files beside it.
fn markdown(text: &str) -> Result<(), String> {
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            // An empty comment is invisible, and it keeps an address from becoming a link.
            Event::InlineHtml(html) if &*html == "<!-- -->" => {}
            Event::Html(html) | Event::InlineHtml(html) => return Err(format!("HTML in Markdown: {html:?}")),
            Event::Start(pulldown_cmark::Tag::Link { dest_url, .. } | pulldown_cmark::Tag::Image { dest_url, .. }) => {
                beside(&dest_url)?;
            }
            Event::Start(pulldown_cmark::Tag::CodeBlock(_)) => return Err("a block of code in Markdown".to_owned()),
            _ => {}
        }
    }
    Ok(())
}

/// Checks that a link leads to a file in the same folder or to a place on the page.
fn beside(link: &str) -> Result<(), String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.%#".contains(c);
    if link.chars().all(is_plain) && !link.starts_with('.') { Ok(()) } else { Err(format!("a link to {link:?}")) }
}

/// Checks that HTML has only elements that our pages use, and no scripts, handlers or links elsewhere.
fn html(text: &str) -> Result<(), String> {
    let sink = Tags::default();
    let tokenizer = Tokenizer::new(sink, TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() });
    let input = BufferQueue::default();
    input.push_back(text.into());
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.faults.into_inner().into_iter().next().map_or(Ok(()), Err)
}

#[derive(Default)]
struct Tags {
    faults: RefCell<Vec<String>>,
}

impl Tags {
    fn judge(&self, tag: &Tag) {
        let mut faults = self.faults.borrow_mut();
        let name: &str = &tag.name;
        if ["script", "iframe", "object", "embed", "form", "input", "base", "link", "foreignobject"].contains(&name) {
            faults.push(format!("a tag <{name}>"));
        }
        for attribute in &tag.attrs {
            let (key, value): (&str, &str) = (&attribute.name.local, &attribute.value);
            if key.starts_with("on") || key == "srcdoc" {
                faults.push(format!("an attribute {key}"));
            }
            if ["href", "src", "xlink:href", "action"].contains(&key) {
                faults.extend(beside(value).err());
            }
        }
    }
}

impl TokenSink for Tags {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.judge(&tag),
            Token::ParseError(error) => self.faults.borrow_mut().push(format!("line {line}: {error}")),
            Token::CommentToken(text) => self.faults.borrow_mut().push(format!("a comment: {text}")),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Checks that the text is well-formed XML without scripts, handlers or links elsewhere.
fn svg(text: &str) -> Result<(), String> {
    let document = roxmltree::Document::parse(text).map_err(|error| error.to_string())?;
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let name = element.tag_name().name();
        if ["script", "foreignObject", "a", "image", "iframe"].contains(&name) {
            return Err(format!("an element {name}"));
        }
        for attribute in element.attributes() {
            if attribute.name().starts_with("on") {
                return Err(format!("an attribute {}", attribute.name()));
            }
            if attribute.name() == "href" {
                beside(attribute.value())?;
            }
        }
    }
    Ok(())
}
