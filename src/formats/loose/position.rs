//! Degrees and points in the notations of maps, query services and people.

use std::cmp::Ordering;

use crate::{formats::decode::finite, model::plain_digits};

/// A longer text isn't a position, and parsing it could take very long.
const LONGEST: usize = 120;

/// Whether degrees are latitude or longitude, if their hemisphere tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Axis {
    Lat,
    Lon,
}

/// Degrees (negative in the south and west) and their axis.
pub(super) type Degrees = (f64, Option<Axis>);

/// Degrees as `52.43N`, `52°25'48"N`, `N 52 25.8`, `52,43°`, `30°58′ в. д.`; `None` if a text means no degrees, or is
/// ambiguous.
pub(in crate::formats) fn degrees(text: &str) -> Option<Degrees> {
    if text.len() > LONGEST {
        return None;
    }
    let text = plain_digits(text);
    let (text, hemisphere) = without_hemisphere(&text);
    let (unsigned, is_negative) = text.strip_prefix('-').map_or((text, false), |text| (text.trim_start(), true));
    if is_negative && hemisphere.is_some() {
        return None;
    }
    let size = sexagesimal(unsigned.strip_prefix('+').unwrap_or(unsigned))?;
    let is_negative = is_negative || hemisphere.is_some_and(|(_, is_negative)| is_negative);
    Some((if is_negative { -size } else { size }, hemisphere.map(|(axis, _)| axis)))
}

/// The latitude and longitude in a text that has both. In `POINT Z (30.98 52.43 120)` longitude comes first. In two
/// degrees latitude comes first, unless hemispheres say otherwise or it is out of range.
pub(in crate::formats) fn point(text: &str) -> Option<[f64; 2]> {
    if text.len() > LONGEST {
        return None;
    }
    let text = plain_digits(text);
    let text = text.trim_start_matches("geo:").trim();
    if let Some(inside) = well_known(text) {
        return in_well_known(inside);
    }
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    pairs(text).into_iter().find_map(|[first, second]| in_order(degrees(first)?, degrees(second)?))
}

/// The letters of hemispheres with their meaning. `O` is east in German and west in French, so it isn't among them.
const HEMISPHERES: [(&str, Axis, bool); 8] = [
    ("n", Axis::Lat, false),
    ("s", Axis::Lat, true),
    ("e", Axis::Lon, false),
    ("w", Axis::Lon, true),
    ("с.ш.", Axis::Lat, false),
    ("ю.ш.", Axis::Lat, true),
    ("в.д.", Axis::Lon, false),
    ("з.д.", Axis::Lon, true),
];

/// Degrees without the letters of their hemisphere, and the hemisphere: its axis, and whether it is south or west.
fn without_hemisphere(text: &str) -> (&str, Option<(Axis, bool)>) {
    let is_letter = |c: char| c.is_alphabetic() || c == '.';
    let behind = text.trim_end_matches(|c: char| is_letter(c) || c == ' ').len();
    let before = text.len() - text.trim_start_matches(|c: char| c.is_alphabetic()).len();
    for (letters, rest) in [(&text[behind..], &text[..behind]), (&text[..before], &text[before..])] {
        let letters: String = letters.to_lowercase().split(' ').collect();
        if let Some(&(_, axis, is_negative)) = HEMISPHERES.iter().find(|(name, ..)| *name == letters) {
            return (rest.trim(), Some((axis, is_negative)));
        }
    }
    (text, None)
}

