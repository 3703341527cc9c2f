use std::cmp::Reverse;

use super::{ChartOptions, TooLarge, key::key, page::Page};
use crate::{
    metrics::classes,
    query::Matrix,
    said,
    scene::{Anchor, Colour, Fill, Font, Group, HEAD, MARGIN, Mark, Scene, Shape, Style, Theme},
};

/// The most classes of counts.
const CLASSES: usize = 5;
/// Lengths, in pixels of a page at its natural size.
const ROW: f64 = 21.0;
const COLUMN: f64 = 46.0;
const TEXT: f64 = 12.5;
/// The angle of names above columns, in degrees.
const TURNED: f64 = -40.0;

/// A name on an axis: its index in the matrix, its text and its sum.
type Name = (usize, String, usize);

/// The names on an axis by sum, the largest first; equal sums by code.
fn axis(labels: impl Iterator<Item = (String, String, usize)>) -> Vec<Name> {
    let mut names: Vec<_> = labels.enumerate().collect();
    names.sort_by(|(_, a), (_, b)| (Reverse(a.2), &a.0).cmp(&(Reverse(b.2), &b.0)));
    names.into_iter().map(|(at, (_, name, sum))| (at, name, sum)).collect()
}

fn widest(axis: &[Name]) -> f64 {
    axis.iter().map(|(_, name, _)| Font.width(name, TEXT)).fold(40.0, f64::max)
}

/// A matrix of ties as a heat map. Its longer side runs downwards. Both axes have names and are sorted by their sums,
/// which are shown at the far ends. A cell shows its count; a zero is a blank cell, and a row or column of zeros is
/// hatched.
///
/// # Errors
/// Returns [`TooLarge`] if there are more rows or columns than fit a page.
pub fn heat_map(matrix: &Matrix, options: &ChartOptions) -> Result<Scene, TooLarge> {
    // The last row has the totals.
    let rows = matrix.rows().split_last().map_or(&[][..], |(_, rows)| rows);
    let counts: Vec<Vec<usize>> = rows.iter().map(|row| row.counts.clone()).collect();
    let of_rows = axis(rows.iter().map(|row| (row.code.clone(), row.name.clone(), row.total)));
    let sum = |column: usize| counts.iter().map(|row| row[column]).sum::<usize>();
    let columns = matrix.column_labels().iter().enumerate();
    let of_columns = axis(columns.map(|(at, (code, name))| (code.clone(), name.clone(), sum(at))));
    let turned = of_columns.len() > of_rows.len();
    let (down, across) = if turned { (of_columns, of_rows) } else { (of_rows, of_columns) };
    let count = |down: usize, across: usize| if turned { counts[across][down] } else { counts[down][across] };

    let theme = options.theme.theme();
    let (sin, cos) = TURNED.to_radians().sin_cos();
    let overhang = across.last().map_or(0.0, |(_, name, _)| cos * Font.width(name, TEXT));
    let [left, top] = [MARGIN + widest(&down) + 14.0, HEAD + 30.0 + sin.abs() * widest(&across)];
    let natural = (
        (left + across.len() as f64 * COLUMN + overhang.max(60.0) + MARGIN).max(900.0),
        top + down.len() as f64 * ROW + 30.0 + options.headings.foot(900.0, 1.0),
    );
    let shown = || format!("{} rows and {} columns", down.len(), across.len());
    let Page { size, unit } = options.page(natural, shown)?;
    let classes = classes(&counts.concat(), CLASSES);
    let grid = Grid { left: left * unit, top: top * unit, unit, theme };
    let style = Style { stroke: Some(theme.paper), stroke_width: Some(1.5 * unit), ..Style::default() };
    let mut cells = Group::layer("cells", style);
    let style = Style { font_size: Some(TEXT * unit), ..Style::default() }.anchored(Anchor::Middle);
    let mut numbers = Group::layer("numbers", style);
    for (row, (down_at, down_name, down_sum)) in down.iter().enumerate() {
        for (column, (across_at, across_name, across_sum)) in across.iter().enumerate() {
            let count = count(*down_at, *across_at);
            let class = classes.iter().position(|class| class.contains(&count));
            let fill = match class {
                Some(class) => Fill::Colour(theme.step(class, classes.len())),
                None if *down_sum == 0 || *across_sum == 0 => Fill::Hatch(theme.hatches[0].id),
                None => Fill::Colour(theme.ground),
            };
            let cell = grid.cell(row, column).tooltip(format!("{down_name} – {across_name}: {count}"));
            cells.push(cell.styled(Style { fill: Some(fill), ..Style::default() }));
            if let Some(class) = class {
                let [x, y] = grid.middle(row, column);
                let ink = theme.ink_on_step(class, classes.len());
                numbers.push(Mark::text(x, y, count.to_string()).styled(Style::filled(ink)));
            }
        }
    }
    let mut entries = vec![(Fill::Colour(theme.ground), "0".to_owned())];
    entries.extend(classes.iter().enumerate().map(|(class, range)| {
        let (low, high) = (range.start(), range.end());
        let text = if low == high { low.to_string() } else { format!("{low}–{high}") };
        (Fill::Colour(theme.step(class, classes.len())), text)
    }));
    if down.iter().chain(&across).any(|(.., sum)| *sum == 0) {
        entries.push((Fill::Hatch(theme.hatches[0].id), said!(options.words, NoTieWithAny)));
    }
    let legend = key(&entries, [MARGIN * unit, (HEAD + 12.0) * unit], unit, theme);
    let names = grid.names(&down, &across);
    Ok(options.scene(size, unit, vec![cells.into(), numbers.into(), names.into(), legend.into()]))
}

