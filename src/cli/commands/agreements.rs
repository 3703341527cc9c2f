use clap::Args;
use sistergraph::{
    graph::{Network, Scope},
    metrics::Counted,
    model::{PartnershipKind, Status},
    query::{self, AgreementQuestion, AgreementRow, AgreementSumRow, AgreementTotals, AgreementsBy, Expiry, Lacking},
    said,
    table::{Answer, Block, Format, Sheet},
};

use super::{
    answer,
    ledger::{Filter, Item, Layout, beside, refuse, tally_table},
};
use crate::cli::{
    arguments::explained,
    error::{Error, count},
    output::{Answered, Form, Output},
    session::Session,
};

pub const AGREEMENTS_HELP: &str = "\
An agreement is a partnership of kind `agreement`: signed is its `since`, expires its `until`, the last day, month or year \
in force. level is that of its two parties, the higher one first (country-region, region-region, region-city, ...); a city \
that is a region is one. Counted are those in force, or with --status those of the status; --by status counts all that have \
begun. Without --as-of an `until` counts as having passed.

Totals are numbers of totals.csv, reported without their items and never added to them. Beside each stand the agreements \
that it counts: in force at the end of its year, one party in each of its places, at one of its levels; where it \
states fields, those that share one of them or state none. A total is shown \
where all that it counts is asked about, and not with --status, --expiring or --without.

--expiring MONTHS  in force as of --as-of, and the last day that `until` may
                   mean is no later than the same day so many calendar months
                   on; where that month is shorter, than its last day
                   (31 January and 1 month: 28 or 29 February)
--without WHAT     lacking a signing date, or a document; given twice, both
--by WHAT          sums, and below them the totals; by field, an agreement
                   counts in each of its fields

Examples:
  sistergraph agreements
  sistergraph agreements --to RU
  sistergraph agreements --by level --between BY RU
  sistergraph --data my-lists agreements --expiring 6 --as-of 2026-11-24 -o expiring.csv
  sistergraph agreements --without document --format md";

#[derive(Args)]
pub struct AgreementsOptions {
    /// Only agreements whose other party is in this country or region
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
    /// Only agreements that expire within this many months after the date of --as-of
    #[arg(long, value_name = "MONTHS", value_parser = months)]
    expiring: Option<u32>,
    /// Only agreements that lack this; may be repeated
    #[arg(long, value_name = "WHAT", value_parser = explained::<Lacking>())]
    without: Vec<Lacking>,
    /// Sums instead of the agreements
    #[arg(long, value_parser = explained::<AgreementsBy>())]
    by: Option<AgreementsBy>,
}

/// Parses a number of months.
fn months(text: &str) -> Result<u32, String> {
    let months = text.parse().ok().filter(|_| !text.starts_with('+'));
    months.ok_or_else(|| "expected a number of months such as 6".to_owned())
}

pub fn agreements(session: &Session, options: &AgreementsOptions, output: &Output) -> Result<Answered<'static>, Error> {
    let hint = "leave it out; `sistergraph partners PLACE --kind KIND` lists partnerships of other kinds";
    refuse(session, "agreements", &[Filter::Kind], hint)?;
    let question = question(session, options)?;
    let mut scope = Scope { kinds: vec![PartnershipKind::Agreement], ..session.scope.clone() };
    let totals = totals(session, options);
    if options.by == Some(AgreementsBy::Status) && scope.statuses.is_empty() {
        scope.statuses = Status::ALL.to_vec();
    }
    let graph = session.graph_within(&scope);
    let rows = query::agreements(&graph, &question);
    let found = found(session, options, rows.len(), &totals);
    // A terminal shows the note beside the table; a page has only its own text.
    let is_page = matches!(output.form(), Form::Rows(Format::Html | Format::Markdown));
    let on_page = session.ends_ahead(session.words()).filter(|_| is_page);
    let mut answered = match options.by {
        None => listed(session, found, rows, &totals, on_page),
        Some(by) => summed(session, found, &query::agreement_sums(&graph, by), &totals, by, on_page),
    };
    if options.by.is_none() && !totals.rows.is_empty() && output.has_rows_alone() {
        answered.notes.push(format!("{} left out; --by level has them", count(totals.rows.len(), "total")));
    }
    if totals.wider > 0 {
        let totals = count(totals.wider, "total");
        answered.notes.push(format!("{totals} left out: not all that they count is asked about"));
    }
    Ok(answered)
}

fn question(session: &Session, options: &AgreementsOptions) -> Result<AgreementQuestion, Error> {
    let expiring = match (options.expiring, session.scope.as_of) {
        (None, _) => None,
        (Some(months), Some(date)) => Some(Expiry::within(months, date)),
        (Some(months), None) => {
            return Err(Error::Usage {
                message: "--expiring counts from a date, and there is no clock in any answer".to_owned(),
                hint: format!("say from which, as in --expiring {months} --as-of 2026-01-31"),
            });
        }
    };
    let question = AgreementQuestion { expiring, without: options.without.clone() };
    if options.by.is_some() && question != AgreementQuestion::default() {
        return Err(Error::Usage {
            message: "--by sums all agreements: --expiring and --without list some of them".to_owned(),
            hint: "leave one out".to_owned(),
        });
    }
    Ok(question)
}

