//! Clips projected lines and areas to the map's frame. This is our own code, since the rectangle clip of d3_geo_rs
//! 3.2.4 panics if an area covers the whole rectangle.

use super::ink::Stroke;
use crate::scene::Frame;

/// The four half-planes whose intersection is the frame: an axis, a limit, and the side on which the half-plane lies.
fn sides(frame: Frame) -> [(usize, f64, f64); 4] {
    [(0, frame.left, 1.0), (0, frame.right(), -1.0), (1, frame.top, 1.0), (1, frame.bottom(), -1.0)]
}

/// The strokes within the frame: lines are cut at its edge, and areas follow it.
pub(super) fn clip(strokes: Vec<Stroke>, frame: Frame) -> Vec<Stroke> {
    let mut clipped = Vec::with_capacity(strokes.len());
    for stroke in strokes {
        if stroke.points.iter().all(|&point| frame.holds(point)) {
            clipped.push(stroke);
        } else if stroke.closed {
            clipped.extend(area(stroke.points, frame));
        } else {
            lines(&stroke.points, frame, &mut clipped);
        }
    }
    clipped
}

/// I. Sutherland and G. Hodgman, "Reentrant Polygon Clipping", 1974: clips at one side of the frame after the other.
/// Parts that enter the frame several times stay joined along its edge, by lines without area.
fn area(mut points: Vec<[f64; 2]>, frame: Frame) -> Option<Stroke> {
    for (axis, end, sign) in sides(frame) {
        let depth = |point: &[f64; 2]| (point[axis] - end) * sign;
        let mut kept = Vec::with_capacity(points.len());
        for (number, point) in points.iter().enumerate() {
            let last = &points[number.checked_sub(1).unwrap_or(points.len() - 1)];
            let (before, here) = (depth(last), depth(point));
            if (before < 0.0) != (here < 0.0) {
                kept.push(between(last, point, before / (before - here)));
            }
            if here >= 0.0 {
                kept.push(*point);
            }
        }
        points = kept;
    }
    (points.len() > 2).then_some(Stroke { points, closed: true })
}

/// Y. Liang and B. Barsky, "A New Concept and Method for Line Clipping", 1984, step by step.
fn lines(points: &[[f64; 2]], frame: Frame, clipped: &mut Vec<Stroke>) {
    let mut open: Vec<[f64; 2]> = Vec::new();
    let mut close = |open: &mut Vec<[f64; 2]>| {
        if open.len() > 1 {
            clipped.push(Stroke { points: std::mem::take(open), closed: false });
        }
        open.clear();
    };
    for pair in points.windows(2) {
        let Some((from, to)) = within(&pair[0], &pair[1], frame) else {
            close(&mut open);
            continue;
        };
        if from > 0.0 || open.is_empty() {
            close(&mut open);
            open.push(between(&pair[0], &pair[1], from));
        }
        open.push(between(&pair[0], &pair[1], to));
        if to < 1.0 {
            close(&mut open);
        }
    }
    close(&mut open);
}

/// The range of a step within the frame, as shares of the step.
fn within(a: &[f64; 2], b: &[f64; 2], frame: Frame) -> Option<(f64, f64)> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (axis, end, sign) in sides(frame) {
        let (before, here) = ((a[axis] - end) * sign, (b[axis] - end) * sign);
        match (before < 0.0, here < 0.0) {
            (true, true) => return None,
            (true, false) => from = from.max(before / (before - here)),
            (false, true) => to = to.min(before / (before - here)),
            (false, false) => {}
        }
    }
    (from < to).then_some((from, to))
}

fn between(a: &[f64; 2], b: &[f64; 2], share: f64) -> [f64; 2] {
    match share {
        0.0 => *a,
        1.0 => *b,
        share => [0, 1].map(|axis| a[axis] + share * (b[axis] - a[axis])),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::map::middle::area as area_of;

    const FRAME: Frame = Frame { left: 0.0, top: 0.0, width: 10.0, height: 10.0 };

    fn ring(points: &[[f64; 2]]) -> Vec<Stroke> {
        clip(vec![Stroke { points: points.to_vec(), closed: true }], FRAME)
    }

    fn line(points: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
        let strokes = clip(vec![Stroke { points: points.to_vec(), closed: false }], FRAME);
        strokes.into_iter().map(|stroke| stroke.points).collect()
    }

    #[test]
    fn an_area_that_covers_the_frame_becomes_the_frame() {
        let clipped = ring(&[[-5.0, -5.0], [50.0, -5.0], [50.0, 50.0], [-5.0, 50.0]]);
        assert_eq!(area_of(&clipped[0].points), 100.0);
        assert!(ring(&[[20.0, 20.0], [30.0, 20.0], [30.0, 30.0]]).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two() {
        let pieces = line(&[[5.0, 5.0], [15.0, 5.0], [15.0, 8.0], [5.0, 8.0]]);
        assert_eq!(pieces, [[[5.0, 5.0], [10.0, 5.0]], [[10.0, 8.0], [5.0, 8.0]]]);
        assert_eq!(line(&[[-5.0, 5.0], [15.0, 5.0]]), [[[0.0, 5.0], [10.0, 5.0]]]);
        assert!(line(&[[-5.0, 8.0], [2.0, -8.0]]).is_empty());
    }

    proptest! {
        /// The part of a triangle within the frame has the area that a grid of points estimates.
        #[test]
        fn the_area_within_is_kept(points in prop::array::uniform3(prop::array::uniform2(-10f64..20.0))) {
            let clipped: f64 = ring(&points).iter().map(|stroke| area_of(&stroke.points).abs()).sum();
            let side = |a: [f64; 2], b: [f64; 2], p: [f64; 2]| (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
            let inside = |p: [f64; 2]| {
                let [a, b, c] = points;
                let sides = [side(a, b, p), side(b, c, p), side(c, a, p)];
                sides.iter().all(|&s| s >= 0.0) || sides.iter().all(|&s| s <= 0.0)
            };
            let cells = (0..10_000).filter(|n| inside([f64::from(n % 100) / 10.0 + 0.05, f64::from(n / 100) / 10.0 + 0.05]));
            prop_assert!((clipped - cells.count() as f64 / 100.0).abs() < 1.0);
        }
    }
}
