//! Reads single rows of a pair table.

use super::{
    columns::PairColumns,
    homonyms::Homonyms,
    name_and_country::parted,
    places::Places,
    roles::{ROLES, Role},
    several::Part,
    sides::Sides,
    ties,
};
use crate::{
    formats::{
        columns::PARTNERSHIP,
        decode::{self, Faults},
        delimited::records::Cells,
        fault::FaultKind,
    },
    model::{Position, is_missing_value},
};

/// The faults of a row, each with the index of its column.
pub(super) type Found = Vec<(Option<usize>, FaultKind)>;

/// A row of a table, with the meaning of its columns.
pub(super) struct Row<'t, 'r> {
    pub(super) record: Cells<'t, 'r>,
    pub(super) columns: &'r PairColumns,
    pub(super) homonyms: &'r Homonyms,
    /// Whether the country at the end of a name is split off.
    pub(super) parts_names: bool,
    /// Which of the places that the row names on each side is meant.
    pub(super) parts: [Part; 2],
}

impl<'r, 't: 'r> Row<'t, 'r> {
    #[inline]
    fn cell(&self, at: Option<usize>) -> &'r str {
        self.record.text(at)
    }

    /// What the row says about one of its places.
    fn of_place(&self, side: usize, role: Role) -> &'r str {
        match self.columns.at(side, role) {
            None => self.columns.constant(side, role).unwrap_or_default(),
            at => self.parts[side].take(self.cell(at), role).unwrap_or_default(),
        }
    }

    /// Ties each place that the row names on one side to each place on the other.
    pub(super) fn each_pair<'s>(&self, part: &mut ties::Part<'_>, sides: &mut Sides<'s>, line: u32, found: &mut Found) {
        let of_side = |side: usize| Part::of_side(self.record, self.columns, side).collect::<Vec<_>>();
        let (firsts, seconds) = (of_side(0), of_side(1));
        for side in [0, 1] {
            let of = if side == 0 { firsts[0] } else { seconds[0] };
            for (role, at) in ROLES.into_iter().filter_map(|role| Some((role, self.columns.at(side, role)?))) {
                found.extend(of.take(self.cell(Some(at)), role).err().map(|kind| (Some(at), kind)));
            }
        }
        let mut placed = [Vec::new(), Vec::new()];
        for (side, parts) in [&firsts, &seconds].into_iter().enumerate() {
            for &one in parts {
                let mut row = Row { parts: self.parts, ..*self };
                row.parts[side] = one;
                let place = row.place(side, &mut part.places, line, found);
                if let Some((place, position)) = place {
                    sides.insert(None, place, position, line);
                    placed[side].push(place);
                }
            }
        }
        let [a_places, b_places] = placed;
        let describes = self.columns.describes_partnerships();
        for &a in &a_places {
            for &b in &b_places {
                // A fault that concerns all pairs of the row is reported once.
                let mut again = Vec::new();
                let is_first = (a, b) == (a_places[0], b_places[0]);
                match describes {
                    true => self.partnership([Some(a), Some(b)], part, line, if is_first { found } else { &mut again }),
                    false => part.tie(a, b, None, line),
                }
            }
        }
    }

    /// The place that the row names on one side, and its position; `None`, and a fault, if it names none.
    pub(super) fn place(
        &self,
        side: usize,
        places: &mut Places,
        line: u32,
        found: &mut Found,
    ) -> Option<(u32, Option<Position>)> {
        let at = |role| self.columns.at(side, role);
        let (mut id, mut name) = (local_id(self.of_place(side, Role::Id)), self.of_place(side, Role::Name));
        if id.is_empty() && is_entity(name) {
            // The answer of a query without labels has ids in place of names.
            (id, name) = (local_id(name), "");
        }
        if id.is_empty() && name.is_empty() {
            found.push((at(Role::Name).or(at(Role::Id)), FaultKind::Blank));
            return None;
        }
        if id.is_empty() && is_no_name(name) {
            found.push((at(Role::Name), FaultKind::NoName(name.to_owned())));
            return None;
        }
        let mut faults = Vec::new();
        let [lat, lon] = [Role::Lat, Role::Lon].map(|role| self.of_place(side, role));
        let position = position(self.of_place(side, Role::Point), lat, lon, &mut faults);
        let population = decode::inhabitants(self.of_place(side, Role::Population), &mut faults);
        found.extend(faults.into_iter().map(|(column, kind)| {
            let role = match column {
                "lat" => Role::Lat,
                "lon" => Role::Lon,
                "point" => Role::Point,
                _ => Role::Population,
            };
            (at(role).or(at(Role::Point)), kind)
        }));
        let [mut country, region] = [Role::Country, Role::Region].map(|role| self.of_place(side, role));
        if self.parts_names
            && !self.columns.has(side, Role::Country)
            && name.ends_with(|c: char| c == ')' || c.is_alphabetic())
            && let Some((own, of_country)) = parted(name)
        {
            found.push((at(Role::Name), FaultKind::read(name, format!("{own}, country {of_country}"))));
            (name, country) = (own, of_country);
        }
        let part = self.homonyms.part([name, country, region], position);
        let place = places.place([id, name, country], part, line);
        places.learn(place, region, population, line);
        for language in self.columns.languages(side) {
            places.learn_name(place, language, self.of_place(side, Role::NameIn(language)));
        }
        Some((place, position))
    }

    /// Ties the two places, with everything else that the row says.
    pub(super) fn partnership(&self, ends: [Option<u32>; 2], part: &mut ties::Part<'_>, line: u32, found: &mut Found) {
        let columns = &self.columns.partnership;
        let mut cells = columns.map(|at| self.cell(at));
        // The ends were already judged as places.
        cells[0] = "a";
        cells[1] = "b";
        let mut faults = Vec::new();
        let record = decode::partnership(cells, &mut faults);
        found.extend(faults.into_iter().map(|(column, kind)| {
            (PARTNERSHIP.iter().position(|known| *known == column).and_then(|known| columns[known]), kind)
        }));
        let stated = columns[CLAIMED_BY].map(|_| record.claimed_by);
        if let [Some(a), Some(b)] = ends {
            part.tie(a, b, Some((&record, stated)), line);
        }
    }
}

