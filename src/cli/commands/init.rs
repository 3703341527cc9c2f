use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use sistergraph::{
    formats,
    graph::{Network, Subject},
    model::{CountryCode, Dataset, Level},
    register::Register,
};

use super::answer;
use crate::cli::{
    again,
    arguments::Shared,
    error::{Error, count},
    folder::NewFolder,
    output::{Output, Writes},
};

pub const INIT_HELP: &str = "\
DIR must be new or empty. Its README.txt explains every column. `check` passes at once; delete the example rows once
there are others.

Examples:
  sistergraph init my-lists --countries BY RU
  sistergraph init lists-pl --countries Poland --format csv -o files.csv";

#[derive(Args)]
pub struct InitOptions {
    /// The directory to create
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The focus countries of the data set, by code or name; their regions are listed
    #[arg(long, value_name = "COUNTRY", num_args = 1.., required = true)]
    pub countries: Vec<String>,
}

/// A file of the template.
#[derive(Default, Serialize)]
struct FileRow {
    file: String,
    rows: Option<usize>,
    holds: String,
}

/// Writes a template; the answer lists its files.
pub fn init(options: &InitOptions, shared: &Shared) -> Result<u8, Error> {
    if shared.filters() {
        return Err(Error::Usage {
            message: "`init` writes a new data set: filters don't apply".to_owned(),
            hint: "leave them out; --countries says what it is about".to_owned(),
        });
    }
    let output = Output::new(shared, Writes::Rows, "init")?;
    let (network, _) = Network::build(Dataset::default(), Register::built_in())
        .sound()
        .map_err(|findings| Error::Findings { findings })?;
    let mut countries: Vec<CountryCode> = Vec::new();
    for name in &options.countries {
        if let Subject::Country(code) = network.names().find(name, &[Level::Country])?.subject
            && !countries.contains(&code)
        {
            countries.push(code);
        }
    }
    let files = formats::template(&countries, network.register());
    let mut folder = NewFolder::begin(&options.folder)?;
    for (name, text) in &files {
        folder.file(name, |out| out.write_all(text.as_bytes()))?;
    }
    let rows: Vec<FileRow> = files.iter().map(|(name, text)| file_row(name, text)).collect();
    let codes: Vec<&str> = countries.iter().map(CountryCode::as_str).collect();
    let name = options.folder.display();
    let headline = format!(
        "{} for {} written to {name}; next: `sistergraph --data {} check`",
        count(rows.len(), "file"),
        codes.join(" and "),
        again::quoted(&name.to_string())
    );
    output.answer(&output.arranged(answer(headline, rows, &[]), None)?, shared.quiet)?;
    folder.finish()?;
    Ok(0)
}

fn file_row(name: &str, text: &str) -> FileRow {
    let is_list = name.ends_with(".csv");
    let holds = match name {
        "cities.csv" => "places, with an example to delete",
        "partnerships.csv" => "partnerships, with an example to delete",
        "regions.csv" => "the register's regions of the countries",
        "contacts.csv" => "visits, delegations, sessions, documents, events; an example",
        "curators.csv" => "who looks after which region; an example",
        "participants.csv" => "who took part in an event; an example",
        "indicators.csv" => "figures of places, such as trade; an example",
        "totals.csv" => "numbers reported without their items; an example",
        "datapackage.json" => "title, focus, columns",
        _ => "what each column means",
    };
    // The cells of a template have no line breaks, so lines are rows.
    FileRow { file: name.to_owned(), rows: is_list.then(|| text.lines().count() - 1), holds: holds.to_owned() }
}
