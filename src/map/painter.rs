//! Draws a map. Its layers are in [`ground`](super::ground) and [`marks`](super::marks).

use super::{
    Layer, MapOptions, choropleth::Choropleth, content::Content, ink::Stroke, middle::Middle, naming::Naming,
    page::Page, projection::Projection,
};
use crate::{
    graph::TieGraph,
    model::{Area, CountryCode, PartnershipKind},
    register::Outlines,
    scene::{Group, Node, PathData, Style, Theme},
};

/// What the layers drew, for the legend and the labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    pub regions_drawn: bool,
    /// Kinds of the ties drawn, in the order of the vocabulary.
    pub kinds: Vec<PartnershipKind>,
    /// Whether a tie that is not in force is drawn.
    pub dashed: bool,
    /// Whether a tie is drawn paler, because it doesn't involve what the map is about.
    pub has_paler: bool,
    /// Whether there are too many arcs to follow a single one.
    pub is_dense: bool,
    /// Several numbers of partners, each with the radius of its dots.
    pub dot_sizes: Vec<(usize, f64)>,
    /// The dots drawn: number in the content, position on the page, radius.
    pub dots: Vec<(usize, [f64; 2], f64)>,
    /// The towns drawn as rings, the largest first: name, place on the page, radius.
    pub towns: Vec<(String, [f64; 2], f64)>,
    /// A few numbers of inhabitants with the radius of their rings.
    pub town_sizes: Vec<(usize, f64)>,
    /// Whether a dot stands for a region or country, so that it is a square.
    pub has_areas: bool,
    /// The number of dots left out, and the least number of partners of those drawn.
    pub fewer: Option<(usize, usize)>,
    /// Tied places outside the frame, by their number in the content.
    pub beyond: Vec<usize>,
    /// Regions that have no outline, by code.
    pub without_outline: Vec<String>,
    /// Where regions can be named, by their number in the choropleth.
    pub region_middles: Vec<(usize, Middle)>,
    /// The country of the region that a page is about, the region's name, and the possible positions of the name, the
    /// best first.
    pub figure_of: Option<(CountryCode, String, Vec<Middle>)>,
    /// Where countries that the map isn't about can be named.
    pub country_middles: Vec<(CountryCode, Middle)>,
}

/// Draws layers through one projection.
pub(super) struct Painter<'m> {
    pub graph: &'m TieGraph<'m>,
    pub outlines: &'m Outlines,
    pub projection: Projection,
    pub theme: &'m Theme,
    pub page: Page,
    pub naming: Naming<'m>,
    /// The prefix of the ids of its layers, so that one page can have two maps.
    pub prefix: &'static str,
    /// Whether the projection is a conic.
    pub is_cone: bool,
    pub drawn: Drawn,
    pub nodes: Vec<Node>,
}

impl Painter<'_> {
    pub fn px(&self, length: f64) -> f64 {
        length * self.page.unit
    }

    pub fn path(&self, strokes: &[Stroke]) -> PathData {
        path(strokes, 0.35 * self.page.unit.max(1.0))
    }

    /// An empty layer.
    pub fn layer(&self, name: &'static str, style: Style) -> Group {
        Group { id: format!("{}{name}", self.prefix), class: name, style, nodes: Vec::new() }
    }

    /// Draws the layers asked for, except labels and legend.
    pub fn paint(
        &mut self,
        content: &Content,
        choropleth: &Choropleth,
        subjects: &[CountryCode],
        options: &MapOptions,
    ) {
        self.ground(options.shows(Layer::Graticule));
        if options.shows(Layer::Land) {
            self.land(choropleth, subjects);
        }
        if let (Some(Area::Region(region)), true) = (options.area(), options.shows(Layer::Regions)) {
            // An overview shows where the region is, without its neighbours.
            self.figure_of(region, options.figure_of.is_some() && self.prefix.is_empty());
        }
        if options.shows(Layer::Regions) && !choropleth.regions.is_empty() {
            self.regions(choropleth);
        }
        if options.shows(Layer::Borders) {
            self.borders(choropleth, subjects);
        }
        // An inset with too many arcs to follow a single one serves only for the names.
        let is_for_names = !self.prefix.is_empty() && content.is_dense();
        if options.shows(Layer::Arcs) && !is_for_names {
            self.arcs(content, !choropleth.countries.is_empty());
        }
        if options.shows(Layer::Places) {
            self.places(content);
        }
        if let Some(towns) = &options.towns {
            self.towns(&towns.towns);
        }
    }
}

pub(super) fn path(strokes: &[Stroke], least: f64) -> PathData {
    let mut path = PathData::default();
    push(&mut path, strokes, least);
    path
}

/// Adds strokes, without points that lie within `least` pixels of the previous point.
pub(super) fn push(path: &mut PathData, strokes: &[Stroke], least: f64) {
    for Stroke { points, closed } in strokes {
        let mut kept: Vec<[f64; 2]> = Vec::with_capacity(points.len());
        for (number, &point) in points.iter().enumerate() {
            let near = |last: &[f64; 2]| (point[0] - last[0]).hypot(point[1] - last[1]) < least;
            if number + 1 == points.len() || !kept.last().is_some_and(near) {
                kept.push(point);
            }
        }
        path.line(&kept, *closed);
    }
}
