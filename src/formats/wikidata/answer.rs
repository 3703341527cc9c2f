//! Answers of the queries to Wikidata: in JSON, CSV or TSV, with statements, with places, or with both.

use super::{
    entity::{inhabitants, is_town},
    facts::{CountryOf, ENDED, Facts, rank},
    item::ItemId,
    names::wiki_page,
    time,
};
use crate::{
    formats::{
        delimited::records::{Cells, Records},
        fault::Fault,
        pairs::rows::position,
    },
    model::CountryCode,
};

/// The variables that an answer with statements must have.
pub(super) const OF_STATEMENT: [&str; 3] = ["st", "a", "b"];

/// The variables that an answer with places must have.
pub(super) const OF_PLACE: [&str; 4] = ["place", "alias", "language", "asOf"];

/// Whether this module reads an answer with these variables.
pub(super) fn has_variables<'v>(variables: impl Iterator<Item = &'v str> + Clone) -> bool {
    let has = |all: &[&str]| all.iter().all(|name| variables.clone().any(|variable| variable == *name));
    has(&OF_STATEMENT) || has(&OF_PLACE)
}

/// The columns of an answer, one for each variable.
struct Columns<'h>(&'h [String]);

/// A row, whose cells are found by their variables.
struct Row<'h, 't, 'r> {
    columns: &'h Columns<'h>,
    cells: Cells<'t, 'r>,
}

impl<'r, 't: 'r> Row<'_, 't, 'r> {
    /// The value of a variable; `None` if it has none.
    fn get(&self, variable: &str) -> Option<&'r str> {
        let at = self.columns.0.iter().position(|name| name == variable)?;
        Some(self.cells.text(Some(at))).filter(|text| !text.is_empty())
    }

    fn item(&self, variable: &str) -> Option<ItemId> {
        self.get(variable).and_then(ItemId::parse)
    }

    fn date(&self, variable: &str, precision: &str) -> Option<crate::model::Date> {
        time::date(self.get(variable)?, self.get(precision).and_then(|precision| precision.parse().ok()))
    }
}

/// Collects what the rows of an answer say. A row is about a statement or a place. Several rows may be about the same
/// one, and each says one thing about it.
pub(super) fn read(records: &Records<'_>, facts: &mut Facts) -> Vec<Fault> {
    let (columns, mut faults) = (Columns(records.header()), Vec::new());
    records.each(&mut faults, |cells, line, _| {
        let row = Row { columns: &columns, cells };
        if row.get("a").is_some() || row.get("st").is_some() {
            statement(&row, facts, line);
        }
        if let Some(place) = row.item("place") {
            describe(&row, place, facts, line);
        }
    });
    faults
}

fn statement(row: &Row<'_, '_, '_>, facts: &mut Facts, line: u32) {
    // If the other side isn't known, the address in its place doesn't name an item.
    let (Some(a), Some(b)) = (row.item("a"), row.item("b")) else {
        facts.without_value += 1;
        return;
    };
    let id = row.get("st").unwrap_or_default();
    if rank(row.get("rank").unwrap_or_default()).is_none() {
        facts.deprecated(a, b, id);
        return;
    }
    let (start, end) = (row.date("start", "startPrec"), row.date("end", "endPrec"));
    let has_ended = ["end", "ended"].iter().any(|variable| row.get(variable).is_some_and(|value| value != "false"));
    let retrieved = row.date("retrieved", "retrievedPrec");
    let work = row.get("refWork").map(|work| ItemId::parse(work).map_or_else(|| work.to_owned(), wiki_page));
    let sources = row.get("refUrl").map(str::to_owned).into_iter().chain(work);
    let statement = facts.statement(a, b, id);
    for (dates, date) in [(&mut statement.starts, start), (&mut statement.ends, end)] {
        let new = date.filter(|date| !dates.contains(date));
        dates.extend(new);
    }
    statement.has_ended |= has_ended;
    statement.sources.extend(sources.map(|source| (source, retrieved)));
    statement.line = if statement.line == 0 { line } else { statement.line.min(line) };
}

fn describe(row: &Row<'_, '_, '_>, item: ItemId, facts: &mut Facts, line: u32) {
    let rank = rank(row.get("rank").unwrap_or_default());
    let place = facts.place(item);
    place.line = if place.line == 0 { line } else { place.line.min(line) };
    let Some(rank) = rank else { return };
    let standing = if row.get("ended").is_some_and(|ended| ended != "false") { ENDED } else { rank };
    if let Some(name) = row.get("name") {
        let language = row.get("language").unwrap_or("en").to_owned();
        place.labels.entry(language).or_insert_with(|| name.to_owned());
    }
    place.aliases.extend(row.get("alias").map(str::to_owned));
    if let Some(code) = row.get("country").and_then(CountryCode::new) {
        place.country.offer((standing, ()), CountryOf::Code(code));
    }
    place.regions.extend(row.get("region").map(str::to_owned));
    if let Some(code) = row.get("ownRegion") {
        place.own_region = Some(code.to_owned());
    }
    if let Some(code) = row.get("ownCountry").and_then(CountryCode::new) {
        place.own_country = Some(code);
    }
    if row.get("kind").is_some_and(is_town) {
        place.is_city = true;
    }
    if let Some(position) =
        row.get("point").filter(|point| is_on_earth(point)).and_then(|point| position(point, "", "", &mut Vec::new()))
    {
        place.position.offer((rank, ()), (position.lat(), position.lon()));
    }
    if let Some(number) = row.get("population").and_then(inhabitants) {
        place.population.offer((rank, row.date("asOf", "asOfPrec")), number);
    }
    if let Some(id) = row.get("geonames") {
        place.geonames.offer((rank, ()), id.to_owned());
    }
}

/// Whether a point lies on the Earth. On another globe, the address of the globe precedes it, as in
/// `<http://www.wikidata.org/entity/Q405> Point(23.4 0.6)`.
fn is_on_earth(point: &str) -> bool {
    match point.trim().strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((globe, _)) => ItemId::parse(globe) == Some(ItemId(2)),
        None => true,
    }
}
