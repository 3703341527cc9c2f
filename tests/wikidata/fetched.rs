//! Data sets fetched from a local service.

use std::{collections::BTreeSet, fs, path::Path, sync::Mutex, time::Duration};

use sistergraph::{
    fetch::{Answers, Asked, FetchError, Fetched, Http, Patience, Step, wikidata},
    model::CountryCode,
};

use super::service::{Play, Service, World};
use crate::support::{Run, program};

/// 450 towns in three countries. Each town claims three others, and some of these claims are one-sided.
fn world() -> World {
    // No item of a region has so high a number.
    let number = |at: u64| 7_000_000_000 + at;
    let countries = ["EE", "LV", "LT"];
    let towns: Vec<(u64, &str)> = (0..450).map(|at| (number(at), countries[at as usize % 3])).collect();
    let claims = (0..450).flat_map(|from: u64| [1, 7, 92].map(|step| (from, (from * 5 + step) % 450)));
    let claims: BTreeSet<(u64, u64)> = claims.filter(|(from, to)| from != to).collect();
    let claims = claims.into_iter().map(|(from, to)| (number(from), number(to))).collect();
    World { towns, claims }
}

fn asked(countries: &[&str]) -> Asked {
    let countries = countries.iter().map(|code| CountryCode::new(code).unwrap()).collect();
    Asked { countries, languages: Vec::new() }
}

struct Outcome {
    fetched: Result<Fetched, FetchError>,
    waits: Vec<u64>,
    steps: Vec<Step>,
}

fn fetch_to(service: &Service, asked: &Asked, answers: &Answers) -> Outcome {
    let waits = Mutex::new(Vec::new());
    let wait = |wait: Duration| waits.lock().unwrap().push(wait.as_secs());
    let mut patience = Patience { wait: Box::new(wait), ..Patience::default() };
    let mut http = Http::with_time(&service.address, "me@example.org", Duration::from_secs(2)).unwrap();
    let mut steps = Vec::new();
    let fetched = wikidata(asked, &mut http, answers, &mut patience, &mut |step| steps.push(step));
    drop(patience);
    Outcome { fetched, waits: waits.into_inner().unwrap(), steps }
}

fn fetch(service: &Service, codes: &[&str]) -> Outcome {
    fetch_to(service, &asked(codes), &Answers::not_kept())
}

/// The claims in a data set, from either side.
fn claims(fetched: &Fetched) -> BTreeSet<(u64, u64)> {
    let number = |id: &str| id.strip_prefix('Q').unwrap().parse::<u64>().unwrap();
    let mut claims = BTreeSet::new();
    for row in fetched.reading.dataset.partnerships() {
        let (a, b) = (number(row.a), number(row.b));
        if row.claimed_by != sistergraph::model::Claim::B {
            claims.insert((a, b));
        }
        if row.claimed_by != sistergraph::model::Claim::A {
            claims.insert((b, a));
        }
    }
    claims
}

/// The claims of the world that begin or end in these countries.
fn expected(world: &World, codes: &[&str]) -> BTreeSet<(u64, u64)> {
    let lies = |town: u64| world.towns.iter().any(|&(number, country)| number == town && codes.contains(&country));
    world.claims.iter().copied().filter(|(from, to)| codes.is_empty() || lies(*from) || lies(*to)).collect()
}

