//! Faults in a ledger, and in the cities and partnerships beside it.

use std::{collections::HashSet, fs};

use sistergraph::check::{Code, ProblemRow};

use super::{
    Tally,
    garden::{BEFORE, CITIES, Garden, PARTNERSHIPS},
    ledger::{CONTACTS, CURATORS, INDICATORS, Ledger, PARTICIPANTS, REGIONS, TOTALS},
    list::{List, SplitMix64},
    notations::{ambiguous_date, impossible_date, other_date, other_number, other_position},
    officials::{OFFICIALS, respelt, slip},
    problems,
};

impl Ledger {
    /// Misspells a town in the list of cities, so that its right name in a partnership is read as the oblast. The
    /// spared row is a tie of the oblast itself, by its code or full name.
    fn take_end_for_region(&mut self) {
        if self.namesakes.is_empty() {
            return;
        }
        let at = self.garden.random.below(self.namesakes.len());
        let (city, tie) = self.namesakes.swap_remove(at);
        let [id, name, region] = ["id", "name", "region"].map(|column| self.get(CITIES, city, column));
        let wrong = slip(&name, &mut self.garden.random);
        self.set(CITIES, city, "name", &wrong);
        self.set(CITIES, city, "aliases", "");
        let column = if self.get(PARTNERSHIPS, tie, "a") == id { "a" } else { "b" };
        self.set(PARTNERSHIPS, tie, column, &name);
        self.fault(PARTNERSHIPS, tie, Code::EndTakenForRegion);
        let oblast = format!("{name} Oblast");
        let end = self.pick(&[region.as_str(), oblast.as_str()]);
        self.add_spared(PARTNERSHIPS, &[("a", "lida-by"), ("b", end), ("kind", "agreement")]);
    }

    fn name_nobody(&mut self) {
        let row = self.fresh(CURATORS, |_, _| true);
        self.set(CURATORS, row, "official", "");
        self.set(CURATORS, row, "office", "");
        self.fault(CURATORS, row, Code::NobodyNamed);
    }

    fn respell_official(&mut self) {
        let (list, random) = self.list(CURATORS);
        let row = list.fresh(random, |_, row| row <= OFFICIALS.len());
        let (name, region) = (respelt(row - 1, random), self.region());
        let cells = [("region", region.as_str()), ("official", name.as_str()), ("office", "Ministry of Health")];
        self.add_fault(CURATORS, &cells, Code::SimilarOfficials);
    }

    fn date(&mut self, write: fn(&mut SplitMix64) -> String, code: Code) {
        let cell = self.pick(&[(PARTNERSHIPS, "since"), (CONTACTS, "date"), (CURATORS, "from")]);
        let text = write(&mut self.garden.random);
        self.spoil(cell, &text, code);
    }

    fn number_in_other_notation(&mut self) {
        let population = |list: &List, row: usize| list.get(row, "population").parse().unwrap_or(0_u64);
        let row = self.fresh(CITIES, |list, row| population(list, row) >= 10_000);
        let (list, random) = self.list(CITIES);
        let text = other_number(population(list, row), random);
        list.set(row, "population", &text);
        self.fault(CITIES, row, Code::OtherNotation);
    }

    fn position_in_other_notation(&mut self) {
        let row = self.fresh(CITIES, |list, row| list.position(row).is_some_and(|at| at.lat() > 0.0 && at.lon() > 0.0));
        let (list, random) = self.list(CITIES);
        let at = list.position(row).unwrap();
        let [lat, lon] = other_position(at.lat(), at.lon(), random);
        list.set(row, "lat", &lat);
        list.set(row, "lon", &lon);
        self.fault(CITIES, row, Code::OtherNotation);
    }

    fn word_in_other_notation(&mut self) {
        let (file, column, text) = self.pick(&[
            (PARTNERSHIPS, "kind", "twin town"),
            (PARTNERSHIPS, "kind", "Sister City"),
            (PARTNERSHIPS, "kind", "побратимство"),
            (PARTNERSHIPS, "kind", "соглашение"),
            (PARTNERSHIPS, "status", "действует"),
            (PARTNERSHIPS, "status", "In Force"),
            (PARTNERSHIPS, "status", "прекращено"),
            (CITIES, "is_region", "нет"),
            (CITIES, "is_region", "nein"),
            (CITIES, "is_region", "non"),
        ]);
        self.spoil((file, column), text, Code::OtherNotation);
    }

