use clap::Args;
use sistergraph::{chart, query, said};

use super::{answer, chart_options};
use crate::cli::{
    error::{Error, count},
    output::{Answered, Form, Output},
    pictures::Look,
    session::Session,
};

#[derive(Args)]
pub struct HistoryOptions {
    /// Only partnerships of this place, or of all places in this region or country
    pub place: Option<String>,
    #[command(flatten)]
    pub look: Look,
}

pub const HISTORY_HELP: &str = "\
  begun, ended, suspended  partnerships whose since, until or suspended lies in the year, known to the year, month or day
  in_force                 partnerships in force on 31 December, as --as-of YEAR counts them
  undated                  of these, the ones whose beginning has no date
  ties                     pairs of places that these partnerships tie
From the first year that has a date to the last, none skipped; with --as-of only years over by then. An `until` is the last day, month or year in force: what
ends with its year has ended in it, and is still in force on its 31 December. What is only proposed is in no row.
A place takes in its parts, a region or country all its places, as in `partners`.

Examples:
  sistergraph history
  sistergraph history Mogilev --between BY RU
  sistergraph --data my-lists history -o h.svg    as a chart, where dates are known
  sistergraph --data my-lists history BY-MA --kind sister-city --format csv -o history.csv";

pub fn history(session: &Session, options: &HistoryOptions, output: &Output) -> Result<Answered<'static>, Error> {
    if !session.scope.statuses.is_empty() {
        return Err(Error::Usage {
            message: "`history` goes through every status: --status doesn't apply".to_owned(),
            hint: "leave it out; `sistergraph report --as-of YEAR --status STATUS` shows one year".to_owned(),
        });
    }
    let subject = options.place.as_deref().map(|name| session.subject(name)).transpose()?;
    let history = query::history(&session.network, &session.scope, subject);
    let words = session.words();
    let of = subject.map(|subject| format!("{}: ", session.shown(subject))).unwrap_or_default();
    let years = match (history.rows.first(), history.rows.last()) {
        (Some(first), Some(last)) => said!(words, FromTo, from = first.year, to = last.year),
        _ => said!(words, NoYear),
    };
    let found = said!(words, HistoryFound, partnerships = history.partnerships, without_date = history.without_date);
    let headline = format!("{of}{years}; {found}{}", session.filters());
    let mut chart = None;
    if let Form::Picture(_) = output.form() {
        if history.rows.is_empty() {
            let query::History { partnerships, without_date, .. } = history;
            return Err(Error::NoYears { partnerships, without_date });
        }
        let title = match subject {
            None => said!(words, ThroughYears),
            Some(subject) => said!(words, ThroughYearsOf, name = session.network.shown_subject(subject)),
        };
        let drawn = chart::history(&history.rows, &chart_options(session, &options.look, title, headline.clone())?);
        chart = Some(drawn.map_err(|error| Error::too_large(&error, "-o FILE.csv has them all as rows"))?);
    }
    let mut answered = Answered { chart, ..answer(headline, history.rows, &[]) };
    if history.proposed > 0 {
        answered.notes.push(format!("{} only proposed: in no row", count(history.proposed, "partnership")));
    }
    if history.over_without_date > 0 {
        let over = count(history.over_without_date, "partnership");
        answered.notes.push(format!("{over} ended or suspended without a date: in force in no year"));
    }
    Ok(answered)
}
