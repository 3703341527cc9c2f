//! Writing and reading Parquet.

use std::{collections::BTreeMap, fs, sync::Arc};

use ::parquet::{
    basic::{Compression, ZstdLevel},
    data_type::{ByteArray, ByteArrayType, Int64Type},
    file::{
        properties::WriterProperties, reader::FileReader, serialized_reader::SerializedFileReader,
        writer::SerializedFileWriter,
    },
    record::Field,
    schema::parser::parse_message_type,
};
use proptest::prelude::*;
use sistergraph::{
    formats::{self, Export, ParquetFiles},
    model::{Claim, Dataset, PartnershipRecord, Standing},
};
use tempfile::TempDir;

use super::{
    data::{damaged, message, read, small, whole},
    said,
};
use crate::{properties, support::run};

fn written(dataset: &Dataset) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let export = Export::new(dataset, Vec::new(), true);
    for file in ParquetFiles::new(&export).files() {
        let mut bytes = Vec::new();
        file.write(&mut bytes).unwrap();
        fs::write(folder.path().join(file.name()), bytes).unwrap();
    }
    folder
}

/// The main partnership of each tie of a data set whose ends are ids, by the documented rule: one that is in force
/// before one that isn't, then the closer kind, then the first row.
fn leading(dataset: &Dataset) -> Vec<PartnershipRecord<'_>> {
    let mut numbers: Vec<&str> = dataset.places().map(|place| place.id).collect();
    for end in dataset.partnerships().flat_map(|row| [row.a, row.b]) {
        if !numbers.contains(&end) {
            numbers.push(end);
        }
    }
    let number = |end: &str| numbers.iter().position(|id| *id == end).unwrap();
    let mut ties: BTreeMap<[usize; 2], Vec<PartnershipRecord<'_>>> = BTreeMap::new();
    for row in dataset.partnerships().filter(|row| row.a != row.b) {
        let (ends, turned) = ([number(row.a), number(row.b)], number(row.a) > number(row.b));
        let claimed_by = match row.claimed_by {
            Claim::A if turned => Claim::B,
            Claim::B if turned => Claim::A,
            claim => claim,
        };
        let row = if turned { PartnershipRecord { a: row.b, b: row.a, claimed_by, ..row } } else { row };
        ties.entry([ends[0].min(ends[1]), ends[0].max(ends[1])]).or_default().push(row);
    }
    let leads = |row: &PartnershipRecord<'_>| (!Standing::from(row).status().in_force(), row.kind);
    ties.into_values().map(|rows| rows.into_iter().min_by_key(leads).unwrap()).collect()
}

