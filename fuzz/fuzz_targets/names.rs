//! Looks up a name in the built-in data. Nothing panics, the answer is the same with and without an index, and what is
//! found is also found by its id.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use sistergraph::{
    formats,
    graph::Names,
    model::{Dataset, Level},
    register::Register,
};

static DATA: OnceLock<(Dataset, Register)> = OnceLock::new();
static INDEXED: OnceLock<Names<'static>> = OnceLock::new();

fuzz_target!(|text: &str| {
    let (dataset, register) = DATA.get_or_init(|| {
        (formats::built_in(formats::DEFAULT).expect("it is built in").dataset, Register::built_in())
    });
    let indexed = INDEXED.get_or_init(|| Names::indexed(dataset, register));
    let found = indexed.find(text, Level::ALL);
    if let Ok(found) = &found {
        let id = indexed.candidate(found.subject).id;
        assert_eq!(indexed.find(&id, Level::ALL).expect("an id is found").subject, found.subject);
    }
    if text.len() % 16 == 0 {
        assert_eq!(Names::new(dataset, register).find(text, Level::ALL), found);
    }
});
