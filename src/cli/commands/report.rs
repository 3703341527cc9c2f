use serde_json::{Map, Value};
use sistergraph::{
    model::CountryCode,
    query::{self, CountryTies, RegionTies, Report, Unconnected},
    table::{Answer, Block, Sheet},
};

use crate::cli::{again, error::count, output::Answered, sentences::listed, session::Session};

/// The most countries, and regions where there is no focus, that a terminal lists; all other forms hold all.
const LISTED: usize = 12;

pub fn report(session: &Session) -> Answered<'static> {
    let sides = query::sides(&session.network, &session.scope, &[], None);
    let (sides, without) = query::located_sides(&session.network, sides);
    let report = query::report(&session.graph(), &sides);
    let page = page(&report, session.network.dataset().metadata().focus.is_empty(), &without);
    Answered {
        answer: Answer::object(report, page),
        headline: String::new(),
        is_empty: false,
        notes: Vec::new(),
        chart: None,
        exit_code: 0,
    }
}

fn page(report: &Report, no_focus: bool, without_regions: &[CountryCode]) -> Vec<Block<'static>> {
    let (set, places, partnerships, ties) = (&report.data_set, &report.places, &report.partnerships, &report.ties);
    let connectivity = &report.connectivity;
    let title = set.title.clone().unwrap_or_else(|| "Data set without a title".to_owned());
    let dated = set.date.as_ref().map_or_else(|| title.clone(), |date| format!("{title} ({date})"));
    let stated = |text: &str| if text.is_empty() { "not stated".to_owned() } else { text.to_owned() };
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let mut blocks = vec![
        Block::Heading(dated),
        Block::Facts(vec![
            fact("licence", stated(&set.licence)),
            fact("sources", stated(&set.sources)),
            fact("register", report.register.clone()),
            fact("filters", report.filters.clone()),
        ]),
        Block::Heading("Places, partnerships, ties".to_owned()),
        Block::Facts(vec![
            fact(
                "places",
                format!(
                    "{} ({} cities, {} regions, {} countries), {} of them tied",
                    places.total, places.city, places.region, places.country, places.tied
                ),
            ),
            fact(
                "partnerships",
                format!(
                    "{} of {} in the data set ({})",
                    partnerships.in_scope,
                    partnerships.in_data_set,
                    words(&partnerships.by_kind)
                ),
            ),
            fact(
                "ties",
                format!(
                    "{} ({}), {} between countries, {} within one",
                    ties.total,
                    words(&ties.by_level),
                    ties.international,
                    ties.domestic
                ),
            ),
            fact(
                "connectivity",
                format!(
                    "{}, the largest of {}; {} isolated",
                    count(connectivity.components, "component"),
                    count(connectivity.largest, "place"),
                    count(connectivity.isolated, "place")
                ),
            ),
            fact(
                "fragile",
                format!("{}, {}", count(connectivity.bridges, "bridge"), count(connectivity.cut_places, "cut place")),
            ),
        ]),
    ];
    if !report.countries.is_empty() {
        blocks.push(Block::Heading("Ties per country (at least one end in it)".to_owned()));
        let sheet = |rows: &[CountryTies]| vec![Block::Sheet(Sheet::of(rows.to_vec()))];
        let all = &report.countries;
        blocks.push(first(all, LISTED, &sheet, "countries", "report --format json"));
    }
    push_regions(&mut blocks, report, no_focus);
    blocks.push(Block::Heading("Regions without a tie".to_owned()));
    let of_regions: Vec<_> = report.unconnected.iter().filter(|row| row.regions > 0).collect();
    let sentence = |row: &&Unconnected| {
        let share = row.share_percent.map(|share| format!(" ({share} %)")).unwrap_or_default();
        // The codes of many countries would bury their numbers.
        let codes =
            if of_regions.len() > 3 || row.codes.is_empty() { String::new() } else { format!(": {}", row.codes) };
        Block::Text(format!("{}: {} of {}{share}{codes}", row.scope, row.unconnected, row.regions))
    };
    let sentences = |rows: &[&Unconnected]| rows.iter().map(sentence).collect();
    let shown = if no_focus { LISTED } else { of_regions.len() };
    blocks.push(first(&of_regions, shown, &sentences, "countries", "unconnected"));
    if !without_regions.is_empty() {
        let text = format!("No place in {} has a region: which have no tie isn't known.", listed(without_regions));
        blocks.push(Block::Text(text));
    }
    blocks.push(Block::Either {
        terminal: vec![Block::Text(
            "A tie that isn't in the data set may still exist; `unconnected` gives the reasons.".to_owned(),
        )],
        page: vec![Block::Text("A tie that isn't in the data set may still exist.".to_owned())],
    });
    blocks
}

/// The regions that have a tie: all of the focus countries, else those with most.
fn push_regions(blocks: &mut Vec<Block<'_>>, report: &Report, no_focus: bool) {
    let mut tied: Vec<RegionTies> = report.regions.iter().filter(|row| row.ties > 0).cloned().collect();
    if no_focus {
        tied.sort_by(|a, b| b.ties.cmp(&a.ties).then_with(|| a.region.cmp(&b.region)));
    }
    if tied.is_empty() {
        return;
    }
    blocks.push(Block::Heading("Regions with a tie".to_owned()));
    let scopes: Vec<&str> = report.unconnected.iter().map(|row| row.scope.as_str()).collect();
    if let [a, b] = scopes[..] {
        blocks.push(Block::Text(format!("ties: to anywhere; ties_to_focus and partner_regions: {a}; {b}")));
    }
    let sheet = |rows: &[RegionTies]| vec![Block::Sheet(Sheet::of(rows.to_vec()))];
    let shown = if no_focus { LISTED } else { tied.len() };
    blocks.push(first(&tied, shown, &sheet, "regions", "regions"));
}

/// Rows as `blocks` shows them: all on a page, and in a terminal the first `shown`, with the command that lists the others.
fn first<'b, R>(
    rows: &[R],
    shown: usize,
    blocks: &dyn Fn(&[R]) -> Vec<Block<'b>>,
    noun: &str,
    command: &str,
) -> Block<'b> {
    let mut terminal = blocks(&rows[..rows.len().min(shown)]);
    if rows.len() > shown {
        let more = rows.len() - shown;
        terminal.push(Block::Text(format!("... and {more} more {noun}: `{}`", again::about_same_question(command))));
    }
    Block::Either { terminal, page: blocks(rows) }
}

/// `461 sister-city, 3 agreement`.
fn words(counts: &Map<String, Value>) -> String {
    let words: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
