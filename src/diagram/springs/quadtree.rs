/// The most bodies in a cell that isn't divided.
const LEAF: usize = 6;
/// The number of bits of a coordinate in the key of a body, which limits how often a cell is divided.
const BITS: u32 = 32;
/// Added to the squared distance of two bodies, so that bodies at one point don't repel each other without bound.
const SOFTENING: f64 = 1e-4;

/// Charged bodies in the plane, in cells that are divided into four, so that distant bodies act as one (J. Barnes and
/// P. Hut, "A hierarchical O(N log N) force-calculation algorithm", 1986).
pub(super) struct Quadtree {
    /// The cells; each comes before those into which it is divided.
    cells: Vec<Cell>,
    /// The bodies in the order of a space-filling curve, so that those of a cell are consecutive.
    bodies: Vec<Body>,
    /// The numbers of these bodies.
    order: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Body {
    at: [f64; 2],
    charge: f64,
}

struct Cell {
    /// A body at the centre of its charges, with their sum.
    body: Body,
    /// The square of the length of its side.
    area: f64,
    /// The index of the first cell that isn't part of this one.
    next: usize,
    /// The range of its bodies, if it isn't divided.
    bodies: Option<(usize, usize)>,
}

impl Quadtree {
    /// A tree of bodies at finite positions with charges above 0. O(bodies log bodies).
    pub(super) fn new(positions: &[[f64; 2]], charges: &[f64]) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for position in positions {
            for axis in 0..2 {
                low[axis] = low[axis].min(position[axis]);
                high[axis] = high[axis].max(position[axis]);
            }
        }
        let side = (high[0] - low[0]).max(high[1] - low[1]).max(f64::MIN_POSITIVE.sqrt());
        let step = |value: f64, low: f64| ((value - low) / side * f64::from(u32::MAX)) as u32;
        let key = |position: &[f64; 2]| spread(step(position[0], low[0])) | spread(step(position[1], low[1])) << 1;
        let mut keys: Vec<(u64, u32)> = positions.iter().map(key).zip(0..).collect();
        keys.sort_unstable();
        let order: Vec<u32> = keys.iter().map(|&(_, number)| number).collect();
        let body = |&number: &u32| Body { at: positions[number as usize], charge: charges[number as usize] };
        let bodies = order.iter().map(body).collect();
        let mut tree = Self { cells: Vec::with_capacity(positions.len()), bodies, order };
        tree.divide(&keys, 0, 2 * BITS, side);
        tree
    }

    /// Adds the cell of the bodies from `start` on whose keys agree in all but the last `bits` bits.
    fn divide(&mut self, keys: &[(u64, u32)], start: usize, bits: u32, side: f64) {
        let own = self.cells.len();
        let end = start + keys.len();
        let body = centre(&self.bodies[start..end]);
        let is_whole = keys.len() <= LEAF || bits == 0;
        let bodies = is_whole.then_some((start, end));
        self.cells.push(Cell { body, area: side * side, next: 0, bodies });
        if !is_whole {
            let quarter = |key: u64| (key >> (bits - 2)) & 3;
            let mut start = start;
            for keys in keys.chunk_by(|a, b| quarter(a.0) == quarter(b.0)) {
                self.divide(keys, start, bits - 2, side / 2.0);
                start += keys.len();
            }
        }
        self.cells[own].next = self.cells.len();
    }

    /// The numbers of the bodies, in an order that mostly keeps near ones together.
    pub(super) fn order(&self) -> &[u32] {
        &self.order
    }

    /// The force on a body of charge 1 at `at`, if each body repels it with its charge divided by the distance.
    ///
    /// A cell acts as one body if its side is shorter than its distance. O(log bodies) for evenly spread bodies.
    pub(super) fn push(&self, at: [f64; 2]) -> [f64; 2] {
        let mut force = [0.0; 2];
        let mut number = 0;
        while let Some(cell) = self.cells.get(number) {
            let off = [at[0] - cell.body.at[0], at[1] - cell.body.at[1]];
            let distance = off[0] * off[0] + off[1] * off[1];
            // The centre of few bodies at one point is inexact by rounding errors, which must not be taken for a
            // distance.
            if cell.area.max(SOFTENING) < distance {
                let strength = cell.body.charge / distance;
                force[0] += off[0] * strength;
                force[1] += off[1] * strength;
                number = cell.next;
            } else if let Some((start, end)) = cell.bodies {
                for body in &self.bodies[start..end] {
                    let off = [at[0] - body.at[0], at[1] - body.at[1]];
                    let strength = body.charge / (off[0] * off[0] + off[1] * off[1] + SOFTENING);
                    force[0] += off[0] * strength;
                    force[1] += off[1] * strength;
                }
                number = cell.next;
            } else {
                number += 1;
            }
        }
        force
    }
}

/// All charges, combined at their centre.
fn centre(bodies: &[Body]) -> Body {
    let charge = bodies.iter().map(|body| body.charge).sum();
    let mean = |axis: usize| bodies.iter().map(|body| body.charge * body.at[axis]).sum::<f64>() / charge;
    Body { at: [mean(0), mean(1)], charge }
}

/// Spreads the bits of `x`, with a zero above each.
fn spread(x: u32) -> u64 {
    let masks = [
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ];
    masks.iter().fold(u64::from(x), |bits, (by, mask)| (bits | bits << by) & mask)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bits_of_two_numbers_fit_between_each_other() {
        assert_eq!((spread(0b101), spread(u32::MAX)), (0b1_0001, 0x5555_5555_5555_5555));
    }

    #[test]
    fn a_body_alone_is_not_pushed_by_itself() {
        // (charge x position) / charge isn't always exactly the position.
        for (place, charge) in
            [([-46.51203557841355, 0.0], 6.925100856975446), ([0.0, -1.513986779597819], 6.149806170609006)]
        {
            assert_eq!(Quadtree::new(&[place], &[charge]).push(place), [0.0, 0.0]);
        }
    }

    #[test]
    fn bodies_in_one_place_end_the_division() {
        let tree = Quadtree::new(&[[3.0, 3.0]; 100], &[1.0; 100]);
        assert_eq!(tree.push([3.0, 3.0]), [0.0, 0.0]);
        assert!(tree.push([5.0, 3.0])[0] > 49.0);
    }

    proptest! {
        /// The oracle is the sum over all pairs.
        #[test]
        fn the_push_is_nearly_that_of_each_body(bodies in prop::collection::vec(((-50f64..50.0, -50f64..50.0), 1f64..9.0), 1..200)) {
            let positions: Vec<[f64; 2]> = bodies.iter().map(|&((x, y), _)| [x, y]).collect();
            let charges: Vec<f64> = bodies.iter().map(|&(_, charge)| charge).collect();
            let tree = Quadtree::new(&positions, &charges);
            for &[x, y] in &positions {
                let found = tree.push([x, y]);
                let (mut exact, mut size) = ([0.0; 2], 0.0);
                for (other, charge) in positions.iter().zip(&charges) {
                    let off = [x - other[0], y - other[1]];
                    let strength = charge / (off[0] * off[0] + off[1] * off[1] + SOFTENING);
                    exact = [exact[0] + off[0] * strength, exact[1] + off[1] * strength];
                    size += off[0].hypot(off[1]) * strength;
                }
                // A body across the diagonal from a heavier one is treated as part of it, which at most doubles the
                // force.
                prop_assert!((found[0] - exact[0]).hypot(found[1] - exact[1]) <= size + 1e-9);
            }
        }
    }
}
