//! Places of two data sets that have no ids in common, matched by name, country and position.

use hashbrown::{HashMap, HashSet};

use super::{Network, Place, equated::equate};
use crate::{
    geodesy::{HOMONYM_KM, distance_km},
    model::{Dataset, Level, PartnershipRecord, PlaceRecord, PlaceRow, fold, has_han, reconcile},
};

/// How the cities of two data sets were matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// Cities of both with one id.
    pub by_id: usize,
    /// Cities of the second that are one with a city of the first by name, country and position.
    pub by_name: usize,
    /// Cities of the second that no city of the first is.
    pub unmatched: usize,
}

/// The second network with the ids of the first, where the two say the same place by different ids: where they share no id of a
/// city, or where the ids of one are made of names.
///
/// A city without a counterpart of its id is that city of the first which alone has its name or another name of it (case,
/// accents, blanks, punctuation, alphabet and words such as `St.` apart), in the same country and within [`HOMONYM_KM`], as far
/// as both are known; and no other city of the second is. O(places), times up to 64 of one name.
pub fn match_by_name(first: &Network, second: Network) -> (Network, Matched) {
    let ids: HashSet<&str> = cities(first).map(Place::id).collect();
    let by_id = cities(&second).filter(|city| ids.contains(city.id())).count();
    let unmatched = cities(&second).count() - by_id;
    let of_names = [first, &second].iter().any(|network| network.dataset().unites_countries());
    if unmatched == 0 || (by_id > 0 && !of_names) {
        return (second, Matched { by_id, by_name: 0, unmatched });
    }
    let new_ids: HashMap<String, String> = {
        let taken: HashSet<&str> = cities(&second).map(Place::id).collect();
        let old: Vec<Place<'_>> = cities(first).filter(|city| !taken.contains(city.id())).collect();
        let new: Vec<Place<'_>> = cities(&second).filter(|city| !ids.contains(city.id())).collect();
        let pairs = only_counterparts(&old, &new);
        pairs.into_iter().map(|(old, new)| (new.id().to_owned(), old.id().to_owned())).collect()
    };
    let by_name = new_ids.len();
    let matched = Matched { by_id, by_name, unmatched: unmatched - by_name };
    if new_ids.is_empty() {
        return (second, matched);
    }
    let dataset = with_ids(second.dataset(), &new_ids);
    (Network::build(dataset, second.register).network, matched)
}

fn cities(network: &Network) -> impl Iterator<Item = Place<'_>> {
    network.places().filter(|place| place.level() == Level::City)
}

/// The cities of which each is the only one that the other may be.
fn only_counterparts<'o, 'n>(old: &[Place<'o>], new: &[Place<'n>]) -> Vec<(Place<'o>, Place<'n>)> {
    let mut of_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, city) in old.iter().enumerate() {
        for name in names(*city) {
            of_name.entry(name).or_default().push(at);
        }
    }
    let mut counterparts: Vec<Option<usize>> = Vec::with_capacity(new.len());
    let mut claimed: HashMap<usize, usize> = HashMap::new();
    for city in new {
        let mut fitting: Vec<usize> = names(*city)
            .iter()
            .filter_map(|name| of_name.get(name).filter(|alike| alike.len() <= MOST_ALIKE))
            .flatten()
            .copied()
            .filter(|&at| may_be_one(old[at], *city))
            .collect();
        fitting.sort_unstable();
        fitting.dedup();
        let only = if let [only] = fitting[..] { Some(only) } else { None };
        fitting.iter().for_each(|&at| *claimed.entry(at).or_default() += 1);
        counterparts.push(only);
    }
    let pairs = new.iter().zip(counterparts);
    pairs.filter_map(|(new, at)| at.filter(|at| claimed[at] == 1).map(|at| (old[at], *new))).collect()
}

/// Of more cities of one name none is told from the others.
const MOST_ALIKE: usize = 64;

fn names(place: Place<'_>) -> Vec<String> {
    let others = place.other_names();
    let all = std::iter::once(place.name()).chain(others.iter().map(AsRef::as_ref));
    // Also in another alphabet, and with words written in another way.
    let keys = |name: &str| [fold(name), equate(name), if has_han(name) { String::new() } else { reconcile(name) }];
    let mut names: Vec<String> = all.flat_map(keys).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether two cities of one name may be one: as far as it is known where they lie.
fn may_be_one(a: Place<'_>, b: Place<'_>) -> bool {
    let is_one_country = a.country().zip(b.country()).is_none_or(|(a, b)| a == b);
    let is_near = a.position().zip(b.position()).is_none_or(|(a, b)| distance_km(a, b) <= HOMONYM_KM);
    is_one_country && is_near
}

/// The data set with other ids for some places.
fn with_ids(dataset: &Dataset, ids: &HashMap<String, String>) -> Dataset {
    let mut copy = dataset.without_rows();
    for (row, place) in (0..).map(PlaceRow).zip(dataset.places()) {
        let part_of = place.part_of.map(|whole| ids.get(whole).map_or(whole, String::as_str));
        let id = ids.get(place.id).map_or(place.id, String::as_str);
        copy.push_place(&PlaceRecord { id, part_of, ..place }, dataset.locate_place(row).1);
    }
    for (row, record) in (0..).map(crate::model::PartnershipRow).zip(dataset.partnerships()) {
        let [a, b] = [record.a, record.b].map(|end| ids.get(end).map_or(end, String::as_str));
        copy.push_partnership(&PartnershipRecord { a, b, ..record }, dataset.locate_partnership(row).1);
    }
    copy.ledger_mut().each_place(|place| {
        if let Some(id) = ids.get(place) {
            id.clone_into(place);
        }
    });
    copy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{formats::read_lists, register::Register};

    fn network(lists: [&str; 3]) -> Network {
        let names = ["cities", "partnerships", "regions"];
        let lists: Vec<(&str, &[u8])> = names.into_iter().zip(lists.map(str::as_bytes)).collect();
        Network::build(read_lists(&lists).unwrap().sound().unwrap().0, Register::built_in()).network
    }

    #[test]
    fn places_take_the_ids_of_their_only_counterparts() {
        let regions = "code,country,name_en\nXK-A,XK,Own\n";
        let first = network([
            "id,name,country,lat,lon\n1,Гомель,BY,52.4,31\n2,Springfield,US,39.8,-89.6\n3,Springfield,US,37.2,-93.3\n4,Prizren,XK,,\n",
            "a,b\n1,2\n1,4\n",
            regions,
        ]);
        let second = network([
            "id,name,country,lat,lon,region\na,Gomel,BY,,,\nb,Springfield,US,39.8,-89.6,\nc,Springfield,US,,,\nd,Prizren,XK,,,XK-A\ne,Gomel,FR,,,\n",
            "a,b\na,b\nd,a\n",
            regions,
        ]);
        let (second, matched) = match_by_name(&first, second);
        // The third may be either Springfield, and so the second isn't known to be the only one.
        assert_eq!(matched, Matched { by_id: 0, by_name: 2, unmatched: 3 });
        let ids: Vec<&str> = second.places().map(Place::id).collect();
        assert_eq!(ids, ["1", "4", "b", "c", "e"]);
        let prizren = second.place(second.find_id("4").unwrap());
        assert_eq!(prizren.region().map(|region| &*region.code), Some("XK-A"));
        assert_eq!(second.partnership_count(), 2);
    }
}
