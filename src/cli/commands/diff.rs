use std::{ops::Range, rc::Rc};

use clap::Args;
use sistergraph::{
    graph::{Scope, TieGraph},
    model::Date,
    query::{self, Diff, DiffRow, RegionDiffRow},
    said,
    table::{Answer, Block, Format, Rows, Sheet},
    words::{Key, Words},
};

use super::answer;
use crate::cli::{
    arguments::Shared,
    error::Error,
    output::{Answered, Form, Output, Writes},
    session::Session,
};

#[derive(Args)]
pub struct DiffOptions {
    /// The old data set, in any form that --data takes
    #[arg(value_name = "OLD", required_unless_present_any = ["from", "until"], requires = "new")]
    pub old: Option<String>,
    /// The new data set
    #[arg(value_name = "NEW", requires = "old")]
    pub new: Option<String>,
    /// Compare --data at two dates: the earlier date
    #[arg(long, value_name = "DATE", requires = "until", conflicts_with = "old")]
    pub from: Option<Date>,
    /// The later date
    #[arg(long, value_name = "DATE", requires = "from", conflicts_with = "old")]
    pub until: Option<Date>,
    /// One row for each region instead of one for each change
    #[arg(long)]
    pub regions: bool,
}

pub const DIFF_USAGE: &str = "\
sistergraph diff [OPTIONS] <OLD> <NEW>
       sistergraph diff [OPTIONS] --from <DATE> --until <DATE>";

pub const DIFF_HELP: &str = "\
Rows, in this order:
  region-connected    a region that had no tie (within the filters) has one; region-unconnected: the other way round
  new                 a partnership is in force that wasn't
  ended               one is in force no more: over, or listed no more (`after` says which)
  suspended           one was in force and is suspended
  changed             anything else: status, kind, dates, claim, fields, document
  place-new           a city that only the new data set has; place-gone: only the old one
before and after say what differs. Places are matched by id. Where the two share no ids, they are matched by Wikidata id, GeoNames
id, or name, country and position (a note counts each); partnerships of two places by all they say, then by kind, then by date. Sources and notes are not compared.
Without --as-of a dated end or suspension counts as having happened; with it both data sets are judged as of the date. --from and --until compare one data set as of two dates.
--regions gives the sums of each region that anything changed for; a partnership within a region counts once.

Examples:
  sistergraph diff lists-2025 lists-2026 -o changes.md
  sistergraph diff --from 2017-03-31 --until 2024-01-01
  sistergraph diff --from 2017 --until 2024 --between BY RU --regions --format csv";

/// Opens two data sets, or one for two dates.
pub fn diff(options: &DiffOptions, mut shared: Shared) -> Result<u8, Error> {
    let has_dates = options.from.is_some();
    if !shared.status.is_empty() || (has_dates && shared.as_of.is_some()) {
        return Err(Error::Usage {
            message: "`diff` looks at every status, and with --from and --until at two dates".to_owned(),
            hint: "leave --status out, and --as-of where there are two dates".to_owned(),
        });
    }
    if let (Some(from), Some(until)) = (options.from, options.until)
        && from.first_day() > until.last_day()
    {
        return Err(Error::Usage {
            message: format!("--from {from} is later than --until {until}"),
            hint: format!("swap them: --from {until} --until {from}"),
        });
    }
    let output = Output::new(&shared, Writes::Rows, "diff")?;
    if let (Some(old), Some(new)) = (&options.old, &options.new) {
        shared.data.clone_from(old);
        let before = Session::open(&shared, output.words())?;
        shared.data.clone_from(new);
        let after = Session::open(&shared, output.words())?.matched_with(&before);
        let answered = answered(
            &before.graph(),
            &after.graph(),
            &format!("{}{}", said!(output.words(), FromTo, from = old, to = new), after.filters()),
            options,
            output.form(),
        );
        let answered = output.arranged(answered, Some(&after.network))?;
        output.answer(&answered, shared.quiet)?;
    } else if let (Some(from), Some(until)) = (options.from, options.until) {
        let session = Session::open(&shared, output.words())?;
        let [old, new] = [from, until].map(|date| Scope { as_of: Some(date), ..session.scope.clone() });
        let [old, new] = [&old, &new].map(|scope| session.graph_within(scope));
        let answered = answered(
            &old,
            &new,
            &format!("{}{}", said!(output.words(), FromTo, from, to = until), session.filters()),
            options,
            output.form(),
        );
        let answered = output.arranged(answered, Some(&session.network))?;
        output.answer(&answered, shared.quiet)?;
    }
    Ok(0)
}

