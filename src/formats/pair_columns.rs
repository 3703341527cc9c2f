//! Which columns of a flat pair table say what about its two places.

use std::{ops::Range, str::FromStr};

use thiserror::Error;

use super::columns::PARTNERSHIP;

/// What a column says about one of the two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Name,
    Id,
    Country,
    Region,
    Lat,
    Lon,
    /// Both coordinates, as `Point(lon lat)`.
    Point,
    Population,
}

const ROLES: [Role; 8] =
    [Role::Name, Role::Id, Role::Country, Role::Region, Role::Lat, Role::Lon, Role::Point, Role::Population];

impl Role {
    /// The words that say so in a header, in small letters and digits alone; the first is the one of `--columns`.
    fn words(self) -> &'static [&'static str] {
        match self {
            Role::Name => &[
                "name",
                "label",
                "city",
                "town",
                "place",
                "municipality",
                "cityname",
                "citylabel",
                "townname",
                "placename",
                "placelabel",
                "itemlabel",
                "title",
                "commune",
                "stadt",
                "gemeinde",
                "ville",
                "ciudad",
                "miasto",
                "город",
                "місто",
                "горад",
            ],
            Role::Id => &["id", "qid", "wikidata", "wikidataid", "item", "cityid", "placeid", "uri", "code"],
            Role::Country => &[
                "country",
                "countryname",
                "countrylabel",
                "nation",
                "pays",
                "land",
                "staat",
                "kraj",
                "страна",
                "країна",
                "краіна",
            ],
            Role::Region => &["region"],
            Role::Lat => &["lat", "latitude", "y", "breite", "breitengrad", "широта"],
            Role::Lon => {
                &["lon", "lng", "long", "longitude", "x", "länge", "laenge", "längengrad", "долгота", "довгота"]
            }
            Role::Point => &["point", "coord", "coords", "coordinate", "coordinates", "location", "geo", "wkt"],
            Role::Population => &["population", "pop", "inhabitants"],
        }
    }

    /// What a header's word says. A region must be told: in lists from elsewhere it is a name, not a code.
    fn of_word(word: &str) -> Option<Role> {
        ROLES.into_iter().find(|&role| role != Role::Region && role.words().contains(&word))
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// How headers tell one place from the other: what stands before or after a role word.
const SIDES: [(&[&str], &[&str]); 9] = [
    (&["1"], &["2"]),
    (&["a"], &["b"]),
    (&["source", "src"], &["target", "dst", "dest"]),
    (&["from"], &["to"]),
    (&["origin", "home"], &["destination", "dest", "target", "partner", "twin", "sister", "twincity", "sistercity"]),
    (&["left"], &["right"]),
    (&["first"], &["second"]),
    (&["u"], &["v"]),
    // The first place is what the row is about, and isn't marked.
    (
        &[""],
        &[
            "partner",
            "twin",
            "sister",
            "twinned",
            "twincity",
            "twintown",
            "sistercity",
            "partnercity",
            "побратим",
            "побратима",
        ],
    ),
];

/// Which column, by number from 0, says what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PairColumns {
    /// For each side, by [`Role`].
    sides: [[Option<usize>; ROLES.len()]; 2],
    /// By the order of [`PARTNERSHIP`]; its two ends are not used.
    pub(super) partnership: [Option<usize>; PARTNERSHIP.len()],
}

impl PairColumns {
    pub(super) fn at(&self, side: usize, role: Role) -> Option<usize> {
        self.sides[side][role.index()]
    }

    /// Whether both places have a name or an id.
    fn is_complete(&self) -> bool {
        [0, 1].iter().all(|&side| self.at(side, Role::Name).or(self.at(side, Role::Id)).is_some())
    }

    /// The columns about one place, where they stand side by side.
    pub(super) fn run(&self, side: usize) -> Option<Range<usize>> {
        let used = || self.sides[side].iter().flatten();
        let run = *used().min()?..used().max()? + 1;
        run.clone().all(|column| used().any(|&at| at == column)).then_some(run)
    }

    /// Whether the columns about both places stand in the same order, so that the same cells say the same.
    pub(super) fn are_sides_alike(&self) -> bool {
        let order = |side: usize| {
            let first = self.sides[side].iter().flatten().min().copied().unwrap_or_default();
            self.sides[side].map(|at| at.map(|at| at - first))
        };
        order(0) == order(1)
    }

