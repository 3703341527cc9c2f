//! Layer 6: maps. Draws a graph of ties on the globe, as a [`Scene`].
//!
//! The extent and the projection depend on the scope: a conic equal-area projection for a country or a pair, Equal
//! Earth for the world. `d3_geo_rs` cuts the globe open, and clips and bends arcs and outlines; everything else is our
//! own code.

mod base_map;
mod borders;
mod choropleth;
mod clip;
mod content;
mod crowd;
mod extent;
mod ground;
mod headings;
mod ink;
mod inset;
mod legend;
mod lettering;
mod marks;
mod middle;
mod naming;
mod options;
mod page;
mod painter;
mod projection;
mod raw;
mod subject;
mod towns;
mod words;

pub(crate) use base_map::BaseMap;
pub use options::{ColourBy, Ego, Layer, MapOptions, ProjectionName, Town, Towns};

use choropleth::Choropleth;
use content::Content;
use inset::{Inset, Room};
use lettering::{Lettering, Places};
use naming::Naming;
use page::Page;
use painter::{Drawn, Painter};
use projection::Projection;

use crate::{
    graph::TieGraph,
    model::{Area, CountryCode},
    query::{Side, located_sides},
    register::Outlines,
    scene::{Headings, Scene},
};

/// A map, with the remarks about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The picture.
    pub scene: Scene,
    /// What could not be drawn.
    pub notes: Vec<String>,
    /// The number of names that had to be romanised.
    pub romanised: usize,
}

/// Draws the ties of `graph` on a map.
///
/// Regions are coloured for the countries of the scope (those of `between` or `countries`, otherwise the focus of the
/// data set, otherwise all countries if they are few). A region's colour shows its ties to any place in the scope, and
/// regions without a tie are hatched. The extent is that of the areas in the scope, otherwise of all tied places. The
/// same graph gives exactly the same map.
pub fn draw(graph: &TieGraph<'_>, outlines: &Outlines, options: &MapOptions) -> Map {
    let network = graph.network();
    let content = Content::of(graph, outlines, options);
    let sides = match &options.towns {
        Some(towns) => towns.sides.clone(),
        None => subject::sides(graph, options.ego.as_ref()),
    };
    let subjects = subject::countries(network, &sides);
    let (coloured, without_regions) = located_sides(network, sides.clone());
    let is_of_countries = sides.is_empty() && options.ego.is_none() && options.shows(Layer::Regions);
    let choropleth = if is_of_countries {
        Choropleth::of_countries(graph)
    } else {
        Choropleth::of(graph, &coloured, options.colour_by)
    };
    let positions = subject::extent(graph, outlines, &content, options);
    let ratio = options.size.0 / options.size.1;
    let (aspect, projection_name) = subject::aspect(&positions, subject::centre(&content), ratio, options);
    let is_world =
        projection_name == ProjectionName::EqualEarth && options.bounds.is_none() && subject::is_everywhere(&positions);
    let theme = options.theme.theme();
    let headings = Headings {
        title: headings::title(graph, options),
        subtitle: headings::subtitle(graph, &content, &choropleth, &coloured, options),
        source: headings::source(graph, projection_name, options),
    };
    let page = match &options.figure_of {
        None => Page::new(options.size, options.shows(Layer::Legend), &headings),
        Some(_) => Page::figure(options.size, options.shows(Layer::Legend)),
    };
    // A map of the world ends at its own edge; any other has a margin for labels.
    let positions = if is_world { Vec::new() } else { positions };
    let padding = if is_world { 2.0 } else { 26.0 } * page.unit;
    let mut painter = Painter {
        graph,
        outlines,
        projection: Projection::fit(&aspect, &positions, page.map, padding),
        theme,
        page,
        naming: Naming::new(network, options.says(), options.fonts.clone()),
        is_cone: projection_name == ProjectionName::ConicEqualArea,
        drawn: Drawn::default(),
        prefix: "",
        nodes: Vec::new(),
    };
    painter.paint(&content, &choropleth, &subjects, options);
    let notes = headings::not_drawn(&content, &painter.drawn, &painter.naming);
    let legend_of = |named: Option<(usize, usize)>, layers: &Drawn| {
        let explained = legend::Explained {
            choropleth: &choropleth,
            colour_by: options.colour_by,
            is_filtered: headings::is_filtered(graph.scope()),
            layers,
            is_one_step: options.ego.as_ref().is_some_and(|ego| ego.depth == 1),
            named,
            notes: &notes,
        };
        legend::legend(&explained, &page, theme, options.says())
    };
    let letters = options.shows(Layer::Labels);
    let lettering = letters.then(|| Lettering::of(&painter, &content, &choropleth, |_| true));
    let below = options
        .shows(Layer::Legend)
        .then(|| legend_of(letters.then_some((0, painter.drawn.dots.len())), &painter.drawn).1);
    let room = below.map(|below| Room { below, above: page.map.bottom() });
    let about = About { content: &content, choropleth: &choropleth, sides: &sides, options };
    let insets = room.map(|room| about.insets(&painter, lettering.as_ref(), room)).unwrap_or_default();
    let mut places = Places::default();
    places.add_drawn(&painter);
    if let Some(mut lettering) = lettering {
        if !insets.is_empty() {
            lettering = inset::beside(&insets.iter().collect::<Vec<_>>(), &content, &choropleth, &painter);
        }
        places.named.extend(lettering.named());
        lettering.draw(&mut painter);
    }
    let drawn = painter.drawn.clone();
    for inset in &insets {
        inset.draw(&mut painter, &mut places, &content, &choropleth, &subjects, options);
    }
    if options.shows(Layer::Legend) {
        let (named, all) = (places.named.len(), places.drawn.len());
        painter.nodes.push(legend_of((letters && named < all).then_some((named, all)), &drawn).0);
    }
    if options.figure_of.is_none() {
        painter.nodes.push(headings.draw(options.size, page.unit, theme).into());
    }
    let romanised = painter.naming.romanised();
    let mut warnings = headings::warnings(&content, &painter.drawn);
    if !without_regions.is_empty() {
        let codes: Vec<&str> = without_regions.iter().map(CountryCode::as_str).collect();
        warnings.push(format!("no place in {} has a region: their regions are not coloured", codes.join(", ")));
    }
    if is_of_countries && options.colour_by != ColourBy::Ties {
        warnings.push(format!("countries are coloured by ties: {} are counted of regions", options.colour_by));
    }
    let scene = Scene {
        width: options.size.0,
        height: options.size.1,
        title: headings.title,
        description: format!("{}. {}", headings.subtitle, headings.source),
        language: options.words.language().name(),
        background: theme.paper,
        hatches: theme.hatches.to_vec(),
        nodes: painter.nodes,
        made_with: String::new(),
        fonts: options.fonts.clone(),
    };
    Map { scene, notes: warnings, romanised }
}

