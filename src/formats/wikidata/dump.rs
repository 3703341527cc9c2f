//! Dumps of Wikidata are too large for memory, so their lines are searched for the few that matter.

use std::io::{self, Read};

use hashbrown::HashSet;
use memchr::{memchr, memmem::Finder, memrchr};

use super::{entities::entity_of_line, entity::Entity, facts::Facts, item::ItemId};

/// The number of bytes searched at a time.
const BLOCK: usize = 1 << 22;

/// No entity of a dump has more bytes than this; a longer line is an error.
const LONGEST: usize = 1 << 26;

/// Why a dump can't be read any further.
#[derive(Debug)]
pub(super) enum DumpError {
    Input(io::Error),
    /// A line that isn't an entity, by its number.
    Entity {
        line: u64,
        error: serde_json::Error,
    },
    /// A line with more bytes than any entity has.
    TooLong {
        line: u64,
    },
}

/// Reads a dump, which is opened twice with `open`.
///
/// The first pass searches lines for the properties of twins and of codes, and parses only those that have one. The
/// second pass reads the places that these name but don't describe, and the areas in which the places lie. The memory
/// needed grows with the number of twinned places, not with the size of the dump.
///
/// # Errors
/// Returns the errors of `open` and of the input, and an error for the first line that matches but can't be parsed.
pub(super) fn read(open: impl FnMut() -> io::Result<Box<dyn Read>>) -> Result<Facts, DumpError> {
    read_in_blocks(BLOCK, open)
}

fn read_in_blocks(block: usize, mut open: impl FnMut() -> io::Result<Box<dyn Read>>) -> Result<Facts, DumpError> {
    let mut facts = Facts::default();
    // The properties of twins, of regions and of countries.
    let needles = ["\"P190\"", "\"P300\"", "\"P297\""].map(Finder::new);
    scan(open().map_err(DumpError::Input)?, block, &needles, |line, text| {
        let entity = parsed(line, text)?;
        if entity.has_twins() {
            entity.take_to(&mut facts, number(line));
        } else {
            entity.codes_to(&mut facts);
        }
        Ok(())
    })?;
    for _ in 0..PASSES {
        let wanted = wanted(&facts);
        if wanted.is_empty() {
            break;
        }
        let needles = ["\"id\""].map(Finder::new);
        scan(open().map_err(DumpError::Input)?, block, &needles, |line, text| {
            // The id is near the beginning of its line, so most lines are rejected without parsing.
            if head_item(text).is_none_or(|item| wanted.contains(&item)) {
                let entity = parsed(line, text)?;
                if entity.item().is_some_and(|item| wanted.contains(&item)) {
                    entity.take_to(&mut facts, number(line));
                }
            }
            Ok(())
        })?;
    }
    Ok(facts)
}

/// The passes after the first: one, for the places that are named and the areas in which twinned places lie.
const PASSES: usize = 1;

fn number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn parsed(line: u64, text: &[u8]) -> Result<Entity, DumpError> {
    let text = String::from_utf8_lossy(text);
    serde_json::from_str(entity_of_line(&text)).map_err(|error| DumpError::Entity { line, error })
}

/// The places that statements name and the areas in which places lie, as far as they aren't known yet.
fn wanted(facts: &Facts) -> HashSet<ItemId> {
    let areas = facts.places.values().flat_map(|place| place.within.iter().map(|(_, area)| *area));
    let areas = areas.filter(|area| !facts.regions.contains_key(area) && !facts.places.contains_key(area));
    facts.unknown().into_iter().chain(areas).collect()
}

/// The item whose id is at the beginning of a line: `{"type":"item","id":"Q64",`. `None` if the id is elsewhere.
fn head_item(line: &[u8]) -> Option<ItemId> {
    let head = std::str::from_utf8(&line[..line.len().min(HEAD)]).ok()?;
    let (_, rest) = head.split_once("\"id\"")?;
    ItemId::parse(rest.split('"').nth(1)?)
}

