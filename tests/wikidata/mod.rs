//! Input from Wikidata: entities, dumps and query answers, also packed and broken ones.

#[cfg(feature = "net")]
mod fetched;
mod proposals;
mod queries;
mod random;
#[cfg(feature = "net")]
mod service;

use std::{fs, io::Write as _, path::Path};

use flate2::{Compression, write::GzEncoder};
use sistergraph::{
    formats::{self, Error, Reading},
    model::{Claim, Dataset},
};

use crate::support::{fixtures, run};

fn fixture(name: &str) -> String {
    fs::read_to_string(fixtures().join("wikidata").join(name)).unwrap()
}

pub(crate) fn read(name: &str, text: &[u8]) -> Result<Reading, Error> {
    formats::read_bytes(name, text, &formats::Told::default())
}

/// The data set without its name, which comes from the file name.
pub(crate) fn unnamed(reading: Reading) -> Dataset {
    assert_eq!(reading.faults, []);
    let mut dataset = reading.dataset;
    let metadata = sistergraph::model::Metadata { name: None, title: None, ..dataset.metadata().clone() };
    dataset.set_metadata(metadata);
    dataset
}

#[test]
fn every_form_of_the_same_facts_is_the_same_data_set() {
    let expected = unnamed(read("x", fixture("dump.json").as_bytes()).unwrap());
    let lines: Vec<(String, Claim, String, String, String)> = expected
        .partnerships()
        .map(|row| {
            let date = |date: Option<sistergraph::model::Date>| date.map(|date| date.to_string()).unwrap_or_default();
            let status = row.status.map(|status| status.to_string()).unwrap_or_default();
            let source = row.source.unwrap_or_default().to_owned();
            (format!("{} {}", row.a, row.b), row.claimed_by, date(row.since), status, source)
        })
        .collect();
    let row = |ends: &str, claim, since: &str, status: &str, source: &str| {
        (ends.to_owned(), claim, since.to_owned(), status.to_owned(), source.to_owned())
    };
    let berlin = "https://www.berlin.de/partner/ (retrieved 2020-05-01)";
    assert_eq!(
        lines,
        [
            // One side gives the day, the other only the year.
            row("Q64 Q65", Claim::Both, "1967-06-27", "", berlin),
            row("Q64 Q90", Claim::A, "1987", "", ""),
            // It has ended, but the date is unknown.
            row("Q64 Q649", Claim::A, "1990", "terminated", ""),
            // Paris claims Rome twice. Rome's claim matches one of the two.
            row("Q90 Q220", Claim::Both, "1956-01-30", "", "https://www.wikidata.org/wiki/Q5"),
            row("Q90 Q220", Claim::A, "", "", ""),
            // Regions are given by their codes.
            row("US-CA DE-BB", Claim::A, "", "", ""),
        ]
    );
    let berlin = expected.places().next().unwrap();
    assert_eq!(
        (berlin.id, berlin.name, berlin.wikidata, berlin.geonames),
        ("Q64", "Berlin", Some("Q64"), Some("2950159"))
    );
    assert_eq!((berlin.region, berlin.is_region, berlin.population), (Some("DE-BE"), true, Some(3_677_472)));
    assert_eq!(berlin.country.map(|code| code.to_string()).as_deref(), Some("DE"));
    let moscow = expected.places().find(|place| place.id == "Q649").unwrap();
    assert_eq!(moscow.position.map(|position| position.lat()), Some(55.7558), "the other position is of a crater");
    assert_eq!(expected.places().find(|place| place.id == "Q65").unwrap().region, Some("US-CA"), "by two areas");
    for name in ["entities.json", "answer.json", "answer.csv", "answer.tsv"] {
        assert_eq!(unnamed(read("x", fixture(name).as_bytes()).unwrap()), expected, "{name}");
    }
    // A dump cut off between two lines, with each kind of line end.
    let cut: Vec<String> = fixture("dump.json").lines().map(str::to_owned).filter(|line| line != "]").collect();
    for end in ["\n", "\r\n", "\n\n"] {
        assert_eq!(unnamed(read("x", cut.join(end).as_bytes()).unwrap()), expected);
    }
}

