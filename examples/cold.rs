//! A cold start: reads a data set and answers three questions about it in one process, as `benches/compare.py` asks them
//! of other libraries: how many components there are, the degrees of each country's places, how many partners a place has.
//!
//!     cargo run --release --example cold -- DATA PLACE

use std::{collections::BTreeMap, error::Error, mem::ManuallyDrop, thread};

use serde_json::json;
use sistergraph::{
    formats,
    graph::{Network, Scope},
    metrics,
    model::{CountryCode, Level},
    query,
    register::Register,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(data), Some(place)) = (arguments.next(), arguments.next()) else {
        return Err("expected DATA and PLACE".into());
    };
    // The register is parsed while the file is read.
    let (reading, register) = thread::scope(|scope| {
        let register = scope.spawn(Register::built_in);
        (formats::read(&data), register.join().expect("the embedded register is sound"))
    });
    let (dataset, _notes) = reading?.sound()?;
    // The system takes the memory back at the end.
    let network = ManuallyDrop::new(Network::build(dataset, register).network);
    let graph = ManuallyDrop::new(network.graph(&Scope::default()));

    let mut degrees: BTreeMap<Option<CountryCode>, usize> = BTreeMap::new();
    let (components, asked) = thread::scope(|scope| {
        let components = scope.spawn(|| metrics::components(&graph).count());
        for place in graph.places() {
            *degrees.entry(place.country()).or_default() += graph.degree(place.number());
        }
        let asked = network.names().find(&place, Level::ALL);
        (components.join().expect("searching doesn't panic"), asked)
    });
    let degrees: BTreeMap<String, usize> = degrees
        .into_iter()
        .map(|(country, degree)| (country.map_or_else(String::new, |code| code.to_string()), degree))
        .collect();
    let partners = query::partners(&graph, asked?.subject, false).len();
    println!("{}", json!({ "components": components, "partners": partners, "degrees": degrees }));
    Ok(())
}