    /// Whether a column says anything but who the two places are.
    pub(super) fn describes_partnerships(&self) -> bool {
        self.partnership.iter().skip(2).any(Option::is_some)
    }

    /// Whether a column is used for anything.
    pub(super) fn uses(&self, column: usize) -> bool {
        self.sides.iter().flatten().chain(&self.partnership).any(|&at| at == Some(column))
    }

    /// The columns of a header, recognised by their names; `None` where they don't name two places.
    ///
    /// Of all ways to read the header the one that uses most columns wins.
    pub(super) fn recognise(header: &[String]) -> Option<Self> {
        let mut best: Option<(usize, Self)> = None;
        for (a, b) in SIDES {
            let mut found = Self::default();
            for (column, name) in header.iter().enumerate() {
                let word = Word::new(name);
                let hit = [a, b]
                    .into_iter()
                    .enumerate()
                    .find_map(|(side, marks)| marks.iter().find_map(|mark| word.role(mark)).map(|role| (side, role)));
                if let Some((side, role)) = hit {
                    found.take(side, role, column);
                } else if let Some(at) = PARTNERSHIP.iter().skip(2).position(|known| name.eq_ignore_ascii_case(known)) {
                    found.partnership[at + 2].get_or_insert(column);
                }
            }
            let used = (0..header.len()).filter(|&column| found.uses(column)).count();
            if found.is_complete() && best.as_ref().is_none_or(|(most, _)| used > *most) {
                best = Some((used, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// A column's role; the place's own mark alone (`origin`) is a name unless another column is, then an id.
    fn take(&mut self, side: usize, role: Option<Role>, column: usize) {
        let roles = &mut self.sides[side];
        match role {
            Some(Role::Name) if roles[Role::Name.index()].is_some() => {
                let bare = roles[Role::Name.index()].replace(column);
                if roles[Role::Id.index()].is_none() {
                    roles[Role::Id.index()] = bare;
                }
            }
            Some(role) => drop(roles[role.index()].get_or_insert(column)),
            None if roles[Role::Name.index()].is_none() => roles[Role::Name.index()] = Some(column),
            None => drop(roles[Role::Id.index()].get_or_insert(column)),
        }
    }

    /// The columns of a header as `told`.
    ///
    /// # Errors
    /// The first of `told` that the header lacks.
    pub(super) fn as_told(told: &Columns, header: &[String]) -> Result<Self, String> {
        let mut columns = Self::default();
        for (slot, name) in &told.0 {
            let exact = header.iter().position(|column| column == name);
            let at = exact.or_else(|| header.iter().position(|column| column.eq_ignore_ascii_case(name)));
            let at = Some(at.ok_or_else(|| name.clone())?);
            match *slot {
                Slot::Place(side, role) => columns.sides[side][role.index()] = at,
                Slot::Partnership(column) => columns.partnership[column] = at,
            }
        }
        Ok(columns)
    }
}

/// A header cell as its words can be compared.
struct Word {
    /// Letters and digits, in small letters.
    letters: String,
    /// The same with a blank for everything else.
    parts: String,
}

impl Word {
    fn new(name: &str) -> Self {
        let small = name.trim().to_lowercase();
        let parts: String = small.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        Self { letters: parts.split(' ').collect(), parts }
    }

    /// The role, beside a side's `mark` before or after it; `Some(None)` for the mark alone.
    fn role(&self, mark: &str) -> Option<Option<Role>> {
        if mark.is_empty() {
            return Role::of_word(&self.letters).map(Some);
        }
        if self.letters == mark {
            // A number alone is a cell of a list without a header.
            return (!mark.as_bytes()[0].is_ascii_digit()).then_some(None);
        }
        let before = self.letters.strip_prefix(mark).and_then(Role::of_word);
        let after = self.letters.strip_suffix(mark).and_then(Role::of_word);
        // A letter alone is a mark only when it stands apart: `a_lat`, not `alat`.
        let apart = mark.len() > 1 || mark.as_bytes()[0].is_ascii_digit() || self.parts.split(' ').any(|p| p == mark);
        before.or(after).filter(|_| apart).map(Some)
    }
}

/// What a part of `--columns` is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// The side, 0 or 1, and what is said about its place.
    Place(usize, Role),
    /// A column of a partnership, by its place in [`PARTNERSHIP`].
    Partnership(usize),
}

/// Which columns of a pair table hold what, as the user says it: `a=Origin,a.country=Land,b=Destination,since=Year`.
///
/// `a` and `b` are the columns with the names of the two places; `a.id`, `a.country`, `a.region`, `a.lat`, `a.lon`,
/// `a.point` (`Point(lon lat)`) and `a.population` say more about them, and likewise for `b`; `kind`, `status`, `since`,
/// `until`, `suspended`, `claimed_by`, `fields`, `document`, `source` and `note` about the partnership.
///
/// ```
/// use sistergraph::formats::Columns;
/// assert!("a=Origin,a.country=Land,b=Destination".parse::<Columns>().is_ok());
/// assert!("a=Origin".parse::<Columns>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<(Slot, String)>);

/// Why a text doesn't say which columns hold what.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ColumnsError {
    /// A part without its equals sign.
    #[error("`{0}` is not of the form KEY=COLUMN; expected such as a=Origin,b=Destination")]
    Form(String),
    /// A key that nobody knows.
    #[error(
        "`{key}` is not a key; expected a, b, one of these with .id, .country, .region, .lat, .lon, .point or \
         .population, or one of {}", PARTNERSHIP[2..].join(", ")
    )]
    Key {
        /// The key as typed.
        key: String,
    },
    /// A key that stands there twice.
    #[error("`{0}` is given twice")]
    Twice(String),
    /// One of the two places has neither a name nor an id.
    #[error("`{0}` is missing: both places need the column of their names")]
    Missing(&'static str),
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(text: &str) -> Result<Self, ColumnsError> {
        let mut slots: Vec<(Slot, String)> = Vec::new();
        for part in text.split(',') {
            let (key, column) = part.split_once('=').ok_or_else(|| ColumnsError::Form(part.to_owned()))?;
            let (key, column) = (key.trim(), column.trim());
            let slot = slot(key).ok_or_else(|| ColumnsError::Key { key: key.to_owned() })?;
            if column.is_empty() {
                return Err(ColumnsError::Form(part.to_owned()));
            }
            if slots.iter().any(|(taken, _)| *taken == slot) {
                return Err(ColumnsError::Twice(key.to_owned()));
            }
            slots.push((slot, column.to_owned()));
        }
        for (side, key) in [(0, "a"), (1, "b")] {
            let named = |role| slots.iter().any(|(slot, _)| *slot == Slot::Place(side, role));
            if !named(Role::Name) && !named(Role::Id) {
                return Err(ColumnsError::Missing(key));
            }
        }
        Ok(Self(slots))
    }
}

fn slot(key: &str) -> Option<Slot> {
    let (side, role) = key.split_once('.').map_or((key, "name"), |(side, role)| (side, role));
    let side = match side {
        "a" => 0,
        "b" => 1,
        _ => {
            let at = PARTNERSHIP.iter().position(|column| *column == key).filter(|&at| at >= 2);
            return at.map(Slot::Partnership);
        }
    };
    ROLES.into_iter().find(|known| known.words()[0] == role).map(|role| Slot::Place(side, role))
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
        let found = recognised("Город,Страна,Город-побратим,Страна побратима").unwrap();
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
    fn what_is_told_is_checked() {
        let error = |text: &str| text.parse::<Columns>().unwrap_err().to_string();
        assert!(error("a").contains("KEY=COLUMN"));
        assert!(error("a=x,c=y").contains("`c` is not a key"));
        assert!(error("a=x,a.lat=y,b=z,a.lat=w").contains("twice"));
        assert!(error("a=x,b.country=y").contains("`b` is missing"));
        let told: Columns = "a=Von, a.country=Land ,b=Nach,since=Jahr".parse().unwrap();
        let header = ["Nach", "Von", "land", "Jahr"].map(str::to_owned);
        let columns = PairColumns::as_told(&told, &header).unwrap();
        assert_eq!((columns.at(0, Role::Name), columns.at(0, Role::Country)), (Some(1), Some(2)));
        assert_eq!(PairColumns::as_told(&told, &header[..2]), Err("Land".to_owned()));
    }
}
