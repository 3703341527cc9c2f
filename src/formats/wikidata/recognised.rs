//! Recognises files of Wikidata.

use serde::{Deserialize, de::IgnoredAny};

use super::answer::has_variables;
use crate::formats::sparql;

/// The part of a text that is examined, in bytes.
const HEAD: usize = 1 << 14;

/// The content of a text from Wikidata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Entities,
    AnswerInJson,
    AnswerAsTable,
}

/// Whether a text is from Wikidata.
pub(crate) fn is_of_wikidata(text: &str) -> bool {
    kind(text).is_some()
}

/// The content of a text, if it is from Wikidata. An answer counts only if it has the variables of our queries; the
/// answer of another query is an ordinary table.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let end = (0..=HEAD.min(text.len())).rev().find(|&end| text.is_char_boundary(end))?;
    let head = &text[..end];
    if head.trim_start().starts_with(['{', '[']) {
        let dense: String = head.chars().filter(|c| !c.is_whitespace()).collect();
        return if is_entities(&dense) {
            Some(Kind::Entities)
        } else {
            has_variables(variables_of_json(&dense)?.iter().map(String::as_str)).then_some(Kind::AnswerInJson)
        };
    }
    let first = head.trim_start_matches(['\u{feff}', '\r', '\n']).lines().next().unwrap_or_default();
    let names: Vec<&str> = first
        .split(if sparql::is_tsv(text) { '\t' } else { ',' })
        .map(|name| name.trim().trim_matches('"').trim_start_matches(['?', '$']))
        .collect();
    // Another table may have these columns by chance, but not addresses of Wikidata in its first row.
    let is_of_wikidata = head.lines().nth(1).is_none_or(|row| row.contains("wikidata.org/"));
    (is_of_wikidata && has_variables(names.iter().copied())).then_some(Kind::AnswerAsTable)
}

/// Whether JSON, given without blanks, begins with one or several entities.
pub(super) fn is_entities(dense: &str) -> bool {
    // The last of these is the answer of a service that refuses a request.
    let begins_so = ["{\"entities\":", "{\"error\":{\"code\":"].iter().any(|start| dense.starts_with(start));
    if begins_so || dense.contains(",\"entities\":{\"Q") {
        return true;
    }
    let begins = dense.trim_start_matches('[');
    let has = |part: &str| dense.contains(part);
    begins.starts_with('{')
        && has("\"type\":\"item\"")
        && has("\"id\":\"Q")
        && (has("\"labels\":") || has("\"claims\":") || has("\"descriptions\":"))
}

fn variables_of_json(dense: &str) -> Option<Vec<String>> {
    let (before, rest) = dense.split_once("\"vars\":[")?;
    if !before.starts_with("{\"head\":{") {
        return None;
    }
    let (names, _) = rest.split_once(']')?;
    Some(names.split(',').map(|name| name.trim_matches('"').to_owned()).collect())
}

/// Whether a text is the complete JSON answer of a query, whatever its variables.
pub(crate) fn is_whole(text: &str) -> bool {
    serde_json::from_str(text)
        .is_ok_and(|Answer { head, results }| !head.vars.is_empty() || results.bindings.is_empty())
}

#[derive(Deserialize)]
struct Answer {
    head: Head,
    results: Results,
}

#[derive(Deserialize)]
struct Head {
    vars: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct Results {
    bindings: Vec<IgnoredAny>,
}

/// Whether an answer breaks off with the service's message about its time limit. The status of the answer is still that
/// of success, and the rows before the message may be complete.
pub(crate) fn is_cut(text: &str) -> bool {
    let start = text.len().saturating_sub(TAIL);
    let start = (start..=text.len()).find(|&start| text.is_char_boundary(start)).unwrap_or(text.len());
    let tail = &text[start..];
    tail.contains("java.util.concurrent.TimeoutException") || tail.contains("SPARQL-QUERY: queryStr=")
}

/// The length in bytes of that message, which lists all functions that led to it.
const TAIL: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_how_they_begin() {
        for (text, expected) in [
            (r#"{"entities":{"Q64":{}}}"#, Some(Kind::Entities)),
            (r#"{ "success": 1, "entities": { "Q64": {} } }"#, Some(Kind::Entities)),
            ("{\n \"type\": \"item\",\n \"id\": \"Q64\", \"labels\": []}", Some(Kind::Entities)),
            ("[\n{\"type\":\"item\",\"id\":\"Q64\",\"labels\":{}},\n", Some(Kind::Entities)),
            (r#"{"type":"FeatureCollection","features":[]}"#, None),
            (r#"{"cities":[],"partnerships":[]}"#, None),
            (r#"{"head":{"vars":["st","a","b"]},"results":{"bindings":[]}}"#, Some(Kind::AnswerInJson)),
            (r#"{"head":{"link":[],"vars":["place","alias","language","asOf"]}}"#, Some(Kind::AnswerInJson)),
            (r#"{"head":{"vars":["item","twin"]},"results":{"bindings":[]}}"#, None),
            ("st,a,b\n", Some(Kind::AnswerAsTable)),
            ("?st\t?a\t?b\t?rank\n<http://www.wikidata.org/entity/statement/Q1-2>\t", Some(Kind::AnswerAsTable)),
            ("st,a,b\nx,Gomel,Radom\n", None),
            ("a,b\nx,y\n", None),
            ("", None),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn an_answer_that_ran_out_of_time_is_told_by_its_end() {
        let told = "SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n\tat java.util\n";
        assert!(is_cut(&format!("{{\"head\":{{}}, \"results\": [ {{ {told}")));
        assert!(!is_cut("{\"head\":{}}") && !is_cut(""));
        // A long name isn't the end of an answer.
        assert!(!is_cut(&format!("{told}{}", "é".repeat(TAIL))));
    }
}
