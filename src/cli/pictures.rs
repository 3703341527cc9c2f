//! The options for pictures.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use clap::Args;
use sistergraph::{
    diagram::Engine,
    map::{ColourBy, Layer, ProjectionName},
    scene::{Fonts, ThemeName},
};

use super::{arguments::words, commands::DotOptions, error::Error};

#[derive(Args)]
pub struct DiagramOptions {
    #[command(flatten)]
    pub graph: DotOptions,
    #[command(flatten)]
    pub look: Look,
    /// The layout engine; by default Graphviz' `dot` for few nodes, Graphviz' `sfdp` for many, and the built-in
    /// `springs` for thousands
    #[arg(long, value_parser = words::<Engine>())]
    pub engine: Option<Engine>,
}

#[derive(Args)]
pub struct MapArguments {
    #[command(flatten)]
    pub look: Look,
    /// Only the neighbourhood of this place
    #[arg(long, value_name = "PLACE")]
    pub ego: Option<String>,
    /// How many ties the neighbourhood extends from the place
    #[arg(long, value_name = "N", default_value_t = 1, requires = "ego")]
    pub depth: usize,
    /// Only these layers, separated by commas
    #[arg(long, value_name = "LAYERS", value_delimiter = ',', value_parser = words::<Layer>())]
    pub layers: Option<Vec<Layer>>,
    /// Draw no arcs
    #[arg(long)]
    pub no_arcs: bool,
    /// What the colours of regions show
    #[arg(long, default_value = "ties", value_parser = words::<ColourBy>())]
    pub color_by: ColourBy,
    /// The map projection; by default one that suits the extent
    #[arg(long, value_parser = words::<ProjectionName>())]
    pub projection: Option<ProjectionName>,
    /// Longitude and latitude of the centre of the map
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, value_parser = degrees::<2>)]
    pub center: Option<[f64; 2]>,
    /// The extent of the map in degrees: west, south, east, north; west may be greater than east
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true, value_parser = degrees::<4>)]
    pub bbox: Option<[f64; 4]>,
}

/// How a picture looks.
#[derive(Args)]
#[command(next_help_heading = "Pictures")]
pub struct Look {
    /// The heading, instead of one made from the filters
    #[arg(long)]
    pub title: Option<String>,
    /// Width and height in pixels
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size)]
    pub size: Option<(f64, f64)>,
    /// The colours: for screens, for dark rooms, or for paper
    #[arg(long, default_value = "light", value_parser = words::<ThemeName>())]
    pub theme: ThemeName,
    /// A font for letters that the embedded font lacks; may be repeated. By default, fonts of this machine are used
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,
}

/// The largest fonts, which are collections of all Han letters in several weights, have half as many bytes as this.
const LARGEST_FONT: u64 = 256_000_000;

impl Look {
    /// The fonts asked for, otherwise those of the machine.
    pub fn fonts(&self) -> Result<Fonts, Error> {
        if self.font.is_empty() {
            return Ok(Fonts::of_the_system());
        }
        let usage = |file: &Path, problem: &dyn fmt::Display| Error::Usage {
            message: format!("`{}` cannot be used as a font: {problem}", file.display()),
            hint: "--font takes a file that ends in .ttf, .otf, .ttc or .otc".to_owned(),
        };
        let read = |file: &PathBuf| {
            let metadata = fs::metadata(file).map_err(|error| usage(file, &error))?;
            // A device or a pipe may have no end.
            if !metadata.is_file() || metadata.len() > LARGEST_FONT {
                return Err(usage(file, &"it is no file of at most 256 MB"));
            }
            fs::read(file).map_err(|error| usage(file, &error))
        };
        let files = self.font.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Fonts::of_files(files).map_err(|(number, error)| usage(&self.font[number], &error))
    }
}

/// Parses longitudes and latitudes in turn, separated by commas.
fn degrees<const N: usize>(text: &str) -> Result<[f64; N], String> {
    let parts: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse()).collect();
    let degrees: Option<[f64; N]> = parts.ok().and_then(|parts| parts.try_into().ok());
    let degrees = degrees.ok_or_else(|| format!("expected {N} numbers with a comma between them"))?;
    for (number, &value) in degrees.iter().enumerate() {
        let (most, name) = if number % 2 == 0 { (180.0, "longitude") } else { (90.0, "latitude") };
        if !(-most..=most).contains(&value) {
            let order = if value.abs() <= 180.0 { "; longitude comes before latitude" } else { "" };
            return Err(format!("{name} {value} is outside -{most} to {most}{order}"));
        }
    }
    match degrees.get(1).zip(degrees.get(3)) {
        Some((south, north)) if south >= north => {
            Err(format!("the south end {south} is not below the north end {north}"))
        }
        _ => Ok(degrees),
    }
}

/// Parses the width and height of a page.
fn size(text: &str) -> Result<(f64, f64), String> {
    let sides = text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let sides: Option<(u32, u32)> = sides;
    let allowed = 320..=10_000;
    match sides {
        Some((width, height)) if allowed.contains(&width) && allowed.contains(&height) => {
            Ok((f64::from(width), f64::from(height)))
        }
        Some(_) => Err("each side must be between 320 and 10000 pixels".to_owned()),
        None => Err("expected width and height, as in 1600x900".to_owned()),
    }
}
