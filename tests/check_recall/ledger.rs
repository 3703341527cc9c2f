//! A ledger for the built-in data, first without faults, then with faults and with harmless rows that look like faults.

use std::collections::{BTreeMap, HashSet};

use sistergraph::check::Code;

use super::{
    Fault,
    garden::{CITIES, Garden, PARTNERSHIPS},
    list::{List, SplitMix64},
    officials::{OFFICIALS, initials, official},
};

pub const REGIONS: &str = "regions.csv";
pub const CURATORS: &str = "curators.csv";
pub const CONTACTS: &str = "contacts.csv";
pub const PARTICIPANTS: &str = "participants.csv";
pub const INDICATORS: &str = "indicators.csv";
pub const TOTALS: &str = "totals.csv";

/// Towns whose oblast is named after them and is also written without the word oblast.
const NAMESAKES: [&str; 20] = [
    "bryansk-ru",
    "chelyabinsk-ru",
    "irkutsk-ru",
    "kaliningrad-ru",
    "kaluga-ru",
    "kostroma-ru",
    "kursk-ru",
    "lipetsk-ru",
    "magadan-ru",
    "murmansk-ru",
    "novosibirsk-ru",
    "pskov-ru",
    "ryazan-ru",
    "samara-ru",
    "smolensk-ru",
    "tambov-ru",
    "tyumen-ru",
    "ulyanovsk-ru",
    "vologda-ru",
    "voronezh-ru",
];

/// Codes and names of Russian regions.
fn russian_regions() -> Vec<(String, String)> {
    let register = List::read(include_str!("../../data/register/regions.csv"), &[]);
    let rows = (1..register.rows.len()).filter(|&row| register.get(row, "country") == "RU");
    rows.map(|row| (register.get(row, "code").to_owned(), register.get(row, "name").to_owned())).collect()
}