#[test]
fn all_claims_from_and_to_the_countries_come() {
    for codes in [&["EE"][..], &["LV", "LT"], &[]] {
        let service = Service::start(move |_, request| Play::answer(world().answer(&request.query)));
        let outcome = fetch(&service, codes);
        let fetched = outcome.fetched.unwrap();
        assert_eq!(claims(&fetched), expected(&world(), codes), "{codes:?}");
        assert_eq!((fetched.asked, fetched.kept), (service.count(), 0));
        assert_eq!(service.most_at_once(), 1, "one request at a time");
        let dataset = &fetched.reading.dataset;
        assert!(
            dataset.places().all(|place| place.name == format!("Town {}", &place.id[1..]) && place.country.is_some())
        );
        let metadata = dataset.metadata();
        assert_eq!(metadata.date.map(|date| date.to_string()).as_deref(), Some("2026-11-28"), "the service's day");
        assert_eq!((&metadata.focus, &metadata.licences), (&asked(codes).countries, &vec!["CC0-1.0".to_owned()]));
        let Some(Step::Answered { done, all }) = outcome.steps.last() else { panic!() };
        assert_eq!((done, all), (&service.count(), &service.count()));
        let version = env!("CARGO_PKG_VERSION");
        for request in service.requests.lock().unwrap().iter() {
            let headers = request.headers.to_ascii_lowercase();
            assert!(headers.contains(&format!("user-agent: sistergraph/{version} (me@example.org)")), "{headers}");
            assert!(headers.contains("accept: application/sparql-results+json"), "{headers}");
        }
    }
}

/// The service breaks off any answer with too many rows.
#[test]
fn an_answer_that_breaks_off_is_asked_for_in_smaller_parts() {
    for how in 0..6 {
        let service = Service::start(move |_, request| {
            let (world, query) = (world(), &request.query);
            let whole = world.answer(query);
            match whole.matches("\"type\"").count() {
                0..=300 => Play::answer(whole),
                _ => match how {
                    0 => Play::answer(world.cut(query)),
                    1 => Play::answer(whole[..whole.len() / 2].to_owned()),
                    2 => Play::status(504, "Gateway timeout"),
                    3 => Play::status(500, "java.util.concurrent.TimeoutException\n\tat x"),
                    // Only one part is late, so that the test doesn't take long.
                    4 if query.contains("?b wdt:P17") && !query.contains("STRENDS") => {
                        Play::Late(Duration::from_secs(3), whole)
                    }
                    _ => Play::answer(world.cut(query)),
                },
            }
        });
        let outcome = fetch(&service, &["EE"]);
        assert_eq!(claims(&outcome.fetched.unwrap()), expected(&world(), &["EE"]), "{how}");
        assert_eq!(outcome.waits, [0; 0], "{how}");
        assert!(service.count() > 20, "{how}");
    }
}

#[test]
fn the_service_is_left_alone_for_as_long_as_it_says() {
    let service = Service::start(|number, request| match number {
        0 => Play::Reply(429, vec![("Retry-After", "47".to_owned())], "Too many requests".to_owned()),
        2 => Play::status(500, "oops"),
        3 => Play::HangUp,
        4 => Play::BreakOff("{\"head\":".to_owned()),
        6 => Play::Reply(503, vec![("Retry-After", "3".to_owned())], String::new()),
        _ => Play::answer(world().answer(&request.query)),
    });
    let outcome = fetch(&service, &["EE"]);
    assert_eq!(claims(&outcome.fetched.unwrap()), expected(&world(), &["EE"]));
    // The first query waits as long as the service says. The second fails three times, and the wait doubles each time.
    assert_eq!(outcome.waits, [47, 2, 4, 8, 3]);
    assert!(outcome.steps.contains(&Step::Waiting { seconds: 47 }));

    let refusing = Service::start(|_, _| Play::Reply(429, vec![("Retry-After", "86400".to_owned())], String::new()));
    let outcome = fetch(&refusing, &["EE"]);
    assert_eq!(
        outcome.fetched.unwrap_err().to_string(),
        format!("{} asks to be left alone for 1440 minutes", refusing.address)
    );
    assert_eq!((refusing.count(), outcome.waits.len()), (1, 0));

    let down = Service::start(|_, _| Play::status(503, ""));
    let outcome = fetch(&down, &["EE"]);
    assert_eq!(outcome.fetched.unwrap_err().to_string(), format!("{} gives no answer: status 503", down.address));
    assert_eq!((down.count(), outcome.waits), (5, vec![2, 4, 8, 16]));
}

