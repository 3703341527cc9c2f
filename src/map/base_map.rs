//! The map that [`draw`](super::draw) would choose, as plain points, for a page that draws it itself.

use std::ops::RangeInclusive;

use super::{
    MapOptions, ProjectionName,
    choropleth::Choropleth,
    content::{Content, position},
    headings,
    ink::Stroke,
    projection::{Aspect, Projection},
    subject,
};
use crate::{
    graph::{PlaceId, TieGraph},
    query::{Side, located_sides},
    register::{Outline, Outlines},
    scene::Frame,
};

/// The page that the map is fitted to, in pixels.
const VIEW: Frame = Frame { left: 0.0, top: 0.0, width: 1200.0, height: 700.0 };

/// A projection fitted to what a map shows, with the data for its legend.
///
/// It covers more of the globe than the map shows at first, so that users can pan: as much again on each side, but no
/// more than the globe.
pub(crate) struct BaseMap {
    /// What the map shows at first.
    pub view: Frame,
    /// The whole area that it covers.
    pub frame: Frame,
    /// The title of the map.
    pub title: String,
    /// The sources of data, regions and outlines.
    pub source: String,
    /// The sides whose regions are coloured; empty if countries are coloured.
    pub sides: Vec<Side>,
    /// The classes of counts by which regions or countries are coloured, in ascending order.
    pub classes: Vec<RangeInclusive<usize>>,
    globe: Projection,
}

impl BaseMap {
    /// The map of a graph's ties.
    pub fn of(graph: &TieGraph<'_>, outlines: &Outlines, options: &MapOptions) -> Self {
        let content = Content::of(graph, outlines, options);
        let (sides, _) = located_sides(graph.network(), subject::sides(graph, options.ego.as_ref()));
        let choropleth = if sides.is_empty() {
            Choropleth::of_countries(graph)
        } else {
            Choropleth::of(graph, &sides, options.colour_by)
        };
        let positions = subject::extent(graph, outlines, &content, options);
        let ratio = VIEW.width / VIEW.height;
        let (aspect, name) = subject::aspect(&positions, subject::centre(&content), ratio, options);
        let is_world = name == ProjectionName::EqualEarth && subject::is_everywhere(&positions);
        let (positions, padding) = if is_world { (Vec::new(), 2.0) } else { (positions, 26.0) };
        let frame = kept(&aspect, &positions, padding);
        Self {
            view: VIEW,
            frame,
            title: headings::title(graph, options),
            source: headings::source(graph, name, options),
            sides,
            classes: choropleth.classes,
            globe: Projection::fit(&aspect, &positions, VIEW, padding).cut_to(frame),
        }
    }

    /// The position of a place on the map: a city's own, or the middle of a region's or country's outline. `None`
    /// without a position, and beyond the frame.
    pub fn spot(&self, graph: &TieGraph<'_>, place: PlaceId, outlines: &Outlines) -> Option<[f64; 2]> {
        self.globe.visible(position(graph.place(place), outlines)?)
    }

    /// Calls `made_of` with the great-circle arc between each pair of places, and returns the results in the order of the
    /// pairs. An arc is in pieces if the map is cut, and empty if a position isn't known.
    pub fn arcs<T: Send>(
        &self,
        graph: &TieGraph<'_>,
        pairs: impl Iterator<Item = [PlaceId; 2]>,
        outlines: &Outlines,
        made_of: impl Fn(Vec<Vec<[f64; 2]>>) -> T + Sync,
    ) -> Vec<T> {
        let at = |end: PlaceId| position(graph.place(end), outlines);
        let pairs: Vec<_> = pairs.map(|[a, b]| Some([at(a)?, at(b)?])).collect();
        self.globe.arcs(&pairs, |strokes| made_of(strokes.into_iter().map(|stroke| stroke.points).collect()))
    }

    /// The rings of an outline; holes have the opposite winding.
    pub fn rings(&self, outline: &Outline) -> Vec<Vec<[f64; 2]>> {
        let strokes = self.globe.area(outline.iter().map(Vec::as_slice));
        strokes.into_iter().map(|stroke| stroke.points).collect()
    }

    /// The edge of the globe, as far as it is in the frame.
    pub fn sphere(&self) -> Vec<Vec<[f64; 2]>> {
        self.globe.globe().into_iter().map(|stroke| stroke.points).collect()
    }
}

/// The view with as much again on each side, as far as the globe extends.
fn kept(aspect: &Aspect, positions: &[[f64; 2]], padding: f64) -> Frame {
    let about = |times: f64| Frame {
        left: VIEW.left - times * VIEW.width,
        top: VIEW.top - times * VIEW.height,
        width: (1.0 + 2.0 * times) * VIEW.width,
        height: (1.0 + 2.0 * times) * VIEW.height,
    };
    let wide = about(1.0);
    let globe = Projection::fit(aspect, positions, VIEW, padding).cut_to(about(1000.0));
    let strokes = globe.globe();
    let points = || strokes.iter().flat_map(|Stroke { points, .. }| points);
    let low = points().fold([f64::INFINITY; 2], |low, at| [low[0].min(at[0]), low[1].min(at[1])]);
    let high = points().fold([f64::NEG_INFINITY; 2], |high, at| [high[0].max(at[0]), high[1].max(at[1])]);
    if low[0] >= high[0] || low[1] >= high[1] {
        return wide;
    }
    let globe = Frame { left: low[0], top: low[1], width: high[0] - low[0], height: high[1] - low[1] };
    wide.within(&globe)
}
