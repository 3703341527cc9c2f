use serde::Serialize;
use serde_json::{Map, Value};

use super::{Side, UnconnectedRow, share_percent, side, unconnected};
use crate::{
    graph::TieGraph,
    metrics::{components, cuts, region_degrees},
    model::{CountryCode, Level, PartnershipKind, Status},
};

/// The overview of a data set within a scope.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// What the data set says about itself.
    pub data_set: DataSet,
    /// The register used.
    pub register: String,
    /// The filters in force.
    pub filters: String,
    /// Places.
    pub places: Places,
    /// Partnerships.
    pub partnerships: Partnerships,
    /// Ties.
    pub ties: Ties,
    /// Ties with at least one end in each country: most first, then by code.
    pub countries: Vec<CountryTies>,
    /// Connectivity.
    pub connectivity: Connectivity,
    /// The regions asked about: side after side, by code.
    pub regions: Vec<RegionTies>,
    /// How many of each side's regions have no tie.
    pub unconnected: Vec<Unconnected>,
}

/// What a data set says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DataSet {
    /// Title, or short name.
    pub title: Option<String>,
    /// The date as of which it holds.
    pub date: Option<String>,
    /// Licences.
    pub licence: String,
    /// Sources.
    pub sources: String,
    /// Focus countries.
    pub focus: String,
}

/// Places by level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Places {
    /// In the graph.
    pub total: usize,
    /// Cities (any municipality).
    pub city: usize,
    /// Regions that are an end.
    pub region: usize,
    /// Countries that are an end.
    pub country: usize,
    /// Places that have a tie.
    pub tied: usize,
}

/// Partnerships, each row counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Partnerships {
    /// In the data set, in force or not.
    pub in_data_set: usize,
    /// Within the filters, so counted as ties.
    pub in_scope: usize,
    /// Those in scope by kind.
    pub by_kind: Map<String, Value>,
    /// Those in scope by status.
    pub by_status: Map<String, Value>,
    /// Rows of a place with itself, dropped.
    pub loops_dropped: usize,
}

/// Ties: distinct pairs of places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ties {
    /// All.
    pub total: usize,
    /// By the levels of the two ends.
    pub by_level: Map<String, Value>,
    /// Between two countries.
    pub international: usize,
    /// Within one country.
    pub domestic: usize,
}

/// A country's ties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CountryTies {
    /// Its code.
    pub country: String,
    /// Its English name.
    pub name: String,
    /// Ties with at least one end in it.
    pub ties: usize,
    /// Its places that have a tie.
    pub tied_places: usize,
}

/// Connectivity of the graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Connectivity {
    /// Connected components, isolated places included.
    pub components: usize,
    /// Places in the largest.
    pub largest: usize,
    /// Places without a tie.
    pub isolated: usize,
    /// Ties whose loss splits a component.
    pub bridges: usize,
    /// Places whose loss does.
    pub cut_places: usize,
}

/// A region's ties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RegionTies {
    /// Its code.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// Places of the data set in it.
    pub places: usize,
    /// Ties to anywhere within the filters.
    pub ties: usize,
    /// Ties to the other focus countries; the same as `ties` without a focus.
    pub ties_to_focus: usize,
    /// Other regions at the far ends of the latter.
    pub partner_regions: usize,
}

/// A side's regions without a tie.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Unconnected {
    /// The country or region asked about.
    pub of: String,
    /// Whose ties to whom were counted.
    pub scope: String,
    /// Regions without a tie.
    pub unconnected: usize,
    /// Regions in all.
    pub regions: usize,
    /// The share in per cent, to a tenth; none where there is no region.
    pub share_percent: Option<f64>,
    /// The codes of those without.
    pub codes: String,
}