/// Parses degrees, minutes and seconds; only the last of them may have decimals.
fn sexagesimal(text: &str) -> Option<f64> {
    let text = text.replace("''", "\"");
    let marks: [&[char]; 3] = [&['°', 'º', '˚'], &['\'', '′', '’', 'ʹ'], &['"', '″', '”', 'ʺ']];
    let (mut rest, mut degrees, mut last) = (text.trim(), 0.0, None);
    for (part, unit) in [1.0, 60.0, 3600.0].into_iter().enumerate() {
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let number = Some(&rest[..end]).filter(|number| number.ends_with(|c: char| c.is_ascii_digit()))?;
        let size = finite(&number.replacen(',', ".", 1))?;
        let is_whole = |size: f64| size.fract() == 0.0;
        if last.is_some_and(|last| !is_whole(last)) || part > 0 && size >= 60.0 {
            return None;
        }
        (degrees, last, rest) = (degrees + size / unit, Some(size), rest[end..].trim_start());
        let marked = rest.strip_prefix(marks[part]).map(str::trim_start);
        // Without marks, blanks separate the parts.
        rest = match marked {
            Some(rest) => rest,
            None if rest.is_empty() || text[..text.len() - rest.len()].ends_with(' ') => rest,
            None => return None,
        };
    }
    (rest.is_empty() && last.is_some()).then_some(degrees)
}

/// The text in the brackets of `Point(30.98 52.43)`, which may follow a reference system.
fn well_known(text: &str) -> Option<&str> {
    let (word, inside) = text.strip_suffix(')')?.split_once('(')?;
    let word = word.rsplit_once([';', '>']).map_or(word, |(_, word)| word).trim().to_ascii_lowercase();
    let dimensions = word.strip_prefix("point")?.trim();
    ["", "z", "m", "zm"].contains(&dimensions).then_some(inside)
}

fn in_well_known(inside: &str) -> Option<[f64; 2]> {
    let parts: Vec<&str> = inside.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<f64> = parts.iter().map(|part| finite(part)).collect::<Option<_>>()?;
    match numbers[..] {
        [lon, lat] | [lon, lat, _] | [lon, lat, _, _] => Some([lat, lon]),
        _ => None,
    }
}

/// The ways to split a text in two, the most likely first.
fn pairs(text: &str) -> Vec<[&str; 2]> {
    let halves = |between: &str| {
        let mut parts = text.split(between).map(str::trim);
        let halves = [parts.next()?, parts.next()?];
        (parts.next().is_none() && halves.iter().all(|half| !half.is_empty())).then_some(halves)
    };
    if let Some(halves) = [";", "/", "|", ", "].into_iter().find_map(halves) {
        return vec![halves];
    }
    // A comma between two whole numbers may be a decimal mark.
    if let Some(halves) =
        halves(",").filter(|halves| halves.iter().any(|half| !half.chars().all(|c| c.is_ascii_digit())))
    {
        return vec![halves];
    }
    // Degrees, minutes and seconds are separated by blanks too, so the text is split behind a hemisphere, or in the
    // middle.
    let words: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let is_hemisphere = |c: char| c.is_alphabetic();
    let behind_letter =
        words.iter().copied().filter(|&at| text[..at].ends_with(is_hemisphere) && text[at..].contains(is_hemisphere));
    // Two whole numbers may be degrees and minutes.
    let is_told = words.len() > 1 || text.chars().any(|c| !c.is_ascii_digit() && c != ' ');
    let middle = if words.len() % 2 == 1 && is_told { words.get(words.len() / 2).copied() } else { None };
    behind_letter.chain(middle).map(|at| [text[..at].trim(), text[at..].trim()]).collect()
}