/// What a map shows, to choose its insets.
struct About<'m> {
    content: &'m Content,
    choropleth: &'m Choropleth,
    sides: &'m [Side],
    options: &'m MapOptions,
}

impl About<'_> {
    /// The insets of a map whose labels are `lettering`: one for what the map is about, if that is small on it, and
    /// above it one for places that are too close together to be named. A figure about a region gets an overview of all
    /// ties.
    fn insets(&self, painter: &Painter<'_>, lettering: Option<&Lettering>, room: Room) -> Vec<Inset> {
        let Self { content, choropleth, sides, options } = *self;
        let first = match (&options.figure_of, options.area()) {
            (Some(Area::Region(_)), _) => Inset::overview(content, painter, room),
            (_, Some(area)) => Inset::of_subject(area, painter, room),
            (_, None) => match sides {
                [only] => Inset::of_subject(&only.area, painter, room),
                _ => Inset::of_side(sides, painter, room),
            },
        };
        if options.figure_of.is_some() || options.ego.is_none() && !sides.is_empty() {
            return first.into_iter().collect();
        }
        let left = first.as_ref().map_or(room, |first| first.room_above(room, painter.page.unit));
        let crowd = lettering.and_then(|lettering| {
            let beside = first.as_ref().map(|first| inset::beside(&[first], content, choropleth, painter));
            let lettering = beside.as_ref().unwrap_or(lettering);
            Inset::of_crowd(lettering, first.as_ref(), content, choropleth, painter, left)
        });
        first.into_iter().chain(crowd).collect()
    }
}
