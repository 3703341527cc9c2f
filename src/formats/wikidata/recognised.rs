//! By what files of Wikidata are told from others.

use serde::{Deserialize, de::IgnoredAny};

use super::answer::has_variables;
use crate::formats::sparql;

/// How much of a text is looked at.
const HEAD: usize = 1 << 14;

/// What a text of Wikidata holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Entities,
    AnswerInJson,
    AnswerAsTable,
}

/// Whether a text is of Wikidata.
pub(crate) fn is_of_wikidata(text: &str) -> bool {
    kind(text).is_some()
}

/// What a text is, where it is of Wikidata. An answer is one whose variables are those of the queries for Wikidata: that of
/// another query is a table like others.
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
    // A table of somebody else may have these columns by chance, but no addresses of Wikidata in its first row.
    let is_of_wikidata = head.lines().nth(1).is_none_or(|row| row.contains("wikidata.org/"));
    (is_of_wikidata && has_variables(names.iter().copied())).then_some(Kind::AnswerAsTable)
}

/// Whether JSON without blanks begins as one entity or several do.
pub(super) fn is_entities(dense: &str) -> bool {
    // The last is what the service answers where it refuses to.
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

/// Whether a text is the whole answer of a query in JSON, whatever its variables.
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

/// Whether an answer breaks off into what the service says of its time limit. That comes with the status of a success, and
/// behind rows that may be whole.
pub(crate) fn is_cut(text: &str) -> bool {
    let start = text.len().saturating_sub(TAIL);
    let start = (start..=text.len()).find(|&start| text.is_char_boundary(start)).unwrap_or(text.len());
    let tail = &text[start..];
    tail.contains("java.util.concurrent.TimeoutException") || tail.contains("SPARQL-QUERY: queryStr=")
}

/// What a service says of its time limit is as long as this, with all functions that led to it.
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
        // A name is no end.
        assert!(!is_cut(&format!("{told}{}", "é".repeat(TAIL))));
    }
}
