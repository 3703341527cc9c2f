//! Proposes edits of Wikidata from the claims of a data set.

use std::path::Path;

use sistergraph::{
    check::{self, Proposals, QuickStatements},
    table::Format,
    words::Words,
};

use super::{
    answer,
    check::{CheckOptions, Dialect},
};
use crate::cli::{
    arguments::Shared,
    destination::Destination,
    error::{Error, count},
    output::{Answered, Output},
    session::Session,
};

/// Lists the edits, and writes them as commands if a file is named.
pub(super) fn proposals(shared: &Shared, options: &CheckOptions) -> Result<u8, Error> {
    if options.fix || options.codes {
        let message =
            "--format quickstatements lists edits of Wikidata, which goes with neither --fix nor --codes".to_owned();
        return Err(Error::Usage { message, hint: "leave either out".to_owned() });
    }
    let extension = shared.output.as_deref().and_then(Path::extension).and_then(|extension| extension.to_str());
    if let Some(form) =
        extension.and_then(Format::from_extension).filter(|form| !matches!(form, Format::Table | Format::Csv))
    {
        let message =
            format!("commands of QuickStatements are text, and -o names a file of the format {}", form.name());
        return Err(Error::Usage { message, hint: "end its name in .txt, or in .csv with --dialect v2".to_owned() });
    }
    let output = Output::stdout(shared);
    let session = Session::open(shared, Words::default())?;
    let Proposals { rows, without_item, not_in_force, undescribed } = check::proposals(&session.network);
    let of = |action: &str| rows.iter().filter(|row| row.action == action).count();
    let dialect = match options.dialect {
        Dialect::V1 => QuickStatements::V1,
        Dialect::V2 => QuickStatements::V2,
    };
    let written = rows.iter().filter(|row| dialect.has(row)).count();
    let mut headline = format!(
        "{} of Wikidata proposed: {} to add, {} to end, {} to remove",
        count(rows.len(), "edit"),
        count(of("add"), "claim"),
        of("end"),
        of("remove")
    );
    match &shared.output {
        Some(file) => headline += &format!("; {} written to {}", count(written, "command"), file.display()),
        None if rows.is_empty() => {}
        None => headline += "; -o FILE writes them as commands of QuickStatements",
    }
    let mut notes = Vec::new();
    let is_of_wikidata = session.network.dataset().metadata().sources.iter().any(|source| source.contains("Wikidata"));
    if !is_of_wikidata {
        notes.push("the data doesn't say that it is Wikidata's, so Wikidata may have these claims already".to_owned());
    }
    for (number, why) in [
        (without_item, "of a place without an item (column `wikidata`)"),
        (undescribed, "of whose other side the data has nothing but the id"),
        (not_in_force, "that has ended, is suspended or only proposed"),
    ] {
        if number > 0 {
            notes.push(format!("{} {why}: no edit is proposed", count(number, "one-sided claim")));
        }
    }
    if shared.output.is_some() && written < rows.len() {
        notes.push(format!("{} can't be written in V2: --dialect v1 has them", count(rows.len() - written, "removal")));
    }
    let commands = dialect.commands(&rows);
    let file = shared.output.clone().map(|file| Destination::new(Some(file)));
    let prepared = file.map(|file| file.prepare(|out| out.write_all(commands.as_bytes()))).transpose()?;
    let dispensable = ["file", "line", "statement", "source", "reason", "twin", "item"];
    let answered = Answered { notes, ..answer(headline, rows, &dispensable) };
    output.answer(&output.arranged(answered, None)?, shared.quiet)?;
    prepared.map_or(Ok(()), |prepared| prepared.finish())?;
    Ok(0)
}
