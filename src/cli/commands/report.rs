use serde_json::{Map, Value};
use sistergraph::{
    formats,
    model::CountryCode,
    query::{self, CountryTies, RegionTies, Report, Unconnected},
    said,
    table::{Answer, Block, Sheet},
    words::Words,
};

use crate::cli::{again, output::Answered, sentences::listed, session::Session};

/// The most countries that a terminal lists, and the most regions if there is no focus; all other forms have all.
const LISTED: usize = 12;

pub fn report(session: &Session, data: &str) -> Answered<'static> {
    let sides = query::sides(&session.network, &session.scope, &[], None);
    let (sides, without) = query::located_sides(&session.network, sides);
    let graph = session.graph();
    let large_towns = query::large_towns(&graph, &sides, &formats::large_towns(data));
    let report = Report { large_towns, ..query::report(&graph, &sides) };
    let no_focus = session.network.dataset().metadata().focus.is_empty();
    let page = page(&report, no_focus, &without, session.words());
    Answered {
        answer: Answer::object(report, page),
        headline: String::new(),
        is_empty: false,
        notes: Vec::new(),
        chart: None,
        exit_code: 0,
    }
}

fn page(report: &Report, no_focus: bool, without_regions: &[CountryCode], words: Words) -> Vec<Block<'static>> {
    let (set, places, partnerships, ties) = (&report.data_set, &report.places, &report.partnerships, &report.ties);
    let connectivity = &report.connectivity;
    let title = set.title.clone().unwrap_or_else(|| said!(words, UntitledSet));
    let dated = set.date.as_ref().map_or_else(|| title.clone(), |date| format!("{title} ({})", words.date_text(date)));
    let stated = |text: &str| if text.is_empty() { words.word("not stated").to_owned() } else { text.to_owned() };
    let fact = |name: &str, value: String| (words.caption(name).to_owned(), value);
    let counts = |counts: &Map<String, Value>| counted(counts, words);
    let mut blocks = vec![
        Block::Heading(dated),
        Block::Facts(vec![
            fact("licence", stated(&set.licence)),
            fact("sources", stated(&set.sources)),
            fact("register", report.register.clone()),
            fact("filters", report.filters.clone()),
        ]),
        Block::Heading(said!(words, HeadPlacesTies)),
        Block::Facts(vec![
            fact(
                "places",
                said!(
                    words,
                    ReportPlaces,
                    places = places.total,
                    cities = places.city,
                    regions = places.region,
                    countries = places.country,
                    tied = places.tied
                ),
            ),
            fact(
                "partnerships",
                said!(
                    words,
                    ReportPartnerships,
                    in_scope = partnerships.in_scope,
                    all = partnerships.in_data_set,
                    kinds = counts(&partnerships.by_kind)
                ),
            ),
            fact(
                "ties",
                said!(
                    words,
                    ReportTies,
                    ties = ties.total,
                    levels = counts(&ties.by_level),
                    international = ties.international,
                    domestic = ties.domestic
                ),
            ),
            fact(
                "connectivity",
                said!(
                    words,
                    ReportConnectivity,
                    components = connectivity.components,
                    largest = connectivity.largest,
                    isolated = connectivity.isolated
                ),
            ),
            fact(
                "fragile",
                said!(words, ReportFragile, bridges = connectivity.bridges, cut_places = connectivity.cut_places),
            ),
        ]),
    ];
    if !report.countries.is_empty() {
        blocks.push(Block::Heading(said!(words, HeadTiesPerCountry)));
        let sheet = |rows: &[CountryTies]| vec![Block::Sheet(Sheet::of(rows.to_vec()))];
        let all = &report.countries;
        blocks.push(first(
            all,
            LISTED,
            &sheet,
            &|more, command| said!(words, MoreCountries, more, command),
            "report --format json",
        ));
    }
    push_regions(&mut blocks, report, no_focus, words);
    blocks.push(Block::Heading(said!(words, HeadWithoutTie)));
    let of_regions: Vec<_> = report.unconnected.iter().filter(|row| row.regions > 0).collect();
    let sentence = |row: &&Unconnected| {
        let share =
            row.share_percent.map(|share| format!(" ({} %)", words.decimal(&share.to_string()))).unwrap_or_default();
        // The codes of many countries would make the numbers hard to find.
        let codes =
            if of_regions.len() > 3 || row.codes.is_empty() { String::new() } else { format!(": {}", row.codes) };
        let found = said!(words, WithoutTie, scope = &row.scope, without = row.unconnected, regions = row.regions);
        Block::Text(format!("{found}{share}{codes}"))
    };
    let sentences = |rows: &[&Unconnected]| rows.iter().map(sentence).collect();
    let shown = if no_focus { LISTED } else { of_regions.len() };
    blocks.push(first(
        &of_regions,
        shown,
        &sentences,
        &|more, command| said!(words, MoreCountries, more, command),
        "unconnected",
    ));
    if let Some(towns) = &report.large_towns {
        let share =
            towns.share_percent.map(|share| format!(" ({} %)", words.decimal(&share.to_string()))).unwrap_or_default();
        blocks.push(Block::Text(said!(
            words,
            TownsWithout,
            rows = towns.unconnected,
            towns = towns.towns,
            least = format!(" {}", said!(words, TownsOfAtLeast, population = towns.at_least)),
            share,
            sides = &towns.scope
        )));
    }
    if !without_regions.is_empty() {
        blocks.push(Block::Text(said!(words, NoneHasRegion, countries = listed(without_regions, words))));
    }
    blocks.push(Block::Either {
        terminal: vec![Block::Text(said!(words, MayExistReasons))],
        page: vec![Block::Text(said!(words, MayExist))],
    });
    blocks
}

