use super::{
    Diagram, Node, colour_of,
    crowd::{self, Crowd},
    layout::{BAND, CLUSTER_LABEL, ClusterFrame, Layout, Spot, TextAt, font_size, node_size},
};
use crate::{
    said,
    scene::{
        self, Anchor, Colour, Fill, Fonts, Frame, Group, Headings, Mark, PathData, Scene, Shape, Style, Theme,
        ThemeName, wrapped,
    },
};

/// Texts on the light fills of nodes, whatever the theme.
const ON_FILL: Colour = "#1d2430";
/// The least and the most by which a layout is enlarged to fill the page.
const SCALES: (f64, f64) = (0.05, 1.6);
/// The most pixels between dots, on a page of 1600 x 900.
const SPACING: f64 = 60.0;
/// Smaller than this, in pixels, texts are noise.
const LEGIBLE: f64 = 3.0;

/// The width of the legend, on a page of 1600 x 900.
const LEGEND: f64 = 240.0;

/// Pixels of a page to a pixel of one of 1600 x 900.
fn unit(size: (f64, f64)) -> f64 {
    (size.0 / 1600.0).min(size.1 / 900.0)
}

/// The part of a page that is left for the layout.
pub fn frame(diagram: &Diagram, size: (f64, f64)) -> Frame {
    let unit = unit(size);
    let margin = 28.0 * unit;
    let column = if diagram.legend.is_empty() { 0.0 } else { LEGEND * unit };
    let (top, foot) = (86.0 * unit, headings(diagram).foot(size.0, unit));
    Frame { left: margin, top, width: size.0 - 2.0 * margin - column, height: size.1 - foot - top }
}

/// What the page says of its data.
fn headings(diagram: &Diagram) -> Headings {
    Headings { source: diagram.source.clone(), ..Headings::default() }
}

/// A diagram drawn as it was laid out, with its title and legend; and how many names had to be romanised.
pub fn to_scene(
    diagram: &Diagram,
    layout: &Layout,
    theme: ThemeName,
    size: (f64, f64),
    fonts: &Fonts,
) -> (Scene, usize) {
    let colours = theme.theme();
    let unit = unit(size);
    let Frame { left, top, width, height } = frame(diagram, size);
    let scale = (width / layout.width.max(1.0)).min(height / layout.height.max(1.0));
    let (mut nodes, romanised): (Vec<scene::Node>, usize) = if layout.is_crowded() {
        let frame = Frame { left, top, width, height };
        let scale = scale.min(SPACING * unit);
        let crowd = Crowd { diagram, layout, theme: colours, frame, scale, unit, fonts };
        let (dots, names, romanised) = crowd.nodes();
        (vec![crowd.edges().into(), dots.into(), names.into()], romanised)
    } else {
        let scale = scale.clamp(SCALES.0, SCALES.1 * unit);
        let left = left + (width - scale * layout.width) / 2.0;
        let top = top + (height - scale * layout.height) / 2.0;
        let mut painter = Painter { diagram, layout, theme: colours, scale, origin: [left, top], fonts, romanised: 0 };
        let (clusters, edges, labels) = (painter.clusters(), painter.edges(), painter.cluster_labels());
        let layers = vec![clusters.into(), edges.into(), labels.into(), painter.nodes().into()];
        (layers, painter.romanised)
    };
    let corner = [left + width + 20.0 * unit, top];
    nodes.push(legend(diagram, layout.is_crowded(), colours, unit, corner, (LEGEND - 20.0) * unit).into());
    nodes.push(title(diagram, colours, unit, size.0).into());
    nodes.push(headings(diagram).draw_source(size, unit, colours).into());
    let (nodes_drawn, edges) = (diagram.node_count(), diagram.edges.len());
    let drawn = said!(diagram.words, DiagramOf, nodes = nodes_drawn, edges);
    let description = format!("{drawn} {}", diagram.source).trim_end().to_owned();
    let scene = Scene {
        width: size.0,
        height: size.1,
        title: diagram.title.clone(),
        description,
        language: diagram.words.language().name(),
        background: colours.paper,
        hatches: Vec::new(),
        nodes,
        made_with: String::new(),
        fonts: fonts.clone(),
    };
    (scene, romanised)
}

struct Painter<'d> {
    diagram: &'d Diagram,
    layout: &'d Layout,
    theme: &'static Theme,
    scale: f64,
    origin: [f64; 2],
    fonts: &'d Fonts,
    romanised: usize,
}

