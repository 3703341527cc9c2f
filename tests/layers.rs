//! The floor plan: a module imports only from layers with a smaller number.

use std::{fs, path::Path};

/// Modules and their layers, as `src/lib.rs` documents them.
const LAYERS: [(&str, u8); 17] = [
    ("model", 0),
    ("legible", 0),
    ("file_names", 0),
    ("register", 1),
    ("geodesy", 1),
    ("table", 1),
    ("scene", 1),
    ("formats", 2),
    ("graph", 3),
    ("metrics", 4),
    ("query", 5),
    ("check", 5),
    ("diagram", 6),
    ("map", 6),
    ("chart", 6),
    ("cli", 7),
    ("main", 8),
];

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|(_, layer)| *layer)
}

/// Every `.rs` file below `dir`, with the name of its top module.
fn sources(dir: &Path, top: Option<&str>, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let top = top.unwrap_or(&stem);
        if path.is_dir() {
            sources(&path, Some(top), found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((top.to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The modules that a source names behind `crate::` or `sistergraph::`.
///
/// `use crate::{graph::Network, model::Area}` names two: what follows an opening brace or a comma at its level.
fn imports(source: &str) -> Vec<String> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut modules = Vec::new();
    for prefix in ["crate::", "sistergraph::"] {
        for (at, _) in code.match_indices(prefix) {
            let rest = &code[at + prefix.len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let (mut depth, mut word) = (0, String::new());
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => modules.push(std::mem::take(&mut word)),
                        c if depth == 0 => word.push(c),
                        _ => {}
                    }
                }
                modules.push(word);
            } else {
                modules.push(rest.to_owned());
            }
        }
    }
    let first_word = |path: &String| path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    modules.iter().map(first_word).filter(|word: &String| !word.is_empty()).collect()
}

#[test]
fn a_module_imports_only_from_lower_layers() {
    let mut found = Vec::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), None, &mut found);
    assert!(found.len() > 40, "the sources were found");
    let mut arrows = 0;
    for (module, source) in found.iter().filter(|(module, _)| module != "lib") {
        let own = layer(module).unwrap_or_else(|| panic!("`{module}` has no layer: add it to the floor plan"));
        for import in imports(source).into_iter().filter(|import| import != module) {
            let Some(other) = layer(&import) else {
                panic!("`{module}` imports `{import}`, which has no layer");
            };
            assert!(other < own, "`{module}` (layer {own}) imports `{import}` (layer {other})");
            arrows += 1;
        }
    }
    assert!(arrows > 60, "imports were recognised, {arrows} of them");
}

#[test]
fn the_test_sees_imports_in_every_form() {
    let source = "use crate::{graph::{Network, PlaceId}, model::Area};\n let x = crate::geodesy::distance_km(a, b);";
    assert_eq!(imports(source), ["graph", "model", "geodesy"]);
}
