//! The pages that show a scorecard.

use serde::Serialize;
use sistergraph::{
    model::{CountryCode, Date},
    query::{
        ContactYear, CountryScorecard, MissingRow, PartnerRow, Scorecard, ScorecardAgreement, ScorecardContact,
        ScorecardCurator, ScorecardIndicator,
    },
    said,
    table::{Block, Listing, Rows, Sheet},
    words::{Key, Words},
};

use super::scorecard_towns;
use crate::cli::session::Session;

/// The map of a page, and for a Markdown page the file beside it that has the map.
pub struct Picture {
    pub svg: String,
    pub file: Option<String>,
}

/// The page of a region.
pub fn region_page<'c>(
    session: &'c Session,
    card: &'c Scorecard<'c>,
    picture: Option<Picture>,
    basis: Basis<'_>,
) -> Vec<Block<'c>> {
    let words = session.words();
    let ties = match &card.unconnected {
        Some(reason) => {
            let basis = card.basis.clone().unwrap_or_default();
            let sentence = missing_in_region(reason).map(|key| words.say(key, &[]));
            said!(words, NoneBecause, reason = sentence.unwrap_or_else(|| reason.to_string()), basis)
        }
        None => said!(words, TiesWithPartners, ties = card.ties, partners = card.partners),
    };
    let heading = format!("{} ({})", card.name, card.region);
    let mut facts = vec![
        fact("counted", counted(&card.counted, &card.filters, words), words),
        fact("curator", curators(&card.curators, words), words),
        fact("ties", ties, words),
        fact("agreements", agreements(&card.agreements, words), words),
        fact("contacts", contacts(&card.contact_rows, card.last_contact.as_deref(), words), words),
    ];
    facts.splice(1..1, basis.fact(session));
    let mut page = vec![Block::Heading(heading), Block::Facts(facts)];
    push_picture(&mut page, picture, &card.name, words);
    push_missing(&mut page, &card.missing, missing_in_region, words);
    scorecard_towns::push(&mut page, card.untied_towns.as_ref(), &card.region, basis.to, words);
    push_partners(&mut page, session, &card.partner_rows);
    let by_year = said!(words, HeadContactsByYear);
    push_ledger(&mut page, &card.agreements, &card.contact_rows, &card.contacts, &card.indicators, (by_year, words));
    page
}

/// The page of a country; `links` are the files of its regions' pages, if there are any.
pub fn country_page<'c>(
    session: &'c Session,
    card: &'c CountryScorecard<'c>,
    picture: Option<Picture>,
    basis: Basis<'_>,
    links: &[String],
) -> Vec<Block<'c>> {
    let words = session.words();
    let without = card.regions.iter().filter(|row| row.ties == 0).count();
    let ties = match card.ties {
        0 => said!(words, NoneInData),
        ties => said!(words, TiesWithPartners, ties, partners = card.partners),
    };
    let heading = format!("{} ({})", card.name, card.country);
    let mut facts = vec![
        fact("counted", counted(&card.counted, &card.filters, words), words),
        fact("regions", said!(words, OfThemUntied, number = card.regions.len(), without), words),
        fact("ties", ties, words),
        fact("agreements", agreements(&card.agreements, words), words),
        fact("contacts", contacts(&card.contact_rows, card.last_contact.as_deref(), words), words),
    ];
    facts.splice(1..1, basis.fact(session));
    let mut page = vec![Block::Heading(heading), Block::Facts(facts)];
    push_picture(&mut page, picture, &card.name, words);
    push_missing(&mut page, &card.missing, missing_in_country, words);
    if !card.regions.is_empty() {
        page.push(Block::Heading(said!(words, HeadRegions)));
        let sheet = Sheet::of(&card.regions).dispensable(REGIONS_DISPENSABLE);
        page.push(Block::Sheet(if links.is_empty() { sheet } else { sheet.linked(links.to_vec()) }));
    }
    scorecard_towns::push(&mut page, card.untied_towns.as_ref(), &card.country, basis.to, words);
    push(&mut page, said!(words, HeadPartnerCountries), &card.partner_countries, &[]);
    push_partners(&mut page, session, &card.partner_rows);
    let by_year = said!(words, HeadContactsByYearOfCountry);
    push_ledger(&mut page, &card.agreements, &card.contact_rows, &card.contacts, &card.indicators, (by_year, words));
    page
}

/// The columns of a table of regions that a narrow terminal leaves out first.
const REGIONS_DISPENSABLE: &[&str] = &["partners", "agreements", "contacts", "curator"];

/// What a page says about its data.
#[derive(Clone, Copy)]
pub struct Basis<'n> {
    /// Whether the page has a foot that names the data, as HTML pages do.
    pub has_foot: bool,
    /// The text of [`Session::ends_ahead`], which is costly because it looks at every end.
    pub ends_ahead: Option<&'n str>,
    /// Whose ties count, as it was typed.
    pub to: Option<&'n str>,
}

