//! Places of one name whose countries a list writes in several ways, made one: `Brest` in `Belarus` and in `BY`.

use hashbrown::HashMap;

use super::country_text::{CountryWords, Meant};
use crate::{
    geodesy::{HOMONYM_KM, clusters},
    model::{CountryCode, Dataset, PlaceRow, Position},
    register::RegionId,
};

/// Places of one name and country that were made one: each with what it was made one with, by line.
pub(super) type United = std::collections::HashMap<PlaceRow, PlaceRow>;

/// The places of one name whose words for their countries mean one, each with the first by id, those first whose words name a
/// region; places that lie apart, or that the words place in different regions of the country, stay several. A place of which that isn't known joins those of
/// the name where these are one.
///
/// O(places), but for sorting; nothing where no country is written in two ways.
pub(super) fn united(dataset: &Dataset, words: &CountryWords) -> United {
    let is_written_otherwise = words.written_in_several_ways();
    if !is_written_otherwise.contains(&true) {
        return United::new();
    }
    let mut groups: HashMap<(CountryCode, &str), Vec<Spelt>> = HashMap::new();
    for row in (0..).map(PlaceRow).take(dataset.places().len()) {
        let Some(Meant { country, region }) = words.meaning_at(dataset, row) else { continue };
        if !is_written_otherwise[country.index()] {
            continue;
        }
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

/// A place of a name, and what is known of where it lies.
struct Spelt {
    row: PlaceRow,
    region: Option<RegionId>,
    position: Option<Position>,
}

/// The places that some of one name and country are.
fn parts(group: &[Spelt]) -> Vec<Vec<PlaceRow>> {
    let placed: Vec<&Spelt> = group.iter().filter(|spelt| spelt.position.is_some()).collect();
    let positions: Vec<Position> = placed.iter().filter_map(|spelt| spelt.position).collect();
    let cluster_of: HashMap<PlaceRow, usize> =
        placed.iter().map(|spelt| spelt.row).zip(clusters(&positions, HOMONYM_KM)).collect();
    let mut regions: Vec<RegionId> = group.iter().filter_map(|spelt| spelt.region).collect();
    regions.sort_unstable();
    regions.dedup();
    // Positions tell places apart where there are any; else the regions that words name, where they name several.
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