/// The names that summary rows at the end of a sheet have.
const TOTALS: [&str; 17] = [
    "total",
    "totals",
    "sum",
    "summe",
    "gesamt",
    "insgesamt",
    "итого",
    "всего",
    "усього",
    "всього",
    "разам",
    "razem",
    "suma",
    "celkem",
    "toplam",
    "合計",
    "合计",
];

/// Whether a text in place of a name means that there is none, or that the row is a total. Nan and None are real towns.
fn is_no_name(name: &str) -> bool {
    if name.len() > 2 * "insgesamt:".len() {
        return false;
    }
    let is_missing = || is_missing_value(name) && (name == "nan" || name == "NaN" || !is_name_of_a_town(name));
    let word = name.trim_end_matches([':', ' ']);
    let is_total = || match word.is_ascii() {
        true => TOTALS.iter().any(|total| word.eq_ignore_ascii_case(total)),
        false => TOTALS.contains(&&*word.to_lowercase()),
    };
    is_missing() || is_total()
}

fn is_name_of_a_town(name: &str) -> bool {
    ["na", "nan", "nil", "none"].iter().any(|town| name.eq_ignore_ascii_case(town))
}

/// The index of `claimed_by` in [`PARTNERSHIP`].
pub(in crate::formats) const CLAIMED_BY: usize = 7;

/// An id as it stands, or the last part of an address that ends in it (`http://www.wikidata.org/entity/Q154835`).
pub(in crate::formats) fn local_id(cell: &str) -> &str {
    if cell.is_empty() {
        return cell;
    }
    match cell.split_once("://") {
        Some((_, path)) => path.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(cell).trim(),
        None => cell,
    }
}

/// Whether a cell is the address of a Wikidata entity, which ends in its id.
fn is_entity(cell: &str) -> bool {
    let path = cell.strip_prefix("http").map(|rest| rest.trim_start_matches('s'));
    path.is_some_and(|path| path.starts_with("://www.wikidata.org/entity/"))
}

/// The position in a cell with both coordinates, or otherwise that of a latitude and a longitude.
pub(in crate::formats) fn position(both: &str, lat: &str, lon: &str, faults: Faults<'_>) -> Option<Position> {
    match well_known_point(both) {
        Some((lon, lat)) => decode::position(lat, lon, faults),
        None if !both.is_empty() => decode::point(both, "point", faults),
        None => decode::position(lat, lon, faults),
    }
}

/// The longitude and latitude in `Point(30.35 53.9167)`, as texts. Query services write nearly all positions so.
fn well_known_point(cell: &str) -> Option<(&str, &str)> {
    let inside =
        cell.strip_suffix(')')?.split_once('(').filter(|(word, _)| word.trim().eq_ignore_ascii_case("point"))?.1;
    let (lon, lat) = inside.trim().split_once(' ')?;
    let lat = lat.trim();
    (!lat.contains(' ')).then_some((lon.trim(), lat))
}