    /// Plants a status that contradicts a date; the spared row has a status and a date that agree.
    fn contradict_status(&mut self) {
        let wrong = [
            ("proposed", "until", "2012"),
            ("active", "until", "2014-06"),
            ("suspended", "until", "2015"),
            ("dormant", "suspended", "2019"),
            ("active", "suspended", "2016-03-01"),
        ];
        let right = [
            ("terminated", "until", "2012"),
            ("suspended", "suspended", "2016"),
            ("dormant", "since", "1990"),
            ("active", "since", "2001-05"),
        ];
        let (wrong, right) = (self.pick(&wrong), self.pick(&right));
        let [row, beside] = [wrong, right].map(|(status, column, date)| {
            let row = self.fresh(PARTNERSHIPS, |_, _| true);
            self.set(PARTNERSHIPS, row, "status", status);
            self.set(PARTNERSHIPS, row, column, date);
            row
        });
        self.fault(PARTNERSHIPS, row, Code::ContradictoryStatus);
        self.spared.push((PARTNERSHIPS, beside + 1));
    }

    /// Adds a part of a random total, whose value exceeds that of the whole by `more`.
    fn add_part(&mut self, level: &str, more: usize) -> usize {
        let whole = self.fresh(TOTALS, |list, row| !list.get(row, "id").is_empty());
        let [id, value] = ["id", "value"].map(|column| self.get(TOTALS, whole, column));
        let value = (value.parse::<usize>().unwrap() + more).to_string();
        let list = self.list(TOTALS).0;
        let part = list.append(list.rows[whole].clone());
        for (column, text) in [("id", ""), ("of", id.as_str()), ("level", level), ("value", value.as_str())] {
            list.set(part, column, text);
        }
        part
    }

    /// Plants a part that is more than its whole; the spared row is a part that equals its whole.
    fn exceed_whole(&mut self) {
        let more = 1 + self.garden.random.below(50);
        let part = self.add_part("governor", more);
        self.fault(TOTALS, part, Code::PartAboveWhole);
        let all = self.add_part("mayor", 0);
        self.spared.push((TOTALS, all + 1));
    }

    /// Plants three journeys where a total says two; the spared total has two journeys. Each uses years of its own.
    fn exceed_total(&mut self, turn: usize) {
        let kind = self.pick(&["visit", "delegation"]);
        let (from, to) = self.pick(&[("BY-HM", "RU-YEV"), ("RU-TY", "BY-HM")]);
        for (first, journeys) in [(1970, 3), (1990, 2)] {
            let year = (first + turn).to_string();
            for journey in 0..journeys {
                let (date, title) = (format!("{year}-0{}-17", 3 + journey), format!("Journey {journey} of {year}"));
                let places = [("from", from), ("to", to)];
                let rest = [("date", date.as_str()), ("kind", kind), ("title", title.as_str())];
                self.add(CONTACTS, &[places.as_slice(), &rest].concat());
            }
            let total = [("year", year.as_str()), ("what", kind), ("value", "2"), ("from", from), ("to", to)];
            match journeys {
                2 => self.add_spared(TOTALS, &total),
                _ => self.add_fault(TOTALS, &total, Code::ItemsAboveTotal),
            }
        }
    }

    /// Plants a total that is a part of itself, or two that are parts of each other.
    fn loop_totals(&mut self) {
        let [a, b] = [(); 2].map(|()| self.fresh(TOTALS, |list, row| !list.get(row, "id").is_empty()));
        let [id_a, id_b] = [a, b].map(|row| self.get(TOTALS, row, "id"));
        if self.garden.random.below(2) == 0 {
            self.set(TOTALS, a, "of", &id_a);
        } else {
            self.set(TOTALS, a, "of", &id_b);
            self.set(TOTALS, b, "of", &id_a);
            // With equal values, neither is more than its whole, which would be another fault.
            let value = self.get(TOTALS, a, "value");
            self.set(TOTALS, b, "value", &value);
            self.fault(TOTALS, b, Code::TotalOfItself);
        }
        self.fault(TOTALS, a, Code::TotalOfItself);
    }

    /// Plants a misspelling of something that is counted; the spared row counts something else altogether.
    fn miscall_count(&mut self, turn: usize) {
        let word =
            self.pick(&["visits", "delegations", "documents", "delegatoin", "working-groups", "events", "documnet"]);
        self.spoil((TOTALS, "what"), word, Code::UnknownCount);
        let (year, other) = ((1960 + turn).to_string(), self.pick(&["student-exchange", "trade-fair", "concert"]));
        self.add_spared(
            TOTALS,
            &[("year", year.as_str()), ("what", other), ("value", "7"), ("from", "BY"), ("to", "RU")],
        );
    }