/// A list with this header and `count` rows in which nothing is planted.
fn list<const N: usize>(header: &str, count: usize, row: impl Fn(usize) -> [(&'static str, String); N]) -> List {
    let mut list = List::read(&format!("{header}\n"), &[]);
    for i in 0..count {
        let cells = row(i);
        list.add(&cells.each_ref().map(|(column, text)| (*column, text.as_str())));
    }
    list.used = HashSet::from([0]);
    list
}

/// A ledger without faults.
fn ledger(regions: &[(String, String)]) -> BTreeMap<&'static str, List> {
    let region = |i: usize| regions[i % regions.len()].0.clone();
    let belarus = |i: usize| ["BY-BR", "BY-HO", "BY-HR", "BY-MA", "BY-MI", "BY-VI"][i % 6].to_owned();
    let own_regions = list("code,country,name", 5, |i| {
        [("code", format!("BY-Y{i}")), ("country", "BY".to_owned()), ("name", format!("District number {i}"))]
    });
    // Each official is responsible for two regions.
    let curators = list("region,official,office,from,until,source,note", 2 * OFFICIALS.len(), |i| {
        let offices = ["Ministry of Transport", "Ministry of Trade", "Ministry of Education"];
        [
            ("region", region(i)),
            ("official", official(i % OFFICIALS.len(), 0)),
            ("office", offices[i % OFFICIALS.len() % 3].to_owned()),
            ("from", (2010 + i % 6).to_string()),
        ]
    });
    let contacts = list("date,kind,from,to,level,title,id,until,source,note", 160, |i| {
        let date = format!("{}-{:02}-{:02}", 2015 + i % 4, 1 + i % 12, 1 + i % 28);
        let kind = ["visit", "delegation", "working-group", "document", "event"][i % 5];
        let title = format!("Talks number {i}");
        let towns = ["gomel-by", "mogilev-by", "brest-by", "vitebsk-by"];
        let (from, to, id) = match (kind, i % 2) {
            ("event", _) => (String::new(), towns[i % 4].to_owned(), format!("event-{i}")),
            (_, 0) => (belarus(i), region(i), String::new()),
            _ => (region(i), belarus(i), String::new()),
        };
        [("date", date), ("kind", kind.to_owned()), ("from", from), ("to", to), ("title", title), ("id", id)]
    });
    let participants = list("event,place,people,note", 96, |i| {
        [("event", format!("event-{}", 5 * (i / 4) + 4)), ("place", region(i)), ("people", (2 + i % 9).to_string())]
    });
    let indicators = list("place,year,name,value,unit,source,note", 80, |i| {
        let [name, unit] = ["trade", "USD million"].map(str::to_owned);
        [
            ("place", region(i)),
            ("year", "2014".to_owned()),
            ("name", name),
            ("value", (100 + i).to_string()),
            ("unit", unit),
        ]
    });
    // The totals are of years without recorded contacts.
    let totals = list("year,what,value,from,to,level,event,unit,qualifier,of,id,fields,source,note", 160, |i| {
        let what = ["visit", "delegation", "document", "scholarship", "exhibition"][i % 5];
        let id = if i % 3 == 0 { String::new() } else { format!("total-{i}") };
        [
            ("year", (2005 + i % 8).to_string()),
            ("what", what.to_owned()),
            ("value", (100 + i).to_string()),
            ("from", "BY".to_owned()),
            ("to", region(i)),
            ("id", id),
        ]
    });
    BTreeMap::from([
        (REGIONS, own_regions),
        (CURATORS, curators),
        (CONTACTS, contacts),
        (PARTICIPANTS, participants),
        (INDICATORS, indicators),
        (TOTALS, totals),
    ])
}

/// The built-in cities and partnerships with a ledger, with planted faults and with harmless rows that look like
/// faults.
pub struct Ledger {
    pub garden: Garden,
    pub lists: BTreeMap<&'static str, List>,
    pub regions: Vec<(String, String)>,
    /// Rows of towns with the name of their oblast, each with the row of one of its partnerships.
    pub namesakes: Vec<(usize, usize)>,
    pub planted: Vec<Fault>,
    pub spared: Vec<(&'static str, usize)>,
}

impl Ledger {
    pub fn new(seed: u64) -> Self {
        let mut garden = Garden::new(seed);
        let mut namesakes = Vec::new();
        for id in NAMESAKES {
            let city = (1..garden.cities.rows.len()).find(|&row| garden.cities.get(row, "id") == id).unwrap();
            let ties = &garden.partnerships;
            let is_its = |row: &usize| ties.get(*row, "a") == id || ties.get(*row, "b") == id;
            let tie = (1..ties.rows.len()).find(is_its).unwrap();
            if garden.cities.used.insert(city) && garden.partnerships.used.insert(tie) {
                namesakes.push((city, tie));
            }
        }
        let regions = russian_regions();
        let (planted, spared) = (Vec::new(), Vec::new());
        let mut ledger = Self { garden, lists: ledger(&regions), regions, namesakes, planted, spared };
        ledger.add_persons_like_others();
        ledger
    }

    /// Adds officials that others might be confused with: the same surname with other initials, and a similar surname
    /// with the same initials. Also adds offices without an official.
    fn add_persons_like_others(&mut self) {
        for number in 0..4 {
            let [(a, _), (b, _)] = initials(number, 0);
            let similar = ["Arkhangelsky", "Bondarchuk", "Chernenko", "Dolmatov"][number];
            for name in [official(number, 4), format!("{similar} {a}. {b}."), String::new()] {
                let region = self.regions[20 * number].0.clone();
                let cells = [("region", region.as_str()), ("official", name.as_str()), ("office", "City Committee")];
                self.add_spared(CURATORS, &cells);
            }
            self.lists.get_mut(CURATORS).unwrap().used.insert(number + 1);
        }
        // Two talks on the same day between the same places, and a negative balance.
        for title in ["Talks on forests", "Talks on roads"] {
            let cells =
                [("date", "2014-05-05"), ("kind", "visit"), ("from", "BY-HO"), ("to", "RU-BRY"), ("title", title)];
            self.add_spared(CONTACTS, &cells);
        }
        let cells =
            [("place", "RU-BRY"), ("year", "2015"), ("name", "balance"), ("value", "-3.5"), ("unit", "USD million")];
        self.add_spared(INDICATORS, &cells);
    }

    pub fn list(&mut self, file: &str) -> (&mut List, &mut SplitMix64) {
        let Garden { cities, partnerships, random, .. } = &mut self.garden;
        let list = match file {
            CITIES => cities,
            PARTNERSHIPS => partnerships,
            _ => self.lists.get_mut(file).unwrap(),
        };
        (list, random)
    }

    pub fn get(&mut self, file: &str, row: usize, column: &str) -> String {
        self.list(file).0.get(row, column).to_owned()
    }

    pub fn set(&mut self, file: &str, row: usize, column: &str, text: &str) {
        self.list(file).0.set(row, column, text);
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        *self.garden.random.pick(items)
    }

    pub fn region(&mut self) -> String {
        self.garden.random.pick(&self.regions).0.clone()
    }

    /// A random row in which nothing is planted. The first rows that name an official are reserved for other spellings
    /// of the names.
    pub fn fresh(&mut self, file: &str, fits: impl Fn(&List, usize) -> bool) -> usize {
        let (list, random) = self.list(file);
        list.fresh(random, |list, row| (file != CURATORS || row > OFFICIALS.len()) && fits(list, row))
    }

    pub fn add(&mut self, file: &str, cells: &[(&str, &str)]) -> usize {
        self.list(file).0.add(cells)
    }

    pub fn add_spared(&mut self, file: &'static str, cells: &[(&str, &str)]) {
        let row = self.add(file, cells);
        self.spared.push((file, row + 1));
    }

    pub fn fault(&mut self, file: &'static str, row: usize, code: Code) {
        self.planted.push((file, row + 1, code));
    }

    pub fn add_fault(&mut self, file: &'static str, cells: &[(&str, &str)], code: Code) {
        let row = self.add(file, cells);
        self.fault(file, row, code);
    }

    /// Writes `text` into a random row and notes the fault.
    pub fn spoil(&mut self, (file, column): (&'static str, &str), text: &str, code: Code) {
        let row = self.fresh(file, |_, _| true);
        self.set(file, row, column, text);
        self.fault(file, row, code);
    }
}
