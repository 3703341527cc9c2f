//! Reads towns: the lines that `data/gazetteer/make.py` packs, and GeoNames' own files.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
    sync::OnceLock,
};

use super::towns::{Gazetteer, Stored};
use crate::model::{CountryCode, Position};

/// The region of each first-level division of GeoNames: `AD.02,AD-02`.
static REGIONS: &str = include_str!("../../data/gazetteer/regions.csv");

/// Why a file of GeoNames can't be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused to read the file.
    #[error("cannot read `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A line has neither the columns of towns nor those of names.
    #[error("{path}:{line}: expected {expected}, found {found}")]
    Line {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What was expected.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// The file has names of towns, but no file before it has a town.
    #[error("`{path}` has names of towns, and no towns are given before it")]
    NoTowns {
        /// The file.
        path: String,
    },
    /// The file has more names than a gazetteer can hold.
    #[error("`{path}` has more than {TOO_MANY}")]
    TooLarge {
        /// The file.
        path: String,
    },
    /// The file has no town.
    #[error("`{path}` has no town")]
    Empty {
        /// The file.
        path: String,
    },
}

/// The number of columns of GeoNames' tables of towns (`cities500.txt`, `allCountries.txt`).
const TOWN_COLUMNS: usize = 19;
/// The number of columns of its tables of names (`alternateNamesV2.txt`); older files lack the last two.
const NAME_COLUMNS: std::ops::RangeInclusive<usize> = 8..=10;

/// Towns while they are read.
#[derive(Default)]
struct Draft {
    towns: Vec<Stored>,
    texts: String,
    regions: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u16>,
}

impl Draft {
    fn region(&mut self, code: &str) -> Option<u16> {
        if let Some(&number) = self.numbers.get(code) {
            return Some(number);
        }
        let number = u16::try_from(self.regions.len()).ok()?;
        self.regions.push(code.into());
        self.numbers.insert(code.into(), number);
        Some(number)
    }

    /// Adds a text and returns its range; `None` if all texts would take 4 GiB.
    fn text(&mut self, text: &str) -> Option<std::ops::Range<u32>> {
        let start = u32::try_from(self.texts.len()).ok()?;
        let end = u32::try_from(self.texts.len() + text.len()).ok()?;
        self.texts.push_str(text);
        Some(start..end)
    }

    fn finish(self) -> Gazetteer {
        let Self { towns, texts, regions, .. } = self;
        Gazetteer {
            towns,
            texts,
            regions,
            keys: OnceLock::new(),
            spellings: OnceLock::new(),
            by_geonames: OnceLock::new(),
            parts: OnceLock::new(),
        }
    }
}

impl Gazetteer {
    /// The towns in the lines that `data/gazetteer/make.py` packs. The lines are part of the program, so they are never
    /// broken.
    #[cfg_attr(not(feature = "gazetteer"), expect(dead_code, reason = "the towns are packed into the feature"))]
    pub(super) fn of_packed_lines(lines: &str) -> Self {
        let mut draft = Draft::default();
        draft.texts.reserve(lines.len());
        for line in lines.lines() {
            draft.push_packed(line).expect("make.py writes seven numbers and texts, and names");
        }
        draft.finish()
    }

    /// The towns of GeoNames' own files: tables of towns (`cities500.txt`, `allCountries.txt`; rows that aren't
    /// populated places are skipped), and tables of names (`alternateNamesV2.txt`), which add names to the towns read
    /// before.
    ///
    /// # Errors
    /// Returns [`Error`] if a file can't be read or has other columns.
    pub fn read(paths: &[impl AsRef<Path>]) -> Result<Self, Error> {
        let mut draft = Draft::default();
        for path in paths {
            let path = path.as_ref();
            let shown = path.display().to_string();
            let unreadable = |source| Error::Unreadable { path: shown.clone(), source };
            let mut lines = BufReader::with_capacity(1 << 20, File::open(path).map_err(unreadable)?);
            let (mut line, mut number, mut more) = (String::new(), 0, HashMap::<u32, Vec<String>>::new());
            let mut known: Option<HashSet<u32>> = None;
            while {
                line.clear();
                lines.read_line(&mut line).map_err(unreadable)? > 0
            } {
                number += 1;
                let broken =
                    |expected, found: String| Error::Line { path: shown.clone(), line: number, expected, found };
                let cells: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
                if cells.len() == TOWN_COLUMNS {
                    draft.push_row(&cells).map_err(|(expected, found)| broken(expected, format!("`{found}`")))?;
                } else if NAME_COLUMNS.contains(&cells.len()) {
                    if draft.towns.is_empty() {
                        return Err(Error::NoTowns { path: shown });
                    }
                    let known = known.get_or_insert_with(|| draft.towns.iter().map(|town| town.geonames).collect());
                    let id =
                        cells[1].parse().map_err(|_| broken("the GeoNames id of a town", format!("`{}`", cells[1])))?;
                    if known.contains(&id) && is_name_of_people(cells[2]) {
                        more.entry(id).or_default().push(cells[3].to_owned());
                    }
                } else if !line.trim().is_empty() {
                    let found = crate::text::count(cells.len(), "column");
                    return Err(broken(
                        "the 19 columns of GeoNames' towns, or the 10 of its names, with tabs between",
                        found,
                    ));
                }
            }
            if number == 0 || draft.towns.is_empty() {
                return Err(Error::Empty { path: shown });
            }
            draft.add_names(&more).ok_or(Error::TooLarge { path: shown })?;
        }
        Ok(draft.finish())
    }
}

