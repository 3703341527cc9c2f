//! Finds the columns of a flat pair table that describe its two places.

use std::ops::Range;

use super::{
    marks::{Heading, MARKS},
    roles::{ROLES, Role},
};
use crate::{
    formats::{
        columns::PARTNERSHIP,
        header::{Context, is_label_of, may_be_region},
        note::Note,
        told_columns::{Columns, Slot, Value},
    },
    model::Language,
};

/// A column that describes one of the two places, while the header doesn't say which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Loose {
    pub(super) role: Role,
    pub(super) column: usize,
}

/// What each column says; columns are numbered from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct PairColumns {
    /// The columns of each side, by [`Role`].
    sides: [[Option<usize>; ROLES.len()]; 2],
    /// Values that are the same in all rows and have no column.
    constants: [[Option<String>; ROLES.len()]; 2],
    /// The columns of [`PARTNERSHIP`], in its order; its two ends aren't used.
    pub(in crate::formats) partnership: [Option<usize>; PARTNERSHIP.len()],
    /// Whether the name of a side comes from a column that is only called by the side's mark.
    bare: [bool; 2],
}

impl PairColumns {
    pub(in crate::formats) fn at(&self, side: usize, role: Role) -> Option<usize> {
        self.sides[side][role.index()]
    }

    pub(in crate::formats) fn constant(&self, side: usize, role: Role) -> Option<&str> {
        self.constants[side][role.index()].as_deref()
    }

    pub(super) fn set(&mut self, side: usize, role: Role, column: usize) {
        self.sides[side][role.index()] = Some(column);
    }

    /// The languages in which a side's place has names.
    pub(super) fn languages(&self, side: usize) -> impl Iterator<Item = Language> {
        Language::ALL.iter().copied().filter(move |&language| self.has(side, Role::NameIn(language)))
    }

    pub(super) fn has(&self, side: usize, role: Role) -> bool {
        self.at(side, role).is_some() || self.constant(side, role).is_some()
    }

    /// Whether both places have a name or an id.
    fn is_complete(&self) -> bool {
        [0, 1].iter().all(|&side| self.has(side, Role::Name) || self.has(side, Role::Id))
    }

    /// The column that identifies the place of a side.
    pub(in crate::formats) fn key(&self, side: usize) -> Option<usize> {
        self.at(side, Role::Id).or(self.at(side, Role::Name))
    }

    /// The columns about one place, if they are side by side.
    pub(super) fn run(&self, side: usize) -> Option<Range<usize>> {
        let used = || self.sides[side].iter().flatten();
        let run = *used().min()?..used().max()? + 1;
        run.clone().all(|column| used().any(|&at| at == column)).then_some(run)
    }

    /// Whether the columns about both places are in the same order, so that equal cells mean equal places.
    pub(super) fn are_sides_alike(&self) -> bool {
        let order = |side: usize| {
            let first = self.sides[side].iter().flatten().min().copied().unwrap_or_default();
            self.sides[side].map(|at| at.map(|at| at - first))
        };
        order(0) == order(1) && self.constants[0] == self.constants[1]
    }

    /// Whether a place is identified by an id.
    pub(super) fn has_ids(&self) -> bool {
        [0, 1].iter().any(|&side| self.at(side, Role::Id).is_some() || self.constant(side, Role::Id).is_some())
    }

    /// Whether any column describes the partnership itself.
    pub(super) fn describes_partnerships(&self) -> bool {
        self.partnership.iter().skip(2).any(Option::is_some)
    }

    /// Whether a column is used for anything.
    pub(in crate::formats) fn uses(&self, column: usize) -> bool {
        self.sides.iter().flatten().chain(&self.partnership).any(|&at| at == Some(column))
    }

