//! Finds the list of places and the list of their ties in a folder.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use crate::formats::{
    Told,
    bytes::unreadable,
    columns::{LEDGER, PARTNERSHIP, PLACE},
    delimited::{encoding, records::Records},
    error::Error,
    pairs::columns::PairColumns,
    two_tables::place_columns::{PlaceColumns, meant_point},
};

/// The two lists of a folder.
pub(super) struct TwoLists {
    pub(super) places: PathBuf,
    pub(super) links: PathBuf,
    /// Whether their columns have the names that our own data sets use.
    pub(super) are_our_own: bool,
}

/// Usual names for tables of places and of links, to find them in a folder that also has other tables.
pub(in crate::formats) const PLACES: [&str; 8] =
    ["cities", "places", "nodes", "vertices", "towns", "municipalities", "locations", "points"];
pub(in crate::formats) const LINKS: [&str; 8] =
    ["partnerships", "links", "edges", "ties", "relations", "twinnings", "pairs", "connections"];

/// The extensions of tables.
const TABLES: [&str; 3] = ["csv", "tsv", "txt"];

/// Finds the two lists of a folder: by their file names, otherwise by their headers.
///
/// # Errors
/// Returns [`Error::MissingList`], [`Error::FolderOfOne`] or [`Error::SeveralTables`].
pub(super) fn two_lists(dir: &Path, told: &Told) -> Result<TwoLists, Error> {
    let own = |name: &str| {
        let files = ["csv", "tsv"].map(|extension| dir.join(format!("{name}.{extension}")));
        files.into_iter().find_map(|file| match file.try_exists() {
            Ok(is_there) => is_there.then_some(Ok(file)),
            // An error here means that the folder can't be entered, so its files are unknown.
            Err(source) => Some(Err(unreadable(&file, source))),
        })
    };
    let (places, links) = (own("cities").transpose()?, own("partnerships").transpose()?);
    if let (Some(places), Some(links)) = (&places, &links) {
        let header = |list| header(list, told).unwrap_or_default();
        let are_our_own = are_our_own(&header(places), &header(links));
        return Ok(TwoLists { places: places.clone(), links: links.clone(), are_our_own });
    }
    let (mut of_places, mut of_links, mut broken) = (Vec::new(), Vec::new(), None);
    for table in tables(dir)? {
        match header(&table, told) {
            Ok(header) if PairColumns::recognise(&header).is_some() => of_links.push(table),
            Ok(header) if PlaceColumns::of(&header).is_some() => of_places.push(table),
            Err(error @ (Error::Encoding { .. } | Error::Undecodable { .. })) => _ = broken.get_or_insert(error),
            _ => {}
        }
    }
    let found = (the_one(&of_places, &PLACES), the_one(&of_links, &LINKS));
    if let (Some(places), Some(links)) = found {
        return Ok(TwoLists { places: places.to_owned(), links: links.to_owned(), are_our_own: false });
    }
    // The missing list may be the one that can't be read.
    if let Some(error) = broken {
        return Err(error);
    }
    let shown = |path: &Path| path.display().to_string();
    let all = |paths: &[PathBuf]| paths.iter().map(|path| shown(path)).collect::<Vec<_>>();
    let path = shown(dir);
    Err(match (&of_places[..], &of_links[..]) {
        ([], [only]) if links.is_none() => Error::FolderOfOne { path, file: shown(only) },
        ([], [first, _, ..]) if links.is_none() => {
            Error::SeveralTables { path: shown(first), what: "links", tables: all(&of_links), example: None }
        }
        ([first_places, ..], [first_links, ..]) => {
            let (what, tables) = if found.0.is_none() { ("places", &of_places) } else { ("links", &of_links) };
            let example = [found.0.unwrap_or(first_places), found.1.unwrap_or(first_links)].map(shown);
            Error::SeveralTables { path, what, tables: all(tables), example: Some(example) }
        }
        _ => Error::MissingList {
            path,
            missing: if places.is_none() && of_places.is_empty() { "cities.csv" } else { "partnerships.csv" },
        },
    })
}

