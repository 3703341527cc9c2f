//! Data sets to write, and what reading says of them.

use std::path::Path;

use sistergraph::{
    formats,
    model::{Dataset, PartnershipRecord, PlaceRecord, RegionRecord},
};

use crate::exchange::with_ids;

/// A random data set with ids as ends, regions of its own, and the ledger of the built-in one.
pub fn whole(any: &Dataset) -> Dataset {
    let mut dataset = with_ids(any);
    *dataset.ledger_mut() = formats::built_in("belarus").unwrap().dataset.ledger().clone();
    for (at, region) in any.regions().enumerate() {
        let code = format!("X-{at}").parse().unwrap();
        dataset.push_region(RegionRecord { code, ..region.clone() }, 2);
    }
    dataset
}

/// The data set as read, without faults.
pub fn read(path: &Path) -> Dataset {
    let reading = formats::read(path.to_str().unwrap()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((&reading.faults, &reading.trimmed), (&vec![], &vec![]));
    reading.dataset
}

/// The bytes of a file with some others in their place from a share of it on, or cut off there.
pub fn damaged(mut bytes: Vec<u8>, at: f64, with: Vec<u8>, cut: bool) -> Vec<u8> {
    let start = (bytes.len() as f64 * at) as usize;
    let end = bytes.len().min(start + with.len());
    bytes.splice(start..end, with);
    if cut {
        bytes.truncate(start);
    }
    bytes
}

/// What is said of a file, which may be read all the same: where a cell is another now, it is a data set still.
pub fn message(path: &Path) -> String {
    match formats::read(path.to_str().unwrap()) {
        Ok(_) => "read".to_owned(),
        Err(error) => {
            assert!(error.hint().is_some(), "{error}");
            error.to_string()
        }
    }
}

/// Two places with two partnerships, the firmer of which is over, and one with a region.
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
