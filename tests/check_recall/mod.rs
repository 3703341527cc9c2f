//! Plants faults and counts how many of them `check` finds, at the right line and with the right code, and how many of
//! its reports are of nothing planted.
//!
//! The faults were written from the descriptions in the list of codes, without looking at the rules of `check`. So a
//! rule that is narrower or wider than its description is noticed here.

mod garden;
mod ledger;
mod ledger_faults;
mod list;
mod notations;
mod officials;
mod pairs;
mod whole_files;

use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
    path::Path,
};

use sistergraph::{
    check::{self, Code, ProblemRow},
    formats,
    register::{Outlines, Register},
};

use list::SplitMix64;

/// File, line and code of a fault.
type Fault = (&'static str, usize, Code);

/// File name, line and code.
fn place(problem: &ProblemRow) -> (&str, usize, &str) {
    let file = problem.file.rsplit(['/', '\\']).next().unwrap();
    (file, usize::try_from(problem.line).unwrap(), problem.code)
}

/// The problems that `check` reports for a folder or file.
fn problems(source: &Path) -> Vec<ProblemRow> {
    let reading = formats::read(source.to_str().unwrap()).unwrap();
    check::check(reading, Register::built_in(), &Outlines::built_in(), &Default::default())
}

/// For one code: how many faults were planted, how many of them were found, and how many reports were wrong.
#[derive(Default)]
struct Count {
    planted: usize,
    found: usize,
    reported: usize,
    false_alarms: usize,
}

/// What was planted and what was reported, over all data sets.
#[derive(Default)]
struct Tally {
    codes: BTreeMap<Code, Count>,
    /// Harmless lines that look like faults.
    spared: usize,
    /// How many of the spared lines were reported.
    harmed: usize,
    /// Descriptions of all missed faults, false alarms and reported spared lines.
    details: Vec<String>,
}

impl Tally {
    /// Compares the problems of one data set, except those in `before`, with the planted faults.
    fn count(
        &mut self,
        what: &str,
        planted: &[Fault],
        spared: &[(&'static str, usize)],
        before: &[Fault],
        problems: &[ProblemRow],
    ) {
        let named = |&(file, line, code): &Fault| (file, line, code.name());
        let faults: HashSet<_> = planted.iter().map(named).collect();
        assert_eq!(faults.len(), planted.len(), "no fault is planted twice");
        let before: HashSet<_> = before.iter().map(named).collect();
        let reported: Vec<_> = problems.iter().filter(|problem| !before.contains(&place(problem))).collect();
        let places: HashSet<_> = reported.iter().map(|problem| place(problem)).collect();
        for fault in planted {
            let count = self.codes.entry(fault.2).or_default();
            count.planted += 1;
            if places.contains(&named(fault)) {
                count.found += 1;
            } else {
                self.details.push(format!("{what}: missed {fault:?}"));
            }
        }
        for problem in reported {
            let code = Code::ALL.iter().find(|code| code.name() == problem.code).unwrap();
            let count = self.codes.entry(*code).or_default();
            count.reported += 1;
            if !faults.contains(&place(problem)) {
                count.false_alarms += 1;
                self.details.push(format!("{what}: false alarm {problem:?}"));
            }
        }
        self.spared += spared.len();
        for line in spared {
            if places.iter().any(|&(file, number, _)| (file, number) == *line) {
                self.harmed += 1;
                self.details.push(format!("{what}: spared line {line:?} is reported"));
            }
        }
    }

    /// A table with a row for each code and one for all together.
    fn table(&self) -> String {
        let mut table = format!("{:24} planted  found  false\n", "code");
        let mut sum = Count::default();
        for (code, count) in &self.codes {
            let Count { planted, found, false_alarms, reported } = count;
            writeln!(table, "{code:24} {planted:7}  {found:5}  {false_alarms:5}").unwrap();
            sum.planted += planted;
            sum.found += found;
            sum.false_alarms += false_alarms;
            sum.reported += reported;
        }
        let Count { planted, found, false_alarms, reported } = sum;
        writeln!(table, "{:24} {planted:7}  {found:5}  {false_alarms:5} of {reported} reported", "all").unwrap();
        writeln!(table, "{} of {} lines that are only like a fault are reported", self.harmed, self.spared).unwrap();
        table
    }

    /// Checks the limits: at least 99 % of the faults of each code are found, at most 1 % of the reports are wrong, and
    /// at most 1 % of the spared lines are reported. Every code must be planted, except the one that needs a gazetteer,
    /// which `gazetteer.rs` tests.
    fn judge(&self) {
        let details = format!("{}\n{}", self.details.join("\n"), self.table());
        for code in Code::ALL.iter().filter(|code| **code != Code::TownElsewhere) {
            let count = self.codes.get(code).unwrap_or_else(|| panic!("{code} is never planted"));
            assert!(count.planted >= 10, "{code} is planted {} times", count.planted);
            assert!(100 * count.found >= 99 * count.planted, "{code} is missed\n{details}");
        }
        let sum = |number: fn(&Count) -> usize| self.codes.values().map(number).sum::<usize>();
        assert!(100 * sum(|count| count.false_alarms) <= sum(|count| count.reported), "false alarms\n{details}");
        assert!(100 * self.harmed <= self.spared, "lines without a fault are reported\n{details}");
    }
}

/// Uses five copies of each data set, each with other faults.
#[test]
fn faults_of_every_code_are_found_and_little_else() {
    let mut tally = Tally::default();
    garden::is_clean();
    pairs::is_clean();
    whole_files::count_empty_ledger(&mut tally);
    for seed in 1..=5 {
        garden::count(seed, &mut tally);
        ledger_faults::count(seed, &mut tally);
        pairs::count(seed, &mut tally);
        whole_files::count(&mut SplitMix64(seed), &mut tally);
    }
    println!("{}", tally.table());
    println!("{}", tally.details.join("\n"));
    tally.judge();
}