#[test]
fn a_redirection_is_followed_and_a_circle_is_not() {
    let service = Service::start(|_, request| match request.path.as_str() {
        "/sparql" => Play::Reply(308, vec![("Location", "/new".to_owned())], String::new()),
        _ => Play::answer(world().answer(&request.query)),
    });
    assert_eq!(claims(&fetch(&service, &["EE"]).fetched.unwrap()), expected(&world(), &["EE"]));
    let circle = Service::start(|_, _| Play::Reply(302, vec![("Location", "/sparql".to_owned())], String::new()));
    let error = fetch(&circle, &["EE"]).fetched.unwrap_err().to_string();
    assert!(error.contains("sends to") && error.ends_with("after 5 others, which is not followed"), "{error}");
    assert_eq!(circle.count(), 6);
}

#[test]
fn garbage_is_named() {
    for (status, body, expected) in [
        (
            200,
            "<!DOCTYPE html><html><body>Sign in to the\nhotel</body></html>",
            "gave what is no answer of a query: <!DOCTYPE html><html><body>Sign in to the hotel",
        ),
        (200, "", "gave what is no answer of a query: nothing"),
        (200, "[1,2]", "gave what is no answer of a query: [1,2]"),
        (400, "MalformedQueryException: x", "refuses the query (status 400): MalformedQueryException: x"),
        (403, "banned", "refuses the query (status 403): banned"),
        (404, "not here", "refuses the query (status 404): not here"),
        (
            200,
            "{\"head\":{\"vars\":[\"st\",\"a\",\"b\"]},\"results\":{\"bindings\":[]}}",
            "knows no twinned place of EE",
        ),
    ] {
        let service = Service::start(move |_, _| Play::status(status, body));
        let error = fetch(&service, &["EE"]).fetched.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let never = Service::start(|_, request| Play::answer(world().cut(&request.query)));
    let error = fetch(&never, &["EE"]).fetched.unwrap_err().to_string();
    assert!(error.ends_with("breaks off its answer even about the smallest part"), "{error}");
    assert!(never.count() < 10, "{}", never.count());
    let nobody = Http::new("http://127.0.0.1:9/sparql", "me@example.org").unwrap();
    let (mut nobody, mut patience) = (nobody, Patience { wait: Box::new(|_| {}), ..Patience::default() });
    let error = wikidata(&asked(&["EE"]), &mut nobody, &Answers::not_kept(), &mut patience, &mut |_| {}).unwrap_err();
    assert!(
        error.may_pass() && error.to_string().starts_with("http://127.0.0.1:9/sparql gives no answer: "),
        "{error}"
    );
}

#[test]
fn a_run_that_broke_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let answers = || Answers::kept_in(dir.path().join("x.answers"));
    let service = Service::start(|number, request| match number {
        5.. => Play::answer(world().answer(&request.query)),
        3.. => Play::status(400, "broken"),
        _ => Play::answer(world().answer(&request.query)),
    });
    let asked = asked(&["EE"]);
    assert!(fetch_to(&service, &asked, &answers()).fetched.is_err());
    assert!(fetch_to(&service, &asked, &answers()).fetched.is_err());
    let fetched = fetch_to(&service, &asked, &answers()).fetched.unwrap();
    assert_eq!(claims(&fetched), expected(&world(), &["EE"]));
    assert_eq!((fetched.kept, fetched.asked), (3, service.count() - 5));
    // No query that had been answered was asked again.
    let queries: Vec<String> = service.requests.lock().unwrap().iter().map(|request| request.query.clone()).collect();
    let answered: BTreeSet<&String> =
        queries.iter().enumerate().filter(|(at, _)| ![3, 4].contains(at)).map(|(_, q)| q).collect();
    assert_eq!(answered.len(), queries.len() - 2);
    // A damaged file with a kept answer is reported.
    let file = fs::read_dir(dir.path().join("x.answers")).unwrap().next().unwrap().unwrap().path();
    fs::write(&file, "2026-11-28\n{\"head\":").unwrap();
    let error = fetch_to(&service, &asked, &answers()).fetched.unwrap_err();
    assert!(error.to_string().starts_with("an answer that was kept is damaged: "), "{error}");
}

