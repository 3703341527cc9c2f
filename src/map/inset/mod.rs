mod of_crowd;

use std::{cmp::Reverse, collections::HashSet};

use super::{
    Layer, MapOptions, ProjectionName,
    choropleth::Choropleth,
    clip::clip,
    content::{Content, Dot},
    crowd::about,
    extent::Span,
    ink::Stroke,
    lettering::{FEW_CENTRES, Lettering, Places},
    page::Page,
    painter::{Drawn, Painter},
    projection::Projection,
    subject,
};
use crate::{
    graph::{PlaceId, TieGraph},
    model::{Area, CountryCode},
    query::Side,
    scene::{Fill, Frame, Group, Mark, Shape, Style},
};

/// A side that covers less than this share of the map is repeated, enlarged, if the other covers much more.
const SMALL: f64 = 0.02;
const LARGE: f64 = 0.1;
/// The least height of an inset, on a page of 1600 x 900.
const LEAST_HEIGHT: f64 = 130.0;
/// The size of dots and lines of an overview, relative to those of the map.
const SMALLER: f64 = 0.55;

/// A part of the map, enlarged, or an overview of which the map shows a part. It lies in the column below the legend.
pub(super) struct Inset {
    frame: Frame,
    /// The positions that it must contain.
    positions: Vec<[f64; 2]>,
    padding: f64,
    name: String,
    named: Named,
    /// Whether it is an overview.
    is_overview: bool,
    /// The prefix of the ids of its layers.
    prefix: &'static str,
}

/// The part of the legend's column that is free.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Its upper and lower edge.
    pub below: f64,
    pub above: f64,
}

/// The places that are named in the inset instead of on the map.
enum Named {
    /// All places of an area.
    Of(Area),
    /// These places.
    Places(HashSet<PlaceId>),
}

/// The labels of a map that has insets. The most important places that the map is about are named in all of them.
pub(super) fn beside(
    insets: &[&Inset],
    content: &Content,
    choropleth: &Choropleth,
    painter: &Painter<'_>,
) -> Lettering {
    let mut centres: Vec<&Dot> = content.dots.iter().filter(|dot| dot.is_centre).collect();
    centres.sort_by_key(|dot| Reverse(dot.degree));
    let centres: HashSet<PlaceId> = centres.into_iter().take(FEW_CENTRES).map(|dot| dot.place).collect();
    let is_elsewhere = |dot: &Dot| insets.iter().any(|inset| inset.names(painter.graph, dot.place));
    Lettering::of(painter, content, choropleth, |dot| centres.contains(&dot.place) || !is_elsewhere(dot))
}

impl Inset {
    /// An inset for one of two sides, if it is too small to read beside the other; `room` is what the legend leaves.
    pub fn of_side(sides: &[Side], painter: &Painter<'_>, room: Room) -> Option<Self> {
        let [a, b] = sides else { return None };
        let page = painter.page;
        let whole = page.map.width * page.map.height;
        let share = |side: &Side| {
            let frame = on_the_page(painter, &side.area)?;
            Some(frame.width * frame.height / whole)
        };
        let (share_a, share_b) = (share(a)?, share(b)?);
        let (small, side) = if share_a < share_b { (share_a, a) } else { (share_b, b) };
        if small > SMALL || share_a.max(share_b) < LARGE {
            return None;
        }
        Self::of_area(&side.area, painter, room)
    }

    /// An inset for the region or country that the map is about, if it is small on the map because its ties reach far.
    pub fn of_subject(area: &Area, painter: &Painter<'_>, room: Room) -> Option<Self> {
        let frame = on_the_page(painter, area)?;
        let whole = painter.page.map.width * painter.page.map.height;
        if frame.width * frame.height > SMALL * whole { None } else { Self::of_area(area, painter, room) }
    }

    fn of_area(area: &Area, painter: &Painter<'_>, room: Room) -> Option<Self> {
        Some(Self {
            frame: frame(painter, room, painter.page.legend.width * 1.1)?,
            positions: subject::body_of(painter.outlines, area),
            padding: 8.0 * painter.page.unit,
            name: painter.naming.language.area(painter.graph.network().register(), area),
            named: Named::Of(area.clone()),
            is_overview: false,
            prefix: "inset-",
        })
    }

    /// An inset that shows all ties, if some run out of the map. It names nothing.
    pub fn overview(content: &Content, painter: &Painter<'_>, room: Room) -> Option<Self> {
        if painter.drawn.beyond.is_empty() {
            return None;
        }
        let positions = subject::with_arcs(content, |_| true);
        let span = Span::of(&positions)?;
        let across = span.width * span.middle_lat().to_radians().cos();
        let slope = (span.height() / across.max(1.0)).clamp(0.75, 1.1);
        Some(Self {
            frame: frame(painter, room, painter.page.legend.width * slope)?,
            positions,
            padding: 6.0 * painter.page.unit,
            name: painter.naming.language.overview(),
            named: Named::Places(HashSet::new()),
            is_overview: true,
            prefix: "inset-",
        })
    }

    /// Whether a place of the graph is named in the inset.
    fn names(&self, graph: &TieGraph<'_>, place: PlaceId) -> bool {
        match &self.named {
            Named::Of(area) => graph.network().lies_in(place, area),
            Named::Places(places) => places.contains(&place),
        }
    }

    /// The room that is left above it.
    pub fn room_above(&self, room: Room, unit: f64) -> Room {
        Room { above: self.frame.top - 30.0 * unit, ..room }
    }

