//! Finds the town that a row of a list means.

use std::cmp::Reverse;

use unicode_script::{Script, UnicodeScript};

use super::{
    forms::{Form, forms},
    parts::WITHIN_KM,
    reason::{Decided, Reason},
    regions::RegionNames,
    towns::{Gazetteer, Town},
};
use crate::{
    geodesy::distance_km,
    model::{CountryCode, Position, equate, fold, has_han, reconcile},
};

/// What a list says about a place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// Its name.
    pub name: &'a str,
    /// The country it lies in.
    pub country: Option<CountryCode>,
    /// Whether the list gives a country in words that aren't known.
    pub has_unknown_country: bool,
    /// The code of its region.
    pub region: Option<&'a str>,
    /// The names of regions that the name of the place may end in; by default those of the built-in register.
    pub region_names: Option<&'a RegionNames>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// The positions of its partners. Few towns with the same name have a partner nearby, so one that has is probably
    /// meant.
    pub partners: &'a [Position],
}

/// The town that a row means.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'g> {
    /// The chosen town.
    pub town: Town<'g>,
    /// How its name was found.
    pub reason: Reason,
    /// What decided for it among the towns with the name.
    pub decided: Decided,
    /// Whether the list or the name gives a country or region that isn't known (`Oslo, Atlantis`). The town was then
    /// chosen without it.
    pub is_without_area: bool,
}

impl Chosen<'_> {
    /// Whether the town is the place itself, rather than its seat or the town that it is a part of.
    pub fn is_the_place(&self) -> bool {
        matches!(self.reason, Reason::Name | Reason::OtherName | Reason::Spelling)
    }

    /// The share of places found for this reason that lie within 25 km of their town, in per cent. It was measured on a
    /// list of 17,000 places of the whole world (`docs/gazetteer.md`).
    pub fn confidence(&self) -> u8 {
        let by_name = match self.reason {
            Reason::Name => 97,
            Reason::First => 96,
            Reason::OtherName => 93,
            Reason::Whole => 89,
            Reason::Seat => 82,
            Reason::Spelling => 75,
        };
        let by_choice = match self.decided {
            Decided::Only => 100,
            Decided::Within | Decided::Population => 95,
            Decided::Largest => 89,
            Decided::Partners => 70,
        };
        let by_area = if self.is_without_area { WITHOUT_AREA } else { 100 };
        u8::try_from(by_name * by_choice * by_area / 10_000).unwrap_or(100)
    }
}

