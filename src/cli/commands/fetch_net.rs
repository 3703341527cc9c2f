//! Fetches data into a folder, and keeps the answers beside it until the folder is complete.

use sistergraph::{
    fetch::{self, Answers, Asked, FetchError, Fetched, Http, Patience, Step},
    formats,
    graph::Network,
    model::CountryCode,
    register::{Outlines, Register},
};

use super::FetchOptions;
use crate::cli::{
    again,
    arguments::Shared,
    destination::Destination,
    error::{Error, count},
    folder::NewFolder,
    output::to_stderr,
    progress,
};

/// Fetches and writes what the service knows about the countries.
pub(super) fn fetched(options: &FetchOptions, countries: Vec<CountryCode>, shared: &Shared) -> Result<u8, Error> {
    let usage = |message: String, hint: &str| Error::Usage { message, hint: hint.to_owned() };
    let Some(target) = &shared.output else {
        return Err(usage("`fetch` needs a place to write to".to_owned(), "add -o DIR, a new directory"));
    };
    let Some(contact) = &options.contact else {
        let message = "the service wants to know who asks".to_owned();
        return Err(usage(message, "add --contact with an address of mail or a page, as in --contact me@example.org"));
    };
    let mut service = Http::new(&options.endpoint, contact).map_err(|error| {
        usage(error.to_string(), "as in --endpoint https://query.wikidata.org/sparql --contact me@example.org")
    })?;
    if !is_address(contact) {
        let message = format!("`{contact}` is no address, and the service wants to know who asks");
        return Err(usage(message, "an address of mail or a page, as in --contact me@example.org"));
    }
    // The folder is created first, so that nothing is fetched in vain.
    let mut folder = NewFolder::begin(target)?;
    let answers = Answers::kept_in(Answers::beside(target));
    let note = |text: &str| {
        if !shared.quiet {
            to_stderr(&format!("note: {text}"));
        }
    };
    let kept = answers.count();
    if kept > 0 {
        let place = Answers::beside(target);
        note(&format!(
            "{} of an earlier run in {} used again; remove it to ask anew",
            count(kept, "answer"),
            place.display()
        ));
    }
    let (mut done, mut all) = (0, 1);
    let mut tell = |step: Step| match step {
        Step::Answered { done: so_far, all: known } => {
            (done, all) = (so_far, known);
            progress::show(done, all, "");
        }
        Step::Waiting { seconds } => {
            progress::show(done, all, &format!("(the service is left alone for {seconds} s)"));
        }
    };
    let asked = Asked { countries, languages: options.languages.clone() };
    let fetched = fetch::wikidata(&asked, &mut service, &answers, &mut Patience::default(), &mut tell);
    let Fetched { reading, asked, kept } = fetched.map_err(|error| {
        // An answer without rows is no use for the next run.
        if matches!(error, FetchError::Nothing { .. }) {
            let _ = answers.remove();
        }
        Error::Fetch { error, kept: answers.count() }
    })?;
    let (dataset, notes) = reading.sound()?;
    notes.iter().for_each(|said| note(&said.to_string()));
    let built = Network::build_located(dataset, Register::built_in(), &Outlines::built_in());
    let (network, _) = built.sound().map_err(|findings| Error::Findings { findings })?;
    for file in formats::csv_files(network.dataset()) {
        folder.file(file.name(), |out| file.write(out))?;
    }
    let name = target.display().to_string();
    let headline = format!(
        "{} and {} written to {name}; {} asked{}; next: `sistergraph --data {} check`",
        count(network.dataset().places().len(), "place"),
        count(network.dataset().partnerships().len(), "partnership"),
        count(asked, "query"),
        if kept > 0 { format!(", {} of an earlier run", count(kept, "answer")) } else { String::new() },
        again::quoted(&name)
    );
    Destination::Stdout.write(|out| writeln!(out, "{headline}"))?;
    folder.finish()?;
    // If some answers can't be removed, they do no harm.
    let _ = answers.remove();
    Ok(0)
}

/// Whether a text looks like an e-mail address or the address of a page.
fn is_address(text: &str) -> bool {
    let is_mail = text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && !host.is_empty());
    is_mail
        || text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(|page| !page.is_empty())
}
