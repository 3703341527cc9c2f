//! The arguments that can be typed. Help texts state what a command counts. Names are resolved later, against the data.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use sistergraph::{
    model::{Date, Language, Level, PartnershipKind, Status, Vocabulary},
    table::{Arrangement, Format, SortKey},
};

use super::{
    commands,
    error::Error,
    format_word,
    input::Input,
    output::Writes,
    pictures::{DiagramOptions, MapArguments},
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
    /// A directory with cities.csv and partnerships.csv (or a table of places and one of links), a JSON file, a
    /// workbook, a table with two places a row, a graph (GEXF, GraphML, GML, Pajek, GeoJSON, KML, DOT), `-` for such a
    /// file on standard input, or the name of a built-in set; if a path has the same name as a built-in set, the path
    /// is read
    #[arg(long, global = true, value_name = "DIR|FILE|NAME", default_value = sistergraph::formats::DEFAULT)]
    pub data: String,
    #[command(flatten)]
    pub input: Input,
    /// Only ties with one end in A and the other in B (countries or regions)
    #[arg(long, global = true, num_args = 2, value_names = ["A", "B"], help_heading = "Filters")]
    pub between: Vec<String>,
    /// Only ties with at least one end in this country; may be repeated
    #[arg(long, global = true, value_name = "COUNTRY", help_heading = "Filters")]
    pub country: Vec<String>,
    /// Only ties with at least one end in this region; may be repeated
    #[arg(long, global = true, value_name = "REGION", help_heading = "Filters")]
    pub region: Vec<String>,
    /// A country or region from an argument of the command itself: ties must have at least one end in it
    #[arg(skip)]
    pub area: Option<String>,
    /// A country or region from an argument of the command itself: ties must have their other end in it
    #[arg(skip)]
    pub to: Option<String>,
    /// Only partnerships of this kind; may be repeated
    #[arg(long, global = true, ignore_case = true, value_parser = words::<PartnershipKind>(), help_heading = "Filters")]
    pub kind: Vec<PartnershipKind>,
    /// Only partnerships with this status, instead of all in force; may be repeated
    #[arg(long, global = true, ignore_case = true, value_parser = words::<Status>(), help_heading = "Filters")]
    pub status: Vec<Status>,
    /// Judge ties as of a date (2017, 2017-03 or 2017-03-31; a year or month means its last day)
    #[arg(long, global = true, value_name = "DATE", help_heading = "Filters")]
    pub as_of: Option<Date>,
    /// Only ties with both ends at this level; names are looked up at this level, too
    #[arg(long, global = true, ignore_case = true, value_parser = words::<Level>(), help_heading = "Filters")]
    pub level: Option<Level>,
    /// The form of the answer; by default the one that the extension of the -o file means, otherwise a table
    #[arg(long = "format", id = "format", value_name = "FORMAT", global = true, ignore_case = true, value_parser = format_word::format_parser(), help_heading = "Output")]
    pub format_word: Option<format_word::FormatWord>,
    /// Whether the answer lists what became of places without a position.
    #[arg(skip)]
    pub lists_placements: bool,
    /// The form of an answer that the word stands for.
    #[arg(skip)]
    pub format: Option<Format>,
    /// Whether the word stands for edits of Wikidata.
    #[arg(skip)]
    pub proposes_edits: bool,
    /// The format of a data set that the word stands for.
    #[arg(skip)]
    pub data_format: Option<sistergraph::formats::Format>,
    /// Write to a file, which is replaced only once the answer is complete
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub arrangement: ArrangementOptions,
    /// The language of headings, captions, words and names in answers for people; CSV, JSON, help and messages don't
    /// change
    #[arg(long, global = true, value_name = "LANGUAGE", ignore_case = true, default_value = "en", hide_default_value = true, value_parser = words::<Language>(), help_heading = "Output")]
    pub lang: Language,
    /// No notes and warnings on stderr
    #[arg(short, long, global = true, help_heading = "Output")]
    pub quiet: bool,
    /// Treat warnings about the data as errors
    #[arg(long, global = true, help_heading = "Output")]
    pub strict: bool,
}

/// Which columns and rows of an answer are shown, and in which order.
#[derive(Args)]
pub struct ArrangementOptions {
    /// Only these columns, in this order; region_name and country_name show names instead of codes
    #[arg(long, global = true, value_name = "COLUMN,...", value_delimiter = ',', help_heading = "Output")]
    pub select: Vec<String>,
    /// Sort by columns: numbers from the largest, texts in alphabetical order, unless COLUMN:asc or COLUMN:desc says
    /// otherwise
    #[arg(long, global = true, value_name = "COLUMN,...", value_delimiter = ',', help_heading = "Output")]
    pub sort: Vec<SortKey>,
    /// Only the first N rows
    #[arg(long, global = true, value_name = "N", value_parser = one_or_more, help_heading = "Output")]
    pub top: Option<usize>,
}

