//! Reads lists of two ids per line.

use super::{
    columns::PairColumns,
    ties::{Identity, Pairs, Part},
};
use crate::formats::{
    Reading,
    decode::finite,
    error::Error,
    fault::{Fault, FaultKind},
    note::Note,
};

/// Reads a list of two ids per line, separated by blanks or tabs. Ids with blanks are in double quotes. Lines that
/// begin with `%` or `#` are comments. A first line of header words (`source target`) is a header, unless one of them
/// is an id further down. Further fields of a line (weights, times, attributes in braces) are skipped. Network analysis
/// tools exchange edges in this form.
///
/// `None` if the text isn't such a list, because its first line has a single word, a comma or a semicolon.
///
/// # Errors
/// Returns [`Error::NotIds`] if lines don't have two ids, like those of prose and markup.
pub(super) fn read_ids(file: &str, text: &str) -> Result<Option<Reading>, Error> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !is_comment(line) && !line.trim().is_empty()).peekable();
    let Some(&first) = lines.peek() else { return Ok(None) };
    if Fields(first.1).nth(1).is_none() || first.1.split('{').next().is_some_and(|ids| ids.contains([',', ';'])) {
        return Ok(None);
    }
    let not_ids = |(line, text)| Error::not_ids(file, line, text);
    let has_header = is_header(first.1, text);
    if has_header {
        lines.next();
    }
    let Some(&second) = lines.peek() else { return Err(not_ids(first)) };
    let expected = Fields(second.1).count();
    let mut part = Part::default();
    let mut seen = Likeness::default();
    for (line, text) in lines {
        let mut fields = Fields(text);
        let (Some(a), Some(b)) = (fields.next(), fields.next()) else {
            let kind = FaultKind::RaggedRow { found: 1, expected: 2 };
            part.faults.push(Fault { file: file.to_owned(), line, column: None, kind });
            continue;
        };
        if !may_be_id(a) || !may_be_id(b) {
            return Err(not_ids((line, text)));
        }
        // Weights may be skipped. But a name of two words would become two places, and its partner would be lost.
        if !fields.all(is_attribute) {
            if seen.lines == 0 {
                return Err(not_ids((line, text)));
            }
            let kind = FaultKind::RaggedRow { found: Fields(text).count(), expected };
            part.faults.push(Fault { file: file.to_owned(), line, column: None, kind });
            continue;
        }
        seen.line([a, b]);
        let [a, b] = [a, b].map(|id| part.places.place([id, "", ""], 0, line));
        part.tie(a, b, None, line);
    }
    if !has_header && part.faults.is_empty() && seen.are_sentences(part.places.len()) {
        return Err(not_ids(second));
    }
    let more = expected - 2;
    let note = (more > 0).then(|| Note::UnusedFields { file: file.to_owned(), count: more });
    Ok(Some(Pairs::from(part).into_reading(file, note.into_iter().collect(), Identity::Id)))
}

pub(super) fn is_comment(line: &str) -> bool {
    line.starts_with(['%', '#'])
}

/// Splits a line into fields: words and texts in double quotes. A field that begins with a brace goes on to the line's
/// end.
#[derive(Clone, Copy)]
struct Fields<'t>(&'t str);

impl<'t> Iterator for Fields<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.0.trim_start();
        if rest.is_empty() {
            return None;
        }
        let quoted = rest.strip_prefix('"').and_then(|inside| inside.split_once('"'));
        if let Some((field, after)) =
            quoted.filter(|(_, after)| after.is_empty() || after.starts_with(char::is_whitespace))
        {
            self.0 = after;
            return Some(field);
        }
        let end = if rest.starts_with('{') { rest.len() } else { rest.find(char::is_whitespace).unwrap_or(rest.len()) };
        let (field, after) = rest.split_at(end);
        self.0 = after;
        Some(field)
    }
}

/// Whether the first line of a list names columns for two places, with words that aren't ids below it.
fn is_header(first: &str, text: &str) -> bool {
    let words: Vec<String> = Fields(first).map(str::to_owned).collect();
    let is_below = |line: &str| Fields(line).take(2).any(|id| words[..2].iter().any(|word| word == id));
    words[..2].iter().all(|word| may_be_id(word))
        && PairColumns::recognise(&words).is_some()
        && text.lines().skip_while(|line| *line != first).skip(1).all(|line| is_comment(line) || !is_below(line))
}

