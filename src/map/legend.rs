use super::{
    ColourBy,
    choropleth::{Choropleth, Class},
    page::Page,
    painter::Drawn as Layers,
    words::MapWords,
};
use crate::scene::{Anchor, Fill, Font, Group, Mark, Node, PathData, Shape, Style, Theme, wrapped};

/// Sizes, on a page of 1600 x 900.
const HEAD: f64 = 14.0;
const TEXT: f64 = 13.0;
const SMALL: f64 = 12.0;
const LINE: f64 = 21.0;

/// The opacity of ties that don't involve what the map is about, as a share of the others' opacity.
pub(super) const PALER: f64 = 0.3;

/// The facts that the legend explains.
pub(super) struct Explained<'m> {
    pub choropleth: &'m Choropleth,
    pub colour_by: ColourBy,
    /// Whether filters that the title doesn't mention leave ties out.
    pub is_filtered: bool,
    pub layers: &'m Layers,
    /// Whether the map shows only what it is about and its partners.
    pub is_one_step: bool,
    /// How many of how many places are named, if some aren't.
    pub named: Option<(usize, usize)>,
    /// What could not be drawn, in words.
    pub notes: &'m [String],
}

/// A column of texts with their swatches, drawn from the top down.
struct Column<'p> {
    group: Group,
    page: &'p Page,
    theme: &'p Theme,
    y: f64,
}

/// The legend, in its own column beside the map, and its lower end.
pub(super) fn legend(explained: &Explained<'_>, page: &Page, theme: &Theme, language: MapWords) -> (Node, f64) {
    let group = Group::layer("legend", Style::text(theme.ink, TEXT * page.unit));
    let mut column = Column { group, page, theme, y: page.legend.top };
    let Explained { choropleth, layers, .. } = explained;
    let is_of_countries = !choropleth.countries.is_empty();
    if is_of_countries || !choropleth.regions.is_empty() && layers.regions_drawn {
        column.heading(&if is_of_countries {
            language.ties_per_country()
        } else {
            language.coloured_by(explained.colour_by)
        });
        let counts = choropleth.classes.iter().enumerate().map(|(class, range)| {
            let (low, high) = (range.start(), range.end());
            (
                Class::Count(class),
                if low == high {
                    language.number(*low)
                } else {
                    format!("{}–{}", language.number(*low), language.number(*high))
                },
            )
        });
        let empty = [(Class::NoTie, language.no_tie(explained.is_filtered)), (Class::NoPlace, language.no_place())];
        for (class, text) in counts.chain(empty) {
            let size = choropleth.size(class);
            if size > 0 {
                let fill = class.fill(theme, choropleth.classes.len());
                let size = if is_of_countries { language.countries(size) } else { language.regions(size) };
                column.swatch(fill, class.word(), &text, &size);
            }
        }
        if is_of_countries {
            column.swatch(Fill::Colour(theme.ground), "", &language.no_tie(explained.is_filtered), "");
        }
        column.gap();
    }
    if !layers.kinds.is_empty() {
        column.heading(&language.ties());
        for &kind in &layers.kinds {
            column.line(Style::line(theme.categories[kind as usize], 2.0), &language.kind(kind));
        }
        if layers.has_paler {
            let colour = layers.kinds.first().map_or(theme.faint, |&kind| theme.categories[kind as usize]);
            let style = Style { stroke_opacity: Some(PALER), ..Style::line(colour, 2.0) };
            column.line(style, &language.of_partners(explained.is_one_step));
        }
        if layers.dashed {
            let dash = Some((column.px(5.0), column.px(4.0)));
            column.line(Style { dash, ..Style::line(theme.faint, 2.0) }, &language.not_in_force());
        }
        if layers.is_dense {
            column.small(&language.more_ties_darker());
        }
        column.gap();
    }
    if !layers.dot_sizes.is_empty() {
        column.heading(&language.places());
        let style = Style { stroke: Some(theme.paper), stroke_width: Some(column.px(0.8)), ..Style::filled(theme.ink) };
        column.dots(&layers.dot_sizes, &style, language);
        if layers.has_areas {
            column.small(&language.squares());
        }
        if let Some((named, all)) = explained.named {
            column.small(&language.named(named, all));
        }
        column.gap();
    }
    if !layers.town_sizes.is_empty() {
        column.heading(&language.untied_towns());
        let style = Style { fill: Some(Fill::None), ..Style::line(theme.accent, column.px(1.6)) };
        column.dots(&layers.town_sizes, &style, language);
        column.small(&language.inhabitants());
        column.gap();
    }
    if !explained.notes.is_empty() {
        column.heading(&language.not_drawn());
        explained.notes.iter().for_each(|note| column.small(note));
    }
    (column.group.into(), column.y)
}

