//! Reads a table of places and a table of links between them.
//!
//! It understands what pair tables may have: columns with other names and in other languages, countries in words,
//! points. A link names its ends by ids or names. Places without ids get the ids that they would get in a pair table.
//! As in a pair table, a link is the claim of its first end unless it says otherwise, and a link that says the same
//! from the other side joins it.

pub(super) mod link_ends;
pub(super) mod links;
pub(super) mod place_columns;

use hashbrown::HashSet;

use crate::{
    formats::{
        Reading, Told,
        columns::PLACE,
        decode,
        delimited::records::{Cells, Records},
        error::Error,
        fault::{Fault, FaultKind},
        named_after,
        note::Note,
        pairs::{
            ids::{numbered, slug},
            rows::{local_id, position},
        },
    },
    model::source_of_rows,
};
use link_ends::Ends;
use place_columns::PlaceColumns;

/// Reads both tables, of places and of links, as the data set of a file.
///
/// # Errors
/// Returns [`Error::NotPlaces`], [`Error::NotLinks`] or [`Error::NoSuchColumn`].
pub(super) fn read(
    file: &str,
    places: &Records<'_>,
    links: Records<'_>,
    told: &Told,
    ends_by: EndsBy,
) -> Result<Reading, Error> {
    let mut reading = Reading::default();
    reading.dataset.set_metadata(named_after(file));
    reading.dataset.set_files(places.file(), links.file(), places.file());
    read_into(&mut reading, places, links, told, ends_by)?;
    Ok(reading)
}

/// What identifies the ends of links.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EndsBy {
    /// They are ids or names.
    Names,
    /// They are the numbers of places in their list, from 0.
    Numbers,
}

/// Reads both tables into `reading`, which has no rows yet, but has the names of its files.
pub(super) fn read_into(
    reading: &mut Reading,
    places: &Records<'_>,
    links: Records<'_>,
    told: &Told,
    ends_by: EndsBy,
) -> Result<(), Error> {
    let links = if told.no_header { links.without_header() } else { links };
    reading.dataset.set_locates_regions(true);
    read_places(reading, places)?;
    let links = {
        let ends = Ends::of(&reading.dataset, ends_by == EndsBy::Numbers);
        links::read(&links, told, &ends, &mut reading.notes, &mut reading.faults)?
    };
    links.push_to(&mut reading.dataset);
    Ok(())
}

fn read_places(reading: &mut Reading, records: &Records<'_>) -> Result<(), Error> {
    let (file, header) = (records.file(), records.header());
    let not_places = || Error::NotPlaces { path: source_of_rows(file).to_owned(), header: header.to_vec() };
    let columns = PlaceColumns::of(header).ok_or_else(not_places)?;
    let Reading { dataset, notes, faults, .. } = reading;
    notes.extend(columns.notes(file, header));
    let fault = |line, column: Option<usize>, kind| {
        let column = column.map(|at| header[at].clone());
        Fault { file: file.to_owned(), line, column, kind }
    };
    if let Some(at) = columns.doubled(header) {
        faults.push(fault(records.header_line(), Some(at), FaultKind::DoubledColumn));
        return Ok(());
    }
    let (mut seen, mut buffer) = (HashSet::new(), Vec::new());
    let read = records.each(faults, |record, line, faults| {
        // Without ids, rows that are the same are one place.
        if record.len() != header.len() || record.are_blank() || (!columns.has_ids() && !seen.insert(words(record))) {
            return;
        }
        let (mut cells, both) = columns.cells(record);
        let mut found = Vec::new();
        let is_point = cells[LAT].is_empty() && cells[LON].is_empty();
        cells[ID] = if columns.has_ids() {
            local_id(cells[ID])
        } else if cells[NAME].is_empty() {
            return faults.push(fault(line, columns.of_known("name"), FaultKind::Blank));
        } else {
            slug([cells[NAME], cells[COUNTRY]], &mut buffer)
        };
        let mut place = decode::place(cells, &mut found);
        if is_point {
            place.position = position(both, "", "", &mut found);
        }
        dataset.push_place(&place, line);
        let column = |column| if column == "point" { columns.point } else { columns.of_known(column) };
        faults.extend(found.into_iter().map(|(name, kind)| fault(line, column(name), kind)));
    });
    notes.extend((!read.any).then(|| Note::NoRows { file: file.to_owned() }));
    if !columns.has_ids() {
        for (row, id) in numbered(dataset, |_| false) {
            dataset.set_id(row, &id);
        }
    }
    Ok(())
}

