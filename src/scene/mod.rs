//! Layer 1: pictures. Shapes and text in page units (CSS pixels), written as SVG.
//!
//! A [`Scene`] doesn't know about places: maps and charts are drawn into it. It is written as SVG ([`to_svg`]); a PNG
//! is that SVG, rendered with the embedded font ([`Font`]), and with others for letters that it lacks ([`Fonts`]).

mod escape;
mod font;
mod font_file;
mod fonts;
mod frame;
mod headings;
mod labels;
mod letters;
mod path;
#[cfg(feature = "pdf")]
mod pdf;
mod picture;
#[cfg(feature = "png")]
mod png;
mod svg;
#[cfg(feature = "png")]
mod system_fonts;
mod theme;
mod wrap;

pub use font::{FAMILY, Font};
pub use font_file::{FontFile, NotAFont};
pub use fonts::Fonts;
pub use frame::Frame;
pub use headings::{HEAD, Headings, MARGIN};
pub use labels::{Bounds, Label, Wish, place_labels};
pub use letters::Written;
pub use path::PathData;
#[cfg(feature = "pdf")]
pub use pdf::{PdfError, svg_to_pdf};
pub use picture::{PictureError, PictureFormat};
#[cfg(feature = "png")]
pub use png::{PngError, svg_to_png};
pub use svg::to_svg;
pub use theme::{Theme, ThemeName};
pub use wrap::wrapped;

/// A colour as CSS writes it (`#0072b2`).
pub type Colour = &'static str;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width of the page in pixels.
    pub width: f64,
    /// Height of the page in pixels.
    pub height: f64,
    /// What it shows, as the title of the file and for screen readers.
    pub title: String,
    /// A longer description, for people who can't see it.
    pub description: String,
    /// The language of its texts (`en`).
    pub language: &'static str,
    /// The colour of the page.
    pub background: Colour,
    /// Hatches that fills refer to by id.
    pub hatches: Vec<Hatch>,
    /// The contents, from the back to the front.
    pub nodes: Vec<Node>,
    /// The conditions under which it was made, for people who look into the file; blank if not stated.
    pub made_with: String,
    /// The fonts of its texts.
    pub fonts: Fonts,
}

impl Scene {
    /// The scene with the conditions under which it was made.
    #[must_use]
    pub fn made_with(self, made_with: String) -> Self {
        Self { made_with, ..self }
    }

    /// How its texts are written: the number romanised because no font has their letters, and the fonts used in
    /// addition to the embedded one. O(texts).
    pub fn written(&self) -> Written {
        letters::in_letters(self).written
    }
}

/// A pattern of slanted lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Hatch {
    /// The id that [`Fill::Hatch`] refers to.
    pub id: &'static str,
    /// The colour behind the lines.
    pub background: Colour,
    /// The colour of the lines.
    pub line: Colour,
    /// The width of the lines.
    pub line_width: f64,
    /// The distance between the lines.
    pub distance: f64,
    /// Their slant in degrees.
    pub angle: f64,
}

/// A group or a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Several nodes.
    Group(Group),
    /// One shape.
    Mark(Mark),
}

/// Nodes that belong together: a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Its id, unique in the picture; empty for none.
    pub id: String,
    /// Its CSS classes, for restyling; empty for none.
    pub class: &'static str,
    /// The style that its nodes inherit.
    pub style: Style,
    /// Its nodes, from the back to the front.
    pub nodes: Vec<Node>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its form.
    pub shape: Shape,
    /// Its style, as far as it differs from that of its group.
    pub style: Style,
    /// Its CSS classes; empty for none.
    pub class: &'static str,
    /// `data-` attributes.
    pub data: Vec<(&'static str, String)>,
    /// Its tooltip.
    pub tooltip: Option<String>,
}

/// The form of a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Lines and areas.
    Path(PathData),
    /// A circle.
    Circle {
        /// The x coordinate of the centre, from the left.
        x: f64,
        /// The y coordinate of the centre, from the top.
        y: f64,
        /// Radius.
        r: f64,
    },
    /// A rectangle.
    Rect {
        /// Left edge.
        x: f64,
        /// Top edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Radius of its corners.
        r: f64,
    },
    /// A line of text.
    Text {
        /// The x coordinate of the anchor, from the left.
        x: f64,
        /// The y coordinate of the baseline, from the top.
        y: f64,
        /// What it says.
        text: String,
        /// Its rotation around its anchor, in degrees.
        turned: f64,
    },
}

/// The fill of an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// No fill.
    None,
    /// A colour.
    Colour(Colour),
    /// The hatch with an id.
    Hatch(&'static str),
}

/// The point of a text that is at its anchor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// The first letter.
    Start,
    /// The middle.
    Middle,
    /// The last letter.
    End,
}

/// The style of a mark, or of all marks of a group; `None` is inherited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// The fill.
    pub fill: Option<Fill>,
    /// The opacity of the fill.
    pub fill_opacity: Option<f64>,
    /// The line's colour.
    pub stroke: Option<Colour>,
    /// The line's width.
    pub stroke_width: Option<f64>,
    /// The opacity of the line.
    pub stroke_opacity: Option<f64>,
    /// Dash and gap.
    pub dash: Option<(f64, f64)>,
    /// The size of text.
    pub font_size: Option<f64>,
    /// The anchor of text.
    pub anchor: Option<Anchor>,
    /// A halo behind text: its colour and width.
    pub halo: Option<(Colour, f64)>,
    /// The space between letters.
    pub letter_spacing: Option<f64>,
}

impl Style {
    /// A fill without a line.
    pub fn filled(colour: Colour) -> Self {
        Self { fill: Some(Fill::Colour(colour)), ..Self::default() }
    }

    /// A line without a fill.
    pub fn line(colour: Colour, width: f64) -> Self {
        Self { fill: Some(Fill::None), stroke: Some(colour), stroke_width: Some(width), ..Self::default() }
    }

    /// Text of a colour and font size.
    pub fn text(colour: Colour, size: f64) -> Self {
        Self { fill: Some(Fill::Colour(colour)), font_size: Some(size), ..Self::default() }
    }

    /// The same with an anchor.
    pub fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor: Some(anchor), ..self }
    }
}

impl Mark {
    /// A mark with a shape, in the style of its group.
    pub fn new(shape: Shape) -> Self {
        Self { shape, style: Style::default(), class: "", data: Vec::new(), tooltip: None }
    }

    /// A line of text with its anchor at `x`, on the baseline `y`.
    pub fn text(x: f64, y: f64, text: impl Into<String>) -> Self {
        Self::new(Shape::Text { x, y, text: text.into(), turned: 0.0 })
    }

    /// The same with a style of its own.
    pub fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// The same with a tooltip.
    pub fn tooltip(self, tooltip: impl Into<String>) -> Self {
        Self { tooltip: Some(tooltip.into()), ..self }
    }
}

impl Group {
    /// An empty group that is a layer of the picture; its id is also its class.
    pub fn layer(id: &'static str, style: Style) -> Self {
        Self { id: id.to_owned(), class: id, style, nodes: Vec::new() }
    }

    /// Adds a mark on top.
    pub fn push(&mut self, mark: Mark) {
        self.nodes.push(Node::Mark(mark));
    }
}

impl From<Group> for Node {
    fn from(group: Group) -> Self {
        Node::Group(group)
    }
}

impl From<Mark> for Node {
    fn from(mark: Mark) -> Self {
        Node::Mark(mark)
    }
}
