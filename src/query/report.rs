use serde::Serialize;
use serde_json::{Map, Value};

use super::{LargeTowns, Side, share_percent, side, tie_tally::Tally};
use crate::{
    graph::TieGraph,
    metrics,
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
    /// Ties with at least one end in each country, sorted by their number (most first), then by code.
    pub countries: Vec<CountryTies>,
    /// Connectivity.
    pub connectivity: Connectivity,
    /// The regions asked about: side after side, by code.
    pub regions: Vec<RegionTies>,
    /// How many of each side's regions have no tie.
    pub unconnected: Vec<Unconnected>,
    /// How many large towns have none, where these are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large_towns: Option<LargeTowns>,
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
    /// All places in the graph.
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
    /// Within the filters, so that they count as ties.
    pub in_scope: usize,
    /// The partnerships in scope, by kind.
    pub by_kind: Map<String, Value>,
    /// The partnerships in scope, by status.
    pub by_status: Map<String, Value>,
    /// Rows between a place and itself, which are dropped.
    pub loops_dropped: usize,
}

/// Ties: distinct pairs of places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ties {
    /// All ties.
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
    /// Places whose loss splits a component.
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
    /// Ties to any place within the filters.
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
    /// Whose ties, and to whom, were counted.
    pub scope: String,
    /// Regions without a tie.
    pub unconnected: usize,
    /// Regions in all.
    pub regions: usize,
    /// The share in per cent, to a tenth; `None` if there is no region.
    pub share_percent: Option<f64>,
    /// The codes of the regions without a tie.
    pub codes: String,
}

/// The report on a graph; `sides` says which regions are asked about. Takes O(regions + places + partnerships) time,
/// and for each side O(its places and their ties).
pub fn report(graph: &TieGraph<'_>, sides: &[Side]) -> Report {
    let network = graph.network();
    let metadata = network.dataset().metadata();
    // The slowest parts run in parallel with the rest.
    let (connectivity, rest) =
        rayon::join(|| connectivity(graph), || rayon::join(|| region_ties(graph, sides), || Tally::of(graph)));
    let ((regions, unconnected), tally) = rest;
    let merged = graph.kinds_and_statuses();
    Report {
        data_set: DataSet {
            title: network.title().map(str::to_owned),
            date: metadata.date.map(|date| date.to_string()),
            licence: metadata.licences.join("; "),
            sources: metadata.sources.join("; "),
            focus: metadata.focus.iter().map(CountryCode::as_str).collect::<Vec<_>>().join(" "),
        },
        register: network.register_title(),
        filters: graph.scope().titled(network),
        places: Places {
            total: graph.place_count(),
            city: tally.places[Level::City as usize],
            region: tally.places[Level::Region as usize],
            country: tally.places[Level::Country as usize],
            tied: tally.tied,
        },
        partnerships: Partnerships {
            in_data_set: network.partnership_count() + network.loops_dropped(),
            in_scope: graph.partnership_count(),
            by_kind: counted(PartnershipKind::ALL.iter().map(|kind| kind.name()).zip(merged.by_kind)),
            by_status: counted(Status::ALL.iter().map(|status| status.name()).zip(merged.by_status)),
            loops_dropped: network.loops_dropped(),
        },
        ties: Ties {
            total: graph.tie_count(),
            by_level: level_pairs(&tally),
            international: tally.international,
            domestic: tally.domestic,
        },
        countries: country_ties(graph, &tally),
        connectivity,
        regions,
        unconnected,
        large_towns: None,
    }
}

fn connectivity(graph: &TieGraph<'_>) -> Connectivity {
    let metrics::Connectivity { component_sizes, bridges, cut_nodes, blocks: _ } =
        metrics::connectivity(&graph.adjacency());
    Connectivity {
        components: component_sizes.len(),
        largest: component_sizes.iter().copied().max().unwrap_or(0),
        isolated: component_sizes.iter().filter(|&&size| size == 1).count(),
        bridges,
        cut_places: cut_nodes,
    }
}

/// The number of occurrences of each word, without zeros.
fn counted<W: Into<String>>(counts: impl Iterator<Item = (W, usize)>) -> Map<String, Value> {
    counts.filter(|(_, count)| *count > 0).map(|(word, count)| (word.into(), count.into())).collect()
}

/// The number of ties between each two levels, the lower level first: `city-city`, `city-region`, ...
fn level_pairs(tally: &Tally) -> Map<String, Value> {
    // Levels go from the lowest up.
    let levels = || Level::ALL.iter().rev().copied();
    let pairs = levels().flat_map(|low| levels().map(move |high| (low, high)));
    counted(pairs.map(|(low, high)| (format!("{low}-{high}"), tally.by_level[low as usize][high as usize])))
}

fn country_ties(graph: &TieGraph<'_>, tally: &Tally) -> Vec<CountryTies> {
    let network = graph.network();
    let row = |country: CountryCode| CountryTies {
        country: country.to_string(),
        name: network.shown_country(country),
        ties: tally.ties_of_country[country.index()],
        tied_places: tally.tied_places_of_country[country.index()],
    };
    let mut rows: Vec<CountryTies> =
        graph.network().countries().into_iter().map(row).filter(|row| row.ties > 0).collect();
    rows.sort_by(|a, b| b.ties.cmp(&a.ties).then_with(|| a.country.cmp(&b.country)));
    rows
}

/// The rows about regions, and the number of regions of each side that have no tie.
fn region_ties(graph: &TieGraph<'_>, sides: &[Side]) -> (Vec<RegionTies>, Vec<Unconnected>) {
    let network = graph.network();
    let to_any: Vec<Side> = sides.iter().map(|side| Side { against: Vec::new(), ..side.clone() }).collect();
    let counted = side::degrees(graph, sides);
    let all = if to_any == sides { counted.clone() } else { side::degrees(graph, &to_any) };
    let (mut rows, mut shares) = (Vec::new(), Vec::new());
    for (side, (all, counted)) in sides.iter().zip(all.into_iter().zip(counted)) {
        rows.extend(all.iter().zip(&counted).map(|((id, all), (_, counted))| {
            let region = network.register().region(*id);
            RegionTies {
                region: region.code.to_string(),
                name: network.shown_region(region).to_owned(),
                places: all.places,
                ties: all.ties(),
                ties_to_focus: counted.ties(),
                partner_regions: counted.partner_regions,
            }
        }));
        let without = counted.iter().filter(|(_, degree)| degree.ties() == 0);
        let codes: Vec<&str> = without.map(|&(id, _)| &*network.register().region(id).code).collect();
        shares.push(Unconnected {
            of: side.area.to_string(),
            scope: side.said(network),
            unconnected: codes.len(),
            regions: counted.len(),
            share_percent: share_percent(codes.len(), counted.len()),
            codes: codes.join(" "),
        });
    }
    (rows, shares)
}