/// Latitude and longitude of two degrees.
fn in_order((first, of_first): Degrees, (second, of_second): Degrees) -> Option<[f64; 2]> {
    match (of_first, of_second) {
        (Some(Axis::Lon), Some(Axis::Lat)) => Some([second, first]),
        (Some(one), Some(other)) if one == other => None,
        (Some(Axis::Lon), None) | (None, Some(Axis::Lat)) => None,
        (Some(_), _) | (_, Some(_)) => Some([first, second]),
        // A latitude can't be beyond a pole.
        (None, None) => match (first.abs().total_cmp(&90.0), second.abs().total_cmp(&90.0)) {
            (Ordering::Greater, Ordering::Less | Ordering::Equal) => Some([second, first]),
            _ => Some([first, second]),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-4
    }

    #[test]
    fn degrees_are_read_as_people_write_them() {
        for (text, expected, axis) in [
            ("52.43N", 52.43, Some(Axis::Lat)),
            ("52.43 N", 52.43, Some(Axis::Lat)),
            ("N52.43", 52.43, Some(Axis::Lat)),
            ("52,43°N", 52.43, Some(Axis::Lat)),
            ("41.29S", -41.29, Some(Axis::Lat)),
            ("78.47w", -78.47, Some(Axis::Lon)),
            ("52.43°", 52.43, None),
            ("-0.18°", -0.18, None),
            ("\u{2212}41.29", -41.29, None),
            ("+30.98", 30.98, None),
            ("52°25'48\"N", 52.43, Some(Axis::Lat)),
            ("52° 25′ 48″ N", 52.43, Some(Axis::Lat)),
            ("52°25’48”", 52.43, None),
            ("52°25'48''N", 52.43, Some(Axis::Lat)),
            ("52º25'N", 52.416_667, Some(Axis::Lat)),
            ("52°25.8'N", 52.43, Some(Axis::Lat)),
            ("-52°25'48\"", -52.43, None),
            ("52 25 48 N", 52.43, Some(Axis::Lat)),
            ("52 25 48", 52.43, None),
            ("N 52 25.8", 52.43, Some(Axis::Lat)),
            ("30°58′48″ в. д.", 30.98, Some(Axis::Lon)),
            ("52°25′48″ с.ш.", 52.43, Some(Axis::Lat)),
        ] {
            let (found, of) = degrees(text).unwrap_or_else(|| panic!("{text}"));
            assert!(is_near(found, expected) && of == axis, "{text}: {found} {of:?}");
        }
        for text in [
            "",
            "somewhere",
            "N",
            "52.43X",
            "30.98 O",
            "-52.43S",
            "52.5°25'",
            "52°75'",
            "52°25'48\"12",
            "52.4.3",
            "52°N30",
            "°",
            "52d25m48s",
            "52, 30",
            "--5",
            "1e3 N",
            "5°-3'",
        ] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_may_have_both() {
        for text in [
            "52.43, 30.98",
            "52.43,30.98",
            "52.43 30.98",
            "52.43; 30.98",
            "52.43/30.98",
            "52,43; 30,98",
            "52,43 30,98",
            "52,43, 30,98",
            "(52.43, 30.98)",
            "geo:52.43,30.98",
            "52.43N 30.98E",
            "52.43 N, 30.98 E",
            "52.43 N 30.98 E",
            "30.98E, 52.43N",
            "N52.43 E30.98",
            "52°25'48\"N 30°58'48\"E",
            "52° 25' 48\" N, 30° 58' 48\" E",
            "52 25 48 30 58 48",
            "POINT Z (30.98 52.43 120)",
            "POINTZ(30.98 52.43 120)",
            "point (30.98 52.43)",
            "POINT(30.98, 52.43)",
            "SRID=4326;POINT(30.98 52.43)",
            "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point(30.98 52.43)",
        ] {
            let [lat, lon] = point(text).unwrap_or_else(|| panic!("{text}"));
            assert!(is_near(lat, 52.43) && is_near(lon, 30.98), "{text}: {lat} {lon}");
        }
        assert_eq!(point("130.98, 52.43"), Some([52.43, 130.98]));
        assert_eq!(point("-41.29, 174.78"), Some([-41.29, 174.78]));
        assert_eq!(point("0.18S 78.47W"), Some([-0.18, -78.47]));
        for text in [
            "",
            "52.43",
            "52,43",
            "52 25",
            "52,43,30,98",
            "52.43N 30.98N",
            "52.43 30.98 120",
            "somewhere, else",
            "[30.98, 52.43]",
            "LINESTRING (30 52, 31 53)",
            "POINT EMPTY",
            "POINT (30.98)",
            "POINT (a b)",
            ",",
            ";",
        ] {
            assert_eq!(point(text), None, "{text}");
        }
    }
}
