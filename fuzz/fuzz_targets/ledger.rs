//! One list of the ledger, or `regions.csv`, beside valid lists of places and partnerships; the first byte selects the
//! list. A data set that was read is resolved, asked and written, and must read back the same.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

const CITIES: &[u8] = b"id,name,country,region,is_region\na,A,BY,BY-MA,\nb,B,RU,RU-TUL,\nc,C,BY,BY-HM,yes\n";
const PARTNERSHIPS: &[u8] = b"a,b,kind,since\na,b,agreement,2001\na,c,,\nBY-VI,RU,,\n";
const EVENT: &[u8] = b"kind,id,date,from,to,title\nevent,e,2017,BY,RU,Meeting\n";
const NAMES: [&str; 6] = ["regions", "contacts", "curators", "participants", "indicators", "totals"];

fuzz_target!(|bytes: &[u8]| {
    let Some((&which, list)) = bytes.split_first() else { return };
    // A list with a large share of NULs is taken to be in another encoding. This share may be larger in the list that
    // is written than in the one that was read.
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
