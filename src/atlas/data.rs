//! Writes the places and partnerships of a page. `page/src/data.ts` reads the columns in the same order.

use unicode_normalization::UnicodeNormalization;

use super::{
    columns::{Columns, Distinct},
    contents::Contents,
};
use crate::{
    geodesy::distance_km,
    graph::{Network, Place, Tie},
    legible::spell_out,
    map::BaseMap,
    model::{CountryCode, Date, Level, PartnershipRecord},
    register::RegionId,
};

/// The countries and regions that a page names.
pub(super) struct Areas {
    pub countries: Vec<CountryCode>,
    pub regions: Vec<RegionId>,
    /// For each region of the register, its number on the page, from 1; 0 if it isn't on the page.
    number_of_region: Vec<u64>,
}

impl Areas {
    /// The countries that have a place on the page or are coloured, and all their regions.
    pub fn of(network: &Network, contents: &Contents<'_>, base: &BaseMap) -> Self {
        let placed = contents.places.iter().filter_map(|&place| network.place(place).country());
        let mut countries: Vec<CountryCode> = placed.chain(super::countries_of(network, &base.sides)).collect();
        countries.sort_unstable();
        countries.dedup();
        let regions = countries.iter().flat_map(|&code| network.register().regions_of(code).map(|(id, _)| id));
        let regions: Vec<RegionId> = regions.collect();
        let mut number_of_region = vec![0; network.register().regions().len()];
        for (number, region) in (1..).zip(&regions) {
            number_of_region[region.index()] = number;
        }
        Self { countries, regions, number_of_region }
    }

    /// The number of a region, from 1; 0 for none.
    pub fn region(&self, id: Option<RegionId>) -> u64 {
        id.map_or(0, |id| self.number_of_region[id.index()])
    }

    /// The number of a country, from 1; 0 for none.
    pub fn country(&self, code: Option<CountryCode>) -> u64 {
        code.and_then(|code| self.countries.binary_search(&code).ok()).map_or(0, |at| at as u64 + 1)
    }
}

/// A date as one number. Unknown days, months and years are 0, and so is a missing date.
fn number_of(date: Option<Date>) -> u64 {
    date.map_or(0, |date| {
        let [month, day] = [date.month(), date.day()].map(|part| u64::from(part.unwrap_or(0)));
        u64::from(date.year()) * 512 + month * 32 + day
    })
}

pub(super) fn write_areas(columns: &mut Columns, network: &Network, areas: &Areas) {
    columns.texts(areas.countries.iter().map(CountryCode::as_str));
    let names: Vec<String> = areas.countries.iter().map(|&code| network.shown_country(code)).collect();
    columns.texts(names.iter().map(String::as_str));
    let regions = || areas.regions.iter().map(|&id| network.register().region(id));
    columns.texts(regions().map(|region| &*region.code));
    columns.texts(regions().map(|region| network.shown_region(region)));
    columns.numbers(regions().map(|region| areas.country(Some(region.country))));
    columns.numbers(regions().map(|region| number_of(region.checked)));
}

pub(super) fn write_places(columns: &mut Columns, network: &Network, contents: &Contents<'_>, areas: &Areas) {
    let places = || contents.places.iter().map(|&place| network.place(place));
    columns.texts(places().map(|place| if usual_id(place).as_deref() == Some(place.id()) { "" } else { place.id() }));
    let names: Vec<_> = places().map(|place| spell_out(place.shown_name())).collect();
    columns.texts(names.iter().map(AsRef::as_ref));
    let others: Vec<String> = places()
        .map(|place| {
            let names: Vec<_> = place.other_names().into_iter().filter(|name| *name != place.shown_name()).collect();
            names.iter().map(|name| spell_out(name)).collect::<Vec<_>>().join("\u{1f}")
        })
        .collect();
    columns.texts(others.iter().map(String::as_str));
    columns.numbers(places().map(|place| match place.level() {
        Level::Country => 0,
        Level::Region => 1,
        Level::City if network.is_region(network.subject_of(place.number())) => 3,
        Level::City => 2,
    }));
    columns.numbers(places().map(|place| areas.country(place.country())));
    columns.numbers(places().map(|place| areas.region(place.region_id())));
    columns.numbers(places().map(|place| place.part_of().map_or(0, |whole| contents.number(whole))));
    columns.numbers(places().map(|place| place.population().map_or(0, |inhabitants| inhabitants + 1)));
    let mut kinds = Distinct::default();
    columns.numbers(places().map(|place| kinds.number(place.kind())).collect::<Vec<_>>());
    let kinds: Vec<_> = kinds.texts().iter().map(|kind| spell_out(network.words().word(kind)).into_owned()).collect();
    columns.texts(kinds.iter().map(String::as_str));
}

/// The id that the page derives from a name and a country, so that lists of thousands of places need not contain it.
/// `None` for a name with letters other than English ones and their accented forms.
fn usual_id(place: Place<'_>) -> Option<String> {
    let name = spell_out(place.shown_name());
    let mut id = String::new();
    for c in name.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match c {
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            c if !c.is_ascii() => return None,
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    let id = id.trim_end_matches('-');
    Some(format!("{id}-{}", place.country()?.as_str().to_ascii_lowercase()))
}

/// Writes the partnerships by both ends, so that those of one tie are consecutive.
pub(super) fn write_partnerships(columns: &mut Columns, contents: &Contents<'_>) {
    let (graph, network) = (&contents.every, contents.every.network());
    let mut rows = Vec::with_capacity(graph.partnership_count());
    for (_, tie) in graph.ties() {
        let ends = [tie.a, tie.b].map(|end| contents.number(end) as i64 - 1);
        rows.extend(graph.rows_of(&tie).map(|row| (ends, network.dataset().partnership(row))));
    }
    columns.differences(rows.iter().map(|([a, _], _)| *a));
    columns.differences(rows.iter().map(|([_, b], _)| *b));
    columns.numbers(rows.iter().map(|(_, row)| row.kind as u64));
    columns.numbers(rows.iter().map(|(_, row)| row.status.map_or(0, |status| status as u64 + 1)));
    columns.numbers(rows.iter().map(|(_, row)| number_of(row.since)));
    columns.numbers(rows.iter().map(|(_, row)| number_of(row.until)));
    columns.numbers(rows.iter().map(|(_, row)| number_of(row.suspended)));
    columns.numbers(rows.iter().map(|(_, row)| row.claimed_by as u64));
    for text in [source, note, document] {
        let mut texts = Distinct::default();
        columns.numbers(rows.iter().map(|(_, row)| texts.number(text(row))).collect::<Vec<_>>());
        let legible: Vec<_> = texts.texts().iter().map(|text| spell_out(text)).collect();
        columns.texts(legible.iter().map(AsRef::as_ref));
    }
    let km = |tie: &Tie| {
        let [a, b] = [tie.a, tie.b].map(|end| graph.place(end).position());
        a.zip(b).map_or(0, |(a, b)| (distance_km(a, b) * 10.0).round() as u64 + 1)
    };
    columns.numbers(graph.ties().map(|(_, tie)| km(&tie)));
}

fn source<'n>(row: &PartnershipRecord<'n>) -> Option<&'n str> {
    row.source
}

fn note<'n>(row: &PartnershipRecord<'n>) -> Option<&'n str> {
    row.note
}

fn document<'n>(row: &PartnershipRecord<'n>) -> Option<&'n str> {
    row.document
}
