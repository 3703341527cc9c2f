//! What to type next: words the errors, findings and notes of the library as commands and options.

use std::{borrow::Cow, io};

use sistergraph::{
    diagram::GraphvizError,
    formats::{self, Note},
    gazetteer,
    model::{Hint, See},
};

use super::{again, error::Error};

/// A hint of the library, worded with the command or option that helps.
pub fn worded(hint: &Hint) -> String {
    let worded = hint.worded(|see| match see {
        See::Names => "`sistergraph places PATTERN` searches ids, names and other names",
        See::Events => "`sistergraph events` lists them",
        See::EventsAndContacts => "`sistergraph events` lists the events, `sistergraph contacts --list` all contacts",
        See::Countries => "`sistergraph places --level country` finds codes",
        See::Regions => "`sistergraph places --level region` lists them",
        See::RegionsOfCountry => "`sistergraph places --level region --country CODE` lists them",
        See::Fix => "`sistergraph check --fix -o DIR` writes a copy without",
        See::MergingFix => "--fix merges those that say the same",
        See::FixOrRewrite => "--fix and `import` do",
    });
    worded.into_owned()
}

/// A note about what was read, with the option that has it read differently.
pub fn with_option(note: &Note) -> String {
    match note {
        Note::Homonyms { .. } => format!("{note}; --countries as-written takes them for one"),
        note => note.to_string(),
    }
}

/// What to type if data can't be read.
fn of_data(error: &formats::Error) -> Option<String> {
    use formats::Error as Data;
    Some(match error {
        Data::NotFound { .. } => format!(
            "--data takes a directory with cities.csv and partnerships.csv, a JSON file, or one of: {}",
            formats::built_in_names().collect::<Vec<_>>().join(", ")
        ),
        Data::Encoding { looks_like: Some(encoding), .. } => {
            format!("add --encoding {encoding}, or save it as UTF-8 (in a spreadsheet: Save as, CSV UTF-8)")
        }
        Data::Encoding { .. } => {
            "a list is a text, such as a spreadsheet saves as CSV UTF-8; another encoding needs --encoding".to_owned()
        }
        Data::Undecodable { .. } => "try another --encoding, or save the file as UTF-8".to_owned(),
        Data::NoSheet { .. } => {
            "a sheet is read that has a header such as `City`, `Country`, `Twin city`, `Twin country`, or one whose \
             columns are told, as in --columns a=Origin,b=Destination; so are sheets called `cities` and `partnerships`"
                .to_owned()
        }
        Data::NotPairs { .. } => {
            "say which, as in --columns a=Origin,a.country=Land,b=Destination, or where there is no header, as in \
             --no-header --columns a=1,b=2; for a data set name the directory that holds cities.csv and partnerships.csv"
                .to_owned()
        }
        Data::NotLinks { .. } => {
            "say which, as in --columns a=Origin,b=Destination; a table of links has a header such as `source,target`"
                .to_owned()
        }
        Data::SeveralTables { example: Some([places, links]), .. } => {
            format!("say which, as in `--data {} --links {}`", one_word(places), one_word(links))
        }
        Data::SeveralTables { path, .. } => format!("name one of them, as in `--data {}`", one_word(path)),
        Data::FolderOfOne { file, .. } => format!("`--data {}` reads it", one_word(file)),
        Data::LinksOfNoTable { .. } => {
            "--links goes with a table of places, as in `--data nodes.csv --links links.csv`".to_owned()
        }
        Data::Doubt(doubt) => {
            let formats::Doubt { column, role, places: [a, b], .. } = &**doubt;
            format!("say which: `--columns a.{role}={column}` for `{a}`, `--columns b.{role}={column}` for `{b}`")
        }
        Data::NoSuchColumn { .. } => "--columns takes names of the header".to_owned(),
        Data::NoFeature { feature, .. } => with_feature(feature),
        Data::ColumnsOfNoTable { .. } => "leave --columns out".to_owned(),
        Data::ColumnsOfGraph { .. } => "leave --columns and --no-header out".to_owned(),
        Data::LinksOfGraph { path, .. } => format!("leave --links out, as in `--data {}`", one_word(path)),
        other => return other.hint(),
    })
}

/// What to do if nothing could be fetched.
#[cfg(feature = "net")]
fn of_fetching(error: &sistergraph::fetch::FetchError, kept: usize) -> String {
    use sistergraph::{fetch::FetchError, text::count};
    let kept = match kept {
        0 => String::new(),
        kept => format!("; {} kept, and the same command goes on from there", count(kept, "answer")),
    };
    match error {
        FetchError::NoAnswer { .. } => format!("see that the net can be reached, and try again{kept}"),
        FetchError::Later { .. } => format!("try again after that time{kept}"),
        FetchError::TooMuch { .. } => {
            format!("try again at another time of day, or ask another service by --endpoint{kept}")
        }
        FetchError::Refused { status: 401 | 403, .. } => {
            "a service refuses those who asked too often, or whose --contact it can't make out".to_owned()
        }
        FetchError::Refused { .. } | FetchError::NotAnAnswer { .. } => {
            "--endpoint names a service that answers SPARQL by POST, such as https://query.wikidata.org/sparql"
                .to_owned()
        }
        FetchError::Nothing { .. } => {
            "see whether --endpoint has the data of Wikidata; `sistergraph places --level country` finds codes"
                .to_owned()
        }
        FetchError::Keeping(_) => "answers are kept beside -o: that folder must be writable".to_owned(),
        FetchError::Damaged(_) => "remove the folder of answers beside -o, and try again".to_owned(),
    }
}

