use crate::{
    graph::{AreaSet, Network, PlaceId, Scope, TieGraph},
    metrics::{RegionDegree, RegionDegrees},
    model::{Area, CountryCode},
    register::RegionId,
    said,
};

/// The regions that a question covers, and the ties of theirs that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The country, or the single region, whose regions are asked about.
    pub area: Area,
    /// The areas in which far ends count; if empty, all far ends count.
    pub against: Vec<Area>,
}

impl Side {
    /// The regions that the question covers, by code.
    pub fn regions(&self, network: &Network) -> Vec<RegionId> {
        let register = network.register();
        match &self.area {
            Area::Country(code) => register.regions_of(*code).map(|(id, _)| id).collect(),
            Area::Region(code) => register.find_region(code).into_iter().collect(),
        }
    }

    /// Whether a tie whose far end is `place` counts.
    pub fn counts(&self, network: &Network, place: PlaceId) -> bool {
        self.against.is_empty() || self.against.iter().any(|area| network.lies_in(place, area))
    }

    /// The areas in which far ends count, prepared for many look-ups; `None` if all count.
    pub(crate) fn far_ends(&self, network: &Network) -> Option<AreaSet> {
        (!self.against.is_empty()).then(|| AreaSet::new(network, &self.against))
    }

    /// `BY Belarus, ties to RU Russia`, as headings state it in the words of the network; codes alone in data.
    pub fn said(&self, network: &Network) -> String {
        let words = network.words();
        let against: Vec<String> = self.against.iter().map(|area| network.titled_area(area)).collect();
        let or = format!(" {} ", said!(words, Or));
        let against = if against.is_empty() { said!(words, AnyOtherPlace) } else { against.join(&or) };
        said!(words, SideTiesTo, area = network.titled_area(&self.area), against)
    }
}

/// The sides of a question about regions.
///
/// It covers `areas` if they are given, otherwise both sides of the scope's `between`, otherwise the focus countries,
/// otherwise every country that has a place. Unless `areas` are given, `to` itself is left out. The ties that count are
/// those to `to` if it is given; with `between`, those to any place (the scope decides); otherwise those to the other
/// focus countries, or without a focus, those to any other place.
pub fn sides(network: &Network, scope: &Scope, areas: &[Area], to: Option<&Area>) -> Vec<Side> {
    let focus = &network.dataset().metadata().focus;
    let ranged: Vec<Area> = if !areas.is_empty() {
        areas.to_vec()
    } else if let Some((a, b)) = &scope.between {
        vec![a.clone(), b.clone()]
    } else if focus.is_empty() {
        network.countries().into_iter().map(Area::Country).collect()
    } else {
        focus.iter().copied().map(Area::Country).collect()
    };
    let mut distinct: Vec<Area> = Vec::new();
    for area in ranged {
        if !distinct.contains(&area) {
            distinct.push(area);
        }
    }
    // If no areas are given, the question isn't about the regions of the country that the other ends lie in.
    if areas.is_empty() && distinct.iter().any(|area| Some(area) != to) {
        distinct.retain(|area| Some(area) != to);
    }
    distinct
        .into_iter()
        .map(|area| {
            let against = match to {
                Some(to) => vec![to.clone()],
                None if scope.between.is_some() => Vec::new(),
                None => other_focus(network, &area, focus),
            };
            Side { area, against }
        })
        .collect()
}

/// Divides sides into those for which the regions with ties are known, and the countries of the others
/// ([`Network::countries_without_regions`]). O(places).
pub fn located_sides(network: &Network, sides: Vec<Side>) -> (Vec<Side>, Vec<CountryCode>) {
    let without = network.countries_without_regions();
    let country = |side: &Side| match side.area {
        Area::Country(code) => Some(code),
        Area::Region(_) => None,
    };
    let (left_out, located): (Vec<Side>, Vec<Side>) =
        sides.into_iter().partition(|side| country(side).is_some_and(|code| without.contains(&code)));
    (located, left_out.iter().filter_map(country).collect())
}

/// The focus countries other than the area's own.
fn other_focus(network: &Network, area: &Area, focus: &[CountryCode]) -> Vec<Area> {
    let own = match area {
        Area::Country(code) => Some(*code),
        Area::Region(code) => network.register().find_region(code).map(|id| network.register().region(id).country),
    };
    focus.iter().copied().filter(|&country| Some(country) != own).map(Area::Country).collect()
}

/// For each side its regions, by code, with their degrees. Takes O(regions + places) time, and for each side O(its
/// places and their ties).
pub(super) fn degrees(graph: &TieGraph<'_>, sides: &[Side]) -> Vec<Vec<(RegionId, RegionDegree)>> {
    let network = graph.network();
    let mut degrees = RegionDegrees::new(graph);
    let of_side = |side: &Side| {
        let far = side.far_ends(network);
        let counts = |place: PlaceId| far.as_ref().is_none_or(|far| far.contains(network.place(place)));
        side.regions(network).into_iter().map(|id| (id, degrees.of(id, counts))).collect()
    };
    sides.iter().map(of_side).collect()
}
