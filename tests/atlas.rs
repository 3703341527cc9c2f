//! Tests the atlas page from outside: its content, its policy and its size. `tests/browser` tests its behaviour in a
//! browser.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use sistergraph::{
    atlas::{self, AtlasOptions},
    graph::{Network, Scope},
    register::Outlines,
};

use crate::support::{data_set, extra_data, hostile_dataset, hostile_names, network, read, run};

fn page(network: &Network, scope: &Scope) -> String {
    atlas::page(network, scope, &Outlines::built_in(), &AtlasOptions::default())
}

fn between<'p>(page: &'p str, before: &str, after: &str) -> &'p str {
    let (_, rest) = page.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

/// The bytes of the data in a page. A browser unpacks them with another program than the one that packed them.
fn data(page: &str) -> Vec<u8> {
    let packed = between(page, "id=\"data\">", "</script>");
    miniz_oxide::inflate::decompress_to_vec(&STANDARD.decode(packed).unwrap()).unwrap()
}

/// The first column of the data: what the page says about itself.
fn head(page: &str) -> Value {
    let bytes = data(page);
    let mut at = 0;
    let mut number = || {
        let (mut number, mut shift) = (0_usize, 0);
        loop {
            let byte = bytes[at];
            at += 1;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return number;
            }
        }
    };
    assert_eq!(number(), 1, "one text");
    let units = number();
    let size = number();
    let text = std::str::from_utf8(&bytes[at..at + size]).unwrap();
    assert_eq!(text.encode_utf16().count(), units);
    serde_json::from_str(text).unwrap()
}

/// SHA-256 in base64 (FIPS 180-4).
fn sha256(text: &str) -> String {
    // The first 32 bits of the fractional parts of the roots of primes.
    let primes = || (2_u32..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0));
    let fraction = |root: f64| ((root - root.floor()) * 4_294_967_296.0) as u32;
    let constants: Vec<u32> = primes().take(64).map(|prime| fraction(f64::from(prime).cbrt())).collect();
    let mut hash: Vec<u32> = primes().take(8).map(|prime| fraction(f64::from(prime).sqrt())).collect();
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0x80);
    while bytes.len() % 64 != 56 {
        bytes.push(0);
    }
    bytes.extend((text.len() as u64 * 8).to_be_bytes());
    for block in bytes.chunks(64) {
        let mut words: Vec<u32> =
            block.chunks(4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]])).collect();
        for at in 16..64 {
            let (x, y) = (words[at - 15], words[at - 2]);
            let small = x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3);
            let other = y.rotate_right(17) ^ y.rotate_right(19) ^ (y >> 10);
            words.push(words[at - 16].wrapping_add(small).wrapping_add(words[at - 7]).wrapping_add(other));
        }
        let mut state = hash.clone();
        for at in 0..64 {
            let (a, e) = (state[0], state[4]);
            let mixed = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let chosen = (e & state[5]) ^ (!e & state[6]);
            let first =
                [mixed, chosen, constants[at], words[at]].iter().fold(state[7], |sum, it| sum.wrapping_add(*it));
            let majority = (a & state[1]) ^ (a & state[2]) ^ (state[1] & state[2]);
            let second = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22)).wrapping_add(majority);
            state.rotate_right(1);
            state[4] = state[4].wrapping_add(first);
            state[0] = first.wrapping_add(second);
        }
        hash.iter_mut().zip(state).for_each(|(sum, part)| *sum = sum.wrapping_add(part));
    }
    STANDARD.encode(hash.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>())
}

