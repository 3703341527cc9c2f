use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    ContactYear, MissingRow, PartnerRow, Scorecard, ScorecardAgreement, ScorecardContact, ScorecardIndicator,
    ScorecardTowns, Scorecards, Side,
    ledger_scope::LedgerScope,
    partners,
    region_ledger::{has_begun, latest_by_name},
    scorecard::counts,
    scorecard_ledger::{by_year, indicator_row},
};
use crate::{
    graph::{AreaSet, Contact, PlaceId, Scope, Subject, TieGraph},
    model::{Area, CountryCode, Date},
    register::RegionId,
};

/// Everything known about the cooperation with one country, on one page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CountryScorecard<'n> {
    /// The country's code.
    pub country: String,
    /// Its English name.
    pub name: String,
    /// Whose ties and contacts with the country count, in words.
    pub counted: String,
    /// The filters in force, in words.
    pub filters: String,
    /// Ties with at least one end in it.
    pub ties: usize,
    /// Places at their far ends.
    pub partners: usize,
    /// Its regions, by code.
    pub regions: Vec<ScorecardRegionRow>,
    /// The countries at the far ends, sorted by number of ties (most first), then by code.
    pub partner_countries: Vec<PartnerCountryRow>,
    /// Its ties, one per row, sorted by country, name and id of the partner, then by the near end.
    pub partner_rows: Vec<PartnerRow<'n>>,
    /// Partnerships of kind `agreement`, in force or not unless the filters decide, sorted by the place at the far end,
    /// then by date.
    pub agreements: Vec<ScorecardAgreement>,
    /// Contacts by year, from the first year with a contact to the last; those without a date at the end.
    pub contacts: Vec<ContactYear>,
    /// The contacts themselves, the latest first.
    pub contact_rows: Vec<ScorecardContact>,
    /// The date of the latest contact that has one.
    pub last_contact: Option<String>,
    /// The latest figures of the country itself, by name.
    pub indicators: Vec<ScorecardIndicator>,
    /// What its regions lack, with the number of regions that lack each thing.
    pub missing: Vec<MissingRow>,
    /// Its towns without a tie, if a gazetteer was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untied_towns: Option<ScorecardTowns>,
}

/// A region of the country.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScorecardRegionRow {
    /// Its code.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// Ties with at least one end in it.
    pub ties: usize,
    /// Places at their far ends.
    pub partners: usize,
    /// Agreements in force.
    pub agreements: usize,
    /// Contacts.
    pub contacts: usize,
    /// The date of the latest contact that has one.
    pub last_contact: Option<String>,
    /// The officials who look after it, otherwise their offices.
    pub curator: Option<String>,
    /// How many things are missing: the rows of [`Scorecard::missing`].
    pub missing: usize,
}

impl From<&Scorecard<'_>> for ScorecardRegionRow {
    fn from(card: &Scorecard<'_>) -> Self {
        let named = |curator: &super::ScorecardCurator| curator.official.clone().or_else(|| curator.office.clone());
        let curators: Vec<String> = card.curators.iter().filter_map(named).collect();
        Self {
            region: card.region.clone(),
            name: card.name.clone(),
            ties: card.ties,
            partners: card.partners,
            agreements: card.agreements.iter().filter(|row| row.is_in_force).count(),
            contacts: card.contact_rows.len(),
            last_contact: card.last_contact.clone(),
            curator: Some(curators.join("; ")).filter(|curators| !curators.is_empty()),
            missing: card.missing.len(),
        }
    }
}

/// A country at the far ends of a country's ties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PartnerCountryRow {
    /// Its code; `None` if the data set doesn't know the country.
    pub country: Option<String>,
    /// Its English name.
    pub name: Option<String>,
    /// Ties with it.
    pub ties: usize,
    /// Places at the near ends.
    pub places: usize,
    /// Places at the far ends.
    pub partners: usize,
    /// Regions at the far ends.
    pub partner_regions: usize,
}

/// The filters of a country's scorecard: those in force, and that one end lies in the country.
pub fn country_scope(scope: &Scope, code: CountryCode, against: &[Area]) -> Scope {
    let country = Area::Country(code);
    match against {
        [far] if scope.between.is_none() => Scope { between: Some((country, far.clone())), ..scope.clone() },
        _ if scope.countries.is_empty() => Scope { countries: vec![country], ..scope.clone() },
        _ => scope.clone(),
    }
}