    /// The columns of a header: those given by the user, and others recognised by their names; also the columns that
    /// may be about either place. `None` if the two places have no names.
    ///
    /// Of all ways to read the header, the one that uses most columns counts. `holds_countries` says whether the values
    /// of a column are words for countries, since German `Land` may mean a country or a region.
    ///
    /// # Errors
    /// Returns the first column of `told` that the header lacks.
    pub(in crate::formats) fn of(
        header: &[String],
        told: Option<&Columns>,
        holds_countries: impl Fn(usize) -> bool,
    ) -> Result<Option<(Self, Vec<Loose>)>, String> {
        let mut base = Self::default();
        let mut is_told = vec![false; header.len()];
        for (slot, value) in told.iter().flat_map(|told| told.slots()) {
            match (slot, value) {
                (Slot::Place(side, role), Value::Constant(text)) => {
                    base.constants[*side][role.index()] = Some(text.clone());
                }
                (_, Value::Constant(text)) => return Err(text.clone()),
                (slot, Value::Column(name)) => {
                    let at = column_of(header, name).ok_or_else(|| name.clone())?;
                    is_told[at] = true;
                    match *slot {
                        Slot::Place(side, role) => base.set(side, role, at),
                        Slot::Partnership(column) => base.partnership[column] = Some(at),
                    }
                }
            }
        }
        let context = Context::of(header);
        let of_column = |(column, name): (usize, &String)| match may_be_region(name) && holds_countries(column) {
            true => context.of_countries(),
            false => context,
        };
        let contexts: Vec<Context> = header.iter().enumerate().map(of_column).collect();
        let mut best: Option<(usize, Self, Vec<Loose>)> = None;
        for marks in &MARKS {
            let (mut found, mut loose) = (base.clone(), Vec::new());
            let names = header.iter().enumerate().filter(|(column, _)| !is_told[*column]);
            for (column, name) in names {
                match marks.read(name, contexts[column]) {
                    Some(Heading::Place { side: Some(side), role: Some(role), .. })
                        if found.labelled(&base, side, role).is_some_and(|at| is_label_of(name, &header[at])) =>
                    {
                        found.set(side, role, column);
                    }
                    Some(Heading::Place { side: Some(side), role, is_label }) => {
                        found.take(&base, side, role, is_label, column);
                    }
                    // A column that is only called a name doesn't belong to either place.
                    Some(Heading::Place { side: None, role: Some(role), .. }) if role != Role::Name => {
                        loose.retain(|other: &Loose| !is_label_of(name, &header[other.column]));
                        loose.push(Loose { role, column });
                    }
                    Some(Heading::Partnership(at)) => drop(found.partnership[at].get_or_insert(column)),
                    _ => {
                        if let Some(at) = PARTNERSHIP.iter().skip(2).position(|known| name.eq_ignore_ascii_case(known))
                        {
                            found.partnership[at + 2].get_or_insert(column);
                        }
                    }
                }
            }
            // In the answer of a query, the first place is often called `item`: `item`, `twin`.
            let item = loose.iter().position(|loose| header[loose.column].eq_ignore_ascii_case("item"));
            if let Some(item) =
                item.filter(|_| marks.first.is_empty() && !found.has(0, Role::Name) && !found.has(0, Role::Id))
            {
                found.set(0, Role::Id, loose.remove(item).column);
            }
            let used = (0..header.len()).filter(|&column| found.uses(column)).count() + loose.len();
            if found.is_complete() && best.as_ref().is_none_or(|(most, ..)| used > *most) {
                best = Some((used, found, loose));
            }
        }
        Ok(best.map(|(_, found, loose)| (found, loose)))
    }

    /// Keeps only the columns that identify the two places or describe the partnership, since the places have their own
    /// table.
    pub(in crate::formats) fn of_ends(mut self) -> Self {
        for role in ROLES.into_iter().filter(|role| !matches!(role, Role::Name | Role::Id | Role::Country)) {
            (0..2).for_each(|side| self.sides[side][role.index()] = None);
        }
        self
    }

    /// The first used column that the header has twice, unless the two say the same about different places.
    pub(in crate::formats) fn doubled(&self, header: &[String]) -> Option<usize> {
        let is_same = |at: usize, other: usize| at != other && header[at].eq_ignore_ascii_case(&header[other]);
        let role_of = |side: usize, at: usize| self.sides[side].iter().position(|&column| column == Some(at));
        let is_of_each = |at: usize, other: usize| {
            let of = |a: usize, b: usize| role_of(0, a).is_some_and(|role| role_of(1, b) == Some(role));
            of(at, other) || of(other, at)
        };
        let is_doubled = |at: usize| (0..header.len()).any(|other| is_same(at, other) && !is_of_each(at, other));
        (0..header.len()).find(|&at| self.uses(at) && is_doubled(at))
    }

    /// The columns of a header that names two places, without columns that may be about either.
    pub(in crate::formats) fn recognise(header: &[String]) -> Option<Self> {
        Self::of(header, None, |_| false).ok().flatten().map(|(columns, _)| columns)
    }

