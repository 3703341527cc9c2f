//! The layers of a map, from the back to the front.

use super::{
    Layer, MapOptions,
    borders::borders,
    choropleth::{Choropleth, Class},
    content::Content,
    ink::Stroke,
    legend::category,
    middle::{Middle, middle},
    naming::Naming,
    page::Page,
    projection::{Frame, Projection},
};
use crate::{
    graph::TieGraph,
    model::{CountryCode, PartnershipKind},
    register::{Outline, Outlines},
    scene::{Fill, Group, Mark, Node, PathData, Shape, Style, Theme},
};

/// More arcs than these are drawn without tooltips, so thin that only many make a dark place.
const MANY_ARCS: usize = 2000;
/// More dots than these are not told apart: the places with fewest partners go without.
const MANY_DOTS: usize = 1200;

/// What the layers say of themselves, for legend and labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    pub regions_drawn: bool,
    /// Kinds of the ties drawn, in the order of the vocabulary.
    pub kinds: Vec<PartnershipKind>,
    /// Whether a tie that is not in force is drawn.
    pub dashed: bool,
    /// Whether the arcs are too many to follow one by one.
    pub is_dense: bool,
    /// A few numbers of partners with the radius of their dots.
    pub dot_sizes: Vec<(usize, f64)>,
    /// The dots drawn: number in the content, place on the page, radius.
    pub dots: Vec<(usize, [f64; 2], f64)>,
    /// Dots left out: how many, and the least number of partners of those drawn.
    pub fewer: Option<(usize, usize)>,
    /// Tied places outside the frame.
    pub beyond: usize,
    /// Regions that have no outline, by code.
    pub without_outline: Vec<String>,
    /// Where regions can be named, by their number in the choropleth.
    pub region_middles: Vec<(usize, Middle)>,
    /// Where countries that the map is not about can be named.
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
    /// What the ids of its layers begin with, so that two maps fit one page.
    pub prefix: &'static str,
    /// Whether the projection is a conic.
    pub is_cone: bool,
    pub drawn: Drawn,
    pub nodes: Vec<Node>,
}

