//! Sentences about data.

use std::path::Path;

use sistergraph::{
    formats::{self, Note},
    graph::{Finding, FindingKind},
    model::CountryCode,
    said,
    words::Words,
};

use super::{again, error::count, hints, warnings::SHOWN};

/// `DE, FR or IT`, `DE, FR, IT, PL, RU and 3 more countries`.
pub fn listed(countries: &[CountryCode], words: Words) -> String {
    let names: Vec<&str> = countries.iter().take(SHOWN).map(CountryCode::as_str).collect();
    match (countries.len() - names.len(), &names[..]) {
        (0, [first @ .., last]) if !first.is_empty() => {
            format!("{} {} {last}", first.join(", "), said!(words, Or))
        }
        (0, names) => names.concat(),
        (more, names) => said!(words, AndMoreCountries, names = names.join(", "), more),
    }
}

/// The notes about what was read, as sentences. A note about a table's columns also names the unused ones.
pub fn in_sentences(notes: &[Note]) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    // For each file, the index of the sentence about its columns, and whether it names an unused one already.
    let mut of_columns: Vec<(&str, usize, bool)> = Vec::new();
    for note in notes {
        let (file, unused) = match note {
            Note::UnknownColumn { file, column, similar: None } => (file, column.clone()),
            Note::UnknownColumns { file, count } => (file, format!("{count} more")),
            note => {
                if let Note::Recognised { file, .. }
                | Note::RecognisedColumns { file, .. }
                | Note::RecognisedPlaces { file, .. } = note
                {
                    of_columns.push((file, sentences.len(), false));
                }
                sentences.push(hints::with_option(note));
                continue;
            }
        };
        match of_columns.iter_mut().find(|(of, ..)| of == file) {
            Some((_, at, names_some)) => {
                sentences[*at].push_str(if *names_some { ", " } else { "; not used: " });
                sentences[*at].push_str(&unused);
                *names_some = true;
            }
            None => sentences.push(note.to_string()),
        }
    }
    sentences
}

/// A note that the working folder has a data set, if the built-in one is used.
pub fn unasked(data: &str) -> Option<String> {
    let is_there = |file: &str| Path::new(file).exists();
    (data == formats::DEFAULT && is_there("cities.csv") && is_there("partnerships.csv"))
        .then(|| format!("the built-in data set `{data}` is asked; add --data . to ask the one in this folder"))
}

/// A sentence about all words for countries that the register doesn't know.
pub fn doubtful_countries(findings: &[&Finding]) -> String {
    let (mut all_places, mut texts) = (0, Vec::new());
    for finding in findings {
        if let FindingKind::UnknownCountryText { text, places, suggestion } = &finding.kind {
            all_places += places;
            texts.push(suggestion.map_or_else(|| format!("`{text}`"), |country| format!("`{text}`, like {country}")));
        }
    }
    doubtful(all_places, "country", texts)
}

/// A sentence about all regions that the register doesn't have.
pub fn doubtful_regions(findings: &[&Finding]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for finding in findings {
        if let FindingKind::UnknownRegion { region, .. } = &finding.kind {
            let text = format!("`{region}`");
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    doubtful(findings.len(), "region", texts)
}

/// Says that the register lacks what places give as their country or region.
fn doubtful(count_of_places: usize, what: &str, mut texts: Vec<String>) -> String {
    let more = texts.len().saturating_sub(SHOWN);
    texts.truncate(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (have, places) = (if count_of_places == 1 { "has" } else { "have" }, count(count_of_places, "place"));
    format!(
        "{places} {have} a {what} that the register lacks ({}{more}); `{}` lists them",
        texts.join("; "),
        again::about_same_data("check")
    )
}
