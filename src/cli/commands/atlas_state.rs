//! Checks the initial state of a page that `--open` gives, since the page itself ignores what it doesn't know.

use sistergraph::{graph::Subject, model::Level};

use crate::cli::{error::Error, session::Session};

/// The keys of a state beside places and areas; `page/src/state.ts` reads all of them.
const OTHERS: [&str; 11] =
    ["view", "kind", "status", "year", "as-of", "undated", "degree", "sort", "theme", "at", "embed"];

/// A state in the form of the page: names of places, regions and countries become ids and codes.
///
/// # Errors
/// Fails if a name is unknown, or if a state can't have such a part.
pub fn checked(session: &Session, state: &str) -> Result<String, Error> {
    let parts = state.trim_start_matches('#').split('&').filter(|part| !part.is_empty());
    let parts: Result<Vec<String>, Error> = parts.map(|part| checked_part(session, part)).collect();
    Ok(parts?.join("&"))
}

fn checked_part(session: &Session, part: &str) -> Result<String, Error> {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    let levels: &[Level] = match name {
        // It was copied from an address that the page itself wrote.
        _ if value.contains('%') => return Ok(part.to_owned()),
        "place" | "path" => {
            let subject: Subject = session.subject(value)?;
            return Ok(format!("{name}={}", session.network.names().candidate(subject).id));
        }
        "region" => &[Level::Region],
        "country" => &[Level::Country],
        "in" | "to" | "without" => &[Level::Region, Level::Country],
        name if OTHERS.contains(&name) => return Ok(part.to_owned()),
        _ => {
            return Err(Error::Usage {
                message: format!("`{name}` is no part of a state of the atlas"),
                hint:
                    "a state has parts such as place=ID, region=CODE, country=CODE, view=network and year=YEAR, with & \
                       between them; docs/atlas.md lists them"
                        .to_owned(),
            });
        }
    };
    let codes: Result<Vec<String>, Error> =
        value.split(',').map(|area| Ok(session.area(area, levels)?.to_string())).collect();
    Ok(format!("{name}={}", codes?.join(",")))
}
