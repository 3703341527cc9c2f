use std::{collections::HashMap, path::Path};

use clap::{Args, ValueEnum};
use serde::Serialize;
use sistergraph::{
    check::{self, ChangeRow, Code, Fixed, ProblemRow, Severity},
    formats::{self, Fault, Reading},
    graph::{self, Built, Network},
    model::{Dataset, Hint, at_row},
    register::{Outlines, Register},
    said,
    table::{Answer, Block, Format, Sheet},
    words::Words,
};

use super::{answer, proposals::proposals};
use crate::cli::{
    FOUND, again,
    arguments::Shared,
    error::{self, Error, count},
    folder::NewFolder,
    gazetteer, hints,
    output::{Answered, Form, Output, Writes, to_stderr},
    sentences::unasked,
};

#[derive(Args)]
pub struct CheckOptions {
    /// List all codes of problems with their severity and meaning
    #[arg(long)]
    pub codes: bool,
    /// Write a copy with all certain corrections to a new directory (-o DIR), and list the corrections
    #[arg(long, requires = "output", conflicts_with = "codes")]
    pub fix: bool,
    /// The form of the commands of --format quickstatements
    #[arg(long, value_enum, ignore_case = true, default_value = "v1", hide_default_value = true)]
    pub dialect: Dialect,
}

/// The forms of commands of QuickStatements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// One command a line
    V1,
    /// A table in CSV, without removals
    V2,
}

/// The codes of problems, and examples.
pub fn check_help() -> String {
    let of = |severity| {
        let codes = Code::ALL.iter().filter(|code| code.severity() == severity).map(|code| code.name());
        codes.collect::<Vec<_>>().join(", ")
    };
    format!(
        "Errors: {}.\n\nWarnings: {}.\n\nAn error means exit code 3; with --strict, so does a \
         warning.\n\nWith --locate or --gazetteer, positions are \
         compared with those of towns: town-elsewhere.\n\nWhat --fix mends: blanks around and between words, Unicode form, dates, numbers, positions and \
         words in another notation, words for countries and regions, places and partnerships that say the same twice (ends \
         either way round). Errors that it can't mend stand in the copy, and it lists them.\n\n--format quickstatements proposes \
         edits of Wikidata to who fetched data from there: claims that the other side makes, ends that it knows, claims that stand \
         there twice. It lists them; with -o FILE it also writes them as commands of QuickStatements.\n\nExamples:\n  \
         sistergraph check\n  sistergraph check --codes\n  sistergraph check --strict --format csv\n  sistergraph \
         --data my-lists check --fix -o my-lists-fixed\n  sistergraph --data baltic check --format quickstatements -o edits.txt\n",
        of(Severity::Error),
        of(Severity::Warning)
    )
}

/// The most problems of one code that a terminal lists; CSV and JSON have all.
const LISTED: usize = 5;

/// The same for a page, which has no command that would list the others.
const LISTED_ON_A_PAGE: usize = 1000;

/// Opens the data itself, since a session would stop at the first error.
pub fn check(shared: &Shared, options: &CheckOptions) -> Result<u8, Error> {
    if shared.filters() {
        let message = "`check` judges the whole data set: filters don't apply".to_owned();
        return Err(Error::Usage {
            message,
            hint: "leave them out; --format csv gives rows to choose from".to_owned(),
        });
    }
    if shared.proposes_edits {
        return proposals(shared, options);
    }
    if options.dialect != Dialect::V1 {
        let message = "--dialect is of --format quickstatements".to_owned();
        return Err(Error::Usage { message, hint: "leave it out, or add --format quickstatements".to_owned() });
    }
    let output = if options.fix { Output::stdout(shared) } else { Output::new(shared, Writes::Rows, "check")? };
    if let (true, Some(folder)) = (options.fix, &shared.output) {
        return fix(shared, folder, &output);
    }
    let answered = if options.codes { codes(output.form()) } else { problems(shared, &output)? };
    let answered = output.arranged(answered, None)?;
    output.answer(&answered, shared.quiet)?;
    Ok(answered.exit_code)
}

