use clap::Args;
use rayon::prelude::*;
use sistergraph::{
    graph::{PlaceId, TieGraph},
    map::{self, Ego, Layer, MapOptions},
    model::{Area, CountryCode},
    query::{self, CountryScorecard, Scorecard, Scorecards, Side, TownTies},
    register::{Outlines, RegionId},
    scene::PictureFormat,
    table::{Answer, Format},
};

use super::{
    regions::sides,
    scorecard_page::{Basis, Picture, country_page, region_page},
    scorecard_towns::untied_towns,
};
use crate::cli::{
    arguments::Range,
    error::Error,
    output::{Answered, Form, Output},
    session::{AREAS, Session},
};

pub const SCORECARD_HELP: &str = "\
A page about a region: who looks after it, a map of its ties, what is missing, its partners, agreements with documents and dates,
contacts one by one and by year, figures. About a country: a table of its regions, its partner countries, and the same. Ties and
contacts count whose far end is where --to says, without it in the other focus countries. The map stands in HTML on the page itself,
for -o FILE.md in FILE.svg beside it. --all writes a folder: a cover page with the table of regions, a page for each country and
each region, all of them or none.

Missing is what a visit should bring or clear up: a tie (with the reason), a curator, a contact at all or within twelve months
before --as-of (without it before the data set's date), an agreement in force, a tie of the region itself or of a town in it; places of the
data without a tie, ties without a date, ties that one side alone claims (it stands in brackets), agreements without a date or a
document. What the data set has no list of at all is missing nowhere.

Towns of the gazetteer above 20,000 inhabitants that have no tie stand in a section of their own.

Examples:
  sistergraph scorecard RU-BRY
  sistergraph scorecard Bryansk --as-of 2017-03-31 -o bryansk.html
  sistergraph scorecard --country RU -o russia.html
  sistergraph scorecard --all RU -o scorecards
  sistergraph scorecard --all BY --format md -o scorecards";

#[derive(Args)]
pub struct ScorecardOptions {
    #[command(flatten)]
    pub range: Range,
    /// Write a page for every region of the given countries to the folder of -o; by default of the focus countries
    #[arg(long)]
    pub all: bool,
}

impl ScorecardOptions {
    /// If only --country says what the page is about, it isn't a filter.
    pub fn take_country(&mut self, countries: &mut Vec<String>) {
        if self.range.areas.is_empty() {
            self.range.areas.append(countries);
        }
    }
}

/// The page of one region or country.
pub fn scorecard<'s>(session: &'s Session, options: &ScorecardOptions, output: &Output) -> Result<Answered<'s>, Error> {
    let [name] = &options.range.areas[..] else {
        let hint = match session.unquoted_area(&options.range.areas) {
            Some(name) => format!("a name of several words stands in quotes: `scorecard \"{name}\"`"),
            None => "name one, as in `scorecard RU-BRY`, or use --all -o DIR".to_owned(),
        };
        return Err(Error::Usage {
            message: format!("`scorecard` is about one region or country, not {}", options.range.areas.len()),
            hint,
        });
    };
    let area = session.area(name, AREAS)?;
    let range = Range { areas: vec![area.to_string()], to: options.range.to.clone() };
    let against = sides(session, &range)?.into_iter().next().map_or_else(Vec::new, |side| side.against);
    let graph = session.graph();
    let cards = Scorecards::new(&graph);
    let gazetteer = session.network.gazetteer();
    let town_ties = gazetteer.map(|gazetteer| TownTies::new(&graph, gazetteer));
    let side = Side { area: area.clone(), against: against.clone() };
    let untied_towns = untied_towns(town_ties.as_ref(), &side);
    let has_foot = output.form() == Form::Rows(Format::Html);
    match &area {
        Area::Country(code) => {
            let of_regions = |(id, _): (RegionId, _)| id;
            let regions: Vec<RegionId> = session.network.register().regions_of(*code).map(of_regions).collect();
            let regions: Vec<Scorecard<'_>> =
                regions.par_iter().map(|&id| cards.of(&cards.ties(id, &against), id, &against)).collect();
            let ties = session.network.graph(&query::country_scope(&session.scope, *code, &against));
            let card = cards.of_country(&ties, *code, &against, &regions.iter().collect::<Vec<_>>());
            let card = session.keep(CountryScorecard { untied_towns, ..card });
            let (picture, notes) = picture(output, || country_svg(&ties, card))?;
            let ends_ahead = session.ends_ahead(session.words());
            let basis = Basis { has_foot, ends_ahead: ends_ahead.as_deref(), to: options.range.to.as_deref() };
            let page = country_page(session, card, picture, basis, &[]);
            Ok(answered(Answer::object(card, page), format!("{} ({})", card.name, card.country), notes))
        }
        Area::Region(code) => {
            let Some(id) = session.network.register().find_region(code) else {
                return Err(Error::Usage {
                    message: format!("`{name}` is no region"),
                    hint: "`sistergraph places --level region` lists them".to_owned(),
                });
            };
            let scope = query::scorecard_scope(graph.scope(), &session.network.register().region(id).code, &against);
            let ties = session.network.graph(&scope);
            let card = session.keep(Scorecard { untied_towns, ..cards.of(&ties, id, &against) });
            let (picture, notes) =
                picture(output, || region_svg(&ties, card, cards.places(id), &Outlines::built_in()))?;
            let ends_ahead = session.ends_ahead(session.words());
            let basis = Basis { has_foot, ends_ahead: ends_ahead.as_deref(), to: options.range.to.as_deref() };
            let page = region_page(session, card, picture, basis);
            Ok(answered(Answer::object(card, page), format!("{} ({})", card.name, card.region), notes))
        }
    }
}

