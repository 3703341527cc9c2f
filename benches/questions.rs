//! Measures the program's answers: opening the built-in data, building the network, each question on it, and the
//! metrics on a graph as large as all sister cities of the world. `compare.py` compares the times with those of other
//! programs.

use criterion::{Criterion, criterion_group, criterion_main};
use sistergraph::{
    check, formats,
    graph::{Adjacency, Network, Scope},
    metrics::{self, Threads},
    query,
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
            check::check(
                formats::built_in(formats::DEFAULT).expect("it is built in"),
                register.clone(),
                &outlines,
                &Default::default(),
            )
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

/// A tree of 20,000 nodes with 10,000 more edges between them. It has about as many nodes, and as many in trees, as the
/// network of all sister cities of the world.
fn world_sized() -> Adjacency {
    let nodes = 20_000_u32;
    let scattered = |node: u32, salt: u32| node.wrapping_mul(2_654_435_761).wrapping_add(salt).rotate_left(13);
    let tree = (1..nodes).map(|node| (node, scattered(node, 1) % node));
    let more = (0..nodes / 2).map(|edge| (scattered(edge, 2) % (nodes / 3), scattered(edge, 3) % (nodes / 3)));
    Adjacency::new(nodes as usize, tree.chain(more))
}

fn figures(criterion: &mut Criterion) {
    let graph = world_sized();
    let threads = Threads::available();
    criterion.bench_function("cut nodes and bridges counted", |bench| bench.iter(|| metrics::connectivity(&graph)));
    criterion.bench_function("blocks", |bench| bench.iter(|| metrics::blocks(&graph)));
    criterion.bench_function("triangles", |bench| bench.iter(|| metrics::triangles(&graph)));
    criterion.bench_function("core numbers", |bench| bench.iter(|| metrics::core_numbers(&graph)));
    criterion.bench_function("PageRank", |bench| bench.iter(|| metrics::page_rank(&graph, threads)));
    let mut slow = criterion.benchmark_group("of all pairs");
    slow.sample_size(10);
    slow.bench_function("distances", |bench| bench.iter(|| metrics::distances(&graph, threads)));
    slow.bench_function("betweenness", |bench| bench.iter(|| metrics::betweenness(&graph, threads)));
    slow.finish();
}

criterion_group!(benches, questions, figures);
criterion_main!(benches);
