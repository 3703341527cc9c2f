use std::{collections::HashMap, rc::Rc};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    graph::{PlaceId, TieGraph},
    model::Area,
    table::{Columns, Heading},
};

/// Ties between two sides, counted by what their ends lie in.
///
/// A cell counts the ties with one end in its row and the other in its column. A row's total is the sum of its cells,
/// a column's likewise; the total of all counts every tie once, which is the sum of the cells unless the two sides
/// overlap (a tie within both stands in two cells then).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    names: Rc<Columns>,
    columns: Vec<Label>,
    rows: Vec<MatrixRow>,
}

/// A row of a [`Matrix`]: a code, a name, a count for each column and their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    columns: Rc<Columns>,
    /// The code of the region or country; `total` in the last row.
    pub code: String,
    /// Its name.
    pub name: String,
    /// A count for each column, in the order of [`Matrix::column_labels`].
    pub counts: Vec<usize>,
    /// The sum.
    pub total: usize,
}

impl Serialize for MatrixRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.counts.len() + 3))?;
        let mut names = self.columns.names().iter();
        for text in [&self.code, &self.name] {
            names.next().into_iter().try_for_each(|name| map.serialize_entry(name, text))?;
        }
        for (count, name) in self.counts.iter().chain([&self.total]).zip(names) {
            map.serialize_entry(name, count)?;
        }
        map.end()
    }
}

impl Matrix {
    /// The columns as they are written: `region` or `country`, `name`, the codes of the second side, `total`. A code that is
    /// one of these words ends in `_region` or `_country`.
    pub fn columns(&self) -> &Columns {
        &self.names
    }

    /// The codes and names of the second side's regions or countries.
    pub fn column_labels(&self) -> &[(String, String)] {
        &self.columns
    }

    /// The rows, by code, the totals last.
    pub fn rows(&self) -> &[MatrixRow] {
        &self.rows
    }
}

/// A row or column: an area's code and name.
type Label = (String, String);

/// Tie counts between the regions of two sides, zeros included: every region of the register on either side, and a
/// row or column of the country itself where an end lies in no region of it.
pub fn region_matrix(graph: &TieGraph<'_>, sides: (&Area, &Area)) -> Matrix {
    let code_of = |place: PlaceId| {
        let place = graph.place(place);
        place.region().map(|region| region.code.to_string()).or_else(|| place.country().map(|code| code.to_string()))
    };
    let labels = |side: &Area| {
        let register = graph.network().register();
        let mut labels: Vec<Label> = match side {
            Area::Region(code) => vec![(code.clone(), register.area_name(side))],
            Area::Country(country) => register
                .regions_of(*country)
                .map(|(_, region)| (region.code.to_string(), region.name.to_string()))
                .collect(),
        };
        if let Area::Country(country) = side {
            let outside = |place: PlaceId| code_of(place).is_some_and(|code| code == country.as_str());
            if graph.ties().any(|(_, tie)| outside(tie.a) || outside(tie.b)) {
                labels.push((country.to_string(), format!("{} (no region)", register.country_name(*country))));
            }
        }
        labels
    };
    count(graph, "region", labels(sides.0), labels(sides.1), code_of)
}

/// Tie counts between countries: the rows are those of `rows`, or every country that has a tie; the columns every
/// country that has one.
pub fn country_matrix(graph: &TieGraph<'_>, sides: Option<(&Area, &Area)>) -> Matrix {
    let register = graph.network().register();
    let code_of = |place: PlaceId| graph.place(place).country().map(|code| code.to_string());
    let label = |code: String| {
        let name = crate::model::CountryCode::new(&code).map_or_else(String::new, |code| register.country_name(code));
        (code, name)
    };
    let mut tied: Vec<String> = graph.ties().flat_map(|(_, tie)| [tie.a, tie.b]).filter_map(code_of).collect();
    tied.sort_unstable();
    tied.dedup();
    let of_side = |side: &Area| match side {
        Area::Country(code) => vec![label(code.to_string())],
        Area::Region(code) => {
            register.find_region(code).map(|id| label(register.region(id).country.to_string())).into_iter().collect()
        }
    };
    let all: Vec<Label> = tied.into_iter().map(label).collect();
    match sides {
        Some((a, b)) => count(graph, "country", of_side(a), of_side(b), code_of),
        None => count(graph, "country", all.clone(), all, code_of),
    }
}

fn count(
    graph: &TieGraph<'_>,
    by: &'static str,
    rows: Vec<Label>,
    columns: Vec<Label>,
    code_of: impl Fn(PlaceId) -> Option<String>,
) -> Matrix {
    let numbered = |labels: &[Label]| -> HashMap<String, usize> {
        labels.iter().enumerate().map(|(at, (code, _))| (code.clone(), at)).collect()
    };
    let (row_at, column_at) = (numbered(&rows), numbered(&columns));
    let mut counts = vec![vec![0; columns.len()]; rows.len()];
    let mut all = 0;
    for (_, tie) in graph.ties() {
        let (Some(a), Some(b)) = (code_of(tie.a), code_of(tie.b)) else { continue };
        let mut cells: Vec<(usize, usize)> = [(&a, &b), (&b, &a)]
            .into_iter()
            .filter_map(|(row, column)| Some((*row_at.get(row)?, *column_at.get(column)?)))
            .collect();
        cells.dedup();
        all += usize::from(!cells.is_empty());
        for (row, column) in cells {
            counts[row][column] += 1;
        }
    }
    let headings = columns.iter().map(|(code, _)| Heading::OfData { name: code, endings: &[], space: by });
    let fixed = [by, "name", "total"].map(Heading::Fixed);
    let headings: Vec<Heading<'_>> = fixed[..2].iter().copied().chain(headings).chain([fixed[2]]).collect();
    let names = Rc::new(Columns::new(&headings));
    let sums: Vec<usize> = (0..columns.len()).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
    let row = |(code, name): Label, counts: Vec<usize>, total| MatrixRow {
        columns: Rc::clone(&names),
        code,
        name,
        counts,
        total,
    };
    let mut matrix_rows: Vec<MatrixRow> = Vec::with_capacity(rows.len() + 1);
    for (label, counts) in rows.into_iter().zip(counts) {
        let total = counts.iter().sum();
        matrix_rows.push(row(label, counts, total));
    }
    matrix_rows.push(row(("total".to_owned(), String::new()), sums, all));
    Matrix { names, columns, rows: matrix_rows }
}
