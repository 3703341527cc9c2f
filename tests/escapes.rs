//! Sends every character of Unicode, and every name that GitHub would turn into a link, through every output.

use std::collections::HashSet;

use regex_syntax::hir::{Class, HirKind};
use serde::Serialize;
use serde_json::Value;
use sistergraph::{
    diagram::{self, Grouping, Selection},
    formats,
    graph::Scope,
    model::{Dataset, PartnershipRecord, PlaceRecord, Position},
    scene::{Mark, Scene, to_svg},
    table::{Answer, Block, Format, Sheet},
};

use crate::support::{network, program, run};

/// The characters that the documentation lists: by the tables of another crate, and those without a property.
fn hidden() -> HashSet<char> {
    let class = r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\x{2800}\x{1D159}\x{13441}\x{13442}\x{16FE4}]";
    let class = regex_syntax::parse(class).unwrap().into_kind();
    let HirKind::Class(Class::Unicode(class)) = class else { panic!("a class of characters") };
    class.iter().flat_map(|range| range.start()..=range.end()).collect()
}

/// Texts that together contain every character between two letters.
fn texts() -> Vec<String> {
    let chars: Vec<char> = ('\0'..=char::MAX).collect();
    chars.chunks(4096).map(|chunk| chunk.iter().flat_map(|&c| ['a', c, 'b']).collect()).collect()
}

/// The first hidden character of an output, except its own line feeds.
fn first_hidden(output: &str, hidden: &HashSet<char>) -> Option<char> {
    output.chars().find(|c| *c != '\n' && hidden.contains(c))
}

#[derive(Default, Serialize)]
struct Row {
    name: String,
}

#[test]
fn no_hidden_character_gets_into_a_table_or_page_and_none_is_lost_from_data() {
    let (hidden, texts) = (hidden(), texts());
    let rows: Vec<Row> = texts.iter().map(|text| Row { name: text.clone() }).collect();
    let page = texts.iter().flat_map(|text| {
        let facts = Block::Facts(vec![(text.clone(), text.clone())]);
        [Block::Heading(text.clone()), facts]
    });
    let linked = Sheet::of(&rows).linked(texts.iter().map(|text| format!("{text}.html")).collect());
    let page: Vec<Block> = page.chain([Block::Sheet(linked)]).collect();
    let answer = Answer::paged_rows(page, Sheet::of(&rows));
    for format in [Format::Table, Format::Markdown, Format::Html, Format::Json] {
        let output = answer.render(format, 1 << 20);
        assert_eq!(first_hidden(&output, &hidden), None, "{}", format.name());
        assert!(output.contains("a\\u202eb") || output.contains("a\\u{202e}b") || output.contains("a\\\\u{202e}b"));
        assert!(["aЁb", "a北b", "a\u{301}b", "a🚀b"].iter().all(|seen| output.contains(seen)), "{}", format.name());
    }
    let read: Vec<Value> = serde_json::from_str(&answer.render(Format::Json, 80)).unwrap();
    assert!(read.iter().zip(&texts).all(|(row, text)| row["name"] == **text));
    // CSV is data, and has each character unchanged.
    let csv = answer.render(Format::Csv, 80);
    let read = csv::Reader::from_reader(csv.as_bytes()).into_records().map(|row| row.unwrap()[0].to_owned());
    assert_eq!(read.collect::<Vec<_>>(), texts);
}

#[test]
fn no_hidden_character_gets_into_a_picture_or_dot() {
    let (hidden, texts) = (hidden(), texts());
    let text = texts.concat();
    let scene = Scene {
        made_with: String::new(),
        fonts: Default::default(),
        width: 100.0,
        height: 100.0,
        title: text.clone(),
        description: text.clone(),
        language: "en",
        background: "#ffffff",
        hatches: Vec::new(),
        nodes: vec![
            Mark { data: vec![("id", text.clone())], ..Mark::text(0.0, 0.0, text.as_str()).tooltip(text.as_str()) }
                .into(),
        ],
    };
    let svg = to_svg(&scene);
    assert_eq!(first_hidden(&svg, &hidden), None);
    let parsed = roxmltree::Document::parse(&svg).unwrap();
    let drawn: String = parsed.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    assert!(drawn.contains("a\\u{0}b") && drawn.contains("aЁb") && drawn.contains("a\\u{e0041}b"));

    let mut dataset = Dataset::default();
    let ids: Vec<String> = (0..texts.len()).map(|at| format!("place-{at}")).collect();
    for (id, name) in ids.iter().zip(&texts) {
        dataset.push_place(&PlaceRecord { id, name, ..PlaceRecord::default() }, 1);
    }
    ids.windows(2).for_each(|pair| dataset.push_partnership(&PartnershipRecord::new(&pair[0], &pair[1]), 1));
    let network = network(dataset);
    let graph = network.graph(&Scope::default());
    let dot = diagram::to_dot(&diagram::of_ties(&graph, &Selection::All, Grouping::Region, text));
    assert_eq!(first_hidden(&dot, &hidden), None);
}

#[test]
fn no_hidden_character_gets_into_a_message() {
    let hidden = hidden();
    let mut listed: Vec<char> = hidden.iter().copied().filter(|&c| c != '\0').collect();
    listed.sort_unstable();
    // There are thousands of tags; the first ones stand for all.
    for chunk in listed.chunks(100).take(6) {
        let text: String = chunk.iter().flat_map(|&c| ['a', c, 'b']).collect();
        for arguments in
            [&["partners", text.as_str()], &["report", "--as-of", &text], &[&text], &["map", &text]] as [&[&str]; 4]
        {
            let run = run(arguments);
            assert_eq!(first_hidden(&run.stderr, &hidden), None, "{arguments:?}: {}", run.stderr);
            assert!(run.status > 0 && run.stdout.is_empty(), "{arguments:?}");
        }
    }
    let coloured = run(&["report", "--as-of", "\u{1b}[31mX"]);
    assert!(coloured.stderr.contains("'\\u{1b}[31mX'"), "{}", coloured.stderr);
}

