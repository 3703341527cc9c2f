//! Files of other programs. They are recognised by how they begin and are named, so that nobody gets a graph of their
//! markup.

use std::fmt;

use super::{Format, error::Error, graphs};

/// A kind of file that isn't read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign {
    name: &'static str,
    advice: Advice,
}

impl Foreign {
    /// What to do with such a file.
    pub fn advice(&self) -> &'static str {
        match self.advice {
            Advice::SaveAsCsv => "open it in a spreadsheet and save the sheet with the partnerships as CSV UTF-8",
            Advice::ExportEdges => {
                "export its edges as CSV with a header such as `source,target` from the program that wrote it"
            }
            Advice::ExportTable => "export the table with two places per row as CSV UTF-8",
            Advice::NameFile => {
                "a data set in SQLite is read where it is named by its file; of another database, save a query for two places \
                 per row as CSV"
            }
            Advice::NameFolder => {
                "a data set in Parquet is a folder with vertices.parquet and edges.parquet: name that folder; or export the \
                 table with two places per row as CSV UTF-8"
            }
            Advice::Query => "query it for two places per row, and save the answer as CSV",
            Advice::Unpack => "unpack it, and name a file or folder of what it holds",
            Advice::Fetch => "the data itself was never fetched: `git lfs pull` in its repository brings it",
            Advice::Download => {
                "the download brought a page instead of a list: look at it in a browser, then save the list itself"
            }
            Advice::Copy => "a list is a text: copy its table into a spreadsheet and save that as CSV UTF-8",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Advice {
    SaveAsCsv,
    ExportEdges,
    ExportTable,
    NameFile,
    NameFolder,
    Query,
    Unpack,
    Fetch,
    Download,
    Copy,
}

const fn foreign(name: &'static str, advice: Advice) -> Foreign {
    Foreign { name, advice }
}

/// Refuses a file whose first bytes belong to a binary format.
///
/// # Errors
/// Returns [`Error::Foreign`], or [`Error::NoFeature`] for a database that another build can read.
pub(super) fn refuse_binary(file: &str, head: &[u8]) -> Result<(), Error> {
    if let Some(feature) = Format::Sqlite.missing_feature().filter(|_| head.starts_with(SQLITE)) {
        return Err(Error::NoFeature { path: file.to_owned(), format: Format::Sqlite, feature });
    }
    refuse(file, binary(head))
}

/// Whether a file with this beginning is a workbook, or an archive that may be one.
pub(super) fn may_be_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") && binary(head).is_some_and(|format| format.advice != Advice::Copy)
}

/// Refuses a text that begins like the texts of other programs.
///
/// # Errors
/// [`Error::Foreign`].
pub(super) fn refuse_text(file: &str, text: &str) -> Result<(), Error> {
    refuse(file, textual(text))
}

fn refuse(file: &str, found: Option<Foreign>) -> Result<(), Error> {
    found.map_or(Ok(()), |format| Err(Error::Foreign { path: file.to_owned(), format }))
}

/// The error for a JSON object that belongs to another program.
pub(super) fn in_json(file: &str, text: &str) -> Option<Error> {
    let head = head(text);
    let is_like = |keys: &[&str]| keys.iter().all(|key| head.contains(&format!("\"{key}\"")));
    let format = JSON.iter().find(|(keys, _)| is_like(keys)).map(|&(_, format)| format)?;
    Some(Error::Foreign { path: file.to_owned(), format })
}

/// Texts that mark the JSON of other programs, always near its beginning.
const JSON: &[(&[&str], Foreign)] = &[(&["Topology"], foreign("a TopoJSON file", Advice::ExportTable))];

/// The first bytes of a database.
pub(super) const SQLITE: &[u8] = b"SQLite format 3\0";

/// The first bytes of binary formats, from their specifications.
const MAGIC: &[(&[u8], Foreign)] = &[
    (b"\x1f\x8b", foreign("a gzip file", Advice::Unpack)),
    (b"BZh", foreign("a bzip2 file", Advice::Unpack)),
    (b"\xfd7zXZ\0", foreign("an xz file", Advice::Unpack)),
    (b"\x28\xb5\x2f\xfd", foreign("a Zstandard file", Advice::Unpack)),
    (b"7z\xbc\xaf\x27\x1c", foreign("a 7z archive", Advice::Unpack)),
    (b"Rar!\x1a\x07", foreign("a RAR archive", Advice::Unpack)),
    (SQLITE, foreign("an SQLite database", Advice::NameFile)),
    (b"PAR1", foreign("a Parquet file", Advice::NameFolder)),
    (b"ARROW1\0\0", foreign("an Arrow file", Advice::ExportTable)),
    (b"\x89HDF\r\n\x1a\n", foreign("an HDF5 file", Advice::ExportTable)),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        foreign("a document of an old office program (such as XLS)", Advice::SaveAsCsv),
    ),
    (b"%PDF-", foreign("a PDF document", Advice::Copy)),
    (b"{\\rtf", foreign("an RTF document", Advice::Copy)),
    (b"\x89PNG\r\n\x1a\n", foreign("a PNG picture", Advice::Copy)),
    (b"\xff\xd8\xff", foreign("a JPEG picture", Advice::Copy)),
];

