//! Fills the blanks of the page's template.

use crate::{legible::spell_out, table::escape};

const TEMPLATE: &str = include_str!("template.html");
const SCRIPT: &str = include_str!("bundle/page.js");
const STYLE: &str = include_str!("bundle/page.css");
/// The SHA-256 hashes of script and style in base64, one per line, as the bundler wrote them.
const HASHES: &str = include_str!("bundle/hashes.txt");

/// The texts for the blanks of a page.
pub(super) struct Blanks<'b> {
    pub language: &'b str,
    pub title: &'b str,
    /// HTML for browsers without JavaScript.
    pub list: &'b str,
    pub source: &'b str,
    /// The data in base64.
    pub data: &'b str,
}

/// Text as HTML, with invisible characters spelt out.
pub(super) fn text(text: &str) -> String {
    escape::html(&spell_out(text))
}

impl Blanks<'_> {
    /// The whole page.
    pub fn filled(&self) -> String {
        let blanks = [
            ("policy", policy()),
            ("language", text(self.language)),
            ("title", text(self.title)),
            ("style", STYLE.trim_end().to_owned()),
            ("list", self.list.to_owned()),
            ("source", text(self.source)),
            ("data", self.data.to_owned()),
            ("script", SCRIPT.trim_end().to_owned()),
        ];
        let mut page = String::with_capacity(TEMPLATE.len() + blanks.iter().map(|(_, text)| text.len()).sum::<usize>());
        let mut rest = TEMPLATE;
        // Inserted texts aren't searched for further blanks, since a name may look like one.
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").unwrap_or_default();
            page.push_str(before);
            page.push_str(blanks.iter().find(|(blank, _)| *blank == name).map_or("", |(_, text)| text));
            rest = after;
        }
        page.push_str(rest);
        page
    }
}

/// What the page may do: run its own script and style, and show pictures that it made itself. It may make no requests,
/// and may not submit forms.
fn policy() -> String {
    let mut hashes = HASHES.lines();
    let mut hash = || hashes.next().unwrap_or_default();
    let (script, style) = (hash(), hash());
    format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data: blob:; \
         base-uri 'none'; form-action 'none'"
    )
}
