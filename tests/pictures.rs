//! Pictures are compared with stored ones, are well-formed whatever the names are, and are right at the map's edge.
//!
//! With `SISTERGRAPH_REWRITE=1` the stored pictures are redrawn; look at them before you keep them.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use roxmltree::Document;
use sistergraph::{
    chart::{self, ChartOptions},
    diagram::{self, Diagram, Grouping, Selection},
    graph::Scope,
    map::{self, Layer, MapOptions},
    model::{Area, CountryCode, Dataset, PartnershipRecord, PlaceRecord, Position},
    query,
    register::Outlines,
    scene::{self, Fonts, Headings, Scene, ThemeName},
    words::Words,
};

use crate::support::{hostile_names, network, program, run};

/// The stored SVGs: file and arguments. Their pages are small, so that the files are.
const KEPT: [(&str, &[&str]); 9] = [
    ("belarus-russia", &["map", "--between", "BY", "RU"]),
    ("ego-mogilev", &["map", "--ego", "Mogilev", "--theme", "dark", "--lang", "ru"]),
    ("country", &["map", "--country", "BY", "--theme", "print", "--color-by", "tied-places"]),
    (
        "pacific",
        &[
            "map",
            "--data",
            "pacific",
            "--projection",
            "equal-earth",
            "--center",
            "0,0",
            "--layers",
            "arcs,places,labels,legend",
        ],
    ),
    ("many-places", &["map", "--lang", "be", "--layers", "regions,arcs,places,labels,legend"]),
    ("azimuthal", &["map", "--ego", "Minsk", "--layers", "land,arcs,places,labels,legend"]),
    // Partners that are too close together to be named have an inset.
    ("ego-inset", &["map", "--ego", "Orsha", "--layers", "land,arcs,places,labels,legend"]),
    // There is land at the point opposite the centre.
    ("azimuthal-pacific", &["map", "--data", "pacific", "--layers", "land,arcs,places,labels,legend"]),
    ("one-place", &["map", "--data", "one-place", "--layers", "land,places,labels,legend"]),
];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pictures"))
}