impl ArrangementOptions {
    pub fn arrangement(&self) -> Arrangement {
        Arrangement { select: self.select.clone(), sort: self.sort.clone(), top: self.top }
    }
}

/// How many rows are shown.
fn one_or_more(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|&number| number > 0);
    number.ok_or_else(|| "expected a number of rows, 1 or more; without --top all are shown".to_owned())
}

/// A parser for the words of a vocabulary.
pub fn words<T: Vocabulary>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::WORDS.iter().map(|value| value.word())).try_map(|word| word.parse::<T>())
}

/// The same for an option of a single command, whose help explains each word.
pub fn explained<T: Vocabulary>() -> impl TypedValueParser<Value = T> {
    let explained = |value: &T| PossibleValue::new(value.word()).help(value.meaning());
    PossibleValuesParser::new(T::WORDS.iter().map(explained)).try_map(|word| word.parse::<T>())
}

#[derive(Subcommand)]
pub enum Command {
    /// The overview: places, ties, countries, connectivity, regions with and without ties
    #[command(
        after_help = "Examples:\n  sistergraph report\n  sistergraph report --between BY RU\n  sistergraph report --format json -o report.json"
    )]
    Report,
    /// Search and list places, and find out what a name means
    #[command(after_help = commands::PLACES_HELP)]
    Places(commands::PlacesOptions),
    /// The partners of a city, region or country: one row for each tie, by country and name
    #[command(after_help = commands::PARTNERS_HELP)]
    Partners(commands::PartnersOptions),
    /// The partners that two places share
    #[command(after_help = commands::COMMON_HELP)]
    Common(commands::CommonOptions),
    /// All ties, each with its two ends, kinds, dates and distance
    #[command(after_help = commands::TIES_HELP)]
    Ties(commands::TiesOptions),
    /// Which two regions or countries have the most ties
    #[command(after_help = commands::PAIRS_HELP)]
    Pairs(commands::PairsOptions),
    /// Ties per region, zeros included
    #[command(after_help = commands::REGIONS_HELP)]
    Regions(commands::RegionsOptions),
    /// Regions without a tie, and why
    #[command(after_help = commands::UNCONNECTED_HELP)]
    Unconnected(commands::UnconnectedOptions),
    /// Ties between the regions (or countries) of two sides, zeros included, with sums
    #[command(after_help = commands::MATRIX_HELP)]
    Matrix(commands::MatrixOptions),
    /// The connected components, the largest first
    #[command(after_help = commands::COMPONENTS_HELP)]
    Components(commands::ComponentsOptions),
    /// Groups of places with most of their ties inside the group, and how far countries explain them
    #[command(after_help = commands::COMMUNITIES_HELP)]
    Communities(commands::CommunitiesOptions),
    /// A shortest chain of ties between two places
    #[command(after_help = commands::PATH_HELP)]
    Path(commands::PathOptions),
    /// Bridges and cut places: what holds the network together
    #[command(after_help = commands::FRAGILE_HELP)]
    Fragile(commands::FragileOptions),
    /// Everything wrong or doubtful in the data, with file and line
    #[command(after_help = commands::check_help())]
    Check(commands::CheckOptions),
    /// Network figures: size, degrees, clustering, mixing, distances, lengths
    #[command(
        after_help = commands::STATS_HELP
    )]
    Stats(commands::StatsOptions),
    /// Places (or regions, countries) ranked by a centrality, the largest first
    #[command(
        after_help = commands::RANK_HELP
    )]
    Rank(commands::RankOptions),
    /// Suggested partners: untied places, with the reasons for each
    #[command(
        after_help = commands::SUGGEST_HELP
    )]
    Suggest(commands::SuggestOptions),
    /// Who looks after which region, regions without a curator, officials with several regions
    #[command(after_help = commands::CURATORS_HELP)]
    Curators(commands::CuratorsOptions),
    /// A page about a region or country: curator, ties, agreements, contacts, what is missing, map
    #[command(after_help = commands::SCORECARD_HELP)]
    Scorecard(commands::ScorecardOptions),
    /// Year by year: how many partnerships began, ended or were suspended, and how many were in force at the end
    #[command(after_help = commands::HISTORY_HELP)]
    History(commands::HistoryOptions),
    /// What changed between two data sets, or between two dates in one data set
    #[command(after_help = commands::DIFF_HELP, override_usage = commands::DIFF_USAGE)]
    Diff(commands::DiffOptions),
    /// Visits, delegations, working groups, documents and events, compared with reported totals
    #[command(after_help = commands::CONTACTS_HELP)]
    Contacts(commands::ContactsOptions),
    /// Agreements with documents, dates and fields, compared with reported totals
    #[command(after_help = commands::AGREEMENTS_HELP)]
    Agreements(commands::AgreementsOptions),
    /// Events and their participants; for one event, which participants are tied and which are not yet
    #[command(after_help = commands::EVENTS_HELP)]
    Events(commands::EventsOptions),
    /// The graph in the DOT language, for Graphviz
    #[command(after_help = commands::DOT_HELP)]
    Dot(commands::DotOptions),
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
    /// An interactive page: map, network, search, filters and table in one file
    #[command(after_help = commands::ATLAS_HELP)]
    Atlas(commands::AtlasArguments),
    /// Convert any readable input into a data set with sistergraph's own tables
    #[command(after_help = commands::IMPORT_HELP)]
    Import(commands::ImportOptions),
    /// Fetch twinned places from Wikidata's query service as a data set
    #[command(after_help = commands::FETCH_HELP)]
    Fetch(commands::FetchOptions),
    /// Export the data, or what the filters select, for other programs: GEXF, GraphML, KML, ...
    #[command(after_help = commands::EXPORT_HELP)]
    Export(commands::ExportOptions),
    /// Make a template of a data set: all files and columns with example rows, and the regions of some countries
    #[command(after_help = commands::INIT_HELP)]
    Init(commands::InitOptions),
    /// A completion script for a shell
    #[command(after_help = commands::COMPLETIONS_HELP)]
    Completions(commands::CompletionsOptions),
    /// The manual page, in roff
    #[command(after_help = commands::MAN_HELP)]
    Man(commands::ManOptions),
}

