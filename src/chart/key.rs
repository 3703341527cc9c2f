use crate::scene::{Fill, Font, Group, Mark, Shape, Style, Theme};

/// Draws fills with their meanings, side by side from `left`, on the baseline `y`.
pub(super) fn key(entries: &[(Fill, String)], [left, y]: [f64; 2], unit: f64, theme: &Theme) -> Group {
    let size = 13.0 * unit;
    let mut group = Group::layer("legend", Style::text(theme.ink, size));
    let mut x = left;
    for (fill, text) in entries {
        let stroke = (Some(theme.inner_line), Some(0.7 * unit));
        let style = Style { fill: Some(*fill), stroke: stroke.0, stroke_width: stroke.1, ..Style::default() };
        let shape = Shape::Rect { x, y: y - 12.0 * unit, width: 26.0 * unit, height: 14.0 * unit, r: 0.0 };
        group.push(Mark::new(shape).styled(style));
        group.push(Mark::text(x + 33.0 * unit, y, text.as_str()));
        x += 55.0 * unit + Font.width(text, size);
    }
    group
}
