//! Tests the floor plan: a module imports only from layers with a smaller number, files of one module form no import
//! cycle, and the library doesn't know the command line.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// The modules and their layers, as documented in `src/lib.rs`.
const LAYERS: [(&str, u8); 22] = [
    ("model", 0),
    ("legible", 0),
    ("file_names", 0),
    ("text", 0),
    ("register", 1),
    ("geodesy", 1),
    ("words", 1),
    ("table", 1),
    ("scene", 1),
    ("formats", 2),
    ("gazetteer", 2),
    ("graph", 3),
    ("fetch", 3),
    ("metrics", 4),
    ("query", 5),
    ("check", 5),
    ("diagram", 6),
    ("map", 6),
    ("chart", 6),
    ("atlas", 7),
    ("cli", 8),
    ("main", 9),
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
/// `use crate::{graph::Network, model::Area}` names two modules: a name follows an opening brace or a comma at its
/// level.
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
    let first_word =
        |path: &String| -> String { path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    // A macro belongs to the top of the crate, wherever it is defined.
    let of_macro = |word: String| if word == "said" { "words".to_owned() } else { word };
    modules.iter().map(first_word).filter(|word| !word.is_empty()).map(of_macro).collect()
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

/// A source file: its module, as `["graph", "names"]`, and its code without comments and tests.
struct File {
    module: Vec<String>,
    is_folder: bool,
    code: String,
}

fn files() -> Vec<File> {
    fn walk(dir: &Path, above: &[String], found: &mut Vec<File>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let is_folder = stem == "mod";
            let module = if is_folder { above.to_vec() } else { [above, &[stem]].concat() };
            if path.is_dir() {
                walk(&path, &module, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                let code: Vec<&str> = source
                    .lines()
                    .take_while(|line| !line.starts_with("mod tests {"))
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .collect();
                found.push(File { module, is_folder, code: code.join("\n") });
            }
        }
    }
    let mut found = Vec::new();
    walk(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &[], &mut found);
    found
}

/// The paths that a tree of `use` names: `a::{b, c::{self, d}}` names `a::b`, `a::c` and `a::c::d`.
fn paths(tree: &str) -> Vec<Vec<String>> {
    let Some((before, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().split("::").map(|word| word.trim().to_owned());
        return vec![path.filter(|word| !word.is_empty() && word != "self").collect()];
    };
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in rest.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(c);
    }
    let before: Vec<String> =
        before.split("::").map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| paths(part)).map(|path| [&before[..], &path].concat()).collect()
}

/// A path from the top of the crate; `None` if it leads out of the crate.
fn from_top(file: &File, modules: &BTreeSet<&[String]>, path: &[String]) -> Option<Vec<String>> {
    let own = &file.module[..];
    let ups = path.iter().take_while(|word| *word == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "super" => Some([&own[..own.len().checked_sub(ups)?], &path[ups..]].concat()),
        first => {
            let below = [own, &[first.to_owned()]].concat();
            (file.is_folder && modules.contains(&below[..])).then(|| [own, path].concat())
        }
    }
}

/// The files that each file imports from. What a folder re-exports belongs to the file that defines it.
fn arrows(files: &[File]) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let modules: BTreeSet<&[String]> = files.iter().map(|file| &file.module[..]).collect();
    let mut exports: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    let mut named: Vec<(&File, Vec<String>)> = Vec::new();
    for file in files {
        for statement in file.code.split(';') {
            let statement = statement.rsplit_once("}\n").map_or(statement, |(_, last)| last);
            let lines =
                statement.lines().map(str::trim).filter(|line| !line.starts_with("#[")).collect::<Vec<_>>().join(" ");
            let Some((visibility, tree)) = lines
                .trim()
                .split_once("use ")
                .filter(|(before, _)| before.is_empty() || (before.starts_with("pub") && !before.contains(['{', '='])))
            else {
                continue;
            };
            for path in paths(tree).iter().filter_map(|path| from_top(file, &modules, path)) {
                if file.is_folder && !visibility.is_empty() {
                    let name = [&file.module[..], &path[path.len() - 1..]].concat();
                    exports.insert(name, path);
                } else {
                    named.push((file, path));
                }
            }
        }
    }
    let mut arrows: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (file, mut path) in named {
        let home = loop {
            let Some(length) = (1..=path.len()).rev().find(|&length| modules.contains(&path[..length])) else {
                break None;
            };
            let exported =
                path.get(..=length).and_then(|name| exports.get(name)).filter(|known| **known != path[..=length]);
            match exported {
                Some(known) => path = [&known[..], &path[length + 1..]].concat(),
                None => break Some(path[..length].to_vec()),
            }
        };
        if let Some(home) = home.filter(|home| *home != file.module) {
            arrows.entry(file.module.clone()).or_default().insert(home);
        }
    }
    arrows
}

/// Everything that can be reached by arrows.
fn reached(arrows: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>, from: &[String]) -> BTreeSet<Vec<String>> {
    let (mut found, mut next) = (BTreeSet::new(), vec![from.to_vec()]);
    while let Some(at) = next.pop() {
        for to in arrows.get(&at).into_iter().flatten() {
            if found.insert(to.clone()) {
                next.push(to.clone());
            }
        }
    }
    found
}

/// Modules whose files still import each other in cycles. Never add one; remove one when it is disentangled.
const TANGLED: [&str; 2] = ["cli", "formats"];

#[test]
fn files_of_a_module_form_no_import_cycle() {
    let files = files();
    let arrows = arrows(&files);
    let in_a_circle = files.iter().filter(|file| reached(&arrows, &file.module).contains(&file.module));
    let mut tangled: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for file in in_a_circle {
        tangled.entry(&file.module[0]).or_default().push(file.module.join("/"));
    }
    let found: Vec<&str> = tangled.keys().copied().collect();
    assert_eq!(found, TANGLED, "{tangled:#?}");
    let count: usize = arrows.values().map(BTreeSet::len).sum();
    assert!(count > 900, "imports were recognised, {count} of them");
}

/// Files of the library that still name an option of the command line.
const NAMES_OPTIONS: [&str; 2] = ["table/wording", "table/xlsx"];

#[test]
fn the_library_knows_no_command_line() {
    let mut found = BTreeSet::new();
    for file in files().iter().filter(|file| !["cli", "main", "lib"].contains(&file.module[0].as_str())) {
        for line in file.code.lines() {
            let words = |before: char, text: &str| {
                let mut at =
                    line.match_indices(text).map(|(at, _)| (line[..at].chars().next_back(), &line[at + text.len()..]));
                at.any(|(last, rest)| last == Some(before) && rest.starts_with(|c: char| c.is_ascii_lowercase()))
            };
            let is_option = [' ', '`', '"', '('].into_iter().any(|before| words(before, "--"));
            if is_option || words('`', "sistergraph ") {
                found.insert(file.module.join("/"));
            }
        }
    }
    assert!(found.iter().eq(NAMES_OPTIONS), "{found:?}");
}
