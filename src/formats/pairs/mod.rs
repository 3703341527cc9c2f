//! Reads flat tables with two places per row, the usual form of published lists of twin towns: with a header that names
//! columns for both places, or as a bare list of two ids per line.
//!
//! A place is identified by its name and its country: `Brest` in `Belarus` and `Brest` in `France` are different
//! places. Two spellings of one country are united when a network is built, since the network knows what they mean. If
//! positions with one name and country are too far apart for one place, there are several places ([`Homonyms`]). In a
//! table with ids, a place is identified by its id. A row is the claim of its first place. A row that claims the same
//! from the other side joins it, and then both places claim the partnership.

pub(super) mod columns;
mod contradiction;
mod fit;
mod homonyms;
pub(super) mod ids;
mod list;
pub(super) mod marks;
mod name_and_country;
mod places;
pub(super) mod roles;
pub(super) mod rows;
mod several;
mod sides;
mod ties;
mod union;

pub use contradiction::{Contradiction, Disagreement, POPULATION_FACTOR};

use hashbrown::DefaultHashBuilder;

use crate::{
    formats::{
        Reading, Told,
        delimited::{frontier::Frontier, records::Records},
        error::Error,
        fault::{Fault, FaultKind},
        note::Note,
    },
    model::source_of_rows,
};
use columns::PairColumns;
use fit::{holds_countries, settle};
use homonyms::Homonyms;
use list::{is_comment, read_ids};
use rows::Row;
use several::Part;
use sides::Sides;
use ties::{Identity, Pairs};

/// Reads a pair table or a list of two ids per line. Columns are given by the user, or recognised by the header and the
/// values below it.
pub(super) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    let is_told = told.columns.is_some() || told.no_header;
    if let Some((records, lines)) = below_title(file, text).filter(|_| !told.no_header) {
        let mut reading = read_records(file, records, told)?;
        let lines = if lines == 1 { "line 1 stands".to_owned() } else { format!("lines 1 to {lines} stand") };
        reading.notes.insert(0, Note::Taken { file: file.to_owned(), what: format!("{lines} above the header") });
        return Ok(reading);
    }
    if !is_told && text.lines().next().is_some_and(is_comment) {
        return read_ids(file, text)?.ok_or_else(|| Error::NotPairs { path: file.to_owned(), header: Vec::new() });
    }
    match read_records(file, Records::open(file, text)?, told) {
        Err(error @ Error::NotPairs { .. }) if !is_told => read_ids(file, text)?.ok_or(error),
        read => read,
    }
}

/// A table may have this many lines above its header.
const TITLE_LINES: u32 = 20;

/// The records of a table whose header isn't its first line, and the number of lines above the header: comments, and
/// lines in which only the first cell is filled.
fn below_title<'t>(file: &'t str, text: &'t str) -> Option<(Records<'t>, u32)> {
    let (mut start, mut lines) = (0, 0);
    loop {
        let line = text[start..].lines().next()?;
        let cells = line.trim_end_matches([',', ';', '\t', '|']);
        let is_title = cells.trim().is_empty()
            || is_comment(line)
            || cells.len() < line.len() && !cells.contains([';', '\t', '|', '"']) && cells != "sep=";
        if lines > 0 && !is_title {
            let records = Records::open_at(file, &text[start..], lines + 1).ok()?;
            return PairColumns::recognise(records.header()).map(|_| (records, lines));
        }
        start += text[start..].find('\n')? + 1;
        lines += 1;
        if !is_title || lines > TITLE_LINES {
            return None;
        }
    }
}

