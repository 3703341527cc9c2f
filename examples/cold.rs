//! A cold start: one process reads a data set and answers three questions about it. `benches/compare.py` asks other
//! libraries the same: how many components there are, the degrees of each country's places, and how many partners a
//! place has.
//!
//!     cargo run --release --example cold -- DATA PLACE

use std::{collections::BTreeMap, error::Error, mem::ManuallyDrop};

use serde_json::json;
use sistergraph::{
    formats::{self, Told},
    graph::{NameError, Network, Scope},
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
    rayon::ThreadPoolBuilder::new().use_current_thread().build_global()?;
    // The other programs, too, identify a place by its name and its country as written.
    let told = Told { as_written: true, ..Told::default() };
    // The register is parsed while another thread reads the file.
    let (reading, register) = rayon::join(|| formats::read_as(&data, &told), Register::built_in);
    let (dataset, _notes) = reading?.sound()?;
    // These are never dropped, since process exit frees the memory faster.
    let network = ManuallyDrop::new(Network::build(dataset, register).network);
    let graph = ManuallyDrop::new(network.graph(&Scope::default()));

    // Indexed by country; the last element is for places without one.
    let mut degrees = [None; CountryCode::COUNT + 1];
    let (components, partners) = rayon::join(
        || metrics::components(&graph).count(),
        || {
            for place in graph.places() {
                let at = place.country().map_or(CountryCode::COUNT, CountryCode::index);
                *degrees[at].get_or_insert(0) += graph.degree(place.number());
            }
            let asked = network.names().find(&place, Level::ALL)?;
            Ok::<usize, NameError>(query::partners(&graph, asked.subject, false).rows.len())
        },
    );
    let countries = network.countries().into_iter().map(Some).chain([None]);
    let degrees: BTreeMap<String, usize> = countries
        .filter_map(|country| {
            let degree = degrees[country.map_or(CountryCode::COUNT, CountryCode::index)]?;
            Some((country.map_or_else(String::new, |code| code.to_string()), degree))
        })
        .collect();
    println!("{}", json!({ "components": components, "partners": partners?, "degrees": degrees }));
    Ok(())
}