impl Painter<'_> {
    fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.origin[0] + self.scale * x, self.origin[1] + self.scale * y]
    }

    /// Frames about clusters, with their names.
    fn clusters(&self) -> Group {
        let mut group = Group::layer("clusters", Style::default());
        for (cluster, frame) in self.diagram.clusters.iter().zip(&self.layout.clusters) {
            match frame.as_ref().filter(|_| cluster.label.is_some()) {
                Some(ClusterFrame::Box([x, y, width, height])) => {
                    let [x, y] = self.place([*x, *y]);
                    let (width, height) = (width * self.scale, height * self.scale);
                    let style = Style {
                        fill: Some(Fill::Colour(self.theme.ground)),
                        stroke: Some(self.theme.ground_line),
                        stroke_width: Some(1.0),
                        ..Style::default()
                    };
                    group.push(Mark::new(Shape::Rect { x, y, width, height, r: 5.0 * self.scale }).styled(style));
                }
                Some(ClusterFrame::Band { points, .. }) => {
                    let points: Vec<[f64; 2]> = points.iter().map(|&point| self.place(point)).collect();
                    let mut path = PathData::default();
                    path.line(&points, false);
                    let style = Style::line(self.theme.ground_line, BAND * self.scale);
                    group.push(Mark::new(Shape::Path(path)).styled(style));
                }
                None => {}
            }
        }
        group
    }

    /// The headings of clusters, above edges, which they stand clear of.
    fn cluster_labels(&self) -> Group {
        let mut group = Group::layer("headings-of-clusters", Style::default());
        let size = CLUSTER_LABEL * self.scale;
        for (cluster, frame) in self.diagram.clusters.iter().zip(&self.layout.clusters) {
            let Some(label) = &cluster.label else { continue };
            match frame {
                Some(ClusterFrame::Box([x, y, width, _])) => {
                    let [left, top] = self.place([*x, *y]);
                    let halo = Some((self.theme.ground, 0.35 * size));
                    let style = Style { halo, ..Style::text(self.theme.faint, size).anchored(Anchor::Middle) };
                    let (x, y) = (left + width * self.scale / 2.0, top + 1.25 * size);
                    group.push(Mark::text(x, y, label.as_str()).styled(style));
                }
                Some(ClusterFrame::Band { label: spot, .. }) => {
                    let at = self.place(spot.at);
                    group.push(beside(*spot, at, BAND / 2.0 * self.scale, size, self.theme.faint, label.clone()));
                }
                None => {}
            }
        }
        group
    }

    /// Edges by kind, with the numbers on them.
    fn edges(&self) -> Group {
        let style = Style { fill: Some(Fill::None), stroke_opacity: Some(0.75), ..Style::default() };
        let mut group = Group::layer("edges", style);
        let mut labels = Group { class: "labels", ..Group::default() };
        for (number, (edge, course)) in self.diagram.edges.iter().zip(&self.layout.edges).enumerate() {
            let points: Vec<[f64; 2]> = course.iter().map(|&point| self.place(point)).collect();
            let mut path = PathData::default();
            path.curve(&points);
            let width = (edge.weight as f64).sqrt().min(8.0) * self.scale.max(0.4);
            let mut mark = Mark::new(Shape::Path(path));
            mark.style = Style {
                stroke: Some(colour_of(edge.colour, self.theme)),
                stroke_width: Some(width),
                ..Style::default()
            };
            mark.style.dash = edge.dashed.then_some((5.0 * self.scale, 4.0 * self.scale));
            mark.tooltip = edge.label.clone();
            group.push(mark);
            let at = self.layout.labels.get(number).copied().flatten();
            if let (Some(label), Some(at)) = (&edge.label, at) {
                let [x, y] = self.place(at);
                let size = 9.5 * self.scale;
                let style = Style { halo: Some((self.theme.paper, 2.5)), ..Style::text(self.theme.ink, size) };
                let style = Style { stroke_opacity: Some(1.0), ..style.anchored(Anchor::Middle) };
                labels.push(Mark::text(x, y + 0.35 * size, label.as_str()).styled(style));
            }
        }
        group.nodes.push(labels.into());
        group
    }

    /// Nodes with their names on them or beside them.
    fn nodes(&mut self) -> Group {
        let style = Style { stroke: Some(self.theme.line), stroke_width: Some(0.5), ..Style::default() };
        let mut group = Group::layer("nodes", style);
        let nodes: Vec<&Node> = self.diagram.clusters.iter().flat_map(|cluster| &cluster.nodes).collect();
        for (node, &spot) in nodes.into_iter().zip(&self.layout.nodes) {
            let size = font_size(node.weight) * self.scale;
            let [x, y] = self.place(spot.at);
            let label = self.label(node);
            match spot.text {
                TextAt::Middle => {
                    let [width, height] = node_size(node).map(|length| length * self.scale);
                    let (left, top) = (x - width / 2.0, y - height / 2.0);
                    let shape = Shape::Rect { x: left, y: top, width, height, r: height / 2.0 };
                    group.push(
                        Mark::new(shape)
                            .styled(Style::filled(colour_of(node.fill, self.theme)))
                            .tooltip(node.tooltip.as_str()),
                    );
                    if size >= LEGIBLE {
                        let style = Style { stroke_width: Some(0.0), ..Style::text(ON_FILL, size) };
                        group.push(Mark::text(x, y + 0.35 * size, label).styled(style.anchored(Anchor::Middle)));
                    }
                }
                TextAt::Beside { .. } | TextAt::WhereRoomIs => {
                    let r = 0.36 * size;
                    let circle = Mark::new(Shape::Circle { x, y, r });
                    group.push(
                        circle.styled(Style::filled(colour_of(node.fill, self.theme))).tooltip(node.tooltip.as_str()),
                    );
                    if size >= LEGIBLE {
                        group.push(beside(spot, [x, y], r, size, self.theme.ink, label));
                    }
                }
            }
        }
        group
    }

    /// A node's name in letters that the fonts have.
    fn label(&mut self, node: &Node) -> String {
        let written = self.fonts.written(&node.label);
        self.romanised += usize::from(written != node.label);
        written.into_owned()
    }
}

