//! The members of a ZIP archive, unpacked one by one, up to a limit.

use std::cell::Cell;

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

/// The most bytes of all unpacked members together, enough for a sheet of some hundred thousand rows.
const ROOM: usize = 64 << 20;

/// An archive in memory.
pub(super) struct Archive<'b> {
    bytes: &'b [u8],
    members: Vec<Member<'b>>,
    /// The number of bytes that may still be unpacked.
    room: Cell<usize>,
}

struct Member<'b> {
    name: &'b [u8],
    method: u16,
    /// The number of bytes that it takes in the archive, behind its header at `at`.
    packed: usize,
    header: usize,
}

/// Why a member can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It doesn't match the archive's directory.
    Damaged,
    /// It would exceed the limit.
    TooLarge,
}

/// The signatures of an archive's parts.
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

impl<'b> Archive<'b> {
    /// Reads the directory at the end of an archive. It doesn't trust the stated number of members.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Broken> {
        let window = bytes.len().saturating_sub(usize::from(u16::MAX) + 22);
        let end = bytes[window..].windows(END.len()).rposition(|found| found == END).ok_or(Broken::Damaged)? + window;
        let mut at = number(bytes, end + 16, 4)?;
        let mut members = Vec::new();
        while bytes.get(at..).is_some_and(|rest| rest.starts_with(ENTRY)) {
            let [name, extra, comment] = [28, 30, 32].map(|field| number(bytes, at + field, 2));
            let name_end = at + 46 + name?;
            members.push(Member {
                name: bytes.get(at + 46..name_end).ok_or(Broken::Damaged)?,
                method: u16::try_from(number(bytes, at + 10, 2)?).unwrap_or(u16::MAX),
                packed: number(bytes, at + 20, 4)?,
                header: number(bytes, at + 42, 4)?,
            });
            at = name_end + extra? + comment?;
        }
        Ok(Self { bytes, members, room: Cell::new(ROOM) })
    }

    /// Whether there is a member with this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.name == name.as_bytes())
    }

    /// The text of a member; `None` if none has this name.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Broken> {
        let Some(member) = self.members.iter().find(|member| member.name == name.as_bytes()) else { return Ok(None) };
        let local = self.bytes.get(member.header..).filter(|local| local.starts_with(LOCAL)).ok_or(Broken::Damaged)?;
        let start = 30 + number(local, 26, 2)? + number(local, 28, 2)?;
        let packed = local.get(start..start + member.packed).ok_or(Broken::Damaged)?;
        let room = self.room.get();
        let unpacked = match member.method {
            0 if packed.len() <= room => packed.to_vec(),
            0 => return Err(Broken::TooLarge),
            8 => decompress_to_vec_with_limit(packed, room).map_err(|error| match error.status {
                TINFLStatus::HasMoreOutput => Broken::TooLarge,
                _ => Broken::Damaged,
            })?,
            _ => return Err(Broken::Damaged),
        };
        self.room.set(room - unpacked.len());
        let text = String::from_utf8(unpacked).map_err(|_| Broken::Damaged)?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }
}

/// A little-endian number of `length` bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Result<usize, Broken> {
    let bytes = bytes.get(at..at.saturating_add(length)).ok_or(Broken::Damaged)?;
    Ok(bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A packed archive of these members.
    pub(crate) fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
        let short = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
        let long = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        let (mut archive, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in members {
            let packed = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 6);
            let header = archive.len();
            let sizes = [&long(0)[..], &long(packed.len()), &long(text.len()), &short(name.len()), &short(0)].concat();
            let common = [&short(20)[..], &short(0), &short(8), &long(0), &sizes].concat();
            archive.extend([LOCAL, &common, name.as_bytes(), &packed].concat());
            let rest = [&short(0)[..], &short(0), &short(0), &long(0), &long(header)].concat();
            directory.extend([ENTRY, &short(20), &common, &rest, name.as_bytes()].concat());
        }
        let (start, length, count) = (archive.len(), directory.len(), members.len());
        archive.extend(directory);
        let counts = [short(0), short(0), short(count), short(count)].concat();
        archive.extend([END, &counts, &long(length), &long(start), &short(0)].concat());
        archive
    }

    #[test]
    fn members_are_unpacked_and_bombs_are_not() {
        let bomb = " ".repeat(ROOM + 1);
        let bytes = zipped(&[("a.xml", "<a/>"), ("b/bomb", &bomb)]);
        assert!(bytes.len() < 1 << 20);
        let archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.text("a.xml"), Ok(Some("<a/>".to_owned())));
        assert_eq!(archive.text("b/bomb"), Err(Broken::TooLarge));
        assert_eq!((archive.text("c"), archive.has("a.xml"), archive.has("c")), (Ok(None), true, false));
    }

    #[test]
    fn what_is_damaged_is_said_to_be() {
        let bytes = zipped(&[("a.xml", "<a>text</a>")]);
        // Without its last two bytes, which say that there is no comment, the archive is still readable.
        for end in 0..bytes.len() - 2 {
            let broken = Archive::open(&bytes[..end]).and_then(|archive| archive.text("a.xml"));
            assert!(!matches!(broken, Ok(Some(_))), "{end}");
        }
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0xff;
            // This tests only that it returns.
            let _ = Archive::open(&bytes).and_then(|archive| archive.text("a.xml"));
        }
    }
}