fn answered(
    old: &TieGraph<'_>,
    new: &TieGraph<'_>,
    states: &str,
    options: &DiffOptions,
    form: Form,
) -> Answered<'static> {
    let Diff { rows, regions } = query::diff(old, new);
    let words = new.network().words();
    let [before, after] = [old, new].map(TieGraph::tie_count);
    let headline = said!(words, DiffFound, states, found = found(&rows, words), before, after);
    if options.regions {
        return answer(headline, regions, &["name", "country"]);
    }
    let rows = Rc::new(rows);
    let page = match form {
        Form::Rows(Format::Csv | Format::Json) => Vec::new(),
        _ => page(&headline, &rows, regions, form, words),
    };
    Answered {
        is_empty: rows.is_empty(),
        answer: Answer::paged_rows(page, Sheet::of(rows)),
        headline,
        notes: Vec::new(),
        chart: None,
        exit_code: 0,
    }
}

fn page(
    headline: &str,
    rows: &Rc<Vec<DiffRow>>,
    regions: Vec<RegionDiffRow>,
    form: Form,
    words: Words,
) -> Vec<Block<'static>> {
    let mut page = vec![Block::Text(headline.to_owned())];
    if !regions.is_empty() {
        page.push(Block::Heading(said!(words, HeadRegions)));
        page.push(Block::Sheet(Sheet::of(regions).dispensable(&["country", "name"])));
    }
    for (change, heading) in SECTIONS {
        let Some(first) = rows.iter().position(|row| row.change == change) else { continue };
        let count = rows[first..].iter().take_while(|row| row.change == change).count();
        page.push(Block::Heading(format!("{} ({})", words.say(heading, &[]), words.number(count as u64))));
        let own = first..first + count;
        // A terminal would cut the differences; a Markdown page is wide enough.
        match form {
            Form::Rows(Format::Markdown) => page.push(Block::Sheet(Sheet::of(Section { rows: rows.clone(), own }))),
            _ => page.extend(rows[own].iter().map(|row| Block::Text(sentence(row, words)))),
        }
    }
    page
}

/// The rows of one change, which are consecutive.
struct Section {
    rows: Rc<Vec<DiffRow>>,
    own: Range<usize>,
}

impl Rows for Section {
    type Row = DiffRow;

    fn len(&self) -> usize {
        self.own.len()
    }

    fn show(&self, at: usize, see: &mut dyn FnMut(&DiffRow)) {
        see(&self.rows[self.own.start + at]);
    }
}

/// The sections of the page below that of the regions, each with the change of its rows.
const SECTIONS: [(&str, Key); 6] = [
    ("new", Key::HeadNew),
    ("ended", Key::HeadEnded),
    ("suspended", Key::HeadSuspended),
    ("changed", Key::HeadChanged),
    ("place-new", Key::HeadPlaceNew),
    ("place-gone", Key::HeadPlaceGone),
];

/// `2 partnerships new, 1 ended`.
fn found(rows: &[DiffRow], words: Words) -> String {
    let mut found: Vec<String> = Vec::new();
    for (change, _) in &SECTIONS[..4] {
        match (rows.iter().filter(|row| row.change == *change).count(), found.is_empty()) {
            (0, _) => {}
            (partnerships, true) => {
                found.push(said!(words, PartnershipsOfChange, partnerships, change = words.word(change)));
            }
            (number, false) => found.push(said!(words, CountOfWord, number, word = words.word(change))),
        }
    }
    match (rows.is_empty(), found.is_empty()) {
        (true, _) => said!(words, NoDifference),
        (false, true) => said!(words, NoPartnershipDiffers),
        (false, false) => found.join(", "),
    }
}

/// `Ash (ash, BY-MA) and Elm (elm, RU-BRY), agreement: proposed -> active, since 2023`.
fn sentence(row: &DiffRow, words: Words) -> String {
    let place = |name: &str, id: &str, region: &Option<String>| {
        let region = region.as_ref().filter(|region| *region != id).map(|region| format!(", {region}"));
        format!("{name} ({id}{})", region.unwrap_or_default())
    };
    let a = place(&row.a_name, &row.a, &row.a_region);
    match (&row.b, &row.b_name, &row.kind) {
        (Some(b), Some(b_name), Some(kind)) => {
            let b = place(b_name, b, &row.b_region);
            let (and, kind) = (said!(words, And), words.word(kind));
            format!("{a} {and} {b}, {kind}: {} -> {}", row.before, row.after)
        }
        _ => a,
    }
}
