use crate::{
    scene::{Anchor, Group, Mark, PathData, Shape, Style, Theme},
    words::Words,
};

/// How values are placed along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// In proportion to the value.
    Linear,
    /// By their decimal logarithm; values must be above 0.
    Logarithmic,
}

/// An axis for values from `from` to `to`, which lies between `start` and `end` on the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    scale: Scale,
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Axis {
    /// An axis from 0 to the first round number that isn't below `most`.
    pub(super) fn linear(most: f64, start: f64, end: f64) -> Self {
        let step = round_step(most);
        Self { scale: Scale::Linear, from: 0.0, to: (most / step).ceil().max(1.0) * step, start, end }
    }

    /// An axis from exactly `least` to exactly `most`.
    pub(super) fn span(least: f64, most: f64, start: f64, end: f64) -> Self {
        Self { scale: Scale::Linear, from: least, to: most, start, end }
    }

    /// An axis from 1 to the first power of ten that isn't below `most`.
    pub(super) fn logarithmic(most: f64, start: f64, end: f64) -> Self {
        let decades = (most.max(1.0).log10() - 1e-9).ceil().max(1.0);
        Self { scale: Scale::Logarithmic, from: 1.0, to: 10f64.powf(decades), start, end }
    }

    /// The position of a value on the page.
    pub(super) fn at(&self, value: f64) -> f64 {
        let part = match self.scale {
            Scale::Linear => (value - self.from) / (self.to - self.from),
            Scale::Logarithmic => value.log10() / self.to.log10(),
        };
        self.start + part * (self.end - self.start)
    }

    /// Round values along the axis.
    pub(super) fn ticks(&self) -> Vec<f64> {
        match self.scale {
            Scale::Linear => {
                let step = round_step(self.to - self.from);
                let first = (self.from / step).ceil() as i64;
                (first..).map(|number| number as f64 * step).take_while(|&tick| tick <= self.to + step * 1e-9).collect()
            }
            Scale::Logarithmic => (0..=self.to.log10().round() as i32).map(|power| 10f64.powi(power)).collect(),
        }
    }
}

/// 1, 2 or 5 times a power of ten, and at least 1, chosen so that an axis to `most` has four to ten ticks.
fn round_step(most: f64) -> f64 {
    let power = 10f64.powf((most.max(1.0) / 4.0).log10().floor());
    let step = [5.0, 2.0].into_iter().map(|times| times * power).find(|step| most / step >= 4.0).unwrap_or(power);
    step.max(1.0)
}

/// The frame of a chart: its axes with ticks, numbers and names, and grid lines.
pub(super) struct Axes<'c> {
    pub(super) x: Axis,
    pub(super) y: Axis,
    /// What the axes show, with the unit.
    pub(super) names: [&'c str; 2],
    pub(super) unit: f64,
    pub(super) theme: &'c Theme,
    pub(super) words: Words,
}

/// The font size of numbers at ticks.
const TEXT: f64 = 13.0;

impl Axes<'_> {
    pub(super) fn draw(&self) -> Group {
        let Self { x, y, unit, theme, words, .. } = *self;
        let mut group = Group::layer("axes", Style::text(theme.faint, TEXT * unit));
        let line = |points: &[[f64; 2]], colour| {
            let mut path = PathData::default();
            path.line(points, false);
            Mark::new(Shape::Path(path)).styled(Style::line(colour, 0.8 * unit))
        };
        for tick in y.ticks() {
            group.push(line(&[[x.start, y.at(tick)], [x.end, y.at(tick)]], theme.ground_line));
            let number = Mark::text(x.start - 8.0 * unit, y.at(tick) + 0.36 * TEXT * unit, grouped(tick, words));
            group.push(number.styled(Style::default().anchored(Anchor::End)));
        }
        for tick in x.ticks() {
            group.push(line(&[[x.at(tick), y.start], [x.at(tick), y.start + 5.0 * unit]], theme.line));
            let text = if x.from >= 1000.0 { format!("{tick}") } else { grouped(tick, words) };
            let number = Mark::text(x.at(tick), y.start + 20.0 * unit, text);
            group.push(number.styled(Style::default().anchored(Anchor::Middle)));
        }
        group.push(line(&[[x.start, y.start], [x.end, y.start]], theme.line));
        let name = Mark::text((x.start + x.end) / 2.0, y.start + 42.0 * unit, self.names[0]);
        group.push(name.styled(Style::text(theme.ink, TEXT * unit).anchored(Anchor::Middle)));
        let name = Mark::text(x.start, y.end - 12.0 * unit, self.names[1]);
        group.push(name.styled(Style::text(theme.ink, TEXT * unit).anchored(Anchor::Start)));
        group
    }
}

/// A whole number as charts write it, in English with commas between thousands. A negative number loses its sign, since
/// it counts what points the other way.
pub fn grouped(number: f64, words: Words) -> String {
    let digits = format!("{:.0}", number.abs());
    if !words.is_english() {
        return words.decimal(&digits);
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        for most in [0.0, 1.0, 3.0, 7.0, 26.0, 219.0, 999.0, 25_914.0, 99_602_791.0] {
            let axis = Axis::linear(most, 0.0, 100.0);
            let ticks = axis.ticks();
            assert!((2..=11).contains(&ticks.len()), "{most}: {ticks:?}");
            assert!(*ticks.last().unwrap() >= most && axis.at(*ticks.last().unwrap()) <= 100.0 + 1e-9, "{most}");
        }
        assert_eq!(Axis::linear(26.0, 0.0, 1.0).ticks(), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0]);
        assert_eq!(
            Axis::span(1951.0, 2026.0, 0.0, 1.0).ticks(),
            [1960.0, 1970.0, 1980.0, 1990.0, 2000.0, 2010.0, 2020.0]
        );
        assert_eq!(Axis::logarithmic(74.0, 0.0, 1.0).ticks(), [1.0, 10.0, 100.0]);
        assert_eq!(Axis::logarithmic(100.0, 0.0, 1.0).at(10.0), 0.5);
    }

    #[test]
    fn thousands_are_apart() {
        assert_eq!(
            ["0", "999", "1,000", "99,602,791"],
            [0.0, 999.0, 1000.0, 99_602_791.0].map(|number| grouped(number, Words::default()))
        );
    }
}
