//! The lists of a directory, including the ledger, separated by NULs. A data set that was read is resolved, asked and
//! written, and must read back the same.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

/// The lists in the order of the input; a blank list is left out.
const NAMES: [&str; 8] =
    ["cities", "partnerships", "regions", "contacts", "curators", "participants", "indicators", "totals"];

fuzz_target!(|bytes: &[u8]| {
    let parts = bytes.splitn(NAMES.len(), |byte| *byte == 0);
    let lists: Vec<(&str, &[u8])> = NAMES.into_iter().zip(parts).filter(|(_, list)| !list.is_empty()).collect();
    shared::read_write_ask(&lists);
});