/// Whether a field may be an id: it has a letter or digit, has no markup, and doesn't end a clause.
fn may_be_id(field: &str) -> bool {
    field.contains(char::is_alphanumeric)
        && !field.contains(['<', '>', '{', '}', '[', ']', '"'])
        && !field.ends_with([':', ';', '!', '?', ','])
}

/// Whether a field describes a tie: a number, a date or time, or attributes in braces.
fn is_attribute(field: &str) -> bool {
    finite(field).is_some() || field.starts_with(|c: char| c.is_ascii_digit() || c == '{')
}

/// What tells ids from the words of prose.
#[derive(Default)]
struct Likeness {
    lines: usize,
    /// The number of ids with a character that words of prose lack.
    technical: usize,
}

/// Prose doesn't have this many lines of two words.
const MANY: usize = 10;

impl Likeness {
    fn line(&mut self, ids: [&str; 2]) {
        self.lines += 1;
        let is_technical = |id: &str| id.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '/' | ':'));
        self.technical += usize::from(ids.into_iter().all(is_technical));
    }

    /// Whether the list is probably prose: few lines of plain words without a repeated one, such as `Not Found`.
    fn are_sentences(&self, places: usize) -> bool {
        self.lines < MANY && self.technical == 0 && places == 2 * self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ends of each line, or the line that isn't two ids.
    fn read(text: &str) -> Result<Vec<[String; 2]>, String> {
        let reading = match read_ids("file", text) {
            Ok(Some(reading)) => reading,
            Ok(None) => return Err("no list".to_owned()),
            Err(error) => return Err(error.to_string().rsplit("no two ids: ").next().unwrap_or_default().to_owned()),
        };
        assert_eq!(reading.faults, []);
        let dataset = reading.dataset;
        Ok(dataset.partnerships().map(|row| [row.a, row.b].map(str::to_owned)).collect())
    }

    fn ties(text: &str) -> Vec<String> {
        read(text).unwrap().iter().map(|ends| ends.join("|")).collect()
    }

    #[test]
    fn quotes_make_one_id_of_words() {
        assert_eq!(
            ties("\"New York\" \"Los Angeles\"\n\"New York\" Minsk\n"),
            ["New York|Los Angeles", "New York|Minsk"]
        );
        assert_eq!(ties("\"New York\"\tMinsk\t2\n\"New York\"\t\"1\" 3\n"), ["New York|Minsk", "New York|1"]);
    }

    #[test]
    fn a_header_is_none_of_the_ties() {
        assert_eq!(ties("source target\ngomel bryansk\ngomel radom\n"), ["gomel|bryansk", "gomel|radom"]);
        assert_eq!(ties("# Nodes: 3\nFrom  To weight\n1 2 1\n2 4 1\n"), ["1|2", "2|4"]);
        // The words of the first line are ids below.
        assert_eq!(ties("a b\nb c\n"), ["a|b", "b|c"]);
        // With a header, the words are ids.
        assert_eq!(ties("source target\nNot Found\n"), ["Not|Found"]);
    }

    #[test]
    fn what_ties_have_besides_is_passed_over() {
        assert_eq!(ties("1 2 {}\n2 3 {'weight': 3, 'kind': 'x y'}\n"), ["1|2", "2|3"]);
        assert_eq!(ties("x y 2004-05-01 10:30\ny z 1e3\n"), ["x|y", "y|z"]);
    }

    #[test]
    fn sentences_and_markup_are_no_ids() {
        for (text, line) in [
            ("Not Found\n", "`Not Found`"),
            ("Error 404\n", "`Error 404`"),
            ("Access denied\n\nPlease retry\n", "`Access denied`"),
            ("Too many requests\nPlease try again later\n", "`Too many requests`"),
            ("gomel twin bryansk\ngomel twin radom\n", "`gomel twin bryansk`"),
            ("Q901\tP190\tQ902\n", "`Q901\tP190\tQ902`"),
            ("title: Twins\ndate: 2020\n", "`title: Twins`"),
            ("x y\ny <b>\n", "`y <b>`"),
            ("source target\n", "`source target`"),
        ] {
            assert_eq!(read(text).unwrap_err(), line, "{text}");
        }
        assert_eq!(read("Unauthorized\n").unwrap_err(), "no list");
        assert_eq!(ties("Q1 Q2\n"), ["Q1|Q2"]);
        assert_eq!(ties("mogilev tula\nmogilev radom\n").len(), 2);
    }
}
