//! Faults in a copy of the built-in cities and partnerships.

use std::fs;

use sistergraph::{
    check::{Code, ProblemRow},
    geodesy::distance_km,
};

use super::{
    Fault, Tally,
    list::{List, SplitMix64},
    place, problems,
};

/// The built-in data with faults planted in it.
pub struct Garden {
    pub random: SplitMix64,
    pub cities: List,
    pub partnerships: List,
    /// Aliases that two cities share; nothing is planted in those cities.
    pub shared_names: Vec<String>,
    /// File, line and code of every fault.
    planted: Vec<Fault>,
}

pub const CITIES: &str = "cities.csv";
pub const PARTNERSHIPS: &str = "partnerships.csv";

/// Problems that the data have already: two districts are on the very points of their towns. Nothing is planted in
/// these lines.
pub const BEFORE: [Fault; 2] = [(CITIES, 189, Code::SamePoint), (CITIES, 243, Code::SamePoint)];

impl Garden {
    pub fn new(seed: u64) -> Self {
        let mut cities = List::read(include_str!("../../data/belarus/cities.csv"), &[]);
        let more = ["status", "since", "until", "suspended", "claimed_by"];
        let partnerships = List::read(include_str!("../../data/belarus/partnerships.csv"), &more);
        let aliases = |row: usize| cities.get(row, "aliases").split('|').map(str::to_owned).collect::<Vec<_>>();
        let rows = 1..cities.rows.len();
        let is_cyrillic = |alias: &String| {
            !alias.is_empty() && alias.chars().all(|c| ('а'..='я').contains(&c.to_lowercase().next().unwrap()))
        };
        let mut shared_names: Vec<String> = rows.clone().flat_map(aliases).filter(is_cyrillic).collect();
        shared_names.sort();
        let shared_names: Vec<String> =
            shared_names.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0].clone()).collect();
        let bearers: Vec<usize> =
            rows.filter(|&row| aliases(row).iter().any(|alias| shared_names.contains(alias))).collect();
        cities.used.extend(bearers);
        // Nothing is planted in the cities that are regions either, because other faults depend on them.
        cities
            .used
            .extend((1..cities.rows.len()).filter(|&row| !cities.get(row, "is_region").is_empty()).collect::<Vec<_>>());
        cities.used.extend([187, 188, 241, 242]);
        Self { random: SplitMix64(seed), cities, partnerships, shared_names, planted: Vec::new() }
    }

    fn city(&mut self, fits: impl Fn(&List, usize) -> bool) -> usize {
        self.cities.fresh(&mut self.random, fits)
    }

    /// Writes `text` into a column of a random city and notes the fault.
    fn spoil_city(&mut self, column: &str, text: &str, code: Code) {
        let row = self.city(|list, row| !list.get(row, "lat").is_empty());
        self.cities.set(row, column, text);
        self.planted.push((CITIES, row + 1, code));
    }

    /// Writes `text` into a column of a random partnership and notes the fault.
    fn spoil_partnership(&mut self, column: &str, text: &str, code: Code) {
        let row = self.partnership();
        self.partnerships.set(row, column, text);
        self.planted.push((PARTNERSHIPS, row + 1, code));
    }

    fn partnership(&mut self) -> usize {
        self.partnerships.fresh(&mut self.random, |_, _| true)
    }

    /// Changes the name of a random city with `change`, which returns `None` for a name that it can't change.
    fn spoil_name(&mut self, code: Code, change: impl Fn(&str, &mut SplitMix64) -> Option<String>) {
        loop {
            let row = self.city(|_, _| true);
            if let Some(name) = change(self.cities.get(row, "name"), &mut self.random) {
                self.cities.set(row, "name", &name);
                return self.planted.push((CITIES, row + 1, code));
            }
            self.cities.used.remove(&row);
        }
    }

    /// Adds a city next to a city of the data, with the same cells except for id, names and position.
    pub fn new_city(&mut self, beside: usize, name: Option<String>) -> usize {
        let mut cells = self.cities.rows[beside].clone();
        for column in ["part_of", "is_region", "population", "geonames", "aliases"] {
            cells[self.cities.column(column)].clear();
        }
        for language in ["ru", "be", "uk", "pl", "de", "fr"] {
            cells[self.cities.column(&format!("name_{language}"))].clear();
        }
        let at = self.cities.position(beside).unwrap();
        let shift = |random: &mut SplitMix64| 0.001 + random.below(30_000) as f64 / 1e6;
        let (lat, lon) = (at.lat() + shift(&mut self.random), at.lon() + shift(&mut self.random));
        let word: String = (0..5)
            .flat_map(|_| [*self.random.pick(b"bdgklmnprstvz"), *self.random.pick(b"aeiou")])
            .map(char::from)
            .collect();
        let row = self.cities.append(cells);
        self.cities.set(row, "id", &format!("{word}-{row}"));
        self.cities.set(row, "name", &name.unwrap_or(word));
        self.cities.set(row, "lat", &lat.to_string());
        self.cities.set(row, "lon", &lon.to_string());
        row
    }

    /// Gives a city nearly the position of another one that `fits` it.
    fn move_city(&mut self, code: Code, fits: impl Fn(&List, usize, usize) -> bool) {
        let row = self.city(|list, row| {
            list.position(row).is_some() && !list.get(row, "region").is_empty() && {
                let mut others = 1..list.rows.len();
                others.any(|other| {
                    !list.used.contains(&other) && list.position(other).is_some() && fits(list, row, other)
                })
            }
        });
        let others: Vec<usize> = (1..self.cities.rows.len())
            .filter(|other| !self.cities.used.contains(other))
            .filter(|&other| self.cities.position(other).is_some() && fits(&self.cities, row, other))
            .collect();
        let other = *self.random.pick(&others);
        // A second city moved there would be on the same point as the first.
        self.cities.used.insert(other);
        let to = self.cities.position(other).unwrap();
        self.cities.set(row, "lat", &(to.lat() + 0.002).to_string());
        self.cities.set(row, "lon", &(to.lon() + 0.002).to_string());
        self.planted.push((CITIES, row + 1, code));
    }

    /// Plants one fault, or two if one can't occur without the other. `kind` counts up, so that all kinds take turns.
    fn plant(&mut self, kind: usize) {
        let far =
            |list: &List, a: usize, b: usize| distance_km(list.position(a).unwrap(), list.position(b).unwrap()) > 300.0;
        match kind % 31 {
            0 => {
                let (column, text) =
                    *self.random.pick(&[("lat", "178.4"), ("lon", "-190"), ("lat", "-1e3"), ("lon", "1e9")]);
                self.spoil_city(column, text, Code::ImpossibleCoordinate);
            }
            1 => {
                let (column, text) =
                    *self.random.pick(&[("lat", "53°74'"), ("population", "12 00"), ("lon", "27,5 X")]);
                self.spoil_city(column, text, Code::NotANumber);
            }
            2 => {
                let column = *self.random.pick(&["lat", "lon"]);
                self.spoil_city(column, "", Code::HalfPosition);
            }
            3 => {
                if self.random.below(2) == 0 {
                    self.spoil_city("country", "QQ", Code::UnknownCountry);
                } else {
                    // A text is reported only once, with the number of its occurrences, so each fault has a text of its
                    // own.
                    let text = format!("Nowhereland {}", self.planted.len());
                    self.spoil_city("country", &text, Code::UnknownCountrySpelling);
                }
            }
            4 => {
                let text = *self.random.pick(&["BY-ZZ", "Nowhere Region", "RU-99"]);
                self.spoil_city("region", text, Code::UnknownRegion);
            }
            5 => {
                let row = self.city(|list, row| !["", "JP"].contains(&list.get(row, "country")));
                self.cities.set(row, "region", "JP-13");
                self.planted.push((CITIES, row + 1, Code::RegionOfOtherCountry));
            }
            6 => {
                let row = self.city(|list, row| list.position(row).is_some());
                let id = self.cities.get(row, "id").to_owned();
                let twin = self.new_city(row, None);
                self.cities.set(twin, "id", &id);
                self.planted.push((CITIES, twin + 1, Code::DuplicateId));
            }
            7 => {
                let row = self.city(|list, row| list.position(row).is_some());
                let new = self.new_city(row, None);
                self.cities.set(new, "id", "");
                self.planted.push((CITIES, new + 1, Code::BlankCell));
            }
            8 => self.spoil_city("part_of", "nowhere-xx", Code::UnknownWhole),
            9 => {
                // If two cities claim to be one region, the later one is reported. So this row has to come after the
                // three cities that are regions.
                let regions = ["BY-HM", "RU-MOW", "RU-SPE"];
                let is_first = |list: &List, row: usize| {
                    let region = list.get(row, "region");
                    (1..row).all(|other| list.get(other, "region") != region || list.get(other, "is_region") != "yes")
                };
                let row = self.city(|list, row| {
                    list.get(row, "is_region").is_empty()
                        && (!regions.contains(&list.get(row, "region")) || !is_first(list, row))
                });
                if is_first(&self.cities, row) {
                    self.cities.set(row, "region", "");
                }
                self.cities.set(row, "is_region", "yes");
                self.planted.push((CITIES, row + 1, Code::IsNoRegion));
            }
            10 => self.spoil_city("is_region", "maybe", Code::UnknownWord),
            11 => self.move_city(Code::OutsideCountry, |list, row, other| {
                list.get(row, "country") != list.get(other, "country") && far(list, row, other)
            }),
            12 => self.move_city(Code::OutsideRegion, |list, row, other| {
                list.get(row, "country") == list.get(other, "country")
                    && list.get(row, "region") != list.get(other, "region")
                    && far(list, row, other)
            }),
            13 => {
                let first = self.city(|list, row| list.position(row).is_some());
                let new = self.new_city(first, None);
                for column in ["lat", "lon"] {
                    let text = self.cities.get(first, column).to_owned();
                    self.cities.set(new, column, &text);
                }
                self.planted.push((CITIES, new + 1, Code::SamePoint));
                if self.random.below(2) == 0 {
                    let ends = [first, new].map(|row| self.cities.get(row, "id").to_owned());
                    let mut cells = vec![String::new(); self.partnerships.rows[0].len()];
                    cells[..2].clone_from_slice(&ends);
                    let row = self.partnerships.append(cells);
                    self.planted.push((PARTNERSHIPS, row + 1, Code::TieOfZeroKm));
                }
            }
            14 => {
                let row = self.city(|list, row| list.position(row).is_some());
                self.cities.set(row, "lat", "");
                self.cities.set(row, "lon", "");
                self.planted.push((CITIES, row + 1, Code::NoPosition));
            }
            15 => self.spoil_city("population", "0", Code::PopulationOfZero),
            16 => {
                let is_plain = |name: &str| name.len() > 7 && name.chars().all(|c| c.is_ascii_alphabetic());
                let row = self.city(|list, row| list.position(row).is_some() && is_plain(list.get(row, "name")));
                let mut name = self.cities.get(row, "name").to_owned();
                let at = 1 + self.random.below(6);
                match self.random.below(5) {
                    0 => drop(name.remove(at)),
                    1 => name.insert(at, 'x'),
                    2 => name = name.to_uppercase(),
                    3 => name = name.replacen('k', "kh", 1).replacen('s', "sh", 1),
                    _ => name = name.replacen('o', "a", 1).replacen('y', "i", 1),
                }
                if name == self.cities.get(row, "name") {
                    name.push('s');
                }
                let new = self.new_city(row, Some(name));
                self.planted.push((CITIES, new + 1, Code::SimilarNames));
            }
            17 => self.spoil_name(Code::MixedAlphabets, |name, random| {
                let pairs = [('a', 'а'), ('o', 'ο'), ('e', 'е'), ('p', 'р'), ('i', 'і'), ('M', 'М'), ('B', 'В')];
                let (latin, other) = *random.pick(&pairs);
                // If a word were only that letter, it would still be in a single alphabet.
                (name.contains(latin) && name.split_whitespace().all(|word| word.len() > 2))
                    .then(|| name.replacen(latin, &other.to_string(), 1))
            }),
            18 => self.spoil_name(Code::InvisibleLetters, |name, random| {
                let (at, _) = name.char_indices().nth(random.below(name.chars().count()))?;
                let c = *random.pick(&['\u{200b}', '\u{ad}', '\u{200f}', '\u{feff}', '\u{1b}']);
                Some(format!("{}{c}{}", &name[..at], &name[at..]))
            }),
            19 => self.spoil_name(Code::StrayBlanks, |name, random| {
                Some(match (random.below(4), name.contains(' ')) {
                    (0, true) => name.replacen(' ', "  ", 1),
                    (1, true) => name.replacen(' ', "\u{a0}", 1),
                    (2, _) => format!(" {name}"),
                    _ => format!("{name}\u{a0}"),
                })
            }),
            20 => self.spoil_name(Code::NotNfc, |name, _| {
                let mut apart = String::new();
                for c in name.chars() {
                    match c {
                        'ó' => apart.push_str("o\u{301}"),
                        'é' => apart.push_str("e\u{301}"),
                        'ö' => apart.push_str("o\u{308}"),
                        'ü' => apart.push_str("u\u{308}"),
                        'ń' => apart.push_str("n\u{301}"),
                        'ē' => apart.push_str("e\u{304}"),
                        'č' => apart.push_str("c\u{30c}"),
                        'š' => apart.push_str("s\u{30c}"),
                        c => apart.push(c),
                    }
                }
                (apart != name).then_some(apart)
            }),
            21 => {
                let column = *self.random.pick(&["a", "b"]);
                self.spoil_partnership(column, "Q99999", Code::UnknownEnd);
            }
            22 => {
                let name = self.random.pick(&self.shared_names).clone();
                self.spoil_partnership("a", &name, Code::AmbiguousEnd);
            }
            23 => {
                let row = self.partnership();
                let since = 1950 + self.random.below(70);
                self.partnerships.set(row, "since", &since.to_string());
                self.partnerships.set(row, "until", &format!("{}-05", since - 1 - self.random.below(20)));
                self.planted.push((PARTNERSHIPS, row + 1, Code::EndBeforeStart));
            }
            24 => {
                let text = *self.random.pick(&["20188", "2017-02-30", "31.02.2017", "about 1990"]);
                self.spoil_partnership("since", text, Code::ImpossibleDate);
            }
            25 => {
                let (column, text) =
                    *self.random.pick(&[("kind", "blood brothers"), ("status", "actve"), ("claimed_by", "c")]);
                self.spoil_partnership(column, text, Code::UnknownWord);
            }
            26 => {
                let row = self.partnership();
                let a = self.partnerships.get(row, "a").to_owned();
                self.partnerships.set(row, "b", &a);
                self.planted.push((PARTNERSHIPS, row + 1, Code::SelfLoop));
            }
            27 => {
                let row = self.partnership();
                let twin = self.partnerships.append(self.partnerships.rows[row].clone());
                if self.random.below(2) == 0 {
                    self.partnerships.rows[twin].swap(0, 1);
                    self.planted.push((PARTNERSHIPS, twin + 1, Code::ReversedPartnership));
                } else {
                    self.planted.push((PARTNERSHIPS, twin + 1, Code::DuplicatePartnership));
                }
            }
            28 => {
                let text = *self.random.pick(&["a", "b"]);
                self.spoil_partnership("claimed_by", text, Code::OneSidedClaim);
            }
            29 => {
                let column = *self.random.pick(&["a", "b"]);
                self.spoil_partnership(column, "", Code::BlankCell);
            }
            _ => {
                if self.random.below(2) == 0 {
                    let row = self.partnership();
                    self.partnerships.rows[row].push("more".to_owned());
                    self.planted.push((PARTNERSHIPS, row + 1, Code::RaggedRow));
                } else {
                    let row = self.city(|_, _| true);
                    self.cities.rows[row].pop();
                    self.planted.push((CITIES, row + 1, Code::RaggedRow));
                }
            }
        }
    }

    fn problems(&self) -> Vec<ProblemRow> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(CITIES), self.cities.text()).unwrap();
        fs::write(folder.path().join(PARTNERSHIPS), self.partnerships.text()).unwrap();
        problems(folder.path())
    }
}

/// Checks that without planted faults only the problems in `BEFORE` are reported.
pub fn is_clean() {
    let clean = Garden::new(0).problems();
    assert_eq!(clean.iter().map(place).collect::<Vec<_>>(), BEFORE.map(|(file, line, code)| (file, line, code.name())));
}

/// Plants some 200 faults of 33 codes and counts how many are found. Positions are moved by more than 300 km, and names
/// are changed in the way of romanizations and slips. No two faults are in one row.
pub fn count(seed: u64, tally: &mut Tally) {
    let mut garden = Garden::new(seed);
    for kind in 0.. {
        if garden.planted.len() >= 200 {
            break;
        }
        garden.plant(kind);
    }
    tally.count(&format!("cities, seed {seed}"), &garden.planted, &[], &BEFORE, &garden.problems());
}
