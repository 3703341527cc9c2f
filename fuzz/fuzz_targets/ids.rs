//! A list with two ids a line, the exchange format of many network tools.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;
use sistergraph::formats::{self, Told};

fuzz_target!(|bytes: &[u8]| {
    let list = [b"% a list of ids\n1 2\n".as_slice(), bytes].concat();
    let Ok(reading) = formats::read_bytes("list.txt", &list, &Told::default()) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    shared::ask(dataset);
});