/// The names of members by which we recognise ZIP archives that are documents.
const ZIPPED: &[(&[u8], Foreign)] = &[
    (b"opendocument.spreadsheet", foreign("a workbook (ODS)", Advice::SaveAsCsv)),
    (b"opendocument.text", foreign("a text document (ODT)", Advice::Copy)),
    (b"xl/", foreign("a workbook (XLSX)", Advice::SaveAsCsv)),
    (b"word/", foreign("a text document (DOCX)", Advice::Copy)),
    (b"doc.kml", foreign("a zipped KML file (KMZ)", Advice::Unpack)),
];

fn binary(head: &[u8]) -> Option<Foreign> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        let zipped = ZIPPED.iter().find(|(name, _)| holds(name)).map(|&(_, format)| format);
        return Some(zipped.unwrap_or(foreign("a ZIP archive", Advice::Unpack)));
    }
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, format)| format)
}

/// The names of supported graph formats, which are recognised by the same marks as other formats.
const GEXF: &str = "a GEXF graph";
const GRAPHML: &str = "a GraphML graph";
const PAJEK: &str = "a Pajek network";
const GML: &str = "a GML graph";
const KML: &str = "a KML file";
const DOT: &str = "a DOT graph";

/// The graph format of a text.
pub(super) fn graph(text: &str) -> Option<Format> {
    match textual(text)?.name {
        GEXF => Some(Format::Gexf),
        GRAPHML => Some(Format::GraphMl),
        PAJEK => Some(Format::Pajek),
        GML => Some(Format::Gml),
        KML => Some(Format::Kml),
        DOT => Some(Format::Dot),
        _ => None,
    }
}

/// The root elements of XML formats, in small letters and without a prefix.
const ROOTS: &[(&[&str], Foreign)] = &[
    (
        &["html", "head", "body", "title", "div", "p", "h1", "center", "script"],
        foreign("an HTML page", Advice::Download),
    ),
    (&["gexf"], foreign(GEXF, Advice::ExportEdges)),
    (&["graphml"], foreign(GRAPHML, Advice::ExportEdges)),
    (&["kml"], foreign(KML, Advice::ExportEdges)),
    (&["gpx"], foreign("a GPX file", Advice::ExportTable)),
    (&["osm"], foreign("an OpenStreetMap file", Advice::ExportTable)),
    (&["rdf"], foreign("an RDF/XML file", Advice::Query)),
    (&["sparql"], foreign("an answer of a SPARQL query in XML", Advice::Query)),
    (&["svg"], foreign("an SVG picture", Advice::Copy)),
    (&["workbook"], foreign("a workbook (XML)", Advice::SaveAsCsv)),
    (&["error"], foreign("an error message in XML", Advice::Download)),
];

