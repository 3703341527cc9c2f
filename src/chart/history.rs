use super::{
    ChartOptions, TooLarge,
    axis::{Axes, Axis},
    key::key,
    page::Page,
};
use crate::{
    query::HistoryRow,
    said,
    scene::{Fill, Group, HEAD, MARGIN, Mark, PathData, Scene, Shape, Style},
};

/// The natural size of the page.
const SIZE: (f64, f64) = (1100.0, 640.0);
/// The share of the height that the columns at the bottom take.
const COLUMNS: f64 = 0.36;

/// Draws the partnerships in force at the end of each year as a stepped line; those without a known beginning are
/// hatched. Columns below it show partnerships that began (up) and those that ended or were suspended (down).
///
/// # Errors
/// Returns [`TooLarge`] if there are more years than the page has pixels for.
pub fn history(rows: &[HistoryRow], options: &ChartOptions) -> Result<Scene, TooLarge> {
    let (theme, words) = (options.theme.theme(), options.words);
    let page = options.page(SIZE, || format!("{} years", rows.len()))?;
    let Page { size, unit } = page;
    let px = |length: f64| length * unit;
    let foot = options.headings.foot(size.0, unit);
    let (left, right) = (px(MARGIN + 60.0), size.0 - px(MARGIN + 10.0));
    page.columns(rows.len(), right - left, || format!("{} years", rows.len()))?;
    let (top, bottom) = (px(HEAD + 70.0), size.1 - foot - px(50.0));
    let middle = bottom - (bottom - top) * COLUMNS;
    let (first, last) = (rows.first().map_or(0, |row| row.year), rows.last().map_or(0, |row| row.year));
    let years = |start, end| Axis::span(f64::from(first) - 0.5, f64::from(last) + 0.5, start, end);
    let x = years(left, right);
    let most = |count: fn(&HistoryRow) -> usize| rows.iter().map(count).max().unwrap_or(0) as f64;

    let in_force = Axis::linear(most(|row| row.in_force), middle - px(46.0), top);
    let mut upper = Group::layer("in-force", Style::default());
    for row in rows {
        let (start, end) = (x.at(f64::from(row.year) - 0.5), x.at(f64::from(row.year) + 0.5));
        let column = |count: usize, fill: Fill| {
            let head = in_force.at(count as f64);
            let shape = Shape::Rect { x: start, y: head, width: end - start, height: in_force.at(0.0) - head, r: 0.0 };
            Mark::new(shape).styled(Style { fill: Some(fill), ..Style::default() })
        };
        let said = said!(words, YearInForce, year = row.year, in_force = row.in_force, undated = row.undated);
        upper.push(column(row.in_force, Fill::Colour(theme.ramp[1])).tooltip(said));
        if row.undated > 0 {
            upper.push(column(row.undated, Fill::Hatch(theme.hatches[0].id)));
        }
    }
    let steps: Vec<[f64; 2]> = rows
        .iter()
        .flat_map(|row| [-0.5, 0.5].map(|half| [x.at(f64::from(row.year) + half), in_force.at(row.in_force as f64)]))
        .collect();
    let mut path = PathData::default();
    path.line(&steps, false);
    upper.push(Mark::new(Shape::Path(path)).styled(Style::line(theme.ramp[4], px(1.8))));

    // Both directions have the same scale, so that their lengths can be compared.
    let (up, down) = (most(|row| row.begun), most(|row| row.ended + row.suspended));
    let zero = middle + (bottom - middle) * up.max(1.0) / (up + down).max(1.0);
    let length = |count: usize| (bottom - middle) * count as f64 / (up + down).max(1.0);
    let mut lower = Group::layer("changes", Style::default());
    for row in rows {
        let (start, end) = (x.at(f64::from(row.year) - 0.4), x.at(f64::from(row.year) + 0.4));
        let mut column = |y: f64, height: f64, colour, said: String| {
            if height > 0.0 {
                let shape = Shape::Rect { x: start, y, width: end - start, height, r: 0.0 };
                lower.push(Mark::new(shape).styled(Style::filled(colour)).tooltip(said));
            }
        };
        let [begun, ended, suspended] = [row.begun, row.ended, row.suspended].map(length);
        column(zero - begun, begun, theme.categories[0], said!(words, YearBegun, year = row.year, begun = row.begun));
        column(zero, ended, theme.categories[1], said!(words, YearEnded, year = row.year, ended = row.ended));
        column(
            zero + ended,
            suspended,
            theme.categories[2],
            said!(words, YearSuspended, year = row.year, suspended = row.suspended),
        );
    }
    let mut nought = PathData::default();
    nought.line(&[[left, zero], [right, zero]], false);
    lower.push(Mark::new(Shape::Path(nought)).styled(Style::line(theme.line, px(0.8))));

    let axis = said!(words, AxisInForce);
    let axes = Axes { x, y: in_force, names: ["", &axis], unit, theme, words };
    let changes = [
        (Fill::Colour(theme.ramp[1]), said!(words, KeyInForce)),
        (Fill::Hatch(theme.hatches[0].id), said!(words, KeyUndated)),
        (Fill::Colour(theme.categories[0]), said!(words, KeyBegun, most = words.number(up as u64))),
        (Fill::Colour(theme.categories[1]), said!(words, KeyEnded)),
        (Fill::Colour(theme.categories[2]), said!(words, KeySuspended, most = words.number(down as u64))),
    ];
    let key = key(&changes, [px(MARGIN), px(HEAD + 16.0)], unit, theme);
    Ok(options.scene(size, unit, vec![axes.draw().into(), upper.into(), lower.into(), key.into()]))
}