fn assert_held(again: &Dataset, dataset: &Dataset) {
    assert!(again.places().eq(dataset.places()), "{again:#?}\n{dataset:#?}");
    assert_eq!(again.partnerships().collect::<Vec<_>>(), leading(dataset));
    assert!(again.regions().eq(dataset.regions()));
    assert_eq!((again.metadata(), again.ledger()), (dataset.metadata(), dataset.ledger()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_data_set_is_read_as_it_was_written(any in properties::dataset()) {
        let dataset = whole(&any);
        let folder = written(&dataset);
        assert_held(&read(folder.path()), &dataset);
    }

    #[test]
    fn no_file_is_too_strange(is_packed: bool, at in 0.0..1.0_f64, with in prop::collection::vec(any::<u8>(), 0..6), name in 0..2_usize, cut: bool) {
        let folder = written(&small());
        let path = folder.path().join(["vertices.parquet", "edges.parquet"][name]);
        // In a packed page nearly every changed byte fails to unpack, so that the code that reads values is never
        // reached. The unpacked file reaches it.
        let schema = match name {
            0 => "message m { required int64 id; required binary key (UTF8); optional binary name (UTF8); }",
            _ => "message m { required int64 src; required int64 dst; optional binary kind (UTF8); }",
        };
        let bytes = if is_packed { fs::read(&path).unwrap() } else { file(schema, Compression::UNCOMPRESSED, &[0, 1, 2], &["x", "y", "x"]) };
        fs::write(&path, damaged(bytes, at, with, cut)).unwrap();
        message(folder.path());
    }
}

#[test]
fn the_built_in_data_and_hostile_names_come_back_whole() {
    for dataset in [formats::built_in("belarus").unwrap().dataset, crate::support::hostile_dataset()] {
        assert_held(&read(written(&dataset).path()), &dataset);
    }
}

/// Reads the rows of a file through another interface of the crate than the program uses.
fn rows(folder: &TempDir, file: &str) -> Vec<BTreeMap<String, Field>> {
    let reader = SerializedFileReader::new(fs::File::open(folder.path().join(file)).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().into_columns().into_iter().collect()).collect()
}

#[test]
fn an_edge_is_a_tie_with_what_leads_it() {
    let folder = written(&small());
    let edges = rows(&folder, "edges.parquet");
    let of = |column: &str| edges.iter().map(|row| row[column].to_string()).collect::<Vec<_>>();
    assert_eq!((of("src"), of("dst")), (vec!["0".to_owned(), "1".to_owned()], vec!["1".to_owned(), "2".to_owned()]));
    assert_eq!(of("kind"), ["\"friendship\"", "\"sister-city\""]);
    assert_eq!(
        (of("in_force"), of("partnerships")),
        (vec!["true".to_owned(); 2], vec!["2".to_owned(), "1".to_owned()])
    );
    let vertices = rows(&folder, "vertices.parquet");
    let keys: Vec<String> =
        vertices.iter().map(|row| format!("{} {} {}", row["id"], row["key"], row["level"])).collect();
    assert_eq!(keys, ["0 \"x\" \"city\"", "1 \"y\" \"city\"", "2 \"BY-MA\" \"region\""]);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("manifest.json")).unwrap()).unwrap();
    let counts = [&manifest["vertices"]["rows"], &manifest["edges"]["rows"], &manifest["edges"]["partnerships"]];
    assert_eq!(counts.map(|count| count.as_u64().unwrap()), [3, 2, 3]);
}

#[test]
fn points_are_those_of_geoparquet() {
    let dataset = formats::built_in("belarus").unwrap().dataset;
    let folder = written(&dataset);
    let reader = SerializedFileReader::new(fs::File::open(folder.path().join("vertices.parquet")).unwrap()).unwrap();
    let says = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let geo = says.iter().find(|pair| pair.key == "geo").unwrap().value.clone().unwrap();
    let geo: serde_json::Value = serde_json::from_str(&geo).unwrap();
    assert_eq!((geo["version"].as_str(), geo["primary_column"].as_str()), (Some("1.1.0"), Some("geometry")));
    assert!(geo["columns"]["geometry"].get("crs").is_none());
    for (row, place) in rows(&folder, "vertices.parquet").iter().zip(dataset.places()) {
        let (Field::Bytes(point), Some(position)) = (&row["geometry"], place.position) else { panic!("{row:?}") };
        let degrees = |at: usize| f64::from_le_bytes(point.data()[at..at + 8].try_into().unwrap());
        assert_eq!(point.data()[..5], [1, 1, 0, 0, 0]);
        assert_eq!((degrees(5), degrees(13)), (position.lon(), position.lat()));
    }
}