/// How to get a program with a feature.
pub fn with_feature(feature: &str) -> String {
    format!("`cargo build --release --features {feature}` makes one with it")
}

/// A path, quoted as one word for a shell.
fn one_word(path: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:,+@%\\".contains(c);
    if path.chars().all(is_plain) { path.into() } else { format!("'{}'", path.replace('\'', r"'\''")).into() }
}

impl Error {
    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::Data(formats::Error::Faults { .. }) | Error::Broken { .. } => {
                Some(format!("`{}` says how to mend these", again::about_same_data("check")))
            }
            Error::Data(error) => of_data(error),
            Error::Gazetteer(gazetteer::Error::NoTowns { path }) => {
                Some(format!("name a table of towns first, as in --gazetteer cities500.txt --gazetteer {}", one_word(path)))
            }
            Error::Gazetteer(gazetteer::Error::Line { .. } | gazetteer::Error::Empty { .. }) => Some(
                "--gazetteer takes GeoNames' own files, such as cities500.txt, unzipped; without it the built-in towns are asked"
                    .to_owned(),
            ),
            Error::Gazetteer(gazetteer::Error::Unreadable { source, .. }) if source.kind() != io::ErrorKind::NotFound => {
                Some("--gazetteer takes GeoNames' own files, such as cities500.txt, unzipped".to_owned())
            }
            Error::Gazetteer(_) => None,
            Error::Name(error) => Some(worded(&error.hint())),
            Error::Event(error) => Some(worded(&error.hint())),
            Error::Usage { hint, .. } => Some(hint.clone()),
            Error::Write { path, source } if source.kind() == io::ErrorKind::NotFound => {
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty() && !parent.exists());
                parent.map(|parent| format!("make the folder `{}` first", parent.display()))
            }
            Error::Write { path, source } if source.kind() == io::ErrorKind::PermissionDenied => {
                let is_read_only = path.metadata().is_ok_and(|metadata| metadata.permissions().readonly());
                Some(match is_read_only {
                    true => "make it writable, or name another file".to_owned(),
                    false => "what is written must be writable, and so must be the folder it lies in".to_owned(),
                })
            }
            Error::NoYears { .. } => Some(
                "fill in `since` and `until` in partnerships.csv, or ask without -o for what there is in words"
                    .to_owned(),
            ),
            Error::Standing { folder, .. } => Some(format!(
                "mend them there; `sistergraph --data {} check` says how",
                again::quoted(&folder.to_string_lossy())
            )),
            Error::DirectoryInUse { .. } => Some("name a new directory".to_owned()),
            Error::NoCountries { .. } => Some(
                "`import` the list, fill the column `country` of its cities.csv, and ask that; or use a table with \
                 the country of each place"
                    .to_owned(),
            ),
            Error::NoRegions { .. } => Some(
                "give each place its region, or its position in columns `lat` and `lon`; `matrix --by country` and \
                 `components` need neither"
                    .to_owned(),
            ),
            Error::NotAnArea { area, .. } => area.as_ref().map(|area| format!("it lies in `{area}`")),
            Error::TownIsNoArea { town, .. } => Some(format!("it lies in `{}`", town.area)),
            Error::TooLarge { instead, .. } => Some((*instead).to_owned()),
            Error::NoPlaceThere { .. } => {
                Some("`sistergraph places PATTERN` searches the names of the data".to_owned())
            }
            #[cfg(feature = "net")]
            Error::Fetch { error, kept } => Some(of_fetching(error, *kept)),
            Error::NoComponent { .. } => Some("`sistergraph components` lists them".to_owned()),
            Error::Graphviz(GraphvizError::Missing) => {
                Some("install it (package `graphviz`), or use --engine springs or plain".to_owned())
            }
            Error::Graphviz(GraphvizError::Timeout(_)) => {
                Some("draw less, with --ego, --component or --by, or use --engine springs".to_owned())
            }
            Error::Graphviz(_) => Some("use another --engine; `springs` and `plain` do without Graphviz".to_owned()),
            Error::Faulty { .. } => Some(format!("mend these first; `{}` says how", again::about_same_data("check"))),
            Error::NotFixed(_) => Some("give the places ids that differ in a letter".to_owned()),
            Error::NotSettled { .. } => Some("try --metric pagerank, or filters that leave one component".to_owned()),
            Error::Findings { .. } | Error::Write { .. } | Error::Stdout(_) | Error::Picture(_) => None,
        }
    }
}
