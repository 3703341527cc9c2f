use super::{Diagram, colour_of, crowd};
use crate::{
    said,
    scene::{Colour, Group, Mark, Shape, Style, Theme, wrapped},
};

/// A line of the legend, with the colour that it explains, if any.
pub(super) type Line = (Option<Colour>, String);

/// The lines of the legend: those of the diagram, and the numbers of nodes and edges with names and numbers, if some
/// have none. In a crowd edges have no numbers, and the line that explains these is left out.
pub(super) fn legend_lines(diagram: &Diagram, is_crowded: bool, named: usize, numbered: Option<usize>) -> Vec<Line> {
    let words = diagram.words;
    let text = |text: &String| if is_crowded { crowd::legend_text(text, words) } else { text.clone() };
    let mut lines: Vec<Line> = diagram.legend.iter().map(|(colour, line)| (*colour, text(line))).collect();
    let all = diagram.node_count();
    if named < all {
        lines.push((None, said!(words, NamesShown, named, all)));
    }
    let all = diagram.edges.iter().filter(|edge| edge.label.is_some()).count();
    if let Some(numbered) = numbered.filter(|&numbered| numbered < all) {
        lines.push((None, said!(words, LinesNumbered, numbered, all)));
    }
    lines
}

/// Draws the lines one below the other, each beside the colour that it explains.
pub(super) fn legend(
    lines: &[Line],
    is_crowded: bool,
    theme: &Theme,
    unit: f64,
    [left, top]: [f64; 2],
    width: f64,
) -> Group {
    let size = 13.0 * unit;
    let mut group = Group::layer("legend", Style::text(theme.ink, size));
    let mut y = top;
    for (colour, text) in lines {
        if let Some(colour) = colour {
            let own = colour_of(if is_crowded { crowd::strong(colour) } else { colour }, theme);
            let style = Style { stroke: Some(theme.inner_line), stroke_width: Some(0.6), ..Style::filled(own) };
            let shape = Shape::Rect { x: left, y: y + 3.0 * unit, width: 26.0 * unit, height: 13.0 * unit, r: 0.0 };
            group.push(Mark::new(shape).styled(style));
        }
        let indent = if colour.is_some() { 36.0 * unit } else { 0.0 };
        for line in wrapped(text, size, width - indent) {
            y += 17.0 * unit;
            group.push(Mark::text(left + indent, y - 2.0 * unit, line));
        }
        y += 5.0 * unit;
    }
    group
}
