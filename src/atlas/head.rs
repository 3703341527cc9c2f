//! The texts and settings of a page: the part of its data that is written as JSON.

use serde_json::{Value, json};

use super::{AtlasOptions, contents::is_unfiltered, grid::Grid};
use crate::{
    graph::{Network, Scope},
    legible::spell_out,
    map::BaseMap,
    model::{CountryCode, PartnershipKind, Status},
    query::{MadeWith, Reason},
    said,
    scene::{Theme, ThemeName},
    words::Words,
};

/// The version of the columns. A page of another version doesn't read them.
const FORMAT: u32 = 1;

/// Everything but columns.
pub(super) fn head(network: &Network, scope: &Scope, base: &BaseMap, options: &AtlasOptions) -> String {
    let (words, metadata) = (network.words(), network.dataset().metadata());
    let grid = Grid::over(base.frame);
    let corner = grid.at([base.view.left, base.view.top]);
    let side = |length: f64| (length * grid.scale).round();
    let without_status = Scope { statuses: Vec::new(), as_of: None, ..scope.clone() };
    let program = MadeWith::new(network.dataset(), &without_status);
    let basis = metadata.date.map_or_else(|| said!(words, NoneInData), |date| said!(words, NoneInDataOf, date));
    let countries = |codes: &[CountryCode]| codes.iter().map(|code| code.to_string()).collect::<Vec<_>>();
    let reasons = [Reason::NoPlacesKnown, Reason::NoTies, Reason::Lapsed, Reason::NoneInScope];
    let reasons = reasons.map(|reason| word(reason.name(), words));
    let head = json!({
        "format": FORMAT,
        "title": spell_out(options.title.as_deref().unwrap_or(&base.title)),
        "source": spell_out(&base.source),
        "madeWith": spell_out(&program.said(&without_status, words)),
        "language": words.language().name(),
        "words": words.page().map(|(name, text)| (name.to_owned(), Value::from(text))).collect::<serde_json::Map<_, _>>(),
        "kinds": PartnershipKind::ALL.iter().map(|kind| word(kind.name(), words)).collect::<Vec<_>>(),
        "statuses": Status::ALL.iter().map(|status| word(status.name(), words)).collect::<Vec<_>>(),
        "reasons": reasons,
        "size": grid.size,
        "view": [corner[0] as f64, corner[1] as f64, side(base.view.width), side(base.view.height)],
        "classes": base.classes.iter().map(|class| [*class.start(), *class.end()]).collect::<Vec<_>>(),
        "coloursRegions": !base.sides.is_empty(),
        "sides": base.sides.iter().map(|side| side.area.to_string()).collect::<Vec<_>>(),
        "focus": countries(&metadata.focus),
        "isFiltered": !is_unfiltered(scope),
        "basis": basis,
        "state": state(scope, options),
        "isEmbedded": options.is_embedded,
        "themes": ThemeName::ALL.iter().map(|name| (name.name().to_owned(), theme(name.theme()))).collect::<serde_json::Map<_, _>>(),
    });
    head.to_string()
}

/// A word of the program, and its translation.
fn word(word: &str, words: Words) -> [String; 2] {
    [word.to_owned(), words.word(word).to_owned()]
}

/// What the page shows if its address has no state.
fn state(scope: &Scope, options: &AtlasOptions) -> String {
    if let Some(state) = &options.state {
        return state.trim_start_matches('#').to_owned();
    }
    let statuses: Vec<&str> = scope.statuses.iter().map(|status| status.name()).collect();
    let parts = [
        (!statuses.is_empty()).then(|| format!("status={}", statuses.join(","))),
        scope.as_of.map(|date| format!("as-of={date}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("&")
}

fn theme(theme: &Theme) -> Value {
    json!({
        "paper": theme.paper, "ink": theme.ink, "faint": theme.faint, "water": theme.water, "ground": theme.ground,
        "groundLine": theme.ground_line, "line": theme.line, "innerLine": theme.inner_line, "ramp": theme.ramp,
        "categories": theme.categories, "accent": theme.accent, "plainFill": theme.plain_fill,
        "hatches": theme.hatches.each_ref().map(|hatch| json!({
            "background": hatch.background, "line": hatch.line, "lineWidth": hatch.line_width,
            "distance": hatch.distance, "angle": hatch.angle,
        })),
    })
}
