//! Bytes to text, in the encoding the user says they have.

use std::{borrow::Cow, fmt, str::FromStr};

use thiserror::Error as ThisError;

use super::error::Error;

/// A character encoding by its label in the WHATWG Encoding Standard (`windows-1251`, `koi8-r`, `utf-16le`, ...).
///
/// ```
/// use sistergraph::formats::Encoding;
/// assert_eq!("CP1251".parse::<Encoding>().unwrap().to_string(), "windows-1251");
/// assert!("ebcdic".parse::<Encoding>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(pub(super) &'static encoding_rs::Encoding);

impl Encoding {
    pub(super) fn is_utf8(self) -> bool {
        self.0 == encoding_rs::UTF_8
    }
}

/// What some programs put before a text in UTF-8.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A label that the standard lacks.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
#[error("`{0}` is not an encoding; expected a label such as windows-1251, koi8-r, iso-8859-2 or utf-16le")]
pub struct UnknownEncoding(String);

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(label: &str) -> Result<Self, UnknownEncoding> {
        encoding_rs::Encoding::for_label(label.as_bytes()).map(Self).ok_or_else(|| UnknownEncoding(label.to_owned()))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.name().to_ascii_lowercase())
    }
}

/// The encoding that XML declares which begins so: in its first line, or by a byte order mark of UTF-16.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    // A letter of UTF-16 stands beside a zero.
    for (mark, encoding) in [(b"\xff\xfe<\0", encoding_rs::UTF_16LE), (b"\xfe\xff\0<", encoding_rs::UTF_16BE)] {
        if bytes.starts_with(mark) {
            return Some(Encoding(encoding));
        }
    }
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let end = declaration.iter().take(LONGEST_DECLARATION).position(|&byte| byte == b'>')?;
    let declaration = std::str::from_utf8(&declaration[..end]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    // A declaration that could be read so is in no encoding of two bytes a letter.
    label.parse().ok().filter(|encoding: &Encoding| encoding.0.is_ascii_compatible())
}

/// No declaration of XML is longer.
const LONGEST_DECLARATION: usize = 256;

/// `bytes` as text, without a byte order mark; they are UTF-8 where no encoding is told, nor declared as XML declares it.
pub(super) fn text<'b>(file: &str, bytes: &'b [u8], told: Option<Encoding>) -> Result<Cow<'b, str>, Error> {
    // What is told is the encoding of lists that aren't UTF-8: of several files often only one has been through a
    // spreadsheet. No text of another encoding that isn't plain ASCII is UTF-8 by chance.
    let told = told.or_else(|| declared(bytes));
    let is_utf8 = || !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() && !is_wide(bytes);
    let encoding = told.filter(|_| !is_utf8()).map_or(encoding_rs::UTF_8, |told| told.0);
    if encoding != encoding_rs::UTF_8 {
        let (text, malformed) = encoding.decode_with_bom_removal(bytes);
        return if malformed {
            Err(Error::Undecodable { path: file.to_owned(), encoding: Encoding(encoding) })
        } else {
            Ok(text)
        };
    }
    // Names in many scripts take the standard library longer than all else that is done before cells are cut.
    let broken_at = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) if !is_wide(bytes) => return Ok(Cow::Borrowed(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))),
        Ok(_) => 0,
        Err(error) => error.valid_up_to(),
    };
    Err(not_utf8(file, bytes, newlines(&bytes[..broken_at])))
}

/// That a file isn't UTF-8 on the line after so many newlines; `head` is its beginning.
pub(super) fn not_utf8(file: &str, head: &[u8], newlines: u64) -> Error {
    let line = u32::try_from(newlines + 1).unwrap_or(u32::MAX);
    Error::Encoding { path: file.to_owned(), line, looks_like: looks_like(head) }
}

/// How many lines end in `bytes`.
pub(super) fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// That the beginning of a file may be that of a text in UTF-8, where no other encoding is told.
///
/// # Errors
/// [`Error::Encoding`]: there is no need to read on.
pub(super) fn look_at_head(file: &str, head: &[u8], told: Option<Encoding>) -> Result<(), Error> {
    if !told.or_else(|| declared(head)).is_none_or(Encoding::is_utf8) {
        return Ok(());
    }
    match std::str::from_utf8(head) {
        // The head may end within a character.
        Err(error) if error.error_len().is_some() => Err(not_utf8(file, head, newlines(&head[..error.valid_up_to()]))),
        _ if is_wide(head) => Err(not_utf8(file, head, 0)),
        _ => Ok(()),
    }
}