/// Reads a pair table that is delimited text or was converted to it.
///
/// # Errors
/// Returns [`Error::NotPairs`], [`Error::NoSuchColumn`] or [`Error::Doubt`].
pub(super) fn read_records(file: &str, records: Records<'_>, told: &Told) -> Result<Reading, Error> {
    let records = if told.no_header { records.without_header() } else { records };
    let (header, path) = (records.header().to_vec(), source_of_rows(file));
    let no_column = |column| Error::NoSuchColumn { path: path.to_owned(), column, header: header.clone() };
    let recognised = PairColumns::of(&header, told.columns.as_ref(), |column| holds_countries(&records, column));
    let Some((mut columns, loose)) = recognised.map_err(no_column)? else {
        return Err(Error::NotPairs { path: path.to_owned(), header });
    };
    settle(path, &records, &mut columns, &loose)?;
    let unused = header.iter().enumerate().filter(|(at, name)| !columns.uses(*at) && !name.is_empty());
    let mut notes = Note::unused_columns(file, unused.map(|(_, name)| name), &[]);
    notes.insert(0, columns.recognised(file, &header));
    if let Some(at) = columns.doubled(&header) {
        let (line, column) = (records.header_line(), Some(header[at].clone()));
        let fault = Fault { file: file.to_owned(), line, column, kind: FaultKind::DoubledColumn };
        let mut part = ties::Part::default();
        part.faults.push(fault);
        return Ok(Pairs::from(part).into_reading(file, notes, Identity::AsWritten));
    }
    let identity = match (told.as_written, columns.has_ids()) {
        (true, _) => Identity::AsWritten,
        (false, true) => Identity::Id,
        (false, false) => Identity::Name,
    };
    let mut known = Known { parts_names: identity == Identity::Name, ..Known::default() };
    let mut pairs = pairs(file, &records, &columns, &known);
    if let Some((first, cells)) = pairs.several().filter(|_| identity != Identity::AsWritten) {
        let what = match cells {
            1 => format!("`{first}` names several places: each is an end of its own"),
            _ => format!("{cells} cells name several places, such as `{first}`: each is an end of its own"),
        };
        notes.push(Note::Taken { file: file.to_owned(), what });
        known.has_several = true;
        pairs = self::pairs(file, &records, &columns, &known);
    }
    if identity != Identity::AsWritten {
        let homonyms = pairs.homonyms();
        if let Some((name, country)) = homonyms.first() {
            let first = if country.is_empty() { name.to_owned() } else { format!("{name}, {country}") };
            notes.push(Note::Homonyms { file: file.to_owned(), names: homonyms.len(), first });
            // When a row is read, later rows with the same name aren't known yet, so the table is read again.
            known.homonyms = homonyms;
            pairs = self::pairs(file, &records, &columns, &known);
        }
    }
    if let Some((first, names)) = pairs.lists().filter(|_| identity == Identity::Name) {
        let others = if names > 1 { format!(", as are {} more names with commas", names - 1) } else { String::new() };
        let what = format!("`{first}` is taken for one place{others}; several in a cell are parted by semicolons");
        notes.push(Note::Taken { file: file.to_owned(), what });
    }
    notes.extend((!pairs.any).then(|| Note::NoRows { file: file.to_owned() }));
    Ok(pairs.into_reading(file, notes, identity))
}

/// What a first reading of the whole table shows, but no single row.
#[derive(Default)]
struct Known {
    homonyms: Homonyms,
    /// Whether cells name several places.
    has_several: bool,
    /// Whether the country at the end of a name is split off.
    parts_names: bool,
}

/// A table with fewer bytes isn't worth a second thread.
const MANY: usize = 1 << 18;

/// If fewer bytes are left, the first thread will finish soon.
const LEFT: usize = MANY / 2;

/// Reads records, in two halves in parallel if there are many.
fn pairs<'t>(file: &str, records: &Records<'t>, columns: &PairColumns, known: &Known) -> Pairs<'t> {
    let frontier = records.frontier();
    // Details of partnerships go into a single data set, which only one thread can fill.
    let is_halved = records.len() >= MANY && !columns.describes_partnerships();
    let second = || frontier.halve(records.text(), LEFT);
    let halves = is_halved.then(|| in_halves(file, records, columns, known, &frontier, second)).flatten();
    halves.unwrap_or_else(|| {
        half(file, records, columns, known, records.len() / ROW, &DefaultHashBuilder::default(), &records.frontier())
            .0
            .into()
    })
}

/// Reads records with two threads; the second starts at the byte that `second` returns. `None` if the first thread had
/// already passed that byte, or if a quoted cell spans it.
fn in_halves<'t>(
    file: &str,
    records: &Records<'t>,
    columns: &PairColumns,
    known: &Known,
    frontier: &Frontier,
    second: impl FnOnce() -> Option<usize> + Send,
) -> Option<Pairs<'t>> {
    let (hasher, rows) = (DefaultHashBuilder::default(), records.len() / ROW / 2);
    let ((first, end), second) = rayon::join(
        || half(file, records, columns, known, rows, &hasher, frontier),
        || {
            let start = second()?;
            let records = records.from(start);
            Some((start, half(file, &records, columns, known, rows, &hasher, &records.frontier()).0))
        },
    );
    match second {
        None => Some(first.into()),
        Some((start, second)) => (end <= start).then(|| Pairs::of_halves(first, second)),
    }
}

