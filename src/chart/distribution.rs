use super::{
    ChartOptions, TooLarge,
    axis::{Axes, Axis, grouped},
    page::Page,
};
use crate::{
    query::DistributionRow,
    said,
    scene::{Group, HEAD, MARGIN, Mark, Scene, Shape, Style},
    words::Words,
};

/// The form in which a distribution is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistributionChart {
    /// Dots on two logarithmic axes, for values of very different frequency (degrees, sizes). The value 0 has no
    /// logarithm; its frequency is stated in the subtitle.
    LogLog,
    /// Columns, one for each value or class of values.
    Columns,
}

/// The natural size of the page.
const SIZE: (f64, f64) = (960.0, 600.0);

/// Draws how often each value occurs; `names` are the names of the values and of their number, with units.
///
/// # Errors
/// Returns [`TooLarge`] if there are more columns than the page has pixels for.
pub fn distribution(
    rows: &[DistributionRow],
    chart: DistributionChart,
    names: [&str; 2],
    options: &ChartOptions,
) -> Result<Scene, TooLarge> {
    let theme = options.theme.theme();
    let page = options.page(SIZE, || format!("{} values", rows.len()))?;
    let Page { size, unit } = page;
    let px = |length: f64| length * unit;
    let foot = options.headings.foot(size.0, unit);
    let (left, right) = (px(MARGIN + 84.0), size.0 - px(MARGIN + 10.0));
    let (bottom, top) = (size.1 - foot - px(50.0), px(HEAD + 34.0));
    let most = rows.iter().map(|row| row.count).max().unwrap_or(0) as f64;
    let mut layer = Group::layer("distribution", Style::filled(theme.categories[0]));
    let axes = match chart {
        DistributionChart::LogLog => {
            let last = rows.iter().map(|row| row.value).max().unwrap_or(0) as f64;
            let (x, y) = (Axis::logarithmic(last, left, right), Axis::logarithmic(most, bottom, top));
            for row in rows.iter().filter(|row| row.value > 0) {
                let shape = Shape::Circle { x: x.at(row.value as f64), y: y.at(row.count as f64), r: px(3.6) };
                layer.push(Mark::new(shape).tooltip(tooltip(row, options.words)));
            }
            Axes { x, y, names, unit, theme, words: options.words }
        }
        DistributionChart::Columns => {
            page.columns(rows.len(), right - left, || format!("{} columns", rows.len()))?;
            let width = rows.iter().find_map(|row| Some(row.below? - row.value)).unwrap_or(1) as f64;
            // A class begins at its value; a single value is in the middle of its column.
            let begin =
                |row: &DistributionRow| if row.below.is_some() { row.value as f64 } else { row.value as f64 - 0.5 };
            let least = rows.first().map_or(0.0, begin);
            let last = rows.last().map_or(width, |row| begin(row) + width);
            let (x, y) = (Axis::span(least, last, left, right), Axis::linear(most, bottom, top));
            let gap = ((x.at(width) - x.at(0.0)) * 0.08).min(px(2.0));
            for row in rows {
                let (start, end) = (x.at(begin(row)) + gap, x.at(begin(row) + width) - gap);
                let head = y.at(row.count as f64);
                let shape = Shape::Rect { x: start, y: head, width: end - start, height: bottom - head, r: 0.0 };
                layer.push(Mark::new(shape).tooltip(tooltip(row, options.words)));
            }
            Axes { x, y, names, unit, theme, words: options.words }
        }
    };
    Ok(options.scene(size, unit, vec![axes.draw().into(), layer.into()]))
}

fn tooltip(row: &DistributionRow, words: Words) -> String {
    let from = words.decimal(&row.value.to_string());
    let value = match row.below {
        None => from,
        Some(below) => said!(words, FromTo, from, to = words.decimal(&below.to_string())),
    };
    let share = words.decimal(&row.share_percent.to_string());
    format!("{value}: {} ({share} %)", grouped(row.count as f64, words))
}
