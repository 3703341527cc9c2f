use super::{
    Diagram, Node, colour_of,
    crowd::Crowd,
    layout::{BAND, ClusterFrame, Layout, Spot, TextAt, font_size, node_size},
    legend::{legend, legend_lines},
};
use crate::{
    said,
    scene::{
        self, Anchor, Colour, Fill, Fonts, Frame, Group, Headings, Mark, PathData, Scene, Shape, Style, Theme,
        ThemeName, wrapped,
    },
};

/// The colour of texts on the light fills of nodes, in every theme.
const ON_FILL: Colour = "#1d2430";
/// The smallest and the largest factor by which a layout is scaled to fill the page.
const SCALES: (f64, f64) = (0.05, 1.6);
/// The largest distance between dots in pixels, on a page of 1600 x 900.
const SPACING: f64 = 60.0;
/// Smaller texts, on a page of 1600 x 900, can't be read.
pub(super) const LEGIBLE: f64 = 7.0;
/// If the names of at least this share of nodes (by weight) can be read, nodes are boxes with their names on them;
/// otherwise they are dots.
const MOSTLY: f64 = 0.85;

/// The width of the legend, on a page of 1600 x 900.
const LEGEND: f64 = 240.0;

/// The length of a pixel of a page of 1600 x 900, in pixels of the page.
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

/// The headings of the page, which state its source.
fn headings(diagram: &Diagram) -> Headings {
    Headings { source: diagram.source.clone(), ..Headings::default() }
}

/// Draws a diagram in its layout, with its title and legend. Also returns the number of names that had to be romanised.
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
    let scale = if layout.is_crowded() { scale } else { scale.clamp(SCALES.0, SCALES.1 * unit) };
    let is_crowded = layout.is_crowded() || layout.is_on_nodes() && legible_share(diagram, scale / unit) < MOSTLY;
    let origin =
        |scale: f64| [left + (width - scale * layout.width) / 2.0, top + (height - scale * layout.height) / 2.0];
    let painter = |scale: f64| {
        let origin = origin(scale);
        let sheet = Frame { left, top, width, height };
        Painter { diagram, layout, theme: colours, scale, unit, origin, sheet, fonts, named: 0, romanised: 0 }
    };
    let drawn = if is_crowded {
        let frame = Frame { left, top, width, height };
        let spacing = layout.spacing();
        let scale = scale.min(SPACING * unit / spacing);
        let crowd = Crowd { diagram, layout, theme: colours, frame, scale, spacing, unit, fonts };
        let painter = painter(scale);
        let (dots, names, romanised) = crowd.nodes();
        let (frames, headings) = (painter.clusters(), painter.cluster_labels());
        let named = names.nodes.len();
        let layers = vec![frames.into(), crowd.edges().into(), headings.into(), dots.into(), names.into()];
        Drawn { layers, named, numbered: None, romanised }
    } else {
        let mut painter = painter(scale);
        let (clusters, edges, labels) = (painter.clusters(), painter.edges(), painter.cluster_labels());
        let numbers = painter.numbers();
        let numbered = Some(numbers.nodes.len());
        let nodes = painter.nodes();
        let names = painter.small_names();
        let layers = vec![clusters.into(), edges.into(), labels.into(), numbers.into(), nodes.into(), names.into()];
        Drawn { layers, named: painter.named, numbered, romanised: painter.romanised }
    };
    let Drawn { layers: mut nodes, named, numbered, romanised } = drawn;
    let corner = [left + width + 20.0 * unit, top];
    let lines = legend_lines(diagram, is_crowded, named, numbered);
    nodes.push(legend(&lines, is_crowded, colours, unit, corner, (LEGEND - 20.0) * unit).into());
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

/// The layers of a layout on its page.
struct Drawn {
    layers: Vec<scene::Node>,
    /// The number of nodes that have a name, and of edges that have a number; `None` if no edge has one.
    named: usize,
    numbered: Option<usize>,
    romanised: usize,
}

/// The share of nodes, by weight, whose names can be read at this many pixels per point.
fn legible_share(diagram: &Diagram, scale: f64) -> f64 {
    let nodes = || diagram.clusters.iter().flat_map(|cluster| &cluster.nodes);
    let weight = |node: &Node| node.weight.max(1) as f64;
    let legible = nodes().filter(|node| font_size(node.weight) * scale >= LEGIBLE).map(weight).sum::<f64>();
    legible / nodes().map(weight).sum::<f64>().max(1.0)
}