fn codes(form: Form) -> Answered<'static> {
    let rows = check::codes();
    let headline = format!("{} of problems", count(rows.len(), "code"));
    // A terminal would cut the meaning of a code; a Markdown page is wide enough.
    if form != Form::Rows(Format::Table) {
        return answer(headline, rows, &[]);
    }
    let mut blocks = vec![Block::Text(headline.clone())];
    for severity in [Severity::Error, Severity::Warning] {
        let facts = Code::ALL.iter().filter(|code| code.severity() == severity);
        blocks.push(Block::Heading(format!("{}s", severity.name())));
        blocks.push(Block::Facts(facts.map(|code| (code.to_string(), code.meaning().to_owned())).collect()));
    }
    answered(headline, blocks, rows)
}

/// Rows that people see as a page of their own.
fn answered<R: Serialize + Default + 'static>(
    headline: String,
    page: Vec<Block<'static>>,
    rows: Vec<R>,
) -> Answered<'static> {
    let is_empty = rows.is_empty();
    let answer = Answer::paged_rows(page, Sheet::of(rows));
    Answered { answer, headline, is_empty, notes: Vec::new(), chart: None, exit_code: 0 }
}

fn read(shared: &Shared) -> Result<Reading, Error> {
    let told = shared.input.told();
    if !shared.quiet {
        unasked(&shared.data).iter().for_each(|note| to_stderr(&format!("note: {note}")));
    }
    Ok(formats::read_as(&shared.data, &told)?)
}

fn problems(shared: &Shared, output: &Output) -> Result<Answered<'static>, Error> {
    let reading = read(shared)?;
    let (places, partnerships) = (reading.dataset.places().len(), reading.dataset.partnerships().len());
    let gazetteer = gazetteer::open(&shared.input)?;
    let options = check::Options { gazetteer };
    let mut problems = check::check(reading, Register::built_in(), &Outlines::built_in(), &options);
    for hint in problems.iter_mut().filter_map(|problem| problem.hint.as_mut()) {
        *hint = Hint::new(hints::worded(hint));
    }
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    let warnings = problems.len() - errors;
    let words = output.words();
    let headline = said!(words, ProblemsFound, errors, warnings, places, partnerships);
    let fails = errors > 0 || (shared.strict && warnings > 0);
    let page = if output.has_rows_alone() { Vec::new() } else { page(&headline, &problems, words) };
    let mut answered = answered(headline, page, problems);
    answered.exit_code = if fails { FOUND } else { 0 };
    Ok(answered)
}

/// Writes a mended copy of the data set to `folder`; the answer lists the changes.
pub(super) fn fix(shared: &Shared, folder: &Path, output: &Output) -> Result<u8, Error> {
    let reading = read(shared)?;
    if reading.dataset.locates_regions() {
        let message = "--fix mends a data set, not a table with two places a row".to_owned();
        let links = shared.input.links.as_ref().map(|links| format!(" --links {links}")).unwrap_or_default();
        let hint = format!("`sistergraph import {}{links} -o DIR` makes a data set of it", shared.data);
        return Err(Error::Usage { message, hint });
    }
    // A copy without the missing rows would look like the whole data set.
    if reading.faults.iter().any(|fault| fault.kind.loses_rows()) {
        let faults = reading.faults.into_iter().filter(|fault| fault.kind.refuses()).collect();
        return Err(Error::Faulty { faults });
    }
    let Fixed { dataset, changes } = check::fix(&reading)?;
    let standing = standing(reading.faults, &dataset, folder);
    let mut new = NewFolder::begin(folder)?;
    for file in formats::csv_files(&dataset) {
        new.file(file.name(), |out| file.write(out))?;
    }
    let headline = format!(
        "{}; {} and {} written to {}",
        count(changes.len(), "change"),
        count(dataset.places().len(), "place"),
        count(dataset.partnerships().len(), "partnership"),
        folder.display()
    );
    let mut blocks = vec![Block::Text(headline.clone())];
    for code in Code::ALL {
        let of_code: Vec<_> = changes.iter().filter(|change| change.code == code.name()).collect();
        if !of_code.is_empty() {
            blocks.push(Block::Heading(format!("{code}: {}", count(of_code.len(), "change"))));
            blocks.extend(of_code.into_iter().map(|change| Block::Text(mended(change))));
        }
    }
    let answered = answered(headline, blocks, changes);
    output.answer(&output.arranged(answered, None)?, shared.quiet)?;
    new.finish()?;
    let Some(standing) = standing else { return Ok(0) };
    standing.print();
    Ok(FOUND)
}

