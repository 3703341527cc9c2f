//! What can be typed. Help texts state what a command counts; names are resolved later, against the data.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use sistergraph::{
    diagram::Grouping,
    model::{Date, Level, PartnershipKind, Status},
    table::Format,
};

use super::{
    output::Writes,
    pictures::{DiagramOptions, Look, MapArguments},
};

const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\ncode: MIT OR Apache-2.0",
    "\nbuilt-in data: partnerships from Wikipedia's lists of twin towns (Wikipedia contributors, CC BY-SA 4.0);",
    "\n  populations, ids and other names from GeoNames (CC BY 4.0); register of regions from iso-codes (facts,",
    "\n  LGPL-2.1+), CLDR (Unicode licence) and Natural Earth (public domain); details in data/SOURCES.md",
    "\nbuilt-in font: Noto Sans (SIL Open Font License 1.1), outlines: Natural Earth (public domain)"
);

const EXIT_CODES: &str = "Exit codes: 0 answered (also when the answer is empty), 1 error, 2 usage, 3 a command asked \
to judge (unconnected --fail) found something.\n\nExamples:\n  sistergraph report\n  sistergraph partners Mogilev\n  \
sistergraph unconnected RU --to BY\n  sistergraph --data my-lists report";

/// Sister cities and partner regions as a graph: who is tied to whom, which regions are left out, what holds the
/// network together.
///
/// A tie is all partnerships in force between the same two places, merged. Without --data the built-in data set is
/// asked, with every partnership of places in Belarus.
#[derive(Parser)]
#[command(name = "sistergraph", version, long_version = LONG_VERSION, after_help = EXIT_CODES, max_term_width = 100)]
#[command(disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every question takes.
#[derive(Args)]
pub struct Shared {
    /// A directory with cities.csv and partnerships.csv, a JSON file, `-` for JSON on standard input, or the name of
    /// a built-in set; a path wins over a name
    #[arg(long, global = true, value_name = "DIR|FILE|NAME", default_value = sistergraph::formats::DEFAULT)]
    pub data: String,
    /// Only ties with one end in A and the other in B (countries or regions)
    #[arg(long, global = true, num_args = 2, value_names = ["A", "B"], help_heading = "Filters")]
    pub between: Vec<String>,
    /// Only ties with at least one end in the country; may be repeated
    #[arg(long, global = true, value_name = "COUNTRY", help_heading = "Filters")]
    pub country: Vec<String>,
    /// Only ties with at least one end in the region; may be repeated
    #[arg(long, global = true, value_name = "REGION", help_heading = "Filters")]
    pub region: Vec<String>,
    /// Only partnerships of the kind; may be repeated
    #[arg(long, global = true, value_parser = words::<PartnershipKind>(PartnershipKind::ALL.iter().map(|k| k.name())), help_heading = "Filters")]
    pub kind: Vec<PartnershipKind>,
    /// Only partnerships of the status, in place of all in force; may be repeated
    #[arg(long, global = true, value_parser = words::<Status>(Status::ALL.iter().map(|s| s.name())), help_heading = "Filters")]
    pub status: Vec<Status>,
    /// Judge ties as of a date (2017, 2017-03 or 2017-03-31; a year or month means its last day)
    #[arg(long, global = true, value_name = "DATE", help_heading = "Filters")]
    pub as_of: Option<Date>,
    /// Only ties with both ends at the level; names are looked up at it, too
    #[arg(long, global = true, value_parser = words::<Level>(Level::ALL.iter().map(|l| l.name())), help_heading = "Filters")]
    pub level: Option<Level>,
    /// The form of the answer; without it, the one that -o's extension stands for, else a table
    #[arg(long, global = true, value_parser = format_parser(), help_heading = "Output")]
    pub format: Option<Format>,
    /// Write to a file, whole or not at all
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// No notes and warnings on stderr
    #[arg(short, long, global = true, help_heading = "Output")]
    pub quiet: bool,
    /// Take warnings about the data for errors
    #[arg(long, global = true, help_heading = "Output")]
    pub strict: bool,
}

/// A parser of one of a vocabulary's words.
pub fn words<T>(names: impl Iterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|word| word.parse::<T>())
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name())).map(|name| {
        let found = Format::ALL.iter().copied().find(|format| format.name() == name);
        found.unwrap_or(Format::Table)
    })
}

