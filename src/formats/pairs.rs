//! Flat tables, one row two places, as lists of twin towns are published: with a header that names columns for both
//! places, or as a bare list of two ids a line.
//!
//! A place is the pair of its name and its country *as written*: `Brest` in `Belarus` and in `France` are two, and so
//! are `London` in `England` and in `United Kingdom`, because a list's own words are all that it says. Where a table
//! gives ids, a place is its id. A row is the claim of its first place; the row that claims the same the other way round
//! joins it, and the partnership is then claimed by both.

use std::{
    collections::{HashMap, HashSet},
    hash::BuildHasher,
    path::Path,
};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{
    Reading,
    columns::PARTNERSHIP,
    decode,
    delimited::{Cells, Records},
    error::{Error, Fault, FaultKind, Note},
    pair_columns::{Columns, PairColumns, Role},
};
use crate::model::{Claim, Dataset, Metadata, PartnershipRecord, PartnershipRow, PlaceRecord, Position};

/// Reads a pair table: its columns are told, or recognised by the header; or a list of two ids a line.
pub(super) fn read(file: &str, text: &str, told: Option<&Columns>) -> Result<Reading, Error> {
    if told.is_none() && text.lines().next().is_some_and(is_comment) {
        return read_ids(file, text).ok_or_else(|| Error::NotPairs { path: file.to_owned(), header: Vec::new() });
    }
    let records = Records::open(file, text)?;
    let header = records.header().to_vec();
    let columns = match told {
        Some(told) => PairColumns::as_told(told, &header).map_err(|column| Error::NoSuchColumn {
            path: file.to_owned(),
            column,
            header: header.clone(),
        })?,
        None => match PairColumns::recognise(&header) {
            Some(columns) => columns,
            None => return read_ids(file, text).ok_or(Error::NotPairs { path: file.to_owned(), header }),
        },
    };
    let is_doubled = |at: usize| header.iter().filter(|name| name.eq_ignore_ascii_case(&header[at])).count() > 1;
    let doubled = (0..header.len()).find(|&at| columns.uses(at) && is_doubled(at));
    let unused = header.iter().enumerate().filter(|(at, name)| !columns.uses(*at) && !name.is_empty());
    let mut notes = Note::unused_columns(file, unused.map(|(_, name)| name), &[]);
    let (mut pairs, mut faults) = (Pairs::default(), Vec::new());
    if let Some(at) = doubled {
        let column = Some(header[at].clone());
        faults.push(Fault {
            file: file.to_owned(),
            line: records.header_line(),
            column,
            kind: FaultKind::DoubledColumn,
        });
        return Ok(pairs.into_reading(file, faults, notes));
    }
    let any = records.each(&mut faults, |record, line, faults| {
        if record.len() != header.len() {
            return;
        }
        let row = Row { record, columns: &columns };
        let mut found = Vec::new();
        let ends = [0, 1].map(|side| row.place(side, &mut pairs, line, &mut found));
        row.partnership(ends, &mut pairs, line, &mut found);
        faults.extend(found.into_iter().map(|(at, kind)| {
            let column = at.map(|at| header[at].clone());
            Fault { file: file.to_owned(), line, column, kind }
        }));
    });
    notes.extend((!any).then(|| Note::NoRows { file: file.to_owned() }));
    Ok(pairs.into_reading(file, faults, notes))
}

/// Reads a list of two ids a line, parted by blanks or tabs, with comment lines that begin with `%` or `#`; further
/// fields (weights, times) are passed over. Tools that study networks exchange their edges so.
///
/// `None` where the text is no such list: where its first line has a single word, or a comma or semicolon.
fn read_ids(file: &str, text: &str) -> Option<Reading> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !is_comment(line) && !line.trim().is_empty());
    let mut pairs = Pairs::default();
    let (mut fields, mut faults) = (None, Vec::new());
    for (line, text) in lines {
        let mut words = text.split_whitespace();
        let (Some(a), Some(b)) = (words.next(), words.next()) else {
            fields?;
            let kind = FaultKind::RaggedRow { found: 1, expected: 2 };
            faults.push(Fault { file: file.to_owned(), line, column: None, kind });
            continue;
        };
        let further: Vec<&str> = words.collect();
        let found = 2 + further.len();
        match fields {
            None if text.contains([',', ';']) => return None,
            None => fields = Some(found),
            // Weights may be left out; but a name of two words would become two places, and its partner none.
            Some(expected) if found > expected && further.iter().any(|word| word.parse::<f64>().is_err()) => {
                let kind = FaultKind::RaggedRow { found, expected };
                faults.push(Fault { file: file.to_owned(), line, column: None, kind });
                continue;
            }
            Some(_) => {}
        }
        let [a, b] = [a, b].map(|id| pairs.place(id, "", "", line));
        pairs.tie(a, b, &PartnershipRecord::new("a", "b"), None, line);
    }
    let more = fields? - 2;
    let note = (more > 0).then(|| Note::UnusedFields { file: file.to_owned(), count: more });
    Some(pairs.into_reading(file, faults, note.into_iter().collect()))
}

