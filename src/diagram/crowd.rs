//! Diagrams with so many nodes that each is a dot, with its name if the page has room.

use std::{cmp::Reverse, collections::HashMap};

use super::{Diagram, Edge, FILLS, Node, OTHER_FILL, STRONG, STRONG_OTHER, colour_of, layout::Layout};
use crate::{
    said,
    scene::{Bounds, Colour, Fill, Fonts, Frame, Group, Mark, PathData, Shape, Style, Theme, Wish, place_labels},
    words::Words,
};

/// The most names that are placed, those of the nodes with most ties first.
const MOST_NAMES: usize = 600;
/// This many of the largest dots may not be covered by names.
const MOST_DOTS: usize = 300;
/// The radius of a dot of mean weight, if each node has an area of 1.
const RADIUS: f64 = 0.15;
/// The smallest and the largest radius, and the font sizes of the smallest and the largest name, on a page of 1600 x
/// 900.
const RADII: (f64, f64) = (0.6, 16.0);
const SIZES: (f64, f64) = (9.0, 14.0);
/// The width of lines of weight 1, and the largest width.
const WIDTHS: (f64, f64) = (0.6, 4.0);

/// A crowded diagram on its page.
pub(super) struct Crowd<'d> {
    pub diagram: &'d Diagram,
    pub layout: &'d Layout,
    pub theme: &'static Theme,
    /// The frame that it must fit.
    pub frame: Frame,
    /// Pixels per unit of the layout.
    pub scale: f64,
    /// The distance between dots, in units of the layout.
    pub spacing: f64,
    /// Pixels per pixel of a page of 1600 x 900.
    pub unit: f64,
    pub fonts: &'d Fonts,
}

