//! `check` on a table with two places a row, in which rows that contradict one another and bad dates are planted.
//!
//! The faults were written from the list of codes alone, without looking at the rules.

use std::{collections::HashSet, fs};

use sistergraph::check::{Code, ProblemRow};

use super::{
    Fault, Tally,
    list::{List, SplitMix64},
    notations::{ambiguous_date, other_date},
    problems,
};

const TABLE: &str = "table.csv";
const HEADER: &str = "city,cityLabel,cityCountryLabel,cityCoord,cityPopulation,\
                      twin,twinLabel,twinCountryLabel,twinCoord,twinPopulation,start,claimed_by\n";

/// For each country in the registers, its English name and other words for it.
struct Words(List);

impl Words {
    fn row(&self, code: &str) -> usize {
        (1..self.0.rows.len()).find(|&row| self.0.get(row, "alpha2") == code).unwrap()
    }

    fn english(&self, code: &str) -> &str {
        self.0.get(self.row(code), "name_en")
    }

    fn other(&self, code: &str, random: &mut SplitMix64) -> &str {
        let column = *random.pick(&["alpha2", "name_ru", "name_be"]);
        self.0.get(self.row(code), column)
    }
}

struct Town {
    country: String,
    lat: f64,
    lon: f64,
    population: u64,
    /// The rows about the town, in order: the row number, and the column group, `city` or `twin`.
    rows: Vec<(usize, &'static str)>,
}

/// A table of 150 towns, each in six rows that agree until something is planted.
struct Pairs {
    random: SplitMix64,
    words: Words,
    table: List,
    towns: Vec<Town>,
    /// Towns about which one row contradicts the others, or seems to.
    touched: HashSet<usize>,
    planted: Vec<Fault>,
    spared: Vec<(&'static str, usize)>,
}

fn point(lat: f64, lon: f64) -> String {
    format!("Point({lon:.4} {lat:.4})")
}

impl Pairs {
    fn new(seed: u64) -> Self {
        let cities = List::read(include_str!("../../data/belarus/cities.csv"), &[]);
        let words = Words(List::read(include_str!("../../data/register/countries.csv"), &[]));
        let population = |row: usize| cities.get(row, "population").parse::<u64>().unwrap_or(0);
        let is_town = |row: &usize| {
            cities.get(*row, "type") == "city"
                && ["part_of", "is_region"].iter().all(|column| cities.get(*row, column).is_empty())
                && cities.position(*row).is_some()
                && population(*row) >= 10_000
        };
        let rows: Vec<usize> = (1..cities.rows.len()).filter(is_town).take(150).collect();
        assert_eq!(rows.len(), 150);
        let mut towns = Vec::new();
        for &row in &rows {
            let (at, country) = (cities.position(row).unwrap(), cities.get(row, "country").to_owned());
            towns.push(Town { country, lat: at.lat(), lon: at.lon(), population: population(row), rows: Vec::new() });
        }
        let mut table = List::read(HEADER, &[]);
        for apart in [1, 7, 20] {
            for a in 0..towns.len() {
                let row = table.add(&[("claimed_by", "both")]);
                for (number, side) in [(a, "city"), ((a + apart) % towns.len(), "twin")] {
                    let town = &mut towns[number];
                    town.rows.push((row, side));
                    table.set(row, side, &format!("Q{}", 7001 + number));
                    table.set(row, &format!("{side}Label"), cities.get(rows[number], "name"));
                    table.set(row, &format!("{side}CountryLabel"), words.english(&town.country));
                    table.set(row, &format!("{side}Coord"), &point(town.lat, town.lon));
                    table.set(row, &format!("{side}Population"), &town.population.to_string());
                }
            }
        }
        table.used = HashSet::from([0]);
        let (planted, spared) = (Vec::new(), Vec::new());
        Self { random: SplitMix64(seed), words, table, towns, touched: HashSet::new(), planted, spared }
    }

    /// A town without a fault, and a row about it that isn't its first.
    fn town(&mut self) -> (usize, usize, &'static str) {
        for _ in 0..100_000 {
            let number = self.random.below(self.towns.len());
            let (row, side) = *self.random.pick(&self.towns[number].rows[1..]);
            if !self.touched.contains(&number) && self.table.used.insert(row) {
                self.touched.insert(number);
                return (number, row, side);
            }
        }
        panic!("no town is left");
    }

