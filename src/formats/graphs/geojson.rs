//! GeoJSON (RFC 7946): places are points, partnerships are great circles.
//!
//! A line that crosses 180 degrees is cut there into two, which end on the meridian at the same latitude (RFC 7946,
//! 3.1.9). A place without a position, or a partnership of one, has properties but no geometry.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{
    export::{Export, rounded},
    tables::{NamedCell, Tables},
};
use crate::{
    formats::{Reading, Told, error::Error, named_cells::cell, package},
    geodesy::{distance_km, position_between},
    model::Position,
};

/// The distance between the points of a line, in kilometres. On a map of the world, the line then bends by less than a
/// pixel between two points.
const STEP_KM: f64 = 100.0;

/// # Errors
/// Returns [`Error::GraphShape`] if no feature is a partnership, and the errors of [`Tables::read`].
pub(in crate::formats) fn read(
    file: &str,
    bytes: usize,
    object: &Map<String, Value>,
    told: &Told,
) -> Result<Reading, Error> {
    let mut tables = Tables::default();
    let features = object.get("features").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut has_edge = false;
    for feature in features {
        let empty = Map::new();
        let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&empty);
        let said =
            |name: &str| properties.get(name).map(|value| cell(value).into_owned()).filter(|cell| !cell.is_empty());
        let cells = |left_out: [&str; 2]| -> Vec<NamedCell> {
            let kept = properties.iter().filter(|(name, _)| !left_out.contains(&name.as_str()));
            kept.map(|(name, value)| (name.as_str().into(), cell(value).into_owned())).collect()
        };
        match (said("a"), said("b")) {
            (Some(a), Some(b)) => {
                has_edge = true;
                tables.edge([a, b], cells(["a", "b"]));
            }
            _ => {
                let id = said("id").or_else(|| feature.get("id").map(|id| cell(id).into_owned()));
                let Some(id) = id.or_else(|| said("name")) else {
                    tables.pass_over("features without `a` and `b`, `id` or `name`");
                    continue;
                };
                let mut cells = cells(["id", "name"]);
                if said("lat").is_none() {
                    let point = point(feature);
                    if point.is_empty() && feature.get("geometry").is_some_and(|geometry| !geometry.is_null()) {
                        tables.pass_over("geometries of places that are no points");
                    }
                    cells.extend(point);
                }
                tables.node(id, said("name"), cells);
            }
        }
    }
    let package = object.get(PACKAGE);
    // A data set of our own may lack partnerships, but a file of mere points isn't a data set.
    if !has_edge && package.is_none() {
        let what = "no feature of it is a partnership, whose properties name its ends `a` and `b`".to_owned();
        return Err(Error::GraphShape { path: file.to_owned(), what });
    }
    tables.metadata = package.and_then(|package| package::read(file, &package.to_string()).ok());
    tables.read(file, bytes, told)
}

/// The member of the collection that has the data set's metadata.
const PACKAGE: &str = "datapackage";

/// The position of a feature that is a point, as two cells.
fn point(feature: &Value) -> Vec<NamedCell> {
    let geometry = feature.get("geometry");
    let is_point = geometry.and_then(|geometry| geometry.get("type")).and_then(Value::as_str) == Some("Point");
    let coordinates = geometry.and_then(|geometry| geometry.get("coordinates")).and_then(Value::as_array);
    match coordinates.filter(|_| is_point).map(Vec::as_slice) {
        Some([lon, lat, ..]) => {
            vec![("lat".into(), cell(lat).into_owned()), ("lon".into(), cell(lon).into_owned())]
        }
        _ => Vec::new(),
    }
}

