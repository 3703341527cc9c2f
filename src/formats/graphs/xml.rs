//! XML as a stream of elements, reduced to what readers of graphs need, with limits on depth and attributes.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::formats::error::Error;

/// Graph formats don't nest elements as deeply, apart from hierarchies of nodes.
const DEEPEST: usize = 256;

/// Elements of graphs don't have as many attributes.
const MOST_ATTRIBUTES: usize = 1 << 10;

/// The longest default values together, in bytes. They are copied to every node or edge, and real graphs have shorter
/// ones.
const LONGEST_DEFAULTS: usize = 1 << 10;

/// A part of a document, in order. It is valid until the next part is read.
#[derive(Debug)]
pub(super) enum Part<'x> {
    Start(&'x Element),
    Text(&'x str),
    /// An element ends; its name without a prefix.
    End(&'x str),
}

/// The start of an element. The same one is reused for every element, since a graph has hundreds of thousands.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub(super) name: String,
    /// The names and values of its attributes, one after the other.
    texts: String,
    /// The end of each attribute's name, and the end of its value, in `texts`.
    ends: Vec<[usize; 2]>,
}

impl Element {
    /// The value of an attribute, given without its prefix; empty if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let mut begin = 0;
        for &[middle, end] in &self.ends {
            if self.texts[begin..middle] == *name {
                return &self.texts[middle..end];
            }
            begin = end;
        }
        ""
    }

    fn begin(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        self.texts.clear();
        self.ends.clear();
    }

    fn push(&mut self, name: &str, value: &str) {
        self.texts.push_str(name);
        let middle = self.texts.len();
        self.texts.push_str(value);
        self.ends.push([middle, self.texts.len()]);
    }
}

/// Reads a document part by part.
///
/// It knows only the five entities of XML itself and numbers of characters, so that entities can't make a document
/// explode.
pub(super) struct Xml<'t> {
    file: &'t str,
    text: &'t str,
    reader: Reader<&'t [u8]>,
    element: Element,
    /// The text, or the name of the ended element, that was read last.
    last: String,
    depth: usize,
    /// The length of all default values read so far.
    defaults: usize,
}

impl<'t> Xml<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { file, text, reader, element: Element::default(), last: String::new(), depth: 0, defaults: 0 }
    }

    /// The next part; `None` at the end.
    ///
    /// # Errors
    /// Returns [`Error::Markup`] with the line.
    pub(super) fn next(&mut self) -> Result<Option<Part<'_>>, Error> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.broken(error.to_string()))?;
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(self.broken(format!("elements are nested more than {DEEPEST} deep")));
                    }
                    self.begin(&start)?;
                    return Ok(Some(Part::Start(&self.element)));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    AsRef::<str>::as_ref(&end.local_name()).clone_into(&mut self.last);
                    return Ok(Some(Part::End(&self.last)));
                }
                Event::Text(text) => return Ok(Some(self.said(&text.xml10_content()))),
                Event::CData(text) => return Ok(Some(self.said(&text.xml10_content()))),
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let character = reference.resolve_char_ref().map_err(|error| self.broken(error.to_string()))?;
                    let known = quick_xml::escape::resolve_xml_entity(&name);
                    return match character.map(String::from).or(known.map(str::to_owned)) {
                        Some(text) => Ok(Some(self.said(&text))),
                        None => Err(self.broken(format!("`&{name};` is no entity of XML"))),
                    };
                }
                Event::Eof if self.depth > 0 => return Err(self.broken("the document breaks off".to_owned())),
                Event::Eof => return Ok(None),
                Event::Empty(_) | Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn said(&mut self, text: &str) -> Part<'_> {
        text.clone_into(&mut self.last);
        Part::Text(&self.last)
    }

    /// All text up to the end of the element that has just begun, including that of the elements in it.
    ///
    /// # Errors
    /// The same as [`Xml::next`].
    pub(super) fn text(&mut self) -> Result<String, Error> {
        let (outside, mut text) = (self.depth - 1, String::new());
        while let Some(part) = self.next()? {
            match part {
                Part::Text(more) => text.push_str(more),
                Part::End(_) => {
                    if self.depth == outside {
                        break;
                    }
                }
                Part::Start(_) => {}
            }
        }
        Ok(text.trim().to_owned())
    }

    /// The text of a default value, which is copied to every node or edge without a value of its own.
    ///
    /// # Errors
    /// The same as [`Xml::next`]; also if the text, or all default values together, are too long.
    pub(super) fn default(&mut self) -> Result<String, Error> {
        let text = self.text()?;
        self.defaults += text.len() + 1;
        if self.defaults > LONGEST_DEFAULTS {
            return Err(self.broken(format!("default values have more than {LONGEST_DEFAULTS} bytes")));
        }
        Ok(text)
    }

    /// The error that the document is broken at the current position.
    pub(super) fn broken(&self, what: String) -> Error {
        let read = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX).min(self.text.len());
        let line = 1 + self.text.as_bytes()[..read].iter().filter(|&&byte| byte == b'\n').count();
        Error::Markup { path: self.file.to_owned(), line, what }
    }

    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), Error> {
        self.element.begin(AsRef::<str>::as_ref(&start.local_name()));
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.broken(error.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            let value = value.map_err(|error| self.broken(error.to_string()))?;
            self.element.push(AsRef::<str>::as_ref(&attribute.key.local_name()), &value);
            if self.element.ends.len() > MOST_ATTRIBUTES {
                return Err(self.broken(format!("an element has more than {MOST_ATTRIBUTES} attributes")));
            }
        }
        Ok(())
    }
}

