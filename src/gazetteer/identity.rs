//! Finds the town that a place is, if more is known about the place than its name.

use super::towns::{Gazetteer, Town, TownId};
use crate::{
    geodesy::distance_km,
    model::{CountryCode, Position, fold, unqualified},
};

/// The greatest distance between the positions of one town in a list and in a gazetteer, in kilometres.
pub const SAME_TOWN_KM: f64 = 25.0;

/// What is known about a place.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its GeoNames id.
    pub geonames: Option<&'a str>,
    /// Its names.
    pub names: &'a [&'a str],
    /// The country it lies in.
    pub country: Option<CountryCode>,
    /// Where it lies.
    pub position: Option<Position>,
}

impl Gazetteer {
    /// The town that a place is. This is the one with its GeoNames id. Otherwise it is one of the towns in its country
    /// that have one of its names and lie within [`SAME_TOWN_KM`]: towns shown under that name come first, then the
    /// nearest. Otherwise it is the nearest town with its name without the part that says where the place lies. A place
    /// without a position gets the only town with its name, or none. O(log names) per name.
    pub fn identify<'g>(&'g self, known: Known<'_>) -> Option<Town<'g>> {
        if let Some(town) = known.geonames.and_then(|id| self.of_geonames(id.parse().ok()?)) {
            return Some(town);
        }
        let country = known.country?;
        let keys: Vec<String> = known.names.iter().map(|name| fold(name)).filter(|key| !key.is_empty()).collect();
        let of_country = |keys: &[String]| -> Vec<Town<'g>> {
            let mut ids: Vec<TownId> = keys.iter().flat_map(|key| self.towns_of_key(key)).map(Town::id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.into_iter().map(|id| self.town(id)).filter(|town| town.country() == country).collect()
        };
        let towns = of_country(&keys);
        let Some(position) = known.position else {
            return if let [town] = towns[..] { Some(town) } else { None };
        };
        let nearest = |towns: Vec<Town<'g>>| {
            let shown_so = |town: &Town<'_>| keys.contains(&fold(town.name()));
            let near = towns.into_iter().map(|town| (distance_km(position, town.position()), town));
            let near = near.filter(|(km, _)| *km <= SAME_TOWN_KM);
            near.min_by(|(a_km, a), (b_km, b)| shown_so(b).cmp(&shown_so(a)).then(a_km.total_cmp(b_km)))
                .map(|(_, town)| town)
        };
        // `Rottenburg am Neckar` is the Rottenburg at this position.
        let bare = || known.names.iter().filter_map(|name| unqualified(name)).map(fold).collect::<Vec<_>>();
        nearest(towns).or_else(|| nearest(of_country(&bare())))
    }

    /// The town with a GeoNames id. O(log towns).
    fn of_geonames(&self, geonames: u32) -> Option<Town<'_>> {
        let by_id = self.by_geonames.get_or_init(|| {
            let mut ids: Vec<(u32, TownId)> = self.towns().map(|town| (town.geonames(), town.id())).collect();
            ids.sort_unstable();
            ids
        });
        let at = by_id.binary_search_by_key(&geonames, |(id, _)| *id).ok()?;
        Some(self.town(by_id[at].1))
    }
}
