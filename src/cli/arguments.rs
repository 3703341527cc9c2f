//! What can be typed. Help texts state what a command counts; names are resolved later, against the data.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use sistergraph::{
    check::{Code, Severity},
    diagram::Grouping,
    formats::{Columns, Encoding, Told},
    model::{Date, Level, PartnershipKind, Status},
    query::Metric,
    table::{Arrangement, Format, SortKey},
};

use super::{
    commands,
    error::Error,
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
to judge (check, unconnected --fail) found something.\n\nExamples:\n  sistergraph report\n  sistergraph partners Mogilev\n  \
sistergraph unconnected RU --to BY\n  sistergraph --data my-lists report";

/// Sister cities and partner regions as a graph: who is tied to whom, which regions are left out, what holds the
/// network together.
///
/// A tie is all partnerships in force between the same two places, merged. Without --data the built-in data set is
/// asked, with every partnership of places in Belarus.
#[derive(Parser)]
#[command(name = "sistergraph", version, long_version = LONG_VERSION, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every question takes.
#[derive(Args)]
pub struct Shared {
    /// A directory with cities.csv and partnerships.csv (or a table of places and one of links), a JSON file, a workbook, a
    /// table with two places a row, `-` for such a file on standard input, or the name of a built-in set; a path wins over
    /// a name
    #[arg(long, global = true, value_name = "DIR|FILE|NAME", default_value = sistergraph::formats::DEFAULT)]
    pub data: String,
    #[command(flatten)]
    pub input: Input,
    /// Only ties with one end in A and the other in B (countries or regions)
    #[arg(long, global = true, num_args = 2, value_names = ["A", "B"], help_heading = "Filters")]
    pub between: Vec<String>,
    /// Only ties with at least one end in the country; may be repeated
    #[arg(long, global = true, value_name = "COUNTRY", help_heading = "Filters")]
    pub country: Vec<String>,
    /// Only ties with at least one end in the region; may be repeated
    #[arg(long, global = true, value_name = "REGION", help_heading = "Filters")]
    pub region: Vec<String>,
    /// A country or region that a command is told of by itself: at least one end in it
    #[arg(skip)]
    pub area: Option<String>,
    /// The same: the other end in it
    #[arg(skip)]
    pub to: Option<String>,
    /// Only partnerships of the kind; may be repeated
    #[arg(long, global = true, ignore_case = true, value_parser = words::<PartnershipKind>(PartnershipKind::ALL.iter().map(|k| k.name())), help_heading = "Filters")]
    pub kind: Vec<PartnershipKind>,
    /// Only partnerships of the status, in place of all in force; may be repeated
    #[arg(long, global = true, ignore_case = true, value_parser = words::<Status>(Status::ALL.iter().map(|s| s.name())), help_heading = "Filters")]
    pub status: Vec<Status>,
    /// Judge ties as of a date (2017, 2017-03 or 2017-03-31; a year or month means its last day)
    #[arg(long, global = true, value_name = "DATE", help_heading = "Filters")]
    pub as_of: Option<Date>,
    /// Only ties with both ends at the level; names are looked up at it, too
    #[arg(long, global = true, ignore_case = true, value_parser = words::<Level>(Level::ALL.iter().map(|l| l.name())), help_heading = "Filters")]
    pub level: Option<Level>,
    /// The form of the answer; without it, the one that -o's extension stands for, else a table
    #[arg(long, global = true, ignore_case = true, value_parser = format_parser(), help_heading = "Output")]
    pub format: Option<Format>,
    /// Write to a file, whole or not at all
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub arrangement: ArrangementOptions,
    /// No notes and warnings on stderr
    #[arg(short, long, global = true, help_heading = "Output")]
    pub quiet: bool,
    /// Take warnings about the data for errors
    #[arg(long, global = true, help_heading = "Output")]
    pub strict: bool,
}

/// Which columns and rows of an answer are shown, and in which order.
#[derive(Args)]
pub struct ArrangementOptions {
    /// Only these columns, in this order; region_name and country_name give names for codes
    #[arg(long, global = true, value_name = "COLUMN,...", value_delimiter = ',', help_heading = "Output")]
    pub select: Vec<String>,
    /// Sort by columns: numbers from the largest, texts from the first; COLUMN:asc and COLUMN:desc say which
    #[arg(long, global = true, value_name = "COLUMN,...", value_delimiter = ',', help_heading = "Output")]
    pub sort: Vec<SortKey>,
    /// Only the first N rows
    #[arg(long, global = true, value_name = "N", help_heading = "Output")]
    pub top: Option<usize>,
}

impl ArrangementOptions {
    pub fn arrangement(&self) -> Arrangement {
        Arrangement { select: self.select.clone(), sort: self.sort.clone(), top: self.top }
    }
}

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
}

