//! A table with two places a row, below one of the known headers; the first byte selects the header. A data set that
//! was read is resolved and asked. Written as lists, it must read back the same.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;
use sistergraph::formats::{self, Told};

const HEADERS: [&str; 6] = [
    "city1,country1,lat1,lng1,city2,country2,lat2,lng2",
    "a;b;kind;since;status",
    "source\ttarget",
    "from,from_country,from_id,to,to_country,to_id,note",
    "city,country,twin,twin country,population",
    "\"origin\",\"origin point\",\"destination\",\"destination point\"",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((&which, rows)) = bytes.split_first() else { return };
    let table = [HEADERS[usize::from(which) % HEADERS.len()].as_bytes(), b"\n", rows].concat();
    let Ok(reading) = formats::read_bytes("table.csv", &table, &Told::default()) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    shared::ask(dataset);
});
