//! What the first questions cost: opening the built-in data, building the network, and each question on it.

use criterion::{Criterion, criterion_group, criterion_main};
use sistergraph::{
    check, formats,
    graph::{Network, Scope},
    metrics, query,
    register::{Outlines, Register},
};

fn questions(criterion: &mut Criterion) {
    criterion.bench_function("open the register", |bench| bench.iter(Register::built_in));
    criterion.bench_function("read the built-in data set", |bench| {
        bench.iter(|| formats::built_in(formats::DEFAULT).expect("it is built in"));
    });
    let dataset = formats::built_in(formats::DEFAULT).expect("it is built in").dataset;
    let register = Register::built_in();
    criterion.bench_function("build the network", |bench| {
        bench.iter(|| Network::build(dataset.clone(), register.clone()));
    });
    criterion.bench_function("open the outlines", |bench| bench.iter(Outlines::built_in));
    let outlines = Outlines::built_in();
    criterion.bench_function("file the outlines by square degree", |bench| bench.iter(|| outlines.locator()));
    let locator = outlines.locator();
    let positions: Vec<_> = dataset.places().filter_map(|place| place.position).collect();
    criterion.bench_function("locate every place", |bench| {
        bench.iter(|| positions.iter().filter(|&&position| locator.locate(position, 15.0).is_some()).count());
    });
    criterion.bench_function("check", |bench| {
        bench.iter(|| {
            check::check(formats::built_in(formats::DEFAULT).expect("it is built in"), register.clone(), &outlines)
        });
    });
    let network = Network::build(dataset, register).network;
    criterion.bench_function("build the graph", |bench| bench.iter(|| network.graph(&Scope::default())));
    let graph = network.graph(&Scope::default());
    criterion.bench_function("components", |bench| bench.iter(|| metrics::components(&graph)));
    criterion.bench_function("bridges and cut places", |bench| bench.iter(|| metrics::cuts(&graph)));
    let sides = query::sides(&network, graph.scope(), &[], None);
    criterion.bench_function("regions", |bench| bench.iter(|| query::regions(&graph, &sides)));
    criterion.bench_function("report", |bench| bench.iter(|| query::report(&graph, &sides)));
}

criterion_group!(benches, questions);
criterion_main!(benches);
