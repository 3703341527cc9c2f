//! Reads all entities of a text: an object of them, an array, one per line, or a single one.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{
    entity::{Entity, object},
    facts::Facts,
};

/// The entities of a file, which has an object of them, an array, or a single one.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "object")]
    entities: BTreeMap<String, Entity>,
    #[serde(default)]
    error: Option<Value>,
}

/// Reads all entities of a text.
///
/// # Errors
/// Returns the parser's error, or the message of the service if the text is a refusal.
pub(super) fn read(text: &str, facts: &mut Facts) -> Result<(), EntityError> {
    let text = text.trim();
    if let Some(lines) = lines(text) {
        for (line, text) in lines {
            let entity: Entity = serde_json::from_str(text).map_err(|error| EntityError::Json { line, error })?;
            entity.take_to(facts, line);
        }
        return Ok(());
    }
    let json = |error| EntityError::Json { line: 1, error };
    if text.starts_with('[') {
        let entities: Vec<Entity> = serde_json::from_str(text).map_err(json)?;
        entities.iter().for_each(|entity| entity.take_to(facts, 1));
        return Ok(());
    }
    let answer: Answer = serde_json::from_str(text).map_err(json)?;
    if let Some(error) = answer.error {
        let says = error.get("info").and_then(Value::as_str).unwrap_or("an error without a text");
        return Err(EntityError::Refused(says.to_owned()));
    }
    if answer.entities.is_empty() {
        let entity: Entity = serde_json::from_str(text).map_err(json)?;
        entity.take_to(facts, 1);
    }
    answer.entities.values().for_each(|entity| entity.take_to(facts, 1));
    Ok(())
}

/// Why entities can't be read.
#[derive(Debug)]
pub(super) enum EntityError {
    /// The text isn't JSON with entities. `error` counts lines from `line` on.
    Json { line: u32, error: serde_json::Error },
    /// The service refused to answer, with this message.
    Refused(String),
}

/// The lines of a text with one entity per line, as in dumps, with their numbers. A dump may be cut between any two
/// lines.
fn lines(text: &str) -> Option<Vec<(u32, &str)>> {
    let lines = (1..).zip(text.lines()).map(|(number, line)| (number, entity_of_line(line)));
    let lines: Vec<(u32, &str)> = lines.filter(|(_, line)| !matches!(*line, "" | "[" | "]")).collect();
    let is_whole = |line: &str| line.starts_with('{') && line.ends_with('}');
    let several = lines.len() > 1 || text.starts_with('[') && text.lines().count() > 1;
    (several && lines.iter().all(|(_, line)| is_whole(line))).then_some(lines)
}

/// A line of a dump without the blanks around it and the comma behind it.
pub(super) fn entity_of_line(line: &str) -> &str {
    let line = line.trim();
    line.strip_suffix(',').unwrap_or(line).trim_end()
}