#[derive(Subcommand)]
pub enum Command {
    /// The overview: places, ties, countries, connectivity, regions with and without ties
    #[command(
        after_help = "Examples:\n  sistergraph report\n  sistergraph report --between BY RU\n  sistergraph report --format json -o report.json"
    )]
    Report,
    /// Search and list places; what a name means
    #[command(
        after_help = "Examples:\n  sistergraph places                 every place of the graph\n  sistergraph places mogil           whatever has `mogil` in its id, name or other names\n  sistergraph places --country BY --level city\n\nHere --country, --region and --level choose the places themselves."
    )]
    Places(PlacesOptions),
    /// The partners of a city, region or country: one row a tie, by country and name
    #[command(
        after_help = "Examples:\n  sistergraph partners Mogilev\n  sistergraph partners Могилёв --between BY RU\n  sistergraph partners BY-MA --format csv -o mogilev-region.csv"
    )]
    Partners(PartnersOptions),
    /// Ties per region, zeros included
    #[command(
        after_help = "Columns: places (of the data set), tied_places, ties (at least one end in the region), internal (both), external (one),\nvolume (2 x internal + external), partner_regions and partner_countries (at the far ends, the region itself excluded).\n\nExamples:\n  sistergraph regions\n  sistergraph regions RU --to BY --sort ties\n  sistergraph regions BY --to any --format csv\n  sistergraph regions -o regions.svg              as bars"
    )]
    Regions(RegionsOptions),
    /// Regions without a tie, and why
    #[command(
        after_help = "Reasons, the first that applies: no-places-known (the data set names no place in it), no-ties (places, none ever\ntied), lapsed (only ended or suspended ones), none-in-scope (ties, but none to the place asked about).\n\nExamples:\n  sistergraph unconnected RU --to BY\n  sistergraph unconnected --format md\n  sistergraph unconnected BY --to RU --fail"
    )]
    Unconnected(UnconnectedOptions),
    /// Ties between the regions (or countries) of two sides, zeros included, with sums
    #[command(
        after_help = "Without --between the first focus country of the data set stands against the second.\n\nExamples:\n  sistergraph matrix\n  sistergraph matrix --between BY PL --format csv\n  sistergraph matrix --by country\n  sistergraph matrix -o matrix.svg                as a heat map"
    )]
    Matrix(MatrixOptions),
    /// The connected components, the largest first
    #[command(
        after_help = "Examples:\n  sistergraph components\n  sistergraph components --between BY RU\n  sistergraph components --members --format csv"
    )]
    Components(ComponentsOptions),
    /// A shortest chain of ties between two places
    #[command(
        after_help = "Examples:\n  sistergraph path Mogilev Vladivostok\n  sistergraph path Mogilev Vladivostok --avoid Minsk\n  sistergraph path BY-MA RU-PRI"
    )]
    Path(PathOptions),
    /// Bridges and cut places: what the network hangs on
    #[command(
        after_help = "A bridge is a tie, a cut place a place whose loss splits a component. cuts_off: for a bridge the size of the smaller\nside, for a cut place all that is left outside the largest remainder, itself not counted.\n\nExamples:\n  sistergraph fragile\n  sistergraph fragile --between BY RU\n  sistergraph fragile --without Minsk"
    )]
    Fragile(FragileOptions),
    /// The graph in the DOT language, for Graphviz
    #[command(
        after_help = "Examples:\n  sistergraph dot --ego Mogilev | dot -Tsvg > mogilev.svg\n  sistergraph dot --by region --between BY RU -o regions.dot\n  sistergraph dot --component 2"
    )]
    Dot(DotOptions),
    /// A node-link picture, laid out by Graphviz where it is installed
    #[command(
        after_help = "Without Graphviz, or with --engine plain, nodes stand on a circle: fine for an ego network or with --by.\n\nExamples:\n  sistergraph diagram --ego Mogilev -o mogilev.svg\n  sistergraph diagram --by region --between BY RU -o regions.png\n  sistergraph diagram --component 2 --engine fdp -o component.svg"
    )]
    Diagram(DiagramOptions),
    /// A map: regions by their ties, ties as arcs, places as dots
    #[command(
        after_help = "Regions are coloured for both sides of --between, else for --country, else for the focus countries of the data set.\nRegions without a tie are hatched. Without --layers all are drawn.\n\nExamples:\n  sistergraph map --between BY RU -o by-ru.svg\n  sistergraph map --ego Mogilev --theme dark -o mogilev.png\n  sistergraph map --bbox 19,41,-169,82 -o eurasia.svg\n  sistergraph map --between BY RU --color-by partner-regions --no-arcs --lang ru -o regions.svg"
    )]
    Map(MapArguments),
    /// A completion script for a shell
    #[command(
        after_help = "Examples:\n  sistergraph completions bash > ~/.local/share/bash-completion/completions/sistergraph\n  sistergraph completions fish > ~/.config/fish/completions/sistergraph.fish"
    )]
    Completions(CompletionsOptions),
    /// The manual page, in roff
    #[command(after_help = "Examples:\n  sistergraph man > sistergraph.1\n  sistergraph man partners | man -l -")]
    Man(ManOptions),
}

