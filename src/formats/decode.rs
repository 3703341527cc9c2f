//! Turns cells into records. Every format delivers its cells in the order of [`super::columns`], trimmed and blank
//! where missing. So this is the only place that decides what a cell may hold.

use std::{borrow::Cow, fmt, str::FromStr};

use super::{
    columns::{PARTNERSHIP, PLACE, REGION},
    decimal::short_decimal,
    fault::FaultKind,
    loose::{self, position::Axis, word::Vocabulary},
};
use crate::model::{
    BriefPartnership, BriefPlace, Claim, CountryCode, Date, Language, NamesByLanguage, PartnershipKind,
    PartnershipRecord, PlaceRecord, Position, PositionError, RegionCode, RegionRecord, Sought, is_missing_value,
};

/// The list that the faults of a row are added to, each with its column's name.
pub(super) type Faults<'f> = &'f mut Vec<(&'static str, FaultKind)>;

pub(super) fn place<'c>(cells: [&'c str; PLACE.len()], faults: Faults<'_>) -> PlaceRecord<'c> {
    let [
        id,
        name,
        kind,
        country,
        country_text,
        region,
        part_of,
        is_region,
        lat,
        lon,
        population,
        geonames,
        wikidata,
        name_en,
        name_ru,
        name_be,
        name_uk,
        name_pl,
        name_de,
        name_fr,
        aliases,
    ] = cells;
    require(id, "id", faults);
    let (country, country_text) = code_or_words(country, country_text);
    PlaceRecord {
        id,
        name: given(name).unwrap_or(id),
        kind: given(kind),
        country,
        country_text,
        region: given(region),
        part_of: given(part_of),
        is_region: yes_or_no(is_region, "is_region", faults),
        position: position(lat, lon, faults),
        population: inhabitants(population, faults),
        geonames: given(geonames),
        wikidata: given(wikidata),
        names: names([name_en, name_ru, name_be, name_uk, name_pl, name_de, name_fr]),
        aliases: split(aliases),
    }
}

pub(super) fn partnership<'c>(cells: [&'c str; PARTNERSHIP.len()], faults: Faults<'_>) -> PartnershipRecord<'c> {
    let [a, b, kind, status, since, until, suspended, claimed_by, fields, document, source, note] = cells;
    require(a, "a", faults);
    require(b, "b", faults);
    PartnershipRecord {
        a,
        b,
        kind: word(kind, "kind", faults).unwrap_or(PartnershipKind::SisterCity),
        status: word(status, "status", faults),
        since: date(since, "since", faults),
        until: date(until, "until", faults),
        suspended: date(suspended, "suspended", faults),
        claimed_by: word(claimed_by, "claimed_by", faults).unwrap_or(Claim::Both),
        fields: split(fields),
        document: given(document),
        source: given(source),
        note: given(note),
    }
}

/// A place without faults, if its fields fit a row of a compact list. This is a fast path for most rows of large lists.
pub(super) fn brief_place<'c>(cells: &[&'c str; PLACE.len()]) -> Option<BriefPlace<'c>> {
    let &[
        id,
        name,
        kind,
        country,
        country_text,
        region,
        part_of,
        is_region,
        lat,
        lon,
        population,
        geonames,
        wikidata,
        name_en,
        name_ru,
        name_be,
        name_uk,
        name_pl,
        name_de,
        name_fr,
        aliases,
    ] = cells;
    let others = [kind, country_text, part_of, is_region, geonames, wikidata, aliases];
    let names = [name_en, name_ru, name_be, name_uk, name_pl, name_de, name_fr];
    if id.is_empty() || !others.iter().chain(&names).all(|cell| cell.is_empty()) {
        return None;
    }
    let (country, None) = code_or_words(country, "") else { return None };
    let mut faults = Vec::new();
    let population = inhabitants(population, &mut faults);
    let place = BriefPlace {
        id: Sought::new(id),
        name: given(name).unwrap_or(id),
        country,
        region: given(region),
        position: position(lat, lon, &mut faults),
        population: population.and_then(|population| u32::try_from(population).ok()).filter(|&few| few < u32::MAX),
    };
    (faults.is_empty() && place.population.is_some() == population.is_some()).then_some(place)
}

