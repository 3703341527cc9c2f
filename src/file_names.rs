//! Layer 0: file names made from texts that weren't meant to be file names.

use std::collections::{HashMap, HashSet};

use any_ascii::any_ascii;

/// The most characters of a name, not counting a number behind it. All file systems allow more than twice as many.
const LONGEST: usize = 100;

/// A file name without extension for each text, in the order of the texts. No two are alike on any file system, and
/// none is like one of `taken`.
///
/// A name has only Latin letters, digits, hyphens and underscores, and about 100 at most. So it never leaves its
/// folder, needs no quoting, and is the same on every system. Other letters are spelt in Latin ones, and everything
/// else becomes a hyphen. No name is that of a Windows device. Some systems don't distinguish capital from small
/// letters. Where several texts come to the same name, the first gets it, and the others get a number behind it.
///
/// ```
/// use sistergraph::file_names::file_names;
/// assert_eq!(file_names(["RU-BRY", "../x", "ru-bry", "index", "con"], &["index"]), ["RU-BRY", "x", "ru-bry-2", "index-2", "con_"]);
/// ```
///
/// Takes time linear in the length of the texts.
pub fn file_names<'t>(texts: impl IntoIterator<Item = &'t str>, taken: &[&str]) -> Vec<String> {
    let mut used: HashSet<String> = taken.iter().map(|name| name.to_ascii_lowercase()).collect();
    let mut names: Vec<(String, bool)> = texts.into_iter().map(|text| (portable(text), false)).collect();
    for (name, is_own) in &mut names {
        *is_own = used.insert(name.to_ascii_lowercase());
    }
    let mut next: HashMap<String, usize> = HashMap::new();
    for (name, _) in names.iter_mut().filter(|(_, is_own)| !is_own) {
        let number = next.entry(name.to_ascii_lowercase()).or_insert(2);
        while !used.insert(format!("{}-{number}", name.to_ascii_lowercase())) {
            *number += 1;
        }
        name.push_str(&format!("-{number}"));
    }
    names.into_iter().map(|(name, _)| name).collect()
}

/// The file name of `text` alone, before names that clash get their numbers.
fn portable(text: &str) -> String {
    let mut name = String::new();
    let latin = any_ascii(&text.chars().take(LONGEST).collect::<String>());
    for c in latin.chars().take(LONGEST) {
        if c.is_ascii_alphanumeric() || c == '_' {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(name.trim_end_matches('-').len());
    if name.is_empty() || is_device(&name.to_ascii_lowercase()) {
        name.push('_');
    }
    name
}

/// Whether Windows takes a name (in small letters) for a device, whatever its extension.
fn is_device(name: &str) -> bool {
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name, "con" | "prn" | "aux" | "nul" | "conin" | "conout" | "clock")
        || port.is_some_and(|number| number.len() == 1 && number.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_one_on_every_system() {
        let texts = [
            "",
            ".",
            "..",
            "../../escaped",
            "/etc/passwd",
            "C:\\x",
            "a b.",
            "a:b",
            "CON",
            "con.txt",
            "nul",
            "COM1",
            "com\u{b9}",
            "LPT10",
            "Магілёў",
            "javascript:alert(1)",
            "BY-MA",
            "by-ma",
            "\u{202e}x",
            "_",
            "index",
            "INDEX",
            "index-2",
        ];
        assert_eq!(
            file_names(texts, &["index"]),
            [
                "_",
                "_-2",
                "_-3",
                "escaped",
                "etc-passwd",
                "C-x",
                "a-b",
                "a-b-2",
                "CON_",
                "con-txt",
                "nul_",
                "COM1_",
                "com1_-2",
                "LPT10",
                "Magileu",
                "javascript-alert-1",
                "BY-MA",
                "by-ma-2",
                "x",
                "_-4",
                "index-3",
                "INDEX-4",
                "index-2",
            ]
        );
    }

    proptest! {
        #[test]
        fn no_two_texts_come_to_one_file(
            texts in prop::collection::vec(
                prop_oneof![any::<String>(), "[aA]{0,2}(-[1-4])?", "(?i)(con|nul|com1|index)(-2)?", "x{95,110}"], 0..40),
        ) {
            let names = file_names(texts.iter().map(String::as_str), &["index"]);
            prop_assert_eq!(names.len(), texts.len());
            let mut files: HashSet<String> = HashSet::from(["index".to_owned()]);
            for name in names {
                prop_assert!((1..=LONGEST + 4).contains(&name.len()), "{}", name);
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{}", name);
                let name = name.to_lowercase();
                prop_assert!(!name.starts_with('-') && !is_device(&name), "{}", name);
                prop_assert!(files.insert(name.clone()), "{} stands twice", name);
            }
        }
    }
}