#[test]
fn the_policy_lets_nothing_run_but_the_page_s_own_script() {
    // The example in the standard.
    assert_eq!(sha256("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    let page = page(&read("belarus"), &Scope::default());
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\">");
    let (script, style) = (page.rsplit_once("<script>").unwrap().1, between(&page, "<style>", "</style>"));
    let script = script.split_once("</script>").unwrap().0;
    let expected = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data: blob:; base-uri 'none'; \
         form-action 'none'",
        sha256(script),
        sha256(style)
    );
    assert_eq!(policy, expected);
    // Nothing may end a script early, and nothing may make a request.
    assert!(!script.contains("<!--") && page.matches("<script").count() == 2 && page.matches("</script").count() == 2);
    for asking in ["fetch(", "XMLHttpRequest", "WebSocket", "eval(", "innerHTML", "import("] {
        assert!(!script.contains(asking), "{asking}");
    }
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn a_page_is_small_and_always_the_same() {
    let built_in = read("belarus");
    let once = page(&built_in, &Scope::default());
    assert!(once.len() <= 350_000, "{} bytes", once.len());
    assert!(once == page(&built_in, &Scope::default()));
    let Some(world) = extra_data("world") else { return };
    let world = page(&read(world.to_str().unwrap()), &Scope::default());
    assert!(world.len() <= 1_100_000, "{} bytes", world.len());
}

#[test]
fn a_page_says_where_it_comes_from_and_what_is_left_out() {
    let all = head(&page(&read("belarus"), &Scope::default()));
    assert_eq!(all["title"], "Partnerships of places in Belarus");
    assert_eq!((&all["sides"], &all["isFiltered"]), (&serde_json::json!(["BY", "RU"]), &false.into()));
    assert!(all["source"].as_str().unwrap().contains("CC-BY-SA-4.0"));
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, words: &[&str]| {
        let file = folder.path().join(name);
        let file = file.to_str().unwrap();
        let run = run(&[words, &["-q", "-o", file]].concat());
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{words:?}");
        std::fs::read_to_string(file).unwrap()
    };
    let pair = head(&written("pair.html", &["atlas", "--between", "BY", "RU", "--as-of", "2016", "--lang", "ru"]));
    assert_eq!(
        (&pair["isFiltered"], &pair["state"], &pair["language"]),
        (&true.into(), &"as-of=2016".into(), &"ru".into())
    );
    assert!(pair["madeWith"].as_str().unwrap().contains("BY и RU"), "{}", pair["madeWith"]);
    assert_eq!(pair["words"]["map"], "Карта");
    let open = head(&written("open.htm", &["atlas", "--open", "#place=mogilev-by", "--title", "</title>", "--embed"]));
    assert_eq!((&open["state"], &open["isEmbedded"]), (&"place=mogilev-by".into(), &true.into()));
}

#[test]
fn hostile_names_are_text_in_a_page() {
    let page = page(&network(hostile_dataset()), &Scope::default());
    let list = between(&page, "<noscript>", "</noscript>");
    let known = ["main", "h1", "h2", "h3", "p", "dl", "dt", "dd", "footer"];
    for tag in list.split('<').skip(1) {
        let name = tag.trim_start_matches('/').split(['>', ' ']).next().unwrap();
        assert!(known.contains(&name), "<{tag}");
    }
    assert!(!list.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)));
    assert!(hostile_names().iter().any(|name| name.contains('<')), "there are such names");
    // A blank of the template within a name stays a name.
    let braces = data_set(&[
        ("cities.csv", "id,name,country\na,{{script}},BY\nb,{{data}},RU\n"),
        ("partnerships.csv", "a,b\na,b\n"),
    ]);
    let page = self::page(&read(braces.path().to_str().unwrap()), &Scope::default());
    assert!(page.contains("<dt>{{script}}</dt><dd>{{data}} (RU)</dd>"));
}

#[test]
fn without_scripts_every_partner_is_listed() {
    let network = read("belarus");
    let page = page(&network, &Scope::default());
    let list = between(&page, "<noscript>", "</noscript>");
    let graph = network.graph(&Scope::default());
    let names: usize =
        list.split("<dd>").skip(1).map(|partners| partners.split_once("</dd>").unwrap().0.matches(" (").count()).sum();
    // Some names have brackets of their own.
    assert!(names >= 2 * graph.tie_count(), "{names}");
    assert!(list.contains("<h3>Mogilev Region (BY-MA)</h3>") && list.contains("Vladivostok (RU)"));
}

#[test]
fn nothing_is_a_page_too() {
    for (cities, ties) in
        [("id,name\n", "a,b\n"), ("id,name\na,Alone\n", "a,b\n"), ("id,name\na,A\nb,B\n", "a,b\na,b\n")]
    {
        let folder = data_set(&[("cities.csv", cities), ("partnerships.csv", ties)]);
        let page = page(&read(folder.path().to_str().unwrap()), &Scope::default());
        assert_eq!(head(&page)["format"], 1);
    }
}