impl Basis<'_> {
    /// The fact at the head of the page; `None` if the foot says it.
    pub fn fact(self, session: &Session) -> Option<(String, String)> {
        let (metadata, words) = (session.network.dataset().metadata(), session.words());
        let title = || session.network.title().map_or_else(|| said!(words, UntitledData), str::to_owned);
        let date = metadata.date.map(|date| format!(" ({})", words.date(date))).unwrap_or_default();
        let data = (!self.has_foot).then(|| format!("{}{date}", title()));
        let parts: Vec<String> = data.into_iter().chain(self.ends_ahead.map(str::to_owned)).collect();
        (!parts.is_empty()).then(|| fact("data", parts.join("; "), words))
    }
}

pub fn fact(name: &str, value: String, words: Words) -> (String, String) {
    (words.caption(name).to_owned(), value)
}

/// Says what is counted, and within which filters.
pub fn counted(sides: &str, filters: &str, words: Words) -> String {
    format!("{sides}; {}", said!(words, Filters, filters))
}

fn push_picture(page: &mut Vec<Block<'_>>, picture: Option<Picture>, name: &str, words: Words) {
    if let Some(Picture { svg, file }) = picture {
        page.push(Block::Picture {
            svg,
            file,
            alt: said!(words, MapOfTies, name),
            credit: said!(words, OutlinesOnMap),
        });
    }
}

/// A gap as people read it.
#[derive(Default, Serialize)]
struct MissingLine<'c> {
    what: String,
    number: Option<usize>,
    which: Option<&'c str>,
}

fn push_missing<'c>(
    page: &mut Vec<Block<'c>>,
    missing: &'c [MissingRow],
    sentence_for: fn(&str) -> Option<Key>,
    words: Words,
) {
    let line = move |at: usize| {
        let row: &'c MissingRow = &missing[at];
        let what = sentence_for(&row.missing).map_or_else(|| row.missing.clone(), |key| words.say(key, &[]));
        MissingLine { what, number: row.number, which: row.which.as_deref() }
    };
    if !missing.is_empty() {
        page.push(Block::Heading(said!(words, HeadMissing)));
        let sheet = Sheet::of(Listing::new(missing.len(), line)).without_blank_columns();
        // A table in a terminal would cut the names off.
        let terminal = (0..missing.len()).map(|at| Block::Text(sentence(&line(at)))).collect();
        page.push(Block::Either { terminal, page: vec![Block::Sheet(sheet)] });
    }
}

/// `- towns without a tie (2): Klintsy; Unecha`
fn sentence(MissingLine { what, number, which }: &MissingLine<'_>) -> String {
    let number = number.map(|number| format!(" ({number})")).unwrap_or_default();
    format!("- {what}{number}{}", which.map(|which| format!(": {which}")).unwrap_or_default())
}

/// The sentence for a gap of a region.
fn missing_in_region(missing: &str) -> Option<Key> {
    Some(match missing {
        "no-places-known" => Key::RegionLacksNoPlacesKnown,
        "no-ties" => Key::RegionLacksNoTies,
        "lapsed" => Key::RegionLacksLapsed,
        "none-in-scope" => Key::RegionLacksNoneInScope,
        "no-curator" => Key::RegionLacksNoCurator,
        "no-contact" => Key::RegionLacksNoContact,
        "no-recent-contact" => Key::RegionLacksNoRecentContact,
        "no-agreement" => Key::RegionLacksNoAgreement,
        "city-level-only" => Key::RegionLacksCityLevelOnly,
        "region-level-only" => Key::RegionLacksRegionLevelOnly,
        "untied-places" => Key::RegionLacksUntiedPlaces,
        "undated-ties" => Key::RegionLacksUndatedTies,
        "one-sided-ties" => Key::RegionLacksOneSidedTies,
        "undated-agreements" => Key::RegionLacksUndatedAgreements,
        "agreements-without-document" => Key::RegionLacksAgreementsWithoutDocument,
        _ => return None,
    })
}

/// The sentence for a gap of several regions of a country.
fn missing_in_country(missing: &str) -> Option<Key> {
    Some(match missing {
        "no-places-known" => Key::CountryLacksNoPlacesKnown,
        "no-ties" => Key::CountryLacksNoTies,
        "lapsed" => Key::CountryLacksLapsed,
        "none-in-scope" => Key::CountryLacksNoneInScope,
        "no-curator" => Key::CountryLacksNoCurator,
        "no-contact" => Key::CountryLacksNoContact,
        "no-recent-contact" => Key::CountryLacksNoRecentContact,
        "no-agreement" => Key::CountryLacksNoAgreement,
        "city-level-only" => Key::CountryLacksCityLevelOnly,
        "region-level-only" => Key::CountryLacksRegionLevelOnly,
        "untied-places" => Key::CountryLacksUntiedPlaces,
        "undated-ties" => Key::CountryLacksUndatedTies,
        "one-sided-ties" => Key::CountryLacksOneSidedTies,
        "undated-agreements" => Key::CountryLacksUndatedAgreements,
        "agreements-without-document" => Key::CountryLacksAgreementsWithoutDocument,
        _ => return None,
    })
}

