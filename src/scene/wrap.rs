use super::Font;

/// Breaks `text` at blanks into lines no wider than `width` pixels at font size `size`; a longer word gets a line of
/// its own.
pub fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if Font.width(line, size) + Font.width(" ", size) + Font.width(word, size) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_within_the_width_and_lose_no_word() {
        let text = "Natural Earth draws de-facto borders; ISO 3166-2 lists Crimea under Ukraine";
        let lines = wrapped(text, 12.0, 120.0);
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 3 && lines.iter().all(|line| Font.width(line, 12.0) <= 120.0), "{lines:?}");
    }
}