impl Shared {
    /// Interprets the word of --format for the command.
    ///
    /// # Errors
    /// Fails if the word means nothing to the command.
    pub fn settle_format(&mut self, command: &Command) -> Result<(), Error> {
        let is_of_edits = self.format_word.map(|word| word.is_of_edits(matches!(command, Command::Check(_))));
        self.proposes_edits = is_of_edits.transpose()?.unwrap_or_default();
        let word = self.format_word.map(|word| word.settled(matches!(command, Command::Export(_))));
        (self.format, self.data_format) = word.transpose()?.unwrap_or_default();
        Ok(())
    }

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
    /// Adds what the command's own arguments say about the ends of ties to the filters.
    ///
    /// # Errors
    /// Fails if --between says it too.
    pub fn restrict(&mut self, shared: &mut Shared) -> Result<(), Error> {
        let (area, to) = match self {
            Command::Ties(options) | Command::Pairs(commands::PairsOptions { ties: options, .. }) => {
                (options.area.take(), options.to.take())
            }
            Command::Partners(options) => (None, options.to.take()),
            Command::Agreements(options) => (None, options.to.take()),
            Command::Contacts(options) => (None, options.to.take()),
            Command::Scorecard(options) => {
                options.take_country(&mut shared.country);
                return Ok(());
            }
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
            Command::Atlas(_) => ("atlas", Writes::Page),
            Command::Matrix(_) => ("matrix", Writes::RowsOrPicture),
            Command::Regions(_) => ("regions", Writes::RowsOrPicture),
            Command::Unconnected(_) => ("unconnected", Writes::RowsOrPicture),
            Command::History(_) => ("history", Writes::RowsOrPicture),
            Command::Stats(options) if options.distribution.is_some() => ("stats", Writes::RowsOrPicture),
            _ => ("", Writes::Rows),
        }
    }
}

/// Columns out of the ledger.
#[derive(Args)]
pub struct LedgerColumns {
    /// Further columns, separated by commas: agreements, contacts, curator, or the name of an indicator
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    pub with: Vec<String>,
}

/// Which regions are asked about, and their ties to whom.
#[derive(Args)]
pub struct Range {
    /// Countries whose regions are listed, or single regions; by default both sides of --between, or else the focus
    /// countries of the data set, or else every country that has a place
    #[arg(value_name = "COUNTRY")]
    pub areas: Vec<String>,
    /// Count only ties to this country or region; `any` counts all ties; by default, ties to the other focus countries
    /// count
    #[arg(long, value_name = "COUNTRY|REGION|any")]
    pub to: Option<String>,
}
