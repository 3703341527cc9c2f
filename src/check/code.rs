use std::fmt;

use serde::Serialize;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The data can't be accepted as it is, and other commands stop.
    Error,
    /// The data is doubtful, but other commands still answer.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $meaning:literal;)+) => {
        /// The kind of a problem. Names and severities stay the same from version to version, since scripts rely on
        /// them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)+
        }

        impl Code {
            /// Every code: errors first, then warnings.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The code as it is written.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)+
                }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$variant => Severity::$severity,)+
                }
            }

            /// Its meaning, in a line.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Code::$variant => $meaning,)+
                }
            }
        }
    };
}

codes! {
    MissingColumn = "missing-column", Error, "the header lacks a column that every row needs";
    DoubledColumn = "doubled-column", Error, "the header, or a row of JSON, names a column twice";
    RaggedRow = "ragged-row", Error, "a row with more or fewer cells than the header, or a cell with more or fewer parts than places";
    UnclosedQuote = "unclosed-quote", Error, "a quote that is never closed and swallows the rest of the file";
    WrongShape = "wrong-shape", Error, "a JSON row that isn't an object of plain values";
    BlankCell = "blank-cell", Error, "a cell that must not be blank, and is, or can't be read";
    DuplicateId = "duplicate-id", Error, "a place, contact or total whose id an earlier one has";
    IdIsCode = "id-is-code", Error, "a place whose id is the code of a region or country";
    ImpossibleCode = "impossible-code", Error, "a region's code that isn't up to 10 letters, digits and hyphens, or that has another meaning";
    RegionWithoutCountry = "region-without-country", Error, "a row of regions.csv that names no country of the register";
    UnknownWhole = "unknown-whole", Error, "`part_of` names no place of the data set";
    PartOfItself = "part-of-itself", Error, "a place that is part of itself, directly or through others";
    IsNoRegion = "is-no-region", Error, "`is_region` without a region, or for a region that another city is";
    UnknownEnd = "unknown-end", Error, "an end that is no place id, code or name";
    AmbiguousEnd = "ambiguous-end", Error, "an end that is the name of several places";
    EndBeforeStart = "end-before-start", Error, "a partnership, contact or curator's time that ends before it begins";
    UnknownPlace = "unknown-place", Error, "a place in the ledger that is no place id, code or name, or no region where one is needed";
    AmbiguousPlace = "ambiguous-place", Error, "a place in the ledger that is the name of several";
    UnknownEvent = "unknown-event", Error, "an event that is the id of no row of contacts.csv";
    UnknownTotal = "unknown-total", Error, "`of` names no total";
    TotalOfItself = "total-of-itself", Error, "a total that is a part of itself, directly or through others";
    NotANumber = "not-a-number", Warning, "a cell that should be a number; it is left blank";
    NegativeNumber = "negative-number", Warning, "a count below 0; it is left blank";
    UnknownWord = "unknown-word", Warning, "a kind, status, claim or yes/no that isn't one of the words for it; it is left blank";
    ImpossibleDate = "impossible-date", Warning, "a date that isn't in the calendar, or may be two; it is left blank";
    ImpossibleCoordinate = "impossible-coordinate", Warning, "a latitude or longitude off the globe; it is left blank";
    HalfPosition = "half-position", Warning, "a latitude without a longitude, or the reverse; it is left blank";
    OtherNotation = "other-notation", Warning, "a cell in another notation than that of dates, numbers, positions and words here; it is read";
    EmptyList = "empty-list", Warning, "a list of places, regions or partnerships with a header and no row below it";
    UnknownCountry = "unknown-country", Warning, "a country code that isn't in the register; the place has no country";
    UnknownRegion = "unknown-region", Warning, "a region that isn't in the register; the place has no region";
    RegionOfOtherCountry = "region-of-other-country", Warning, "a region and a country that don't belong together; the place has no region";
    UnknownCountrySpelling = "unknown-country-spelling", Warning, "a country in words that means none, or only nearly";
    EndTakenForRegion = "end-taken-for-region", Warning, "an end taken for a region or country while a city in it has nearly that name";
    ContradictoryRows = "contradictory-rows", Warning, "rows that contradict one another about the country, position or inhabitants of a place";
    SelfLoop = "self-loop", Warning, "a partnership of a place with itself; no tie is made of it";
    DuplicatePartnership = "duplicate-partnership", Warning, "two places, one kind, the same or overlapping dates, again";
    ReversedPartnership = "reversed-partnership", Warning, "the same with the ends the other way round";
    ContradictoryStatus = "contradictory-status", Warning, "a status and dates of a partnership that contradict each other";
    PartAboveWhole = "part-above-whole", Warning, "a total larger than the one it is a part of";
    ItemsAboveTotal = "items-above-total", Warning, "more rows than the total that is reported of them";
    NobodyNamed = "nobody-named", Warning, "a curator's row that names no official and no office, or says that the post is vacant; it counts for nothing";
    SimilarOfficials = "similar-officials", Warning, "an official whose name may be another spelling of one before";
    DoubledEntry = "doubled-entry", Warning, "a row of the ledger that says what an earlier one says";
    UnknownCount = "unknown-count", Warning, "a total of what no list has rows of, by a word much like one that has";
    OneSidedClaim = "one-sided-claim", Warning, "a partnership that only one of its two sides claims";
    TieOfZeroKm = "tie-of-0-km", Warning, "a partnership of two places on one point";
    OutsideCountry = "outside-country", Warning, "a position 20 km or more outside the place's country, or 250 km at sea";
    OutsideRegion = "outside-region", Warning, "a position 35 km or more outside the place's region, or 250 km at sea";
    TownElsewhere = "town-elsewhere", Warning, "beside a gazetteer: a position 50 km or more from the only town of the place's name in its country";
    SamePoint = "same-point", Warning, "a place on the very point of another that it isn't part of";
    NoPosition = "no-position", Warning, "a place without a position";
    NoRegion = "no-region", Warning, "a place without a region, in a country whose regions are in the register";
    PopulationOfZero = "population-of-0", Warning, "a place of 0 inhabitants";
    SimilarNames = "similar-names", Warning, "two places of one region whose names may be two spellings of one";
    MixedAlphabets = "mixed-alphabets", Warning, "a word that mixes Latin, Cyrillic or Greek letters which look alike";
    InvisibleLetters = "invisible-letters", Warning, "a text with invisible or control characters";
    StrayBlanks = "stray-blanks", Warning, "a text with blanks around it, several in a row, or other blanks than the usual";
    NotNfc = "not-nfc", Warning, "a text that isn't in Unicode form NFC";
    UnknownColumn = "unknown-column", Warning, "a column of no known name, which is not used";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A row of the list of codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CodeRow {
    /// The code.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// Its meaning.
    pub meaning: String,
}

/// Every code with its severity and meaning: errors first, then warnings.
pub fn codes() -> Vec<CodeRow> {
    let row = |code: &Code| CodeRow {
        code: code.name().to_owned(),
        severity: code.severity().name().to_owned(),
        meaning: code.meaning().to_owned(),
    };
    Code::ALL.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_kebab_and_stands_once() {
        for code in Code::ALL {
            let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(code.name().chars().all(is_kebab), "{code}");
            assert_eq!(Code::ALL.iter().filter(|other| other.name() == code.name()).count(), 1, "{code}");
        }
        assert!(Code::ALL.is_sorted_by_key(|code| code.severity()), "errors come first");
    }
}
