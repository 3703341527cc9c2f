use std::cmp::Reverse;

use super::{ChartOptions, TooLarge, key::key, page::Page};
use crate::{
    query::RegionRow,
    said,
    scene::{Anchor, Colour, Fill, Font, Group, HEAD, MARGIN, Mark, Scene, Shape, Style, Theme},
    words::Words,
};

/// Lengths, in pixels of a page at its natural size.
const ROW: f64 = 19.0;
const TEXT: f64 = 12.5;
/// The most bars in one column.
const MOST_ROWS: usize = 46;
/// The width of a column of bars with their names, and of the gap beside it.
const COLUMN: f64 = 560.0;
const GAP: f64 = 30.0;

/// Regions as bars by a count, the largest first, equal ones by code. Regions without a tie come last and are hatched.
///
/// `groups` has the countries of the rows, in order, with the number of rows of each. Each country has a colour.
///
/// # Errors
/// Returns [`TooLarge`] if there are more bars than fit a page.
pub fn bars(
    rows: &[RegionRow],
    groups: &[(String, usize)],
    count: impl Fn(&RegionRow) -> usize,
    options: &ChartOptions,
) -> Result<Scene, TooLarge> {
    let theme = options.theme.theme();
    let group_of = groups.iter().enumerate().flat_map(|(group, (_, rows))| std::iter::repeat_n(group, *rows));
    let mut ranked: Vec<(usize, &RegionRow)> = group_of.zip(rows).collect();
    let rank = |row: &RegionRow| (row.ties == 0, Reverse(count(row)));
    ranked.sort_by(|(_, a), (_, b)| rank(a).cmp(&rank(b)).then_with(|| a.region.cmp(&b.region)));
    let columns = ranked.len().div_ceil(MOST_ROWS).max(1);
    let in_column = ranked.len().div_ceil(columns).max(1);
    let natural = (
        (columns as f64 * (COLUMN + GAP) - GAP + 2.0 * MARGIN).max(900.0),
        HEAD + 30.0 + in_column as f64 * ROW + 6.0 + options.headings.foot(900.0, 1.0),
    );
    let Page { size, unit } = options.page(natural, || format!("{} bars", ranked.len()))?;
    let longest = ranked.iter().map(|(_, row)| count(row)).max().unwrap_or(0).max(1);
    let mut layer = Group::layer("bars", Style::text(theme.ink, TEXT * unit));
    for (column, ranked) in ranked.chunks(in_column).enumerate() {
        let names = ranked.iter().map(|(_, row)| Font.width(&row.name, TEXT)).fold(60.0, f64::max).min(COLUMN / 2.0);
        let left = MARGIN + column as f64 * (COLUMN + GAP) + names + 8.0;
        let room = COLUMN - names - 50.0;
        for (number, (group, row)) in ranked.iter().enumerate() {
            let bar = Bar {
                left: left * unit,
                middle: (HEAD + 30.0 + (number as f64 + 0.5) * ROW) * unit,
                length: room * count(row) as f64 / longest as f64 * unit,
                unit,
            };
            bar.draw(&mut layer, row, count(row), colour(theme, *group), (theme, options.words));
        }
    }
    let coloured =
        groups.iter().enumerate().map(|(group, (name, _))| (Fill::Colour(colour(theme, group)), name.clone()));
    let mut entries: Vec<(Fill, String)> = coloured.take(theme.categories.len()).collect();
    entries.push((Fill::Hatch(theme.hatches[0].id), said!(options.words, NoTie)));
    let key = key(&entries, [MARGIN * unit, (HEAD + 12.0) * unit], unit, theme);
    Ok(options.scene(size, unit, vec![layer.into(), key.into()]))
}

/// The colour of a country's bars; from the sixth country on, all have the same.
fn colour(theme: &Theme, group: usize) -> Colour {
    theme.categories[group.min(theme.categories.len() - 1)]
}

/// The position of a bar on the page.
struct Bar {
    left: f64,
    middle: f64,
    length: f64,
    unit: f64,
}

impl Bar {
    fn draw(&self, layer: &mut Group, row: &RegionRow, count: usize, colour: Colour, (theme, words): (&Theme, Words)) {
        let height = 0.68 * ROW * self.unit;
        let base = self.middle + 0.36 * TEXT * self.unit;
        let none = row.ties == 0;
        // A bar of length 0 would be invisible, so it gets a minimum; a region without ties has a short hatched stub.
        let width = if none { 14.0 * self.unit } else { self.length.max(1.0) };
        let shape = Shape::Rect { x: self.left, y: self.middle - height / 2.0, width, height, r: 0.0 };
        let fill = if none { Fill::Hatch(theme.hatches[0].id) } else { Fill::Colour(colour) };
        let mark = Mark::new(shape).styled(Style { fill: Some(fill), ..Style::default() }).tooltip(said!(
            words,
            BarOfRegion,
            name = &row.name,
            region = &row.region,
            ties = row.ties,
            partner_regions = row.partner_regions,
            tied = row.tied_places,
            places = row.places
        ));
        let class = if none { "no-tie" } else { "bar" };
        layer.push(Mark { class, data: vec![("region", row.region.clone())], ..mark });
        let ink = if none { theme.faint } else { theme.ink };
        let name = Mark::text(self.left - 7.0 * self.unit, base, row.name.as_str());
        layer.push(name.styled(Style::filled(ink).anchored(Anchor::End)));
        let number = Mark::text(self.left + width + 6.0 * self.unit, base, words.number(count as u64));
        layer.push(number.styled(Style::filled(ink).anchored(Anchor::Start)));
    }
}