/// A partner as the page shows it; JSON has everything known about it.
#[derive(Default, Serialize)]
struct PartnerLine<'c> {
    partner: &'c str,
    region: Option<&'c str>,
    of: &'c str,
    kind: &'c str,
    since: Option<Date>,
    until: Option<Date>,
    km: Option<f64>,
}

fn push_partners<'c>(page: &mut Vec<Block<'c>>, session: &'c Session, rows: &'c [PartnerRow<'c>]) {
    let lines = Listing::new(rows.len(), move |at| partner_line(&rows[at]));
    push(page, said!(session.words(), HeadPartners), lines, &["until", "kind"]);
}

fn partner_line<'c>(row: &'c PartnerRow<'_>) -> PartnerLine<'c> {
    PartnerLine {
        partner: row.name,
        region: row.region.or(row.country.as_ref().map(CountryCode::as_str)),
        of: row.through_name,
        kind: &row.kind,
        since: row.since,
        until: row.until,
        km: row.distance_km,
    }
}

fn push_ledger<'c>(
    page: &mut Vec<Block<'c>>,
    agreements: &'c Vec<ScorecardAgreement>,
    contact_rows: &'c [ScorecardContact],
    contacts: &'c Vec<ContactYear>,
    indicators: &'c Vec<ScorecardIndicator>,
    (by_year, words): (String, Words),
) {
    push(page, said!(words, HeadAgreements), agreements, &["fields", "status"]);
    if !contact_rows.is_empty() {
        page.push(Block::Heading(said!(words, HeadContacts)));
        let lines = Listing::new(contact_rows.len(), move |at: usize| ContactLine::of(&contact_rows[at], words));
        page.push(Block::Sheet(Sheet::of(lines).without_blank_columns().dispensable(&["note"])));
    }
    push(page, by_year, contacts, &[]);
    push(page, said!(words, HeadFigures), indicators, &["note"]);
}

/// A contact as people read it: its kind with its head, title and last day, as in `visit, governor, until 2016-04-03`.
#[derive(Default, Serialize)]
struct ContactLine<'c> {
    date: &'c str,
    from: Option<&'c str>,
    to: Option<&'c str>,
    what: String,
    note: Option<&'c str>,
}

impl<'c> ContactLine<'c> {
    fn of(row: &'c ScorecardContact, words: Words) -> Self {
        let until = row.until.as_ref().map(|until| said!(words, Until, date = words.date_text(until)));
        let level = row.level.as_deref().map(|level| words.word(level));
        let what = [Some(words.word(&row.kind)), level, row.title.as_deref(), until.as_deref()];
        Self {
            date: row.date.as_deref().unwrap_or("undated"),
            from: row.from.as_deref(),
            to: row.to.as_deref(),
            what: what.into_iter().flatten().collect::<Vec<_>>().join(", "),
            note: row.note.as_deref(),
        }
    }
}

fn push<'c, S: Rows + 'c>(page: &mut Vec<Block<'c>>, heading: String, rows: S, dispensable: &[&'static str])
where
    S::Row: Serialize + Default,
{
    if !rows.is_empty() {
        page.push(Block::Heading(heading));
        page.push(Block::Sheet(Sheet::of(rows).dispensable(dispensable)));
    }
}

fn contacts(rows: &[ScorecardContact], last: Option<&str>, words: Words) -> String {
    match (rows.len(), last) {
        (0, _) => said!(words, NoneInData),
        (contacts, None) => words.number(contacts as u64),
        (contacts, Some(last)) => said!(words, ContactsLast, contacts, last = words.date_text(last)),
    }
}

fn agreements(rows: &[ScorecardAgreement], words: Words) -> String {
    let in_force = rows.iter().filter(|row| row.is_in_force).count();
    match (in_force, rows.len() - in_force) {
        (0, 0) => said!(words, NoneInData),
        (0, over) => said!(words, NoneInForce, over),
        (in_force, 0) => words.number(in_force as u64),
        (in_force, over) => said!(words, SomeInForce, in_force, over),
    }
}

fn curators(curators: &[ScorecardCurator], words: Words) -> String {
    let shown = |curator: &ScorecardCurator| {
        let named: Vec<&str> = [&curator.official, &curator.office].into_iter().flatten().map(String::as_str).collect();
        let since = curator.since.as_ref().map(|since| said!(words, Since, date = words.date_text(since)));
        let since = since.map(|since| format!(" {since}")).unwrap_or_default();
        format!("{}{since}", if named.is_empty() { words.word("not named").to_owned() } else { named.join(", ") })
    };
    let shown: Vec<String> = curators.iter().map(shown).collect();
    if shown.is_empty() { said!(words, NoneInData) } else { shown.join("; ") }
}
