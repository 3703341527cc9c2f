//! Flat tables, one row two places, as lists of twin towns are published: with a header that names columns for both
//! places, or as a bare list of two ids a line.
//!
//! A place is the pair of its name and its country *as written*: `Brest` in `Belarus` and in `France` are two, and so
//! are `London` in `England` and in `United Kingdom`, because a list's own words are all that it says. Where a table
//! gives ids, a place is its id. A row is the claim of its first place; the row that claims the same the other way round
//! joins it, and the partnership is then claimed by both.

use std::{hash::BuildHasher, path::Path};

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use super::{
    Reading,
    columns::PARTNERSHIP,
    decode,
    error::{Error, Fault, FaultKind, Note},
    pair_columns::{Columns, PairColumns, Role},
    pair_ids::numbered,
    pair_places::Places,
    pair_sides::{Said, Sides},
    records::{Cells, Records, is_bare},
};
use crate::model::{Claim, Dataset, Metadata, PartnershipRecord, PartnershipRow, PlaceRecord, PlaceRow, Position};

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
    if let Some(at) = doubled {
        let (line, column) = (records.header_line(), Some(header[at].clone()));
        let fault = Fault { file: file.to_owned(), line, column, kind: FaultKind::DoubledColumn };
        return Ok(Part { faults: vec![fault], ..Part::default() }.into_reading(file, notes));
    }
    let part = part(file, &records, &columns, WORTH_A_THREAD);
    notes.extend((!part.any).then(|| Note::NoRows { file: file.to_owned() }));
    Ok(part.into_reading(file, notes))
}

/// A table of fewer bytes takes less time than a thread's start.
const WORTH_A_THREAD: usize = 1 << 18;

/// What a part of a table came to.
#[derive(Default)]
struct Part<'t> {
    pairs: Pairs,
    /// For each half.
    said: Vec<Said<'t>>,
    faults: Vec<Fault>,
    any: bool,
}

/// Reads records, in two halves side by side where they have so many bytes.
fn part<'t>(file: &str, records: &Records<'t>, columns: &PairColumns, halved_from: usize) -> Part<'t> {
    // What rows say of their partnerships lies in one data set.
    let halves = records.halves(halved_from).filter(|_| !columns.describes_partnerships());
    let (hasher, rows) = (DefaultHashBuilder::default(), records.len() / ROW);
    if let Some([first, second]) = halves {
        let (first, second) = rayon::join(
            // It takes in the second.
            || half(file, &first, columns, rows, &hasher),
            || half(file, &second, columns, rows / 2, &hasher).0,
        );
        // What was cut within quotes is no half.
        if let (first, false) = first {
            return first.followed_by(second);
        }
    }
    half(file, records, columns, rows, &hasher).0
}

/// A row takes sixty bytes or so.
const ROW: usize = 64;

/// Reads records one after the other, with room for about so many rows, and says whether the last has quotes.
fn half<'t>(
    file: &str,
    records: &Records<'t>,
    columns: &PairColumns,
    rows: usize,
    hasher: &DefaultHashBuilder,
) -> (Part<'t>, bool) {
    let (header, describes_partnerships) = (records.header(), columns.describes_partnerships());
    let (mut pairs, mut faults) = (Pairs::for_rows(rows, hasher), Vec::new());
    let mut sides = Sides::new(columns, records.len() / ROW);
    let read = records.each(&mut faults, |record, line, faults| {
        if record.len() != header.len() {
            return;
        }
        let row = Row { record, columns };
        let mut found = Vec::new();
        let ends = [0, 1].map(|side| {
            let words = sides.words(record, side);
            words.and_then(|words| sides.again(words)).or_else(|| {
                let before = found.len();
                let (place, position) = row.place(side, &mut pairs.places, line, &mut found)?;
                // Faults are told of every row that has them.
                sides.insert(words.filter(|_| found.len() == before), place, position);
                Some(place)
            })
        });
        if describes_partnerships {
            row.partnership(ends, &mut pairs, line, &mut found);
        } else if let [Some(a), Some(b)] = ends {
            pairs.tie(a, b, None, line);
        }
        faults.extend(found.into_iter().map(|(at, kind)| {
            let column = at.map(|at| header[at].clone());
            Fault { file: file.to_owned(), line, column, kind }
        }));
    });
    (Part { pairs, said: vec![sides.said()], faults, any: read.any }, read.ends_in_quotes)
}

