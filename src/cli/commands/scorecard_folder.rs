//! Writes a folder of scorecards: a cover page, and the pages that it links to.

use std::{collections::HashMap, path::Path, rc::Rc};

use rayon::prelude::*;
use serde::Serialize;
use sistergraph::{
    file_names::file_names,
    model::{Area, CountryCode},
    query::{self, CountryScorecard, Scorecard, ScorecardRegionRow, Scorecards, Side, TownTies},
    register::{Outlines, RegionId},
    said,
    table::{Answer, Block, Format, Sheet},
    words::Words,
};

use super::{
    regions::{headings, sides},
    scorecard::{ScorecardOptions, country_svg, region_svg},
    scorecard_page::{Basis, Picture, counted, country_page, fact, region_page},
    scorecard_towns::untied_towns,
};
use crate::cli::{
    arguments::Shared,
    error::{Error, count},
    folder::NewFolder,
    session::Session,
};

/// Writes a folder of pages, and says what was written.
pub fn scorecards(mut options: ScorecardOptions, mut shared: Shared) -> Result<u8, Error> {
    let usage = |message: &str, hint: &str| Error::Usage { message: message.to_owned(), hint: hint.to_owned() };
    let folder = shared.output.take().ok_or_else(|| {
        usage("`scorecard --all` writes a folder of pages, and needs its name", "add -o DIR, a new or empty folder")
    })?;
    let format = match shared.format {
        None | Some(Format::Html) => Format::Html,
        Some(Format::Markdown) => Format::Markdown,
        Some(other) => {
            let message = format!("`scorecard --all` writes pages, not {}", other.name());
            return Err(usage(&message, "use --format html or md"));
        }
    };
    options.take_country(&mut shared.country);
    let session = Session::open(&shared, Words::of(shared.lang))?;
    session.require_countries("scorecard")?;
    let sides = sides(&session, &options.range)?;
    let (ends_ahead, to) = (session.ends_ahead(session.words()), options.range.to.as_deref());
    let files = Pages { session: &session, format, ends_ahead, to }.all(&sides)?;
    let mut new = NewFolder::begin(&folder)?;
    for (name, text) in &files {
        new.file(name, |out| out.write_all(text.as_bytes()))?;
    }
    new.finish()?;
    let pages = files.iter().filter(|(name, _)| name.ends_with(format.name())).count() - 1;
    let index = Path::new(&folder).join(format!("{INDEX}.{}", format.name()));
    session.note(&format!("{} written; begin with {}", count(pages, "page"), index.display()));
    Ok(0)
}

/// The name of the cover page.
const INDEX: &str = "index";

/// A file: its name and content.
type File = (String, String);

struct Pages<'s> {
    session: &'s Session,
    format: Format,
    ends_ahead: Option<String>,
    to: Option<&'s str>,
}

/// A country on the cover page.
#[derive(Default, Serialize)]
struct CountryLine {
    country: String,
    name: String,
    regions: usize,
    without_a_tie: usize,
    ties: usize,
    partners: usize,
    agreements: usize,
    contacts: usize,
    last_contact: Option<String>,
}

impl CountryLine {
    fn of(card: &CountryScorecard<'_>) -> Self {
        Self {
            country: card.country.clone(),
            name: card.name.clone(),
            regions: card.regions.len(),
            without_a_tie: card.regions.iter().filter(|row| row.ties == 0).count(),
            ties: card.ties,
            partners: card.partners,
            agreements: card.agreements.iter().filter(|row| row.is_in_force).count(),
            contacts: card.contact_rows.len(),
            last_contact: card.last_contact.clone(),
        }
    }
}