/// Adds the regions that have a tie: all those of the focus countries, otherwise those with most ties.
fn push_regions(blocks: &mut Vec<Block<'_>>, report: &Report, no_focus: bool, words: Words) {
    let mut tied: Vec<RegionTies> = report.regions.iter().filter(|row| row.ties > 0).cloned().collect();
    if no_focus {
        tied.sort_by(|a, b| b.ties.cmp(&a.ties).then_with(|| a.region.cmp(&b.region)));
    }
    if tied.is_empty() {
        return;
    }
    blocks.push(Block::Heading(said!(words, HeadWithTie)));
    let scopes: Vec<&str> = report.unconnected.iter().map(|row| row.scope.as_str()).collect();
    if let [a, b] = scopes[..] {
        blocks.push(Block::Text(said!(words, TiesToFocus, a, b)));
    }
    let sheet = |rows: &[RegionTies]| vec![Block::Sheet(Sheet::of(rows.to_vec()))];
    let shown = if no_focus { LISTED } else { tied.len() };
    blocks.push(first(&tied, shown, &sheet, &|more, command| said!(words, MoreRegions, more, command), "regions"));
}

/// Rows in `blocks`: all of them on a page, and in a terminal the first `shown`, with the command that lists the
/// others.
fn first<'b, R>(
    rows: &[R],
    shown: usize,
    blocks: &dyn Fn(&[R]) -> Vec<Block<'b>>,
    and_more: &dyn Fn(usize, String) -> String,
    command: &str,
) -> Block<'b> {
    let mut terminal = blocks(&rows[..rows.len().min(shown)]);
    if rows.len() > shown {
        let more = rows.len() - shown;
        terminal.push(Block::Text(and_more(more, again::about_same_question(command))));
    }
    Block::Either { terminal, page: blocks(rows) }
}

/// `sister city: 461, agreement: 3`.
fn counted(counts: &Map<String, Value>, words: Words) -> String {
    let counted = counts.iter().map(|(word, count)| {
        let number = count.as_u64().unwrap_or_default();
        said!(words, WordCount, number, word = words.word(word))
    });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() { words.word("none").to_owned() } else { counted.join(", ") }
}