impl Part<'_> {
    /// This part and the next, as if they had been read in one.
    fn followed_by(mut self, mut next: Self) -> Self {
        let numbers = self.pairs.places.extend(&next.pairs.places);
        let number = |place: u32| numbers[place as usize];
        let ends = next.pairs.ends.into_iter();
        self.pairs.ends.extend(ends.map(|ends| Ends { a: number(ends.a), b: number(ends.b), ..ends }));
        next.said.iter_mut().for_each(|said| said.renumber(&numbers));
        self.said.append(&mut next.said);
        self.faults.extend(next.faults);
        self.any |= next.any;
        self
    }

    fn into_reading(self, file: &str, notes: Vec<Note>) -> Reading {
        let Self { pairs, said, faults, .. } = self;
        let mut dataset = Dataset::default();
        let name = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        dataset.set_metadata(Metadata { name: name.clone(), title: name, ..Metadata::default() });
        dataset.set_files(file, file, file);
        dataset.set_locates_regions(true);
        // Most places have an id of their own.
        dataset.reserve(pairs.places.len(), pairs.ends.len(), pairs.places.len());
        // Which rows join earlier ones is found while places are named and taken.
        let take_places = || {
            let place = |at| {
                let (place, given) = (pairs.places.get(at), |text| Some(text).filter(|text: &&str| !text.is_empty()));
                let record = PlaceRecord {
                    id: pairs.places.stem(at),
                    name: given(place.name).unwrap_or(place.id),
                    country_text: given(place.country),
                    region: given(place.region),
                    population: place.population,
                    ..PlaceRecord::default()
                };
                (record, place.line)
            };
            let count = pairs.places.len();
            dataset.extend_places(count, place, || Said::positions(&said, count));
            let has_id = |row: PlaceRow| !pairs.places.get(row.0 as usize).id.is_empty();
            for (row, id) in numbered(&dataset, has_id) {
                dataset.set_id(row, &id);
            }
        };
        let ((), claims) = rayon::join(take_places, || pairs.claims());
        for (at, (ends, claim)) in pairs.ends.iter().zip(claims).enumerate() {
            let Some(claimed_by) = claim else { continue };
            let record = PartnershipRecord { claimed_by, ..pairs.record(at) };
            let places = [PlaceRow(ends.a), PlaceRow(ends.b)];
            match dataset.known_between(places, &record) {
                Some(known) => dataset.push_known(known, ends.line),
                None => {
                    let [a, b] = places.map(|row| dataset.text(dataset.place_id(row)).to_owned());
                    dataset.push_partnership(&PartnershipRecord { a: &a, b: &b, ..record }, ends.line);
                }
            }
        }
        Reading { dataset, faults, notes, trimmed: Vec::new() }
    }
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
        let [a, b] = [a, b].map(|id| pairs.places.place(id, "", "", line));
        pairs.tie(a, b, None, line);
    }
    let more = fields? - 2;
    let note = (more > 0).then(|| Note::UnusedFields { file: file.to_owned(), count: more });
    let part = Part { pairs, faults, ..Part::default() };
    Some(part.into_reading(file, note.into_iter().collect()))
}

fn is_comment(line: &str) -> bool {
    line.starts_with(['%', '#'])
}

/// The faults of a row, each with the number of its column.
type Found = Vec<(Option<usize>, FaultKind)>;

/// One row of a table and what its columns are.
struct Row<'t, 'r> {
    record: Cells<'t, 'r>,
    columns: &'r PairColumns,
}

impl<'r, 't: 'r> Row<'t, 'r> {
    #[inline]
    fn cell(&self, at: Option<usize>) -> &'r str {
        let Some(cell) = at.and_then(|at| self.record.get(at)) else { return "" };
        if is_bare(cell) { cell } else { cell.trim() }
    }

    /// The place that the row names on one side, and where that lies; `None`, and a fault, where it names none.
    fn place(&self, side: usize, places: &mut Places, line: u32, found: &mut Found) -> Option<(u32, Option<Position>)> {
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
        let place = places.place(id, name, self.cell(at(Role::Country)), line);
        places.learn(place, self.cell(at(Role::Region)), population);
        Some((place, position))
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
            pairs.tie(a, b, Some((&record, stated)), line);
        }
    }
}

/// Where `claimed_by` stands in [`PARTNERSHIP`].
const CLAIMED_BY: usize = 7;