impl Painter<'_> {
    fn px(&self, length: f64) -> f64 {
        length * self.page.unit
    }

    fn path(&self, strokes: &[Stroke]) -> PathData {
        path(strokes, 0.35 * self.page.unit.max(1.0))
    }

    /// An empty layer.
    pub fn layer(&self, name: &'static str, style: Style) -> Group {
        Group { id: format!("{}{name}", self.prefix), class: name, style, nodes: Vec::new() }
    }

    /// Draws the layers asked for, but for labels and legend.
    pub fn paint(
        &mut self,
        content: &Content,
        choropleth: &Choropleth,
        subjects: &[CountryCode],
        options: &MapOptions,
    ) {
        self.ground(options.shows(Layer::Graticule));
        if options.shows(Layer::Land) {
            self.land(subjects);
        }
        if options.shows(Layer::Regions) && !choropleth.regions.is_empty() {
            self.regions(choropleth);
        }
        if options.shows(Layer::Borders) {
            self.borders(choropleth, subjects);
        }
        if options.shows(Layer::Arcs) {
            self.arcs(content);
        }
        if options.shows(Layer::Places) {
            self.places(content);
        }
    }

    /// Water, and lines of longitude and latitude.
    fn ground(&mut self, graticule: bool) {
        let mut group = self.layer("water", Style::filled(self.theme.water));
        if self.is_cone {
            // A cone's top and its two sides are nowhere on the globe: a hole in the sea there would look like land.
            let Frame { left: x, top: y, width, height } = self.projection.frame();
            group.push(Mark::new(Shape::Rect { x, y, width, height, r: 0.0 }));
        } else {
            group.push(Mark::new(Shape::Path(path(&self.projection.globe(), 0.0))));
        }
        self.nodes.push(group.into());
        if !graticule {
            return;
        }
        let mut lines = PathData::default();
        for lon in (-180..180).step_by(20) {
            let meridian: Vec<[f64; 2]> = (-8..=8).map(|lat| [f64::from(lon), f64::from(lat * 10)]).collect();
            push(&mut lines, &self.projection.line(&meridian), 0.5 * self.page.unit.max(1.0));
        }
        for lat in (-80..=80).step_by(20) {
            // A parallel is no great circle: short steps follow it.
            let parallel: Vec<[f64; 2]> = (0..=72).map(|lon| [f64::from(lon * 5 - 180), f64::from(lat)]).collect();
            push(&mut lines, &self.projection.line(&parallel), 0.5 * self.page.unit.max(1.0));
        }
        let mut group = self.layer(Layer::Graticule.name(), Style::line(self.theme.ground_line, self.px(0.4)));
        group.push(Mark::new(Shape::Path(lines)));
        self.nodes.push(group.into());
    }

    /// Every country in the neutral colour; those in `subjects` will be covered by their regions.
    fn land(&mut self, subjects: &[CountryCode]) {
        let mut group = self.layer(Layer::Land.name(), Style::filled(self.theme.ground));
        for (code, outline) in self.outlines.countries() {
            let strokes = area(&mut self.projection, outline);
            let path = self.path(&strokes);
            if path.is_empty() {
                continue;
            }
            if !subjects.contains(&code) {
                self.drawn.country_middles.extend(middle_of(&strokes).map(|middle| (code, middle)));
            }
            let tooltip = self.naming.country(code);
            let mark = Mark::new(Shape::Path(path)).tooltip(tooltip);
            group.push(Mark { data: vec![("country", code.to_string())], ..mark });
        }
        self.nodes.push(group.into());
    }

    /// The regions of the choropleth in the colours of their classes.
    fn regions(&mut self, choropleth: &Choropleth) {
        let mut group = self.layer(Layer::Regions.name(), Style::default());
        for (number, (row, _, class)) in choropleth.regions.iter().enumerate() {
            let Some(outline) = self.outlines.region(&row.region) else {
                self.drawn.without_outline.push(row.region.clone());
                continue;
            };
            let strokes = area(&mut self.projection, outline);
            let path = self.path(&strokes);
            if path.is_empty() {
                continue;
            }
            self.drawn.region_middles.extend(middle_of(&strokes).map(|middle| (number, middle)));
            let name = self.naming.region(&row.region);
            let tooltip = match class {
                Class::NoTie => format!("{name} ({}): {}", row.region, self.naming.language.no_tie()),
                Class::NoPlace => format!("{name} ({}): {}", row.region, self.naming.language.no_place()),
                Class::Count(_) => format!(
                    "{name} ({}): ties {}, partner regions {}, tied places {} of {}",
                    row.region, row.ties, row.partner_regions, row.tied_places, row.places
                ),
            };
            let fill = class.fill(self.theme, choropleth.classes.len());
            group.push(Mark {
                shape: Shape::Path(path),
                style: Style { fill: Some(fill), ..Style::default() },
                class: class.word(),
                data: vec![("region", row.region.clone())],
                tooltip: Some(tooltip),
            });
        }
        self.drawn.regions_drawn = !group.nodes.is_empty();
        self.nodes.push(group.into());
    }

    /// Borders: neutral ones of the other countries, thin ones between regions, strong ones round the subjects.
    fn borders(&mut self, choropleth: &Choropleth, subjects: &[CountryCode]) {
        let (outlines, network) = (self.outlines, self.graph.network());
        let others: Vec<(CountryCode, &Outline)> = outlines.countries().collect();
        let others = borders(&others);
        let own: Vec<(CountryCode, &Outline)> = choropleth
            .regions
            .iter()
            .filter_map(|(row, ..)| {
                let id = network.register().find_region(&row.region)?;
                Some((network.register().region(id).country, outlines.region(&row.region)?))
            })
            .collect();
        let own = borders(&own);
        let quiet = if subjects.is_empty() { 0.6 } else { 0.7 };
        let mut group = self.layer(Layer::Borders.name(), Style { fill: Some(Fill::None), ..Style::default() });
        for (lines, class, colour, width) in [
            (&others.outer, "countries", self.theme.ground_line, quiet),
            (&own.inner, "regions", self.theme.inner_line, 0.6),
            (&own.outer, "subjects", self.theme.line, 1.0),
        ] {
            let mut path = PathData::default();
            for line in lines {
                push(&mut path, &self.projection.line(line), 0.35 * self.page.unit.max(1.0));
            }
            if !path.is_empty() {
                let style = Style { stroke: Some(colour), stroke_width: Some(self.px(width)), ..Style::default() };
                group.push(Mark { class, ..Mark::new(Shape::Path(path)).styled(style) });
            }
        }
        self.nodes.push(group.into());
    }

    /// Ties as great-circle arcs, by kind; the more there are, the thinner and fainter each is.
    fn arcs(&mut self, content: &Content) {
        let count = content.arcs.len().max(1) as f64;
        let width = self.px((1.3 * (250.0 / count).powf(0.2)).clamp(0.5, 1.5));
        let opacity = (0.62 * (250.0 / count).powf(0.5)).clamp(0.06, 0.8);
        // An inset shows few of the arcs, but all those that are dense.
        let opacity = if self.prefix.is_empty() { opacity } else { opacity * 0.55 };
        self.drawn.is_dense = content.arcs.len() > MANY_ARCS;
        let thin = if self.drawn.is_dense { 1.0 } else { 0.35 } * self.page.unit.max(1.0);
        let style = Style {
            fill: Some(Fill::None),
            stroke_width: Some(width),
            stroke_opacity: Some(opacity),
            ..Style::default()
        };
        let has_centre = content.dots.iter().any(|dot| dot.is_centre);
        let mut group = self.layer(Layer::Arcs.name(), style);
        for &kind in PartnershipKind::ALL {
            let stroke = Some(self.theme.categories[category(kind)]);
            let mut of_kind =
                Group { class: kind.name(), style: Style { stroke, ..Style::default() }, ..Group::default() };
            for arc in content.arcs.iter().filter(|arc| arc.kind == kind) {
                let [a, b] = arc.ends.map(|end| &content.dots[end]);
                let path = path(&self.projection.arc(a.position, b.position), thin);
                if path.is_empty() {
                    continue;
                }
                let mut mark = Mark::new(Shape::Path(path));
                // In an ego network the ties of its centre come first.
                if has_centre && !a.is_centre && !b.is_centre {
                    mark.class = "among-partners";
                    mark.style.stroke_opacity = Some(0.3 * opacity);
                }
                if !arc.in_force {
                    self.drawn.dashed = true;
                    mark.class = "not-in-force";
                    mark.style.dash = Some((self.px(5.0), self.px(4.0)));
                }
                if !self.drawn.is_dense {
                    let [a, b] = [a, b].map(|dot| self.naming.place(dot.place));
                    mark = mark.tooltip(format!("{a} – {b}: {}", self.naming.language.kind(kind)));
                }
                of_kind.push(mark);
            }
            if !of_kind.nodes.is_empty() {
                self.drawn.kinds.push(kind);
                group.nodes.push(of_kind.into());
            }
        }
        self.nodes.push(group.into());
    }

    /// Places as dots whose area grows with their partners, the largest at the back.
    fn places(&mut self, content: &Content) {
        let mut visible: Vec<(usize, [f64; 2])> = Vec::new();
        for (number, dot) in content.dots.iter().enumerate() {
            match self.projection.visible(dot.position) {
                Some(at) => visible.push((number, at)),
                None => self.drawn.beyond += usize::from(dot.degree > 0),
            }
        }
        let degree = |number: usize| content.dots[number].degree;
        visible.sort_by_key(|&(number, _)| (std::cmp::Reverse(degree(number)), number));
        let all = visible.len();
        if all > MANY_DOTS {
            // Whole classes of equal degree go, so that what is left out can be said in words.
            let least = degree(visible[MANY_DOTS].0) + 1;
            let drawn = visible.partition_point(|&(number, _)| degree(number) >= least);
            if drawn > 0 {
                self.drawn.fewer = Some((visible.len() - drawn, least));
                visible.truncate(drawn);
            }
        }
        let base = (1.8 * (300.0 / all.max(1) as f64).sqrt()).clamp(0.4, 1.8);
        let unit = self.page.unit;
        let radius = |degree: usize| unit * ((base * (degree.max(1) as f64).sqrt()).min(11.0));
        let style = Style {
            stroke: Some(self.theme.paper),
            stroke_width: Some(self.px((0.45 * base).min(0.8))),
            ..Style::filled(self.theme.ink)
        };
        let mut group = self.layer(Layer::Places.name(), style);
        for &(number, at @ [x, y]) in &visible {
            let dot = &content.dots[number];
            let r = radius(dot.degree) * if dot.is_centre { 1.25 } else { 1.0 };
            let tooltip = self.naming.place_with_degree(dot.place, dot.degree);
            let mut mark = Mark::new(Shape::Circle { x, y, r }).tooltip(tooltip);
            mark.data = vec![("place", self.graph.place(dot.place).id().to_owned())];
            if dot.is_centre {
                mark.class = "centre";
                mark.style.fill = Some(Fill::Colour(self.theme.accent));
            }
            group.push(mark);
            self.drawn.dots.push((number, at, r));
        }
        let largest = visible.first().map_or(0, |&(number, _)| degree(number));
        let least = visible.last().map_or(0, |&(number, _)| degree(number).max(1));
        let mut sizes = vec![least, (least + largest).div_ceil(3), largest];
        sizes.retain(|&size| size > 0);
        sizes.dedup();
        self.drawn.dot_sizes = sizes.into_iter().map(|size| (size, radius(size))).collect();
        self.nodes.push(group.into());
    }
}

fn area(projection: &mut Projection, outline: &Outline) -> Vec<Stroke> {
    projection.area(outline.iter().map(Vec::as_slice))
}

fn middle_of(strokes: &[Stroke]) -> Option<Middle> {
    middle(strokes.iter().map(|stroke| stroke.points.as_slice()))
}

fn path(strokes: &[Stroke], least: f64) -> PathData {
    let mut path = PathData::default();
    push(&mut path, strokes, least);
    path
}

/// Adds strokes without the points that lie within `least` pixels of the point before them.
fn push(path: &mut PathData, strokes: &[Stroke], least: f64) {
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
