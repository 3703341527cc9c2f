//! Decides by its values which of two places a column is about.

use hashbrown::{HashMap, HashSet};

use super::{
    columns::{Loose, PairColumns},
    roles::{GROUPS, ROLES, Role},
};
use crate::{
    formats::{
        delimited::records::Records,
        error::{Doubt, Error},
    },
    register::{WordTable, word_key},
};

/// Assigns columns that may be about either place to the one that their values fit.
///
/// What a row says about a place should be the same in all rows of that place. So columns belong to the second place if
/// they vary among the rows of one first place, and to the first place if they vary among the rows of one second place.
/// A tenth as many contradictions on the other side are taken for mistakes of the list. Columns that stand among those
/// of one place belong to it. If the values vary on neither side, columns behind the second name belong to the second
/// place, except for positions and population figures that several partners of the first place share. A region between
/// the two names belongs to the place before it, since several places in different regions may have one name.
///
/// # Errors
/// Returns [`Error::Doubt`] if the values vary on both sides, or if a column stands beside one place and
/// repeats what it says about the other. An ids column that does so has numbers of rows, and belongs to neither.
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
            // If a list gives the country in two languages, the first will do.
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
                Ok(side) => side,
                Err(_) if group.contains(&Role::Id) => continue,
                Err(speaks) => return Err(doubt(file, records.header(), columns, found[0], speaks)),
            },
        };
        found.iter().for_each(|column| columns.set(side, column.role, column.column));
    }
    Ok(())
}