pub(super) struct Painter<'d> {
    pub diagram: &'d Diagram,
    pub layout: &'d Layout,
    pub theme: &'static Theme,
    pub scale: f64,
    /// Pixels per pixel of a page of 1600 x 900.
    pub unit: f64,
    origin: [f64; 2],
    /// The part of the page for the layout.
    pub sheet: Frame,
    fonts: &'d Fonts,
    /// The number of nodes with a name.
    pub named: usize,
    romanised: usize,
}

impl Painter<'_> {
    pub fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.origin[0] + self.scale * x, self.origin[1] + self.scale * y]
    }

    /// Draws frames around clusters, with their names.
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

    /// Draws edges, by kind.
    fn edges(&self) -> Group {
        let style = Style { fill: Some(Fill::None), stroke_opacity: Some(0.75), ..Style::default() };
        let mut group = Group::layer("edges", style);
        for (edge, course) in self.diagram.edges.iter().zip(&self.layout.edges) {
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
        }
        group
    }

    /// Draws nodes with their names on them or beside them.
    fn nodes(&mut self) -> Group {
        let style = Style { stroke: Some(self.theme.line), stroke_width: Some(0.5), ..Style::default() };
        let mut group = Group::layer("nodes", style);
        let nodes: Vec<&Node> = self.diagram.clusters.iter().flat_map(|cluster| &cluster.nodes).collect();
        for (node, &spot) in nodes.into_iter().zip(&self.layout.nodes) {
            let size = font_size(node.weight) * self.scale;
            let [x, y] = self.place(spot.at);
            match spot.text {
                TextAt::Middle if size < LEGIBLE * self.unit => {
                    let dot = Mark::new(Shape::Circle { x, y, r: self.small_dot(node) });
                    let style = Style::filled(colour_of(node.fill, self.theme));
                    group.push(dot.styled(style).tooltip(node.tooltip.as_str()));
                }
                TextAt::Middle => {
                    let [width, height] = node_size(node).map(|length| length * self.scale);
                    let (left, top) = (x - width / 2.0, y - height / 2.0);
                    let shape = Shape::Rect { x: left, y: top, width, height, r: height / 2.0 };
                    group.push(
                        Mark::new(shape)
                            .styled(Style::filled(colour_of(node.fill, self.theme)))
                            .tooltip(node.tooltip.as_str()),
                    );
                    self.named += 1;
                    let style = Style { stroke_width: Some(0.0), ..Style::text(ON_FILL, size) };
                    let label = self.label(node);
                    group.push(Mark::text(x, y + 0.35 * size, label).styled(style.anchored(Anchor::Middle)));
                }
                TextAt::Beside { .. } | TextAt::WhereRoomIs => {
                    let r = 0.36 * size;
                    let circle = Mark::new(Shape::Circle { x, y, r });
                    group.push(
                        circle.styled(Style::filled(colour_of(node.fill, self.theme))).tooltip(node.tooltip.as_str()),
                    );
                    if size >= LEGIBLE * self.unit {
                        self.named += 1;
                        let label = self.label(node);
                        group.push(beside(spot, [x, y], r, size, self.theme.ink, label));
                    }
                }
            }
        }
        group
    }

    /// The name of a node, in letters that the fonts have.
    pub fn label(&mut self, node: &Node) -> String {
        let written = self.fonts.written_name(&node.label, node.latin.as_deref());
        self.romanised += usize::from(written != node.label);
        written.into_owned()
    }
}

/// A text outwards from a point, at distance `r`, in the direction of the spot.
pub(super) fn beside(spot: Spot, [x, y]: [f64; 2], r: f64, size: f64, colour: Colour, label: String) -> Mark {
    let TextAt::Beside { turned, ends_there } = spot.text else { return Mark::text(x, y, label) };
    let off = r + 0.4 * size;
    // The anchor is on the line that runs outwards through the point; the baseline is half a letter below that line.
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
    // A long list of filters is shrunk to two lines so that it doesn't run into the picture.
    let size = if lines.len() > 1 { 17.0 * unit } else { size };
    for (number, line) in wrapped(&diagram.title, size, width - 56.0 * unit).into_iter().take(2).enumerate() {
        let y = (44.0 + 22.0 * number as f64) * unit;
        group.push(Mark::text(28.0 * unit, y, line).styled(Style::text(theme.ink, size)));
    }
    group
}