/// An id as it stands, or the last part of the address it is the end of (`http://www.wikidata.org/entity/Q154835`).
fn local_id(cell: &str) -> &str {
    if cell.is_empty() {
        return cell;
    }
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

/// The places and partnerships of a pair table, in the order met.
#[derive(Default)]
struct Pairs {
    places: Places,
    ends: Vec<Ends>,
    /// What rows say of their partnerships, in a table that says anything; their ends are in `ends`.
    rows: Dataset,
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
    /// For a table of about so many rows.
    fn for_rows(rows: usize, hasher: &DefaultHashBuilder) -> Self {
        Self { places: Places::for_rows(rows, hasher), ends: Vec::with_capacity(rows), ..Self::default() }
    }

    /// Adds a row's partnership, with what it says of it and of who claims it: of all rows, or of none. Its record's ends
    /// are not looked at.
    fn tie(&mut self, a: u32, b: u32, said: Option<(&PartnershipRecord<'_>, Option<Claim>)>, line: u32) {
        said.into_iter().for_each(|(record, _)| self.rows.push_partnership(record, line));
        self.ends.push(Ends { a, b, line, stated: said.and_then(|(_, stated)| stated) });
    }

    /// What a row says of its partnership.
    fn record(&self, at: usize) -> PartnershipRecord<'_> {
        if self.rows.partnerships().len() == 0 {
            return PartnershipRecord::new("", "");
        }
        self.rows.partnership(PartnershipRow(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// Whether each row's partnership is claimed by both; `None` for a row that has joined an earlier one.
    ///
    /// A row joins the first that claims the same from the other side and hasn't been joined.
    fn claims(&self) -> Vec<Option<Claim>> {
        let mut claims: Vec<Option<Claim>> =
            self.ends.iter().map(|ends| Some(ends.stated.unwrap_or(Claim::A))).collect();
        let open = || self.ends.iter().enumerate().filter(|(_, ends)| ends.stated.is_none() && ends.a != ends.b);
        let pair = |ends: &Ends| (ends.a.min(ends.b), ends.a.max(ends.b));
        // Most pairs are those of one row.
        let hasher = DefaultHashBuilder::default();
        let mut first: HashTable<u32> = HashTable::with_capacity(self.ends.len());
        let mut repeated: HashSet<(u32, u32)> = HashSet::new();
        let pair_at = |at: &u32| pair(&self.ends[*at as usize]);
        for (at, ends) in (0..).zip(&self.ends) {
            let hash = hasher.hash_one(pair(ends));
            if first.find(hash, |other| pair_at(other) == pair(ends)).is_some() {
                repeated.insert(pair(ends));
            } else {
                first.insert_unique(hash, at, |other| hasher.hash_one(pair_at(other)));
            }
        }
        // The rows of each pair that wait for one from the other side: by whether its first place has the smaller number.
        let mut waiting: HashMap<(u32, u32), [Vec<usize>; 2]> = HashMap::new();
        for (at, ends) in open().filter(|(_, ends)| !repeated.is_empty() && repeated.contains(&pair(ends))) {
            let side = usize::from(ends.a < ends.b);
            let waiting = waiting.entry(pair(ends)).or_default();
            match waiting[1 - side].iter().position(|&other| self.record(other) == self.record(at)) {
                Some(found) => {
                    claims[waiting[1 - side].remove(found)] = Some(Claim::Both);
                    claims[at] = None;
                }
                None => waiting[side].push(at),
            }
        }
        claims
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

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

    proptest! {
        #[test]
        fn halves_come_to_the_whole(
            cells in vec(select(vec!["x", "y", "\"x\"", "\"x\n\"", "\"", "z\"", "", "1", "95", "é"]), 0..60),
            breaks in vec(select(vec![",", ",", ",", ",", ",", "\n", "\r\n", "\n\n"]), 60),
        ) {
            let body: String = cells.iter().zip(&breaks).map(|(cell, after)| format!("{cell}{after}")).collect();
            let text = format!("a,a_lat,a_lon,b,b_lat,b_lon\n{body}");
            let read = |halved_from| {
                let records = Records::open("file", &text).unwrap();
                let columns = PairColumns::recognise(records.header()).unwrap();
                let part = part("file", &records, &columns, halved_from);
                let any = part.any;
                let Reading { dataset, faults, .. } = part.into_reading("file", Vec::new());
                let lines: Vec<_> = (0..).map(PlaceRow).take(dataset.places().len()).collect();
                let lines: Vec<_> = lines.into_iter().map(|row| dataset.locate_place(row).1).collect();
                (dataset, lines, format!("{faults:?}"), any)
            };
            prop_assert!(read(0) == read(usize::MAX), "{:?} {:?}", read(0), read(usize::MAX));
        }
    }

    #[test]
    fn the_position_that_most_rows_give_is_taken() {
        let text = "a,a_lat,a_lon,b,b_lat,b_lon\nx,1,1,y,5,5\nz,9,9,x,2,2\nx,2,2,z,9,9\n";
        let dataset = sound(text);
        assert_eq!(dataset.places().next().unwrap().position, Position::new(2.0, 2.0).ok());
    }
}