/// Whether bytes are UTF-16 or no text, though they happen to be UTF-8: Cyrillic in UTF-16 has only bytes below 128, of
/// which every other line end, blank and delimiter has one that is 0. A byte order mark says that it is UTF-8, which may
/// have any number of characters that are 0.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) {
        return false;
    }
    let head = &bytes[..bytes.len().min(4096)];
    head.iter().filter(|&&byte| byte == 0).count() * 20 > head.len()
}

/// The same of bytes that aren't needed any more: UTF-8 is taken as it is, without a copy.
pub(super) fn owned_text(file: &str, bytes: Vec<u8>, told: Option<Encoding>) -> Result<String, Error> {
    let is_bare = told.is_none_or(Encoding::is_utf8) && !bytes.starts_with(BYTE_ORDER_MARK.as_bytes());
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_bare && !is_wide(text.as_bytes()) => return Ok(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    Ok(text(file, &bytes, told)?.into_owned())
}

/// The encoding that bytes which aren't UTF-8 probably have; `None` where they are no text at all.
fn looks_like(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |start: usize| head.iter().skip(start).step_by(2).filter(|&&b| b == 0).count();
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Some(Encoding(encoding_rs::UTF_16LE));
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return Some(Encoding(encoding_rs::UTF_16BE));
    }
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // A character below 256 has one byte 0, on the same side all through; anything else with zeros is no text.
        let some = head.len() / 20;
        return (odd > some && even == 0)
            .then_some(Encoding(encoding_rs::UTF_16LE))
            .or((even > some && odd == 0).then_some(Encoding(encoding_rs::UTF_16BE)));
    }
    // Control characters stand in no list.
    if head.iter().any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)) {
        return None;
    }
    // Cyrillic letters of Windows-1251 fill 0xC0 to 0xFF and stand side by side; in Western text they stand alone.
    let high = |byte: &&u8| **byte >= 0xc0;
    let letters = head.iter().filter(high).count();
    let pairs = head.windows(2).filter(|pair| pair.iter().all(|b| *b >= 0xc0)).count();
    Some(Encoding(if pairs * 2 > letters { encoding_rs::WINDOWS_1251 } else { encoding_rs::WINDOWS_1252 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{self, Told};

    fn guess(bytes: &[u8]) -> Option<String> {
        looks_like(bytes).map(|encoding| encoding.to_string())
    }

    #[test]
    fn an_encoding_is_told_by_its_bytes() {
        let cyrillic = encoding_rs::WINDOWS_1251.encode("id,name\n1,Могилёв\n2,Брест\n").0;
        assert_eq!(guess(&cyrillic).as_deref(), Some("windows-1251"));
        let western = encoding_rs::WINDOWS_1252.encode("id,name\n1,Besançon\n2,Köln\n3,Málaga\n").0;
        assert_eq!(guess(&western).as_deref(), Some("windows-1252"));
        let little: Vec<u8> = "id,name\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "id,name\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((guess(&little).as_deref(), guess(&big).as_deref()), (Some("utf-16le"), Some("utf-16be")));
        let cyrillic: Vec<u8> = "ид;имя\n1;Могилёв\n2;Брест\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(is_wide(&cyrillic) && !is_wide("nul\0byte, among much other text".as_bytes()));
        assert_eq!(guess(&cyrillic).as_deref(), Some("utf-16le"));
        assert_eq!(guess(b"\x7fELF\x02\x01\x01\x00\x00\xff\x00\xfe"), None);
    }

    /// JSON can say such a character; in the lists that are written of it, it is a byte.
    #[test]
    fn cells_of_zeros_are_written_so_that_they_are_read_again() {
        for zeros in [1, 40, 1000] {
            let name = "\\u0000".repeat(zeros);
            let json = format!(
                r#"{{"cities": [{{"id": "a", "name": "{name}"}}, {{"id": "b{name}"}}],
                "partnerships": [{{"a": "b{name}", "b": "a"}}], "curators": [{{"region": "BY-MA", "official": "{name}"}}]}}"#
            );
            let (dataset, _) =
                formats::read_bytes("x.json", json.as_bytes(), &Told::default()).unwrap().sound().unwrap();
            assert_eq!(dataset.places().next().unwrap().name, "\0".repeat(zeros));
            let files = formats::to_csv(&dataset);
            let lists: Vec<(&str, &[u8])> =
                files.iter().filter_map(|(name, text)| Some((name.strip_suffix(".csv")?, text.as_bytes()))).collect();
            let (again, _) = formats::read_lists(&lists).unwrap().sound().unwrap();
            assert!(again == dataset, "{zeros}");
            assert!(lists.iter().all(|(_, list)| look_at_head("list.csv", list, None).is_ok()));
        }
    }

    #[test]
    fn xml_is_read_in_the_encoding_that_it_declares() {
        let read = |bytes: &[u8]| {
            assert!(look_at_head("f", bytes, None).is_ok());
            text("f", bytes, None).map(|text| text.rsplit('>').next().unwrap().to_owned())
        };
        for (label, encoding, name) in [
            ("windows-1251", encoding_rs::WINDOWS_1251, "Магілёў"),
            ("koi8-r", encoding_rs::KOI8_R, "Могилёв"),
            ("ISO-8859-1", encoding_rs::WINDOWS_1252, "Besançon"),
            ("iso-8859-2", encoding_rs::ISO_8859_2, "Łódź"),
            ("Shift_JIS", encoding_rs::SHIFT_JIS, "名古屋"),
        ] {
            let quotes = [('"', '"'), ('\'', '\'')];
            for declaration in quotes.map(|(a, b)| format!("<?xml version={a}1.0{b} encoding = {a}{label}{b} ?>{name}"))
            {
                assert_eq!(read(&encoding.encode(&declaration).0).unwrap(), name, "{label}");
                // What is UTF-8 is so, whatever it says.
                assert_eq!(read(declaration.as_bytes()).unwrap(), name, "{label}");
                assert_eq!(read(format!("\u{feff}{declaration}").as_bytes()).unwrap(), name, "{label}");
            }
        }
        let wide = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>Минск";
        let little: Vec<u8> = format!("\u{feff}{wide}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = format!("\u{feff}{wide}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!([read(&little).unwrap(), read(&big).unwrap()], ["Минск", "Минск"]);
        assert_eq!(read(wide.as_bytes()).unwrap(), "Минск");
        for declared in ["UTF-8", "UTF-16", "ebcdic", "windows-1251' "] {
            let bytes = [format!("<?xml version=\"1.0\" encoding=\"{declared}\"?>").as_bytes(), b"\xcc\xe8"].concat();
            assert!(matches!(text("f", &bytes, None), Err(Error::Encoding { .. })), "{declared}");
        }
        // What is told is right where both can be.
        let told = Some("koi8-r".parse().unwrap());
        let bytes =
            [&b"<?xml version='1.0' encoding='windows-1251'?>"[..], &encoding_rs::KOI8_R.encode("Минск").0].concat();
        assert!(text("f", &bytes, told).unwrap().ends_with("Минск"));
    }

    #[test]
    fn what_is_told_is_read() {
        let told = Some("windows-1251".parse().unwrap());
        assert_eq!(text("f", b"\xcc\xe8\xed\xf1\xea", told).unwrap(), "Минск");
        let told = Some("utf-16".parse().unwrap());
        assert_eq!(text("f", b"\xff\xfeM\0i\0", told).unwrap(), "Mi");
        assert!(matches!(text("f", b"\xff\xfeM\0i", told), Err(Error::Undecodable { .. })));
        assert_eq!(text("f", "\u{feff}a".as_bytes(), None).unwrap(), "a");
        // Of two files one may have been through a spreadsheet, and the other not.
        let told = Some("windows-1251".parse().unwrap());
        assert_eq!(text("f", "Минск".as_bytes(), told).unwrap(), "Минск");
    }
}