fn is_comment(line: &str) -> bool {
    line.starts_with(['%', '#'])
}

/// The faults of a row, each with the number of its column.
type Found = Vec<(Option<usize>, FaultKind)>;

/// One row of a table and what its columns are.
struct Row<'r> {
    record: Cells<'r>,
    columns: &'r PairColumns,
}

impl<'r> Row<'r> {
    fn cell(&self, at: Option<usize>) -> &'r str {
        at.and_then(|at| self.record.get(at)).unwrap_or_default().trim()
    }

    /// The place that the row names on one side; `None`, and a fault, where it names none.
    fn place(&self, side: usize, pairs: &mut Pairs, line: u32, found: &mut Found) -> Option<u32> {
        let at = |role| self.columns.at(side, role);
        let (id, name) = (local_id(self.cell(at(Role::Id))), self.cell(at(Role::Name)));
        if id.is_empty() && name.is_empty() {
            found.push((at(Role::Name).or(at(Role::Id)), FaultKind::Blank));
            return None;
        }
        let mut faults = Vec::new();
        let both = self.cell(at(Role::Point));
        let position = match point(both) {
            Some((lon, lat)) => decode::position(lat, lon, &mut faults),
            None if !both.is_empty() => {
                found.push((at(Role::Point), FaultKind::NotAPoint(both.to_owned())));
                None
            }
            None => decode::position(self.cell(at(Role::Lat)), self.cell(at(Role::Lon)), &mut faults),
        };
        let population = decode::whole(self.cell(at(Role::Population)), "population", &mut faults);
        found.extend(faults.into_iter().map(|(column, kind)| {
            let role = match column {
                "lat" => Role::Lat,
                "lon" => Role::Lon,
                _ => Role::Population,
            };
            (at(role).or(at(Role::Point)), kind)
        }));
        let place = pairs.place(id, name, self.cell(at(Role::Country)), line);
        pairs.learn(place, self.cell(at(Role::Region)), position, population);
        Some(place)
    }

    /// Ties the two places by what else the row says.
    fn partnership(&self, ends: [Option<u32>; 2], pairs: &mut Pairs, line: u32, found: &mut Found) {
        let columns = &self.columns.partnership;
        let mut cells = columns.map(|at| self.cell(at));
        // Its ends are judged as places.
        cells[0] = "a";
        cells[1] = "b";
        let mut faults = Vec::new();
        let record = decode::partnership(cells, &mut faults);
        found.extend(faults.into_iter().map(|(column, kind)| {
            (PARTNERSHIP.iter().position(|known| *known == column).and_then(|known| columns[known]), kind)
        }));
        let stated = columns[CLAIMED_BY].map(|_| record.claimed_by);
        if let [Some(a), Some(b)] = ends {
            pairs.tie(a, b, &record, stated, line);
        }
    }
}

/// Where `claimed_by` stands in [`PARTNERSHIP`].
const CLAIMED_BY: usize = 7;

/// An id as it stands, or the last part of the address it is the end of (`http://www.wikidata.org/entity/Q154835`).
fn local_id(cell: &str) -> &str {
    match cell.split_once("://") {
        Some((_, path)) => path.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(cell).trim(),
        None => cell,
    }
}

/// Longitude and latitude of `Point(30.35 53.9167)`, as texts.
fn point(cell: &str) -> Option<(&str, &str)> {
    let inside =
        cell.strip_suffix(')')?.split_once('(').filter(|(word, _)| word.trim().eq_ignore_ascii_case("point"))?.1;
    inside.trim().split_once(' ').map(|(lon, lat)| (lon.trim(), lat.trim()))
}

/// What a place is known by: its id, or else its name and country as written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key<'t> {
    id: &'t str,
    name: &'t str,
    country: &'t str,
}

/// A place with all that its rows say of it; what only one row says is kept.
struct Seen {
    id: String,
    name: String,
    country: String,
    region: String,
    /// Each position that a row gives, with how many rows give it.
    positions: Vec<(Position, usize)>,
    population: Option<u64>,
    line: u32,
}

