//! Reads vertices and edges as a data set.

use std::{fs, path::Path};

use serde::Deserialize;

use super::{CLAIMS, EDGES, ENDS, ID, KEY, MANIFEST, OF_QUERIES, VERTICES, table::Table};
use crate::{
    formats::{
        Reading,
        columns::{PARTNERSHIP, PLACE},
        decode,
        error::Error,
        json, named_after,
        note::Note,
        typed::Row,
    },
    model::{Claim, CountryCode, Dataset, Level, PartnershipRecord, PlaceRow, RegionCode, RegionRecord, counted_rows},
    register::Register,
};

/// What the manifest says about the files beside it.
#[derive(Deserialize)]
struct Manifest {
    vertices: Option<Rows>,
    edges: Option<Rows>,
}

#[derive(Deserialize)]
struct Rows {
    rows: Option<u32>,
}

/// What a vertex stands for.
enum Vertex {
    Place(PlaceRow),
    /// A region or country, by its code.
    Area(String),
}

/// The vertices by id, in ascending order.
type Vertices = Vec<(i64, Vertex)>;

/// Reads a folder with vertices, edges and, if it has one, a manifest.
///
/// # Errors
/// Returns [`Error::Parquet`], and the errors of files and of JSON.
pub(in crate::formats) fn read(folder: &Path) -> Result<Reading, Error> {
    let path = folder.join(MANIFEST);
    let manifest = path.display().to_string();
    let stated = match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(source) => return Err(Error::Unreadable { path: manifest, source }),
    };
    let mut reading = Reading::default();
    let mut counts = [None, None];
    match stated {
        Some(text) => {
            reading = json::read_beside(&manifest, &text)?;
            let said: Manifest =
                serde_json::from_str(&text).map_err(|source| Error::Json { path: manifest.clone(), source })?;
            counts = [said.vertices, said.edges].map(|file| file.and_then(|file| file.rows));
        }
        None => reading.dataset.set_metadata(named_after(&folder.display().to_string())),
    }
    let open = |name| {
        let path = folder.join(name);
        if !path.exists() {
            return Err(Error::Parquet { path: folder.display().to_string(), what: format!("it has no {name}") });
        }
        Table::open(&path)
    };
    let [vertices, edges] = [VERTICES, EDGES].map(open);
    let (vertices, edges) = (vertices?, edges?);
    let [of_places, of_ties] = [&vertices, &edges].map(|table| counted_rows(&table.file));
    reading.dataset.set_files(&of_places, &of_ties, &manifest);
    let (ends, read) = read_vertices(&vertices, &mut reading)?;
    whole(&vertices, counts[0], read)?;
    let read = read_edges(&edges, &ends, &mut reading)?;
    whole(&edges, counts[1], read)?;
    Ok(reading)
}

/// Checks the number of rows against the manifest, since a folder that was copied only in part gives no sound answer.
fn whole(table: &Table, stated: Option<u32>, read: u32) -> Result<(), Error> {
    match stated {
        Some(stated) if stated != read => {
            Err(table.broken(format!("it has {read} rows, and {MANIFEST} beside it says {stated}")))
        }
        _ => Ok(()),
    }
}

