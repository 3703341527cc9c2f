//! The word after --format. For most commands it is a form of answers, for `export` a format of data sets, and for
//! `check` it may also ask for a list of edits.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use sistergraph::{formats, table::Format};

use super::error::Error;

/// The meaning of a word after --format: a form of answers, a format of data sets, or either.
#[derive(Clone, Copy)]
pub struct FormatWord {
    answer: Option<Format>,
    data: Option<formats::Format>,
    edits: bool,
}

/// The word for QuickStatements commands, which `check` writes.
const EDITS: &str = "quickstatements";

pub fn format_parser() -> impl TypedValueParser<Value = FormatWord> {
    let answer = |word: &str| Format::ALL.iter().copied().find(|format| format.name().eq_ignore_ascii_case(word));
    let data = |word: &str| {
        let is_word = |format: &formats::Format| format.word().is_some_and(|known| known.eq_ignore_ascii_case(word));
        formats::Format::ALL.into_iter().find(is_word)
    };
    let answers = Format::ALL.iter().map(|format| PossibleValue::new(format.name()));
    // Formats of data sets belong to `export`, whose help explains them.
    let others = formats::Format::ALL.into_iter().filter_map(formats::Format::word);
    let others = others.filter(move |word| answer(word).is_none()).map(|word| PossibleValue::new(word).hide(true));
    // This word belongs to `check`, whose help explains it.
    let edits = [PossibleValue::new(EDITS).hide(true)];
    PossibleValuesParser::new(answers.chain(others).chain(edits)).map(move |word| FormatWord {
        answer: answer(&word),
        data: data(&word),
        edits: word.eq_ignore_ascii_case(EDITS),
    })
}

impl FormatWord {
    /// Whether it asks for edits of Wikidata.
    ///
    /// # Errors
    /// Fails if it does, but the command proposes none.
    pub fn is_of_edits(self, is_check: bool) -> Result<bool, Error> {
        if self.edits && !is_check {
            return Err(Error::Usage {
                message: format!("--format {EDITS} goes with `check`, which finds what to edit"),
                hint: format!("`sistergraph check --format {EDITS}` lists the edits that it proposes"),
            });
        }
        Ok(self.edits)
    }

    /// The meaning of the word for a command: a form of answers, or for `export` a format of data sets.
    ///
    /// # Errors
    /// Fails if it is a format of data sets and the command gives an answer, or the reverse.
    pub fn settled(self, is_export: bool) -> Result<(Option<Format>, Option<formats::Format>), Error> {
        match (self.answer, self.data) {
            (None, Some(format)) if !is_export => Err(Error::Usage {
                message: format!("{} is a format of data sets, not of answers", format.name()),
                hint: format!("`sistergraph export --format {}` writes one", format.word().unwrap_or_default()),
            }),
            (Some(format), None) if is_export => Err(Error::Usage {
                message: format!("`export` writes no {}", format.name()),
                hint: "`sistergraph export --help` lists the formats; `sistergraph ties` lists the ties in this one"
                    .to_owned(),
            }),
            (answer, data) => Ok((answer, data.filter(|_| is_export))),
        }
    }
}
