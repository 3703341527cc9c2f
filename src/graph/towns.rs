//! Finds places by the names that a gazetteer has for them: `Köln` finds the Cologne of a list.

use super::{Found, NameError, Names, Network, Place, Subject, TownName, steps::Step, subject::split_area};
use crate::{
    gazetteer::{Gazetteer, Known, SAME_TOWN_KM, Town},
    geodesy::distance_km,
    model::{Level, PlaceRecord, PlaceRow, fold},
};

impl Network {
    /// The network with another gazetteer than the built-in one, whose names find places, too.
    #[must_use]
    pub fn with_gazetteer(self, gazetteer: &'static Gazetteer) -> Self {
        Self { gazetteer: Some(gazetteer), ..self }
    }

    /// The gazetteer whose names find places: the built-in one, unless another was given. `None` if there is none.
    pub fn gazetteer(&self) -> Option<&'static Gazetteer> {
        self.gazetteer.or_else(Gazetteer::built_in)
    }
}

impl<'n> Place<'n> {
    /// The town of a gazetteer that a city of the data set is: the one with its GeoNames id, otherwise the one with its
    /// name, country and position. `None` for a part of a city, a region or a country.
    pub fn town<'g>(self, gazetteer: &'g Gazetteer) -> Option<Town<'g>> {
        if self.part_of().is_some() { None } else { self.town_or_part(gazetteer) }
    }

    /// The same as [`town`](Self::town), also for a part of a city, which the gazetteer may have as a town.
    pub fn town_or_part<'g>(self, gazetteer: &'g Gazetteer) -> Option<Town<'g>> {
        if self.level() != Level::City {
            return None;
        }
        let others = self.other_names();
        let names = std::iter::once(self.name()).chain(others.iter().map(AsRef::as_ref));
        gazetteer.identify(Known {
            geonames: self.geonames(),
            names: &names.collect::<Vec<_>>(),
            country: self.country(),
            position: self.position(),
        })
    }

    /// The town of a gazetteer that a city's name says it is a part of (`Gangseo (Seoul)`).
    pub fn town_in_name<'g>(self, gazetteer: &'g Gazetteer) -> Option<Town<'g>> {
        let is_city = self.level() == Level::City;
        gazetteer.whole_in_name(self.name(), self.country().filter(|_| is_city)?, self.position())
    }
}

impl Names<'_> {
    /// Replaces a region by a city in one case: the name isn't the region's own, and a city of the data is a town that
    /// also has the name (`広島`, `Leningrad`). A city goes before a region. Otherwise returns `found`.
    pub(super) fn town_before_region(&self, text: &str, levels: &[Level], found: Found) -> Found {
        let own = [Step::Code, Step::Name, Step::FoldedName];
        let is_by_word = matches!(found.subject, Subject::Region(_))
            && levels.contains(&Level::City)
            && !own.into_iter().any(|step| self.hits(step, text, &[Level::Region]).contains(&found.subject));
        if !is_by_word {
            return found;
        }
        match self.by_gazetteer(text) {
            Ok(subject) if !self.is_same_place(subject, found.subject) => {
                let mut also = vec![self.candidate(found.subject)];
                also.extend(found.also);
                Found { subject, also, by_gazetteer: true }
            }
            _ => found,
        }
    }

    /// The city of the data set that is a town with the name `asked` in the gazetteer.
    ///
    /// # Errors
    /// Returns [`NameError::Ambiguous`] if several cities are such towns, and [`NameError::Unknown`] if none is, with
    /// the towns that the gazetteer has under the name.
    pub(super) fn by_gazetteer(&self, asked: &str) -> Result<Subject, NameError> {
        let unknown = |towns| NameError::Unknown { text: asked.to_owned(), suggestions: Vec::new(), towns };
        let gazetteer = match self.gazetteer {
            None => Gazetteer::built_in(),
            given => given,
        };
        let Some(gazetteer) = gazetteer else { return Err(unknown(Vec::new())) };
        let mut towns: Vec<Town<'_>> = gazetteer.called(asked).collect();
        let mut areas = Vec::new();
        if towns.is_empty()
            && let Some((name, area)) = split_area(asked)
        {
            areas = self.areas(area)?.concat();
            let lies_there = |town: &Town<'_>| {
                areas.iter().any(|&area| match area {
                    Subject::Region(id) => town.region() == Some(&*self.register.region(id).code),
                    Subject::Country(code) => town.country() == code,
                    Subject::City(_) => false,
                })
            };
            towns = gazetteer.called(name).filter(lies_there).collect();
        }
        if towns.is_empty() {
            return Err(unknown(Vec::new()));
        }
        let keys: Vec<Vec<String>> = towns.iter().map(|town| town.names().map(fold).collect()).collect();
        let mut cities: Vec<Subject> = (0..)
            .map(PlaceRow)
            .zip(self.dataset.places())
            .filter(|(_, place)| towns.iter().zip(&keys).any(|(town, keys)| is_town(place, *town, keys)))
            .map(|(row, _)| Subject::City(row))
            .collect();
        cities.retain(|&city| areas.is_empty() || areas.iter().any(|&area| self.lies_in(city, area)));
        match cities[..] {
            [city] => Ok(city),
            [] => Err(unknown(towns.iter().map(shown).collect())),
            _ => {
                cities.sort_unstable_by_key(|&city| self.key(city));
                let candidates = cities.into_iter().map(|city| self.candidate(city)).collect();
                Err(NameError::Ambiguous { text: asked.to_owned(), candidates })
            }
        }
    }
}

/// Whether a city of a list is the town; `keys` are the folded names of the town.
fn is_town(place: &PlaceRecord<'_>, town: Town<'_>, keys: &[String]) -> bool {
    if let Some(id) = place.geonames {
        return id.parse() == Ok(town.geonames());
    }
    place.country == Some(town.country())
        && place.position.is_none_or(|position| distance_km(position, town.position()) <= SAME_TOWN_KM)
        && std::iter::once(place.name).chain(place.other_names()).any(|name| keys.contains(&fold(name)))
}

/// A town in the form for messages.
fn shown(town: &Town<'_>) -> TownName {
    let area = town.region().map_or_else(|| town.country().to_string(), str::to_owned);
    TownName { name: town.name().to_owned(), area }
}
