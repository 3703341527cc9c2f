use super::{Group, Mark, Style, Theme, wrapped};

/// What a page says about itself at its head and foot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headings {
    /// The title, in large type.
    pub title: String,
    /// A fainter line below it.
    pub subtitle: String,
    /// The source of the data, at the foot of the page.
    pub source: String,
}

/// The margin on a page of 1600 x 900.
pub const MARGIN: f64 = 28.0;
/// The height of the head of a page of 1600 x 900.
pub const HEAD: f64 = 94.0;

impl Headings {
    /// The height of the foot on a page `width` wide, whose lengths are `unit` times those of a page of 1600 x 900.
    pub fn foot(&self, width: f64, unit: f64) -> f64 {
        (MARGIN + self.source_lines(width, unit).len() as f64 * 15.0 + 8.0) * unit
    }

    /// Draws the head and foot of a page.
    pub fn draw(&self, (width, height): (f64, f64), unit: f64, theme: &Theme) -> Group {
        let px = |length: f64| length * unit;
        let mut group = Group::layer("headings", Style::default());
        // The embedded font has only regular weight, so a thin stroke in the same colour makes the text bolder.
        let size =
            px(30.0).min(px(30.0) * (width - px(2.0 * MARGIN)) / super::Font.width(&self.title, px(30.0)).max(1.0));
        let style = Style { stroke: Some(theme.ink), stroke_width: Some(size / 60.0), ..Style::text(theme.ink, size) };
        group.push(Mark { class: "title", ..Mark::text(px(MARGIN), px(50.0), self.title.as_str()).styled(style) });
        // There is room for one line; an ellipsis marks what doesn't fit.
        let mut lines = wrapped(&self.subtitle, px(15.0), width - px(2.0 * MARGIN + 15.0)).into_iter();
        if let Some(mut line) = lines.next() {
            line.push_str(if lines.next().is_some() { " ..." } else { "" });
            let style = Style::text(theme.faint, px(15.0));
            group.push(Mark { class: "subtitle", ..Mark::text(px(MARGIN), px(76.0), line).styled(style) });
        }
        group.nodes.extend(self.draw_source((width, height), unit, theme).nodes);
        group
    }

    /// Draws only the foot of a page.
    pub fn draw_source(&self, (width, height): (f64, f64), unit: f64, theme: &Theme) -> Group {
        let px = |length: f64| length * unit;
        let mut group = Group::layer("source", Style::default());
        for (number, line) in self.source_lines(width, unit).into_iter().rev().enumerate() {
            let y = height - px(MARGIN - 8.0) - px(15.0) * number as f64;
            let style = Style::text(theme.faint, px(11.0));
            group.push(Mark { class: "source", ..Mark::text(px(MARGIN), y, line).styled(style) });
        }
        group
    }

    fn source_lines(&self, width: f64, unit: f64) -> Vec<String> {
        wrapped(&self.source, 11.0 * unit, width - 2.0 * MARGIN * unit)
    }
}