/// The result for a row.
#[derive(Clone, Debug)]
pub enum Choice<'g> {
    /// One town is meant.
    Town(Chosen<'g>),
    /// Any of these may be meant; the largest is first.
    Several(Vec<Town<'g>>),
    /// No town of the gazetteer has the name in the country.
    Unknown,
}

/// Towns with one name within this distance of each other, in kilometres, count as one place.
pub const SAME_KM: f64 = 15.0;

/// A town is chosen if it has this many times the inhabitants of every other town with the name. With a smaller ratio,
/// the larger of two towns was right in fewer than two of three cases.
pub const LARGER: u64 = 3;

/// If a list and a gazetteer mean the same town, their population figures differ at most by this factor, since the list
/// may mean the municipality and the gazetteer the town itself.
pub const UNLIKE: u64 = 5;

/// The factor for a town that was chosen without the country, in per cent. On one list, 95.2 % of the places lie within
/// 25 km of their town with the country, and 93.4 % without.
const WITHOUT_AREA: u32 = 98;

/// Below this population, size says nothing about which of two villages has a partner town.
const FEW: u64 = 1000;

/// A partner decides between two towns if it lies within this distance of one of them, in kilometres, and
/// `TIMES_AS_FAR` times as far from the other.
const NEAR_KM: f64 = 100.0;
const FARTHER: f64 = 3.0;

/// Spellings with this few bytes are shared by many names.
const SHORT: usize = 4;

impl Gazetteer {
    /// The town that a row of a list means.
    ///
    /// The name is looked up as it stands, then in simpler forms, the most certain first. The first form that a town of
    /// the country has decides. Among several towns, these criteria decide, in this order: the region or town that the
    /// list or the name gives; the population; whether a town is shown under the name or only has it as another name; a
    /// much larger population ([`LARGER`]); a partner nearby. If none decides, nothing is chosen. A town in another
    /// region than the list gives, or of too different a population ([`UNLIKE`]), isn't chosen either.
    ///
    /// Takes O(log names) time for each form. The first call computes the keys of all names, in about a fifth of a
    /// second.
    pub fn choose(&self, asked: &Asked<'_>) -> Choice<'_> {
        let forms = forms(asked.name);
        // Towns with the name that contradict what the list says about the place.
        let mut elsewhere = Vec::new();
        for form in &forms {
            let towns = self.bearers(form, asked.country);
            match self.decide(towns, form, asked) {
                Some(Choice::Several(towns)) if self.contradicts(&towns, asked) => elsewhere.extend(towns),
                Some(choice) => return choice,
                None => {}
            }
        }
        if !elsewhere.is_empty() {
            return Choice::Several(elsewhere);
        }
        // The name of the place, or of its seat, may be in another alphabet.
        for form in forms {
            let towns = self.spelt_otherwise(&form, asked.country);
            let form = Form { reason: Reason::Spelling, ..form };
            if let Some(choice @ Choice::Town(Chosen { decided: Decided::Only, .. })) = self.decide(towns, &form, asked)
            {
                return choice;
            }
        }
        Choice::Unknown
    }

    /// The towns of the country that have the name of a form.
    fn bearers(&self, form: &Form<'_>, country: Option<CountryCode>) -> Vec<Town<'_>> {
        let of_country = |key: &str| -> Vec<Town<'_>> {
            let towns = self.towns_of_key(key);
            towns.filter(|town| country.is_none_or(|country| town.country() == country)).collect()
        };
        let key = fold(&form.name);
        let towns = if key.is_empty() { Vec::new() } else { of_country(&key) };
        if towns.is_empty() { of_country(&equate(&form.name)) } else { towns }
    }

    /// Whether what a list says about a place contradicts each of some towns: it is in another region, or its
    /// population differs by more than the factor [`UNLIKE`].
    fn contradicts(&self, towns: &[Town<'_>], asked: &Asked<'_>) -> bool {
        // A region that the gazetteer doesn't have decides nothing.
        let region = asked.region.filter(|region| self.regions.iter().any(|code| **code == **region));
        let is_elsewhere = |town: &Town<'_>| region.is_some() && town.region().is_some_and(|own| Some(own) != region);
        let is_unlike = |town: &Town<'_>| match (asked.population, town.population()) {
            (Some(asked), Some(own)) if asked > 0 => asked > UNLIKE * own || own > UNLIKE * asked,
            _ => false,
        };
        towns.iter().all(|town| is_elsewhere(town) || is_unlike(town))
    }

    /// The towns of the country that have a form's name in another alphabet. Names in Latin letters aren't compared by
    /// their sound: half of the towns found in that way were wrong.
    fn spelt_otherwise(&self, form: &Form<'_>, country: Option<CountryCode>) -> Vec<Town<'_>> {
        let key = reconcile(&form.name);
        if country.is_none() || is_latin(&form.name) || has_han(&form.name) || key.len() < SHORT {
            return Vec::new();
        }
        let towns = self.towns_of_spelling(&key);
        towns.filter(|town| Some(town.country()) == country).collect()
    }

    /// The position of the largest town with a name.
    fn largest_called(&self, name: &str, country: Option<CountryCode>) -> Option<Position> {
        let key = fold(name);
        let towns = self.towns_of_key(&key);
        let towns = towns.filter(|town| country.is_none_or(|country| town.country() == country));
        towns.max_by_key(|town| town.population()).map(|town| town.position())
    }

    /// Which of the towns with a form's name is meant; `None` if the form leads nowhere.
    fn decide<'g>(&'g self, mut towns: Vec<Town<'g>>, form: &Form<'_>, asked: &Asked<'_>) -> Option<Choice<'g>> {
        let all = towns.len();
        let mut is_without_area = asked.has_unknown_country;
        if let Some(within) = form.within {
            let names = match asked.region_names {
                Some(names) => names,
                None => RegionNames::built_in(),
            };
            let regions = names.called(within, asked.country);
            match self.largest_called(within, asked.country) {
                _ if !regions.is_empty() && form.reason != Reason::First => {
                    towns.retain(|town| town.region().is_some_and(|region| regions.contains(&region)));
                }
                Some(whole) => {
                    towns.retain(|town| distance_km(town.position(), whole) <= WITHIN_KM);
                }
                // An unknown position says nothing about a part, and doesn't make two towns one.
                None if form.reason == Reason::First => return None,
                // Behind a comma stands a region or country; in brackets also a river.
                None => is_without_area |= asked.name.contains(','),
            }
        }
        if let Some(region) = asked.region
            && towns.iter().any(|town| town.region() == Some(region))
        {
            towns.retain(|town| town.region() == Some(region));
        }
        let decided = if towns.len() < all { Decided::Within } else { Decided::Only };
        towns.sort_by_key(|town| (Reverse(town.population()), town.id()));
        let key = fold(&form.name);
        let is_shown_so = |town: &Town<'_>| fold(town.name()) == key;
        let chosen = |town: Town<'g>, decided| {
            let reason =
                if form.reason == Reason::Name && !is_shown_so(&town) { Reason::OtherName } else { form.reason };
            Some(Choice::Town(Chosen { town, reason, decided, is_without_area }))
        };
        if let Some(town) = only_of_population(&towns, asked.population) {
            let is_alone = towns.len() == 1;
            return chosen(town, if is_alone { decided } else { Decided::Population });
        }
        // A town shown under the name takes precedence over those that have it as another name, unless one of these is
        // much larger. Then either may be meant, since half of such larger towns were wrong.
        let people = |town: &Town<'_>| town.population().unwrap_or_default().max(FEW);
        let largest_shown = towns.iter().find(|town| is_shown_so(town)).map(people);
        if largest_shown.is_some_and(|shown| people(&towns[0]) < LARGER * shown) {
            towns.retain(is_shown_so);
        }
        let &largest = towns.first()?;
        if self.contradicts(&towns, asked) {
            return Some(Choice::Several(towns));
        }
        if towns.iter().all(|town| distance_km(town.position(), largest.position()) <= SAME_KM) {
            return chosen(largest, decided);
        }
        let is_first_of_name = is_shown_so(&largest) || largest_shown.is_none();
        if people(&largest) >= LARGER * people(&towns[1])
            && is_first_of_name
            && form.reason != Reason::Seat
            && !self.contradicts(&[largest], asked)
        {
            return chosen(largest, Decided::Largest);
        }
        match only_with_partner_nearby(&towns, asked.partners) {
            Some(town) => chosen(town, Decided::Partners),
            None => Some(Choice::Several(towns)),
        }
    }
}

/// Whether a name is written in Latin letters.
fn is_latin(name: &str) -> bool {
    name.is_ascii() || name.chars().filter(|c| c.is_alphabetic()).all(|c| c.script() == Script::Latin)
}

/// The only town with between half and twice the given population.
fn only_of_population<'g>(towns: &[Town<'g>], population: Option<u64>) -> Option<Town<'g>> {
    let population = population.filter(|&population| population > 0)?;
    let is_like = |other: u64| other <= 2 * population && population <= 2 * other;
    let mut alike = towns.iter().filter(|town| town.population().is_some_and(is_like));
    alike.next().filter(|_| alike.next().is_none()).copied()
}

/// The only town that has a partner nearby.
fn only_with_partner_nearby<'g>(towns: &[Town<'g>], partners: &[Position]) -> Option<Town<'g>> {
    let nearest = |town: &Town<'_>| {
        partners.iter().map(|&partner| distance_km(town.position(), partner)).fold(f64::INFINITY, f64::min)
    };
    let mut by_partner: Vec<(f64, Town<'g>)> = towns.iter().map(|town| (nearest(town), *town)).collect();
    by_partner.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    match by_partner[..] {
        [(near, town), (far, _), ..] if near <= NEAR_KM && far > FARTHER * near => Some(town),
        _ => None,
    }
}
