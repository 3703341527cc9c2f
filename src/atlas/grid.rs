//! Points of a picture as numbers of 16 bits.

use crate::scene::Frame;

/// The largest coordinate.
const LAST: f64 = 65_535.0;

/// A grid over a frame. The longer side of the frame has 65,536 columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    left: f64,
    top: f64,
    /// The number of columns of the grid per pixel.
    pub scale: f64,
    /// The number of columns and rows of the frame.
    pub size: [u64; 2],
}

impl Grid {
    pub fn over(frame: Frame) -> Self {
        let scale = LAST / frame.width.max(frame.height).max(1e-9);
        let size = [frame.width, frame.height].map(|side| (side * scale).round() as u64);
        Self { left: frame.left, top: frame.top, scale, size }
    }

    /// The point of the grid nearest to a point.
    pub fn at(&self, [x, y]: [f64; 2]) -> [i64; 2] {
        [((x - self.left) * self.scale).round() as i64, ((y - self.top) * self.scale).round() as i64]
    }
}

/// A line without the points within `least` of the previous one; empty for a ring that has no area left.
pub(super) fn thinned(points: &[[f64; 2]], least: f64) -> Vec<[f64; 2]> {
    let mut kept: Vec<[f64; 2]> = Vec::with_capacity(points.len());
    for &point in points {
        if kept.last().is_none_or(|last| (point[0] - last[0]).hypot(point[1] - last[1]) >= least) {
            kept.push(point);
        }
    }
    if kept.len() < 3 {
        kept.clear();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_the_frame_are_those_of_the_grid() {
        let grid = Grid::over(Frame { left: -10.0, top: 5.0, width: 200.0, height: 100.0 });
        assert_eq!(grid.at([-10.0, 5.0]), [0, 0]);
        assert_eq!(grid.at([190.0, 105.0]), [65_535, 32_768]);
        assert_eq!(grid.size, [65_535, 32_768]);
    }

    #[test]
    fn a_ring_of_no_extent_is_left_out() {
        assert_eq!(thinned(&[[0.0, 0.0], [0.1, 0.0], [0.0, 0.1], [0.0, 0.0]], 1.0), Vec::<[f64; 2]>::new());
        assert_eq!(thinned(&[[0.0, 0.0], [3.0, 0.0], [3.1, 0.0], [3.0, 3.0]], 1.0).len(), 3);
    }
}
