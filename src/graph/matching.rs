//! Matches the places of two data sets that share no ids: by their ids elsewhere, otherwise by name, country and
//! position.

use hashbrown::{HashMap, HashSet};

use super::{Network, Place};
use crate::{
    geodesy::{HOMONYM_KM, distance_km},
    model::{Dataset, Level, PartnershipRecord, PlaceRecord, PlaceRow, equate, fold, has_han, reconcile},
};

/// How the cities of two data sets were matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// The number of cities with the same id in both.
    pub by_id: usize,
    /// The number of cities of the second that were matched by their Wikidata ids.
    pub by_wikidata: usize,
    /// The number of cities of the second that were matched by their GeoNames ids.
    pub by_geonames: usize,
    /// The number of cities of the second that were matched by name, country and position.
    pub by_name: usize,
    /// The number of cities of the second that match no city of the first.
    pub unmatched: usize,
}

/// The second network with the ids of the first, if the two identify places by different ids: if they share no id of a
/// city, or if the ids of one are made of names.
///
/// A city without a counterpart of the same id is matched by its Wikidata id, if that id is unique in both networks;
/// otherwise in the same way by its GeoNames id. Any other city is matched by name: with the only city of the first
/// that shares a name or other name with it (ignoring case, accents, blanks, punctuation, alphabet and the spelling of
/// words such as `St.`), lies in the same country and within [`HOMONYM_KM`] as far as both are known, and matches no
/// other city of the second. Takes O(places) time, times up to 64 cities of one name.
pub fn match_by_name(first: &Network, second: Network) -> (Network, Matched) {
    let ids: HashSet<&str> = cities(first).map(Place::id).collect();
    let by_id = cities(&second).filter(|city| ids.contains(city.id())).count();
    let unmatched = cities(&second).count() - by_id;
    let of_names = [first, &second].iter().any(|network| network.dataset().unites_countries());
    if unmatched == 0 || (by_id > 0 && !of_names) {
        return (second, Matched { by_id, unmatched, ..Matched::default() });
    }
    let mut matched = Matched { by_id, ..Matched::default() };
    let new_ids: HashMap<String, String> = {
        let taken: HashSet<&str> = cities(&second).map(Place::id).collect();
        let mut old: Vec<Place<'_>> = cities(first).filter(|city| !taken.contains(city.id())).collect();
        let mut new: Vec<Place<'_>> = cities(&second).filter(|city| !ids.contains(city.id())).collect();
        let mut pairs = Vec::new();
        let mut match_all = |matching: &Matching<'_>| {
            let found = matching(&old, &new);
            pairs.extend(found.iter().map(|&[at, of_new]| (new[of_new].id().to_owned(), old[at].id().to_owned())));
            remove(&mut old, found.iter().map(|pair| pair[0]));
            remove(&mut new, found.iter().map(|pair| pair[1]));
            found.len()
        };
        matched.by_wikidata = match_all(&|old, new| of_one_id(old, new, |place| place.wikidata().map(str::to_owned)));
        matched.by_geonames = match_all(&|old, new| of_one_id(old, new, |place| place.geonames().map(str::to_owned)));
        matched.by_name = match_all(&only_counterparts);
        pairs.into_iter().collect()
    };
    matched.unmatched = unmatched - new_ids.len();
    if new_ids.is_empty() {
        return (second, matched);
    }
    let dataset = with_ids(second.dataset(), &new_ids);
    (Network::build(dataset, second.register).network, matched)
}

fn cities(network: &Network) -> impl Iterator<Item = Place<'_>> {
    network.places().filter(|place| place.level() == Level::City)
}