/// Assigns two columns of each role to the two places, if one of them stands beside each place:
/// `Stadt,Staat,Partner,Land`. Returns whether this worked for the whole group.
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
            [x, y]
                if stands_between(x) && behind < y || x < before && stands_between(y) || x < before && behind < y =>
            {
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

/// Whether most values of a column are words for countries, in any language.
pub(super) fn holds_countries(records: &Records<'_>, column: usize) -> bool {
    let mut texts: HashSet<String> = HashSet::new();
    let width = records.header().len();
    records.each(&mut Vec::new(), |record, _, _| {
        let text = record.get(column).unwrap_or_default().trim();
        if record.len() == width && !text.is_empty() && !texts.contains(text) {
            texts.insert(text.to_owned());
        }
    });
    let is_country = |text: &&String| WordTable::of_countries().codes_of(&word_key(text)).next().is_some();
    2 * texts.iter().filter(is_country).count() > texts.len()
}

/// Why values don't decide to which side a column belongs.
enum Speaks {
    /// They vary among the rows of one place on either side.
    ForNeither,
    /// The column stands beside this side's place, but differs among the rows of many of its places.
    Against(usize),
    /// The column stands beside this side's place, but says the same in all rows of one place of the other side.
    ForBoth(usize),
}

/// The side that some columns belong to.
fn side_by_values(records: &Records<'_>, columns: &PairColumns, found: &[Loose]) -> Result<usize, Speaks> {
    let column = found[0];
    if let Some(around) = side_around(columns, column.column) {
        return Ok(around);
    }
    if column.role == Role::Region
        && let Some(beside) = side_beside(columns, column.column)
    {
        return Ok(beside);
    }
    let said = [0, 1].map(|side| Said::of(records, columns.key(side), found));
    let is_behind = columns.key(1).is_none_or(|partner| column.column > partner);
    match [said[0].contradicted, said[1].contradicted] {
        [0, 0] => {
            let (own, other) = if is_behind { (1, 0) } else { (0, 1) };
            // No two partners have the same position or population, so a shared value describes the other place.
            let is_unique = !matches!(column.role, Role::Country | Role::Id);
            match &said[other] {
                of_other if said[own].agreed > 0 || !of_other.varies => Ok(own),
                of_other if is_unique && of_other.agreed > 0 => Ok(other),
                of_other if of_other.agreed >= MANY_AGREED && of_other.repeated >= 2 => Err(Speaks::ForBoth(own)),
                _ => Ok(own),
            }
        }
        [of_first, of_second] if of_first > 10 * of_second => varies_for(0, &said[0], is_behind),
        [of_first, of_second] if of_second > 10 * of_first => varies_for(1, &said[1], is_behind),
        _ => Err(Speaks::ForNeither),
    }
}

/// The side of a column that varies among the rows of places of one side. Few of these are several places with one
/// name.
fn varies_for(side: usize, said: &Said, is_behind: bool) -> Result<usize, Speaks> {
    let other = 1 - side;
    if usize::from(is_behind) == other || 2 * said.contradicted > said.repeated {
        Ok(other)
    } else if 10 * said.contradicted <= said.repeated {
        Ok(side)
    } else {
        Err(Speaks::Against(side))
    }
}

/// From this many rows on that repeat what the first row of their place says, it isn't chance.
const MANY_AGREED: usize = 3;

/// The side that has columns both before and after a column.
fn side_around(columns: &PairColumns, column: usize) -> Option<usize> {
    let is_of = |side: usize, at: usize| ROLES.into_iter().any(|role| columns.at(side, role) == Some(at));
    (0..2).find(|&side| column > 0 && is_of(side, column - 1) && is_of(side, column + 1))
}

/// The side whose place is named before a column between the two names, or directly before it.
fn side_beside(columns: &PairColumns, column: usize) -> Option<usize> {
    let (first, second) = (columns.key(0)?, columns.key(1)?);
    match [first < column, second < column] {
        [true, true] => None,
        [false, false] => Some(usize::from(second < first)),
        [is_first, _] => Some(usize::from(!is_first)),
    }
}

/// What the rows of each place say in some columns.
#[derive(Default)]
struct Said {
    /// The number of places with several rows.
    repeated: usize,
    /// The number of those whose rows differ.
    contradicted: usize,
    /// The number of rows that repeat what the first row of their place says.
    agreed: usize,
    /// Whether rows of different places differ.
    varies: bool,
}

impl Said {
    /// Collects the values by the place that the column `key` names. Without `key`, all rows are about one place.
    fn of(records: &Records<'_>, key: Option<usize>, columns: &[Loose]) -> Self {
        let mut rows_of: HashMap<String, (String, usize, bool)> = HashMap::new();
        let mut said = Self::default();
        let width = records.header().len();
        let mut first: Option<String> = None;
        records.each(&mut Vec::new(), |record, _, _| {
            if record.len() != width {
                return;
            }
            let cell = |at| record.get(at).unwrap_or_default().trim();
            let values: Vec<&str> = columns.iter().map(|column| cell(column.column)).collect();
            // A blank contradicts nothing.
            if values.contains(&"") {
                return;
            }
            let (place, values) = (key.map_or("", cell).to_owned(), values.join("\u{1f}"));
            said.varies |= *first.get_or_insert_with(|| values.clone()) != values;
            let (known, rows, is_contradicted) = rows_of.entry(place).or_insert_with(|| (values.clone(), 0, false));
            *rows += 1;
            said.agreed += usize::from(*rows > 1 && *known == values);
            *is_contradicted |= *known != values;
        });
        said.repeated = rows_of.values().filter(|(_, rows, _)| *rows > 1).count();
        said.contradicted = rows_of.values().filter(|(.., is_contradicted)| *is_contradicted).count();
        said
    }
}

fn doubt(file: &str, header: &[String], columns: &PairColumns, loose: Loose, speaks: Speaks) -> Error {
    let place = |side| columns.key(side).map_or_else(|| "the place told".to_owned(), |at| header[at].clone());
    let places = [place(0), place(1)];
    let reason = match speaks {
        Speaks::ForNeither => format!("it varies for one `{}` and for one `{}`", places[0], places[1]),
        Speaks::Against(own) => {
            format!("it stands beside `{}`, but differs among the rows of many of these places", places[own])
        }
        Speaks::ForBoth(own) => {
            format!("it belongs beside `{}`, but is the same in all rows of one `{}`", places[own], places[1 - own])
        }
    };
    Error::Doubt(Box::new(Doubt {
        path: file.to_owned(),
        header: header.to_vec(),
        column: header[loose.column].clone(),
        role: loose.role.key(),
        reason,
        places,
    }))
}