/// Texts that GitHub's Markdown turns into links, and texts that only look like them.
const ADDRESSES: [&str; 19] = [
    "www.evil.example",
    "WWW.evil.example",
    "(www.evil.example)",
    "_www.evil.example_",
    "~www.evil.example",
    "http://evil.example",
    "https://www.evil.example/x",
    "HTTP://evil.example",
    "ftp://evil.example",
    "info@evil.example",
    "a.b-c_d@evil.example.org",
    "a@b@evil.example",
    "mailto:a@evil.example",
    "xmpp:a@evil.example/x",
    "http&#58;//evil.example",
    "<http://evil.example>",
    "[x](http://evil.example)",
    "javascript://evil.example",
    "@somebody #12",
];

#[test]
fn github_makes_no_link_of_a_name() {
    let options = || {
        let mut options = comrak::Options::default();
        options.extension.autolink = true;
        options.extension.table = true;
        options.extension.strikethrough = true;
        options.extension.tasklist = true;
        options.render.r#unsafe = true;
        options
    };
    let tried = comrak::markdown_to_html("www.evil.example", &options());
    assert!(tried.contains("<a "), "the oracle makes links: {tried}");
    for name in ADDRESSES {
        let rows = vec![Row { name: name.to_owned() }];
        let page = vec![
            Block::Heading(name.to_owned()),
            Block::Text(name.to_owned()),
            Block::Facts(vec![(name.to_owned(), name.to_owned())]),
            Block::Sheet(Sheet::of(&rows)),
        ];
        let html = comrak::markdown_to_html(
            &Answer::paged_rows(page, Sheet::of(&rows)).render(Format::Markdown, 80),
            &options(),
        );
        assert!(!html.contains("<a "), "{name}: {html}");
        // A reader sees the name itself.
        let seen = html.replace("<!-- -->", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        assert_eq!(seen.matches(name).count(), 5, "{name}: {html}");
    }
}

#[test]
fn a_folder_of_pages_has_a_page_for_every_code_and_links_that_lead_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("cities.csv"), "id,name,country,region\na,Ash,BY,con\nb,Beech,BY,index\n").unwrap();
    std::fs::write(data.join("partnerships.csv"), "a,b\na,b\n").unwrap();
    let rows: String = ["con", "index", "nul", "AUX", "LPT1", "INDEX-2"]
        .iter()
        .map(|code| format!("{code},BY,Region {code}\n"))
        .collect();
    std::fs::write(data.join("regions.csv"), format!("code,country,name\n{rows}")).unwrap();
    let data = data.to_str().unwrap();
    for (format, picture) in [("html", false), ("md", true)] {
        let into = folder.path().join(format);
        let made = program()
            .args(["--data", data, "scorecard", "--all", "BY", "--format", format, "-o"])
            .arg(&into)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let files: HashSet<String> =
            std::fs::read_dir(&into).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let folded: HashSet<String> = files.iter().map(|file| file.to_lowercase()).collect();
        assert_eq!(files.len(), folded.len());
        // There are seven regions of the register and six of the data set, the country, and the index.
        assert_eq!(files.iter().filter(|file| file.ends_with(format)).count(), 15, "{files:?}");
        assert!(!folded.contains(&format!("con.{format}")) && !folded.contains(&format!("aux.{format}")), "{files:?}");
        let index = std::fs::read_to_string(into.join(format!("index.{format}"))).unwrap();
        let (open, close) = if format == "md" { ("](<", '>') } else { ("href=\"", '"') };
        let links: Vec<&str> = index.split(open).skip(1).map(|rest| rest.split(close).next().unwrap()).collect();
        assert_eq!(links.len(), 14);
        assert!(links.iter().all(|link| files.contains(*link)), "{links:?}");
        assert_eq!(files.iter().any(|file| file.ends_with(".svg")), picture);
    }
}

#[test]
fn a_formula_is_guarded_in_files_to_fill_in_and_read_as_it_was() {
    let names = [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1",
        "@SUM(A1)",
        "\u{ff1d}1",
        "\u{ff20}x",
        "\u{2212}1",
        "'=1",
        "''-1",
        "'s-Hertogenbosch",
        "'",
        "a=1",
    ];
    let mut dataset = Dataset::default();
    let ids: Vec<String> = (0..names.len()).map(|at| format!("={at}")).collect();
    for (id, name) in ids.iter().zip(names) {
        let aliases = vec![name.into(), "-x".into()];
        let position = Position::new(-33.5, -70.25).ok();
        dataset.push_place(&PlaceRecord { id, name, aliases, position, ..PlaceRecord::default() }, 1);
    }
    ids.windows(2).for_each(|pair| {
        let note = Some("=1+1");
        dataset.push_partnership(&PartnershipRecord { note, ..PartnershipRecord::new(&pair[0], &pair[1]) }, 1);
    });
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in formats::to_csv(&dataset) {
        std::fs::write(folder.path().join(name), &text).unwrap();
        if name.ends_with(".csv") {
            for cell in csv::Reader::from_reader(text.as_bytes())
                .into_records()
                .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            {
                let is_number = cell.parse::<f64>().is_ok() && cell.contains('.');
                let runs = cell.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff20}', '\u{2212}']);
                assert!(is_number || !runs, "{cell}");
            }
        }
    }
    let again = formats::read(folder.path().to_str().unwrap()).unwrap().sound().unwrap().0;
    assert_eq!(again, dataset);
}
