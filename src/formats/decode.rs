//! Cells to records. Every format brings its cells in the order of [`super::columns`], trimmed, blank where missing;
//! so what a cell may hold is decided here alone.

use std::{borrow::Cow, str::FromStr};

use super::{
    columns::{PARTNERSHIP, PLACE, REGION},
    decimal::short_decimal,
    error::FaultKind,
};
use crate::model::{
    BriefPartnership, BriefPlace, Claim, CountryCode, Date, PartnershipKind, PartnershipRecord, PlaceRecord, Position,
    RegionCode, RegionRecord, Sought, is_missing_value,
};

/// Where the faults of one row go, each with the column's name.
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
        kind: parsed(kind, "kind", faults).unwrap_or(PartnershipKind::SisterCity),
        status: parsed(status, "status", faults),
        since: date(since, "since", faults),
        until: date(until, "until", faults),
        suspended: date(suspended, "suspended", faults),
        claimed_by: parsed(claimed_by, "claimed_by", faults).unwrap_or(Claim::Both),
        fields: split(fields),
        document: given(document),
        source: given(source),
        note: given(note),
    }
}

/// A place without faults of which no more is said than fits one row of a compact list; most rows of large lists are
/// such.
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
        aliases,
    ] = cells;
    let others = [kind, country_text, part_of, is_region, geonames, wikidata, aliases];
    if id.is_empty() || !others.iter().all(|cell| cell.is_empty()) {
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

/// A partnership without faults of which no more is said than fits one row of a compact list; most rows of large lists
/// are such, and few of the cells need be looked at.
pub(super) fn brief_partnership<'c>(cells: &[&'c str; PARTNERSHIP.len()]) -> Option<BriefPartnership<'c>> {
    let &[a, b, kind, status, since, until, suspended, claimed_by, fields, document, source, note] = cells;
    let is_brief = [until, suspended, fields, document, source, note].iter().all(|cell| cell.is_empty());
    if !is_brief || a.is_empty() || b.is_empty() {
        return None;
    }
    // `None` where the cell isn't blank and can't be read.
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

/// A region; `None` where its code is at fault, since there is nothing to call it by.
pub(super) fn region(cells: [&str; REGION.len()], faults: Faults<'_>) -> Option<RegionRecord> {
    let [code, country, name, name_ru, name_be, kind, geonames, wikidata, aliases, checked] = cells;
    require(code, "code", faults);
    let owned = |cell: &str| given(cell).map(str::to_owned);
    let code = parsed::<RegionCode>(code, "code", faults);
    let (country, checked) = (country_code(country, faults), parsed(checked, "checked", faults));
    Some(RegionRecord {
        code: code?,
        country,
        name: name.to_owned(),
        name_ru: owned(name_ru),
        name_be: owned(name_be),
        kind: owned(kind),
        geonames: owned(geonames),
        wikidata: owned(wikidata),
        aliases: split(aliases).into_iter().map(Cow::into_owned).collect(),
        checked,
    })
}

pub(super) fn given(cell: &str) -> Option<&str> {
    (!cell.is_empty()).then_some(cell)
}

pub(super) fn require(cell: &str, column: &'static str, faults: Faults<'_>) {
    if cell.is_empty() {
        faults.push((column, FaultKind::Blank));
    }
}

pub(super) fn parsed<T: FromStr<Err: Into<FaultKind>>>(
    cell: &str,
    column: &'static str,
    faults: Faults<'_>,
) -> Option<T> {
    given(cell)?.parse().map_err(|error: T::Err| faults.push((column, error.into()))).ok()
}

/// A country by its code, else by words for it: what these mean, the graph says. They may stand in either cell.
fn code_or_words<'c>(country: &'c str, in_words: &'c str) -> (Option<CountryCode>, Option<&'c str>) {
    match CountryCode::new(country) {
        Some(code) => (Some(code), given(in_words)),
        None => (None, given(country).or(given(in_words))),
    }
}

