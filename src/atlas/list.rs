//! Writes what a page shows without JavaScript: all partners, by country and region.

use std::{collections::BTreeMap, fmt::Write as _};

use super::page::text;
use crate::{
    graph::{Place, TieGraph},
    model::CountryCode,
    said,
};

/// The most ties that are listed singly. Each is listed twice, and a list can't be compressed like the data.
const MOST: usize = 4000;

type ByArea<'n> = BTreeMap<(Option<CountryCode>, Option<(&'n str, &'n str)>), Vec<Place<'n>>>;

/// The list in HTML: by country, region and place, each place with its partners. With more than [`MOST`] ties, only the
/// countries are listed, with their numbers of places and partners. Countries are sorted by code, places by id.
/// O(places + ties).
pub(super) fn list(graph: &TieGraph<'_>) -> String {
    let (network, words) = (graph.network(), graph.network().words());
    let mut by_area = ByArea::new();
    for place in graph.places().filter(|place| graph.degree(place.number()) > 0) {
        let region = place.region().map(|region| (&*region.code, network.shown_region(region)));
        by_area.entry((place.country(), region)).or_default().push(place);
    }
    let page: BTreeMap<&str, &str> = words.page().collect();
    let is_whole = graph.tie_count() <= MOST;
    let (mut out, mut country) = (String::new(), None);
    let tied = graph.places().filter(|place| graph.degree(place.number()) > 0).count();
    let ties = said!(
        words,
        TiesOfPlaces,
        ties = graph.tie_count(),
        places = tied,
        ties_written = words.number(graph.tie_count() as u64),
        places_written = words.number(tied as u64)
    );
    let why = if is_whole { "without-script" } else { "without-script-large" };
    _ = write!(out, "<p>{}</p><p>{}</p>", text(&ties), text(page.get(why).copied().unwrap_or_default()));
    if !is_whole {
        out.push_str(&countries(&by_area, graph));
        return out;
    }
    for ((code, region), places) in by_area {
        if country != Some(code) {
            let name = code.map_or_else(|| "–".to_owned(), |code| network.shown_country(code));
            _ = write!(out, "<h2>{}</h2>", text(&name));
            country = Some(code);
        }
        if let Some((code, name)) = region {
            _ = write!(out, "<h3>{} ({})</h3>", text(name), text(code));
        }
        out.push_str("<dl>");
        for place in places {
            let partner = |partner: Place<'_>| match partner.country() {
                Some(code) => format!("{} ({code})", partner.shown_name()),
                None => partner.shown_name().to_owned(),
            };
            let partners = graph.partners(place.number()).map(|other| partner(graph.place(other)));
            let partners: Vec<String> = partners.collect();
            _ = write!(out, "<dt>{}</dt><dd>{}</dd>", text(place.shown_name()), text(&partners.join(", ")));
        }
        out.push_str("</dl>");
    }
    out
}

/// One line per country: its places with a tie, and the sum of their partners.
fn countries(by_area: &ByArea<'_>, graph: &TieGraph<'_>) -> String {
    let network = graph.network();
    let page: BTreeMap<&str, &str> = network.words().page().collect();
    let caption = |name: &str| text(page.get(name).copied().unwrap_or(name));
    let mut counts: BTreeMap<Option<CountryCode>, [usize; 2]> = BTreeMap::new();
    for ((code, _), places) in by_area {
        let [tied, partners] = counts.entry(*code).or_default();
        *tied += places.len();
        *partners += places.iter().map(|place| graph.degree(place.number())).sum::<usize>();
    }
    let mut out = String::from("<dl>");
    for (code, [tied, partners]) in counts {
        let name = code.map_or_else(|| "–".to_owned(), |code| network.shown_country(code));
        let of = format!("{}: {tied}; {}: {partners}", caption("tied-places"), caption("partners"));
        _ = write!(out, "<dt>{}</dt><dd>{of}</dd>", text(&name));
    }
    out + "</dl>"
}