impl Input {
    /// What the reader of the data has to know.
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

/// A parser of one of a vocabulary's words.
pub fn words<T>(names: impl Iterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|word| word.parse::<T>())
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name())).map(|name| {
        let found = Format::ALL.iter().copied().find(|format| format.name().eq_ignore_ascii_case(&name));
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
        after_help = "Examples:\n  sistergraph partners Mogilev\n  sistergraph partners Могилёв --to RU\n  sistergraph partners BY-MA --format csv -o mogilev-region.csv"
    )]
    Partners(PartnersOptions),
    /// The partners that two places share
    #[command(after_help = commands::COMMON_HELP)]
    Common(commands::CommonOptions),
    /// All ties, each with its two ends, kinds, dates and distance
    #[command(after_help = commands::TIES_HELP)]
    Ties(commands::TiesOptions),
    /// Which two regions or countries have most ties
    #[command(after_help = commands::PAIRS_HELP)]
    Pairs(commands::PairsOptions),
    /// Ties per region, zeros included
    #[command(
        after_help = "Columns: places (of the data set), tied_places, ties (at least one end in the region), internal (both), external (one),\nvolume (2 x internal + external), partner_regions and partner_countries (at the far ends, the region itself excluded).\n--with adds agreements (partnerships of that kind), contacts and last_contact, curator (in office), and indicators (the latest figure,\nits unit and year; one with the name of another column ends in _indicator, as in volume_indicator).\n\nExamples:\n  sistergraph regions\n  sistergraph regions RU --with agreements,contacts,curator\n  sistergraph regions RU --to BY --sort ties\n  sistergraph regions BY --to any --format csv\n  sistergraph regions -o regions.svg              as bars"
    )]
    Regions(RegionsOptions),
    /// Regions without a tie, and why
    #[command(
        after_help = "Reasons, the first that applies: no-places-known (the data set names no place in it), no-ties (places, none ever\ntied), lapsed (only ended or suspended ones), none-in-scope (ties, but none to the place asked about).\nWith their options, after these: no-recent-contact (no contact on or after the date), no-curator (nobody in office), city-level-only\n(ties of cities in it, none of the region itself), region-level-only (the reverse); the column `also` has the reasons after\nthe first.\n\nExamples:\n  sistergraph unconnected RU --to BY\n  sistergraph unconnected RU --no-curator --city-level-only\n  sistergraph unconnected --format md\n  sistergraph unconnected BY --to RU --fail"
    )]
    Unconnected(UnconnectedOptions),
    /// Ties between the regions (or countries) of two sides, zeros included, with sums
    #[command(
        after_help = "Without A and B the first focus country of the data set stands against the second.\n\nExamples:\n  sistergraph matrix\n  sistergraph matrix BY PL --format csv\n  sistergraph matrix --by country\n  sistergraph matrix -o matrix.svg                as a heat map"
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
    /// Everything wrong or doubtful in the data, with file and line
    #[command(after_help = check_help())]
    Check(CheckOptions),
    /// Network figures: size, degrees, clustering, mixing, distances, lengths
    #[command(
        after_help = commands::STATS_HELP
    )]
    Stats(StatsOptions),
    /// Places (or regions, countries) by a centrality, the largest first
    #[command(
        after_help = commands::RANK_HELP
    )]
    Rank(RankOptions),
    /// Untied places that evidence speaks for, with the reasons
    #[command(
        after_help = commands::SUGGEST_HELP
    )]
    Suggest(SuggestOptions),
    /// Who looks after which region, regions without a curator, officials with several
    #[command(after_help = commands::CURATORS_HELP)]
    Curators(commands::CuratorsOptions),
    /// A page about a region: curator, ties, agreements, contacts by year, map
    #[command(after_help = commands::SCORECARD_HELP)]
    Scorecard(commands::ScorecardOptions),
    /// Year by year: partnerships begun, ended, suspended, in force at the end of the year
    #[command(after_help = commands::HISTORY_HELP)]
    History(HistoryOptions),
    /// What changed between two data sets, or in one between two dates
    #[command(after_help = commands::DIFF_HELP, override_usage = commands::DIFF_USAGE)]
    Diff(DiffOptions),
    /// Visits, delegations, working groups, documents, events, beside the totals reported
    #[command(after_help = commands::CONTACTS_HELP)]
    Contacts(commands::ContactsOptions),
    /// Agreements with documents, dates and fields, beside the totals reported
    #[command(after_help = commands::AGREEMENTS_HELP)]
    Agreements(commands::AgreementsOptions),
    /// Events and who took part; of an event who is tied to whom, and who not yet
    #[command(after_help = commands::EVENTS_HELP)]
    Events(commands::EventsOptions),
    /// The graph in the DOT language, for Graphviz
    #[command(
        after_help = "Examples:\n  sistergraph dot --ego Mogilev | dot -Tsvg > mogilev.svg\n  sistergraph dot --by region --between BY RU -o regions.dot\n  sistergraph dot --component 2"
    )]
    Dot(DotOptions),
    /// A node-link picture, laid out by Graphviz where it is installed
    #[command(
        after_help = "Graphviz lays out up to 40 nodes in layers (`dot`), more by springs (`sfdp`). Where there are more than 4,000 nodes and edges, nodes are dots placed by springs of our own (`springs`): names stand where there is room, places without a tie are left out and counted. Without Graphviz, up to 120 nodes stand on a circle (`plain`), and more are dots. More than 50,000 nodes or 250,000 edges are refused.\n\nExamples:\n  sistergraph diagram --ego Mogilev -o mogilev.svg\n  sistergraph diagram --by region --between BY RU -o regions.png\n  sistergraph diagram --component 2 --engine fdp -o component.svg"
    )]
    Diagram(DiagramOptions),
    /// A map: regions by their ties, ties as arcs, places as dots
    #[command(
        after_help = "Regions are coloured for both sides of --between, else for --country, else for the focus countries of the data set.\nRegions without a tie are hatched. Without --layers all are drawn.\n\nExamples:\n  sistergraph map --between BY RU -o by-ru.svg\n  sistergraph map --ego Mogilev --theme dark -o mogilev.png\n  sistergraph map --bbox 19,41,-169,82 -o eurasia.svg\n  sistergraph map --between BY RU --color-by partner-regions --no-arcs --lang ru -o regions.svg"
    )]
    Map(MapArguments),
    /// Any readable input as a data set of our own
    #[command(
        after_help = "The input is a table with two places a row (recognised by its header, or with --columns), a workbook, a list of two ids a\nline, a data set or rows in JSON, a directory, or a table of places with --links for its links.\nCountries in words are resolved, regions found by position. What --merge-spellings merged is the answer.\n\nExamples:\n  sistergraph import twins.csv -o twins\n  sistergraph import twins.csv -o twins.json --merge-spellings --format csv > merged.csv\n  sistergraph import liste.csv -o list --encoding windows-1252 --columns a=Stadt,b=Partner,b.country=Land"
    )]
    Import(ImportOptions),
    /// A template of a data set: all files and columns, an example row each, the regions of some countries
    #[command(
        after_help = "DIR must be new or empty. Its README.txt explains every column. `check` passes at once; delete the example rows once\nthere are others.\n\nExamples:\n  sistergraph init my-lists --countries BY RU\n  sistergraph init lists-pl --countries Poland --format csv -o files.csv"
    )]
    Init(InitOptions),
    /// A completion script for a shell
    #[command(
        after_help = "Examples:\n  sistergraph completions bash > ~/.local/share/bash-completion/completions/sistergraph\n  sistergraph completions fish > ~/.config/fish/completions/sistergraph.fish"
    )]
    Completions(CompletionsOptions),
    /// The manual page, in roff
    #[command(after_help = "Examples:\n  sistergraph man > sistergraph.1\n  sistergraph man partners | man -l -")]
    Man(ManOptions),
}