/// The report on a graph; `sides` says which regions are asked about.
pub fn report(graph: &TieGraph<'_>, sides: &[Side]) -> Report {
    let network = graph.network();
    let metadata = network.dataset().metadata();
    let statuses: Vec<(PartnershipKind, Status)> = graph
        .ties()
        .flat_map(|(_, tie)| graph.partnerships(tie))
        .map(|(record, status)| (record.kind, status))
        .collect();
    let of_level = |level| graph.places().filter(|place| place.level() == level).count();
    let cuts = cuts(graph);
    let components = components(graph);
    let country_of = |place| graph.place(place).country();
    let domestic =
        graph.ties().filter(|(_, tie)| country_of(tie.a).is_some() && country_of(tie.a) == country_of(tie.b)).count();
    let international = graph
        .ties()
        .filter(|(_, tie)| matches!((country_of(tie.a), country_of(tie.b)), (Some(a), Some(b)) if a != b))
        .count();
    Report {
        data_set: DataSet {
            title: metadata.title.clone().or_else(|| metadata.name.clone()),
            date: metadata.date.map(|date| date.to_string()),
            licence: metadata.licences.join("; "),
            sources: metadata.sources.join("; "),
            focus: metadata.focus.iter().map(CountryCode::as_str).collect::<Vec<_>>().join(" "),
        },
        register: network.register().title().to_owned(),
        filters: graph.scope().to_string(),
        places: Places {
            total: graph.place_count(),
            city: of_level(Level::City),
            region: of_level(Level::Region),
            country: of_level(Level::Country),
            tied: graph.places().filter(|place| graph.degree(place.number()) > 0).count(),
        },
        partnerships: Partnerships {
            in_data_set: network.partnership_count() + network.loops_dropped(),
            in_scope: graph.partnership_count(),
            by_kind: tally(PartnershipKind::ALL, statuses.iter().map(|(kind, _)| *kind), PartnershipKind::name),
            by_status: tally(Status::ALL, statuses.iter().map(|(_, status)| *status), Status::name),
            loops_dropped: network.loops_dropped(),
        },
        ties: Ties { total: graph.tie_count(), by_level: level_pairs(graph), international, domestic },
        countries: country_ties(graph),
        connectivity: Connectivity {
            components: components.count(),
            largest: components.members().first().map_or(0, Vec::len),
            isolated: components.isolated().count(),
            bridges: cuts.bridges.len(),
            cut_places: cuts.cut_places.len(),
        },
        regions: region_ties(graph, sides),
        unconnected: shares(graph, sides),
    }
}

/// How often each word occurs, in the order of the vocabulary, zeros left out.
fn tally<T: Copy + PartialEq>(
    all: &[T],
    items: impl Iterator<Item = T>,
    name: fn(T) -> &'static str,
) -> Map<String, Value> {
    let mut counts = vec![0_usize; all.len()];
    for item in items {
        if let Some(at) = all.iter().position(|word| *word == item) {
            counts[at] += 1;
        }
    }
    let counted = all.iter().zip(counts).filter(|(_, count)| *count > 0);
    counted.map(|(word, count)| (name(*word).to_owned(), count.into())).collect()
}

/// How many ties join which levels, the lower level first: `city-city`, `region-city`, ...
fn level_pairs(graph: &TieGraph<'_>) -> Map<String, Value> {
    let levels = [Level::City, Level::Region, Level::Country];
    let mut counts = Map::new();
    for (i, &low) in levels.iter().enumerate() {
        for &high in &levels[i..] {
            let joins = |a: Level, b: Level| (a, b) == (low, high) || (b, a) == (low, high);
            let count =
                graph.ties().filter(|(_, tie)| joins(graph.place(tie.a).level(), graph.place(tie.b).level())).count();
            if count > 0 {
                counts.insert(format!("{low}-{high}"), count.into());
            }
        }
    }
    counts
}

fn country_ties(graph: &TieGraph<'_>) -> Vec<CountryTies> {
    let register = graph.network().register();
    let mut ends: Vec<CountryCode> = Vec::new();
    for (_, tie) in graph.ties() {
        let [a, b] = [tie.a, tie.b].map(|place| graph.place(place).country());
        ends.extend(a);
        ends.extend(b.filter(|_| a != b));
    }
    let tied = graph.places().filter(|place| graph.degree(place.number()) > 0).filter_map(|place| place.country());
    let tied: Vec<CountryCode> = tied.collect();
    ends.sort_unstable();
    let mut rows: Vec<CountryTies> = ends
        .chunk_by(|a, b| a == b)
        .map(|run| CountryTies {
            country: run[0].to_string(),
            name: register.country_name(run[0]),
            ties: run.len(),
            tied_places: tied.iter().filter(|&&country| country == run[0]).count(),
        })
        .collect();
    rows.sort_by(|a, b| b.ties.cmp(&a.ties).then_with(|| a.country.cmp(&b.country)));
    rows
}

fn region_ties(graph: &TieGraph<'_>, sides: &[Side]) -> Vec<RegionTies> {
    let network = graph.network();
    let all = region_degrees(graph, |_| true);
    let mut rows = Vec::new();
    for (side, counted) in sides.iter().zip(side::degrees(graph, sides)) {
        rows.extend(side.regions(network).into_iter().map(|id| {
            let region = network.register().region(id);
            RegionTies {
                region: region.code.clone(),
                name: region.name.clone(),
                places: all[id.index()].places,
                ties: all[id.index()].ties(),
                ties_to_focus: counted[id.index()].ties(),
                partner_regions: counted[id.index()].partner_regions,
            }
        }));
    }
    rows
}

fn shares(graph: &TieGraph<'_>, sides: &[Side]) -> Vec<Unconnected> {
    let row = |(side, rows): (&Side, Vec<UnconnectedRow>)| {
        let regions = side.regions(graph.network()).len();
        Unconnected {
            of: side.area.to_string(),
            scope: side.heading(),
            unconnected: rows.len(),
            regions,
            share_percent: share_percent(rows.len(), regions),
            codes: rows.into_iter().map(|row| row.region).collect::<Vec<_>>().join(" "),
        }
    };
    sides.iter().zip(unconnected::by_side(graph, sides)).map(row).collect()
}
