//! The options that say how to read the data.

use std::path::PathBuf;

use clap::Args;
use sistergraph::formats::{Columns, Encoding, Told};

/// What the user says of the data that it doesn't say itself.
#[derive(Args)]
pub struct Input {
    /// The encoding of lists that aren't UTF-8, such as windows-1251
    #[arg(long, global = true, value_name = "LABEL", help_heading = "Input")]
    pub encoding: Option<Encoding>,
    /// What the columns of a table with two places per row are, as in a=Origin,a.country==Germany,b=Destination
    #[arg(long, global = true, value_name = "KEY=COLUMN,...", help_heading = "Input")]
    pub columns: Option<Columns>,
    /// A table of links, where --data names a table of places
    #[arg(long, global = true, value_name = "FILE", help_heading = "Input")]
    pub links: Option<String>,
    /// The table with two places per row has no header; --columns then takes numbers of columns, as in a=1,b=2
    #[arg(long, global = true, help_heading = "Input")]
    pub no_header: bool,
    /// When two places with the same name are one place: if they have the same country and are near each other
    /// (by-code), or only if the list also spells the country the same (as-written)
    #[arg(long, global = true, value_name = "HOW", value_parser = ["by-code", "as-written"], default_value = "by-code", hide_default_value = true, hide_possible_values = true, help_heading = "Input")]
    pub countries: Vec<String>,
    /// Merge places of one country within 10 km whose names differ only in case, accents and punctuation
    #[arg(long, global = true, help_heading = "Input")]
    pub merge_spellings: bool,
    /// Look up places without a position in the gazetteer and give them the position of the town with their name
    #[arg(long, global = true, help_heading = "Input")]
    pub locate: bool,
    /// A GeoNames table of towns (cities500.txt, allCountries.txt) instead of the built-in one, or a table of their
    /// names (alternateNamesV2.txt) after it; may be repeated
    #[arg(long, global = true, value_name = "FILE", help_heading = "Input")]
    pub gazetteer: Vec<PathBuf>,
}

impl Input {
    /// The options for the reader of the data.
    pub fn told(&self) -> Told {
        Told {
            encoding: self.encoding,
            columns: self.columns.clone(),
            no_header: self.no_header,
            as_written: self.countries.iter().any(|how| how == "as-written"),
            links: self.links.clone(),
        }
    }
}
