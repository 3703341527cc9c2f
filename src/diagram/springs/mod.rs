//! A layout of our own for diagrams of thousands of nodes.
//!
//! Each component is coarsened until few nodes are left ([`mesh`]). These are laid out by springs and charges
//! ([`relax`]), where distant nodes act together ([`quadtree`]). Their positions are passed to the next finer mesh,
//! which is laid out from there. Then components are scaled in proportion to their nodes ([`shape`]), nodes are moved
//! off each other ([`apart`]), and components are packed ([`packing`]). Nothing is random, and only `+ - * /` and
//! square roots are used. So the same diagram gives the same positions on every machine, with any number of threads.

mod apart;
mod mesh;
mod packing;
mod quadtree;
mod relax;
mod shape;

use std::collections::HashMap;

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use self::{
    apart::moved_apart,
    mesh::Mesh,
    packing::packed,
    relax::{mean_length, relax},
    shape::shaped,
};
use super::{
    Diagram,
    layout::{Layout, Spot, TextAt},
};

/// A mesh with this many nodes isn't coarsened further.
const COARSEST: usize = 12;
/// The number of rounds on a mesh of fewer than [`LARGE`] nodes, and on one with more.
const ROUNDS: (usize, usize) = (100, 40);
const LARGE: usize = 2000;
/// How far a node starts from the coarse node that it was part of, in mean edge lengths.
const APART: f64 = 0.05;
/// The margin around each component, in units where a node has an area of 1.
const ROOM: f64 = 1.2;

/// A layout of many nodes, about `ratio` times as wide as high, in which each node has an area of 1. Nodes are dots,
/// and edges are straight.
///
/// O(nodes log nodes + edges) time, O(nodes + edges) memory.
pub fn springs(diagram: &Diagram, ratio: f64) -> Layout {
    let nodes = diagram.clusters.iter().flat_map(|cluster| &cluster.nodes);
    let number_of: HashMap<usize, u32> = nodes.map(|node| node.number).zip(0..).collect();
    let ends = |edge: &super::Edge| Some([*number_of.get(&edge.from)?, *number_of.get(&edge.to)?]);
    let ends: Vec<Option<[u32; 2]>> = diagram.edges.iter().map(ends).collect();
    let count = diagram.node_count();
    let parts = parts(count, &ends);
    // The other components need the rest of the width.
    let share = |part: &Part| part.nodes.len() as f64 / count as f64;
    let place = |part: &Part| part.laid_out((ratio * share(part)).max(1.0));
    let positions: Vec<Vec<[f64; 2]>> = parts.par_iter().map(place).collect();
    let boxes: Vec<([f64; 2], [f64; 2])> = positions.iter().map(|positions| bounds(positions)).collect();
    let sizes: Vec<[f64; 2]> =
        boxes.iter().map(|(low, high)| [0, 1].map(|axis| high[axis] - low[axis] + ROOM)).collect();
    let (corners, [width, height]) = packed(&sizes, ratio);
    let mut spots = vec![Spot { at: [0.0; 2], text: TextAt::WhereRoomIs }; count];
    for (((part, positions), (low, _)), corner) in parts.iter().zip(&positions).zip(&boxes).zip(corners) {
        for (&node, at) in part.nodes.iter().zip(positions) {
            spots[node as usize].at = [0, 1].map(|axis| corner[axis] + at[axis] - low[axis] + ROOM / 2.0);
        }
    }
    let course = |ends: &Option<[u32; 2]>| {
        let Some([from, to]) = ends.map(|ends| ends.map(|node| spots[node as usize].at)) else { return Vec::new() };
        let between = |share: f64| [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]));
        vec![from, between(1.0 / 3.0), between(2.0 / 3.0), to]
    };
    Layout {
        width,
        height,
        edges: ends.iter().map(course).collect(),
        labels: vec![None; diagram.edges.len()],
        nodes: spots,
        clusters: vec![None; diagram.clusters.len()],
    }
}

/// A connected component.
#[derive(Default)]
struct Part {
    /// The numbers of its nodes in the diagram.
    nodes: Vec<u32>,
    /// Its edges, as indices in `nodes`.
    edges: Vec<[u32; 2]>,
}

/// The components of a diagram, sorted by their first nodes. Their edges are in order and without loops.
fn parts(count: usize, ends: &[Option<[u32; 2]>]) -> Vec<Part> {
    let mut joined: UnionFind<u32> = UnionFind::new(count);
    for &[a, b] in ends.iter().flatten() {
        joined.union(a, b);
    }
    let labels = joined.into_labeling();
    let (mut parts, mut part_of) = (Vec::<Part>::new(), vec![usize::MAX; count]);
    let mut place_of = vec![0; count];
    for (node, &label) in (0..).zip(&labels) {
        let part = &mut part_of[label as usize];
        if *part == usize::MAX {
            *part = parts.len();
            parts.push(Part::default());
        }
        let nodes = &mut parts[*part].nodes;
        place_of[node as usize] = nodes.len() as u32;
        nodes.push(node);
    }
    for ends in ends.iter().flatten().filter(|[a, b]| a != b) {
        let part = part_of[labels[ends[0] as usize] as usize];
        parts[part].edges.push(ends.map(|node| place_of[node as usize]));
    }
    parts
}

impl Part {
    /// The positions of its nodes.
    fn laid_out(&self, ratio: f64) -> Vec<[f64; 2]> {
        let finest = Mesh::new(self.nodes.len(), &self.edges);
        let charges: Vec<f64> = (0..finest.node_count()).map(|node| finest.charge(node)).collect();
        let (mut mesh, mut finer) = (finest, Vec::new());
        while mesh.node_count() > COARSEST {
            let (coarser, groups) = mesh.coarsened();
            finer.push((mesh, groups));
            mesh = coarser;
        }
        let mut positions = scattered(mesh.node_count(), mesh.charge(0));
        relax(&mesh, &mut positions, ROUNDS.0);
        while let Some((finer, groups)) = finer.pop() {
            let apart = APART * mean_length(&mesh, &positions);
            let near = |(&group, off): (&u32, [f64; 2])| {
                let at = positions[group as usize];
                [0, 1].map(|axis| at[axis] + apart * off[axis])
            };
            positions = groups.iter().zip(scattered(groups.len(), 1.0)).map(near).collect();
            relax(&finer, &mut positions, if finer.node_count() < LARGE { ROUNDS.0 } else { ROUNDS.1 });
            mesh = finer;
        }
        shaped(&mut positions, &charges, ratio);
        let mut degrees = vec![0; positions.len()];
        self.edges.iter().flatten().for_each(|&node| degrees[node as usize] += 1);
        moved_apart(&mut positions, &degrees);
        positions
    }
}

/// Points that are spread evenly over a square around 0, without a pattern (M. Roberts, "The Unreasonable Effectiveness
/// of Quasirandom Sequences", 2018).
fn scattered(count: usize, side: f64) -> Vec<[f64; 2]> {
    let point = |number: u32| {
        [0.754_877_666_246_692_7, 0.569_840_290_998_053_2].map(|step| side * ((f64::from(number) * step).fract() - 0.5))
    };
    (0..count as u32).map(point).collect()
}

/// The smallest and the largest coordinates.
fn bounds(positions: &[[f64; 2]]) -> ([f64; 2], [f64; 2]) {
    let edge =
        |pick: fn(f64, f64) -> f64, from: f64| [0, 1].map(|axis| positions.iter().map(|at| at[axis]).fold(from, pick));
    (edge(f64::min, f64::INFINITY), edge(f64::max, f64::NEG_INFINITY))
}
