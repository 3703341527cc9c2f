use super::{
    Layer, MapOptions, ProjectionName,
    choropleth::Choropleth,
    content::Content,
    lettering,
    naming::Naming,
    page::Page,
    painter::{Drawn, Painter},
    projection::Projection,
    subject,
};
use crate::{
    graph::TieGraph,
    model::{Area, CountryCode},
    query::Side,
    scene::{Fill, Frame, Group, Mark, Shape, Style},
};

/// A side that covers less than this share of the map is shown again, enlarged, where the other covers much more.
const SMALL: f64 = 0.02;
const LARGE: f64 = 0.1;
/// The least height, on a page of 1600 x 900, that is worth it.
const LEAST_HEIGHT: f64 = 130.0;

/// The smaller of two sides enlarged, in the corner that the legend leaves free.
pub(super) struct Inset {
    pub area: Area,
    frame: Frame,
}

impl Inset {
    /// An inset for one of two sides where it is too small to read beside the other; `below` is where the legend ends.
    pub fn of(sides: &[Side], painter: &Painter<'_>, below: f64) -> Option<Self> {
        let [a, b] = sides else { return None };
        let page = painter.page;
        let whole = page.map.width * page.map.height;
        let share = |side: &Side| {
            let frame = on_the_page(painter, &side.area)?;
            Some(frame.width * frame.height / whole)
        };
        let (share_a, share_b) = (share(a)?, share(b)?);
        let (small, side) = if share_a < share_b { (share_a, a) } else { (share_b, b) };
        let top = below + 34.0 * page.unit;
        let height = (page.map.bottom() - top).min(page.legend.width * 1.1);
        if small > SMALL
            || share_a.max(share_b) < LARGE
            || height < LEAST_HEIGHT * page.unit
            || page.legend.width <= 0.0
        {
            return None;
        }
        let frame = Frame { left: page.legend.left, top: page.map.bottom() - height, width: page.legend.width, height };
        Some(Self { area: side.area.clone(), frame })
    }

    /// Whether a place of the graph is labelled in the inset rather than on the map.
    pub fn holds(&self, graph: &TieGraph<'_>, place: crate::graph::PlaceId) -> bool {
        graph.network().lies_in(place, &self.area)
    }

    /// Draws it, and where on the map it is.
    pub fn draw(
        &self,
        onto: &mut Painter<'_>,
        content: &Content,
        choropleth: &Choropleth,
        subjects: &[CountryCode],
        options: &MapOptions,
    ) {
        let (theme, page) = (onto.theme, onto.page);
        let positions = subject::body_of(onto.outlines, &self.area);
        let options_of_its_own = MapOptions { projection: None, centre: None, ..options.clone() };
        let (aspect, projection_name) = subject::aspect(&positions, None, &options_of_its_own);
        let padding = 8.0 * page.unit;
        let mut painter = Painter {
            graph: onto.graph,
            outlines: onto.outlines,
            projection: Projection::fit(&aspect, &positions, self.frame, padding),
            theme,
            page: Page { map: self.frame, ..page },
            naming: Naming::new(onto.graph.network(), options.language),
            is_cone: projection_name == ProjectionName::ConicEqualArea,
            drawn: Drawn::default(),
            prefix: "inset-",
            nodes: Vec::new(),
        };
        painter.paint(content, choropleth, subjects, options);
        if options.shows(Layer::Labels) {
            lettering::labels(&mut painter, content, choropleth, |place| self.holds(onto.graph, place));
        }
        let outline = |frame: Frame| {
            let shape = Shape::Rect { x: frame.left, y: frame.top, width: frame.width, height: frame.height, r: 0.0 };
            let style = Style { fill: Some(Fill::None), ..Style::line(theme.line, 0.9 * page.unit) };
            Mark::new(shape).styled(style)
        };
        if let Some(frame) = on_the_page(onto, &self.area) {
            onto.nodes.push(outline(frame).into());
        }
        let mut group = Group { id: "inset".to_owned(), class: "inset", nodes: painter.nodes, ..Group::default() };
        group.push(outline(self.frame));
        let name = onto.naming.language.area(onto.graph.network().register(), &self.area);
        let style = Style::text(theme.ink, 14.0 * page.unit);
        let style = Style { stroke: Some(theme.ink), stroke_width: Some(0.35 * page.unit), ..style };
        group.push(Mark::text(self.frame.left, self.frame.top - 8.0 * page.unit, name).styled(style));
        onto.nodes.push(group.into());
    }
}

/// The box on the page that an area lies in, with a little room about it.
fn on_the_page(painter: &Painter<'_>, area: &Area) -> Option<Frame> {
    let room = 3.0 * painter.page.unit;
    let positions = subject::body_of(painter.outlines, area);
    let points = positions.into_iter().map(|position| painter.projection.place(position));
    let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    let (low, high) = points.fold(start, |(low, high), point| {
        ([0, 1].map(|axis| f64::min(low[axis], point[axis])), [0, 1].map(|axis| f64::max(high[axis], point[axis])))
    });
    let [width, height] = [0, 1].map(|axis| high[axis] - low[axis] + 2.0 * room);
    let frame = Frame { left: low[0] - room, top: low[1] - room, width, height };
    (width.is_finite() && height.is_finite()).then(|| frame.within(&painter.page.map))
}
