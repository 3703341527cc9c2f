use super::{Place, PlaceId, Subject, TieGraph};
use crate::model::{Dataset, Ledger, Level, PartnershipRow, PlaceRecord, PlaceRow};

/// The data set that a graph of ties is of, with the ids of places and the codes of regions and countries as ends.
///
/// Without filters it has every place, and every partnership whose ends are known and two, in force or not. Within a scope
/// that restricts ties it has the places of the graph and the partnerships that its ties merge, and no ledger; a part whose
/// whole is left out is then part of nothing. Rows keep their order and their lines. O(places + partnerships log partnerships).
pub fn extract(graph: &TieGraph<'_>) -> Dataset {
    let network = graph.network();
    let dataset = network.dataset();
    let is_restricted = graph.scope().is_restricted();
    let mut extract = dataset.without_rows();
    if is_restricted {
        *extract.ledger_mut() = Ledger::default();
    }
    let is_there = |id: PlaceId| !is_restricted || graph.includes(id);
    for (row, place) in (0..).map(PlaceRow).zip(dataset.places()) {
        let Some(id) = network.place_of(Subject::City(row)).filter(|&id| is_there(id)) else { continue };
        let is_part = network.place(id).part_of().is_some_and(is_there);
        let part_of = place.part_of.filter(|_| is_part);
        extract.push_place(&PlaceRecord { part_of, ..place }, dataset.locate_place(row).1);
    }
    let mut rows: Vec<(PartnershipRow, [PlaceId; 2])> =
        if is_restricted { graph.partnership_ends().collect() } else { network.partnerships().collect() };
    rows.sort_unstable_by_key(|&(row, _)| row);
    for (row, [low, high]) in rows {
        let mut record = dataset.partnership(row);
        let find = |text: &str| {
            let by_name = || network.place_of(network.names().find(text, Level::ALL).ok()?.subject);
            network.find_id(text).or_else(by_name)
        };
        let is_turned = find(record.a).map_or_else(|| find(record.b) == Some(low), |a| a == high);
        let [a, b] = if is_turned { [high, low] } else { [low, high] }.map(|id| network.place(id)).map(Place::id);
        (record.a, record.b) = (a, b);
        extract.push_partnership(&record, dataset.locate_partnership(row).1);
    }
    extract
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
        let whole = extract(&network([("cities", CITIES), ("partnerships", partnerships)]).graph(&Scope::default()));
        let rows: Vec<String> =
            whole.partnerships().map(|row| format!("{} {} {}", row.a, row.b, row.claimed_by)).collect();
        assert_eq!(rows, ["y x a", "z x b", "BY-MA y both"]);
        assert_eq!(whole.places().len(), 4);
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