/// The only table, otherwise the only one with a usual name.
fn the_one<'p>(tables: &'p [PathBuf], names: &[&str]) -> Option<&'p Path> {
    let named = tables.iter().filter(|table| names.contains(&&*stem(table)));
    match (tables, &named.collect::<Vec<_>>()[..]) {
        ([only], _) => Some(only),
        (_, [only]) => Some(only),
        _ => None,
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The tables of a folder by name, without those that have their own role in a data set.
fn tables(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut tables = Vec::new();
    for entry in dir.read_dir().map_err(|source| unreadable(dir, source))? {
        let path = entry.map_err(|source| unreadable(dir, source))?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let is_other = stem(&path) == "regions" || LEDGER.iter().any(|(name, _)| *name == stem(&path));
        if TABLES.contains(&&*extension) && !is_other && path.is_file() {
            tables.push(path);
        }
    }
    tables.sort();
    Ok(tables)
}

/// The part of a file that is read for its header, in bytes.
const HEAD: u64 = 1 << 16;

/// The header of a table.
fn header(path: &Path, told: &Told) -> Result<Vec<String>, Error> {
    let file = path.display().to_string();
    let mut head = Vec::new();
    let input = File::open(path).map_err(|source| unreadable(path, source))?;
    input.take(HEAD).read_to_end(&mut head).map_err(|source| unreadable(path, source))?;
    // The last character or row of the head may be incomplete.
    let end = head.iter().rposition(|&byte| byte == b'\n').filter(|_| head.len() as u64 == HEAD);
    head.truncate(end.map_or(head.len(), |end| end + 1));
    let text = encoding::text(&file, &head, told.encoding)?;
    Ok(Records::open(&file, &text)?.header().to_vec())
}

/// Whether two lists have the columns that our own data sets need, and no other columns with points.
pub(in crate::formats) fn are_our_own(places: &[String], links: &[String]) -> bool {
    let has = |header: &[String], column: &str| header.iter().any(|name| name.eq_ignore_ascii_case(column));
    let is_like = has(places, PLACE[0]) && PARTNERSHIP[..2].iter().all(|end| has(links, end));
    let lies_at_points = !has(places, "lat") && places.iter().any(|name| meant_point(name));
    // If we don't recognise the columns either, the lists are judged as our own, so that faults say what is missing.
    let is_recognised = PlaceColumns::of(places).is_some() && PairColumns::recognise(links).is_some();
    !is_recognised || (is_like && !lies_at_points)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the two lists in a folder with these files, or the error.
    fn found(files: &[(&str, &[u8])]) -> Result<[String; 2], String> {
        let folder = tempfile::tempdir().unwrap();
        files.iter().for_each(|(name, bytes)| std::fs::write(folder.path().join(name), bytes).unwrap());
        let lists = two_lists(folder.path(), &Told::default()).map_err(|error| error.to_string())?;
        Ok([lists.places, lists.links].map(|path| path.file_name().unwrap().to_string_lossy().into_owned()))
    }

    #[test]
    fn lists_are_found_by_their_names_else_by_their_headers() {
        let (places, links): (&[u8], &[u8]) = (b"id,name\n1,x\n", b"source,target\n1,1\n");
        let names = |names: [&str; 2]| Ok(names.map(str::to_owned));
        assert_eq!(found(&[("nodes.csv", places), ("edges.TSV", links)]), names(["nodes.csv", "edges.TSV"]));
        assert_eq!(found(&[("orte.csv", places), ("x.txt", links)]), names(["orte.csv", "x.txt"]));
        let others: &[(&str, &[u8])] =
            &[("a.csv", places), ("b.csv", links), ("contacts.csv", links), ("notes.txt", b"Kept by hand.\n")];
        assert_eq!(found(others), names(["a.csv", "b.csv"]));
        assert_eq!(found(&[others, &[("links.csv", links)]].concat()), names(["a.csv", "links.csv"]));
        assert!(found(&[others, &[("c.csv", links)]].concat()).unwrap_err().contains("that of links"));
        assert!(found(&[("a.csv", places)]).unwrap_err().contains("has no partnerships.csv"));
        // This is Cyrillic in windows-1251.
        let cyrillic = b"\xc3\xee\xf0\xee\xe4,\xd1\xf2\xf0\xe0\xed\xe0\n";
        assert!(found(&[("a.csv", cyrillic), ("b.csv", links)]).unwrap_err().contains("not UTF-8"));
    }
}
