use serde::Serialize;

use super::{Side, side};
use crate::graph::TieGraph;

/// A region of the register with its ties; see [`RegionDegree`](crate::metrics::RegionDegree) for what is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RegionRow {
    /// Its code.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// Places of the data set in it.
    pub places: usize,
    /// Its places that have a counted tie.
    pub tied_places: usize,
    /// Ties with at least one end in it.
    pub ties: usize,
    /// Ties with both ends in it.
    pub internal: usize,
    /// Ties with one end in it.
    pub external: usize,
    /// 2 x internal + external.
    pub volume: usize,
    /// Other regions at the far ends.
    pub partner_regions: usize,
    /// Countries at the far ends of external ties.
    pub partner_countries: usize,
}

/// Every region of each side, including those without ties; side after side, by code. Takes O(regions + places) time,
/// and for each side O(its places and their ties).
pub fn regions(graph: &TieGraph<'_>, sides: &[Side]) -> Vec<RegionRow> {
    let network = graph.network();
    let mut rows = Vec::new();
    for degrees in side::degrees(graph, sides) {
        rows.extend(degrees.into_iter().map(|(id, degree)| {
            let region = network.register().region(id);
            RegionRow {
                region: region.code.to_string(),
                name: network.shown_region(region).to_owned(),
                places: degree.places,
                tied_places: degree.tied_places,
                ties: degree.ties(),
                internal: degree.internal,
                external: degree.external,
                volume: degree.volume(),
                partner_regions: degree.partner_regions,
                partner_countries: degree.partner_countries,
            }
        }));
    }
    rows
}