    /// Repeats a row. A participant gets another number of people, and an oblast may be written by its name.
    fn double_entry(&mut self) {
        let file = self.pick(&[CONTACTS, PARTICIPANTS, INDICATORS, CURATORS, TOTALS]);
        let row = self.fresh(file, |list, row| ![CONTACTS, TOTALS].contains(&file) || list.get(row, "id").is_empty());
        let list = self.list(file).0;
        let twin = list.append(list.rows[row].clone());
        if file == PARTICIPANTS {
            self.set(file, twin, "people", "40");
        } else if file == CONTACTS {
            let to = self.get(file, row, "to");
            let name = self.regions.iter().find(|(code, name)| *code == to && name.ends_with(" Oblast"));
            if let Some((_, name)) = name.cloned() {
                self.set(file, twin, "to", &name);
            }
        }
        self.fault(file, twin, Code::DoubledEntry);
    }

    fn misspell_place(&mut self) {
        let cells =
            [(CONTACTS, "to"), (PARTICIPANTS, "place"), (INDICATORS, "place"), (CURATORS, "region"), (TOTALS, "to")];
        let (cell, text) = (self.pick(&cells), self.pick(&["mogilv-by", "RU-BRYA", "BY-GO", "Q99999", "Nowhereville"]));
        self.spoil(cell, text, Code::UnknownPlace);
    }

    fn blur_place(&mut self) {
        let Garden { random, shared_names, .. } = &mut self.garden;
        let name = random.pick(shared_names).clone();
        let cell = self.pick(&[(CONTACTS, "to"), (PARTICIPANTS, "place"), (INDICATORS, "place")]);
        self.spoil(cell, &name, Code::AmbiguousPlace);
    }

    fn misspell_event(&mut self) {
        let row = self.fresh(PARTICIPANTS, |_, _| true);
        let event = self.get(PARTICIPANTS, row, "event").replacen("event", "evnet", 1);
        if self.garden.random.below(2) == 0 {
            self.set(PARTICIPANTS, row, "event", &event);
            self.fault(PARTICIPANTS, row, Code::UnknownEvent);
        } else {
            // Two totals with the same value would be reported as doubled, so each has its own.
            let value = (5 + row).to_string();
            let total = [("year", "2016"), ("what", "participant"), ("value", &value), ("event", &event)];
            self.add_fault(TOTALS, &total, Code::UnknownEvent);
        }
    }

    /// Districts are left alone, since they take the region of their city.
    fn leave_out_region(&mut self) {
        let row = self.fresh(CITIES, |list, row| list.get(row, "part_of").is_empty());
        self.set(CITIES, row, "region", "");
        self.fault(CITIES, row, Code::NoRegion);
    }

    /// Adds a city whose id is a code with a meaning of its own.
    fn take_code_for_id(&mut self, turn: usize) {
        let codes =
            ["DE-BE", "FR-IDF", "PL-14", "US-CA", "JP-13", "IT-25", "ES-CT", "NO", "PT", "SE-AB", "FI", "NL-NH"];
        let beside = self.fresh(CITIES, |list, row| list.position(row).is_some());
        let new = self.garden.new_city(beside, None);
        self.set(CITIES, new, "id", codes[turn % codes.len()]);
        self.fault(CITIES, new, Code::IdIsCode);
    }

    /// Plants a city that is part of itself, or two that are parts of each other. Cities that have parts are left
    /// alone.
    fn loop_parts(&mut self) {
        let wholes: HashSet<String> =
            (1..self.garden.cities.rows.len()).map(|row| self.garden.cities.get(row, "part_of").to_owned()).collect();
        let [a, b] = [(); 2].map(|()| {
            self.fresh(CITIES, |list, row| {
                list.get(row, "country") == "RU"
                    && list.get(row, "part_of").is_empty()
                    && !wholes.contains(list.get(row, "id"))
            })
        });
        let [id_a, id_b] = [a, b].map(|row| self.get(CITIES, row, "id"));
        // Two cities that are parts of each other are reported once, at the first of them.
        let mut first = a;
        if self.garden.random.below(2) == 0 {
            self.set(CITIES, a, "part_of", &id_a);
        } else {
            first = a.min(b);
            self.set(CITIES, a, "part_of", &id_b);
            self.set(CITIES, b, "part_of", &id_a);
        }
        self.fault(CITIES, first, Code::PartOfItself);
    }