    /// The note about how a header was understood.
    pub(in crate::formats) fn recognised(&self, file: &str, header: &[String]) -> Note {
        let of_place = |side: usize| {
            let mut at: Vec<usize> = self.sides[side].iter().flatten().copied().collect();
            at.sort_unstable();
            let constants = self.constants[side].iter().flatten().map(|text| format!("=={text}"));
            constants.chain(at.into_iter().map(|column| header[column].clone())).collect()
        };
        let of_tie =
            PARTNERSHIP.iter().zip(self.partnership).filter_map(|(name, at)| Some((*name, header[at?].clone())));
        Note::Recognised { file: file.to_owned(), places: [0, 1].map(of_place), partnership: of_tie.collect() }
    }

    /// The column already found for a role that another column may label. Names are excluded, since their addresses are
    /// ids.
    fn labelled(&self, told: &Self, side: usize, role: Role) -> Option<usize> {
        self.at(side, role).filter(|_| role != Role::Name && !told.has(side, role))
    }

    /// Assigns a column to a role. The mark of a place alone (`origin`), and a place beside its label (`city`,
    /// `cityLabel`), are names unless another column is one; then they are ids. Columns given by the user stay.
    fn take(&mut self, told: &Self, side: usize, role: Option<Role>, is_label: bool, column: usize) {
        let is_free = |role: Role| !told.has(side, role);
        let (name, id) = (Role::Name.index(), Role::Id.index());
        let roles = &mut self.sides[side];
        match role {
            Some(Role::Name) if roles[name].is_some() && is_free(Role::Name) => {
                let is_bare = is_label || self.bare[side];
                if is_bare {
                    let bare = roles[name].replace(column);
                    if roles[id].is_none() && is_free(Role::Id) {
                        roles[id] = bare;
                    }
                    self.bare[side] = false;
                }
            }
            Some(role) if is_free(role) => drop(roles[role.index()].get_or_insert(column)),
            None if roles[name].is_none() && is_free(Role::Name) => {
                roles[name] = Some(column);
                self.bare[side] = true;
            }
            None if is_free(Role::Id) => drop(roles[id].get_or_insert(column)),
            _ => {}
        }
    }
}

