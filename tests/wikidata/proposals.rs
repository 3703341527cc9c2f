//! Compares the edits that are proposed for Wikidata with the ones that were planted.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sistergraph::{
    check::{Proposals, QuickStatements, proposals},
    formats::{Told, read_bytes},
    graph::Network,
    register::Register,
};

use crate::support::run;

/// Pseudorandom numbers, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// No item of a region has so high a number.
const FIRST: u64 = 7_000_000_000;

fn claim(to: u64, id: &str, rank: &str, since: Option<&str>, until: Option<&str>, source: Option<&str>) -> Value {
    let time = |date: &str| {
        let precision = 9 + date.matches('-').count();
        let padded = format!("{date}{}", "-00".repeat(11 - precision));
        json!([{"snaktype": "value", "datavalue": {"value": {"time": format!("+{padded}T00:00:00Z"), "precision": precision}}}])
    };
    let mut qualifiers = serde_json::Map::new();
    since.map(|date| qualifiers.insert("P580".to_owned(), time(date)));
    until.map(|date| qualifiers.insert("P582".to_owned(), time(date)));
    let imported = json!({"snaks": {"P143": [{"snaktype": "value", "datavalue": {"value": {"id": "Q328"}}}]}});
    let source = source.map(|url| json!({"snaks": {"P854": [{"snaktype": "value", "datavalue": {"value": url}}]}}));
    let references: Vec<Value> = [imported].into_iter().chain(source).collect();
    json!({
        "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": format!("Q{to}")}}}, "id": id, "rank": rank,
        "qualifiers": qualifiers, "references": references,
    })
}

/// The planted edits, as commands without comments: item, twin and statements.
type Edits = BTreeSet<String>;

/// Makes towns with claims from both sides. For some, the claim of one side is left out. Other claims have ended on one
/// side or both, or are doubled, deprecated, or have another start on the other side.
fn planted(pairs: u64) -> (String, Edits) {
    let (mut draw, mut claims) = (Draw(7), vec![Vec::new(); 2 * pairs as usize]);
    let mut edits = Edits::new();
    let dates = ["1967-06-27", "1990-05", "2003"];
    for pair in 0..pairs {
        let (mut from, mut to) = (2 * pair, 2 * pair + 1);
        if draw.below(2) == 1 {
            (from, to) = (to, from);
        }
        let (a, b) = (FIRST + from, FIRST + to);
        let since = Some(draw.below(4) as usize).filter(|at| *at < 3).map(|at| dates[at]);
        let url = format!("https://example.org/{pair}?x=a|b");
        let source = Some(url.as_str()).filter(|_| draw.below(2) == 0);
        let id = |item: u64, number: u64| format!("Q{item}$AB-{pair}-{number}");
        let mut push = |town: u64, claim: Value| claims[town as usize].push(claim);
        let own = claim(b, &id(a, 1), "normal", since, None, source);
        let time = |date: &str| {
            let precision = 9 + date.matches('-').count();
            format!("+{date}{}T00:00:00Z/{precision}", "-00".repeat(11 - precision))
        };
        match draw.below(9) {
            // The other side is missing.
            0 | 1 => {
                push(from, own);
                let since = since.map(|date| format!("\tP580\t{}", time(date))).unwrap_or_default();
                let source = source.map(|url| format!("\tS854\t\"{}\"", url.replace('|', "%7C"))).unwrap_or_default();
                edits.insert(format!("Q{b}\tP190\tQ{a}{since}{source}"));
            }
            // The other side is missing, but the tie is over.
            2 => push(from, claim(b, &id(a, 1), "normal", since, Some("2022-03"), source)),
            // The tie has ended on one side only.
            3 => {
                push(from, claim(b, &id(a, 1), "normal", since, Some("2022-03"), None));
                push(to, claim(a, &id(b, 1), "normal", since, None, None));
                edits.insert(format!("Q{b}\tP190\tQ{a}\tP582\t+2022-03-00T00:00:00Z/10"));
            }
            // The other side claims it again after it had ended.
            4 => {
                push(from, claim(b, &id(a, 1), "normal", Some("1967"), Some("1991"), None));
                push(to, claim(a, &id(b, 1), "normal", Some("2003"), None, None));
            }
            // One side claims it twice.
            5 => {
                push(from, own);
                push(from, claim(b, &id(a, 2), "normal", None, None, None));
                push(to, claim(a, &id(b, 1), "normal", since, None, source));
                edits.insert(format!("-STATEMENT\t{}", id(a, 2)));
            }
            // A deprecated claim doesn't count, so nothing is missing.
            6 => push(from, claim(b, &id(a, 1), "deprecated", since, None, source)),
            // The two sides give other dates.
            7 => {
                push(from, claim(b, &id(a, 1), "normal", Some("1967"), None, None));
                push(to, claim(a, &id(b, 1), "normal", Some("1990"), None, None));
            }
            _ => {
                push(from, own);
                push(to, claim(a, &id(b, 1), "preferred", since, None, source));
            }
        }
    }
    let entities = (0..).zip(claims).map(|(town, claims)| {
        let label = format!("Town | {town} \"*/\t”");
        json!({"type": "item", "id": format!("Q{}", FIRST + town), "labels": {"en": {"value": label}}, "claims": {"P190": claims}})
            .to_string()
    });
    (entities.collect::<Vec<_>>().join("\n"), edits)
}

