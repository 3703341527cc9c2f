/// The finest step of a coordinate: a tenth of a pixel.
const STEPS: f64 = 10.0;

/// Lines and areas as SVG path data, rounded to a tenth of a pixel and written with relative steps.
/// Points that equal the previous point are left out; a line of one point is left out.
/// Points that fall on the point before them are left out; a line of one point is none.
///
/// ```
/// use sistergraph::scene::PathData;
/// let mut path = PathData::default();
/// path.line(&[[0.0, 0.0], [10.04, 0.0], [10.0, 5.5]], true);
/// assert_eq!(path.as_str(), "M0 0l10 0 0 5.5z");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathData(String);

impl PathData {
    /// Adds a line through `points`, or a ring if `closed`.
    pub fn line(&mut self, points: &[[f64; 2]], closed: bool) {
        let mut steps = points.iter().map(|&[x, y]| [steps(x), steps(y)]);
        let Some(first) = steps.next() else { return };
        let start = self.0.len();
        self.0.push('M');
        self.pair(first);
        let (mut last, mut drawn) = (first, 0);
        for point in steps {
            if point == last {
                continue;
            }
            self.0.push_str(if drawn == 0 { "l" } else { "" });
            let [dx, dy] = [point[0] - last[0], point[1] - last[1]];
            if drawn > 0 && dx >= 0 {
                self.0.push(' ');
            }
            self.pair([dx, dy]);
            (last, drawn) = (point, drawn + 1);
        }
        if drawn < if closed { 2 } else { 1 } {
            self.0.truncate(start);
        } else if closed {
            self.0.push('z');
        }
    }

    /// Adds cubic Bezier curves: a start point, then two control points and an end point for each curve. Left-over
    /// points are ignored.
    pub(crate) fn curve(&mut self, points: &[[f64; 2]]) {
        let Some((&[x, y], rest)) = points.split_first() else { return };
        if rest.len() < 3 {
            return;
        }
        let mut last = [steps(x), steps(y)];
        self.0.push('M');
        self.pair(last);
        for curve in rest.chunks_exact(3) {
            for (number, point) in curve.iter().enumerate() {
                let [x, y] = point.map(steps);
                self.0.push(if number == 0 { 'c' } else { ' ' });
                self.pair([x - last[0], y - last[1]]);
            }
            last = curve[2].map(steps);
        }
    }

    /// The data in SVG syntax.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it draws nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn pair(&mut self, [x, y]: [i64; 2]) {
        push_number(&mut self.0, x);
        // A sign separates two numbers as well as a blank.
        if y >= 0 {
            self.0.push(' ');
        }
        push_number(&mut self.0, y);
    }
}

fn steps(x: f64) -> i64 {
    (x * STEPS).round() as i64
}

fn push_number(out: &mut String, steps: i64) {
    let (whole, tenth) = (steps.abs() / 10, steps.abs() % 10);
    if steps < 0 {
        out.push('-');
    }
    if whole > 0 || tenth == 0 {
        out.push_str(&whole.to_string());
    }
    if tenth > 0 {
        out.push('.');
        out.push(char::from(b'0' + tenth as u8));
    }
}

/// A coordinate or length for an attribute, rounded to a hundredth.
pub(super) fn number(x: f64) -> String {
    let rounded = (x * 100.0).round() / 100.0;
    // Negative zero would be written with its sign.
    let text = format!("{:.2}", if rounded == 0.0 { 0.0 } else { rounded });
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_relative_and_never_drift() {
        let mut path = PathData::default();
        path.line(&[[0.04, 0.04], [0.08, 0.08], [0.12, 0.12], [-1.0, -1.0]], false);
        assert_eq!(path.as_str(), "M0 0l.1 .1-1.1-1.1");
    }

    #[test]
    fn what_has_no_length_is_left_out() {
        let mut path = PathData::default();
        path.line(&[[1.0, 1.0], [1.01, 1.01]], false);
        path.line(&[[1.0, 1.0], [2.0, 1.0]], true);
        path.line(&[], true);
        assert!(path.is_empty());
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, -0.001, 1.5, 12.345, -3.0].map(number), ["0", "0", "1.5", "12.35", "-3"]);
    }
}
