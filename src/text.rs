//! Layer 0: numbers and lists in English sentences.

use std::fmt::Display;

/// A number with its noun, in the singular or plural.
///
/// ```
/// use sistergraph::text::count;
/// assert_eq!([count(1, "tie"), count(0, "tie"), count(2, "country")], ["1 tie", "0 ties", "2 countries"]);
/// ```
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {}", plural(number, noun))
}

/// An English noun in the singular or plural, whichever fits the number.
pub fn plural(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        (_, None) => format!("{noun}s"),
    }
}

/// A list of choices, joined by commas and "or".
///
/// ```
/// use sistergraph::text::either;
/// assert_eq!([either(&["a"]), either(&["a", "b"]), either(&["a", "b", "c"])], ["a", "a or b", "a, b or c"]);
/// ```
pub fn either(choices: &[impl Display]) -> String {
    let mut words: Vec<String> = choices.iter().map(ToString::to_string).collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} or {last}", words.join(", ")) }
}
