//! Data sets to write, and functions that read them back.

use std::path::Path;

use sistergraph::{
    formats,
    model::{Dataset, PartnershipRecord, PlaceRecord, RegionRecord},
};

use crate::exchange::with_ids;

/// A random data set whose ties name ids, with regions of its own and with the ledger of the built-in data.
pub fn whole(any: &Dataset) -> Dataset {
    let mut dataset = with_ids(any);
    *dataset.ledger_mut() = formats::built_in("belarus").unwrap().dataset.ledger().clone();
    for (at, region) in any.regions().enumerate() {
        let code = format!("X-{at}").parse().unwrap();
        dataset.push_region(RegionRecord { code, ..region.clone() }, 2);
    }
    dataset
}

/// Reads a data set and checks that it has no faults.
pub fn read(path: &Path) -> Dataset {
    let reading = formats::read(path.to_str().unwrap()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((&reading.faults, &reading.trimmed), (&vec![], &vec![]));
    reading.dataset
}

/// Overwrites bytes of a file, starting at a share `at` of its length. With `cut`, the file ends there instead.
pub fn damaged(mut bytes: Vec<u8>, at: f64, with: Vec<u8>, cut: bool) -> Vec<u8> {
    let start = (bytes.len() as f64 * at) as usize;
    let end = bytes.len().min(start + with.len());
    bytes.splice(start..end, with);
    if cut {
        bytes.truncate(start);
    }
    bytes
}

/// The error for a file, or `read` if it can be read: a changed cell may still leave a valid data set.
pub fn message(path: &Path) -> String {
    match formats::read(path.to_str().unwrap()) {
        Ok(_) => "read".to_owned(),
        Err(error) => {
            assert!(error.hint().is_some(), "{error}");
            error.to_string()
        }
    }
}

/// Two places with two partnerships, the closer of which has ended, and one place with a region.
pub fn small() -> Dataset {
    let mut dataset = Dataset::default();
    for (id, name) in [("x", "Exe"), ("y", "Wye")] {
        dataset.push_place(&PlaceRecord { id, name, ..PlaceRecord::default() }, 2);
    }
    let until = "2001-05".parse().ok();
    dataset.push_partnership(&PartnershipRecord { until, ..PartnershipRecord::new("x", "y") }, 2);
    let kind = "friendship".parse().unwrap();
    dataset.push_partnership(&PartnershipRecord { kind, ..PartnershipRecord::new("y", "x") }, 3);
    dataset.push_partnership(&PartnershipRecord::new("BY-MA", "y"), 4);
    dataset
}