/// A function that finds which of the old and new cities are the same, as pairs of indices.
type Matching<'f> = dyn Fn(&[Place<'_>], &[Place<'_>]) -> Vec<[usize; 2]> + 'f;

/// Removes the places with some indices.
fn remove(places: &mut Vec<Place<'_>>, numbers: impl Iterator<Item = usize>) {
    let numbers: HashSet<usize> = numbers.collect();
    let mut at = 0..;
    places.retain(|_| !at.next().is_some_and(|at| numbers.contains(&at)));
}

/// The indices of old and new cities that share an id elsewhere which no other city has.
fn of_one_id(old: &[Place<'_>], new: &[Place<'_>], id: fn(Place<'_>) -> Option<String>) -> Vec<[usize; 2]> {
    let by_id = |places: &[Place<'_>]| {
        let mut by_id: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, place) in places.iter().enumerate() {
            if let Some(id) = id(*place).map(|id| id.trim().to_ascii_uppercase()).filter(|id| !id.is_empty()) {
                by_id.entry(id).or_default().push(at);
            }
        }
        by_id
    };
    let (of_old, of_new) = (by_id(old), by_id(new));
    let pairs = of_old.iter().filter_map(|(id, old)| match (&old[..], &of_new.get(id)?[..]) {
        (&[old], &[new]) => Some([old, new]),
        _ => None,
    });
    pairs.collect()
}

/// The indices of old and new cities that are each other's only possible counterpart.
fn only_counterparts(old: &[Place<'_>], new: &[Place<'_>]) -> Vec<[usize; 2]> {
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
    let pairs = counterparts.into_iter().enumerate();
    pairs.filter_map(|(new, at)| at.filter(|at| claimed[at] == 1).map(|at| [at, new])).collect()
}

/// If more cities than this have one name, none of them is matched.
const MOST_ALIKE: usize = 64;

fn names(place: Place<'_>) -> Vec<String> {
    let others = place.other_names();
    let all = std::iter::once(place.name()).chain(others.iter().map(AsRef::as_ref));
    // The keys also match names in another alphabet, and other spellings of the words in a name.
    let keys = |name: &str| [fold(name), equate(name), if has_han(name) { String::new() } else { reconcile(name) }];
    let mut names: Vec<String> = all.flat_map(keys).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether two cities with the same name may be the same, judged by what is known of where they lie.
fn may_be_one(a: Place<'_>, b: Place<'_>) -> bool {
    let is_one_country = a.country().zip(b.country()).is_none_or(|(a, b)| a == b);
    let is_near = a.position().zip(b.position()).is_none_or(|(a, b)| distance_km(a, b) <= HOMONYM_KM);
    is_one_country && is_near
}

/// The data set with new ids for some places.
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
        // The third may be either Springfield, so the second isn't its only possible counterpart.
        assert_eq!(matched, Matched { by_name: 2, unmatched: 3, ..Matched::default() });
        let ids: Vec<&str> = second.places().map(Place::id).collect();
        assert_eq!(ids, ["1", "4", "b", "c", "e"]);
        let prizren = second.place(second.find_id("4").unwrap());
        assert_eq!(prizren.region().map(|region| &*region.code), Some("XK-A"));
        assert_eq!(second.partnership_count(), 2);
    }
    /// Cities that share an id elsewhere can't be told apart by it; names decide where ids don't.
    #[test]
    fn ids_elsewhere_go_before_names() {
        let first = network([
            "id,name,country,wikidata,geonames\n1,Old,BY,Q1,\n2,Town,BY,,22\n3,Gomel,BY,Q3,\n4,Twice,BY,Q4,\n5,Twice2,BY,Q4,\n",
            "a,b\n1,2\n1,4\n",
            "code\n",
        ]);
        let second = network([
            "id,name,country,wikidata,geonames\na,New,BY,q1,\nb,Gomel,BY,Q9,22\nc,Gomel,BY,,\nd,Other,BY,Q4,\n",
            "a,b\na,b\nd,a\n",
            "code\n",
        ]);
        let (second, matched) = match_by_name(&first, second);
        assert_eq!(matched, Matched { by_id: 0, by_wikidata: 1, by_geonames: 1, by_name: 1, unmatched: 1 });
        let ids: Vec<&str> = second.places().map(Place::id).collect();
        assert_eq!(ids, ["1", "2", "3", "d"]);
    }
}
