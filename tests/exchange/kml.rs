//! KML: another parser reads our files, and we read files of other programs.

use sistergraph::{
    formats::{self, Dialect, Format, Told, read_bytes},
    model::{Date, PartnershipKind, PartnershipRecord, PlaceRecord},
};

use super::written;

/// The data of a placemark, as pairs of name and text.
fn data_of<'x>(placemark: roxmltree::Node<'x, 'x>) -> Vec<(&'x str, &'x str)> {
    let data = placemark.descendants().filter(|node| node.has_tag_name((KML, "Data")));
    data.map(|data| (data.attribute("name").unwrap(), data.first_element_child().unwrap().text().unwrap())).collect()
}

const KML: &str = "http://www.opengis.net/kml/2.2";

/// Checks the elements of a placemark and their order, as the schema of KML demands.
#[test]
fn kml_is_what_another_parser_reads_in_it() {
    let mut dataset = formats::built_in("belarus").unwrap().dataset;
    let name = "<b> & \"]]>\u{1}";
    dataset.push_place(&PlaceRecord { id: "&", name, ..PlaceRecord::default() }, 0);
    let dates = |since: &str, until: &str| (since.parse().ok(), until.parse().ok());
    for (b, (since, until)) in [("gomel-by", dates("1998", "")), ("minsk-by", dates("1998-06", "2001-02-03"))] {
        let kind = PartnershipKind::Project;
        dataset.push_partnership(&PartnershipRecord { kind, since, until, ..PartnershipRecord::new("&", b) }, 0);
    }
    let text = String::from_utf8(written(&dataset, Format::Kml, Dialect::Plain)).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let of_document = document.root_element().first_element_child().unwrap();
    let names = |node: roxmltree::Node<'_, '_>| -> Vec<String> {
        node.children().filter(|child| child.is_element()).map(|child| child.tag_name().name().to_owned()).collect()
    };
    let expected = ["name", "Style", "Style", "ExtendedData", "Folder", "Folder", "Folder"];
    assert_eq!((of_document.tag_name().name(), names(of_document)), ("Document", expected.map(str::to_owned).to_vec()));
    let order = ["name", "TimeSpan", "styleUrl", "ExtendedData", "Point", "LineString"];
    let placemarks: Vec<_> = document.descendants().filter(|node| node.has_tag_name((KML, "Placemark"))).collect();
    assert_eq!(placemarks.len(), 487 + 2 + 1 + 461 + 2);
    let styles: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name((KML, "Style")))
        .filter_map(|style| style.attribute("id"))
        .collect();
    let mut found = (0, 0, Vec::new());
    for &placemark in &placemarks {
        let places: Vec<usize> =
            names(placemark).iter().map(|name| order.iter().position(|known| known == name).unwrap()).collect();
        assert!(places.is_sorted(), "{places:?}");
        let child = |name: &str| placemark.descendants().find(|node| node.has_tag_name((KML, name)));
        if let Some(style) = child("styleUrl") {
            assert!(styles.contains(&style.text().unwrap().trim_start_matches('#')));
        }
        let data = data_of(placemark);
        let said = |name: &str| data.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        if let Some(point) = child("Point") {
            found.0 += 1;
            let expected = format!("{},{}", said("lon").unwrap(), said("lat").unwrap());
            assert_eq!(point.first_element_child().unwrap().text(), Some(&*expected));
        }
        found.1 += usize::from(child("LineString").is_some());
        if let Some(span) = child("TimeSpan") {
            found.2.push(
                span.descendants()
                    .filter(|node| node.is_text())
                    .filter_map(|node| node.text())
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
    }
    let tied: Vec<_> = dataset.partnerships().map(|row| [row.a, row.b]).collect();
    let located = |id: &str| dataset.places().any(|place| place.id == id && place.position.is_some());
    let lines = tied.iter().filter(|ends| ends.iter().all(|end| located(end))).count();
    let points = dataset.places().filter(|place| place.position.is_some()).count();
    assert_eq!(found, (points, lines, vec!["1998".to_owned(), "1998-06 2001-02-03".to_owned()]));
    let last = placemarks.last().unwrap();
    assert_eq!(last.first_element_child().unwrap().text(), Some("<b> & \"]]>\\u{1} \u{2013} Minsk"));
    assert_eq!(data_of(*last)[..2], [("a", "&"), ("b", "minsk-by")]);
}

/// Files as Google My Maps and QGIS write them: nested folders, tables in both forms, lines between points.
#[test]
fn kml_of_other_programs_is_read() {
    let text = r##"<?xml version="1.0" encoding="UTF-8"?>
        <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom"><Document id="root_doc">
        <atom:author><atom:name>somebody</atom:name></atom:author><name>My map</name>
        <Schema name="twins" id="twins"><SimpleField name="country" type="string"/></Schema>
        <Folder><name>Layer</name><Folder><name>inner</name>
        <Placemark><name>Gomel</name><styleUrl>#icon</styleUrl><ExtendedData><Data name="Country"><value>Belarus</value></Data>
            </ExtendedData><Point><coordinates>
            30.9754,52.4345,0
          </coordinates></Point></Placemark>
        <Placemark><name><![CDATA[Brest]]></name><Point><coordinates>23.7,52.1</coordinates></Point></Placemark>
        <Placemark><name>Brest</name><Point><coordinates>-4.4861, 48.3904, 0</coordinates></Point></Placemark>
        </Folder>
        <Placemark id="twins.1"><name>Bryansk</name><ExtendedData><SchemaData schemaUrl="#twins">
            <SimpleData name="country">RU</SimpleData></SchemaData></ExtendedData>
            <MultiGeometry><Point><coordinates>34.3717,53.2521</coordinates></Point></MultiGeometry></Placemark></Folder>
        <Folder>
        <Placemark><name>1998</name><TimeSpan><begin>1998-06-01T00:00:00Z</begin><end>2001</end></TimeSpan><LineString>
            <tessellate>1</tessellate><coordinates>30.9754004,52.4345,0 31,53,0 34.3717,53.2521,0</coordinates></LineString></Placemark>
        <Placemark><TimeStamp><when>1999-05</when></TimeStamp><ExtendedData><Data name="A"><value>Gomel</value></Data>
            <Data name="B"><value>Brest 2</value></Data></ExtendedData></Placemark>
        <Placemark><name>nowhere</name><LineString><coordinates>0,0 34.3717,53.2521</coordinates></LineString></Placemark>
        <Placemark><name>area</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,1 0,1 0,0</coordinates></LinearRing>
            </outerBoundaryIs></Polygon></Placemark>
        <Placemark><name>Gomel</name><Point><coordinates>30.9754,52.4345</coordinates></Point></Placemark>
        <GroundOverlay><name>picture</name></GroundOverlay></Folder></Document></kml>"##;
    let reading = read_bytes("x.kml", text.as_bytes(), &Told::default()).unwrap();
    let dataset = &reading.dataset;
    let places: Vec<String> = dataset
        .places()
        .map(|place| {
            let country = place.country.map(|code| code.to_string()).or(place.country_text.map(str::to_owned));
            let position = place.position.unwrap();
            format!("{} {} {} {} {}", place.id, place.name, country.unwrap_or_default(), position.lat(), position.lon())
        })
        .collect();
    let expected = [
        "Gomel Gomel Belarus 52.4345 30.9754",
        "Brest Brest  52.1 23.7",
        "Brest 2 Brest  48.3904 -4.4861",
        "Bryansk Bryansk RU 53.2521 34.3717",
    ];
    assert_eq!(places, expected);
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let ties: Vec<String> = dataset
        .partnerships()
        .map(|row| format!("{} - {} {} {}", row.a, row.b, date(row.since), date(row.until)))
        .collect();
    assert_eq!(ties, ["Gomel - Bryansk 1998-06-01 2001", "Gomel - Brest 2 1999-05 "]);
    assert_eq!(dataset.metadata().title.as_deref(), Some("My map"));
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    for part in [
        "names of lines, not used: 1",
        "lines that do not join two points of the file, not used: 1",
        "shapes that are no points or lines, not used: 1",
        "placemarks without a point or a line, not used: 1",
        "points that the file has twice, not used: 1",
        "links to other files, pictures and tours, not used: 1",
    ] {
        assert!(notes.iter().any(|note| note.contains(part)), "{part}: {notes:?}");
    }
    let link = "<kml><Document><NetworkLink><Link><href>http://x</href></Link></NetworkLink></Document></kml>";
    let error = read_bytes("x.kml", link.as_bytes(), &Told::default()).unwrap_err().to_string();
    assert!(error.contains("only links to another file"), "{error}");
}
