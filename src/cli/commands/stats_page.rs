use sistergraph::{
    query::{AllDistances, Stats},
    said,
    table::Block,
    words::Words,
};

/// The figures in groups, for people.
pub fn page(stats: &Stats, heading: String, distances: AllDistances, words: Words) -> Vec<Block<'static>> {
    let undefined = || words.word("not defined").to_owned();
    let whole = |value: usize| words.number(value as u64);
    let decimal = |digits: String| words.decimal(&digits);
    let real = |value: Option<f64>| value.map_or_else(undefined, |value| decimal(format!("{value:.6}")));
    let km = |value: Option<f64>| {
        value.map_or_else(undefined, |value| said!(words, Km, km = decimal(format!("{value:.1}"))))
    };
    let steps = |value: Option<u32>| value.map_or_else(undefined, |value| words.number(value.into()));
    let interval = |value: Option<f64>, ends: Option<(f64, f64)>| match ends {
        Some((low, high)) => format!("{} ({} – {})", real(value), real(Some(low)), real(Some(high))),
        None => real(value),
    };
    let mut extremes = vec![("diameter", steps(stats.diameter)), ("radius", steps(stats.radius))];
    extremes.extend(stats.diameter_searches.map(|searches| ("diameter_searches", whole(searches))));
    let groups = [
        (
            said!(words, HeadSize),
            vec![
                ("places", whole(stats.places)),
                ("partnerships", whole(stats.partnerships)),
                ("ties", whole(stats.ties)),
                ("loops_dropped", whole(stats.loops_dropped)),
                ("duplicates_merged", whole(stats.duplicates_merged)),
                ("density", real(stats.density)),
                ("countries", whole(stats.countries)),
                ("regions", whole(stats.regions)),
            ],
        ),
        (
            said!(words, HeadConnectivity),
            vec![
                ("components", whole(stats.components)),
                ("largest_component", whole(stats.largest_component)),
                ("isolated", whole(stats.isolated)),
                ("cut_places", whole(stats.cut_places)),
                ("bridges", whole(stats.bridges)),
                ("blocks", whole(stats.blocks)),
                ("max_core", steps(stats.max_core)),
            ],
        ),
        (
            said!(words, HeadDegree),
            vec![
                ("max_degree", stats.max_degree.map_or_else(undefined, whole)),
                ("mean_degree", real(stats.mean_degree)),
                ("median_degree", stats.median_degree.map_or_else(undefined, |median| decimal(median.to_string()))),
                ("degree_gini", real(stats.degree_gini)),
                ("degree_assortativity", real(stats.degree_assortativity)),
            ],
        ),
        (
            said!(words, HeadClustering),
            vec![
                ("triangles", words.number(stats.triangles)),
                ("wedges", words.number(stats.wedges)),
                ("transitivity", real(stats.transitivity)),
                ("mean_local_clustering", real(stats.mean_local_clustering)),
            ],
        ),
        (
            match distances {
                AllDistances::LeftOut => said!(words, HeadNoDistances),
                _ => said!(words, HeadDistances),
            },
            match distances {
                AllDistances::LeftOut => Vec::new(),
                AllDistances::Extremes => extremes,
                AllDistances::Searched | AllDistances::Sampled(_) => {
                    let mean = interval(stats.mean_distance, stats.mean_distance_low.zip(stats.mean_distance_high));
                    let ends = stats.effective_diameter_90_low.zip(stats.effective_diameter_90_high);
                    let effective = interval(stats.effective_diameter_90, ends);
                    [extremes, vec![("mean_distance", mean), ("effective_diameter_90", effective)]].concat()
                }
            },
        ),
        (
            said!(words, HeadGeography),
            vec![
                ("mean_tie_km", km(stats.mean_tie_km)),
                ("median_tie_km", km(stats.median_tie_km)),
                ("domestic_ties", whole(stats.domestic_ties)),
                ("international_ties", whole(stats.international_ties)),
                ("country_assortativity", real(stats.country_assortativity)),
            ],
        ),
    ];
    let mut blocks = vec![Block::Text(heading)];
    for (group, facts) in groups {
        blocks.push(Block::Heading(group));
        blocks.push(Block::Facts(
            facts.into_iter().map(|(name, value)| (words.caption(name).to_owned(), value)).collect(),
        ));
    }
    blocks.push(Block::Either { terminal: vec![Block::Text(said!(words, StatsHelp))], page: Vec::new() });
    blocks
}
