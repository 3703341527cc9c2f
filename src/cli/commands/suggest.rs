use clap::Args;
use sistergraph::{
    graph::Subject,
    model::Area,
    query::{self, SuggestRow, Suggestions},
    said,
};

use super::answer_for_people;
use crate::cli::{
    error::Error,
    gazetteer,
    output::{Answered, Output},
    session::{AREAS, Session},
};

#[derive(Args)]
pub struct SuggestOptions {
    /// A place, or a region or country whose places could be tied
    pub place: String,
    /// Only partners in this country or region
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
    /// For a town: also towns of the gazetteer that the data doesn't have, marked as such
    #[arg(long)]
    pub towns: bool,
}

pub const SUGGEST_HELP: &str = "\
The score is the sum of
  the common partners' weight, 1 / ln(degree) each (Adamic, Adar 2003)
  0.4 x ln(1 + ties between the two regions)
  0.2 x ln(1 + ties of the place suggested with the country of the first)
  0.5 x the smaller population over the larger
  0.3 / (1 + km / 1000)
as far as these are known. Candidates are places of the same level, without --to in other countries. For a region or country the rows are pairs: through
which of its places (at most three rows each) it could be tied to which; a partner with more than a hundred partners then
brings no candidates of its own. For a region without a place of its own only
ties between regions and countries speak. Evidence is not advice: it says what existing ties are like.
With --towns also towns of the gazetteer above 5,000 inhabitants that the data doesn't have; for these speak ties between the two regions, size
and nearness. Their ids begin with `geonames:`, and `reasons` says that they aren't in the data.
--top says how many rows there are, by score: 10 without it. --sort orders these.

Examples:
  sistergraph suggest Mogilev
  sistergraph suggest Mogilev --to RU --top 5
  sistergraph suggest Mogilev --to PL --towns
  sistergraph suggest RU-TOM --to BY";

/// What people see: names, and what room there is for the reasons; a place is known by its name and region.
const FOR_PEOPLE: &[&str] = &[
    "name",
    "region",
    "country",
    "score",
    "from_name",
    "common_partners",
    "adamic_adar",
    "region_ties",
    "country_ties",
    "size_ratio",
    "distance_km",
    "reasons",
];

/// What a narrow terminal leaves out, the first of them first.
const DISPENSABLE: &[&str] =
    &["adamic_adar", "size_ratio", "country_ties", "region_ties", "common_partners", "distance_km", "country"];

/// The default number of rows.
const TOP: usize = 10;

pub fn suggest(session: &Session, options: &SuggestOptions, output: &Output) -> Result<Answered<'static>, Error> {
    let subject = session.subject(&options.place)?;
    let to = options.to.as_deref().map(|name| session.area(name, AREAS)).transpose()?;
    let region = match subject {
        Subject::City(_) => None,
        Subject::Region(id) => Some(Area::Region(session.network.register().region(id).code.to_string())),
        Subject::Country(code) => Some(Area::Country(code)),
    };
    let places = query::places_of(&session.network, subject);
    let top = output.arrangement().top.unwrap_or(TOP);
    let graph = session.graph();
    let rows: Vec<SuggestRow> = if options.towns {
        let (&[place], None) = (&places[..], &region) else {
            return Err(Error::Usage {
                message: format!("--towns suggests partners of a town, and `{}` is a region or country", options.place),
                hint: "name one of its towns, or leave --towns out".to_owned(),
            });
        };
        let gazetteer = session.network.gazetteer().ok_or_else(gazetteer::none)?;
        Suggestions::new(&graph).of_place_with_towns(place, gazetteer, to.as_ref(), top)
    } else {
        query::suggest(&graph, &places, region.as_ref(), to.as_ref(), top)
    };
    let (words, place) = (session.words(), session.shown(subject));
    let found = match &to {
        None => said!(words, UntiedFor, place),
        Some(to) => said!(words, UntiedWithinFor, area = to, place),
    };
    let through = match (&region, places.len()) {
        (None, _) => String::new(),
        (Some(_), 0) => format!(", {}", said!(words, HasNoPlace)),
        (Some(_), places) => format!(", {}", said!(words, ThroughPlaces, places)),
    };
    let headline = format!("{found}{through}, {}{}", said!(words, ByScore), session.filters());
    Ok(answer_for_people(headline, rows, FOR_PEOPLE, DISPENSABLE))
}