/// The path of a picture that differs from the stored one.
fn differing(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn draw(args: &[&str], size: &str, file: &Path) -> Vec<u8> {
    let output = program().args(args).args(["--size", size, "-q", "-o"]).arg(file).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    fs::read(file).unwrap()
}

#[test]
fn maps_are_drawn_as_kept() {
    let mut wrong = Vec::new();
    for (name, args) in KEPT {
        let (kept, found) = (folder().join(format!("{name}.svg")), differing(&format!("{name}.svg")));
        let drawn = String::from_utf8(draw(args, "640x360", &found)).unwrap();
        if std::env::var_os("SISTERGRAPH_REWRITE").is_some() {
            fs::write(&kept, &drawn).unwrap();
        }
        let expected = fs::read_to_string(&kept).unwrap_or_else(|error| panic!("{}: {error}", kept.display()));
        if let Some(line) = drawn.lines().zip(expected.lines()).position(|(a, b)| a != b) {
            wrong.push(format!("{name}.svg:{}: see {}", line + 1, found.display()));
        } else if drawn.len() != expected.len() {
            wrong.push(format!("{name}.svg is longer or shorter: see {}", found.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// At most one pixel in a thousand may differ by more than 24 of 255 in a channel: another processor may round an edge
/// differently, but it doesn't move a line or a letter.
#[cfg(feature = "png")]
#[test]
fn rendered_maps_look_as_kept() {
    use tiny_skia::{Pixmap, PremultipliedColorU8};
    for (name, args) in [KEPT[0], KEPT[3]] {
        let (kept, found) = (folder().join(format!("{name}.png")), differing(&format!("{name}.png")));
        let drawn = draw(args, "640x360", &found);
        if std::env::var_os("SISTERGRAPH_REWRITE").is_some() {
            fs::write(&kept, &drawn).unwrap();
        }
        let expected = fs::read(&kept).unwrap_or_else(|error| panic!("{}: {error}", kept.display()));
        let [drawn, expected] = [drawn, expected].map(|bytes| Pixmap::decode_png(&bytes).unwrap());
        assert_eq!((drawn.width(), drawn.height()), (expected.width(), expected.height()), "{name}");
        let channels = |pixel: &PremultipliedColorU8| [pixel.red(), pixel.green(), pixel.blue()];
        let mut difference = Pixmap::new(drawn.width(), drawn.height()).unwrap();
        let mut differ = 0;
        let pairs = drawn.pixels().iter().zip(expected.pixels());
        for ((a, b), into) in pairs.zip(difference.pixels_mut()) {
            let off = channels(a).into_iter().zip(channels(b)).map(|(a, b)| a.abs_diff(b)).max().unwrap_or(0);
            differ += usize::from(off > 24);
            let shade = 255 - off;
            *into = PremultipliedColorU8::from_rgba(255, shade, shade, 255).unwrap();
        }
        let image = differing(&format!("{name}-difference.png"));
        difference.save_png(&image).unwrap();
        assert!(differ * 1000 <= drawn.pixels().len(), "{name}: {differ} pixels differ, see {}", image.display());
    }
}

#[cfg(feature = "png")]
#[test]
fn letters_are_rendered() {
    use tiny_skia::Pixmap;
    // Each letter leaves a different mark: a missing font or glyph would leave none, or always the same box.
    let rendered: Vec<Vec<u8>> = ["Ж", "Ў", "Ł", "ğ", "İ", "ё", "Č"]
        .into_iter()
        .map(|letter| {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\" font-family=\"{}\"><text x=\"5\" y=\"30\" \
                 font-size=\"24\">{letter}</text></svg>",
                scene::FAMILY
            );
            let pixels = Pixmap::decode_png(&scene::svg_to_png(&svg, 1.0).unwrap()).unwrap();
            let ink = pixels.pixels().iter().filter(|pixel| pixel.alpha() > 128).count();
            assert!(ink > 20, "{letter}: {ink}");
            pixels.take()
        })
        .collect();
    for (number, picture) in rendered.iter().enumerate() {
        assert!(!rendered[..number].contains(picture));
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_has_one_page_and_the_same_bytes() {
    let [a, b] = ["a.pdf", "b.pdf"].map(|name| draw(KEPT[3].1, "640x360", &differing(name)));
    assert!(a.starts_with(b"%PDF-") && a == b);
    let pages = a.windows(10).filter(|bytes| bytes == b"/Type/Page").count();
    let trees = a.windows(11).filter(|bytes| bytes == b"/Type/Pages").count();
    assert_eq!(pages - trees, 1);
}

/// A data set whose places have hostile names, each tied to the next.
fn hostile() -> Dataset {
    let mut dataset = Dataset::default();
    let names = hostile_names();
    let ids: Vec<String> = (0..names.len()).map(|at| format!("id-{at}")).collect();
    for (at, name) in names.iter().enumerate() {
        let record = PlaceRecord {
            id: &ids[at],
            name,
            country: CountryCode::new(if at % 2 == 0 { "BY" } else { "RU" }),
            region: Some(if at % 2 == 0 { "BY-MA" } else { "RU-SMO" }),
            position: Position::new(50.0 + at as f64 / 10.0, 30.0 + at as f64 / 5.0).ok(),
            ..PlaceRecord::default()
        };
        dataset.push_place(&record, 2);
    }
    for pair in ids.windows(2) {
        dataset.push_partnership(&PartnershipRecord::new(&pair[0], &pair[1]), 2);
    }
    dataset.set_metadata(sistergraph::model::Metadata {
        title: Some("<&\"\u{1b}'>]]>".to_owned()),
        licences: vec!["<licence>".to_owned()],
        ..Default::default()
    });
    dataset
}

#[test]
fn every_picture_is_well_formed_whatever_the_names() {
    let network = network(hostile());
    let graph = network.graph(&Scope::default());
    let [by, ru] = ["BY", "RU"].map(|code| Area::Country(CountryCode::new(code).unwrap()));
    let title = || hostile_names().join(" ");
    let ties = diagram::of_ties(&graph, &Selection::All, Grouping::Region, title());
    let headings = Headings { title: title(), subtitle: title(), source: title() };
    let words = Words::default();
    let options = ChartOptions { words, headings, theme: ThemeName::Light, size: None, fonts: Fonts::default() };
    let sides = query::sides(&network, &Scope::default(), &[by.clone(), ru.clone()], None);
    let rows = query::regions(&graph, &sides);
    let drawn = map::draw(&graph, &Outlines::built_in(), &MapOptions { title: Some(title()), ..MapOptions::default() });
    assert!(drawn.notes.is_empty() && drawn.romanised > 0, "{:?}", drawn.notes);
    let scenes: Vec<Scene> = vec![
        drawn.scene,
        diagram::to_scene(&ties, &diagram::plain(&ties), ThemeName::Dark, (800.0, 600.0), &Fonts::default()).0,
        chart::heat_map(&query::region_matrix(&graph, (&by, &ru)), &options).unwrap(),
        chart::bars(&rows, &[("<BY>".to_owned(), 7), ("&".to_owned(), 83)], |row| row.ties, &options).unwrap(),
        chart::history(&query::history(&network, &Scope::default(), None).rows, &options).unwrap(),
        chart::distribution(
            &query::degree_rows(&graph.adjacency()),
            chart::DistributionChart::LogLog,
            ["<degree>", "&"],
            &options,
        )
        .unwrap(),
    ];
    for scene in &scenes {
        let svg = scene::to_svg(scene);
        let document = Document::parse(&svg).unwrap_or_else(|error| panic!("{error}"));
        let texts: Vec<&str> =
            document.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
        // Names come out unchanged, except for what XML can't express.
        if scene.width == 1600.0 {
            assert!(
                texts.iter().any(|text| text.contains("<b>bold</b>"))
                    && texts.iter().any(|text| text.contains("a & b &amp; c"))
            );
        }
        assert!(!texts.iter().any(|text| text.contains('\u{1b}') || text.contains('\u{202e}')));
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        assert_eq!(root.first_element_child().map(|node| node.tag_name().name()), Some("title"));
        let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    }
}

#[test]
fn a_map_is_layered_and_says_which_region_is_which() {
    let file = differing("layers.svg");
    let svg = String::from_utf8(draw(&["map", "--between", "BY", "RU"], "1600x900", &file)).unwrap();
    let document = Document::parse(&svg).unwrap();
    let id = |id: &str| {
        document.descendants().find(|node| node.attribute("id") == Some(id)).unwrap_or_else(|| panic!("{id}"))
    };
    // The order is from the back to the front.
    let layers: Vec<&str> = document.root_element().children().filter_map(|node| node.attribute("id")).collect();
    let known: Vec<&str> =
        layers.iter().copied().filter(|id| Layer::ALL.iter().any(|layer| layer.name() == *id)).collect();
    assert_eq!(known, ["graticule", "land", "regions", "borders", "arcs", "places", "labels", "legend"]);
    let paths = |class: &str| {
        id("regions")
            .children()
            .filter(|node| node.attribute("class") == Some(class))
            .filter_map(|node| node.attribute("data-region"))
            .count()
    };
    // It is known that 28 of Russia's 83 regions have no place in the data set, and that all regions of Belarus have
    // ties.
    assert_eq!(paths("no-place") + paths("no-tie"), 28);
    let all = id("regions").children().filter(|node| node.has_attribute("data-region")).count();
    assert_eq!(all, 90);
    assert_eq!(id("arcs").descendants().filter(|node| node.has_tag_name("path")).count(), 218);
    let dots = |tag: &str| id("places").children().filter(|node| node.has_tag_name(tag)).count();
    // Grodno Region is itself a partner.
    assert_eq!((dots("circle"), dots("rect")), (236, 1));
    let smolensk = id("regions").children().find(|node| node.attribute("data-region") == Some("RU-SMO")).unwrap();
    assert_eq!(
        smolensk.first_element_child().unwrap().text(),
        Some("Smolensk Oblast (RU-SMO): ties 9, partner regions 4, tied places 4 of 4")
    );
}

/// The texts of a map's layer, given its id.
fn texts(svg: &str, layer: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let layer = document.descendants().find(|node| node.attribute("id") == Some(layer));
    let texts = layer.into_iter().flat_map(|layer| layer.descendants().filter(|node| node.has_tag_name("text")));
    texts.filter_map(|node| node.text().map(str::to_owned)).collect()
}

#[test]
fn places_too_close_to_be_named_are_named_in_an_inset_and_what_is_left_is_counted() {
    let file = differing("inset.svg");
    let svg = String::from_utf8(draw(&["map", "--ego", "Orsha"], "1600x900", &file)).unwrap();
    let (on_the_map, inset, legend) = (texts(&svg, "labels"), texts(&svg, "inset-labels"), texts(&svg, "legend"));
    let document = Document::parse(&svg).unwrap();
    let places: Vec<String> = document
        .descendants()
        .filter(|node| node.parent().is_some_and(|parent| parent.attribute("id") == Some("places")))
        .filter_map(|node| node.first_element_child()?.text()?.rsplit_once(" (").map(|(name, _)| name.to_owned()))
        .collect();
    let named = |name: &String| on_the_map.contains(name) || inset.contains(name);
    let count = places.iter().filter(|name| named(name)).count();
    assert!(inset.iter().filter(|name| places.contains(name)).count() > 3, "{inset:?}");
    // Only what the map is about is named twice.
    let twice: Vec<&String> = places.iter().filter(|name| on_the_map.contains(name) && inset.contains(name)).collect();
    assert!(twice.is_empty() || twice == ["Orsha"], "{twice:?}");
    let said = legend.iter().find(|text| text.ends_with("places are named"));
    let expected = format!("{count} of {} places are named", places.len());
    assert_eq!(said.map(String::as_str), (count < places.len()).then_some(expected.as_str()));
}

/// The map of a page shows its region; the small map of all ties has places outside it.
#[test]
fn an_inset_with_more_places_than_the_map_has_counts_each_of_them_once() {
    let folder = differing("crowded-region");
    fs::create_dir_all(&folder).unwrap();
    let mut cities = "id,name,region,country,lat,lon\n".to_owned();
    let mut partnerships = "a,b\n".to_owned();
    for at in 0..700 {
        let (row, column) = (at / 30, at % 30);
        let (lat, lon) = (53.5 + f64::from(row) * 0.02, 23.8 + f64::from(column) * 0.03);
        cities += &format!("by{at},Here {at},BY-HR,BY,{lat:.3},{lon:.3}\n");
        partnerships += &format!("by{at},es{}\n", at % 600);
        if at < 600 {
            let (lat, lon) = (38.0 + f64::from(row) * 0.1, -5.0 + f64::from(column) * 0.1);
            cities += &format!("es{at},There {at},ES-MD,ES,{lat:.3},{lon:.3}\n");
        }
    }
    fs::write(folder.join("cities.csv"), cities).unwrap();
    fs::write(folder.join("partnerships.csv"), partnerships).unwrap();
    let args = ["--data", folder.to_str().unwrap(), "scorecard", "BY-HR", "-q"];
    let page = run(&[&args, ["-o", differing("crowded.html").to_str().unwrap()].as_slice()].concat());
    assert_eq!((page.status, page.stderr.as_str()), (0, ""));
    let page = fs::read_to_string(differing("crowded.html")).unwrap();
    let svg = &page[page.find("<svg").unwrap()..page.find("</svg>").unwrap() + 6];
    let document = Document::parse(svg).unwrap();
    let marks = |layer: &str| -> HashSet<String> {
        let layer = document.descendants().find(|node| node.attribute("id") == Some(layer));
        let marks = layer.into_iter().flat_map(|layer| layer.descendants());
        marks.filter_map(|node| node.attribute("data-place").map(str::to_owned)).collect()
    };
    let (on_the_map, inset) = (marks("places"), marks("inset-places"));
    assert!(!inset.is_subset(&on_the_map), "{} in the inset, {} on the map", inset.len(), on_the_map.len());
    let named: HashSet<String> = ["labels", "inset-labels"]
        .into_iter()
        .flat_map(|layer| texts(svg, layer))
        .filter(|name| name.starts_with("Here") || name.starts_with("There"))
        .collect();
    let said = format!("{} of {} places are named", named.len(), on_the_map.union(&inset).count());
    assert!(texts(svg, "legend").contains(&said), "{said}: {:?}", texts(svg, "legend"));
}

#[test]
fn a_few_places_far_out_are_named_in_the_legend_and_lie_beyond_the_edge() {
    let svg = String::from_utf8(draw(&["map"], "1600x900", &differing("default.svg"))).unwrap();
    let legend = texts(&svg, "legend").join(" ");
    assert!(legend.contains("beyond the map's edge") && legend.contains("Havana"), "{legend}");
    // A map of a place shows all its partners.
    let svg = String::from_utf8(draw(&["map", "--ego", "Minsk"], "1600x900", &differing("default.svg"))).unwrap();
    assert!(texts(&svg, "labels").contains(&"Havana".to_owned()));
}

/// With `--font`, the machine's fonts aren't used, so that the answer is the same everywhere.
#[test]
fn letters_that_no_font_has_are_romanised_and_counted() {
    let folder = differing("scripts");
    fs::create_dir_all(&folder).unwrap();
    let cities = "id,name,country,lat,lon\na,Minsk,BY,53.9,27.6\nb,北京,CN,39.9,116.4\nc,Łódź,PL,51.8,19.5\n";
    fs::write(folder.join("cities.csv"), cities).unwrap();
    fs::write(folder.join("partnerships.csv"), "a,b\na,b\na,c\n").unwrap();
    let file = differing("scripts.svg");
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/NotoSans-Regular.ttf");
    let asked = |extra: &[&str]| {
        let data = ["--data", folder.to_str().unwrap(), "map", "-o", file.to_str().unwrap()];
        run(&[&data, extra].concat())
    };
    let found = asked(&["--font", font, "--title", "東京"]);
    assert_eq!(found.status, 0, "{}", found.stderr);
    assert!(found.stderr.contains("2 names are shown in Latin letters") && found.stderr.contains("--font FILE"));
    let svg = fs::read_to_string(&file).unwrap();
    assert_eq!(texts(&svg, "headings")[0], "DongJing");
    let labels = texts(&svg, "labels");
    assert!(labels.contains(&"BeiJing".to_owned()) && labels.contains(&"Łódź".to_owned()), "{labels:?}");
    let no_font = asked(&["--font", folder.join("cities.csv").to_str().unwrap()]);
    assert_eq!(no_font.status, 2);
    assert!(no_font.stderr.contains("cannot be used as a font") && no_font.stderr.contains("hint: --font takes"));
    let absent = asked(&["--font", "absent.ttf"]);
    assert_eq!(absent.status, 2, "{}", absent.stderr);
}

/// What a place is called is known better from the data than from a table of letters, which reads 東京 as Chinese.
#[test]
fn a_name_in_latin_letters_stands_for_one_that_no_font_writes() {
    let folder = differing("latin");
    fs::create_dir_all(&folder).unwrap();
    let cities =
        "id,name,aliases,country,lat,lon\na,Minsk,,BY,53.9,27.6\nb,東京,とうきょう|Токио|Tokyo,JP,35.7,139.7\n";
    fs::write(folder.join("cities.csv"), cities).unwrap();
    fs::write(folder.join("partnerships.csv"), "a,b\na,b\n").unwrap();
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/NotoSans-Regular.ttf");
    for args in [&["map"][..], &["diagram", "--engine", "plain"], &["diagram", "--engine", "springs"]] {
        let file = differing("latin.svg");
        let data = ["--data", folder.to_str().unwrap(), "--font", font, "-o", file.to_str().unwrap()];
        let found = run(&[args, &data].concat());
        assert_eq!(found.status, 0, "{}", found.stderr);
        assert!(found.stderr.contains("1 name is shown in Latin letters"), "{}", found.stderr);
        assert!(!found.stderr.contains("read as Chinese"), "{args:?}: {}", found.stderr);
        let svg = fs::read_to_string(&file).unwrap();
        let document = Document::parse(&svg).unwrap();
        let shown = document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text());
        let shown: Vec<&str> =
            shown.filter(|text| text.contains("Tokyo") || text.contains("Токио") || text.contains("Dong")).collect();
        assert_eq!(shown, ["Tokyo"], "{args:?}");
    }
}

#[test]
fn texts_of_an_svg_take_the_room_that_was_measured_for_them() {
    let svg = String::from_utf8(draw(KEPT[0].1, "1600x900", &differing("lengths.svg"))).unwrap();
    let document = Document::parse(&svg).unwrap();
    let texts: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
    assert!(texts.len() > 50);
    for text in texts {
        let size = text.ancestors().find_map(|node| node.attribute("font-size")).unwrap();
        let width = scene::Font.width(text.text().unwrap(), size.parse().unwrap());
        let said: f64 = text.attribute("textLength").unwrap().parse().unwrap();
        assert!((said - width).abs() < 0.02, "{said} {width}");
    }
}

#[test]
fn extent_and_projection_come_from_the_scope() {
    let shown = |args: &[&str], name: &str| {
        let svg = String::from_utf8(draw(args, "800x450", &differing(name))).unwrap();
        svg.split("Projection: ").nth(1).unwrap().split('.').next().unwrap().to_owned()
    };
    for (args, projection) in [
        (&["map", "--between", "BY", "RU"][..], "Albers conic equal-area"),
        (&["map", "--ego", "Mogilev"], "Albers conic equal-area"),
        (&["map", "--country", "BY"], "Albers conic equal-area"),
        // Havana, Detroit and a few other places lie beyond its edge.
        (&["map"], "Albers conic equal-area"),
        (&["map", "--data", "pacific"], "Lambert azimuthal equal-area"),
        (&["map", "--data", "empty"], "Equal Earth"),
        (&["map", "--bbox", "-180,-80,180,80"], "Equal Earth"),
        (&["map", "--between", "BY", "RU", "--projection", "equal-earth"], "Equal Earth"),
    ] {
        assert_eq!(shown(args, "projection.svg"), projection, "{args:?}");
    }
}

#[test]
fn what_cannot_be_drawn_is_said_once_and_in_the_legend() {
    let file = differing("levels.svg");
    let run = run(&["--data", "levels", "map", "-o", file.to_str().unwrap()]);
    assert_eq!(run.status, 0);
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("warning: not drawn")).count(), 1, "{}", run.stderr);
    assert!(fs::read_to_string(&file).unwrap().contains("Not drawn"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for args in [&["map"][..], &["matrix"], &["regions"], &["diagram", "--engine", "plain", "--ego", "Mogilev"]] {
        let [a, b] = ["a.svg", "b.svg"].map(|name| draw(args, "800x600", &differing(name)));
        assert!(a == b, "{args:?}");
    }
}

/// A chart has a mark for every number of its table, with a height in proportion to it.
#[test]
fn charts_show_the_rows_of_their_tables() {
    let marks = |args: &[&str], layer: &str, element: &str| -> Vec<(f64, String)> {
        let svg = String::from_utf8(draw(args, "960x600", &differing("chart.svg"))).unwrap();
        let document = Document::parse(&svg).unwrap();
        let group = document.descendants().find(|node| node.attribute("id") == Some(layer)).unwrap();
        let marks = group.descendants().filter(|node| node.has_tag_name(element));
        let height = |node: roxmltree::Node<'_, '_>| node.attribute("height").map_or(0.0, |text| text.parse().unwrap());
        let said = |node: roxmltree::Node<'_, '_>| {
            let title = node.children().find(|child| child.has_tag_name("title"));
            title.and_then(|title| title.text()).unwrap_or_default().to_owned()
        };
        marks.map(|node| (height(node), said(node))).collect()
    };
    let rows = |args: &[&str]| -> Vec<serde_json::Value> {
        let json = run(&[args, &["--format", "json", "-q"]].concat()).stdout;
        serde_json::from_str::<Vec<serde_json::Value>>(&json).unwrap()
    };
    let degrees = ["stats", "--data", "chain", "--distribution", "degree"];
    let with_a_logarithm = rows(&degrees).iter().filter(|row| row["value"] != 0).count();
    assert_eq!(marks(&degrees, "distribution", "circle").len(), with_a_logarithm);
    let distances = ["stats", "--distribution", "distance"];
    let (columns, table) = (marks(&distances, "distribution", "rect"), rows(&distances));
    assert_eq!(columns.len(), table.len());
    let number = |row: &serde_json::Value, key: &str| row[key].as_f64().unwrap();
    let scale = columns[3].0 / number(&table[3], "count");
    for ((height, _), row) in columns.iter().zip(&table) {
        assert!((height - scale * number(row, "count")).abs() < 0.1, "{row}");
    }
    let history = ["history", "--data", "time"];
    let (columns, table) = (marks(&history, "changes", "rect"), rows(&history));
    let changes: f64 =
        ["begun", "ended", "suspended"].iter().map(|key| table.iter().map(|row| number(row, key)).sum::<f64>()).sum();
    let one = columns.iter().map(|(height, _)| *height).fold(f64::INFINITY, f64::min);
    let drawn: f64 = columns.iter().map(|(height, _)| height / one).sum();
    assert!((drawn - changes).abs() < 0.01, "{drawn} drawn of {changes}");
    let said = columns.iter().filter(|(_, said)| said.ends_with(" suspended")).count();
    assert_eq!(said, table.iter().filter(|row| number(row, "suspended") > 0.0).count());
}

#[test]
fn graphviz_places_every_node_and_none_on_another() {
    let network = crate::support::read("belarus");
    let graph = network.graph(&Scope::default());
    let mogilev = crate::support::place(&network, "mogilev-by");
    let ego = diagram::of_ties(&graph, &Selection::Around(vec![mogilev], 1), Grouping::Region, String::new());
    let regions = diagram::of_areas(&graph, Grouping::Region, String::new());
    for (diagram, engine) in
        [(&ego, diagram::Engine::Dot), (&ego, diagram::Engine::Fdp), (&regions, diagram::Engine::Sfdp)]
    {
        let (layout, _) = match diagram::graphviz(diagram, engine, 1.6, diagram::PATIENCE) {
            Err(diagram::GraphvizError::Missing) => {
                eprintln!("note: Graphviz is not installed; its layouts are not tested");
                return;
            }
            laid_out => laid_out.unwrap_or_else(|error| panic!("{engine}: {error}")),
        };
        assert_eq!((layout.nodes.len(), layout.edges.len()), (diagram.node_count(), diagram.edges.len()));
        assert!(layout.edges.iter().all(|course| course.len() >= 4 && course.len() % 3 == 1), "{engine}");
        for (number, a) in layout.nodes.iter().enumerate() {
            for b in &layout.nodes[..number] {
                // No node is smaller than a line of text.
                let apart = (a.at[0] - b.at[0]).abs() > 10.0 || (a.at[1] - b.at[1]).abs() > 10.0;
                assert!(apart, "{engine}: {a:?} {b:?}");
            }
        }
    }
}

/// A diagram of nodes of weight 1 with these edges.
fn web(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> Diagram {
    let node = |number| diagram::Node {
        number,
        label: format!("Node {number}"),
        latin: None,
        tooltip: String::new(),
        weight: 1,
        fill: "#cfe3f2",
    };
    let edge = |(from, to)| diagram::Edge { from, to, label: None, weight: 1, colour: "#0072b2", dashed: false };
    Diagram {
        source: String::new(),
        words: Words::default(),
        title: "Web".to_owned(),
        clusters: vec![diagram::Cluster { label: None, nodes: (0..nodes).map(node).collect() }],
        edges: edges.map(edge).collect(),
        legend: Vec::new(),
    }
}

/// Graphs that are difficult for coarsening, the quadtree or packing.
fn webs() -> Vec<(&'static str, Diagram)> {
    let scattered = |n: usize, m: usize| (n * 7919 + n * n % 101) % m;
    vec![
        ("nothing", web(0, std::iter::empty())),
        ("one node", web(1, std::iter::empty())),
        ("loops and doubled edges", web(3, [(0, 0), (0, 1), (1, 0), (0, 1), (2, 2)].into_iter())),
        ("unknown ends", web(2, [(0, 1), (0, 9)].into_iter())),
        ("many nodes without edges", web(3000, std::iter::empty())),
        ("many pairs", web(3000, (0..1500).map(|n| (2 * n, 2 * n + 1)))),
        ("a path", web(3000, (1..3000).map(|n| (n - 1, n)))),
        ("a star", web(3000, (1..3000).map(|n| (0, n)))),
        ("all with all", web(90, (0..90).flat_map(|a| (0..a).map(move |b| (a, b))))),
        ("a tangle", web(4000, (0..9000).map(|n| (scattered(n, 3000), scattered(n + 1, 2999))))),
    ]
}

#[test]
fn springs_place_every_node_on_the_page_and_none_on_another() {
    for (name, web) in webs() {
        let layout = diagram::springs(&web, 1.5);
        assert_eq!((layout.nodes.len(), layout.edges.len()), (web.node_count(), web.edges.len()), "{name}");
        let mut places: Vec<[u64; 2]> = Vec::new();
        for spot in &layout.nodes {
            assert!((0.0..=layout.width).contains(&spot.at[0]), "{name}: {spot:?}");
            assert!((0.0..=layout.height).contains(&spot.at[1]), "{name}: {spot:?}");
            places.push(spot.at.map(f64::to_bits));
        }
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), web.node_count(), "{name}");
        // The page is used: it is neither far longer than wide nor mostly empty.
        if web.node_count() > 1000 {
            let ratio = layout.width / layout.height;
            assert!((0.75..=3.0).contains(&ratio), "{name}: {} x {}", layout.width, layout.height);
            assert!(layout.width * layout.height < 8.0 * web.node_count() as f64, "{name}");
        }
    }
}

/// In layers, the numbers on the lines of a few nodes that are all tied to each other would leave specks of the nodes.
#[test]
fn few_nodes_with_many_lines_fill_their_sheet() {
    let mut dense = web(31, (0..119).map(|n| (n % 17, 17 + n * 5 % 14)));
    for edge in &mut dense.edges {
        edge.label = Some("12".to_owned());
    }
    let engine = diagram::Engine::for_size(&dense);
    let star = diagram::Engine::for_size(&web(31, (1..31).map(|n| (0, n))));
    assert_eq!((engine, star), (diagram::Engine::Sfdp, diagram::Engine::Dot));
    let Ok((layout, _)) = diagram::graphviz(&dense, engine, 1.5, diagram::PATIENCE) else {
        eprintln!("without Graphviz no layout is looked at");
        return;
    };
    let across = |axis: usize| {
        let places = layout.nodes.iter().map(|spot| spot.at[axis]);
        places.clone().fold(f64::MIN, f64::max) - places.fold(f64::MAX, f64::min)
    };
    let filled = [across(0) / layout.width, across(1) / layout.height];
    assert!(filled.iter().all(|&share| share > 0.6), "{filled:?}");
}

#[test]
fn springs_are_the_same_for_any_number_of_threads() {
    for (name, web) in webs() {
        let [one, three] = [1, 3].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| diagram::springs(&web, 1.5))
        });
        assert!(one == three, "{name}");
    }
}

#[test]
fn ends_of_an_edge_are_nearer_than_other_nodes() {
    // A ring of rings: each node is tied to the next of its ring, and each ring's first node to that of the next ring.
    let ties = (0..3000).map(|n| (n, if n % 30 == 29 { n - 29 } else { n + 1 }));
    let web = web(3000, ties.chain((0..100).map(|ring| (30 * ring, (30 * ring + 30) % 3000))));
    let layout = diagram::springs(&web, 1.5);
    let distance = |a: usize, b: usize| {
        let [a, b] = [a, b].map(|node| layout.nodes[node].at);
        (a[0] - b[0]).hypot(a[1] - b[1])
    };
    let tied: f64 = web.edges.iter().map(|edge| distance(edge.from, edge.to)).sum::<f64>() / web.edges.len() as f64;
    let others: f64 = (0..3000).map(|node| distance(node, (node * 1237 + 611) % 3000)).sum::<f64>() / 3000.0;
    assert!(6.0 * tied < others, "{tied} {others}");
}

#[test]
fn a_crowded_diagram_names_its_largest_nodes_and_counts_what_it_leaves_out() {
    let mut web = web(3000, (1..2900).map(|n| (n / 30 * 30, n)).filter(|(a, b)| a != b));
    for node in &mut web.clusters[0].nodes {
        node.weight = if node.number % 30 == 0 { 29 } else { usize::from(node.number < 2900) };
    }
    web.legend.push((None, "larger type: more partners".to_owned()));
    assert_eq!(web.leave_out_untied(), 97);
    let (scene, _) =
        diagram::to_scene(&web, &diagram::springs(&web, 1.5), ThemeName::Light, (1600.0, 1000.0), &Fonts::default());
    let svg = scene::to_svg(&scene);
    let document = Document::parse(&svg).unwrap();
    let texts: Vec<&str> =
        document.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
    assert!(
        texts.contains(&"larger dot: more partners") && texts.contains(&"97 without a tie: not drawn"),
        "{texts:?}"
    );
    let named = texts.iter().filter_map(|text| text.strip_prefix("Node ")?.parse::<usize>().ok());
    let hubs = named.filter(|number| number % 30 == 0).count();
    assert!(hubs > 80, "{hubs}");
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("circle")).count(), 2903);
}