    /// Its own labels.
    fn lettering(&self, content: &Content, choropleth: &Choropleth, onto: &Painter<'_>) -> Lettering {
        let mut painter = self.painter(onto, &MapOptions::default());
        painter.places(content);
        Lettering::of(&painter, content, choropleth, |dot| self.names(onto.graph, dot.place))
    }

    fn projection(&self, options: &MapOptions) -> (Projection, ProjectionName) {
        let options_of_its_own = MapOptions { projection: None, centre: None, ..options.clone() };
        let (aspect, name) =
            subject::aspect(&self.positions, None, self.frame.width / self.frame.height, &options_of_its_own);
        (Projection::fit(&aspect, &self.positions, self.frame, self.padding), name)
    }

    fn painter<'m>(&self, onto: &Painter<'m>, options: &MapOptions) -> Painter<'m> {
        let (projection, projection_name) = self.projection(options);
        Painter {
            graph: onto.graph,
            outlines: onto.outlines,
            projection,
            theme: onto.theme,
            page: Page {
                map: self.frame,
                unit: onto.page.unit * if self.is_overview { SMALLER } else { 1.0 },
                ..onto.page
            },
            naming: onto.naming.clone(),
            is_cone: projection_name == ProjectionName::ConicEqualArea,
            drawn: Drawn::default(),
            prefix: self.prefix,
            nodes: Vec::new(),
        }
    }

    /// Draws the inset, and marks its area on the map. Its dots and names are added to `places`.
    pub fn draw(
        &self,
        onto: &mut Painter<'_>,
        places: &mut Places,
        content: &Content,
        choropleth: &Choropleth,
        subjects: &[CountryCode],
        options: &MapOptions,
    ) {
        let (theme, page) = (onto.theme, onto.page);
        let mut painter = self.painter(onto, options);
        painter.paint(content, choropleth, subjects, options);
        places.add_drawn(&painter);
        if options.shows(Layer::Labels) && !self.is_overview {
            let lettering = Lettering::of(&painter, content, choropleth, |dot| self.names(onto.graph, dot.place));
            places.named.extend(lettering.named());
            lettering.draw(&mut painter);
        }
        let style = Style { fill: Some(Fill::None), ..Style::line(theme.line, 0.9 * page.unit) };
        // Of the two maps, the one with the smaller part of the globe is marked on the other.
        let (inner, outer) = if self.is_overview { (&*onto, &painter) } else { (&painter, &*onto) };
        let outline = outline(inner, outer);
        let mark = Mark { class: "inset-on-map", ..Mark::new(Shape::Path(outer.path(&outline))).styled(style.clone()) };
        if self.is_overview {
            painter.nodes.push(mark.into())
        } else {
            onto.nodes.push(mark.into())
        }
        let id = self.prefix.trim_end_matches('-').to_owned();
        let mut group = Group { id, class: "inset", nodes: painter.nodes, ..Group::default() };
        let Frame { left: x, top: y, width, height } = self.frame;
        group.push(Mark::new(Shape::Rect { x, y, width, height, r: 0.0 }).styled(style));
        let style = Style::text(theme.ink, 14.0 * page.unit);
        let style = Style { stroke: Some(theme.ink), stroke_width: Some(0.35 * page.unit), ..style };
        group.push(Mark::text(x, y - 8.0 * page.unit, self.name.clone()).styled(style));
        onto.nodes.push(group.into());
    }
}

/// The edge of one map, drawn on another.
fn outline(inner: &Painter<'_>, outer: &Painter<'_>) -> Vec<Stroke> {
    const STEPS: usize = 12;
    let frame = inner.page.map;
    let corners = [
        [frame.left, frame.top],
        [frame.right(), frame.top],
        [frame.right(), frame.bottom()],
        [frame.left, frame.bottom()],
    ];
    let edge = |from: [f64; 2], to: [f64; 2]| {
        (0..STEPS).map(move |step| {
            let share = step as f64 / STEPS as f64;
            [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]))
        })
    };
    let next = corners.iter().cycle().skip(1);
    let points = corners.iter().zip(next).flat_map(|(&from, &to)| edge(from, to));
    let points: Vec<[f64; 2]> =
        points.filter_map(|point| inner.projection.position(point)).map(|at| outer.projection.place(at)).collect();
    clip(vec![Stroke { points, closed: true }], outer.page.map)
}

/// A frame at the lower end of the legend's column, at most `most` high.
fn frame(painter: &Painter<'_>, room: Room, most: f64) -> Option<Frame> {
    let page = painter.page;
    let top = room.below + 34.0 * page.unit;
    let height = (room.above - top).min(most);
    let frame = Frame { left: page.legend.left, top: room.above - height, width: page.legend.width, height };
    (height >= LEAST_HEIGHT * page.unit && page.legend.width > 0.0).then_some(frame)
}

/// The box on the page around an area, with a small margin.
fn on_the_page(painter: &Painter<'_>, area: &Area) -> Option<Frame> {
    let room = 3.0 * painter.page.unit;
    let positions = subject::body_of(painter.outlines, area);
    let points = positions.into_iter().map(|position| painter.projection.place(position));
    let Frame { left, top, width, height } = about(points)?;
    let frame = Frame { left: left - room, top: top - room, width: width + 2.0 * room, height: height + 2.0 * room };
    Some(frame.within(&painter.page.map))
}
