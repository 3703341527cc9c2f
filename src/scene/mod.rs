//! Layer 1: pictures. Shapes and text in page units (CSS pixels), written as SVG.
//!
//! A [`Scene`] knows no place: maps and charts are drawn into it. It is written once, as SVG ([`to_svg`]); a PNG
//! is that SVG rendered with the embedded font ([`Font`]), and with others for letters that it lacks ([`Fonts`]).

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
    /// What it shows, for readers of screens and as the name of the file's content.
    pub title: String,
    /// A longer description for those who don't see it.
    pub description: String,
    /// The language of its texts (`en`).
    pub language: &'static str,
    /// The paper.
    pub background: Colour,
    /// Hatches that fills name by their id.
    pub hatches: Vec<Hatch>,
    /// What is drawn, from the back to the front.
    pub nodes: Vec<Node>,
    /// What it was made with, for who looks into the file; blank where nobody says.
    pub made_with: String,
    /// The fonts that its texts are written with.
    pub fonts: Fonts,
}

impl Scene {
    /// The scene, with what it was made with.
    #[must_use]
    pub fn made_with(self, made_with: String) -> Self {
        Self { made_with, ..self }
    }

    /// How its texts come to be written: which are romanised because no font has their letters, and with which fonts beside
    /// the embedded one. O(texts).
    pub fn written(&self) -> Written {
        letters::in_letters(self).written
    }
}

/// A pattern of slanted lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Hatch {
    /// The id that [`Fill::Hatch`] names.
    pub id: &'static str,
    /// Behind the lines.
    pub background: Colour,
    /// The lines.
    pub line: Colour,
    /// How thick they are.
    pub line_width: f64,
    /// How far they lie apart.
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
    /// Its classes, for restyling; empty for none.
    pub class: &'static str,
    /// What its nodes inherit.
    pub style: Style,
    /// Its nodes, from the back to the front.
    pub nodes: Vec<Node>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its form.
    pub shape: Shape,
    /// Its look, where it differs from its group's.
    pub style: Style,
    /// Its classes; empty for none.
    pub class: &'static str,
    /// `data-` attributes.
    pub data: Vec<(&'static str, String)>,
    /// What is shown when it is pointed at.
    pub tooltip: Option<String>,
}

/// The form of a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Lines and areas.
    Path(PathData),
    /// A circle.
    Circle {
        /// Middle, from the left.
        x: f64,
        /// Middle, from the top.
        y: f64,
        /// Radius.
        r: f64,
    },
    /// An upright rectangle.
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
        /// Where it is anchored, from the left.
        x: f64,
        /// The base line, from the top.
        y: f64,
        /// What it says.
        text: String,
        /// Degrees by which it is turned about its anchor.
        turned: f64,
    },
}

/// What an area is filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// Nothing.
    None,
    /// A colour.
    Colour(Colour),
    /// The hatch of an id.
    Hatch(&'static str),
}

/// Which point of a text its anchor is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// The first letter.
    Start,
    /// The middle.
    Middle,
    /// The last letter.
    End,
}

/// The look of a mark or of all marks of a group; `None` is inherited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// The fill.
    pub fill: Option<Fill>,
    /// How opaque the fill is.
    pub fill_opacity: Option<f64>,
    /// The line's colour.
    pub stroke: Option<Colour>,
    /// The line's width.
    pub stroke_width: Option<f64>,
    /// How opaque the line is.
    pub stroke_opacity: Option<f64>,
    /// Dash and gap.
    pub dash: Option<(f64, f64)>,
    /// The size of text.
    pub font_size: Option<f64>,
    /// Where text is anchored.
    pub anchor: Option<Anchor>,
    /// A halo behind text: its colour and width.
    pub halo: Option<(Colour, f64)>,
    /// The space between letters.
    pub letter_spacing: Option<f64>,
}

impl Style {
    /// Filled, without a line.
    pub fn filled(colour: Colour) -> Self {
        Self { fill: Some(Fill::Colour(colour)), ..Self::default() }
    }

    /// A line, without a fill.
    pub fn line(colour: Colour, width: f64) -> Self {
        Self { fill: Some(Fill::None), stroke: Some(colour), stroke_width: Some(width), ..Self::default() }
    }

    /// Text of a colour and size.
    pub fn text(colour: Colour, size: f64) -> Self {
        Self { fill: Some(Fill::Colour(colour)), font_size: Some(size), ..Self::default() }
    }

    /// The same, anchored.
    pub fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor: Some(anchor), ..self }
    }
}

impl Mark {
    /// A mark of a form, with the look of its group.
    pub fn new(shape: Shape) -> Self {
        Self { shape, style: Style::default(), class: "", data: Vec::new(), tooltip: None }
    }

    /// A line of text whose anchor is at `x` on the base line `y`.
    pub fn text(x: f64, y: f64, text: impl Into<String>) -> Self {
        Self::new(Shape::Text { x, y, text: text.into(), turned: 0.0 })
    }

    /// The same with a look of its own.
    pub fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// The same with what is shown when it is pointed at.
    pub fn tooltip(self, tooltip: impl Into<String>) -> Self {
        Self { tooltip: Some(tooltip.into()), ..self }
    }
}

impl Group {
    /// An empty group: a layer of the picture, its id also its class.
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