/// The errors that a mended copy still has: faults of reading at their place in the input, and others at the place
/// where they have to be mended.
fn standing(mut faults: Vec<Fault>, dataset: &Dataset, folder: &Path) -> Option<Error> {
    faults.retain(|fault| fault.kind.refuses());
    let file = |of: &str| {
        let name = Path::new(of).file_stem().unwrap_or_default().to_string_lossy();
        folder.join(format!("{name}.csv")).display().to_string()
    };
    let Built { network, mut findings, .. } = Network::build(dataset.clone(), Register::built_in());
    findings.retain(|finding| finding.kind.severity() == graph::Severity::Error);
    let shown = findings.len().min(error::SHOWN);
    network.suggest_names(&mut findings[..shown]);
    let files = [dataset.places_file(), dataset.partnerships_file(), dataset.regions_file()];
    for finding in findings.iter_mut().filter(|finding| files.contains(&finding.file.as_str())) {
        finding.file = file(&finding.file);
    }
    let is_any = !faults.is_empty() || !findings.is_empty();
    is_any.then(|| Error::Standing { faults, findings, folder: folder.to_owned() })
}

fn mended(change: &ChangeRow) -> String {
    let after = change.after.as_ref().map_or("left out".to_owned(), |after| format!("now `{after}`"));
    format!("{}`{}`, {after}", place(&change.file, change.line, change.column.as_deref()), change.before)
}

/// Problems by code, errors first: the number of problems of each code, then the first of them with their places.
fn page(headline: &str, problems: &[ProblemRow], words: Words) -> Vec<Block<'static>> {
    let mut by_code: HashMap<&str, Vec<&ProblemRow>> = HashMap::new();
    problems.iter().for_each(|problem| by_code.entry(problem.code).or_default().push(problem));
    let found: Vec<(&Code, Vec<&ProblemRow>)> =
        Code::ALL.iter().filter_map(|code| Some((code, by_code.remove(code.name())?))).collect();
    let mut blocks = vec![Block::Text(headline.to_owned())];
    let counted = |code: &Code, problems: &[&ProblemRow]| match code.severity() {
        Severity::Error => said!(words, Errors, number = problems.len()),
        Severity::Warning => said!(words, Warnings, number = problems.len()),
    };
    let counts = found
        .iter()
        .map(|(code, problems)| (code.name().to_owned(), format!("{} ({})", counted(code, problems), code.meaning())));
    blocks.push(Block::Facts(counts.collect()));
    for (code, problems) in &found {
        blocks.push(Block::Heading(format!("{code}: {}", counted(code, problems))));
        let mut terminal = sentences(&problems[..problems.len().min(LISTED)]);
        if let Some(more) = problems.len().checked_sub(LISTED).filter(|&more| more > 0) {
            let all = again::about_same_data("check --format csv");
            terminal.push(Block::Text(format!("... and {more} more: `{all}` lists all")));
        }
        let mut page = sentences(&problems[..problems.len().min(LISTED_ON_A_PAGE)]);
        if let Some(more) = problems.len().checked_sub(LISTED_ON_A_PAGE).filter(|&more| more > 0) {
            page.push(Block::Text(format!("... and {more} more")));
        }
        blocks.push(Block::Either { terminal, page });
    }
    if !problems.is_empty() && found.iter().all(|(_, problems)| problems.len() <= LISTED) {
        let rows = Block::Text(format!("As rows: `{}`", again::about_same_data("check --format csv")));
        blocks.push(Block::Either { terminal: vec![rows], page: Vec::new() });
    }
    blocks
}

/// A sentence for each problem of one code. Consecutive problems with the same hint share it.
fn sentences(problems: &[&ProblemRow]) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    for (at, problem) in problems.iter().enumerate() {
        blocks.push(Block::Text(located(problem)));
        if let Some(hint) = &problem.hint
            && problems.get(at + 1).is_none_or(|next| next.hint.as_ref() != Some(hint))
        {
            blocks.push(Block::Text(format!("hint: {hint}")));
        }
    }
    blocks
}

fn located(problem: &ProblemRow) -> String {
    place(&problem.file, problem.line, problem.column.as_deref()) + &problem.message
}

/// `file:line: column: `, in the form that editors know.
fn place(file: &str, line: u32, column: Option<&str>) -> String {
    let column = column.map(|column| format!("{column}: ")).unwrap_or_default();
    format!("{}: {column}", at_row(file, line))
}
