//! Dumps of Wikidata, which are too large to be held: their lines are searched for the few that are of use.

use std::io::{self, Read};

use hashbrown::HashSet;
use memchr::{memchr, memmem::Finder, memrchr};

use super::{entities::entity_of_line, entity::Entity, facts::Facts, item::ItemId};

/// So many bytes are searched at a time.
const BLOCK: usize = 1 << 22;

/// No entity of a dump takes more bytes; a line that does is no line of one.
const LONGEST: usize = 1 << 26;

/// Why a dump can't be read on.
#[derive(Debug)]
pub(super) enum DumpError {
    Input(io::Error),
    /// A line that is no entity, by its number.
    Entity {
        line: u64,
        error: serde_json::Error,
    },
    /// A line of more bytes than any entity has.
    TooLong {
        line: u64,
    },
}

/// Reads a dump, which `open` opens as often as it is asked.
///
/// Lines are searched for the properties of twins and of codes, and only those that have one are parsed. A second pass takes
/// the places that these name and don't describe, and the areas that they lie in. Memory grows with the places that
/// are twinned, not with the dump.
///
/// # Errors
/// What `open` and the input say, and the first line that has what is searched and can't be parsed.
pub(super) fn read(open: impl FnMut() -> io::Result<Box<dyn Read>>) -> Result<Facts, DumpError> {
    read_in_blocks(BLOCK, open)
}

fn read_in_blocks(block: usize, mut open: impl FnMut() -> io::Result<Box<dyn Read>>) -> Result<Facts, DumpError> {
    let mut facts = Facts::default();
    // Of twins, of regions, of countries.
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
            // The id stands near the beginning of its line, and most are of no use.
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

/// Passes after the first: one for the places named and the areas that twinned places lie in.
const PASSES: usize = 1;

fn number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn parsed(line: u64, text: &[u8]) -> Result<Entity, DumpError> {
    let text = String::from_utf8_lossy(text);
    serde_json::from_str(entity_of_line(&text)).map_err(|error| DumpError::Entity { line, error })
}

/// The places that statements name and the areas that places lie in, where neither is known.
fn wanted(facts: &Facts) -> HashSet<ItemId> {
    let areas = facts.places.values().flat_map(|place| place.within.iter().map(|(_, area)| *area));
    let areas = areas.filter(|area| !facts.regions.contains_key(area) && !facts.places.contains_key(area));
    facts.unknown().into_iter().chain(areas).collect()
}

/// The item that a line begins with: `{"type":"item","id":"Q64",`. `None` where its id stands elsewhere.
fn head_item(line: &[u8]) -> Option<ItemId> {
    let head = std::str::from_utf8(&line[..line.len().min(HEAD)]).ok()?;
    let (_, rest) = head.split_once("\"id\"")?;
    ItemId::parse(rest.split('"').nth(1)?)
}

/// An id stands among so many first bytes of its line.
const HEAD: usize = 96;

/// Calls `each` with every line that has one of the needles, and its number from 1.
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
        // Up to the last whole line; of the last block all of it.
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

/// The same of whole lines, the first of which has this number.
fn search(
    lines: &[u8],
    needles: &[Finder<'_>],
    first: u64,
    each: &mut impl FnMut(u64, &[u8]) -> Result<(), DumpError>,
) -> Result<(), DumpError> {
    // Where each needle is found next; each is searched once through all lines.
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
        // Of what isn't searched nothing has to be right.
        assert!(streamed(&format!("{DUMP}{{\"P19\": oh\n"), 64).is_ok());
    }
}