/// A text escaped for an element or for an attribute in double quotes.
///
/// XML can't express most control characters; they are spelt out as in `\u{1}`.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
            c if is_plain(c) => out.push(c),
            c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<Vec<String>, String> {
        let (mut xml, mut parts) = (Xml::new("x.xml", text), Vec::new());
        while let Some(part) = xml.next().map_err(|error| error.to_string())? {
            parts.push(match part {
                Part::Start(element) => format!("{}({})", element.name, element.get("k")),
                Part::Text(text) => text.to_owned(),
                Part::End(name) => format!("/{name}"),
            });
        }
        Ok(parts)
    }

    #[test]
    fn elements_come_without_prefixes_and_texts_without_marks() {
        let found = parts("<?xml version='1.0'?><v:a p:k='1 &amp; 2'><b/>x&#65;<![CDATA[<]]></v:a><!-- c -->").unwrap();
        assert_eq!(found, ["a(1 & 2)", "b()", "/b", "x", "A", "<", "/a"]);
    }

    #[test]
    fn hostile_documents_are_errors() {
        let deep = "<a>".repeat(100_000);
        let wide = format!("<a {}/>", (0..1_000_000).map(|at| format!("k{at}='' ")).collect::<String>());
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]>\n<a>&c;</a>";
        for (text, expected) in [
            (deep.as_str(), "x.xml:1: elements are nested more than 256 deep"),
            (wide.as_str(), "x.xml:1: an element has more than 1024 attributes"),
            (bomb, "x.xml:2: `&c;` is no entity of XML"),
            ("<a>\n<b>\n", "x.xml:3: the document breaks off"),
        ] {
            assert_eq!(parts(text).unwrap_err(), expected);
        }
        assert!(parts("<a>\n</b>").unwrap_err().starts_with("x.xml:2: "));
        assert!(parts("<a k='&x;'/>").is_err());
    }

    #[test]
    fn every_character_stays_in_its_place() {
        let text: String = (0..=0x2ff).chain(0xfff0..=0xffff).filter_map(char::from_u32).collect();
        let document = format!("<a k=\"{0}\">{0}</a>", escaped(&text));
        let read = roxmltree::Document::parse(&document).unwrap();
        let spelt = |c: char| match c {
            '\t' | '\n' | '\r' => c.to_string(),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => format!("\\u{{{:x}}}", u32::from(c)),
            c => c.to_string(),
        };
        let expected: String = text.chars().map(spelt).collect();
        assert_eq!(read.root_element().attribute("k"), Some(&*expected));
        assert_eq!(read.root_element().text(), Some(&*expected));
        assert_eq!(parts(&document).unwrap()[1..].concat().replace("/a", ""), expected.replace("/a", ""));
    }
}