/// The positions of the cells on the page.
struct Grid {
    left: f64,
    top: f64,
    unit: f64,
    theme: &'static Theme,
}

impl Grid {
    fn cell(&self, row: usize, column: usize) -> Mark {
        let (width, height) = (COLUMN * self.unit, ROW * self.unit);
        let (x, y) = (self.left + column as f64 * width, self.top + row as f64 * height);
        Mark::new(Shape::Rect { x, y, width, height, r: 0.0 })
    }

    /// The position of a number in the middle of a cell.
    fn middle(&self, row: usize, column: usize) -> [f64; 2] {
        let x = self.left + (column as f64 + 0.5) * COLUMN * self.unit;
        [x, self.top + ((row as f64 + 0.5) * ROW + 0.36 * TEXT) * self.unit]
    }

    /// The names beside rows and above columns, and the sums at the far ends.
    fn names(&self, down: &[Name], across: &[Name]) -> Group {
        let mut group = Group::layer("names", Style { font_size: Some(TEXT * self.unit), ..Style::default() });
        let style = |colour: Colour, anchor: Anchor| Style::filled(colour).anchored(anchor);
        let ink = |sum: usize| if sum == 0 { self.theme.faint } else { self.theme.ink };
        let end = self.left + across.len() as f64 * COLUMN * self.unit + 8.0 * self.unit;
        for (row, (_, name, sum)) in down.iter().enumerate() {
            let y = self.middle(row, 0)[1];
            group.push(Mark::text(self.left - 7.0 * self.unit, y, name.as_str()).styled(style(ink(*sum), Anchor::End)));
            group.push(Mark::text(end, y, sum.to_string()).styled(style(self.theme.faint, Anchor::Start)));
        }
        let below = self.top + (down.len() as f64 * ROW + 1.4 * TEXT) * self.unit;
        for (column, (_, name, sum)) in across.iter().enumerate() {
            let x = self.middle(0, column)[0];
            let shape = Shape::Text { x, y: self.top - 8.0 * self.unit, text: name.clone(), turned: TURNED };
            group.push(Mark::new(shape).styled(style(ink(*sum), Anchor::Start)));
            group.push(Mark::text(x, below, sum.to_string()).styled(style(self.theme.faint, Anchor::Middle)));
        }
        group
    }
}
