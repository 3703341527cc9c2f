//! Merges places with the same name whose country a list writes in several ways: `Brest` in `Belarus` and in `BY`.

use hashbrown::HashMap;

use super::{
    country_text::{CountryWords, Meant},
    region_text::region_in,
};
use crate::{
    geodesy::{HOMONYM_KM, clusters},
    model::{CountryCode, Dataset, PlaceRow, Position, TextId},
    register::{RegionId, Register},
};

/// The merged places: each row with the row that it was merged into.
pub(super) type United = std::collections::HashMap<PlaceRow, PlaceRow>;

/// Finds the places with the same name whose words for their countries mean the same country. Each is mapped to the
/// first of them by id, preferring those whose words name a region. Places that lie far apart, or that their words put
/// in different regions of the country, stay separate. A place that gives neither position nor region joins the others
/// of its name if these are all one place.
///
/// Takes O(places) time, apart from sorting. It does nothing if no country is written in two ways and no place has a
/// region.
pub(super) fn united(dataset: &Dataset, words: &CountryWords, register: &Register) -> United {
    let rows = || (0..).map(PlaceRow).take(dataset.places().len());
    let is_written_otherwise = words.written_in_several_ways();
    let has_regions = rows().any(|row| dataset.region_of_place(row).is_some());
    if !is_written_otherwise.contains(&true) && !has_regions {
        return United::new();
    }
    let mut meant: HashMap<(TextId, Option<CountryCode>), Option<RegionId>> = HashMap::new();
    let mut groups: HashMap<(Option<CountryCode>, &str), Vec<Spelt>> = HashMap::new();
    for row in rows() {
        let word = words.meaning_at(dataset, row);
        let country = word.map(|Meant { country, .. }| country).or(dataset.country_of_place(row));
        if !has_regions && !country.is_some_and(|country| is_written_otherwise[country.index()]) {
            continue;
        }
        let own = dataset.region_of_place(row).map(|text| {
            let found =
                meant.entry((text, country)).or_insert_with(|| region_in(dataset.text(text), country, register));
            found.map_or(Lies::Unknown(text), Lies::In)
        });
        let region = own.or(word.and_then(|word| word.region).map(Lies::In));
        let spelt = Spelt { row, region, position: dataset.position_of_place(row) };
        groups.entry((country, dataset.place_name(row))).or_default().push(spelt);
    }
    let mut into = United::new();
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        group.sort_by_key(|spelt| (spelt.region.is_none(), dataset.text(dataset.place_id(spelt.row))));
        for part in parts(&group) {
            into.extend(part[1..].iter().map(|&row| (row, part[0])));
        }
    }
    into
}

/// Where a place lies according to its words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lies {
    In(RegionId),
    /// It lies in a region that the register lacks.
    Unknown(TextId),
}

/// A place, and what is known about where it lies.
struct Spelt {
    row: PlaceRow,
    region: Option<Lies>,
    position: Option<Position>,
}

/// Divides places with the same name and country into those that are the same place.
fn parts(group: &[Spelt]) -> Vec<Vec<PlaceRow>> {
    let placed: Vec<&Spelt> = group.iter().filter(|spelt| spelt.position.is_some()).collect();
    let positions: Vec<Position> = placed.iter().filter_map(|spelt| spelt.position).collect();
    let cluster_of: HashMap<PlaceRow, usize> =
        placed.iter().map(|spelt| spelt.row).zip(clusters(&positions, HOMONYM_KM)).collect();
    let mut regions: Vec<Lies> = group.iter().filter_map(|spelt| spelt.region).collect();
    regions.sort_unstable();
    regions.dedup();
    // Positions tell places apart if there are any; otherwise regions do, if the words name several.
    let key = |spelt: &Spelt| match cluster_of.get(&spelt.row) {
        Some(&cluster) => Some(cluster),
        None if placed.is_empty() && regions.len() > 1 => {
            regions.iter().position(|&region| Some(region) == spelt.region)
        }
        None => None,
    };
    let mut parts: HashMap<Option<usize>, Vec<PlaceRow>> = HashMap::new();
    for spelt in group {
        parts.entry(key(spelt)).or_default().push(spelt.row);
    }
    if parts.len() == 2
        && let Some(unplaced) = parts.remove(&None)
    {
        parts.values_mut().for_each(|part| part.extend(&unplaced));
        parts.values_mut().for_each(|part| part.sort_by_key(|row| group.iter().position(|spelt| spelt.row == *row)));
    }
    parts.into_values().collect()
}
