//! The title, subtitle and source line, and what could not be drawn.

use super::{
    MapOptions, ProjectionName,
    choropleth::{Choropleth, Class, Coloured},
    content::Content,
    naming::Naming,
    painter::Drawn,
    words::MapWords,
};
use crate::{
    graph::{Scope, TieGraph},
    model::Area,
    query::Side,
};

/// The most countries for which the regions without a tie are counted singly.
const MOST_SIDES: usize = 3;

/// The title of the map: the one asked for, otherwise one made from its scope.
pub(super) fn title(graph: &TieGraph<'_>, options: &MapOptions) -> String {
    if let Some(title) = &options.title {
        return title.clone();
    }
    let (language, register, scope) = (options.says(), graph.network().register(), graph.scope());
    if let Some(towns) = &options.towns {
        let names: Vec<String> = towns.sides.iter().map(|side| language.area(register, &side.area)).collect();
        return language.untied_towns_of(&names);
    }
    let names = |areas: &[Area]| areas.iter().map(|area| language.area(register, area)).collect::<Vec<_>>().join(", ");
    if let Some(ego) = &options.ego {
        language.around(&ego.name)
    } else if let Some((a, b)) = &scope.between {
        language.between(&language.area(register, a), &language.area(register, b))
    } else if !scope.countries.is_empty() {
        language.of_areas(&names(&scope.countries))
    } else if !scope.regions.is_empty() {
        language.of_areas(&names(&scope.regions))
    } else {
        graph.network().title().map_or_else(|| language.partnerships(), str::to_owned)
    }
}

/// The most places beyond the map's edge that a note names.
const MOST_NAMED: usize = 10;

/// How much the map shows, and the number of its regions without a tie.
pub(super) fn subtitle(
    graph: &TieGraph<'_>,
    content: &Content,
    choropleth: &Choropleth,
    sides: &[Side],
    options: &MapOptions,
) -> String {
    if let Some(towns) = &options.towns {
        return towns.subtitle.clone();
    }
    let (language, network) = (options.says(), graph.network());
    let tied = content.dots.iter().filter(|dot| dot.degree > 0).count();
    let mut parts = vec![language.counts(content.ties - content.ties_beside, tied + content.without_position)];
    if content.ties_beside > 0 {
        parts.push(language.ties_beside(content.ties_beside));
    }
    let is_without = |region: &Coloured| !matches!(region.class, Class::Count(_));
    if sides.len() > MOST_SIDES {
        let without = choropleth.regions.iter().filter(|region| is_without(region)).count();
        parts.push(language.without_tie(&language.in_all(), without, choropleth.regions.len()));
    } else {
        let mut rows = choropleth.regions.iter();
        for side in sides {
            let regions = side.regions(network).len();
            let without = rows.by_ref().take(regions).filter(|region| is_without(region)).count();
            if regions > 1 {
                parts.push(language.without_tie(&language.area(network.register(), &side.area), without, regions));
            }
        }
    }
    if is_filtered(graph.scope()) {
        parts.push(beside_the_title(graph.scope()).said(language.0));
    }
    parts.join(" · ")
}

/// The filters that the title doesn't mention.
fn beside_the_title(scope: &Scope) -> Scope {
    Scope { between: None, countries: Vec::new(), ..scope.clone() }
}

/// Whether there are such filters.
pub(super) fn is_filtered(scope: &Scope) -> bool {
    beside_the_title(scope).is_restricted()
}

/// The sources of the data, the regions and the outlines.
pub(super) fn source(graph: &TieGraph<'_>, projection: ProjectionName, options: &MapOptions) -> String {
    let language = options.says();
    let metadata = graph.network().dataset().metadata();
    let data = graph.network().title().map_or_else(|| language.untitled(), str::to_owned);
    let data = metadata.date.map_or_else(|| data.clone(), |date| format!("{data}, {}", language.0.date(date)));
    let source = language.source(&data, &metadata.licences.join(", "), &graph.network().register_title(), projection);
    if options.towns.is_some() { format!("{source} {}", language.towns_source()) } else { source }
}

/// What is missing from the map, for the legend.
pub(super) fn not_drawn(content: &Content, drawn: &Drawn, naming: &Naming<'_>) -> Vec<String> {
    let language = naming.language;
    let mut notes = Vec::new();
    if content.without_position > 0 {
        notes.push(language.without_position(content.without_position, content.ties_without_position));
    }
    if content.sampled > 1 {
        notes.push(language.sample(content.sampled));
    }
    // Ties run out of the map only if ties are drawn.
    let has_arcs = !drawn.kinds.is_empty();
    if has_arcs && (1..=MOST_NAMED).contains(&drawn.beyond.len()) {
        let names = drawn.beyond.iter().map(|&number| naming.label(content.dots[number].place));
        notes.push(language.beyond_by_name(&names.collect::<Vec<_>>().join(", ")));
    } else if has_arcs && !drawn.beyond.is_empty() {
        notes.push(language.beyond(drawn.beyond.len()));
    }
    if !drawn.without_outline.is_empty() {
        notes.push(language.without_outline(&drawn.without_outline.join(" ")));
    }
    if let Some((places, least)) = drawn.fewer {
        notes.push(language.fewer_partners(places, least));
    }
    notes
}

/// The same for the user, in English like all messages.
pub(super) fn warnings(content: &Content, drawn: &Drawn) -> Vec<String> {
    let mut missing = Vec::new();
    if content.without_position > 0 {
        missing.push(MapWords::default().without_position(content.without_position, content.ties_without_position));
    }
    if !drawn.without_outline.is_empty() {
        missing.push(MapWords::default().without_outline(&drawn.without_outline.join(" ")));
    }
    if content.sampled > 1 {
        missing.push(MapWords::default().sample(content.sampled));
    }
    let mut warnings = Vec::new();
    if !missing.is_empty() {
        warnings.push(format!("not drawn: {}", missing.join("; ")));
    }
    warnings
}
