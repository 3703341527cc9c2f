//! TopoJSON as its specification (github.com/topojson/topojson-specification) has it, as far as the embedded files use it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Polygon, Ring};

#[derive(Deserialize)]
struct Document<'t> {
    transform: Transform,
    #[serde(borrow)]
    arcs: &'t RawValue,
    #[serde(borrow)]
    objects: BTreeMap<&'t str, Collection<'t>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Collection<'t> {
    #[serde(borrow)]
    geometries: Vec<Geometry<'t>>,
}

#[derive(Deserialize)]
struct Geometry<'t> {
    id: &'t str,
    /// Missing where the shape was too small to keep. Nested once more of a MultiPolygon than of a Polygon.
    #[serde(borrow)]
    arcs: Option<&'t RawValue>,
}

/// The arcs that shapes are made of.
#[derive(Clone, Debug)]
pub(super) struct Topology {
    points: Vec<[f64; 2]>,
    /// Where each arc ends in `points`.
    ends: Vec<usize>,
}

/// What is met on the way through nested lists of whole numbers.
enum Token {
    Number(i32),
    /// The end of a list that this many others are around.
    End(u32),
}

/// Calls `each` with every number, and with the end of every list.
fn scan(lists: &str, mut each: impl FnMut(Token)) {
    let (mut depth, mut number, mut is_negative) = (0_u32, None::<i32>, false);
    for byte in lists.bytes() {
        match byte {
            b'0'..=b'9' => number = Some(number.unwrap_or(0) * 10 + i32::from(byte - b'0')),
            b'-' => is_negative = true,
            b'[' => depth += 1,
            b',' | b']' => {
                if let Some(number) = number.take() {
                    each(Token::Number(if is_negative { -number } else { number }));
                    is_negative = false;
                }
                if byte == b']' {
                    depth -= 1;
                    each(Token::End(depth));
                }
            }
            _ => {}
        }
    }
}

impl Topology {
    /// The arcs of a file, and the id of every geometry that has any with the numbers of its arcs, for
    /// [`polygons`](Self::polygons).
    pub(super) fn open<'t>(text: &'t str) -> (Self, Vec<(&'t str, &'t str)>) {
        let Document { transform, arcs, objects } =
            serde_json::from_str::<Document<'t>>(text).expect("an embedded file of outlines is TopoJSON");
        let Transform { scale, translate } = transform;
        // A point of an arc takes nine bytes or so.
        let mut topology = Self { points: Vec::with_capacity(arcs.get().len() / 8), ends: Vec::new() };
        let (mut at, mut axis) = ([0, 0], 0);
        scan(arcs.get(), |token| match token {
            Token::Number(step) => {
                at[axis] += step;
                axis = 1 - axis;
            }
            Token::End(2) => {
                topology.points.push([0, 1].map(|axis| f64::from(at[axis]) * scale[axis] + translate[axis]));
            }
            Token::End(_) => {
                topology.ends.push(topology.points.len());
                at = [0, 0];
            }
        });
        let geometries = objects.into_values().flat_map(|collection| collection.geometries);
        (topology, geometries.filter_map(|geometry| Some((geometry.id, geometry.arcs?.get()))).collect())
    }

    /// The points of an arc.
    fn arc(&self, at: usize) -> &[[f64; 2]] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.points[start..self.ends[at]]
    }

    /// The polygons that lists of arcs' numbers stand for; `!n` is arc `n` reversed.
    pub(super) fn polygons(&self, arcs: &str) -> Vec<Polygon> {
        // A polygon is a list of lists; several are a list of such.
        let outermost = u32::from(arcs.starts_with("[[["));
        let (mut polygons, mut polygon, mut ring) = (Vec::new(), Polygon::new(), Ring::new());
        scan(arcs, |token| match token {
            Token::Number(number) => self.append(number, &mut ring),
            Token::End(depth) if depth == outermost + 1 => polygon.push(std::mem::take(&mut ring)),
            Token::End(depth) if depth == outermost => polygons.push(std::mem::take(&mut polygon)),
            Token::End(_) => {}
        });
        polygons
    }

    /// Joins an arc to the end of a ring, the point where two meet once.
    fn append(&self, number: i32, ring: &mut Ring) {
        let arc = usize::try_from(number.max(!number)).expect("one of a number and its complement isn't negative");
        let (arc, skipped) = (self.arc(arc), usize::from(!ring.is_empty()));
        if number < 0 {
            ring.extend(arc.iter().rev().skip(skipped));
        } else {
            ring.extend(&arc[skipped..]);
        }
    }
}
