//! What all planters of faults use: random numbers, and lists whose cells can be changed.

use std::collections::HashSet;

use sistergraph::model::Position;

/// The generator of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
pub struct SplitMix64(pub u64);

impl SplitMix64 {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}

/// The cells of a list, with the header in row 0: row `n` is on line `n + 1`.
pub struct List {
    pub rows: Vec<Vec<String>>,
    /// Rows that have a fault or are involved in one.
    pub used: HashSet<usize>,
}

impl List {
    pub fn read(text: &str, more: &[&str]) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        for (i, row) in rows.iter_mut().enumerate() {
            row.extend(more.iter().map(|column| if i == 0 { (*column).to_owned() } else { String::new() }));
        }
        Self { rows, used: HashSet::from([0]) }
    }

    pub fn column(&self, name: &str) -> usize {
        self.rows[0].iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    pub fn get(&self, row: usize, column: &str) -> &str {
        &self.rows[row][self.column(column)]
    }

    pub fn set(&mut self, row: usize, column: &str, text: &str) {
        let column = self.column(column);
        self.rows[row][column] = text.to_owned();
    }

    pub fn position(&self, row: usize) -> Option<Position> {
        Position::new(self.get(row, "lat").parse().ok()?, self.get(row, "lon").parse().ok()?).ok()
    }

    /// A random row that isn't used yet and that `fits`.
    pub fn fresh(&mut self, random: &mut SplitMix64, fits: impl Fn(&Self, usize) -> bool) -> usize {
        for _ in 0..100_000 {
            let row = 1 + random.below(self.rows.len() - 1);
            if !self.used.contains(&row) && fits(self, row) {
                self.used.insert(row);
                return row;
            }
        }
        panic!("no row fits");
    }

    pub fn append(&mut self, cells: Vec<String>) -> usize {
        self.rows.push(cells);
        self.used.insert(self.rows.len() - 1);
        self.rows.len() - 1
    }

    /// Adds a row with these cells; the others are blank.
    pub fn add(&mut self, cells: &[(&str, &str)]) -> usize {
        let row = self.append(vec![String::new(); self.rows[0].len()]);
        cells.iter().for_each(|(column, text)| self.set(row, column, text));
        row
    }

    pub fn text(&self) -> String {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        self.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }
}