impl Crowd<'_> {
    fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let left = self.frame.left + (self.frame.width - self.scale * self.layout.width) / 2.0;
        let top = self.frame.top + (self.frame.height - self.scale * self.layout.height) / 2.0;
        [left + self.scale * x, top + self.scale * y]
    }

    /// Draws edges as straight lines, by kind. The more there are, the fainter each is.
    pub(super) fn edges(&self) -> Group {
        let count = self.diagram.edges.len().max(1) as f64;
        let opacity = (0.6 * (500.0 / count).sqrt()).clamp(0.08, 0.6);
        let style = Style {
            fill: Some(Fill::None),
            stroke_width: Some(WIDTHS.0 * self.unit),
            stroke_opacity: Some(opacity),
            ..Style::default()
        };
        let mut group = Group::layer("edges", style);
        let mut kinds: Vec<((Colour, bool), Group)> = Vec::new();
        let numbers = self.diagram.clusters.iter().flat_map(|cluster| &cluster.nodes).map(|node| node.number);
        let spots: HashMap<usize, [f64; 2]> = numbers.zip(self.layout.nodes.iter().map(|spot| spot.at)).collect();
        for edge in &self.diagram.edges {
            let (Some(&from), Some(&to)) = (spots.get(&edge.from), spots.get(&edge.to)) else { continue };
            let mut path = PathData::default();
            path.line(&[self.place(from), self.place(to)], false);
            if path.is_empty() {
                continue;
            }
            let kind = (edge.colour, edge.dashed);
            let at = kinds.iter().position(|(other, _)| *other == kind).unwrap_or_else(|| {
                kinds.push((kind, Group { style: self.line(edge), ..Group::default() }));
                kinds.len() - 1
            });
            let width = (WIDTHS.0 * (edge.weight as f64).sqrt()).min(WIDTHS.1) * self.unit;
            let stroke_width = (edge.weight > 1).then_some(width);
            kinds[at].1.push(Mark::new(Shape::Path(path)).styled(Style { stroke_width, ..Style::default() }));
        }
        group.nodes.extend(kinds.into_iter().map(|(_, kind)| kind.into()));
        group
    }

    fn line(&self, edge: &Edge) -> Style {
        let dash = edge.dashed.then_some((5.0 * self.unit, 4.0 * self.unit));
        Style { stroke: Some(colour_of(edge.colour, self.theme)), dash, ..Style::default() }
    }

    /// Draws nodes as dots whose area grows with their weight, the largest at the back; and the names that fit. Also
    /// returns how many of these names had to be romanised.
    pub(super) fn nodes(&self) -> (Group, Group, usize) {
        let nodes = self.diagram.clusters.iter().flat_map(|cluster| &cluster.nodes);
        let mut dots: Vec<(&Node, [f64; 2])> =
            nodes.zip(&self.layout.nodes).map(|(node, spot)| (node, spot.at)).collect();
        let total: usize = dots.iter().map(|(node, _)| node.weight).sum();
        let mean = (total as f64 / dots.len().max(1) as f64).max(1.0);
        dots.sort_by_key(|(node, _)| Reverse(node.weight));
        let radius = |node: &Node| {
            let radius = RADIUS * self.spacing * self.scale * (node.weight as f64 / mean).sqrt();
            radius.clamp(RADII.0 * self.unit, RADII.1 * self.unit)
        };
        let style = Style {
            stroke: Some(self.theme.paper),
            stroke_width: Some(0.3 * self.unit),
            ..Style::filled(STRONG_OTHER)
        };
        let mut group = Group::layer("nodes", style);
        for &(node, at) in &dots {
            let [x, y] = self.place(at);
            let mark = Mark::new(Shape::Circle { x, y, r: radius(node) }).tooltip(node.tooltip.as_str());
            let fill = (node.fill != OTHER_FILL).then_some(Fill::Colour(strong(node.fill)));
            group.push(mark.styled(Style { fill, ..Style::default() }));
        }
        let dots: Vec<(&Node, [f64; 2], f64)> =
            dots.into_iter().take(MOST_NAMES).map(|(node, at)| (node, self.place(at), radius(node))).collect();
        let (names, romanised) = self.names(&dots);
        (group, names, romanised)
    }

    /// Draws the names of dots in order, as far as they fit.
    fn names(&self, dots: &[(&Node, [f64; 2], f64)]) -> (Group, usize) {
        let most = dots.first().map_or(1, |(node, ..)| node.weight.max(1)) as f64;
        let wish = |&(node, at, radius): &(&Node, [f64; 2], f64)| {
            let size = SIZES.0 + (SIZES.1 - SIZES.0) * (node.weight as f64 / most).sqrt();
            let text = self.fonts.written_name(&node.label, node.latin.as_deref()).into_owned();
            Wish {
                text,
                at,
                radius: Some(radius),
                size: size * self.unit,
                widest: 260.0 * self.unit,
                is_important: false,
            }
        };
        let wishes: Vec<Wish> = dots.iter().map(wish).collect();
        let taken: Vec<Bounds> = dots.iter().take(MOST_DOTS).map(|&(_, at, r)| Bounds::about(at, r)).collect();
        let style = Style { halo: Some((self.theme.paper, 2.2 * self.unit)), ..Style::filled(self.theme.ink) };
        let (mut group, mut romanised) = (Group::layer("names", style), 0);
        for label in place_labels(&wishes, &taken, self.frame) {
            let wish = &wishes[label.wish];
            romanised += usize::from(wish.text != dots[label.wish].0.label);
            let style = Style { font_size: Some(label.size), anchor: Some(label.anchor), ..Style::default() };
            group.push(Mark::text(label.x, label.y, wish.text.as_str()).styled(style));
        }
        (group, romanised)
    }
}

/// The text of a line of the legend, for dots and lines without numbers.
pub(super) fn legend_text(text: &str, words: Words) -> String {
    let (larger, number) = (said!(words, LargerType), said!(words, NumberAndWidth));
    match (text.strip_prefix(&larger), text.strip_prefix(&number)) {
        (Some(rest), _) => said!(words, LargerDot) + rest,
        (_, Some(rest)) => said!(words, Width) + rest,
        _ => text.to_owned(),
    }
}

/// The strong version of a node's light fill, for dots, which have no text on them.
pub(super) fn strong(fill: Colour) -> Colour {
    let number = FILLS.iter().position(|light| *light == fill);
    number.map_or(if fill == OTHER_FILL { STRONG_OTHER } else { fill }, |number| STRONG[number])
}