impl<'n> Scorecards<'_, 'n> {
    /// The scorecard of a country. `ties` is the graph of its [`country_scope`], and `regions` are the scorecards of
    /// its regions. Takes O(places + ties + rows of the ledger) time, and O(n log n) for n rows of the answer.
    pub fn of_country(
        &self,
        ties: &TieGraph<'n>,
        code: CountryCode,
        against: &[Area],
        regions: &[&Scorecard<'n>],
    ) -> CountryScorecard<'n> {
        let network = self.network();
        let side = Side { area: Area::Country(code), against: against.to_vec() };
        let seen = partners(ties, Subject::Country(code), false);
        let partner_rows: Vec<PartnerRow<'n>> = seen.rows.iter().filter(|row| counts(row, against)).collect();
        let contacts = self.contacts_of(&side);
        let figures = network.indicators().filter(|indicator| indicator.place == Subject::Country(code));
        let last = contacts.iter().filter_map(|contact| contact.record.date).max_by_key(|date: &Date| date.first_day());
        CountryScorecard {
            country: code.to_string(),
            name: network.shown_country(code),
            counted: side.said(network),
            filters: self.scope().titled(network),
            ties: partner_rows.len(),
            // Rows with the same partner are consecutive.
            partners: partner_rows.chunk_by(|x, y| x.id == y.id).count(),
            regions: regions.iter().map(|card| ScorecardRegionRow::from(*card)).collect(),
            partner_countries: partner_countries(ties, &side),
            agreements: self.agreements.of_country(&side),
            contacts: by_year(&contacts, |place| network.seat(place).0 == Some(code)),
            contact_rows: self.participants.rows(network, &contacts),
            last_contact: last.map(|date| date.to_string()),
            indicators: latest_by_name(figures, ties.as_of()).into_iter().map(indicator_row).collect(),
            missing: missing_in_regions(regions),
            untied_towns: None,
            partner_rows,
        }
    }

    /// The contacts with one end in the side's country and another where it counts, and events with a host or
    /// participant in each. If a date is asked about, they must have begun by then.
    fn contacts_of(&self, side: &Side) -> Vec<Contact<'n>> {
        let network = self.network();
        let (near, far) = (AreaSet::new(network, std::slice::from_ref(&side.area)), side.far_ends(network));
        let every = Scope::default();
        let asked = LedgerScope::new(network, &every, None);
        let is_asked = |contact: &Contact<'_>| {
            let places: Vec<_> = asked.places(contact).into_iter().map(|place| network.seat(place)).collect();
            let is_far = |seat| far.as_ref().is_none_or(|far| far.contains_seat(seat));
            let is_near = |at: &usize| near.contains_seat(places[*at]);
            let mut ends = (0..places.len()).filter(is_near);
            ends.any(|near| far.is_none() || (0..places.len()).any(|at| at != near && is_far(places[at])))
        };
        let begun = network.contacts().filter(|contact| has_begun(contact, self.scope().as_of));
        begun.filter(is_asked).collect()
    }
}

/// The counts of the ties to a country.
#[derive(Default)]
struct Counts {
    ties: usize,
    places: BTreeSet<PlaceId>,
    partners: BTreeSet<PlaceId>,
    regions: BTreeSet<RegionId>,
}

fn partner_countries(ties: &TieGraph<'_>, side: &Side) -> Vec<PartnerCountryRow> {
    let network = ties.network();
    let (near, far) = (AreaSet::new(network, std::slice::from_ref(&side.area)), side.far_ends(network));
    let mut countries: BTreeMap<Option<CountryCode>, Counts> = BTreeMap::new();
    for (a, b) in ties.tie_ends() {
        let leads = |&(x, y): &(PlaceId, PlaceId)| {
            near.contains(network.place(x)) && far.as_ref().is_none_or(|far| far.contains(network.place(y)))
        };
        let Some((near, far)) = [(a, b), (b, a)].into_iter().find(leads) else { continue };
        let counts = countries.entry(network.place(far).country()).or_default();
        counts.ties += 1;
        counts.places.insert(near);
        counts.partners.insert(far);
        counts.regions.extend(network.place(far).region_id());
    }
    let row = |(country, counts): (Option<CountryCode>, Counts)| PartnerCountryRow {
        country: country.map(|code| code.to_string()),
        name: country.map(|code| network.shown_country(code)),
        ties: counts.ties,
        places: counts.places.len(),
        partners: counts.partners.len(),
        partner_regions: counts.regions.len(),
    };
    let mut rows: Vec<PartnerCountryRow> = countries.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.ties));
    rows
}

/// What the regions of a country lack: for each thing the number of regions that lack it, and which they are. If a
/// region can lack several of a thing, the number in each region is given. Things are in the order in which the regions
/// first lack them.
fn missing_in_regions(cards: &[&Scorecard<'_>]) -> Vec<MissingRow> {
    let mut order: Vec<&str> = Vec::new();
    let mut regions: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for card in cards {
        for row in &card.missing {
            let names = regions.entry(&row.missing).or_default();
            if names.is_empty() {
                order.push(&row.missing);
            }
            names.push(row.number.map_or_else(|| card.name.clone(), |number| format!("{} {number}", card.name)));
        }
    }
    let row = |missing: &str| {
        let names = &regions[missing];
        MissingRow { missing: missing.to_owned(), number: Some(names.len()), which: Some(names.join("; ")) }
    };
    order.into_iter().map(row).collect()
}
