//! Finds the meaning of the columns of a table of places.

use crate::formats::{
    columns::{PLACE, is_called},
    delimited::records::Cells,
    header::{self, Context, Meaning, is_label_of},
    note::Note,
    pairs::roles::Role,
};

/// The columns of a table of places, by their index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) struct PlaceColumns {
    /// The columns of [`PLACE`], in its order.
    at: [Option<usize>; PLACE.len()],
    /// Both coordinates, as `Point(lon lat)`.
    pub(super) point: Option<usize>,
}

/// The column of [`PLACE`] that a header means by another name: `Latitude`, `Land`, `Название`.
pub(in crate::formats) fn meant(name: &str) -> Option<&'static str> {
    if let Some(at) = known(name) {
        return Some(PLACE[at]).filter(|column| !name.eq_ignore_ascii_case(column));
    }
    role(name, Context::of(&[])).filter(|&role| role != Role::Point).map(Role::key)
}

/// Whether a header means both coordinates, for which [`PLACE`] has no column.
pub(in crate::formats) fn meant_point(name: &str) -> bool {
    role(name, Context::of(&[])) == Some(Role::Point)
}

/// What a column's name says about the place of its row.
fn role(name: &str, context: Context) -> Option<Role> {
    let words = header::words(name, |word| header::meaning(word).is_some());
    // Coordinates on a drawing of a graph aren't positions on the globe.
    if words.iter().any(|word| matches!(&**word, "x" | "y")) {
        return None;
    }
    let meanings: Option<Vec<_>> = words.iter().map(|word| context.meaning(word)).collect();
    let meanings: Vec<_> = meanings?.into_iter().filter(|&meaning| meaning != Meaning::Filler).collect();
    Role::of(&meanings)
}

/// The index of a column in [`PLACE`].
fn known(name: &str) -> Option<usize> {
    PLACE.iter().position(|column| is_called(name, column))
}

const ID: usize = 0;
const NAME: usize = 1;
/// Columns whose values serve as ids if no other column does.
const ALSO_IDS: [&str; 2] = ["wikidata", "geonames"];

impl PlaceColumns {
    /// The columns of a header: first those with the names of our own data sets, then others that mean the same; of
    /// several the first. `None` if there is neither an id nor a name.
    pub(in crate::formats) fn of(header: &[String]) -> Option<Self> {
        let context = Context::of(header);
        let mut found = Self { at: [None; PLACE.len()], point: None };
        for (column, name) in header.iter().enumerate() {
            if let Some(known) = known(name) {
                found.at[known].get_or_insert(column);
            }
        }
        for (column, name) in header.iter().enumerate().filter(|(_, name)| known(name).is_none()) {
            match role(name, context) {
                Some(Role::Point) => _ = found.point.get_or_insert(column),
                // A place beside its label is an address: `city`, `cityLabel`.
                Some(Role::Name)
                    if found.at[ID].is_none() && found.at[NAME].is_some_and(|at| is_label_of(name, &header[at])) =>
                {
                    found.at[ID] = found.at[NAME].replace(column);
                }
                Some(role) => known(role.key()).into_iter().for_each(|known| {
                    let at = found.at[known].get_or_insert(column);
                    if is_label_of(name, &header[*at]) {
                        *at = column;
                    }
                }),
                None => {}
            }
        }
        let other_id = || ALSO_IDS.into_iter().filter_map(known).find_map(|known| found.at[known]);
        found.at[ID] = found.at[ID].or_else(other_id);
        (found.at[ID].is_some() || found.at[NAME].is_some()).then_some(found)
    }

    pub(super) fn has_ids(&self) -> bool {
        self.at[ID].is_some()
    }

    /// The index of the column that means a column of [`PLACE`].
    pub(in crate::formats) fn of_known(&self, name: &str) -> Option<usize> {
        known(name).and_then(|known| self.at[known]).or(self.point.filter(|_| name == "lat" || name == "lon"))
    }

    /// The cells of a row in the order of [`PLACE`], and the cell of its point.
    pub(super) fn cells<'r, 't: 'r>(&self, record: Cells<'t, 'r>) -> ([&'r str; PLACE.len()], &'r str) {
        (self.at.map(|at| record.text(at)), record.text(self.point))
    }

    fn uses(&self, column: usize) -> bool {
        self.at.contains(&Some(column)) || self.point == Some(column)
    }

    /// The first used column that the header has twice.
    pub(super) fn doubled(&self, header: &[String]) -> Option<usize> {
        let is_doubled = |at: usize| header.iter().filter(|name| name.eq_ignore_ascii_case(&header[at])).count() > 1;
        (0..header.len()).find(|&at| self.uses(at) && is_doubled(at))
    }

    /// The notes about how a header was understood, and about unused columns.
    pub(super) fn notes(&self, file: &str, header: &[String]) -> Vec<Note> {
        let mut used: Vec<(usize, &'static str)> =
            PLACE.iter().zip(self.at).filter_map(|(name, at)| Some((at?, *name))).collect();
        used.extend(self.point.map(|at| (at, "point")));
        used.sort_unstable();
        let columns = used.into_iter().map(|(at, what)| (what, header[at].clone())).collect();
        let unused = header.iter().enumerate().filter(|(at, name)| !self.uses(*at) && !name.is_empty());
        let mut notes = vec![Note::RecognisedPlaces { file: file.to_owned(), columns }];
        notes.extend(Note::unused_columns(file, unused.map(|(_, name)| name), &[]));
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(header: &str) -> Option<String> {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let columns = PlaceColumns::of(&header)?;
        Some(columns.notes("x", &header)[0].to_string().replace("x: a place per row: ", ""))
    }

    #[test]
    fn headers_of_tables_of_places_are_recognised() {
        for (header, expected) in [
            ("id,name,lng,lat,country", "id, name, lon: lng, lat, country"),
            ("id;name", "id, name"),
            ("Id,Label,timeset", "id: Id, name: Label"),
            ("qid,cityLabel,coord,countryLabel", "id: qid, name: cityLabel, point: coord, country: countryLabel"),
            (
                "Stadt,Land,Breite,Länge,Einwohner",
                "name: Stadt, country: Land, lat: Breite, lon: Länge, population: Einwohner",
            ),
            ("ville,pays,latitude,longitude", "name: ville, country: pays, lat: latitude, lon: longitude"),
            ("Город,Страна,Широта,Долгота", "name: Город, country: Страна, lat: Широта, lon: Долгота"),
            ("node_id,node,coords.lat,coords.lng", "id: node_id, name: node, lat: coords.lat, lon: coords.lng"),
            ("city,cityLabel,coord", "id: city, name: cityLabel, point: coord"),
            ("name,x,y", "name"),
            ("name,wikidata,region", "id: wikidata, name, region"),
        ] {
            let header = header.replace(';', ",");
            let expected = expected.replace("id: wikidata, name, region", "name, id: wikidata, wikidata, region");
            assert_eq!(shown(&header).as_deref(), Some(&*expected), "{header}");
        }
        for header in ["lat,lon", "population,year", "x,y", ""] {
            assert_eq!(shown(header), None, "{header}");
        }
    }
}
