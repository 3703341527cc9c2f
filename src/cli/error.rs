use std::{io, path::PathBuf};

pub use sistergraph::text::{count, plural};
use sistergraph::{
    chart::TooLarge,
    check::FixError,
    diagram::GraphvizError,
    formats, gazetteer,
    graph::{Candidate, Finding, NameError, TownName},
    query::EventError,
    scene::PictureError,
};
use thiserror::Error as ThisError;

use super::{hints, output};

/// The most faults or findings of the data that are shown singly.
pub const SHOWN: usize = 20;

/// Why a question has no answer.
#[derive(Debug, ThisError)]
pub enum Error {
    #[error(transparent)]
    Data(#[from] formats::Error),
    #[error("{} in the data", count(findings.len(), "problem"))]
    Findings { findings: Vec<Finding> },
    /// Rows that can't be accepted, and the findings about the others.
    #[error("{} in the data", count(faults.len() + findings.len(), "fault"))]
    Broken { faults: Vec<formats::Fault>, findings: Vec<Finding> },
    #[error(transparent)]
    Gazetteer(#[from] gazetteer::Error),
    #[error(transparent)]
    Name(#[from] NameError),
    #[error(transparent)]
    Event(#[from] EventError),
    #[error("cannot write `{}`: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// A directory that has files, which must not be replaced.
    #[error("`{}` is there already, and isn't empty", path.display())]
    DirectoryInUse { path: PathBuf },
    /// Data that can't be mended because some of it can't be read.
    #[error("{} in the data: nothing is written", count(faults.len(), "fault"))]
    Faulty { faults: Vec<formats::Fault> },
    /// The errors that a mended copy still has.
    #[error("{} in `{}`", stand(faults.len() + findings.len()), folder.display())]
    Standing { faults: Vec<formats::Fault>, findings: Vec<Finding>, folder: PathBuf },
    #[error("{0}: nothing is written")]
    NotFixed(#[from] FixError),
    #[error("cannot write the answer: {0}")]
    Stdout(io::Error),
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Graphviz(#[from] GraphvizError),
    /// A mistake in the arguments that the argument parser couldn't detect.
    #[error("{message}")]
    Usage { message: String, hint: String },
    /// A question about countries or regions for data that names none.
    #[error("`{question}` asks about countries and regions, and no place of the data has one")]
    NoCountries { question: &'static str },
    /// A question about regions of countries whose places have no regions.
    #[error("no place in {countries} has a region, so which of the regions have ties isn't known")]
    NoRegions { countries: String },
    /// A chart of years, although no partnership asked about has a date.
    #[error("there is no year to draw: {without_date} of {partnerships} partnerships have no date")]
    NoYears { partnerships: usize, without_date: usize },
    /// A ranking whose iteration doesn't converge.
    #[error("`{metric}` does not settle on this graph to the exactness promised")]
    NotSettled { metric: &'static str },
    /// The name of a city where a country or region was expected.
    #[error("`{name}` is a city, {city}, and a country or region is asked for")]
    NotAnArea { name: String, city: Candidate, area: Option<String> },
    /// A town's name where a country or region is asked for.
    #[error("`{name}` is the name of a town, {town}, and a country or region is asked for")]
    TownIsNoArea { name: String, town: TownName },
    /// A region or country in which the list has no place.
    #[error("no place of the data is called `{name}`, and none lies in {area}")]
    NoPlaceThere { name: String, area: Candidate },
    /// A picture of more than anybody could make out.
    #[error("{message}")]
    TooLarge { message: String, instead: &'static str },
    /// Data that can't be fetched, and the number of answers kept for the next run.
    #[cfg(feature = "net")]
    #[error("{error}")]
    Fetch { error: sistergraph::fetch::FetchError, kept: usize },
    /// The number of a component that doesn't exist.
    #[error("there is no component {asked}; the graph has {}", count(*components, "component"))]
    NoComponent { asked: usize, components: usize },
}

impl Error {
    /// A chart that is too large, and what to type instead.
    pub fn too_large(error: &TooLarge, instead: &'static str) -> Self {
        Error::TooLarge { message: error.to_string(), instead }
    }

    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage { .. } => 2,
            _ => 1,
        }
    }

    /// Prints the error, the single faults behind it, and what to do next to stderr.
    pub fn print(&self) {
        let none = (&[][..], &[][..]);
        let (faults, findings) = match self {
            Error::Data(formats::Error::Faults { faults }) | Error::Faulty { faults } => (&faults[..], none.1),
            Error::Broken { faults, findings } | Error::Standing { faults, findings, .. } => {
                (&faults[..], &findings[..])
            }
            Error::Findings { findings } => (none.0, &findings[..]),
            _ => none,
        };
        let lines = faults.iter().map(|fault| (fault.to_string(), None));
        let lines = lines.chain(
            findings.iter().map(|finding| (finding.to_string(), finding.kind.hint().as_ref().map(hints::worded))),
        );
        let (lines, total) = (lines.take(SHOWN), faults.len() + findings.len());
        output::to_stderr(&format!("error: {self}"));
        for (line, hint) in lines {
            output::to_stderr(&line);
            hint.iter().for_each(|hint| output::to_stderr(&format!("  hint: {hint}")));
        }
        if total > SHOWN {
            output::to_stderr(&format!("... and {} more", total - SHOWN));
        }
        if let Some(hint) = self.hint() {
            output::to_stderr(&format!("hint: {hint}"));
        }
    }
}

/// Says how many errors remain: `2 errors stand`.
fn stand(errors: usize) -> String {
    format!("{} {}", count(errors, "error"), if errors == 1 { "stands" } else { "stand" })
}
