//! Turns bytes into text, in the encoding that the user gives.

use std::{borrow::Cow, fmt, str::FromStr};

use thiserror::Error as ThisError;

use crate::formats::error::Error;

/// A character encoding by its label in the WHATWG Encoding Standard (`windows-1251`, `koi8-r`, `utf-16le`, ...).
///
/// ```
/// use sistergraph::formats::Encoding;
/// assert_eq!("CP1251".parse::<Encoding>().unwrap().to_string(), "windows-1251");
/// assert!("ebcdic".parse::<Encoding>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(pub(in crate::formats) &'static encoding_rs::Encoding);

impl Encoding {
    pub(super) fn is_utf8(self) -> bool {
        self.0 == encoding_rs::UTF_8
    }
}

/// The mark that some programs put before a text in UTF-8.
pub(in crate::formats) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// An encoding label that the standard doesn't have.
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

/// The encoding that XML declares in its first line, or by a byte order mark of UTF-16.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    // In UTF-16 each of these letters comes with a zero byte.
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
    // If the declaration could be read as ASCII, the text can't be in an encoding with two bytes per letter.
    label.parse().ok().filter(|encoding: &Encoding| encoding.0.is_ascii_compatible())
}

/// Declarations of XML are no longer than this, in bytes.
const LONGEST_DECLARATION: usize = 256;

/// `bytes` as text, without a byte order mark. Without `told`, and without a declaration as in XML, they must be UTF-8.
pub(in crate::formats) fn text<'b>(file: &str, bytes: &'b [u8], told: Option<Encoding>) -> Result<Cow<'b, str>, Error> {
    // `told` is the encoding of those files that aren't UTF-8, since often only one of several has been through a
    // spreadsheet. A text in another encoding that has letters beyond ASCII is never UTF-8 by chance.
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
    // With the standard library, validating names in many scripts would take longer than everything else before the
    // cells are cut.
    let broken_at = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) if !is_wide(bytes) => return Ok(Cow::Borrowed(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))),
        Ok(_) => 0,
        Err(error) => error.valid_up_to(),
    };
    Err(not_utf8(file, bytes, newlines(&bytes[..broken_at])))
}

/// The error for a file that isn't UTF-8 on the line after `newlines` line ends; `head` is the beginning of the file.
pub(super) fn not_utf8(file: &str, head: &[u8], newlines: u64) -> Error {
    let line = u32::try_from(newlines + 1).unwrap_or(u32::MAX);
    Error::Encoding { path: file.to_owned(), line, looks_like: looks_like(head) }
}

/// The number of line ends in `bytes`.
pub(super) fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// Checks whether `head` may be the beginning of a text in UTF-8, unless another encoding was given.
///
/// # Errors
/// Returns [`Error::Encoding`], so that the rest needn't be read.
pub(in crate::formats) fn look_at_head(file: &str, head: &[u8], told: Option<Encoding>) -> Result<(), Error> {
    if !told.or_else(|| declared(head)).is_none_or(Encoding::is_utf8) {
        return Ok(());
    }
    match std::str::from_utf8(head) {
        // The last character of the head may be incomplete.
        Err(error) if error.error_len().is_some() => Err(not_utf8(file, head, newlines(&head[..error.valid_up_to()]))),
        _ if is_wide(head) => Err(not_utf8(file, head, 0)),
        _ => Ok(()),
    }
}

/// Whether bytes are UTF-16, or aren't text, although they are valid UTF-8. In UTF-16, Cyrillic has only bytes below
/// 128, and every line end, blank and delimiter has a zero byte. Bytes with a UTF-8 byte order mark may have any number
/// of zeros.
pub(in crate::formats) fn is_wide(bytes: &[u8]) -> bool {
    if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) {
        return false;
    }
    let head = &bytes[..bytes.len().min(4096)];
    head.iter().filter(|&&byte| byte == 0).count() * 20 > head.len()
}

/// The same for bytes that the caller gives away: UTF-8 isn't copied.
pub(super) fn owned_text(file: &str, bytes: Vec<u8>, told: Option<Encoding>) -> Result<String, Error> {
    let is_bare = told.is_none_or(Encoding::is_utf8) && !bytes.starts_with(BYTE_ORDER_MARK.as_bytes());
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_bare && !is_wide(text.as_bytes()) => return Ok(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    Ok(text(file, &bytes, told)?.into_owned())
}

/// The likely encoding of bytes that aren't UTF-8; `None` if they aren't text.
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
        // In UTF-16, characters below 256 have a zero byte, always on the same side. Other bytes with many zeros aren't
        // text.
        let some = head.len() / 20;
        return (odd > some && even == 0)
            .then_some(Encoding(encoding_rs::UTF_16LE))
            .or((even > some && odd == 0).then_some(Encoding(encoding_rs::UTF_16BE)));
    }
    // Lists don't have control characters.
    if head.iter().any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)) {
        return None;
    }
    // In Windows-1251, Cyrillic letters fill 0xC0 to 0xFF and mostly have such neighbours; in Western text, such bytes
    // stand alone.
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

    /// JSON can express a zero character, and lists written from it then contain a zero byte.
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
                // Valid UTF-8 is read as UTF-8, whatever it declares.
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
        // If the bytes fit both encodings, the given one counts.
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
        // One of two files may have been through a spreadsheet, and the other not.
        let told = Some("windows-1251".parse().unwrap());
        assert_eq!(text("f", "Минск".as_bytes(), told).unwrap(), "Минск");
    }
}