/// A date; a word for a missing value is none.
fn date(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<Date> {
    if cell.ends_with(|c: char| c.is_ascii_digit()) || !is_missing_value(cell) {
        return parsed(cell, column, faults);
    }
    None
}

fn country_code(cell: &str, faults: Faults<'_>) -> Option<CountryCode> {
    let code = CountryCode::new(given(cell)?);
    if code.is_none() {
        faults.push(("country", FaultKind::NotACountryCode(cell.to_owned())));
    }
    code
}

fn yes_or_no(cell: &str, column: &'static str, faults: Faults<'_>) -> bool {
    let is_one_of = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    let yes = is_one_of(&["yes", "true", "1"]);
    if !yes && !is_one_of(&["", "no", "false", "0"]) {
        faults.push((column, FaultKind::NotYesOrNo(cell.to_owned())));
    }
    yes
}

/// A finite number; `53,9`, as spreadsheets of half the world write it, is one too.
pub(super) fn number(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<f64> {
    given_number(cell, column, finite, faults)
}

/// A number of degrees: as [`number`], and where it is one that isn't finite, it lies off the globe.
fn degrees(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<f64> {
    given_number(cell, column, any_number, faults)
}

fn given_number(cell: &str, column: &'static str, read: fn(&str) -> Option<f64>, faults: Faults<'_>) -> Option<f64> {
    let number = read(given(cell)?).or_else(|| read(&cell.replacen(',', ".", 1)));
    if number.is_none() {
        faults.push((column, FaultKind::NotANumber(cell.to_owned())));
    }
    number
}

/// The number that `text` is, where it is one and finite: `nan`, `inf` and `1e999` are none.
pub(super) fn finite(text: &str) -> Option<f64> {
    any_number(text).filter(|number| number.is_finite())
}

/// What the standard library takes for a number but `nan`; the one place where a text becomes one.
fn any_number(text: &str) -> Option<f64> {
    short_decimal(text).or_else(|| text.parse().ok().filter(|number: &f64| !number.is_nan()))
}

pub(super) fn position(lat: &str, lon: &str, faults: Faults<'_>) -> Option<Position> {
    // A number ends in a digit, as nearly all of these cells do.
    let is_missing = |cell: &str| !cell.ends_with(|c: char| c.is_ascii_digit()) && is_missing_value(cell);
    let [lat, lon] = [lat, lon].map(|cell| if is_missing(cell) { "" } else { cell });
    if lat.is_empty() != lon.is_empty() {
        faults.push((if lat.is_empty() { "lat" } else { "lon" }, FaultKind::HalfPosition));
        return None;
    }
    let (lat, lon) = (degrees(lat, "lat", faults), degrees(lon, "lon", faults));
    let column = |error: &_| match error {
        crate::model::PositionError::Latitude(_) => "lat",
        crate::model::PositionError::Longitude(_) => "lon",
    };
    Position::new(lat?, lon?).map_err(|error| faults.push((column(&error), error.into()))).ok()
}

/// A whole number; `1742124.0`, as programs write a column that has blanks, is one too.
pub(super) fn whole(cell: &str, column: &'static str, faults: Faults<'_>) -> Option<u64> {
    let digits = given(cell)?;
    let number = digits.strip_suffix(".0").unwrap_or(digits).parse().ok();
    if number.is_none() {
        let is_negative = digits.starts_with('-') && finite(digits).is_some_and(|number| number < 0.0);
        let kind = if is_negative { FaultKind::Negative } else { FaultKind::NotWhole };
        faults.push((column, kind(cell.to_owned())));
    }
    number
}

/// A place's population; a word for a missing value is none.
pub(super) fn inhabitants(cell: &str, faults: Faults<'_>) -> Option<u64> {
    let number = cell.parse().ok();
    if number.is_some() || is_missing_value(cell) { number } else { whole(cell, "population", faults) }
}

/// The parts between bars; `\|` is a bar and `\\` a backslash within a part. Blank parts are dropped.
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