/// The id is among this many first bytes of its line.
const HEAD: usize = 96;

/// Calls `each` with every line that has one of the needles, and with the line's number, from 1.
fn scan(
    mut input: impl Read,
    block: usize,
    needles: &[Finder<'_>],
    mut each: impl FnMut(u64, &[u8]) -> Result<(), DumpError>,
) -> Result<(), DumpError> {
    let (mut block, mut filled, mut line) = (vec![0; block], 0, 1);
    loop {
        let read = loop {
            match input.read(&mut block[filled..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read.map_err(DumpError::Input)?,
            }
        };
        filled += read;
        let is_last = read == 0;
        // The block is searched up to its last whole line; the last block is searched whole.
        let whole = if is_last { filled } else { memrchr(b'\n', &block[..filled]).map_or(0, |at| at + 1) };
        search(&block[..whole], needles, line, &mut each)?;
        if is_last {
            return Ok(());
        }
        line += memchr::memchr_iter(b'\n', &block[..whole]).count() as u64;
        block.copy_within(whole..filled, 0);
        filled -= whole;
        if filled == block.len() {
            if filled >= LONGEST {
                return Err(DumpError::TooLong { line });
            }
            block.resize(2 * filled, 0);
        }
    }
}

/// Searches whole lines; `first` is the number of the first one.
fn search(
    lines: &[u8],
    needles: &[Finder<'_>],
    first: u64,
    each: &mut impl FnMut(u64, &[u8]) -> Result<(), DumpError>,
) -> Result<(), DumpError> {
    // The next occurrence of each needle. Each needle is searched once through all lines.
    let mut next: Vec<Option<usize>> = needles.iter().map(|needle| needle.find(lines)).collect();
    let (mut counted, mut line) = (0, first);
    while let Some(hit) = next.iter().flatten().min().copied() {
        let start = memrchr(b'\n', &lines[..hit]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &lines[hit..]).map_or(lines.len(), |at| hit + at);
        line += memchr::memchr_iter(b'\n', &lines[counted..start]).count() as u64;
        counted = start;
        each(line, &lines[start..end])?;
        for (next, needle) in next.iter_mut().zip(needles) {
            if next.is_some_and(|at| at < end) {
                *next = needle.find(&lines[end..]).map(|at| end + at);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::wikidata::entities;

    const DUMP: &str = include_str!("../../../tests/fixtures/wikidata/dump.json");

    fn streamed(text: &str, block: usize) -> Result<Facts, DumpError> {
        let bytes = text.as_bytes().to_vec();
        read_in_blocks(block, || Ok(Box::new(io::Cursor::new(bytes.clone()))))
    }

    #[test]
    fn a_dump_says_the_same_line_by_line_and_as_a_whole() {
        let mut whole = Facts::default();
        assert!(entities::read(DUMP, &mut whole).is_ok());
        let expected = whole.into_reading("x");
        let lines: Vec<&str> = DUMP.lines().collect();
        let backwards: String = lines.iter().rev().map(|line| format!("{line}\n")).collect();
        for text in [DUMP, DUMP.trim_end(), &backwards] {
            for block in [1, 7, 512, 1 << 12, BLOCK] {
                let reading = streamed(text, block).unwrap().into_reading("x");
                assert_eq!(reading.dataset, expected.dataset, "blocks of {block}");
                assert_eq!(reading.notes, expected.notes, "blocks of {block}");
            }
        }
    }

    #[test]
    fn a_line_that_is_no_entity_is_named() {
        let text = format!("{DUMP}{{\"P190\": oh\n");
        let line = DUMP.lines().count() as u64 + 1;
        assert!(matches!(streamed(&text, 64), Err(DumpError::Entity { line: at, .. }) if at == line));
        // Lines that don't match need not be valid.
        assert!(streamed(&format!("{DUMP}{{\"P19\": oh\n"), 64).is_ok());
    }
}
