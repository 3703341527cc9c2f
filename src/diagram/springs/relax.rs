use rayon::prelude::*;

use super::{mesh::Mesh, quadtree::Quadtree};

/// With fewer nodes than this, a second thread doesn't pay.
const FEW: usize = 2000;
/// The first step of nodes, in mean edge lengths.
const FIRST_STEP: f64 = 0.2;
/// The factor for the step if it was too long.
const COOLING: f64 = 0.9;
/// After this many successful rounds, the step may grow again.
const PROGRESS: usize = 5;

/// Moves the nodes of a mesh for some rounds towards the balance of springs and charges.
///
/// Edges pull in proportion to their length and weight. Nodes repel each other by the product of their charges divided
/// by their distance (M. Jacomy, T. Venturini, S. Heymann, M. Bastian, "ForceAtlas2", 2014). In each round all nodes
/// move one step along the force on them. The length of the step depends on whether the last one was successful (Y. Hu,
/// "Efficient, High-Quality Force-Directed Graph Drawing", 2005). Takes O(rounds (nodes log nodes + edges)) time; the
/// result is the same for any number of threads.
pub(super) fn relax(mesh: &Mesh, positions: &mut [[f64; 2]], rounds: usize) {
    let charges: Vec<f64> = (0..mesh.node_count()).map(|node| mesh.charge(node)).collect();
    let mut step = FIRST_STEP * mean_length(mesh, positions);
    let (mut last, mut progress) = (f64::INFINITY, 0);
    for _ in 0..rounds {
        let tree = Quadtree::new(positions, &charges);
        let force = |&node: &u32| force(mesh, positions, &charges, &tree, node as usize);
        let forces: Vec<[f64; 2]> = if positions.len() < FEW {
            tree.order().iter().map(force).collect()
        } else {
            tree.order().par_iter().with_min_len(256).map(force).collect()
        };
        let mut energy = 0.0;
        for (&node, [x, y]) in tree.order().iter().zip(forces) {
            let square = x * x + y * y;
            energy += square;
            if square > 0.0 {
                let [along_x, along_y] = [x, y].map(|part| part / square.sqrt() * step);
                let at = &mut positions[node as usize];
                *at = [at[0] + along_x, at[1] + along_y];
            }
        }
        progress = if energy < last { progress + 1 } else { 0 };
        if progress == 0 {
            step *= COOLING;
        } else if progress == PROGRESS {
            (step, progress) = (step / COOLING, 0);
        }
        last = energy;
    }
}

/// The force on a node.
fn force(mesh: &Mesh, positions: &[[f64; 2]], charges: &[f64], tree: &Quadtree, node: usize) -> [f64; 2] {
    let at = positions[node];
    let mut force = tree.push(at).map(|push| push * charges[node]);
    for &(other, weight) in mesh.neighbours(node) {
        let other = positions[other as usize];
        force[0] += weight * (other[0] - at[0]);
        force[1] += weight * (other[1] - at[1]);
    }
    force
}

/// The mean length of an edge; 1 if there is none.
pub(super) fn mean_length(mesh: &Mesh, positions: &[[f64; 2]]) -> f64 {
    let (mut sum, mut count) = (0.0, 0_u32);
    for (node, from) in positions.iter().enumerate() {
        for &(other, _) in mesh.neighbours(node) {
            let to = positions[other as usize];
            sum += ((to[0] - from[0]) * (to[0] - from[0]) + (to[1] - from[1]) * (to[1] - from[1])).sqrt();
            count += 1;
        }
    }
    if count == 0 { 1.0 } else { sum / f64::from(count) }
}