/// A Parquet file with one row group: `numbers` and `texts` fill the columns in their order.
fn file(schema: &str, compression: Compression, numbers: &[i64], texts: &[&str]) -> Vec<u8> {
    let properties = WriterProperties::builder().set_compression(compression).build();
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let texts: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(*text)).collect();
    while let Some(mut column) = group.next_column().unwrap() {
        if matches!(column.untyped(), ::parquet::column::writer::ColumnWriter::Int64ColumnWriter(_)) {
            column.typed::<Int64Type>().write_batch(numbers, None, None).unwrap();
        } else {
            let levels = vec![1; texts.len()];
            column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None).unwrap();
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn hostile_files_are_one_message_each() {
    let file = |schema: &str, numbers: &[i64], texts: &[&str]| {
        file(schema, Compression::ZSTD(ZstdLevel::default()), numbers, texts)
    };
    let vertices = |bytes: Vec<u8>| ("vertices.parquet", bytes);
    let edges = |bytes: Vec<u8>| ("edges.parquet", bytes);
    let keyed = "message m { required int64 id; required binary key (UTF8); }";
    let tied = "message m { required int64 src; required int64 dst; }";
    let mut lying = file(keyed, &[0], &["x"]);
    let length = lying.len();
    lying[length - 8..length - 4].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut cut = file(keyed, &[0], &["x"]);
    cut.truncate(length / 2);
    // A file with that many rows with the same two ends has only a few kilobytes.
    let many = 5_000_000;
    for ((name, bytes), expected) in [
        (vertices(b"id,key\n0,x\n".to_vec()), "breaks off, or is no Parquet"),
        (vertices(Vec::new()), "breaks off, or is no Parquet"),
        (vertices(lying), "breaks off, or is no Parquet"),
        (vertices(cut), "breaks off, or is no Parquet"),
        (vertices(file("message m { required int64 id; }", &[0], &[])), "has no column `key`, but `id`"),
        (
            vertices(file("message m { required binary id (UTF8); required binary key (UTF8); }", &[], &["a"])),
            "row 1: its `id` is to be a whole number, and is `a`",
        ),
        (vertices(file("message m { required group g { required int64 id; } }", &[0], &[])), "columns within columns"),
        (vertices(file(keyed, &[7, 7], &["x", "y"])), "two of its rows have the `id` 7"),
        (vertices(file(keyed, &[0, 1, 2, 3], &["x", "y", "z", "w"])), "has 4 rows, and manifest.json beside it says 3"),
        (vertices(file("message m { required int64 id; required binary key; }", &[0], &["\u{0}"])), "has 1 rows, and"),
        (edges(file(tied, &[0, 1, 9], &[])), "row 3: no vertex has the `id` 9, its `src`"),
        (edges(file(tied, &vec![0; many], &[])), "unpacks to more than 64 times"),
        (edges(file("message m { required int64 src; }", &[0], &[])), "has no column `dst`"),
    ] {
        let folder = written(&small());
        fs::write(folder.path().join(name), bytes).unwrap();
        let found = message(folder.path());
        assert!(found.contains(expected) && found.contains(name), "{expected}: {found}");
        let is_long = expected.starts_with("unpacks");
        assert!(is_long || said(folder.path(), "report").contains(expected), "{expected}");
    }
    let folder = written(&small());
    fs::remove_file(folder.path().join("edges.parquet")).unwrap();
    assert!(message(folder.path()).ends_with("can't be read as Parquet: it has no edges.parquet"));
    let found = message(&written(&small()).path().join("edges.parquet"));
    assert!(found.contains("is a Parquet file, which is not read"), "{found}");
}

#[test]
fn others_may_leave_out_the_manifest_and_number_vertices_as_they_like() {
    let folder = tempfile::tempdir().unwrap();
    let keyed = "message m { required int64 id; required binary key (UTF8); required binary name (UTF8); required binary mayor (UTF8); }";
    let file = |schema: &str, numbers: &[i64], texts: &[&str]| file(schema, Compression::SNAPPY, numbers, texts);
    fs::write(folder.path().join("vertices.parquet"), file(keyed, &[70, -3, 5], &["x", "y", "z"])).unwrap();
    let tied = "message m { required int64 src; required int64 dst; }";
    fs::write(folder.path().join("edges.parquet"), file(tied, &[70, 5], &[])).unwrap();
    let reading = formats::read(folder.path().to_str().unwrap()).unwrap();
    let ends: Vec<String> = reading.dataset.partnerships().map(|row| format!("{} {}", row.a, row.b)).collect();
    assert_eq!(ends, ["x x", "z z"]);
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.ends_with("column `mayor` is not used")), "{notes:?}");
}

#[test]
fn a_part_with_figures_is_exported_and_asked() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("by-ru.parquet");
    let path = target.to_str().unwrap();
    let export = run(&["export", "--between", "BY", "RU", "--with", "degree,distance", "-o", path]);
    assert_eq!(export.status, 0, "{}", export.stderr);
    let question =
        ["ties", "--between", "BY", "RU", "--select", "a,b,distance_km", "--sort", "a,b", "--format", "csv", "-q"];
    assert_eq!(run(&[&["--data", path], &question[..]].concat()), run(&question));
    let again = run(&["export", "--between", "BY", "RU", "-o", path]);
    assert!(again.status != 0 && again.stderr.contains("name a new directory"), "{}", again.stderr);
    assert!(run(&["export", "--format", "parquet"]).stderr.contains("need a folder"));
}
