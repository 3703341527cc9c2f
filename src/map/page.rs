use crate::scene::{Frame, HEAD, Headings, MARGIN};

/// The enlargement of letters in a figure, since a page on a telephone is shown smaller.
const LETTERS: f64 = 1.2;

/// The positions of the parts of the page. All sizes grow with the page, from those for 1600 x 900.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Page {
    /// The factor by which lines and letters grow.
    pub unit: f64,
    pub map: Frame,
    /// The legend's column, to the right of the map; its width is 0 if there is no legend.
    pub legend: Frame,
}

impl Page {
    /// The page of a map, with room for its headings.
    pub fn new((width, height): (f64, f64), with_legend: bool, headings: &Headings) -> Self {
        let unit = (width / 1600.0).min(height / 900.0);
        let column = if with_legend { 262.0 * unit } else { 0.0 };
        let gap = if with_legend { 22.0 * unit } else { 0.0 };
        let (left, top) = (MARGIN * unit, HEAD * unit);
        let map = Frame {
            left,
            top,
            width: (width - 2.0 * left - column - gap).max(1.0),
            height: (height - headings.foot(width, unit) - top).max(1.0),
        };
        let legend = Frame { left: map.right() + gap, top, width: column, height: map.height };
        Self { unit, map, legend }
    }

    /// The page of a figure. It has no headings, and its letters are as large as those of the surrounding text.
    pub fn figure((width, height): (f64, f64), with_legend: bool) -> Self {
        let unit = LETTERS * width / 1000.0;
        let (column, gap) = if with_legend { (190.0 * unit, 15.0 * unit) } else { (0.0, 0.0) };
        let map = Frame { left: 0.0, top: 0.0, width: (width - column - gap).max(1.0), height };
        let legend = Frame { left: map.right() + gap, top: 0.0, width: column, height };
        Self { unit, map, legend }
    }
}