fn answered(answer: Answer<'_>, headline: String, notes: Vec<String>) -> Answered<'_> {
    Answered { answer, headline, is_empty: false, notes, chart: None, exit_code: 0 }
}

/// The map of a page, if its form can have one. For a Markdown page it is written to a file beside it, and a note says
/// so.
fn picture(
    output: &Output,
    svg: impl FnOnce() -> Result<Option<String>, Error>,
) -> Result<(Option<Picture>, Vec<String>), Error> {
    let form = output.form();
    let beside = output.file().filter(|_| form == Form::Rows(Format::Markdown)).map(|file| file.with_extension("svg"));
    if beside.is_none() && form != Form::Rows(Format::Html) {
        return Ok((None, Vec::new()));
    }
    let Some(svg) = svg()? else { return Ok((None, Vec::new())) };
    let Some(path) = beside else { return Ok((Some(Picture { svg, file: None }), Vec::new())) };
    output.write_beside(path.clone(), &svg)?;
    let file = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    Ok((Some(Picture { svg, file }), vec![format!("its map is {}", path.display())]))
}

/// The size of a map on a page.
const SIZE: (f64, f64) = (1000.0, 620.0);

/// The map of a region's ties as an SVG; `None` if it has neither a tie nor an outline.
pub fn region_svg(
    ties: &TieGraph<'_>,
    card: &Scorecard<'_>,
    places: &[PlaceId],
    outlines: &Outlines,
) -> Result<Option<String>, Error> {
    let options = MapOptions {
        words: ties.network().words(),
        ego: Some(Ego { name: card.name.clone(), centre: places.to_vec(), area: None, depth: 1 }),
        figure_of: Some(Area::Region(card.region.clone())),
        // Without ties there is nothing to explain, so there is no legend.
        layers: (card.ties == 0).then(|| Layer::ALL.iter().copied().filter(|layer| *layer != Layer::Legend).collect()),
        ..MapOptions::default()
    };
    let is_seen = card.ties > 0 || outlines.region(&card.region).is_some();
    if is_seen { svg(ties, outlines, options) } else { Ok(None) }
}

/// The map of a country's ties as an SVG, with its regions coloured; `None` if it has no tie.
pub fn country_svg(ties: &TieGraph<'_>, card: &CountryScorecard<'_>) -> Result<Option<String>, Error> {
    let country = CountryCode::new(&card.country).map(Area::Country);
    let options = MapOptions { figure_of: country, ..MapOptions::default() };
    if card.ties == 0 { Ok(None) } else { svg(ties, &Outlines::built_in(), options) }
}

fn svg(ties: &TieGraph<'_>, outlines: &Outlines, options: MapOptions) -> Result<Option<String>, Error> {
    let map = map::draw(ties, outlines, &MapOptions { size: SIZE, ..options });
    let bytes = PictureFormat::Svg.encode(&map.scene)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
