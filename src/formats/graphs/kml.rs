//! KML 2.2 (Google Earth, Google My Maps, QGIS): places are points, partnerships are lines along great circles.
//!
//! A placemark with a point is a place. A placemark with `a` and `b` is a partnership between these, and so is a line
//! whose two ends lie on points of the file. A place without a position, or a partnership of one, has data but no
//! geometry.

use std::{
    io::{self, Write},
    rc::Rc,
};

use hashbrown::{HashMap, HashSet};

use super::{
    attributes::{Cells, Column},
    colours,
    export::{Export, rounded},
    tables::{NamedCell, Tables, take},
    xml::{Element, Part, Xml, escaped},
};
use crate::{
    formats::{Reading, Told, decode::finite, error::Error, package},
    model::Metadata,
};

/// The data of the document that has the data set's metadata.
const PACKAGE: &str = "datapackage";

/// The columns of the ends of a partnership.
const ENDS: [&str; 2] = ["a", "b"];

/// Longitude and latitude in degrees.
type Degrees = [f64; 2];

/// A placemark, or the document itself.
#[derive(Default)]
struct Mark {
    name: String,
    cells: Vec<NamedCell>,
    /// Longitude and latitude as they are written.
    point: Option<[String; 2]>,
    /// The first and the last point of a line; the inner `None` means that they aren't numbers.
    line: Option<Option<[Degrees; 2]>>,
    dates: Vec<NamedCell>,
}

impl Mark {
    fn said(&self, column: &str) -> Option<&str> {
        let cell = self.cells.iter().find(|(name, _)| name.eq_ignore_ascii_case(column));
        cell.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty())
    }

    fn names_ends(&self) -> bool {
        self.point.is_none() && ENDS.iter().all(|end| self.said(end).is_some())
    }

    /// Whether the placemark is a place: it has a point, or it has an id and neither ends nor a line.
    fn is_place(&self) -> bool {
        self.point.is_some() || (!self.names_ends() && self.line.is_none() && self.said("id").is_some())
    }
}

/// The names of data. Layers of one file may spell them in different case; the first spelling counts.
#[derive(Default)]
struct Columns {
    spellings: HashMap<String, Rc<str>>,
    /// The name of the `Data` that is open.
    current: Rc<str>,
}

impl Columns {
    fn spelt(&mut self, name: &str) -> Rc<str> {
        self.spellings.entry(name.to_lowercase()).or_insert_with(|| name.into()).clone()
    }
}

/// # Errors
/// Returns [`Error::Markup`], [`Error::GraphShape`] if no placemark is a partnership, and the errors of
/// [`Tables::read`].
pub(super) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    let (mut xml, mut tables) = (Xml::new(file, text), Tables::default());
    let (mut document, mut marks) = (Mark::default(), Vec::new());
    let mut current: Option<Mark> = None;
    let (mut open, mut columns) = (Vec::<String>::new(), Columns::default());
    let mut has_links = false;
    while let Some(part) = xml.next()? {
        match part {
            Part::Start(element) if element.name == "Placemark" => {
                current = Some(Mark::default());
                open.push(element.name.clone());
            }
            Part::Start(element) => {
                // Reading its content may consume further parts, so the element is cloned.
                let element = element.clone();
                let mark = current.as_mut().unwrap_or(&mut document);
                if !add(mark, &element, &open, &mut columns, &mut xml, &mut tables)? {
                    has_links |= element.name == "NetworkLink";
                    open.push(element.name);
                }
            }
            Part::End(name) => {
                let is_placemark = name == "Placemark";
                open.pop();
                marks.extend(current.take_if(|_| is_placemark));
            }
            Part::Text(_) => {}
        }
    }
    let package = take(&mut document.cells, PACKAGE).and_then(|package| package::read(file, &package).ok());
    let has_package = package.is_some();
    let title = Some(document.name).filter(|title| !title.is_empty());
    tables.metadata = package.or(title.map(|title| Metadata { title: Some(title), ..Metadata::default() }));
    let has_edges = add_rows(marks, &mut tables);
    // A data set of our own may lack partnerships, but a file of mere points isn't a data set.
    if !has_edges && !has_package {
        let what = if has_links {
            "it only links to another file (`NetworkLink`), which is the one to open"
        } else {
            "no line of it joins two of its points, and no placemark has the data `a` and `b`"
        };
        return Err(Error::GraphShape { path: file.to_owned(), what: what.to_owned() });
    }
    tables.read(file, text.len(), told)
}