fn found(text: &str) -> Proposals {
    let (dataset, _) = read_bytes("x", text.as_bytes(), &Told::default()).unwrap().sound().unwrap();
    proposals(&Network::build(dataset, Register::built_in()).network)
}

#[test]
fn what_was_planted_is_proposed() {
    let (text, planted) = planted(3000);
    let proposals = found(&text);
    let commands = QuickStatements::V1.commands(&proposals.rows);
    let without_comment = |line: &str| {
        let (command, comment) = line.rsplit_once("\t/* ").unwrap();
        assert!(comment.ends_with(" */") && !comment.contains(['\t', '|', '"']), "{line}");
        command.to_owned()
    };
    let found: Edits = commands.lines().map(without_comment).collect();
    assert_eq!(found.len(), commands.lines().count(), "none is proposed twice");
    let right = found.intersection(&planted).count();
    let wrong: Vec<&String> = found.difference(&planted).take(5).collect();
    let missing: Vec<&String> = planted.difference(&found).take(5).collect();
    assert!(planted.len() > 1000 && right * 100 >= found.len() * 99, "{right} of {}: {wrong:?}", found.len());
    assert!(right * 100 >= planted.len() * 99, "{right} of {}: {missing:?}", planted.len());
    // All planted edits are found as they are, and no others.
    assert_eq!((wrong, missing), (Vec::new(), Vec::new()));
    assert!(!commands.contains("S143") && !commands.contains('|'), "{commands}");
    assert!(proposals.not_in_force > 100 && proposals.without_item == 0);

    // The table has the same edits, except for removals.
    let table = QuickStatements::V2.commands(&proposals.rows);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let cells = header.iter().zip(record.iter()).filter(|(name, cell)| *name != "#" && !cell.is_empty());
        let parts = cells.map(|(name, cell)| match name.as_str() {
            "qid" => cell.to_owned(),
            "P190" => format!("\tP190\t{cell}"),
            name => format!("\t{}\t{cell}", name.replace("qal", "P")),
        });
        parts.collect::<String>()
    });
    let of_table: Edits = rows.collect();
    let additions: Edits = found.iter().filter(|edit| !edit.starts_with('-')).cloned().collect();
    assert_eq!(of_table, additions);
}

#[test]
fn the_command_lists_edits_and_writes_them_where_a_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("edits.txt");
    let path = file.to_str().unwrap();
    let check = |more: &[&str]| {
        run(&[&["--data", "wikidata/dump.json", "-q", "check", "--format", "quickstatements"], more].concat())
    };
    let listed = check(&[]);
    assert_eq!(listed.status, 0, "{}", listed.stderr);
    let headline = "3 edits of Wikidata proposed: 2 claims to add, 0 to end, 1 to remove";
    assert!(listed.stdout.starts_with(headline), "{}", listed.stdout);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    let written = check(&["-o", path]);
    let said = written.stdout.replace('\n', " ");
    assert!(said.starts_with(&format!("{headline}; 3 commands written to")), "{said}");
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        "Q90\tP190\tQ64\tP580\t+1987-00-00T00:00:00Z/9\t/* Berlin claims it; the claim from the other side is missing */\n\
         Q1208\tP190\tQ99\t/* California claims it; the claim from the other side is missing */\n\
         -STATEMENT\tQ90$2\t/* the same claim stands there twice, and this one says no more than the other */\n"
    );
    let table = check(&["-o", path, "--dialect", "v2"]);
    assert!(table.stdout.replace('\n', " ").contains("2 commands written to"), "{}", table.stdout);
    // A single entity says nothing about the claims of the others.
    let one = run(&["--data", "wikidata/berlin.json", "check", "--format", "quickstatements"]);
    assert!(one.stdout.starts_with("0 edits of Wikidata proposed"), "{}", one.stdout);
    assert!(
        one.stderr.contains("2 one-sided claims of whose other side the data has nothing but the id"),
        "{}",
        one.stderr
    );
    let other = run(&["report", "--format", "quickstatements"]);
    assert!(other.status == 2 && other.stderr.contains("goes with `check`"), "{}", other.stderr);
    let own = run(&["check", "--format", "quickstatements"]);
    assert!(own.stderr.contains("the data doesn't say that it is Wikidata's"), "{}", own.stderr);
}

#[test]
fn a_one_sided_claim_says_which_side_is_missing() {
    let columns = "a,b,missing_side,a_wikidata,b_wikidata";
    let checked =
        run(&["--data", "wikidata/dump.json", "check", "--format", "csv", "--select", &format!("code,{columns}")]);
    let rows: Vec<&str> = checked.stdout.lines().filter(|line| line.starts_with("one-sided-claim,")).collect();
    assert_eq!(
        rows,
        [
            "one-sided-claim,Q64,Q649,Q649,Q64,Q649",
            "one-sided-claim,Q64,Q90,Q90,Q64,Q90",
            "one-sided-claim,US-CA,DE-BB,DE-BB,Q99,Q1208"
        ]
    );
}
