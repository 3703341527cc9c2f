//! Which of two places a column is about, where only its values tell.

use hashbrown::{HashMap, HashSet};

use super::{
    error::{Doubt, Error},
    pair_columns::{GROUPS, Loose, PairColumns, Role},
    records::Records,
};

/// Gives columns that may be about either place to the one that their values fit.
///
/// What one place says of itself is the same in all of its rows. So columns belong to the second place where they vary among
/// the rows of one first place, and to the first where they vary among those of one second place. A tenth of the
/// contradictions of the other side are taken for slips of the list. Where neither varies, columns behind the second
/// place's name are its own.
///
/// # Errors
/// [`Error::Doubt`] where both vary. Ids that do so are numbers of rows, and are nobody's.
pub(super) fn settle(
    file: &str,
    records: &Records<'_>,
    columns: &mut PairColumns,
    loose: &[Loose],
) -> Result<(), Error> {
    for group in GROUPS {
        if alternate(columns, group, loose) {
            continue;
        }
        let mut found: Vec<Loose> = Vec::new();
        for column in loose.iter().filter(|column| group.contains(&column.role)) {
            // Of two countries in two languages the first is as good.
            if found.iter().all(|taken| taken.role != column.role) {
                found.push(*column);
            }
        }
        if found.is_empty() {
            continue;
        }
        let side = match [0, 1].map(|side| group.iter().any(|&role| columns.has(side, role))) {
            [true, true] => continue,
            [true, false] => 1,
            [false, true] => 0,
            [false, false] => match side_by_values(records, columns, &found) {
                Some(side) => side,
                None if group.contains(&Role::Id) => continue,
                None => return Err(doubt(file, records.header(), columns, found[0])),
            },
        };
        found.iter().for_each(|column| columns.set(side, column.role, column.column));
    }
    Ok(())
}

/// Gives two columns of each role to the two places, where one of them stands beside each: `Stadt,Staat,Partner,Land`. Whether
/// all of a group are.
fn alternate(columns: &mut PairColumns, group: &[Role], loose: &[Loose]) -> bool {
    let (Some(first), Some(second)) = (columns.key(0), columns.key(1)) else { return false };
    let keys = if first < second { [(first, 0), (second, 1)] } else { [(second, 1), (first, 0)] };
    let [(before, _), (behind, _)] = keys;
    let mut given = Vec::new();
    for &role in group {
        let at: Vec<usize> = loose.iter().filter(|column| column.role == role).map(|column| column.column).collect();
        let stands_between = |at: usize| before < at && at < behind;
        match at[..] {
            [] => {}
            [x, y] if stands_between(x) && behind < y || x < before && stands_between(y) => {
                given.extend([(role, keys[0].1, x), (role, keys[1].1, y)]);
            }
            _ => return false,
        }
    }
    let is_free = group.iter().all(|&role| !columns.has(0, role) && !columns.has(1, role));
    if is_free {
        given.iter().for_each(|&(role, side, column)| columns.set(side, role, column));
    }
    is_free && !given.is_empty()
}

fn side_by_values(records: &Records<'_>, columns: &PairColumns, found: &[Loose]) -> Option<usize> {
    match [0, 1].map(|side| contradictions(records, columns.key(side), found)) {
        [0, 0] => {
            let is_behind = columns.key(1).is_none_or(|partner| found[0].column > partner);
            Some(usize::from(is_behind))
        }
        [of_first, of_second] if of_first > 10 * of_second => Some(1),
        [of_first, of_second] if of_second > 10 * of_first => Some(0),
        _ => None,
    }
}

/// How many places have rows that say different things in some columns. A place that all rows share is one.
fn contradictions(records: &Records<'_>, key: Option<usize>, columns: &[Loose]) -> usize {
    let mut said: HashMap<String, String> = HashMap::new();
    let mut contradicted: HashSet<String> = HashSet::new();
    let width = records.header().len();
    records.each(&mut Vec::new(), |record, _, _| {
        if record.len() != width {
            return;
        }
        let cell = |at| record.get(at).unwrap_or_default().trim();
        let values: Vec<&str> = columns.iter().map(|column| cell(column.column)).collect();
        // What a row leaves out contradicts nothing.
        if values.contains(&"") {
            return;
        }
        let (place, values) = (key.map_or("", cell).to_owned(), values.join("\u{1f}"));
        if *said.entry(place.clone()).or_insert_with(|| values.clone()) != values {
            contradicted.insert(place);
        }
    });
    contradicted.len()
}

fn doubt(file: &str, header: &[String], columns: &PairColumns, loose: Loose) -> Error {
    let place = |side| columns.key(side).map_or_else(|| "the place told".to_owned(), |at| header[at].clone());
    Error::Doubt(Box::new(Doubt {
        path: file.to_owned(),
        header: header.to_vec(),
        column: header[loose.column].clone(),
        role: loose.role.key(),
        places: [place(0), place(1)],
    }))
}
