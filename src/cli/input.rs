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
    /// Which columns of a table with two places per row hold what, as in a=Origin,a.country==Germany,b=Destination
    #[arg(long, global = true, value_name = "KEY=COLUMN,...", help_heading = "Input")]
    pub columns: Option<Columns>,
    /// A table of links, where --data names a table of places
    #[arg(long, global = true, value_name = "FILE", help_heading = "Input")]
    pub links: Option<String>,
    /// A table with two places per row begins with its first row: --columns a=1,b=2 gives the numbers of columns
    #[arg(long, global = true, help_heading = "Input")]
    pub no_header: bool,
    /// Take places of one name for one if their countries are one and they lie near (by-code), or only if the list writes the
    /// country alike (as-written)
    #[arg(long, global = true, value_name = "HOW", value_parser = ["by-code", "as-written"], default_value = "by-code", hide_default_value = true, hide_possible_values = true, help_heading = "Input")]
    pub countries: Vec<String>,
    /// Merge places of one country whose names differ in case, accents and punctuation only, within 10 km
    #[arg(long, global = true, help_heading = "Input")]
    pub merge_spellings: bool,
    /// Give places without a position that of the town they are called after, by the gazetteer
    #[arg(long, global = true, help_heading = "Input")]
    pub locate: bool,
    /// A table of towns by GeoNames (cities500.txt, allCountries.txt) in place of the built-in one, or one of their names
    /// (alternateNamesV2.txt) after it; may be repeated
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