impl Seen {
    fn key(&self) -> Key<'_> {
        Key::of(&self.id, &self.name, &self.country)
    }

    /// The position that most rows give; of equal counts the southernmost, then the westernmost.
    fn position(&self) -> Option<Position> {
        let key = |(position, count): &(Position, usize)| (*count, -position.lat(), -position.lon());
        let order = |a: &(Position, usize), b: &(Position, usize)| {
            key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
        };
        self.positions.iter().max_by(|a, b| order(a, b)).map(|(position, _)| *position)
    }
}

impl<'t> Key<'t> {
    fn of(id: &'t str, name: &'t str, country: &'t str) -> Self {
        if id.is_empty() { Self { id, name, country } } else { Self { id, name: "", country: "" } }
    }
}

/// The places and partnerships of a pair table, in the order met.
#[derive(Default)]
struct Pairs {
    places: Vec<Seen>,
    by_key: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// The rows' partnerships; their ends are in `ends`.
    rows: Dataset,
    ends: Vec<Ends>,
}

/// The two places of a row, by number.
struct Ends {
    a: u32,
    b: u32,
    line: u32,
    /// What the row says of who claims it; `None` where it says nothing, and so is the claim of its first place.
    stated: Option<Claim>,
}

impl Pairs {
    /// The number of the place that a row names by `id`, or by `name` and `country`.
    fn place(&mut self, id: &str, name: &str, country: &str, line: u32) -> u32 {
        let key = Key::of(id, name, country);
        let hash = self.hasher.hash_one(key);
        let (places, hasher) = (&self.places, &self.hasher);
        if let Some(&number) = self.by_key.find(hash, |&number| places[number as usize].key() == key) {
            return number;
        }
        let number = u32::try_from(places.len()).expect("a table has fewer than 2^32 places");
        self.by_key.insert_unique(hash, number, |&number| hasher.hash_one(places[number as usize].key()));
        self.places.push(Seen {
            id: id.to_owned(),
            name: name.to_owned(),
            country: country.to_owned(),
            region: String::new(),
            positions: Vec::new(),
            population: None,
            line,
        });
        number
    }

    /// Adds what a row says of a place.
    fn learn(&mut self, place: u32, region: &str, position: Option<Position>, population: Option<u64>) {
        let place = &mut self.places[place as usize];
        if place.region.is_empty() {
            region.clone_into(&mut place.region);
        }
        place.population = place.population.max(population);
        if let Some(position) = position {
            match place.positions.iter_mut().find(|(known, _)| *known == position) {
                Some((_, count)) => *count += 1,
                None => place.positions.push((position, 1)),
            }
        }
    }

    /// Adds a row's partnership; its record's ends are not looked at.
    fn tie(&mut self, a: u32, b: u32, record: &PartnershipRecord<'_>, stated: Option<Claim>, line: u32) {
        self.rows.push_partnership(record, line);
        self.ends.push(Ends { a, b, line, stated });
    }

    /// Whether each row's partnership is claimed by both; `None` for a row that has joined an earlier one.
    ///
    /// A row joins the first that claims the same from the other side and hasn't been joined.
    fn claims(&self) -> Vec<Option<Claim>> {
        let mut claims: Vec<Option<Claim>> =
            self.ends.iter().map(|ends| Some(ends.stated.unwrap_or(Claim::A))).collect();
        let mut open: HashMap<(u32, u32), Vec<usize>> = HashMap::new();
        for (at, ends) in self.ends.iter().enumerate().filter(|(_, ends)| ends.stated.is_none() && ends.a != ends.b) {
            let record = |at: usize| self.rows.partnership(PartnershipRow(u32::try_from(at).unwrap_or(u32::MAX)));
            let reversed = open.get_mut(&(ends.b, ends.a));
            let joined = reversed.and_then(|earlier| {
                let found = earlier.iter().position(|&other| record(other) == record(at))?;
                Some(earlier.remove(found))
            });
            match joined {
                Some(earlier) => {
                    claims[earlier] = Some(Claim::Both);
                    claims[at] = None;
                }
                None => open.entry((ends.a, ends.b)).or_default().push(at),
            }
        }
        claims
    }