/// The beginnings of lines in texts of other programs, in small letters. A blank, a bracket, a quote or the line's end
/// must follow.
const WORDS: &[(&[&str], Foreign)] = &[
    (&["*vertices", "*network", "*edges", "*arcs", "*edgeslist", "*arcslist"], foreign(PAJEK, Advice::ExportEdges)),
    (&["dl"], foreign("a UCINET DL file", Advice::ExportEdges)),
    (&["%%matrixmarket"], foreign("a Matrix Market file", Advice::ExportEdges)),
    (&["@prefix", "@base", "prefix", "base"], foreign("a Turtle file", Advice::Query)),
    (
        &["create table", "create database", "insert into", "drop table", "pragma", "begin transaction"],
        foreign("SQL", Advice::Query),
    ),
    (&["select distinct", "select", "construct"], foreign("the text of a query, not its answer", Advice::Query)),
];

const LFS_POINTER: &str = "version https://git-lfs.github.com/spec/";

/// The number of bytes at the beginning of a text by which it is recognised.
const HEAD: usize = 1 << 14;

fn head(text: &str) -> &str {
    let end = (0..=HEAD.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}

fn textual(text: &str) -> Option<Foreign> {
    let head = head(text).trim_start();
    if head.starts_with(LFS_POINTER) {
        return Some(foreign("a Git LFS pointer", Advice::Fetch));
    }
    if head.starts_with('<') {
        return markup(head);
    }
    let lowered = head.to_lowercase();
    let lines = || lowered.lines().map(str::trim).filter(|line| !line.is_empty());
    if let Some(line) = lines().find(|line| !line.starts_with(['#', '%']) || line.starts_with("%%m"))
        && let Some(format) = by_words(line)
    {
        return Some(format);
    }
    // A comment of SQL isn't a comment of a list.
    if lines().next()?.starts_with("--") {
        return lines().find(|line| !line.starts_with("--")).and_then(by_words);
    }
    if is_dimacs(lines()) {
        return Some(foreign("a DIMACS graph", Advice::ExportEdges));
    }
    if graphs::is_gml(head) {
        return Some(foreign(GML, Advice::ExportEdges));
    }
    graphs::is_dot(head).then_some(foreign(DOT, Advice::ExportEdges))
}

fn by_words(line: &str) -> Option<Foreign> {
    let begins = |word: &str| {
        let rest = line.strip_prefix(word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '(', '<', '"', '`', '=']))
    };
    // A header may begin with such a word, but then a delimiter follows.
    let is_row = || {
        line.trim_end_matches(';').contains(['\t', ';'])
            || line.split(',').count() > 1 && !line.contains(['(', '{', '*', '?'])
    };
    WORDS
        .iter()
        .find(|(words, _)| words.iter().any(|word| begins(word)))
        .filter(|_| !is_row())
        .map(|&(_, format)| format)
}

/// Whether the lines are comments beginning with `c`, then a line such as `p edge 4 3`.
fn is_dimacs<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let mut problem = lines.skip_while(|line| *line == "c" || line.starts_with("c "));
    let words: Vec<&str> = problem.next().unwrap_or_default().split_whitespace().collect();
    matches!(words[..], ["p", _, nodes, edges] if nodes.parse::<u64>().is_ok() && edges.parse::<u64>().is_ok())
}

/// The format of a text that begins with `<`, recognised by its root element or by its triples.
fn markup(head: &str) -> Option<Foreign> {
    let mut rest = head;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            if rest.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html")) {
                return by_root("html");
            }
            // The internal subset of a document type stands in brackets.
            let is_subset = rest.starts_with("<!") && rest.find('[').is_some_and(|at| !rest[..at].contains('>'));
            if is_subset { "]>" } else { ">" }
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else { return Some(XML) };
        rest = after;
    }
    let inside = rest.strip_prefix('<')?;
    let (iri, after) = inside.split_once('>').unwrap_or((inside, ""));
    if iri.contains(':')
        && !iri.contains(char::is_whitespace)
        && after.trim_start().starts_with('<')
        && after.starts_with(' ')
    {
        return Some(foreign("an N-Triples file", Advice::Query));
    }
    let name = inside.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?.to_ascii_lowercase();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    is_name.then(|| by_root(name.rsplit(':').next().unwrap_or_default()).unwrap_or(XML))
}

const XML: Foreign = foreign("an XML file", Advice::ExportTable);

