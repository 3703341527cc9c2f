use clap::Args;
use sistergraph::{
    metrics::{CommunityOptions, Quality},
    query, said,
};

use super::{answer, answer_for_people};
use crate::cli::{arguments::explained, output::Answered, session::Session};

pub const COMMUNITIES_HELP: &str = "\
A community is a connected group of places with more ties among each other than chance would give them. Communities are found by
the Leiden algorithm (Traag, Waltman, van Eck 2019): good ones, not the best of all, which nobody can compute. The same data and
seed always give the same.
  outward_ties       ties from the community to others
  density            ties within over pairs of its places
  main_country       the country with most of its places; country_percent: their share of the community,
                     of_country_percent: their share of the country's places
  modularity         the share of ties within communities, less the share expected by degree alone (Newman, Girvan 2004)
With --compare:
  mutual_information what countries (or regions) say of communities, over the mean of the two entropies (NMI); 0 to 1
  adjusted_rand      the share of pairs of places on which both agree, beyond chance; 0 at random, 1 if they are the same
  modularity         of the countries (or regions), taken for communities

Examples:
  sistergraph communities
  sistergraph communities --compare
  sistergraph communities --resolution 2 --members --format csv
  sistergraph communities --quality cpm --resolution 0.05
  sistergraph dot --cluster community -o communities.dot";

#[derive(Args)]
pub struct CommunitiesOptions {
    /// One row for each place instead of one for each community
    #[arg(long, conflicts_with = "compare")]
    pub members: bool,
    /// Show how far countries and regions explain the communities
    #[arg(long)]
    pub compare: bool,
    #[command(flatten)]
    pub search: CommunitySearch,
}

/// How communities are searched for.
#[derive(Args)]
pub struct CommunitySearch {
    /// Larger values give more and smaller communities; with `cpm` it is the least density of a community
    #[arg(long, value_name = "R", default_value_t = 1.0, allow_hyphen_values = true, value_parser = above_zero)]
    pub resolution: f64,
    /// The seed of the search; another seed may find other communities that are about as good
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// The quality that the search maximizes
    #[arg(long, default_value = "modularity", value_parser = explained::<Quality>())]
    pub quality: Quality,
    /// The most rounds of the search; by default it ends with the round that gains next to nothing, after 30 at most,
    /// and above a million ties after 2
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub rounds: Option<u16>,
}

impl CommunitySearch {
    fn options(&self) -> CommunityOptions {
        let Self { quality, resolution, seed, rounds } = *self;
        CommunityOptions { quality, resolution, seed, rounds: rounds.map(usize::from) }
    }
}

/// Parses a number above 0.
fn above_zero(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|&number: &f64| number > 0.0 && number.is_finite());
    number.ok_or_else(|| "expected a number above 0, such as 0.5 or 2".to_owned())
}

/// What people see of a community: names in place of ids.
const FOR_PEOPLE: &[&str] = &[
    "community",
    "size",
    "ties",
    "outward_ties",
    "density",
    "largest_degree_names",
    "country_count",
    "main_country",
    "country_percent",
    "of_country_percent",
    "region_count",
    "main_region",
    "region_percent",
];
/// The same of a place.
const MEMBERS_FOR_PEOPLE: &[&str] =
    &["community", "size", "name", "level", "region", "country", "degree", "ties_within", "id"];
/// What a narrow terminal leaves out of a community, the first of them first.
const DISPENSABLE: &[&str] = &[
    "density",
    "region_count",
    "region_percent",
    "main_region",
    "country_count",
    "of_country_percent",
    "outward_ties",
    "largest_degree_names",
];

pub fn communities<'s>(session: &'s Session, options: &CommunitiesOptions) -> Answered<'s> {
    let graph = session.keep(session.graph());
    let found = session.keep(query::communities(graph, &options.search.options()));
    let (words, places, alone) = (session.words(), graph.place_count(), found.alone());
    let communities = found.found().sizes.len();
    let modularity = found
        .modularity()
        .map_or_else(|| words.word("not defined").to_owned(), |modularity| words.decimal(&format!("{modularity:.4}")));
    let what = said!(words, CommunitiesFound, communities, places, alone, modularity);
    let headline = format!("{what}{}", session.filters());
    if options.members {
        answer_for_people(
            headline,
            found.member_rows(),
            MEMBERS_FOR_PEOPLE,
            &["id", "size", "level", "country", "degree"],
        )
    } else if options.compare {
        answer(headline, found.compared(), &["communities"])
    } else {
        answer_for_people(headline, found.rows(), FOR_PEOPLE, DISPENSABLE)
    }
}
