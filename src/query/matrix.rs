use std::collections::HashMap;

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    graph::{PlaceId, TieGraph},
    model::Area,
};

/// Ties between two sides, counted by what their ends lie in.
///
/// A cell counts the ties with one end in its row and the other in its column. A row's total is the sum of its cells,
/// a column's likewise; the total of all counts every tie once, which is the sum of the cells unless the two sides
/// overlap (a tie within both stands in two cells then).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    by: &'static str,
    columns: Vec<Label>,
    rows: Vec<MatrixRow>,
}

/// A row of a [`Matrix`]: a code, a name, a count for each column and their sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The name of its first column: `region` or `country`.
    by: &'static str,
    /// The code of the region or country; `total` in the last row.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Column codes with their counts.
    pub cells: Vec<(String, usize)>,
    /// The sum.
    pub total: usize,
}

impl Serialize for MatrixRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len() + 3))?;
        map.serialize_entry(self.by, &self.code)?;
        map.serialize_entry("name", &self.name)?;
        for (code, count) in &self.cells {
            map.serialize_entry(code, count)?;
        }
        map.serialize_entry("total", &self.total)?;
        map.end()
    }
}

impl Matrix {
    /// The names of the columns as they are written: `region` or `country`, `name`, the codes of the second side, `total`.
    pub fn columns(&self) -> Vec<String> {
        let codes = self.columns.iter().map(|(code, _)| code.as_str());
        [self.by, "name"].into_iter().chain(codes).chain(["total"]).map(str::to_owned).collect()
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
    let cells = |counts: &[usize]| columns.iter().map(|(code, _)| code.clone()).zip(counts.iter().copied()).collect();
    let mut matrix_rows: Vec<MatrixRow> = rows
        .into_iter()
        .zip(&counts)
        .map(|((code, name), counts)| MatrixRow { by, code, name, cells: cells(counts), total: counts.iter().sum() })
        .collect();
    let sums: Vec<usize> = (0..columns.len()).map(|column| counts.iter().map(|row| row[column]).sum()).collect();
    matrix_rows.push(MatrixRow { by, code: "total".to_owned(), name: String::new(), cells: cells(&sums), total: all });
    Matrix { by, columns, rows: matrix_rows }
}