/// Takes what an element says about a placemark, and returns whether it read the element to its end.
fn add(
    mark: &mut Mark,
    element: &Element,
    open: &[String],
    columns: &mut Columns,
    xml: &mut Xml<'_>,
    tables: &mut Tables,
) -> Result<bool, Error> {
    let above = |steps: usize| open.iter().rev().nth(steps).map_or("", String::as_str);
    let name = element.name.as_str();
    match (above(0), name) {
        ("Document", "name") if above(1) != "kml" => return Ok(false),
        ("Placemark" | "Document", "name") => {
            let text = xml.text()?;
            if mark.name.is_empty() {
                mark.name = text;
            }
        }
        ("Placemark", "description" | "address" | "phoneNumber" | "Snippet") => {
            mark.cells.push((name.into(), xml.text()?));
        }
        (_, "Data") => {
            columns.current = columns.spelt(element.get("name"));
            return Ok(false);
        }
        ("Data", "value") => mark.cells.push((columns.current.clone(), xml.text()?)),
        ("SchemaData", "SimpleData") => mark.cells.push((columns.spelt(element.get("name")), xml.text()?)),
        ("TimeSpan", "begin") | ("TimeStamp", "when") if above(1) == "Placemark" => {
            mark.dates.push(("since".into(), day(&xml.text()?)));
        }
        ("TimeSpan", "end") if above(1) == "Placemark" => mark.dates.push(("until".into(), day(&xml.text()?))),
        ("Point", "coordinates") if mark.point.is_none() => {
            let text = xml.text()?;
            let mut numbers = text.split(',').map(|number| number.trim().to_owned());
            mark.point = Some([numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()]);
        }
        ("LineString", "coordinates") if mark.line.is_none() => mark.line = Some(ends_of(&xml.text()?)),
        (_, "coordinates") if above(0) != "LinearRing" => {
            tables.pass_over("further points and lines of one placemark");
            return Ok(false);
        }
        (_, "Polygon" | "Model" | "Track" | "MultiTrack") => {
            tables.pass_over("shapes that are no points or lines");
            return Ok(false);
        }
        (_, "NetworkLink" | "GroundOverlay" | "ScreenOverlay" | "PhotoOverlay" | "Tour") => {
            tables.pass_over("links to other files, pictures and tours");
            return Ok(false);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// The day of a moment.
fn day(moment: &str) -> String {
    moment.split('T').next().unwrap_or_default().to_owned()
}

/// The first and the last of the points, which are separated by blanks.
fn ends_of(coordinates: &str) -> Option<[Degrees; 2]> {
    let point = |text: &str| {
        let mut numbers = text.split(',').map(finite);
        Some([numbers.next()??, numbers.next()??])
    };
    let mut points = coordinates.split_whitespace();
    let first = points.next()?;
    Some([point(first)?, point(points.next_back()?)?])
}

/// Adds places, then the partnerships between them, and returns whether there are any partnerships.
fn add_rows(marks: Vec<Mark>, tables: &mut Tables) -> bool {
    let (places, others): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(Mark::is_place);
    let mut points = Points::default();
    for mark in places {
        add_place(mark, &mut points, tables);
    }
    let mut has_edges = false;
    for mut mark in others {
        let ends = if mark.names_ends() {
            Some(ENDS.map(|end| take(&mut mark.cells, end).unwrap_or_default()))
        } else {
            let ends = mark.line.and_then(|line| points.ids(line?)).filter(|[a, b]| a != b);
            if ends.is_some() && !mark.name.is_empty() {
                tables.pass_over("names of lines");
            }
            ends
        };
        match ends {
            Some(ends) => {
                has_edges = true;
                mark.cells.extend(mark.dates);
                tables.edge(ends, mark.cells);
            }
            None if mark.line.is_some() => tables.pass_over("lines that do not join two points of the file"),
            None => tables.pass_over("placemarks without a point or a line"),
        }
    }
    has_edges
}

fn add_place(mut mark: Mark, points: &mut Points, tables: &mut Tables) {
    let name = Some(mark.name).filter(|name| !name.is_empty()).or_else(|| take(&mut mark.cells, "name"));
    let degrees = mark.point.as_ref().and_then(|[lon, lat]| Some([finite(lon)?, finite(lat)?]));
    let id = match take(&mut mark.cells, "id").filter(|id| !id.is_empty()) {
        Some(id) => id,
        None => match points.new_id(name.as_deref().unwrap_or("point"), degrees) {
            Some(id) => id,
            None => return tables.pass_over("points that the file has twice"),
        },
    };
    if let Some(degrees) = degrees {
        points.add(degrees, &id);
    }
    let has_position = ["lat", "lon"].iter().all(|column| mark.cells.iter().any(|(name, _)| **name == **column));
    if let Some([lon, lat]) = mark.point.filter(|_| !has_position) {
        mark.cells.extend([("lat".into(), lat), ("lon".into(), lon)]);
    }
    mark.cells.extend(mark.dates);
    tables.node(id, name, mark.cells);
}

/// The points of a file, by position.
#[derive(Default)]
struct Points {
    /// The points in each cell of a grid of 1e-6 degrees. A third point in a cell isn't stored, since two already show
    /// that a position is ambiguous.
    by_cell: HashMap<[i64; 2], Vec<(Degrees, String)>>,
    /// The names of points without ids, with their cells; and the number of times that each name occurs.
    named: HashSet<(String, Option<[i64; 2]>)>,
    times: HashMap<String, usize>,
    ids: HashSet<String>,
}

/// Points that differ by no more than this in either coordinate are the same: 0.1 m.
const NEAR: f64 = 1e-6;

fn cell_of(degrees: Degrees) -> [i64; 2] {
    degrees.map(|degrees| (degrees / NEAR).round() as i64)
}

impl Points {
    /// An id for a point that has only a name: the name itself, with a number if other points have it too. `None` if
    /// the same point was met before.
    fn new_id(&mut self, name: &str, degrees: Option<Degrees>) -> Option<String> {
        if !self.named.insert((name.to_owned(), degrees.map(cell_of))) {
            return None;
        }
        let times = self.times.entry(name.to_owned()).or_default();
        loop {
            *times += 1;
            let id = if *times == 1 { name.to_owned() } else { format!("{name} {times}") };
            if self.ids.insert(id.clone()) {
                return Some(id);
            }
        }
    }

    fn add(&mut self, degrees: Degrees, id: &str) {
        let cell = self.by_cell.entry(cell_of(degrees)).or_default();
        if cell.len() < 2 {
            cell.push((degrees, id.to_owned()));
        }
    }

    /// The ids of the points at both ends of a line, if each end has exactly one.
    fn ids(&self, line: [Degrees; 2]) -> Option<[String; 2]> {
        let [a, b] = line.map(|end| self.id_at(end).map(str::to_owned));
        Some([a?, b?])
    }

    fn id_at(&self, at: Degrees) -> Option<&str> {
        let [lon, lat] = cell_of(at);
        let cells = (-1..=1).flat_map(|x| (-1..=1).map(move |y| [lon.saturating_add(x), lat.saturating_add(y)]));
        // The limit is slightly larger than the distance, which isn't a binary fraction.
        let is_near = |other: &Degrees| at.iter().zip(other).all(|(x, y)| (x - y).abs() < NEAR * 1.001);
        let mut near = cells.filter_map(|cell| self.by_cell.get(&cell)).flatten().filter(|(other, _)| is_near(other));
        let first = near.next().map(|(_, id)| id.as_str())?;
        near.next().is_none().then_some(first)
    }
}

/// Writes the places in a folder, and the partnerships of each kind in a folder of their own.
///
/// # Errors
/// Returns the errors of `out`.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let metadata = export.metadata();
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    )?;
    writeln!(out, "  <name>{}</name>", escaped(metadata.title.as_deref().unwrap_or_default()))?;
    let kinds = export.kinds();
    for &kind in &kinds {
        let colour = kml_colour(colours::of_kind(kind));
        writeln!(out, "  <Style id=\"{kind}\"><LineStyle><color>{colour}</color><width>2</width></LineStyle></Style>")?;
    }
    let package = package::of_metadata(metadata);
    writeln!(out, "  <ExtendedData>\n    {}\n  </ExtendedData>", data(PACKAGE, &package))?;
    out.write_all(b"  <Folder>\n    <name>places</name>\n")?;
    export.each_node(|node| {
        let name = if node.name.is_empty() { node.id } else { node.name };
        writeln!(out, "    <Placemark>\n      <name>{}</name>", escaped(name))?;
        extended_data(&[("id", node.id)], node.cells, export.node_columns(), out)?;
        if let Some([lon, lat]) = node.position.map(rounded) {
            writeln!(out, "      <Point><coordinates>{lon},{lat}</coordinates></Point>")?;
        }
        out.write_all(b"    </Placemark>\n")
    })?;
    out.write_all(b"  </Folder>\n")?;
    for kind in kinds {
        writeln!(out, "  <Folder>\n    <name>{kind}</name>")?;
        export.each_edge_of(&[kind], |edge| {
            let [a, b] = edge.nodes.map(|node| escaped(export.label(node)));
            writeln!(out, "    <Placemark>\n      <name>{a} – {b}</name>")?;
            if edge.since.is_some() || edge.until.is_some() {
                out.write_all(b"      <TimeSpan>")?;
                for (element, date) in [("begin", edge.since), ("end", edge.until)] {
                    date.map_or(Ok(()), |date| write!(out, "<{element}>{date}</{element}>"))?;
                }
                out.write_all(b"</TimeSpan>\n")?;
            }
            writeln!(out, "      <styleUrl>#{kind}</styleUrl>")?;
            let [a, b] = edge.ends;
            extended_data(&[("a", a), ("b", b)], edge.cells, export.edge_columns(), out)?;
            if let [Some([lon, lat]), Some([to_lon, to_lat])] = edge.positions.map(|end| end.map(rounded)) {
                let line = format!("<coordinates>{lon},{lat} {to_lon},{to_lat}</coordinates>");
                writeln!(out, "      <LineString><tessellate>1</tessellate>{line}</LineString>")?;
            }
            out.write_all(b"    </Placemark>\n")
        })?;
        out.write_all(b"  </Folder>\n")?;
    }
    out.write_all(b"</Document>\n</kml>\n")
}

/// A CSS colour in the order of KML: alpha, blue, green, red.
fn kml_colour(css: &str) -> String {
    let part = |from: usize| css.get(from..from + 2).unwrap_or_default();
    format!("ff{}{}{}", part(5), part(3), part(1))
}

fn data(name: &str, value: &str) -> String {
    format!("<Data name=\"{}\"><value>{}</value></Data>", escaped(name), escaped(value))
}

fn extended_data(ids: &[(&str, &str)], cells: &Cells<'_>, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"      <ExtendedData>\n")?;
    ids.iter().try_for_each(|(name, id)| writeln!(out, "        {}", data(name, id)))?;
    cells.each(|column, value| writeln!(out, "        {}", data(&columns[column].name, value)))?;
    out.write_all(b"      </ExtendedData>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_found_within_a_millionth_of_a_degree_where_it_is_the_only_one() {
        let mut points = Points::default();
        points.add([30.0, 52.0], "x");
        points.add([30.000_01, 52.0], "y");
        points.add([-10.0, 0.0], "twice");
        points.add([-10.0, 0.000_000_5], "again");
        for (at, expected) in [
            ([30.0, 52.0], Some("x")),
            ([30.000_001, 51.999_999], Some("x")),
            ([30.000_002, 52.0], None),
            ([30.000_009, 52.0], Some("y")),
            ([-10.0, 0.0], None),
            ([f64::MAX, f64::MIN], None),
        ] {
            assert_eq!(points.id_at(at), expected, "{at:?}");
        }
    }

    #[test]
    fn colours_are_turned_round() {
        assert_eq!(kml_colour("#0072b2"), "ffb27200");
    }
}
