//! Writes the positions of places in the network view of a page, by the spring layout of diagrams.

use super::{columns::Columns, contents::Contents};
use crate::diagram::{Grouping, Selection, of_ties, springs};

/// With more places than this, or more ties, there is no layout: it would take long and show nothing.
const MOST: (usize, usize) = (50_000, 250_000);
/// The number of columns of the grid between two neighbours.
const SCALE: f64 = 16.0;
/// The width of the picture divided by its height.
const RATIO: f64 = 1.7;

/// Writes the size of the layout, and for each place of the page its two coordinates, shifted by one so that 0 means
/// none. Places without a partnership have no coordinates, and no place has any if there are too many.
///
/// The same partnerships give the same layout. O(places log places + ties).
pub(super) fn write_network(columns: &mut Columns, contents: &Contents<'_>) {
    let graph = &contents.every;
    let mut spots = vec![None; contents.places.len()];
    let mut size = [0; 2];
    let at = |[x, y]: [f64; 2]| [x, y].map(|length| (length * SCALE).round().max(0.0) as u64);
    let is_small = graph.place_count() <= MOST.0 && graph.tie_count() <= MOST.1;
    if is_small && graph.tie_count() > 0 {
        let mut diagram = of_ties(graph, &Selection::All, Grouping::Country, String::new());
        diagram.leave_out_untied();
        let layout = springs(&diagram, RATIO);
        size = at([layout.width, layout.height]);
        let nodes = diagram.clusters.iter().flat_map(|cluster| &cluster.nodes);
        for (node, spot) in nodes.zip(&layout.nodes) {
            // The number of a node is that of its place.
            let number = contents.numbers[node.number] as usize;
            if let Some(found) = number.checked_sub(1).and_then(|number| spots.get_mut(number)) {
                *found = Some(at(spot.at));
            }
        }
    }
    columns.numbers(size);
    for axis in [0, 1] {
        columns.numbers(spots.iter().map(|spot: &Option<[u64; 2]>| spot.map_or(0, |at| at[axis] + 1)));
    }
}
