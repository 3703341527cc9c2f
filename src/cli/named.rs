//! Resolves the names on the command line against the data.

use sistergraph::{
    graph::{Found, NameError, PlaceId, Subject},
    model::{Area, Level},
    query,
};

use super::{
    again,
    error::Error,
    session::{AREAS, Session},
};

impl Session {
    /// The meaning of a name; `--level` narrows the search.
    fn find(&self, name: &str) -> Result<Found, Error> {
        let levels = self.scope.level.map_or(Level::ALL.to_vec(), |level| vec![level]);
        Ok(self.network.names().find(name, &levels)?)
    }

    /// The meaning of a name. It notes what else has the name.
    pub fn subject(&self, name: &str) -> Result<Subject, Error> {
        let found = self.find(name)?;
        self.note_others(name, &found);
        self.note_region_of_a_town(name, &found);
        Ok(found.subject)
    }

    /// Notes what else has a name, and how to ask for it.
    fn note_others(&self, name: &str, Found { subject, also, by_gazetteer }: &Found) {
        let meant = self.network.names().candidate(*subject);
        let why = if *by_gazetteer { ", as the gazetteer calls the town so" } else { "" };
        let Some(first) = also.first() else {
            if *by_gazetteer {
                self.note(&format!("`{name}` is taken for {meant}{why}"));
            }
            return;
        };
        let others: Vec<String> = also.iter().map(ToString::to_string).collect();
        let how = again::with(name, &first.id)
            .map_or_else(|| "ask by code, or with --level".to_owned(), |command| format!("ask for it: `{command}`"));
        self.note(&format!("`{name}` is taken for {meant}{why}; it is also the name of {} ({how})", others.join(", ")));
    }

    /// Notes that a name is taken for a region, although a town in it that the data lacks has the same name. This opens
    /// the gazetteer, which takes a tenth of a second, so codes and the names of cities and countries go without.
    fn note_region_of_a_town(&self, name: &str, Found { subject, also, .. }: &Found) {
        let &Subject::Region(id) = subject else { return };
        let meant = self.network.names().candidate(*subject);
        let is_code = name.trim().eq_ignore_ascii_case(&meant.id);
        if is_code || !also.is_empty() || self.scope.level.is_some() {
            return;
        }
        let Some(gazetteer) = self.network.gazetteer() else { return };
        let code = &*self.network.register().region(id).code;
        if gazetteer.called(name.trim()).any(|town| town.region() == Some(code)) {
            self.note(&format!("`{name}` is taken for the region {meant}; the data has no city of this name"));
        }
    }

    /// The country or region that a name means, among `levels`.
    pub fn area(&self, name: &str, levels: &[Level]) -> Result<Area, Error> {
        let found = self.network.names().find(name, levels).map_err(|error| self.not_an_area(name, error))?;
        self.note_others(name, &found);
        // `levels` has no cities, so every subject found is an area.
        self.network.area_of(found.subject).ok_or_else(|| Error::NotAnArea {
            name: name.to_owned(),
            city: self.network.names().candidate(found.subject),
            area: None,
        })
    }

    /// Why a name isn't an area. It may be a city, whose region or country the user meant.
    fn not_an_area(&self, name: &str, error: NameError) -> Error {
        match self.network.names().find(name, &[Level::City]) {
            Ok(Found { subject, .. }) if matches!(error, NameError::Unknown { .. }) => {
                let city = self.network.names().candidate(subject);
                Error::NotAnArea { name: name.to_owned(), area: city.area.clone(), city }
            }
            Err(NameError::Unknown { towns, .. }) if matches!(error, NameError::Unknown { .. }) => {
                match towns.into_iter().next() {
                    Some(town) => Error::TownIsNoArea { name: name.to_owned(), town },
                    None => Error::Name(error),
                }
            }
            _ => Error::Name(error),
        }
    }

    /// The countries and regions with these names, each kind in the order typed.
    pub fn areas(&self, names: &[String]) -> Result<Vec<Area>, Error> {
        let areas: Result<Vec<Area>, Error> = names.iter().map(|name| self.area(name, AREAS)).collect();
        areas.map_err(|error| match self.unquoted_area(names) {
            Some(name) => {
                let hint = format!("a name of several words stands in quotes: \"{name}\"");
                Error::Usage { message: error.to_string(), hint }
            }
            None => error,
        })
    }

    /// The region or country whose name is all the words together, if the user left out the quotes.
    pub fn unquoted_area(&self, words: &[String]) -> Option<String> {
        let name = words.join(" ");
        (words.len() > 1 && self.network.names().find(&name, AREAS).is_ok()).then_some(name)
    }

    /// The places that a name means: a city, or all places of a region or country.
    pub fn places(&self, name: &str) -> Result<Vec<PlaceId>, Error> {
        Ok(query::places_of(&self.network, self.subject(name)?))
    }
}
