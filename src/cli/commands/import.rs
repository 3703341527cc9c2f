use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use sistergraph::{
    check::{self, Fixed},
    formats::{self, Format},
    graph::{Merged, Network},
    words::Words,
};

use super::{ExportOptions, answer, check as check_command, export};
use crate::cli::{
    arguments::Shared,
    destination::Destination,
    error::{Error, count},
    folder::NewFolder,
    gazetteer,
    output::{Output, Writes},
    session::Session,
};

pub const IMPORT_HELP: &str = "\
The input is a table with two places a row (recognised by its header, or with --columns), a workbook, a list of two ids a
line, a data set or rows in JSON, a directory, or a table of places with --links for its links.
Countries in words are resolved, regions found by position. What --merge-spellings merged is the answer.

Examples:
  sistergraph import twins.csv -o twins
  sistergraph import twins.csv -o twins.json --merge-spellings --format csv > merged.csv
  sistergraph import liste.csv -o list --encoding windows-1252 --columns a=Stadt,b=Partner,b.country=Land";

#[derive(Args)]
pub struct ImportOptions {
    /// The file or directory to read, or `-` for standard input
    #[arg(value_name = "IN")]
    pub input: String,
}

/// A place that --merge-spellings merged into another.
#[derive(Default, Serialize)]
struct MergedRow {
    id: String,
    name: String,
    country_text: Option<String>,
    into: String,
    into_name: String,
    distance_km: f64,
    file: String,
    line: u32,
}

impl From<&Merged> for MergedRow {
    fn from(merged: &Merged) -> Self {
        Self {
            id: merged.id.clone(),
            name: merged.name.clone(),
            country_text: merged.country_text.clone(),
            into: merged.into.clone(),
            into_name: merged.into_name.clone(),
            distance_km: (merged.distance_km * 10.0).round() / 10.0,
            file: merged.file.clone(),
            line: merged.line,
        }
    }
}

/// The data set as `check --fix` mends it, if that keeps its places and ties. In a table, repeated rows are already
/// joined.
fn mended(network: &Network) -> Option<Fixed> {
    (!network.dataset().locates_regions()).then(|| check::fix_resolved(network))?.ok()
}

/// Whether a data set can be mended in spite of its errors. A table has no rows of places to mend.
fn mends_with_errors(error: &Error, shared: &Shared) -> bool {
    let is_of_data = matches!(error, Error::Broken { .. } | Error::Findings { .. });
    let told = shared.input.told();
    is_of_data
        && !shared.strict
        && !shared.input.merge_spellings
        && formats::read_as(&shared.data, &told).is_ok_and(|reading| {
            !reading.dataset.locates_regions() && !reading.faults.iter().any(|fault| fault.kind.loses_rows())
        })
}

/// Writes the input in the format of the target's extension.
pub fn import(options: &ImportOptions, mut shared: Shared) -> Result<u8, Error> {
    let Some(target) = shared.output.take() else {
        return Err(Error::Usage {
            message: "`import` needs a place to write to".to_owned(),
            hint: "add -o DIR for CSV files, or -o FILE.json".to_owned(),
        });
    };
    let usage = |message: &str, hint: &str| Err(Error::Usage { message: message.to_owned(), hint: hint.to_owned() });
    if shared.filters() {
        return usage(
            "`import` takes the whole input: filters don't apply",
            "leave them out, and ask the data set with them",
        );
    }
    if shared.data != formats::DEFAULT {
        return usage("`import` reads what stands after it, not --data", "leave --data out, as in `import IN -o DIR`");
    }
    let Some(format) = Format::of_target(&target) else {
        let extensions = Format::ALL.into_iter().filter(|format| format.is_written()).flat_map(Format::extensions);
        let extensions: Vec<String> = extensions.map(|extension| format!(".{extension}")).collect();
        let message = format!("`import` knows no format with the extension of `{}`", target.display());
        return usage(&message, &format!("add -o DIR, or -o FILE with one of {}", extensions.join(", ")));
    };
    if !format.is_own() {
        let options = ExportOptions { input: Some(options.input.clone()), with: Vec::new(), dialect: None };
        shared.output = Some(target);
        return export(options, shared);
    }
    shared.data.clone_from(&options.input);
    own_form("import", shared, target, format)
}

/// Writes the input as a data set of our own, with mended what is certainly wrong. The answer lists the merged places.
pub(super) fn own_form(name: &str, mut shared: Shared, target: PathBuf, format: Format) -> Result<u8, Error> {
    let listing = Output::new(&shared, Writes::Rows, name)?;
    let locates = shared.input.locate;
    shared.lists_placements = locates;
    let session = match Session::open(&shared, Words::default()) {
        Err(error) if format == Format::Directory && mends_with_errors(&error, &shared) => {
            // Writes a copy like `check --fix`, and lists what is left to mend.
            return check_command::fix(&shared, &target, &listing);
        }
        opened => opened?,
    };
    let mended = mended(&session.network);
    let changes = mended.as_ref().map_or(&[][..], |mended| &mended.changes);
    let left_out = changes.iter().filter(|change| change.column.is_none()).count();
    for (number, noun, what) in [
        (left_out, "row", "left out: others say the same"),
        (changes.len() - left_out, "cell", "mended in blanks or letters"),
    ] {
        if number > 0 {
            session.note(&format!("{} {what}", count(number, noun)));
        }
    }
    let dataset = mended.as_ref().map_or(session.network.dataset(), |mended| &mended.dataset);
    let rows: Vec<MergedRow> = session.merged.iter().map(MergedRow::from).collect();
    let headline = format!(
        "{} and {} written to {}; {} merged into others",
        count(dataset.places().len(), "place"),
        count(dataset.partnerships().len(), "partnership"),
        target.display(),
        count(rows.len(), "place")
    );
    let answered = if locates {
        let rows = gazetteer::rows(&session.placements, &session.network);
        answer(headline, rows, &["line", "id", "geonames", "decided_by", "lat", "lon", "population", "region"])
    } else {
        answer(headline, rows, &["file", "country_text"])
    };
    let answered = listing.arranged(answered, None)?;
    // The data set is put in its place last, so that nothing is written if the answer can't be.
    if format == Format::Json {
        let json = Destination::File(target).prepare(|out| formats::write_json(dataset, out))?;
        listing.answer(&answered, shared.quiet)?;
        json.finish()?;
    } else {
        let mut folder = NewFolder::begin(&target)?;
        for file in formats::csv_files(dataset) {
            folder.file(file.name(), |out| file.write(out))?;
        }
        listing.answer(&answered, shared.quiet)?;
        folder.finish()?;
    }
    Ok(0)
}