/// The cells of a row as one text.
fn words(record: Cells<'_, '_>) -> String {
    let cells: Vec<&str> = (0..record.len()).map(|at| record.get(at).unwrap_or_default().trim()).collect();
    cells.join("\u{1f}")
}

const ID: usize = 0;
const NAME: usize = 1;
const COUNTRY: usize = 3;
const LAT: usize = 8;
const LON: usize = 9;
const _: () = assert!(PLACE.len() == 21);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Claim;

    fn read(places: &str, links: &str) -> Reading {
        let (places, links) = (Records::open("p.csv", places).unwrap(), Records::open("l.csv", links).unwrap());
        super::read("p.csv", &places, links, &Told::default(), EndsBy::Names).unwrap()
    }

    fn ties(reading: &Reading) -> Vec<String> {
        reading.dataset.partnerships().map(|row| format!("{} {}", row.a, row.b)).collect()
    }

    #[test]
    fn ends_are_ids_or_names_and_names_are_told_apart_by_country() {
        let by_id = read("id,name\n1,Gomel\n2,Bryansk\n", "source,target\n1,2\n");
        assert_eq!(ties(&by_id), ["1 2"]);
        let by_name = read("id,name\n1,Gomel\n2,Bryansk\n", "source,target\nGomel,Bryansk\n");
        assert_eq!(ties(&by_name), ["1 2"]);
        let places = "name,country\nBrest,Belarus\nBrest,France\nTula,Russia\n";
        let links = "city1,country1,city2,country2\nTula,Russia,Brest,France\nBrest,belarus,Tula,\n";
        let apart = read(places, links);
        assert_eq!(ties(&apart), ["tula-russia brest-france", "brest-belarus tula-russia"]);
        // If an end is ambiguous it is left as it is; the graph reports which places it may be.
        assert_eq!(ties(&read(places, "from,to\nBrest,Tula\n")), ["Brest tula-russia"]);
    }

    #[test]
    fn addresses_of_entities_are_ids() {
        let address = "http://www.wikidata.org/entity/";
        let places = format!("item,itemLabel,coord\n{address}Q1,x,Point(30 52)\n{address}Q2,y,\n");
        let reading = read(&places, &format!("item,twin\n{address}Q1,{address}Q2\n"));
        assert_eq!((ties(&reading), reading.faults), (vec!["Q1 Q2".to_owned()], Vec::new()));
        assert_eq!(reading.dataset.places().next().unwrap().position.unwrap().lat(), 52.0);
    }

    #[test]
    fn links_of_both_directions_are_one_partnership() {
        let reading = read("id\nx\ny\nz\n", "a,b,since\nx,y,1990\ny,x,1990\nx,z,\ny,z,1991\nz,y,1992\n");
        let rows: Vec<(String, Claim)> =
            reading.dataset.partnerships().map(|row| (row.a.to_owned() + row.b, row.claimed_by)).collect();
        let expected = [("xy", Claim::Both), ("xz", Claim::A), ("yz", Claim::A), ("zy", Claim::A)];
        assert_eq!(rows, expected.map(|(ends, claim)| (ends.to_owned(), claim)));
        let stated = read("id\nx\ny\n", "source,target,claimed_by\nx,y,both\ny,x,b\n");
        assert_eq!(stated.dataset.partnerships().len(), 2);
    }

    #[test]
    fn faults_have_the_names_of_the_columns_as_they_stand() {
        let reading = read("name,Latitude,Longitude\nx,91,1\n,1,1\nx,91,1\n\n,,\n", "from,to,Jahr\nx,,nie\n");
        let faults: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
        assert!(faults[0].starts_with("p.csv:2: column `Latitude`: "), "{faults:?}");
        assert_eq!(faults[1], "p.csv:3: column `name`: is blank");
        assert_eq!(faults[2], "l.csv:2: column `to`: is blank");
        assert!(faults[3].starts_with("l.csv:2: column `Jahr`: "), "{faults:?}");
        assert_eq!(faults.len(), 4);
    }
}
