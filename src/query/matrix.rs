use std::{collections::BTreeSet, rc::Rc};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    graph::{Grouping, Place, TieGraph},
    model::{Area, CountryCode},
    register::RegionId,
    said,
    table::{Columns, Heading},
};

/// Numbers of ties between two sides, by the regions or countries in which their ends lie.
///
/// A cell counts the ties with one end in its row and the other in its column. The total of a row or column is the sum
/// of its cells. The grand total counts every tie once. That is the sum of all cells unless the two sides overlap,
/// since a tie within both sides is then in two cells.
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
    /// The columns as they are written: `region` or `country`, `name`, the codes of the second side, `total`. A code
    /// that equals one of these words gets `_region` or `_country` appended.
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

/// Where the end of a tie is counted: numbers for all regions and countries.
#[derive(Clone, Copy)]
struct Seats {
    regions: usize,
    by: Grouping,
}

impl Seats {
    fn of_region(self, region: RegionId) -> usize {
        region.index()
    }

    fn of_country(self, country: CountryCode) -> usize {
        self.regions + country.index()
    }

    /// When counting by region: the region, or the country for a place in no region.
    fn of_place(self, place: Place<'_>) -> Option<usize> {
        match place.region_id().filter(|_| self.by == Grouping::Region) {
            Some(region) => Some(self.of_region(region)),
            None => place.country().map(|country| self.of_country(country)),
        }
    }

    fn count(self) -> usize {
        self.regions + CountryCode::COUNT
    }
}

/// The numbers of ties between the regions of two sides, including zeros. The rows and columns are all regions of the
/// register on either side. The country itself also has one if an end lies in none of its regions. O(places + ties +
/// cells).
pub fn region_matrix(graph: &TieGraph<'_>, sides: (&Area, &Area)) -> Matrix {
    let network = graph.network();
    let register = network.register();
    let seats = Seats { regions: register.regions().len(), by: Grouping::Region };
    let mut is_outside = vec![false; CountryCode::COUNT];
    let tied = graph.places().filter(|place| graph.degree(place.number()) > 0);
    let outside = tied.filter(|place| place.region_id().is_none()).filter_map(Place::country);
    outside.for_each(|country| is_outside[country.index()] = true);
    let labels = |side: &Area| -> Vec<(usize, Label)> {
        let of_region = |id: RegionId| {
            let region = register.region(id);
            (seats.of_region(id), (region.code.to_string(), network.shown_region(region).to_owned()))
        };
        match side {
            Area::Region(code) => register.find_region(code).map(of_region).into_iter().collect(),
            Area::Country(country) => {
                let name = || said!(network.words(), OfNoRegion, name = network.shown_country(*country));
                let own =
                    is_outside[country.index()].then(|| (seats.of_country(*country), (country.to_string(), name())));
                register.regions_of(*country).map(|(id, _)| of_region(id)).chain(own).collect()
            }
        }
    };
    count(graph, "region", labels(sides.0), labels(sides.1), seats)
}

/// The numbers of ties between countries. The rows are the countries of `rows`, or every country that has a tie; the
/// columns are every country that has a tie. O(places + ties + cells).
pub fn country_matrix(graph: &TieGraph<'_>, sides: Option<(&Area, &Area)>) -> Matrix {
    let network = graph.network();
    let register = network.register();
    let seats = Seats { regions: register.regions().len(), by: Grouping::Country };
    let label =
        |country: CountryCode| (seats.of_country(country), (country.to_string(), network.shown_country(country)));
    let of_side = |side: &Area| match side {
        Area::Country(code) => vec![label(*code)],
        Area::Region(code) => {
            register.find_region(code).map(|id| label(register.region(id).country)).into_iter().collect()
        }
    };
    let Some((a, b)) = sides else {
        let tied = graph.places().filter(|place| graph.degree(place.number()) > 0).filter_map(Place::country);
        let tied: BTreeSet<CountryCode> = tied.collect();
        let all: Vec<(usize, Label)> = tied.into_iter().map(label).collect();
        return count(graph, "country", all.clone(), all, seats);
    };
    count(graph, "country", of_side(a), of_side(b), seats)
}

/// Counts ties by where their ends lie; `rows` and `columns` are the labels.
fn count(
    graph: &TieGraph<'_>,
    by: &'static str,
    rows: Vec<(usize, Label)>,
    columns: Vec<(usize, Label)>,
    seats: Seats,
) -> Matrix {
    let numbered = |labels: &[(usize, Label)]| {
        let mut at = vec![None; seats.count()];
        labels.iter().enumerate().for_each(|(number, (seat, _))| at[*seat] = Some(number));
        at
    };
    let (row_at, column_at) = (numbered(&rows), numbered(&columns));
    // The row and the column of each place, if it has any.
    let at = |place: Place<'_>| seats.of_place(place).map_or((None, None), |seat| (row_at[seat], column_at[seat]));
    let places: Vec<(Option<usize>, Option<usize>)> = graph.network().places().map(at).collect();
    let mut counts = vec![vec![0; columns.len()]; rows.len()];
    let mut all = 0;
    for (a, b) in graph.tie_ends() {
        let ((a_row, a_column), (b_row, b_column)) = (places[a.index()], places[b.index()]);
        let (there, back) = (a_row.zip(b_column), b_row.zip(a_column));
        all += usize::from(there.is_some() || back.is_some());
        for (row, column) in there.into_iter().chain(back.filter(|_| back != there)) {
            counts[row][column] += 1;
        }
    }
    let [rows, columns] = [rows, columns].map(|labels| labels.into_iter().map(|(_, label)| label).collect::<Vec<_>>());
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