/// A partnership without faults, if its fields fit a row of a compact list. This is a fast path for most rows of large
/// lists, and looks at few cells.
pub(super) fn brief_partnership<'c>(cells: &[&'c str; PARTNERSHIP.len()]) -> Option<BriefPartnership<'c>> {
    let &[a, b, kind, status, since, until, suspended, claimed_by, fields, document, source, note] = cells;
    let is_brief = [until, suspended, fields, document, source, note].iter().all(|cell| cell.is_empty());
    if !is_brief || a.is_empty() || b.is_empty() {
        return None;
    }
    // `None` if the cell is neither blank nor readable.
    fn optional<T: FromStr>(cell: &str) -> Option<Option<T>> {
        if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) }
    }
    Some(BriefPartnership {
        a: Sought::new(a),
        b: Sought::new(b),
        kind: optional(kind)?.unwrap_or(PartnershipKind::SisterCity),
        status: optional(status)?,
        since: optional(since)?,
        claimed_by: optional(claimed_by)?.unwrap_or(Claim::Both),
    })
}

/// A region; `None` if its code is at fault, since nothing could refer to it then.
pub(super) fn region(cells: [&str; REGION.len()], faults: Faults<'_>) -> Option<RegionRecord> {
    let [code, country, name, en, ru, be, uk, pl, de, fr, kind, geonames, wikidata, aliases, checked] = cells;
    let by_language = [en, ru, be, uk, pl, de, fr];
    require(code, "code", faults);
    let owned = |cell: &str| given(cell).map(str::to_owned);
    let code = given(code).map(|code| {
        code.parse::<RegionCode>().map_err(|error| {
            let names = [code, name].into_iter().chain(by_language).filter_map(given).map(str::to_owned);
            let names = names.chain(split(aliases).into_iter().map(Cow::into_owned)).collect();
            faults.push(("code", FaultKind::RegionCode { error, names }));
        })
    });
    let (country, checked) = (country_code(country, faults), date(checked, "checked", faults));
    Some(RegionRecord {
        code: code?.ok()?,
        country,
        name: name.to_owned(),
        names: names(by_language).into_owned(),
        kind: owned(kind),
        geonames: owned(geonames),
        wikidata: owned(wikidata),
        aliases: split(aliases).into_iter().map(Cow::into_owned).collect(),
        checked,
    })
}

/// The names in cells that are in the order of [`Language::ALL`].
fn names<'c>(cells: [&'c str; Language::ALL.len()]) -> NamesByLanguage<'c> {
    // A shortcut: most rows have no such names.
    if cells.iter().all(|cell| cell.is_empty()) {
        return NamesByLanguage::default();
    }
    Language::ALL.iter().copied().zip(cells).collect()
}

pub(super) fn given(cell: &str) -> Option<&str> {
    (!cell.is_empty()).then_some(cell)
}

pub(super) fn require(cell: &str, column: &'static str, faults: Faults<'_>) {
    if cell.is_empty() {
        faults.push((column, FaultKind::Blank));
    }
}

/// A country by its code, otherwise the words for it, which the graph resolves. Either may be in either cell.
fn code_or_words<'c>(country: &'c str, in_words: &'c str) -> (Option<CountryCode>, Option<&'c str>) {
    match CountryCode::new(country) {
        Some(code) => (Some(code), given(in_words)),
        None => (None, given(country).or(given(in_words))),
    }
}

