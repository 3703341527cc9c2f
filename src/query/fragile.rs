use std::cmp::Reverse;

use petgraph::visit::{Bfs, VisitMap as _};
use serde::Serialize;

use super::joined;
use crate::{
    graph::{NodeSet, PlaceId, TieGraph},
    metrics::{self, Groups, Remainder, components, cuts},
    model::CountryCode,
    register::RegionId,
    table::Listing,
};

/// A bridge or a cut place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FragileRow<'n> {
    /// `bridge` or `cut-place`.
    pub kind: &'static str,
    /// The number of places that its loss cuts off: for a bridge those on the smaller side, for a cut place all outside
    /// the largest remaining part, without the cut place itself.
    pub cuts_off: usize,
    /// The cut place, or the end of the bridge on the larger side.
    pub id: &'n str,
    /// Its name.
    pub name: &'n str,
    /// `city`, `region` or `country`.
    pub level: &'static str,
    /// The code of its region.
    pub region: Option<&'n str>,
    /// The code of its country.
    pub country: Option<CountryCode>,
    /// The end of the bridge on the side that is cut off.
    pub to: Option<&'n str>,
    /// Its name.
    pub to_name: Option<&'n str>,
    /// The codes of the regions cut off: those with a place cut off and none in the rest of the component. The cut
    /// place itself doesn't count.
    pub regions_cut_off: String,
}

/// The data of a row.
struct Weak {
    cuts_off: usize,
    place: PlaceId,
    /// `None` for a cut place.
    to: Option<PlaceId>,
    remainder: Remainder,
    /// The index of the cut place in the depth-first order.
    lost: Option<u32>,
}

/// Bridges and cut places, sorted by the number of places that they cut off (most first), then cut places before
/// bridges, then by id.
///
/// Takes O(n log n) time for n places, ties and codes of regions in the rows.
pub fn fragile<'g, 'n>(graph: &'g TieGraph<'n>) -> Listing<'g, FragileRow<'n>> {
    let cuts = cuts(graph);
    let region = |place: PlaceId| graph.place(place).region_id().map(RegionId::index);
    let of_order: Vec<Option<usize>> = cuts.order.iter().map(|&place| region(place)).collect();
    let groups = Groups::new(&of_order, &cuts.component_sizes);
    let mut found = Vec::with_capacity(cuts.cut_places.len() + cuts.bridges.len());
    for cut in &cuts.cut_places {
        let (remainder, lost) = (cut.remainder.clone(), Some(cuts.position_of(cut.place)));
        found.push(Weak { cuts_off: cut.cuts_off, place: cut.place, to: None, remainder, lost });
    }
    for bridge in &cuts.bridges {
        let [a, b] = bridge.ends;
        let (kept, lost) = if cuts.is_cut_off_by_bridge(bridge, b) { (a, b) } else { (b, a) };
        let remainder = bridge.remainder.clone();
        found.push(Weak { cuts_off: bridge.cuts_off, place: kept, to: Some(lost), remainder, lost: None });
    }
    // Places are numbered by id.
    found.sort_by_key(|weak| (Reverse(weak.cuts_off), weak.to.is_some(), weak.place, weak.to));
    Listing::new(found.len(), move |at| row(graph, &groups, &found[at]))
}

/// The row of a bridge or cut place. `regions` groups the places by their regions.
fn row<'n>(graph: &TieGraph<'n>, regions: &Groups, weak: &Weak) -> FragileRow<'n> {
    let register = graph.network().register().regions();
    let cut_off = regions.outside(&weak.remainder, weak.lost).into_iter();
    let (place, to) = (graph.place(weak.place), weak.to.map(|to| graph.place(to)));
    FragileRow {
        kind: if to.is_some() { "bridge" } else { "cut-place" },
        cuts_off: weak.cuts_off,
        id: place.id(),
        name: place.shown_name(),
        level: place.level().name(),
        region: place.region().map(|region| &*region.code),
        country: place.country(),
        to: to.map(|to| to.id()),
        to_name: to.map(|to| to.shown_name()),
        regions_cut_off: joined(cut_off.map(|group| &*register[group.number].code).collect()),
    }
}

/// What happens to a part of a component that falls apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// It is the largest remaining part.
    #[default]
    Largest,
    /// It is any other part.
    FallsOff,
}

/// A part of a component that falls apart when places are lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LossRow {
    /// `largest` for the largest part left of its component, `falls-off` for every other.
    pub kind: Part,
    /// The number of its component, as in `components`.
    pub component: usize,
    /// How many places it has.
    pub size: usize,
    /// The ids of its places.
    pub places: String,
    /// The codes of its regions.
    pub regions: String,
}

/// The remaining parts of the components of the `lost` places, by component, the largest part first.
///
/// O(places + ties).
pub fn without(graph: &TieGraph<'_>, lost: &[PlaceId]) -> Vec<LossRow> {
    let parts = components(graph);
    let mut search = metrics::search(graph);
    lost.iter().for_each(|&place| _ = search.discovered.visit(place));
    let mut hit: Vec<usize> = lost.iter().filter_map(|&place| parts.of(place)).collect();
    hit.sort_unstable();
    hit.dedup();
    let mut rows = Vec::new();
    for number in hit {
        let mut remainders = remainders(graph, &parts.members()[number], &mut search);
        remainders.sort_by(|x, y| y.len().cmp(&x.len()).then_with(|| x[0].cmp(&y[0])));
        for (i, places) in remainders.into_iter().enumerate() {
            let regions = places.iter().filter_map(|&place| graph.place(place).region());
            rows.push(LossRow {
                kind: if i == 0 { Part::Largest } else { Part::FallsOff },
                component: number + 1,
                size: places.len(),
                places: joined(places.iter().map(|&place| graph.place(place).id()).collect()),
                regions: joined(regions.map(|region| &*region.code).collect()),
            });
        }
    }
    rows
}

/// The components that `search` finds among `members`. It has already visited the lost places.
fn remainders(graph: &TieGraph<'_>, members: &[PlaceId], search: &mut Bfs<PlaceId, NodeSet>) -> Vec<Vec<PlaceId>> {
    let found = members.iter().map(|&start| {
        let mut found: Vec<PlaceId> = metrics::reached(search, graph, start).collect();
        found.sort_unstable();
        found
    });
    found.filter(|found| !found.is_empty()).collect()
}