/// A text outwards of a point, `r` from it, in the spot's direction.
fn beside(spot: Spot, [x, y]: [f64; 2], r: f64, size: f64, colour: Colour, label: String) -> Mark {
    let TextAt::Beside { turned, ends_there } = spot.text else { return Mark::text(x, y, label) };
    let off = r + 0.4 * size;
    // Anchored on the line that runs outwards through the point, half a letter below it.
    let (sign, anchor) = if ends_there { (-1.0, Anchor::End) } else { (1.0, Anchor::Start) };
    let angle = turned.to_radians();
    let along = [angle.cos() * off * sign, angle.sin() * off * sign];
    let below = [-angle.sin() * 0.35 * size, angle.cos() * 0.35 * size];
    let shape = Shape::Text { x: x + along[0] + below[0], y: y + along[1] + below[1], text: label, turned };
    let style = Style { stroke_width: Some(0.0), ..Style::text(colour, size) };
    Mark::new(shape).styled(style.anchored(anchor))
}

fn title(diagram: &Diagram, theme: &Theme, unit: f64, width: f64) -> Group {
    let mut group = Group::layer("headings", Style::default());
    let size = 24.0 * unit;
    let lines = wrapped(&diagram.title, size, width - 56.0 * unit);
    // A long list of filters is made to fit two lines rather than run into the picture.
    let size = if lines.len() > 1 { 17.0 * unit } else { size };
    for (number, line) in wrapped(&diagram.title, size, width - 56.0 * unit).into_iter().take(2).enumerate() {
        let y = (44.0 + 22.0 * number as f64) * unit;
        group.push(Mark::text(28.0 * unit, y, line).styled(Style::text(theme.ink, size)));
    }
    group
}

fn legend(diagram: &Diagram, is_crowded: bool, theme: &Theme, unit: f64, [left, top]: [f64; 2], width: f64) -> Group {
    let size = 13.0 * unit;
    let mut group = Group::layer("legend", Style::text(theme.ink, size));
    let mut y = top;
    for (colour, text) in &diagram.legend {
        if let Some(colour) = colour {
            let own = colour_of(if is_crowded { crowd::strong(colour) } else { colour }, theme);
            let style = Style { stroke: Some(theme.inner_line), stroke_width: Some(0.6), ..Style::filled(own) };
            let shape = Shape::Rect { x: left, y: y + 3.0 * unit, width: 26.0 * unit, height: 13.0 * unit, r: 0.0 };
            group.push(Mark::new(shape).styled(style));
        }
        let indent = if colour.is_some() { 36.0 * unit } else { 0.0 };
        let text = if is_crowded { crowd::legend_text(text, diagram.words) } else { text.clone() };
        for line in wrapped(&text, size, width - indent) {
            y += 17.0 * unit;
            group.push(Mark::text(left + indent, y - 2.0 * unit, line));
        }
        y += 5.0 * unit;
    }
    group
}