#[test]
fn what_no_sheet_can_show_is_refused_with_what_to_type_instead() {
    let folder = differing("crowd");
    fs::create_dir_all(&folder).unwrap();
    let rows = |count: usize, row: &dyn Fn(usize) -> String| (0..count).map(row).collect::<String>();
    let regions = rows(600, &|n| format!("{}-X{n:03},{0},Region {n}\n", if n < 300 { "BY" } else { "RU" }));
    fs::write(folder.join("regions.csv"), format!("code,country,name\n{regions}")).unwrap();
    let cities = rows(60_000, &|n| {
        let country = if n % 600 < 300 { "BY" } else { "RU" };
        format!("c{n},City {n},{country},{country}-X{:03}\n", n % 600)
    });
    fs::write(folder.join("cities.csv"), format!("id,name,country,region\n{cities}")).unwrap();
    fs::write(folder.join("partnerships.csv"), format!("a,b\n{}", rows(59_999, &|n| format!("c{n},c{}\n", n + 1))))
        .unwrap();
    let data = folder.to_str().unwrap();
    let refused = |args: &[&str], message: &str, instead: &str| {
        let file = differing("refused.svg");
        let _ = fs::remove_file(&file);
        let run = run(&[&["--data", data], args, &["-o", file.to_str().unwrap()]].concat());
        assert_eq!((run.status, file.exists()), (1, false), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(message) && run.stderr.contains(instead), "{args:?}: {}", run.stderr);
    };
    refused(&["diagram"], "60000 nodes and 59999 edges are more than a diagram can show", "--by country");
    refused(&["diagram", "--engine", "dot"], "more than a diagram can show", "`map`");
    refused(&["matrix", "--between", "BY", "RU"], "383 rows and 307 columns need a page of", "--by country");
    refused(&["regions", "--size", "400x400"], "bars need a page of", "-o FILE.csv");
    // A chain of 1,500 places has a column for each distance.
    fs::write(folder.join("partnerships.csv"), format!("a,b\n{}", rows(1499, &|n| format!("c{n},c{}\n", n + 1))))
        .unwrap();
    refused(&["stats", "--distribution", "distance"], "1499 columns need a page of", "-o FILE.csv");
    // The suggested question can be answered.
    let file = differing("by-country.svg");
    assert_eq!(run(&["--data", data, "diagram", "--by", "country", "-o", file.to_str().unwrap()]).status, 0);
}

