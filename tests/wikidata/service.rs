//! A local query service that gives answers, refusals and broken replies.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// How the service reacts to a request.
pub enum Play {
    /// A reply with a status, headers and a body.
    Reply(u16, Vec<(&'static str, String)>, String),
    /// A reply with fewer bytes than its stated length.
    BreakOff(String),
    /// Closes the connection without a reply.
    HangUp,
    /// A reply after a delay.
    Late(Duration, String),
}

impl Play {
    pub fn answer(body: String) -> Self {
        Self::Reply(200, vec![("Date", "Sat, 28 Nov 2026 03:51:21 GMT".to_owned())], body)
    }

    pub fn status(status: u16, body: &str) -> Self {
        Self::Reply(status, Vec::new(), body.to_owned())
    }
}

/// A request: its path, its headers and its query.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: String,
    pub query: String,
}

pub struct Service {
    pub address: String,
    pub requests: Arc<Mutex<Vec<Request>>>,
    most_at_once: Arc<Mutex<[usize; 2]>>,
}

impl Service {
    /// Starts a service. `play` is given the number of earlier requests.
    pub fn start(play: impl Fn(usize, &Request) -> Play + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/sparql", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let most_at_once: Arc<Mutex<[usize; 2]>> = Arc::default();
        let (seen, at_once, play) = (requests.clone(), most_at_once.clone(), Arc::new(play));
        // The thread ends with the test program.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, at_once, play) = (seen.clone(), at_once.clone(), play.clone());
                thread::spawn(move || {
                    let stream = stream.unwrap();
                    stream.set_nodelay(true).unwrap();
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    while let Some(request) = request(&mut reader) {
                        let number = {
                            let mut seen = seen.lock().unwrap();
                            seen.push(request.clone());
                            seen.len() - 1
                        };
                        {
                            let mut at_once = at_once.lock().unwrap();
                            at_once[0] += 1;
                            at_once[1] = at_once[1].max(at_once[0]);
                        }
                        let goes_on = answer(&stream, play(number, &request));
                        at_once.lock().unwrap()[0] -= 1;
                        if !goes_on {
                            break;
                        }
                    }
                });
            }
        });
        Self { address, requests, most_at_once }
    }

    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// The highest number of requests that were answered at the same time.
    pub fn most_at_once(&self) -> usize {
        self.most_at_once.lock().unwrap()[1]
    }
}

fn request(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let (mut first, mut headers, mut length) = (String::new(), String::new(), 0);
    if reader.read_line(&mut first).ok()? == 0 {
        return None;
    }
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        headers.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    let query = body.strip_prefix("query=").map(decoded).unwrap_or_default();
    Some(Request { path: first.split(' ').nth(1)?.to_owned(), headers, query })
}

/// Decodes a form-encoded text.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Sends a reply and returns whether the connection stays open.
fn answer(mut stream: &TcpStream, play: Play) -> bool {
    let head = |status: u16, headers: &[(&str, String)], length: usize| {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {length}\r\n{headers}\r\n"
        )
    };
    // The client may have closed the connection.
    let mut send = |text: String| stream.write_all(text.as_bytes()).is_ok();
    match play {
        Play::Reply(status, headers, body) => send(head(status, &headers, body.len()) + &body),
        Play::BreakOff(body) => {
            send(head(200, &[], body.len() + 1000) + &body);
            false
        }
        Play::HangUp => false,
        Play::Late(wait, body) => {
            thread::sleep(wait);
            send(head(200, &[], body.len()) + &body)
        }
    }
}

/// Twinned towns, and the answers of a service that knows them. It looks only at the few parts in which our queries
/// differ.
#[derive(Clone, Default)]
pub struct World {
    /// Towns by number, with their countries.
    pub towns: Vec<(u64, &'static str)>,
    /// The claims, each from one town to another.
    pub claims: Vec<(u64, u64)>,
}

impl World {
    fn country(&self, town: u64) -> &'static str {
        self.towns.iter().find(|(number, _)| *number == town).map_or("", |(_, country)| country)
    }

    pub fn answer(&self, query: &str) -> String {
        let item = |number: u64| json!({"type": "uri", "value": format!("http://www.wikidata.org/entity/Q{number}")});
        let text = |text: &str| json!({"type": "literal", "value": text});
        let between =
            |start: &str, end: &str| query.split_once(start).and_then(|(_, rest)| Some(rest.split_once(end)?.0));
        let (variables, rows): (&[&str], Vec<Value>) = if query.contains("SELECT ?st ") {
            let code = between("VALUES ?code { \"", "\"");
            let side = if query.contains("?a wdt:P17") { 0 } else { 1 };
            let ending = between("FILTER(STRENDS(STR(?a), \"", "\"").unwrap_or_default();
            let is_asked = |(from, to): &(u64, u64)| {
                code.is_none_or(|code| self.country([*from, *to][side]) == code)
                    && format!("http://www.wikidata.org/entity/Q{from}").ends_with(ending)
            };
            let row = |(from, to): &(u64, u64)| {
                let st = format!("http://www.wikidata.org/entity/statement/Q{from}-{to}");
                json!({"st": {"type": "uri", "value": st}, "a": item(*from), "b": item(*to),
                    "rank": {"type": "uri", "value": "http://wikiba.se/ontology#NormalRank"}})
            };
            (&["st", "a", "b", "rank"], self.claims.iter().filter(|claim| is_asked(claim)).map(row).collect())
        } else {
            let places = between("VALUES ?place { ", " }").unwrap();
            let places: Vec<u64> =
                places.split(' ').map(|id| id.strip_prefix("wd:Q").unwrap().parse().unwrap()).collect();
            assert!(places.len() <= 200, "{}", places.len());
            let rows = places.iter().flat_map(|&place| {
                [
                    json!({"place": item(place), "name": text(&format!("Town {place}")), "language": text("en")}),
                    json!({"place": item(place), "country": text(self.country(place))}),
                ]
            });
            (&["place", "name", "alias", "language", "country", "asOf"], rows.collect())
        };
        json!({"head": {"vars": variables}, "results": {"bindings": rows}}).to_string()
    }

    /// An answer that was broken off at the time limit.
    pub fn cut(&self, query: &str) -> String {
        let answer = self.answer(query);
        let told = "SPARQL-QUERY: queryStr=SELECT\njava.util.concurrent.TimeoutException\n\tat x\n";
        format!("{}{told}", &answer[..answer.len() * 2 / 3])
    }
}