    fn spoil_code(&mut self, turn: usize) {
        let codes = [
            "../BY-1",
            "Poland",
            "BY_12",
            "by-ma",
            "BY 13",
            "RUS",
            "БР-14",
            "any",
            "REGION-NO-15",
            "ru",
            "BY.16",
            "Германия",
            "BY-",
        ];
        let name = format!("Impossible district {turn}");
        let cells = [("code", codes[turn % codes.len()]), ("country", "BY"), ("name", name.as_str())];
        self.add_fault(REGIONS, &cells, Code::ImpossibleCode);
    }

    /// Plants a region without a country; the spared region also has a code of its own, but with a country.
    fn leave_out_country(&mut self, turn: usize) {
        let (code, name) = (format!("BY-X{turn}"), format!("Outlying district {turn}"));
        self.add_fault(REGIONS, &[("code", code.as_str()), ("name", name.as_str())], Code::RegionWithoutCountry);
        let (code, name) = (format!("BY-Z{turn}"), format!("Inner district {turn}"));
        self.add_spared(REGIONS, &[("code", code.as_str()), ("country", "BY"), ("name", name.as_str())]);
    }

    fn end_before_start(&mut self) {
        let (file, column) = self.pick(&[(CONTACTS, "date"), (CURATORS, "from")]);
        let row = self.fresh(file, |_, _| true);
        let year: u32 = self.get(file, row, column)[..4].parse().unwrap();
        self.set(file, row, "until", &format!("{}-12", year - 1));
        self.fault(file, row, Code::EndBeforeStart);
    }

    /// Adds an event or total with the id of an earlier one.
    fn repeat_id(&mut self, turn: usize) {
        let file = self.pick(&[CONTACTS, TOTALS]);
        let row = self.fresh(file, |list, row| !list.get(row, "id").is_empty());
        let list = self.list(file).0;
        let twin = list.append(list.rows[row].clone());
        if file == CONTACTS {
            list.set(twin, "date", "2013-06-07");
            list.set(twin, "title", &format!("Another meeting {turn}"));
        } else {
            list.set(twin, "year", "2004");
        }
        self.fault(file, twin, Code::DuplicateId);
    }

    /// Plants one fault, or two if one can't occur without the other. `kind` counts up, so that all kinds take turns.
    fn plant(&mut self, kind: usize) {
        let turn = kind / 27;
        match kind % 27 {
            0 => self.take_end_for_region(),
            1 => self.name_nobody(),
            2 => self.respell_official(),
            3 => self.date(other_date, Code::OtherNotation),
            4 => self.date(ambiguous_date, Code::ImpossibleDate),
            5 => self.date(impossible_date, Code::ImpossibleDate),
            6 => self.number_in_other_notation(),
            7 => self.position_in_other_notation(),
            8 => self.word_in_other_notation(),
            9 => self.contradict_status(),
            10 => self.exceed_whole(),
            11 => self.exceed_total(turn),
            12 => self.spoil((TOTALS, "of"), "delegations-of-16", Code::UnknownTotal),
            13 => self.loop_totals(),
            14 => self.miscall_count(turn),
            15 => self.double_entry(),
            16 => self.misspell_place(),
            17 => self.blur_place(),
            18 => self.misspell_event(),
            19 => {
                let (file, column, text) =
                    self.pick(&[(CITIES, "population", "-1200"), (PARTICIPANTS, "people", "-3")]);
                self.spoil((file, column), text, Code::NegativeNumber);
            }
            20 => self.leave_out_region(),
            21 => self.take_code_for_id(turn),
            22 => self.loop_parts(),
            23 => self.spoil_code(turn),
            24 => self.leave_out_country(turn),
            25 => self.end_before_start(),
            _ => self.repeat_id(turn),
        }
    }

    pub fn problems(&self) -> Vec<ProblemRow> {
        let folder = tempfile::tempdir().unwrap();
        let lists = self.lists.iter().map(|(file, list)| (*file, list));
        for (file, list) in lists.chain([(CITIES, &self.garden.cities), (PARTNERSHIPS, &self.garden.partnerships)]) {
            fs::write(folder.path().join(file), list.text()).unwrap();
        }
        problems(folder.path())
    }
}

/// Plants some 200 faults of 29 codes and 50 harmless rows that look like faults. No two faults are in one row.
pub fn count(seed: u64, tally: &mut Tally) {
    let mut ledger = Ledger::new(seed);
    for kind in 0.. {
        if ledger.planted.len() >= 200 {
            break;
        }
        ledger.plant(kind);
    }
    tally.count(&format!("ledger, seed {seed}"), &ledger.planted, &ledger.spared, &BEFORE, &ledger.problems());
}
