use clap::{Args, ValueEnum};
use sistergraph::{
    query::{self, ReportedCurators},
    said,
    table::{Answer, Block, Sheet},
    words::Words,
};

use super::{answer, regions::headings};
use crate::cli::{
    error::Error,
    output::Answered,
    session::{AREAS, Session},
};

pub const CURATORS_HELP: &str = "\
A region has a curator where a row of curators.csv that is in office names it: without --as-of one that has no `until`, with
it one whose time holds that date.
  ties        at least one end in the region, within the filters
  agreements  partnerships of kind `agreement` among them
  contacts    with one end in the region, or an event that a place of it took part in
  lacks       curator: ties, and nobody to look after them; tie: somebody, and no tie; or both
A number of regions that is only reported (totals.csv) stands beside those named, and is never added to them.
Without a country: those of which curators look after a region, else the focus countries of the data set.

Examples:
  sistergraph curators
  sistergraph curators RU --to BY --as-of 2017-03-31
  sistergraph curators --by official --format csv";

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CuratorsBy {
    /// Regions, including those without a curator
    Region,
    /// Officials, the ones with the most regions first
    Official,
}

#[derive(Args)]
pub struct CuratorsOptions {
    /// Countries whose regions are listed, or single regions
    #[arg(value_name = "COUNTRY")]
    pub areas: Vec<String>,
    /// Count only ties, agreements and contacts with this country or region; by default, with the other focus countries
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
    /// What each row is about
    #[arg(long, value_enum, default_value_t = CuratorsBy::Region)]
    pub by: CuratorsBy,
}

pub fn curators(session: &Session, options: &CuratorsOptions) -> Result<Answered<'static>, Error> {
    let (network, words) = (&session.network, session.words());
    let officials = query::officials(network, session.scope.as_of);
    if options.by == CuratorsBy::Official {
        let several = officials.iter().filter(|row| row.regions > 1).count();
        let headline = said!(words, OfficialsFound, officials = officials.len(), several);
        return Ok(answer(headline, officials, &["since", "office"]));
    }
    let mut areas = session.areas(&options.areas)?;
    if areas.is_empty() && session.scope.between.is_none() {
        areas = query::countries_with_curators(network);
    }
    let to = options.to.as_ref().map(|name| session.area(name, AREAS)).transpose()?;
    let sides = query::sides(network, &session.scope, &areas, to.as_ref());
    let rows = query::curators(&session.graph(), &sides);
    let without = |lacks: &str| rows.iter().filter(|row| row.lacks.as_deref() == Some(lacks)).count();
    let looked_after =
        rows.iter().filter(|row| !matches!(row.lacks.as_deref(), Some("curator" | "curator, tie"))).count();
    let found = said!(
        words,
        CuratorsFound,
        looked_after,
        regions = rows.len(),
        without_curator = without("curator"),
        without_tie = without("tie"),
        sides = headings(&sides, &session.network)
    );
    let headline = format!("{found}{}", session.filters());
    let is_empty = rows.is_empty();
    let sheet = Sheet::of(rows).dispensable(&["contacts", "agreements", "office", "since"]);
    let mut page = vec![Block::Text(headline.clone())];
    page.extend(query::reported_curators(network).iter().map(|reported| Block::Text(sentence(reported, words))));
    page.push(Block::Sheet(sheet.clone()));
    let several: Vec<_> = officials.into_iter().filter(|row| row.regions > 1).collect();
    if !several.is_empty() {
        page.push(Block::Heading(said!(words, HeadSeveralRegions)));
        page.push(Block::Sheet(Sheet::of(several).dispensable(&["since", "office"])));
    }
    Ok(Answered {
        answer: Answer::paged_rows(page, sheet),
        headline,
        is_empty,
        notes: Vec::new(),
        chart: None,
        exit_code: 0,
    })
}

fn sentence(reported: &ReportedCurators, words: Words) -> String {
    let after_blank = |said: Option<String>| said.map_or_else(String::new, |said| format!(" {said}"));
    said!(
        words,
        CuratorsReported,
        year = after_blank(reported.year.as_ref().map(|year| said!(words, ForYear, year))),
        regions = reported.regions,
        of = after_blank(reported.to.as_ref().map(|place| said!(words, OfPlace, place))),
        source = after_blank(reported.source.as_ref().map(|source| format!("({source})"))),
        named = if reported.named == 0 { words.word("none").to_owned() } else { reported.named.to_string() }
    )
}