/// The usual length of a row, in bytes.
const ROW: usize = 64;

/// Reads records as far as `frontier` allows, with room for about `rows` rows. Also returns the end of the last record.
fn half<'t>(
    file: &str,
    records: &Records<'t>,
    columns: &PairColumns,
    known: &Known,
    rows: usize,
    hasher: &DefaultHashBuilder,
    frontier: &Frontier,
) -> (ties::Part<'t>, usize) {
    let (header, describes_partnerships) = (records.header(), columns.describes_partnerships());
    let (mut part, mut faults) = (ties::Part::for_rows(rows, hasher), Vec::new());
    let mut sides = Sides::new(columns, rows);
    let read = records.each_to(frontier, &mut faults, |record, line, faults| {
        // A spreadsheet saves rows that say nothing as `;;;;`.
        if record.len() != header.len() || record.are_blank() {
            return;
        }
        let Known { homonyms, parts_names, .. } = known;
        let row = Row { record, columns, homonyms, parts_names: *parts_names, parts: [Part::WHOLE; 2] };
        let mut found = Vec::new();
        if known.has_several {
            row.each_pair(&mut part, &mut sides, line, &mut found);
            faults.extend(found.into_iter().map(|fault| at_column(file, header, line, fault)));
            return;
        }
        let ends = [0, 1].map(|side| {
            let words = sides.words(record, side);
            words.and_then(|words| sides.again(words)).or_else(|| {
                let before = found.len();
                let (place, position) = row.place(side, &mut part.places, line, &mut found)?;
                // A side with faults isn't remembered, so that the faults of every row are reported.
                sides.insert(words.filter(|_| found.len() == before), place, position, line);
                Some(place)
            })
        });
        if describes_partnerships {
            row.partnership(ends, &mut part, line, &mut found);
        } else if let [Some(a), Some(b)] = ends {
            part.tie(a, b, None, line);
        }
        faults.extend(found.into_iter().map(|fault| at_column(file, header, line, fault)));
    });
    part.said = sides.said();
    part.faults = faults;
    part.any = read.any;
    (part, read.end)
}

