//! A data set as one JSON object. A data set that was read is written as JSON, and must read back the same.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;
use sistergraph::formats::{self, Told};

fuzz_target!(|bytes: &[u8]| {
    let object = [b"{", bytes].concat();
    let Ok(reading) = formats::read_bytes("file", &object, &Told::default()) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    let json = formats::to_json(&dataset);
    let again = formats::read_bytes("again", json.as_bytes(), &Told::default()).expect("what is written is readable");
    assert_eq!(again.sound().expect("and sound").0, dataset);
    shared::ask(dataset);
});
