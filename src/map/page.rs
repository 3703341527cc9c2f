use super::projection::Frame;

/// Where the parts of the page are. Sizes follow the page: all grows with it as on a page of 1600 x 900.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Page {
    /// The factor by which lines and letters grow.
    pub unit: f64,
    pub margin: f64,
    pub map: Frame,
    /// The column of the legend, right of the map; of no width where there is none.
    pub legend: Frame,
}

impl Page {
    /// A page with `source_lines` lines at its foot.
    pub fn new((width, height): (f64, f64), with_legend: bool, source_lines: usize) -> Self {
        let unit = (width / 1600.0).min(height / 900.0);
        let margin = 28.0 * unit;
        let column = if with_legend { 262.0 * unit } else { 0.0 };
        let gap = if with_legend { 22.0 * unit } else { 0.0 };
        let top = 94.0 * unit;
        let bottom = height - margin - (source_lines as f64 * 15.0 + 8.0) * unit;
        let map = Frame {
            left: margin,
            top,
            width: (width - 2.0 * margin - column - gap).max(1.0),
            height: (bottom - top).max(1.0),
        };
        let legend = Frame { left: map.right() + gap, top, width: column, height: map.height };
        Self { unit, margin, map, legend }
    }
}
