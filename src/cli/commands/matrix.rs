use clap::Args;
use sistergraph::{
    chart,
    graph::Grouping,
    model::{Area, CountryCode},
    query::{self, Matrix, Side},
    said,
    table::{Format, Sheet},
    words::Words,
};

use super::{answer_sheet, chart_options};
use crate::cli::{
    again::quoted,
    arguments::{Shared, explained},
    error::Error,
    output::{Answered, Form, Output},
    pictures::Look,
    sentences::listed,
    session::Session,
};

pub const MATRIX_HELP: &str = "\
Without A and B the first focus country of the data set stands against the second. A terminal too narrow for B's columns shows \
the table turned, with B's regions as rows; with --select, --sort or --top the rows are A's there, too, as in every other form.

Examples:
  sistergraph matrix
  sistergraph matrix BY PL --format csv
  sistergraph matrix --by country
  sistergraph matrix -o matrix.svg                as a heat map";

#[derive(Args)]
pub struct MatrixOptions {
    /// The rows: a country or region
    #[arg(value_name = "A")]
    pub a: Option<String>,
    /// The columns: a country or region
    #[arg(value_name = "B")]
    pub b: Option<String>,
    /// The columns, given with an option as for other commands
    #[arg(long, value_name = "COUNTRY|REGION", conflicts_with = "b")]
    pub to: Option<String>,
    /// What each row and column is
    #[arg(long, default_value = "region", value_parser = explained::<Grouping>())]
    pub by: Grouping,
    #[command(flatten)]
    pub look: Look,
}

impl MatrixOptions {
    /// Two sides given as arguments are the same as --between.
    pub fn sides(&self, shared: &mut Shared) -> Result<(), Error> {
        let usage = |message: &str, hint: String| Err(Error::Usage { message: message.to_owned(), hint });
        match (&self.a, self.b.as_ref().or(self.to.as_ref())) {
            (None, None) => Ok(()),
            (Some(a), Some(b)) if shared.between.is_empty() => {
                shared.between = vec![a.clone(), b.clone()];
                Ok(())
            }
            (Some(a), Some(b)) => usage(
                "the two sides are given twice",
                format!("leave --between out, as in `sistergraph matrix {} {}`", quoted(a), quoted(b)),
            ),
            (Some(a), None) => {
                let other = if a == "BY" { "RU" } else { "BY" };
                let hint = format!("name the columns as well, as in `sistergraph matrix {} --to {other}`", quoted(a));
                usage("a matrix has two sides", hint)
            }
            (None, Some(b)) => usage(
                "a matrix has two sides",
                format!("name the rows as well, as in `sistergraph matrix BY --to {}`", quoted(b)),
            ),
        }
    }
}

pub fn matrix(session: &Session, options: &MatrixOptions, output: &Output) -> Result<Answered<'static>, Error> {
    session.require_countries("matrix")?;
    let (graph, words) = (session.graph(), session.words());
    let sides = sides(session);
    let of = |a: &Area, b: &Area| match options.by {
        Grouping::Region => query::region_matrix(&graph, (a, b)),
        Grouping::Country => query::country_matrix(&graph, Some((a, b))),
    };
    let (matrix, what) = match (&sides, options.by) {
        (_, Grouping::Country) if session.scope.between.is_none() => {
            (query::country_matrix(&graph, None), said!(words, CountriesWithAny))
        }
        (Some((a, b)), by) => {
            if by == Grouping::Region {
                let sides = [a, b].map(|area| Side { area: area.clone(), against: Vec::new() });
                let (_, without) = query::located_sides(&session.network, sides.to_vec());
                // A matrix of zeros would wrongly say that there is no tie.
                if !without.is_empty() {
                    return Err(Error::NoRegions { countries: listed(&without, Words::default()) });
                }
            }
            let (straight, turned) = (of(a, b), of(b, a));
            // Arrangements must apply to the same rows in every form, so the matrix may turn only without one.
            let may_turn = output.form() == Form::Rows(Format::Table) && output.arrangement().is_plain();
            let matrix = if may_turn && is_wider(&straight, &turned, output.width()) { turned } else { straight };
            (matrix, format!("{a} {} {b}", said!(words, And)))
        }
        (None, _) => {
            return Err(Error::Usage {
                message: "the data set names no two focus countries to set against each other".to_owned(),
                hint: "say which two sides, as in `matrix --between BY RU`, or use --by country".to_owned(),
            });
        }
    };
    let total = matrix.rows().last().map_or(0, |row| row.total);
    let headline = format!("{}{}", said!(words, MatrixFound, what, total), session.filters());
    let by = match options.by {
        Grouping::Region => "region",
        Grouping::Country => "country",
    };
    let codes = matrix.columns().names().iter().skip(2).cloned();
    let meanings: Vec<(String, String)> =
        codes.zip(matrix.column_labels()).map(|(column, (_, name))| (column, name.clone())).collect();
    let mut rows = matrix.rows().to_vec();
    if output.form() == Form::Rows(Format::Table) && needed(&matrix) + NAME > output.width() {
        // A narrow terminal leaves out the codes, and the sums would then have no name.
        rows.iter_mut().filter(|row| row.name.is_empty()).for_each(|row| row.name = row.code.clone());
    }
    let sheet = Sheet::with_columns(matrix.columns().clone(), rows).dispensable(&[by]).explained(meanings);
    let mut answered = answer_sheet(headline, total == 0, sheet);
    if let Form::Picture(_) = output.form() {
        let title = match &sides {
            Some((a, b)) if session.scope.between.is_some() || options.by == Grouping::Region => {
                let network = &session.network;
                said!(words, TiesBetweenAreas, a = network.shown_area(a), b = network.shown_area(b))
            }
            _ => said!(words, TiesBetweenCountries),
        };
        let subtitle = format!("{}{}", said!(words, TiesOnce, ties = total), session.filters());
        let drawn = chart::heat_map(&matrix, &chart_options(session, &options.look, title, subtitle)?);
        let instead = "-o FILE.csv has all of it as rows; --by country or --between A B shows less";
        answered.chart = Some(drawn.map_err(|error| Error::too_large(&error, instead))?);
    }
    Ok(answered)
}

/// The two sides: those of --between, otherwise the first two focus countries.
fn sides(session: &Session) -> Option<(Area, Area)> {
    let focus = |at: usize| {
        let country: Option<&CountryCode> = session.network.dataset().metadata().focus.get(at);
        country.map(|&country| Area::Country(country))
    };
    session.scope.between.clone().or_else(|| Some((focus(0)?, focus(1)?)))
}

/// Whether a table of `straight` wouldn't fit while the transposed one is narrower, since terminals have more lines
/// than columns.
fn is_wider(straight: &Matrix, turned: &Matrix, width: usize) -> bool {
    needed(straight) > width && needed(turned) < needed(straight)
}

/// The least width of a table, with names cut very short.
fn needed(matrix: &Matrix) -> usize {
    matrix.columns().names().iter().map(|column| column.len().max(5) + 2).sum()
}

/// The additional width for names.
const NAME: usize = 12;
