//! Lists of two ids a line.

use super::{
    Reading,
    decode::finite,
    error::{Fault, FaultKind, Note},
    pair_ties::{Pairs, Part},
};

/// Reads a list of two ids a line, parted by blanks or tabs, with comment lines that begin with `%` or `#`; further
/// fields (weights, times) are passed over. Tools that study networks exchange their edges so.
///
/// `None` where the text is no such list: where its first line has a single word, or a comma or semicolon.
pub(super) fn read_ids(file: &str, text: &str) -> Option<Reading> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !is_comment(line) && !line.trim().is_empty());
    let mut part = Part::default();
    let mut fields = None;
    for (line, text) in lines {
        let mut words = text.split_whitespace();
        let (Some(a), Some(b)) = (words.next(), words.next()) else {
            fields?;
            let kind = FaultKind::RaggedRow { found: 1, expected: 2 };
            part.faults.push(Fault { file: file.to_owned(), line, column: None, kind });
            continue;
        };
        let further: Vec<&str> = words.collect();
        let found = 2 + further.len();
        match fields {
            None if text.contains([',', ';']) => return None,
            None => fields = Some(found),
            // Weights may be left out; but a name of two words would become two places, and its partner none.
            Some(expected) if found > expected && further.iter().any(|word| finite(word).is_none()) => {
                let kind = FaultKind::RaggedRow { found, expected };
                part.faults.push(Fault { file: file.to_owned(), line, column: None, kind });
                continue;
            }
            Some(_) => {}
        }
        let [a, b] = [a, b].map(|id| part.places.place(id, "", "", line));
        part.tie(a, b, None, line);
    }
    let more = fields? - 2;
    let note = (more > 0).then(|| Note::UnusedFields { file: file.to_owned(), count: more });
    Some(Pairs::from(part).into_reading(file, note.into_iter().collect()))
}

pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with(['%', '#'])
}