/// A fault of a row at the column with an index.
fn at_column(file: &str, header: &[String], line: u32, (at, kind): (Option<usize>, FaultKind)) -> Fault {
    Fault { file: file.to_owned(), line, column: at.map(|at| header[at].clone()), kind }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::model::{Dataset, PartnershipRow, PlaceRow, Position};

    fn sound(text: &str) -> Dataset {
        read("file", text, &Told::default()).unwrap().sound().unwrap().0
    }

    fn ids(dataset: &Dataset) -> Vec<&str> {
        dataset.places().map(|place| place.id).collect()
    }

    #[test]
    fn an_id_has_no_blanks_around_it_whatever_they_are() {
        // Found by fuzzing: a vertical tab is no ASCII blank to Rust, but was trimmed when the list was read again.
        assert_eq!(ids(&sound("% comment\n \u{b}2 3\n")), ["2", "3"]);
        let faults = |text: &str| read("file", text, &Told::default()).unwrap().faults.len();
        assert_eq!(faults("Mogilev Tula\nSaint Petersburg Minsk\n"), 1);
        assert_eq!(faults("1 2 0.5\n2 3\n"), 0);
        assert_eq!(faults("a,b,a\nx,y,z\n"), 1);
        assert!(read("file", "1,2\n2,3\n", &Told::default()).is_err());
        assert_eq!(ids(&sound("a.id,b.id\nhttp://x.org/ Q1 ,Q2\n")), ["Q1", "Q2"]);
    }

    #[test]
    fn ids_of_names_are_distinct_and_don_t_depend_on_the_order_of_rows() {
        let text = ["Munster,DE,Münster,DE", "!,,+,", "Munster 2,DE,munster,de"];
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
            ("+", "place-2"),
            ("Munster", "munster-de"),
            ("Munster 2", "munster-2-de"),
            ("Münster", "munster-de-2"),
            ("munster", "munster-de-3"),
        ];
        let expected = expected.map(|(name, id)| (name.to_owned(), id.to_owned()));
        assert_eq!(of_name(&straight), expected);
    }

    /// The data set of a table and what else was found in it.
    fn all_of(pairs: Pairs<'_>) -> (Dataset, String) {
        let any = pairs.any;
        let Reading { dataset, faults, .. } = pairs.into_reading("file", Vec::new(), Identity::Id);
        let places: Vec<u32> =
            (0..).take(dataset.places().len()).map(|row| dataset.locate_place(PlaceRow(row)).1).collect();
        let ties: Vec<u32> = (0..)
            .take(dataset.partnerships().len())
            .map(|row| dataset.locate_partnership(PartnershipRow(row)).1)
            .collect();
        let kinds: Vec<_> = dataset.kinds_and_statuses().collect();
        let rest = format!("{any} {places:?} {ties:?} {kinds:?} {faults:?}");
        (dataset, rest)
    }

    /// Reads a table in two parts, cut at each line in turn, and compares the results with reading it at once.
    fn check_halves(text: &str) {
        let records = Records::open("file", text).unwrap();
        let columns = PairColumns::recognise(records.header()).unwrap();
        let whole = all_of(pairs("file", &records, &columns, &Known::default()));
        for (line_end, _) in text.match_indices('\n').skip(1) {
            // The first thread comes this far, or is never stopped.
            let (start, frontier) = (line_end + 1, records.frontier());
            frontier.bind(start);
            let halves =
                in_halves("file", &records, &columns, &Known::default(), &frontier, || Some(start)).map(all_of);
            assert!(halves.is_some() || text.contains('"'), "{text:?} at {start}");
            assert!(halves.is_none_or(|halves| halves == whole), "{text:?} at {start}");
            let overrun = in_halves("file", &records, &columns, &Known::default(), &records.frontier(), || Some(start))
                .map(all_of);
            assert!(overrun.is_none_or(|overrun| overrun == whole), "{text:?} at {start}");
        }
    }

    /// The table is large enough for `pairs` to halve it.
    #[test]
    fn many_rows_come_to_the_same_by_two_threads() {
        let row = |row: u32| {
            let (a, b) = (row * row % 977, row * 31 % 1009);
            format!("P{a},Land {},{},P{b},Land {},{row}\n", a % 7, row % 90, b % 7)
        };
        let header = "city1,country1,population1,city2,country2,population2\n";
        let text = header.to_owned() + &(0..20_000).map(row).collect::<String>();
        assert!(text.len() > MANY);
        let records = Records::open("file", &text).unwrap();
        let columns = PairColumns::recognise(records.header()).unwrap();
        let whole =
            half("file", &records, &columns, &Known::default(), 0, &DefaultHashBuilder::default(), &records.frontier())
                .0;
        let whole = all_of(whole.into());
        assert!(whole.0.places().len() > 1000 && whole.0.places().all(|place| place.population.is_some()));
        for threads in [1, 2, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            for _ in 0..5 {
                assert!(pool.install(|| all_of(pairs("file", &records, &columns, &Known::default()))) == whole);
            }
        }
    }

    proptest! {
        #[test]
        fn halves_come_to_the_whole(
            rows in vec((select(vec!["x", "y", "z", "\"x\""]), 0..3_u8, 0..3_u8, select(vec!["", "R"]), select(vec!["x", "y", "w", ""]), 0..3_u8), 0..14),
            end in select(vec!["\n", "\r\n", "\n\n"]),
        ) {
            let row = |(a, lat, population, region, b, other): &(&str, u8, u8, &str, &str, u8)| {
                format!("{a},{lat},1,{population},{region},{b},{other},2,{other},{end}")
            };
            let header = "a,a_lat,a_lon,a_population,a_region,b,b_lat,b_lon,b_population,b_region\n";
            check_halves(&(header.to_owned() + &rows.iter().map(row).collect::<String>()));
        }

        #[test]
        fn halves_come_to_the_whole_wherever_cells_are_quoted(
            cells in vec(select(vec!["x", "y", "\"x\"", "\"x\n\"", "\"", "z\"", "", "1", "95", "é", "\u{feff}\"x\""]), 0..60),
            breaks in vec(select(vec![",", ",", ",", ",", ",", "\n", "\r\n", "\n\n"]), 60),
        ) {
            let body: String = cells.iter().zip(&breaks).map(|(cell, after)| format!("{cell}{after}")).collect();
            check_halves(&format!("a,a_lat,a_lon,b,b_lat,b_lon\n{body}"));
        }
    }

    #[test]
    fn the_position_that_most_rows_give_is_taken() {
        let text = "a,a_lat,a_lon,b,b_lat,b_lon\nx,2.2,2.2,y,5,5\nz,9,9,x,2,2\nx,2,2,z,9,9\n";
        let dataset = sound(text);
        assert_eq!(dataset.places().next().unwrap().position, Position::new(2.0, 2.0).ok());
    }
}