fn by_root(name: &str) -> Option<Foreign> {
    ROOTS.iter().find(|(names, _)| names.contains(&name)).map(|&(_, format)| format)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> String {
        binary(text.as_bytes()).or_else(|| textual(text)).map(|format| format.to_string()).unwrap_or_default()
    }

    #[test]
    fn files_of_other_programs_are_named() {
        let expected = [
            ("PK\u{3}\u{4}....[Content_Types].xml....xl/workbook.xml", "a workbook (XLSX)"),
            ("PK\u{3}\u{4}mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "a workbook (ODS)"),
            ("PK\u{3}\u{4}twins.csv", "a ZIP archive"),
            ("SQLite format 3\0", "an SQLite database"),
            ("%PDF-1.7\n", "a PDF document"),
            ("\n<!doctype HTML>\n<p>", "an HTML page"),
            ("<html><body>404 Not Found</body></html>", "an HTML page"),
            ("<?xml version=\"1.0\"?>\n<!-- <html> -->\n<gexf xmlns=\"x\">", "a GEXF graph"),
            ("<?xml version=\"1.0\"?><graphml>", "a GraphML graph"),
            ("<kml:kml xmlns:kml=\"x\">", "a KML file"),
            ("<rdf:RDF>", "an RDF/XML file"),
            ("<cities><city/></cities>", "an XML file"),
            ("<http://x.org/a> <http://x.org/p> <http://x.org/b> .", "an N-Triples file"),
            ("# own\n@prefix wd: <http://x.org/> .", "a Turtle file"),
            ("PREFIX wd: <http://x.org/>\nSELECT ?a", "a Turtle file"),
            ("*Vertices 3\n1 \"Gomel\"", "a Pajek network"),
            ("% own\n*network twins\n*vertices 2", "a Pajek network"),
            ("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n", "a Matrix Market file"),
            ("dl n=3 format=edgelist1\ndata:\n1 2", "a UCINET DL file"),
            ("c own\np edge 4 3\ne 1 2\n", "a DIMACS graph"),
            ("graph [\n  node [ id 1 ]", "a GML graph"),
            ("Creator \"own\"\nVersion 1\ngraph\n[\n", "a GML graph"),
            ("# own\n\n# more\ngraph [ node [ id 1 ] ]", "a GML graph"),
            ("name \"twins [x]\" multigraph 1 meta [ a [ b 1 ] ] graph [", "a GML graph"),
            ("graph twins {\n a -- b }", "a DOT graph"),
            ("/* own */ // more\n# and\nDIGRAPH \"two words\"\n{", "a DOT graph"),
            ("graph \u{41c}\u{456}\u{43d}\u{441}\u{43a} {}", "a DOT graph"),
            ("strict digraph{a->b}", "a DOT graph"),
            ("CREATE TABLE twins (a, b);", "SQL"),
            ("-- MySQL dump 10\n--\nDROP TABLE IF EXISTS `twins`;", "SQL"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "a Git LFS pointer"),
        ];
        for (text, name) in expected {
            assert_eq!(named(text), name, "{text}");
        }
    }

    #[test]
    fn json_of_other_programs_is_named() {
        let text = r#"{"type": "Topology", "objects": {}}"#;
        let error = super::super::read_bytes("file", text.as_bytes(), &Default::default()).unwrap_err();
        assert_eq!(error.to_string(), "`file` is a TopoJSON file, which is not read");
    }

    #[test]
    fn lists_are_lists_whatever_their_first_words() {
        let lists = [
            "city1,city2\nMogilev,Tula\n",
            "source target\n1 2\n",
            "graph,partner\nx,y\n",
            "select;partner\n1;2\n",
            "base,partner\nx,y\n",
            "prefix\tb\n1\t2\n",
            "Version,a,b\n1,x,y\n",
            "c d\np q\n",
            "p x\nq y\n",
            "# Nodes: 4 Edges: 3\n1 2\n",
            "% sym unweighted\n1 2\n",
            "graphic design 2\n",
            "graph 1\nx 2\n",
            "graph\tpartner\nx\t{y\n",
            "// own\nx y\n",
            "a [1]\nb [2]\n",
            "",
            "<",
        ];
        for text in lists {
            assert_eq!(named(text), "", "{text}");
        }
    }
}