impl Pages<'_> {
    /// The pages of all regions of the sides, those of the sides that are countries, and the cover page.
    fn all(&self, sides: &[Side]) -> Result<Vec<File>, Error> {
        let (session, register) = (self.session, self.session.network.register());
        let words = session.words();
        let (graph, outlines) = (session.graph(), Outlines::built_in());
        let cards = Scorecards::new(&graph);
        let gazetteer = session.network.gazetteer();
        let town_ties = gazetteer.map(|gazetteer| TownTies::new(&graph, gazetteer));
        let mut number: HashMap<RegionId, usize> = HashMap::new();
        let mut regions: Vec<(RegionId, &Side)> = Vec::new();
        for side in sides {
            for id in side.regions(&session.network) {
                number.entry(id).or_insert_with(|| {
                    regions.push((id, side));
                    regions.len() - 1
                });
            }
        }
        let country = |side: &Side| match side.area {
            Area::Country(code) => Some(code),
            Area::Region(_) => None,
        };
        let countries: Vec<(CountryCode, &Side)> =
            sides.iter().filter_map(|side| Some((country(side)?, side))).collect();
        let codes = regions.iter().map(|(id, _)| &*register.region(*id).code);
        let names = file_names(codes.chain(countries.iter().map(|(code, _)| code.as_str())), &[INDEX]);
        let links: Vec<String> = names.iter().map(|name| format!("{name}.{}", self.format.name())).collect();
        let (of_regions, of_countries) = names.split_at(regions.len());
        let region = |(&(id, side), name): (&(RegionId, &Side), &String)| {
            let ties = cards.ties(id, &side.against);
            let of_region = Side { area: Area::Region(register.region(id).code.to_string()), ..side.clone() };
            let untied_towns = untied_towns(town_ties.as_ref(), &of_region);
            let card = Scorecard { untied_towns, ..cards.of(&ties, id, &side.against) };
            let svg = region_svg(&ties, &card, cards.places(id), &outlines)?;
            let files = self
                .page(name, svg, |picture| Answer::object(&card, region_page(session, &card, picture, self.basis())));
            Ok((card, files))
        };
        let made: Vec<(Scorecard<'_>, Vec<File>)> =
            regions.par_iter().zip(of_regions).with_max_len(1).map(region).collect::<Result<_, Error>>()?;
        let (made, files): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        let mut files: Vec<File> = files.into_iter().flatten().collect();
        let mut lines = Vec::new();
        for ((code, side), name) in countries.iter().zip(of_countries) {
            let own: Vec<usize> = register.regions_of(*code).filter_map(|(id, _)| number.get(&id).copied()).collect();
            let of_regions: Vec<&Scorecard<'_>> = own.iter().map(|&at| &made[at]).collect();
            let links: Vec<String> = own.iter().map(|&at| links[at].clone()).collect();
            let ties = session.network.graph(&query::country_scope(&session.scope, *code, &side.against));
            let card = cards.of_country(&ties, *code, &side.against, &of_regions);
            let card = CountryScorecard { untied_towns: untied_towns(town_ties.as_ref(), side), ..card };
            files.extend(self.page(name, country_svg(&ties, &card)?, |picture| {
                Answer::object(&card, country_page(session, &card, picture, self.basis(), &links))
            }));
            lines.push(CountryLine::of(&card));
        }
        let counted = counted(&headings(sides, &session.network), &session.scope.titled(&session.network), words);
        let mut page = vec![
            Block::Heading(said!(words, HeadScorecards)),
            Block::Facts([fact("counted", counted, words)].into_iter().chain(self.basis().fact(session)).collect()),
        ];
        if !lines.is_empty() {
            page.push(Block::Heading(said!(words, HeadCountries)));
            page.push(Block::Sheet(Sheet::of(lines).linked(links[regions.len()..].to_vec())));
        }
        for (of_country, links) in by_country(&made, &links) {
            let code = CountryCode::new(&of_country[0].country);
            page.push(Block::Heading(code.map_or_else(String::new, |code| session.network.shown_country(code))));
            let rows: Vec<ScorecardRegionRow> = of_country.iter().map(ScorecardRegionRow::from).collect();
            page.push(Block::Sheet(Sheet::of(rows).linked(links.to_vec())));
        }
        let cover = Answer::paged_rows(page, Sheet::of(Vec::<CountryLine>::new()));
        files.push((format!("{INDEX}.{}", self.format.name()), self.written(cover)));
        Ok(files)
    }

    fn basis(&self) -> Basis<'_> {
        let ends_ahead = self.ends_ahead.as_deref();
        Basis { has_foot: self.format == Format::Html, ends_ahead, to: self.to }
    }

    /// A page, and for a Markdown page its map in a file beside it.
    fn page<'c>(
        &self,
        name: &str,
        svg: Option<String>,
        answer: impl FnOnce(Option<Picture>) -> Answer<'c>,
    ) -> Vec<File> {
        let beside = (self.format == Format::Markdown).then(|| format!("{name}.svg"));
        let mut files: Vec<File> = beside.clone().zip(svg.clone()).into_iter().collect();
        let answer = answer(svg.map(|svg| Picture { svg, file: beside }));
        files.push((format!("{name}.{}", self.format.name()), self.written(answer)));
        files
    }

    fn written(&self, answer: Answer<'_>) -> String {
        let answer = answer
            .resting_on(self.session.source())
            .made_with(&self.session.made_with(), self.session.made_with_foot());
        let answer = answer.worded(Rc::new(self.session.words()));
        answer.render(self.format, 80)
    }
}

/// Consecutive regions of one country, with the files of their pages.
fn by_country<'m, 'n>(
    cards: &'m [Scorecard<'n>],
    links: &'m [String],
) -> impl Iterator<Item = (&'m [Scorecard<'n>], &'m [String])> {
    let mut links = links;
    cards.chunk_by(|x, y| x.country == y.country).map(move |of_country| {
        let (own, rest) = links.split_at(of_country.len());
        links = rest;
        (of_country, own)
    })
}