    fn into_reading(self, file: &str, faults: Vec<Fault>, notes: Vec<Note>) -> Reading {
        let mut dataset = Dataset::default();
        let name = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        dataset.set_metadata(Metadata { name: name.clone(), title: name, ..Metadata::default() });
        dataset.set_files(file, file, file);
        dataset.set_locates_regions(true);
        let ids = ids(&self.places);
        for (place, id) in self.places.iter().zip(&ids) {
            let given = |text| Some(text).filter(|text: &&str| !text.is_empty());
            let record = PlaceRecord {
                id,
                name: given(&place.name).unwrap_or(&place.id),
                country_text: given(&place.country),
                region: given(&place.region),
                position: place.position(),
                population: place.population,
                ..PlaceRecord::default()
            };
            dataset.push_place(&record, place.line);
        }
        for ((ends, claim), record) in self.ends.iter().zip(self.claims()).zip(self.rows.partnerships()) {
            let Some(claimed_by) = claim else { continue };
            let (a, b) = (&ids[ends.a as usize], &ids[ends.b as usize]);
            dataset.push_partnership(&PartnershipRecord { a, b, claimed_by, ..record }, ends.line);
        }
        Reading { dataset, faults, notes, trimmed: Vec::new() }
    }
}

/// The ids of places: their own, or name and country in small Latin letters (`mogilev-belarus`). Of several places
/// with one such id, those after the first by name and country get a number, so that the order of rows leaves no trace.
fn ids(places: &[Seen]) -> Vec<String> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&at| (&places[at].name, &places[at].country));
    let mut taken: HashSet<String> = places.iter().map(|place| place.id.clone()).collect();
    let mut ids: Vec<String> = places.iter().map(|place| place.id.clone()).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for at in order.into_iter().filter(|&at| places[at].id.is_empty()) {
        let stem = slug(&[&places[at].name, &places[at].country]);
        let count = counts.entry(stem.clone()).or_insert(0_usize);
        ids[at] = loop {
            *count += 1;
            let id = if *count == 1 { stem.clone() } else { format!("{stem}-{count}") };
            if taken.insert(id.clone()) {
                break id;
            }
        };
    }
    ids
}

/// `Biała Podlaska`, `Poland` as `biala-podlaska-poland`; `place` where no letter or digit is left.
fn slug(texts: &[&str]) -> String {
    let mut slug = String::new();
    for text in texts {
        for c in any_ascii::any_ascii(text).chars().chain([' ']) {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !matches!(c, '\'' | '`') && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "place".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(text: &str) -> Dataset {
        read("file", text, None).unwrap().sound().unwrap().0
    }

    fn ids(dataset: &Dataset) -> Vec<&str> {
        dataset.places().map(|place| place.id).collect()
    }

    #[test]
    fn an_id_has_no_blanks_around_it_whatever_they_are() {
        // Found by fuzzing: a vertical tab is no ASCII blank to Rust, but was trimmed when the list was read again.
        assert_eq!(ids(&sound("% comment\n \u{b}2 3\n")), ["2", "3"]);
        let faults = |text: &str| read("file", text, None).unwrap().faults.len();
        assert_eq!(faults("Mogilev Tula\nSaint Petersburg Minsk\n"), 1);
        assert_eq!(faults("1 2 0.5\n2 3\n"), 0);
        assert_eq!(faults("a,b,a\nx,y,z\n"), 1);
        assert!(read("file", "1,2\n2,3\n", None).is_err());
        assert_eq!(ids(&sound("a.id,b.id\nhttp://x.org/ Q1 ,Q2\n")), ["Q1", "Q2"]);
    }

    #[test]
    fn ids_of_names_are_distinct_and_don_t_depend_on_the_order_of_rows() {
        let text = ["Munster,DE,Münster,DE", "!,,?,", "Munster 2,DE,munster,de"];
        let table = |rows: &[&str]| format!("city1,country1,city2,country2\n{}\n", rows.join("\n"));
        let of_name = |dataset: &Dataset| {
            let mut ids: Vec<(String, String)> =
                dataset.places().map(|place| (place.name.to_owned(), place.id.to_owned())).collect();
            ids.sort();
            ids
        };
        let straight = sound(&table(&text));
        let turned = sound(&table(&[text[2], text[1], text[0]]));
        assert_eq!(of_name(&straight), of_name(&turned));
        let expected = [
            ("!", "place"),
            ("?", "place-2"),
            ("Munster", "munster-de"),
            ("Munster 2", "munster-2-de"),
            ("Münster", "munster-de-2"),
            ("munster", "munster-de-3"),
        ];
        let expected = expected.map(|(name, id)| (name.to_owned(), id.to_owned()));
        assert_eq!(of_name(&straight), expected);
    }

    #[test]
    fn the_position_that_most_rows_give_is_taken() {
        let text = "a,a_lat,a_lon,b,b_lat,b_lon\nx,1,1,y,5,5\nz,9,9,x,2,2\nx,2,2,z,9,9\n";
        let dataset = sound(text);
        assert_eq!(dataset.places().next().unwrap().position, Position::new(2.0, 2.0).ok());
    }
}