/// Checks that a table has the columns it needs, and notes those that aren't used.
fn look_at_header(table: &Table, needed: &[&str], known: &[&'static str], reading: &mut Reading) -> Result<(), Error> {
    let header = table.header();
    if let Some(missing) = needed.iter().find(|needed| !header.iter().any(|name| name == *needed)) {
        let found: Vec<String> = header.iter().map(|name| format!("`{name}`")).collect();
        return Err(table.broken(format!("it has no column `{missing}`, but {}", found.join(", "))));
    }
    let is_known =
        |name: &&String| known.contains(&&***name) || needed.contains(&&***name) || OF_QUERIES.contains(&&***name);
    let unused = header.iter().filter(|name| !is_known(name));
    reading.notes.extend(Note::unused_columns(&table.file, unused, known));
    Ok(())
}

fn read_vertices(table: &Table, reading: &mut Reading) -> Result<(Vertices, u32), Error> {
    const LEVEL: &str = "level";
    let mut columns = PLACE;
    columns[0] = KEY;
    look_at_header(table, &[ID, KEY], &[&columns[..], &[LEVEL]].concat(), reading)?;
    let asked: Vec<&str> = [ID, LEVEL].into_iter().chain(columns).collect();
    let (register, file) = (Register::built_in(), counted_rows(&table.file));
    let (mut ends, mut found, mut count) = (Vertices::new(), Vec::new(), 0);
    table.each(&asked, |row, cells| {
        count = row;
        let id = whole_number(table, row, ID, &cells[0])?;
        let place = Row { file: &file, number: row, columns: &PLACE };
        let of_place = place.trimmed(std::array::from_fn(|at| cells[at + 2].as_str()), reading);
        let key = of_place[0];
        let is_level = |level: Level| cells[1] == level.name();
        let code = is_level(Level::Region).then(|| RegionCode::new(key.to_owned()).ok()).flatten();
        let is_country = is_level(Level::Country) && CountryCode::new(key).is_some();
        let vertex = if is_country || code.is_some() {
            if let Some(code) = code {
                push_own_region(&mut reading.dataset, &register, code, &of_place);
            }
            Vertex::Area(key.to_owned())
        } else {
            let number = u32::try_from(reading.dataset.places().len()).unwrap_or(u32::MAX);
            reading.dataset.push_place(&decode::place(of_place, &mut found), row);
            place.add_faults(&mut found, reading);
            Vertex::Place(PlaceRow(number))
        };
        ends.push((id, vertex));
        Ok(())
    })?;
    ends.sort_by_key(|(id, _)| *id);
    match ends.windows(2).find(|both| both[0].0 == both[1].0) {
        Some(both) => Err(table.broken(format!("two of its rows have the `{ID}` {}", both[0].0))),
        None => Ok((ends, count)),
    }
}

/// Adds a region that is neither in the register nor in the manifest.
fn push_own_region(dataset: &mut Dataset, register: &Register, code: RegionCode, cells: &[&str; PLACE.len()]) {
    let [_, name, _, country, ..] = cells;
    if register.find_region(&code).is_none() && !dataset.regions().any(|region| region.code == code) {
        let (country, name) = (CountryCode::new(country), (*name).to_owned());
        dataset.push_region(RegionRecord { country, name, ..RegionRecord::new(code) }, 0);
    }
}

fn read_edges(table: &Table, ends: &Vertices, reading: &mut Reading) -> Result<u32, Error> {
    const CLAIMED_BY: usize = 7;
    look_at_header(table, &ENDS, &PARTNERSHIP[2..], reading)?;
    let asked: Vec<&str> = ENDS.into_iter().chain(PARTNERSHIP[2..].iter().copied()).collect();
    let (mut found, mut count, file) = (Vec::new(), 0, counted_rows(&table.file));
    table.each(&asked, |row, cells| {
        count = row;
        let end = |at: usize| {
            let id = whole_number(table, row, ENDS[at], &cells[at])?;
            // Ids have no gaps in files that this crate wrote.
            let dense = usize::try_from(id).ok().and_then(|at| ends.get(at)).filter(|(known, _)| *known == id);
            let sparse = || ends.binary_search_by_key(&id, |(known, _)| *known).ok().map(|at| &ends[at]);
            let vertex = dense.or_else(sparse).map(|(_, vertex)| vertex);
            vertex.ok_or_else(|| table.broken(format!("row {row}: no vertex has the `{ID}` {id}, its `{}`", ENDS[at])))
        };
        let ends = [end(0)?, end(1)?];
        let tie = Row { file: &file, number: row, columns: &PARTNERSHIP };
        let mut of_tie = tie.trimmed(std::array::from_fn(|at| cells[at].as_str()), reading);
        if let Some(claim) = CLAIMS.iter().position(|claim| *claim == of_tie[CLAIMED_BY]) {
            of_tie[CLAIMED_BY] = Claim::ALL[claim].name();
        }
        let record = decode::partnership(of_tie, &mut found);
        if let [Vertex::Place(a), Vertex::Place(b)] = ends {
            reading.dataset.push_partnership_of([*a, *b], &record, row);
        } else {
            let [a, b] = ends.map(|end| match end {
                Vertex::Place(place) => reading.dataset.text(reading.dataset.place_id(*place)).to_owned(),
                Vertex::Area(code) => code.clone(),
            });
            reading.dataset.push_partnership(&PartnershipRecord { a: &a, b: &b, ..record }, row);
        }
        tie.add_faults(&mut found, reading);
        Ok(())
    })?;
    Ok(count)
}

fn whole_number(table: &Table, row: u32, column: &str, cell: &str) -> Result<i64, Error> {
    cell.parse().map_err(|_| {
        let found = if cell.is_empty() { "blank".to_owned() } else { format!("`{cell}`") };
        table.broken(format!("row {row}: its `{column}` is to be a whole number, and is {found}"))
    })
}