impl Shared {
    /// Whether any filter is given.
    pub fn filters(&self) -> bool {
        let lists = [&self.between, &self.country, &self.region];
        lists.iter().any(|names| !names.is_empty())
            || self.area.is_some()
            || self.to.is_some()
            || !self.kind.is_empty()
            || !self.status.is_empty()
            || self.as_of.is_some()
            || self.level.is_some()
    }
}

impl Command {
    /// Puts what the command's own words say of the ends of ties among the filters.
    ///
    /// # Errors
    /// Where --between says it as well.
    pub fn restrict(&mut self, shared: &mut Shared) -> Result<(), Error> {
        let (area, to) = match self {
            Command::Ties(options) | Command::Pairs(commands::PairsOptions { ties: options, .. }) => {
                (options.area.take(), options.to.take())
            }
            Command::Partners(options) => (None, options.to.take()),
            Command::Matrix(options) => return options.sides(shared),
            _ => return Ok(()),
        };
        (shared.area, shared.to) = (area, to);
        Ok(())
    }

    /// The command's name, and what it can write.
    pub fn writes(&self) -> (&'static str, Writes) {
        match self {
            Command::Dot(_) => ("dot", Writes::Dot),
            Command::Diagram(_) => ("diagram", Writes::Picture),
            Command::Map(_) => ("map", Writes::Picture),
            Command::Matrix(_) => ("matrix", Writes::RowsOrPicture),
            Command::Regions(_) => ("regions", Writes::RowsOrPicture),
            Command::History(_) => ("history", Writes::RowsOrPicture),
            Command::Stats(options) if options.distribution.is_some() => ("stats", Writes::RowsOrPicture),
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
    /// Only partners in a country or region
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
}

#[derive(Args)]
pub struct RegionsOptions {
    #[command(flatten)]
    pub range: Range,
    #[command(flatten)]
    pub ledger: LedgerColumns,
    #[command(flatten)]
    pub look: Look,
}

#[derive(Args)]
pub struct UnconnectedOptions {
    #[command(flatten)]
    pub range: Range,
    /// Also regions without a contact on or after a date: `no-recent-contact`
    #[arg(long, value_name = "SINCE")]
    pub no_recent_contact: Option<Date>,
    /// Also regions that nobody looks after: `no-curator`
    #[arg(long)]
    pub no_curator: bool,
    /// Also regions whose ties are all of cities in them, none of the region itself
    #[arg(long)]
    pub city_level_only: bool,
    /// Also regions whose ties are all of the region itself, none of a city in it
    #[arg(long)]
    pub region_level_only: bool,
    #[command(flatten)]
    pub ledger: LedgerColumns,
    /// Exit with 3 when there is such a region
    #[arg(long)]
    pub fail: bool,
}

/// Columns out of the ledger.
#[derive(Args)]
pub struct LedgerColumns {
    /// Further columns, with a comma between them: agreements, contacts, curator, or the name of an indicator
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    pub with: Vec<String>,
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
    /// The rows: a country or region
    #[arg(value_name = "A")]
    pub a: Option<String>,
    /// The columns: a country or region
    #[arg(value_name = "B")]
    pub b: Option<String>,
    /// The columns, said with the option that other commands have
    #[arg(long, value_name = "COUNTRY|REGION", conflicts_with = "b")]
    pub to: Option<String>,
    /// What the rows and columns are
    #[arg(long, value_enum, default_value_t = By::Region)]
    pub by: By,
    #[command(flatten)]
    pub look: Look,
}

impl MatrixOptions {
    /// Two sides given by themselves are those of --between.
    fn sides(&self, shared: &mut Shared) -> Result<(), Error> {
        let usage = |message: &str, hint: String| Err(Error::Usage { message: message.to_owned(), hint });
        match (&self.a, self.b.as_ref().or(self.to.as_ref())) {
            (None, None) => Ok(()),
            (Some(a), Some(b)) if shared.between.is_empty() => {
                shared.between = vec![a.clone(), b.clone()];
                Ok(())
            }
            (Some(a), Some(b)) => usage(
                "the two sides are given twice",
                format!("leave --between out, as in `sistergraph matrix {a} {b}`"),
            ),
            (Some(a), None) | (None, Some(a)) => {
                usage("a matrix has two sides", format!("name the other as well, as in `sistergraph matrix {a} RU`"))
            }
        }
    }
}

#[derive(Args)]
pub struct ComponentsOptions {
    /// One row a place in place of one a component
    #[arg(long)]
    pub members: bool,
}

#[derive(Args)]
pub struct PathOptions {
    /// Where the chain begins: a place, or any place of a region or country
    pub from: String,
    /// Where it ends, likewise
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
pub struct CheckOptions {
    /// List the codes of problems with severity and meaning
    #[arg(long)]
    pub codes: bool,
    /// Write a copy to a new directory (-o DIR) in which what is certain is mended, and list what was done
    #[arg(long, requires = "output", conflicts_with = "codes")]
    pub fix: bool,
}

/// The codes of problems, and examples.
fn check_help() -> String {
    let of = |severity| {
        let codes = Code::ALL.iter().filter(|code| code.severity() == severity).map(|code| code.name());
        codes.collect::<Vec<_>>().join(", ")
    };
    format!(
        "Errors: {}.\n\nWarnings: {}.\n\nAn error means exit code 3; with --strict, so does a \
         warning.\n\nWhat --fix mends: blanks around and between words, Unicode form, dates, numbers, positions and \
         words in another notation, words for countries and regions, places and partnerships that say the same twice (ends \
         either way round). Errors that it can't mend stand in the copy, and it lists them.\n\nExamples:\n  \
         sistergraph check\n  sistergraph check --codes\n  sistergraph check --strict --format csv\n  sistergraph \
         --data my-lists check --fix -o my-lists-fixed\n",
        of(Severity::Error),
        of(Severity::Warning)
    )
}

#[derive(Args)]
pub struct StatsOptions {
    /// Take regions or countries for places, with a tie for each two that have a tie between them
    #[arg(long, value_enum)]
    pub by: Option<By>,
    /// One row for each value that occurs, in place of the figures
    #[arg(long, value_enum)]
    pub distribution: Option<Distribution>,
    /// Leave out diameter, radius, mean_distance and effective_diameter_90, which take a search from every place
    #[arg(long, conflicts_with = "distribution")]
    pub no_distances: bool,
    #[command(flatten)]
    pub look: Look,
}

/// What a distribution is of.
#[derive(Clone, Copy, ValueEnum)]
pub enum Distribution {
    /// Places by degree
    Degree,
    /// Components by size
    Component,
    /// Pairs of places of the largest component by distance
    Distance,
    /// Ties by length, in classes of 250 km
    TieKm,
}

#[derive(Args)]
pub struct RankOptions {
    /// What to rank by
    #[arg(long, value_name = "METRIC", value_parser = metric_parser())]
    pub metric: Metric,
    /// Take regions or countries for places, with a tie for each two that have a tie between them
    #[arg(long, value_enum)]
    pub by: Option<By>,
}

fn metric_parser() -> impl TypedValueParser<Value = Metric> {
    PossibleValuesParser::new(Metric::ALL.iter().map(|metric| metric.name())).map(|name| {
        let found = Metric::ALL.iter().copied().find(|metric| metric.name() == name);
        found.unwrap_or(Metric::Degree)
    })
}

#[derive(Args)]
pub struct SuggestOptions {
    /// A place, or a region or country that could be tied through its places
    pub place: String,
    /// Only partners in a country or region
    #[arg(long, value_name = "COUNTRY")]
    pub to: Option<String>,
}

#[derive(Args)]
pub struct HistoryOptions {
    /// Only partnerships of a place; of a region or country those of all its places
    pub place: Option<String>,
    #[command(flatten)]
    pub look: Look,
}

#[derive(Args)]
pub struct DiffOptions {
    /// The old data set, as --data takes it
    #[arg(value_name = "OLD", required_unless_present_any = ["from", "until"], requires = "new")]
    pub old: Option<String>,
    /// The new data set
    #[arg(value_name = "NEW", requires = "old")]
    pub new: Option<String>,
    /// Compare --data with itself: the earlier date
    #[arg(long, value_name = "DATE", requires = "until", conflicts_with = "old")]
    pub from: Option<Date>,
    /// The later date
    #[arg(long, value_name = "DATE", requires = "from", conflicts_with = "old")]
    pub until: Option<Date>,
    /// One row a region in place of one a change
    #[arg(long)]
    pub regions: bool,
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
pub struct ImportOptions {
    /// The file or directory to read, or `-` for standard input
    #[arg(value_name = "IN")]
    pub input: String,
}

#[derive(Args)]
pub struct InitOptions {
    /// The directory to make
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The countries the data set is about, by code or name: their regions are listed, and they are its focus
    #[arg(long, value_name = "COUNTRY", num_args = 1.., required = true)]
    pub countries: Vec<String>,
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