#[test]
fn places_and_statements_may_be_two_answers() {
    let dir = tempfile::tempdir().unwrap();
    let answer = fixture("answer.csv");
    let (header, rows) = answer.split_once("\r\n").unwrap();
    let (statements, places): (Vec<&str>, Vec<&str>) = rows.lines().partition(|row| row.contains("/statement/"));
    for (name, rows) in [("statements.csv", statements), ("places.csv", places)] {
        fs::write(dir.path().join(name), format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    }
    let path = |name: &str| dir.path().join(name).display().to_string();
    let told = formats::Told { links: Some(path("statements.csv")), ..formats::Told::default() };
    let both = formats::read_as(&path("places.csv"), &told).unwrap();
    assert_eq!(unnamed(both), unnamed(read("x", answer.as_bytes()).unwrap()));
    // With the statements alone, the places are known only by their ids.
    let alone = formats::read(&path("statements.csv")).unwrap();
    for said in ["known by the id alone, such as Q65", "taken for the regions that they are, such as Q64 for DE-BE"] {
        assert!(alone.notes.iter().any(|note| note.to_string().contains(said)), "{said}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn error_of(path: &Path) -> String {
    formats::read(&path.display().to_string()).unwrap_err().to_string()
}

#[test]
fn packed_files_are_read_as_what_they_hold() {
    let dir = tempfile::tempdir().unwrap();
    let (gz, bz2) = (dir.path().join("dump.json.gz"), dir.path().join("dump.json.bz2"));
    let text = fixture("dump.json");
    let (first, second) = text.as_bytes().split_at(1000);
    // A gzip file with several members, as parallel packers write it.
    fs::write(&gz, [gzip(first), gzip(second)].concat()).unwrap();
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    fs::write(&bz2, encoder.finish().unwrap()).unwrap();
    let expected = unnamed(read("x", text.as_bytes()).unwrap());
    for path in [&gz, &bz2] {
        assert_eq!(unnamed(formats::read(&path.display().to_string()).unwrap()), expected);
    }
    let list = dir.path().join("list.csv.gz");
    fs::write(&list, gzip(b"city1,city2\nMogilev,Tula\n")).unwrap();
    assert_eq!(formats::read(&list.display().to_string()).unwrap().dataset.places().len(), 2);

    let whole = fs::read(&gz).unwrap();
    fs::write(&gz, &whole[..whole.len() - 9]).unwrap();
    assert!(error_of(&gz).ends_with("can't be unpacked as gzip: it breaks off before its end"), "{}", error_of(&gz));
    let mut damaged = gzip(text.as_bytes());
    damaged[40] ^= 0xff;
    fs::write(&gz, damaged).unwrap();
    assert!(error_of(&gz).contains("can't be unpacked as gzip: it is damaged"), "{}", error_of(&gz));
    fs::write(&bz2, &fs::read(&bz2).unwrap()[..200]).unwrap();
    assert!(error_of(&bz2).contains("can't be unpacked as bzip2: "), "{}", error_of(&bz2));
    // A file that was packed twice is not unpacked twice.
    fs::write(&gz, gzip(&gzip(b"city1,city2\n"))).unwrap();
    assert!(error_of(&gz).ends_with("is a gzip file, which is not read"), "{}", error_of(&gz));
}

#[test]
fn what_breaks_off_or_is_no_answer_is_named() {
    let error = |text: &str| read("x", text.as_bytes()).unwrap_err().to_string();
    let cut = "`x` is an answer that the service broke off at its time limit: rows are missing";
    assert_eq!(error(&fixture("cut.json")), cut);
    let told = "SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n\tat x\n";
    assert_eq!(error(&format!("{}{told}", fixture("answer.csv"))), cut);
    assert_eq!(error(&format!("{}{told}", fixture("answer.tsv"))), cut);
    // The message is the same for a query with other variables.
    let other = r#"{"head":{"vars":["item","twin"]},"results":{"bindings":[{"item":"#;
    assert_eq!(error(&format!("{other}{told}")), cut);
    assert_eq!(error(told), cut);
    // Broken off without a message of the service.
    assert!(error(&fixture("answer.json")[..2000]).starts_with("x:"), "{}", error(&fixture("answer.json")[..2000]));
    let refusal =
        r#"{"error":{"code":"no-such-entity","info":"Could not find an entity with the ID \"Q0\"."},"servedby":"x"}"#;
    let says = "`x` is no answer but an error of the service: Could not find an entity with the ID \"Q0\".";
    assert_eq!(error(refusal), says);
    let html = "<!DOCTYPE html>\n<html><head><title>429</title></head></html>";
    assert_eq!(error(html), "`x` is an HTML page, which is not read");
    assert_eq!(
        error(r#"{"entities":{"Q1":{"type":"item","id":"Q1","labels":{},"claims":{}}}}"#).replace("`x`", "It"),
        "It has no list that can be read: it has no entity with statements of twins (P190)"
    );
}

#[test]
fn an_answer_without_rows_is_no_error() {
    let reading = read("x", br#"{"head":{"vars":["st","a","b"]},"results":{"bindings":[]}}"#).unwrap();
    assert_eq!(reading.dataset.partnerships().len(), 0);
    assert_eq!(
        reading.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["x: it has no rows: the query found nothing"]
    );
}

#[test]
fn hostile_names_and_numbers_do_no_harm() {
    let entity = |labels: &str, claims: &str| {
        format!(
            r#"{{"entities":{{"Q1":{{"type":"item","id":"Q1","labels":{labels},"aliases":[],"claims":{claims}}}}}}}"#
        )
    };
    let twin = r#"{"mainsnak":{"snaktype":"value","datavalue":{"value":{"id":"Q2"}}},"rank":"normal"}"#;
    for (labels, claims) in [
        (r#"{"en":{"value":"\u001b[31m=cmd|x\ny"}}"#, format!("{{\"P190\":[{twin}]}}")),
        (
            r#"{"en":5,"de":{"value":null},"fr":[]}"#,
            format!("{{\"P190\":[{twin},5,null,[],{{}}],\"P625\":5,\"P17\":{{}}}}"),
        ),
        (
            "null",
            format!(
                "{{\"P190\":[{twin}],\"P1082\":[{{\"mainsnak\":{{\"datavalue\":{{\"value\":{{\"amount\":\"1e999\"}}}}}}}}]}}"
            ),
        ),
        (
            "[]",
            format!(
                "{{\"P190\":[{twin}],\"P625\":[{{\"mainsnak\":{{\"datavalue\":{{\"value\":{{\"latitude\":900,\"longitude\":0}}}}}}}}]}}"
            ),
        ),
    ] {
        let reading = read("x", entity(labels, &claims).as_bytes()).unwrap();
        assert_eq!(reading.dataset.partnerships().len(), 1, "{labels} {claims}");
        assert!(reading.dataset.places().all(|place| place.position.is_none() && place.population.is_none()));
    }
}

#[test]
fn one_sided_claims_are_what_check_reports() {
    let checked = run(&["--data", "wikidata/dump.json", "check", "--format", "csv", "--select", "code,message"]);
    let one_sided: Vec<&str> = checked.stdout.lines().filter(|line| line.starts_with("one-sided-claim")).collect();
    let of = |ends: &str| one_sided.iter().filter(|line| line.contains(ends)).count();
    assert_eq!(one_sided.len(), 3, "{}", checked.stdout);
    assert_eq!(
        [of("(Q64) claims the partnership with `Paris`"), of("(Q64) claims the partnership with `Moscow`")],
        [1, 1]
    );
    assert_eq!(of("(US-CA) claims the partnership with `Brandenburg`"), 1);
    let again =
        checked.stdout.lines().filter(|line| line.contains("have this sister-city partnership in line")).count();
    assert_eq!(again, 1, "{}", checked.stdout);
}

#[test]
fn any_list_is_compared_with_wikidata() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write(
        "cities.csv",
        "id,name,country,lat,lon,wikidata,geonames\nberlin,Bärlin,DE,,,,2950159\nla,L.A.,US,,,Q65,\nparis,Paris,FR,48.86,2.35,,\n",
    );
    write("partnerships.csv", "a,b,since\nberlin,la,1967\nparis,berlin,1987\n");
    let compared =
        run(&["diff", dir.path().to_str().unwrap(), "wikidata/dump.json", "--format", "csv", "--select", "change,a,b"]);
    let how = "3 places matched as the ids differ: 1 by Wikidata id, 1 by GeoNames id, 1 by name, country and position; 2 matched no place";
    assert!(compared.stderr.contains(how), "{}", compared.stderr);
    let rows: Vec<&str> = compared.stdout.lines().filter(|row| row.contains("berlin")).collect();
    // The tie with Moscow has ended, so it isn't a new one.
    assert_eq!(rows.iter().filter(|row| row.starts_with("new,") || row.starts_with("ended,")).count(), 0, "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("changed,berlin,la")), "{rows:?}");
}
