use clap::{Args, ValueEnum};
use sistergraph::{
    fetch::{Queries, WIKIDATA_QUERY_SERVICE},
    gazetteer::Gazetteer,
    graph::{NameError, Names, Subject},
    model::{CountryCode, Dataset, Level},
    register::Register,
};

use crate::cli::{arguments::Shared, destination::Destination, error::Error};

pub const FETCH_HELP: &str = "\
Fetched are the statements of twinned places (P190) from and to places of the countries, and names, country, region,
position, population and GeoNames id of all places that these name. Without a COUNTRY all of the world is asked for. The
service is asked one query at a time, and left alone for as long as it says. What has come is kept in DIR.answers until
DIR is written: after a break the same command goes on.
Another service with the data of Wikidata does as well, such as one of QLever (--endpoint).

Examples:
  sistergraph fetch wikidata Estonia Latvia -o baltic --contact me@example.org
  sistergraph --data baltic map --between EE LV -o baltic.svg
  sistergraph fetch wikidata Estonia --print-query=statements > statements.rq";

#[derive(Args)]
pub struct FetchOptions {
    /// The service to fetch from
    #[arg(value_name = "SERVICE", value_enum)]
    pub service: Service,
    /// Countries by code or name; by default the whole world
    #[arg(value_name = "COUNTRY")]
    pub areas: Vec<String>,
    /// Your e-mail address or web page, which the service is told with each query
    #[arg(long, value_name = "ADDRESS")]
    pub contact: Option<String>,
    /// The address of the query service
    #[arg(long, value_name = "URL", default_value = WIKIDATA_QUERY_SERVICE)]
    pub endpoint: String,
    /// Codes of further languages in which names are fetched; the languages of --lang are always fetched
    #[arg(long, value_name = "CODE,...", value_delimiter = ',', value_parser = language)]
    pub languages: Vec<String>,
    /// Print a query instead of running it; without a value, print both
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "both", value_enum)]
    pub print_query: Option<Which>,
}

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Service {
    /// The twinned places of Wikidata
    Wikidata,
}

/// The queries that are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// The query for statements, with their dates and references
    Statements,
    /// The query for the places in the statements
    Places,
    /// Both queries, to be run one after the other
    Both,
}

/// Parses the code of a language, in a form that is safe in a query.
fn language(text: &str) -> Result<String, String> {
    let is_code = (2..=20).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && text.starts_with(|c: char| c.is_ascii_lowercase());
    if is_code { Ok(text.to_owned()) } else { Err("expected a code such as `it` or `zh-hant`".to_owned()) }
}

pub fn fetch(options: &FetchOptions, shared: &Shared) -> Result<u8, Error> {
    let countries = countries(&options.areas)?;
    if let Some(which) = options.print_query {
        return print(which, &Queries { countries, languages: options.languages.clone() }, shared);
    }
    #[cfg(feature = "net")]
    return super::fetch_net::fetched(options, countries, shared);
    #[cfg(not(feature = "net"))]
    Err(Error::Usage {
        message: "this program was built without the feature `net`, so it asks nobody".to_owned(),
        hint: format!(
            "{}; or print the queries by --print-query, run them on the query service's page, and read what you save by --data",
            crate::cli::hints::with_feature("net")
        ),
    })
}

fn countries(names: &[String]) -> Result<Vec<CountryCode>, Error> {
    let (dataset, register) = (Dataset::default(), Register::built_in());
    let known = Names::indexed(&dataset, &register);
    let mut countries = Vec::new();
    for name in names {
        let found = known.find(name, &[Level::Country]).map_err(|error| no_country(&known, name, error))?;
        if let Subject::Country(code) = found.subject
            && !countries.contains(&code)
        {
            countries.push(code);
        }
    }
    Ok(countries)
}

/// Why a name is no country: it may be that of a region or town, whose country is to be typed.
fn no_country(known: &Names<'_>, name: &str, error: NameError) -> Error {
    let region = || match known.find(name, &[Level::Region]).ok()?.subject {
        Subject::Region(id) => known.country_of(Subject::Region(id)),
        _ => None,
    };
    let town = || Gazetteer::built_in()?.called(name).next().map(|town| town.country());
    let is_unknown = matches!(error, NameError::Unknown { .. });
    match is_unknown.then(|| region().or_else(town)).flatten() {
        Some(country) => Error::Usage {
            message: format!("`fetch wikidata` takes countries, and `{name}` is a place in {country}"),
            hint: format!(
                "ask for the country, as in `sistergraph fetch wikidata {country}`; filters choose from what is fetched"
            ),
        },
        None => Error::Name(error),
    }
}

fn print(which: Which, queries: &Queries, shared: &Shared) -> Result<u8, Error> {
    let text = match which {
        Which::Statements => queries.statements(),
        Which::Places => queries.places(),
        Which::Both => format!(
            "# 1 of 2: statements. Save the answer as statements.csv.\n{}\n\
             # 2 of 2: places. Save the answer as places.csv. Then: sistergraph --data places.csv --links statements.csv report\n{}",
            queries.statements(),
            queries.places()
        ),
    };
    Destination::new(shared.output.clone()).write(|out| out.write_all(text.as_bytes()))?;
    Ok(0)
}