/// A date; `None` for a word for a missing value.
pub(super) fn date(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<Date> {
    strict_or(Date::in_any_notation, cell, column, faults)
}

/// A word of a vocabulary, in any language; `None` for a word for a missing value.
pub(super) fn word<T: Vocabulary + fmt::Display>(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<T>
where
    FaultKind: From<T::Err>,
{
    strict_or(T::in_any_language, cell, column, faults)
}

/// The value of a cell in our notation; otherwise what `loosely` makes of it.
fn strict_or<T: FromStr + fmt::Display>(
    loosely: impl Fn(&str) -> Option<T>,
    cell: &str,
    column: &'static str,
    faults: Faults<'_>,
) -> Option<T>
where
    FaultKind: From<T::Err>,
{
    let error = match given(cell)?.parse() {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    if is_missing_value(cell) {
        return None;
    }
    let value = loosely(cell);
    faults.push((column, value.as_ref().map_or_else(|| error.into(), |value| FaultKind::read(cell, value))));
    value
}

/// A value that the row needs: if the cell can't be read, the whole row is at fault.
pub(super) fn needed<T>(
    cell: &str,
    column: &'static str,
    read: impl Fn(&str, &'static str, Faults<'_>) -> Option<T>,
    faults: Faults<'_>,
) -> Option<T> {
    require(cell, column, faults);
    let mut found = Vec::new();
    let value = read(cell, column, &mut found);
    let is_lost = value.is_none();
    faults.extend(found.into_iter().map(|(column, kind)| (column, if is_lost { kind.of_needed() } else { kind })));
    if is_lost && !cell.is_empty() && is_missing_value(cell) {
        faults.push((column, FaultKind::Blank));
    }
    value
}

fn country_code(cell: &str, faults: Faults<'_>) -> Option<CountryCode> {
    let code = CountryCode::new(given(cell)?);
    if code.is_none() {
        faults.push(("country", FaultKind::NotACountryCode(cell.to_owned())));
    }
    code
}

fn yes_or_no(cell: &str, column: &'static str, faults: Faults<'_>) -> bool {
    for (yes, words) in [(false, &["", "no", "false", "0"][..]), (true, &["yes", "true", "1"])] {
        if words.iter().any(|word| cell.eq_ignore_ascii_case(word)) {
            return yes;
        }
    }
    if is_missing_value(cell) {
        return false;
    }
    let found = loose::word::yes_or_no(cell);
    let read = |yes| FaultKind::read(cell, if yes { "yes" } else { "no" });
    faults.push((column, found.map_or_else(|| FaultKind::NotYesOrNo(cell.to_owned()), read)));
    found == Some(true)
}

/// A finite number. `53,9` is one too, since spreadsheets in half of the world write it so. `None` for a word for a
/// missing value.
pub(super) fn number(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<f64> {
    let plain = |text: &str| finite(text).or_else(|| finite(&text.replacen(',', ".", 1)));
    if let Some(number) = plain(given(cell)?) {
        return Some(number);
    }
    if is_missing_value(cell) {
        return None;
    }
    let number = loose::number::measure(cell);
    let kind = number.map_or_else(|| FaultKind::NotANumber(cell.to_owned()), |number| FaultKind::read(cell, number));
    faults.push((column, kind));
    number
}

/// Degrees as a plain number. A number that isn't finite becomes one that is off the globe.
fn plain_degrees(cell: &str) -> Option<f64> {
    any_number(cell).or_else(|| any_number(&cell.replacen(',', ".", 1)))
}

/// The number that `text` spells, if it is finite: `nan`, `inf` and `1e999` aren't.
pub(super) fn finite(text: &str) -> Option<f64> {
    any_number(text).filter(|number| number.is_finite())
}

/// Parses any number that the standard library accepts, except `nan`. This is the only place that parses numbers.
fn any_number(text: &str) -> Option<f64> {
    short_decimal(text).or_else(|| text.parse().ok().filter(|number: &f64| !number.is_nan()))
}

pub(super) fn position(lat: &str, lon: &str, faults: Faults<'_>) -> Option<Position> {
    // A shortcut: a number ends in a digit, and nearly all of these cells are numbers.
    let is_missing = |cell: &str| !cell.ends_with(|c: char| c.is_ascii_digit()) && is_missing_value(cell);
    let [lat, lon] = [lat, lon].map(|cell| if is_missing(cell) { "" } else { cell });
    if lat.is_empty() && lon.is_empty() {
        return None;
    }
    if lat.is_empty() || lon.is_empty() {
        let (cell, column) = if lon.is_empty() { (lat, "lat") } else { (lon, "lon") };
        let position = loose_point(cell);
        let missing = if lat.is_empty() { "lat" } else { "lon" };
        faults.push(position.map_or((missing, FaultKind::HalfPosition), |position| (column, of_point(cell, position))));
        return position;
    }
    let [plain_lat, plain_lon] = [lat, lon].map(plain_degrees);
    if let (Some(lat), Some(lon)) = (plain_lat, plain_lon) {
        let column = |error: &_| if matches!(error, PositionError::Latitude(_)) { "lat" } else { "lon" };
        return Position::new(lat, lon).map_err(|error| faults.push((column(&error), error.into()))).ok();
    }
    let position = loose_degrees(lat, lon);
    match position {
        Some(position) => {
            let cells = [("lat", lat, plain_lat, position.lat()), ("lon", lon, plain_lon, position.lon())];
            let others = cells.into_iter().filter(|(_, _, plain, degrees)| *plain != Some(*degrees));
            faults.extend(others.map(|(column, cell, _, degrees)| (column, FaultKind::read(cell, rounded(degrees)))));
        }
        None => {
            let cells = [("lat", lat, plain_lat), ("lon", lon, plain_lon)];
            let unread = cells
                .into_iter()
                .filter(|(_, cell, plain)| plain.is_none() && loose::position::degrees(cell).is_none());
            let before = faults.len();
            faults.extend(unread.map(|(column, cell, _)| (column, FaultKind::NotANumber(cell.to_owned()))));
            if faults.len() == before {
                // Both are degrees, but together they aren't a position.
                faults.push(("lat", FaultKind::NotAPoint(format!("{lat}, {lon}"))));
            }
        }
    }
    position
}

/// The position in a cell that has both coordinates.
pub(super) fn point(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<Position> {
    if cell.is_empty() || is_missing_value(cell) {
        return None;
    }
    let position = loose_point(cell);
    let kind = position.map_or_else(|| FaultKind::NotAPoint(cell.to_owned()), |position| of_point(cell, position));
    faults.push((column, kind));
    position
}

fn loose_point(cell: &str) -> Option<Position> {
    let [lat, lon] = loose::position::point(cell)?;
    Position::new(lat, lon).ok()
}

fn of_point(cell: &str, position: Position) -> FaultKind {
    FaultKind::read(cell, format!("latitude {}, longitude {}", rounded(position.lat()), rounded(position.lon())))
}

/// Degrees in other notations than plain numbers. Their hemispheres may show that the two are swapped.
fn loose_degrees(lat: &str, lon: &str) -> Option<Position> {
    let ((lat, of_lat), (lon, of_lon)) = (loose::position::degrees(lat)?, loose::position::degrees(lon)?);
    let (lat, lon) = match (of_lat, of_lon) {
        (Some(Axis::Lat) | None, Some(Axis::Lon) | None) => (lat, lon),
        (Some(Axis::Lon), Some(Axis::Lat)) => (lon, lat),
        _ => return None,
    };
    Position::new(lat, lon).ok()
}

/// Degrees, rounded for a message.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// A whole number. `1742124.0` is one too, since programs write it so in a column with blank cells.
pub(super) fn whole(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<u64> {
    let digits = given(cell)?;
    let number = digits.strip_suffix(".0").unwrap_or(digits).parse().ok();
    if number.is_some() || is_missing_value(cell) {
        return number;
    }
    let number = loose::number::count(cell);
    let is_negative = digits.starts_with('-') && finite(digits).is_some_and(|number| number < 0.0);
    let kind = match number {
        Some(number) => FaultKind::read(cell, number),
        None if is_negative => FaultKind::Negative(cell.to_owned()),
        None => FaultKind::NotWhole(cell.to_owned()),
    };
    faults.push((column, kind));
    number
}

/// A larger population than this, more than all people on earth, is a fault.
const MOST_PEOPLE: u64 = 10_000_000_000;

/// The population of a place; `None` for a word for a missing value.
pub(super) fn inhabitants(cell: &str, faults: Faults<'_>) -> Option<u64> {
    let number = whole(cell, "population", faults);
    if number.is_some_and(|number| number > MOST_PEOPLE) {
        faults.retain(|(column, _)| *column != "population");
        faults.push(("population", FaultKind::TooMany(cell.to_owned())));
        return None;
    }
    number
}

/// The parts of a cell between bars. Within a part, `\|` is a bar and `\\` a backslash. Blank parts are dropped.
pub(super) fn split(cell: &str) -> Vec<Cow<'_, str>> {
    if cell.is_empty() {
        return Vec::new();
    }
    if !cell.contains('\\') {
        return cell.split('|').map(str::trim).filter(|part| !part.is_empty()).map(Cow::Borrowed).collect();
    }
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => part.extend(chars.next()),
            '|' => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).map(Cow::Owned).collect()
}

/// The reverse of [`split`].
pub(super) fn join<T: AsRef<str>>(parts: &[T]) -> String {
    let escaped: Vec<_> = parts.iter().map(|part| part.as_ref().replace('\\', "\\\\").replace('|', "\\|")).collect();
    escaped.join("|")
}
