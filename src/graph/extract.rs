use std::borrow::Cow;

use rayon::prelude::*;

use super::{Network, Place, PlaceId, Subject, TieGraph};
use crate::model::{Dataset, Ledger, Level, PartnershipRecord, PartnershipRow, PlaceRecord, PlaceRow, TextId};

/// The data set of a graph of ties. The ends of its partnerships are the ids of places and the codes of regions and
/// countries.
///
/// Without filters, it has every place, and every partnership whose ends are known and differ, in force or not. Within
/// a scope that restricts ties, it has the places of the graph and the partnerships that its ties merge, and no ledger.
/// A part whose whole is left out is then part of nothing. Rows keep their order and their lines. The network's own
/// data set is returned if it is like this already. Takes O(places + partnerships log partnerships) time.
pub fn extract<'n>(graph: &TieGraph<'n>) -> Cow<'n, Dataset> {
    let network = graph.network();
    let dataset = network.dataset();
    let is_restricted = graph.scope().is_restricted();
    if !is_restricted && is_extract(network) {
        return Cow::Borrowed(dataset);
    }
    let mut extract = dataset.without_rows();
    if is_restricted {
        *extract.ledger_mut() = Ledger::default();
    }
    let is_there = |id: PlaceId| !is_restricted || graph.includes(id);
    // `place_of_text` gives the place with each id, and `row_of_place` the row of each place in the result. These
    // tables save five million searches by id.
    let mut place_of_text = vec![None; dataset.text_count()];
    let mut row_of_place = vec![None; network.place_count()];
    for (row, place) in (0..).map(PlaceRow).zip(dataset.places()) {
        let Some(id) = network.place_of(Subject::City(row)).filter(|&id| is_there(id)) else { continue };
        place_of_text[dataset.place_id(row).index()] = Some(id);
        if network.place(id).id() == place.id {
            row_of_place[id.index()] =
                Some(PlaceRow(u32::try_from(extract.places().len()).expect("as many as before")));
        }
        let is_part = network.place(id).part_of().is_some_and(is_there);
        let part_of = place.part_of.filter(|_| is_part);
        extract.push_place(&PlaceRecord { part_of, ..place }, dataset.locate_place(row).1);
    }
    let mut rows: Vec<(PartnershipRow, [PlaceId; 2])> =
        if is_restricted { graph.partnership_ends().collect() } else { network.partnerships().collect() };
    rows.par_sort_unstable_by_key(|&(row, _)| row);
    for (row, [low, high]) in rows {
        // The texts of ends cost cache misses, and few of them are needed.
        let record = dataset.partnership_at(row).record_without_ends();
        let (a, b) = dataset.ends(row);
        let find = |text: TextId| {
            let by_name = || network.place_of(network.names().find(dataset.text(text), Level::ALL).ok()?.subject);
            place_of_text[text.index()].or_else(|| network.find_id(dataset.text(text))).or_else(by_name)
        };
        let is_turned = find(a).map_or_else(|| find(b) == Some(low), |a| a == high);
        let ends = if is_turned { [high, low] } else { [low, high] };
        let line = dataset.locate_partnership(row).1;
        if let [Some(a), Some(b)] = ends.map(|id| row_of_place[id.index()]) {
            extract.push_partnership_of([a, b], &record, line);
        } else {
            let [a, b] = ends.map(|id| network.place(id)).map(Place::id);
            extract.push_partnership(&PartnershipRecord { a, b, ..record }, line);
        }
    }
    Cow::Owned(extract)
}

/// Whether no row of the network's data set was refused, and every end is the id of its place.
fn is_extract(network: &Network) -> bool {
    let dataset = network.dataset();
    if network.loops_dropped() > 0 || network.refused().next().is_some() {
        return false;
    }
    // Whether each text is the id of a place.
    let mut is_id = vec![false; dataset.text_count()];
    for row in (0..).map(PlaceRow).take(dataset.places().len()) {
        let Some(place) = network.place_of(Subject::City(row)) else { return false };
        let is_part = network.place(place).part_of().is_some();
        if dataset.part_of(row).is_some() != is_part {
            return false;
        }
        let id = dataset.place_id(row);
        is_id[id.index()] = network.place(place).id() == dataset.text(id);
    }
    let mut is_id_of_any = |text: TextId| {
        let is_id = &mut is_id[text.index()];
        *is_id = *is_id || network.find_id(dataset.text(text)).is_some();
        *is_id
    };
    dataset.partnerships_in(dataset.partnership_rows()).all(|row| {
        let (a, b) = row.ends();
        is_id_of_any(a) && is_id_of_any(b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formats,
        graph::{Network, Scope},
        model::{Area, CountryCode},
        register::Register,
    };

    fn network(lists: [(&str, &[u8]); 2]) -> Network {
        let reading = formats::read_lists(&lists).unwrap();
        Network::build(reading.dataset, Register::built_in()).sound().unwrap().0
    }

    const CITIES: &[u8] = b"id,name,country,part_of\nx,Exe,BY,\ny,Wye,RU,\nz,Zed,PL,\np,Part,RU,z\n";

    #[test]
    fn ends_are_ids_and_keep_their_sides() {
        let partnerships = b"a,b,claimed_by,until\nWye,x,a,\nz,Exe,b,2001\nBY-MA,y,,\n";
        let network = network([("cities", CITIES), ("partnerships", partnerships)]);
        let whole = extract(&network.graph(&Scope::default()));
        let rows: Vec<String> =
            whole.partnerships().map(|row| format!("{} {} {}", row.a, row.b, row.claimed_by)).collect();
        assert_eq!(rows, ["y x a", "z x b", "BY-MA y both"]);
        assert_eq!(whole.places().len(), 4);
    }

    #[test]
    fn a_data_set_that_has_ids_for_ends_is_its_own_extract() {
        let is_itself = |cities: &[u8], partnerships: &[u8]| {
            let network = network([("cities", cities), ("partnerships", partnerships)]);
            matches!(extract(&network.graph(&Scope::default())), Cow::Borrowed(_))
        };
        assert!(is_itself(CITIES, b"a,b\ny,x\nBY-MA,y\nRU,x\n"));
        for (partnerships, what) in [
            (&b"a,b\nWye,x\n"[..], "a name"),
            (b"a,b\nx,x\nx,y\n", "a loop"),
            (b"a,b\nx,by-ma\n", "a code in small letters"),
        ] {
            assert!(!is_itself(CITIES, partnerships), "{what}");
        }
        let minsk = b"id,country,region,is_region\nm,BY,BY-HM,yes\nx,BY,BY-HM,\n";
        assert!(is_itself(minsk, b"a,b\nm,x\n"));
        assert!(!is_itself(minsk, b"a,b\nBY-HM,x\n"));
    }

    #[test]
    fn a_scope_leaves_out_what_it_restricts() {
        let partnerships = b"a,b\nx,y\nz,y\nx,p\n";
        let network = network([("cities", CITIES), ("partnerships", partnerships)]);
        let scope = Scope { countries: vec![Area::Country(CountryCode::new("BY").unwrap())], ..Scope::default() };
        let part = extract(&network.graph(&scope));
        let ids: Vec<(&str, Option<&str>)> = part.places().map(|place| (place.id, place.part_of)).collect();
        assert_eq!(ids, [("x", None), ("y", None), ("p", None)]);
        assert_eq!(part.partnerships().len(), 2);
    }
}
