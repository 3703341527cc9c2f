//! One list of the ledger, or `regions.csv`, beside sound lists of places and partnerships: the first byte says which. What
//! is read is resolved, asked and written, and reads back the same.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

const CITIES: &[u8] = b"id,name,country,region,is_region\na,A,BY,BY-MA,\nb,B,RU,RU-TUL,\nc,C,BY,BY-HM,yes\n";
const PARTNERSHIPS: &[u8] = b"a,b,kind,since\na,b,agreement,2001\na,c,,\nBY-VI,RU,,\n";
const EVENT: &[u8] = b"kind,id,date,from,to,title\nevent,e,2017,BY,RU,Meeting\n";
const NAMES: [&str; 6] = ["regions", "contacts", "curators", "participants", "indicators", "totals"];

fuzz_target!(|bytes: &[u8]| {
    let Some((&which, list)) = bytes.split_first() else { return };
    // A list with many of them is taken for another encoding, and what is written may have more in proportion.
    if list.contains(&0) {
        return;
    }
    let name = NAMES[usize::from(which) % NAMES.len()];
    let mut lists: Vec<(&str, &[u8])> = vec![("cities", CITIES), ("partnerships", PARTNERSHIPS), (name, list)];
    if name != "contacts" {
        lists.push(("contacts", EVENT));
    }
    shared::read_write_ask(&lists);
});