impl Column<'_> {
    fn left(&self) -> f64 {
        self.page.legend.left
    }

    fn px(&self, length: f64) -> f64 {
        length * self.page.unit
    }

    fn gap(&mut self) {
        self.y += self.px(13.0);
    }

    fn heading(&mut self, text: &str) {
        for line in wrapped(text, self.px(HEAD), self.page.legend.width) {
            self.y += self.px(17.0);
            let style = Style::text(self.theme.ink, self.px(HEAD));
            // The embedded font has only regular weight, so a thin stroke in the same colour makes the text bolder.
            let style = Style { stroke: Some(self.theme.ink), stroke_width: Some(self.px(0.35)), ..style };
            self.group.push(Mark::text(self.left(), self.y, line).styled(style));
        }
        self.y += self.px(6.0);
    }

    fn swatch(&mut self, fill: Fill, class: &'static str, text: &str, aside: &str) {
        let (width, height) = (self.px(28.0), self.px(15.0));
        let style = Style {
            fill: Some(fill),
            stroke: Some(self.theme.inner_line),
            stroke_width: Some(self.px(0.7)),
            ..Style::default()
        };
        let shape = Shape::Rect { x: self.left(), y: self.y + self.px(3.0), width, height, r: 0.0 };
        self.group.push(Mark { class, ..Mark::new(shape).styled(style) });
        self.row(text, aside);
    }

    /// A line of a style whose width is given for a page of 1600 x 900.
    fn line(&mut self, style: Style, text: &str) {
        let y = self.y + self.px(LINE / 2.0);
        let mut path = PathData::default();
        path.line(&[[self.left(), y], [self.left() + self.px(28.0), y]], false);
        let style = Style { stroke_width: style.stroke_width.map(|width| self.px(width)), ..style };
        self.group.push(Mark::new(Shape::Path(path)).styled(style));
        self.row(text, "");
    }

    /// A text beside a swatch, and a fainter text at the right edge of the column.
    fn row(&mut self, text: &str, aside: &str) {
        let (x, y) = (self.left() + self.px(38.0), self.y + self.px(15.0));
        self.group.push(Mark::text(x, y, text));
        let room = self.page.legend.right() - x - Font.width(text, self.px(TEXT)) - self.px(8.0);
        let size = self.px(SMALL);
        if !aside.is_empty() && Font.width(aside, size) <= room {
            let style = Style::text(self.theme.faint, size).anchored(Anchor::End);
            self.group.push(Mark::text(self.page.legend.right(), y, aside).styled(style));
        }
        self.y += self.px(LINE);
    }

    /// Circles of several sizes side by side, each above its number.
    fn dots(&mut self, sizes: &[(usize, f64)], style: &Style, language: MapWords) {
        let highest = sizes.iter().fold(0.0, |highest: f64, (_, r)| highest.max(*r));
        let middle = self.y + highest + self.px(3.0);
        let mut x = self.left();
        for &(degree, r) in sizes {
            let text = language.number(degree);
            let half = (Font.width(&text, self.px(SMALL)) / 2.0).max(r);
            x += half;
            self.group.push(Mark::new(Shape::Circle { x, y: middle, r }).styled(style.clone()));
            let style = Style::text(self.theme.faint, self.px(SMALL)).anchored(Anchor::Middle);
            self.group.push(Mark::text(x, middle + highest + self.px(15.0), text).styled(style));
            x += half + self.px(20.0);
        }
        self.y = middle + highest + self.px(20.0);
    }

    fn small(&mut self, text: &str) {
        for line in wrapped(text, self.px(SMALL), self.page.legend.width) {
            self.y += self.px(16.0);
            let style = Style::text(self.theme.faint, self.px(SMALL));
            self.group.push(Mark::text(self.left(), self.y, line).styled(style));
        }
        self.y += self.px(5.0);
    }
}