impl Draft {
    fn push_packed(&mut self, line: &str) -> Option<()> {
        let mut cells = line.split('\t');
        let mut next = || cells.next();
        let geonames = next()?.parse().ok()?;
        let (country, region) = (next()?, next()?);
        let mut degrees = || Some(next()?.parse::<f64>().ok()? / UNITS);
        let (lat, lon) = (degrees()?, degrees()?);
        let population = next()?;
        let (name, other_names) = (next()?, next()?);
        let region = if region.is_empty() { None } else { self.region(&format!("{country}-{region}")) };
        let stored = Stored {
            geonames,
            country: CountryCode::new(country)?,
            region,
            position: Position::new(lat, lon).ok()?,
            population: if population.is_empty() { 0 } else { population.parse().ok()? },
            is_section: None,
            name: self.text(name)?,
            other_names: self.text(other_names)?,
        };
        self.towns.push(stored);
        Some(())
    }

    /// Adds the town of a GeoNames row, unless it isn't a populated place. The error says what was expected and what
    /// was found.
    fn push_row<'r>(&mut self, cells: &[&'r str]) -> Result<(), (&'static str, &'r str)> {
        let &[id, name, _, names, lat, lon, class, code, country, _, division, .., population, _, _, _, _] = cells
        else {
            return Err(("19 columns", ""));
        };
        if !matches!(class, "P" | "") {
            return Ok(());
        }
        let degrees = |text: &'r str| text.parse::<f64>().map_err(|_| ("degrees", text));
        let code_of_region = region_of_division(&format!("{country}.{division}"));
        let region = code_of_region.and_then(|code| self.region(code));
        // For some regions, ISO 3166 and GeoNames disagree about the country.
        let country = code_of_region.and_then(|code| code.get(..2)).unwrap_or(country);
        let stored = Stored {
            geonames: id.parse().map_err(|_| ("a GeoNames id", id))?,
            country: CountryCode::new(country).ok_or(("an alpha-2 country code", cells[8]))?,
            region,
            position: Position::new(degrees(lat)?, degrees(lon)?).map_err(|_| ("a position on the globe", lat))?,
            population: if population.is_empty() {
                0
            } else {
                population.parse().map_err(|_| ("inhabitants", population))?
            },
            is_section: (!code.is_empty()).then_some(code == SECTION),
            name: self.text(name).ok_or(("less than 4 GiB of names", name))?,
            other_names: self
                .text(&names.split(',').filter(|name| is_name(name)).collect::<Vec<_>>().join("|"))
                .ok_or(("less than 4 GiB of names", name))?,
        };
        self.towns.push(stored);
        Ok(())
    }

    /// Adds names to towns, given by their ids.
    ///
    /// `None` if all texts would take 4 GiB.
    fn add_names(&mut self, more: &HashMap<u32, Vec<String>>) -> Option<()> {
        let mut towns = std::mem::take(&mut self.towns);
        for town in &mut towns {
            let Some(names) = more.get(&town.geonames) else { continue };
            let known = &self.texts[town.other_names.start as usize..town.other_names.end as usize];
            let names: Vec<&str> =
                known.split('|').chain(names.iter().map(String::as_str).filter(|name| is_name(name))).collect();
            let names = names.join("|");
            town.other_names = self.text(&names)?;
        }
        self.towns = towns;
        Some(())
    }
}

/// The limit for the names of a gazetteer.
const TOO_MANY: &str = "4 GiB of names";

/// The units per degree in the packed lines.
const UNITS: f64 = 10_000.0;

/// GeoNames' code for a part of a populated place.
const SECTION: &str = "PPLX";

/// The code of the region that a first-level division of GeoNames (`AD.02`) is. O(log divisions).
fn region_of_division(division: &str) -> Option<&'static str> {
    static DIVISIONS: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    let divisions = DIVISIONS.get_or_init(|| {
        let mut rows: Vec<_> = REGIONS.lines().skip(1).filter_map(|row| row.split_once(',')).collect();
        rows.sort_unstable();
        rows
    });
    let at = divisions.binary_search_by_key(&division, |(division, _)| division).ok()?;
    Some(divisions[at].1)
}

/// Whether people may write a name. The code of an airport would mislead, and a word without a capital was
/// transliterated by a program.
fn is_name(name: &str) -> bool {
    let is_code = (2..=4).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_spelt = name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_uppercase());
    !name.is_empty() && !is_code && !is_spelt && !name.contains('|')
}

/// Whether the language column of a table of names has a language or is blank, rather than marking a post code, an
/// airport or a link.
fn is_name_of_people(language: &str) -> bool {
    !matches!(language, "post" | "iata" | "icao" | "faac" | "link" | "wkdt" | "unlc" | "tcid" | "abbr")
}
