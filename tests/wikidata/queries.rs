//! The queries that are printed for people who run them by hand.

use sistergraph::{fetch::Queries, model::CountryCode};

use crate::support::run;

fn queries() -> Queries {
    Queries { countries: vec![CountryCode::new("EE").unwrap()], languages: vec!["et".to_owned()] }
}

#[test]
fn queries_are_plain() {
    for query in [queries().statements(), queries().places(), Queries { countries: Vec::new(), ..queries() }.places()] {
        for word in ["SERVICE", "hint:", "bd:", "wdt:P17/", "/wdt", "*", "^"] {
            let body = query.split_once("SELECT").unwrap().1;
            assert!(!body.contains(word), "{word} in {query}");
        }
        let count = |c: char| query.matches(c).count();
        assert_eq!((count('{'), count('(')), (count('}'), count(')')), "{query}");
    }
}

/// The reader of saved answers knows all variables of a query.
#[test]
fn an_answer_with_the_variables_of_a_query_is_read() {
    for query in [queries().statements(), queries().places()] {
        let select = query.lines().find(|line| line.starts_with("SELECT")).unwrap();
        let variables: Vec<&str> = select.split(' ').filter_map(|word| word.strip_prefix('?')).collect();
        let answer = format!("{}\n", variables.join(","));
        let reading = super::read("x", answer.as_bytes()).unwrap();
        assert_eq!(reading.notes.len(), 1, "{answer}");
        assert_eq!(reading.notes[0].to_string(), "x: it has no rows: the query found nothing");
    }
}

#[test]
fn queries_are_printed_without_asking_anybody() {
    let print = |word: &str| {
        let run = run(&["fetch", "wikidata", "Estonia", "--languages", "et", word]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    assert_eq!(print("--print-query=statements"), queries().statements());
    assert_eq!(print("--print-query=places"), queries().places());
    let both = print("--print-query");
    assert!(both.contains(&queries().statements()) && both.ends_with(&queries().places()));
}