    /// Writes another country than the town's.
    fn contradict_country(&mut self) {
        let (number, row, side) = self.town();
        let town = &self.towns[number];
        let others: Vec<&str> =
            ["PL", "DE", "RU", "UA", "FR", "CN"].into_iter().filter(|code| *code != town.country).collect();
        let code = *self.random.pick(&others);
        let word = match self.random.below(2) {
            0 => self.words.english(code),
            _ => self.words.other(code, &mut self.random),
        };
        self.table.set(row, &format!("{side}CountryLabel"), word);
        self.planted.push((TABLE, row + 1, Code::ContradictoryRows));
    }

    /// Moves the position by some degrees, or swaps latitude and longitude.
    fn contradict_position(&mut self) {
        let (number, row, side) = self.town();
        let town = &self.towns[number];
        let degrees = (2 + self.random.below(7)) as f64;
        let (lat, lon) = match self.random.below(3) {
            0 => (town.lat - degrees, town.lon),
            1 => (town.lat, town.lon + degrees),
            _ if (town.lat - town.lon).abs() > 2.0 && town.lon.abs() < 80.0 => (town.lon, town.lat),
            _ => (town.lat + degrees, town.lon - degrees),
        };
        self.table.set(row, &format!("{side}Coord"), &point(lat, lon));
        self.planted.push((TABLE, row + 1, Code::ContradictoryRows));
    }

    /// Takes a zero from the population, or adds one.
    fn contradict_population(&mut self, is_less: bool) {
        let (number, row, side) = self.town();
        let population = self.towns[number].population;
        let wrong = if is_less { population / 10 } else { population * 10 };
        self.table.set(row, &format!("{side}Population"), &wrong.to_string());
        self.planted.push((TABLE, row + 1, Code::ContradictoryRows));
    }

    /// Makes a difference that two lists may well have about one town: the country in another language, a position
    /// elsewhere in the town, a population up to 30 % larger, or a blank cell.
    fn differ_a_little(&mut self) {
        let (number, row, side) = self.town();
        let town = &self.towns[number];
        let (column, text) = match self.random.below(4) {
            0 => ("CountryLabel", self.words.other(&town.country, &mut self.random).to_owned()),
            // At most 0.17 degrees, which are 19 km.
            1 => ("Coord", point(town.lat + (5 + self.random.below(13)) as f64 / 100.0, town.lon)),
            2 => ("Population", (town.population * (105 + self.random.below(26) as u64) / 100).to_string()),
            _ => (*self.random.pick(&["CountryLabel", "Coord", "Population"]), String::new()),
        };
        self.table.set(row, &format!("{side}{column}"), &text);
        self.spared.push((TABLE, row + 1));
    }

    fn date(&mut self, write: fn(&mut SplitMix64) -> String, code: Code) {
        let row = self.table.fresh(&mut self.random, |_, _| true);
        self.table.set(row, "start", &write(&mut self.random));
        self.planted.push((TABLE, row + 1, code));
    }

    /// Plants a fault or a harmless difference. `kind` counts up, so that all kinds take turns.
    fn plant(&mut self, kind: usize) {
        match kind % 7 {
            0 => self.contradict_country(),
            1 => self.contradict_position(),
            2 => self.contradict_population(true),
            3 => self.contradict_population(false),
            4 => self.differ_a_little(),
            5 => self.date(other_date, Code::OtherNotation),
            _ => self.date(ambiguous_date, Code::ImpossibleDate),
        }
    }

    fn problems(&self) -> Vec<ProblemRow> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(TABLE);
        fs::write(&path, self.table.text()).unwrap();
        problems(&path)
    }
}

/// The problems of the table before anything is planted.
fn before() -> Vec<ProblemRow> {
    Pairs::new(0).problems()
}

/// Checks that the clean table has no contradictory rows. All it may lack is the regions of towns outside the
/// simplified coastlines.
pub fn is_clean() {
    let before = before();
    assert!(before.iter().all(|problem| problem.code != Code::ContradictoryRows.name()), "{before:?}");
}

/// Each fault is in one of a town's six rows, never the first. Each town and each row has at most one.
pub fn count(seed: u64, tally: &mut Tally) {
    let mut pairs = Pairs::new(seed);
    for kind in 0.. {
        if pairs.planted.len() >= 120 {
            break;
        }
        pairs.plant(kind);
    }
    tally.count(&format!("pairs, seed {seed}"), &pairs.planted, &pairs.spared, &[], &pairs.problems());
}