/// # Errors
/// Returns the errors of `out`.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let package = package::of_metadata(export.metadata());
    write!(out, "{{\n\"type\": \"FeatureCollection\",\n\"{PACKAGE}\": {package},\n\"features\": [")?;
    let mut before = "\n";
    export.each_node(|node| {
        let geometry = node.position.map(|position| json!({ "type": "Point", "coordinates": rounded(position) }));
        write!(out, "{before}{{\"type\":\"Feature\",\"id\":{},\"geometry\":{},", json!(node.id), json!(geometry))?;
        before = ",\n";
        write!(out, "\"properties\":{{\"id\":{},\"name\":{}", json!(node.id), json!(node.name))?;
        node.cells.write_json(export.node_columns(), out)?;
        out.write_all(b"}}")
    })?;
    export.each_edge(|edge| {
        let geometry = match edge.positions {
            [Some(a), Some(b)] => line(a, b),
            _ => Value::Null,
        };
        let [a, b] = edge.ends;
        write!(out, "{before}{{\"type\":\"Feature\",\"geometry\":{geometry},")?;
        before = ",\n";
        write!(out, "\"properties\":{{\"a\":{},\"b\":{}", json!(a), json!(b))?;
        edge.cells.write_json(export.edge_columns(), out)?;
        out.write_all(b"}}")
    })?;
    out.write_all(b"\n]\n}\n")
}

/// The great circle between two positions as a line, or as two where it crosses 180 degrees.
fn line(a: Position, b: Position) -> Value {
    let steps = (distance_km(a, b) / STEP_KM).ceil().max(1.0);
    let share = |step: f64| step / steps;
    let (mut parts, mut before) = (vec![vec![rounded(a)]], (0.0, a));
    let mut step = 1.0;
    while step <= steps {
        let next = if step < steps { position_between(a, b, share(step)) } else { b };
        if (next.lon() - before.1.lon()).abs() > 180.0 {
            let lat = latitude_at_180(a, b, before.0, share(step));
            let side = 180.0_f64.copysign(before.1.lon());
            parts.last_mut().into_iter().for_each(|part| part.push([side, lat]));
            parts.push(vec![[-side, lat]]);
        }
        parts.last_mut().into_iter().for_each(|part| part.push(rounded(next)));
        before = (share(step), next);
        step += 1.0;
    }
    match &parts[..] {
        [only] => json!({ "type": "LineString", "coordinates": only }),
        parts => json!({ "type": "MultiLineString", "coordinates": parts }),
    }
}

/// The latitude at which the way from `a` to `b` crosses 180 degrees, found by bisection between two shares of the way.
fn latitude_at_180(a: Position, b: Position, mut from: f64, mut to: f64) -> f64 {
    let sign = |share: f64| position_between(a, b, share).lon() > 0.0;
    let side = sign(from);
    for _ in 0..50 {
        let middle = (from + to) / 2.0;
        *(if sign(middle) == side { &mut from } else { &mut to }) = middle;
    }
    (position_between(a, b, from).lat() * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_over_180_degrees_is_two_that_meet_there() {
        let [tokyo, lima] = [(35.68, 139.69), (-12.05, -77.04)].map(|(lat, lon)| Position::new(lat, lon).unwrap());
        let line = line(tokyo, lima);
        let parts = line["coordinates"].as_array().unwrap();
        assert_eq!((line["type"].as_str(), parts.len()), (Some("MultiLineString"), 2));
        let [end, start] = [parts[0].as_array().unwrap().last().unwrap(), &parts[1][0]];
        assert_eq!((end[0].as_f64(), start[0].as_f64()), (Some(180.0), Some(-180.0)));
        assert_eq!(end[1], start[1]);
        for part in parts {
            let lons: Vec<f64> = part.as_array().unwrap().iter().map(|at| at[0].as_f64().unwrap()).collect();
            assert!(lons.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 90.0), "{lons:?}");
        }
    }

    #[test]
    fn a_line_within_a_hemisphere_has_its_ends_and_follows_the_great_circle() {
        let [a, b] = [(50.0, 0.0), (50.0, 60.0)].map(|(lat, lon)| Position::new(lat, lon).unwrap());
        let line = line(a, b);
        let points = line["coordinates"].as_array().unwrap();
        assert_eq!((&points[0], points.last().unwrap()), (&json!([0.0, 50.0]), &json!([60.0, 50.0])));
        let highest = points.iter().map(|at| at[1].as_f64().unwrap()).fold(0.0, f64::max);
        // The highest point of a great circle between two points of one parallel: tan(highest) = tan(parallel) /
        // cos(half the difference).
        let expected = (50.0_f64.to_radians().tan() / 30.0_f64.to_radians().cos()).atan().to_degrees();
        assert!((highest - expected).abs() < 0.05, "{highest} {expected}");
    }
}
