use std::collections::HashSet;

use super::{
    Layer, MapOptions, ProjectionName,
    choropleth::Choropleth,
    clip::clip,
    content::{Content, Dot},
    crowd::{about, crowd},
    ink::Stroke,
    lettering::{Lettering, Places},
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

/// A side that covers less than this share of the map is shown again, enlarged, where the other covers much more.
const SMALL: f64 = 0.02;
const LARGE: f64 = 0.1;
/// The least height, on a page of 1600 x 900, that is worth it.
const LEAST_HEIGHT: f64 = 130.0;
/// How much a crowd may grow at least; the most of several that grow otherwise is named.
const GROWTHS: [f64; 6] = [3.0, 4.0, 5.5, 7.5, 10.0, 14.0];
/// The room about a crowd for names, and how much higher than wide its inset may be.
const ROOM: f64 = 36.0;
const TALLEST: f64 = 1.4;
/// No inset can name more places than some of these, those with most partners; a crowd of more is looked for among them.
const MOST_OF_A_CROWD: usize = 150;
/// So many more places at least must be named with an inset of a crowd.
const WORTH: usize = 2;

/// A part of the map enlarged, in the corner that the legend leaves free.
pub(super) struct Inset {
    frame: Frame,
    /// What it must hold.
    positions: Vec<[f64; 2]>,
    padding: f64,
    name: String,
    named: Named,
}

/// The places that are named in the inset rather than on the map.
enum Named {
    /// All of an area.
    Of(Area),
    /// These.
    Places(HashSet<PlaceId>),
}

impl Inset {
    /// An inset for one of two sides where it is too small to read beside the other; `below` is where the legend ends.
    pub fn of_side(sides: &[Side], painter: &Painter<'_>, below: f64) -> Option<Self> {
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
        Self::of_area(&side.area, painter, below)
    }

    /// An inset for the region or country that a page is about, where its ties reach so far that it is small on the map.
    pub fn of_figure(area: &Area, painter: &Painter<'_>, below: f64) -> Option<Self> {
        let frame = on_the_page(painter, area)?;
        let whole = painter.page.map.width * painter.page.map.height;
        if frame.width * frame.height > SMALL * whole { None } else { Self::of_area(area, painter, below) }
    }

    fn of_area(area: &Area, painter: &Painter<'_>, below: f64) -> Option<Self> {
        Some(Self {
            frame: frame(painter, below, painter.page.legend.width * 1.1)?,
            positions: subject::body_of(painter.outlines, area),
            padding: 8.0 * painter.page.unit,
            name: painter.naming.language.area(painter.graph.network().register(), area),
            named: Named::Of(area.clone()),
        })
    }

    /// An inset for where places stand so close together that many are not named on the map, whose labels are `lettering`:
    /// of several the one with which most are.
    pub fn of_crowd(
        lettering: &Lettering,
        content: &Content,
        choropleth: &Choropleth,
        painter: &Painter<'_>,
        below: f64,
    ) -> Option<Self> {
        let unnamed = lettering.unnamed();
        let foremost = unnamed.iter().take(MOST_OF_A_CROWD);
        let points: Vec<[f64; 2]> =
            foremost.map(|&number| painter.projection.place(content.dots[number].position)).collect();
        let widest = frame(painter, below, painter.page.legend.width * TALLEST)?;
        let mut best: Option<(usize, Self)> = None;
        for growth in GROWTHS {
            let room = 2.0 * ROOM * painter.page.unit;
            let most = [widest.width, widest.height].map(|length| (length - room) / growth);
            let Some(crowd) = crowd(&points, most) else { continue };
            let Some(inset) = Self::about(crowd, content, painter, below) else { continue };
            let on_the_map = inset.lettering_beside(content, choropleth, painter).unnamed().len();
            let left = on_the_map + inset.lettering(content, choropleth, painter).unnamed().len();
            if left + WORTH <= unnamed.len() && best.as_ref().is_none_or(|(least, _)| left < *least) {
                best = Some((left, inset));
            }
        }
        best.map(|(_, inset)| inset)
    }

    /// The inset of a box on the map.
    fn about(crowd: Frame, content: &Content, painter: &Painter<'_>, below: f64) -> Option<Self> {
        let page = painter.page;
        // Neighbours of those in the box as well.
        let room = 4.0 * page.unit;
        let [width, height] = [crowd.width, crowd.height].map(|length| length + 2.0 * room);
        let crowd = Frame { left: crowd.left - room, top: crowd.top - room, width, height };
        let dots = || painter.drawn.dots.iter().map(|&(number, at, _)| (&content.dots[number], at));
        let positions = dots().filter(|(_, at)| crowd.holds(*at)).map(|(dot, _)| dot.position).collect();
        let height = page.legend.width * (height / width).clamp(1.0, TALLEST);
        let mut inset = Self {
            frame: frame(painter, below, height)?,
            positions,
            padding: ROOM * page.unit,
            name: painter.naming.language.enlarged().to_owned(),
            named: Named::Places(HashSet::new()),
        };
        let (projection, _) = inset.projection(&MapOptions::default());
        let held = dots().filter(|(dot, _)| projection.visible(dot.position).is_some()).map(|(dot, _)| dot.place);
        inset.named = Named::Places(held.collect());
        Some(inset)
    }

    /// Whether a place of the graph is named in the inset.
    fn names(&self, graph: &TieGraph<'_>, place: PlaceId) -> bool {
        match &self.named {
            Named::Of(area) => graph.network().lies_in(place, area),
            Named::Places(places) => places.contains(&place),
        }
    }

    /// The labels of the map beside it. What the map is about is named in both.
    pub fn lettering_beside(&self, content: &Content, choropleth: &Choropleth, painter: &Painter<'_>) -> Lettering {
        let names = |dot: &Dot| dot.is_centre || !self.names(painter.graph, dot.place);
        Lettering::of(painter, content, choropleth, names)
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
            page: Page { map: self.frame, ..onto.page },
            naming: onto.naming.clone(),
            is_cone: projection_name == ProjectionName::ConicEqualArea,
            drawn: Drawn::default(),
            prefix: "inset-",
            nodes: Vec::new(),
        }
    }

    /// Draws it, and where on the map it is. Its dots and its names are added to `places`.
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
        if options.shows(Layer::Labels) {
            let lettering = Lettering::of(&painter, content, choropleth, |dot| self.names(onto.graph, dot.place));
            places.named.extend(lettering.named());
            lettering.draw(&mut painter);
        }
        let style = Style { fill: Some(Fill::None), ..Style::line(theme.line, 0.9 * page.unit) };
        let on_the_map = self.outline(&painter.projection, onto);
        let shape = Shape::Path(onto.path(&on_the_map));
        onto.nodes.push(Mark { class: "inset-on-map", ..Mark::new(shape).styled(style.clone()) }.into());
        let mut group = Group { id: "inset".to_owned(), class: "inset", nodes: painter.nodes, ..Group::default() };
        let Frame { left: x, top: y, width, height } = self.frame;
        group.push(Mark::new(Shape::Rect { x, y, width, height, r: 0.0 }).styled(style));
        let style = Style::text(theme.ink, 14.0 * page.unit);
        let style = Style { stroke: Some(theme.ink), stroke_width: Some(0.35 * page.unit), ..style };
        group.push(Mark::text(x, y - 8.0 * page.unit, self.name.clone()).styled(style));
        onto.nodes.push(group.into());
    }

    /// Its edge as it lies on the map.
    fn outline(&self, projection: &Projection, onto: &Painter<'_>) -> Vec<Stroke> {
        const STEPS: usize = 12;
        let corners = [
            [self.frame.left, self.frame.top],
            [self.frame.right(), self.frame.top],
            [self.frame.right(), self.frame.bottom()],
            [self.frame.left, self.frame.bottom()],
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
            points.filter_map(|point| projection.position(point)).map(|at| onto.projection.place(at)).collect();
        clip(vec![Stroke { points, closed: true }], onto.page.map)
    }
}

/// The lower corner of the legend's column, as high as the legend leaves it, `most` at most.
fn frame(painter: &Painter<'_>, below: f64, most: f64) -> Option<Frame> {
    let page = painter.page;
    let top = below + 34.0 * page.unit;
    let height = (page.map.bottom() - top).min(most);
    let frame = Frame { left: page.legend.left, top: page.map.bottom() - height, width: page.legend.width, height };
    (height >= LEAST_HEIGHT * page.unit && page.legend.width > 0.0).then_some(frame)
}

/// The box on the page that an area lies in, with a little room about it.
fn on_the_page(painter: &Painter<'_>, area: &Area) -> Option<Frame> {
    let room = 3.0 * painter.page.unit;
    let positions = subject::body_of(painter.outlines, area);
    let points: Vec<[f64; 2]> = positions.into_iter().map(|position| painter.projection.place(position)).collect();
    let Frame { left, top, width, height } = about(&points)?;
    let frame = Frame { left: left - room, top: top - room, width: width + 2.0 * room, height: height + 2.0 * room };
    Some(frame.within(&painter.page.map))
}
