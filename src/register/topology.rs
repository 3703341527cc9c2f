//! Reads TopoJSON by its specification (github.com/topojson/topojson-specification), as far as the embedded files use
//! it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

/// A closed line of `[longitude, latitude]` in degrees: its last point is its first.
///
/// Longitude comes first, as in GeoJSON. Rings are wound by the rule of d3-geo for the sphere: the inside lies to the
/// right, so an outer ring runs clockwise on a map with north up, and a hole the other way. The ring of a region of a
/// few square kilometres may be reduced to a line there and back, without area.
pub type Ring = Vec<[f64; 2]>;

/// An outer ring, then its holes.
pub type Polygon = Vec<Ring>;

/// The land of a region or country: polygons that don't overlap.
///
/// Outlines are cut at the 180th meridian: land on both sides is two polygons, each with an edge along the meridian.
pub type Outline = Vec<Polygon>;

#[derive(Clone, Debug, Deserialize)]
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
    /// Missing if the shape was too small to keep. A MultiPolygon has one more level of nesting than a Polygon.
    #[serde(borrow)]
    arcs: Option<&'t RawValue>,
}

/// The arcs that shapes are made of.
#[derive(Clone, Debug)]
pub(super) struct Topology {
    /// The points in whole steps of the grid.
    points: Vec<[i32; 2]>,
    /// The end of each arc in `points`.
    ends: Vec<usize>,
    grid: Transform,
}

/// An item of nested lists of whole numbers.
enum Token {
    Number(i32),
    /// The end of a list that is nested in this many others.
    End(u32),
}

/// Calls `each` with every number of the list at the beginning of `text`, and with the end of every list in it. Returns
/// the rest of the text.
fn scan(text: &str, mut each: impl FnMut(Token)) -> &str {
    let (mut depth, mut number, mut sign, mut is_number) = (0_u32, 0_i32, 1, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => (number, is_number) = (number * 10 + i32::from(byte - b'0'), true),
            b'-' => sign = -1,
            b'[' => depth += 1,
            _ => {
                if is_number {
                    each(Token::Number(sign * number));
                    (number, sign, is_number) = (0, 1, false);
                }
                if byte == b']' {
                    depth -= 1;
                    each(Token::End(depth));
                    if depth == 0 {
                        return &text[at + 1..];
                    }
                }
            }
        }
    }
    ""
}

/// The text behind a key.
fn after<'t>(text: &'t str, key: &str) -> &'t str {
    text.split_once(key).expect("an embedded file of outlines has the members of TopoJSON").1
}

/// The JSON value at the beginning of `text`.
fn value<'t, T: Deserialize<'t>>(text: &'t str) -> T {
    let mut reader = serde_json::Deserializer::from_str(text);
    T::deserialize(&mut reader).expect("an embedded file of outlines is TopoJSON")
}

impl Topology {
    /// The arcs of a file, and for every geometry that has arcs its id and the numbers of these, for
    /// [`polygons`](Self::polygons).
    ///
    /// Arcs are two thirds of a file and come first. This function scans them itself, and serde reads the rest.
    pub(super) fn open(text: &str) -> (Self, Vec<(&str, &str)>) {
        // A point of an arc takes about nine bytes.
        let (mut points, mut ends) = (Vec::with_capacity(text.len() / 12), Vec::new());
        let (mut at, mut axis) = ([0, 0], 0);
        let rest = scan(after(text, "\"arcs\":"), |token| match token {
            Token::Number(step) => {
                at[axis] += step;
                axis = 1 - axis;
            }
            Token::End(2) => points.push(at),
            Token::End(_) => {
                ends.push(points.len());
                at = [0, 0];
            }
        });
        let objects: BTreeMap<&str, Collection<'_>> = value(after(rest, "\"objects\":"));
        let geometries = objects.into_values().flat_map(|collection| collection.geometries);
        let grid = value(after(rest, "\"transform\":"));
        (
            Self { points, ends, grid },
            geometries.filter_map(|geometry| Some((geometry.id, geometry.arcs?.get()))).collect(),
        )
    }

    /// The points of an arc.
    fn arc(&self, at: usize) -> &[[i32; 2]] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.points[start..self.ends[at]]
    }

    /// The polygons of lists of arc numbers; `!n` is arc `n` reversed.
    pub(super) fn polygons(&self, arcs: &str) -> Vec<Polygon> {
        // A polygon is a list of lists, and several polygons are a list of these.
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

    /// Appends an arc to a ring; the point where the two meet is kept once.
    fn append(&self, number: i32, ring: &mut Ring) {
        let arc = usize::try_from(number.max(!number)).expect("one of a number and its complement isn't negative");
        let (arc, skipped) = (self.arc(arc), usize::from(!ring.is_empty()));
        let Transform { scale, translate } = self.grid;
        let place =
            |&[x, y]: &[i32; 2]| [f64::from(x) * scale[0] + translate[0], f64::from(y) * scale[1] + translate[1]];
        if number < 0 {
            ring.extend(arc.iter().rev().skip(skipped).map(place));
        } else {
            ring.extend(arc[skipped..].iter().map(place));
        }
    }
}