#[cfg(feature = "png")]
#[test]
fn a_picture_read_in_parts_has_the_pixels_of_the_whole() {
    use tiny_skia::Pixmap;
    let web = web(6000, (1..6000).map(|n| (n / 5, n)));
    let (scene, _) =
        diagram::to_scene(&web, &diagram::springs(&web, 1.5), ThemeName::Dark, (640.0, 400.0), &Fonts::default());
    let parts = scene::PictureFormat::Png.encode(&scene).unwrap();
    let whole = scene::svg_to_png(&scene::to_svg(&scene), 1.0).unwrap();
    assert!(Pixmap::decode_png(&parts).unwrap() == Pixmap::decode_png(&whole).unwrap());
    // A picture with transparent pixels keeps its alpha channel.
    let clear = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><circle r=\"4\" fill-opacity=\".5\"/></svg>";
    let pixels = Pixmap::decode_png(&scene::svg_to_png(clear, 1.0).unwrap()).unwrap();
    assert_eq!((pixels.pixels()[80].alpha(), pixels.pixels()[0].alpha()), (0, 128));
}

#[test]
fn without_graphviz_a_diagram_is_plain_and_says_so() {
    let file = differing("plain.svg");
    let output = program().args(["diagram", "--ego", "Mogilev", "-o"]).arg(&file).env("PATH", "").output().unwrap();
    assert!(output.status.success());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("note: Graphviz is not installed"), "{stderr}");
    assert!(fs::read_to_string(&file).unwrap().contains("Kragujevac"));
    // If there are too many nodes for a circle, they are dots.
    let output = program().args(["diagram", "-o"]).arg(&file).env("PATH", "").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && stderr.contains("so nodes are dots"), "{stderr}");
    let asked = program().args(["diagram", "--engine", "dot", "-o"]).arg(&file).env("PATH", "").output().unwrap();
    assert_eq!(asked.status.code(), Some(1));
    assert!(String::from_utf8(asked.stderr).unwrap().contains("hint: install it (package `graphviz`)"));
}
