//! Writes the positions on the map of a page. `page/src/data.ts` reads the columns in the same order.

use super::{
    columns::Columns,
    contents::Contents,
    curves::{Quad, quads},
    data::Areas,
    grid::{Grid, thinned},
};
use crate::{
    graph::Network,
    map::BaseMap,
    model::CountryCode,
    register::{Outline, Outlines},
    scene::Frame,
};

/// The greatest distance between a curve and its great circle, in pixels of the map's first view.
const TOLERANCE: f64 = 0.35;
/// Control points are written in steps of this many columns of the grid: a third of a pixel of the first view.
const STEP: i64 = 16;
/// Points of outlines closer than this, in pixels of the first view, are merged.
const DETAIL: f64 = 0.3;

/// Writes the positions of places on the map, and the arcs of the ties.
pub(super) fn write_map(columns: &mut Columns, base: &BaseMap, contents: &Contents<'_>, outlines: &Outlines) {
    let (graph, grid) = (&contents.every, Grid::over(base.frame));
    let spots: Vec<Option<[i64; 2]>> =
        contents.places.iter().map(|&place| base.spot(graph, place, outlines).map(|at| grid.at(at))).collect();
    // Numbers are shifted by one, so that 0 means no position.
    for axis in [0, 1] {
        columns.numbers(spots.iter().map(|spot| spot.map_or(0, |at| at[axis] as u64 + 1)));
    }
    let (mut strokes, mut counts) = (Vec::new(), Vec::new());
    // They are separate columns, since most ends are 0 and most control points aren't: this compresses well.
    let (mut ends, mut joints, mut controls) = (Vec::new(), Vec::new(), [Vec::new(), Vec::new()]);
    let ties: Vec<_> = graph.ties().map(|(_, tie)| [tie.a, tie.b]).collect();
    let bent = |arc: Vec<Vec<[f64; 2]>>| -> Vec<([f64; 2], Vec<Quad>)> {
        arc.iter().map(|stroke| (stroke[0], quads(stroke, TOLERANCE))).collect()
    };
    for (tie, arc) in ties.iter().zip(base.arcs(graph, ties.iter().copied(), outlines, bent)) {
        strokes.push(arc.len() as u64);
        let [from, to] = tie.map(|end| {
            let number = contents.number(end) as usize;
            number.checked_sub(1).and_then(|at| spots[at]).unwrap_or_default()
        });
        for (start, curves) in arc {
            counts.push(curves.len() as u64);
            let mut at = grid.at(start);
            ends.extend([0, 1].map(|axis| at[axis] - from[axis]));
            for (number, Quad { control, end }) in curves.iter().enumerate() {
                let (control, end) = (grid.at(*control), grid.at(*end));
                if number + 1 == curves.len() {
                    ends.extend([0, 1].map(|axis| end[axis] - to[axis]));
                } else {
                    joints.extend([0, 1].map(|axis| end[axis] - at[axis]));
                }
                for axis in [0, 1] {
                    let off = control[axis] - (at[axis] + end[axis]).div_euclid(2);
                    controls[axis].push((off + STEP / 2).div_euclid(STEP));
                }
                at = end;
            }
        }
    }
    columns.numbers(strokes);
    columns.numbers(counts);
    columns.signed(ends);
    columns.signed(joints);
    controls.into_iter().for_each(|of_axis| columns.signed(of_axis));
}

/// Writes the outlines of all countries, and of the regions in coloured countries.
pub(super) fn write_outlines(
    columns: &mut Columns,
    base: &BaseMap,
    areas: &Areas,
    network: &Network,
    outlines: &Outlines,
) {
    let sphere = base.sphere();
    write_rings(columns, base.frame, [(0, sphere)].into_iter());
    let countries: Vec<(CountryCode, &Outline)> = outlines.countries().collect();
    let rings = countries.into_iter().map(|(code, outline)| (areas.country(Some(code)), base.rings(outline)));
    let rings: Vec<_> = rings.collect();
    let frame = base.frame;
    write_rings(columns, frame, rings.into_iter());
    let coloured = super::regions_of(network, &base.sides);
    let outlined = coloured.iter().filter_map(|id| {
        let outline = outlines.region(&network.register().region(*id).code)?;
        Some((areas.region(Some(*id)), base.rings(outline)))
    });
    let rings: Vec<_> = outlined.collect();
    write_rings(columns, frame, rings.into_iter());
}

/// Writes areas by number: the number of rings of each, the number of points of each ring, and the points as
/// differences.
fn write_rings(columns: &mut Columns, frame: Frame, areas: impl Iterator<Item = (u64, Vec<Vec<[f64; 2]>>)>) {
    let grid = Grid::over(frame);
    let (mut numbers, mut rings, mut points, mut steps) =
        (Vec::new(), Vec::new(), Vec::new(), [Vec::new(), Vec::new()]);
    let mut at = [0; 2];
    for (number, outline) in areas {
        let outline: Vec<_> =
            outline.iter().map(|ring| thinned(ring, DETAIL)).filter(|ring| !ring.is_empty()).collect();
        if outline.is_empty() {
            continue;
        }
        numbers.push(number);
        rings.push(outline.len() as u64);
        for ring in outline {
            points.push(ring.len() as u64);
            for point in ring {
                let next = grid.at(point);
                for axis in [0, 1] {
                    steps[axis].push(next[axis] - at[axis]);
                }
                at = next;
            }
        }
    }
    columns.numbers(numbers);
    columns.numbers(rings);
    columns.numbers(points);
    let [across, down] = steps;
    columns.signed(across);
    columns.signed(down);
}