/// The index of the column with a name, otherwise of the one that differs only in case.
fn column_of(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|column| column == name);
    exact.or_else(|| header.iter().position(|column| column.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(header: &str) -> Option<PairColumns> {
        PairColumns::recognise(&header.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    /// The columns of `roles` for both sides.
    fn at(columns: &PairColumns, roles: &[Role]) -> Vec<Option<usize>> {
        [0, 1].iter().flat_map(|&side| roles.iter().map(move |&role| columns.at(side, role))).collect()
    }

    #[test]
    fn headers_of_published_tables_are_recognised() {
        use Role::{Country, Id, Lat, Lon, Name};
        let found = recognised("city1,country1,lat1,lng1,city2,country2,lat2,lng2").unwrap();
        assert_eq!(at(&found, &[Name, Country, Lat, Lon]), (0..8).map(Some).collect::<Vec<_>>());
        for header in ["a,b", "source,target", "from,to", "Origin,Destination", "City,Twin", "u,v", "city,sister_city"]
        {
            let found = recognised(header).unwrap_or_else(|| panic!("{header}"));
            assert_eq!(at(&found, &[Name]), [Some(0), Some(1)], "{header}");
        }
        let found = recognised("origin,originlabel,origincountry,destination,destinationlabel,destinationcountry");
        assert_eq!(at(&found.unwrap(), &[Id, Name, Country]), (0..6).map(Some).collect::<Vec<_>>());
        let found = recognised("origincityLabel,origincountry,sistercityLabel,sistercountry").unwrap();
        assert_eq!(at(&found, &[Name, Country]), (0..4).map(Some).collect::<Vec<_>>());
        let found = recognised("weight,Source,since,Target").unwrap();
        assert_eq!((at(&found, &[Name]), found.uses(0), found.uses(2)), (vec![Some(1), Some(3)], false, true));
        let found = recognised("a_name,a_lat,a_lon,b_name,b_lat,b_lon").unwrap();
        assert_eq!(at(&found, &[Name, Lat, Lon]), (0..6).map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn headers_in_other_languages_are_recognised() {
        use Role::{Country, Lat, Lon, Name};
        let found = recognised("Город,Страна города,Город-побратим,Страна побратима").unwrap();
        assert_eq!(at(&found, &[Name, Country]), (0..4).map(Some).collect::<Vec<_>>());
        let found = recognised("Stadt1,Land1,Breite1,Länge1,Stadt2,Land2,Breite2,Länge2").unwrap();
        assert_eq!(at(&found, &[Name, Country, Lat, Lon]), (0..8).map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn a_header_of_one_place_is_no_pair_table() {
        for header in ["id,name,country,lat,lon", "town,population", "alat,blat", "x,y", "1,2", ""] {
            assert_eq!(recognised(header), None, "{header}");
        }
    }

    #[test]
    fn what_is_told_is_added_to_what_is_recognised() {
        let header = ["Nach", "Von", "land", "Jahr", "Stadt"].map(str::to_owned);
        let of = |told: &str| PairColumns::of(&header, Some(&told.parse().unwrap()), |_| false).map(Option::unwrap);
        let (columns, loose) = of("a=Stadt, a.country=Land ,b=Nach,note=Von").unwrap();
        assert_eq!((columns.at(0, Role::Name), columns.at(0, Role::Country)), (Some(4), Some(2)));
        assert_eq!((columns.partnership[4], columns.uses(1), loose), (Some(3), true, Vec::new()));
        assert_eq!(of("a=Ort,b=Nach").unwrap_err(), "Ort");
        // A column that the user gives to one place isn't the other's.
        let (columns, _) = of("b.country=land,a.country==Germany").unwrap();
        assert_eq!((columns.at(1, Role::Country), columns.constant(0, Role::Country)), (Some(2), Some("Germany")));
    }

    #[test]
    fn compound_headers_of_both_places_are_read_alike() {
        use Role::{Country, Id, Lat, Lon, Name, Point, Population};
        for (header, roles) in [
            (
                "city,city_country,city_lat,city_lon,sister_city,sister_country,sister_lat,sister_lon",
                &[Name, Country, Lat, Lon][..],
            ),
            (
                "town,town_country,town_lat,town_lng,twin_town,twin_country,twin_lat,twin_lng",
                &[Name, Country, Lat, Lon],
            ),
            ("ville_A_nom,ville_A_pays,ville_B_nom,ville_B_pays", &[Name, Country]),
            (
                "city,cityLabel,cityCountryLabel,cityCoord,cityPopulation,twin,twinLabel,twinCountryLabel,twinCoord,twinPopulation",
                &[Id, Name, Country, Point, Population],
            ),
            ("Ort 1,Land 1,Ort 2,Land 2", &[Name, Country]),
            ("gmina,kraj gminy,gmina partnerska,kraj partnera", &[Name]),
            ("città,città gemellata", &[Name]),
            ("都市,姉妹都市", &[Name]),
        ] {
            let found = recognised(header).unwrap_or_else(|| panic!("{header}"));
            let expected: Vec<Option<usize>> = match header.split(',').count() / 2 {
                half if half == roles.len() => (0..2 * half).map(Some).collect(),
                half => vec![Some(0), Some(half)],
            };
            assert_eq!(at(&found, roles), expected, "{header}");
        }
    }

    #[test]
    fn what_stands_beside_two_places_may_be_either_s() {
        let loose = |header: &str| {
            let header: Vec<String> = header.split(',').map(str::to_owned).collect();
            let (columns, loose) = PairColumns::of(&header, None, |_| false).unwrap().unwrap();
            let tie = columns.partnership.iter().flatten().count();
            (loose.iter().map(|loose| (loose.role, loose.column)).collect::<Vec<_>>(), tie)
        };
        assert_eq!(loose("City,State,Sister City,Country,Year"), (vec![(Role::Region, 1), (Role::Country, 3)], 1));
        assert_eq!(
            loose("Stadt,Partnerstadt,Land,Lat,Lon,Seit"),
            (vec![(Role::Country, 2), (Role::Lat, 3), (Role::Lon, 4)], 1)
        );
        assert_eq!(loose("city1,city2,pop"), (vec![(Role::Population, 2)], 0));
        assert_eq!(loose("Ville,Ville jumelée,Pays,Année"), (vec![(Role::Country, 2)], 1));
        assert_eq!(loose("Stadt,Land,Partnerstadt,Partnerland,Seit"), (vec![(Role::Country, 1)], 1));
    }
}
