//! Turns what the reader and the graph found into problems.

use std::collections::HashSet;

use super::{Code, ProblemRow};
use crate::{
    formats::{Fault, FaultKind, Note},
    graph::{Finding, FindingKind},
    model::{Dataset, Hint, RegionRecord, RegionRow, See, source_of_rows},
    register::RegionError,
};

/// The code of a fault, and what to do next.
pub(super) fn code_and_hint(kind: &FaultKind) -> (Code, Hint) {
    let (code, advice) = match kind {
        FaultKind::MissingColumn { .. } => (Code::MissingColumn, "rename the column that holds it, or add one"),
        FaultKind::DoubledColumn => (Code::DoubledColumn, "rename or delete one of the two"),
        FaultKind::RaggedRow { .. } => {
            (Code::RaggedRow, "put a cell that has the delimiter in it between quotes, or add what is missing")
        }
        FaultKind::UnclosedQuote => (Code::UnclosedQuote, "close the quote; a quote within a cell is written twice"),
        FaultKind::Blank | FaultKind::NoName(_) => (Code::BlankCell, "fill it in, or delete the row"),
        FaultKind::Parts { .. } => (Code::RaggedRow, "write a part for each place, or a row for each"),
        FaultKind::NotANumber(_) => (Code::NotANumber, "write digits with a decimal point"),
        FaultKind::NotWhole(_) => (Code::NotANumber, "write digits alone, or leave the cell blank"),
        FaultKind::TooMany(_) => (Code::NotANumber, "write digits alone, or leave the cell blank"),
        FaultKind::Needed(_) => (Code::BlankCell, "write it as expected, or delete the row"),
        FaultKind::OtherNotation { .. } => return (Code::OtherNotation, Hint::with("write it so", See::FixOrRewrite)),
        FaultKind::Negative(_) => (Code::NegativeNumber, "write digits alone, or leave the cell blank"),
        FaultKind::HalfPosition => (Code::HalfPosition, "fill in the other, or leave both blank"),
        FaultKind::NotAPoint(_) => (Code::NotANumber, "write latitude first, then longitude, in degrees"),
        FaultKind::Position(_) => (Code::ImpossibleCoordinate, "give degrees; `lat` and `lon` may be swapped"),
        FaultKind::Date(_) => (Code::ImpossibleDate, "give what is known, or leave the cell blank"),
        FaultKind::Word(_) => (Code::UnknownWord, "use one of these words"),
        FaultKind::NotYesOrNo(_) => (Code::UnknownWord, "write yes or no, or leave the cell blank"),
        FaultKind::NotACountryCode(_) => {
            return (Code::RegionWithoutCountry, Hint::with("", See::Countries));
        }
        FaultKind::RegionCode { .. } => {
            (Code::ImpossibleCode, "give the region its ISO 3166-2 code, or one of your own of that form")
        }
        FaultKind::DoubledKey => (Code::DoubledColumn, "delete one of the two"),
        FaultKind::TooLarge(_) => (Code::NotANumber, "write digits with a decimal point"),
        FaultKind::HalfCharacter(_) => (Code::WrongShape, "write the character itself, or both halves of its escape"),
        FaultKind::Shape { .. } => (Code::WrongShape, "write each row as in {\"id\": \"mogilev-by\", \"lat\": 53.9}"),
    };
    (code, advice.into())
}

pub(super) fn of_fault(fault: &Fault) -> ProblemRow {
    let (code, hint) = code_and_hint(&fault.kind);
    let message = match &fault.kind {
        FaultKind::Blank => "the cell is blank".to_owned(),
        kind => kind.to_string(),
    };
    ProblemRow::new(code, (&fault.file, fault.line), fault.column.as_deref(), message, hint)
}

/// The problem of a note; notes about how columns and names were understood aren't problems.
pub(super) fn of_note(note: &Note) -> Option<ProblemRow> {
    const UNUSED: &str = "its cells don't bear on any answer";
    let (code, file, column, message, hint) = match note {
        Note::UnknownColumn { file, column, similar: Some(similar) } => {
            let message = format!("column `{column}` is not used; is `{similar}` meant?");
            (Code::UnknownColumn, file, Some(column.as_str()), message, "rename it if so")
        }
        Note::UnknownColumn { file, column, similar: None } => {
            (Code::UnknownColumn, file, Some(column.as_str()), format!("column `{column}` is not used"), UNUSED)
        }
        Note::UnknownColumns { file, count } => {
            (Code::UnknownColumn, file, None, format!("{count} more columns are not used"), UNUSED)
        }
        Note::UnusedFields { file, count } => {
            let message = format!("only the first two fields of a row are used, not the other {count}");
            (Code::UnknownColumn, file, None, message, "a header with the names of columns says what they are")
        }
        Note::Recognised { .. }
        | Note::Homonyms { .. }
        | Note::RecognisedColumns { .. }
        | Note::RecognisedPlaces { .. }
        | Note::Taken { .. } => return None,
        Note::NoRows { file } => {
            let message = "there is no row below the header".to_owned();
            (Code::EmptyList, file, None, message, "nothing is wrong where the list has none")
        }
    };
    // The header is the first line, or comes before the first row. In a JSON file, the note is about the whole file.
    let line = u32::from(source_of_rows(file) == file);
    Some(ProblemRow::new(code, (file, line), column, message, hint))
}

