use std::collections::HashMap;

use crate::{model::CountryCode, register::Outline};

/// The lines of a set of outlines, each line once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Borders {
    /// Lines between two outlines of one country.
    pub inner: Vec<Vec<[f64; 2]>>,
    /// Coasts, and borders of countries.
    pub outer: Vec<Vec<[f64; 2]>>,
}

/// An edge of a ring, independent of its direction. Outlines that share a border have exactly the same points.
type Edge = ([u64; 2], [u64; 2]);

/// The outlines that have an edge.
struct Seen {
    country: CountryCode,
    inner: bool,
    drawn: bool,
}

/// The lines of `outlines`, each given with its country. Edges along the 180th meridian are where the data was cut, not
/// borders, so they are left out. O(points).
pub(super) fn borders(outlines: &[(CountryCode, &Outline)]) -> Borders {
    let mut edges: HashMap<Edge, Seen> = HashMap::new();
    for &(country, outline) in outlines {
        for pair in outline.iter().flatten().flat_map(|ring| ring.windows(2)) {
            edges
                .entry(edge(pair[0], pair[1]))
                .and_modify(|seen| seen.inner = seen.country == country)
                .or_insert(Seen { country, inner: false, drawn: false });
        }
    }
    let mut borders = Borders::default();
    for ring in outlines.iter().flat_map(|(_, outline)| outline.iter().flatten()) {
        let mut line: Vec<[f64; 2]> = Vec::new();
        let mut line_is_inner = false;
        let mut finish = |line: &mut Vec<[f64; 2]>, inner: bool| {
            if line.len() > 1 {
                let into = if inner { &mut borders.inner } else { &mut borders.outer };
                into.push(std::mem::take(line));
            }
            line.clear();
        };
        for pair in ring.windows(2) {
            let draws = match edges.get_mut(&edge(pair[0], pair[1])) {
                Some(seen) if !seen.drawn && !is_cut(pair) => {
                    seen.drawn = true;
                    Some(seen.inner)
                }
                _ => None,
            };
            if draws != Some(line_is_inner) || line.is_empty() {
                finish(&mut line, line_is_inner);
            }
            if let Some(inner) = draws {
                line_is_inner = inner;
                if line.is_empty() {
                    line.push(pair[0]);
                }
                line.push(pair[1]);
            }
        }
        finish(&mut line, line_is_inner);
    }
    borders
}

fn edge(a: [f64; 2], b: [f64; 2]) -> Edge {
    let [a, b] = [a, b].map(|point| point.map(f64::to_bits));
    if a < b { (a, b) } else { (b, a) }
}

/// Whether both ends lie on the 180th meridian.
fn is_cut(pair: &[[f64; 2]]) -> bool {
    pair.iter().all(|[lon, _]| lon.abs() > 179.999)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64) -> Outline {
        vec![vec![vec![[west, 0.0], [west, 1.0], [west + 1.0, 1.0], [west + 1.0, 0.0], [west, 0.0]]]]
    }

    fn edges(lines: &[Vec<[f64; 2]>]) -> usize {
        lines.iter().map(|line| line.len() - 1).sum()
    }

    #[test]
    fn a_shared_border_is_drawn_once_and_inner_only_within_a_country() {
        let [a, b, c] = [0.0, 1.0, 2.0].map(square);
        let [by, ru] = ["BY", "RU"].map(|code| CountryCode::new(code).unwrap());
        let found = borders(&[(by, &a), (by, &b), (ru, &c)]);
        assert_eq!((edges(&found.inner), edges(&found.outer)), (1, 9));
        assert_eq!(found.inner[0], [[1.0, 1.0], [1.0, 0.0]]);
    }

    #[test]
    fn the_cut_at_180_degrees_is_no_border() {
        let [west, east] = [179.0, -180.0].map(square);
        let ru = CountryCode::new("RU").unwrap();
        let found = borders(&[(ru, &west), (ru, &east)]);
        assert_eq!((edges(&found.inner), edges(&found.outer)), (0, 6));
    }
}