fn run_in(dir: &Path, args: &[&str]) -> Run {
    let output = program().current_dir(dir).args(args).output().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap(),
    }
}

#[test]
fn the_command_writes_a_data_set_that_others_take() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(|number, request| match number {
        1 => Play::status(400, "broken"),
        _ => Play::answer(world().answer(&request.query)),
    });
    let fetch =
        ["fetch", "wikidata", "Estonia", "-o", "ee", "--contact", "me@example.org", "--endpoint", &service.address];
    let broken = run_in(dir.path(), &fetch);
    assert_eq!((broken.status, broken.stdout.as_str()), (1, ""));
    assert!(broken.stderr.contains("refuses the query (status 400): broken"), "{}", broken.stderr);
    assert!(!dir.path().join("ee").exists() && dir.path().join("ee.answers").exists());
    let whole = run_in(dir.path(), &fetch);
    assert_eq!(whole.status, 0, "{}", whole.stderr);
    assert!(whole.stderr.contains("1 answer of an earlier run in ee.answers used again"), "{}", whole.stderr);
    assert!(!dir.path().join("ee.answers").exists());
    let (ties, places) = (expected(&world(), &["EE"]), expected(&world(), &["EE"]));
    let towns: BTreeSet<u64> = places.iter().flat_map(|(from, to)| [*from, *to]).collect();
    assert!(whole.stdout.starts_with(&format!("{} places and ", towns.len())), "{}", whole.stdout);
    let listed = run_in(dir.path(), &["--data", "ee", "ties", "--format", "csv", "--select", "a,b", "-q"]);
    let pairs: BTreeSet<(u64, u64)> = ties.iter().map(|&(from, to)| (from.min(to), from.max(to))).collect();
    assert_eq!((listed.status, listed.stdout.lines().count() - 1), (0, pairs.len()), "{}", listed.stderr);
    let checked = run_in(dir.path(), &["--data", "ee", "check", "--format", "csv", "--select", "code", "-q"]);
    let one_sided = ties.iter().filter(|(from, to)| !ties.contains(&(*to, *from))).count();
    assert_eq!(checked.stdout.lines().filter(|code| *code == "one-sided-claim").count(), one_sided);
    let mapped = run_in(dir.path(), &["--data", "ee", "map", "-o", "ee.svg"]);
    assert_eq!(mapped.status, 0, "{}", mapped.stderr);
    // It fails, because the folder exists now.
    assert_eq!(run_in(dir.path(), &fetch).status, 1);
}

#[test]
fn what_is_missing_is_said_before_anybody_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(|_, _| Play::HangUp);
    let error = |args: &[&str]| {
        let run = run_in(dir.path(), &[&["fetch", "wikidata"], args].concat());
        assert!(run.status > 0 && run.stdout.is_empty(), "{run:?}");
        run.stderr
    };
    let url = service.address.as_str();
    assert!(error(&["EE", "--endpoint", url]).contains("needs a place to write to"));
    assert!(error(&["EE", "-o", "x", "--endpoint", url]).contains("wants to know who asks"));
    assert!(error(&["Estonai", "-o", "x", "--contact", "a@b", "--endpoint", url]).contains("Estonia"));
    assert!(
        error(&["EE", "-o", "x", "--contact", "a@b", "--endpoint", "x.org"])
            .contains("is no address of a query service")
    );
    assert!(error(&["EE", "-o", "x", "--contact", "a\nb", "--endpoint", url]).contains("can't be told to a service"));
    assert!(
        error(&["EE", "-o", "x", "--contact", "a@b", "--languages", "en\") .", "--endpoint", url])
            .contains("expected a code")
    );
    assert_eq!(service.count(), 0);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