pub(super) fn of_finding(finding: &Finding) -> ProblemRow {
    let (code, hint) = match &finding.kind {
        FindingKind::DuplicateId { .. } => (Code::DuplicateId, "delete one of the rows, or give it another id"),
        FindingKind::IdIsCode(_) => (Code::IdIsCode, ""),
        FindingKind::UnknownCountry { .. } => {
            (Code::UnknownCountry, "country takes an ISO 3166-1 alpha-2 code such as BY")
        }
        FindingKind::Region(RegionError::UnknownCountry { .. }) => {
            (Code::RegionWithoutCountry, "country takes an ISO 3166-1 alpha-2 code such as BY")
        }
        FindingKind::Region(RegionError::TakenCode { .. }) => (Code::ImpossibleCode, ""),
        FindingKind::Region(RegionError::NoCountry(_)) => (Code::RegionWithoutCountry, "fill in its country"),
        FindingKind::UnknownRegion { .. } => (Code::UnknownRegion, ""),
        FindingKind::RegionOfOtherCountry { .. } => (Code::RegionOfOtherCountry, "one of the two is wrong"),
        FindingKind::UnknownWhole { .. } => (Code::UnknownWhole, "`part_of` takes the id of a row of the same file"),
        FindingKind::PartOfItself(_) => (Code::PartOfItself, "`part_of` takes the id of the city it is a part of"),
        FindingKind::IsNoRegion(_) => (Code::IsNoRegion, "give the code of the region that the city is"),
        FindingKind::RegionTaken { .. } => (Code::IsNoRegion, "a region is one city at most; leave one blank"),
        FindingKind::UnknownEnd { .. } => (Code::UnknownEnd, ""),
        FindingKind::AmbiguousEnd { .. } => (Code::AmbiguousEnd, ""),
        FindingKind::UnknownPlace { .. } => (Code::UnknownPlace, ""),
        FindingKind::NotARegion(_) => (Code::UnknownPlace, ""),
        FindingKind::AmbiguousPlace { .. } => (Code::AmbiguousPlace, ""),
        FindingKind::DuplicateEntry { .. } => (Code::DuplicateId, "delete one of the rows, or give it another id"),
        FindingKind::UnknownEvent(_) => (Code::UnknownEvent, ""),
        FindingKind::UnknownTotal(_) => (Code::UnknownTotal, ""),
        FindingKind::TotalOfItself => (Code::TotalOfItself, "leave `of` blank in one of them"),
        FindingKind::EndBeforeStart { .. } | FindingKind::EntryEndsBeforeStart { .. } => {
            (Code::EndBeforeStart, "one of the two dates is wrong, or they are swapped")
        }
        FindingKind::UnknownCountryText { .. } => (Code::UnknownCountrySpelling, ""),
        FindingKind::SelfLoop(_) => (Code::SelfLoop, "name the other place by its own id, or delete the row"),
    };
    let hint = finding.kind.hint().unwrap_or_else(|| hint.into());
    let column = finding.column.or((code == Code::SelfLoop).then_some("b"));
    ProblemRow::new(code, (&finding.file, finding.line), column, finding.kind.to_string(), hint)
}

/// The findings that aren't mere consequences of a fault that prevents answers.
///
/// `faults` are those of the reading that `dataset` comes from.
pub fn unexplained(dataset: &Dataset, faults: &[Fault], mut findings: Vec<Finding>) -> Vec<Finding> {
    let faulty = Faulty::new(dataset, faults);
    let refused = refused_regions(dataset, faults, &findings);
    findings.retain(|finding| !faulty.explains(finding) && !names_one_of(&refused, finding));
    findings
}

/// The codes and names of the regions whose rows were refused, in small letters.
fn refused_regions(dataset: &Dataset, faults: &[Fault], findings: &[Finding]) -> HashSet<String> {
    let refused: HashSet<(&str, u32)> = findings
        .iter()
        .filter(|finding| matches!(finding.kind, FindingKind::Region(_)))
        .map(|finding| (finding.file.as_str(), finding.line))
        .collect();
    let rows = (0..).map(RegionRow).zip(dataset.regions());
    let of_rows = rows.filter(|(row, _)| refused.contains(&dataset.locate_region(*row))).flat_map(|(_, region)| {
        let RegionRecord { code, name, names, aliases, .. } = region;
        let others = aliases.iter().map(String::as_str).chain(names.texts());
        others.chain([name.as_str(), &**code])
    });
    let of_faults = faults.iter().flat_map(|fault| match &fault.kind {
        FaultKind::RegionCode { names, .. } => names.as_slice(),
        _ => &[],
    });
    of_rows.chain(of_faults.map(String::as_str)).map(str::to_lowercase).collect()
}