/// The totals for the question; empty if no total can count the agreements asked about.
fn totals(session: &Session, options: &AgreementsOptions) -> AgreementTotals {
    let is_of_some =
        options.expiring.is_some() || !options.without.is_empty() || options.by == Some(AgreementsBy::Status);
    if is_of_some || !session.scope.statuses.is_empty() {
        return AgreementTotals::default();
    }
    query::agreement_totals(&session.network, &session.scope)
}

/// What the data set lacks, if it has neither an agreement nor a total of agreements.
fn nothing_at_all(session: &Session) -> Option<String> {
    let (network, words) = (&session.network, session.words());
    let has_any = network.dataset().kinds_and_statuses().any(|(kind, ..)| kind == PartnershipKind::Agreement)
        || network.totals().any(|total| Counted::of(&total.record.what) == Some(Counted::Agreements));
    (!has_any).then(|| said!(words, NoAgreementInData))
}

/// `3 agreements in force`, with the other conditions and the totals beside them.
fn found(session: &Session, options: &AgreementsOptions, rows: usize, totals: &AgreementTotals) -> String {
    let words = session.words();
    let of_status = match (session.scope.statuses.is_empty(), options.by) {
        (true, Some(AgreementsBy::Status)) => Some(said!(words, OfAnyStatus)),
        (true, _) => Some(said!(words, InForce, rows)),
        // The filters already say which.
        (false, _) => None,
    };
    let lacking = options.without.iter().map(|without| match without {
        Lacking::Date => said!(words, WithoutDate),
        Lacking::Document => said!(words, WithoutDocument),
    });
    let lacking = lacking.collect::<Vec<_>>().join(&format!(" {} ", said!(words, And)));
    let several = rows > 1;
    let expiring = match (options.expiring, session.scope.as_of) {
        (Some(months), Some(date)) => match (Expiry::within(months, date), several) {
            (Expiry::By(date), true) => Some(said!(words, ExpireBy, date)),
            (Expiry::By(date), false) => Some(said!(words, ExpiresBy, date)),
            (Expiry::EverAfter, true) => Some(said!(words, ExpireEver)),
            (Expiry::EverAfter, false) => Some(said!(words, ExpiresEver)),
        },
        _ => None,
    };
    let agreements = if rows == 0 { said!(words, NoAgreement) } else { said!(words, Agreements, rows) };
    let parts = [Some(agreements), of_status, Some(lacking).filter(|text| !text.is_empty()), expiring];
    let found = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let by_field = (options.by == Some(AgreementsBy::Field)).then(|| format!(", {}", said!(words, InAllItsFields)));
    let beside = (!totals.rows.is_empty()).then(|| format!("; {}", beside(&totals.rows, Item::Agreement, words)));
    format!("{found}{}{}", by_field.unwrap_or_default(), beside.unwrap_or_default())
}

/// What people see: names before ids.
const FOR_PEOPLE: &[&str] =
    &["level", "a_name", "b_name", "signed", "expires", "status", "document", "fields", "a", "b", "source", "note"];

/// The agreements, with the totals below them; programs get only the agreements.
fn listed(
    session: &Session,
    found: String,
    rows: Vec<AgreementRow>,
    totals: &AgreementTotals,
    remark: Option<String>,
) -> Answered<'static> {
    if let Some(headline) = nothing_at_all(session) {
        return answer(headline, rows, &[]);
    }
    let headline = format!("{found}{}", session.filters());
    let is_empty = rows.is_empty();
    let sheet = Sheet::of(rows).for_people(FOR_PEOPLE).dispensable(&["note", "source", "b", "a", "fields", "level"]);
    let mut page = vec![Block::Text(headline.clone())];
    page.extend(remark.map(Block::Text));
    page.push(Block::Sheet(sheet.clone()));
    page.extend(totals_page(totals, &session.network));
    let answer = Answer::paged_rows(page, sheet);
    Answered { answer, headline, is_empty, notes: Vec::new(), chart: None, exit_code: 0 }
}

/// The sums, with the totals below them.
fn summed(
    session: &Session,
    found: String,
    sums: &[AgreementSumRow],
    totals: &AgreementTotals,
    by: AgreementsBy,
    remark: Option<String>,
) -> Answered<'static> {
    if let Some(headline) = nothing_at_all(session) {
        return answer(headline, Vec::<AgreementSumRow>::new(), &[]);
    }
    let headline = format!("{found}{}", session.filters());
    let shown = sums.iter().map(|row| {
        let field = (by == AgreementsBy::Field)
            .then(|| row.field.clone().unwrap_or_else(|| session.words().word("none stated").to_owned()));
        AgreementSumRow { field, ..row.clone() }
    });
    let mut page = vec![Block::Text(headline.clone())];
    page.extend(remark.map(Block::Text));
    page.push(Block::Sheet(Sheet::of(shown.collect::<Vec<_>>()).without_blank_columns()));
    page.extend(totals_page(totals, &session.network));
    let rows: Vec<AgreementSumRow> =
        sums.iter().cloned().chain(totals.rows.iter().map(AgreementSumRow::from)).collect();
    let is_empty = rows.is_empty();
    let answer = Answer::paged_rows(page, Sheet::of(rows));
    Answered { answer, headline, is_empty, notes: Vec::new(), chart: None, exit_code: 0 }
}

/// The totals under a heading, if there are any.
fn totals_page(totals: &AgreementTotals, network: &Network) -> Vec<Block<'static>> {
    if totals.rows.is_empty() {
        return Vec::new();
    }
    let heading = said!(network.words(), HeadAgreementTotals);
    vec![Block::Heading(heading), tally_table(&totals.rows, Layout::Agreements, network)]
}