impl Command {
    /// The command's name, and what it can write.
    pub fn writes(&self) -> (&'static str, Writes) {
        match self {
            Command::Dot(_) => ("dot", Writes::Dot),
            Command::Diagram(_) => ("diagram", Writes::Picture),
            Command::Map(_) => ("map", Writes::Picture),
            Command::Matrix(_) => ("matrix", Writes::RowsOrPicture),
            Command::Regions(_) => ("regions", Writes::RowsOrPicture),
            _ => ("", Writes::Rows),
        }
    }
}

#[derive(Args)]
pub struct PlacesOptions {
    /// What ids, names or other names must hold; case doesn't matter
    pub pattern: Option<String>,
}

#[derive(Args)]
pub struct PartnersOptions {
    /// An id, a code or a name in any spelling; `NAME, COUNTRY` where a name alone is not enough
    pub place: String,
    /// The place's own ties only, without those of its parts or places
    #[arg(long)]
    pub direct: bool,
}

#[derive(Args)]
pub struct RegionsOptions {
    #[command(flatten)]
    pub range: Range,
    /// The column to sort by: numbers from the largest, texts from the first; then by code
    #[arg(long, value_parser = ["region", "name", "places", "tied_places", "ties", "internal", "external", "volume", "partner_regions", "partner_countries"])]
    pub sort: Option<String>,
    #[command(flatten)]
    pub look: Look,
}

#[derive(Args)]
pub struct UnconnectedOptions {
    #[command(flatten)]
    pub range: Range,
    /// Exit with 3 when there is such a region
    #[arg(long)]
    pub fail: bool,
}

/// Which regions are asked about, and their ties to whom.
#[derive(Args)]
pub struct Range {
    /// Countries (or single regions) whose regions are asked about; without any, both sides of --between, else the
    /// focus countries of the data set, else every country that has a place
    #[arg(value_name = "COUNTRY")]
    pub areas: Vec<String>,
    /// Whose ties count: a country, a region, or `any`; without it, the other focus countries
    #[arg(long, value_name = "COUNTRY|REGION|any")]
    pub to: Option<String>,
}

/// Regions or countries.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// First-level regions
    Region,
    /// Countries
    Country,
}

impl From<By> for Grouping {
    fn from(by: By) -> Self {
        match by {
            By::Region => Grouping::Region,
            By::Country => Grouping::Country,
        }
    }
}

#[derive(Args)]
pub struct MatrixOptions {
    /// What the rows and columns are
    #[arg(long, value_enum, default_value_t = By::Region)]
    pub by: By,
    #[command(flatten)]
    pub look: Look,
}

#[derive(Args)]
pub struct ComponentsOptions {
    /// One row a place in place of one a component
    #[arg(long)]
    pub members: bool,
}

#[derive(Args)]
pub struct PathOptions {
    /// Where the chain begins
    pub from: String,
    /// Where it ends
    pub to: String,
    /// A place, region or country it must not step on; may be repeated
    #[arg(long, value_name = "PLACE")]
    pub avoid: Vec<String>,
}

#[derive(Args)]
pub struct FragileOptions {
    /// Show what is left when a place or all of a country or region goes; may be repeated
    #[arg(long, value_name = "PLACE|COUNTRY")]
    pub without: Vec<String>,
}

#[derive(Args)]
pub struct DotOptions {
    /// Only what is around a place
    #[arg(long, value_name = "PLACE", conflicts_with = "component")]
    pub ego: Option<String>,
    /// How many ties away from the place
    #[arg(long, value_name = "N", default_value_t = 1, requires = "ego")]
    pub depth: usize,
    /// Only a component, numbered as `components` does
    #[arg(long, value_name = "N")]
    pub component: Option<usize>,
    /// Regions or countries as nodes, ties counted on the edges
    #[arg(long, value_enum, conflicts_with_all = ["ego", "component", "cluster"])]
    pub by: Option<By>,
    /// What frames are drawn around
    #[arg(long, value_enum, default_value_t = By::Region)]
    pub cluster: By,
}

#[derive(Args)]
pub struct CompletionsOptions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Args)]
pub struct ManOptions {
    /// A command; without one, the program's own page
    pub command: Option<String>,
}