/// Whether the unknown place of a finding has one of these names.
fn names_one_of(names: &HashSet<String>, finding: &Finding) -> bool {
    match &finding.kind {
        FindingKind::UnknownEnd { text, .. }
        | FindingKind::UnknownPlace { text, .. }
        | FindingKind::UnknownRegion { region: text, .. } => names.contains(&text.to_lowercase()),
        _ => false,
    }
}

/// If a quote swallows the rows below it, keeps only that problem of its row.
pub(super) fn drop_swallowed(faults: &[Fault], problems: &mut Vec<ProblemRow>) {
    let swallows = |fault: &&Fault| matches!(fault.kind, FaultKind::UnclosedQuote);
    let rows: HashSet<_> = faults.iter().filter(swallows).map(|fault| (fault.file.as_str(), fault.line)).collect();
    if !rows.is_empty() {
        let is_quote = |problem: &ProblemRow| problem.code == Code::UnclosedQuote.name();
        problems.retain(|problem| is_quote(problem) || !rows.contains(&(problem.file.as_str(), problem.line)));
    }
}

/// The cells and rows at fault, to suppress problems that are only consequences.
pub(super) struct Faulty<'f> {
    cells: HashSet<(&'f str, u32, &'f str)>,
    /// Rows with missing cells that prevent an answer.
    rows: HashSet<(&'f str, u32)>,
    /// Cells that prevent an answer: findings about them are only consequences.
    refused_cells: HashSet<(&'f str, u32, &'f str)>,
    /// Files with missing rows.
    files: HashSet<&'f str>,
    /// Whether cells may be in other columns than in a data set of our own.
    columns_vary: bool,
    /// The file of cities.
    cities: &'f str,
    regions: &'f str,
}

impl<'f> Faulty<'f> {
    pub(super) fn new(dataset: &'f Dataset, faults: &'f [Fault]) -> Self {
        let mut faulty = Self {
            cells: HashSet::new(),
            rows: HashSet::new(),
            refused_cells: HashSet::new(),
            files: HashSet::new(),
            columns_vary: dataset.locates_regions(),
            cities: dataset.places_file(),
            regions: dataset.regions_file(),
        };
        for fault in faults.iter().filter(|fault| !fault.kind.is_read()) {
            let (at, refuses) = ((fault.file.as_str(), fault.line), fault.kind.refuses());
            if let Some(column) = &fault.column {
                faulty.cells.insert((at.0, at.1, column));
                if refuses {
                    faulty.refused_cells.insert((at.0, at.1, column));
                }
            }
            if refuses && faulty.columns_vary || matches!(fault.kind, FaultKind::RaggedRow { .. }) {
                faulty.rows.insert(at);
            } else if faulty.columns_vary {
                faulty.cells.extend(columns_of(&fault.kind).iter().map(|&column| (at.0, at.1, column)));
            }
            // A refused region is known by its names.
            if fault.kind.loses_rows() && !matches!(fault.kind, FaultKind::RegionCode { .. }) {
                faulty.files.insert(&fault.file);
            }
        }
        faulty
    }

    /// Whether a finding is only a consequence of a fault.
    pub(super) fn explains(&self, finding: &Finding) -> bool {
        let at = (finding.file.as_str(), finding.line);
        self.rows.contains(&at)
            || finding.column.is_some_and(|column| self.refused_cells.contains(&(at.0, at.1, column)))
            || match finding.kind {
                FindingKind::UnknownEnd { .. }
                | FindingKind::UnknownWhole { .. }
                | FindingKind::UnknownPlace { .. } => {
                    self.files.contains(self.cities) || self.files.contains(self.regions)
                }
                FindingKind::UnknownRegion { .. } => self.files.contains(self.regions),
                _ => false,
            }
    }

    /// Whether any of the cells is at fault, and so blank.
    pub(super) fn has(&self, (file, line): (&str, u32), columns: &[&str]) -> bool {
        self.rows.contains(&(file, line)) || columns.iter().any(|column| self.cells.contains(&(file, line, *column)))
    }
}

/// The columns, in a data set of our own, that a blanked cell may belong to.
fn columns_of(kind: &FaultKind) -> &'static [&'static str] {
    match kind {
        FaultKind::NotANumber(_) | FaultKind::HalfPosition | FaultKind::NotAPoint(_) | FaultKind::Position(_) => {
            &["lat", "lon"]
        }
        FaultKind::NotWhole(_) | FaultKind::TooMany(_) | FaultKind::Negative(_) => &["population"],
        FaultKind::Date(_) => &["since", "until", "suspended"],
        FaultKind::Word(_) | FaultKind::NotYesOrNo(_) => &["kind", "status", "claimed_by", "is_region"],
        _ => &[],
    }
}
